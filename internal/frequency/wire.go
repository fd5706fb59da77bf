package frequency

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// The values of a schedule's frequency attribute.
const (
	hourlyKind  = "Hourly"
	dailyKind   = "Daily"
	weeklyKind  = "Weekly"
	monthlyKind = "Monthly"
)

// ToWire is f as the product wants it in a create or an update: the kind and
// always the whole of the details, since a server resets what is left out. On
// Tableau Cloud that includes the week days and hours that f leaves to their
// defaults: without hours="24" Cloud would turn a daily task into an hourly one.
//
// f must be acceptable to the product; see Check. A product that is not known is
// taken for Server. The zero Frequency has no kind.
//
// Source: REST API reference, Update Server Schedule (weekly intervals) and
// Create Cloud Flow Task.
func ToWire(f Frequency, product tableau.Product) (kind string, details tableau.FrequencyDetails) {
	f = f.Normal()
	cloud := product == tableau.Cloud
	switch {
	case f.Hourly != nil:
		return hourlyKind, f.Hourly.toWire(cloud)
	case f.Daily != nil:
		return dailyKind, f.Daily.toWire(cloud)
	case f.Weekly != nil:
		return weeklyKind, onceAt(f.Weekly.Start, weekDayIntervals(f.Weekly.WeekDays))
	case f.Monthly != nil:
		return monthlyKind, onceAt(f.Monthly.Start, f.Monthly.intervals())
	default:
		return "", tableau.FrequencyDetails{}
	}
}

// onceAt is a frequency that runs once on each of its days: it has no end.
func onceAt(start TimeOfDay, intervals []tableau.Interval) tableau.FrequencyDetails {
	return tableau.FrequencyDetails{Start: start.String(), Intervals: &tableau.Intervals{Interval: intervals}}
}

func (h *Hourly) toWire(cloud bool) tableau.FrequencyDetails {
	step := tableau.Interval{Minutes: strconv.FormatInt(h.EveryMinutes, 10)}
	if h.EveryMinutes == 0 {
		step = tableau.Interval{Hours: strconv.FormatInt(h.EveryHours, 10)}
	}
	days := h.WeekDays
	if cloud && len(days) == 0 {
		days = allWeekDays
	}
	return tableau.FrequencyDetails{
		Start:     h.Start.String(),
		End:       h.End.String(),
		Intervals: &tableau.Intervals{Interval: append([]tableau.Interval{step}, weekDayIntervals(days)...)},
	}
}

// toWire sends a plain daily frequency of Server as its start alone, for the
// intervals of a daily schedule are documented to be ignored there, and 24 is
// not among the hours of the published schema.
func (d *Daily) toWire(cloud bool) tableau.FrequencyDetails {
	daily := *d
	if cloud {
		if daily.oncePerDay() {
			daily.EveryHours, daily.End = 24, &daily.Start
		}
		if len(daily.WeekDays) == 0 {
			daily.WeekDays = allWeekDays
		}
	}
	details := tableau.FrequencyDetails{Start: daily.Start.String()}
	if daily.End != nil {
		details.End = daily.End.String()
	}
	var intervals []tableau.Interval
	if daily.EveryHours != 0 {
		intervals = append(intervals, tableau.Interval{Hours: strconv.FormatInt(daily.EveryHours, 10)})
	}
	if intervals = append(intervals, weekDayIntervals(daily.WeekDays)...); len(intervals) > 0 {
		details.Intervals = &tableau.Intervals{Interval: intervals}
	}
	return details
}

func (m *Monthly) intervals() []tableau.Interval {
	if m.Occurrence != "" {
		return []tableau.Interval{{MonthDay: m.Occurrence, WeekDay: m.WeekDay.String()}}
	}
	all := make([]tableau.Interval, len(m.MonthDays))
	for i, d := range m.MonthDays {
		all[i].MonthDay = d
	}
	return all
}

func weekDayIntervals(days []time.Weekday) []tableau.Interval {
	all := make([]tableau.Interval, len(days))
	for i, d := range days {
		all[i].WeekDay = d.String()
	}
	return all
}

