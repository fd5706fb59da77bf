package flowtask_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const (
	noun    = "tableau_flow_task"
	address = "tableau_flow_task.prep"

	prep      = "11111111-1111-4111-8111-111111111111"
	plain     = "22222222-2222-4222-8222-222222222222"
	nightly   = "33333333-3333-4333-8333-333333333333"
	mornings  = "44444444-4444-4444-8444-444444444444"
	extracts  = "55555555-5555-4555-8555-555555555555"
	region    = "66666666-6666-4666-8666-666666666666"
	count     = "77777777-7777-4777-8777-777777777777"
	since     = "88888888-8888-4888-8888-888888888888"
	theTask   = "99999999-9999-4999-8999-999999999999"
	nobodysID = "4d652179-36bf-47e4-a9dc-e069227c72d0"

	listRoute   = "GET /sites/{site}/tasks/runFlow"
	getRoute    = "GET /sites/{site}/tasks/runFlow/{task}"
	addRoute    = "PUT /sites/{site}/schedules/{schedule}/flows"
	createRoute = "POST /sites/{site}/tasks/flows"
	deleteRoute = "DELETE /sites/{site}/tasks/runFlow/{task}"
	flowRoute   = "GET /sites/{site}/flows/{flow}"
	siteRoute   = "GET /sites/{site}"

	daily = `{ daily = { start = "02:15" } }`
)

// onServer is a server with two flows, two schedules for them and one for extracts.
func onServer() mockserver.Options {
	return mockserver.Options{
		Behaviour: mockserver.Behaviour{FlowTaskDelete: true},
		Seed: mockserver.Seed{
			Schedules: []mockserver.Schedule{
				{ID: nightly, Name: "Nightly", Type: "Flow", Frequency: "Daily", Start: "02:15:00"},
				{ID: mornings, Name: "Mornings", Type: "Flow", Frequency: "Daily", Start: "06:00:00"},
				{ID: extracts, Name: "Extracts", Type: "Extract", Frequency: "Daily", Start: "02:15:00"},
			},
			Flows: flows(),
		},
	}
}

// onCloud is a site of Cloud, in Los Angeles, with the same flows.
func onCloud() mockserver.Options {
	return mockserver.Options{
		Product:   mockserver.ProductCloud,
		Behaviour: mockserver.Behaviour{FlowTaskDelete: true},
		Seed:      mockserver.Seed{Flows: flows()},
	}
}

func flows() []mockserver.Flow {
	return []mockserver.Flow{
		{
			ID: prep, Name: "Prep",
			Parameters: []mockserver.FlowParameter{
				{ID: region, Name: "Region", Value: "North", Values: []string{"North", "South", "East"}},
				{ID: count, Name: "Count", Type: "integer", Value: "2", Min: "1", Max: "10"},
				{ID: since, Name: "Since", Type: "date", Value: "2026-01-01", Min: "2025-01-01", Max: "2026-12-31"},
			},
			OutputSteps: []mockserver.FlowOutputStep{{Name: "Extract"}, {Name: "CSV"}},
		},
		{ID: plain, Name: "Plain"},
	}
}

// task is a resource block for the flow Plain with these further lines.
func task(lines ...string) string { return taskOf(plain, lines...) }

func taskOf(flow string, lines ...string) string {
	return fmt.Sprintf("resource \"tableau_flow_task\" \"prep\" {\n  flow_id = %q\n  %s\n}\n", flow, strings.Join(lines, "\n  "))
}

// siteOf is the configuration of a provider for the site; Cloud has no default site.
func siteOf(site *acctest.Site, product mockserver.Product, parts ...string) string {
	lines := ""
	if product == mockserver.ProductCloud {
		lines = `site = "demo"`
	}
	return site.ProviderConfig(lines) + strings.Join(parts, "\n")
}

func on(schedule string) string { return fmt.Sprintf("schedule_id = %q", schedule) }

func every(frequency string) string { return "frequency = " + frequency }

