package flowtask_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const (
	runTaskRoute = "POST /sites/{site}/tasks/runFlow/{task}/runNow"
	runTaskID    = "22222222-0000-4000-8000-00000000000b"
	otherTaskID  = "22222222-0000-4000-8000-00000000000c"
	runFlowID    = "7e766949-7166-4b3d-90ba-784f75757aab"
)

// runSite has a task that runs a flow.
func runSite(t *testing.T, behaviour mockserver.Behaviour) *acctest.Site {
	t.Helper()
	return acctest.NewMock(t, mockserver.Options{Behaviour: behaviour, Seed: mockserver.Seed{
		Flows:     []mockserver.Flow{{ID: runFlowID, Name: "Prep"}},
		FlowTasks: []mockserver.FlowTask{{ID: runTaskID, Flow: runFlowID}},
	}})
}

func runTask(t *testing.T, s *acctest.Site) acctest.Invoked {
	t.Helper()
	return s.Protocol(t.Context(), t, nil).Invoke(t.Context(), t, "tableau_run_flow_task", acctest.Object{"task_id": runTaskID}, nil)
}

// onlyDiagnostic is the one diagnostic, on one line.
func onlyDiagnostic(t *testing.T, diagnostics []*tfprotov6.Diagnostic) string {
	t.Helper()
	if len(diagnostics) != 1 {
		t.Fatalf("%d diagnostics, want one", len(diagnostics))
	}
	return acctest.DescribeDiagnostic(diagnostics[0])
}

func TestRunFlowTask_showsEachChangeUntilTheRunHasEnded(t *testing.T) {
	t.Parallel()
	s := runSite(t, mockserver.Behaviour{JobStepPerRead: true})
	invoked := runTask(t, s)
	acctest.FailOn(t, invoked.Diagnostics)
	job := s.Mock.Jobs()[0]
	want := []string{"Job " + job.ID + " was started.", "Job " + job.ID + ": Pending", "Job " + job.ID + ": InProgress, 50 %", "Job " + job.ID + ": Success"}
	if !slices.Equal(invoked.Progress, want) || job.Task != runTaskID {
		t.Errorf("it shows %q, want %q", invoked.Progress, want)
	}
}

func TestRunFlowTask_failsWithTheNotesOfItsJob(t *testing.T) {
	t.Parallel()
	s := runSite(t, mockserver.Behaviour{JobStepPerRead: true, FailJobs: true})
	got := onlyDiagnostic(t, runTask(t, s).Diagnostics)
	want := "Cannot run flow task " + runTaskID + ": Job " + s.Mock.Jobs()[0].ID + " ended as Failed. Tableau says: The job failed because"
	if !strings.HasPrefix(got, want) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestRunFlowTask_whoseAnswerIsLostIsFoundAndNotRunTwice(t *testing.T) {
	t.Parallel()
	s := runSite(t, mockserver.Behaviour{JobStepPerRead: true})
	if err := s.Mock.SetFaults(mockserver.Fault{Route: runTaskRoute, Drop: mockserver.DropAfter}); err != nil {
		t.Fatal(err)
	}
	invoked := runTask(t, s)
	acctest.FailOn(t, invoked.Diagnostics)
	if !strings.HasPrefix(invoked.Progress[0], "The answer was lost; job ") || len(s.Mock.Jobs()) != 1 {
		t.Errorf("it shows %q, and the server has %d jobs", invoked.Progress[0], len(s.Mock.Jobs()))
	}
}

func TestRunFlowTask_rightAfterAnotherRunWaitsForThatOne(t *testing.T) {
	t.Parallel()
	s := runSite(t, mockserver.Behaviour{JobStepPerRead: true})
	id := s.Mock.AddJob(mockserver.Job{Type: "RunFlow", Task: runTaskID, Flow: runFlowID})
	invoked := runTask(t, s)
	acctest.FailOn(t, invoked.Diagnostics)
	if want := "Job " + id + " was in the queue already, and is waited for."; invoked.Progress[0] != want || len(s.Mock.Jobs()) != 1 {
		t.Errorf("it shows %q, and the server has %d jobs", invoked.Progress, len(s.Mock.Jobs()))
	}
}

func TestRunFlowTask_doesNotTakeTheRunOfAnotherTaskForItsOwn(t *testing.T) {
	t.Parallel()
	s := acctest.NewMock(t, mockserver.Options{Behaviour: mockserver.Behaviour{JobStepPerRead: true}, Seed: mockserver.Seed{
		Flows:     []mockserver.Flow{{ID: runFlowID, Name: "Prep"}},
		FlowTasks: []mockserver.FlowTask{{ID: runTaskID, Flow: runFlowID}, {ID: otherTaskID, Flow: runFlowID}},
	}})
	s.Mock.AddJob(mockserver.Job{Type: "RunFlow", Task: otherTaskID, Flow: runFlowID})
	if err := s.Mock.SetFaults(mockserver.Fault{Route: runTaskRoute, Drop: mockserver.DropBefore}); err != nil {
		t.Fatal(err)
	}
	got := onlyDiagnostic(t, runTask(t, s).Diagnostics)
	if !strings.Contains(got, "Tableau may have started it all the same, and it was not asked for again.") || len(s.Mock.Jobs()) != 1 {
		t.Errorf("got %s, and the server has %d jobs", got, len(s.Mock.Jobs()))
	}
}

func TestRunFlowTask_doesNotTakeALongRunForTheOneJustBefore(t *testing.T) {
	t.Parallel()
	s := runSite(t, mockserver.Behaviour{JobStepPerRead: true})
	s.Mock.AddJob(mockserver.Job{Type: "RunFlow", Flow: runFlowID, Status: "InProgress", CreatedAt: s.Mock.Now().Add(-10 * time.Minute)})
	got := onlyDiagnostic(t, runTask(t, s).Diagnostics)
	if !strings.Contains(got, "error 403102") || !strings.Contains(got, "if its job can be told from the others. Here it cannot: none of the jobs shows that it works on the same.") {
		t.Errorf("got %s", got)
	}
}

func TestRunFlowTask_explainsRefusals(t *testing.T) {
	t.Parallel()
	for code, advice := range map[string]string{
		"400084": "The task is not a flow task. Extract refresh tasks run with the action tableau_run_extract_refresh_task.",
		"403102": "If the task was suspended, it has been resumed.",
		"404026": "There is no such task on this site; it may have been deleted, together with what it worked on.",
		"409082": "Running on demand is switched off for this site (the setting Run Now).",
	} {
		s := runSite(t, mockserver.Behaviour{})
		if err := s.Mock.SetFaults(mockserver.Fault{Route: runTaskRoute, Code: code}); err != nil {
			t.Fatal(err)
		}
		got := onlyDiagnostic(t, runTask(t, s).Diagnostics)
		if !strings.HasPrefix(got, "Cannot run flow task "+runTaskID) || !strings.Contains(got, "error "+code) || !strings.Contains(got, advice) {
			t.Errorf("got %s\nwant %s", got, advice)
		}
	}
}