// FromWire reads a frequency as the service shows it, leniently: kinds and
// names in any case, intervals in any order and number, and values beyond the
// published schema. The result says what was read, not its normal form.
//
// False means that the service did not say when: details missing or without a
// start, as older servers answer, or without the part that the kind cannot be
// without, or a time or name that cannot be understood. Such a frequency is
// unknown, which is no difference to anything.
func FromWire(kind string, details *tableau.FrequencyDetails) (Frequency, bool) {
	if details == nil {
		return Frequency{}, false
	}
	start, ok := readTimeOfDay(details.Start)
	if !ok {
		return Frequency{}, false
	}
	said, ok := readIntervals(details.Intervals)
	if !ok {
		return Frequency{}, false
	}
	switch kind = strings.TrimSpace(kind); {
	case strings.EqualFold(kind, hourlyKind):
		return said.hourly(start, details.End)
	case strings.EqualFold(kind, dailyKind):
		return said.daily(start, details.End)
	case strings.EqualFold(kind, weeklyKind):
		return Frequency{Weekly: &Weekly{Start: start, WeekDays: said.weekDays}}, len(said.weekDays) > 0
	case strings.EqualFold(kind, monthlyKind):
		return said.monthly(start)
	default:
		return Frequency{}, false
	}
}

// said is what the intervals of a frequency say, taken together.
type said struct {
	minutes, hours int64
	weekDays       []time.Weekday
	monthDays      []string
}

func readIntervals(intervals *tableau.Intervals) (said, bool) {
	var s said
	if intervals == nil {
		return s, true
	}
	for _, i := range intervals.Interval {
		if !readStep(i.Minutes, &s.minutes) || !readStep(i.Hours, &s.hours) {
			return said{}, false
		}
		if weekDay := strings.TrimSpace(i.WeekDay); weekDay != "" {
			d, ok := readWeekDay(weekDay)
			if !ok {
				return said{}, false
			}
			s.weekDays = append(s.weekDays, d)
		}
		if monthDay := readMonthDay(i.MonthDay); monthDay != "" {
			s.monthDays = append(s.monthDays, monthDay)
		}
	}
	s.weekDays = sorted(s.weekDays)
	slices.SortFunc(s.monthDays, compareMonthDays)
	s.monthDays = slices.Compact(s.monthDays)
	return s, true
}

func (s said) hourly(start TimeOfDay, endText string) (Frequency, bool) {
	end, ok := readTimeOfDay(endText)
	if !ok || (s.minutes == 0) == (s.hours == 0) {
		return Frequency{}, false
	}
	return Frequency{Hourly: &Hourly{
		Start: start, End: end, EveryMinutes: s.minutes, EveryHours: s.hours, WeekDays: s.weekDays,
	}}, true
}

func (s said) daily(start TimeOfDay, endText string) (Frequency, bool) {
	if s.minutes != 0 {
		return Frequency{}, false
	}
	d := &Daily{Start: start, EveryHours: s.hours, WeekDays: s.weekDays}
	if strings.TrimSpace(endText) != "" {
		end, ok := readTimeOfDay(endText)
		if !ok {
			return Frequency{}, false
		}
		d.End = &end
	}
	return Frequency{Daily: d}, true
}

// monthly takes one month day with one week day as an occurrence. Any other
// mixture of the two is more than the object can say, which is just what the
// service's own "Customized Monthly" stands for.
func (s said) monthly(start TimeOfDay) (Frequency, bool) {
	if len(s.monthDays) == 0 {
		return Frequency{}, false
	}
	if len(s.weekDays) == 0 {
		return Frequency{Monthly: &Monthly{Start: start, MonthDays: s.monthDays}}, true
	}
	if len(s.weekDays) == 1 && len(s.monthDays) == 1 {
		if occurrence, ok := readOccurrence(s.monthDays[0]); ok {
			return Frequency{Monthly: &Monthly{Start: start, Occurrence: occurrence, WeekDay: s.weekDays[0]}}, true
		}
	}
	return Frequency{Monthly: &Monthly{Start: start, MonthDays: []string{CustomizedMonthly}}}, true
}

// readStep sets n to a positive number, if there is one; the last one counts.
func readStep(text string, n *int64) bool {
	if text = strings.TrimSpace(text); text == "" {
		return true
	}
	read, err := strconv.ParseInt(text, 10, 64)
	*n = read
	return err == nil && 1 <= read && read <= 24*60
}

// readMonthDay gives the known names and the numbers their usual spelling, and
// keeps anything else as it is.
func readMonthDay(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if n, err := strconv.Atoi(text); err == nil {
		return strconv.Itoa(n)
	}
	for _, name := range monthDayNames {
		if strings.EqualFold(text, name) {
			return name
		}
	}
	return text
}

// readOccurrence knows the names of occurrences, "Last" among them, which some
// servers write for the last one.
func readOccurrence(text string) (string, bool) {
	if strings.EqualFold(text, shownLast) {
		return LastDay, true
	}
	i := slices.IndexFunc(occurrences, func(o string) bool { return strings.EqualFold(o, text) })
	if i < 0 {
		return "", false
	}
	return occurrences[i], true
}
