package flowrun_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const (
	prepID    = "dd3cd2e7-2ede-49c6-945f-e7b2a2f25541"
	regionID  = "dd3cd2e7-2ede-49c6-945f-e7b2a2f25542"
	archiveID = "dd3cd2e7-2ede-49c6-945f-e7b2a2f25543"
	absentID  = "99999999-7166-4b3d-90ba-784f7575743c"

	runRoute    = "POST /sites/{site}/flows/{flow}/run"
	cancelRoute = "PUT /sites/{site}/flows/runs/{run}"
)

func site(t *testing.T, options mockserver.Options) *acctest.Site {
	t.Helper()
	options.Seed = mockserver.Seed{Flows: []mockserver.Flow{{
		ID: prepID, Name: "Prep",
		Parameters: []mockserver.FlowParameter{
			{ID: regionID, Name: "Region", Value: "North", Values: []string{"North", "South"}}, {Name: "Twin"}, {Name: "Twin"},
		},
		OutputSteps: []mockserver.FlowOutputStep{{Name: "Output"}, {ID: archiveID, Name: "Archive"}},
	}}}
	return acctest.NewMock(t, options)
}

func setFaults(t *testing.T, s *acctest.Site, faults ...mockserver.Fault) {
	t.Helper()
	if err := s.Mock.SetFaults(faults...); err != nil {
		t.Fatal(err)
	}
}

func said(t *testing.T, diagnostics []*tfprotov6.Diagnostic) string {
	t.Helper()
	if len(diagnostics) != 1 {
		t.Fatalf("%d diagnostics, want one", len(diagnostics))
	}
	return acctest.DescribeDiagnostic(diagnostics[0])
}

func onlyRun(t *testing.T, s *acctest.Site) mockserver.Job {
	t.Helper()
	jobs := s.Mock.Jobs()
	if len(jobs) != 1 {
		t.Fatalf("the server has %d runs, want one", len(jobs))
	}
	return jobs[0]
}

func TestRunFlow_showsEachChangeAndTakesValuesByName(t *testing.T) {
	t.Parallel()
	s := site(t, mockserver.Options{Behaviour: mockserver.Behaviour{JobStepPerRead: true, JobUnknownReads: 1}})
	invoked := s.Protocol(t.Context(), t, nil).Invoke(t.Context(), t, "tableau_run_flow", acctest.Object{
		"flow_id": prepID, "mode": "incremental", "parameters": acctest.Object{"Region": "South"}, "output_steps": []any{"Archive"},
	}, nil)
	acctest.FailOn(t, invoked.Diagnostics)
	run := onlyRun(t, s)
	want := []string{"Job " + run.ID + " was started.", "Job " + run.ID + ": Pending", "Job " + run.ID + ": InProgress, 50 %", "Job " + run.ID + ": Success"}
	if !slices.Equal(invoked.Progress, want) {
		t.Errorf("it shows %q, want %q", invoked.Progress, want)
	}
	if !maps.Equal(run.Parameters, map[string]string{regionID: "South"}) {
		t.Errorf("it runs with %v", run.Parameters)
	}
}

func TestRunFlow_isWatchedAsAJobWhereThereAreNoFlowRuns(t *testing.T) {
	t.Parallel()
	s := site(t, mockserver.Options{APIVersion: "3.9", Behaviour: mockserver.Behaviour{JobStepPerRead: true}})
	invoked := s.Protocol(t.Context(), t, nil).Invoke(t.Context(), t, "tableau_run_flow", acctest.Object{"flow_id": prepID}, nil)
	acctest.FailOn(t, invoked.Diagnostics)
	if last := invoked.Progress[len(invoked.Progress)-1]; !strings.HasSuffix(last, ": Success") {
		t.Errorf("it shows %q last", last)
	}
}

