package frequency

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Describe says f in one line of English. Times are shown without a zone, and
// without seconds where there are none.
func Describe(f Frequency) string {
	f = f.Normal()
	switch {
	case f.Hourly != nil:
		return f.Hourly.describe()
	case f.Daily != nil:
		return f.Daily.describe()
	case f.Weekly != nil:
		return describeDays(f.Weekly.WeekDays) + " at " + f.Weekly.Start.short()
	case f.Monthly != nil:
		return f.Monthly.describe()
	default:
		return "At times that are not known"
	}
}

func (h *Hourly) describe() string {
	every := fmt.Sprintf("Every %d minutes", h.EveryMinutes)
	if h.EveryMinutes == 0 {
		every = describeHours(h.EveryHours)
	}
	return every + describeWindow(h.Start, h.End) + withDays(h.WeekDays)
}

func (d *Daily) describe() string {
	if d.oncePerDay() {
		return describeDays(d.WeekDays) + " at " + d.Start.short()
	}
	end := d.Start
	if d.End != nil {
		end = *d.End
	}
	return describeHours(d.EveryHours) + describeWindow(d.Start, end) + withDays(d.WeekDays)
}

func (m *Monthly) describe() string {
	at := " at " + m.Start.short()
	if m.Occurrence != "" {
		which := strings.ToLower(m.Occurrence)
		if m.Occurrence == LastDay {
			which = "last"
		}
		return "On the " + which + " " + m.WeekDay.String() + " of every month" + at
	}
	if slices.Contains(m.MonthDays, CustomizedMonthly) {
		return "On customized days of every month" + at + ", which Tableau shows in its web interface only"
	}
	var numbers, others []string
	for _, d := range m.MonthDays {
		if _, ok := monthDayNumber(d); ok {
			numbers = append(numbers, d)
		} else if d == LastDay {
			others = append(others, "the last day")
		} else {
			others = append(others, fmt.Sprintf("%q", d))
		}
	}
	if len(numbers) == 1 {
		others = append([]string{"day " + numbers[0]}, others...)
	} else if len(numbers) > 1 {
		others = append([]string{"days " + joinAnd(numbers)}, others...)
	}
	return "On " + joinAnd(others) + " of every month" + at
}

func describeHours(hours int64) string {
	if hours == 1 {
		return "Every hour"
	}
	return fmt.Sprintf("Every %d hours", hours)
}

func describeWindow(start, end TimeOfDay) string {
	switch {
	case end == start:
		return " around the clock from " + start.short()
	case end < start:
		return " from " + start.short() + " to " + end.short() + " the next day"
	default:
		return " from " + start.short() + " to " + end.short()
	}
}

// describeDays begins a sentence with the days to run on; none is every day.
func describeDays(days []time.Weekday) string {
	if len(days) == 0 || len(days) == len(allWeekDays) {
		return "Every day"
	}
	if run := consecutive(days); run != "" {
		return run
	}
	return "Every " + joinAnd(days)
}

func withDays(days []time.Weekday) string {
	if len(days) == 0 {
		return ""
	}
	if run := consecutive(days); run != "" {
		return ", " + run
	}
	return ", " + joinAnd(days)
}

// consecutive is "Monday to Friday" for three or more days in a row, which may
// pass the end of the week, and nothing for any other choice.
func consecutive(days []time.Weekday) string {
	var firsts []time.Weekday
	for _, d := range days {
		if !slices.Contains(days, (d+6)%7) {
			firsts = append(firsts, d)
		}
	}
	if len(days) < 3 || len(firsts) != 1 {
		return ""
	}
	last := (firsts[0] + time.Weekday(len(days)) - 1) % 7
	return firsts[0].String() + " to " + last.String()
}
