package job_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const refreshRoute = "POST /sites/{site}/workbooks/{workbook}/refresh"

var refreshSales = acctest.Object{"workbook_id": salesID}

func TestRefreshExtract_showsEachChangeUntilTheJobHasEnded(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]acctest.Object{"workbook": refreshSales, "data source": {"datasource_id": ordersID, "incremental": true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := site(t, mockserver.Behaviour{JobStepPerRead: true, JobUnknownReads: 2})
			invoked := s.Protocol(t.Context(), t, nil).Invoke(t.Context(), t, "tableau_refresh_extract", config, nil)
			acctest.FailOn(t, invoked.Diagnostics)
			id := onlyJob(t, s).ID
			want := []string{"Job " + id + " was started.", "Job " + id + ": Pending", "Job " + id + ": InProgress, 50 %", "Job " + id + ": Success"}
			if !slices.Equal(invoked.Progress, want) {
				t.Errorf("it shows %q, want %q", invoked.Progress, want)
			}
			if name == "data source" && onlyJob(t, s).JobType != "increment_extracts" {
				t.Errorf("the refresh is %s", onlyJob(t, s).JobType)
			}
		})
	}
}

func TestRefreshExtract_withoutWaitingIsDoneWhenTheJobIsStarted(t *testing.T) {
	t.Parallel()
	s := site(t, mockserver.Behaviour{})
	invoked := s.Protocol(t.Context(), t, nil).Invoke(t.Context(), t, "tableau_refresh_extract", acctest.Object{"workbook_id": salesID, "wait": false}, nil)
	acctest.FailOn(t, invoked.Diagnostics)
	if want := []string{"Job " + onlyJob(t, s).ID + " was started."}; !slices.Equal(invoked.Progress, want) {
		t.Errorf("it shows %q, want %q", invoked.Progress, want)
	}
	if n := s.Mock.Requests().ByRoute["GET /sites/{site}/jobs/{job}"]; n != 0 {
		t.Errorf("the job was read %d times", n)
	}
}

