package mockserver_test

import (
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// The ids of vault.
const (
	vaultSite     = "/sites/00000000-0000-0000-0000-00000000000a"
	annInVaultID  = "00000000-0000-0000-0000-0000000000a1"
	eveInVaultID  = "00000000-0000-0000-0000-0000000000a2"
	partnersID    = "00000000-0000-0000-0000-0000000000f2"
	vaultHomeID   = "00000000-0000-0000-0000-0000000000e0"
	vaultID       = "00000000-0000-0000-0000-0000000000e1"
	vaultNestedID = "00000000-0000-0000-0000-0000000000e2"
	vaultBookID   = "00000000-0000-0000-0000-0000000000d1"
	vaultSheetID  = "00000000-0000-0000-0000-0000000000d2"
	vaultSourceID = "00000000-0000-0000-0000-0000000000d3"
	vaultFlowID   = "00000000-0000-0000-0000-0000000000d4"
	vaultBaseID   = "00000000-0000-0000-0000-0000000000d5"
	vaultTableID  = "00000000-0000-0000-0000-0000000000d6"
	vaultLinkID   = "00000000-0000-0000-0000-0000000000d7"
	vaultListID   = "00000000-0000-0000-0000-0000000000d8"
)

// vault is one item of every type of content, all of them ann's and without rules, in a project of demo's.
const vault = `{
  "sites": [{"id": "00000000-0000-0000-0000-00000000000a", "name": "Vault", "content_url": "URL"}],
  "users": [
    {"id": "00000000-0000-0000-0000-0000000000a1", "name": "ann", "site_role": "Creator"},
    {"id": "00000000-0000-0000-0000-0000000000a2", "name": "eve", "site_role": "Explorer"},
    {"id": "00000000-0000-0000-0000-0000000000a3", "name": "bob", "site_role": "Viewer"}
  ],
  "tokens": [
    {"name": "ann-token", "secret": "s", "user": "ann"}, {"name": "eve-token", "secret": "s", "user": "eve"},
    {"name": "bob-token", "secret": "s", "user": "bob"}
  ],
  "groups": [
    {"id": "00000000-0000-0000-0000-0000000000f0", "name": "All Users"},
    {"id": "00000000-0000-0000-0000-0000000000f1", "name": "Analysts", "users": ["eve"]}
  ],
  "group_sets": [{"id": "00000000-0000-0000-0000-0000000000f2", "name": "Partners", "groups": ["Analysts"]}],
  "projects": [
    {"id": "00000000-0000-0000-0000-0000000000e0", "name": "Default"},
    {"id": "00000000-0000-0000-0000-0000000000e1", "name": "Vault"},
    {"id": "00000000-0000-0000-0000-0000000000e2", "name": "Nested", "parent": "Vault"}
  ],
  "permissions": [
    {"content_type": "project", "content": "Vault", "rules": {}},
    {"content_type": "project", "content": "Vault/Nested", "rules": {}},
    {"content_type": "project", "content": "Vault", "default_for": "workbook", "rules": {}},
    {"content_type": "project", "content": "Vault", "default_for": "datasource", "rules": {}},
    {"content_type": "project", "content": "Vault", "default_for": "flow", "rules": {}},
    {"content_type": "project", "content": "Vault", "default_for": "database", "rules": {}},
    {"content_type": "project", "content": "Vault", "default_for": "table", "rules": {}},
    {"content_type": "project", "content": "Vault", "default_for": "virtual_connection", "rules": {}},
    {"content_type": "project", "content": "Vault/Nested", "default_for": "workbook", "rules": {}}
  ],
  "workbooks": [{"id": "00000000-0000-0000-0000-0000000000d1", "name": "Book", "project": "Vault", "owner": "ann", "hide_tabs": true,
    "views": [{"id": "00000000-0000-0000-0000-0000000000d2", "name": "Sheet"}]}],
  "datasources": [{"id": "00000000-0000-0000-0000-0000000000d3", "name": "Source", "project": "Vault", "owner": "ann"}],
  "flows": [{"id": "00000000-0000-0000-0000-0000000000d4", "name": "Flow", "project": "Vault", "owner": "ann"}],
  "databases": [{"id": "00000000-0000-0000-0000-0000000000d5", "name": "Base", "project": "Vault", "owner": "ann"}],
  "tables": [{"id": "00000000-0000-0000-0000-0000000000d6", "name": "Table", "database": "Base"}],
  "virtual_connections": [{"id": "00000000-0000-0000-0000-0000000000d7", "name": "Link", "project": "Vault", "owner": "ann"}],
  "collections": [{"id": "00000000-0000-0000-0000-0000000000d8", "name": "List", "owner": "ann"}]
}`

func vaultOptions(t *testing.T, product mockserver.Product, b mockserver.Behaviour) mockserver.Options {
	t.Helper()
	contentURL := ""
	if product == mockserver.ProductCloud {
		contentURL = "demo"
	}
	seed, err := mockserver.ReadSeed(strings.NewReader(strings.Replace(vault, "URL", contentURL, 1)))
	if err != nil {
		t.Fatal(err)
	}
	return mockserver.Options{Product: product, Seed: seed, Behaviour: b}
}

func startVault(t *testing.T, b mockserver.Behaviour) (*mockserver.Server, caller) {
	t.Helper()
	return start(t, vaultOptions(t, mockserver.ProductServer, b))
}

// permissionsBody is a request with blocks for grantees.
func permissionsBody(blocks ...string) string {
	return "<tsRequest><permissions>" + strings.Join(blocks, "") + "</permissions></tsRequest>"
}

// can is a block: to is "user" and the like, each capability is written "Read Allow".
func can(to, id string, capabilities ...string) string {
	block := `<granteeCapabilities><` + to + ` id="` + id + `"/><capabilities>`
	for _, one := range capabilities {
		name, mode, _ := strings.Cut(one, " ")
		block += `<capability name="` + name + `" mode="` + mode + `"/>`
	}
	return block + `</capabilities></granteeCapabilities>`
}

// Where the rules of the vault's items are, and the element that stands for each item in them.
var vaultItems = map[string]struct{ path, element, capability string }{
	"project":    {"/projects/" + vaultID, `<project id="` + vaultID + `" name="Vault"><owner id="DEMO"/></project>`, "Write"},
	"workbook":   {"/workbooks/" + vaultBookID, `<workbook id="` + vaultBookID + `" name="Book"><owner id="` + annInVaultID + `"/></workbook>`, "ShareView"},
	"view":       {"/views/" + vaultSheetID, `<view id="` + vaultSheetID + `" name="Sheet"><owner id="` + annInVaultID + `"/></view>`, "Filter"},
	"datasource": {"/datasources/" + vaultSourceID, `<datasource id="` + vaultSourceID + `" name="Source"><owner id="` + annInVaultID + `"/></datasource>`, "SaveAs"},
	"flow":       {"/flows/" + vaultFlowID, `<flow id="` + vaultFlowID + `" name="Flow"><owner id="` + annInVaultID + `"/></flow>`, "Execute"},
	"database":   {"/databases/" + vaultBaseID, `<database id="` + vaultBaseID + `" name="Base"/>`, "ChangeHierarchy"},
	"table":      {"/tables/" + vaultTableID, `<table id="` + vaultTableID + `" name="Table"/>`, "Write"},
	"virtual_connection": {
		"/virtualConnections/" + vaultLinkID,
		`<virtualConnection id="` + vaultLinkID + `" name="Link"><owner id="` + annInVaultID + `"/></virtualConnection>`, "Connect",
	},
	"virtual_connection in small letters": {
		"/virtualconnections/" + vaultLinkID,
		`<virtualConnection id="` + vaultLinkID + `" name="Link"><owner id="` + annInVaultID + `"/></virtualConnection>`, "Connect",
	},
	"collection": {"/collections/" + vaultListID, `<collection id="` + vaultListID + `" name="List"><owner id="` + annInVaultID + `"/></collection>`, "Write"},
}

func TestPermissions_ofEveryContentTypeAreAddedListedAndDeleted(t *testing.T) {
	t.Parallel()
	for name, one := range vaultItems {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, c := startVault(t, mockserver.Behaviour{})
			element := strings.Replace(one.element, "DEMO", demoID(t, server), 1)
			at := vaultSite + one.path + "/permissions"
			wantInner(t, c.api("GET", at, ""), `<permissions>`+element+`</permissions>`)

			added := permissionsBody(
				can("user", annInVaultID, "Read Allow"), can("group", analystsID, one.capability+" Deny", "Read Allow"),
				can("groupSet", partnersID, "Read Deny"), can("user", annInVaultID, one.capability+" Allow"))
			want := `<permissions>` + element +
				can("user", annInVaultID, "Read Allow", one.capability+" Allow") + can("group", analystsID, one.capability+" Deny", "Read Allow") +
				can("groupSet", partnersID, "Read Deny") + `</permissions>`
			answered := c.api("PUT", at, added)
			wantStatus(t, answered, 200)
			wantInner(t, answered, want)
			wantInner(t, c.api("PUT", at, added), want)
			wantInner(t, c.api("GET", at, ""), want)

			for _, gone := range []string{
				"/users/" + annInVaultID + "/Read/Allow", "/groups/" + analystsID + "/" + one.capability + "/Deny", "/groupSets/" + partnersID + "/Read/Deny",
			} {
				wantStatus(t, c.api("DELETE", at+gone, ""), 204)
			}
			wantInner(t, c.api("GET", at, ""), `<permissions>`+element+can("group", analystsID, "Read Allow")+can("user", annInVaultID, one.capability+" Allow")+
				`</permissions>`)
		})
	}
}

