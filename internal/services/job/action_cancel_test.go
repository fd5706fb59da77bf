package job_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const cancelRoute = "PUT /sites/{site}/jobs/{job}"

func TestCancelJob_waitsUntilItHasEnded(t *testing.T) {
	t.Parallel()
	s := site(t, mockserver.Behaviour{})
	id := s.Mock.AddJob(mockserver.Job{Type: "RefreshExtract", Workbook: salesID, Status: "InProgress"})
	invoked := s.Protocol(t.Context(), t, nil).Invoke(t.Context(), t, "tableau_cancel_job", acctest.Object{"job_id": id}, nil)
	acctest.FailOn(t, invoked.Diagnostics)
	if want := []string{"Job " + id + " is being cancelled.", "Job " + id + ": Cancelled"}; !slices.Equal(invoked.Progress, want) {
		t.Errorf("it shows %q, want %q", invoked.Progress, want)
	}
	if job := onlyJob(t, s); job.Status != "Cancelled" {
		t.Errorf("the job is %s", job.Status)
	}
}

func TestCancelJob_withoutWaitingReadsNoJob(t *testing.T) {
	t.Parallel()
	s := site(t, mockserver.Behaviour{})
	id := s.Mock.AddJob(mockserver.Job{Type: "RefreshExtract", Workbook: salesID})
	invoked := s.Protocol(t.Context(), t, nil).Invoke(t.Context(), t, "tableau_cancel_job", acctest.Object{"job_id": id, "wait": false}, nil)
	acctest.FailOn(t, invoked.Diagnostics)
	if n := s.Mock.Requests().ByRoute["GET /sites/{site}/jobs/{job}"]; n != 0 || onlyJob(t, s).Status != "Cancelled" {
		t.Errorf("%d reads, and the job is %s", n, onlyJob(t, s).Status)
	}
}

func TestCancelJob_ofOneThatHasEndedIsNoError(t *testing.T) {
	t.Parallel()
	s := site(t, mockserver.Behaviour{})
	id := s.Mock.AddJob(mockserver.Job{Type: "RefreshExtract", Workbook: salesID, Status: "Success"})
	invoked := s.Protocol(t.Context(), t, nil).Invoke(t.Context(), t, "tableau_cancel_job", acctest.Object{"job_id": id}, nil)
	acctest.FailOn(t, invoked.Diagnostics)
	if want := []string{"Job " + id + " had ended before it could be cancelled."}; !slices.Equal(invoked.Progress, want) {
		t.Errorf("it shows %q, want %q", invoked.Progress, want)
	}
}

func TestCancelJob_explainsRefusals(t *testing.T) {
	t.Parallel()
	for code, advice := range map[string]string{
		"403032": "Only an administrator may cancel a job.",
		"404018": "There is no such job on this site. Tableau forgets jobs after a while;",
	} {
		s := site(t, mockserver.Behaviour{})
		setFaults(t, s, mockserver.Fault{Route: cancelRoute, Code: code})
		got := said(t, s.Protocol(t.Context(), t, nil).Invoke(t.Context(), t, "tableau_cancel_job", acctest.Object{"job_id": absentID}, nil).Diagnostics)
		if !strings.HasPrefix(got, fmt.Sprintf("Cannot cancel job %s: ", absentID)) || !strings.Contains(got, "error "+code) || !strings.Contains(got, advice) {
			t.Errorf("got %s\nwant %s", got, advice)
		}
	}
}
