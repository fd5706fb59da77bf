package site_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestPluralDataSources_filter(t *testing.T) {
	t.Parallel()
	site := newSite(t)
	late := mockserver.Workbook{ID: nobody, Name: "Later", Owner: "bob"}
	late.CreatedAt = time.Date(2026, 4, 2, 17, 0, 0, 0, time.UTC)
	site.Mock.AddWorkbook(late)
	demo, _ := site.Mock.UserByName("demo")
	everybody, _ := site.Mock.GroupByName("All Users")
	defaultProject, _ := site.Mock.ProjectByName("Default")
	p := site.Protocol(t.Context(), t, nil)
	type object = acctest.Object
	for name, tests := range map[string][]struct {
		config object
		want   []string
	}{
		"workbooks": {
			{object{}, []string{sales, quarterlySales, nobody}},
			{object{"name": "Sales"}, []string{sales, quarterlySales}},
			{object{"name": "sales"}, nil},
			{object{"project_path": "Finance"}, []string{sales}},
			{object{"project_path": "Finance/Quarterly"}, []string{quarterlySales}},
			{object{"project_id": quarterly}, []string{quarterlySales}},
			{object{"project_id": nobody}, nil},
			{object{"owner_id": bob}, []string{nobody}},
			{object{"tag": "Weekly"}, nil},
			{object{"tag": "weekly"}, []string{sales}},
			{object{"created_after": "2026-03-02T17:00:00Z"}, []string{nobody}},
			{object{"created_after": "2026-03-02T17:59:59+01:00"}, []string{sales, quarterlySales, nobody}},
			{object{"updated_after": "2026-03-03T00:00:00Z", "owner_id": ann}, nil},
			{object{"name": "Sales", "project_path": "Finance", "owner_id": ann, "tag": "emea"}, []string{sales}},
		},
		"views": {
			{object{}, []string{overview, quarterlyView}},
			{object{"workbook_id": sales}, []string{overview}},
			{object{"workbook_name": "Sales"}, []string{overview, quarterlyView}},
			{object{"workbook_name": "Sales", "project_path": "Finance/Quarterly"}, []string{quarterlyView}},
			{object{"tag": "weekly"}, []string{overview}},
		},
		"datasources": {{object{}, []string{orders}}, {object{"tag": "weekly"}, []string{orders}}, {object{"project_path": "Default"}, nil}},
		"flows":       {{object{}, []string{prep}}, {object{"tag": "weekly"}, []string{prep}}, {object{"tag": "no"}, nil}, {object{"updated_after": "2026-01-01T00:00:00Z"}, []string{prep}}},
		"projects": {
			{object{}, []string{finance, quarterly, defaultProject.ID}},
			{object{"name": "Quarterly"}, []string{quarterly}},
			{object{"parent_project_id": finance}, []string{quarterly}},
			{object{"owner_id": ann}, []string{finance}},
		},
		"groups": {
			{object{}, []string{financeGroup, directoryGroup, everybody.ID}},
			{object{"name": "Finance", "domain": "example.com"}, []string{directoryGroup}},
			{object{"minimum_site_role": "Viewer"}, []string{financeGroup}},
			{object{"minimum_site_role": "viewer", "domain": "LOCAL"}, []string{financeGroup}},
			{object{"domain": "Example.COM"}, []string{directoryGroup}},
		},
		"users": {
			{object{}, []string{ann, bob, demo.ID}},
			{object{"name": "bob"}, []string{bob}},
			{object{"site_role": "Creator"}, []string{ann}},
			{object{"domain": "local", "site_role": "Viewer"}, []string{bob}},
			{object{"domain": "LOCAL", "site_role": "creator"}, []string{ann}},
		},
	} {
		for _, test := range tests {
			state := found(t, p, "tableau_"+name, test.config)
			got := slices.Sorted(maps.Keys(state[name].(object)))
			slices.Sort(test.want)
			if !slices.Equal(got, test.want) {
				t.Errorf("%s %v: found %v, want %v", name, test.config, got, test.want)
			}
		}
	}
	listed := found(t, p, "tableau_users", object{"name": "ann@example.com"})["users"].(object)[ann].(object)
	if listed["full_name"] != "Ann Example" || listed["email"] != "ann@example.com" || listed["domain"] != "local" {
		t.Errorf("a listed user is %v", listed)
	}
	flow := found(t, p, "tableau_flows", object{})["flows"].(object)[prep].(object)
	if flow["parameters"].(object)["Region"].(object)["id"] != region || flow["project_path"] != "Finance" {
		t.Errorf("a listed flow is %v", flow)
	}
}

// The schema gives the list of views no pages.
func TestViewsDataSource_takesAListWithoutPages(t *testing.T) {
	t.Parallel()
	site := newSite(t)
	site.Mock.SetBehaviour(mockserver.Behaviour{WholeLists: true})
	views := found(t, site.Protocol(t.Context(), t, nil), "tableau_views", acctest.Object{"tag": "weekly"})["views"].(acctest.Object)
	if len(views) != 1 || views[overview] == nil {
		t.Errorf("found %v", views)
	}
}

