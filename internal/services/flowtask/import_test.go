package flowtask_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

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

// TestFlowTask_importedPlansEmpty imports one task by its id and another by its
// identity, and has the first one of Cloud adopt its frequency.
func TestFlowTask_importedPlansEmpty(t *testing.T) {
	t.Parallel()
	acctest.NeedsIdentity(t)
	for _, test := range []struct {
		options mockserver.Options
		when    string
		says    string
	}{
		{found(onServer()), on(nightly), "2 imported, 0 added, 0 changed, 0 destroyed"},
		{found(onCloud()), every(daily), "2 imported, 0 added, 1 changed, 0 destroyed"},
	} {
		t.Run(string(test.options.Product), func(t *testing.T) {
			t.Parallel()
			other := test.options.Seed.FlowTasks[0]
			other.ID, other.Parameters = nobodysID, map[string]string{region: "East"}
			test.options.Seed.FlowTasks = append(test.options.Seed.FlowTasks, other)
			others := []string{`parameters = { Region = "East" }`}
			if test.options.Product == "" {
				others = append(others, on(nightly))
			}
			site := acctest.NewMock(t, test.options)
			cli := site.NewCLI(t, map[string]string{
				"main.tf": siteOf(site, test.options.Product,
					taskOf(prep, `parameters = { Region = "South" }`, test.when),
					strings.Replace(taskOf(prep, others...), `"prep"`, `"other"`, 1)),
				"import.tf": "import {\n  to = tableau_flow_task.prep\n  id = \"" + theTask + "\"\n}\n" +
					"import {\n  to = tableau_flow_task.other\n  identity = { id = \"" + nobodysID + "\" }\n}\n",
			})
			if output := cli.Succeed("apply", "-no-color", "-input=false", "-auto-approve"); !strings.Contains(output, test.says) {
				t.Errorf("the import does not say %s:\n%s", test.says, output)
			}
			if result := cli.Run("plan", "-input=false", "-detailed-exitcode"); result.ExitCode != 0 {
				t.Errorf("the next plan is not empty:\n%s", result.Output)
			}
		})
	}
}

// TestFlowTask_importedOnCloudTakesAFrequencyThatFits configures what Cloud does
// not show in full.
func TestFlowTask_importedOnCloudTakesAFrequencyThatFits(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		frequency acctest.Object
		action    acctest.Action // none: it is refused
		says      string
	}{
		"none":                {nil, acctest.NoOp, ""},
		"its own":             {at("02:15"), acctest.Update, ""},
		"another that may be": {acctest.Object{"daily": acctest.Object{"start": "02:15", "week_days": []any{"Tuesday"}}}, acctest.Update, ""},
		"of another kind": {
			acctest.Object{"weekly": acctest.Object{"start": "02:15", "week_days": []any{"Tuesday"}}}, acctest.Replace, "Tableau shows that it runs daily.",
		},
		"at another time": {
			at("03:15"), acctest.Replace,
			`Tableau shows its next run at 2026-03-03T10:15:00Z, and "Every day at 03:15" has none then in the site's time zone, America/Los_Angeles.`,
		},
		"that Cloud cannot do": {acctest.Object{"hourly": acctest.Object{"start": "06:00", "end": "22:00", "every_minutes": 30}}, "", "every_minutes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := found(onCloud())
			one := instance(acctest.NewMock(t, options), options)
			one.Import(t, theTask)
			config := withParameters(acctest.Object{"flow_id": prep}, acctest.Object{"Region": "South"})
			if test.frequency != nil {
				config["frequency"] = test.frequency
			}
			change := one.Plan(t, config)
			if got := described(change.Diagnostics); change.Action != test.action || !strings.Contains(got, test.says) {
				t.Errorf("the plan is %q, want %q: %s", change.Action, test.action, got)
			}
			if change.Failed {
				return
			}
			apply(t, one, config)
			expect(t, one, config, acctest.NoOp)
		})
	}
}

// TestFlowTask_adoptedFrequencyIsWatched changes the frequency of a task whose
// frequency was adopted.
func TestFlowTask_adoptedFrequencyIsWatched(t *testing.T) {
	t.Parallel()
	options := found(onCloud())
	site := acctest.NewMock(t, options)
	one := instance(site, options)
	one.Import(t, theTask)
	config := prepEvery(at("02:15"), acctest.Object{"Region": "South"})
	if change := apply(t, one, config); change.Action != acctest.Update {
		t.Errorf("the plan is %q, want an update", change.Action)
	}
	edit(t, site, func(f *mockserver.FlowTask) { f.Start = "03:15:00" })
	expect(t, one, config, acctest.Replace)
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
