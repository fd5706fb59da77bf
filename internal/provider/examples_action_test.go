package provider_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// addExampleRuns adds the jobs and linked tasks that the examples speak of.
func addExampleRuns(seed *mockserver.Seed) {
	seed.LinkedTasks = []mockserver.LinkedTask{{ID: "1b8211dc-51a8-45ce-a831-b5921708e03e", Steps: []mockserver.LinkedTaskStep{{FlowTask: "4d49655a-0f3a-45cc-ba61-b108a763e83a"}}}}
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	seed.Jobs = []mockserver.Job{{
		ID: "7b6b59a8-ac3c-4d1d-8e9e-0b5b4ba8a7b6", Type: "RefreshExtract", Workbook: salesID, Status: "Failed", Notes: "The database is gone.",
		CreatedAt: noon, StartedAt: noon, EndedAt: noon,
	}, {Type: "RunFlow", Flow: prepID, Status: "Success", Progress: 100, CreatedAt: noon, StartedAt: noon, EndedAt: noon}}
}

// actionResults are what the invoked examples of actions show last.
var actionResults = map[string]string{
	"tableau_run_extract_refresh_task": ": Success",
	"tableau_run_flow_task":            ": Success",
	"tableau_run_linked_task":          ": Success",
	"tableau_run_flow":                 ": Success",
	"tableau_refresh_extract":          ": Success",
	"tableau_cancel_job":               ": Cancelled",
	"tableau_cancel_flow_run":          ": Cancelled",
	"tableau_set_schedule_state":       "Schedule \"Nightly\" is now Suspended.",
}

// invokeExample invokes the action of an example as its comment says, after a plan, which needs no variables. The job goes on
// each time it is looked at, unless the action is to cancel it.
func invokeExample(t *testing.T, action, content string) {
	t.Helper()
	acctest.NeedsActions(t)
	site := exampleSite(t)
	site.Mock.SetBehaviour(mockserver.Behaviour{JobStepPerRead: !strings.HasPrefix(action, "tableau_cancel_")})
	site.Mock.AddJob(mockserver.Job{ID: "5f1d4c1e-8b0a-4a57-9a3c-2c6f3f0d9b11", Type: "RefreshExtract", Title: "Orders"})
	site.Mock.AddJob(mockserver.Job{Type: "RunFlow", FlowRun: someID, Status: "InProgress"})
	invoked := regexp.MustCompile(`(-invoke=[^\n]+)`).FindStringSubmatch(content)
	if invoked == nil {
		t.Fatal("the example does not say how to invoke it")
	}
	cli := site.NewCLI(t, map[string]string{"main.tf": "provider \"tableau\" {}\n" + content})
	cli.Succeed("plan", "-input=false", "-no-color")
	out := cli.Succeed(append([]string{"apply", "-input=false", "-auto-approve", "-no-color"}, strings.Fields(invoked[1])...)...)
	if !strings.Contains(out, actionResults[action]) || actionResults[action] == "" {
		t.Errorf("the action does not show %q:\n%s", actionResults[action], out)
	}
}
