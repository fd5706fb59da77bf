package schedule

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// scheduleTypes are the types that Terraform manages. Lists show others, such as
// System, which are Tableau's own.
var scheduleTypes = []string{"Extract", "Flow", typeSubscription}

const typeSubscription = "Subscription"

const (
	typesInWords   = "Extract, Flow and Subscription"
	stateActive    = "Active"
	stateSuspended = "Suspended"
)

// model is a schedule in Terraform's terms.
type model struct {
	ID             types.String `tfsdk:"id"`
	Name           types.String `tfsdk:"name"`
	Type           types.String `tfsdk:"type"`
	Priority       types.Int64  `tfsdk:"priority"`
	ExecutionOrder types.String `tfsdk:"execution_order"`
	State          types.String `tfsdk:"state"`
	Frequency      types.Object `tfsdk:"frequency"`
}

// identity is what tells a schedule from all others.
type identity struct {
	ID types.String `tfsdk:"id"`
}

// newModel is a model of a schedule that nothing is known of yet.
func newModel() model { return model{Frequency: frequency.Frequency{}.Object()} }

func (m model) identity() identity { return identity{m.ID} }

func (m model) suspended() bool { return m.State.ValueString() == stateSuspended }

func manageable(s tableau.Schedule) bool { return slices.Contains(scheduleTypes, s.Type) }

// settings is everything that a plan says of a schedule.
type settings tableau.ScheduleSettings

// settings converts a plan that is fully known. A frequency that the service
// can show but not write is left out: it stays as it is. Not so a weekly one,
// for an update without its days would set all seven.
func (m model) settings(ctx context.Context) settings {
	s := settings{
		Name:           m.Name.ValueString(),
		Type:           m.Type.ValueString(),
		Priority:       m.Priority.ValueInt64(),
		ExecutionOrder: m.ExecutionOrder.ValueString(),
		State:          m.State.ValueString(),
	}
	wanted, diags := frequency.FromObject(ctx, m.Frequency, path.Root("frequency"))
	if !diags.HasError() && (wanted.Weekly != nil || frequency.Writable(wanted, tableau.Server)) {
		kind, details := frequency.ToWire(wanted, tableau.Server)
		s.Frequency, s.FrequencyDetails = kind, &details
	}
	return s
}

// forCreate leaves out the state, which a new schedule does not take.
func (s settings) forCreate() tableau.ScheduleSettings {
	s.State = ""
	return tableau.ScheduleSettings(s)
}

// forUpdate leaves out the type, which no schedule changes, and a frequency that
// stays: Tableau shows more of a daily one than it takes (REST API reference: Update
// Server Schedule). A weekly one is sent each time, for it loses its days otherwise.
func (s settings) forUpdate(frequencyStays bool) tableau.ScheduleSettings {
	s.Type = ""
	if frequencyStays && s.Frequency != "Weekly" {
		s.Frequency, s.FrequencyDetails = "", nil
	}
	return tableau.ScheduleSettings(s)
}

// fromAPI takes over what the service shows. What it does not show, as older
// servers do with execution order and frequency, stays as the model has it.
func (m *model) fromAPI(ctx context.Context, s tableau.Schedule) {
	m.ID = types.StringValue(s.ID)
	m.Name = types.StringValue(s.Name)
	m.Type = types.StringValue(s.Type)
	m.Priority = types.Int64Value(s.Priority)
	m.State = types.StringValue(s.State)
	if s.ExecutionOrder != "" {
		m.ExecutionOrder = types.StringValue(s.ExecutionOrder)
	}
	read, said := frequency.FromWire(s.Frequency, s.FrequencyDetails)
	switch {
	case said:
		m.Frequency = frequency.ReconcileObject(ctx, m.Frequency, read)
	case !frequency.IsOfKind(ctx, m.Frequency, s.Frequency):
		m.Frequency = frequency.Frequency{}.Object()
	}
}

const planAgain = "Plan again: somebody may have changed the schedule at the same time."

// difference is something that the service shows otherwise than planned.
type difference struct{ attribute, wanted, shown, advice string }

// differences compares what was planned with what the service shows of a schedule, which may be a new one.
func (m model) differences(ctx context.Context, s tableau.Schedule, isNew bool) []difference {
	shown := m
	shown.fromAPI(ctx, s)
	var found []difference
	for _, text := range []struct {
		attribute     string
		wanted, shown types.String
	}{
		{"name", m.Name, shown.Name},
		{"execution_order", m.ExecutionOrder, shown.ExecutionOrder},
		{"state", m.State, shown.State},
	} {
		if !text.wanted.Equal(text.shown) {
			found = append(found, difference{text.attribute, text.wanted.ValueString(), text.shown.ValueString(), planAgain})
		}
	}
	if !m.Priority.Equal(shown.Priority) {
		found = append(found, difference{"priority", m.Priority.String(), shown.Priority.String(), planAgain})
	}
	if !m.Frequency.Equal(shown.Frequency) {
		found = append(found, difference{"frequency", inWords(ctx, m.Frequency), readInWords(s), m.frequencyAdvice(ctx, isNew)})
	}
	return found
}

// frequencyAdvice says what to do where the service keeps another frequency.
func (m model) frequencyAdvice(ctx context.Context, isNew bool) string {
	wanted, _ := frequency.FromObject(ctx, m.Frequency, path.Root("frequency"))
	switch {
	case wanted.Monthly != nil && !isNew:
		return "Some servers ignore a change to a monthly frequency: " + m.replaceAdvice() + "."
	case wanted.Daily != nil:
		return "Older servers keep only the time of a daily frequency: write the frequency that the server keeps."
	}
	return planAgain
}

// replaceAdvice says how to replace a schedule that does not take a change.
// Subscriptions are moved after a schedule is deleted, and are in the way of that.
func (m model) replaceAdvice() string {
	if m.Type.ValueString() == typeSubscription {
		return "then make another schedule, apply with its subscriptions moved there, and remove this one after that"
	}
	return "then replace the schedule with `terraform apply -replace=ADDRESS`"
}

func inWords(ctx context.Context, object types.Object) string {
	known, _ := frequency.FromObject(ctx, object, path.Root("frequency"))
	return fmt.Sprintf("%q", frequency.Describe(known))
}

// readInWords is what the service itself says of the frequency.
func readInWords(s tableau.Schedule) string {
	if read, said := frequency.FromWire(s.Frequency, s.FrequencyDetails); said {
		return fmt.Sprintf("%q", frequency.Describe(read))
	}
	return "a frequency of kind " + s.Frequency
}

// weekDaysHidden reports whether week days were planned that the service does
// not speak of, as builds before 2023.3.5 do, which may have dropped them.
func (m model) weekDaysHidden(ctx context.Context, s tableau.Schedule) bool {
	wanted, _ := frequency.FromObject(ctx, m.Frequency, path.Root("frequency"))
	wanted = wanted.Normal() // All seven days are none that are sent.
	read, said := frequency.FromWire(s.Frequency, s.FrequencyDetails)
	switch {
	case said && wanted.Hourly != nil && read.Hourly != nil:
		return len(wanted.Hourly.WeekDays) > 0 && len(read.Hourly.WeekDays) == 0
	case said && wanted.Daily != nil && read.Daily != nil && read.Daily.EveryHours != 0:
		return len(wanted.Daily.WeekDays) > 0 && len(read.Daily.WeekDays) == 0
	}
	return false
}
