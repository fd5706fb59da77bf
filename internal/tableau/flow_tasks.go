package tableau

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"
)

const (
	routeFlowTask  = "/tasks/runFlow/{task}"
	routeFlowTasks = "/tasks/runFlow"
)

// FlowTask runs a flow, on Server on a schedule, on Cloud at a frequency of its
// own.
type FlowTask struct {
	ID                  string
	Priority            int64
	ConsecutiveFailures int64
	FlowID              string
	FlowName            string
	// Schedule is nil when the service shows none. Cloud shows the one that it
	// made for the task, whose name begins with SSS_, without frequency details
	// (REST API reference: Create Cloud Flow Task).
	Schedule *Schedule
	// Overrides are the values that the task gives to parameters of its flow.
	// Empty says nothing: the reference's samples show none of a flow that
	// requires one.
	Overrides []FlowTaskParameter
	// Values are the parameters of the flow, each with a value: the task's own
	// or, unless the service means the flow's own throughout, the default.
	Values []FlowTaskParameter
	// OutputSteps are what the task runs. Empty says nothing.
	OutputSteps []FlowOutputStep
	// Warnings come with the answer of a creation alone.
	Warnings []string
}

// FlowTaskParameter is the value that a task gives to a parameter of its flow.
// The service does not always show the name.
type FlowTaskParameter struct {
	ID, Name, Value string
}

// flowRun is a flow task as it stands in a message. Where its values are told
// differs: Server answers a creation with flowParametersRuns, which the
// published schema spells flowParameterRuns, and Cloud with a flowRunSpec; a
// read has the flow's parameters (REST API reference: Get Flow Run Task).
type flowRun struct {
	ID                  string          `xml:"id,attr"`
	Priority            int64           `xml:"priority,attr"`
	ConsecutiveFailures int64           `xml:"consecutiveFailedCount,attr"`
	Schedule            *Schedule       `xml:"schedule"`
	Flow                flowOfRun       `xml:"flow"`
	Parameters          []FlowParameter `xml:"parameters>parameter"`
	ParametersRuns      []parameterRun  `xml:"flowParametersRuns>parameterRuns"`
	ParameterRuns       []parameterRun  `xml:"flowParameterRuns>parameterRuns"`
	Specs               []parameterRun  `xml:"flowRunSpec>flowParameterSpecs>flowParameterSpec"`
	// OutputSteps are those of the flowRunSpec.
	OutputSteps []FlowOutputStep `xml:"flowRunSpec>flowOutputSteps>flowOutputStep"`
}

type flowOfRun struct {
	ID   string `xml:"id,attr"`
	Name string `xml:"name,attr,omitempty"`
}

type parameterRun struct {
	ID    string `xml:"parameterId,attr"`
	Name  string `xml:"name,attr,omitempty"`
	Value string `xml:"overrideValue,attr"`
}

func (r flowRun) task() FlowTask {
	task := FlowTask{
		ID: r.ID, Priority: r.Priority, ConsecutiveFailures: r.ConsecutiveFailures, FlowID: r.Flow.ID, FlowName: r.Flow.Name,
		Schedule: r.Schedule, OutputSteps: composedSteps(r.OutputSteps),
	}
	told := map[string]bool{}
	for _, run := range slices.Concat(r.ParametersRuns, r.ParameterRuns, r.Specs) {
		if !told[run.ID] {
			told[run.ID] = true
			run.Name = Composed(run.Name)
			task.Overrides = append(task.Overrides, FlowTaskParameter(run))
		}
	}
	for _, p := range r.Parameters {
		task.Values = append(task.Values, FlowTaskParameter{ID: p.ID, Name: p.Name, Value: p.Value})
	}
	return task
}

type flowTaskAnswer struct {
	XMLName  xml.Name `xml:"tsResponse"`
	FlowRun  flowRun  `xml:"task>flowRun"`
	Warnings []struct {
		Message string `xml:"message,attr"`
	} `xml:"warnings>warning"`
}

