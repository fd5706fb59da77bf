package job_test

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// TestRefreshExtract_interruptedOnTheCommandLineFails interrupts Terraform while
// the action waits for its job, at the second look, and before it is answered
// that there is one.
func TestRefreshExtract_interruptedOnTheCommandLineFails(t *testing.T) {
	t.Parallel()
	acctest.NeedsActions(t)
	for name, strike := range map[string]struct {
		route  string
		before int64 // requests of the route
	}{
		"while the job waits": {"GET /sites/{site}/jobs/{job}", 1},
		"while it is started": {"POST /sites/{site}/workbooks/{workbook}/refresh", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := site(t, mockserver.Behaviour{})
			cli := s.NewCLI(t, map[string]string{"main.tf": `
provider "tableau" {}

action "tableau_refresh_extract" "sales" {
  config {
    workbook_id = "` + salesID + `"
  }
}
`})
			var seen atomic.Int64
			s.Mock.Watch(func(at mockserver.Boundary) bool {
				if at.Route != strike.route || at.Served || seen.Add(1) <= strike.before {
					return true
				}
				if err := cli.InterruptTerraform(); err != nil {
					t.Error(err)
				}
				select {
				case <-at.Gone:
					return false
				case <-time.After(time.Second): // The write is left five.
					return true
				}
			})
			result := cli.Run("apply", "-input=false", "-auto-approve", "-no-color", "-invoke=action.tableau_refresh_extract.sales")
			job := onlyJob(t, s)
			shown := strings.Join(strings.Fields(strings.ReplaceAll(result.Output, "│", " ")), " ")
			for _, want := range []string{
				"Gracefully shutting down", "Error: Stopped waiting for job " + job.ID, "Waiting was interrupted. The job " + job.ID + " goes on in Tableau.",
			} {
				if !strings.Contains(shown, want) {
					t.Errorf("want %q in:\n%s", want, result.Output)
				}
			}
			if strings.Contains(shown, "Apply complete!") || result.ExitCode != 1 {
				t.Errorf("it ended with exit code %d, want 1, and:\n%s", result.ExitCode, result.Output)
			}
			if job.Status != "Pending" {
				t.Errorf("the job is %s", job.Status)
			}
		})
	}
}
