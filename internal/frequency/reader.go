package frequency

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// reader turns a frequency object into a Frequency and collects what is wrong
// with it, one error for each mistake. What could not be read stays zero.
type reader struct {
	source source
	diags  diag.Diagnostics
}

// source is where the object comes from, which decides how strict to be.
type source int

const (
	// evaluated objects come from plan or state: all must be known, and a number
	// that only a future service knows is kept.
	evaluated source = iota
	// argument objects are given to a function by a person or taken from a data
	// source: all must be known, and numbers must make sense.
	argument
	// configured objects may still hold unknown values, which are passed over.
	// Missing required attributes are left to the framework's own check.
	configured
)

func (r *reader) refuse(at path.Path, format string, args ...any) {
	r.diags.AddAttributeError(at, "Invalid frequency", located(at, format, args...))
}

// located puts the path before a message, for Terraform shows no more of it
// than the line where the frequency begins.
func located(at path.Path, format string, args ...any) string {
	return at.String() + ": " + fmt.Sprintf(format, args...)
}

// attributes are the values of one object within the frequency, and its path.
// Their types are those of attrTypes, which is checked before any is read.
type attributes struct {
	values map[string]attr.Value
	at     path.Path
}

func (a attributes) path(name string) path.Path { return a.at.AtName(name) }

// set reports whether the attribute has a known value.
func (a attributes) set(name string) bool {
	v := a.values[name]
	return !v.IsNull() && !v.IsUnknown()
}

func (a attributes) null(names ...string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { return !a.values[name].IsNull() })
}

// known reports whether a value is there to be read, and complains about an
// unknown one unless it may still become known.
func (r *reader) known(v attr.Value, at path.Path) bool {
	if v.IsUnknown() && r.source != configured {
		r.refuse(at, "The value is not known yet. A frequency can be used only when all of it is known.")
	}
	return !v.IsNull() && !v.IsUnknown()
}

func (r *reader) frequency(ctx context.Context, o types.Object, at path.Path) Frequency {
	if !r.known(o, at) {
		return Frequency{}
	}
	if !o.Type(ctx).Equal(types.ObjectType{AttrTypes: attrTypes}) {
		r.refuse(at, "The value is not a frequency object but %s.", o.Type(ctx))
		return Frequency{}
	}
	all := attributes{o.Attributes(), at}
	var given []string
	for _, m := range members {
		if r.known(all.values[m.name], all.path(m.name)) {
			given = append(given, m.name)
		}
	}
	if len(given) > 1 {
		r.refuse(at, "Set exactly one of hourly, daily, weekly and monthly, not %s.", joinAnd(given))
		return Frequency{}
	}
	if len(given) == 0 {
		if all.null(hourlyName, dailyName, weeklyName, monthlyName) {
			r.refuse(at, "Set exactly one of hourly, daily, weekly and monthly.")
		}
		return Frequency{}
	}
	value, _ := all.values[given[0]].(types.Object)
	return r.member(attributes{value.Attributes(), all.path(given[0])}, given[0])
}

func (r *reader) member(a attributes, name string) Frequency {
	start := r.time(a, startName, true)
	switch name {
	case hourlyName:
		return Frequency{Hourly: r.hourly(a, start)}
	case dailyName:
		return Frequency{Daily: r.daily(a, start)}
	case weeklyName:
		return Frequency{Weekly: &Weekly{Start: orMidnight(start), WeekDays: r.weekDays(a, true)}}
	default:
		return Frequency{Monthly: r.monthly(a, start)}
	}
}

func (r *reader) hourly(a attributes, start *TimeOfDay) *Hourly {
	switch {
	case a.set(everyMinutesName) && a.set(everyHoursName):
		r.refuse(a.path(everyMinutesName), "Set every_minutes or every_hours, not both.")
	case a.null(everyMinutesName, everyHoursName):
		r.refuse(a.at, "An hourly frequency needs every_minutes (%s) or every_hours (%s).",
			joinOr(everyMinutesValues), joinOr(hourlyHours))
	}
	return &Hourly{
		Start:        orMidnight(start),
		End:          orMidnight(r.time(a, endName, true)),
		EveryMinutes: r.step(a, everyMinutesName, 60, everyMinutesValues),
		EveryHours:   r.step(a, everyHoursName, 24, hourlyHours),
		WeekDays:     r.weekDays(a, false),
	}
}

func (r *reader) daily(a attributes, start *TimeOfDay) *Daily {
	return &Daily{
		Start:      orMidnight(start),
		End:        r.time(a, endName, false),
		EveryHours: r.step(a, everyHoursName, 24, dailyHours),
		WeekDays:   r.weekDays(a, false),
	}
}

