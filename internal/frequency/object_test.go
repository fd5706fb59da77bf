package frequency_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
)

// frequencyObject is f as the framework hands it to a resource.
func frequencyObject(t testing.TB, f any) types.Object {
	t.Helper()
	v, err := frequency.ObjectType().ValueFromTerraform(t.Context(), typed(frequencyType(), f))
	if err != nil {
		t.Fatal(err)
	}
	return v.(types.Object)
}

// objects are pairs of a value and the frequency that it says, both ways.
var objects = map[string]struct {
	object    object
	frequency frequency.Frequency
}{
	"hourly in minutes": {
		object{"hourly": object{"start": "06:00:00", "end": "22:00:00", "every_minutes": 30}},
		frequency.Frequency{Hourly: &frequency.Hourly{Start: 21600, End: 79200, EveryMinutes: 30}},
	},
	"hourly in hours on days": {
		object{"hourly": object{"start": "18:30:00", "end": "23:00:00", "every_hours": 2, "week_days": list{"Sunday", "Wednesday"}}},
		frequency.Frequency{Hourly: &frequency.Hourly{
			Start: 66600, End: 82800, EveryHours: 2, WeekDays: []time.Weekday{time.Sunday, time.Wednesday},
		}},
	},
	"daily": {
		object{"daily": object{"start": "02:15:00"}},
		frequency.Frequency{Daily: &frequency.Daily{Start: 8100}},
	},
	"daily in hours": {
		object{"daily": object{"start": "12:30:00", "end": "20:30:00", "every_hours": 4, "week_days": list{"Monday", "Friday"}}},
		frequency.Frequency{Daily: &frequency.Daily{
			Start: 45000, End: clockPointer("20:30"), EveryHours: 4, WeekDays: []time.Weekday{time.Monday, time.Friday},
		}},
	},
	"weekly": {
		object{"weekly": object{"start": "18:30:00", "week_days": list{"Saturday"}}},
		frequency.Frequency{Weekly: &frequency.Weekly{Start: 66600, WeekDays: []time.Weekday{time.Saturday}}},
	},
	"monthly by numbers": {
		object{"monthly": object{"start": "06:00:00", "month_days": list{1, 15, "LastDay"}}},
		frequency.Frequency{Monthly: &frequency.Monthly{Start: 21600, MonthDays: []string{"1", "15", "LastDay"}}},
	},
	"monthly by occurrence": {
		object{"monthly": object{"start": "06:00:00", "occurrence": "Third", "week_day": "Thursday"}},
		frequency.Frequency{Monthly: &frequency.Monthly{Start: 21600, Occurrence: "Third", WeekDay: time.Thursday}},
	},
	"monthly customized": {
		object{"monthly": object{"start": "11:20:00", "month_days": list{"Customized Monthly"}}},
		frequency.Frequency{Monthly: &frequency.Monthly{Start: 40800, MonthDays: []string{"Customized Monthly"}}},
	},
	"values beyond what configuration takes": {
		object{"monthly": object{"start": "06:00:00", "month_days": list{"Second Tuesday"}}},
		frequency.Frequency{Monthly: &frequency.Monthly{Start: 21600, MonthDays: []string{"Second Tuesday"}}},
	},
	"window past midnight": {
		object{"hourly": object{"start": "14:00:00", "end": "01:00:00", "every_minutes": 30, "week_days": list{"Monday"}}},
		frequency.Frequency{Hourly: &frequency.Hourly{Start: 50400, End: 3600, EveryMinutes: 30, WeekDays: []time.Weekday{time.Monday}}},
	},
}

func TestFromObject_readsWhatObjectWrites(t *testing.T) {
	for name, test := range objects {
		t.Run(name, func(t *testing.T) {
			written := frequencyObject(t, test.object)
			got, diags := frequency.FromObject(t.Context(), written, path.Root("frequency"))
			if diags.HasError() {
				t.Fatalf("got %v", diags)
			}
			if diff := cmp.Diff(test.frequency, got); diff != "" {
				t.Errorf("FromObject (-want +got):\n%s", diff)
			}
			if got := test.frequency.Object(); !got.Equal(written) {
				t.Errorf("Object is %s, want %s", got, written)
			}
		})
	}
}