func planned(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

// instance is a flow task that is planned and applied in-process.
func instance(site *acctest.Site, options mockserver.Options) *acctest.Instance {
	provider := acctest.Object{}
	if options.Product == mockserver.ProductCloud {
		provider["site"] = "demo"
	}
	return site.Instance(noun, provider)
}

// apply applies a configuration and gives its change; a failure ends the test.
func apply(t *testing.T, one *acctest.Instance, config acctest.Object) acctest.Change {
	t.Helper()
	change := one.Apply(t, config)
	acctest.FailOn(t, change.Diagnostics)
	return change
}

// expect plans the configuration and expects that action.
func expect(t *testing.T, one *acctest.Instance, config acctest.Object, want acctest.Action) {
	t.Helper()
	if change := one.Plan(t, config); change.Action != want {
		t.Errorf("the plan is %q of %v, want %q: %s", change.Action, change.Attributes(), want, described(change.Diagnostics))
	}
}

// plainAt runs the flow Plain on a schedule of Server; prepNightly runs Prep with
// these parameters, if any.
func plainAt(schedule string) acctest.Object {
	return acctest.Object{"flow_id": plain, "schedule_id": schedule}
}

func prepNightly(parameters acctest.Object) acctest.Object {
	return withParameters(acctest.Object{"flow_id": prep, "schedule_id": nightly}, parameters)
}

// plainEvery runs the flow Plain at a frequency of Cloud; prepEvery runs Prep
// with these parameters, if any.
func plainEvery(frequency acctest.Object) acctest.Object {
	return acctest.Object{"flow_id": plain, "frequency": frequency}
}

func prepEvery(frequency, parameters acctest.Object) acctest.Object {
	return withParameters(acctest.Object{"flow_id": prep, "frequency": frequency}, parameters)
}

func withParameters(config, parameters acctest.Object) acctest.Object {
	if parameters != nil {
		config["parameters"] = parameters
	}
	return config
}

// onlyTask is the one task that the site has.
func onlyTask(t *testing.T, site *acctest.Site) mockserver.FlowTask {
	t.Helper()
	tasks := site.Mock.FlowTasks()
	if len(tasks) != 1 {
		t.Fatalf("the site has %d flow tasks, want one", len(tasks))
	}
	return tasks[0]
}

func edit(t *testing.T, site *acctest.Site, change func(*mockserver.FlowTask)) {
	t.Helper()
	if id := onlyTask(t, site).ID; !site.Mock.UpdateFlowTask(id, change) {
		t.Fatalf("the site has no flow task %s", id)
	}
}

func setFault(t *testing.T, site *acctest.Site, fault mockserver.Fault) {
	t.Helper()
	if err := site.Mock.SetFaults(fault); err != nil {
		t.Fatal(err)
	}
}

// protocol starts the provider in-process.
func protocol(t *testing.T, site *acctest.Site, options mockserver.Options) *acctest.Protocol {
	t.Helper()
	config := acctest.Object{}
	if options.Product == mockserver.ProductCloud {
		config["site"] = "demo"
	}
	return site.Protocol(t.Context(), t, config)
}

// read refreshes a state in-process.
func read(t *testing.T, p *acctest.Protocol, state acctest.Object) (acctest.Object, []*tfprotov6.Diagnostic) {
	t.Helper()
	response, err := p.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: noun, CurrentState: p.Resource(t, noun, state)})
	if err != nil {
		t.Fatal(err)
	}
	return p.DecodeResource(t, noun, response.NewState), response.Diagnostics
}

// create applies a plan of a new task in-process.
func create(t *testing.T, p *acctest.Protocol, plan acctest.Object) (acctest.Object, []*tfprotov6.Diagnostic) {
	t.Helper()
	planned := acctest.Object{"id": acctest.Unknown, "on_destroy": "delete"}
	for name, value := range plan {
		planned[name] = value
	}
	response, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: noun, PriorState: p.Resource(t, noun, nil), PlannedState: p.Resource(t, noun, planned), Config: p.Resource(t, noun, plan),
	})
	if err != nil {
		t.Fatal(err)
	}
	return p.DecodeResource(t, noun, response.NewState), response.Diagnostics
}

// described is what the diagnostics tell a user, one on a line.
func described(diagnostics []*tfprotov6.Diagnostic) string {
	var lines []string
	for _, d := range diagnostics {
		lines = append(lines, acctest.DescribeDiagnostic(d))
	}
	return strings.Join(lines, "\n")
}

// says matches texts one after the other, however Terraform wraps their lines.
func says(texts ...string) *regexp.Regexp {
	var patterns []string
	for _, text := range texts {
		patterns = append(patterns, strings.ReplaceAll(regexp.QuoteMeta(text), " ", `[\s│]+`))
	}
	return regexp.MustCompile(`(?s)` + strings.Join(patterns, ".*"))
}