// TestPluralDataSources_checkWhatTheServiceLetsThrough has a service that
// applies no filter.
func TestPluralDataSources_checkWhatTheServiceLetsThrough(t *testing.T) {
	t.Parallel()
	site := newSite(t)
	everything := `<tsResponse xmlns="http://tableau.com/api"><pagination pageNumber="1" pageSize="1000" totalAvailable="2"/><workbooks>` +
		`<workbook id="` + sales + `" name="Sales" createdAt="2026-03-02T17:00:00Z"><project id="` + finance + `"/><owner id="` + ann + `"/><tags><tag label="weekly"/></tags></workbook>` +
		`<workbook id="` + quarterlySales + `" name="Costs"><location type="PersonalSpace"/></workbook></workbooks></tsResponse>`
	if err := site.Mock.SetFaults(mockserver.Fault{Route: "GET /sites/{site}/workbooks", Status: 200, Body: everything, ContentType: "application/xml"}); err != nil {
		t.Fatal(err)
	}
	p := site.Protocol(t.Context(), t, nil)
	for _, test := range []struct {
		config acctest.Object
		want   []string
	}{
		{acctest.Object{}, []string{sales, quarterlySales}},
		{acctest.Object{"name": "Sales"}, []string{sales}},
		{acctest.Object{"tag": "weekly"}, []string{sales}},
		{acctest.Object{"project_path": "Finance"}, []string{sales}},
		{acctest.Object{"owner_id": ann}, []string{sales}},
		// What shows no time is left to the service.
		{acctest.Object{"created_after": "2026-03-02T17:00:00Z"}, []string{quarterlySales}},
	} {
		state := found(t, p, "tableau_workbooks", test.config)
		if got := slices.Sorted(maps.Keys(state["workbooks"].(acctest.Object))); !slices.Equal(got, test.want) {
			t.Errorf("%v: found %v, want %v", test.config, got, test.want)
		}
	}
	bare := found(t, p, "tableau_workbooks", acctest.Object{})["workbooks"].(acctest.Object)[quarterlySales].(acctest.Object)
	if len(bare) != 3 || bare["id"] != quarterlySales || bare["name"] != "Costs" || len(bare["tags"].([]any)) != 0 {
		t.Errorf("a workbook of which the service shows little is %v", bare)
	}
}

func TestPluralDataSources_work(t *testing.T) {
	t.Parallel()
	site := newSite(t)
	var config strings.Builder
	var checks []statecheck.StateCheck
	for kind, want := range map[string]int64{"workbooks": 2, "views": 2, "datasources": 1, "flows": 1, "projects": 3, "groups": 3, "users": 3} {
		fmt.Fprintf(&config, "data \"tableau_%s\" \"all\" {}\noutput %q {\n  value = length(data.tableau_%s.all.%s)\n}\n", kind, kind, kind, kind)
		checks = append(checks, statecheck.ExpectKnownOutputValue(kind, knownvalue.Int64Exact(want)))
	}
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{{Config: site.Config(config.String()), ConfigStateChecks: checks}}})
}

func TestWorkbooksDataSource_readsThousandsPageByPage(t *testing.T) {
	t.Parallel()
	options := mockserver.Options{}
	for i := range 2500 {
		options.Seed.Workbooks = append(options.Seed.Workbooks, mockserver.Workbook{Name: fmt.Sprintf("Workbook, number %d", i), ContentURL: fmt.Sprint(i)})
	}
	site := acctest.NewMock(t, options)
	p := site.Protocol(t.Context(), t, nil)
	if n := len(found(t, p, "tableau_workbooks", acctest.Object{})["workbooks"].(acctest.Object)); n != 2500 {
		t.Errorf("read %d workbooks, want 2500", n)
	}
	if n := site.Mock.Requests().ByRoute["GET /sites/{site}/workbooks"]; n != 3 {
		t.Errorf("in %d requests, want 3", n)
	}
	if got := found(t, p, "tableau_workbook", acctest.Object{"name": "Workbook, number 2499"}); got["content_url"] != "2499" {
		t.Errorf("found %v", got)
	}
}

func TestDataSources_fetchTheProjectsOnceInARun(t *testing.T) {
	t.Parallel()
	site := newSite(t)
	config := `
provider "tableau" {}
data "tableau_workbook" "by_path" {
  count        = 20
  name         = "Sales"
  project_path = "Finance"
}
data "tableau_project" "by_path" {
  count = 20
  path  = "Finance/Quarterly"
}
data "tableau_projects" "all" {}
data "tableau_flows" "of_finance" {
  project_id = data.tableau_project.by_path[0].parent_project_id
}
`
	cli := site.NewCLI(t, map[string]string{"main.tf": config})
	site.Mock.ResetRequests()
	cli.Succeed("plan", "-input=false")
	if n := site.Mock.Requests().ByRoute["GET /sites/{site}/projects"]; n != 1 {
		t.Errorf("the projects were fetched %d times, want once", n)
	}
}
