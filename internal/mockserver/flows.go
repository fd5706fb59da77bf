package mockserver

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

func flowKind(s *Server) kind[Flow] {
	return kind[Flow]{
		noun: "flow", objects: &s.flows,
		id: func(f *Flow) *string { return &f.ID }, name: func(f *Flow) string { return f.Name },
		clone: Flow.clone, complete: s.completeFlow, settled: func(f Flow) { s.settleItem(itemOfFlow(f)) },
		removed: func(f Flow) {
			s.dropTasksOf(f.ID)
			s.dropRulesOf(f.ID)
		},
	}
}

func (f Flow) clone() Flow {
	f.Tags, f.Parameters, f.OutputSteps = slices.Clone(f.Tags), slices.Clone(f.Parameters), slices.Clone(f.OutputSteps)
	for i := range f.Parameters {
		f.Parameters[i].Values = slices.Clone(f.Parameters[i].Values)
	}
	return f
}

func (s *Server) completeFlow(f *Flow) error {
	if f.Name == "" {
		return errNoName
	}
	if err := s.place(&f.Site, &f.Project, &f.Owner); err != nil {
		return err
	}
	for range s.flows.all(func(other *Flow) bool {
		return other.ID != f.ID && other.Project == f.Project && strings.EqualFold(other.Name, f.Name)
	}) {
		return errNameTaken
	}
	f.FileType = cmp.Or(f.FileType, "tflx")
	s.stampIn(&f.CreatedAt, &f.UpdatedAt)
	if len(f.OutputSteps) == 0 {
		f.OutputSteps = []FlowOutputStep{{Name: "Output"}}
	}
	for i := range f.OutputSteps {
		f.OutputSteps[i].ID = cmp.Or(f.OutputSteps[i].ID, s.ids.next("output step"))
	}
	for i := range f.Parameters {
		parameter := &f.Parameters[i]
		parameter.ID = cmp.Or(parameter.ID, s.ids.next("flow parameter"))
		parameter.Type = cmp.Or(parameter.Type, "string")
		if err := parameter.takes(parameter.Value); err != nil && parameter.Value != "" {
			return err
		}
	}
	return nil
}

// takes reports a value that the parameter does not allow. Bounds of a range are compared as numbers where they are some.
func (p FlowParameter) takes(value string) error {
	if len(p.Values) > 0 && !slices.Contains(p.Values, value) {
		return fmt.Errorf("parameter %q does not allow the value %q: it is not one of %s", p.Name, value, strings.Join(p.Values, ", "))
	}
	if p.Min != "" && compareValues(value, p.Min) < 0 || p.Max != "" && compareValues(value, p.Max) > 0 {
		return fmt.Errorf("parameter %q does not allow the value %q: it is not within %s to %s", p.Name, value, p.Min, p.Max)
	}
	return nil
}

// AddFlow puts a flow on a site behind its clients' backs and returns its id. It panics when the flow cannot be.
func (s *Server) AddFlow(f Flow) (id string) { return addContent(s, flowKind, f) }

// UpdateFlow lets change edit a flow behind its clients' backs and reports whether there is such a flow.
func (s *Server) UpdateFlow(id string, change func(*Flow)) bool {
	return updateContent(s, flowKind, id, func(f *Flow) {
		f.UpdatedAt = s.now
		change(f)
	})
}

// DeleteFlow removes a flow with its tasks behind its clients' backs and reports whether it was there.
func (s *Server) DeleteFlow(id string) bool { return deleteContent(s, flowKind, id) }

// FlowByName returns the oldest flow of exactly this name.
func (s *Server) FlowByName(name string) (Flow, bool) { return contentByName(s, flowKind, name) }
