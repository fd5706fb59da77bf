package flowtask_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestFlowTask_thatRunsForDaysIsNoDrift(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options mockserver.Options
		config  acctest.Object
	}{
		"server": {onServer(), prepNightly(acctest.Object{"Region": "South"})},
		"cloud": {
			onCloud(), with(prepEvery(acctest.Object{"hourly": acctest.Object{"start": "06:00", "end": "22:00", "every_hours": 1}}, nil), "output_steps", []any{"CSV"}),
		},
		"cloud weekly": {onCloud(), plainEvery(weekly("Sunday"))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, test.options)
			one := instance(site, test.options)
			apply(t, one, test.config)
			before := one.State(t)
			for range 8 {
				site.Mock.AdvanceClock(24 * time.Hour)
			}
			expect(t, one, test.config, acctest.NoOp)
			acctest.FailOn(t, one.Refresh(t))
			if diff := cmp.Diff(before, one.State(t)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func weekly(day string) acctest.Object {
	return acctest.Object{"weekly": acctest.Object{"start": "18:30", "week_days": []any{day}}}
}

// TestFlowTask_changedBehindTerraformShowsThatChangeAlone meddles with one
// thing at a time; the other attributes must plan as they are.
func TestFlowTask_changedBehindTerraformShowsThatChangeAlone(t *testing.T) {
	t.Parallel()
	mixed := acctest.Object{"Region": "South", count: "5"}
	for name, test := range map[string]struct {
		options   mockserver.Options
		config    acctest.Object
		change    func(*mockserver.FlowTask)
		attribute string
		drifted   any // nil: it is not known any more
	}{
		"moved to another schedule": {onServer(), prepNightly(mixed), func(f *mockserver.FlowTask) { f.Schedule = mornings }, "schedule_id", mornings},
		"given another value": {
			onServer(), prepNightly(mixed), func(f *mockserver.FlowTask) { f.Parameters[count] = "7" },
			"parameters", acctest.Object{"Region": "South", count: "7"},
		},
		"given one more": {
			onServer(), prepNightly(mixed), func(f *mockserver.FlowTask) { f.Parameters[since] = "2026-02-03" },
			"parameters", acctest.Object{"Region": "South", count: "5", "Since": "2026-02-03"},
		},
		"given one less": {
			onServer(), prepNightly(mixed), func(f *mockserver.FlowTask) { delete(f.Parameters, count) },
			"parameters", acctest.Object{"Region": "South"},
		},
		"running at another time": {onCloud(), plainEvery(at("02:15")), func(f *mockserver.FlowTask) { f.Start = "03:15:00" }, "frequency", nil},
		"running in other steps": {
			onCloud(), plainEvery(acctest.Object{"daily": acctest.Object{"start": "02:15", "end": "14:15", "every_hours": 12}}),
			func(f *mockserver.FlowTask) { f.Intervals[len(f.Intervals)-1].Hours = "4" }, "frequency", nil,
		},
		"running on another day": {
			onCloud(), plainEvery(weekly("Sunday")),
			func(f *mockserver.FlowTask) { f.Intervals = []mockserver.Interval{{WeekDay: "Friday"}} }, "frequency", nil,
		},
		"running monthly": {onCloud(), plainEvery(at("02:15")), func(f *mockserver.FlowTask) {
			f.Frequency, f.End, f.Intervals = "Monthly", "", []mockserver.Interval{{MonthDay: "3"}}
		}, "frequency", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, test.options)
			one := instance(site, test.options)
			apply(t, one, test.config)
			edit(t, site, test.change)
			acctest.FailOn(t, one.Refresh(t))
			change := apply(t, one, test.config)
			// A replacement has another id, and nothing else of its own.
			changing := []string{"id", test.attribute}
			slices.Sort(changing)
			if diff := cmp.Diff(changing, change.Attributes()); change.Action != acctest.Replace || diff != "" {
				t.Errorf("the plan is %q, with %s", change.Action, diff)
			}
			if diff := cmp.Diff(test.drifted, change.Before[test.attribute]); diff != "" {
				t.Error(diff)
			}
			expect(t, one, test.config, acctest.NoOp)
		})
	}
}

// TestFlowTask_whatTableauDoesNotShowIsNoDrift changes what Cloud does not tell
// of, or what the next run cannot prove.
func TestFlowTask_whatTableauDoesNotShowIsNoDrift(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*mockserver.FlowTask){
		"runs less often":       func(f *mockserver.FlowTask) { f.Intervals = []mockserver.Interval{{Hours: "24"}, {WeekDay: "Tuesday"}} },
		"next run is not shown": func(f *mockserver.FlowTask) { f.NextRunAt = time.Date(2026, 3, 8, 10, 15, 0, 0, time.UTC) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, onCloud())
			one := instance(site, onCloud())
			apply(t, one, plainEvery(at("02:15")))
			edit(t, site, change)
			expect(t, one, plainEvery(at("02:15")), acctest.NoOp)
		})
	}
}

// TestFlowTask_withoutTheSitesTimeZoneOnlyTheCertainIsDrift hides the zone: an
// hour's difference may be one of zones, ten minutes' is none.
func TestFlowTask_withoutTheSitesTimeZoneOnlyTheCertainIsDrift(t *testing.T) {
	t.Parallel()
	for start, want := range map[string]acctest.Action{"03:15:00": acctest.NoOp, "02:25:00": acctest.Replace} {
		t.Run(start, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, onCloud())
			setFault(t, site, mockserver.Fault{Route: siteRoute, Status: 403, Code: "403004"})
			one := instance(site, onCloud())
			apply(t, one, plainEvery(at("02:15")))
			edit(t, site, func(f *mockserver.FlowTask) { f.Start = start })
			change := apply(t, one, plainEvery(at("02:15")))
			if change.Action != want {
				t.Errorf("the plan is %q of %v, want %q", change.Action, change.Attributes(), want)
			}
		})
	}
}

// onEach is a task of the flow Plain on each product.
var onEach = map[string]struct {
	options mockserver.Options
	config  acctest.Object
}{
	"server": {onServer(), plainAt(nightly)},
	"cloud":  {onCloud(), plainEvery(at("02:15"))},
}

func TestFlowTask_deletedBehindTerraformIsMadeAgain(t *testing.T) {
	t.Parallel()
	for name, test := range onEach {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, test.options)
			one := instance(site, test.options)
			apply(t, one, test.config)
			site.Mock.DeleteFlowTask(onlyTask(t, site).ID)
			if change := apply(t, one, test.config); change.Action != acctest.Create {
				t.Errorf("the plan is %q, want to create it", change.Action)
			}
			site.Mock.DeleteFlowTask(onlyTask(t, site).ID)
			apply(t, one, nil) // What is gone already is done already.
		})
	}
}

func TestFlowTask_goesWithItsFlow(t *testing.T) {
	t.Parallel()
	for name, test := range onEach {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, test.options)
			one := instance(site, test.options)
			apply(t, one, test.config)
			site.Mock.DeleteFlow(plain)
			change := one.Plan(t, test.config)
			why := says("There is no such flow", "The site shows no flow with the id "+plain+" to this user.")
			if got := described(change.Diagnostics); !change.Failed || !why.MatchString(got) {
				t.Errorf("got %s", got)
			}
			acctest.FailOn(t, one.Refresh(t))
			if state := one.State(t); state != nil {
				t.Errorf("state is %v, want none", state)
			}
		})
	}
}
