package mockserver_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func wantRules(t *testing.T, server *mockserver.Server, at mockserver.RuleSet, want mockserver.Rules) {
	t.Helper()
	if got := server.Rules(at); !reflect.DeepEqual(got, want) {
		t.Errorf("the rules of %v are %v, want %v", at, got, want)
	}
}

func rulesOf(contentType, id string) mockserver.RuleSet {
	return mockserver.RuleSet{ContentType: contentType, ID: id}
}

func defaultsOf(id, contentType string) mockserver.RuleSet {
	return mockserver.RuleSet{ContentType: "project", ID: id, DefaultFor: contentType}
}

// lock sets who decides the permissions in a project.
func lock(server *mockserver.Server, id, contentPermissions string) {
	server.UpdateProject(id, func(p *mockserver.Project) { p.ContentPermissions = contentPermissions })
}

var (
	analystsRead  = mockserver.Rules{"group:Analysts": {"Read": "Allow"}}
	annWrites     = mockserver.Rules{"user:ann": {"Write": "Allow"}}
	allUsersRead  = mockserver.Rules{"group:All Users": {"Read": "Allow"}}
	allUsersView  = mockserver.Rules{"group:All Users": {"Read": "Allow", "Filter": "Allow", "ViewComments": "Allow", "AddComment": "Allow", "ExportImage": "Allow", "ExportData": "Allow"}}
	allUsersReach = mockserver.Rules{"group:All Users": {"Read": "Allow", "Connect": "Allow"}}
)

func TestPermissions_ofLockedContentAreTheDefaultsOfTheProject(t *testing.T) {
	t.Parallel()
	for _, contentPermissions := range []string{"LockedToProject", "LockedToProjectWithoutNested"} {
		server, c := startVault(t, mockserver.Behaviour{})
		server.SetRules(rulesOf("workbook", vaultBookID), annWrites)
		server.SetRules(defaultsOf(vaultID, "workbook"), analystsRead)
		lock(server, vaultID, contentPermissions)

		wantInner(t, c.api("GET", bookRules, ""), `<permissions><parent type="Project" id="`+vaultID+`"/><workbook id="`+vaultBookID+`" name="Book">`+
			`<owner id="`+annInVaultID+`"/></workbook>`+can("group", analystsID, "Read Allow")+`</permissions>`)
		for name, one := range vaultItems {
			if name == "project" || name == "collection" {
				continue
			}
			at := vaultSite + one.path + "/permissions"
			if got := c.api("GET", at, "").body; !strings.Contains(got, `<permissions><parent type="Project" id="`+vaultID+`">`) {
				t.Errorf("%s: the lock is not shown: %s", name, got)
			}
			refused := c.api("PUT", at, permissionsBody(can("user", annInVaultID, "Read Allow")))
			wantRefusal(t, refused, 403, "403004")
			if !strings.Contains(refused.body, "<detail>LOCKED_CHILD_PROJECT_CANNOT_BE_CHANGED</detail>") {
				t.Errorf("%s: refused with %s", name, refused.body)
			}
			wantRefusal(t, c.api("DELETE", at+"/groups/"+analystsID+"/Read/Allow", ""), 403, "403004")
		}
		wantRefusal(t, c.api("POST", bookRules, permissionsBody(can("user", annInVaultID, "Read Allow"))), 403, "403004")

		defaults := vaultSite + "/projects/" + vaultID + "/default-permissions/workbooks"
		wantStatus(t, c.api("PUT", defaults, permissionsBody(can("user", eveInVaultID, "Read Allow"))), 200)
		wantRules(t, server, rulesOf("view", vaultSheetID), mockserver.Rules{"group:Analysts": {"Read": "Allow"}, "user:eve": {"Read": "Allow"}})

		lock(server, vaultID, "ManagedByOwner")
		wantStatus(t, c.api("DELETE", bookRules+"/groups/"+analystsID+"/Read/Allow", ""), 204)
		wantRules(t, server, rulesOf("workbook", vaultBookID), mockserver.Rules{"user:eve": {"Read": "Allow"}})
	}
}

