package permissions_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// permissionLists are the list resources, itemLists those of items.
var (
	itemLists       = []string{"tableau_permissions", "tableau_grantee_permissions"}
	permissionLists = append([]string{"tableau_default_permissions"}, itemLists...)
)

func list(t *testing.T, p *acctest.Protocol, noun string, config acctest.Object, limit int64, whole bool) []tfprotov6.ListResourceResult {
	t.Helper()
	return p.List(t, &tfprotov6.ListResourceRequest{TypeName: noun, Config: p.ListConfig(t, noun, config), IncludeResource: whole, Limit: limit})
}

// titles are what the results are called; none may come with a diagnostic.
func titles(t *testing.T, results []tfprotov6.ListResourceResult) []string {
	t.Helper()
	var titles []string
	for _, result := range results {
		for _, d := range result.Diagnostics {
			t.Error(acctest.DescribeDiagnostic(d))
		}
		titles = append(titles, result.DisplayName)
	}
	return titles
}

func expectTitles(t *testing.T, p *acctest.Protocol, noun string, config acctest.Object, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, titles(t, list(t, p, noun, config, 1000, false))); diff != "" {
		t.Errorf("%s of %v lists something else (-want +got):\n%s", noun, config, diff)
	}
}

func TestPermissionsList_hasItemsOfEveryTypeButLockedOnes(t *testing.T) {
	t.Parallel()
	p := estateSite(t).Protocol(t.Context(), t, nil)
	const noun = "tableau_permissions"
	expectTitles(t, p, noun, acctest.Object{},
		`Project "Default"`, `Project "Finance"`, `Project "Quarterly" in Finance`, `Project "Vault"`,
		`Workbook "Sales" in Finance`, `Workbook "Tabbed" in Finance/Quarterly`, `Data source "Orders" in Finance`, `View "Overview" in Finance`,
		`Flow "Prep" in Finance`, `Database "Warehouse" in Finance`, `Database "Closed" in Finance`, `Table "Lines"`, `Virtual connection "Bridge"`)
	expectTitles(t, p, noun, acctest.Object{"content_type": "workbook"}, `Workbook "Sales" in Finance`, `Workbook "Tabbed" in Finance/Quarterly`)
	expectTitles(t, p, noun, acctest.Object{"content_type": "view"}, `View "Overview" in Finance`)
	expectTitles(t, p, noun, acctest.Object{"project_id": estateQuarterly}, `Workbook "Tabbed" in Finance/Quarterly`)
	expectTitles(t, p, noun, acctest.Object{"project_path": "Finance", "content_type": "project"}, `Project "Quarterly" in Finance`)
	expectTitles(t, p, noun, acctest.Object{"project_path": "finance/quarterly"}, `Workbook "Tabbed" in Finance/Quarterly`)
	expectTitles(t, p, noun, acctest.Object{"project_path": "Finance", "project_id": estateQuarterly})
	expectTitles(t, p, noun, acctest.Object{"project_path": "Vault"})
}

func TestDefaultPermissionsList_hasEveryProjectAndTypeButLockedOnes(t *testing.T) {
	t.Parallel()
	p := estateSite(t).Protocol(t.Context(), t, nil)
	const noun = "tableau_default_permissions"
	expectTitles(t, p, noun, acctest.Object{"content_type": "flow"},
		"Default permissions for flows in Default", "Default permissions for flows in Finance",
		"Default permissions for flows in Finance/Quarterly", "Default permissions for flows in Vault")
	expectTitles(t, p, noun, acctest.Object{"project_path": "Finance"},
		"Default permissions for workbooks in Finance", "Default permissions for data sources in Finance", "Default permissions for flows in Finance",
		"Default permissions for data roles in Finance", "Default permissions for databases in Finance", "Default permissions for tables in Finance",
		"Default permissions for virtual connections in Finance")
	expectTitles(t, p, noun, acctest.Object{"project_id": estateInner})
	expectTitles(t, p, noun, acctest.Object{"database_id": estateWarehouse}, `Default permissions for tables of database "Warehouse"`)
	expectTitles(t, p, noun, acctest.Object{"database_id": estateClosed})
}

