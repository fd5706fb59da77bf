package frequency_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
)

func nextRuns(t *testing.T, f object, from string, count int, zone string) []string {
	t.Helper()
	location, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	start, err := time.Parse(time.RFC3339, from)
	if err != nil {
		t.Fatal(err)
	}
	runs, err := frequency.NextRuns(checked(t, f), start, count, location)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, run := range runs {
		texts = append(texts, run.Format(time.RFC3339))
	}
	return texts
}

func TestNextRuns_followTheRule(t *testing.T) {
	for name, test := range map[string]struct {
		frequency object
		from      string
		want      []string
	}{
		"daily, later today": {
			object{"daily": object{"start": "18:30"}}, "2026-01-01T12:00:00Z",
			[]string{"2026-01-01T18:30:00Z", "2026-01-02T18:30:00Z"},
		},
		"strictly after": {
			object{"daily": object{"start": "18:30"}}, "2026-01-01T18:30:00Z",
			[]string{"2026-01-02T18:30:00Z"},
		},
		"from in another zone": {
			object{"daily": object{"start": "00:05"}}, "2026-01-01T01:00:00+01:00",
			[]string{"2026-01-01T00:05:00Z"},
		},
		"daily on days": {
			object{"daily": object{"start": "06:00", "week_days": list{"Monday", "Friday"}}}, "2026-01-01T00:00:00Z",
			[]string{"2026-01-02T06:00:00Z", "2026-01-05T06:00:00Z", "2026-01-09T06:00:00Z"},
		},
		"window with both its ends": {
			object{"hourly": object{"start": "20:45", "end": "21:45", "every_minutes": 30}}, "2026-01-01T00:00:00Z",
			[]string{"2026-01-01T20:45:00Z", "2026-01-01T21:15:00Z", "2026-01-01T21:45:00Z", "2026-01-02T20:45:00Z"},
		},
		"window whose end no run falls on": {
			object{"hourly": object{"start": "18:30", "end": "23:00", "every_hours": 2}}, "2026-01-01T00:00:00Z",
			[]string{"2026-01-01T18:30:00Z", "2026-01-01T20:30:00Z", "2026-01-01T22:30:00Z", "2026-01-02T18:30:00Z"},
		},
		"daily in hours": {
			object{"daily": object{"start": "12:30", "end": "20:30", "every_hours": 4, "week_days": list{"Monday"}}}, "2026-01-05T16:30:00Z",
			[]string{"2026-01-05T20:30:00Z", "2026-01-12T12:30:00Z"},
		},
		"window past midnight belongs to its first day": {
			object{"hourly": object{"start": "22:00", "end": "01:00", "every_hours": 1, "week_days": list{"Monday"}}}, "2026-01-06T00:00:00Z",
			[]string{"2026-01-06T01:00:00Z", "2026-01-12T22:00:00Z", "2026-01-12T23:00:00Z", "2026-01-13T00:00:00Z"},
		},
		"around the clock": {
			object{"hourly": object{"start": "05:00", "end": "05:00", "every_hours": 12}}, "2026-01-05T00:00:00Z",
			[]string{"2026-01-05T05:00:00Z", "2026-01-05T17:00:00Z", "2026-01-06T05:00:00Z"},
		},
		"daily in hours without an end": {
			object{"daily": object{"start": "05:00", "every_hours": 8, "week_days": list{"Monday"}}}, "2026-01-05T20:00:00Z",
			[]string{"2026-01-05T21:00:00Z", "2026-01-12T05:00:00Z"},
		},
		"weekly": {
			object{"weekly": object{"start": "18:30", "week_days": list{"Sunday", "Wednesday"}}}, "2026-02-26T00:00:00Z",
			[]string{"2026-03-01T18:30:00Z", "2026-03-04T18:30:00Z", "2026-03-08T18:30:00Z"},
		},
		"months without a 31st have no run": {
			object{"monthly": object{"start": "06:00", "month_days": list{31}}}, "2026-01-31T06:00:00Z",
			[]string{"2026-03-31T06:00:00Z", "2026-05-31T06:00:00Z", "2026-07-31T06:00:00Z", "2026-08-31T06:00:00Z"},
		},
		"several month days": {
			object{"monthly": object{"start": "06:00", "month_days": list{1, 15}}}, "2026-01-10T00:00:00Z",
			[]string{"2026-01-15T06:00:00Z", "2026-02-01T06:00:00Z", "2026-02-15T06:00:00Z"},
		},
		"last day": {
			object{"monthly": object{"start": "06:00", "month_days": list{"LastDay"}}}, "2028-01-31T12:00:00Z",
			[]string{"2028-02-29T06:00:00Z", "2028-03-31T06:00:00Z", "2028-04-30T06:00:00Z"},
		},
		"last day and the 31st are one run": {
			object{"monthly": object{"start": "06:00", "month_days": list{31, "LastDay"}}}, "2026-02-01T00:00:00Z",
			[]string{"2026-02-28T06:00:00Z", "2026-03-31T06:00:00Z", "2026-04-30T06:00:00Z"},
		},
		"third Thursday": {
			object{"monthly": object{"start": "06:00", "occurrence": "Third", "week_day": "Thursday"}}, "2026-01-01T00:00:00Z",
			[]string{"2026-01-15T06:00:00Z", "2026-02-19T06:00:00Z", "2026-03-19T06:00:00Z"},
		},
		"first Sunday, on the first": {
			object{"monthly": object{"start": "06:00", "occurrence": "First", "week_day": "Sunday"}}, "2026-01-31T00:00:00Z",
			[]string{"2026-02-01T06:00:00Z", "2026-03-01T06:00:00Z", "2026-04-05T06:00:00Z"},
		},
		"months without a fifth Thursday have no run": {
			object{"monthly": object{"start": "06:00", "occurrence": "Fifth", "week_day": "Thursday"}}, "2026-01-01T00:00:00Z",
			[]string{"2026-01-29T06:00:00Z", "2026-04-30T06:00:00Z", "2026-07-30T06:00:00Z"},
		},
		"last Friday": {
			object{"monthly": object{"start": "06:00", "occurrence": "LastDay", "week_day": "Friday"}}, "2026-01-01T00:00:00Z",
			[]string{"2026-01-30T06:00:00Z", "2026-02-27T06:00:00Z", "2026-03-27T06:00:00Z"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, nextRuns(t, test.frequency, test.from, len(test.want), "UTC")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestNextRuns_acrossChangesOfTheClock(t *testing.T) {
	daily := func(start string) object { return object{"daily": object{"start": start}} }
	for name, test := range map[string]struct {
		zone, from string
		frequency  object
		want       []string
	}{
		"Berlin in spring: left-out time moves by the gap": {
			"Europe/Berlin", "2026-03-28T00:00:00Z", daily("02:30"),
			[]string{"2026-03-28T02:30:00+01:00", "2026-03-29T03:30:00+02:00", "2026-03-30T02:30:00+02:00"},
		},
		"Berlin in spring: first moment of the gap": {
			"Europe/Berlin", "2026-03-28T12:00:00Z", daily("02:00"),
			[]string{"2026-03-29T03:00:00+02:00", "2026-03-30T02:00:00+02:00"},
		},
		"Berlin in spring: window has every moment once": {
			"Europe/Berlin", "2026-03-28T23:30:00Z",
			object{"hourly": object{"start": "01:00", "end": "04:00", "every_minutes": 30}},
			[]string{
				"2026-03-29T01:00:00+01:00", "2026-03-29T01:30:00+01:00", "2026-03-29T03:00:00+02:00", "2026-03-29T03:30:00+02:00",
				"2026-03-29T04:00:00+02:00", "2026-03-30T01:00:00+02:00",
			},
		},
		"Berlin in spring: steps of two hours": {
			"Europe/Berlin", "2026-03-28T23:00:00Z",
			object{"hourly": object{"start": "00:00", "end": "06:00", "every_hours": 2}},
			[]string{"2026-03-29T03:00:00+02:00", "2026-03-29T04:00:00+02:00", "2026-03-29T06:00:00+02:00"},
		},
		"Berlin in autumn: first of the two": {
			"Europe/Berlin", "2026-10-24T12:00:00Z", daily("02:30"),
			[]string{"2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"},
		},
		"Berlin in autumn: from between the two": {
			"Europe/Berlin", "2026-10-25T00:45:00Z", daily("02:30"),
			[]string{"2026-10-26T02:30:00+01:00"},
		},
		"Berlin in autumn: window in wall-clock times": {
			"Europe/Berlin", "2026-10-24T23:00:00Z",
			object{"hourly": object{"start": "01:00", "end": "04:00", "every_minutes": 30}},
			[]string{
				"2026-10-25T01:30:00+02:00", "2026-10-25T02:00:00+02:00", "2026-10-25T02:30:00+02:00",
				"2026-10-25T03:00:00+01:00", "2026-10-25T03:30:00+01:00", "2026-10-25T04:00:00+01:00",
			},
		},
		"New York in spring": {
			"America/New_York", "2026-03-07T12:00:00Z", daily("02:15"),
			[]string{"2026-03-08T03:15:00-04:00", "2026-03-09T02:15:00-04:00"},
		},
		"New York in autumn": {
			"America/New_York", "2026-10-31T12:00:00Z", daily("01:30"),
			[]string{"2026-11-01T01:30:00-04:00", "2026-11-02T01:30:00-05:00"},
		},
		"Lord Howe in spring: a gap of half an hour": {
			"Australia/Lord_Howe", "2026-10-03T00:00:00Z", daily("02:15"),
			[]string{"2026-10-04T02:45:00+11:00", "2026-10-05T02:15:00+11:00"},
		},
		"Lord Howe in spring: window": {
			"Australia/Lord_Howe", "2026-10-03T15:00:00Z",
			object{"hourly": object{"start": "01:45", "end": "03:00", "every_minutes": 15}},
			[]string{
				"2026-10-04T01:45:00+10:30", "2026-10-04T02:30:00+11:00", "2026-10-04T02:45:00+11:00",
				"2026-10-04T03:00:00+11:00", "2026-10-05T01:45:00+11:00",
			},
		},
		"Lord Howe in autumn: half an hour twice": {
			"Australia/Lord_Howe", "2026-04-04T00:00:00Z", daily("01:45"),
			[]string{"2026-04-05T01:45:00+11:00", "2026-04-06T01:45:00+10:30"},
		},
		"São Paulo in spring: no midnight": {
			"America/Sao_Paulo", "2018-11-03T12:00:00Z", daily("00:00"),
			[]string{"2018-11-04T01:00:00-02:00", "2018-11-05T00:00:00-02:00"},
		},
		"São Paulo in spring: month day without midnight": {
			"America/Sao_Paulo", "2018-11-01T12:00:00Z",
			object{"monthly": object{"start": "00:30", "month_days": list{4}}},
			[]string{"2018-11-04T01:30:00-02:00", "2018-12-04T00:30:00-02:00"},
		},
		"São Paulo in autumn: midnight after a day that ends twice": {
			"America/Sao_Paulo", "2018-02-17T12:00:00Z", daily("23:30"),
			[]string{"2018-02-17T23:30:00-02:00", "2018-02-18T23:30:00-03:00"},
		},
		"Beirut in spring: no midnight": {
			"Asia/Beirut", "2026-03-28T12:00:00Z", daily("00:15"),
			[]string{"2026-03-29T01:15:00+03:00", "2026-03-30T00:15:00+03:00"},
		},
		"Apia left out a whole day": {
			"Pacific/Apia", "2011-12-29T00:00:00-10:00", daily("06:00"),
			[]string{"2011-12-29T06:00:00-10:00", "2011-12-31T06:00:00+14:00", "2012-01-01T06:00:00+14:00"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, nextRuns(t, test.frequency, test.from, len(test.want), test.zone)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestNextRuns_refusesWhatItCannotKnow(t *testing.T) {
	daily := frequency.Frequency{Daily: &frequency.Daily{}}
	monthly := func(days ...string) frequency.Frequency {
		return frequency.Frequency{Monthly: &frequency.Monthly{MonthDays: days}}
	}
	for name, test := range map[string]struct {
		frequency frequency.Frequency
		from      string
		count     int
		says      string
	}{
		"no count":           {daily, "2026-01-01T00:00:00Z", 0, "the count is 0, but must be from 1 to 1000"},
		"too many":           {daily, "2026-01-01T00:00:00Z", 1001, "the count is 1001"},
		"customized":         {monthly("Customized Monthly"), "2026-01-01T00:00:00Z", 1, `the days of the month are not known: Tableau shows "Customized Monthly"`},
		"unheard-of day":     {monthly("1", "32"), "2026-01-01T00:00:00Z", 1, `Tableau shows "32"`},
		"no month day":       {monthly(), "2026-01-01T00:00:00Z", 1, "names no day of the month"},
		"no frequency":       {frequency.Frequency{}, "2026-01-01T00:00:00Z", 1, "does not say when to run"},
		"no week day":        {frequency.Frequency{Weekly: &frequency.Weekly{}}, "2026-01-01T00:00:00Z", 1, "does not say when to run"},
		"the end of all RFC": {daily, "9999-12-30T00:00:00Z", 3, "the year 9999 ends after 1 of 3 runs"},
	} {
		t.Run(name, func(t *testing.T) {
			from, err := time.Parse(time.RFC3339, test.from)
			if err != nil {
				t.Fatal(err)
			}
			runs, err := frequency.NextRuns(test.frequency, from, test.count, time.UTC)
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v and error %v, want one that says %q", runs, err, test.says)
			}
		})
	}
}

func TestNextRuns_endsWithoutAStep(t *testing.T) {
	f := frequency.Frequency{Hourly: &frequency.Hourly{Start: clock("06:00"), End: clock("22:00")}}
	runs, err := frequency.NextRuns(f, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), 2, time.UTC)
	want := []time.Time{time.Date(2026, 1, 1, 6, 0, 0, 0, time.UTC), time.Date(2026, 1, 2, 6, 0, 0, 0, time.UTC)}
	if err != nil || !slices.Equal(runs, want) {
		t.Errorf("got %v and %v, want %v", runs, err, want)
	}
}

func TestNextRuns_listsAThousand(t *testing.T) {
	got := nextRuns(t, object{"monthly": object{"start": "06:00", "occurrence": "Fifth", "week_day": "Monday"}}, "2026-01-01T00:00:00Z", 1000, "Europe/Berlin")
	if len(got) != 1000 || got[0] != "2026-03-30T06:00:00+02:00" {
		t.Errorf("got %d runs from %s", len(got), got[0])
	}
}
