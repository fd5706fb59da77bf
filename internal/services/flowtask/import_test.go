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
	notShown := "Tableau does not show the frequency of flow task " + theTask + " in full: " +
		"State takes over the configured frequency without touching flow task " + theTask + ", which may have another: state will say what the configuration says."
	for name, test := range map[string]struct {
		frequency acctest.Object
		action    acctest.Action // none: it is refused
		says      string
	}{
		"none":                {nil, acctest.NoOp, ""},
		"its own":             {at("02:15"), acctest.Update, notShown},
		"another that may be": {acctest.Object{"daily": acctest.Object{"start": "02:15", "week_days": []any{"Tuesday"}}}, acctest.Update, notShown},
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

// TestFlowTask_importedForItsOwnConfigurationIsNotReplaced imports what was made
// from a configuration: after an import state has no defaults, and no output steps.
func TestFlowTask_importedForItsOwnConfigurationIsNotReplaced(t *testing.T) {
	t.Parallel()
	stepsNotShown := "Tableau shows no output_steps of flow task"
	frequencyNotShown := "Tableau does not show the frequency of flow task"
	for name, test := range map[string]struct {
		options mockserver.Options
		config  acctest.Object
		action  acctest.Action
		says    string // none: the plan has nothing to say
	}{
		"values":                   {onServer(), prepNightly(acctest.Object{"Region": "South"}), acctest.NoOp, ""},
		"a default on Server":      {onServer(), prepNightly(acctest.Object{"Region": "North"}), acctest.Update, ""},
		"a default on Cloud":       {onCloud(), prepEvery(at("02:15"), acctest.Object{"Region": "North"}), acctest.Update, frequencyNotShown},
		"a default beside a value": {onServer(), prepNightly(acctest.Object{"Region": "South", "Count": "2"}), acctest.Update, ""},
		"a default by its id":      {onServer(), prepNightly(acctest.Object{region: "North"}), acctest.Update, ""},
		"all output steps":         {onCloud(), with(prepEvery(at("02:15"), nil), "output_steps", []any{"Extract", "CSV"}), acctest.Update, stepsNotShown},
		"one output step":          {onCloud(), with(prepEvery(at("02:15"), nil), "output_steps", []any{"CSV"}), acctest.Update, stepsNotShown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, test.options)
			apply(t, instance(site, test.options), test.config)
			made := onlyTask(t, site)
			one := instance(site, test.options)
			one.Import(t, made.ID)
			change := apply(t, one, test.config)
			got := described(change.Diagnostics)
			if change.Action != test.action || !strings.Contains(got, test.says) || test.says == "" && got != "" {
				t.Errorf("the plan is %q of %v, want %q: %s", change.Action, change.Attributes(), test.action, got)
			}
			if onlyTask(t, site).ID != made.ID {
				t.Error("the task is another")
			}
			expect(t, one, test.config, acctest.NoOp)
		})
	}
}

// TestFlowTask_importedNumberMayBeWrittenOtherwise configures a default that Tableau
// shows in other digits, beside a value that is the task's own.
func TestFlowTask_importedNumberMayBeWrittenOtherwise(t *testing.T) {
	t.Parallel()
	options := found(onServer())
	options.Seed.FlowTasks[0].Parameters = map[string]string{region: "South", count: "2"}
	one := instance(acctest.NewMock(t, options), options)
	one.Import(t, theTask)
	config := prepNightly(acctest.Object{"Region": "South", "Count": "2.0"})
	if change := apply(t, one, config); change.Action != acctest.Update {
		t.Errorf("the plan is %q, want an update", change.Action)
	}
	expect(t, one, config, acctest.NoOp)
}

