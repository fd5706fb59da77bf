package frequency_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

func validate(t *testing.T, f any) []problem {
	t.Helper()
	resp, err := server(t).ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: "test_scheduled", Config: resourceValue(t, f),
	})
	if err != nil {
		t.Fatal(err)
	}
	return problems(t, resp.Diagnostics)
}

func TestValidate_eachMistakeIsOneErrorAtItsAttribute(t *testing.T) {
	for name, test := range map[string]struct {
		frequency any
		path      string
		says      string
	}{
		"no member": {object{}, "frequency", "Set exactly one of hourly, daily, weekly and monthly."},
		"two members": {
			object{"daily": object{"start": "06:00"}, "weekly": object{"start": "06:00", "week_days": list{"Monday"}}},
			"frequency", "not daily and weekly",
		},
		"hour 25": {object{"daily": object{"start": "25:00"}}, "frequency.daily.start", `"25:00" is not a time of day: write HH:MM`},
		"hour 24": {object{"daily": object{"start": "24:00"}}, "frequency.daily.start", "hours from 00 to 23"},
		"minute 60": {
			object{"hourly": object{"start": "06:00", "end": "21:60", "every_hours": 1}},
			"frequency.hourly.end", "minutes and seconds from 00 to 59",
		},
		"second 60":           {object{"daily": object{"start": "06:00:60"}}, "frequency.daily.start", "minutes and seconds from 00 to 59"},
		"hour of one digit":   {object{"daily": object{"start": "6:00"}}, "frequency.daily.start", "such as 06:00"},
		"time with a zone":    {object{"daily": object{"start": "06:00Z"}}, "frequency.daily.start", "write HH:MM"},
		"twelve-hour time":    {object{"daily": object{"start": "6:00 PM"}}, "frequency.daily.start", "write HH:MM"},
		"fraction of seconds": {object{"daily": object{"start": "06:00:00.5"}}, "frequency.daily.start", "write HH:MM"},
		"empty time":          {object{"daily": object{"start": ""}}, "frequency.daily.start", `"" is not a time of day`},
		"bad start hides no second error about the end": {
			object{"hourly": object{"start": "25:00", "end": "06:00", "every_hours": 1}},
			"frequency.hourly.start", "is not a time of day",
		},
		"bad end is not also an early end": {
			object{"hourly": object{"start": "06:00", "end": "25:00", "every_hours": 1}},
			"frequency.hourly.end", "is not a time of day",
		},
		"no start":      {object{"daily": object{}}, "frequency.daily.start", "Must set a configuration value"},
		"no hourly end": {object{"hourly": object{"start": "06:00", "every_hours": 1}}, "frequency.hourly.end", "Must set a configuration value"},
		"every 61 minutes": {
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_minutes": 61}},
			"frequency.hourly.every_minutes", "61 is not a step that Tableau knows: write 15, 30 or 60.",
		},
		"every 0 minutes": {
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_minutes": 0}},
			"frequency.hourly.every_minutes", "write 15, 30 or 60.",
		},
		"every 25 hours": {
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_hours": 25}},
			"frequency.hourly.every_hours", "25 is not a step that Tableau knows: write 1, 2, 4, 6, 8 or 12.",
		},
		"daily every 25 hours": {
			object{"daily": object{"start": "06:00", "end": "21:00", "every_hours": 25}},
			"frequency.daily.every_hours", "25 is not a step that Tableau knows: write 2, 4, 6, 8, 12 or 24.",
		},
		"minutes and hours": {
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_minutes": 30, "every_hours": 1}},
			"frequency.hourly.every_minutes", "Set every_minutes or every_hours, not both.",
		},
		"neither minutes nor hours": {
			object{"hourly": object{"start": "06:00", "end": "22:00"}},
			"frequency.hourly", "needs every_minutes (15, 30 or 60) or every_hours (1, 2, 4, 6, 8 or 12)",
		},
		"no week days":        {object{"weekly": object{"start": "06:00"}}, "frequency.weekly.week_days", "Must set a configuration value"},
		"empty week days":     {object{"weekly": object{"start": "06:00", "week_days": list{}}}, "frequency.weekly.week_days", "Name at least one day."},
		"empty optional days": {object{"daily": object{"start": "06:00", "week_days": list{}}}, "frequency.daily.week_days", "or leave the attribute out"},
		"unknown week day": {
			object{"weekly": object{"start": "06:00", "week_days": list{"Monday", "Funday"}}},
			"frequency.weekly.week_days[Funday]", `"Funday" is not a day of the week: write one of Sunday, Monday,`,
		},
		"week day in lower case": {
			object{"hourly": object{"start": "06:00", "end": "07:00", "every_hours": 1, "week_days": list{"monday"}}},
			"frequency.hourly.week_days[monday]", "Friday or Saturday",
		},
		"null week day": {
			object{"weekly": object{"start": "06:00", "week_days": list{"Monday", nil}}},
			"frequency.weekly.week_days[]", "has a null",
		},
		"month day 32": {
			object{"monthly": object{"start": "06:00", "month_days": list{32}}},
			"frequency.monthly.month_days[32]", `"32" is not a day of the month: write a number from 1 to 31, or LastDay.`,
		},
		"month day 0":     {object{"monthly": object{"start": "06:00", "month_days": list{0}}}, "frequency.monthly.month_days[0]", "from 1 to 31"},
		"month day 01":    {object{"monthly": object{"start": "06:00", "month_days": list{"01"}}}, "frequency.monthly.month_days[01]", "from 1 to 31"},
		"month day Sixth": {object{"monthly": object{"start": "06:00", "month_days": list{"Sixth"}}}, "frequency.monthly.month_days[Sixth]", "or LastDay"},
		"month day last":  {object{"monthly": object{"start": "06:00", "month_days": list{"last"}}}, "frequency.monthly.month_days[last]", "or LastDay"},
		"month day lastday": {
			object{"monthly": object{"start": "06:00", "month_days": list{"lastday"}}},
			"frequency.monthly.month_days[lastday]", `"lastday" is not a day of the month: write a number from 1 to 31, or LastDay.`,
		},
		"no month days":  {object{"monthly": object{"start": "06:00", "month_days": list{}}}, "frequency.monthly.month_days", "The set is empty"},
		"no days at all": {object{"monthly": object{"start": "06:00"}}, "frequency.monthly", "needs month_days, or occurrence with week_day"},
		"month days and occurrence": {
			object{"monthly": object{"start": "06:00", "month_days": list{1}, "occurrence": "First", "week_day": "Monday"}},
			"frequency.monthly.month_days", "Set month_days, or occurrence with week_day, not both.",
		},
		"month days and week day": {
			object{"monthly": object{"start": "06:00", "month_days": list{1}, "week_day": "Monday"}},
			"frequency.monthly.week_day", "cannot stand beside month_days",
		},
		"occurrence without week day": {
			object{"monthly": object{"start": "06:00", "occurrence": "Third"}},
			"frequency.monthly.week_day", "occurrence needs week_day",
		},
		"week day without occurrence": {
			object{"monthly": object{"start": "06:00", "week_day": "Thursday"}},
			"frequency.monthly.occurrence", "one of First, Second, Third, Fourth, Fifth or LastDay",
		},
		"sixth occurrence": {
			object{"monthly": object{"start": "06:00", "occurrence": "Sixth", "week_day": "Thursday"}},
			"frequency.monthly.occurrence", `"Sixth" is not an occurrence`,
		},
		"empty occurrence": {
			object{"monthly": object{"start": "06:00", "occurrence": "", "week_day": "Thursday"}},
			"frequency.monthly.occurrence", `"" is not an occurrence`,
		},
		"unknown week day of an occurrence": {
			object{"monthly": object{"start": "06:00", "occurrence": "Third", "week_day": "Thu"}},
			"frequency.monthly.week_day", `"Thu" is not a day of the week`,
		},
		"known mistake beside unknown values": {
			object{"hourly": object{"start": unknown{}, "end": "25:00", "every_minutes": unknown{}}},
			"frequency.hourly.end", "is not a time of day",
		},
		"two known members beside an unknown one": {
			object{"daily": object{"start": "06:00"}, "weekly": object{"start": "06:00", "week_days": list{"Monday"}}, "monthly": unknown{}},
			"frequency", "not daily and weekly",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := validate(t, test.frequency)
			if len(got) != 1 || got[0].path != test.path || !strings.Contains(got[0].detail, test.says) {
				t.Fatalf("got %q,\nwant one error at %s that says %q", got, test.path, test.says)
			}
			if attribute, _, _ := strings.Cut(test.path, "["); !strings.Contains(got[0].detail, attribute) {
				t.Errorf("%q does not name %s, which Terraform shows nowhere else", got[0].detail, attribute)
			}
		})
	}
}

