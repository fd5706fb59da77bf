package mockserver_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestPermissions_areSetByWhoMay(t *testing.T) {
	t.Parallel()
	changes := func(to string, mode string) mockserver.Rules {
		return mockserver.Rules{to: {"ChangePermissions": mode}}
	}
	for name, one := range map[string]struct {
		user    string
		prepare func(*mockserver.Server)
		may     bool
	}{
		"the owner": {"ann", func(*mockserver.Server) {}, true},
		"somebody":  {"eve", func(*mockserver.Server) {}, false},
		"by a rule": {"eve", func(s *mockserver.Server) { s.SetRules(rulesOf("workbook", "Book"), changes("user:eve", "Allow")) }, true},
		"by a group": {"eve", func(s *mockserver.Server) {
			s.SetRules(rulesOf("workbook", "Book"), changes("group:Analysts", "Allow"))
		}, true},
		"by All Users": {"eve", func(s *mockserver.Server) {
			s.SetRules(rulesOf("workbook", "Book"), changes("group:All Users", "Allow"))
		}, true},
		"by a group set": {"eve", func(s *mockserver.Server) {
			s.SetRules(rulesOf("workbook", "Book"), changes("group_set:Partners", "Allow"))
		}, true},
		"the site role forbids it": {"bob", func(s *mockserver.Server) { s.SetRules(rulesOf("workbook", "Book"), changes("user:bob", "Allow")) }, false},
		"a group forbids it": {"eve", func(s *mockserver.Server) {
			s.SetRules(rulesOf("workbook", "Book"), mockserver.Rules{"group:Analysts": {"ChangePermissions": "Deny"}, "group:All Users": {"ChangePermissions": "Allow"}})
		}, false},
		"a user before groups": {"eve", func(s *mockserver.Server) {
			s.SetRules(rulesOf("workbook", "Book"), mockserver.Rules{"group:Analysts": {"ChangePermissions": "Deny"}, "user:eve": {"ChangePermissions": "Allow"}})
		}, true},
		"the leader of the project": {"eve", func(s *mockserver.Server) {
			s.Grant(rulesOf("project", "Vault"), "group:Analysts", "ProjectLeader", "Allow")
		}, true},
		"the owner of the project": {"eve", func(s *mockserver.Server) { s.UpdateProject(vaultID, func(p *mockserver.Project) { p.Owner = "eve" }) }, true},
		"a rule forbids it": {"eve", func(s *mockserver.Server) {
			s.SetRules(rulesOf("workbook", "Book"), mockserver.Rules{"user:eve": {"ChangePermissions": "Deny"}, "group:Analysts": {"ChangePermissions": "Allow"}})
		}, false},
		"who may write alone": {"eve", func(s *mockserver.Server) { s.Grant(rulesOf("project", "Vault"), "user:eve", "Write", "Allow") }, false},
	} {
		server, c := startVault(t, mockserver.Behaviour{})
		one.prepare(server)
		caller := c.as(one.user, "")
		put := caller.api("PUT", bookRules, permissionsBody(can("user", annInVaultID, "Read Allow")))
		get := caller.api("GET", bookRules, "")
		if one.may && (put.status != 200 || get.status != 200) || !one.may && (put.code() != "403004" || get.code() != "403004") {
			t.Errorf("%s: PUT answered %d %s, GET %d", name, put.status, put.body, get.status)
		}
	}
}

func TestPermissions_ofViewsAreSetByWhoMaySetThoseOfTheWorkbook(t *testing.T) {
	t.Parallel()
	server, c := startVault(t, mockserver.Behaviour{})
	eve := c.as("eve", "")
	at := vaultSite + "/views/" + vaultSheetID + "/permissions"
	wantRefusal(t, eve.api("GET", at, ""), 403, "403004")
	server.Grant(rulesOf("workbook", vaultBookID), "user:eve", "ChangePermissions", "Allow")
	wantStatus(t, eve.api("GET", at, ""), 200)
	server.Grant(rulesOf("workbook", vaultBookID), "user:eve", "ChangePermissions", "Deny")
	server.Grant(rulesOf("view", vaultSheetID), "user:eve", "ChangePermissions", "Allow")
	wantStatus(t, eve.api("GET", at, ""), 200)
}

