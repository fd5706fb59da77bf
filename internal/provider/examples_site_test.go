package provider_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// salesID is the workbook that the examples speak of.
const salesID = "7e766949-7166-4b3d-90ba-784f7575743b"

// prepID is the flow that the examples speak of.
const prepID = "dd3cd2e7-2ede-49c6-945f-e7b2a2f25541"

// financeID is the project that the examples speak of.
const financeID = "1f2e3d4c-5b6a-4789-8c0d-1e2f3a4b5c6d"

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
	seed.Permissions = append(seed.Permissions, mockserver.Permissions{
		ContentType: "flow", Content: prepID, Rules: mockserver.Rules{"group:Finance": {"Read": "Allow", "Execute": "Allow"}},
	})
	addExampleRuns(&seed)
	return acctest.NewMock(t, mockserver.Options{Seed: seed, Behaviour: mockserver.Behaviour{FlowTaskDelete: true}})
}

// exampleCloud has what the examples speak of whose names end in _cloud.tf.
func exampleCloud(t *testing.T) *acctest.Site {
	t.Helper()
	return acctest.NewMock(t, mockserver.Options{Product: mockserver.ProductCloud, Seed: exampleContent()})
}

// exampleContent is the content that the examples speak of, and whose it is.
func exampleContent() mockserver.Seed {
	return mockserver.Seed{
		Users:    []mockserver.User{{Name: "ann@example.com", FullName: "Ann Example", SiteRole: "Creator"}},
		Projects: []mockserver.Project{{ID: financeID, Name: "Finance"}, {Name: "Quarterly", Parent: "Finance"}},
		Groups:   []mockserver.Group{{ID: "1b2c3d4e-5f60-4718-92a3-b4c5d6e7f809", Name: "Finance", Users: []string{"ann@example.com"}}},
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

// texts expects an output that is a list of texts.
func texts(name string, wanted ...string) statecheck.StateCheck {
	var all []knownvalue.Check
	for _, text := range wanted {
		all = append(all, knownvalue.StringExact(text))
	}
	return statecheck.ExpectKnownOutputValue(name, knownvalue.ListExact(all))
}

// text expects an output that is one text.
func text(name, wanted string) statecheck.StateCheck {
	return statecheck.ExpectKnownOutputValue(name, knownvalue.StringExact(wanted))
}

// exampleOutputs are what the comments of the examples promise.
var exampleOutputs = map[string]statecheck.StateCheck{
	"data-sources/tableau_datasource/data-source.tf":            statecheck.ExpectKnownOutputValue("orders_is_certified", knownvalue.Bool(true)),
	"data-sources/tableau_datasources/data-source.tf":           texts("certified", "Orders"),
	"data-sources/tableau_default_permissions/data-source.tf":   texts("on_new_flows", "Read: Allow"),
	"data-sources/tableau_extract_refresh_tasks/data-source.tf": texts("failing", "Weekday mornings as found: 2"),
	"data-sources/tableau_flow/data-source.tf":                  texts("regions", "North", "South"),
	"data-sources/tableau_flow_runs/data-source.tf":             texts("runs", "Success, 100 %"),
	"data-sources/tableau_flow_tasks/data-source.tf":            texts("next_runs", "South on Flows as found, next at 2026-03-03T11:00:00Z"),
	"data-sources/tableau_flows/data-source.tf":                 texts("changed_lately", "Prep"),
	"data-sources/tableau_group/data-source.tf":                 statecheck.ExpectKnownOutputValue("users_in_finance", knownvalue.Int64Exact(1)),
	"data-sources/tableau_groups/data-source.tf":                texts("groups", "All Users", "Finance"),
	"data-sources/tableau_job/data-source.tf":                   text("refresh_ended", "Failed: The database is gone."),
	"data-sources/tableau_jobs/data-source.tf":                  texts("failed", "Sales"),
	"data-sources/tableau_linked_tasks/data-source.tf":          texts("linked_flows", "Prep"),
	"data-sources/tableau_permissions/data-source.tf":           texts("viewers", "group:All Users"),
	"data-sources/tableau_project/data-source.tf":               text("quarterly_permissions", "ManagedByOwner"),
	"data-sources/tableau_projects/data-source.tf":              texts("paths", "Default", "Finance", "Finance/Quarterly"),
	"data-sources/tableau_schedule/data-source.tf":              text("nightly", "Every day at 02:15, next at 2026-03-03T10:15:00Z"),
	"data-sources/tableau_schedules/data-source.tf":             texts("suspended", "Old extracts"),
	"data-sources/tableau_server_info/data-source.tf":           statecheck.ExpectKnownOutputValue("connected_to", knownvalue.StringRegexp(regexp.MustCompile(`^Tableau server \S+, REST API 3\.29$`))),
	"data-sources/tableau_subscriptions/data-source.tf":         texts("readers", "ann@example.com: Mondays as found"),
	"data-sources/tableau_user/data-source.tf":                  text("ann", "Ann Example"),
	"data-sources/tableau_users/data-source.tf":                 texts("creators", "ann@example.com"),
	"data-sources/tableau_view/data-source.tf":                  text("overview", "Sales/sheets/Overview"),
	"data-sources/tableau_views/data-source.tf":                 texts("dashboards", "Overview"),
	"data-sources/tableau_workbook/data-source.tf":              texts("views", "Overview", "Regions"),
	"data-sources/tableau_workbooks/data-source.tf":             texts("weekly", "Sales"),
	"functions/capabilities/function.tf": texts("analysts",
		"AddComment: Allow", "ExportData: Allow", "ExportImage: Deny", "ExtractRefresh: Allow", "Filter: Allow", "Read: Allow", "RunExplainData: Allow",
		"ShareView: Allow", "ViewComments: Allow", "ViewUnderlyingData: Allow", "WebAuthoring: Allow"),
	"functions/describe_frequency/function.tf":  text("in_words", "On the last day of every month at 06:00"),
	"functions/frequency_from_cron/function.tf": statecheck.ExpectKnownValue("tableau_schedule.from_cron", tfjsonpath.New("frequency").AtMapKey("weekly").AtMapKey("start"), knownvalue.StringExact("18:30:00")),
	"functions/next_runs/function.tf":           texts("next_three", "2027-01-03T18:30:00+01:00", "2027-01-06T18:30:00+01:00", "2027-01-10T18:30:00+01:00"),
}

// importBlocks are the blocks that the import examples of each resource name:
// of what is seeded, so that importing it changes nothing.
var importBlocks = map[string]string{
	"tableau_permissions": `
resource "tableau_permissions" "sales" {
  content_type = "workbook"
  content_id   = "7e766949-7166-4b3d-90ba-784f7575743b"
  rules = {
    "group:All Users" = { Read = "Allow", Filter = "Allow", ViewComments = "Allow", AddComment = "Allow", ExportImage = "Allow", ExportData = "Allow" }
  }
}
`,
	"tableau_default_permissions": `
resource "tableau_default_permissions" "finance_flows" {
  project_id   = "1f2e3d4c-5b6a-4789-8c0d-1e2f3a4b5c6d"
  content_type = "flow"
  rules        = { "group:All Users" = { Read = "Allow" } }
}
`,
	"tableau_grantee_permissions": `
resource "tableau_grantee_permissions" "finance_on_prep" {
  content_type = "flow"
  content_id   = "dd3cd2e7-2ede-49c6-945f-e7b2a2f25541"
  grantee      = "group:Finance"
  capabilities = { Read = "Allow", Execute = "Allow" }
}
`,
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

// queryResults are what the queries of each list resource must find.
var queryResults = map[string]string{
	"tableau_flow_task":    "Prep on Flows as found",
	"tableau_subscription": "Monday report to ann@example.com",

	"tableau_permissions":         `Workbook "Sales" in Finance`,
	"tableau_default_permissions": "Default permissions for workbooks in Finance",
	"tableau_grantee_permissions": `group:All Users on data source "Orders" in Finance`,

	"tableau_extract_refresh_task": `Workbook 7e766949-7166-4b3d-90ba-784f7575743b on schedule "Weekday mornings as found"`,

	"tableau_schedule": "Weekday mornings as found",
}
