package frequency

import (
	"errors"
	"fmt"
	"slices"
	"time"
	_ "time/tzdata" // time zones for machines without a database of their own
)

// MaxRuns is the most runs that NextRuns lists at once.
const MaxRuns = 1000

// NextRuns lists the next count runs of f strictly after from, in the given
// zone and in order, each moment once. count is 1 to MaxRuns. It is an error
// when the days of f are not known, as of a customized monthly schedule.
//
// A window is one of wall-clock times, start and end included, on each of the
// days; one that ends at or before its start belongs to the day it starts on.
// Where the clock is put forward, a run whose time is left out takes place as
// long after the gap began, which is its time moved by the gap; where the clock
// is put back, a run whose time comes twice takes place at the first. Days that
// a month lacks, a fifth week day among them, have no run in that month.
func NextRuns(f Frequency, from time.Time, count int, zone *time.Location) ([]time.Time, error) {
	if count < 1 || count > MaxRuns {
		return nil, fmt.Errorf("the count is %d, but must be from 1 to %d", count, MaxRuns)
	}
	runsOn, err := f.days()
	if err != nil {
		return nil, err
	}
	times := f.timesOfDay()

	from = from.In(zone)
	last := from
	// The day before counts too: its window, or a gap, may reach into today.
	date := time.Date(from.Year(), from.Month(), from.Day()-1, 0, 0, 0, 0, time.UTC)
	runs := make([]time.Time, 0, count)
	for ; len(runs) < count; date = date.AddDate(0, 0, 1) {
		if date.Year() > 9999 {
			return nil, fmt.Errorf("the year 9999 ends after %d of %d runs", len(runs), count)
		}
		if !runsOn(date) {
			continue
		}
		for _, t := range onWall(date, times, zone) {
			if t.After(last) && len(runs) < count {
				runs, last = append(runs, t), t
			}
		}
	}
	return runs, nil
}

// onWall is the moments at which the wall clock of the zone shows the times of
// the date, in order.
func onWall(date time.Time, times []TimeOfDay, zone *time.Location) []time.Time {
	moments := make([]time.Time, len(times))
	for i, t := range times {
		moments[i] = wallTime(date.Add(time.Duration(t)*time.Second), zone)
	}
	slices.SortFunc(moments, time.Time.Compare)
	return moments
}

// wallTime is the moment at which the wall clock of the zone shows what wall
// shows in UTC. Both a time that is left out and the first of a time that comes
// twice are counted with the offset from before the change.
func wallTime(wall time.Time, zone *time.Location) time.Time {
	t := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, zone)
	begin, end := t.ZoneBounds()
	for _, change := range []time.Time{begin, end} {
		if change.IsZero() {
			continue
		}
		before, after := offset(change.Add(-time.Second)), offset(change)
		sinceChange := wall.Sub(change.UTC())
		if min(before, after) <= sinceChange && sinceChange < max(before, after) {
			return wall.Add(-before).In(zone)
		}
	}
	return t
}

func offset(t time.Time) time.Duration {
	_, seconds := t.Zone()
	return time.Duration(seconds) * time.Second
}

// timesOfDay are the times of the runs of one day, counted from its midnight;
// those of a window that passes the next midnight are 24 hours or more.
func (f Frequency) timesOfDay() []TimeOfDay {
	switch {
	case f.Hourly != nil:
		return window(f.Hourly.Start, f.Hourly.End, f.Hourly.step())
	case f.Daily != nil && f.Daily.oncePerDay():
		return []TimeOfDay{f.Daily.Start}
	case f.Daily != nil && f.Daily.End == nil:
		return window(f.Daily.Start, f.Daily.Start, TimeOfDay(f.Daily.EveryHours)*hour)
	case f.Daily != nil:
		return window(f.Daily.Start, *f.Daily.End, TimeOfDay(f.Daily.EveryHours)*hour)
	case f.Weekly != nil:
		return []TimeOfDay{f.Weekly.Start}
	default:
		return []TimeOfDay{f.Monthly.Start}
	}
}

// window counts from start to end in steps; without a step there is one run.
func window(start, end, step TimeOfDay) []TimeOfDay {
	if step <= 0 {
		return []TimeOfDay{start}
	}
	if end == start {
		end += day - 1
	} else if end < start {
		end += day
	}
	var times []TimeOfDay
	for t := start; t <= end; t += step {
		times = append(times, t)
	}
	return times
}

// days is the rule that tells on which dates f runs.
func (f Frequency) days() (func(date time.Time) bool, error) {
	switch {
	case f.Hourly != nil:
		return onWeekDays(selected(f.Hourly.WeekDays)), nil
	case f.Daily != nil:
		return onWeekDays(selected(f.Daily.WeekDays)), nil
	case f.Weekly != nil && len(f.Weekly.WeekDays) > 0:
		return onWeekDays(selected(f.Weekly.WeekDays)), nil
	case f.Monthly != nil && f.Monthly.Occurrence != "":
		return f.Monthly.onOccurrence, nil
	case f.Monthly != nil:
		return f.Monthly.onMonthDays()
	default:
		return nil, errors.New("the frequency does not say when to run")
	}
}

func onWeekDays(days []time.Weekday) func(time.Time) bool {
	return func(date time.Time) bool { return len(days) == 0 || slices.Contains(days, date.Weekday()) }
}

func (m *Monthly) onOccurrence(date time.Time) bool {
	if date.Weekday() != m.WeekDay {
		return false
	}
	if m.Occurrence == LastDay {
		return date.AddDate(0, 0, 7).Month() != date.Month()
	}
	return occurrences[(date.Day()-1)/7] == m.Occurrence
}

func (m *Monthly) onMonthDays() (func(time.Time) bool, error) {
	if len(m.MonthDays) == 0 {
		return nil, errors.New("the frequency names no day of the month")
	}
	var numbers []int
	lastDay := false
	for _, d := range m.MonthDays {
		switch n, ok := monthDayNumber(d); {
		case ok:
			numbers = append(numbers, n)
		case d == LastDay:
			lastDay = true
		default:
			return nil, fmt.Errorf("the days of the month are not known: Tableau shows %q in their place", d)
		}
	}
	return func(date time.Time) bool {
		return slices.Contains(numbers, date.Day()) || lastDay && date.AddDate(0, 0, 1).Day() == 1
	}, nil
}
