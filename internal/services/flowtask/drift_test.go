package flowtask_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestFlowTask_thatRunsForADayIsNoDrift(t *testing.T) {
	t.Parallel()
	acctest.NeedsRefreshOnlyExitCode(t)
	for name, test := range map[string]struct {
		options mockserver.Options
		config  string
	}{
		"server":       {onServer(), taskOf(prep, on(nightly), `parameters = { Region = "South" }`)},
		"cloud":        {onCloud(), taskOf(prep, every(`{ hourly = { start = "06:00", end = "22:00", every_hours = 1 } }`), `output_steps = ["CSV"]`)},
		"cloud weekly": {onCloud(), task(every(`{ weekly = { start = "18:30", week_days = ["Sunday"] } }`))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, test.options)
			cli := site.NewCLI(t, map[string]string{"main.tf": siteOf(site, test.options.Product, test.config)})
			cli.Succeed("apply", "-auto-approve", "-input=false")
			for range 8 {
				site.Mock.AdvanceClock(24 * time.Hour)
			}
			if result := cli.Run("plan", "-refresh-only", "-detailed-exitcode", "-input=false"); result.ExitCode != 0 {
				t.Errorf("exit code %d:\n%s", result.ExitCode, result.Output)
			}
			if result := cli.Run("plan", "-detailed-exitcode", "-input=false"); result.ExitCode != 0 {
				t.Errorf("exit code %d of the plan:\n%s", result.ExitCode, result.Output)
			}
		})
	}
}

// TestFlowTask_changedBehindTerraformShowsThatChangeAlone meddles with one
// thing at a time; the other attributes must plan as they are.
func TestFlowTask_changedBehindTerraformShowsThatChangeAlone(t *testing.T) {
	t.Parallel()
	mixed := `parameters = { Region = "South", "` + count + `" = "5" }`
	value := func(text string) knownvalue.Check { return knownvalue.StringExact(text) }
	for name, test := range map[string]struct {
		options   mockserver.Options
		config    string
		change    func(*mockserver.FlowTask)
		attribute string
		drifted   knownvalue.Check
	}{
		"moved to another schedule": {onServer(), taskOf(prep, on(nightly), mixed), func(f *mockserver.FlowTask) { f.Schedule = mornings }, "schedule_id", value(mornings)},
		"given another value": {
			onServer(), taskOf(prep, on(nightly), mixed), func(f *mockserver.FlowTask) { f.Parameters[count] = "7" },
			"parameters", knownvalue.MapExact(map[string]knownvalue.Check{"Region": value("South"), count: value("7")}),
		},
		"given one more": {
			onServer(), taskOf(prep, on(nightly), mixed), func(f *mockserver.FlowTask) { f.Parameters[since] = "2026-02-03" },
			"parameters", knownvalue.MapExact(map[string]knownvalue.Check{"Region": value("South"), count: value("5"), "Since": value("2026-02-03")}),
		},
		"given one less": {
			onServer(), taskOf(prep, on(nightly), mixed), func(f *mockserver.FlowTask) { delete(f.Parameters, count) },
			"parameters", knownvalue.MapExact(map[string]knownvalue.Check{"Region": value("South")}),
		},
		"running at another time": {onCloud(), task(every(daily)), func(f *mockserver.FlowTask) { f.Start = "03:15:00" }, "frequency", knownvalue.Null()},
		"running in other steps": {
			onCloud(), task(every(`{ daily = { start = "02:15", end = "14:15", every_hours = 12 } }`)),
			func(f *mockserver.FlowTask) { f.Intervals[len(f.Intervals)-1].Hours = "4" }, "frequency", knownvalue.Null(),
		},
		"running on another day": {
			onCloud(), task(every(`{ weekly = { start = "18:30", week_days = ["Sunday"] } }`)),
			func(f *mockserver.FlowTask) { f.Intervals = []mockserver.Interval{{WeekDay: "Friday"}} }, "frequency", knownvalue.Null(),
		},
		"running monthly": {onCloud(), task(every(daily)), func(f *mockserver.FlowTask) {
			f.Frequency, f.End, f.Intervals = "Monthly", "", []mockserver.Interval{{MonthDay: "3"}}
		}, "frequency", knownvalue.Null()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, test.options)
			config := siteOf(site, test.options.Product, test.config)
			acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
				{Config: config},
				{
					PreConfig:    func() { edit(t, site, test.change) },
					RefreshState: true, ExpectNonEmptyPlan: true,
					RefreshPlanChecks: resource.RefreshPlanChecks{PostRefresh: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction(address, plancheck.ResourceActionDestroyBeforeCreate),
						onlyChange{tfjsonpath.New(test.attribute), test.drifted},
					}},
				},
				{Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate)},
				{Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
			}})
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
			config := siteOf(site, mockserver.ProductCloud, task(every(daily)))
			acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
				{Config: config},
				{PreConfig: func() { edit(t, site, change) }, Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
			}})
		})
	}
}