func TestPermissions_areReplacedWhereTheContentTypeHasTheMethod(t *testing.T) {
	t.Parallel()
	for name, one := range vaultItems {
		_, c := startVault(t, mockserver.Behaviour{})
		at := vaultSite + one.path + "/permissions"
		wantStatus(t, c.api("PUT", at, permissionsBody(can("user", annInVaultID, "Read Deny"), can("group", analystsID, "Read Allow"))), 200)
		answered := c.api("POST", at, permissionsBody(can("user", annInVaultID, "Read Allow")))
		switch name {
		case "project", "workbook", "view", "datasource", "flow":
			if answered.status != 200 || !strings.HasSuffix(answered.inner(t), `>`+can("user", annInVaultID, "Read Allow")+`</permissions>`) ||
				strings.Contains(answered.body, analystsID) {
				t.Errorf("%s: answered %d %s", name, answered.status, answered.body)
			}
			wantRefusal(t, c.send("POST", "/api/3.22"+at, permissionsBody(can("user", annInVaultID, "Read Deny"))), 405, "405000")
		default:
			wantRefusal(t, answered, 405, "405000")
		}
	}
}

// The types of default permissions, the first version of each, and a capability of each.
var defaultTypes = map[string]struct{ since, capability string }{
	"workbooks": {"2.1", "ExportImage"}, "datasources": {"2.1", "Connect"}, "flows": {"3.3", "Execute"}, "dataroles": {"3.3", "Write"},
	"databases": {"3.6", "Write"}, "tables": {"3.6", "ChangePermissions"}, "virtualconnections": {"3.23", "Delete"},
}

