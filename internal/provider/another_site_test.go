package provider_test

import (
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// TestResources_stayInStateOnAnotherSite is a run with the wrong site, which knows none of the objects.
func TestResources_stayInStateOnAnotherSite(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{Seed: mockserver.Seed{
		Sites:     []mockserver.Site{{Name: "Two", ContentURL: "two"}},
		Users:     []mockserver.User{{ID: "aaaaaaaa-0000-4000-8000-000000000001", Name: "ann", SiteRole: "Creator"}},
		Groups:    []mockserver.Group{{Name: "Finance"}},
		Workbooks: []mockserver.Workbook{{ID: salesID, Name: "Sales"}},
		Flows:     []mockserver.Flow{{ID: prepID, Name: "Prep"}},
		Schedules: []mockserver.Schedule{
			{ID: "cccccccc-0000-4000-8000-000000000001", Name: "Mails", Type: "Subscription", Frequency: "Daily", Start: "06:00:00"},
			{ID: "cccccccc-0000-4000-8000-000000000002", Name: "Extracts", Frequency: "Daily", Start: "02:15:00"},
			{ID: "cccccccc-0000-4000-8000-000000000003", Name: "Flows", Type: "Flow", Frequency: "Daily", Start: "02:15:00"},
		},
	}})
	cli := site.NewCLI(t, map[string]string{"provider.tf": `provider "tableau" {}`, "main.tf": `
resource "tableau_subscription" "mail" {
  subject     = "Sales"
  user_id     = "aaaaaaaa-0000-4000-8000-000000000001"
  schedule_id = "cccccccc-0000-4000-8000-000000000001"
  content     = { type = "Workbook", id = "` + salesID + `" }
}
resource "tableau_extract_refresh_task" "nightly" {
  workbook_id = "` + salesID + `"
  schedule_id = "cccccccc-0000-4000-8000-000000000002"
}
resource "tableau_flow_task" "nightly" {
  flow_id     = "` + prepID + `"
  schedule_id = "cccccccc-0000-4000-8000-000000000003"
}
resource "tableau_permissions" "flow" {
  content_type = "flow"
  content_id   = "` + prepID + `"
  rules        = { "group:Finance" = { Read = "Allow" } }
}
resource "tableau_grantee_permissions" "sales" {
  content_type = "workbook"
  content_id   = "` + salesID + `"
  grantee      = "group:Finance"
  capabilities = { Read = "Allow" }
}
`})
	cli.Succeed("apply", "-auto-approve", "-input=false", "-no-color")
	// What is imported is of the site too.
	cli.Succeed("state", "rm", "tableau_permissions.flow")
	cli.Succeed("import", "-input=false", "-no-color", "tableau_permissions.flow", "flow/"+prepID)
	cli.Write("provider.tf", `provider "tableau" { site = "two" }`)
	for _, run := range [][]string{{"apply", "-refresh-only"}, {"destroy", "-refresh=false"}} {
		ran := cli.Run(append(run, "-auto-approve", "-input=false", "-no-color")...)
		if n := strings.Count(ran.Output, "Error: Object of another site"); ran.ExitCode == 0 || n != 5 {
			t.Errorf("%v: %d objects are said to be of another site, want 5:\n%s", run, n, ran.Output)
		}
	}
	cli.Write("provider.tf", `provider "tableau" {}`)
	if plan := cli.Succeed("plan", "-input=false", "-no-color"); !strings.Contains(plan, "No changes.") {
		t.Errorf("back on the right site:\n%s", plan)
	}
}

// TestSchedule_staysInStateOnAnotherServer is a run against the wrong server. All sites of the right one show a schedule.
func TestSchedule_staysInStateOnAnotherServer(t *testing.T) {
	t.Parallel()
	sites := mockserver.Seed{Sites: []mockserver.Site{{Name: "Two", ContentURL: "two"}}}
	right, wrong := acctest.NewMock(t, mockserver.Options{Seed: sites}), acctest.NewMock(t, mockserver.Options{Seed: sites})
	cli := right.NewCLI(t, map[string]string{"provider.tf": `provider "tableau" {}`, "main.tf": `
resource "tableau_schedule" "nightly" {
  name      = "Nightly"
  type      = "Extract"
  frequency = { daily = { start = "02:15" } }
}
`})
	cli.Succeed("apply", "-auto-approve", "-input=false", "-no-color")
	cli.Write("provider.tf", `provider "tableau" {
  server_url = "`+wrong.URL+`"
  site       = "two"
}`)
	for _, run := range [][]string{{"plan"}, {"destroy", "-refresh=false", "-auto-approve"}} {
		ran := cli.Run(append(run, "-input=false", "-no-color")...)
		if ran.ExitCode == 0 || !strings.Contains(ran.Output, "Error: Object of another site") {
			t.Errorf("%v: the schedule is not said to be of another site:\n%s", run, ran.Output)
		}
	}
	for _, site := range []string{"two", ""} { // The schedule is remembered on the site that showed it last.
		cli.Write("provider.tf", `provider "tableau" { site = "`+site+`" }`)
		cli.Succeed("apply", "-auto-approve", "-input=false", "-no-color")
	}
	right.Mock.DeleteSchedule(right.Mock.Schedules()[0].ID)
	if plan := cli.Succeed("plan", "-input=false", "-no-color"); !strings.Contains(plan, "Plan: 1 to add, 0 to change, 0 to destroy.") {
		t.Errorf("the schedule is gone, and the plan says:\n%s", plan)
	}
}
