package mockserver

import (
	"encoding/xml"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

const flowRunsRead = "tableau:flow_runs:read"

// A flow run is a job that runs a flow, seen from the flow. REST API reference: Run Flow Now, Get Flow Runs, Get Flow Run, Cancel Flow Run.
var flowRunRoutes = []route{
	{method: "POST", pattern: "/sites/{site}/flows/{flow}/run", since: apiVersion{3, 3}, needs: anyScheduler, handle: (*Server).runFlow},
	{method: "GET", pattern: "/sites/{site}/flows/runs", since: apiVersion{3, 10}, needs: anyUser, scope: flowRunsRead, handle: (*Server).listFlowRuns},
	{method: "GET", pattern: "/sites/{site}/flows/runs/{run}", since: apiVersion{3, 10}, needs: anyUser, scope: flowRunsRead, handle: (*Server).getFlowRun},
	{method: "PUT", pattern: "/sites/{site}/flows/runs/{run}", since: apiVersion{3, 10}, needs: anyUser, handle: (*Server).cancelFlowRun},
}

// flowRunElement is called flowRun by itself and flowRuns in the list.
type flowRunElement struct {
	XMLName         xml.Name
	ID              string                `xml:"id,attr"`
	FlowID          string                `xml:"flowId,attr"`
	Status          string                `xml:"status,attr"`
	StartedAt       string                `xml:"startedAt,attr,omitempty"`
	CompletedAt     string                `xml:"completedAt,attr"` // there and empty while the run goes on
	Progress        int                   `xml:"progress,attr"`
	BackgroundJobID string                `xml:"backgroundJobId,attr"`
	Parameters      *parameterRunsElement `xml:"flowParameterRuns"`
}

type parameterRunsElement struct {
	Runs []parameterRunElement `xml:"parameterRuns"`
}

type parameterRunElement struct {
	ParameterID   string `xml:"parameterId,attr"`
	Name          string `xml:"name,attr"`
	Description   string `xml:"description,attr"`
	OverrideValue string `xml:"overrideValue,attr"`
}

type flowRunListElement struct {
	XMLName xml.Name         `xml:"flowRuns"`
	Runs    []flowRunElement `xml:"flowRuns"`
}

func (s *Server) elementOfFlowRun(name string, j Job) flowRunElement {
	return flowRunElement{
		XMLName: xml.Name{Local: name}, ID: j.FlowRun, FlowID: j.Flow, Status: j.Status, StartedAt: stamp(j.StartedAt), CompletedAt: stamp(j.EndedAt),
		Progress: j.Progress, BackgroundJobID: j.ID, Parameters: s.parameterRuns(j.Flow, j.Parameters),
	}
}

// parameterRuns are the parameters of a flow that values override, nil when there are none.
func (s *Server) parameterRuns(flow string, values map[string]string) *parameterRunsElement {
	if len(values) == 0 {
		return nil
	}
	var known []FlowParameter
	if stored, found := s.flows.get(flow); found {
		known = stored.Parameters
	}
	element := &parameterRunsElement{}
	for _, id := range slices.Sorted(maps.Keys(values)) {
		parameter, _ := find(known, func(p FlowParameter) bool { return p.ID == id }) // one that is gone has no name any more
		element.Runs = append(element.Runs, parameterRunElement{id, parameter.Name, parameter.Description, values[id]})
	}
	return element
}

func (s *Server) flowRunFields() fields[Job] {
	return fields[Job]{
		"flowId":      one(func(j Job) string { return j.Flow }, byEquality),
		"userId":      one(func(j Job) string { return s.userReference(j.Owner, false).ID }, byEquality),
		"status":      one(func(j Job) string { return j.Status }, byEquality),
		"progress":    one(func(j Job) string { return strconv.Itoa(j.Progress) }, byOrder),
		"startedAt":   one(func(j Job) string { return stamp(j.StartedAt) }, byOrder),
		"completedAt": one(func(j Job) string { return stamp(j.EndedAt) }, byOrder),
	}
}

// listFlowRuns answers all runs at once, unless Behaviour.PaginateFlowRuns.
func (s *Server) listFlowRuns(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	if refusal := s.knowsUsersOf(c.query.Get("filter")); refusal != nil {
		return reply{}, refusal
	}
	runs, refusal := choose(s, c.query, s.jobsOf(site, func(j Job) bool { return j.FlowRun != "" }), s.flowRunFields())
	if refusal != nil {
		return reply{}, refusal
	}
	var content []any
	if s.behaviour.PaginateFlowRuns {
		pagination, page, refusal := paginate(c, runs)
		if refusal != nil {
			return reply{}, refusal
		}
		content, runs = append(content, pagination), page
	}
	list := flowRunListElement{}
	for _, run := range runs {
		list.Runs = append(list.Runs, s.elementOfFlowRun("flowRuns", run))
	}
	for run := range s.jobs.all(func(j *storedJob) bool { return j.FlowRun != "" && j.Site == site.ContentURL }) {
		s.jobWasRead(run)
	}
	return success(append(content, list)...), nil
}

// knowsUsersOf refuses a filter by a user who is not there.
func (s *Server) knowsUsersOf(text string) *apiError {
	for _, expression := range expressions(text) {
		if id, byUser := strings.CutPrefix(expression, "userId:eq:"); byUser {
			if _, known := s.accounts.userWithID(id); !known {
				return userNotFound(id)
			}
		}
	}
	return nil
}

// flowRunOf is the run in the URI.
func (s *Server) flowRunOf(c *call) (*storedJob, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return nil, refusal
	}
	id := c.parameters["run"]
	for job := range s.jobs.all(func(j *storedJob) bool { return j.FlowRun == id && j.Site == site.ContentURL }) {
		return job, nil
	}
	return nil, notFound("404036", "Flow run", id)
}

func (s *Server) getFlowRun(c *call) (reply, *apiError) {
	run, refusal := s.flowRunOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	answered := s.elementOfFlowRun("flowRun", run.clone())
	s.jobWasRead(run)
	return success(answered), nil
}

func (s *Server) cancelFlowRun(c *call) (reply, *apiError) {
	run, refusal := s.flowRunOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	if !s.mayCancel(c.session.user, run.Job) {
		return reply{}, &apiError{http.StatusForbidden, "403137", "Forbidden", "Only who started the flow run or made its task and administrators may cancel it."}
	}
	if !run.isUnderWay() {
		return reply{}, &apiError{http.StatusForbidden, "403135", "Flow Run Cannot Be Cancelled", "Flow run '" + run.FlowRun + "' is complete already."}
	}
	s.endJob(&run.Job, jobCancelled, s.now)
	return reply{status: http.StatusOK}, nil
}

// mayCancel lets who started a run cancel it, and who made the task that it runs.
func (s *Server) mayCancel(user User, run Job) bool {
	task, found := s.flowTasks.get(run.Task)
	return user.mayUse(run.Owner) || found && task.Owner == user.Name
}
