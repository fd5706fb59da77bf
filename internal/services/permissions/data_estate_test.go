package permissions_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// What is on the site of the data sources and list resources.
const (
	estateFinance    = "11111111-1000-4000-8000-000000000001"
	estateQuarterly  = "11111111-1000-4000-8000-000000000002"
	estateVault      = "11111111-1000-4000-8000-000000000003"
	estateInner      = "11111111-1000-4000-8000-000000000004"
	estateSales      = "22222222-1000-4000-8000-000000000001"
	estateSecret     = "22222222-1000-4000-8000-000000000002"
	estateTabbed     = "22222222-1000-4000-8000-000000000003"
	estateOverview   = "33333333-1000-4000-8000-000000000001"
	estateOrders     = "44444444-1000-4000-8000-000000000001"
	estatePrep       = "55555555-1000-4000-8000-000000000001"
	estateWarehouse  = "66666666-1000-4000-8000-000000000001"
	estateClosed     = "66666666-1000-4000-8000-000000000002"
	estateLines      = "77777777-1000-4000-8000-000000000001"
	estateBridge     = "88888888-1000-4000-8000-000000000001"
	estateFavourites = "99999999-1000-4000-8000-000000000001"
	estateAnn        = "aaaaaaaa-1000-4000-8000-000000000001"
	estateEveryone   = "bbbbbbbb-1000-4000-8000-000000000001"
	estateCorpSales  = "bbbbbbbb-1000-4000-8000-000000000002"
	estatePartners   = "cccccccc-1000-4000-8000-000000000001"
	estateGone       = "dddddddd-1000-4000-8000-000000000009"
)

// estate has an item of each content type in the project Finance, where one group may
// see them, and a project that locks permissions.
func estate() mockserver.Seed {
	seed := mockserver.Seed{
		Users: []mockserver.User{{ID: estateAnn, Name: "ann", SiteRole: "Creator"}},
		// A user who leads a project may see its rules, and no list of users.
		Tokens: []mockserver.Token{{Name: "anns", Secret: "hush", User: "ann"}},
		Groups: []mockserver.Group{
			{ID: estateEveryone, Name: "All Users"}, {Name: "Analysts"},
			{Name: "Sales"}, {ID: estateCorpSales, Name: "Sales", Domain: "corp"},
		},
		GroupSets: []mockserver.GroupSet{{ID: estatePartners, Name: "Partners"}},
		Projects: []mockserver.Project{
			{Name: "Default"},
			{ID: estateFinance, Name: "Finance"},
			{ID: estateQuarterly, Name: "Quarterly", Parent: "Finance"},
			{ID: estateVault, Name: "Vault", ContentPermissions: "LockedToProject"},
			{ID: estateInner, Name: "Inner", Parent: "Vault", Owner: "ann"},
		},
		Workbooks: []mockserver.Workbook{
			{ID: estateSales, Name: "Sales", Project: "Finance", Owner: "ann", HideTabs: true, Views: []mockserver.View{{ID: estateOverview, Name: "Overview"}}},
			{ID: estateTabbed, Name: "Tabbed", Project: "Finance/Quarterly", Views: []mockserver.View{{Name: "One of many"}}},
			{ID: estateSecret, Name: "Secret", Project: "Vault/Inner", Owner: "ann"},
		},
		Datasources:        []mockserver.Datasource{{ID: estateOrders, Name: "Orders", Project: "Finance"}},
		Flows:              []mockserver.Flow{{ID: estatePrep, Name: "Prep", Project: "Finance"}},
		Databases:          []mockserver.Database{{ID: estateWarehouse, Name: "Warehouse", Project: "Finance"}, {ID: estateClosed, Name: "Closed", Project: "Finance", ContentPermissions: "LockedToDatabase"}},
		Tables:             []mockserver.Table{{ID: estateLines, Name: "Lines", Database: "Warehouse"}},
		VirtualConnections: []mockserver.VirtualConnection{{ID: estateBridge, Name: "Bridge", Project: "Finance"}},
		Collections:        []mockserver.Collection{{ID: estateFavourites, Name: "Favourites", Owner: "ann"}},
	}
	for contentType, id := range estateItems {
		seed.Permissions = append(seed.Permissions, mockserver.Permissions{ContentType: contentType, Content: id, Rules: mockserver.Rules{"group:Analysts": {"Read": "Allow"}}})
	}
	return seed
}

// estateItems are the items in Finance, and the collection, by their content type.
var estateItems = map[string]string{
	"project": estateFinance, "workbook": estateSales, "datasource": estateOrders, "view": estateOverview, "flow": estatePrep,
	"database": estateWarehouse, "table": estateLines, "virtual_connection": estateBridge, "collection": estateFavourites,
}

func estateSite(t *testing.T) *acctest.Site {
	t.Helper()
	return acctest.NewMock(t, mockserver.Options{Seed: estate()})
}

// asAnn signs in as who may do little.
var asAnn = acctest.Object{"personal_access_token_name": "anns", "personal_access_token_secret": "hush"}

// readData reads a data source in-process.
func readData(t *testing.T, p *acctest.Protocol, name string, config acctest.Object) (acctest.Object, []*tfprotov6.Diagnostic) {
	t.Helper()
	response, err := p.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: p.DataSource(t, name, config)})
	if err != nil {
		t.Fatal(err)
	}
	return p.DecodeDataSource(t, name, response.State), response.Diagnostics
}

// expectData reads a data source and compares all that it shows that is not null.
func expectData(t *testing.T, p *acctest.Protocol, name string, config, want acctest.Object) {
	t.Helper()
	got, diagnostics := readData(t, p, name, config)
	acctest.FailOn(t, diagnostics)
	for attribute, value := range config {
		want[attribute] = value
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s of %v shows something else (-want +got):\n%s", name, config, diff)
	}
}

// expectRefusal expects one error, which begins like this.
func expectRefusal(t *testing.T, diagnostics []*tfprotov6.Diagnostic, want string) {
	t.Helper()
	if len(diagnostics) != 1 || !strings.HasPrefix(acctest.DescribeDiagnostic(diagnostics[0]), want) {
		var got []string
		for _, d := range diagnostics {
			got = append(got, acctest.DescribeDiagnostic(d))
		}
		t.Errorf("got %q\nwant one that begins with %q", got, want)
	}
}
