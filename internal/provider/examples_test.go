package provider_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const examples = "../../examples"

// salesID is the workbook that the examples speak of.
const salesID = "7e766949-7166-4b3d-90ba-784f7575743b"

// prepID is the flow that the examples speak of.
const prepID = "dd3cd2e7-2ede-49c6-945f-e7b2a2f25541"

// exampleSite has what the examples speak of.
func exampleSite(t *testing.T) *acctest.Site {
	t.Helper()
	var weekdays []mockserver.Interval
	for _, day := range []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday"} {
		weekdays = append(weekdays, mockserver.Interval{WeekDay: day})
	}
	seed := exampleContent()
	seed.Schedules = []mockserver.Schedule{
		{Name: "Nightly", Frequency: "Daily", Start: "02:15:00"},
		{Name: "Old extracts", Frequency: "Daily", Start: "02:15:00", State: "Suspended"},
		{
			ID: "4d652179-36bf-47e4-a9dc-e069227c72d0", Name: "Weekday mornings as found", Priority: 20,
			Frequency: "Weekly", Start: "05:30:00", Intervals: weekdays,
		},
		{ID: "9a4ebbab-9ec8-487a-9b48-47fa81d6077a", Name: "Flows as found", Type: "Flow", Frequency: "Daily", Start: "03:00:00"},
		{ID: "6c5b4a39-2817-4605-94f3-e2d1c0bfae9d", Name: "Mondays as found", Type: "Subscription", Frequency: "Weekly", Start: "06:30:00", Intervals: weekdays[:1]},
	}
	seed.Subscriptions = []mockserver.Subscription{{
		ID: "2d1c0b9a-8f7e-6d5c-4b3a-2f1e0d9c8b7a", Subject: "Monday report", User: "ann@example.com", Content: salesID,
		Timing: mockserver.Timing{Schedule: "Mondays as found"},
	}}
	seed.ExtractTasks = []mockserver.ExtractTask{{
		ID: "9f8e7d6c-5b4a-3f2e-1d0c-9b8a7f6e5d4c", Workbook: salesID, ConsecutiveFailures: 2, Timing: mockserver.Timing{Schedule: "Weekday mornings as found"},
	}}
	seed.FlowTasks = []mockserver.FlowTask{{
		ID: "4d49655a-0f3a-45cc-ba61-b108a763e83a", Flow: prepID, Parameters: map[string]string{"Region": "South"}, Timing: mockserver.Timing{Schedule: "Flows as found"},
	}}
	addExampleRuns(&seed)
	return acctest.NewMock(t, mockserver.Options{Seed: seed, Behaviour: mockserver.Behaviour{FlowTaskDelete: true}})
}

// exampleCloud has what the examples speak of whose names end in -cloud.tf.
func exampleCloud(t *testing.T) *acctest.Site {
	t.Helper()
	return acctest.NewMock(t, mockserver.Options{Product: mockserver.ProductCloud, Seed: exampleContent()})
}

// exampleContent is the content that the examples speak of, and whose it is.
func exampleContent() mockserver.Seed {
	return mockserver.Seed{
		Users:    []mockserver.User{{Name: "ann@example.com", FullName: "Ann Example", SiteRole: "Creator"}},
		Projects: []mockserver.Project{{Name: "Finance"}, {Name: "Quarterly", Parent: "Finance"}},
		Groups:   []mockserver.Group{{Name: "Finance", Users: []string{"ann@example.com"}}},
		Workbooks: []mockserver.Workbook{{
			ID: salesID, Name: "Sales", Project: "Finance", Owner: "ann@example.com", Tags: []string{"weekly"},
			Views: []mockserver.View{{Name: "Overview", SheetType: "dashboard"}, {Name: "Regions"}},
		}},
		Datasources: []mockserver.Datasource{{Name: "Orders", Project: "Finance", Owner: "ann@example.com", Certified: true}},
		Flows: []mockserver.Flow{{
			ID: prepID, Name: "Prep", Project: "Finance", Owner: "ann@example.com",
			Parameters:  []mockserver.FlowParameter{{Name: "Region", Value: "North", Values: []string{"North", "South"}}},
			OutputSteps: []mockserver.FlowOutputStep{{Name: "Output"}},
		}},
	}
}

