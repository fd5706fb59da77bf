package site_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestDataSources_withoutRightsToSeePeopleSayWhatToDo(t *testing.T) {
	t.Parallel()
	site := newSite(t)
	advice := "The signed-in user lacks the right to see users and groups, which is an administrator's on most sites. " +
		"Sign in as a site administrator, or write the id in place of the data source."
	p := site.Protocol(t.Context(), t, acctest.Object{"personal_access_token_name": "bob", "personal_access_token_secret": "bob-secret"})
	for name, config := range map[string]acctest.Object{
		"tableau_user": {"name": "ann@example.com"}, "tableau_users": {}, "tableau_group": {"name": "Finance"}, "tableau_groups": {},
	} {
		said := refused(t, p, name, config)
		if !strings.HasPrefix(said, "Cannot list ") || !strings.Contains(said, "was answered with error 403004 (HTTP 403): Forbidden") || !strings.HasSuffix(said, advice) {
			t.Errorf("%s says %s", name, said)
		}
	}
	if said := refused(t, p, "tableau_user", acctest.Object{"id": ann}); !strings.HasPrefix(said, "Cannot read user "+ann+": ") || !strings.HasSuffix(said, advice) {
		t.Error(said)
	}
	if got := found(t, p, "tableau_user", acctest.Object{"id": bob}); got["name"] != "bob" || got["email"] != nil {
		t.Errorf("a user's own account is %v", got)
	}

	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{{
		Config: strings.NewReplacer(`"demo"`, `"bob"`, `"demo-secret"`, `"bob-secret"`).Replace(site.Config(`
data "tableau_group" "finance" {
  name = "Finance"
}`)),
		ExpectError: says("Cannot list groups", "403004", "Sign in as a site administrator, or write the id in place of the data source."),
	}}})
}

// TestDataSources_refusalsOfTheServiceAreNotAbsence has every code that the
// methods' references name, and what a person reads of it.
func TestDataSources_refusalsOfTheServiceAreNotAbsence(t *testing.T) {
	t.Parallel()
	const (
		seen    = "The signed-in user lacks the right to see this. Ask its owner or an administrator for the View capability."
		people  = "The signed-in user lacks the right to see users and groups"
		filters = "The service refuses the filter or the page that was asked for."
		site    = "The site does not exist, or the user may not see it. Check site in the provider's configuration."
		method  = "This server does not know the method."
	)
	kinds := map[string]struct{ route, id, name string }{
		"workbook":   {"workbooks/{workbook}", sales, "Orders"},
		"view":       {"views/{view}", overview, "Regions"},
		"datasource": {"datasources/{datasource}", orders, "Orders"},
		"flow":       {"flows/{flow}", prep, "Prep"},
		"user":       {"users/{user}", ann, "bob"},
	}
	own := map[string]string{"404006": "workbook", "404011": "view", "404004": "datasource", "404027": "flow", "404002": "user"}
	for kind, test := range kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			mock := newSite(t)
			p := mock.Protocol(t.Context(), t, nil)
			forbidden := seen
			if kind == "user" {
				forbidden = people
			}
			read := "GET /sites/{site}/" + test.route
			list, _, _ := strings.Cut(read, "/{"+kind)
			for _, f := range []struct{ route, code, want string }{
				{read, "403004", forbidden},
				{read, "404000", site}, {read, "404003", method},
				{read, "404002", "404002"}, {read, "404004", "404004"}, {read, "404005", "404005"}, {read, "404006", "404006"},
				{read, "404011", "404011"}, {read, "404012", "404012"}, {read, "404027", "404027"}, {read, "405000", "405000"},
				{list, "400006", filters}, {list, "400007", filters}, {list, "400065", filters}, {list, "403014", "403014"}, {list, "403004", forbidden}, {list, "404000", site},
			} {
				setFault(t, mock, mockserver.Fault{Route: f.route, Code: f.code, Summary: "Refused"})
				config := acctest.Object{"id": test.id}
				if f.route == list {
					config = acctest.Object{"name": test.name}
				}
				said := refused(t, p, "tableau_"+kind, config)
				if own[f.code] == kind {
					if !strings.HasPrefix(said, `AttributeName("id"): No such `) {
						t.Errorf("%s of %s says %s", f.code, f.route, said)
					}
					continue
				}
				if !strings.HasPrefix(said, "Cannot ") || !strings.Contains(said, "was answered with error "+f.code+" (HTTP ") || !strings.Contains(said, f.want) {
					t.Errorf("%s of %s says %s", f.code, f.route, said)
				}
			}
		})
	}
}

