package mockserver

import "encoding/xml"

// The elements of linked tasks and of their steps have the same name as the lists around them.

type linkedTaskListElement struct {
	XMLName xml.Name            `xml:"linkedTasks"`
	Tasks   []linkedTaskElement `xml:"linkedTasks"`
}

type linkedTaskElement struct {
	XMLName  xml.Name                  `xml:"linkedTasks"`
	ID       string                    `xml:"id,attr"`
	NumSteps int                       `xml:"numSteps,attr"`
	Schedule *scheduleOfTask           `xml:"schedule"`
	Steps    linkedTaskStepListElement `xml:"linkedTaskSteps"`
}

type linkedTaskStepListElement struct {
	Steps []linkedTaskStepElement `xml:"linkedTaskSteps"`
}

type linkedTaskStepElement struct {
	ID            string       `xml:"id,attr"`
	Number        int          `xml:"stepNumber,attr"`
	StopOnFailure bool         `xml:"stopDownstreamTasksOnFailure,attr"`
	Task          *taskElement `xml:"task"`
}

func (s *Server) linkedTaskElement(t LinkedTask) linkedTaskElement {
	element := linkedTaskElement{ID: t.ID, NumSteps: len(t.Steps), Schedule: s.customSchedule(t.Timing, t.ID)}
	for i, step := range t.Steps {
		out := linkedTaskStepElement{ID: step.ID, Number: i + 1, StopOnFailure: !step.ContinueOnFailure}
		if task, found := s.flowTasks.get(step.FlowTask); found {
			out.Task = &taskElement{FlowRun: &flowRunTaskElement{
				ID: task.ID, Priority: task.Priority, ConsecutiveFailures: task.ConsecutiveFailures, Type: runFlowTask,
				Flow: flowOfTask{ID: task.Flow, Name: s.flowNamed(task.Flow).Name},
			}}
		}
		element.Steps.Steps = append(element.Steps.Steps, out)
	}
	return element
}

type linkedTaskJobElement struct {
	XMLName   xml.Name `xml:"linkedTaskJob"`
	ID        string   `xml:"id,attr"`
	Task      string   `xml:"linkedTaskId,attr"`
	Status    string   `xml:"status,attr"`
	CreatedAt string   `xml:"createdAt,attr"`
}
