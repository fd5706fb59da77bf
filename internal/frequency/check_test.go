package frequency_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// checked is f, as Check sees it.
func checked(t testing.TB, f object) frequency.Frequency {
	t.Helper()
	read, diags := frequency.FromObject(t.Context(), frequencyObject(t, f), path.Root("frequency"))
	if diags.HasError() {
		t.Fatalf("the test's own frequency is wrong: %v", diags)
	}
	return read
}

type refusal struct {
	frequency object
	path      string
	says      string
}

func testRefusals(t *testing.T, product tableau.Product, refusals map[string]refusal) {
	for name, test := range refusals {
		t.Run(name, func(t *testing.T) {
			f := checked(t, test.frequency)
			got := only(t, frequency.Check(f, product, path.Root("frequency")))
			if got.path != test.path || !strings.Contains(got.detail, test.says) {
				t.Errorf("got %q,\nwant an error at %s that says %q", got, test.path, test.says)
			}
			if frequency.Writable(f, product) {
				t.Error("Writable says that it can be written")
			}
		})
	}
}

func testAccepted(t *testing.T, product tableau.Product, accepted map[string]object) {
	for name, test := range accepted {
		t.Run(name, func(t *testing.T) {
			f := checked(t, test)
			if diags := frequency.Check(f, product, path.Root("frequency")); diags != nil {
				t.Errorf("got %v, want no error", diags)
			}
			if !frequency.Writable(f, product) {
				t.Error("Writable says that it cannot be written")
			}
		})
	}
}

func TestCheck_serverAccepts(t *testing.T) {
	testAccepted(t, tableau.Server, map[string]object{
		"every 15 minutes":         {"hourly": object{"start": "06:00", "end": "22:00", "every_minutes": 15}},
		"every 30 minutes":         {"hourly": object{"start": "06:05", "end": "22:20", "every_minutes": 30}},
		"every 60 minutes":         {"hourly": object{"start": "06:00", "end": "22:00", "every_minutes": 60}},
		"every hour":               {"hourly": object{"start": "06:00", "end": "22:00", "every_hours": 1}},
		"every 2 hours, uneven":    {"hourly": object{"start": "18:30", "end": "23:00", "every_hours": 2}},
		"every 12 hours":           {"hourly": object{"start": "06:00", "end": "22:00", "every_hours": 12}},
		"hourly on days":           {"hourly": object{"start": "06:00", "end": "22:00", "every_hours": 4, "week_days": list{"Monday"}}},
		"into the next day":        {"hourly": object{"start": "14:00", "end": "01:00", "every_minutes": 30}},
		"the whole day":            {"hourly": object{"start": "00:00", "end": "00:00", "every_hours": 4}},
		"daily into the next day":  {"daily": object{"start": "14:00", "end": "01:00", "every_hours": 2}},
		"daily":                    {"daily": object{"start": "02:15"}},
		"daily every 24 hours":     {"daily": object{"start": "02:15", "end": "02:15", "every_hours": 24}},
		"daily every 2 hours":      {"daily": object{"start": "02:15", "end": "10:15", "every_hours": 2}},
		"daily every 12, on days":  {"daily": object{"start": "02:15", "end": "14:15", "every_hours": 12, "week_days": list{"Monday"}}},
		"daily on days":            {"daily": object{"start": "02:15", "week_days": list{"Monday", "Friday"}}},
		"weekly on one day":        {"weekly": object{"start": "18:30", "week_days": list{"Sunday"}}},
		"weekly on all days":       {"weekly": object{"start": "18:30", "week_days": list{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}}},
		"monthly on the 31st":      {"monthly": object{"start": "06:00", "month_days": list{31}}},
		"monthly on the last day":  {"monthly": object{"start": "06:00", "month_days": list{"LastDay"}}},
		"on the first mark of all": {"daily": object{"start": "00:00"}},
		"on the last mark of all":  {"daily": object{"start": "23:55"}},
	})
}

