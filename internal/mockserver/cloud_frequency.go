package mockserver

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// What a frequency of Cloud may hold. REST API reference: Create Cloud Flow Task, request attributes, whose table is the whole one;
// behaviour reference, 3.4, for what only its users found out.

// cloudFrequencyDoesNotFit is a 409 here, while the same code comes with a 400 from server schedules.
func cloudFrequencyDoesNotFit(err error) *apiError {
	return &apiError{http.StatusConflict, "409004", "Invalid Parameter Value", "Invalid schedule: " + err.Error() + "."}
}

// cloudTiming reads a frequency as requests send it and brings it into the form in which it is kept and read back.
func cloudTiming(in *cloudScheduleIn) (Timing, *apiError) {
	if in == nil || in.Frequency == "" || in.FrequencyDetails == nil {
		return Timing{}, cloudFrequencyDoesNotFit(errors.New("a schedule with a frequency and frequencyDetails is required"))
	}
	var sent Schedule
	if err := in.FrequencyDetails.putTimes(&sent); err != nil {
		return Timing{}, cloudFrequencyDoesNotFit(err)
	}
	settled, err := settleCloud(Timing{Frequency: in.Frequency, Start: sent.Start, End: sent.End, Intervals: sent.Intervals})
	if err != nil {
		return Timing{}, cloudFrequencyDoesNotFit(err)
	}
	slices.Reverse(settled.Intervals) // the order in which the service answers them is not the one they were sent in
	return settled, nil
}

func settleCloud(t Timing) (Timing, error) {
	for _, clock := range []string{t.Start, t.End} {
		if clock == "" && t.Start != "" {
			continue // whether an end is needed depends on the frequency
		}
		if err := isOnGrid(clock); err != nil {
			return t, err
		}
	}
	switch t.Frequency {
	case frequencyHourly:
		return settleCloudHourly(t)
	case frequencyDaily:
		return settleCloudDaily(t)
	case frequencyWeekly:
		return settleCloudWeekly(t)
	case frequencyMonthly:
		return settleCloudMonthly(t)
	default:
		return t, fmt.Errorf("frequency '%s' is not one of Hourly, Daily, Weekly, Monthly", t.Frequency)
	}
}

// isOnGrid takes times on five-minute marks alone.
func isOnGrid(clock string) error {
	if !timeOfDay.MatchString(clock) {
		return fmt.Errorf("'%s' is not a time in the format HH:MM:SS", clock)
	}
	if since, err := sinceMidnight(clock); err != nil || since%(5*time.Minute) != 0 {
		return fmt.Errorf("'%s' is not on a five-minute mark with no seconds", clock)
	}
	return nil
}

func settleCloudHourly(t Timing) (Timing, error) {
	sorted, err := sortIntervals(t.Intervals)
	if err != nil {
		return t, err
	}
	if len(sorted.hours)+len(sorted.minutes) != 1 || len(sorted.monthDays) > 0 ||
		!contained(sorted.hours, []string{"1"}) || !contained(sorted.minutes, []string{"60"}) {
		return t, errors.New("an hourly schedule needs exactly one interval of hours (1) or minutes (60), and weekDay intervals")
	}
	if len(sorted.weekDays) == 0 {
		return t, errors.New("an hourly schedule needs at least one weekDay interval")
	}
	if t.End == "" || t.End <= t.Start {
		return t, errors.New("an hourly schedule needs an end after its start")
	}
	if !isWholeHours(t.Start, t.End) {
		return t, errors.New("start and end are not a whole number of hours apart")
	}
	return hourlyFrom(t, sorted.weekDays), nil
}

// hourlyFrom is an hourly frequency as it reads back: with 60 minutes, whether hours or minutes were sent.
func hourlyFrom(t Timing, days []string) Timing {
	t.Frequency = frequencyHourly
	t.Intervals = append([]Interval{{Minutes: "60"}}, everyWeekDay(days)...)
	return t
}

// settleCloudDaily makes a daily frequency without hours an hourly one, as the service does.
func settleCloudDaily(t Timing) (Timing, error) {
	sorted, err := sortIntervals(t.Intervals)
	if err != nil {
		return t, err
	}
	if len(sorted.hours) > 1 || len(sorted.minutes)+len(sorted.monthDays) > 0 || !contained(sorted.hours, dailyHours) {
		return t, fmt.Errorf("a daily schedule needs one interval of hours (%s) and weekDay intervals", strings.Join(dailyHours, ", "))
	}
	if len(sorted.weekDays) == 0 {
		return t, errors.New("a daily schedule needs at least one weekDay interval")
	}
	if t.End != "" && !isWholeHours(t.Start, t.End) {
		return t, errors.New("start and end are not a whole number of hours apart")
	}
	if len(sorted.hours) == 0 {
		if t.End == "" || t.End <= t.Start {
			t.End = "23" + t.Start[len("HH"):]
		}
		return hourlyFrom(t, sorted.weekDays), nil
	}
	if t.End == "" {
		return t, errors.New("a daily schedule with hours needs an end")
	}
	if sorted.hours[0] == "24" {
		t.End = t.Start
	}
	t.Intervals = append([]Interval{{Hours: sorted.hours[0]}}, everyWeekDay(sorted.weekDays)...)
	return t, nil
}

func settleCloudWeekly(t Timing) (Timing, error) {
	sorted, err := sortIntervals(t.Intervals)
	if err != nil {
		return t, err
	}
	if len(t.Intervals) != 1 || len(sorted.weekDays) != 1 {
		return t, errors.New("a weekly schedule needs exactly one weekDay interval")
	}
	if t.End != "" {
		return t, errors.New("a weekly schedule has no end")
	}
	return t, nil
}

func settleCloudMonthly(t Timing) (Timing, error) {
	if t.End != "" {
		return t, errors.New("a monthly schedule has no end")
	}
	if len(t.Intervals) == 1 && isNthWeekDay(t.Intervals[0]) {
		return t, nil
	}
	sorted, err := sortIntervals(t.Intervals)
	if err != nil || len(sorted.monthDays) == 0 || len(sorted.monthDays) != len(t.Intervals) ||
		slices.ContainsFunc(sorted.monthDays, func(text string) bool { return !isMonthDay(text) }) ||
		len(sorted.monthDays) > 1 && slices.Contains(sorted.monthDays, lastDay) {
		return t, fmt.Errorf("a monthly schedule needs monthDay intervals of 1 to 31, or a single one that is LastDay, or that has a weekDay beside %s or LastDay",
			strings.Join(ordinals, ", "))
	}
	return t, nil
}

// isNthWeekDay reports whether an interval is one like the third Thursday.
func isNthWeekDay(i Interval) bool {
	return i == Interval{WeekDay: i.WeekDay, MonthDay: i.MonthDay} && slices.Contains(weekDays, i.WeekDay) &&
		(slices.Contains(ordinals, i.MonthDay) || i.MonthDay == lastDay)
}

// isWholeHours reports whether two times of day are whole hours apart: of the same minute.
func isWholeHours(start, end string) bool { return start[len("HH"):] == end[len("HH"):] }
