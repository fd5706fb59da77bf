package flowtask_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// demanding is a flow that cannot run without being given a region.
func demanding(options mockserver.Options) mockserver.Options {
	options.Seed.Flows[0].Parameters[0].Required = true
	return options
}

func withVersion(options mockserver.Options, version string) mockserver.Options {
	options.APIVersion = version
	return options
}

// TestFlowTask_planRefusesWhatCannotBe plans only: nothing may be written.
func TestFlowTask_planRefusesWhatCannotBe(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options mockserver.Options
		config  acctest.Object
		says    []string
	}{
		"frequency on Server":    {onServer(), plainEvery(at("02:15")), []string{"Tableau Server needs schedule_id instead", "runs on a schedule"}},
		"schedule on Cloud":      {onCloud(), plainAt(nightly), []string{"Tableau Cloud needs frequency instead"}},
		"neither on Server":      {onServer(), acctest.Object{"flow_id": plain}, []string{"A flow task needs a schedule", "Set schedule_id to the id of a tableau_schedule of type Flow."}},
		"neither on Cloud":       {onCloud(), acctest.Object{"flow_id": plain}, []string{"A new flow task needs a frequency", "Only for an imported task frequency can be left out."}},
		"both":                   {onServer(), with(plainAt(nightly), "frequency", at("02:15")), []string{"Invalid Attribute Combination", "[schedule_id,frequency]"}},
		"no such schedule":       {onServer(), plainAt(nobodysID), []string{"There is no such schedule", nobodysID}},
		"schedule of extracts":   {onServer(), plainAt(extracts), []string{"The schedule is of another type", `Schedule "Extracts"`, "a flow task runs on a schedule of type Flow."}},
		"frequency of Server":    {onCloud(), plainEvery(acctest.Object{"hourly": acctest.Object{"start": "06:00", "end": "22:00", "every_minutes": 30}}), []string{"frequency", "every_minutes"}},
		"no such flow":           {onServer(), acctest.Object{"flow_id": nobodysID, "schedule_id": nightly}, []string{"flow_id", "There is no such flow"}},
		"output steps on Server": {onServer(), with(prepNightly(nil), "output_steps", []any{"CSV"}), []string{"output_steps", "Tableau Server runs all output steps"}},
		"unknown output step":    {onCloud(), with(prepEvery(at("02:15"), nil), "output_steps", []any{"CSV", "PDF"}), []string{"The flow has no such output step", `no output step "PDF". It has "CSV", "Extract".`}},
		"no output step":         {onCloud(), with(prepEvery(at("02:15"), nil), "output_steps", []any{}), []string{"output_steps", "at least 1"}},
		"output step that is null": {
			onCloud(), with(prepEvery(at("02:15"), nil), "output_steps", []any{"CSV", nil}),
			[]string{"A member of output_steps is null. Leave it out or give it a value."},
		},
		"unknown parameter": {
			onServer(), prepNightly(acctest.Object{"Land": "North"}),
			[]string{"The flow has no such parameter", `Flow "Prep" has no parameter "Land". It has "Count", "Region", "Since".`},
		},
		"parameter of a flow without": {onServer(), with(plainAt(nightly), "parameters", acctest.Object{"Region": "North"}), []string{`no parameter "Region". It shows none: either it has none, or flow parameters are switched off on the site.`}},
		"parameter twice": {
			onServer(), prepNightly(acctest.Object{"Region": "South", region: "South"}),
			[]string{"Parameter given twice", "are the same parameter of flow"},
		},
		"parameter that is null":    {onServer(), prepNightly(acctest.Object{"Region": nil}), []string{"Parameter without a value"}},
		"value not in the list":     {onServer(), prepNightly(acctest.Object{"Region": "West"}), []string{`Parameter "Region" of flow "Prep" cannot be "West": it must be one of "North", "South", "East".`}},
		"value below the range":     {onServer(), prepNightly(acctest.Object{"Count": "0"}), []string{`cannot be "0": it must be from 1 to 10.`}},
		"value above the range":     {onServer(), prepNightly(acctest.Object{"Count": "100"}), []string{`cannot be "100": it must be from 1 to 10.`}},
		"text for a number":         {onServer(), prepNightly(acctest.Object{"Count": "many"}), []string{`cannot be "many": it must be from 1 to 10.`}},
		"date beyond the range":     {onServer(), prepNightly(acctest.Object{"Since": "2027-01-01"}), []string{`cannot be "2027-01-01": it must be from 2025-01-01 to 2026-12-31.`}},
		"required and missing":      {demanding(onServer()), prepNightly(nil), []string{"A required parameter is missing", `requires a value for its parameter "Region", one of "North", "South", "East".`, `parameters = { "Region" = "North" }`}},
		"parameters on an old one":  {withVersion(onServer(), "3.14"), prepNightly(acctest.Object{"Region": "South"}), []string{"The REST API is too old", "Giving values to a flow's parameters needs version 3.15", "3.14 is spoken here"}},
		"Cloud before its own form": {withVersion(onCloud(), "3.21"), plainEvery(at("02:15")), []string{"A flow task of Tableau Cloud needs version 3.22"}},
		"another way to destroy":    {onServer(), with(plainAt(nightly), "on_destroy", "keep"), []string{"on_destroy", `"delete" "abandon"`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, test.options)
			change := instance(site, test.options).Plan(t, test.config)
			if got := described(change.Diagnostics); !change.Failed || !says(test.says...).MatchString(got) {
				t.Errorf("got %s\nwant %q", got, test.says)
			}
			if n := site.Mock.Requests().ByRoute[addRoute] + site.Mock.Requests().ByRoute[createRoute]; n != 0 {
				t.Errorf("%d writes", n)
			}
		})
	}
}

