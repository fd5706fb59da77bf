package timing

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

const (
	scheduleIDName = "schedule_id"
	frequencyName  = "frequency"
)

// Timing is the two attributes in a model, in which it is embedded.
type Timing struct {
	ScheduleID types.String `tfsdk:"schedule_id"`
	Frequency  types.Object `tfsdk:"frequency"`
}

// None is the timing of an object that nothing is known of yet.
func None() Timing {
	return Timing{ScheduleID: types.StringNull(), Frequency: types.ObjectNull(frequency.AttrTypes())}
}

// OnSchedule reports whether this is Server's way.
func (t Timing) OnSchedule() bool { return !t.ScheduleID.IsNull() }

// Equal reports whether nothing differs.
func (t Timing) Equal(other Timing) bool {
	return t.ScheduleID.Equal(other.ScheduleID) && t.Frequency.Equal(other.Frequency)
}

// ToWire is a fully known frequency as Cloud takes it.
func (t Timing) ToWire(ctx context.Context) (kind string, details tableau.FrequencyDetails) {
	wanted, _ := frequency.FromObject(ctx, t.Frequency, path.Root(frequencyName))
	return frequency.ToWire(wanted, tableau.Cloud)
}

// FromAPI takes over what the service shows. A frequency of which it shows the
// kind alone stays as it is while the kind is the same. Without a schedule
// there is no timing.
func (t *Timing) FromAPI(ctx context.Context, s *tableau.Schedule) {
	switch {
	case s == nil:
		*t = None()
	case s.IsOfServer() || s.ID != "" && s.ID == t.ScheduleID.ValueString(): // An administrator may name one like the system's.
		*t = Timing{ScheduleID: types.StringValue(s.ID), Frequency: types.ObjectNull(frequency.AttrTypes())}
	default:
		t.ScheduleID = types.StringNull()
		read, said := frequency.FromWire(s.Frequency, s.FrequencyDetails)
		if said {
			t.Frequency = frequency.ReconcileObject(ctx, t.Frequency, read)
		} else if !frequency.IsOfKind(ctx, t.Frequency, s.Frequency) {
			t.Frequency = frequency.Frequency{}.Object()
		}
	}
}