func TestPermissions_ofNestedProjectsFollowALock(t *testing.T) {
	t.Parallel()
	server, c := startVault(t, mockserver.Behaviour{})
	innerBook := server.AddWorkbook(mockserver.Workbook{Name: "Inner", Project: "Vault/Nested"})
	server.SetRules(rulesOf("project", vaultID), mockserver.Rules{"group:Analysts": {"Write": "Allow"}, "user:ann": {"ProjectLeader": "Allow"}})
	server.SetRules(defaultsOf(vaultID, "workbook"), analystsRead)
	lock(server, vaultID, "LockedToProject")

	nested := vaultSite + "/projects/" + vaultNestedID
	wantInner(t, c.api("GET", nested+"/permissions", ""), `<permissions><parent type="Project" id="`+vaultID+`"/><project id="`+vaultNestedID+`" name="Nested">`+
		`<owner id="`+demoID(t, server)+`"/></project>`+can("group", analystsID, "Write Allow")+can("user", annInVaultID, "InheritedProjectLeader Allow")+`</permissions>`)
	if got := c.api("GET", nested+"/default-permissions/workbooks", "").inner(t); !strings.HasPrefix(got, `<permissions><parent type="Project"`) ||
		!strings.HasSuffix(got, `</project>`+can("group", analystsID, "Read Allow")+`</permissions>`) {
		t.Errorf("the nested project's defaults are %s", got)
	}
	wantRefusal(t, c.api("PUT", nested+"/permissions", permissionsBody(can("user", annInVaultID, "Read Allow"))), 403, "403004")
	wantRefusal(t, c.api("DELETE", nested+"/default-permissions/workbooks/groups/"+analystsID+"/Read/Allow", ""), 403, "403004")
	wantRules(t, server, rulesOf("workbook", innerBook), analystsRead)
	listed := c.api("GET", vaultSite+"/projects", "").body
	if !strings.Contains(listed, `parentProjectId="`+vaultID+`" controllingPermissionsProjectId="`+vaultID+`"`) {
		t.Errorf("the projects are %s", listed)
	}

	wantStatus(t, c.api("PUT", vaultSite+"/projects/"+vaultID+"/permissions", permissionsBody(can("user", eveInVaultID, "Read Allow"))), 200)
	wantRules(t, server, rulesOf("project", vaultNestedID), mockserver.Rules{"group:Analysts": {"Write": "Allow"}, "user:eve": {"Read": "Allow"}})
}

func TestPermissions_ofNestedProjectsAreTheirOwnUnderALockWithoutNested(t *testing.T) {
	t.Parallel()
	server, c := startVault(t, mockserver.Behaviour{})
	innerBook := server.AddWorkbook(mockserver.Workbook{Name: "Inner", Project: "Vault/Nested"})
	server.SetRules(defaultsOf(vaultID, "workbook"), analystsRead)
	lock(server, vaultID, "LockedToProjectWithoutNested")
	write := permissionsBody(can("user", annInVaultID, "Write Allow"))
	wantStatus(t, c.api("PUT", vaultSite+"/projects/"+vaultNestedID+"/permissions", write), 200)
	wantStatus(t, c.api("PUT", vaultSite+"/projects/"+vaultNestedID+"/default-permissions/workbooks", write), 200)
	wantStatus(t, c.api("PUT", vaultSite+"/workbooks/"+innerBook+"/permissions", write), 200)
	wantRules(t, server, rulesOf("workbook", innerBook), annWrites)
	if listed := c.api("GET", vaultSite+"/projects", "").body; strings.Contains(listed, "controllingPermissionsProjectId") {
		t.Errorf("the projects are %s", listed)
	}
}

func TestPermissions_lockedMayBeRefusedWithAnotherCode(t *testing.T) {
	t.Parallel()
	server, c := startVault(t, mockserver.Behaviour{LockedAnswers403039: true})
	lock(server, vaultID, "LockedToProject")
	wantRefusal(t, c.api("PUT", bookRules, permissionsBody(can("user", annInVaultID, "Read Allow"))), 403, "403039")
}

func TestPermissions_movingContentIntoALockedProjectTakesItsDefaultsOver(t *testing.T) {
	t.Parallel()
	server, c := startVault(t, mockserver.Behaviour{})
	lock(server, vaultNestedID, "LockedToProject")
	server.SetRules(defaultsOf(vaultNestedID, "workbook"), analystsRead)
	server.SetRules(rulesOf("workbook", vaultBookID), annWrites)
	server.UpdateWorkbook(vaultBookID, func(w *mockserver.Workbook) { w.Project = vaultNestedID })
	wantRules(t, server, rulesOf("workbook", vaultBookID), analystsRead)
	wantRefusal(t, c.api("PUT", bookRules, permissionsBody(can("user", annInVaultID, "Read Allow"))), 403, "403004")
	server.UpdateWorkbook(vaultBookID, func(w *mockserver.Workbook) { w.Project = vaultID })
	wantRules(t, server, rulesOf("workbook", vaultBookID), analystsRead)
	wantStatus(t, c.api("PUT", bookRules, permissionsBody(can("user", annInVaultID, "Read Allow"))), 200)
}