// TestFlowTask_whatThePlanCouldNotKnowIsCheckedAtApply makes values known only
// when another resource is made.
func TestFlowTask_whatThePlanCouldNotKnowIsCheckedAtApply(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, onServer())
	cli := site.NewCLI(t, map[string]string{"main.tf": site.Config(`
resource "terraform_data" "other" { input = "West" }
resource "terraform_data" "nobodys" { input = "` + nobodysID + `" }
resource "tableau_flow_task" "value" {
  flow_id     = "` + prep + `"
  schedule_id = "` + nightly + `"
  parameters  = { Region = terraform_data.other.output }
}
resource "tableau_flow_task" "all" {
  flow_id     = "` + prep + `"
  schedule_id = "` + nightly + `"
  parameters  = terraform_data.other.output == "West" ? { Land = "North" } : {}
}
resource "tableau_flow_task" "flow" {
  flow_id     = terraform_data.nobodys.output
  schedule_id = "` + nightly + `"
}
resource "tableau_flow_task" "schedule" {
  flow_id     = "` + plain + `"
  schedule_id = terraform_data.nobodys.output
}`)})
	cli.Succeed("plan", "-input=false")
	result := cli.Run("apply", "-no-color", "-input=false", "-auto-approve")
	if result.ExitCode != 1 {
		t.Errorf("exit code %d, want 1", result.ExitCode)
	}
	for name, why := range map[string]string{
		"value": `cannot be "West"`, "all": `has no parameter "Land"`, "flow": "There is no such flow", "schedule": "There is no such schedule",
	} {
		if !strings.Contains(result.Output, "with tableau_flow_task."+name+",") || !says(why).MatchString(result.Output) {
			t.Errorf("it does not say %s of %s:\n%s", why, name, result.Output)
		}
	}
	if n := site.Mock.Requests().ByRoute[addRoute]; n != 0 {
		t.Errorf("%d writes", n)
	}
}

func TestFlowTask_readsEachFlowOnceToCheckManyTasks(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, onServer())
	cli := site.NewCLI(t, map[string]string{"main.tf": site.Config(`
resource "tableau_flow_task" "prep" {
  for_each    = { North = 1, South = 2, East = 3 }
  flow_id     = "` + prep + `"
  schedule_id = "` + nightly + `"
  parameters  = { Region = each.key, Count = each.value }
}`)})
	cli.Succeed("plan", "-input=false")
	if n := site.Mock.Requests().ByRoute[flowRoute]; n != 1 {
		t.Errorf("the flow was read %d times, want once", n)
	}
}

func TestFlowTask_thatIsThereAlreadyIsOfferedForImport(t *testing.T) {
	t.Parallel()
	options := onServer()
	options.Seed.FlowTasks = []mockserver.FlowTask{{
		ID: theTask, Flow: prep, Parameters: map[string]string{region: "South"}, Timing: mockserver.Timing{Schedule: nightly},
	}}
	site := acctest.NewMock(t, options)
	one := instance(site, options)
	refused := one.Apply(t, prepNightly(acctest.Object{"Region": "South"}))
	if got := described(refused.Diagnostics); !refused.Failed || !says("The flow is on the schedule already", "Flow task "+theTask, "terraform import ADDRESS "+theTask).MatchString(got) {
		t.Errorf("got %s", got)
	}
	apply(t, one, prepNightly(acctest.Object{"Region": "East"}))
	if n := site.Mock.Requests().ByRoute[addRoute]; n != 1 {
		t.Errorf("%d creations, want that of the second apply", n)
	}
}

