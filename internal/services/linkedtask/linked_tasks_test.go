package linkedtask_test

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
	cleanID  = "dd3cd2e7-2ede-49c6-945f-e7b2a2f25541"
	mergeID  = "dd3cd2e7-2ede-49c6-945f-e7b2a2f25542"
	nightsID = "11111111-0000-4000-8000-000000000009"
	linkedID = "1bff10bd-57ae-47df-8774-a86d14aef432"
	runRoute = "POST /sites/{site}/tasks/linked/{task}/runNow"
)

// twoSteps has a linked task that cleans and then merges. goOn makes it merge even when cleaning failed.
func twoSteps(t *testing.T, goOn bool, behaviour mockserver.Behaviour) *acctest.Site {
	t.Helper()
	return acctest.NewMock(t, mockserver.Options{Behaviour: behaviour, Seed: mockserver.Seed{
		Schedules: []mockserver.Schedule{{ID: nightsID, Name: "Nights", Type: "Flow", Frequency: "Daily", Start: "02:15:00"}},
		Flows:     []mockserver.Flow{{ID: cleanID, Name: "Clean"}, {ID: mergeID, Name: "Merge"}},
		FlowTasks: []mockserver.FlowTask{
			{ID: "22222222-0000-4000-8000-000000000001", Flow: cleanID, ConsecutiveFailures: 3}, {ID: "22222222-0000-4000-8000-000000000002", Flow: mergeID},
		},
		LinkedTasks: []mockserver.LinkedTask{{ID: linkedID, Timing: mockserver.Timing{Schedule: "Nights"}, Steps: []mockserver.LinkedTaskStep{
			{FlowTask: "22222222-0000-4000-8000-000000000001", ContinueOnFailure: goOn}, {FlowTask: "22222222-0000-4000-8000-000000000002"},
		}}},
	}})
}

func said(t *testing.T, diagnostics []*tfprotov6.Diagnostic) string {
	t.Helper()
	if len(diagnostics) != 1 {
		t.Fatalf("%d diagnostics, want one", len(diagnostics))
	}
	return acctest.DescribeDiagnostic(diagnostics[0])
}

// goOn lets the clock go on whenever the action has shown where it is, and the second step run once the first has ended.
func goOn(s *acctest.Site, second string) func(string) {
	return func(line string) {
		switch {
		case strings.HasSuffix(line, `InProgress, step 2 of 2, flow "Merge"`):
			s.Mock.AddJob(mockserver.Job{Type: "RunFlow", Flow: mergeID, Status: second, StartedAt: s.Mock.Now(), EndedAt: s.Mock.Now(), Notes: "Nothing to merge."})
		case strings.Contains(line, "step 1 of 2"):
			s.Mock.AdvanceClock(90 * time.Second)
		}
	}
}

func invoke(t *testing.T, s *acctest.Site, watch func(string)) acctest.Invoked {
	t.Helper()
	return s.Protocol(t.Context(), t, nil).Invoke(t.Context(), t, "tableau_run_linked_task", acctest.Object{"task_id": linkedID}, watch)
}

func TestRunLinkedTask_showsStepAfterStep(t *testing.T) {
	t.Parallel()
	s := twoSteps(t, false, mockserver.Behaviour{})
	s.Mock.AddJob(mockserver.Job{Type: "RunFlow", Flow: mergeID, Status: "Failed", StartedAt: s.Mock.Now().Add(-time.Hour)})
	invoked := invoke(t, s, goOn(s, "Success"))
	acctest.FailOn(t, invoked.Diagnostics)
	job := strings.TrimSuffix(invoked.Progress[0], " was started.")
	want := []string{
		job + " was started.",
		job + `: Pending, step 1 of 2, flow "Clean"`,
		job + `: InProgress, 50 %, step 1 of 2, flow "Clean"`,
		job + `: InProgress, step 2 of 2, flow "Merge"`,
		job + ": Success",
	}
	if !slices.Equal(invoked.Progress, want) || !strings.HasPrefix(job, "Linked task job ") {
		t.Errorf("it shows %q, want %q", invoked.Progress, want)
	}
}

