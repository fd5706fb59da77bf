package frequency_test

import (
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
)

func TestMayRunAt(t *testing.T) {
	t.Parallel()
	at := func(text string) time.Time {
		moment, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return moment
	}
	clock := func(text string) frequency.TimeOfDay {
		parsed, err := frequency.ParseTimeOfDay(text)
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	daily := frequency.Frequency{Daily: &frequency.Daily{Start: clock("02:30")}}
	late := frequency.Frequency{Daily: &frequency.Daily{Start: clock("03:45")}}
	weekly := frequency.Frequency{Weekly: &frequency.Weekly{Start: clock("02:30"), WeekDays: []time.Weekday{time.Monday}}}
	for name, test := range map[string]struct {
		frequency frequency.Frequency
		at        string
		zone      *time.Location
		want      bool
	}{
		"its own time":                                     {daily, "2026-01-15T01:30:00Z", berlin, true},
		"a second of its minute":                           {daily, "2026-01-15T01:30:59Z", berlin, true},
		"an hour off":                                      {daily, "2026-01-15T02:30:00Z", berlin, false},
		"a minute off":                                     {daily, "2026-01-15T01:31:00Z", berlin, false},
		"an hour off on the night of a change":             {daily, "2026-03-29T00:30:00Z", berlin, true},
		"the end of the gap in which its time falls":       {daily, "2026-03-29T01:00:00Z", berlin, true},
		"a minute after the end of the gap":                {daily, "2026-03-29T01:01:00Z", berlin, false},
		"the end of a gap in which its time does not fall": {late, "2026-03-29T01:00:00Z", berlin, false},
		"the end of the gap on a day that is not its":      {weekly, "2026-03-29T01:00:00Z", berlin, false},
		"the same time on a night without a change":        {daily, "2026-03-28T01:00:00Z", berlin, false},
		"the moment at which the clock is put back":        {daily, "2026-10-25T01:00:00Z", berlin, false},
		"an hour off two days later":                       {daily, "2026-03-31T01:30:00Z", berlin, false},
		"its day":                                          {weekly, "2026-01-12T01:30:00Z", berlin, true},
		"another day":                                      {weekly, "2026-01-13T01:30:00Z", berlin, false},
		"some zone":                                        {daily, "2026-01-15T22:45:00Z", nil, true},
		"no zone":                                          {daily, "2026-01-15T22:40:00Z", nil, false},
		"its day in some zone":                             {weekly, "2026-01-12T14:15:00Z", nil, true},
		"another day in all zones":                         {weekly, "2026-01-14T14:15:00Z", nil, false},
		"days that nobody knows": {
			frequency.Frequency{Monthly: &frequency.Monthly{Start: clock("02:30"), MonthDays: []string{frequency.CustomizedMonthly}}},
			"2026-01-15T22:40:00Z", berlin, true,
		},
	} {
		if got := frequency.MayRunAt(test.frequency, at(test.at), test.zone); got != test.want {
			t.Errorf("%s: got %t", name, got)
		}
	}
}
