package flowtask

import (
	"cmp"
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// show takes over what the service shows of a task. What it does not show
// stays as the model has it, and so does what it may mean in another way:
// a difference would replace the task, so only a certain one is taken over.
//
// tellsValues says that this service is known to show the task's own values
// where it shows a value for each parameter of the flow; seen is whether it
// turned out to do so. The reference leaves open whether they are the flow's.
func (m *model) show(ctx context.Context, client *tableau.Client, task tableau.FlowTask, tellsValues bool) (seen bool, err error) {
	imported := m.isNew()
	m.ID = types.StringValue(task.ID)
	if task.FlowID != "" {
		m.FlowID = types.StringValue(task.FlowID)
	}
	if m.OnDestroy.IsNull() {
		m.OnDestroy = types.StringValue(onDestroyDelete)
	}
	m.FromAPI(ctx, task.Schedule)
	if proof, err := disproof(ctx, client, m.Timing, task.Schedule); err != nil {
		return false, err
	} else if proof != "" {
		m.Frequency = types.ObjectNull(m.Frequency.AttributeTypes(ctx))
	}
	flow := func() (tableau.Flow, error) {
		flow, err := client.Flows().Known(ctx, task.FlowID)
		if tableau.IsNotFound(err) {
			return tableau.Flow{}, nil
		}
		return flow, err
	}
	if err := m.showOutputSteps(task, flow); err != nil {
		return false, err
	}
	if len(task.Overrides) > 0 {
		return false, m.showOverrides(task.Overrides, flow)
	}
	return m.showValues(task.Values, imported, tellsValues, flow)
}

// showOverrides takes over what the task gives to its flow, which is all that
// is shown. A default that is given without being configured is no difference.
func (m *model) showOverrides(shown []tableau.FlowTaskParameter, flow func() (tableau.Flow, error)) error {
	values := m.values()
	if len(shown) == len(values) && allWritten(values, shown) {
		return nil
	}
	whole, err := flow()
	if err != nil {
		return err
	}
	told := map[string]bool{}
	for _, p := range shown {
		known := parameterOf(whole, p.ID)
		p.Name = cmp.Or(p.Name, known.Name, p.ID)
		key, given := keyOf(values, p.ID, p.Name)
		if given || known.Required || known.ID == "" || !sameValue(known, p.Value, known.Value) {
			told[key] = true
			if !given || !sameValue(known, values[key], p.Value) {
				values[key] = p.Value
			}
		}
	}
	maps.DeleteFunc(values, func(key, _ string) bool { return !told[key] })
	m.Parameters = mapOf(values)
	return nil
}

// showValues takes over the values with which the flow is run, one for each of
// its parameters.
func (m *model) showValues(shown []tableau.FlowTaskParameter, imported, tellsValues bool, flow func() (tableau.Flow, error)) (seen bool, err error) {
	values := m.values()
	if allWritten(values, shown) {
		return false, nil
	}
	whole, err := flow()
	if err != nil {
		return false, err
	}
	for _, p := range shown {
		known := parameterOf(whole, p.ID)
		if known.ID == "" {
			continue // Without its default nothing can be told.
		}
		p.Name = known.Name
		key, given := keyOf(values, p.ID, p.Name)
		isDefault := sameValue(known, p.Value, known.Value)
		seen = seen || !isDefault
		switch {
		case given && sameValue(known, values[key], p.Value):
		case !isDefault:
			values[key] = p.Value
		case given && tellsValues && !known.Required:
			delete(values, key)
		case given && tellsValues, !given && imported && known.Required:
			values[key] = p.Value
		}
	}
	m.Parameters = mapOf(values)
	return seen, nil
}

// allWritten reports whether the values have all that is shown, to the letter.
func allWritten(values map[string]string, shown []tableau.FlowTaskParameter) bool {
	for _, p := range shown {
		key, given := keyOf(values, p.ID, p.Name)
		if !given || values[key] != p.Value {
			return false
		}
	}
	return true
}

func parameterOf(flow tableau.Flow, id string) tableau.FlowParameter {
	for _, p := range flow.Parameters {
		if p.ID == id {
			return p
		}
	}
	return tableau.FlowParameter{}
}

// mapOf is null for no values, as the configuration has it.
func mapOf(values map[string]string) types.Map {
	if len(values) == 0 {
		return types.MapNull(types.StringType)
	}
	elements := map[string]attr.Value{}
	for key, value := range values {
		elements[key] = types.StringValue(value)
	}
	return types.MapValueMust(types.StringType, elements)
}

func setOf(names []string) types.Set {
	if len(names) == 0 {
		return types.SetNull(types.StringType)
	}
	elements := make([]attr.Value, len(names))
	for i, name := range names {
		elements[i] = types.StringValue(name)
	}
	return types.SetValueMust(types.StringType, elements)
}
