package flowtask_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// found is a seeded task at a daily frequency, or on the schedule for it.
func found(options mockserver.Options) mockserver.Options {
	one := mockserver.FlowTask{ID: theTask, Flow: prep, Parameters: map[string]string{region: "South"}, Timing: mockserver.Timing{Schedule: nightly}}
	if options.Product == mockserver.ProductCloud {
		one.Timing = atDaily("02:15:00")
	}
	options.Seed.FlowTasks = []mockserver.FlowTask{one}
	return options
}

func atDaily(start string) mockserver.Timing {
	intervals := []mockserver.Interval{{Hours: "24"}}
	for _, day := range []string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"} {
		intervals = append(intervals, mockserver.Interval{WeekDay: day})
	}
	return mockserver.Timing{Frequency: "Daily", Start: start, End: start, Intervals: intervals}
}

const importByID = "import {\n  to = tableau_flow_task.prep\n  id = \"" + theTask + "\"\n}\n"

func TestFlowTask_importedPlansEmpty(t *testing.T) {
	t.Parallel()
	for _, options := range []mockserver.Options{found(onServer()), found(onCloud())} {
		for kind, block := range map[string]string{
			"id":       importByID,
			"identity": "import {\n  to = tableau_flow_task.prep\n  identity = { id = \"" + theTask + "\" }\n}\n",
		} {
			t.Run(string(options.Product)+" by "+kind, func(t *testing.T) {
				t.Parallel()
				if kind == "identity" {
					acctest.NeedsIdentity(t)
				}
				site := acctest.NewMock(t, options)
				lines := []string{`parameters = { Region = "South" }`}
				if options.Product == "" {
					lines = append(lines, on(nightly))
				}
				cli := site.NewCLI(t, map[string]string{"main.tf": siteOf(site, options.Product, taskOf(prep, lines...)), "import.tf": block})
				output := cli.Succeed("apply", "-no-color", "-input=false", "-auto-approve")
				if !strings.Contains(output, "1 imported, 0 added, 0 changed, 0 destroyed") {
					t.Errorf("the import changes something:\n%s", output)
				}
				if result := cli.Run("plan", "-input=false", "-detailed-exitcode"); result.ExitCode != 0 {
					t.Errorf("the next plan is not empty:\n%s", result.Output)
				}
			})
		}
	}
}

// TestFlowTask_importedOnCloudTakesAFrequencyThatFits configures what Cloud does
// not show in full.
func TestFlowTask_importedOnCloudTakesAFrequencyThatFits(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		frequency string
		plans     []string
	}{
		"its own":              {daily, []string{"1 to import, 0 to add, 1 to change, 0 to destroy."}},
		"another that may be":  {`{ daily = { start = "02:15", week_days = ["Tuesday"] } }`, []string{"1 to import, 0 to add, 1 to change, 0 to destroy."}},
		"of another kind":      {`{ weekly = { start = "02:15", week_days = ["Tuesday"] } }`, []string{"1 to import, 1 to add, 0 to change, 1 to destroy.", "Tableau shows that it runs daily."}},
		"at another time":      {`{ daily = { start = "03:15" } }`, []string{"1 to import, 1 to add, 0 to change, 1 to destroy.", `Tableau shows its next run at 2026-03-03T10:15:00Z, and "Every day at 03:15" has none then in the site's time zone, America/Los_Angeles.`}},
		"that Cloud cannot do": {`{ hourly = { start = "06:00", end = "22:00", every_minutes = 30 } }`, []string{"every_minutes"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, found(onCloud()))
			cli := site.NewCLI(t, map[string]string{
				"main.tf":   siteOf(site, mockserver.ProductCloud, taskOf(prep, every(test.frequency), `parameters = { Region = "South" }`)),
				"import.tf": importByID,
			})
			result := cli.Run("plan", "-no-color", "-input=false")
			for _, want := range test.plans {
				if !says(want).MatchString(result.Output) {
					t.Errorf("the plan does not say %q:\n%s", want, result.Output)
				}
			}
			if result.ExitCode != 0 {
				return
			}
			cli.Succeed("apply", "-input=false", "-auto-approve")
			if result := cli.Run("plan", "-input=false", "-detailed-exitcode"); result.ExitCode != 0 {
				t.Errorf("the next plan is not empty:\n%s", result.Output)
			}
		})
	}
}

