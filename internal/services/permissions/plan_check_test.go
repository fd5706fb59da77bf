package permissions

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

const (
	annID       = "aaaaaaaa-0000-4000-8000-000000000001"
	vicID       = "aaaaaaaa-0000-4000-8000-000000000002"
	exploraID   = "aaaaaaaa-0000-4000-8000-000000000003"
	formerID    = "aaaaaaaa-0000-4000-8000-000000000004"
	stewardsID  = "bbbbbbbb-0000-4000-8000-000000000001"
	financeID   = "bbbbbbbb-0000-4000-8000-000000000002"
	partnersID  = "cccccccc-0000-4000-8000-000000000001"
	openID      = "11111111-0000-4000-8000-000000000001"
	lockedID    = "11111111-0000-4000-8000-000000000002"
	innerID     = "11111111-0000-4000-8000-000000000003"
	salesID     = "22222222-0000-4000-8000-000000000001"
	secretID    = "22222222-0000-4000-8000-000000000002"
	tabbedID    = "22222222-0000-4000-8000-000000000003"
	secretOneID = "33333333-0000-4000-8000-000000000001"
	tabOneID    = "33333333-0000-4000-8000-000000000002"
	tabTwoID    = "33333333-0000-4000-8000-000000000003"
	salesOneID  = "33333333-0000-4000-8000-000000000004"
	vaultDBID   = "44444444-0000-4000-8000-000000000001"
	openDBID    = "44444444-0000-4000-8000-000000000002"

	routeProjects = "GET /sites/{site}/projects"
)

// site is a server with a project that everybody may change, and one that is locked.
func site() mockserver.Options {
	return mockserver.Options{Seed: mockserver.Seed{
		Users: []mockserver.User{
			{ID: annID, Name: "ann", SiteRole: "Creator"}, {ID: vicID, Name: "vic", SiteRole: "Viewer"},
			{ID: exploraID, Name: "explora", SiteRole: "Explorer"}, {ID: formerID, Name: "former", SiteRole: "Unlicensed"},
		},
		Tokens:    []mockserver.Token{{Name: "anns", Secret: "hush", User: "ann"}},
		Groups:    []mockserver.Group{{ID: stewardsID, Name: "Stewards", Users: []string{"ann"}}, {ID: financeID, Name: "Finance"}},
		GroupSets: []mockserver.GroupSet{{ID: partnersID, Name: "Partners"}},
		Projects: []mockserver.Project{
			{ID: openID, Name: "Open"}, {ID: lockedID, Name: "Locked", ContentPermissions: "LockedToProject"},
			{ID: innerID, Name: "Inner", Parent: "Locked"},
		},
		Workbooks: []mockserver.Workbook{
			{ID: salesID, Name: "Sales", Project: "Open", HideTabs: true, Views: []mockserver.View{{ID: salesOneID, Name: "One"}}},
			{ID: secretID, Name: "Secret", Project: "Locked/Inner", HideTabs: true, Views: []mockserver.View{{ID: secretOneID, Name: "One"}}},
			{ID: tabbedID, Name: "Tabbed", Project: "Open", Views: []mockserver.View{{ID: tabOneID, Name: "First"}, {ID: tabTwoID, Name: "Second"}}},
		},
		Databases: []mockserver.Database{
			{ID: vaultDBID, Name: "vault", Project: "Open", ContentPermissions: "LockedToDatabase"}, {ID: openDBID, Name: "open", Project: "Open"},
		},
	}}
}

// start gives a mock server and a client of it, signed in as an administrator
// or by a token of the seed.
func start(t *testing.T, options mockserver.Options, token tableau.PersonalAccessToken) (*mockserver.Server, *tableau.Client) {
	t.Helper()
	mock, url := mockserver.Start(t, options)
	client, err := tableau.NewClient(tableau.Config{ServerURL: url, Credentials: token})
	if err != nil {
		t.Fatal(err)
	}
	return mock, client
}

var (
	asAdministrator = tableau.PersonalAccessToken{Name: "demo", Secret: "demo-secret"}
	asAnn           = tableau.PersonalAccessToken{Name: "anns", Secret: "hush"}
)

func workbook(id string) tableau.RulesOf { return tableau.RulesOf{ContentType: "workbook", ID: id} }

func user(id string) tableau.Grantee {
	return tableau.Grantee{Kind: tableau.UserGrantee, ID: id}
}

func group(id string) tableau.Grantee {
	return tableau.Grantee{Kind: tableau.GroupGrantee, ID: id}
}

func groupSet(id string) tableau.Grantee {
	return tableau.Grantee{Kind: tableau.GroupSetGrantee, ID: id}
}

// plan plans rules for an item as the site shows it, or with what test sets of now.
func plan(t *testing.T, client *tableau.Client, of tableau.RulesOf, wanted tableau.Rules, known forms) planned {
	t.Helper()
	now, err := client.Permissions().Read(t.Context(), of)
	if err != nil {
		t.Fatal(err)
	}
	return planned{of: of, at: path.Root("rules"), item: path.Root("content_id"), now: now, wanted: wanted, forms: known}
}

// checked is what a check of a plan says.
func checked(t *testing.T, client *tableau.Client, p planned) []string {
	t.Helper()
	var diags diag.Diagnostics
	checkPlan(t.Context(), client, p, &diags)
	return said(diags)
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCheckPlan_saysNothingOfWhatIsFine(t *testing.T) {
	t.Parallel()
	mock, client := start(t, site(), asAdministrator)
	for _, of := range []tableau.RulesOf{
		workbook(salesID),
		{ContentType: "view", ID: salesOneID},
		{ContentType: "project", ID: openID},
		{ContentType: "project", ID: lockedID}, // It is locked for what is in it.
		{ContentType: "project", ID: lockedID, DefaultFor: "workbook"},
		{ContentType: "database", ID: vaultDBID},
		{ContentType: "database", ID: openDBID, DefaultFor: "table"},
	} {
		wanted := tableau.Rules{group(financeID): {"Read": "Allow"}}
		expect(t, checked(t, client, plan(t, client, of, wanted, forms{group(financeID): "group:Finance"})))
	}
	if n := mock.Requests().ByRoute[routeProjects]; n != 1 {
		t.Errorf("the projects were listed %d times, want once", n)
	}
}
