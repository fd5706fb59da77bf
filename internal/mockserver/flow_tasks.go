package mockserver

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// FlowTask runs a flow.
type FlowTask struct {
	ID                  string            `json:"id,omitempty"`
	Site                string            `json:"site,omitempty"`
	Owner               string            `json:"owner,omitempty"`
	Flow                string            `json:"flow,omitempty"`         // LUID
	Parameters          map[string]string `json:"parameters,omitempty"`   // overriding values by parameter LUID, or name
	OutputSteps         []string          `json:"output_steps,omitempty"` // LUIDs, or names; empty: all of the flow
	Priority            int               `json:"priority,omitempty"`     // 0: 50
	ConsecutiveFailures int               `json:"consecutive_failures,omitempty"`
	Timing
}

func (t FlowTask) clone() FlowTask {
	t.Parameters, t.OutputSteps, t.Timing = maps.Clone(t.Parameters), slices.Clone(t.OutputSteps), t.Timing.clone()
	return t
}

func flowTaskKind(s *Server) kind[FlowTask] {
	return kind[FlowTask]{
		noun: "flow task", objects: &s.flowTasks,
		id: func(t *FlowTask) *string { return &t.ID }, name: func(t *FlowTask) string { return t.ID },
		clone: FlowTask.clone, complete: s.completeFlowTask, removed: func(FlowTask) {},
	}
}

func (s *Server) completeFlowTask(t *FlowTask) error {
	if err := s.placeOnSite(&t.Site, &t.Owner); err != nil {
		return err
	}
	flow, found := s.flows.get(t.Flow)
	if !found || flow.Site != t.Site {
		return fmt.Errorf("there is no flow %q on its site", t.Flow)
	}
	parameters := map[string]string{}
	for reference, value := range t.Parameters {
		i := slices.IndexFunc(flow.Parameters, func(p FlowParameter) bool { return p.ID == reference || p.Name == reference })
		if i < 0 {
			return fmt.Errorf("its flow has no parameter %q", reference)
		}
		parameters[flow.Parameters[i].ID] = value
	}
	t.Parameters = parameters
	for i, reference := range t.OutputSteps {
		step, found := find(flow.OutputSteps, func(step FlowOutputStep) bool { return step.ID == reference || step.Name == reference })
		if !found {
			return fmt.Errorf("its flow has no output step %q", reference)
		}
		t.OutputSteps[i] = step.ID
	}
	t.Priority = cmp.Or(t.Priority, 50)
	return s.completeTiming(&t.Timing, t.Site, scheduleForFlows)
}

// AddFlowTask puts a task on a site behind its clients' backs, as the web interface or another client would, and returns its id.
// It panics when the task cannot be.
func (s *Server) AddFlowTask(task FlowTask) (id string) { return addContent(s, flowTaskKind, task) }

// UpdateFlowTask lets change edit a task behind its clients' backs and reports whether there is such a task. The next run follows
// the edit, unless the edit sets it. It panics when the task cannot be.
func (s *Server) UpdateFlowTask(id string, change func(*FlowTask)) bool {
	return updateTask(s, flowTaskKind, func(t *FlowTask) *Timing { return &t.Timing }, id, change)
}

// DeleteFlowTask removes a task behind its clients' backs and reports whether it was there.
func (s *Server) DeleteFlowTask(id string) bool { return deleteContent(s, flowTaskKind, id) }

// FlowTasks returns the flow tasks of all sites, oldest first, those the search index still misses among them.
func (s *Server) FlowTasks() []FlowTask { return allOf(s, flowTaskKind) }
