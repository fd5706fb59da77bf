package frequency_test

import (
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
)

func TestFromCron_saysWhatTableauCanSay(t *testing.T) {
	for expression, want := range map[string]object{
		"15 2 * * *":           {"daily": object{"start": "02:15:00"}},
		"  15   2 * * ?  ":     {"daily": object{"start": "02:15:00"}},
		"0 0 */1 * *":          {"daily": object{"start": "00:00:00"}},
		"0 0 1-31 1-12 *":      {"daily": object{"start": "00:00:00"}},
		"0 0 * jan-dec 0-6":    {"daily": object{"start": "00:00:00"}},
		"@daily":               {"daily": object{"start": "00:00:00"}},
		"@midnight":            {"daily": object{"start": "00:00:00"}},
		"*/30 6-21 * * *":      {"hourly": object{"start": "06:00:00", "end": "21:30:00", "every_minutes": 30}},
		"0/30 6-22 * * *":      {"hourly": object{"start": "06:00:00", "end": "22:30:00", "every_minutes": 30}},
		"0,30 6-21 * * 1-5":    {"hourly": object{"start": "06:00:00", "end": "21:30:00", "every_minutes": 30, "week_days": workDays}},
		"*/15 * * * *":         {"hourly": object{"start": "00:00:00", "end": "23:45:00", "every_minutes": 15}},
		"5/15 6 * * *":         {"hourly": object{"start": "06:05:00", "end": "06:50:00", "every_minutes": 15}},
		"0 6-22 * * MON-FRI":   {"hourly": object{"start": "06:00:00", "end": "22:00:00", "every_hours": 1, "week_days": workDays}},
		"45 20,21 * * *":       {"hourly": object{"start": "20:45:00", "end": "21:45:00", "every_hours": 1}},
		"0 */2 * * *":          {"hourly": object{"start": "00:00:00", "end": "22:00:00", "every_hours": 2}},
		"0 */4 * * *":          {"hourly": object{"start": "00:00:00", "end": "20:00:00", "every_hours": 4}},
		"30 6-20/2 * * *":      {"hourly": object{"start": "06:30:00", "end": "20:30:00", "every_hours": 2}},
		"0 0,8,16 * * *":       {"hourly": object{"start": "00:00:00", "end": "16:00:00", "every_hours": 8}},
		"0 6,18 * * *":         {"hourly": object{"start": "06:00:00", "end": "18:00:00", "every_hours": 12}},
		"@hourly":              {"hourly": object{"start": "00:00:00", "end": "23:00:00", "every_hours": 1}},
		"30 18 * * 0,3":        {"weekly": object{"start": "18:30:00", "week_days": list{"Sunday", "Wednesday"}}},
		"30 18 * * sun,WED":    {"weekly": object{"start": "18:30:00", "week_days": list{"Sunday", "Wednesday"}}},
		"30 5 * * 7":           {"weekly": object{"start": "05:30:00", "week_days": list{"Sunday"}}},
		"30 5 * * FRI-MON":     {"weekly": object{"start": "05:30:00", "week_days": list{"Sunday", "Monday", "Friday", "Saturday"}}},
		"@weekly":              {"weekly": object{"start": "00:00:00", "week_days": list{"Sunday"}}},
		"0 6 1,15 * *":         {"monthly": object{"start": "06:00:00", "month_days": list{1, 15}}},
		"0 6 31 * ?":           {"monthly": object{"start": "06:00:00", "month_days": list{31}}},
		"0 6 */10 * *":         {"monthly": object{"start": "06:00:00", "month_days": list{1, 11, 21, 31}}},
		"0 6 L * *":            {"monthly": object{"start": "06:00:00", "month_days": list{"LastDay"}}},
		"@monthly":             {"monthly": object{"start": "00:00:00", "month_days": list{1}}},
		"0 6 * * THU#3":        {"monthly": object{"start": "06:00:00", "occurrence": "Third", "week_day": "Thursday"}},
		"0 6 ? * 1#1":          {"monthly": object{"start": "06:00:00", "occurrence": "First", "week_day": "Monday"}},
		"0 6 * * sun#5":        {"monthly": object{"start": "06:00:00", "occurrence": "Fifth", "week_day": "Sunday"}},
		"0 6 * * THU#L":        {"monthly": object{"start": "06:00:00", "occurrence": "LastDay", "week_day": "Thursday"}},
		"0 6 * * thuL":         {"monthly": object{"start": "06:00:00", "occurrence": "LastDay", "week_day": "Thursday"}},
		"0 6 * * 5L":           {"monthly": object{"start": "06:00:00", "occurrence": "LastDay", "week_day": "Friday"}},
		"55 23 * * *":          {"daily": object{"start": "23:55:00"}},
		"0 6 2-31/29 * *":      {"monthly": object{"start": "06:00:00", "month_days": list{2, 31}}},
		"0 12 1,2,3,4,5,6 * *": {"monthly": object{"start": "12:00:00", "month_days": list{1, 2, 3, 4, 5, 6}}},
	} {
		t.Run(expression, func(t *testing.T) {
			got, err := frequency.FromCron(expression)
			if err != nil {
				t.Fatal(err)
			}
			if want := frequencyObject(t, want); !got.Object().Equal(want) {
				t.Errorf("got %s, want %s", got.Object(), want)
			}
		})
	}
}