func TestPermissions_ofProjectsAreSetByTheirLeaders(t *testing.T) {
	t.Parallel()
	server, c := startVault(t, mockserver.Behaviour{})
	eve := c.as("eve", "")
	read := permissionsBody(can("user", annInVaultID, "Read Allow"))
	nested := vaultSite + "/projects/" + vaultNestedID
	wantRefusal(t, eve.api("PUT", nested+"/permissions", read), 403, "403004")
	wantRefusal(t, eve.api("PUT", nested+"/default-permissions/workbooks", read), 403, "403004")
	server.Grant(rulesOf("project", "Vault"), "group_set:Partners", "ProjectLeader", "Allow")
	wantStatus(t, eve.api("PUT", nested+"/permissions", read), 200)
	wantStatus(t, eve.api("PUT", nested+"/default-permissions/workbooks", read), 200)
}

func TestPermissions_ofFlowsAreListedForAdministrators(t *testing.T) {
	t.Parallel()
	_, c := startVault(t, mockserver.Behaviour{})
	ann := c.as("ann", "")
	flow := vaultSite + "/flows/" + vaultFlowID + "/permissions"
	wantRefusal(t, ann.api("GET", flow, ""), 403, "403004")
	wantStatus(t, ann.api("PUT", flow, permissionsBody(can("user", eveInVaultID, "Read Allow"))), 200)
	wantStatus(t, ann.api("GET", bookRules, ""), 200)
	wantStatus(t, c.api("GET", flow, ""), 200)
}

func TestPermissions_leadersAreShownOnTheProjectsInside(t *testing.T) {
	t.Parallel()
	server, c := startVault(t, mockserver.Behaviour{})
	deepest := server.AddProject(mockserver.Project{Name: "Deepest", Parent: "Vault/Nested"})
	server.SetRules(rulesOf("project", deepest), mockserver.Rules{})
	wantStatus(t, c.api("PUT", vaultSite+"/projects/"+vaultID+"/permissions", permissionsBody(can("group", analystsID, "ProjectLeader Allow"))), 200)
	for _, id := range []string{vaultNestedID, deepest} {
		at := vaultSite + "/projects/" + id + "/permissions"
		got := c.api("GET", at, "").inner(t)
		if !strings.HasSuffix(got, "</project>"+can("group", analystsID, "InheritedProjectLeader Allow")+"</permissions>") {
			t.Errorf("the permissions are %s", got)
		}
		wantRefusal(t, c.api("DELETE", at+"/groups/"+analystsID+"/InheritedProjectLeader/Allow", ""), 400, "400009")
	}
	for _, path := range []string{"/projects/" + vaultNestedID + "/default-permissions/workbooks", "/workbooks/" + vaultBookID + "/permissions"} {
		if got := c.api("GET", vaultSite+path, "").body; strings.Contains(got, "ProjectLeader") {
			t.Errorf("%s: the permissions are %s", path, got)
		}
	}
	wantRules(t, server, rulesOf("project", deepest), mockserver.Rules{})
}

func TestPermissions_goWithWhomTheyAreFor(t *testing.T) {
	t.Parallel()
	for _, keeps := range []bool{false, true} {
		server, c := startVault(t, mockserver.Behaviour{KeepsRulesOfDeletedGrantees: keeps})
		at := rulesOf("workbook", vaultBookID)
		server.SetRules(at, mockserver.Rules{"user:eve": {"Read": "Allow"}, "group:Analysts": {"Read": "Allow"}, "group_set:Partners": {"Read": "Deny"}})
		server.DeleteUser(eveInVaultID)
		server.DeleteGroupSet(partnersID)
		server.DeleteGroup(analystsID)
		want := mockserver.Rules{}
		if keeps {
			want = mockserver.Rules{
				"user:" + eveInVaultID: {"Read": "Allow"}, "group:" + analystsID: {"Read": "Allow"}, "group_set:" + partnersID: {"Read": "Deny"},
			}
		}
		wantRules(t, server, at, want)
		if got := strings.Count(c.api("GET", bookRules, "").body, "<granteeCapabilities>"); got != len(want) {
			t.Errorf("%d grantees are shown, want %d", got, len(want))
		}
		wantRefusal(t, c.api("DELETE", bookRules+"/users/"+eveInVaultID+"/Read/Allow", ""), 404, "404002")
	}
}

