package frequency_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
)

var (
	everyDay = list{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}
	workDays = list{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday"}
)

func TestNormal_isTheShortestForm(t *testing.T) {
	for name, test := range map[string]struct{ said, want object }{
		"once a day at length": {
			object{"daily": object{"start": "02:15", "end": "02:15", "every_hours": 24, "week_days": everyDay}},
			object{"daily": object{"start": "02:15:00"}},
		},
		"once a day on some days": {
			object{"daily": object{"start": "02:15", "end": "02:15", "every_hours": 24, "week_days": list{"Tuesday"}}},
			object{"daily": object{"start": "02:15:00", "week_days": list{"Tuesday"}}},
		},
		"end that means nothing": {
			object{"daily": object{"start": "02:15", "end": "22:15"}},
			object{"daily": object{"start": "02:15:00"}},
		},
		"several times a day": {
			object{"daily": object{"start": "02:15", "end": "22:15", "every_hours": 4, "week_days": everyDay}},
			object{"daily": object{"start": "02:15:00", "end": "22:15:00", "every_hours": 4}},
		},
		"60 minutes": {
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_minutes": 60, "week_days": everyDay}},
			object{"hourly": object{"start": "06:00:00", "end": "22:00:00", "every_hours": 1}},
		},
		"30 minutes": {
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_minutes": 30, "week_days": workDays}},
			object{"hourly": object{"start": "06:00:00", "end": "22:00:00", "every_minutes": 30, "week_days": workDays}},
		},
		"weekly on all days stays": {
			object{"weekly": object{"start": "18:30", "week_days": everyDay}},
			object{"weekly": object{"start": "18:30:00", "week_days": everyDay}},
		},
		"monthly": {
			object{"monthly": object{"start": "06:00", "month_days": list{"LastDay", 31, 4, 12}}},
			object{"monthly": object{"start": "06:00:00", "month_days": list{4, 12, 31, "LastDay"}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			said := checked(t, test.said)
			if got, want := said.Normal().Object(), frequencyObject(t, test.want); !got.Equal(want) {
				t.Errorf("got %s, want %s", got, want)
			}
			if !frequency.Equal(said, checked(t, test.want)) {
				t.Error("Equal says that the two differ")
			}
		})
	}
}

func TestNormal_ofNoFrequencyIsNone(t *testing.T) {
	if got := (frequency.Frequency{}).Normal(); !got.IsZero() {
		t.Errorf("got %v", got)
	}
}

func TestNormal_putsDaysInOrder(t *testing.T) {
	f, ok := frequency.FromWire("Monthly", checkedWire("06:00:00", monthDay("LastDay"), monthDay("x"), monthDay("11"), monthDay("2"), monthDay("a")))
	if !ok {
		t.Fatal("not read")
	}
	want := []string{"2", "11", "LastDay", "a", "x"}
	for i, d := range f.Normal().Monthly.MonthDays {
		if d != want[i] {
			t.Fatalf("got %v, want %v", f.Normal().Monthly.MonthDays, want)
		}
	}
}

func TestEqual_tellsRealDifferences(t *testing.T) {
	for name, test := range map[string]struct{ a, b object }{
		"start": {object{"daily": object{"start": "02:15"}}, object{"daily": object{"start": "02:20"}}},
		"end": {
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_hours": 1}},
			object{"hourly": object{"start": "06:00", "end": "21:00", "every_hours": 1}},
		},
		"daily end": {
			object{"daily": object{"start": "06:00", "end": "22:00", "every_hours": 2}},
			object{"daily": object{"start": "06:00", "end": "20:00", "every_hours": 2}},
		},
		"step": {
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_minutes": 15}},
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_minutes": 30}},
		},
		"week days": {
			object{"weekly": object{"start": "06:00", "week_days": list{"Monday"}}},
			object{"weekly": object{"start": "06:00", "week_days": list{"Monday", "Friday"}}},
		},
		"member": {
			object{"weekly": object{"start": "06:00", "week_days": everyDay}},
			object{"daily": object{"start": "06:00"}},
		},
		"occurrence": {
			object{"monthly": object{"start": "06:00", "occurrence": "First", "week_day": "Monday"}},
			object{"monthly": object{"start": "06:00", "occurrence": "Second", "week_day": "Monday"}},
		},
		"week day of the month": {
			object{"monthly": object{"start": "06:00", "occurrence": "First", "week_day": "Monday"}},
			object{"monthly": object{"start": "06:00", "occurrence": "First", "week_day": "Sunday"}},
		},
		"month days": {
			object{"monthly": object{"start": "06:00", "month_days": list{1}}},
			object{"monthly": object{"start": "06:00", "month_days": list{"Customized Monthly"}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if frequency.Equal(checked(t, test.a), checked(t, test.b)) {
				t.Error("Equal says that they mean the same")
			}
		})
	}
}

func TestReconcileObject_isWhatStateHoldsAfterARead(t *testing.T) {
	for name, test := range map[string]struct{ prior, read, want any }{
		"same, time spelled in short": {
			object{"daily": object{"start": "18:30"}},
			object{"daily": object{"start": "18:30:00"}},
			object{"daily": object{"start": "18:30"}},
		},
		"cloud daily at length": {
			object{"daily": object{"start": "18:30"}},
			object{"daily": object{"start": "18:30:00", "end": "18:30:00", "every_hours": 24, "week_days": everyDay}},
			object{"daily": object{"start": "18:30"}},
		},
		"said at length, read in short": {
			object{"daily": object{"start": "18:30", "end": "18:30", "every_hours": 24, "week_days": everyDay}},
			object{"daily": object{"start": "18:30:00"}},
			object{"daily": object{"start": "18:30", "end": "18:30", "every_hours": 24, "week_days": everyDay}},
		},
		"60 minutes read as an hour": {
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_minutes": 60}},
			object{"hourly": object{"start": "06:00:00", "end": "22:00:00", "every_hours": 1, "week_days": everyDay}},
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_minutes": 60}},
		},
		"old server leaves out hourly days": {
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_hours": 1, "week_days": workDays}},
			object{"hourly": object{"start": "06:00:00", "end": "22:00:00", "every_hours": 1}},
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_hours": 1, "week_days": workDays}},
		},
		"old server leaves out the days of a repetition": {
			object{"daily": object{"start": "06:00", "end": "22:00", "every_hours": 4, "week_days": workDays}},
			object{"daily": object{"start": "06:00:00", "end": "22:00:00", "every_hours": 4}},
			object{"daily": object{"start": "06:00", "end": "22:00", "every_hours": 4, "week_days": workDays}},
		},
		"server dropped the days of a daily schedule": {
			object{"daily": object{"start": "06:00", "week_days": workDays}},
			object{"daily": object{"start": "06:00:00"}},
			object{"daily": object{"start": "06:00"}},
		},
		"days left out beside a change": {
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_hours": 1, "week_days": workDays}},
			object{"hourly": object{"start": "06:00:00", "end": "21:00:00", "every_hours": 1}},
			object{"hourly": object{"start": "06:00", "end": "21:00:00", "every_hours": 1, "week_days": workDays}},
		},
		"all seven days read where some were said": {
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_hours": 1, "week_days": workDays}},
			object{"hourly": object{"start": "06:00:00", "end": "22:00:00", "every_hours": 1, "week_days": everyDay}},
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_hours": 1}},
		},
		"some days read where none were said": {
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_hours": 1}},
			object{"hourly": object{"start": "06:00:00", "end": "22:00:00", "every_hours": 1, "week_days": list{"Monday"}}},
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_hours": 1, "week_days": list{"Monday"}}},
		},
		"other days of a week": {
			object{"weekly": object{"start": "03:00", "week_days": list{"Monday"}}},
			object{"weekly": object{"start": "03:00:00", "week_days": list{"Friday"}}},
			object{"weekly": object{"start": "03:00", "week_days": list{"Friday"}}},
		},
		"60 minutes beside other days": {
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_minutes": 60}},
			object{"hourly": object{"start": "06:00:00", "end": "22:00:00", "every_hours": 1, "week_days": list{"Monday"}}},
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_minutes": 60, "week_days": list{"Monday"}}},
		},
		"said at length, at another time": {
			object{"daily": object{"start": "18:30", "end": "18:30", "every_hours": 24, "week_days": everyDay}},
			object{"daily": object{"start": "19:30:00"}},
			object{"daily": object{"start": "19:30:00", "every_hours": 24, "week_days": everyDay}},
		},
		"once a day, now repeated": {
			object{"daily": object{"start": "06:00", "end": "06:00"}},
			object{"daily": object{"start": "06:00:00", "end": "22:00:00", "every_hours": 4}},
			object{"daily": object{"start": "06:00", "end": "22:00:00", "every_hours": 4}},
		},
		"server dropped the repetition of a day": {
			object{"daily": object{"start": "06:00", "end": "22:00", "every_hours": 4, "week_days": workDays}},
			object{"daily": object{"start": "06:00:00"}},
			object{"daily": object{"start": "06:00"}},
		},
		"other member": {
			object{"daily": object{"start": "06:00"}},
			object{"weekly": object{"start": "06:00:00", "week_days": list{"Monday"}}},
			object{"weekly": object{"start": "06:00:00", "week_days": list{"Monday"}}},
		},
		"import": {
			nil,
			object{"daily": object{"start": "18:20:00", "end": "18:20:00", "every_hours": 24, "week_days": list{"Tuesday"}}},
			object{"daily": object{"start": "18:20:00", "week_days": list{"Tuesday"}}},
		},
		"the service did not say": {
			object{"daily": object{"start": "06:00"}}, nil, object{"daily": object{"start": "06:00"}},
		},
		"never said": {nil, nil, nil},
		"customized monthly": {
			object{"monthly": object{"start": "11:20", "month_days": list{"Customized Monthly"}}},
			object{"monthly": object{"start": "11:20:00", "month_days": list{"Customized Monthly"}}},
			object{"monthly": object{"start": "11:20", "month_days": list{"Customized Monthly"}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var read frequency.Frequency
			if f, ok := test.read.(object); ok {
				read = checked(t, f)
			}
			got := frequency.ReconcileObject(t.Context(), frequencyObject(t, test.prior), read)
			if want := frequencyObject(t, test.want); !got.Equal(want) {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

func TestReconcileObject_replacesAnUnknownPrior(t *testing.T) {
	read := frequency.Frequency{Daily: &frequency.Daily{Start: clock("06:00")}}
	got := frequency.ReconcileObject(t.Context(), types.ObjectUnknown(frequency.AttrTypes()), read)
	if want := frequencyObject(t, object{"daily": object{"start": "06:00:00"}}); !got.Equal(want) {
		t.Errorf("got %s, want %s", got, want)
	}
}