func TestRunLinkedTask_failsWithTheNotesOfTheStepThatFailed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		goesOn bool
		second string
	}{
		"and stops the others":      {false, ""},
		"while the next one runs":   {true, "Success"},
		"before the next one fails": {true, "Failed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := twoSteps(t, test.goesOn, mockserver.Behaviour{FailJobs: true})
			got := said(t, invoke(t, s, goOn(s, test.second)).Diagnostics)
			const want = `ended as Failed in step 1 of 2, flow "Clean". Tableau says: The job failed because`
			if !strings.HasPrefix(got, "Cannot run linked task "+linkedID) || !strings.Contains(got, want) {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestRunLinkedTask_whoseSecondStepFailsFails(t *testing.T) {
	t.Parallel()
	s := twoSteps(t, false, mockserver.Behaviour{})
	got := said(t, invoke(t, s, goOn(s, "Failed")).Diagnostics)
	if want := `ended as Failed in step 2 of 2, flow "Merge". Tableau says: Nothing to merge.`; !strings.Contains(got, want) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestRunLinkedTask_stopsWaitingAtItsTimeout(t *testing.T) {
	t.Parallel()
	s := twoSteps(t, false, mockserver.Behaviour{})
	invoked := s.Protocol(t.Context(), t, nil).Invoke(t.Context(), t, "tableau_run_linked_task", acctest.Object{"task_id": linkedID, "timeout": "200ms"}, nil)
	got := said(t, invoked.Diagnostics)
	for _, want := range []string{"The timeout of 200ms is over.", `It was last seen as Pending, step 1 of 2, flow "Clean".`, `tableau_flow_runs with started_after = "2026-03-02T17:00:00Z"`} {
		if !strings.Contains(got, want) {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestRunLinkedTask_explainsRefusals(t *testing.T) {
	t.Parallel()
	for code, advice := range map[string]string{
		"400153": "Tableau does not say why.",
		"403155": "Linked tasks are switched off for this site or server.",
		"404045": "There is no such linked task on this site.",
		"409082": "Running on demand is switched off for this site (the setting Run Now).",
	} {
		s := twoSteps(t, false, mockserver.Behaviour{})
		if err := s.Mock.SetFaults(mockserver.Fault{Route: runRoute, Code: code}); err != nil {
			t.Fatal(err)
		}
		got := said(t, invoke(t, s, nil).Diagnostics)
		if !strings.HasPrefix(got, "Cannot run linked task "+linkedID) || !strings.Contains(got, "error "+code) || !strings.Contains(got, advice) {
			t.Errorf("got %s\nwant %s", got, advice)
		}
	}
}

func TestRunLinkedTask_whoseAnswerIsLostIsExplained(t *testing.T) {
	t.Parallel()
	s := twoSteps(t, false, mockserver.Behaviour{})
	if err := s.Mock.SetFaults(mockserver.Fault{Route: runRoute, Drop: mockserver.DropAfter}); err != nil {
		t.Fatal(err)
	}
	got := said(t, invoke(t, s, nil).Diagnostics)
	if !strings.Contains(got, "Tableau may have started it all the same, and it was not asked for again.") || len(s.Mock.Jobs()) != 1 {
		t.Errorf("%d jobs, and it says %s", len(s.Mock.Jobs()), got)
	}
}

func TestLinkedTasksDataSource_explainsRefusals(t *testing.T) {
	t.Parallel()
	for code, advice := range map[string]string{
		"400154": "Tableau does not say why. Try it in Tableau's web pages, or ask the site's administrator.",
		"403155": "Linked tasks are switched off for this site or server.",
	} {
		s := twoSteps(t, false, mockserver.Behaviour{})
		if err := s.Mock.SetFaults(mockserver.Fault{Route: "GET /sites/{site}/tasks/linked", Code: code}); err != nil {
			t.Fatal(err)
		}
		p := s.Protocol(t.Context(), t, nil)
		response, err := p.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{
			TypeName: "tableau_linked_tasks", Config: p.DataSource(t, "tableau_linked_tasks", acctest.Object{}),
		})
		if err != nil {
			t.Fatal(err)
		}
		got := said(t, response.Diagnostics)
		if !strings.HasPrefix(got, "Cannot list linked tasks") || !strings.Contains(got, "error "+code) || !strings.Contains(got, advice) {
			t.Errorf("got %s\nwant %s", got, advice)
		}
	}
}

func TestLinkedTasksDataSource_showsStepsInOrder(t *testing.T) {
	t.Parallel()
	p := twoSteps(t, true, mockserver.Behaviour{}).Protocol(t.Context(), t, nil)
	read := func(filter acctest.Object) acctest.Object {
		response, err := p.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{
			TypeName: "tableau_linked_tasks", Config: p.DataSource(t, "tableau_linked_tasks", filter),
		})
		if err != nil {
			t.Fatal(err)
		}
		acctest.FailOn(t, response.Diagnostics)
		tasks, _ := p.DecodeDataSource(t, "tableau_linked_tasks", response.State)["linked_tasks"].(acctest.Object)
		return tasks
	}
	task, _ := read(acctest.Object{})[linkedID].(acctest.Object)
	steps, _ := task["steps"].([]any)
	if task["schedule_id"] != nightsID || task["schedule_name"] != "Nights" || task["frequency_kind"] != "Daily" || len(steps) != 2 {
		t.Fatalf("the task is %v", task)
	}
	first, _ := steps[0].(acctest.Object)
	second, _ := steps[1].(acctest.Object)
	if first["flow_name"] != "Clean" || first["stop_on_failure"] != false || first["flow_task_id"] != "22222222-0000-4000-8000-000000000001" ||
		first["consecutive_failures"] != 3 || second["flow_id"] != mergeID || second["stop_on_failure"] != true {
		t.Errorf("the steps are %v", steps)
	}
	for name, test := range map[string]struct {
		filter acctest.Object
		found  int
	}{
		"its schedule":     {acctest.Object{"schedule_id": nightsID}, 1},
		"another schedule": {acctest.Object{"schedule_id": linkedID}, 0},
		"a flow of it":     {acctest.Object{"flow_id": mergeID}, 1},
		"another flow":     {acctest.Object{"flow_id": linkedID}, 0},
	} {
		if found := read(test.filter); len(found) != test.found {
			t.Errorf("%s: it shows %d linked tasks, want %d", name, len(found), test.found)
		}
	}
}