// TestFlowTask_importedIsComparedWithTheOutputStepsThatAreShown has Cloud show that
// the task runs all of them, which are none in particular after an import.
func TestFlowTask_importedIsComparedWithTheOutputStepsThatAreShown(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		steps []any
		want  acctest.Action
	}{
		"the same": {[]any{"CSV", "Extract"}, acctest.Update}, "others": {[]any{"CSV"}, acctest.Replace},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := found(onCloud())
			site := acctest.NewMock(t, options)
			setFault(t, site, mockserver.Fault{
				Route: getRoute, Status: 200, ContentType: "application/xml",
				Body: `<tsResponse xmlns="http://tableau.com/api"><task><flowRun id="` + theTask + `"><schedule id="s" name="SSS_1" frequency="Daily"/><flow id="` + prep + `" name="Prep"/>` +
					`<flowRunSpec flowId="` + prep + `"><flowOutputSteps><flowOutputStep id="1" name="Extract"/><flowOutputStep id="2" name="CSV"/></flowOutputSteps></flowRunSpec></flowRun></task></tsResponse>`,
			})
			one := instance(site, options)
			one.Import(t, theTask)
			change := one.Plan(t, with(prepEvery(at("02:15"), nil), "output_steps", test.steps))
			if got := described(change.Diagnostics); change.Action != test.want || strings.Contains(got, "output_steps") {
				t.Errorf("the plan is %q, want %q: %s", change.Action, test.want, got)
			}
		})
	}
}

// A task that is replaced is not taken over.
func TestFlowTask_importedAndReplacedForSomethingElseSaysNothingOfAdoption(t *testing.T) {
	t.Parallel()
	options := found(onCloud())
	one := instance(acctest.NewMock(t, options), options)
	one.Import(t, theTask)
	change := one.Plan(t, with(with(prepEvery(at("02:15"), nil), "flow_id", plain), "output_steps", []any{"CSV"}))
	if got := described(change.Diagnostics); change.Action != acctest.Replace || strings.Contains(got, "takes over") {
		t.Errorf("the plan is %q: %s", change.Action, got)
	}
}

// TestFlowTask_importedForAnotherConfigurationIsReplaced has what Tableau shows
// differ from the configuration, or what state has from an earlier apply.
func TestFlowTask_importedForAnotherConfigurationIsReplaced(t *testing.T) {
	t.Parallel()
	south, north := acctest.Object{"Region": "South"}, acctest.Object{"Region": "North"}
	showsDefaults := onServer()
	showsDefaults.Behaviour.FlowTasksShowDefaults = true
	for name, test := range map[string]struct {
		options mockserver.Options
		made    acctest.Object
		applied acctest.Object // after the import, if any
		config  acctest.Object
	}{
		"another value":                     {onServer(), prepNightly(south), nil, prepNightly(acctest.Object{"Region": "East"})},
		"one more value":                    {onServer(), prepNightly(south), nil, prepNightly(acctest.Object{"Region": "South", "Count": "3"})},
		"no value":                          {onServer(), prepNightly(south), nil, prepNightly(nil)},
		"a value instead of a default":      {onServer(), prepNightly(north), nil, prepNightly(south)},
		"a value where the flow's is shown": {showsDefaults, prepNightly(south), nil, prepNightly(south)},
		"a default, later":                  {onCloud(), prepEvery(at("02:15"), nil), prepEvery(at("02:15"), nil), prepEvery(at("02:15"), north)},
		"an output step, later": {
			onCloud(), prepEvery(at("02:15"), nil), prepEvery(at("02:15"), nil), with(prepEvery(at("02:15"), nil), "output_steps", []any{"CSV"}),
		},
		"other output steps, later": {
			onCloud(), with(prepEvery(at("02:15"), nil), "output_steps", []any{"CSV"}), with(prepEvery(at("02:15"), nil), "output_steps", []any{"CSV"}),
			with(prepEvery(at("02:15"), nil), "output_steps", []any{"Extract"}),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, test.options)
			apply(t, instance(site, test.options), test.made)
			made := onlyTask(t, site).ID
			one := instance(site, test.options)
			one.Import(t, made)
			if test.applied != nil {
				apply(t, one, test.applied)
			}
			if change := apply(t, one, test.config); change.Action != acctest.Replace {
				t.Errorf("the plan is %q of %v, want a replacement", change.Action, change.Attributes())
			}
			if onlyTask(t, site).ID == made {
				t.Error("the task is the same")
			}
			expect(t, one, test.config, acctest.NoOp)
		})
	}
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
