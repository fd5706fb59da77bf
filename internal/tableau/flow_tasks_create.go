package tableau

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// FlowTaskSettings is what can be said of a new flow task. Nothing of it can be
// changed later: the reference knows no update.
type FlowTaskSettings struct {
	FlowID string
	// ScheduleID is Server's way to say when; Frequency and FrequencyDetails are Cloud's.
	ScheduleID       string
	Frequency        string
	FrequencyDetails FrequencyDetails
	// Parameters are the values for the flow's parameters, without names.
	Parameters []FlowTaskParameter
	// OutputSteps are the ids of those to run; none is all of them. Server takes none.
	OutputSteps []string
}

type flowTaskRequest struct {
	XMLName  xml.Name         `xml:"http://tableau.com/api tsRequest"`
	FlowRun  newFlowRun       `xml:"task>flowRun"`
	Schedule *flowTaskTimings `xml:"schedule"`
}

type newFlowRun struct {
	Flow flowOfRun    `xml:"flow"`
	Spec *flowRunSpec `xml:"flowRunSpec"`
}

type flowRunSpec struct {
	FlowID      string         `xml:"flowId,attr,omitempty"`
	OutputSteps *outputStepIDs `xml:"flowOutputSteps"`
	Parameters  *parameterRuns `xml:"flowParameterSpecs"`
}

type outputStepIDs struct {
	Step []idReference `xml:"flowOutputStep"`
}

type parameterRuns struct {
	Spec []parameterRun `xml:"flowParameterSpec"`
}

// flowTaskTimings is the schedule that Cloud makes for a task.
type flowTaskTimings struct {
	Frequency string           `xml:"frequency,attr"`
	Details   FrequencyDetails `xml:"frequencyDetails"`
}

// Create adds a flow to a schedule of Server or, where the settings name none,
// makes a task of Cloud with a frequency of its own. When the answer is lost,
// the task is looked for among those that were not there before, before it is
// asked for again, so that it is never made twice. A task that does the
// same already, as far as isIt and what is shown tell, is an *ExistsError, and a
// schedule of Server that is not there an error that IsNotFound.
func (t FlowTasks) Create(ctx context.Context, settings FlowTaskSettings, isIt func(FlowTask) bool) (made FlowTask, err error) {
	// Two tasks of one flow that are made at once could not be told apart.
	release, err := t.client.making.acquire(ctx, "flow "+settings.FlowID)
	if err != nil {
		return FlowTask{}, err
	}
	defer release()
	before, err := t.client.flowTasksBefore.get(ctx, "")
	if err != nil {
		return FlowTask{}, err
	}
	wanted := wantedFlowTask{FlowTaskSettings: settings}
	if wanted.mayBeAmong(before.of(settings.FlowID)) {
		if wanted.flow, err = t.client.Flows().Known(ctx, settings.FlowID); err != nil {
			return FlowTask{}, err
		}
	}
	// A flow task does not change, and a read may show less of it than is known.
	stillThere := func(ctx context.Context, id string) (FlowTask, error) {
		_, err := t.Get(ctx, id)
		return before.of(settings.FlowID)[id], err
	}
	if err := before.refuseAlike(ctx, settings.FlowID, func(task FlowTask) bool { return wanted.isAlike(task, isIt) }, stillThere); err != nil {
		return FlowTask{}, err
	}
	started := t.client.clock.now()
	made.ID, err = t.client.makeOnce(ctx, &t.client.flowTasksDestroyed,
		func() (string, error) {
			made, err = t.send(ctx, settings)
			return made.ID, err
		},
		func(ctx context.Context) ([]string, error) { return t.findNew(ctx, wanted, before, started) })
	if err == nil {
		before.add(settings.FlowID, made.ID, wanted.as(made.ID))
	}
	return made, err
}

// send asks for a new task (REST API reference: Add Flow Task to Server
// Schedule, Create Cloud Flow Task).
func (t FlowTasks) send(ctx context.Context, settings FlowTaskSettings) (FlowTask, error) {
	defer t.client.flowTasks.wrote()
	request := call{
		doing:  fmt.Sprintf("create a flow task for flow %s", settings.FlowID),
		method: http.MethodPost,
		path:   []string{"tasks", "flows"},
		route:  "/tasks/flows",
		onSite: true,
		meant:  oneAbout(settings.FlowID),
		advice: adviseOnFlowTasks,
		body:   content(settings.request()),
	}
	if settings.ScheduleID != "" {
		request.doing = fmt.Sprintf("add flow %s to schedule %s", settings.FlowID, settings.ScheduleID)
		request.method = http.MethodPut
		request.path = []string{"schedules", settings.ScheduleID, "flows"}
		request.route = "/schedules/{schedule}/flows"
	}
	answer, err := send[flowTaskAnswer](ctx, t.client, request)
	if errors.Is(err, codeInternalError) && settings.ScheduleID != "" {
		if _, gone := t.client.Schedules().getNow(ctx, settings.ScheduleID); IsNotFound(gone) {
			return FlowTask{}, advisedTo(gone, "Refer to the id of a tableau_schedule of type Flow in schedule_id, or look it up by its name with the data source tableau_schedule.")
		}
	}
	return answer.task(), advisedIfLost(err,
		"The task may have been made all the same. If it was, the next apply says so, and how to adopt it; where Tableau does not show enough to tell, the data source tableau_flow_tasks shows what is there.")
}