func TestCheck_serverRefuses(t *testing.T) {
	testRefusals(t, tableau.Server, map[string]refusal{
		"hourly every 24 hours": {
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_hours": 24}},
			"frequency.hourly.every_hours", `Write daily = { start = "06:00:00" }`,
		},
		"hourly every 3 hours": {
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_hours": 3}},
			"frequency.hourly.every_hours", "every 1, 2, 4, 6, 8 or 12 hours, not every 3",
		},
		"monthly on a third day": {
			object{"monthly": object{"start": "06:00", "month_days": list{"Third"}}},
			"frequency.monthly.month_days", `"Third" can be made only in its web interface, and kept by importing the schedule`,
		},
		"monthly on a last day": {
			object{"monthly": object{"start": "06:00", "month_days": list{"Last"}}},
			"frequency.monthly.month_days", `Write LastDay for the last day of the month. "Last" is what Tableau shows of some frequencies that were set in its web interface: ` +
				"they can be kept by importing and leaving the frequency as it is, not written.",
		},
		"hourly every 20 minutes": {
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_minutes": 20}},
			"frequency.hourly.every_minutes", "every 15, 30 or 60 minutes, not every 20",
		},
		"odd minute": {
			object{"hourly": object{"start": "06:07", "end": "22:00", "every_hours": 1}},
			"frequency.hourly.start", "06:07:00 is not on a 5-minute mark. Write a time such as 06:05:00.",
		},
		"odd end": {
			object{"hourly": object{"start": "06:05", "end": "22:01", "every_hours": 1}},
			"frequency.hourly.end", "Write a time such as 22:00:00.",
		},
		"seconds": {object{"daily": object{"start": "06:00:30"}}, "frequency.daily.start", "06:00:30 is not on a 5-minute mark"},
		"daily every hour": {
			object{"daily": object{"start": "06:00", "end": "22:00", "every_hours": 1}},
			"frequency.daily.every_hours", "Write hourly with start, end and every_hours = 1.",
		},
		"daily every 3 hours": {
			object{"daily": object{"start": "06:00", "end": "21:00", "every_hours": 3}},
			"frequency.daily.every_hours", "every 2, 4, 6, 8, 12 or 24 hours, not every 3",
		},
		"daily without an end": {
			object{"daily": object{"start": "06:00", "every_hours": 4}},
			"frequency.daily.end", "every 4 hours needs an end, a whole number of hours after its start at 06:00:00",
		},
		"daily into the next day, on another minute": {
			object{"daily": object{"start": "14:30", "end": "01:00", "every_hours": 2}},
			"frequency.daily.end", "The window from 14:30:00 to 01:00:00 is not a whole number of hours.",
		},
		"daily on another minute": {
			object{"daily": object{"start": "12:30", "end": "20:00", "every_hours": 4}},
			"frequency.daily.end", "The window from 12:30:00 to 20:00:00 is not a whole number of hours.",
		},
		"daily with an end for nothing": {
			object{"daily": object{"start": "06:00", "end": "22:00"}},
			"frequency.daily.end", "runs once a day. Leave end out, or set every_hours to 2, 4, 6, 8 or 12.",
		},
		"daily every 24 hours with another end": {
			object{"daily": object{"start": "06:00", "end": "22:00", "every_hours": 24}},
			"frequency.daily.end", "Leave end out",
		},
		"weekly at an odd minute": {
			object{"weekly": object{"start": "18:31", "week_days": list{"Monday"}}},
			"frequency.weekly.start", "such as 18:30:00",
		},
		"several month days": {
			object{"monthly": object{"start": "06:00", "month_days": list{1, 15}}},
			"frequency.monthly.month_days", "accepts exactly one month day, from 1 to 31 or LastDay. Several days can be made only in its web interface",
		},
		"occurrence": {
			object{"monthly": object{"start": "06:00", "occurrence": "Third", "week_day": "Thursday"}},
			"frequency.monthly.occurrence", "One week day of the month can be made only in its web interface, and kept by importing",
		},
		"customized monthly": {
			object{"monthly": object{"start": "06:00", "month_days": list{"Customized Monthly"}}},
			"frequency.monthly.month_days", `"Customized Monthly" can be made only in its web interface`,
		},
		"month day 32": {
			object{"monthly": object{"start": "06:00", "month_days": list{32}}},
			"frequency.monthly.month_days", "from 1 to 31",
		},
	})
}

func TestCheck_cloudAccepts(t *testing.T) {
	testAccepted(t, tableau.Cloud, map[string]object{
		"every hour":              {"hourly": object{"start": "20:45", "end": "21:45", "every_hours": 1}},
		"every 60 minutes":        {"hourly": object{"start": "06:00", "end": "22:00", "every_minutes": 60, "week_days": list{"Monday"}}},
		"daily":                   {"daily": object{"start": "02:15"}},
		"daily at length":         {"daily": object{"start": "02:15", "end": "02:15", "every_hours": 24, "week_days": list{"Monday"}}},
		"daily, end but no hours": {"daily": object{"start": "02:15", "end": "02:15"}},
		"daily every 4 hours":     {"daily": object{"start": "12:30", "end": "20:30", "every_hours": 4, "week_days": list{"Monday", "Friday"}}},
		"daily, window not full":  {"daily": object{"start": "12:30", "end": "23:30", "every_hours": 4}},
		"weekly":                  {"weekly": object{"start": "18:30", "week_days": list{"Sunday"}}},
		"monthly on days":         {"monthly": object{"start": "06:00", "month_days": list{1, 15, 31}}},
		"monthly on last day":     {"monthly": object{"start": "06:00", "month_days": list{"LastDay"}}},
		"third Thursday":          {"monthly": object{"start": "06:00", "occurrence": "Third", "week_day": "Thursday"}},
		"last Sunday":             {"monthly": object{"start": "06:00", "occurrence": "LastDay", "week_day": "Sunday"}},
	})
}

