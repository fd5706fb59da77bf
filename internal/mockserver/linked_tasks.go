package mockserver

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
)

// LinkedTask runs flow tasks one after the other. Only the web interface can make one.
type LinkedTask struct {
	ID    string           `json:"id,omitempty"`
	Site  string           `json:"site,omitempty"`
	Owner string           `json:"owner,omitempty"`
	Steps []LinkedTaskStep `json:"steps"`
	Timing
}

// LinkedTaskStep is one of them.
type LinkedTaskStep struct {
	ID                string `json:"id,omitempty"`
	FlowTask          string `json:"flow_task"` // LUID
	ContinueOnFailure bool   `json:"continue_on_failure,omitempty"`
}

func (t LinkedTask) clone() LinkedTask {
	t.Steps, t.Timing = slices.Clone(t.Steps), t.Timing.clone()
	return t
}

func linkedTaskKind(s *Server) kind[LinkedTask] {
	return kind[LinkedTask]{
		noun: "linked task", objects: &s.linkedTasks,
		id: func(t *LinkedTask) *string { return &t.ID }, name: func(t *LinkedTask) string { return t.ID },
		clone: LinkedTask.clone, complete: s.completeLinkedTask, removed: func(LinkedTask) {},
	}
}

func (s *Server) completeLinkedTask(t *LinkedTask) error {
	if err := s.placeOnSite(&t.Site, &t.Owner); err != nil {
		return err
	}
	if len(t.Steps) == 0 {
		return errors.New("it needs steps")
	}
	for i := range t.Steps {
		if task, found := s.flowTasks.get(t.Steps[i].FlowTask); !found || task.Site != t.Site {
			return fmt.Errorf("there is no flow task %q on its site", t.Steps[i].FlowTask)
		}
		t.Steps[i].ID = cmp.Or(t.Steps[i].ID, derivedID("step "+strconv.Itoa(i+1), t.ID))
	}
	return s.completeTiming(&t.Timing, t.Site, scheduleForFlows)
}

// AddLinkedTask puts a linked task on a site, as the web interface would, and returns its id. It panics when the task cannot be.
func (s *Server) AddLinkedTask(task LinkedTask) (id string) {
	return addContent(s, linkedTaskKind, task)
}

// UpdateLinkedTask lets change edit a linked task behind the clients' backs and reports whether there is such a task. The next run
// follows the edit, unless the edit sets it. It panics when the task cannot be.
func (s *Server) UpdateLinkedTask(id string, change func(*LinkedTask)) bool {
	return updateTask(s, linkedTaskKind, func(t *LinkedTask) *Timing { return &t.Timing }, id, change)
}

// DeleteLinkedTask removes a linked task behind its clients' backs and reports whether it was there.
func (s *Server) DeleteLinkedTask(id string) bool { return deleteContent(s, linkedTaskKind, id) }

// LinkedTasks returns the linked tasks of all sites, oldest first.
func (s *Server) LinkedTasks() []LinkedTask { return allOf(s, linkedTaskKind) }

// Linked tasks can be read and run over REST, no more. REST API reference: Get Linked Tasks, Get Linked Task, Run Linked Task Now.
var linkedTaskRoutes = []route{
	{method: "GET", pattern: "/sites/{site}/tasks/linked", since: apiVersion{3, 15}, needs: anyUser, handle: (*Server).listLinkedTasks},
	{method: "GET", pattern: "/sites/{site}/tasks/linked/{task}", since: apiVersion{3, 15}, needs: anyUser, handle: (*Server).getLinkedTask},
	{method: "POST", pattern: "/sites/{site}/tasks/linked/{task}/runNow", since: apiVersion{3, 15}, needs: anyUser, handle: (*Server).runLinkedTask},
}

func (s *Server) listLinkedTasks(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	tasks := onSite(linkedTaskKind(s), site, func(t LinkedTask) string { return t.Site })
	pagination, page, refusal := paginate(c, tasks)
	if refusal != nil {
		return reply{}, refusal
	}
	list := linkedTaskListElement{}
	for _, task := range page {
		list.Tasks = append(list.Tasks, s.linkedTaskElement(task))
	}
	return success(pagination, list), nil
}

func (s *Server) getLinkedTask(c *call) (reply, *apiError) {
	task, refusal := s.linkedTaskOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	return success(s.linkedTaskElement(*task)), nil
}

// runLinkedTask starts the run of the first step's flow. The linked task's job has the id of that run's job.
func (s *Server) runLinkedTask(c *call) (reply, *apiError) {
	task, refusal := s.linkedTaskOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	if _, refusal := decodeOptional[emptyRequest](c.body); refusal != nil {
		return reply{}, refusal
	}
	if !c.session.user.mayUse(task.Owner) {
		return reply{}, notYourTask()
	}
	if s.behaviour.RunNowDisabled {
		return reply{}, runNowDisabled()
	}
	first, found := s.flowTasks.get(task.Steps[0].FlowTask)
	if !found {
		return reply{}, &apiError{http.StatusBadRequest, "400153", "Bad Request", "The first step's task is gone."}
	}
	job := s.startJob(Job{
		Site: task.Site, Owner: c.session.user.Name, Type: jobRunFlow, Task: first.ID, Flow: first.Flow, Parameters: first.Parameters,
	})
	return success(linkedTaskJobElement{ID: job.ID, Task: task.ID, Status: job.Status, CreatedAt: stamp(job.CreatedAt)}), nil
}

func (s *Server) linkedTaskOf(c *call) (*LinkedTask, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return nil, refusal
	}
	task, found := s.linkedTasks.get(c.parameters["task"])
	if !found || task.Site != site.ContentURL {
		return nil, notFound("404045", "Linked task", c.parameters["task"])
	}
	return task, nil
}