func TestDefaultPermissions_ofProjects(t *testing.T) {
	t.Parallel()
	server, c := startVault(t, mockserver.Behaviour{})
	element := `<project id="` + vaultNestedID + `" name="Nested"><owner id="` + demoID(t, server) + `"/></project>`
	for name, one := range defaultTypes {
		at := vaultSite + "/projects/" + vaultNestedID + "/default-permissions/" + name
		wantInner(t, c.api("POST", at, permissionsBody(can("group", analystsID, "Read Allow"))),
			`<permissions>`+element+can("group", analystsID, "Read Allow")+`</permissions>`)
		wantStatus(t, c.api("PUT", at, permissionsBody(`<project id="`+vaultNestedID+`"/>`, can("group", analystsID, one.capability+" Deny"))), 200)
		wantStatus(t, c.api("DELETE", at+"/groups/"+analystsID+"/Read/Allow", ""), 204)
		wantInner(t, c.api("GET", at, ""), `<permissions>`+element+can("group", analystsID, one.capability+" Deny")+`</permissions>`)
		wantStatus(t, c.send("GET", "/api/"+one.since+at, ""), 200)
	}
	for _, retired := range []string{"metrics", "lenses"} {
		wantRefusal(t, c.api("GET", vaultSite+"/projects/"+vaultNestedID+"/default-permissions/"+retired, ""), 404, "404003")
	}
}

func TestDefaultPermissions_ofMetricsAndLensesEndWithAPI321(t *testing.T) {
	t.Parallel()
	o := vaultOptions(t, mockserver.ProductServer, mockserver.Behaviour{})
	o.APIVersion = "3.21"
	o.Seed.Permissions, o.Seed.GroupSets, o.Seed.VirtualConnections = nil, nil, nil
	_, c := start(t, o)
	for _, retired := range []string{"metrics", "lenses"} {
		at := "/api/3.21" + vaultSite + "/projects/" + vaultID + "/default-permissions/" + retired
		wantStatus(t, c.send("PUT", at, permissionsBody(can("user", annInVaultID, "ChangeHierarchy Allow"))), 200)
		wantStatus(t, c.send("DELETE", at+"/users/"+annInVaultID+"/ChangeHierarchy/Allow", ""), 204)
	}
}

func TestPermissions_ofLensesWereOnCloudUntilAPI321(t *testing.T) {
	t.Parallel()
	for product, code := range map[mockserver.Product]string{mockserver.ProductCloud: "404046", mockserver.ProductServer: "404003"} {
		o := vaultOptions(t, product, mockserver.Behaviour{})
		o.APIVersion = "3.21"
		o.Seed.Permissions, o.Seed.GroupSets, o.Seed.VirtualConnections = nil, nil, nil
		_, c := start(t, o)
		lens := "/api/3.21" + vaultSite + "/lenses/" + noSuchID + "/permissions"
		wantRefusal(t, c.send("GET", lens, ""), 404, code)
		wantRefusal(t, c.send("GET", strings.Replace(lens, "3.21", "3.15", 1), ""), 404, "404003")
	}
	_, c := start(t, vaultOptions(t, mockserver.ProductCloud, mockserver.Behaviour{}))
	wantRefusal(t, c.api("GET", vaultSite+"/lenses/"+noSuchID+"/permissions", ""), 404, "404003")
}