func TestPermissionsLists_readRulesOnlyForTheWhole(t *testing.T) {
	t.Parallel()
	site := estateSite(t)
	p := site.Protocol(t.Context(), t, nil)
	list(t, p, "tableau_permissions", acctest.Object{}, 1000, false)
	list(t, p, "tableau_default_permissions", acctest.Object{}, 1000, false)
	want := map[string]int{
		"GET /sites/{site}/projects": 1, "GET /sites/{site}/workbooks": 2, "GET /sites/{site}/datasources": 1, "GET /sites/{site}/views": 1, "GET /sites/{site}/flows": 1,
		"GET /sites/{site}/databases": 1, "GET /sites/{site}/tables": 1, "GET /sites/{site}/virtualConnections": 1,
		"GET /serverinfo": 1, "POST /auth/signin": 1,
	}
	if diff := cmp.Diff(want, site.Mock.Requests().ByRoute); diff != "" {
		t.Errorf("other requests (-want +got):\n%s", diff)
	}
	results := list(t, p, "tableau_permissions", acctest.Object{"content_type": "workbook"}, 1, true)
	if got := titles(t, results); len(got) != 1 || got[0] != `Workbook "Sales" in Finance` {
		t.Fatalf("got %v, want the first workbook alone", got)
	}
	found := p.DecodeResource(t, "tableau_permissions", results[0].Resource)
	if diff := cmp.Diff(acctest.Object{
		"content_type": "workbook", "content_id": estateSales, "on_destroy": "revoke", "rules": acctest.Object{"group:Analysts": acctest.Object{"Read": "Allow"}},
	}, found); diff != "" {
		t.Errorf("something else was read (-want +got):\n%s", diff)
	}
	results = list(t, p, "tableau_default_permissions", acctest.Object{"project_id": estateFinance, "content_type": "flow"}, 1000, true)
	if diff := cmp.Diff(acctest.Object{
		"project_id": estateFinance, "content_type": "flow", "on_destroy": "revoke", "rules": acctest.Object{"group:All Users": acctest.Object{"Read": "Allow"}},
	}, p.DecodeResource(t, "tableau_default_permissions", results[0].Resource)); diff != "" {
		t.Errorf("something else was read (-want +got):\n%s", diff)
	}
}

// TestPermissionsLists_stopReadingAtTheLimit lists many items, of which ten are read side by side.
func TestPermissionsLists_stopReadingAtTheLimit(t *testing.T) {
	t.Parallel()
	seed := estate()
	for i := range 50 {
		seed.Datasources = append(seed.Datasources, mockserver.Datasource{Name: fmt.Sprintf("Extract %d", i), Project: "Finance"})
	}
	for _, noun := range permissionLists {
		site := acctest.NewMock(t, mockserver.Options{Seed: seed})
		config := acctest.Object{"content_type": "datasource"}
		if got := len(list(t, site.Protocol(t.Context(), t, nil), noun, config, 5, true)); got > 5 || noun != "tableau_default_permissions" && got != 5 {
			t.Errorf("%s: listed %d, want up to 5", noun, got)
		}
		if reads := site.Mock.Requests().ByRoute["GET /sites/{site}/datasources/{datasource}/permissions"]; reads > 10 {
			t.Errorf("%s: read the rules of %d items for 5", noun, reads)
		}
	}
}