func TestRefreshExtract_failsWithTheNotesOfTheJob(t *testing.T) {
	t.Parallel()
	s := site(t, mockserver.Behaviour{JobStepPerRead: true, FailJobs: true})
	invoked := s.Protocol(t.Context(), t, nil).Invoke(t.Context(), t, "tableau_refresh_extract", refreshSales, func(line string) {
		if strings.HasSuffix(line, "Pending") {
			s.Mock.UpdateJob(onlyJob(t, s).ID, func(j *mockserver.Job) { j.Notes = "The database is gone." })
		}
	})
	want := fmt.Sprintf("Cannot refresh workbook %s: Job %s ended as Failed. Tableau says: The database is gone.", salesID, onlyJob(t, s).ID)
	if got := said(t, invoked.Diagnostics); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestRefreshExtract_failsWhenSomebodyCancelsTheJob(t *testing.T) {
	t.Parallel()
	s := site(t, mockserver.Behaviour{})
	invoked := s.Protocol(t.Context(), t, nil).Invoke(t.Context(), t, "tableau_refresh_extract", refreshSales, func(line string) {
		if strings.HasSuffix(line, "Pending") {
			s.Mock.UpdateJob(onlyJob(t, s).ID, func(j *mockserver.Job) {
				j.Status, j.EndedAt = "Cancelled", time.Date(2026, 3, 2, 17, 1, 0, 0, time.UTC)
			})
		}
	})
	want := fmt.Sprintf("Cannot refresh workbook %s: Job %s ended as Cancelled.", salesID, onlyJob(t, s).ID)
	if got := said(t, invoked.Diagnostics); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestRefreshExtract_thatIsInterruptedLeavesTheJobAlone(t *testing.T) {
	t.Parallel()
	s := site(t, mockserver.Behaviour{})
	p := s.Protocol(t.Context(), t, nil)
	ctx, interrupt := context.WithCancel(t.Context())
	invoked := p.Invoke(ctx, t, "tableau_refresh_extract", refreshSales, func(line string) {
		if strings.HasSuffix(line, "Pending") {
			interrupt()
		}
	})
	job := onlyJob(t, s)
	want := fmt.Sprintf("Stopped waiting for job %[1]s: Waiting was interrupted. The job %[1]s goes on in Tableau. It was last seen as Pending.  "+
		"The data source tableau_job with id = %[1]q shows how it goes, and the action tableau_cancel_job with job_id = %[1]q cancels it.", job.ID)
	if got := said(t, invoked.Diagnostics); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if job.Status != "Pending" {
		t.Errorf("the job is %s", job.Status)
	}
}

func TestRefreshExtract_stopsWaitingAtItsTimeout(t *testing.T) {
	t.Parallel()
	s := site(t, mockserver.Behaviour{})
	invoked := s.Protocol(t.Context(), t, nil).Invoke(t.Context(), t, "tableau_refresh_extract", acctest.Object{"workbook_id": salesID, "timeout": "300ms"}, nil)
	job := onlyJob(t, s)
	want := fmt.Sprintf("Stopped waiting for job %[1]s: The timeout of 300ms is over. The job %[1]s goes on in Tableau. It was last seen as Pending.", job.ID)
	if got := said(t, invoked.Diagnostics); !strings.HasPrefix(got, want) || !strings.Contains(got, "the action tableau_cancel_job") {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestRefreshExtract_ofWhatIsQueuedAlready(t *testing.T) {
	t.Parallel()
	queued := mockserver.Job{Type: "RefreshExtract", Workbook: salesID}
	for name, test := range map[string]struct {
		jobs     []mockserver.Job
		config   acctest.Object
		progress string
		says     string
	}{
		"waits for that job": {
			jobs: []mockserver.Job{queued, {Type: "RefreshExtract", Datasource: ordersID}, {Type: "RefreshExtract", Workbook: salesID, Status: "Success"}}, config: refreshSales,
			progress: "was in the queue already, and is waited for.",
		},
		"explains itself without waiting": {
			jobs: []mockserver.Job{queued}, config: acctest.Object{"workbook_id": salesID, "wait": false},
			says: "With wait = true the action waits for that job instead of failing.",
		},
		"does not take one that adds what is new for one of all": {
			jobs: []mockserver.Job{{Type: "RefreshExtract", JobType: "increment_extracts", Workbook: salesID}}, config: refreshSales,
			says: "its job cannot be told from the others: none of the jobs shows that it works on the same.",
		},
		"does not guess which job it is": {
			jobs: []mockserver.Job{queued, queued}, config: refreshSales, says: "its job cannot be told from the others: 2 jobs work on the same.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := site(t, mockserver.Behaviour{JobStepPerRead: true})
			for _, job := range test.jobs {
				s.Mock.AddJob(job)
			}
			invoked := s.Protocol(t.Context(), t, nil).Invoke(t.Context(), t, "tableau_refresh_extract", test.config, nil)
			if test.says != "" {
				if got := said(t, invoked.Diagnostics); !strings.Contains(got, "error 409093") || !strings.Contains(got, test.says) {
					t.Errorf("got %s\nwant %s", got, test.says)
				}
			} else if acctest.FailOn(t, invoked.Diagnostics); !strings.HasSuffix(invoked.Progress[0], test.progress) || !strings.HasSuffix(invoked.Progress[len(invoked.Progress)-1], ": Success") {
				t.Errorf("it shows %q, want %q", invoked.Progress, test.progress)
			}
			if len(s.Mock.Jobs()) != len(test.jobs) {
				t.Errorf("the server has %d jobs, want those that were there", len(s.Mock.Jobs()))
			}
		})
	}
}

func TestRefreshExtract_whoseAnswerIsLostIsNotAskedForTwice(t *testing.T) {
	t.Parallel()
	t.Run("but found when it was started", func(t *testing.T) {
		t.Parallel()
		s := site(t, mockserver.Behaviour{JobStepPerRead: true, JobUnknownReads: 1})
		setFaults(t, s, mockserver.Fault{Route: refreshRoute, Drop: mockserver.DropAfter})
		invoked := s.Protocol(t.Context(), t, nil).Invoke(t.Context(), t, "tableau_refresh_extract", refreshSales, nil)
		acctest.FailOn(t, invoked.Diagnostics)
		if want := fmt.Sprintf("The answer was lost; job %s, made since then for the same, is taken for the one asked for.", onlyJob(t, s).ID); invoked.Progress[0] != want {
			t.Errorf("it shows %q, want %q", invoked.Progress[0], want)
		}
	})
	t.Run("and explained when it was not", func(t *testing.T) {
		t.Parallel()
		s := site(t, mockserver.Behaviour{})
		setFaults(t, s, mockserver.Fault{Route: refreshRoute, Drop: mockserver.DropBefore})
		invoked := s.Protocol(t.Context(), t, nil).Invoke(t.Context(), t, "tableau_refresh_extract", refreshSales, nil)
		if got := said(t, invoked.Diagnostics); !strings.Contains(got, "Tableau may have started it all the same, and it was not asked for again.") || !strings.Contains(got, "created_after = ") {
			t.Errorf("got %s", got)
		}
		if n := s.Mock.Requests().ByRoute[refreshRoute]; n != 1 {
			t.Errorf("it was asked for %d times", n)
		}
	})
}

func TestRefreshExtract_explainsRefusals(t *testing.T) {
	t.Parallel()
	for code, advice := range map[string]string{
		"404006": "There is no such workbook on this site, or the user may not see it.",
		"409082": "Running on demand is switched off for this site (the setting Run Now).",
		"403004": "The signed-in user lacks the right to do this.",
		"409093": "its job cannot be told from the others: none of the jobs shows that it works on the same.",
	} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			s := site(t, mockserver.Behaviour{})
			setFaults(t, s, mockserver.Fault{Route: refreshRoute, Code: code})
			got := said(t, s.Protocol(t.Context(), t, nil).Invoke(t.Context(), t, "tableau_refresh_extract", refreshSales, nil).Diagnostics)
			if !strings.HasPrefix(got, "Cannot refresh workbook "+salesID) || !strings.Contains(got, "error "+code) || !strings.Contains(got, advice) {
				t.Errorf("got %s\nwant %s", got, advice)
			}
		})
	}
}

