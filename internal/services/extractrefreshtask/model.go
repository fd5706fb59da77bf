package extractrefreshtask

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/timing"
)

const (
	workbookIDName   = "workbook_id"
	datasourceIDName = "datasource_id"
	typeName         = "type"
	scheduleIDName   = "schedule_id"
	frequencyName    = "frequency"
)

// of is what the timing of a task needs to say of it.
var of = timing.Of{Noun: "an extract refresh task", ScheduleType: "Extract"}

// model is a task in Terraform's terms.
type model struct {
	ID           types.String `tfsdk:"id"`
	WorkbookID   types.String `tfsdk:"workbook_id"`
	DatasourceID types.String `tfsdk:"datasource_id"`
	Type         types.String `tfsdk:"type"`
	timing.Timing
}

// identity is what tells a task from all others.
type identity struct {
	ID types.String `tfsdk:"id"`
}

// newModel is a model of a task that nothing is known of yet.
func newModel() model { return model{Timing: timing.None()} }

func (m model) identity() identity { return identity{m.ID} }

// target is what the task refreshes; zero where it is not known.
func (m model) target() tableau.RefreshTarget {
	return tableau.RefreshTarget{WorkbookID: m.WorkbookID.ValueString(), DatasourceID: m.DatasourceID.ValueString()}
}

// settings converts a plan that is fully known, for Cloud. A frequency that Cloud
// shows and does not take is left out: it stays as it is.
func (m model) settings(ctx context.Context) tableau.ExtractRefreshSettings {
	s := tableau.ExtractRefreshSettings{Target: m.target(), Type: m.Type.ValueString()}
	wanted, diags := frequency.FromObject(ctx, m.Frequency, path.Root(frequencyName))
	if !diags.HasError() && frequency.Writable(wanted, tableau.Cloud) {
		s.Frequency, s.FrequencyDetails = m.ToWire(ctx)
	}
	return s
}

// fromAPI takes over what the service shows. What it does not show, as Cloud
// does with the type, stays as the model has it.
func (m *model) fromAPI(ctx context.Context, task tableau.ExtractRefreshTask) {
	m.ID = types.StringValue(task.ID)
	if target := task.Target(); target != (tableau.RefreshTarget{}) {
		m.WorkbookID, m.DatasourceID = framework.TextOrNull(target.WorkbookID), framework.TextOrNull(target.DatasourceID)
	}
	if shown := task.RefreshType(); shown != "" {
		m.Type = types.StringValue(shown)
	}
	m.FromAPI(ctx, task.Schedule)
}

// readType asks Server for the type, which it shows in one place alone. Where
// it does not tell, the type stays as the model has it. ok is false after an
// error, which is then reported.
func (m *model) readType(ctx context.Context, client *tableau.Client, diags *diag.Diagnostics) (ok bool) {
	if !m.OnSchedule() {
		return true
	}
	shown, err := client.ExtractRefreshTasks().RefreshTypeOnSchedule(ctx, m.ScheduleID.ValueString(), m.ID.ValueString())
	if err != nil {
		framework.AddError(diags, "read the type of extract refresh task", err)
		return false
	}
	if shown != "" {
		m.Type = types.StringValue(shown)
	}
	return true
}

// Why Terraform cannot manage a task.
const (
	ofVirtualConnection = "Tableau shows neither a workbook nor a data source for it, as it is with the tasks of virtual connections"
	withoutTiming       = "Tableau shows no schedule for it, and no frequency that Terraform understands"
)

// unmanageable is why Terraform cannot manage the task that the model was read
// from; empty when it can.
func (m model) unmanageable() string {
	switch {
	case m.target() == tableau.RefreshTarget{}:
		return ofVirtualConnection
	case m.Equal(timing.None()):
		return withoutTiming
	}
	return ""
}

// difference is something that the service shows otherwise than planned.
type difference struct{ attribute, wanted, shown string }

// differences compares what was planned with what the service shows.
func (m model) differences(ctx context.Context, task tableau.ExtractRefreshTask) []difference {
	shown := m
	shown.fromAPI(ctx, task)
	var found []difference
	for _, text := range []struct {
		attribute     string
		wanted, shown types.String
	}{
		{workbookIDName, m.WorkbookID, shown.WorkbookID},
		{datasourceIDName, m.DatasourceID, shown.DatasourceID},
		{scheduleIDName, m.ScheduleID, shown.ScheduleID},
	} {
		if !text.wanted.Equal(text.shown) {
			found = append(found, difference{text.attribute, text.wanted.ValueString(), text.shown.ValueString()})
		}
	}
	if !m.Frequency.Equal(shown.Frequency) {
		found = append(found, difference{frequencyName, inWords(ctx, m.Frequency), inWords(ctx, shown.Frequency)})
	}
	return found
}

func inWords(ctx context.Context, object types.Object) string {
	known, diags := frequency.FromObject(ctx, object, path.Root(frequencyName))
	if diags.HasError() {
		return "none"
	}
	return fmt.Sprintf("%q", frequency.Describe(known))
}
