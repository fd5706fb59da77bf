package mockserver_test

import (
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const (
	onDefaultSite = "/sites/" + defaultSiteID
	noSuchID      = "00000000-0000-0000-0000-0000000000ff"
)

// library is a server with one of each kind of content on its default site.
const library = `{
  "sites": [
    {"id": "00000000-0000-0000-0000-00000000000a", "name": "Default"},
    {"id": "00000000-0000-0000-0000-00000000000b", "name": "Finance", "content_url": "finance"}
  ],
  "users": [
    {"id": "00000000-0000-0000-0000-0000000000a1", "name": "ann", "full_name": "Ann Lee", "site_role": "Explorer"},
    {"id": "00000000-0000-0000-0000-0000000000a2", "name": "vic@corp.example", "no_email": true, "sites": [""], "domain": "corp"}
  ],
  "tokens": [{"name": "ann-token", "secret": "ann-secret", "user": "ann"}],
  "projects": [
    {"id": "00000000-0000-0000-0000-0000000000e0", "name": "Default"},
    {"id": "00000000-0000-0000-0000-0000000000e1", "name": "Finance", "owner": "ann", "description": "Money", "content_permissions": "LockedToProject"},
    {"id": "00000000-0000-0000-0000-0000000000e2", "name": "Quarterly", "parent": "Finance"}
  ],
  "groups": [
    {"id": "00000000-0000-0000-0000-0000000000f0", "name": "All Users"},
    {"id": "00000000-0000-0000-0000-0000000000f1", "name": "Analysts", "domain": "corp", "minimum_site_role": "Explorer", "users": ["ann"]}
  ],
  "workbooks": [
    {"id": "00000000-0000-0000-0000-0000000000d1", "name": "Sales 2026", "project": "Finance/Quarterly", "owner": "ann", "description": "All of it",
     "tags": ["east"], "hide_tabs": true, "created_at": "2026-01-02T03:04:05Z", "updated_at": "2026-02-02T03:04:05Z",
     "views": [
       {"id": "00000000-0000-0000-0000-0000000000d2", "name": "Over view", "tags": ["top"]},
       {"id": "00000000-0000-0000-0000-0000000000d3", "name": "Map", "sheet_type": "dashboard", "hidden": true}
     ]},
    {"id": "00000000-0000-0000-0000-0000000000d4", "name": "sales 2026", "no_extracts": true}
  ],
  "datasources": [
    {"id": "00000000-0000-0000-0000-0000000000d5", "name": "Orders", "project": "00000000-0000-0000-0000-0000000000e1", "certified": true,
     "certification_note": "checked", "type": "sqlserver"}
  ],
  "flows": [
    {"id": "00000000-0000-0000-0000-0000000000d6", "name": "Clean", "owner": "ann", "tags": ["nightly"],
     "parameters": [
       {"id": "00000000-0000-0000-0000-0000000000b1", "name": "Region", "values": ["North", "South"], "required": true},
       {"id": "00000000-0000-0000-0000-0000000000b2", "name": "Rows", "type": "integer", "value": "5", "min": "1", "max": "10"},
       {"id": "00000000-0000-0000-0000-0000000000b3", "name": "Note", "description": "free"}
     ],
     "output_steps": [{"id": "00000000-0000-0000-0000-0000000000c1", "name": "Out"}]},
    {"id": "00000000-0000-0000-0000-0000000000d7", "name": "Plain"}
  ]
}`

func libraryOptions(t *testing.T) mockserver.Options {
	t.Helper()
	seed, err := mockserver.ReadSeed(strings.NewReader(library))
	if err != nil {
		t.Fatal(err)
	}
	return mockserver.Options{Seed: seed}
}

func startLibrary(t *testing.T) (*mockserver.Server, caller) {
	t.Helper()
	return start(t, libraryOptions(t))
}

// demoID and annID are the users of the library.
func demoID(t *testing.T, server *mockserver.Server) string {
	t.Helper()
	demo, found := server.UserByName("demo")
	if !found {
		t.Fatal("there is no user demo")
	}
	return demo.ID
}

const someStamps = ` createdAt="2026-03-02T17:00:00Z" updatedAt="2026-03-02T17:00:00Z"`

func TestProjects_list(t *testing.T) {
	t.Parallel()
	server, c := startLibrary(t)
	demo := demoID(t, server)
	wantInner(t, c.api("GET", onDefaultSite+"/projects", ""), `<pagination pageNumber="1" pageSize="100" totalAvailable="3"/><projects>`+
		`<project id="00000000-0000-0000-0000-0000000000e0" name="Default" description=""`+someStamps+
		` contentPermissions="ManagedByOwner"><owner id="`+demo+`"/></project>`+
		`<project id="00000000-0000-0000-0000-0000000000e1" name="Finance" description="Money"`+someStamps+` contentPermissions="LockedToProject">`+
		`<owner id="00000000-0000-0000-0000-0000000000a1"/></project>`+
		`<project id="00000000-0000-0000-0000-0000000000e2" name="Quarterly" description=""`+someStamps+` contentPermissions="LockedToProject" `+
		`parentProjectId="00000000-0000-0000-0000-0000000000e1" controllingPermissionsProjectId="00000000-0000-0000-0000-0000000000e1">`+
		`<owner id="`+demo+`"/></project>`+
		`</projects>`)
}

const (
	listedSales = `<workbook id="00000000-0000-0000-0000-0000000000d1" name="Sales 2026" description="All of it" contentUrl="Sales2026" ` +
		`webpageUrl="https://tableau.example.com/#/workbooks/00000000-0000-0000-0000-0000000000d1" showTabs="false" size="1" sheetCount="2" hasExtracts="true" ` +
		`createdAt="2026-01-02T03:04:05Z" updatedAt="2026-02-02T03:04:05Z" defaultViewId="00000000-0000-0000-0000-0000000000d2">` +
		`<project id="00000000-0000-0000-0000-0000000000e2" name="Quarterly"/><owner id="00000000-0000-0000-0000-0000000000a1" name="ann"/>` +
		`<tags><tag label="east"/></tags>`
	overview = `<view id="00000000-0000-0000-0000-0000000000d2" name="Over view" contentUrl="Sales2026/sheets/Overview" createdAt="2026-01-02T03:04:05Z" ` +
		`updatedAt="2026-02-02T03:04:05Z" viewUrlName="Overview" sheetType="worksheet">`
	hiddenMap = `<view id="00000000-0000-0000-0000-0000000000d3" name="Map" contentUrl="Sales2026/sheets/Map" createdAt="2026-01-02T03:04:05Z" ` +
		`updatedAt="2026-02-02T03:04:05Z" viewUrlName="Map" sheetType="dashboard" hidden="true">`
	aroundView = `<workbook id="00000000-0000-0000-0000-0000000000d1"/><owner id="00000000-0000-0000-0000-0000000000a1"/>` +
		`<project id="00000000-0000-0000-0000-0000000000e2"/>`
)

func TestWorkbooks_listAndGet(t *testing.T) {
	t.Parallel()
	server, c := startLibrary(t)
	wantInner(t, c.api("GET", onDefaultSite+"/workbooks", ""), `<pagination pageNumber="1" pageSize="100" totalAvailable="2"/><workbooks>`+
		listedSales+`</workbook><workbook id="00000000-0000-0000-0000-0000000000d4" name="sales 2026" description="" contentUrl="sales2026" `+
		`webpageUrl="https://tableau.example.com/#/workbooks/00000000-0000-0000-0000-0000000000d4" showTabs="true" size="1" sheetCount="0" hasExtracts="false"`+
		someStamps+`><project id="00000000-0000-0000-0000-0000000000e0" name="Default"/>`+
		`<owner id="`+demoID(t, server)+`" name="demo"/><tags/></workbook></workbooks>`)
	wantInner(t, c.api("GET", onDefaultSite+"/workbooks/00000000-0000-0000-0000-0000000000d1", ""),
		listedSales+`<views>`+overview+`<tags><tag label="top"/></tags></view>`+hiddenMap+`<tags/></view></views></workbook>`)
	wantInner(t, c.api("GET", onDefaultSite+"/workbooks/00000000-0000-0000-0000-0000000000d1/views", ""),
		`<views>`+overview+`<tags><tag label="top"/></tags></view>`+hiddenMap+`<tags/></view></views>`)
}

func TestViews_listAndGet(t *testing.T) {
	t.Parallel()
	_, c := startLibrary(t)
	wantInner(t, c.api("GET", onDefaultSite+"/views", ""), `<pagination pageNumber="1" pageSize="100" totalAvailable="2"/><views>`+
		overview+aroundView+`<tags><tag label="top"/></tags></view>`+hiddenMap+aroundView+`<tags/></view></views>`)
	wantInner(t, c.api("GET", onDefaultSite+"/views/00000000-0000-0000-0000-0000000000d3", ""), hiddenMap+aroundView+`<tags/></view>`)
	wantRefusal(t, c.send("GET", "/api/2.8"+onDefaultSite+"/views/00000000-0000-0000-0000-0000000000d3", ""), 404, "404003")
}

func TestDatasources_listAndGet(t *testing.T) {
	t.Parallel()
	server, c := startLibrary(t)
	orders := `<datasource id="00000000-0000-0000-0000-0000000000d5" name="Orders" description="" contentUrl="Orders" ` +
		`webpageUrl="https://tableau.example.com/#/datasources/00000000-0000-0000-0000-0000000000d5" type="sqlserver" size="1" hasExtracts="true" ` +
		`isCertified="true" certificationNote="checked"` + someStamps + `><project id="00000000-0000-0000-0000-0000000000e1" name="Finance"/>` +
		`<owner id="` + demoID(t, server) + `"/><tags/></datasource>`
	wantInner(t, c.api("GET", onDefaultSite+"/datasources", ""),
		`<pagination pageNumber="1" pageSize="100" totalAvailable="1"/><datasources>`+orders+`</datasources>`)
	wantInner(t, c.api("GET", onDefaultSite+"/datasources/00000000-0000-0000-0000-0000000000d5", ""), orders)
}

const cleanFlow = `<flow id="00000000-0000-0000-0000-0000000000d6" name="Clean" description="" ` +
	`webpageUrl="https://tableau.example.com/#/flows/00000000-0000-0000-0000-0000000000d6" fileType="tflx"` + someStamps +
	`><project id="00000000-0000-0000-0000-0000000000e0" name="Default"/><owner id="00000000-0000-0000-0000-0000000000a1"/><tags><tag label="nightly"/></tags>`

func TestFlows_getShowsParametersAndOutputSteps(t *testing.T) {
	t.Parallel()
	_, c := startLibrary(t)
	wantInner(t, c.api("GET", onDefaultSite+"/flows/00000000-0000-0000-0000-0000000000d6", ""),
		`<flowOutputSteps><flowOutputStep id="00000000-0000-0000-0000-0000000000c1" name="Out"/></flowOutputSteps>`+cleanFlow+`<parameters>`+
			`<parameter id="00000000-0000-0000-0000-0000000000b1" type="string" name="Region" description="" value="" isRequired="true">`+
			`<domain xsi:type="flowParameterListDomainType" domainType="list"><values><value>North</value><value>South</value></values></domain></parameter>`+
			`<parameter id="00000000-0000-0000-0000-0000000000b2" type="integer" name="Rows" description="" value="5" isRequired="false">`+
			`<domain xsi:type="flowParameterRangeDomainType" domainType="range" minValue="1" maxValue="10"/></parameter>`+
			`<parameter id="00000000-0000-0000-0000-0000000000b3" type="string" name="Note" description="free" value="" isRequired="false">`+
			`<domain xsi:type="flowParameterAnyDomainType" domainType="all"/></parameter></parameters></flow>`)
	got := c.api("GET", onDefaultSite+"/flows", "").inner(t)
	if !strings.HasPrefix(got, `<pagination pageNumber="1" pageSize="100" totalAvailable="2"/><flows>`+cleanFlow) || strings.Contains(got, "flowOutputStep") {
		t.Errorf("the list is %s", got)
	}
}

func TestFlows_parametersAreHiddenWhereTheSiteDoesNotAllowThem(t *testing.T) {
	t.Parallel()
	o := libraryOptions(t)
	o.Behaviour.FlowParametersDisabled = true
	_, c := start(t, o)
	wantInner(t, c.api("GET", onDefaultSite+"/flows/00000000-0000-0000-0000-0000000000d6", ""),
		`<flowOutputSteps><flowOutputStep id="00000000-0000-0000-0000-0000000000c1" name="Out"/></flowOutputSteps>`+cleanFlow+`</flow>`)
}

func TestContent_whatIsNotThereHasItsOwnCode(t *testing.T) {
	t.Parallel()
	_, c := startLibrary(t)
	for path, code := range map[string]string{
		"/workbooks/" + noSuchID:            "404006",
		"/workbooks/" + noSuchID + "/views": "404006",
		"/views/" + noSuchID:                "404011",
		"/datasources/" + noSuchID:          "404004",
		"/flows/" + noSuchID:                "404027",
		"/users/" + noSuchID:                "404002",
		"/jobs/" + noSuchID:                 "404018",
		"/flows/runs/" + noSuchID:           "404036",
	} {
		wantRefusal(t, c.api("GET", onDefaultSite+path, ""), 404, code)
	}
	for _, path := range []string{"/projects", "/workbooks", "/views", "/datasources", "/flows", "/users", "/groups", "/jobs", "/flows/runs"} {
		wantRefusal(t, c.api("GET", "/sites/"+noSuchID+path, ""), 404, "404000")
	}
}

func TestContent_belongsToItsSite(t *testing.T) {
	t.Parallel()
	_, c := startLibrary(t)
	onFinance := "/sites/" + financeSiteID
	for path, code := range map[string]string{
		"/workbooks/00000000-0000-0000-0000-0000000000d1":   "404006",
		"/views/00000000-0000-0000-0000-0000000000d2":       "404011",
		"/datasources/00000000-0000-0000-0000-0000000000d5": "404004",
		"/flows/00000000-0000-0000-0000-0000000000d6":       "404027",
		"/users/00000000-0000-0000-0000-0000000000a2":       "404002",
	} {
		wantRefusal(t, c.api("GET", onFinance+path, ""), 404, code)
	}
	wantInner(t, c.api("GET", onFinance+"/workbooks", ""), `<pagination pageNumber="1" pageSize="100" totalAvailable="0"/><workbooks/>`)
	if got := c.api("GET", onFinance+"/projects", "").inner(t); !strings.Contains(got, `totalAvailable="1"`) || !strings.Contains(got, `name="Default"`) {
		t.Errorf("the other site's projects are %s", got)
	}
}

func TestContent_changesBehindTheClientsBacks(t *testing.T) {
	t.Parallel()
	server, c := startLibrary(t)
	id := server.AddWorkbook(mockserver.Workbook{Name: "New", Project: "Finance", Views: []mockserver.View{{Name: "One"}}})
	got := c.api("GET", onDefaultSite+"/workbooks/"+id, "").inner(t)
	if !strings.Contains(got, `name="Finance"`) || !strings.Contains(got, `contentUrl="New/sheets/One"`) {
		t.Errorf("the new workbook is %s", got)
	}
	if !server.UpdateWorkbook(id, func(w *mockserver.Workbook) { w.Name, w.Project = "Newer", "" }) {
		t.Fatal("the workbook was not found")
	}
	if got := c.api("GET", onDefaultSite+"/workbooks/"+id, "").inner(t); !strings.Contains(got, `name="Newer"`) || !strings.Contains(got, `name="Default"`) {
		t.Errorf("the moved workbook is %s", got)
	}
	if found, _ := server.WorkbookByName("Newer"); found.ID != id {
		t.Errorf("found %+v", found)
	}
	if !server.DeleteWorkbook(id) || server.DeleteWorkbook(id) || server.UpdateWorkbook(id, func(*mockserver.Workbook) {}) {
		t.Error("the workbook is not deleted once")
	}
	wantRefusal(t, c.api("GET", onDefaultSite+"/workbooks/"+id, ""), 404, "404006")
}

func TestContent_goesWithItsProject(t *testing.T) {
	t.Parallel()
	server, c := startLibrary(t)
	finance, _ := server.ProjectByName("Finance")
	if !server.DeleteProject(finance.ID) {
		t.Fatal("there was no such project")
	}
	wantRefusal(t, c.api("GET", onDefaultSite+"/workbooks/00000000-0000-0000-0000-0000000000d1", ""), 404, "404006")
	wantRefusal(t, c.api("GET", onDefaultSite+"/datasources/00000000-0000-0000-0000-0000000000d5", ""), 404, "404004")
	if _, found := server.ProjectByName("Quarterly"); found {
		t.Error("the project in it is still there")
	}
	wantStatus(t, c.api("GET", onDefaultSite+"/flows/00000000-0000-0000-0000-0000000000d6", ""), 200)
}

func TestContent_namingWhatIsNotThereIsAMistakeOfTheTest(t *testing.T) {
	t.Parallel()
	server, _ := startLibrary(t)
	defer func() {
		want := `mockserver: flow "x": there is no project "Finance/Yearly" on the site with the content_url "" (a project comes after the one around it)`
		if got := recover(); got != want {
			t.Errorf("panicked with %v, want %s", got, want)
		}
	}()
	server.AddFlow(mockserver.Flow{Name: "x", Project: "Finance/Yearly"})
}
