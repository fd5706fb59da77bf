package mockserver

import (
	"encoding/xml"
	"maps"
	"slices"
)

const runFlowTask = "RunFlowTask"

// flowTaskRequest makes a flow task. On Cloud the schedule stands beside the task.
type flowTaskRequest struct {
	Task *struct {
		FlowRun *flowRunIn `xml:"flowRun"`
	} `xml:"task"`
	Schedule *cloudScheduleIn `xml:"schedule"`
}

type flowRunIn struct {
	Flow *idElement     `xml:"flow"`
	Spec *flowRunSpecIn `xml:"flowRunSpec"`
}

// flowRunTaskElement is a flow task with everything that some message shows of it.
type flowRunTaskElement struct {
	XMLName             xml.Name               `xml:"flowRun"`
	ID                  string                 `xml:"id,attr"`
	Priority            int                    `xml:"priority,attr"`
	ConsecutiveFailures int                    `xml:"consecutiveFailedCount,attr"`
	Type                string                 `xml:"type,attr"`
	Schedule            *scheduleOfTask        `xml:"schedule"`
	Flow                flowOfTask             `xml:"flow"`
	Parameters          *flowParametersElement `xml:"parameters"`
	Runs                *flowParameterRuns     `xml:"flowParametersRuns"`
	Spec                *flowRunSpecElement    `xml:"flowRunSpec"`
	NoSpecs             *struct{}              `xml:"flowParameterSpecs"`
}

type flowOfTask struct {
	ID         string                 `xml:"id,attr"`
	Name       string                 `xml:"name,attr,omitempty"`
	Parameters *flowParametersElement `xml:"parameters"`
}

type flowParameterRuns struct {
	Runs []flowParameterRun `xml:"parameterRuns"`
}

type flowParameterRun struct {
	ParameterID   string `xml:"parameterId,attr"`
	Name          string `xml:"name,attr"`
	Description   string `xml:"description,attr"`
	OverrideValue string `xml:"overrideValue,attr"`
}

type flowRunSpecElement struct {
	FlowID string `xml:"flowId,attr"`
	Steps  struct {
		Steps []namedElement `xml:"flowOutputStep"`
	} `xml:"flowOutputSteps"`
	Parameters struct {
		Specs []flowParameterSpecIn `xml:"flowParameterSpec"`
	} `xml:"flowParameterSpecs"`
}

// flowTaskElement is a task as list and get answer it: each parameter has the value that the task runs with, but for
// Behaviour.FlowTasksShowDefaults, and of a flow without parameters an empty flowParameterSpecs tells so. REST API reference: Get Flow Run Tasks.
func (s *Server) flowTaskElement(t FlowTask) *flowRunTaskElement {
	element := s.flowTaskWithoutParameters(t)
	flow, found := s.flows.get(t.Flow)
	if !found || len(flow.Parameters) == 0 {
		element.NoSpecs = &struct{}{}
		return element
	}
	element.Parameters = s.elementOfFlow(*flow).Parameters
	if s.behaviour.FlowTasksShowDefaults {
		return element
	}
	for i := range flow.Parameters {
		if value, overridden := t.Parameters[flow.Parameters[i].ID]; overridden && element.Parameters != nil {
			element.Parameters.Parameters[i].Value = value
		}
	}
	return element
}

// addedFlowTask is a task as adding it to a server schedule answers it.
func (s *Server) addedFlowTask(t FlowTask) *flowRunTaskElement {
	element := s.flowTaskWithoutParameters(t)
	flow, found := s.flows.get(t.Flow)
	if !found || len(t.Parameters) == 0 {
		return element
	}
	element.Runs = &flowParameterRuns{}
	for _, parameter := range flow.Parameters {
		if value, overridden := t.Parameters[parameter.ID]; overridden {
			element.Runs.Runs = append(element.Runs.Runs, flowParameterRun{parameter.ID, parameter.Name, parameter.Description, value})
		}
	}
	return element
}

// createdFlowTask is a task as creating it on Cloud answers it.
func (s *Server) createdFlowTask(t FlowTask) *flowRunTaskElement {
	element := s.flowTaskWithoutParameters(t)
	flow, found := s.flows.get(t.Flow)
	if !found {
		return element
	}
	element.Flow.Parameters = s.elementOfFlow(*flow).Parameters
	spec := &flowRunSpecElement{FlowID: t.Flow}
	for _, step := range flow.OutputSteps {
		if len(t.OutputSteps) == 0 || slices.Contains(t.OutputSteps, step.ID) {
			spec.Steps.Steps = append(spec.Steps.Steps, namedElement(step))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(t.Parameters)) {
		spec.Parameters.Specs = append(spec.Parameters.Specs, flowParameterSpecIn{id, t.Parameters[id]})
	}
	element.Spec = spec
	return element
}

func (s *Server) flowTaskWithoutParameters(t FlowTask) *flowRunTaskElement {
	return &flowRunTaskElement{
		ID: t.ID, Priority: t.Priority, ConsecutiveFailures: t.ConsecutiveFailures, Type: runFlowTask,
		Schedule: s.customSchedule(t.Timing, t.ID), Flow: flowOfTask{ID: t.Flow, Name: s.flowNamed(t.Flow).Name},
	}
}

// customSchedule is the schedule of a flow task. Cloud makes one of its own for a task with a frequency, shown without details.
func (s *Server) customSchedule(t Timing, taskID string) *scheduleOfTask {
	if t.Frequency == "" {
		return s.scheduleOf(t)
	}
	return &scheduleOfTask{
		ID: derivedID("schedule", taskID), Name: "SSS_" + derivedID("schedule name", taskID), State: stateActive, Priority: 50,
		CreatedAt: stamp(t.CreatedAt), UpdatedAt: stamp(t.UpdatedAt), Type: scheduleForFlows, Frequency: t.Frequency, NextRunAt: stamp(t.NextRunAt),
	}
}
