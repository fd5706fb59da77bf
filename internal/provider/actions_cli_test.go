package provider_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// What the actions below speak of.
const (
	ordersID   = "0a1b2c3d-7166-4b3d-90ba-784f7575743c"
	nightsID   = "11111111-0000-4000-8000-000000000001"
	refreshID  = "22222222-0000-4000-8000-000000000001"
	flowTaskID = "22222222-0000-4000-8000-000000000002"
	linkedID   = "22222222-0000-4000-8000-000000000003"
	jobID      = "33333333-0000-4000-8000-000000000001"
	flowRunID  = "33333333-0000-4000-8000-000000000002"
)

// actionSettings are what the actions are told beside whether to wait.
var actionSettings = map[string]string{
	"run_extract_refresh_task": `task_id = "` + refreshID + `"`,
	"run_flow_task":            `task_id = "` + flowTaskID + `"`,
	"run_linked_task":          `task_id = "` + linkedID + `"`,
	"run_flow":                 `flow_id = "` + prepID + `"`,
	"refresh_extract":          `workbook_id = "` + salesID + `"`,
	"cancel_job":               `job_id = "` + jobID + `"`,
	"cancel_flow_run":          `flow_run_id = "` + flowRunID + `"`,
}

// everyAction declares each action twice, one that waits and one that leaves;
// schedules are suspended without either.
func everyAction() string {
	var b strings.Builder
	b.WriteString("provider \"tableau\" {}\n")
	for action, settings := range actionSettings {
		for name, wait := range map[string]bool{"waits": true, "leaves": false} {
			fmt.Fprintf(&b, "action \"tableau_%s\" %q {\n  config {\n    %s\n    wait = %t\n  }\n}\n", action, name, settings, wait)
		}
	}
	fmt.Fprintf(&b, "action \"tableau_set_schedule_state\" \"suspends\" {\n  config {\n    schedule_ids = [%q]\n    state = \"Suspended\"\n  }\n}\n", nightsID)
	return b.String()
}

// invocation is an action run on the command line, and what becomes of it.
type invocation struct {
	action string
	before func(*mockserver.Server) // nil: as the last one left it
	fails  bool
	shows  []string
	hides  string
}

// check invokes the action. Terraform breaks lines of errors, which is undone.
func (i invocation) check(t *testing.T, site *acctest.Site, cli *acctest.CLI) {
	t.Helper()
	if i.before != nil {
		i.before(site.Mock)
	}
	result := cli.Run("apply", "-input=false", "-auto-approve", "-no-color", "-invoke=action.tableau_"+i.action)
	if failed := result.ExitCode != 0; failed != i.fails {
		t.Errorf("%s ended with exit code %d:\n%s", i.action, result.ExitCode, result.Output)
	}
	shown := strings.Join(strings.Fields(strings.ReplaceAll(result.Output, "│", " ")), " ")
	for _, want := range i.shows {
		if !strings.Contains(shown, want) {
			t.Errorf("%s does not show %q:\n%s", i.action, want, result.Output)
		}
	}
	if i.hides != "" && strings.Contains(shown, i.hides) {
		t.Errorf("%s shows %q:\n%s", i.action, i.hides, result.Output)
	}
}

// behave sets how jobs go from now on.
func behave(failing bool) func(*mockserver.Server) {
	return func(mock *mockserver.Server) {
		mock.SetBehaviour(mockserver.Behaviour{JobStepPerRead: true, FailJobs: failing})
	}
}

// add adds a job.
func add(job mockserver.Job) func(*mockserver.Server) {
	return func(mock *mockserver.Server) { mock.AddJob(job) }
}

// anHourLater no run is taken for one that was there before, and runs end well.
func anHourLater(mock *mockserver.Server) {
	mock.AdvanceClock(time.Hour)
	behave(false)(mock)
}

// anHourLaterAllFails is the same, but that runs fail.
func anHourLaterAllFails(mock *mockserver.Server) {
	mock.AdvanceClock(time.Hour)
	behave(true)(mock)
}