func TestPermissions_goWithTheirContent(t *testing.T) {
	t.Parallel()
	server, c := startVault(t, mockserver.Behaviour{})
	at := rulesOf("workbook", vaultBookID)
	server.SetRules(at, annWrites)
	server.DeleteWorkbook(vaultBookID)
	wantRefusal(t, c.api("GET", bookRules, ""), 404, "404006")
	server.AddWorkbook(mockserver.Workbook{ID: vaultBookID, Name: "Again", Project: "Vault"})
	wantRules(t, server, at, mockserver.Rules{})
}

func TestPermissions_needAScopeOfAConnectedApp(t *testing.T) {
	t.Parallel()
	o := vaultOptions(t, mockserver.ProductCloud, mockserver.Behaviour{})
	o.Seed.UnifiedAccessTokens = []mockserver.UnifiedAccessToken{
		{JWT: "reader", User: "demo", Scopes: []string{"tableau:permissions:read"}}, {JWT: "writer", User: "demo", Scopes: []string{"tableau:permissions:update"}},
		{JWT: "remover", User: "demo", Scopes: []string{"tableau:permissions:delete"}},
	}
	_, c := start(t, o)
	with := func(jwt string) caller {
		holder := c
		holder.token = first(tokenValue, c.api("POST", "/auth/signin", signInBody(`jwt="`+jwt+`" isUat="true"`, "demo")).body)
		return holder
	}
	reader, writer, remover := with("reader"), with("writer"), with("remover")
	read := permissionsBody(can("user", annInVaultID, "Read Allow"))
	wantStatus(t, reader.api("GET", bookRules, ""), 200)
	wantRefusal(t, reader.api("PUT", bookRules, read), 401, "401002")
	wantRefusal(t, writer.api("GET", bookRules, ""), 401, "401002")
	for _, method := range []string{"PUT", "POST"} {
		wantStatus(t, writer.api(method, bookRules, read), 200)
	}
	wantRefusal(t, writer.api("DELETE", bookRules+"/users/"+annInVaultID+"/Read/Allow", ""), 401, "401002")
	wantRefusal(t, remover.api("PUT", bookRules, read), 401, "401002")
	wantStatus(t, remover.api("DELETE", bookRules+"/users/"+annInVaultID+"/Read/Allow", ""), 204)
	for _, path := range []string{"/databases/" + vaultBaseID + "/permissions", "/tables/" + vaultTableID + "/permissions"} {
		wantRefusal(t, reader.api("GET", vaultSite+path, ""), 401, "401002")
		wantRefusal(t, writer.api("PUT", vaultSite+path, read), 401, "401002")
	}
}

func TestWatchRules_tellsEveryChangeInOrder(t *testing.T) {
	t.Parallel()
	server, c := startVault(t, mockserver.Behaviour{})
	server.SetRules(rulesOf("workbook", vaultBookID), analystsRead)
	type change struct {
		at    mockserver.RuleSet
		rules mockserver.Rules
	}
	var seen []change
	server.WatchRules(func(at mockserver.RuleSet, rules mockserver.Rules) { seen = append(seen, change{at, rules}) })
	wantStatus(t, c.api("PUT", bookRules, permissionsBody(can("user", annInVaultID, "Read Deny"))), 200)
	wantStatus(t, c.api("PUT", bookRules, permissionsBody(can("user", annInVaultID, "Read Deny"))), 200)
	wantStatus(t, c.api("DELETE", bookRules+"/groups/"+analystsID+"/Read/Allow", ""), 204)
	server.Grant(rulesOf("workbook", vaultBookID), "user:ann", "Write", "Allow")
	wantStatus(t, c.api("POST", bookRules, permissionsBody(can("group", analystsID, "Read Allow"))), 200)
	server.UpdateWorkbook(vaultBookID, func(w *mockserver.Workbook) { w.HideTabs = false })
	wantStatus(t, c.api("PUT", bookRules, permissionsBody(can("group", analystsID, "Write Allow"))), 200)
	book, sheet := rulesOf("workbook", vaultBookID), rulesOf("view", vaultSheetID)
	both := mockserver.Rules{"group:Analysts": {"Read": "Allow", "Write": "Allow"}}
	want := []change{
		{book, mockserver.Rules{"group:Analysts": {"Read": "Allow"}, "user:ann": {"Read": "Deny"}}},
		{book, mockserver.Rules{"user:ann": {"Read": "Deny"}}},
		{book, analystsRead},
		{book, both}, {sheet, both},
	}
	if !reflect.DeepEqual(seen, want) {
		t.Errorf("seen\n%v\nwant\n%v", seen, want)
	}
}