func (s FlowTaskSettings) request() flowTaskRequest {
	request := flowTaskRequest{FlowRun: newFlowRun{Flow: flowOfRun{ID: s.FlowID}}}
	if len(s.Parameters) > 0 || len(s.OutputSteps) > 0 {
		request.FlowRun.Spec = &flowRunSpec{}
	}
	if len(s.OutputSteps) > 0 {
		steps := &outputStepIDs{}
		for _, id := range s.OutputSteps {
			steps.Step = append(steps.Step, idReference{id})
		}
		request.FlowRun.Spec.OutputSteps = steps
	}
	if len(s.Parameters) > 0 {
		specs := &parameterRuns{}
		for _, p := range s.Parameters {
			specs.Spec = append(specs.Spec, parameterRun{ID: p.ID, Value: p.Value})
		}
		request.FlowRun.Spec.Parameters = specs
	}
	if s.ScheduleID == "" {
		request.Schedule = &flowTaskTimings{s.Frequency, s.FrequencyDetails}
		if request.FlowRun.Spec != nil {
			request.FlowRun.Spec.FlowID = s.FlowID
		}
	}
	return request
}

// wantedFlowTask is a task that is asked for.
type wantedFlowTask struct {
	FlowTaskSettings
	// flow is the one that it is to run, once tasks are compared with it: its
	// parameters say what is left out.
	flow Flow
}

// mayBeAmong reports whether tasks of the flow have to be compared with it.
func (w wantedFlowTask) mayBeAmong(tasks map[string]FlowTask) bool {
	for _, task := range tasks {
		if w.ScheduleID == "" || w.isOnScheduleOf(task) {
			return true
		}
	}
	return false
}

// as is the task that it became.
func (w wantedFlowTask) as(id string) FlowTask {
	return FlowTask{ID: id, FlowID: w.FlowID, Schedule: &Schedule{ID: w.ScheduleID, Frequency: w.Frequency}, Overrides: w.Parameters}
}

// isAlike reports whether a task does what is asked for, so that a second one
// would only run the flow twice. Cloud shows the next run of a task and not its
// frequency, which isIt compares; without one nothing is told.
func (w wantedFlowTask) isAlike(task FlowTask, isIt func(FlowTask) bool) bool {
	if w.ScheduleID != "" {
		return w.isOnScheduleOf(task) && w.hasValuesOf(task)
	}
	stepsTell := len(w.OutputSteps) == 0 || len(task.OutputSteps) > 0
	return stepsTell && task.Schedule != nil && task.Schedule.NextRunAt != "" && w.hasValuesOf(task) && isIt(task)
}

// fetchKnown lists those that are there now.
func (t FlowTasks) fetchKnown(ctx context.Context, _ string) (*earlier[FlowTask], error) {
	return earlierFrom(t.All(ctx), &t.client.flowTasksDestroyed, func(task FlowTask) (about, id string) { return task.FlowID, task.ID })
}

// findNew are the ids of those that may be the wanted task and were not there before.
func (t FlowTasks) findNew(ctx context.Context, wanted wantedFlowTask, before *earlier[FlowTask], started time.Time) (ids []string, err error) {
	if wanted.flow, err = t.client.Flows().Known(ctx, wanted.FlowID); err != nil {
		return nil, err
	}
	return idsOf(t.All(ctx), func(task FlowTask) (id string, match bool) {
		return task.ID, !before.has(task.FlowID, task.ID) && wanted.became(task, started)
	})
}

// mostSkew is how far the clock that stamps tasks may be behind that of the answers,
// which can be a gateway's: a task that is not recognized is made a second time.
const mostSkew = 15 * time.Minute

// became reports whether a new task may be the wanted one, asked for at
// started in the server's time.
func (w wantedFlowTask) became(task FlowTask, started time.Time) bool {
	// Nothing but the flow's own values may say nothing of the task's.
	tells := len(task.Overrides) > 0 || !maps.Equal(w.flow.with(task.Values), w.flow.with())
	if tells && !w.hasValuesOf(task) {
		return false
	}
	if w.ScheduleID != "" {
		return w.isOnScheduleOf(task)
	}
	if task.FlowID != w.FlowID || task.Schedule == nil || !strings.EqualFold(task.Schedule.Frequency, w.Frequency) {
		return false
	}
	created, err := time.Parse(time.RFC3339, task.Schedule.CreatedAt)
	return err != nil || !created.Before(started.Add(-mostSkew))
}

func (w wantedFlowTask) isOnScheduleOf(task FlowTask) bool {
	return task.FlowID == w.FlowID && task.Schedule != nil && task.Schedule.ID == w.ScheduleID
}

// hasValuesOf reports whether the flow would be run with the same values.
func (w wantedFlowTask) hasValuesOf(task FlowTask) bool {
	return maps.Equal(w.flow.with(w.Parameters), w.flow.with(task.Values, task.Overrides))
}

// with is the values of the flow's parameters by their ids, the defaults
// replaced by what is given.
func (f Flow) with(given ...[]FlowTaskParameter) map[string]string {
	values := map[string]string{}
	for _, p := range f.Parameters {
		values[p.ID] = p.Value
	}
	for _, p := range slices.Concat(given...) {
		values[p.ID] = p.Value
	}
	return values
}
