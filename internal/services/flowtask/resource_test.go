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