// exampleOutputs are what the comments of the examples promise.
var exampleOutputs = map[string]statecheck.StateCheck{
	"data-sources/tableau_flow_tasks/data-source.tf": statecheck.ExpectKnownOutputValue("next_runs", knownvalue.ListExact([]knownvalue.Check{
		knownvalue.StringExact("South on Flows as found, next at 2026-03-03T11:00:00Z"),
	})),
	"data-sources/tableau_subscriptions/data-source.tf": statecheck.ExpectKnownOutputValue("readers", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("ann@example.com: Mondays as found")})),

	"data-sources/tableau_extract_refresh_tasks/data-source.tf": statecheck.ExpectKnownOutputValue("failing", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("Weekday mornings as found: 2")})),

	"functions/describe_frequency/function.tf": statecheck.ExpectKnownOutputValue("in_words", knownvalue.StringExact("On the last day of every month at 06:00")),
	"functions/next_runs/function.tf": statecheck.ExpectKnownOutputValue("next_three", knownvalue.ListExact([]knownvalue.Check{
		knownvalue.StringExact("2027-01-03T18:30:00+01:00"), knownvalue.StringExact("2027-01-06T18:30:00+01:00"), knownvalue.StringExact("2027-01-10T18:30:00+01:00"),
	})),
	"functions/frequency_from_cron/function.tf": statecheck.ExpectKnownValue("tableau_schedule.from_cron", tfjsonpath.New("frequency").AtMapKey("weekly").AtMapKey("start"), knownvalue.StringExact("18:30:00")),
	"data-sources/tableau_schedules/data-source.tf": statecheck.ExpectKnownOutputValue("suspended", knownvalue.ListExact([]knownvalue.Check{
		knownvalue.StringExact("Old extracts"),
	})),
	"data-sources/tableau_schedule/data-source.tf":    statecheck.ExpectKnownOutputValue("nightly", knownvalue.StringExact("Every day at 02:15, next at 2026-03-03T10:15:00Z")),
	"data-sources/tableau_server_info/data-source.tf": statecheck.ExpectKnownOutputValue("connected_to", knownvalue.StringRegexp(regexp.MustCompile(`^Tableau server \S+, REST API 3\.29$`))),
	"data-sources/tableau_workbook/data-source.tf":    statecheck.ExpectKnownOutputValue("views", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("Overview"), knownvalue.StringExact("Regions")})),
	"data-sources/tableau_workbooks/data-source.tf":   statecheck.ExpectKnownOutputValue("weekly", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("Sales")})),
	"data-sources/tableau_view/data-source.tf":        statecheck.ExpectKnownOutputValue("overview", knownvalue.StringExact("Sales/sheets/Overview")),
	"data-sources/tableau_views/data-source.tf":       statecheck.ExpectKnownOutputValue("dashboards", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("Overview")})),
	"data-sources/tableau_datasource/data-source.tf":  statecheck.ExpectKnownOutputValue("orders_is_certified", knownvalue.Bool(true)),
	"data-sources/tableau_datasources/data-source.tf": statecheck.ExpectKnownOutputValue("certified", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("Orders")})),
	"data-sources/tableau_flow/data-source.tf":        statecheck.ExpectKnownOutputValue("regions", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("North"), knownvalue.StringExact("South")})),
	"data-sources/tableau_flows/data-source.tf":       statecheck.ExpectKnownOutputValue("changed_lately", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("Prep")})),
	"data-sources/tableau_project/data-source.tf":     statecheck.ExpectKnownOutputValue("quarterly_permissions", knownvalue.StringExact("ManagedByOwner")),
	"data-sources/tableau_projects/data-source.tf":    statecheck.ExpectKnownOutputValue("paths", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("Default"), knownvalue.StringExact("Finance"), knownvalue.StringExact("Finance/Quarterly")})),
	"data-sources/tableau_group/data-source.tf":       statecheck.ExpectKnownOutputValue("users_in_finance", knownvalue.Int64Exact(1)),
	"data-sources/tableau_groups/data-source.tf":      statecheck.ExpectKnownOutputValue("groups", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("All Users"), knownvalue.StringExact("Finance")})),
	"data-sources/tableau_user/data-source.tf":        statecheck.ExpectKnownOutputValue("ann", knownvalue.StringExact("Ann Example")),
	"data-sources/tableau_users/data-source.tf":       statecheck.ExpectKnownOutputValue("creators", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("ann@example.com")})),

	"data-sources/tableau_job/data-source.tf":          statecheck.ExpectKnownOutputValue("refresh_ended", knownvalue.StringExact("Failed: The database is gone.")),
	"data-sources/tableau_jobs/data-source.tf":         statecheck.ExpectKnownOutputValue("failed", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("Sales")})),
	"data-sources/tableau_flow_runs/data-source.tf":    statecheck.ExpectKnownOutputValue("runs", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("Success, 100 %")})),
	"data-sources/tableau_linked_tasks/data-source.tf": statecheck.ExpectKnownOutputValue("linked_flows", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("Prep")})),
}

// TestExamples_work runs every file that the documentation shows. One that no
// case here knows is a failure.
func TestExamples_work(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir(examples, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(examples, file)
		if err != nil {
			return err
		}
		t.Run(filepath.ToSlash(name), func(t *testing.T) {
			t.Parallel()
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			runExample(t, filepath.ToSlash(name), string(content))
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func runExample(t *testing.T, name, content string) {
	t.Helper()
	switch base := filepath.Base(name); {
	case name == "demo/main.tf":
		applyDemo(t, content)
	case name == "demo/site.json":
		if _, err := mockserver.ReadSeed(strings.NewReader(content)); err != nil {
			t.Error(err)
		}
	case strings.HasPrefix(name, "provider/"):
		acctest.NeedsEphemeral(t)
		exampleSite(t).NewCLI(t, map[string]string{"main.tf": content}).Succeed("validate")
	case base == "resource.tf", base == "data-source.tf", base == "function.tf":
		step := resource.TestStep{Config: exampleSite(t).Config(content)}
		if check := exampleOutputs[name]; check != nil {
			step.ConfigStateChecks = append(step.ConfigStateChecks, check)
		}
		acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{step}})
	case strings.HasSuffix(base, "-cloud.tf"):
		acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{{Config: exampleCloud(t).ProviderConfig(`site = "demo"`) + content}}})
	case base == "import.sh", base == "import-by-string-id.tf", base == "import-by-identity.tf":
		importExample(t, name, content)
	case base == "action.tf":
		invokeExample(t, strings.Split(name, "/")[1], content)
	case base == "list-resource.tfquery.hcl":
		queryExample(t, name, content)
	default:
		t.Error("no test runs this example")
	}
}

