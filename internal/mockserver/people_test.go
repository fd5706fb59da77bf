package mockserver_test

import (
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestUsers_listShowsMoreToWhoAsks(t *testing.T) {
	t.Parallel()
	server, c := startLibrary(t)
	demo := demoID(t, server)
	wantInner(t, c.api("GET", onDefaultSite+"/users", ""), `<pagination pageNumber="1" pageSize="100" totalAvailable="3"/><users>`+
		`<user id="`+demo+`" name="demo" siteRole="ServerAdministrator" authSetting="ServerDefault"/>`+
		`<user id="00000000-0000-0000-0000-0000000000a1" name="ann" siteRole="Explorer" authSetting="ServerDefault"/>`+
		`<user id="00000000-0000-0000-0000-0000000000a2" name="vic@corp.example" siteRole="Viewer" authSetting="ServerDefault"/></users>`)
	wantInner(t, c.api("GET", onDefaultSite+"/users?fields=_all_&filter=name:in:[ann,vic@corp.example]", ""),
		`<pagination pageNumber="1" pageSize="100" totalAvailable="2"/><users>`+
			`<user id="00000000-0000-0000-0000-0000000000a1" name="ann" siteRole="Explorer" authSetting="ServerDefault" fullName="Ann Lee" email="ann@example.com">`+
			`<domain name="local"/></user>`+
			`<user id="00000000-0000-0000-0000-0000000000a2" name="vic@corp.example" siteRole="Viewer" authSetting="ServerDefault" fullName="vic@corp.example">`+
			`<domain name="corp"/></user></users>`)
	wantInner(t, c.api("GET", onDefaultSite+"/users?fields=_default_,email&filter=name:eq:ann", ""),
		`<pagination pageNumber="1" pageSize="100" totalAvailable="1"/><users>`+
			`<user id="00000000-0000-0000-0000-0000000000a1" name="ann" siteRole="Explorer" authSetting="ServerDefault" email="ann@example.com"/></users>`)
}

func TestUsers_othersLookAtThemselvesAlone(t *testing.T) {
	t.Parallel()
	_, c := startLibrary(t)
	ann := signIn(t, c.base, signInBody(annToken, ""))
	wantInner(t, ann.api("GET", onDefaultSite+"/users/00000000-0000-0000-0000-0000000000a1", ""),
		`<user id="00000000-0000-0000-0000-0000000000a1" name="ann" siteRole="Explorer" authSetting="ServerDefault" fullName="Ann Lee" email="ann@example.com">`+
			`<domain name="local"/></user>`)
	for _, path := range []string{"/users", "/groups", "/jobs", "/users/00000000-0000-0000-0000-0000000000a2"} {
		wantRefusal(t, ann.api("GET", onDefaultSite+path, ""), 403, "403004")
	}
	wantStatus(t, ann.api("GET", onDefaultSite+"/workbooks", ""), 200)
}

func TestGroups_list(t *testing.T) {
	t.Parallel()
	server, c := startLibrary(t)
	wantInner(t, c.api("GET", onDefaultSite+"/groups", ""), `<pagination pageNumber="1" pageSize="100" totalAvailable="2"/><groups>`+
		`<group id="00000000-0000-0000-0000-0000000000f0" name="All Users"><domain name="local"/></group>`+
		`<group id="00000000-0000-0000-0000-0000000000f1" name="Analysts" minimumSiteRole="Explorer"><domain name="corp"/></group></groups>`)
	id := server.AddGroup(mockserver.Group{Name: "Temps"})
	server.UpdateGroup(id, func(g *mockserver.Group) { g.Users = []string{"ann", "demo"} })
	wantInner(t, c.api("GET", onDefaultSite+"/groups?fields=_all_&filter=name:in:[All%20Users,Temps]", ""),
		`<pagination pageNumber="1" pageSize="100" totalAvailable="2"/><groups>`+
			`<group id="00000000-0000-0000-0000-0000000000f0" name="All Users" userCount="3"><domain name="local"/></group>`+
			`<group id="`+id+`" name="Temps" userCount="2"><domain name="local"/></group></groups>`)
	if !server.DeleteGroup(id) || server.DeleteGroup(id) {
		t.Error("the group is not deleted once")
	}
}

func TestUsers_deletedOneIsGoneEverywhere(t *testing.T) {
	t.Parallel()
	server, c := startLibrary(t)
	ann := signIn(t, c.base, signInBody(annToken, ""))
	if !server.DeleteUser("00000000-0000-0000-0000-0000000000a1") {
		t.Fatal("there was no such user")
	}
	wantRefusal(t, ann.api("GET", onDefaultSite+"/workbooks", ""), 401, "401002")
	wantRefusal(t, c.send("POST", "/api/3.29/auth/signin", signInBody(annToken, "")), 401, "401001")
	wantRefusal(t, c.api("GET", onDefaultSite+"/users/00000000-0000-0000-0000-0000000000a1", ""), 404, "404002")
	if analysts, _ := server.GroupByName("Analysts"); len(analysts.Users) != 0 {
		t.Errorf("the group has %v", analysts.Users)
	}
	if clean, _ := server.FlowByName("Clean"); clean.Owner != "demo" {
		t.Errorf("the flow is %s's", clean.Owner)
	}
	if server.DeleteUser(demoID(t, server)) {
		t.Error("demo is gone")
	}
	if id := server.AddUser(mockserver.User{Name: "new"}); id == "" {
		t.Error("the new user has no id")
	}
}

func TestGroupsOfUser_list(t *testing.T) {
	t.Parallel()
	_, c := startLibrary(t)
	const allUsers = `<group id="00000000-0000-0000-0000-0000000000f0" name="All Users"><domain name="local"/></group>`
	path := onDefaultSite + "/users/00000000-0000-0000-0000-0000000000a1/groups"
	wantInner(t, c.api("GET", path, ""), `<pagination pageNumber="1" pageSize="100" totalAvailable="2"/><groups>`+allUsers+
		`<group id="00000000-0000-0000-0000-0000000000f1" name="Analysts" minimumSiteRole="Explorer"><domain name="corp"/></group></groups>`)
	ann := signIn(t, c.base, signInBody(annToken, ""))
	wantInner(t, ann.api("GET", path+"?pageSize=1", ""), `<pagination pageNumber="1" pageSize="1" totalAvailable="2"/><groups>`+allUsers+`</groups>`)
	wantRefusal(t, ann.api("GET", onDefaultSite+"/users/00000000-0000-0000-0000-0000000000a2/groups", ""), 403, "403004")
	wantRefusal(t, c.api("GET", onDefaultSite+"/users/"+noSuchID+"/groups", ""), 404, "404002")
	wantRefusal(t, c.send("GET", "/api/3.6"+path, ""), 404, "404003")
}

func TestUsers_renamedOneKeepsWhatItHad(t *testing.T) {
	t.Parallel()
	server, c := startLibrary(t)
	ann := signIn(t, c.base, signInBody(annToken, ""))
	if !server.UpdateUser("00000000-0000-0000-0000-0000000000a1", func(u *mockserver.User) { u.Name = "anna" }) {
		t.Fatal("there was no such user")
	}
	wantInner(t, ann.api("GET", onDefaultSite+"/users/00000000-0000-0000-0000-0000000000a1", ""),
		`<user id="00000000-0000-0000-0000-0000000000a1" name="anna" siteRole="Explorer" authSetting="ServerDefault" fullName="Ann Lee" email="ann@example.com">`+
			`<domain name="local"/></user>`)
	wantStatus(t, c.send("POST", "/api/3.29/auth/signin", signInBody(annToken, "")), 200)
	if analysts, _ := server.GroupByName("Analysts"); len(analysts.Users) != 1 || analysts.Users[0] != "anna" {
		t.Errorf("the group has %v", analysts.Users)
	}
	if clean, _ := server.FlowByName("Clean"); clean.Owner != "anna" {
		t.Errorf("the flow is %s's", clean.Owner)
	}
	if id := server.AddUser(mockserver.User{Name: "ann"}); id == "00000000-0000-0000-0000-0000000000a1" {
		t.Error("another user of the old name is the same")
	}
	if server.UpdateUser(noSuchID, func(*mockserver.User) {}) {
		t.Error("a user that is not there was changed")
	}
}

func TestUsers_newRoleHoldsAtOnce(t *testing.T) {
	t.Parallel()
	server, c := startLibrary(t)
	ann := signIn(t, c.base, signInBody(annToken, ""))
	wantRefusal(t, ann.api("GET", onDefaultSite+"/users", ""), 403, "403004")
	server.UpdateUser("00000000-0000-0000-0000-0000000000a1", func(u *mockserver.User) { u.SiteRole = "SiteAdministratorExplorer" })
	wantStatus(t, ann.api("GET", onDefaultSite+"/users", ""), 200)
}

func TestUsers_whatNoUserCanBeIsAMistakeOfTheTest(t *testing.T) {
	t.Parallel()
	server, _ := startLibrary(t)
	const ann = "00000000-0000-0000-0000-0000000000a1"
	for want, one := range map[string]struct {
		id     string
		change func(*mockserver.User)
	}{
		`mockserver: the user "demo" keeps its name`: {demoID(t, server), func(u *mockserver.User) { u.Name = "root" }},
		`mockserver: two users have the name "demo"`: {ann, func(u *mockserver.User) { u.Name = "demo" }},
		`mockserver: user "ann": its sites do not change; delete it and add another one`: {
			ann, func(u *mockserver.User) { u.Sites = []string{"finance"} },
		},
	} {
		func() {
			defer func() {
				if got := recover(); got != want {
					t.Errorf("panicked with %v, want %s", got, want)
				}
			}()
			server.UpdateUser(one.id, one.change)
		}()
	}
}

func TestGroups_anotherOneOfTheSameNameIsAnother(t *testing.T) {
	t.Parallel()
	server, c := startLibrary(t)
	first := server.AddGroup(mockserver.Group{Name: "Temps"})
	server.DeleteGroup(first)
	second := server.AddGroup(mockserver.Group{Name: "Temps"})
	if first == second {
		t.Error("the new group has the id of the old one")
	}
	server.UpdateGroup(second, func(g *mockserver.Group) { g.Name = "Staff" })
	wantInner(t, c.api("GET", onDefaultSite+"/groups?filter=name:in:[Temps,Staff]", ""),
		`<pagination pageNumber="1" pageSize="100" totalAvailable="1"/><groups><group id="`+second+`" name="Staff"><domain name="local"/></group></groups>`)
}

func TestUsers_deletedOnesDatabasesAreDemos(t *testing.T) {
	t.Parallel()
	server, _ := startCatalog(t)
	server.DeleteUser("00000000-0000-0000-0000-0000000000a1")
	warehouse, _ := server.DatabaseByName("Warehouse")
	ledger, _ := server.VirtualConnectionByName("Ledger")
	favourites, _ := server.CollectionByName("Favourites")
	if warehouse.Owner != "demo" || ledger.Owner != "demo" || favourites.Owner != "demo" {
		t.Errorf("the owners are %q, %q and %q", warehouse.Owner, ledger.Owner, favourites.Owner)
	}
}
