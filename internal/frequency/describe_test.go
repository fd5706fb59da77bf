package frequency_test

import (
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
)

func TestDescribe_isOneEnglishLine(t *testing.T) {
	for want, f := range map[string]object{
		"Every 30 minutes from 06:00 to 22:00, Monday to Friday":                                    {"hourly": object{"start": "06:00", "end": "22:00", "every_minutes": 30, "week_days": workDays}},
		"Every 15 minutes from 06:00 to 22:00":                                                      {"hourly": object{"start": "06:00", "end": "22:00", "every_minutes": 15}},
		"Every hour from 06:00 to 22:00":                                                            {"hourly": object{"start": "06:00", "end": "22:00", "every_minutes": 60, "week_days": everyDay}},
		"Every 2 hours from 18:30 to 23:00, Sunday and Wednesday":                                   {"hourly": object{"start": "18:30", "end": "23:00", "every_hours": 2, "week_days": list{"Sunday", "Wednesday"}}},
		"Every hour from 06:00 to 22:00, Friday to Monday":                                          {"hourly": object{"start": "06:00", "end": "22:00", "every_hours": 1, "week_days": list{"Friday", "Saturday", "Sunday", "Monday"}}},
		"Every 30 minutes from 14:00 to 01:00 the next day, Monday":                                 {"hourly": object{"start": "14:00", "end": "01:00", "every_minutes": 30, "week_days": list{"Monday"}}},
		"Every hour around the clock from 00:30":                                                    {"hourly": object{"start": "00:30", "end": "00:30", "every_hours": 1}},
		"Every day at 02:15":                                                                        {"daily": object{"start": "02:15:00", "end": "02:15", "every_hours": 24}},
		"Every day at 02:15:30":                                                                     {"daily": object{"start": "02:15:30"}},
		"Every Tuesday at 18:20":                                                                    {"daily": object{"start": "18:20", "week_days": list{"Tuesday"}}},
		"Every 4 hours from 12:30 to 20:30, Monday and Friday":                                      {"daily": object{"start": "12:30", "end": "20:30", "every_hours": 4, "week_days": list{"Monday", "Friday"}}},
		"Every 4 hours around the clock from 12:30":                                                 {"daily": object{"start": "12:30", "every_hours": 4}},
		"Every Sunday and Wednesday at 18:30":                                                       {"weekly": object{"start": "18:30", "week_days": list{"Wednesday", "Sunday"}}},
		"Every Sunday, Tuesday and Thursday at 18:00":                                               {"weekly": object{"start": "18:00", "week_days": list{"Tuesday", "Sunday", "Thursday"}}},
		"Monday to Friday at 05:30":                                                                 {"weekly": object{"start": "05:30", "week_days": workDays}},
		"Every day at 18:30":                                                                        {"weekly": object{"start": "18:30", "week_days": everyDay}},
		"On day 15 of every month at 06:00":                                                         {"monthly": object{"start": "06:00", "month_days": list{15}}},
		"On days 1 and 15 of every month at 06:00":                                                  {"monthly": object{"start": "06:00", "month_days": list{15, 1}}},
		"On days 1, 2 and 15 and the last day of every month at 06:00":                              {"monthly": object{"start": "06:00", "month_days": list{15, 1, 2, "LastDay"}}},
		"On the last day of every month at 06:00":                                                   {"monthly": object{"start": "06:00", "month_days": list{"LastDay"}}},
		"On the third Thursday of every month at 06:00":                                             {"monthly": object{"start": "06:00", "occurrence": "Third", "week_day": "Thursday"}},
		"On the last Friday of every month at 06:00":                                                {"monthly": object{"start": "06:00", "occurrence": "LastDay", "week_day": "Friday"}},
		"On \"Second Tuesday\" of every month at 06:00":                                             {"monthly": object{"start": "06:00", "month_days": list{"Second Tuesday"}}},
		"On customized days of every month at 11:20, which Tableau shows in its web interface only": {"monthly": object{"start": "11:20", "month_days": list{"Customized Monthly"}}},
	} {
		t.Run(want, func(t *testing.T) {
			if got := frequency.Describe(checked(t, f)); got != want {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestDescribe_doesNotInventTimes(t *testing.T) {
	if got, want := frequency.Describe(frequency.Frequency{}), "At times that are not known"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