func TestValidate_acceptsWhatSomeProductShows(t *testing.T) {
	for name, f := range map[string]any{
		"hourly in minutes":         object{"hourly": object{"start": "06:00:00", "end": "22:00:00", "every_minutes": 30}},
		"hourly in hours":           object{"hourly": object{"start": "18:30", "end": "23:00", "every_hours": 2, "week_days": list{"Monday"}}},
		"hourly every 24 hours":     object{"hourly": object{"start": "06:00", "end": "22:00", "every_hours": 24}},
		"hourly every 10 minutes":   object{"hourly": object{"start": "06:00", "end": "22:00", "every_minutes": 10}},
		"hourly every 3 hours":      object{"hourly": object{"start": "06:00", "end": "22:00", "every_hours": 3}},
		"daily every 3 hours":       object{"daily": object{"start": "06:00", "end": "21:00", "every_hours": 3}},
		"monthly on a third day":    object{"monthly": object{"start": "06:00", "month_days": list{"Third"}}},
		"monthly on a last day":     object{"monthly": object{"start": "06:00", "month_days": list{"Last"}}},
		"window past midnight":      object{"hourly": object{"start": "14:00", "end": "01:00", "every_hours": 1}},
		"end equal to start":        object{"hourly": object{"start": "06:00", "end": "06:00", "every_hours": 1}},
		"daily":                     object{"daily": object{"start": "02:15:00"}},
		"daily with repetition":     object{"daily": object{"start": "12:30", "end": "20:30", "every_hours": 4, "week_days": list{"Monday", "Friday"}}},
		"daily without its end":     object{"daily": object{"start": "12:30", "every_hours": 4}},
		"weekly":                    object{"weekly": object{"start": "18:30", "week_days": list{"Sunday", "Wednesday"}}},
		"monthly by numbers":        object{"monthly": object{"start": "06:00", "month_days": list{1, 15, 31}}},
		"monthly on the last day":   object{"monthly": object{"start": "06:00", "month_days": list{"LastDay"}}},
		"monthly on mixed days":     object{"monthly": object{"start": "06:00", "month_days": list{1, "LastDay"}}},
		"monthly customized":        object{"monthly": object{"start": "06:00", "month_days": list{"Customized Monthly"}}},
		"monthly by occurrence":     object{"monthly": object{"start": "06:00", "occurrence": "Third", "week_day": "Thursday"}},
		"monthly last occurrence":   object{"monthly": object{"start": "06:00", "occurrence": "LastDay", "week_day": "Friday"}},
		"seconds and odd minutes":   object{"daily": object{"start": "06:07:30"}},
		"all unknown":               unknown{},
		"unknown member":            object{"daily": unknown{}},
		"unknown beside known":      object{"daily": unknown{}, "weekly": object{"start": "06:00", "week_days": list{"Monday"}}},
		"unknown times":             object{"hourly": object{"start": unknown{}, "end": "06:00", "every_hours": 1}},
		"unknown end":               object{"hourly": object{"start": "06:00", "end": unknown{}, "every_hours": 1}},
		"unknown steps":             object{"hourly": object{"start": "06:00", "end": "07:00", "every_hours": unknown{}}},
		"unknown beside known step": object{"hourly": object{"start": "06:00", "end": "07:00", "every_hours": unknown{}, "every_minutes": 15}},
		"unknown week days":         object{"weekly": object{"start": "06:00", "week_days": unknown{}}},
		"unknown week day":          object{"weekly": object{"start": "06:00", "week_days": list{"Monday", unknown{}}}},
		"unknown month days":        object{"monthly": object{"start": "06:00", "month_days": unknown{}}},
		"unknown occurrence":        object{"monthly": object{"start": "06:00", "occurrence": unknown{}, "week_day": "Monday"}},
		"unknown week day of month": object{"monthly": object{"start": "06:00", "occurrence": "First", "week_day": unknown{}}},
		"unknown start":             object{"weekly": object{"start": unknown{}, "week_days": list{"Monday"}}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := validate(t, f); got != nil {
				t.Errorf("got %q, want no error", got)
			}
		})
	}
}