func TestPermissionsLists_leaveOutWhatVanishesAndWarnOfWhatIsWithheld(t *testing.T) {
	t.Parallel()
	for _, noun := range itemLists {
		site := estateSite(t)
		if err := site.Mock.SetFaults(
			mockserver.Fault{Route: "GET /sites/{site}/databases", Code: "403004"},
			mockserver.Fault{Route: "GET /sites/{site}/workbooks/{workbook}/permissions", Code: "404006"},
			mockserver.Fault{Route: "GET /sites/{site}/datasources/{datasource}/permissions", Code: "403004"},
		); err != nil {
			t.Fatal(err)
		}
		p := site.Protocol(t.Context(), t, nil)
		var warnings []string
		for _, result := range list(t, p, noun, acctest.Object{"project_path": "Finance"}, 1000, true) {
			for _, d := range result.Diagnostics {
				warnings = append(warnings, d.Severity.String()+" "+d.Summary)
			}
			if strings.Contains(result.DisplayName, `"Sales"`) || strings.Contains(result.DisplayName, `"Orders"`) {
				t.Errorf("%s lists %s", noun, result.DisplayName)
			}
		}
		if diff := cmp.Diff([]string{"WARNING Left out the permissions of data source " + estateOrders, "WARNING Left out databases"}, warnings); diff != "" {
			t.Errorf("%s: other warnings (-want +got):\n%s", noun, diff)
		}
		results := list(t, p, noun, acctest.Object{"content_type": "database"}, 1000, false)
		if len(results) != 1 {
			t.Fatalf("%s: %d results, want an error", noun, len(results))
		}
		expectRefusal(t, results[0].Diagnostics, "Cannot list databases")
	}
}

func TestPermissionsLists_sayWhatCannotBeListed(t *testing.T) {
	t.Parallel()
	p := estateSite(t).Protocol(t.Context(), t, nil)
	for _, noun := range permissionLists {
		results := list(t, p, noun, acctest.Object{"project_path": "Finanse"}, 1000, false)
		expectRefusal(t, results[0].Diagnostics, `AttributeName("project_path"): No such project: The site shows no project at the path "Finanse" to this user.`)
	}
	for _, test := range []struct {
		noun   string
		config acctest.Object
		want   string
	}{
		{"tableau_default_permissions", acctest.Object{"database_id": estateGone}, `AttributeName("database_id"): No such database`},
		{"tableau_grantee_permissions", acctest.Object{"grantee": "group:Finanse"}, `AttributeName("grantee"): Unknown grantee: The site has no group "Finanse"`},
		{"tableau_grantee_permissions", acctest.Object{"grantee": "Analysts"}, `AttributeName("grantee"): `},
		{"tableau_default_permissions", acctest.Object{"database_id": estateWarehouse, "content_type": "flow"}, `AttributeName("content_type"): Databases have defaults for tables alone`},
	} {
		results := list(t, p, test.noun, test.config, 1000, false)
		expectRefusal(t, results[0].Diagnostics, test.want)
	}
	for _, test := range []struct {
		noun   string
		config acctest.Object
		want   string
	}{
		{"tableau_permissions", acctest.Object{"content_type": "collection"}, `AttributeName("content_type"): Collections cannot be listed: Tableau has no method that lists collections. Import the permissions of one by its id: collection/LUID.`},
		{"tableau_permissions", acctest.Object{"content_type": "dashboard"}, `AttributeName("content_type"): Invalid Attribute Value Match`},
		{"tableau_permissions", acctest.Object{"project_id": "Finance"}, `AttributeName("project_id"): Invalid Attribute Value Match`},
		{"tableau_default_permissions", acctest.Object{"database_id": estateWarehouse, "project_path": "Finance"}, `AttributeName("database_id"): Invalid Attribute Combination`},
	} {
		expectRefusal(t, p.ValidateList(t, test.noun, test.config), test.want)
	}
}