func TestRunFlow_failsWithTheNotesOfItsJob(t *testing.T) {
	t.Parallel()
	s := site(t, mockserver.Options{Behaviour: mockserver.Behaviour{JobStepPerRead: true, FailJobs: true}})
	invoked := s.Protocol(t.Context(), t, nil).Invoke(t.Context(), t, "tableau_run_flow", acctest.Object{"flow_id": prepID}, func(line string) {
		if strings.HasSuffix(line, "Pending") {
			s.Mock.UpdateJob(onlyRun(t, s).ID, func(j *mockserver.Job) { j.Notes = "The input is gone." })
		}
	})
	want := fmt.Sprintf("Cannot run flow %s: Job %s ended as Failed. Tableau says: The input is gone.", prepID, onlyRun(t, s).ID)
	if got := said(t, invoked.Diagnostics); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestRunFlow_thatIsInterruptedSaysHowToCancelIt(t *testing.T) {
	t.Parallel()
	s := site(t, mockserver.Options{})
	ctx, interrupt := context.WithCancel(t.Context())
	invoked := s.Protocol(t.Context(), t, nil).Invoke(ctx, t, "tableau_run_flow", acctest.Object{"flow_id": prepID}, func(line string) {
		if strings.HasSuffix(line, "Pending") {
			interrupt()
		}
	})
	run := onlyRun(t, s)
	want := fmt.Sprintf("the action tableau_cancel_flow_run with flow_run_id = %q cancels it.", run.FlowRun)
	if got := said(t, invoked.Diagnostics); !strings.Contains(got, "goes on in Tableau.") || !strings.Contains(got, want) || run.Status != "Pending" {
		t.Errorf("the run is %s, and the action says %s", run.Status, got)
	}
}

func TestRunFlow_refusesNamesThatAreNotTheFlows(t *testing.T) {
	t.Parallel()
	s := site(t, mockserver.Options{})
	p := s.Protocol(t.Context(), t, nil)
	for wanted, config := range map[string]acctest.Object{
		`Unknown parameter: The flow has no parameter "Country". It has: Region, Twin, Twin.`:    {"parameters": acctest.Object{"Country": "x"}},
		`Ambiguous parameter: The flow has 2 parameters called "Twin". Name it by its LUID: `:    {"parameters": acctest.Object{"Twin": "x"}},
		`Unknown output step: The flow has no output step "Elsewhere". It has: Archive, Output.`: {"output_steps": []any{"Elsewhere"}},
		`must be one of: ["full" "incremental"]`:                                                 {"mode": "half"},
		`ElementKeyString("dd3cd2e7-2ede-49c6-945f-e7b2a2f25542"): Parameter given twice: "dd3cd2e7-2ede-49c6-945f-e7b2a2f25542" and "Region" are the same parameter of the flow`: {
			"parameters": acctest.Object{"Region": "North", regionID: "South"},
		},
		`Output step given twice: "dd3cd2e7-2ede-49c6-945f-e7b2a2f25543" and "Archive" are the same output step of the flow, once by its name and once by its id. Remove one of the two.`: {
			"output_steps": []any{archiveID, "Archive"},
		},
		`error 400148`: {"parameters": acctest.Object{regionID: "East"}},
	} {
		config["flow_id"] = prepID
		diagnostics := p.ValidateAction(t, "tableau_run_flow", config)
		if len(diagnostics) == 0 {
			diagnostics = p.Invoke(t.Context(), t, "tableau_run_flow", config, nil).Diagnostics
		}
		if got := said(t, diagnostics); !strings.Contains(got, wanted) {
			t.Errorf("got  %s\nwant %s", got, wanted)
		}
	}
	if n := len(s.Mock.Jobs()); n != 0 {
		t.Errorf("%d runs were started", n)
	}
}

func TestRunFlow_refusesNullForAValue(t *testing.T) {
	t.Parallel()
	p := acctest.NewProtocol(t)
	for wanted, config := range map[string]acctest.Object{
		`AttributeName("parameters").ElementKeyString("Region"): Null in place of a value: parameters["Region"] is null. Leave it out or give it a value.`: {
			"flow_id": prepID, "parameters": acctest.Object{"Region": nil},
		},
		`AttributeName("output_steps").ElementKeyValue(tftypes.String<null>): Null in place of a value: A member of output_steps is null. Leave it out or give it a value.`: {
			"flow_id": prepID, "output_steps": []any{nil, acctest.Unknown},
		},
	} {
		if got := said(t, p.ValidateAction(t, "tableau_run_flow", config)); got != wanted {
			t.Errorf("got  %s\nwant %s", got, wanted)
		}
	}
}

func TestRunFlow_explainsRefusals(t *testing.T) {
	t.Parallel()
	for code, advice := range map[string]string{
		"400132": "The flow does not know this run mode.",
		"400148": "A parameter does not take the value that was given.",
		"400149": "The flow requires a parameter that was not given.",
		"403149": "Flow parameters are switched off for this site.",
		"403150": "The flow has a parameter that takes any value, which this site does not allow.",
		"404027": "There is no such flow on this site, or the user may not see it.",
		"404043": "The flow has no such parameter.",
		"409082": "Running on demand is switched off for this site (the setting Run Now).",
	} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			s := site(t, mockserver.Options{})
			setFaults(t, s, mockserver.Fault{Route: runRoute, Code: code})
			got := said(t, s.Protocol(t.Context(), t, nil).Invoke(t.Context(), t, "tableau_run_flow", acctest.Object{"flow_id": prepID}, nil).Diagnostics)
			if !strings.HasPrefix(got, "Cannot run flow "+prepID) || !strings.Contains(got, "error "+code) || !strings.Contains(got, advice) {
				t.Errorf("got %s\nwant %s", got, advice)
			}
		})
	}
}

func TestRunFlow_whoseAnswerIsLostIsFoundAndNotRunTwice(t *testing.T) {
	t.Parallel()
	s := site(t, mockserver.Options{Behaviour: mockserver.Behaviour{JobStepPerRead: true}})
	s.Mock.AddJob(mockserver.Job{Type: "RunFlow", Flow: prepID, Status: "Success", CreatedAt: s.Mock.Now().Add(-1e12)})
	setFaults(t, s, mockserver.Fault{Route: runRoute, Truncate: true})
	invoked := s.Protocol(t.Context(), t, nil).Invoke(t.Context(), t, "tableau_run_flow", acctest.Object{"flow_id": prepID}, nil)
	acctest.FailOn(t, invoked.Diagnostics)
	if first := invoked.Progress[0]; !strings.HasPrefix(first, "The answer was lost; job ") || len(s.Mock.Jobs()) != 2 {
		t.Errorf("it shows %q first, and the server has %d runs", first, len(s.Mock.Jobs()))
	}
}

