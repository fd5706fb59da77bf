package flowtask_test

import (
	"testing"

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
		config  string
		says    []string
	}{
		"frequency on Server":    {onServer(), task(every(daily)), []string{"Tableau Server needs schedule_id instead", "runs on a schedule"}},
		"schedule on Cloud":      {onCloud(), task(on(nightly)), []string{"Tableau Cloud needs frequency instead"}},
		"neither on Server":      {onServer(), task(), []string{"A flow task needs a schedule", "Set schedule_id to the id of a tableau_schedule of type Flow."}},
		"neither on Cloud":       {onCloud(), task(), []string{"A new flow task needs a frequency", "Only for an imported task frequency can be left out."}},
		"both":                   {onServer(), task(on(nightly), every(daily)), []string{"Invalid Attribute Combination", "[schedule_id,frequency]"}},
		"no such schedule":       {onServer(), task(on(nobodysID)), []string{"There is no such schedule", nobodysID}},
		"schedule of extracts":   {onServer(), task(on(extracts)), []string{"The schedule is of another type", `Schedule "Extracts"`, "a flow task runs on a schedule of type Flow."}},
		"frequency of Server":    {onCloud(), task(every(`{ hourly = { start = "06:00", end = "22:00", every_minutes = 30 } }`)), []string{"frequency", "every_minutes"}},
		"no such flow":           {onServer(), taskOf(nobodysID, on(nightly)), []string{"There is no such flow", "flow_id"}},
		"output steps on Server": {onServer(), taskOf(prep, on(nightly), `output_steps = ["CSV"]`), []string{"Tableau Server runs all output steps", `output_steps = ["CSV"]`}},
		"unknown output step":    {onCloud(), taskOf(prep, every(daily), `output_steps = ["CSV", "PDF"]`), []string{"The flow has no such output step", `no output step "PDF". It has "CSV", "Extract".`}},
		"no output step":         {onCloud(), taskOf(prep, every(daily), `output_steps = []`), []string{"output_steps", "at least 1"}},
		"unknown parameter": {
			onServer(), taskOf(prep, on(nightly), `parameters = { Land = "North" }`),
			[]string{"The flow has no such parameter", `Flow "Prep" has no parameter "Land". It has "Count", "Region", "Since".`},
		},
		"parameter of a flow without": {onServer(), task(on(nightly), `parameters = { Region = "North" }`), []string{`no parameter "Region". It shows none: either it has none, or flow parameters are switched off on the site.`}},
		"parameter twice": {
			onServer(), taskOf(prep, on(nightly), `parameters = { Region = "South", "`+region+`" = "South" }`),
			[]string{"Parameter given twice", "are the same parameter of flow"},
		},
		"parameter that is null":    {onServer(), taskOf(prep, on(nightly), `parameters = { Region = null }`), []string{"Parameter without a value"}},
		"value not in the list":     {onServer(), taskOf(prep, on(nightly), `parameters = { Region = "West" }`), []string{`Parameter "Region" of flow "Prep" cannot be "West": it must be one of "North", "South", "East".`}},
		"value below the range":     {onServer(), taskOf(prep, on(nightly), `parameters = { Count = "0" }`), []string{`cannot be "0": it must be from 1 to 10.`}},
		"value above, as a number":  {onServer(), taskOf(prep, on(nightly), `parameters = { Count = 100 }`), []string{`cannot be "100": it must be from 1 to 10.`}},
		"date beyond the range":     {onServer(), taskOf(prep, on(nightly), `parameters = { Since = "2027-01-01" }`), []string{`cannot be "2027-01-01": it must be from 2025-01-01 to 2026-12-31.`}},
		"required and missing":      {demanding(onServer()), taskOf(prep, on(nightly)), []string{"A required parameter is missing", `requires a value for its parameter "Region", one of "North", "South", "East".`, `parameters = { "Region" = "North" }`}},
		"parameters on an old one":  {withVersion(onServer(), "3.14"), taskOf(prep, on(nightly), `parameters = { Region = "South" }`), []string{"The REST API is too old", "Giving values to a flow's parameters needs version 3.15", "3.14 is spoken here"}},
		"Cloud before its own form": {withVersion(onCloud(), "3.21"), task(every(daily)), []string{"A flow task of Tableau Cloud needs version 3.22"}},
		"another way to destroy":    {onServer(), task(on(nightly), `on_destroy = "keep"`), []string{"on_destroy", `"delete" "abandon"`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, test.options)
			acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{{
				Config: siteOf(site, test.options.Product, test.config), PlanOnly: true, ExpectError: says(test.says...),
			}}})
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
	for name, test := range map[string]struct{ config, says string }{
		"value": {taskOf(prep, on(nightly), `parameters = { Region = terraform_data.other.output }`), `cannot be "West"`},
		"all": {
			taskOf(prep, on(nightly), `parameters = terraform_data.other.output == "West" ? { Land = "North" } : {}`),
			`has no parameter "Land"`,
		},
		"flow":     {`resource "tableau_flow_task" "prep" {` + "\n flow_id = terraform_data.flow.output\n " + on(nightly) + "\n}", "There is no such flow"},
		"schedule": {task(`schedule_id = terraform_data.flow.output`), "There is no such schedule"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, onServer())
			others := `
resource "terraform_data" "other" { input = "West" }
resource "terraform_data" "flow" { input = "` + nobodysID + `" }
`
			cli := site.NewCLI(t, map[string]string{"main.tf": site.Config(others, test.config)})
			cli.Succeed("plan", "-input=false")
			result := cli.Run("apply", "-no-color", "-input=false", "-auto-approve")
			if result.ExitCode != 1 || !says(test.says).MatchString(result.Output) {
				t.Errorf("exit code %d:\n%s", result.ExitCode, result.Output)
			}
			if n := site.Mock.Requests().ByRoute[addRoute]; n != 0 {
				t.Errorf("%d writes", n)
			}
		})
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
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{
			Config:      site.Config(taskOf(prep, on(nightly), `parameters = { Region = "South" }`)),
			ExpectError: says("The flow is on the schedule already", "Flow task "+theTask, "terraform import ADDRESS "+theTask),
		},
		{Config: site.Config(taskOf(prep, on(nightly), `parameters = { Region = "East" }`))},
	}})
	if n := site.Mock.Requests().ByRoute[addRoute]; n != 1 {
		t.Errorf("%d creations, want that of the second step", n)
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