// TestFlowTask_withoutTheSitesTimeZoneOnlyTheCertainIsDrift hides the zone: an
// hour's difference may be one of zones, ten minutes' is none.
func TestFlowTask_withoutTheSitesTimeZoneOnlyTheCertainIsDrift(t *testing.T) {
	t.Parallel()
	for start, want := range map[string]plancheck.ResourceActionType{
		"03:15:00": plancheck.ResourceActionNoop,
		"02:25:00": plancheck.ResourceActionDestroyBeforeCreate,
	} {
		t.Run(start, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, onCloud())
			setFault(t, site, mockserver.Fault{Route: siteRoute, Status: 403, Code: "403004"})
			config := siteOf(site, mockserver.ProductCloud, task(every(daily)))
			acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
				{Config: config},
				{
					PreConfig: func() { edit(t, site, func(f *mockserver.FlowTask) { f.Start = start }) },
					Config:    config, ConfigPlanChecks: planned(want),
				},
			}})
		})
	}
}

func TestFlowTask_deletedBehindTerraformIsMadeAgain(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options mockserver.Options
		config  string
	}{
		"server": {onServer(), task(on(nightly))},
		"cloud":  {onCloud(), task(every(daily))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, test.options)
			config := siteOf(site, test.options.Product, test.config)
			remove := func() { site.Mock.DeleteFlowTask(onlyTask(t, site).ID) }
			acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
				{Config: config},
				{PreConfig: remove, Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionCreate)},
				{PreConfig: remove, Config: config, Destroy: true}, // What is gone already is done already.
			}})
		})
	}
}

func TestFlowTask_goesWithItsFlow(t *testing.T) {
	t.Parallel()
	acctest.NeedsRefreshOnlyExitCode(t)
	for name, test := range map[string]struct {
		options mockserver.Options
		config  string
	}{
		"server": {onServer(), task(on(nightly))},
		"cloud":  {onCloud(), task(every(daily))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, test.options)
			cli := site.NewCLI(t, map[string]string{"main.tf": siteOf(site, test.options.Product, test.config)})
			cli.Succeed("apply", "-auto-approve", "-input=false")
			site.Mock.DeleteFlow(plain)
			result := cli.Run("plan", "-no-color", "-refresh-only", "-detailed-exitcode", "-input=false")
			if gone := says("# tableau_flow_task.prep has been deleted"); result.ExitCode != 2 || !gone.MatchString(result.Output) {
				t.Errorf("exit code %d:\n%s", result.ExitCode, result.Output)
			}
			result = cli.Run("plan", "-no-color", "-input=false")
			if why := says("There is no such flow", "The site shows no flow with the id "+plain+" to this user."); result.ExitCode != 1 || !why.MatchString(result.Output) {
				t.Errorf("exit code %d of the plan:\n%s", result.ExitCode, result.Output)
			}
		})
	}
}