func TestObject_ofNoFrequencyIsNull(t *testing.T) {
	got := frequency.Frequency{}.Object()
	if !got.IsNull() || !got.Type(t.Context()).Equal(frequency.ObjectType()) {
		t.Errorf("got %s of type %s, want a null frequency", got, got.Type(t.Context()))
	}
}

// only is the one error in diags, with its path.
func only(t testing.TB, diags diag.Diagnostics) problem {
	t.Helper()
	if len(diags) != 1 || diags.ErrorsCount() != 1 {
		t.Fatalf("got %v, want one error", diags)
	}
	var at string
	if located, ok := diags[0].(diag.DiagnosticWithPath); ok {
		at = located.Path().String()
	}
	return problem{at, diags[0].Detail()}
}

func TestFromObject_refusesWhatIsNotFullyKnown(t *testing.T) {
	for name, test := range map[string]struct {
		object any
		path   string
		says   string
	}{
		"null":           {nil, "frequency", "Set exactly one of"},
		"unknown":        {unknown{}, "frequency", "not known yet"},
		"unknown member": {object{"daily": object{"start": "06:00"}, "hourly": unknown{}}, "frequency.hourly", "not known yet"},
		"only member":    {object{"weekly": unknown{}}, "frequency.weekly", "not known yet"},
		"unknown start":  {object{"daily": object{"start": unknown{}}}, "frequency.daily.start", "not known yet"},
		"unknown end":    {object{"daily": object{"start": "06:00", "end": unknown{}}}, "frequency.daily.end", "not known yet"},
		"unknown step": {
			object{"hourly": object{"start": "06:00", "end": "07:00", "every_hours": unknown{}}},
			"frequency.hourly.every_hours", "not known yet",
		},
		"unknown days": {object{"weekly": object{"start": "06:00", "week_days": unknown{}}}, "frequency.weekly.week_days", "not known yet"},
		"unknown day": {
			object{"monthly": object{"start": "06:00", "month_days": list{unknown{}}}},
			"frequency.monthly.month_days[Value(<unknown>)]", "not known yet",
		},
		"unknown occurrence": {
			object{"monthly": object{"start": "06:00", "occurrence": unknown{}, "week_day": "Monday"}},
			"frequency.monthly.occurrence", "not known yet",
		},
		"missing start":     {object{"daily": object{}}, "frequency.daily.start", "missing"},
		"missing end":       {object{"hourly": object{"start": "06:00", "every_hours": 1}}, "frequency.hourly.end", "missing"},
		"missing week days": {object{"weekly": object{"start": "06:00"}}, "frequency.weekly.week_days", "missing"},
		"wrong time":        {object{"daily": object{"start": "soon"}}, "frequency.daily.start", `"soon" is not a time of day`},
		"negative step": {
			object{"daily": object{"start": "06:00", "every_hours": -4}},
			"frequency.daily.every_hours", "-4 is not a step",
		},
		"wrong week day": {
			object{"weekly": object{"start": "06:00", "week_days": list{"Mon"}}},
			`frequency.weekly.week_days[Value("Mon")]`, `"Mon" is not a day of the week`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			f, diags := frequency.FromObject(t.Context(), frequencyObject(t, test.object), path.Root("frequency"))
			got := only(t, diags)
			if got.path != test.path || !strings.Contains(got.detail, test.says) {
				t.Errorf("got %q, want an error at %s that says %q", got, test.path, test.says)
			}
			if !f.IsZero() {
				t.Errorf("got %v beside the error, want nothing", f)
			}
		})
	}
}

func TestFromObject_refusesAnotherObject(t *testing.T) {
	_, diags := frequency.FromObject(t.Context(), types.ObjectValueMust(nil, nil), path.Root("frequency"))
	if got := only(t, diags); got.path != "frequency" || !strings.Contains(got.detail, "not a frequency object") {
		t.Errorf("got %q", got)
	}
}
