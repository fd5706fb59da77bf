package mockserver

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// What a schedule written over REST may hold. REST API reference: Create Server Schedule, Update Server Schedule;
// behaviour reference, 2.2, for 60 minutes and for hourly schedules with week days.
var (
	weekDays      = []string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}
	hourlyHours   = []string{"1", "2", "4", "6", "8", "12"}
	hourlyMinutes = []string{"15", "30", "60"}
	dailyHours    = []string{"2", "4", "6", "8", "12", "24"} // of newer servers

	timeOfDay = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$`)
)

const lastDay = "LastDay"

// settle checks a schedule's frequency with its times and intervals and returns it as the service keeps it: what the
// frequency has no use for is gone.
func (b Behaviour) settle(s Schedule) (Schedule, error) {
	if !timeOfDay.MatchString(s.Start) {
		return s, errors.New("frequencyDetails needs a start in the format HH:MM:SS")
	}
	switch s.Frequency {
	case frequencyHourly:
		return b.settleHourly(s)
	case frequencyDaily:
		return b.settleDaily(s)
	case frequencyWeekly:
		return settleWeekly(s)
	default:
		return settleMonthly(s)
	}
}

func (b Behaviour) settleHourly(s Schedule) (Schedule, error) {
	if !timeOfDay.MatchString(s.End) {
		return s, errors.New("an hourly schedule needs an end in the format HH:MM:SS")
	}
	if b.RefuseOvernightWindows && s.End <= s.Start {
		return s, errors.New("an hourly schedule needs an end after its start")
	}
	sorted, err := sortIntervals(s.Intervals)
	if err != nil {
		return s, err
	}
	if len(sorted.hours)+len(sorted.minutes) != 1 || len(sorted.monthDays) > 0 ||
		!contained(sorted.hours, hourlyHours) || !contained(sorted.minutes, hourlyMinutes) {
		return s, fmt.Errorf("an hourly schedule needs exactly one interval of hours (%s) or minutes (%s), and may have weekDay intervals",
			strings.Join(hourlyHours, ", "), strings.Join(hourlyMinutes, ", "))
	}
	if b.HourlyDropsWeekDays {
		s.Intervals = slices.DeleteFunc(slices.Clone(s.Intervals), func(i Interval) bool { return i.WeekDay != "" })
	}
	return s, nil
}

func (b Behaviour) settleDaily(s Schedule) (Schedule, error) {
	if !b.KeepDailyIntervals {
		s.End, s.Intervals = "", nil
		return s, nil
	}
	sorted, err := sortIntervals(s.Intervals)
	if err != nil {
		return s, err
	}
	if len(sorted.hours) > 1 || len(sorted.minutes)+len(sorted.monthDays) > 0 || !contained(sorted.hours, dailyHours) {
		return s, fmt.Errorf("a daily schedule may have one interval of hours (%s) and weekDay intervals", strings.Join(dailyHours, ", "))
	}
	if len(sorted.hours) == 0 {
		s.End = ""
		return s, nil
	}
	if !timeOfDay.MatchString(s.End) || s.End[len("HH"):] != s.Start[len("HH"):] {
		return s, errors.New("a daily schedule with hours needs an end in the format HH:MM:SS, of the same minute as its start")
	}
	return s, nil
}

func settleWeekly(s Schedule) (Schedule, error) {
	sorted, err := sortIntervals(s.Intervals)
	if err != nil {
		return s, err
	}
	if len(sorted.weekDays) == 0 || len(s.Intervals) > len(weekDays) || len(sorted.hours)+len(sorted.minutes)+len(sorted.monthDays) > 0 {
		return s, fmt.Errorf("a weekly schedule needs 1 to 7 weekDay intervals (%s)", strings.Join(weekDays, ", "))
	}
	s.End = ""
	s.Intervals = everyWeekDay(sorted.weekDays)
	return s, nil
}

func settleMonthly(s Schedule) (Schedule, error) {
	sorted, err := sortIntervals(s.Intervals)
	if err != nil {
		return s, err
	}
	if len(s.Intervals) != 1 || len(sorted.monthDays) != 1 || !isMonthDay(sorted.monthDays[0]) {
		return s, errors.New("a monthly schedule needs exactly one monthDay interval (1 to 31 or LastDay)")
	}
	s.End = ""
	return s, nil
}

func isMonthDay(text string) bool {
	day, err := strconv.Atoi(text)
	return text == lastDay || err == nil && day >= 1 && day <= 31 && strconv.Itoa(day) == text
}

// everyWeekDay makes an interval of each of the days, a day named twice once.
func everyWeekDay(days []string) []Interval {
	var intervals []Interval
	for _, day := range days {
		if !slices.Contains(intervals, Interval{WeekDay: day}) {
			intervals = append(intervals, Interval{WeekDay: day})
		}
	}
	return intervals
}

// sortedIntervals are the values of a schedule's intervals by their kind.
type sortedIntervals struct{ hours, minutes, weekDays, monthDays []string }

var errNotOneAttribute = errors.New("each interval needs exactly one of hours, minutes, weekDay and monthDay")

// sortIntervals fails on an interval that does not set exactly one attribute, and on a week day that is none.
func sortIntervals(intervals []Interval) (sortedIntervals, error) {
	var sorted sortedIntervals
	for _, interval := range intervals {
		switch interval {
		case Interval{}:
			return sorted, errNotOneAttribute
		case Interval{Hours: interval.Hours}:
			sorted.hours = append(sorted.hours, interval.Hours)
		case Interval{Minutes: interval.Minutes}:
			sorted.minutes = append(sorted.minutes, interval.Minutes)
		case Interval{WeekDay: interval.WeekDay}:
			sorted.weekDays = append(sorted.weekDays, interval.WeekDay)
		case Interval{MonthDay: interval.MonthDay}:
			sorted.monthDays = append(sorted.monthDays, interval.MonthDay)
		default:
			return sorted, errNotOneAttribute
		}
	}
	if !contained(sorted.weekDays, weekDays) {
		return sorted, fmt.Errorf("a weekDay is one of %s", strings.Join(weekDays, ", "))
	}
	return sorted, nil
}

func contained(values, allowed []string) bool {
	return !slices.ContainsFunc(values, func(v string) bool { return !slices.Contains(allowed, v) })
}
