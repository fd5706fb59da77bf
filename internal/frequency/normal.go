package frequency

import (
	"context"
	"reflect"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Normal is f in the shortest form that a person would write: days in order and
// without repetition, all seven of them left out of an hourly or daily
// frequency, 60 minutes as one hour, and a daily frequency that runs once as
// its start alone. It is the same for both products, since every pair that one
// of them normalises means the same to the other.
func (f Frequency) Normal() Frequency {
	switch {
	case f.Hourly != nil:
		h := *f.Hourly
		if h.EveryMinutes%60 == 0 && h.EveryMinutes > 0 {
			h.EveryHours, h.EveryMinutes = h.EveryMinutes/60, 0
		}
		h.WeekDays = selected(h.WeekDays)
		return Frequency{Hourly: &h}
	case f.Daily != nil:
		d := *f.Daily
		if d.oncePerDay() {
			d.EveryHours, d.End = 0, nil
		}
		d.WeekDays = selected(d.WeekDays)
		return Frequency{Daily: &d}
	case f.Weekly != nil:
		w := *f.Weekly
		w.WeekDays = sorted(w.WeekDays)
		return Frequency{Weekly: &w}
	case f.Monthly != nil:
		m := *f.Monthly
		m.MonthDays = slices.Clone(m.MonthDays)
		slices.SortFunc(m.MonthDays, compareMonthDays)
		m.MonthDays = nilIfEmpty(slices.Compact(m.MonthDays))
		if m.Occurrence == "" {
			m.WeekDay = time.Sunday
		}
		return Frequency{Monthly: &m}
	default:
		return Frequency{}
	}
}

// sorted is days from Sunday on, each once.
func sorted(days []time.Weekday) []time.Weekday {
	days = slices.Clone(days)
	slices.Sort(days)
	return nilIfEmpty(slices.Compact(days))
}

// selected is sorted, but nothing when all seven days are named.
func selected(days []time.Weekday) []time.Weekday {
	if days = sorted(days); len(days) < len(allWeekDays) {
		return days
	}
	return nil
}

func nilIfEmpty[T any](all []T) []T {
	if len(all) == 0 {
		return nil
	}
	return all
}

// Equal reports whether a and b mean the same to the service, however said.
func Equal(a, b Frequency) bool {
	return reflect.DeepEqual(a.Normal(), b.Normal())
}

// Reconcile is what to hold after a read: prior where the service says the same
// thing in its own words, else the normal form of what was read.
//
// An hourly frequency, or a daily one with a repetition, that is read without
// any week days leaves those of prior standing: servers before 2023.3.5 never
// tell them. The other way round, days read that prior does not have, is a
// difference. So is a daily frequency of which only the start is read: servers
// that drop the repetition are documented to drop the days with it.
func Reconcile(prior, read Frequency) Frequency {
	if prior.Hourly != nil && read.Hourly != nil && len(read.Hourly.WeekDays) == 0 {
		h := *read.Hourly
		h.WeekDays = prior.Hourly.WeekDays
		read = Frequency{Hourly: &h}
	}
	if prior.Daily != nil && read.Daily != nil && read.Daily.EveryHours != 0 && len(read.Daily.WeekDays) == 0 {
		d := *read.Daily
		d.WeekDays = prior.Daily.WeekDays
		read = Frequency{Daily: &d}
	}
	if Equal(prior, read) {
		return prior
	}
	return read.Normal()
}

// ReconcileObject is Reconcile for the value of a frequency attribute, and
// keeps each part of prior that does not differ to the letter, the spelling of
// its times included. A prior that is null, unknown or unreadable gives way to a read that
// says something.
func ReconcileObject(ctx context.Context, prior types.Object, read Frequency) types.Object {
	if read.IsZero() {
		return prior
	}
	before, diags := FromObject(ctx, prior, path.Empty())
	if diags.HasError() {
		return read.Normal().Object()
	}
	after := Reconcile(before, read)
	if Equal(before, after) {
		return prior
	}
	return after.objectLike(ctx, prior)
}

// objectLike is the value of f with each part as it is written in prior where
// that means the same, so that only what differs is shown as drift.
func (f Frequency) objectLike(ctx context.Context, prior types.Object) types.Object {
	object := f.Object()
	for _, m := range members {
		written, _ := prior.Attributes()[m.name].(types.Object)
		if read := object.Attributes()[m.name]; written.IsNull() || read.IsNull() {
			continue
		}
		for _, part := range [][]string{{startName}, {endName}, {everyMinutesName, everyHoursName}, {weekDaysName}} {
			tried := withPart(object, m.name, part, written)
			if same, diags := FromObject(ctx, tried, path.Empty()); !diags.HasError() && Equal(same, f) {
				object = tried
			}
		}
	}
	return object
}

// withPart is object with a part of this member as it is written. An end that
// object leaves out stays so: it would mean nothing, and mislead beside another start.
func withPart(object types.Object, name string, part []string, written types.Object) types.Object {
	all := object.Attributes()
	read, _ := all[name].(types.Object)
	values := read.Attributes()
	for _, leaf := range part {
		if v, ok := written.Attributes()[leaf]; ok && (leaf != endName || !values[leaf].IsNull()) {
			values[leaf] = v
		}
	}
	all[name] = types.ObjectValueMust(memberTypes[name].AttrTypes, values)
	return types.ObjectValueMust(attrTypes, all)
}