func TestFromCron_explainsWhatTableauCannotSay(t *testing.T) {
	for expression, says := range map[string]string{
		"":                              "it has 0 fields, but must have five",
		"0 6 * *":                       "it has 4 fields, but must have five: minute, hour, day of the month, month and day of the week",
		"0 0 6 * * *":                   "it has 6 fields",
		"0 6 * * * 2027":                "Tableau has neither seconds nor years",
		"TZ=Europe/Berlin 0 6 * * *":    "it names a time zone, but Tableau runs in the time zone of the server or site",
		"CRON_TZ=UTC 0 6 * * *":         "leave the time zone out",
		"@every 1h":                     "of the @ names Tableau can express @hourly, @daily, @midnight, @weekly and @monthly",
		"@reboot":                       "write any other as five fields",
		"@yearly":                       "it runs in some months only",
		"0 6 * 1-6 *":                   "write * as the fourth field",
		"0 6 1 JAN *":                   "Tableau runs in every month",
		"0 6 1 * MON":                   "which cron takes as either of them",
		"0 6 1-7 * MON":                 "THU#3 as the fifth for the third Thursday",
		"0 6 L * THU#3":                 "days of the month and days of the week",
		"0 6 L-3 * *":                   "it counts from the end of the month or to the nearest working day",
		"0 6 LW * *":                    "the days 1 to 31 and L",
		"0 6 15W * *":                   "nearest working day",
		"0 6 1,L * *":                   "accepts the last day only alone",
		"0 6 * * MON#1,MON#3":           "several week days of the month",
		"0 6 * * MON,FRI#3":             "Tableau can run on one of them only",
		"7 2 * * *":                     "it runs at 02:07, but Tableau runs on 5-minute marks only: 02:05 and 02:10 are the nearest",
		"58 23 * * *":                   "23:55 and 00:00 are the nearest",
		"7/30 6 * * *":                  "it runs at 06:07",
		"* * * * *":                     "it runs every minute: Tableau runs every 15, 30 or 60 minutes",
		"*/10 * * * *":                  "it runs every 10 minutes: ",
		"*/5 6 * * *":                   "The nearest is every 15 minutes",
		"*/20 * * * *":                  "The nearest is every 15 minutes or 30 minutes",
		"0,45 6 * * *":                  "The nearest is every 30 minutes or hour",
		"0 */3 * * *":                   "it runs every 3 hours: ",
		"0 6,9 * * *":                   "The nearest is every 2 hours or 4 hours",
		"0 3,21 * * *":                  "it runs every 18 hours: ",
		"0 1,22 * * *":                  "The nearest is every 12 hours",
		"0 */5 * * *":                   "it runs every 5 hours: ",
		"0 6,8,12 * * *":                "its 3 runs a day are not evenly apart",
		"0 22-2 * * *":                  "A window that passes midnight, as Tableau Server alone may take it, is written as hourly with an end before its start",
		"0,15,45 6 * * *":               "not evenly apart in one window",
		"0 6,18 1 * *":                  "it runs 2 times on a day of the month, but Tableau runs a monthly frequency once a day",
		"*/30 6-8 * * MON#1":            "give one minute and one hour",
		"0 25 * * *":                    "field 2 has 25, but goes up to 23 only",
		"0 27-0 * * 0":                  "field 2 has 27, but goes up to 23 only",
		"0 6 40-2 * *":                  "field 3 has 40, but goes up to 31 only",
		"0 6 * * 9-1":                   "field 5 has 9, but goes up to 7 only",
		"0 6-30 * * *":                  "it is no cron expression: ",
		"60 6 * * *":                    "field 1 has 60, but goes up to 59 only",
		"0 6 32 * *":                    "field 3 has 32, but goes up to 31 only",
		"0 6 * * Thursday":              "it is no cron expression: ",
		"H 6 * * *":                     "it is no cron expression: ",
		"0 6 * * MON#6":                 "it is no cron expression: ",
		", 6 * * *":                     `field 1 is ",", a list with a missing value`,
		"0 6 * * MON,":                  `field 5 is "MON,"`,
		"0 6,,8 * * *":                  `field 2 is "6,,8"`,
		"every day at six in the night": "it has 7 fields",
	} {
		t.Run(expression, func(t *testing.T) {
			f, err := frequency.FromCron(expression)
			if err == nil {
				t.Fatalf("got %s, want an error", f.Object())
			}
			if !strings.Contains(err.Error(), says) {
				t.Errorf("got %q, want it to say %q", err, says)
			}
			if !f.IsZero() {
				t.Errorf("got %s beside the error", f.Object())
			}
		})
	}
}