func TestDataSources_failuresOfListsThatTheyNeedAreSaid(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, route, code string
		config            acctest.Object
		want              string
	}{
		{"tableau_flows", "flows", "403101", acctest.Object{}, "Cannot list flows: GET /sites/{site}/flows was answered with error 403101 (HTTP 403): Refused."},
		{"tableau_workbook", "projects", "403004", acctest.Object{"id": sales}, "Cannot list projects: "},
		{"tableau_workbook", "projects", "403004", acctest.Object{"name": "Sales", "project_path": "Finance"}, "Cannot list projects: "},
		{"tableau_workbooks", "projects", "403004", acctest.Object{"project_id": finance}, "Cannot list projects: "},
		{"tableau_project", "projects", "404000", acctest.Object{"id": finance}, "Cannot list projects: "},
		{"tableau_project", "projects", "404005", acctest.Object{"path": "Finance"}, "Cannot list projects: "},
		{"tableau_group", "groups", "404012", acctest.Object{"id": financeGroup}, "Cannot list groups: "},
		{"tableau_group", "groups", "400065", acctest.Object{"name": "Finance"}, "Cannot list groups: "},
		{"tableau_view", "workbooks", "403004", acctest.Object{"name": "Overview", "workbook_name": "Sales"}, "Cannot list workbooks: "},
		{"tableau_views", "workbooks", "403004", acctest.Object{"workbook_name": "Sales"}, "Cannot list workbooks: "},
	} {
		site := newSite(t)
		p := site.Protocol(t.Context(), t, nil)
		setFault(t, site, mockserver.Fault{Route: "GET /sites/{site}/" + test.route, Code: test.code, Summary: "Refused"})
		if said := refused(t, p, test.name, test.config); !strings.HasPrefix(said, test.want) {
			t.Errorf("%s with %s of %s says %s", test.name, test.code, test.route, said)
		}
	}
}

// TestDataSources_searchesThatFailLaterAreSaid lets the first request of a
// search for an unknown name through.
func TestDataSources_searchesThatFailLaterAreSaid(t *testing.T) {
	t.Parallel()
	for skip := range 3 {
		site := newSite(t)
		p := site.Protocol(t.Context(), t, nil)
		setFault(t, site, mockserver.Fault{Route: "GET /sites/{site}/workbooks", Skip: skip, Code: "403004", Summary: "Refused"})
		said := refused(t, p, "tableau_workbook", acctest.Object{"name": "Costs", "project_path": "Finance"})
		if !strings.HasPrefix(said, "Cannot list workbooks: ") {
			t.Errorf("after %d requests: %s", skip, said)
		}
	}
}

func TestDataSources_onCloudFindTheSame(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{Product: mockserver.ProductCloud, Seed: content()})
	p := site.Protocol(t.Context(), t, acctest.Object{"site": "demo"})
	for name, config := range map[string]acctest.Object{
		"tableau_workbook": {"name": "Sales", "project_path": "Finance/Quarterly"}, "tableau_view": {"name": "Overview", "workbook_id": sales},
		"tableau_datasource": {"name": "Orders"}, "tableau_flow": {"name": "Prep"}, "tableau_project": {"path": "Finance"},
		"tableau_group": {"name": "Finance", "domain": "local"}, "tableau_user": {"name": "ANN@example.com"},
	} {
		if got := found(t, p, name, config); got["id"] == nil {
			t.Errorf("%s: found %v", name, got)
		}
	}
}

func TestDataSources_ofAConnectedAppNeedTheirScope(t *testing.T) {
	t.Parallel()
	seed := content()
	seed.ConnectedApps = []mockserver.ConnectedApp{{ClientID: "app", Secrets: map[string]string{"one": "its secret value"}}}
	site := acctest.NewMock(t, mockserver.Options{Seed: seed})
	p := acctest.NewProtocol(t)
	acctest.FailOn(t, p.Configure(t.Context(), t, acctest.Object{"server_url": site.URL, "product": "server", "connected_app": acctest.Object{
		"client_id": "app", "secret_id": "one", "secret_value": "its secret value", "username": "demo", "scopes": []any{"tableau:content:read"},
	}}))
	if got := found(t, p, "tableau_workbook", acctest.Object{"name": "Sales", "project_path": "Finance"}); got["id"] != sales {
		t.Errorf("found %v", got)
	}
	said := refused(t, p, "tableau_user", acctest.Object{"name": "bob"})
	if !strings.HasPrefix(said, "Cannot list users: ") || !strings.Contains(said, "401002") || !strings.Contains(said, "The sign-in probably lacks a scope") {
		t.Error(said)
	}
}

func setFault(t *testing.T, site *acctest.Site, fault mockserver.Fault) {
	t.Helper()
	if err := site.Mock.SetFaults(fault); err != nil {
		t.Fatal(err)
	}
}