func (a flowTaskAnswer) check() error {
	if a.FlowRun.ID == "" {
		return errors.New("it holds no flow task")
	}
	return nil
}

func (a flowTaskAnswer) object() (id, about string) { return a.FlowRun.ID, a.FlowRun.Flow.ID }

func (a flowTaskAnswer) task() FlowTask {
	task := a.FlowRun.task()
	for _, warning := range a.Warnings {
		task.Warnings = append(task.Warnings, warning.Message)
	}
	return task
}

// flowTasksAnswer is the whole list at once: the service knows no pages for it.
type flowTasksAnswer struct {
	XMLName xml.Name `xml:"tsResponse"`
	Tasks   *struct {
		Task []struct {
			FlowRun *flowRun `xml:"flowRun"`
		} `xml:"task"`
	} `xml:"tasks"`
}

func (a flowTasksAnswer) check() error {
	if a.Tasks == nil {
		return errors.New("it holds no list")
	}
	return nil
}

// FlowTasks are the flow tasks of the site. They need API 3.3.
type FlowTasks struct{ client *Client }

// FlowTasks gives the calls that concern flow tasks.
func (c *Client) FlowTasks() FlowTasks { return FlowTasks{c} }

// Get reads a flow task (REST API reference: Get Flow Run Task).
func (t FlowTasks) Get(ctx context.Context, id string) (FlowTask, error) {
	answer, err := send[flowTaskAnswer](ctx, t.client, call{
		doing:      fmt.Sprintf("read flow task %s", id),
		method:     http.MethodGet,
		path:       []string{"tasks", "runFlow", id},
		route:      routeFlowTask,
		onSite:     true,
		meant:      object(id),
		advice:     adviseOnFlowTasks,
		notFound:   []Code{codeTaskNotFound},
		repeatable: true,
	})
	task := answer.task()
	t.sawScheduleOf(task)
	return task, err
}

// Read is Get for many: it fetches the list once where that is less work, and
// what it gives is as old as the latest write of this client.
func (t FlowTasks) Read(ctx context.Context, id string) (FlowTask, error) {
	return t.client.flowTasks.read(ctx, id)
}

// All yields every flow task that the user may see: an administrator all of
// them, anybody else those of flows of their own (REST API reference: Get Flow
// Run Tasks). What the list holds that is no flow task is left out.
func (t FlowTasks) All(ctx context.Context) iter.Seq2[FlowTask, error] {
	return func(yield func(FlowTask, error) bool) {
		answer, err := send[flowTasksAnswer](ctx, t.client, call{
			doing:      "list flow tasks",
			method:     http.MethodGet,
			path:       []string{"tasks", "runFlow"},
			route:      routeFlowTasks,
			onSite:     true,
			advice:     adviseOnFlowTasks,
			repeatable: true,
			wholeList:  true,
		})
		if err != nil {
			yield(FlowTask{}, err)
			return
		}
		for _, listed := range answer.Tasks.Task {
			if listed.FlowRun == nil || listed.FlowRun.ID == "" {
				continue
			}
			task := listed.FlowRun.task()
			t.sawScheduleOf(task)
			if !yield(task, nil) {
				return
			}
		}
	}
}

// TakesFlows reports whether a flow task was seen on this schedule of Server: it
// is there, then, and of the right type.
func (t FlowTasks) TakesFlows(scheduleID string) bool {
	_, seen := t.client.flowSchedules.Load(scheduleID)
	return seen
}

func (t FlowTasks) sawScheduleOf(task FlowTask) {
	if task.Schedule != nil && task.Schedule.IsOfServer() {
		t.client.flowSchedules.Store(task.Schedule.ID, nil)
	}
}

// Await reads a flow task until it is there and as wanted, for the service's
// index follows a write with some delay. When it does not get there in time,
// it gives the latest read, or the not-found error of it.
func (t FlowTasks) Await(ctx context.Context, id string, wanted func(FlowTask) bool) (FlowTask, error) {
	return await(ctx, t.client, func(ctx context.Context) (FlowTask, error) { return t.Get(ctx, id) }, wanted)
}
