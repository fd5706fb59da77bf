package frequency_test

import (
	"encoding/xml"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

func intervals(all ...tableau.Interval) *tableau.Intervals { return &tableau.Intervals{Interval: all} }

func hours(n string) tableau.Interval      { return tableau.Interval{Hours: n} }
func minutes(n string) tableau.Interval    { return tableau.Interval{Minutes: n} }
func weekDay(name string) tableau.Interval { return tableau.Interval{WeekDay: name} }
func monthDay(d string) tableau.Interval   { return tableau.Interval{MonthDay: d} }

func weekDays(names ...string) []tableau.Interval {
	var all []tableau.Interval
	for _, name := range names {
		all = append(all, weekDay(name))
	}
	return all
}

var everyWeekDay = weekDays("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")

func TestToWire_sendsWhatTheProductWants(t *testing.T) {
	for name, test := range map[string]struct {
		frequency object
		product   tableau.Product
		kind      string
		details   tableau.FrequencyDetails
	}{
		"server hourly in minutes": {
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_minutes": 30}}, tableau.Server,
			"Hourly", tableau.FrequencyDetails{Start: "06:00:00", End: "22:00:00", Intervals: intervals(minutes("30"))},
		},
		"server hourly on days": {
			object{"hourly": object{"start": "18:30", "end": "23:00", "every_hours": 2, "week_days": list{"Friday", "Monday"}}}, tableau.Server,
			"Hourly", tableau.FrequencyDetails{Start: "18:30:00", End: "23:00:00", Intervals: intervals(hours("2"), weekDay("Monday"), weekDay("Friday"))},
		},
		"server daily": {
			object{"daily": object{"start": "02:15"}}, tableau.Server,
			"Daily", tableau.FrequencyDetails{Start: "02:15:00"},
		},
		"server daily at length": {
			object{"daily": object{"start": "02:15", "end": "02:15", "every_hours": 24}}, tableau.Server,
			"Daily", tableau.FrequencyDetails{Start: "02:15:00"},
		},
		"server daily on days": {
			object{"daily": object{"start": "02:15", "week_days": list{"Monday"}}}, tableau.Server,
			"Daily", tableau.FrequencyDetails{Start: "02:15:00", Intervals: intervals(weekDay("Monday"))},
		},
		"server daily in hours": {
			object{"daily": object{"start": "12:30", "end": "20:30", "every_hours": 4}}, tableau.Server,
			"Daily", tableau.FrequencyDetails{Start: "12:30:00", End: "20:30:00", Intervals: intervals(hours("4"))},
		},
		"server weekly": {
			object{"weekly": object{"start": "18:30", "week_days": list{"Wednesday", "Sunday"}}}, tableau.Server,
			"Weekly", tableau.FrequencyDetails{Start: "18:30:00", Intervals: intervals(weekDay("Sunday"), weekDay("Wednesday"))},
		},
		"server weekly on all days": {
			object{"weekly": object{"start": "18:30", "week_days": list{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}}},
			tableau.Server,
			"Weekly", tableau.FrequencyDetails{Start: "18:30:00", Intervals: intervals(everyWeekDay...)},
		},
		"server monthly": {
			object{"monthly": object{"start": "06:00", "month_days": list{"LastDay"}}}, tableau.Server,
			"Monthly", tableau.FrequencyDetails{Start: "06:00:00", Intervals: intervals(monthDay("LastDay"))},
		},
		"cloud hourly": {
			object{"hourly": object{"start": "20:45", "end": "21:45", "every_minutes": 60}}, tableau.Cloud,
			"Hourly", tableau.FrequencyDetails{
				Start: "20:45:00", End: "21:45:00", Intervals: intervals(append([]tableau.Interval{hours("1")}, everyWeekDay...)...),
			},
		},
		"cloud daily": {
			object{"daily": object{"start": "02:15"}}, tableau.Cloud,
			"Daily", tableau.FrequencyDetails{
				Start: "02:15:00", End: "02:15:00", Intervals: intervals(append([]tableau.Interval{hours("24")}, everyWeekDay...)...),
			},
		},
		"cloud daily on a day": {
			object{"daily": object{"start": "18:20", "week_days": list{"Tuesday"}}}, tableau.Cloud,
			"Daily", tableau.FrequencyDetails{Start: "18:20:00", End: "18:20:00", Intervals: intervals(hours("24"), weekDay("Tuesday"))},
		},
		"cloud daily in hours": {
			object{"daily": object{"start": "12:30", "end": "20:30", "every_hours": 4, "week_days": list{"Monday", "Wednesday"}}}, tableau.Cloud,
			"Daily", tableau.FrequencyDetails{
				Start: "12:30:00", End: "20:30:00", Intervals: intervals(hours("4"), weekDay("Monday"), weekDay("Wednesday")),
			},
		},
		"cloud weekly": {
			object{"weekly": object{"start": "18:30", "week_days": list{"Sunday"}}}, tableau.Cloud,
			"Weekly", tableau.FrequencyDetails{Start: "18:30:00", Intervals: intervals(weekDay("Sunday"))},
		},
		"cloud monthly": {
			object{"monthly": object{"start": "06:00", "month_days": list{15, 2, 1}}}, tableau.Cloud,
			"Monthly", tableau.FrequencyDetails{Start: "06:00:00", Intervals: intervals(monthDay("1"), monthDay("2"), monthDay("15"))},
		},
		"cloud monthly by occurrence": {
			object{"monthly": object{"start": "06:00", "occurrence": "Third", "week_day": "Thursday"}}, tableau.Cloud,
			"Monthly", tableau.FrequencyDetails{Start: "06:00:00", Intervals: intervals(tableau.Interval{MonthDay: "Third", WeekDay: "Thursday"})},
		},
	} {
		t.Run(name, func(t *testing.T) {
			kind, details := frequency.ToWire(checked(t, test.frequency), test.product)
			if kind != test.kind {
				t.Errorf("kind %q, want %q", kind, test.kind)
			}
			if diff := cmp.Diff(test.details, details); diff != "" {
				t.Errorf("details (-want +got):\n%s", diff)
			}
		})
	}
}

func TestToWire_ofNoFrequencyIsEmpty(t *testing.T) {
	kind, details := frequency.ToWire(frequency.Frequency{}, tableau.Cloud)
	if kind != "" || details != (tableau.FrequencyDetails{}) {
		t.Errorf("got %q %v", kind, details)
	}
}

func TestToWire_plainServerDailyHasNoIntervalsElement(t *testing.T) {
	_, details := frequency.ToWire(frequency.Frequency{Daily: &frequency.Daily{Start: clock("02:15")}}, tableau.Server)
	got, err := xml.Marshal(details)
	if err != nil {
		t.Fatal(err)
	}
	if want := `<FrequencyDetails start="02:15:00"></FrequencyDetails>`; string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestFromWire_readsWhatServicesShow(t *testing.T) {
	for name, test := range map[string]struct {
		kind    string
		details string
		want    object
	}{
		"hourly": {
			"Hourly", `<d start="18:30:00" end="23:00:00"><intervals><interval hours="2"/></intervals></d>`,
			object{"hourly": object{"start": "18:30:00", "end": "23:00:00", "every_hours": 2}},
		},
		"hourly with days, from newer servers": {
			"Hourly", `<d start="06:00:00" end="22:00:00"><intervals><interval weekDay="Monday"/><interval minutes="30"/></intervals></d>`,
			object{"hourly": object{"start": "06:00:00", "end": "22:00:00", "every_minutes": 30, "week_days": list{"Monday"}}},
		},
		"hourly past midnight": {
			"Hourly", `<d start="14:00:00" end="01:00:00"><intervals><interval weekDay="Monday"/><interval minutes="30"/></intervals></d>`,
			object{"hourly": object{"start": "14:00:00", "end": "01:00:00", "every_minutes": 30, "week_days": list{"Monday"}}},
		},
		"hourly of 60 minutes": {
			"Hourly", `<d start="06:00:00" end="22:00:00"><intervals><interval minutes="60"/></intervals></d>`,
			object{"hourly": object{"start": "06:00:00", "end": "22:00:00", "every_minutes": 60}},
		},
		"hourly until 24:00": {
			"Hourly", `<d start="00:00:00" end="24:00:00"><intervals><interval hours="1"/></intervals></d>`,
			object{"hourly": object{"start": "00:00:00", "end": "00:00:00", "every_hours": 1}},
		},
		"daily of server": {"Daily", `<d start="02:15:00"/>`, object{"daily": object{"start": "02:15:00"}}},
		"daily with empty intervals": {
			"Daily", `<d start="02:15:00"><intervals/></d>`, object{"daily": object{"start": "02:15:00"}},
		},
		"daily of newer servers": {
			"Daily", `<d start="14:00:00" end="01:00:00"><intervals><interval weekDay="Monday"/><interval hours="2"/></intervals></d>`,
			object{"daily": object{"start": "14:00:00", "end": "01:00:00", "every_hours": 2, "week_days": list{"Monday"}}},
		},
		"daily of cloud": {
			"Daily", `<d start="18:20:00" end="18:20:00"><intervals><interval hours="24"/><interval weekDay="Tuesday"/></intervals></d>`,
			object{"daily": object{"start": "18:20:00", "end": "18:20:00", "every_hours": 24, "week_days": list{"Tuesday"}}},
		},
		"kind in lower case": {"daily", `<d start="02:15:00"/>`, object{"daily": object{"start": "02:15:00"}}},
		"weekly in any order and case, twice": {
			" WEEKLY ", `<d start="18:30:00"><intervals><interval weekDay="WEDNESDAY"/><interval weekDay=" sunday "/><interval weekDay="Wednesday"/></intervals></d>`,
			object{"weekly": object{"start": "18:30:00", "week_days": list{"Sunday", "Wednesday"}}},
		},
		"weekly with an end that means nothing": {
			"Weekly", `<d start="18:30:00" end="19:00:00"><intervals><interval weekDay="Sunday"/></intervals></d>`,
			object{"weekly": object{"start": "18:30:00", "week_days": list{"Sunday"}}},
		},
		"monthly": {
			"Monthly", `<d start="06:00:00"><intervals><interval monthDay="15"/></intervals></d>`,
			object{"monthly": object{"start": "06:00:00", "month_days": list{"15"}}},
		},
		"monthly on several days": {
			"Monthly", `<d start="07:00:00"><intervals><interval monthDay="LASTDAY"/><interval monthDay="10"/><interval monthDay=" 07 "/><interval monthDay="7"/></intervals></d>`,
			object{"monthly": object{"start": "07:00:00", "month_days": list{"7", "10", "LastDay"}}},
		},
		"monthly by occurrence": {
			"Monthly", `<d start="06:00:00"><intervals><interval monthDay="Third" weekDay="Thursday"/></intervals></d>`,
			object{"monthly": object{"start": "06:00:00", "occurrence": "Third", "week_day": "Thursday"}},
		},
		"monthly by occurrence in two intervals and other case": {
			"Monthly", `<d start="06:00:00"><intervals><interval weekDay="thursday"/><interval monthDay="third"/></intervals></d>`,
			object{"monthly": object{"start": "06:00:00", "occurrence": "Third", "week_day": "Thursday"}},
		},
		"monthly on the last Friday": {
			"Monthly", `<d start="06:00:00"><intervals><interval monthDay="LastDay" weekDay="Friday"/></intervals></d>`,
			object{"monthly": object{"start": "06:00:00", "occurrence": "LastDay", "week_day": "Friday"}},
		},
		"monthly on the last Friday, in short": {
			"Monthly", `<d start="06:00:00"><intervals><interval monthDay="Last" weekDay="Friday"/></intervals></d>`,
			object{"monthly": object{"start": "06:00:00", "occurrence": "LastDay", "week_day": "Friday"}},
		},
		"customized monthly": {
			"Monthly", `<d start="11:20:00"><intervals><interval monthDay="customized  monthly"/></intervals></d>`,
			object{"monthly": object{"start": "11:20:00", "month_days": list{"Customized Monthly"}}},
		},
		"monthly on two occurrences": {
			"Monthly", `<d start="06:00:00"><intervals><interval monthDay="First" weekDay="Monday"/><interval monthDay="Third" weekDay="Monday"/></intervals></d>`,
			object{"monthly": object{"start": "06:00:00", "month_days": list{"Customized Monthly"}}},
		},
		"monthly on an occurrence nobody has heard of": {
			"Monthly", `<d start="06:00:00"><intervals><interval monthDay="15" weekDay="Monday"/></intervals></d>`,
			object{"monthly": object{"start": "06:00:00", "month_days": list{"Customized Monthly"}}},
		},
		"monthly on a day nobody has heard of": {
			"Monthly", `<d start="06:00:00"><intervals><interval monthDay="Second Tuesday"/></intervals></d>`,
			object{"monthly": object{"start": "06:00:00", "month_days": list{"Second Tuesday"}}},
		},
		"hour of one digit": {"Daily", `<d start="6:00:00"/>`, object{"daily": object{"start": "06:00:00"}}},
		"time without seconds": {
			"Daily", `<d start=" 06:05 "/>`, object{"daily": object{"start": "06:05:00"}},
		},
		"fraction of a second": {"Daily", `<d start="06:00:00.000"/>`, object{"daily": object{"start": "06:00:00"}}},
		"odd numbers": {
			"Hourly", `<d start="06:00:00" end="22:00:00"><intervals><interval hours=" 3 "/></intervals></d>`,
			object{"hourly": object{"start": "06:00:00", "end": "22:00:00", "every_hours": 3}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var details tableau.FrequencyDetails
			if err := xml.Unmarshal([]byte(test.details), &details); err != nil {
				t.Fatal(err)
			}
			got, ok := frequency.FromWire(test.kind, &details)
			if !ok {
				t.Fatal("FromWire says that nothing was said")
			}
			if want := frequencyObject(t, test.want); !got.Object().Equal(want) {
				t.Errorf("got %s, want %s", got.Object(), want)
			}
		})
	}
}

func TestFromWire_saysWhenTheServiceDidNotSay(t *testing.T) {
	for name, test := range map[string]struct {
		kind    string
		details *tableau.FrequencyDetails
	}{
		"no details":       {"Daily", nil},
		"empty details":    {"Weekly", &tableau.FrequencyDetails{}},
		"no start":         {"Daily", &tableau.FrequencyDetails{End: "06:00:00"}},
		"unreadable start": {"Daily", &tableau.FrequencyDetails{Start: "morning"}},
		"start in a zone":  {"Daily", &tableau.FrequencyDetails{Start: "06:00:00-0700"}},
		"start in UTC":     {"Daily", &tableau.FrequencyDetails{Start: "06:00:00Z"}},
		"zoned fraction":   {"Daily", &tableau.FrequencyDetails{Start: "06:00:00.0Z"}},
		"hour 25":          {"Daily", &tableau.FrequencyDetails{Start: "25:00:00"}},
		"no kind":          {"", &tableau.FrequencyDetails{Start: "06:00:00"}},
		"unknown kind":     {"Yearly", &tableau.FrequencyDetails{Start: "06:00:00"}},
		"hourly, no end":   {"Hourly", &tableau.FrequencyDetails{Start: "06:00:00", Intervals: intervals(hours("1"))}},
		"hourly, no step":  {"Hourly", &tableau.FrequencyDetails{Start: "06:00:00", End: "22:00:00"}},
		"hourly, both steps": {"Hourly", &tableau.FrequencyDetails{
			Start: "06:00:00", End: "22:00:00", Intervals: intervals(tableau.Interval{Hours: "1", Minutes: "15"}),
		}},
		"hourly, no number":      {"Hourly", &tableau.FrequencyDetails{Start: "06:00:00", End: "22:00:00", Intervals: intervals(hours("one"))}},
		"hourly, zero":           {"Hourly", &tableau.FrequencyDetails{Start: "06:00:00", End: "22:00:00", Intervals: intervals(minutes("0"))}},
		"daily, unreadable end":  {"Daily", &tableau.FrequencyDetails{Start: "06:00:00", End: "late"}},
		"daily in minutes":       {"Daily", &tableau.FrequencyDetails{Start: "06:00:00", Intervals: intervals(minutes("30"))}},
		"weekly, no days":        {"Weekly", &tableau.FrequencyDetails{Start: "06:00:00", Intervals: intervals()}},
		"weekly, unreadable day": {"Weekly", &tableau.FrequencyDetails{Start: "06:00:00", Intervals: intervals(weekDay("Monday"), weekDay("Funday"))}},
		"monthly, no days":       {"Monthly", &tableau.FrequencyDetails{Start: "06:00:00"}},
		"monthly, week day only": {"Monthly", &tableau.FrequencyDetails{Start: "06:00:00", Intervals: intervals(weekDay("Monday"))}},
	} {
		t.Run(name, func(t *testing.T) {
			if f, ok := frequency.FromWire(test.kind, test.details); ok {
				t.Errorf("got %s", f.Object())
			}
		})
	}
}

func TestFromWire_keepsThirtyOneDays(t *testing.T) {
	var all []tableau.Interval
	for _, d := range []string{
		"31", "30", "29", "28", "27", "26", "25", "24", "23", "22", "21", "20", "19", "18", "17", "16",
		"15", "14", "13", "12", "11", "10", "9", "8", "7", "6", "5", "4", "3", "2", "1",
	} {
		all = append(all, monthDay(d))
	}
	f, ok := frequency.FromWire("Monthly", &tableau.FrequencyDetails{Start: "06:00:00", Intervals: intervals(all...)})
	if !ok || len(f.Monthly.MonthDays) != 31 || f.Monthly.MonthDays[0] != "1" || f.Monthly.MonthDays[30] != "31" {
		t.Errorf("got %t %v, want the days 1 to 31 in order", ok, f.Monthly)
	}
}

func checkedWire(start string, all ...tableau.Interval) *tableau.FrequencyDetails {
	return &tableau.FrequencyDetails{Start: start, Intervals: intervals(all...)}
}