func TestRefreshExtract_thatCannotBeWatchedSaysSo(t *testing.T) {
	t.Parallel()
	s := site(t, mockserver.Behaviour{})
	setFaults(t, s, mockserver.Fault{Route: "GET /sites/{site}/jobs/{job}", Code: "403004"})
	got := said(t, s.Protocol(t.Context(), t, nil).Invoke(t.Context(), t, "tableau_refresh_extract", refreshSales, nil).Diagnostics)
	if !strings.HasPrefix(got, "Stopped waiting for job ") || !strings.Contains(got, "error 403004") || !strings.Contains(got, "goes on in Tableau.") {
		t.Errorf("got %s", got)
	}
}

func TestRefreshExtract_needsOneThingToRefreshAndAVersionThatCan(t *testing.T) {
	t.Parallel()
	s := site(t, mockserver.Behaviour{})
	p := s.Protocol(t.Context(), t, acctest.Object{"api_version": "3.24"})
	for _, config := range []acctest.Object{{}, {"workbook_id": salesID, "datasource_id": ordersID}} {
		if got := said(t, p.ValidateAction(t, "tableau_refresh_extract", config)); !strings.Contains(got, "workbook_id") {
			t.Errorf("got %s", got)
		}
	}
	incremental := acctest.Object{"workbook_id": salesID, "incremental": true}
	const want = "Leave incremental out to refresh everything."
	if got := said(t, p.PlanAction(t, "tableau_refresh_extract", incremental)); !strings.Contains(got, want) {
		t.Errorf("got %s", got)
	}
	if got := said(t, p.Invoke(t.Context(), t, "tableau_refresh_extract", incremental, nil).Diagnostics); !strings.Contains(got, want) {
		t.Errorf("got %s", got)
	}
	if len(s.Mock.Jobs()) != 0 {
		t.Errorf("%d jobs were started", len(s.Mock.Jobs()))
	}
}