// TestActions_onTheCommandLine leaves a run alone, waits for the one that it
// left, and sees one fail, for each action that starts something. A run of a flow
// may do something else than the one that is queued.
func TestActions_onTheCommandLine(t *testing.T) {
	t.Parallel()
	acctest.NeedsActions(t)
	site := acctest.NewMock(t, mockserver.Options{Seed: mockserver.Seed{
		Schedules:    []mockserver.Schedule{{ID: nightsID, Name: "Nights", Frequency: "Daily", Start: "02:15:00"}},
		Workbooks:    []mockserver.Workbook{{ID: salesID, Name: "Sales"}},
		Datasources:  []mockserver.Datasource{{ID: ordersID, Name: "Orders"}},
		Flows:        []mockserver.Flow{{ID: prepID, Name: "Prep"}},
		ExtractTasks: []mockserver.ExtractTask{{ID: refreshID, Datasource: ordersID}},
		FlowTasks:    []mockserver.FlowTask{{ID: flowTaskID, Flow: prepID}},
		LinkedTasks:  []mockserver.LinkedTask{{ID: linkedID, Steps: []mockserver.LinkedTaskStep{{FlowTask: flowTaskID}}}},
	}})
	cli := site.NewCLI(t, map[string]string{"main.tf": everyAction()})
	const queued, ended = "was in the queue already, and is waited for.", ": Success"
	var all []invocation
	for _, starts := range [][2]string{
		{"run_extract_refresh_task", "run extract refresh task " + refreshID}, {"run_flow_task", "run flow task " + flowTaskID},
		{"run_flow", "run flow " + prepID}, {"refresh_extract", "refresh workbook " + salesID},
	} {
		action, doing := starts[0], starts[1]
		second := invocation{action: action + ".waits", shows: []string{queued, ended}}
		if action == "run_flow" {
			second.fails, second.shows = true, []string{"error 409093", "It waits or runs already, perhaps with other settings."}
		}
		all = append(all,
			invocation{action: action + ".leaves", before: anHourLater, shows: []string{"Job ", " was started."}, hides: "Pending"},
			second,
			invocation{action: action + ".waits", before: anHourLaterAllFails, fails: true, shows: []string{
				"was started.", ": Pending", ": InProgress, 50 %", "Error: Cannot " + doing, "ended as Failed. Tableau says: The job failed because",
			}},
		)
	}
	all = append(all,
		invocation{
			action: "refresh_extract.waits", fails: true, shows: []string{queued, "ended as Cancelled."},
			before: add(mockserver.Job{Type: "RefreshExtract", Workbook: salesID, Outcome: "Cancelled"}),
		},
		invocation{action: "run_linked_task.waits", before: anHourLater, shows: []string{
			": Pending, step 1 of 1, flow \"Prep\"", ": InProgress, 50 %, step 1 of 1, flow \"Prep\"", ended,
		}},
		invocation{action: "run_linked_task.leaves", shows: []string{"Linked task job ", " was started."}, hides: "step 1"},
		invocation{action: "run_linked_task.waits", before: anHourLaterAllFails, fails: true, shows: []string{
			"Error: Cannot run linked task " + linkedID, "ended as Failed in step 1 of 1, flow \"Prep\". Tableau says: The job failed because",
		}},
		invocation{
			action: "cancel_job.waits", before: add(mockserver.Job{ID: jobID, Type: "RefreshExtract", Title: "Old"}),
			shows: []string{"Job " + jobID + " is being cancelled.", "Job " + jobID + ": Cancelled"},
		},
		invocation{action: "cancel_job.leaves", shows: []string{"Job " + jobID + " had ended before it could be cancelled."}},
		invocation{action: "cancel_flow_run.leaves", fails: true, shows: []string{"Cannot cancel flow run " + flowRunID, "There is no such flow run on this site."}},
		invocation{
			action: "cancel_flow_run.leaves", before: add(mockserver.Job{Type: "RunFlow", FlowRun: flowRunID, Status: "InProgress"}),
			shows: []string{"Flow run " + flowRunID + " is being cancelled."}, hides: ": Cancelled",
		},
		invocation{action: "cancel_flow_run.waits", shows: []string{"Flow run " + flowRunID + " had ended before it could be cancelled."}},
		invocation{action: "set_schedule_state.suspends", shows: []string{`Schedule "Nights" is now Suspended.`}},
	)
	for _, i := range all {
		i.check(t, site, cli)
	}
}

// TestActions_onCloudHaveNoSchedules holds the one difference between the products.
func TestActions_onCloudHaveNoSchedules(t *testing.T) {
	t.Parallel()
	acctest.NeedsActions(t)
	site := acctest.NewMock(t, mockserver.Options{Product: mockserver.ProductCloud, Behaviour: mockserver.Behaviour{JobStepPerRead: true}, Seed: mockserver.Seed{
		Workbooks: []mockserver.Workbook{{ID: salesID, Name: "Sales"}},
	}})
	cli := site.NewCLI(t, map[string]string{"main.tf": everyAction()})
	for _, i := range []invocation{
		{action: "refresh_extract.waits", shows: []string{"was started.", ": Success"}},
		{action: "set_schedule_state.suspends", fails: true, shows: []string{"Error: Tableau Cloud has no schedules"}},
	} {
		i.check(t, site, cli)
	}
}