func TestPermissions_ofTheTablesOfALockedDatabase(t *testing.T) {
	t.Parallel()
	server, c := startVault(t, mockserver.Behaviour{})
	defaults := mockserver.RuleSet{ContentType: "database", ID: vaultBaseID, DefaultFor: "table"}
	server.SetRules(defaults, analystsRead)
	wantRules(t, server, rulesOf("table", vaultTableID), mockserver.Rules{})
	server.UpdateDatabase(vaultBaseID, func(d *mockserver.Database) { d.ContentPermissions = "LockedToDatabase" })

	table := vaultSite + "/tables/" + vaultTableID + "/permissions"
	read := permissionsBody(can("user", annInVaultID, "Read Allow"))
	wantInner(t, c.api("GET", table, ""), `<permissions><table id="`+vaultTableID+`" name="Table"/>`+can("group", analystsID, "Read Allow")+`</permissions>`)
	wantRefusal(t, c.api("PUT", table, read), 403, "403117")
	wantRefusal(t, c.api("DELETE", table+"/groups/"+analystsID+"/Read/Allow", ""), 403, "403117")
	wantRefusal(t, c.api("PUT", vaultSite+"/databases/"+vaultBaseID+"/default-permissions/tables", read), 403, "403114")
	wantStatus(t, c.api("PUT", vaultSite+"/databases/"+vaultBaseID+"/permissions", read), 200)
	server.SetRules(defaults, annWrites)
	wantRules(t, server, rulesOf("table", vaultTableID), annWrites)
}

func TestPermissions_ofViewsNeedHiddenTabs(t *testing.T) {
	t.Parallel()
	server, c := startVault(t, mockserver.Behaviour{})
	sheet := vaultSite + "/views/" + vaultSheetID + "/permissions"
	server.SetRules(rulesOf("view", vaultSheetID), annWrites)
	server.SetRules(rulesOf("workbook", vaultBookID), mockserver.Rules{"group:Analysts": {"Read": "Allow", "ExtractRefresh": "Allow"}})
	wantRules(t, server, rulesOf("view", vaultSheetID), annWrites)
	server.UpdateWorkbook(vaultBookID, func(w *mockserver.Workbook) { w.HideTabs = false })
	wantRules(t, server, rulesOf("view", vaultSheetID), analystsRead)
	wantRefusal(t, c.api("PUT", sheet, permissionsBody(can("user", annInVaultID, "Read Allow"))), 403, "403004")
	wantStatus(t, c.api("PUT", bookRules, permissionsBody(can("user", eveInVaultID, "Read Allow"))), 200)
	wantRules(t, server, rulesOf("view", vaultSheetID), mockserver.Rules{"group:Analysts": {"Read": "Allow"}, "user:eve": {"Read": "Allow"}})
}

func TestPermissions_ofNewContentAreTheDefaultsOfItsProject(t *testing.T) {
	t.Parallel()
	server, _ := startVault(t, mockserver.Behaviour{})
	wantRules(t, server, rulesOf("project", "Default"), allUsersRead)
	book := server.AddWorkbook(mockserver.Workbook{Name: "New", Views: []mockserver.View{{ID: "v", Name: "One"}}})
	wantRules(t, server, rulesOf("workbook", book), allUsersView)
	wantRules(t, server, rulesOf("view", "v"), allUsersView)
	wantRules(t, server, rulesOf("datasource", server.AddDatasource(mockserver.Datasource{Name: "New"})), allUsersReach)
	wantRules(t, server, rulesOf("virtual_connection", server.AddVirtualConnection(mockserver.VirtualConnection{Name: "New"})), allUsersReach)
	wantRules(t, server, rulesOf("flow", server.AddFlow(mockserver.Flow{Name: "New"})), allUsersRead)
	base := server.AddDatabase(mockserver.Database{Name: "New"})
	wantRules(t, server, rulesOf("database", base), allUsersRead)
	wantRules(t, server, rulesOf("table", server.AddTable(mockserver.Table{Name: "New", Database: base})), allUsersRead)
	wantRules(t, server, rulesOf("collection", server.AddCollection(mockserver.Collection{Name: "New"})), mockserver.Rules{})

	server.SetRules(defaultsOf(vaultHomeID, "flow"), annWrites)
	wantRules(t, server, rulesOf("flow", "New"), allUsersRead)
	wantRules(t, server, rulesOf("flow", server.AddFlow(mockserver.Flow{Name: "Newer"})), annWrites)
}

func TestPermissions_ofANewProjectAreThoseOfTheProjectDefault(t *testing.T) {
	t.Parallel()
	server, c := startVault(t, mockserver.Behaviour{})
	server.SetRules(rulesOf("project", vaultHomeID), analystsRead)
	server.SetRules(defaultsOf(vaultHomeID, "datasource"), annWrites)
	id := server.AddProject(mockserver.Project{Name: "New", Parent: "Vault"})
	wantRules(t, server, rulesOf("project", id), analystsRead)
	wantRules(t, server, defaultsOf(id, "datasource"), annWrites)
	wantRules(t, server, defaultsOf(id, "workbook"), allUsersView)
	if got := c.api("GET", vaultSite+"/projects/"+id+"/permissions", "").inner(t); !strings.HasSuffix(got, can("group", analystsID, "Read Allow")+"</permissions>") {
		t.Errorf("the new project's permissions are %s", got)
	}
}