// TestFlowTask_adoptedFrequencyIsWatched changes the frequency of a task whose
// frequency was adopted.
func TestFlowTask_adoptedFrequencyIsWatched(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, found(onCloud()))
	config := siteOf(site, mockserver.ProductCloud, taskOf(prep, every(daily), `parameters = { Region = "South" }`))
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config, ResourceName: address, ImportState: true, ImportStateId: theTask, ImportStatePersist: true},
		{Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionUpdate)},
		{
			PreConfig: func() { edit(t, site, func(f *mockserver.FlowTask) { f.Start = "03:15:00" }) },
			Config:    config, ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate),
		},
	}})
}

func TestFlowTask_isNotImportedByName(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, found(onServer()))
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{{
		Config: site.Config(task(on(nightly))), ResourceName: address, ImportState: true, ImportStateId: "Prep",
		ExpectError: says("Cannot import flow task", `"Prep" is not the id of a flow task.`, "the data source tableau_flow_tasks shows the ids."),
	}}})
}

// TestFlowTaskQuery_generatesConfigurationThatPlansNothing adopts all flow tasks
// of a site, of every kind that a site may have.
func TestFlowTaskQuery_generatesConfigurationThatPlansNothing(t *testing.T) {
	t.Parallel()
	acctest.NeedsQuery(t)
	for _, options := range []mockserver.Options{demanding(onServer()), demanding(onCloud())} {
		t.Run(string(options.Product), func(t *testing.T) {
			t.Parallel()
			options.Behaviour.FlowTaskDelete = false
			options.Seed.FlowTasks = manyKinds(options.Product)
			site := acctest.NewMock(t, options)
			cli := site.NewCLI(t, map[string]string{
				"main.tf":           siteOf(site, options.Product),
				"tasks.tfquery.hcl": "list \"tableau_flow_task\" \"all\" {\n  provider = tableau\n}\n",
			})
			listed := cli.Succeed("query", "-no-color", "-generate-config-out=generated.tf")
			if n := strings.Count(listed, "list.tableau_flow_task.all"); n != 45 {
				t.Errorf("listed %d tasks, want 45:\n%s", n, listed)
			}
			cli.Succeed("validate", "-no-color")
			plan := cli.Succeed("plan", "-no-color", "-input=false")
			if !strings.Contains(plan, "Plan: 45 to import, 0 to add, 0 to change, 0 to destroy.") {
				t.Errorf("the generated configuration does not plan empty:\n%s", plan)
			}
			cli.Succeed("apply", "-no-color", "-input=false", "-auto-approve")
			if result := cli.Run("plan", "-no-color", "-input=false", "-detailed-exitcode"); result.ExitCode != 0 {
				t.Errorf("the next plan is not empty:\n%s", result.Output)
			}
		})
	}
}

// manyKinds are 45 tasks: three sets of values and steps at each of the timings.
func manyKinds(product mockserver.Product) []mockserver.FlowTask {
	timings := []mockserver.Timing{{Schedule: nightly}, {Schedule: mornings}, {Schedule: nightly}, {Schedule: nightly}, {Schedule: mornings}}
	if product == mockserver.ProductCloud {
		timings = []mockserver.Timing{
			atDaily("02:15:00"),
			{Frequency: "Hourly", Start: "06:00:00", End: "22:00:00", Intervals: []mockserver.Interval{{Hours: "1"}, {WeekDay: "Monday"}}},
			{Frequency: "Weekly", Start: "18:30:00", Intervals: []mockserver.Interval{{WeekDay: "Sunday"}}},
			{Frequency: "Monthly", Start: "06:00:00", Intervals: []mockserver.Interval{{MonthDay: "1"}, {MonthDay: "15"}}},
			{Frequency: "Monthly", Start: "06:00:00", Intervals: []mockserver.Interval{{MonthDay: "Third", WeekDay: "Thursday"}}},
		}
	}
	var tasks []mockserver.FlowTask
	for i := range 45 {
		one := mockserver.FlowTask{ID: fmt.Sprintf("%08d-aaaa-4aaa-8aaa-aaaaaaaaaaaa", i), Flow: prep, Timing: timings[i%len(timings)]}
		switch i % 3 {
		case 0:
			one.Parameters = map[string]string{region: "South", count: "3"}
		case 1:
			one.Parameters = map[string]string{region: "North"}
			if product == mockserver.ProductCloud {
				one.OutputSteps = []string{"CSV"}
			}
		case 2:
			one.Flow = plain
		}
		tasks = append(tasks, one)
	}
	return tasks
}
