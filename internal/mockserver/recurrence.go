package mockserver

import (
	"slices"
	"strconv"
	"time"
)

const day = 24 * time.Hour

// farthestRun is how many days ahead a next run is looked for. The rarest one, a month's fifth Thursday, is never more
// than a quarter away.
const farthestRun = 100

// nextRun is the first time after an instant that a schedule runs, in UTC; zero when it never does or nobody can tell,
// as with "Customized Monthly". The schedule's times are wall-clock times in zone.
func nextRun(s Schedule, after time.Time, zone *time.Location) time.Time {
	times := timesOfDay(s)
	year, month, today := after.In(zone).Date()
	for ahead := -1; ahead <= farthestRun; ahead++ { // a window begun yesterday may reach over midnight
		date := time.Date(year, month, today+ahead, 0, 0, 0, 0, time.UTC)
		if !runsOn(s, date) {
			continue
		}
		for _, clock := range times {
			seconds := int(clock / time.Second)
			run := time.Date(date.Year(), date.Month(), date.Day(), 0, 0, seconds, 0, zone)
			if run.After(after) {
				return run.UTC()
			}
		}
	}
	return time.Time{}
}

// timesOfDay are the times after midnight at which a schedule runs on a day of its own.
func timesOfDay(s Schedule) []time.Duration {
	start, err := sinceMidnight(s.Start)
	if err != nil {
		return nil
	}
	end, err := sinceMidnight(s.End)
	step := stepOf(s)
	if err != nil || step == 0 {
		return []time.Duration{start}
	}
	if end <= start { // into the next day, up to but not onto the next start
		end = min(end+day, start+day-1)
	}
	var times []time.Duration
	for clock := start; clock <= end; clock += step {
		times = append(times, clock)
	}
	return times
}

// stepOf is the time between two runs of a day, zero for a single run. What is no part of a day is no step.
func stepOf(s Schedule) time.Duration {
	for _, interval := range s.Intervals {
		if hours, err := strconv.Atoi(interval.Hours); err == nil && hours > 0 && hours <= 24 {
			return time.Duration(hours) * time.Hour
		}
		if minutes, err := strconv.Atoi(interval.Minutes); err == nil && minutes > 0 && minutes <= 24*60 {
			return time.Duration(minutes) * time.Minute
		}
	}
	return 0
}

func sinceMidnight(clock string) (time.Duration, error) {
	t, err := time.Parse(time.TimeOnly, clock)
	if err != nil {
		return 0, err
	}
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second, nil
}

// runsOn reports whether a schedule runs on a date.
func runsOn(s Schedule, date time.Time) bool {
	if s.Frequency == frequencyMonthly {
		return slices.ContainsFunc(s.Intervals, func(i Interval) bool { return isOnMonthDay(i, date) })
	}
	named := false
	for _, interval := range s.Intervals {
		if interval.WeekDay == date.Weekday().String() {
			return true
		}
		named = named || interval.WeekDay != ""
	}
	return !named // no day named: every day
}

// ordinals are the month days that stand beside a week day.
var ordinals = []string{"First", "Second", "Third", "Fourth", "Fifth"}

func isOnMonthDay(interval Interval, date time.Time) bool {
	isLastDay := date.AddDate(0, 0, 1).Month() != date.Month()
	if interval.WeekDay == "" {
		return interval.MonthDay == strconv.Itoa(date.Day()) || interval.MonthDay == lastDay && isLastDay
	}
	if interval.WeekDay != date.Weekday().String() {
		return false
	}
	isLastWeek := date.AddDate(0, 0, 7).Month() != date.Month()
	return interval.MonthDay == ordinals[(date.Day()-1)/7] || isLastWeek && (interval.MonthDay == lastDay || interval.MonthDay == "Last")
}
