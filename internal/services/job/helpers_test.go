package job_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const (
	salesID  = "7e766949-7166-4b3d-90ba-784f7575743b"
	ordersID = "0a1b2c3d-7166-4b3d-90ba-784f7575743c"
	absentID = "99999999-7166-4b3d-90ba-784f7575743c"
)

func site(t *testing.T, behaviour mockserver.Behaviour) *acctest.Site {
	t.Helper()
	return acctest.NewMock(t, mockserver.Options{Behaviour: behaviour, Seed: mockserver.Seed{
		Workbooks:   []mockserver.Workbook{{ID: salesID, Name: "Sales"}},
		Datasources: []mockserver.Datasource{{ID: ordersID, Name: "Orders"}},
	}})
}

func setFaults(t *testing.T, s *acctest.Site, faults ...mockserver.Fault) {
	t.Helper()
	if err := s.Mock.SetFaults(faults...); err != nil {
		t.Fatal(err)
	}
}

// said is the one diagnostic, on one line.
func said(t *testing.T, diagnostics []*tfprotov6.Diagnostic) string {
	t.Helper()
	if len(diagnostics) != 1 {
		t.Fatalf("%d diagnostics, want one", len(diagnostics))
	}
	return acctest.DescribeDiagnostic(diagnostics[0])
}

// onlyJob is the one job of the server.
func onlyJob(t *testing.T, s *acctest.Site) mockserver.Job {
	t.Helper()
	jobs := s.Mock.Jobs()
	if len(jobs) != 1 {
		t.Fatalf("the server has %d jobs, want one", len(jobs))
	}
	return jobs[0]
}