// importBlocks are the blocks that the import examples of each resource name:
// of what is seeded, so that importing it changes nothing.
var importBlocks = map[string]string{
	"tableau_flow_task": `
resource "tableau_flow_task" "prep" {
  flow_id     = "dd3cd2e7-2ede-49c6-945f-e7b2a2f25541"
  schedule_id = "9a4ebbab-9ec8-487a-9b48-47fa81d6077a"
  parameters  = { Region = "South" }
}
`,
	"tableau_subscription": `
data "tableau_user" "ann" {
  name = "ann@example.com"
}
resource "tableau_subscription" "monday_report" {
  subject     = "Monday report"
  user_id     = data.tableau_user.ann.id
  content     = { type = "Workbook", id = "7e766949-7166-4b3d-90ba-784f7575743b" }
  schedule_id = "6c5b4a39-2817-4605-94f3-e2d1c0bfae9d"
}
`,
	"tableau_extract_refresh_task": `
resource "tableau_extract_refresh_task" "sales" {
  workbook_id = "7e766949-7166-4b3d-90ba-784f7575743b"
  schedule_id = "4d652179-36bf-47e4-a9dc-e069227c72d0"
}
`,
	"tableau_schedule": `
resource "tableau_schedule" "early" {
  name      = "Weekday mornings as found"
  type      = "Extract"
  priority  = 20
  frequency = { weekly = { start = "05:30", week_days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"] } }
}
`,
}

// importExample imports a seeded object into the block that the import examples of its resource name.
func importExample(t *testing.T, name, content string) {
	t.Helper()
	folder, base := path.Split(name)
	if base == "import-by-identity.tf" {
		acctest.NeedsIdentity(t)
	}
	block := importBlocks[path.Base(folder)]
	if block == "" {
		t.Fatal("no block here to import into")
	}
	cli := exampleSite(t).NewCLI(t, map[string]string{"main.tf": "provider \"tableau\" {}\n" + block})
	if base == "import.sh" {
		lines := strings.Split(strings.TrimSpace(content), "\n")
		cli.Succeed(strings.Fields(lines[len(lines)-1])[1:]...)
	} else {
		cli.Write("import.tf", content)
		cli.Succeed("apply", "-input=false", "-auto-approve")
	}
	if result := cli.Run("plan", "-input=false", "-detailed-exitcode"); result.ExitCode != 0 {
		t.Errorf("what was imported does not plan empty:\n%s", result.Output)
	}
}

// queryResults are what the queries of each list resource must find.
var queryResults = map[string]string{
	"tableau_flow_task":    "Prep on Flows as found",
	"tableau_subscription": "Monday report to ann@example.com",

	"tableau_extract_refresh_task": `Workbook 7e766949-7166-4b3d-90ba-784f7575743b on schedule "Weekday mornings as found"`,

	"tableau_schedule": "Weekday mornings as found",
}

func queryExample(t *testing.T, name, content string) {
	t.Helper()
	acctest.NeedsQuery(t)
	wanted := queryResults[path.Base(path.Dir(name))]
	cli := exampleSite(t).NewCLI(t, map[string]string{"main.tf": `provider "tableau" {}`, "list.tfquery.hcl": content})
	if out := cli.Succeed("query", "-no-color"); wanted == "" || !strings.Contains(out, wanted) {
		t.Errorf("the query does not find %q:\n%s", wanted, out)
	}
}

// applyDemo applies the demo's configuration to the demo's site.
func applyDemo(t *testing.T, content string) {
	t.Helper()
	file, err := os.Open(filepath.Join(examples, "demo", "site.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	seed, err := mockserver.ReadSeed(file)
	if err != nil {
		t.Fatal(err)
	}
	site := acctest.NewMock(t, mockserver.Options{Seed: seed})
	cli := site.NewCLI(t, map[string]string{"main.tf": content})
	cli.Succeed("apply", "-input=false", "-auto-approve")
	if result := cli.Run("plan", "-input=false", "-detailed-exitcode"); result.ExitCode != 0 {
		t.Errorf("the second plan is not empty:\n%s", result.Output)
	}
	cli.Succeed("destroy", "-input=false", "-auto-approve")
	if n := len(site.Mock.Schedules()); n != len(seed.Schedules) {
		t.Errorf("%d schedules are left, want the %d of the seed", n, len(seed.Schedules))
	}
}