// TestRunFlow_takesNoOtherRunForItsOwn has another run of the flow begin just before.
func TestRunFlow_takesNoOtherRunForItsOwn(t *testing.T) {
	t.Parallel()
	const queued, lost = "error 409093", "Tableau may have started it all the same, and it was not asked for again."
	south := acctest.Object{"flow_id": prepID, "parameters": acctest.Object{"Region": "South"}}
	for name, test := range map[string]struct {
		config acctest.Object
		fault  mockserver.Fault
		ran    map[string]string
		says   string // nothing for a run that is taken for this one
	}{
		"that is queued":                   {config: south, fault: mockserver.Fault{Route: runRoute, Code: "409093"}, ran: map[string]string{regionID: "South"}, says: queued},
		"with other values":                {config: south, fault: mockserver.Fault{Route: runRoute, Drop: mockserver.DropBefore}, ran: map[string]string{regionID: "North"}, says: lost},
		"with values where none are given": {config: acctest.Object{"flow_id": prepID}, fault: mockserver.Fault{Route: runRoute, Drop: mockserver.DropBefore}, ran: map[string]string{regionID: "North"}, says: lost},
		"perhaps of other output steps":    {config: acctest.Object{"flow_id": prepID, "output_steps": []any{"Output"}}, fault: mockserver.Fault{Route: runRoute, Drop: mockserver.DropBefore}, says: lost},
		"perhaps in another mode":          {config: acctest.Object{"flow_id": prepID, "mode": "full"}, fault: mockserver.Fault{Route: runRoute, Drop: mockserver.DropBefore}, says: lost},
		"unless its values are the same":   {config: south, fault: mockserver.Fault{Route: runRoute, Drop: mockserver.DropBefore}, ran: map[string]string{regionID: "South"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := site(t, mockserver.Options{Behaviour: mockserver.Behaviour{JobStepPerRead: true}})
			s.Mock.AddJob(mockserver.Job{Type: "RunFlow", Flow: prepID, Parameters: test.ran})
			setFaults(t, s, test.fault)
			invoked := s.Protocol(t.Context(), t, nil).Invoke(t.Context(), t, "tableau_run_flow", test.config, nil)
			if test.says == "" {
				acctest.FailOn(t, invoked.Diagnostics)
			} else if got := said(t, invoked.Diagnostics); !strings.Contains(got, test.says) {
				t.Errorf("got %s\nwant %s", got, test.says)
			}
			onlyRun(t, s)
		})
	}
}

func TestCancelFlowRun_waitsUntilItHasEnded(t *testing.T) {
	t.Parallel()
	s := site(t, mockserver.Options{})
	s.Mock.AddJob(mockserver.Job{Type: "RunFlow", Flow: prepID, FlowRun: "5e8f0000-0000-4000-8000-000000000001", Status: "InProgress"})
	p := s.Protocol(t.Context(), t, nil)
	cancel := acctest.Object{"flow_run_id": "5e8f0000-0000-4000-8000-000000000001"}
	invoked := p.Invoke(t.Context(), t, "tableau_cancel_flow_run", cancel, nil)
	acctest.FailOn(t, invoked.Diagnostics)
	want := []string{"Flow run 5e8f0000-0000-4000-8000-000000000001 is being cancelled.", "Flow run 5e8f0000-0000-4000-8000-000000000001: Cancelled"}
	if !slices.Equal(invoked.Progress, want) {
		t.Errorf("it shows %q, want %q", invoked.Progress, want)
	}
	again := p.Invoke(t.Context(), t, "tableau_cancel_flow_run", cancel, nil)
	acctest.FailOn(t, again.Diagnostics)
	if want := []string{"Flow run 5e8f0000-0000-4000-8000-000000000001 had ended before it could be cancelled."}; !slices.Equal(again.Progress, want) {
		t.Errorf("the second time it shows %q, want %q", again.Progress, want)
	}
}

func TestCancelFlowRun_explainsRefusals(t *testing.T) {
	t.Parallel()
	for code, advice := range map[string]string{
		"403137": "Beside administrators, only who started a flow run or made its task, and may run the flow, can cancel it.",
		"404036": "There is no such flow run on this site.",
	} {
		s := site(t, mockserver.Options{})
		setFaults(t, s, mockserver.Fault{Route: cancelRoute, Code: code})
		got := said(t, s.Protocol(t.Context(), t, nil).Invoke(t.Context(), t, "tableau_cancel_flow_run", acctest.Object{"flow_run_id": absentID}, nil).Diagnostics)
		if !strings.HasPrefix(got, "Cannot cancel flow run "+absentID) || !strings.Contains(got, "error "+code) || !strings.Contains(got, advice) {
			t.Errorf("got %s\nwant %s", got, advice)
		}
	}
}
