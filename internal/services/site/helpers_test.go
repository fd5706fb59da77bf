package site_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const (
	finance        = "11111111-0000-4000-8000-000000000001"
	quarterly      = "11111111-0000-4000-8000-000000000002"
	sales          = "22222222-0000-4000-8000-000000000001"
	quarterlySales = "22222222-0000-4000-8000-000000000002"
	overview       = "33333333-0000-4000-8000-000000000001"
	quarterlyView  = "33333333-0000-4000-8000-000000000002"
	orders         = "44444444-0000-4000-8000-000000000001"
	prep           = "55555555-0000-4000-8000-000000000001"
	region         = "55555555-0000-4000-8000-000000000002"
	output         = "55555555-0000-4000-8000-000000000003"
	financeGroup   = "66666666-0000-4000-8000-000000000001"
	directoryGroup = "66666666-0000-4000-8000-000000000002"
	ann            = "77777777-0000-4000-8000-000000000001"
	bob            = "77777777-0000-4000-8000-000000000002"
	nobody         = "99999999-0000-4000-8000-000000000009"
)

// content has one object of each kind, and a second workbook, view and group
// of the same name elsewhere.
func content() mockserver.Seed {
	return mockserver.Seed{
		Users: []mockserver.User{
			{ID: ann, Name: "ann@example.com", FullName: "Ann Example", SiteRole: "Creator"},
			{ID: bob, Name: "bob", SiteRole: "Viewer", NoEmail: true},
		},
		Tokens: []mockserver.Token{{Name: "bob", Secret: "bob-secret", User: "bob"}},
		Projects: []mockserver.Project{
			{ID: finance, Name: "Finance", ContentPermissions: "LockedToProject", Owner: "ann@example.com", Description: "Money"},
			{ID: quarterly, Name: "Quarterly", Parent: "Finance"},
		},
		Groups: []mockserver.Group{
			{ID: financeGroup, Name: "Finance", Users: []string{"ann@example.com"}, MinimumSiteRole: "Viewer"},
			{ID: directoryGroup, Name: "Finance", Domain: "example.com"},
		},
		Workbooks: []mockserver.Workbook{
			{
				ID: sales, Name: "Sales", Project: "Finance", Owner: "ann@example.com", Description: "All of it", Tags: []string{"weekly", "emea"},
				Views: []mockserver.View{{ID: overview, Name: "Overview", SheetType: "dashboard", Hidden: true, Tags: []string{"weekly"}}},
			},
			{
				ID: quarterlySales, Name: "Sales", Project: "Finance/Quarterly", HideTabs: true, NoExtracts: true,
				Views: []mockserver.View{{ID: quarterlyView, Name: "Overview"}},
			},
		},
		Datasources: []mockserver.Datasource{{
			ID: orders, Name: "Orders", Project: "Finance", Owner: "ann@example.com", Certified: true, CertificationNote: "Checked", Tags: []string{"weekly"},
		}},
		Flows: []mockserver.Flow{{
			ID: prep, Name: "Prep", Project: "Finance", Owner: "ann@example.com", Description: "Cleans", Tags: []string{"weekly"},
			Parameters: []mockserver.FlowParameter{
				{ID: region, Name: "Region", Description: "Where", Value: "North", Required: true, Values: []string{"North", "South"}},
				{Name: "Count", Type: "integer", Value: "2", Min: "1", Max: "10"},
			},
			OutputSteps: []mockserver.FlowOutputStep{{ID: output, Name: "Output"}},
		}},
	}
}

func newSite(t *testing.T) *acctest.Site {
	t.Helper()
	return acctest.NewMock(t, mockserver.Options{Seed: content()})
}

// readData reads a data source in-process.
func readData(t *testing.T, p *acctest.Protocol, name string, config acctest.Object) (acctest.Object, []*tfprotov6.Diagnostic) {
	t.Helper()
	response, err := p.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: p.DataSource(t, name, config)})
	if err != nil {
		t.Fatal(err)
	}
	return p.DecodeDataSource(t, name, response.State), response.Diagnostics
}

// found reads a data source that finds something.
func found(t *testing.T, p *acctest.Protocol, name string, config acctest.Object) acctest.Object {
	t.Helper()
	state, diagnostics := readData(t, p, name, config)
	acctest.FailOn(t, diagnostics)
	return state
}

// refused reads a data source that does not, and gives the one error on one line.
func refused(t *testing.T, p *acctest.Protocol, name string, config acctest.Object) string {
	t.Helper()
	_, diagnostics := readData(t, p, name, config)
	if len(diagnostics) != 1 {
		t.Fatalf("%s of %v: %d diagnostics, want one", name, config, len(diagnostics))
	}
	return acctest.DescribeDiagnostic(diagnostics[0])
}

// validate is what `terraform validate` says.
func validate(t *testing.T, p *acctest.Protocol, name string, config acctest.Object) []*tfprotov6.Diagnostic {
	t.Helper()
	response, err := p.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{TypeName: name, Config: p.DataSource(t, name, config)})
	if err != nil {
		t.Fatal(err)
	}
	return response.Diagnostics
}
