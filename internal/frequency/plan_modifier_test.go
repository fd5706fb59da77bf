package frequency_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// planned is the frequency that the provider plans.
func planned(t *testing.T, prior, configured any) tftypes.Value {
	t.Helper()
	priorState := resourceValue(t, prior)
	if prior == nil {
		none, err := tfprotov6.NewDynamicValue(resourceType(), tftypes.NewValue(resourceType(), nil))
		if err != nil {
			t.Fatal(err)
		}
		priorState = &none
	}
	resp, err := server(t).PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName:         "test_scheduled",
		PriorState:       priorState,
		ProposedNewState: resourceValue(t, configured),
		Config:           resourceValue(t, configured),
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := problems(t, resp.Diagnostics); got != nil {
		t.Fatalf("plan gave %q", got)
	}
	v, err := resp.PlannedState.Unmarshal(resourceType())
	if err != nil {
		t.Fatal(err)
	}
	var attributes map[string]tftypes.Value
	if err := v.As(&attributes); err != nil {
		t.Fatal(err)
	}
	return attributes["frequency"]
}

func TestPlan_sameFrequencyInOtherWordsPlansNothing(t *testing.T) {
	for name, test := range map[string]struct{ prior, configured object }{
		"time without seconds": {
			object{"daily": object{"start": "18:30:00"}},
			object{"daily": object{"start": "18:30"}},
		},
		"time with seconds": {
			object{"daily": object{"start": "18:30"}},
			object{"daily": object{"start": "18:30:00"}},
		},
		"once a day at length": {
			object{"daily": object{"start": "02:15:00"}},
			object{"daily": object{
				"start": "02:15", "end": "02:15", "every_hours": 24,
				"week_days": list{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
			}},
		},
		"an hour in minutes": {
			object{"hourly": object{"start": "06:00", "end": "22:00", "every_hours": 1}},
			object{"hourly": object{"start": "06:00:00", "end": "22:00:00", "every_minutes": 60}},
		},
		"customized monthly": {
			object{"monthly": object{"start": "11:20:00", "month_days": list{"Customized Monthly"}}},
			object{"monthly": object{"start": "11:20", "month_days": list{"Customized Monthly"}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got, want := planned(t, test.prior, test.configured), typed(frequencyType(), test.prior); !got.Equal(want) {
				t.Errorf("planned %s, want the prior %s", got, want)
			}
		})
	}
}

func TestPlan_changeKeepsTheSpellingOfUnchangedTimes(t *testing.T) {
	got := planned(t,
		object{"hourly": object{"start": "06:00:00", "end": "22:00:00", "every_hours": 1}},
		object{"hourly": object{"start": "06:00", "end": "21:00", "every_hours": 1}})
	want := typed(frequencyType(), object{"hourly": object{"start": "06:00:00", "end": "21:00", "every_hours": 1}})
	if !got.Equal(want) {
		t.Errorf("planned %s, want %s", got, want)
	}
}

func TestPlan_realChangesArePlanned(t *testing.T) {
	for name, test := range map[string]struct{ prior, configured any }{
		"create":           {nil, object{"daily": object{"start": "18:30"}}},
		"other time":       {object{"daily": object{"start": "18:30:00"}}, object{"daily": object{"start": "18:35"}}},
		"other member":     {object{"daily": object{"start": "18:30"}}, object{"weekly": object{"start": "18:30", "week_days": list{"Monday"}}}},
		"fewer days":       {object{"weekly": object{"start": "18:30", "week_days": list{"Monday", "Friday"}}}, object{"weekly": object{"start": "18:30", "week_days": list{"Monday"}}}},
		"unknown start":    {object{"daily": object{"start": "18:30"}}, object{"daily": object{"start": unknown{}}}},
		"unknown as whole": {object{"daily": object{"start": "18:30"}}, unknown{}},
		"unreadable prior": {object{"daily": object{"start": "half past six"}}, object{"daily": object{"start": "18:30"}}},
	} {
		t.Run(name, func(t *testing.T) {
			if got, want := planned(t, test.prior, test.configured), typed(frequencyType(), test.configured); !got.Equal(want) {
				t.Errorf("planned %s, want what is configured, %s", got, want)
			}
		})
	}
}
