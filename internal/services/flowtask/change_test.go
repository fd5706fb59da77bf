package flowtask_test

import (
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// with is a configuration with one more attribute.
func with(config acctest.Object, name string, value any) acctest.Object {
	config[name] = value
	return config
}

func TestFlowTask_everyChangeReplacesIt(t *testing.T) {
	t.Parallel()
	south := acctest.Object{"Region": "South"}
	for name, test := range map[string]struct {
		options       mockserver.Options
		before, after acctest.Object
	}{
		"flow":           {onServer(), plainAt(nightly), prepNightly(nil)},
		"schedule":       {onServer(), plainAt(nightly), plainAt(mornings)},
		"parameter":      {onServer(), prepNightly(south), prepNightly(acctest.Object{"Region": "East"})},
		"more of them":   {onServer(), prepNightly(south), prepNightly(acctest.Object{"Region": "South", "Count": "3"})},
		"none of them":   {onServer(), prepNightly(south), prepNightly(nil)},
		"the first ones": {onServer(), prepNightly(nil), prepNightly(south)},
		"frequency":      {onCloud(), plainEvery(at("02:15")), plainEvery(at("03:15"))},
		"output steps":   {onCloud(), prepEvery(at("02:15"), nil), with(prepEvery(at("02:15"), nil), "output_steps", []any{"CSV"})},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, test.options)
			one := instance(site, test.options)
			apply(t, one, test.before)
			before := onlyTask(t, site).ID
			if change := apply(t, one, test.after); change.Action != acctest.Replace {
				t.Errorf("the plan is %q, want a replacement", change.Action)
			}
			if onlyTask(t, site).ID == before {
				t.Error("the task is the same")
			}
			expect(t, one, test.after, acctest.NoOp)
		})
	}
}

func TestFlowTask_aTextOfDigitsIsNoNumber(t *testing.T) {
	t.Parallel()
	options := onServer()
	options.Seed.Flows[0].Parameters = []mockserver.FlowParameter{{ID: region, Name: "Zip", Type: "string", Value: "10115"}}
	site := acctest.NewMock(t, options)
	one := instance(site, options)
	apply(t, one, prepNightly(acctest.Object{"Zip": "1067"}))
	after := prepNightly(acctest.Object{"Zip": "01067"})
	if change := apply(t, one, after); change.Action != acctest.Replace {
		t.Errorf("the plan is %q, want a replacement", change.Action)
	}
	if got := onlyTask(t, site).Parameters[region]; got != "01067" {
		t.Errorf("the task has %q", got)
	}
	expect(t, one, after, acctest.NoOp)
}

func TestFlowTask_sameInOtherWordsIsNoReplacement(t *testing.T) {
	t.Parallel()
	south := acctest.Object{"Region": "South"}
	allDays := []any{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}
	for name, test := range map[string]struct {
		before, after acctest.Object
		want          acctest.Action
	}{
		"seconds of a time": {plainEvery(at("02:15")), plainEvery(at("02:15:00")), acctest.NoOp},
		"all days, once": {
			plainEvery(at("02:15")), plainEvery(acctest.Object{"daily": acctest.Object{"start": "02:15", "every_hours": 24, "week_days": allDays}}), acctest.NoOp,
		},
		"number":              {prepEvery(at("02:15"), acctest.Object{"Count": "3"}), prepEvery(at("02:15"), acctest.Object{"Count": "03"}), acctest.Update},
		"parameter by its id": {prepEvery(at("02:15"), south), prepEvery(at("02:15"), acctest.Object{region: "South"}), acctest.Update},
		"on_destroy":          {plainEvery(at("02:15")), with(plainEvery(at("02:15")), "on_destroy", "abandon"), acctest.Update},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, onCloud())
			one := instance(site, onCloud())
			apply(t, one, test.before)
			before := onlyTask(t, site).ID
			if change := apply(t, one, test.after); change.Action != test.want {
				t.Errorf("the plan is %q of %v, want %q", change.Action, change.Attributes(), test.want)
			}
			if onlyTask(t, site).ID != before {
				t.Error("the task is another")
			}
			expect(t, one, test.after, acctest.NoOp)
			if n := site.Mock.Requests().ByRoute[createRoute]; n != 1 {
				t.Errorf("%d creations, want one", n)
			}
		})
	}
}

// TestFlowTask_defaultThatTableauShowsIsNoDifference leaves out what the flow
// has by default, and says it: neither is a change.
func TestFlowTask_defaultThatTableauShowsIsNoDifference(t *testing.T) {
	t.Parallel()
	for name, parameters := range map[string]acctest.Object{
		"left out":   nil,
		"said":       {"Region": "North"},
		"beside one": {"Count": "2.0", "Region": "North"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			one := instance(acctest.NewMock(t, onServer()), onServer())
			apply(t, one, prepNightly(parameters))
			expect(t, one, prepNightly(parameters), acctest.NoOp)
		})
	}
}
