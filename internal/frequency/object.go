package frequency

import (
	"context"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// FromObject reads a frequency from a plan, a state or a configuration whose
// values are all known. A null object, an unknown value anywhere, a time or a
// name that cannot be read, and a shape that is no frequency are errors with
// their path; at is the path of o itself. Values that are readable but that the
// product may not accept are the business of Check.
func FromObject(ctx context.Context, o types.Object, at path.Path) (Frequency, diag.Diagnostics) {
	r := reader{}
	if o.IsNull() {
		r.refuse(at, "Set exactly one of hourly, daily, weekly and monthly.")
		return Frequency{}, r.diags
	}
	f := r.frequency(ctx, o, at)
	if r.diags.HasError() {
		return Frequency{}, r.diags
	}
	return f, nil
}

// Object is f as the value of a frequency attribute, with null for everything
// that f does not say. The zero Frequency is a null object.
func (f Frequency) Object() types.Object {
	if f.IsZero() {
		return types.ObjectNull(attrTypes)
	}
	values := map[string]attr.Value{
		hourlyName: nullMember(hourlyName), dailyName: nullMember(dailyName),
		weeklyName: nullMember(weeklyName), monthlyName: nullMember(monthlyName),
	}
	if h := f.Hourly; h != nil {
		values[hourlyName] = types.ObjectValueMust(memberTypes[hourlyName].AttrTypes, map[string]attr.Value{
			startName:        timeValue(&h.Start),
			endName:          timeValue(&h.End),
			everyMinutesName: numberValue(h.EveryMinutes),
			everyHoursName:   numberValue(h.EveryHours),
			weekDaysName:     weekDaysValue(h.WeekDays),
		})
	}
	if d := f.Daily; d != nil {
		values[dailyName] = types.ObjectValueMust(memberTypes[dailyName].AttrTypes, map[string]attr.Value{
			startName:      timeValue(&d.Start),
			endName:        timeValue(d.End),
			everyHoursName: numberValue(d.EveryHours),
			weekDaysName:   weekDaysValue(d.WeekDays),
		})
	}
	if w := f.Weekly; w != nil {
		values[weeklyName] = types.ObjectValueMust(memberTypes[weeklyName].AttrTypes, map[string]attr.Value{
			startName:    timeValue(&w.Start),
			weekDaysName: weekDaysValue(w.WeekDays),
		})
	}
	if m := f.Monthly; m != nil {
		values[monthlyName] = m.object()
	}
	return types.ObjectValueMust(attrTypes, values)
}

func (m *Monthly) object() types.Object {
	occurrence, weekDay := types.StringNull(), types.StringNull()
	if m.Occurrence != "" {
		occurrence, weekDay = types.StringValue(m.Occurrence), types.StringValue(m.WeekDay.String())
	}
	return types.ObjectValueMust(memberTypes[monthlyName].AttrTypes, map[string]attr.Value{
		startName:      timeValue(&m.Start),
		monthDaysName:  namesValue(m.MonthDays),
		occurrenceName: occurrence,
		weekDayName:    weekDay,
	})
}

func nullMember(name string) types.Object {
	return types.ObjectNull(memberTypes[name].AttrTypes)
}

func timeValue(t *TimeOfDay) types.String {
	if t == nil {
		return types.StringNull()
	}
	return types.StringValue(t.String())
}

func numberValue(n int64) types.Int64 {
	if n == 0 {
		return types.Int64Null()
	}
	return types.Int64Value(n)
}

func weekDaysValue(days []time.Weekday) types.Set {
	all := make([]string, len(days))
	for i, d := range days {
		all[i] = d.String()
	}
	return namesValue(all)
}

func namesValue(all []string) types.Set {
	if len(all) == 0 {
		return types.SetNull(types.StringType)
	}
	values := make([]attr.Value, len(all))
	for i, name := range all {
		values[i] = types.StringValue(name)
	}
	return types.SetValueMust(types.StringType, values)
}

// IsOfKind reports whether the value of a frequency attribute is of a kind, like "Daily":
// all that the service tells where it leaves the details out.
func IsOfKind(ctx context.Context, value types.Object, kind string) bool {
	f, diags := FromObject(ctx, value, path.Empty())
	own, _ := ToWire(f, "")
	return !diags.HasError() && strings.EqualFold(own, kind)
}
