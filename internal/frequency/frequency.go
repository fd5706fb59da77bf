// Package frequency is the shared frequency object: when a schedule, a task or
// a subscription runs. It holds the Terraform schema of that object, what each
// product accepts of it, the conversion from and to the service's own form, and
// the provider functions that work on it.
//
// Everything here is pure: no network, no clock, no provider configuration. Of
// the REST client it may use the frequency types alone, and it must not import
// the provider or any service package.
package frequency

import (
	"slices"
	"strings"
	"time"
)

// Frequency says when something runs. Exactly one member is set; the zero value
// stands for a frequency that nobody has said. Times are in the time zone of
// the server, on Tableau Cloud of the site.
type Frequency struct {
	Hourly  *Hourly
	Daily   *Daily
	Weekly  *Weekly
	Monthly *Monthly
}

// Hourly runs repeatedly from Start to End, both included, each day. Exactly
// one of EveryMinutes and EveryHours is set. No WeekDays means every day.
//
// An End before Start is in the next day, and an End equal to Start is a full
// day later. Cloud takes neither, Server has shown both.
type Hourly struct {
	Start        TimeOfDay
	End          TimeOfDay
	EveryMinutes int64
	EveryHours   int64
	WeekDays     []time.Weekday
}

// Daily runs once a day at Start or, with EveryHours below 24, repeatedly from
// Start to End, both included. No WeekDays means every day. End follows the
// same reading as that of Hourly, and a missing End is one equal to Start.
type Daily struct {
	Start      TimeOfDay
	End        *TimeOfDay
	EveryHours int64
	WeekDays   []time.Weekday
}

// Weekly runs once at Start on each of WeekDays.
type Weekly struct {
	Start    TimeOfDay
	WeekDays []time.Weekday
}

// Monthly runs once at Start, either on MonthDays ("1" to "31", LastDay, or
// CustomizedMonthly) or, with Occurrence, on one week day of the month: the
// first, …, fifth or last one. WeekDay means something only with Occurrence.
type Monthly struct {
	Start      TimeOfDay
	MonthDays  []string
	Occurrence string
	WeekDay    time.Weekday
}

// LastDay is the last day of a month as a month day, and the last one of a week
// day as an occurrence.
const LastDay = "LastDay"

// CustomizedMonthly is what the service shows instead of the days of a monthly
// schedule that its API cannot say. It can be read and kept, never written.
//
// Source: REST API reference, Get Server Schedule (example).
const CustomizedMonthly = "Customized Monthly"

// shownLast is what some servers show where others show LastDay for an occurrence.
const shownLast = "Last"

var (
	allWeekDays = []time.Weekday{
		time.Sunday, time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday,
	}
	occurrences = []string{"First", "Second", "Third", "Fourth", "Fifth", LastDay}

	// What is shown in the place of a month day beside numbers. Only LastDay can
	// be written; an occurrence is shown so where its week day is not.
	monthDayNames = append([]string{CustomizedMonthly, shownLast}, occurrences...)

	// The steps that can be written, of which each product accepts some. Others
	// may be shown.
	everyMinutesValues = []int64{15, 30, 60}
	hourlyHours        = []int64{1, 2, 4, 6, 8, 12}
	dailyHours         = []int64{2, 4, 6, 8, 12, 24}
)

// IsZero reports whether f says nothing.
func (f Frequency) IsZero() bool {
	return f == Frequency{}
}

// step is the time between two runs of a window.
func (h *Hourly) step() TimeOfDay {
	if h.EveryMinutes != 0 {
		return TimeOfDay(h.EveryMinutes) * minute
	}
	return TimeOfDay(h.EveryHours) * hour
}

// oncePerDay reports whether d has no repetition within a day.
func (d *Daily) oncePerDay() bool {
	return d.EveryHours == 0 || d.EveryHours == 24
}

// parseWeekDay knows the service's names of the week days, letter by letter.
func parseWeekDay(name string) (time.Weekday, bool) {
	d, ok := readWeekDay(name)
	return d, ok && d.String() == name
}

// readWeekDay is parseWeekDay in any case, as the service may write them.
func readWeekDay(name string) (time.Weekday, bool) {
	i := slices.IndexFunc(allWeekDays, func(d time.Weekday) bool { return strings.EqualFold(d.String(), name) })
	return time.Weekday(max(i, 0)), i >= 0
}
