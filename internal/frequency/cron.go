package frequency

import (
	"errors"
	"fmt"
	"math/bits"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/netresearch/go-cron"
)

// FromCron is the frequency that runs at the same times as a cron expression of
// five fields (minute, hour, day of the month, month, day of the week), or the
// error that says which part of it Tableau has no way to express, and what it
// has instead. Names, ranges, lists and steps are understood, @hourly, @daily,
// @midnight, @weekly and @monthly too, L for the last day of the month, THU#3
// for the third Thursday and THUL or THU#L for the last one.
//
// Several runs a day become an hourly window whose end is the last run, for a
// run on the end of a window takes place: "0/30 6-21 * * *" ends at 21:30. The
// documents say only that runs occur between start and end; NextRuns reads them
// the same way.
func FromCron(expression string) (Frequency, error) {
	schedule, err := parseCron(expression)
	if err != nil {
		return Frequency{}, err
	}
	days, err := schedule.days()
	if err != nil {
		return Frequency{}, err
	}
	runs := schedule.timesOfDay()
	if len(runs) == 1 {
		return onMark(days.once(runs[0]), runs[0])
	}
	if days.ofMonth() {
		return Frequency{}, fmt.Errorf("it runs %d times on a day of the month, but Tableau runs a monthly frequency once a day: "+
			"give one minute and one hour", len(runs))
	}
	h, err := repeating(runs)
	if err != nil {
		return Frequency{}, err
	}
	h.WeekDays = days.week
	return onMark(Frequency{Hourly: h}, runs[0])
}

// onMark is f, if its first run, and with it every other, is on a mark that
// Tableau knows.
func onMark(f Frequency, first TimeOfDay) (Frequency, error) {
	before := first - first%(5*minute)
	if first != before {
		return Frequency{}, fmt.Errorf("it runs at %s, but Tableau runs on 5-minute marks only: %s and %s are the nearest",
			first.short(), before.short(), ((before + 5*minute) % day).short())
	}
	return f, nil
}

// cronSchedule is a parsed expression, and which of its two day fields leave the
// day open, which the sets of the parser do not tell.
type cronSchedule struct {
	*cron.SpecSchedule
	anyMonthDay, anyWeekDay bool
}

var (
	cronParser = cron.MustNewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow | cron.Extended)

	// The parser knows the last Thursday as THU#L; THUL is just as common.
	lastWeekDay = regexp.MustCompile(`(?i)^([a-z]{3}|[0-7])L$`)

	cronDescriptors = map[string]string{
		"@hourly":   "0 * * * *",
		"@daily":    "0 0 * * *",
		"@midnight": "0 0 * * *",
		"@weekly":   "0 0 * * 0",
		"@monthly":  "0 0 1 * *",
		"@yearly":   "0 0 1 1 *",
		"@annually": "0 0 1 1 *",
	}
)

func parseCron(expression string) (cronSchedule, error) {
	fields := strings.Fields(expression)
	if len(fields) > 0 && strings.Contains(fields[0], "TZ=") {
		return cronSchedule{}, errors.New("it names a time zone, but Tableau runs in the time zone of the server or site: leave the time zone out")
	}
	if len(fields) > 0 && strings.HasPrefix(fields[0], "@") {
		written, ok := cronDescriptors[strings.ToLower(strings.Join(fields, " "))]
		if !ok {
			return cronSchedule{}, errors.New("of the @ names Tableau can express @hourly, @daily, @midnight, @weekly and @monthly; " +
				"write any other as five fields")
		}
		fields = strings.Fields(written)
	}
	if len(fields) != 5 {
		return cronSchedule{}, fmt.Errorf("it has %d fields, but must have five: minute, hour, day of the month, month and day of the week; "+
			"Tableau has neither seconds nor years", len(fields))
	}
	for i, f := range fields {
		if err := checkCronField(f, i); err != nil {
			return cronSchedule{}, err
		}
	}
	fields[4] = lastWeekDay.ReplaceAllString(fields[4], "$1#L")
	// In capitals the parser takes the H of THU for a sign of its own.
	parsed, err := cronParser.Parse(strings.ToLower(strings.Join(fields, " ")))
	if err != nil {
		return cronSchedule{}, fmt.Errorf("it is no cron expression: %w", err)
	}
	spec, ok := parsed.(*cron.SpecSchedule)
	if !ok {
		return cronSchedule{}, fmt.Errorf("it is no schedule of five fields: %q", expression)
	}
	const everyMonth = 1<<13 - 1<<1
	if spec.Month&everyMonth != everyMonth {
		return cronSchedule{}, errors.New("it runs in some months only, but Tableau runs in every month: write * as the fourth field")
	}
	return cronSchedule{spec, anyDay(fields[2]), anyDay(fields[4])}, nil
}

// checkCronField refuses what the parser lets pass in silence: lists with a
// missing value, and ranges that begin beyond the end of the field.
func checkCronField(field string, index int) error {
	highest := [...]int{59, 23, 31, 12, 7}[index]
	for part := range strings.SplitSeq(field, ",") {
		if part == "" {
			return fmt.Errorf("field %d is %q, a list with a missing value", index+1, field)
		}
		bounds, _, _ := strings.Cut(part, "/")
		first, _, _ := strings.Cut(bounds, "-")
		if n, err := strconv.Atoi(first); err == nil && n > highest {
			return fmt.Errorf("field %d has %d, but goes up to %d only", index+1, n, highest)
		}
	}
	return nil
}

func anyDay(field string) bool { return field == "*" || field == "?" }

