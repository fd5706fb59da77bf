package extractrefreshtask_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const (
	runTaskRoute  = "POST /sites/{site}/tasks/extractRefreshes/{task}/runNow"
	runTaskID     = "22222222-0000-4000-8000-00000000000a"
	runWorkbookID = "7e766949-7166-4b3d-90ba-784f75757aaa"
)

// runSite has a task that refreshes a workbook.
func runSite(t *testing.T, behaviour mockserver.Behaviour) *acctest.Site {
	t.Helper()
	return acctest.NewMock(t, mockserver.Options{Behaviour: behaviour, Seed: mockserver.Seed{
		Workbooks:    []mockserver.Workbook{{ID: runWorkbookID, Name: "Sales"}},
		ExtractTasks: []mockserver.ExtractTask{{ID: runTaskID, Workbook: runWorkbookID}},
	}})
}

func runTask(t *testing.T, s *acctest.Site, config acctest.Object) acctest.Invoked {
	t.Helper()
	config["task_id"] = runTaskID
	return s.Protocol(t.Context(), t, nil).Invoke(t.Context(), t, "tableau_run_extract_refresh_task", config, nil)
}

// onlyDiagnostic is the one diagnostic, on one line.
func onlyDiagnostic(t *testing.T, diagnostics []*tfprotov6.Diagnostic) string {
	t.Helper()
	if len(diagnostics) != 1 {
		t.Fatalf("%d diagnostics, want one", len(diagnostics))
	}
	return acctest.DescribeDiagnostic(diagnostics[0])
}

func TestRunExtractRefreshTask_showsEachChangeUntilTheJobHasEnded(t *testing.T) {
	t.Parallel()
	s := runSite(t, mockserver.Behaviour{JobStepPerRead: true})
	invoked := runTask(t, s, acctest.Object{})
	acctest.FailOn(t, invoked.Diagnostics)
	job := s.Mock.Jobs()[0]
	want := []string{"Job " + job.ID + " was started.", "Job " + job.ID + ": Pending", "Job " + job.ID + ": InProgress, 50 %", "Job " + job.ID + ": Success"}
	if !slices.Equal(invoked.Progress, want) || job.Task != runTaskID {
		t.Errorf("it shows %q, want %q", invoked.Progress, want)
	}
}

func TestRunExtractRefreshTask_failsWithTheNotesOfTheJob(t *testing.T) {
	t.Parallel()
	s := runSite(t, mockserver.Behaviour{JobStepPerRead: true, FailJobs: true})
	got := onlyDiagnostic(t, runTask(t, s, acctest.Object{}).Diagnostics)
	want := "Cannot run extract refresh task " + runTaskID + ": Job " + s.Mock.Jobs()[0].ID + " ended as Failed. Tableau says: The job failed because"
	if !strings.HasPrefix(got, want) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestRunExtractRefreshTask_thatIsQueuedAlreadyIsWaitedFor(t *testing.T) {
	t.Parallel()
	s := runSite(t, mockserver.Behaviour{JobStepPerRead: true})
	id := s.Mock.AddJob(mockserver.Job{Type: "RefreshExtract", Task: runTaskID, Workbook: runWorkbookID})
	invoked := runTask(t, s, acctest.Object{})
	acctest.FailOn(t, invoked.Diagnostics)
	if want := "Job " + id + " was in the queue already, and is waited for."; invoked.Progress[0] != want || len(s.Mock.Jobs()) != 1 {
		t.Errorf("it shows %q, and the server has %d jobs", invoked.Progress[0], len(s.Mock.Jobs()))
	}

	s.Mock.AddJob(mockserver.Job{Type: "RefreshExtract", Task: runTaskID, Workbook: runWorkbookID})
	got := onlyDiagnostic(t, runTask(t, s, acctest.Object{"wait": false}).Diagnostics)
	if !strings.Contains(got, "error 409093") || !strings.Contains(got, "With wait = true the action waits for that job instead of failing.") {
		t.Errorf("got %s", got)
	}
}

func TestRunExtractRefreshTask_whoseAnswerIsLostIsFoundAndNotRunTwice(t *testing.T) {
	t.Parallel()
	s := runSite(t, mockserver.Behaviour{JobStepPerRead: true})
	if err := s.Mock.SetFaults(mockserver.Fault{Route: runTaskRoute, Drop: mockserver.DropAfter}); err != nil {
		t.Fatal(err)
	}
	invoked := runTask(t, s, acctest.Object{})
	acctest.FailOn(t, invoked.Diagnostics)
	if !strings.HasPrefix(invoked.Progress[0], "The answer was lost; job ") || len(s.Mock.Jobs()) != 1 {
		t.Errorf("it shows %q, and the server has %d jobs", invoked.Progress[0], len(s.Mock.Jobs()))
	}
}

func TestRunExtractRefreshTask_explainsRefusals(t *testing.T) {
	t.Parallel()
	for code, advice := range map[string]string{
		"403004": "a task of a virtual connection cannot be run on demand.",
		"403047": "The task is not an extract refresh task. Flow tasks run with the action tableau_run_flow_task.",
		"404026": "There is no such task on this site; it may have been deleted, together with what it worked on.",
		"409082": "Running on demand is switched off for this site (the setting Run Now).",
	} {
		s := runSite(t, mockserver.Behaviour{})
		if err := s.Mock.SetFaults(mockserver.Fault{Route: runTaskRoute, Code: code}); err != nil {
			t.Fatal(err)
		}
		got := onlyDiagnostic(t, runTask(t, s, acctest.Object{}).Diagnostics)
		if !strings.HasPrefix(got, "Cannot run extract refresh task "+runTaskID) || !strings.Contains(got, "error "+code) || !strings.Contains(got, advice) {
			t.Errorf("got %s\nwant %s", got, advice)
		}
	}
}
