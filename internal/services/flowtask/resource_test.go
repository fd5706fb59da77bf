package flowtask_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func state(name string, want knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(name), want)
}

func TestFlowTask_onServerRunsOnItsSchedule(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, onServer())
	config := site.Config(taskOf(prep, on(nightly), `parameters = { Region = "South" }`))
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				state("flow_id", knownvalue.StringExact(prep)),
				state("schedule_id", knownvalue.StringExact(nightly)),
				state("frequency", knownvalue.Null()),
				state("parameters", knownvalue.MapExact(map[string]knownvalue.Check{"Region": knownvalue.StringExact("South")})),
				state("output_steps", knownvalue.Null()),
				state("on_destroy", knownvalue.StringExact("delete")),
			},
		},
		{Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
		{ResourceName: address, ImportState: true, ImportStateVerify: true},
	}})
	if tasks := site.Mock.FlowTasks(); len(tasks) != 0 {
		t.Errorf("%d tasks are left", len(tasks))
	}
}

func TestFlowTask_onCloudHasItsOwnFrequency(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, onCloud())
	config := siteOf(site, mockserver.ProductCloud, taskOf(prep,
		every(`{ daily = { start = "12:30", end = "20:30", every_hours = 4, week_days = ["Monday", "Friday"] } }`),
		`parameters = { Count = 5 }`, `output_steps = ["CSV"]`))
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				state("schedule_id", knownvalue.Null()),
				state("parameters", knownvalue.MapExact(map[string]knownvalue.Check{"Count": knownvalue.StringExact("5")})),
				state("output_steps", knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact("CSV")})),
			},
			Check: resource.ComposeTestCheckFunc(resource.TestCheckResourceAttr(address, "frequency.daily.start", "12:30")),
		},
		{
			PreConfig: func() {
				made := onlyTask(t, site)
				if made.Frequency != "Daily" || made.Start != "12:30:00" || made.End != "20:30:00" || len(made.OutputSteps) != 1 ||
					!maps.Equal(made.Parameters, map[string]string{count: "5"}) ||
					!slices.Equal(made.Intervals, []mockserver.Interval{{WeekDay: "Friday"}, {WeekDay: "Monday"}, {Hours: "4"}}) {
					t.Errorf("made %+v", made)
				}
			},
			Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionNoop),
		},
	}})
}

func TestFlowTask_everyChangeReplacesIt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ before, after string }{
		"flow":           {task(on(nightly)), taskOf(prep, on(nightly))},
		"schedule":       {task(on(nightly)), task(on(mornings))},
		"parameter":      {taskOf(prep, on(nightly), `parameters = { Region = "South" }`), taskOf(prep, on(nightly), `parameters = { Region = "East" }`)},
		"more of them":   {taskOf(prep, on(nightly), `parameters = { Region = "South" }`), taskOf(prep, on(nightly), `parameters = { Region = "South", Count = "3" }`)},
		"none of them":   {taskOf(prep, on(nightly), `parameters = { Region = "South" }`), taskOf(prep, on(nightly))},
		"the first ones": {taskOf(prep, on(nightly)), taskOf(prep, on(nightly), `parameters = { Region = "South" }`)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, onServer())
			before := ""
			acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
				{Config: site.Config(test.before)},
				{
					PreConfig: func() { before = onlyTask(t, site).ID },
					Config:    site.Config(test.after), ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate),
				},
				{
					PreConfig: func() {
						if onlyTask(t, site).ID == before {
							t.Error("the task is the same")
						}
					},
					Config: site.Config(test.after), ConfigPlanChecks: planned(plancheck.ResourceActionNoop),
				},
			}})
		})
	}
	for name, test := range map[string]struct{ before, after string }{
		"frequency":    {task(every(daily)), task(every(`{ daily = { start = "03:15" } }`))},
		"output steps": {taskOf(prep, every(daily)), taskOf(prep, every(daily), `output_steps = ["CSV"]`)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, onCloud())
			acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
				{Config: siteOf(site, mockserver.ProductCloud, test.before)},
				{Config: siteOf(site, mockserver.ProductCloud, test.after), ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate)},
			}})
		})
	}
}

func TestFlowTask_sameInOtherWordsIsNoReplacement(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		before, after string
		want          plancheck.ResourceActionType
	}{
		"seconds of a time":   {task(every(daily)), task(every(`{ daily = { start = "02:15:00" } }`)), plancheck.ResourceActionNoop},
		"all days, once":      {task(every(daily)), task(every(`{ daily = { start = "02:15", every_hours = 24, week_days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] } }`)), plancheck.ResourceActionNoop},
		"parameter by its id": {taskOf(prep, every(daily), `parameters = { Region = "South" }`), taskOf(prep, every(daily), `parameters = { "`+region+`" = "South" }`), plancheck.ResourceActionUpdate},
		"on_destroy":          {task(every(daily)), task(every(daily), `on_destroy = "abandon"`), plancheck.ResourceActionUpdate},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, onCloud())
			before := ""
			acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
				{Config: siteOf(site, mockserver.ProductCloud, test.before)},
				{
					PreConfig: func() { before = onlyTask(t, site).ID },
					Config:    siteOf(site, mockserver.ProductCloud, test.after), ConfigPlanChecks: planned(test.want),
				},
				{
					PreConfig: func() {
						if onlyTask(t, site).ID != before {
							t.Error("the task is another")
						}
					},
					Config: siteOf(site, mockserver.ProductCloud, test.after), ConfigPlanChecks: planned(plancheck.ResourceActionNoop),
				},
			}})
			routes := site.Mock.Requests().ByRoute
			if routes[createRoute] != 1 {
				t.Errorf("%d creations, want one", routes[createRoute])
			}
		})
	}
}

// TestFlowTask_defaultThatTableauShowsIsNoDifference leaves out what the flow
// has by default, and says it: neither is a change.
func TestFlowTask_defaultThatTableauShowsIsNoDifference(t *testing.T) {
	t.Parallel()
	for name, lines := range map[string]string{
		"left out":   "",
		"said":       `parameters = { Region = "North" }`,
		"beside one": `parameters = { Count = "2.0", Region = "North" }`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, onServer())
			config := site.Config(taskOf(prep, on(nightly), lines))
			acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
				{Config: config},
				{Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
			}})
		})
	}
}