func TestRules_grantAndRevoke(t *testing.T) {
	t.Parallel()
	server, _ := startVault(t, mockserver.Behaviour{})
	at := rulesOf("flow", "Flow")
	server.Grant(at, "user:"+annInVaultID, "Read", "Allow")
	server.Grant(at, "user:ann", "Read", "Deny")
	server.Grant(at, "group_set:Partners", "Execute", "Allow")
	wantRules(t, server, at, mockserver.Rules{"user:ann": {"Read": "Deny"}, "group_set:Partners": {"Execute": "Allow"}})
	if !server.Revoke(at, "user:ann", "Read") || server.Revoke(at, "user:ann", "Read") {
		t.Error("the capability is not revoked once")
	}
	server.SetRules(at, mockserver.Rules{"user:" + noSuchID: {"Read": "Allow"}})
	wantRules(t, server, at, mockserver.Rules{"user:" + noSuchID: {"Read": "Allow"}})
	server.AddGroup(mockserver.Group{Name: "Analysts", Domain: "corp"})
	server.SetRules(at, mockserver.Rules{"group:" + analystsID: {"Read": "Allow"}})
	wantRules(t, server, at, mockserver.Rules{"group:" + analystsID: {"Read": "Allow"}})
}

func TestRules_namingWhatIsNotThereIsAMistakeOfTheTest(t *testing.T) {
	t.Parallel()
	server, _ := startVault(t, mockserver.Behaviour{})
	for want, mistake := range map[string]func(){
		`mockserver: there are 0 items of the content_type "workbook" called "x", not one`: func() { server.Rules(rulesOf("workbook", "x")) },
		`mockserver: there are 0 grantees "user:x" on the site with the content_url "", not one`: func() {
			server.Grant(rulesOf("workbook", "Book"), "user:x", "Read", "Allow")
		},
	} {
		func() {
			defer func() {
				if got := recover(); got != want {
					t.Errorf("panicked with %v, want %s", got, want)
				}
			}()
			mistake()
		}()
	}
}

func TestSeed_permissionsAreShownInTheState(t *testing.T) {
	t.Parallel()
	o := vaultOptions(t, mockserver.ProductServer, mockserver.Behaviour{})
	o.Seed.Permissions = append(o.Seed.Permissions,
		mockserver.Permissions{ContentType: "project", Content: "Vault", DefaultFor: "flow", Rules: analystsRead},
		mockserver.Permissions{ContentType: "datasource", Content: "Source", Rules: annWrites})
	server, c := start(t, o)
	wantRules(t, server, rulesOf("flow", "Flow"), analystsRead)
	wantRules(t, server, rulesOf("datasource", vaultSourceID), annWrites)
	got := c.send("GET", "/mock/state", "").body
	for _, want := range []string{
		`{"content_type":"project","content":"` + vaultID + `","default_for":"flow","rules":{"group:Analysts":{"Read":"Allow"}}}`,
		`{"content_type":"datasource","content":"` + vaultSourceID + `","rules":{"user:ann":{"Write":"Allow"}}}`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the state is\n%s\nwant in it\n%s", got, want)
		}
	}
}

func TestSeed_permissionsMustNotContradictItself(t *testing.T) {
	t.Parallel()
	for want, one := range map[string]mockserver.Permissions{
		`permissions: there are 0 items of the content_type "workbook" called "x", not one`: {ContentType: "workbook", Content: "x"},
		`permissions: project "Vault" has no default permissions for "view"`:                {ContentType: "project", Content: "Vault", DefaultFor: "view"},
		`permissions of the flow "Flow": there are 0 grantees "user:x" on the site with the content_url "", not one`: {
			ContentType: "flow", Content: "Flow", Rules: mockserver.Rules{"user:x": {"Read": "Allow"}},
		},
		`permissions of the flow "Flow": grantee "ann" is not written like "group:Finance", "user:ann" or "group_set:Partners"`: {
			ContentType: "flow", Content: "Flow", Rules: mockserver.Rules{"ann": {"Read": "Allow"}},
		},
	} {
		o := vaultOptions(t, mockserver.ProductServer, mockserver.Behaviour{})
		o.Seed.Permissions = append(o.Seed.Permissions, one)
		if _, err := mockserver.New(o); err == nil || err.Error() != "seed: "+want {
			t.Errorf("got the error %v, want seed: %s", err, want)
		}
	}
}
