package job_test

import (
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestRefreshExtract_interruptedOnTheCommandLineStopsAtOnce(t *testing.T) {
	t.Parallel()
	acctest.NeedsActions(t)
	s := site(t, mockserver.Behaviour{})
	cli := s.NewCLI(t, map[string]string{"main.tf": `
provider "tableau" {}

action "tableau_refresh_extract" "sales" {
  config {
    workbook_id = "` + salesID + `"
  }
}
`})
	watched := func() bool { return s.Mock.Requests().ByRoute["GET /sites/{site}/jobs/{job}"] > 0 }
	result := cli.Interrupt(watched, "apply", "-input=false", "-auto-approve", "-no-color", "-invoke=action.tableau_refresh_extract.sales")
	job := onlyJob(t, s)
	// Terraform shows nothing that an action says after the interrupt; what it showed before names the job.
	for _, want := range []string{"Job " + job.ID + " was started.", "Gracefully shutting down"} {
		if !strings.Contains(result.Output, want) {
			t.Errorf("want %q in:\n%s", want, result.Output)
		}
	}
	if job.Status != "Pending" {
		t.Errorf("the job is %s", job.Status)
	}
}