func TestGranteePermissionsList_hasEveryGranteeWithRules(t *testing.T) {
	t.Parallel()
	site := estateSite(t)
	site.Mock.SetRules(mockserver.RuleSet{ContentType: "workbook", ID: estateSales}, mockserver.Rules{
		"user:ann": {"Read": "Allow", "Write": "Deny"}, "group_set:Partners": {"Read": "Allow"}, "group:" + estateCorpSales: {"Filter": "Allow"},
		"user:" + estateGone: {"Read": "Allow"},
	})
	p := site.Protocol(t.Context(), t, nil)
	const noun = "tableau_grantee_permissions"
	expectTitles(t, p, noun, acctest.Object{"content_type": "workbook", "project_path": "Finance"},
		`group:corp\Sales on workbook "Sales" in Finance`, `group_set:Partners on workbook "Sales" in Finance`,
		`user:ann on workbook "Sales" in Finance`, "user:"+estateGone+` on workbook "Sales" in Finance`)
	expectTitles(t, p, noun, acctest.Object{"project_path": "Finance", "grantee": "group:analysts"},
		`group:Analysts on data source "Orders" in Finance`, `group:Analysts on view "Overview" in Finance`, `group:Analysts on flow "Prep" in Finance`,
		`group:Analysts on database "Warehouse" in Finance`)
	results := list(t, p, noun, acctest.Object{"content_type": "workbook", "grantee": "user:" + estateAnn}, 1000, true)
	if len(titles(t, results)) != 1 {
		t.Fatalf("got %v", results)
	}
	if diff := cmp.Diff(acctest.Object{
		"content_type": "workbook", "content_id": estateSales, "grantee": "user:ann", "capabilities": acctest.Object{"Read": "Allow", "Write": "Deny"},
	}, p.DecodeResource(t, noun, results[0].Resource)); diff != "" {
		t.Errorf("something else was read (-want +got):\n%s", diff)
	}
	identity, err := results[0].Identity.IdentityData.Unmarshal(tftypes.Object{AttributeTypes: map[string]tftypes.Type{
		"content_type": tftypes.String, "content_id": tftypes.String, "grantee": tftypes.String,
	}})
	if err != nil {
		t.Fatal(err)
	}
	if got := identity.String(); !strings.Contains(got, `"grantee":tftypes.String<"user:`+estateAnn+`">`) {
		t.Errorf("another identity: %s", got)
	}
}

func TestGranteePermissionsList_takesOneCallForEachItem(t *testing.T) {
	t.Parallel()
	site := estateSite(t)
	list(t, site.Protocol(t.Context(), t, nil), "tableau_grantee_permissions", acctest.Object{"content_type": "workbook"}, 1000, true)
	if diff := cmp.Diff(map[string]int{
		"GET /sites/{site}/projects": 1, "GET /sites/{site}/workbooks": 1, "GET /sites/{site}/workbooks/{workbook}/permissions": 2,
		"GET /sites/{site}/groups": 1, "GET /serverinfo": 1, "POST /auth/signin": 1,
	}, site.Mock.Requests().ByRoute); diff != "" {
		t.Errorf("other requests (-want +got):\n%s", diff)
	}
}

func TestPermissionsLists_followTheVersion(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{Seed: estate(), APIVersion: "3.8"})
	p := site.Protocol(t.Context(), t, nil)
	expectTitles(t, p, "tableau_permissions", acctest.Object{"project_path": "Finance"},
		`Project "Quarterly" in Finance`, `Workbook "Sales" in Finance`, `Data source "Orders" in Finance`, `View "Overview" in Finance`, `Flow "Prep" in Finance`,
		`Database "Warehouse" in Finance`, `Database "Closed" in Finance`)
	expectTitles(t, p, "tableau_default_permissions", acctest.Object{"project_path": "Finance"},
		"Default permissions for workbooks in Finance", "Default permissions for data sources in Finance", "Default permissions for flows in Finance",
		"Default permissions for data roles in Finance", "Default permissions for databases in Finance", "Default permissions for tables in Finance",
		"Default permissions for metrics in Finance", "Default permissions for Ask Data lenses in Finance")
	for _, noun := range itemLists {
		results := list(t, p, noun, acctest.Object{"content_type": "virtual_connection"}, 1000, false)
		expectRefusal(t, results[0].Diagnostics, `AttributeName("content_type"): Not in this version of Tableau: The permissions of virtual connections need version 3.22`)
	}
}