// timesOfDay are all runs of one day, in order.
func (s cronSchedule) timesOfDay() []TimeOfDay {
	var times []TimeOfDay
	for _, h := range ones(s.Hour, 24) {
		for _, m := range ones(s.Minute, 60) {
			times = append(times, TimeOfDay(h)*hour+TimeOfDay(m)*minute)
		}
	}
	return times
}

// ones are the positions below limit at which a set of the parser has a bit.
func ones(set uint64, limit int) []int {
	set &= 1<<limit - 1
	all := make([]int, 0, bits.OnesCount64(set))
	for ; set != 0; set &= set - 1 {
		all = append(all, bits.TrailingZeros64(set))
	}
	return all
}

// cronDays are the days that an expression runs on: some days of the week, or
// none of these fields for every day, or month days, or an occurrence.
type cronDays struct {
	week       []time.Weekday
	month      []string
	occurrence string
}

func (d cronDays) ofMonth() bool { return d.month != nil || d.occurrence != "" }

func (d cronDays) once(start TimeOfDay) Frequency {
	switch {
	case d.occurrence != "":
		return Frequency{Monthly: &Monthly{Start: start, Occurrence: d.occurrence, WeekDay: d.week[0]}}
	case d.month != nil:
		return Frequency{Monthly: &Monthly{Start: start, MonthDays: d.month}}
	case d.week != nil:
		return Frequency{Weekly: &Weekly{Start: start, WeekDays: d.week}}
	default:
		return Frequency{Daily: &Daily{Start: start}}
	}
}

func (s cronSchedule) days() (cronDays, error) {
	if !s.anyMonthDay && !s.anyWeekDay {
		return cronDays{}, errors.New("it names days of the month and days of the week, which cron takes as either of them; Tableau has no such choice: " +
			"write * as the third or the fifth field, or THU#3 as the fifth for the third Thursday")
	}
	var week []time.Weekday
	for _, d := range ones(s.Dow, 7) {
		week = append(week, time.Weekday(d))
	}
	if len(s.DowConstraints) > 0 {
		return occurrenceDays(s.DowConstraints, week)
	}
	month, err := s.monthDays()
	return cronDays{week: selected(week), month: month}, err
}

func occurrenceDays(constraints []cron.DowConstraint, week []time.Weekday) (cronDays, error) {
	if len(constraints) > 1 || len(week) > 0 {
		return cronDays{}, errors.New("it names several week days of the month, but Tableau can run on one of them only, " +
			"such as THU#3 for the third Thursday")
	}
	c := constraints[0]
	d := cronDays{occurrence: LastDay, week: []time.Weekday{time.Weekday(c.Weekday)}}
	if c.N > 0 {
		d.occurrence = occurrences[c.N-1]
	}
	return d, nil
}

// monthDays is nil when the expression runs on every day of the month.
func (s cronSchedule) monthDays() ([]string, error) {
	var month []string
	for _, n := range ones(s.Dom, 32) {
		month = append(month, fmt.Sprint(n))
	}
	for _, c := range s.DomConstraints {
		if c.Type != cron.DomLast {
			return nil, errors.New("it counts from the end of the month or to the nearest working day, but Tableau knows the days 1 to 31 and L, " +
				"the last day, only")
		}
		if len(month) > 0 {
			return nil, errors.New("it names the last day of the month beside other days, but Tableau accepts the last day only alone")
		}
	}
	if len(s.DomConstraints) > 0 {
		return []string{LastDay}, nil
	}
	if len(month) == 31 {
		return nil, nil
	}
	return month, nil
}

// repeating is the window that two or more runs a day make, if they are evenly
// apart by a step that Tableau knows.
func repeating(runs []TimeOfDay) (*Hourly, error) {
	const known = "Tableau runs every 15, 30 or 60 minutes or every 2, 4, 6, 8 or 12 hours within one window of the day"
	step := runs[1] - runs[0]
	for i := range runs[1:] {
		if runs[i+1]-runs[i] != step {
			return nil, fmt.Errorf("its %d runs a day are not evenly apart in one window: %s. "+
				"A window that passes midnight, as Tableau Server alone may take it, is written as hourly with an end before its start", len(runs), known)
		}
	}
	if !slices.Contains(steps, step) {
		return nil, fmt.Errorf("it runs every %s: %s. The nearest is every %s", describeStep(step), known, nearestSteps(step))
	}
	h := &Hourly{Start: runs[0], End: runs[len(runs)-1]}
	if step%hour == 0 {
		h.EveryHours = int64(step / hour)
	} else {
		h.EveryMinutes = int64(step / minute)
	}
	return h, nil
}

// steps are what an hourly window of Server can have between its runs.
var steps = []TimeOfDay{15 * minute, 30 * minute, hour, 2 * hour, 4 * hour, 6 * hour, 8 * hour, 12 * hour}

func describeStep(step TimeOfDay) string {
	switch {
	case step == minute:
		return "minute"
	case step == hour:
		return "hour"
	case step%hour == 0:
		return fmt.Sprintf("%d hours", step/hour)
	default:
		return fmt.Sprintf("%d minutes", step/minute)
	}
}

// nearestSteps are the known steps next to one that is not known.
func nearestSteps(step TimeOfDay) string {
	above := slices.IndexFunc(steps, func(s TimeOfDay) bool { return s > step })
	switch above {
	case -1:
		return describeStep(steps[len(steps)-1])
	case 0:
		return describeStep(steps[0])
	default:
		return describeStep(steps[above-1]) + " or " + describeStep(steps[above])
	}
}