func TestCheck_cloudRefuses(t *testing.T) {
	testRefusals(t, tableau.Cloud, map[string]refusal{
		"every 30 minutes": {
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_minutes": 30}},
			"frequency.hourly.every_minutes", "write every_minutes = 60 or every_hours = 1",
		},
		"hourly every 2 hours": {
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_hours": 2}},
			"frequency.hourly.every_hours", "or daily with start, end and every_hours (2, 4, 6, 8 or 12)",
		},
		"hourly every 24 hours": {
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_hours": 24}},
			"frequency.hourly.every_hours", "Write daily",
		},
		"hourly ending on another minute": {
			object{"hourly": object{"start": "18:30", "end": "23:00", "every_hours": 1}},
			"frequency.hourly.end", "not a whole number of hours",
		},
		"hourly into the next day": {
			object{"hourly": object{"start": "14:00", "end": "01:00", "every_hours": 1}},
			"frequency.hourly.end", "The window ends at 01:00:00, which is not after its start at 14:00:00. Write an end later on the same day.",
		},
		"hourly with no window": {
			object{"hourly": object{"start": "06:00", "end": "06:00", "every_hours": 1}},
			"frequency.hourly.end", "not after its start",
		},
		"hourly from an odd minute": {
			object{"hourly": object{"start": "06:02", "end": "22:00", "every_hours": 1}},
			"frequency.hourly.start", "5-minute mark",
		},
		"daily every hour": {
			object{"daily": object{"start": "06:00", "end": "22:00", "every_hours": 1}},
			"frequency.daily.every_hours", "Write hourly",
		},
		"daily without an end": {
			object{"daily": object{"start": "06:00", "every_hours": 12}},
			"frequency.daily.end", "needs an end",
		},
		"daily once with another end": {
			object{"daily": object{"start": "06:00", "end": "18:00", "every_hours": 24}},
			"frequency.daily.end", "Leave end out",
		},
		"weekly on two days": {
			object{"weekly": object{"start": "18:30", "week_days": list{"Sunday", "Wednesday"}}},
			"frequency.weekly.week_days", "on one day, not on Sunday and Wednesday. Write daily with the same start and week_days",
		},
		"last day among others": {
			object{"monthly": object{"start": "06:00", "month_days": list{1, "LastDay"}}},
			"frequency.monthly.month_days", "accepts LastDay only alone",
		},
		"customized monthly": {
			object{"monthly": object{"start": "06:00", "month_days": list{"Customized Monthly"}}},
			"frequency.monthly.month_days", `"Customized Monthly" stands for days that Tableau shows but does not accept`,
		},
		"monthly at an odd second": {
			object{"monthly": object{"start": "06:00:01", "month_days": list{1}}},
			"frequency.monthly.start", "5-minute mark",
		},
	})
}

func TestCheck_namesTheProduct(t *testing.T) {
	f := frequency.Frequency{Daily: &frequency.Daily{Start: 1}}
	for product, want := range map[tableau.Product]string{
		tableau.Server: "Tableau Server does not accept this frequency",
		tableau.Cloud:  "Tableau Cloud does not accept this frequency",
	} {
		if got := frequency.Check(f, product, path.Empty())[0].Summary(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestCheck_refusesFrequenciesThatCannotComeFromConfiguration(t *testing.T) {
	for name, test := range map[string]struct {
		frequency frequency.Frequency
		path      string
	}{
		"nothing":            {frequency.Frequency{}, "frequency"},
		"week without days":  {frequency.Frequency{Weekly: &frequency.Weekly{}}, "frequency.weekly.week_days"},
		"month without days": {frequency.Frequency{Monthly: &frequency.Monthly{}}, "frequency.monthly.month_days"},
		"unheard-of occurrence": {
			frequency.Frequency{Monthly: &frequency.Monthly{Occurrence: "Sixth", WeekDay: time.Monday}}, "frequency.monthly.occurrence",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := only(t, frequency.Check(test.frequency, tableau.Cloud, path.Root("frequency"))); got.path != test.path {
				t.Errorf("got %q, want an error at %s", got, test.path)
			}
		})
	}
}

func TestCheck_refusesNothingWhileTheProductIsNotKnown(t *testing.T) {
	f := frequency.Frequency{Daily: &frequency.Daily{Start: 1}}
	if diags := frequency.Check(f, "", path.Root("frequency")); diags != nil {
		t.Errorf("got %v", diags)
	}
}