// TestFlowTask_thatIsImportedAsAdvisedIsAdopted has an apply that was killed leave
// a task that is given a default, which an import cannot tell.
func TestFlowTask_thatIsImportedAsAdvisedIsAdopted(t *testing.T) {
	t.Parallel()
	options := undeletable(onServer())
	options.Seed.FlowTasks = []mockserver.FlowTask{{
		ID: theTask, Flow: prep, Parameters: map[string]string{region: "North"}, Timing: mockserver.Timing{Schedule: nightly},
	}}
	site := acctest.NewMock(t, options)
	one := instance(site, options)
	config := prepNightly(acctest.Object{"Region": "North"})
	refused := one.Apply(t, config)
	if got := described(refused.Diagnostics); !refused.Failed || !says("The flow is on the schedule already", "terraform import ADDRESS "+theTask).MatchString(got) {
		t.Errorf("got %s", got)
	}
	one.Import(t, theTask)
	if change := apply(t, one, config); change.Action != acctest.Update {
		t.Errorf("the plan is %q, want an update", change.Action)
	}
	if diff := cmp.Diff(acctest.Object{"Region": "North"}, one.State(t)["parameters"]); diff != "" {
		t.Error(diff)
	}
	expect(t, one, config, acctest.NoOp)
}

// TestFlowTask_thatRunsAtTheSameTimesIsOfferedForImport is what an apply that was
// killed leaves on Cloud, where the next run tells when a task runs.
func TestFlowTask_thatRunsAtTheSameTimesIsOfferedForImport(t *testing.T) {
	t.Parallel()
	options := found(onCloud())
	options.Seed.FlowTasks[0].Parameters = map[string]string{region: "South"}
	site := acctest.NewMock(t, options)
	daily := func(start, region string) acctest.Object {
		return acctest.Object{"flow_id": prep, "frequency": acctest.Object{"daily": acctest.Object{"start": start}}, "parameters": acctest.Object{"Region": region}}
	}
	one := instance(site, options)
	refused := one.Apply(t, daily("02:15", "South"))
	if got := described(refused.Diagnostics); !refused.Failed || !says("A task runs the flow at the same times already", "Flow task "+theTask,
		"If this apply deletes it too, as where a block or a for_each key was renamed, apply again, and next time give what is renamed a moved block.",
		"terraform import ADDRESS "+theTask).MatchString(got) {
		t.Errorf("got %s", got)
	}
	apply(t, instance(site, options), daily("02:15", "East"))
	apply(t, instance(site, options), daily("03:15", "South"))
	if n := len(site.Mock.FlowTasks()); n != 3 {
		t.Errorf("the site has %d flow tasks, want those at other times or with other values too", n)
	}
}

// TestFlowTask_needsAServerThatHasFlows signs in by name, for a server without
// flow tasks has no personal access tokens either.
func TestFlowTask_needsAServerThatHasFlows(t *testing.T) {
	t.Parallel()
	options := withVersion(onServer(), "3.2")
	options.Seed.Users = []mockserver.User{{Name: "ann", Password: "hush", SiteRole: "ServerAdministrator"}}
	site := acctest.NewMock(t, options)
	config := `provider "tableau" {` + "\n  server_url = \"" + site.URL + "\"\n  username = \"ann\"\n  password = \"hush\"\n}\n" + task(on(nightly))
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{{
		Config: config, PlanOnly: true, ExpectError: says("The REST API is too old", "Adding a flow to a schedule needs version 3.3", "3.2 is spoken here"),
	}}})
}

// A schedule that a module sets for Tableau Server may be null once it is known.
func TestFlowTask_scheduleMayBeUnknownOnCloud(t *testing.T) {
	t.Parallel()
	one := instance(acctest.NewMock(t, onCloud()), onCloud())
	config := with(with(prepEvery(at("02:15"), nil), "schedule_id", acctest.Unknown), "output_steps", []any{"CSV"})
	change := one.Plan(t, config)
	acctest.FailOn(t, change.Diagnostics)
	if change.Action != acctest.Create {
		t.Errorf("the plan is %q", change.Action)
	}
}

// Whether an imported task is replaced is decided in the plan.
func TestFlowTask_importedNeedsToKnowItsFrequency(t *testing.T) {
	t.Parallel()
	options := found(onCloud())
	one := instance(acctest.NewMock(t, options), options)
	one.Import(t, theTask)
	change := one.Plan(t, prepEvery(acctest.Object{"daily": acctest.Object{"start": acctest.Unknown}}, acctest.Object{"Region": "South"}))
	if got := described(change.Diagnostics); !change.Failed || !says("Frequency is not known yet", "Flow task "+theTask+" was imported", "-target").MatchString(got) {
		t.Errorf("the plan is %q: %s", change.Action, got)
	}
}