func (r *reader) monthly(a attributes, start *TimeOfDay) *Monthly {
	byDay, byOccurrence, weekDay := a.set(monthDaysName), a.set(occurrenceName), a.set(weekDayName)
	switch {
	case byDay && byOccurrence:
		r.refuse(a.path(monthDaysName), "Set month_days, or occurrence with week_day, not both.")
	case byDay && weekDay:
		r.refuse(a.path(weekDayName), "week_day belongs to occurrence and cannot stand beside month_days.")
	case byOccurrence && a.null(weekDayName):
		r.refuse(a.path(weekDayName), "occurrence needs week_day: the day of the week that it speaks of, such as Thursday.")
	case weekDay && a.null(occurrenceName):
		r.refuse(a.path(occurrenceName), "week_day needs occurrence: one of %s.", joinOr(occurrences))
	case a.null(monthDaysName, occurrenceName, weekDayName):
		r.refuse(a.at, "A monthly frequency needs month_days, or occurrence with week_day.")
	}
	m := &Monthly{Start: orMidnight(start), MonthDays: r.monthDays(a)}
	m.Occurrence = r.text(a, occurrenceName, false)
	if a.set(occurrenceName) && !slices.Contains(occurrences, m.Occurrence) {
		r.refuse(a.path(occurrenceName), "%q is not an occurrence: write one of %s.", m.Occurrence, joinOr(occurrences))
	}
	if name := r.text(a, weekDayName, false); a.set(weekDayName) {
		m.WeekDay = r.weekDay(name, a.path(weekDayName))
	}
	return m
}

func (r *reader) text(a attributes, name string, required bool) string {
	v := a.values[name]
	if required {
		r.required(v, a.path(name))
	}
	if !r.known(v, a.path(name)) {
		return ""
	}
	text, _ := v.(types.String)
	return text.ValueString()
}

func (r *reader) required(v attr.Value, at path.Path) {
	if v.IsNull() && r.source != configured {
		r.refuse(at, "The value is missing, but needed here.")
	}
}

// time reads a time of day; nil when there is none or it is wrong.
func (r *reader) time(a attributes, name string, required bool) *TimeOfDay {
	written := r.text(a, name, required)
	if !a.set(name) {
		return nil
	}
	t, err := ParseTimeOfDay(written)
	if err != nil {
		r.refuse(a.path(name), "%s.", err)
		return nil
	}
	return &t
}

func orMidnight(t *TimeOfDay) TimeOfDay {
	if t == nil {
		return 0
	}
	return *t
}

// step reads the time between two runs. Any up to the most passes, for the service
// may show one that it does not accept; what is refused is answered with those
// that can be written.
func (r *reader) step(a attributes, name string, most int64, writable []int64) int64 {
	if !r.known(a.values[name], a.path(name)) {
		return 0
	}
	value, _ := a.values[name].(types.Int64)
	n := value.ValueInt64()
	if n < 1 || r.source != evaluated && n > most {
		r.refuse(a.path(name), "%d is not a step that Tableau knows: write %s.", n, joinOr(writable))
	}
	return n
}

// names reads a set of strings, and refuses an empty one: leaving the attribute
// out and naming nothing would otherwise be two spellings of the same thing.
func (r *reader) names(a attributes, name string, required bool) []string {
	v := a.values[name]
	if required {
		r.required(v, a.path(name))
	}
	if !r.known(v, a.path(name)) {
		return nil
	}
	set, _ := v.(types.Set)
	if len(set.Elements()) == 0 {
		r.refuse(a.path(name), "The set is empty. Name at least one day%s.", orLeaveOut(required))
	}
	var all []string
	for _, e := range set.Elements() {
		at := a.path(name).AtSetValue(e)
		if e.IsNull() {
			r.refuse(at, "The set has a null among its values. Name only days.")
		} else if day, ok := e.(types.String); ok && r.known(e, at) {
			all = append(all, day.ValueString())
		}
	}
	return all
}

func orLeaveOut(required bool) string {
	if required {
		return ""
	}
	return ", or leave the attribute out"
}

func (r *reader) weekDays(a attributes, required bool) []time.Weekday {
	var days []time.Weekday
	for _, name := range r.names(a, weekDaysName, required) {
		days = append(days, r.weekDay(name, a.path(weekDaysName).AtSetValue(types.StringValue(name))))
	}
	slices.Sort(days)
	return days
}

func (r *reader) weekDay(name string, at path.Path) time.Weekday {
	d, ok := parseWeekDay(name)
	if !ok {
		r.refuse(at, "%q is not a day of the week: write one of %s.", name, joinOr(allWeekDays))
	}
	return d
}

func (r *reader) monthDays(a attributes) []string {
	days := r.names(a, monthDaysName, false)
	for _, d := range days {
		if _, ok := monthDayNumber(d); !ok && r.source != evaluated && !slices.Contains(monthDayNames, d) {
			r.refuse(a.path(monthDaysName).AtSetValue(types.StringValue(d)),
				"%q is not a day of the month: write a number from 1 to 31, or LastDay.", d)
		}
	}
	slices.SortFunc(days, compareMonthDays)
	return days
}

// monthDayNumber is the day of the month that a month day names by number.
func monthDayNumber(text string) (int, bool) {
	n, err := strconv.Atoi(text)
	return n, err == nil && 1 <= n && n <= 31 && text == strconv.Itoa(n)
}

// compareMonthDays puts numbers first, then LastDay, then anything else.
func compareMonthDays(a, b string) int {
	rank := func(s string) int {
		n, ok := monthDayNumber(s)
		switch {
		case ok:
			return n
		case s == LastDay:
			return 32
		default:
			return 33
		}
	}
	if c := rank(a) - rank(b); c != 0 {
		return c
	}
	return strings.Compare(a, b)
}

func joinAnd[T any](all []T) string { return join(all, "and") }
func joinOr[T any](all []T) string  { return join(all, "or") }

func join[T any](all []T, last string) string {
	words := make([]string, len(all))
	for i, v := range all {
		words[i] = fmt.Sprint(v)
	}
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + last + " " + words[len(words)-1]
}
