package flowtask

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/timing"
)

// scheduleType is the type of the schedules that flow tasks run on.
const scheduleType = "Flow"

// of says to package timing what has the timing.
var of = timing.Of{Noun: "a flow task", ScheduleType: scheduleType}

// model is a flow task in Terraform's terms.
type model struct {
	ID     types.String `tfsdk:"id"`
	FlowID types.String `tfsdk:"flow_id"`
	timing.Timing
	Parameters  types.Map    `tfsdk:"parameters"`
	OutputSteps types.Set    `tfsdk:"output_steps"`
	OnDestroy   types.String `tfsdk:"on_destroy"`
}

// identity is what tells a flow task from all others.
type identity struct {
	ID types.String `tfsdk:"id"`
}

// newModel is a model of a flow task that nothing is known of yet.
func newModel() model {
	return model{Timing: timing.None(), Parameters: types.MapNull(types.StringType), OutputSteps: types.SetNull(types.StringType)}
}

func (m model) identity() identity { return identity{m.ID} }

// isNew reports whether nothing was read of the task yet, as after an import.
func (m model) isNew() bool { return m.FlowID.IsNull() }

// values are the parameters' values by the keys as written, those left out
// that are not known yet.
func (m model) values() map[string]string {
	values := map[string]string{}
	for key, value := range m.Parameters.Elements() {
		if text, ok := value.(types.String); ok && !text.IsUnknown() && !text.IsNull() {
			values[key] = text.ValueString()
		}
	}
	return values
}

// steps are the names of the output steps that are known, in order.
func (m model) steps() []string {
	var names []string
	for _, element := range m.OutputSteps.Elements() {
		if name, ok := element.(types.String); ok && !name.IsUnknown() {
			names = append(names, name.ValueString())
		}
	}
	slices.Sort(names)
	return names
}

// refuseUnknown reports what must be known when the task is made.
func (m model) refuseUnknown(ctx context.Context) diag.Diagnostics {
	var diags diag.Diagnostics
	for name, known := range map[string]bool{
		"flow_id": framework.FullyKnown(ctx, m.FlowID), "schedule_id": framework.FullyKnown(ctx, m.ScheduleID),
		"frequency": framework.FullyKnown(ctx, m.Frequency), "parameters": framework.FullyKnown(ctx, m.Parameters),
		"output_steps": framework.FullyKnown(ctx, m.OutputSteps),
	} {
		if !known {
			diags.AddAttributeError(path.Root(name), "Unknown value", "This is a bug in Terraform or the provider: "+name+" is not known although the "+
				"task is to be made.")
		}
	}
	return diags
}

// settings converts a plan that was checked against its flow.
func (m model) settings(ctx context.Context, flow tableau.Flow) tableau.FlowTaskSettings {
	s := tableau.FlowTaskSettings{FlowID: m.FlowID.ValueString(), ScheduleID: m.ScheduleID.ValueString()}
	if !m.OnSchedule() {
		s.Frequency, s.FrequencyDetails = m.ToWire(ctx)
	}
	values := m.values()
	for _, p := range flow.Parameters {
		if key, given := keyOf(values, p.ID, p.Name); given {
			s.Parameters = append(s.Parameters, tableau.FlowTaskParameter{ID: p.ID, Value: values[key]})
		}
	}
	names := m.steps()
	for _, step := range flow.OutputSteps {
		if slices.Contains(names, step.Name) {
			s.OutputSteps = append(s.OutputSteps, step.ID)
		}
	}
	return s
}
