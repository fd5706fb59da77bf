package mockserver_test

import (
	"strings"
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestNextRun_followsTheFrequencyInTheServersZone(t *testing.T) {
	hours := func(n string) []mockserver.Interval { return []mockserver.Interval{{Hours: n}} }
	monthDays := func(days ...string) (intervals []mockserver.Interval) {
		for _, day := range days {
			intervals = append(intervals, mockserver.Interval{MonthDay: day})
		}
		return intervals
	}
	nth := func(which, weekDay string) []mockserver.Interval {
		return []mockserver.Interval{{MonthDay: which, WeekDay: weekDay}}
	}
	on := func(weekDay string) []mockserver.Interval { return []mockserver.Interval{{WeekDay: weekDay}} }
	daily := func(start, end string, intervals []mockserver.Interval) mockserver.Schedule {
		return mockserver.Schedule{Start: start, End: end, Intervals: intervals}
	}
	hourly := func(start, end string, intervals []mockserver.Interval) mockserver.Schedule {
		return mockserver.Schedule{Frequency: "Hourly", Start: start, End: end, Intervals: intervals}
	}
	monthly := func(intervals []mockserver.Interval) mockserver.Schedule {
		return mockserver.Schedule{Frequency: "Monthly", Start: "12:00:00", Intervals: intervals}
	}
	for name, one := range map[string]struct {
		zone, now, want string
		schedule        mockserver.Schedule
	}{
		"daily, later today":           {"UTC", "2026-03-02T17:00:00Z", "2026-03-02T18:00:00Z", mockserver.Schedule{Start: "18:00:00"}},
		"daily, now is past":           {"UTC", "2026-03-02T18:00:00Z", "2026-03-03T18:00:00Z", mockserver.Schedule{Start: "18:00:00"}},
		"daily, east of UTC":           {"Asia/Tokyo", "2026-03-02T17:00:00Z", "2026-03-03T15:30:00Z", mockserver.Schedule{Start: "00:30:00"}},
		"daily, clocks go forward":     {"America/Los_Angeles", "2026-03-08T05:00:00Z", "2026-03-08T13:00:00Z", mockserver.Schedule{Start: "06:00:00"}},
		"daily, clocks go back":        {"America/Los_Angeles", "2026-11-01T05:00:00Z", "2026-11-01T14:00:00Z", mockserver.Schedule{Start: "06:00:00"}},
		"daily on chosen days":         {"UTC", "2026-03-02T17:00:00Z", "2026-03-06T12:00:00Z", mockserver.Schedule{Start: "12:00:00", Intervals: on("Friday")}},
		"daily every 4 hours":          {"UTC", "2026-03-02T17:00:00Z", "2026-03-02T20:00:00Z", daily("12:00:00", "20:00:00", hours("4"))},
		"daily every 4 hours, over":    {"UTC", "2026-03-02T20:00:00Z", "2026-03-03T12:00:00Z", daily("12:00:00", "20:00:00", hours("4"))},
		"daily over midnight":          {"UTC", "2026-03-02T23:00:00Z", "2026-03-03T00:00:00Z", daily("14:00:00", "01:00:00", hours("2"))},
		"daily every 24 hours":         {"UTC", "2026-03-02T17:00:00Z", "2026-03-03T12:00:00Z", daily("12:00:00", "12:00:00", hours("24"))},
		"hourly, round the clock":      {"UTC", "2026-03-02T21:00:00Z", "2026-03-03T00:00:00Z", hourly("00:00:00", "00:00:00", hours("4"))},
		"hourly, minutes to the end":   {"UTC", "2026-03-02T21:45:00Z", "2026-03-02T22:00:00Z", hourly("06:00:00", "22:00:00", []mockserver.Interval{{Minutes: "15"}})},
		"weekly":                       {"UTC", "2026-03-02T17:00:00Z", "2026-03-08T12:00:00Z", mockserver.Schedule{Frequency: "Weekly", Start: "12:00:00", Intervals: on("Sunday")}},
		"monthly on the 31st":          {"UTC", "2026-01-31T12:00:00Z", "2026-03-31T12:00:00Z", monthly(monthDays("31"))},
		"monthly on the last day":      {"UTC", "2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z", monthly(monthDays("LastDay"))},
		"monthly on several days":      {"UTC", "2026-03-02T17:00:00Z", "2026-03-15T12:00:00Z", monthly(monthDays("1", "15"))},
		"monthly on the third day":     {"UTC", "2026-03-02T17:00:00Z", "2026-03-19T12:00:00Z", monthly(nth("Third", "Thursday"))},
		"monthly on the fifth day":     {"UTC", "2026-04-30T17:00:00Z", "2026-07-30T12:00:00Z", monthly(nth("Fifth", "Thursday"))},
		"monthly on the last weekday":  {"UTC", "2026-03-02T17:00:00Z", "2026-03-26T12:00:00Z", monthly(nth("LastDay", "Thursday"))},
		"customized monthly is beyond": {"UTC", "2026-03-02T17:00:00Z", "", monthly(monthDays("Customized Monthly"))},
		"suspended":                    {"UTC", "2026-03-02T17:00:00Z", "", mockserver.Schedule{State: "Suspended", Start: "12:00:00"}},
		"start that is no time":        {"UTC", "2026-03-02T17:00:00Z", "", mockserver.Schedule{Start: "noon"}},
		"interval that is no number":   {"UTC", "2026-03-02T17:00:00Z", "2026-03-03T12:00:00Z", daily("12:00:00", "20:00:00", hours("99999999999"))},
	} {
		t.Run(name, func(t *testing.T) {
			server, _ := start(t, mockserver.Options{TimeZone: one.zone, Now: at(t, one.now)})
			server.AddSchedule(one.schedule)
			got := ""
			if next := server.Schedules()[0].NextRunAt; !next.IsZero() {
				got = next.Format(time.RFC3339)
			}
			if got != one.want {
				t.Errorf("next run at %q, want %q", got, one.want)
			}
		})
	}
}

func TestAdvanceClock_letsSchedulesRun(t *testing.T) {
	server, c := startAt(t, fridayEvening, mockserver.Behaviour{})
	id := c.create(`name="n" type="Extract" frequency="Hourly"`, details(`start="18:30:00" end="23:00:00"`, `hours="2"`))
	suspended := server.AddSchedule(mockserver.Schedule{Name: "m", State: "Suspended"})
	for _, one := range []struct {
		advance time.Duration
		want    string
	}{
		{time.Hour + 38*time.Minute + 40*time.Second, `updatedAt="2016-05-07T01:51:19Z" type="Extract" frequency="Hourly" nextRunAt="2016-05-07T03:30:00Z"`}, // a second before
		{time.Second, `updatedAt="2016-05-07T03:30:00Z" type="Extract" frequency="Hourly" nextRunAt="2016-05-07T05:30:00Z"`},
		{48 * time.Hour, `updatedAt="2016-05-09T03:30:00Z" type="Extract" frequency="Hourly" nextRunAt="2016-05-09T05:30:00Z"`},
	} {
		server.AdvanceClock(one.advance)
		c := signIn(t, c.base, demoSignIn)
		if got := c.api("GET", "/schedules/"+id, "").inner(t); !strings.Contains(got, one.want) {
			t.Errorf("after %v: %s, want %s in it", one.advance, got, one.want)
		}
	}
	if got := server.Now().Format(time.RFC3339); got != "2016-05-09T03:30:00Z" {
		t.Errorf("the clock shows %s", got)
	}
	server.AdvanceClock(-time.Hour)
	if got := server.Now().Format(time.RFC3339); got != "2016-05-09T03:30:00Z" {
		t.Errorf("the clock went back to %s", got)
	}
	for _, schedule := range server.Schedules() {
		if schedule.ID == suspended && !schedule.NextRunAt.IsZero() {
			t.Errorf("a suspended schedule runs at %v", schedule.NextRunAt)
		}
	}
}