func TestDefaultPermissions_ofADatabaseAreForItsTables(t *testing.T) {
	t.Parallel()
	_, c := startVault(t, mockserver.Behaviour{})
	at := vaultSite + "/databases/" + vaultBaseID + "/default-permissions/tables"
	wantInner(t, c.api("GET", at, ""), `<permissions><database id="`+vaultBaseID+`" name="Base"/></permissions>`)
	wantStatus(t, c.api("PUT", at, permissionsBody(can("group", analystsID, "Read Allow", "Write Deny"))), 200)
	wantStatus(t, c.api("DELETE", at+"/groups/"+analystsID+"/Read/Allow", ""), 204)
	wantInner(t, c.api("GET", at, ""), `<permissions><database id="`+vaultBaseID+`" name="Base"/>`+can("group", analystsID, "Write Deny")+`</permissions>`)
	wantRefusal(t, c.api("POST", at, permissionsBody(can("group", analystsID, "Read Allow"))), 405, "405000")
	wantRefusal(t, c.api("GET", vaultSite+"/databases/"+noSuchID+"/default-permissions/tables", ""), 404, "404003")
	wantRefusal(t, c.send("GET", "/api/3.4"+at, ""), 404, "404003")
	wantInner(t, c.api("GET", vaultSite+"/tables/"+vaultTableID+"/permissions", ""), `<permissions><table id="`+vaultTableID+`" name="Table"/></permissions>`)
}

func TestPermissions_haveAFirstVersion(t *testing.T) {
	t.Parallel()
	_, c := startVault(t, mockserver.Behaviour{})
	for name, versions := range map[string]struct{ before, first string }{
		"view": {"3.1", "3.2"}, "flow": {"3.2", "3.3"}, "database": {"3.4", "3.5"}, "table": {"3.4", "3.5"}, "virtual_connection": {"3.21", "3.22"},
	} {
		at := vaultSite + vaultItems[name].path + "/permissions"
		wantRefusal(t, c.send("GET", "/api/"+versions.before+at, ""), 404, "404003")
		wantStatus(t, c.send("GET", "/api/"+versions.first+at, ""), 200)
	}
	book := vaultSite + "/workbooks/" + vaultBookID + "/permissions"
	wantStatus(t, c.send("GET", "/api/2.0"+book, ""), 200)
	wantRefusal(t, c.send("PUT", "/api/3.21"+book, permissionsBody(can("groupSet", partnersID, "Read Allow"))), 400, "400000")
	wantRefusal(t, c.send("DELETE", "/api/3.21"+book+"/groupSets/"+partnersID+"/Read/Allow", ""), 404, "404003")
	wantRefusal(t, c.api("DELETE", book+"/people/"+partnersID+"/Read/Allow", ""), 404, "404003")
}

func TestPermissions_areCountedByRoute(t *testing.T) {
	t.Parallel()
	server, c := startVault(t, mockserver.Behaviour{})
	server.ResetRequests()
	c.api("GET", vaultSite+"/workbooks/"+vaultBookID+"/permissions", "")
	c.api("DELETE", vaultSite+"/workbooks/"+vaultBookID+"/permissions/users/"+annInVaultID+"/Read/Allow", "")
	c.api("PUT", vaultSite+"/projects/"+vaultID+"/default-permissions/flows", "")
	c.api("DELETE", vaultSite+"/databases/"+vaultBaseID+"/default-permissions/tables/groups/"+analystsID+"/Read/Deny", "")
	c.api("GET", vaultSite+"/virtualConnections/"+vaultLinkID+"/permissions", "")
	counted := server.Requests().ByRoute
	for _, route := range []string{
		"GET /sites/{site}/workbooks/{workbook}/permissions",
		"DELETE /sites/{site}/workbooks/{workbook}/permissions/{grantees}/{grantee}/{capability}/{mode}",
		"PUT /sites/{site}/projects/{project}/default-permissions/flows",
		"DELETE /sites/{site}/databases/{database}/default-permissions/tables/{grantees}/{grantee}/{capability}/{mode}",
		"GET /sites/{site}/virtualConnections/{virtualConnection}/permissions",
	} {
		if counted[route] != 1 {
			t.Errorf("%s is counted %d times in %v", route, counted[route], counted)
		}
	}
}
