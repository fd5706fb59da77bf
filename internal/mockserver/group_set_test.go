package mockserver_test

import (
	"slices"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const (
	allUsersID = "00000000-0000-0000-0000-0000000000f0"
	analystsID = "00000000-0000-0000-0000-0000000000f1"
	everyoneID = "00000000-0000-0000-0000-0000000000f8"
	staffID    = "00000000-0000-0000-0000-0000000000f9"
)

// startGroupSets is the library with two group sets: one of two groups, one of none.
func startGroupSets(t *testing.T) (*mockserver.Server, caller) {
	t.Helper()
	o := libraryOptions(t)
	o.Seed.GroupSets = []mockserver.GroupSet{
		{ID: everyoneID, Name: "Everyone", Groups: []string{"All Users", analystsID}}, {ID: staffID, Name: "Staff"},
	}
	return start(t, o)
}

const everyone = `<groupSet id="00000000-0000-0000-0000-0000000000f8" name="Everyone" groupCount="2">` +
	`<group id="00000000-0000-0000-0000-0000000000f0" name="All Users"/>` +
	`<group id="00000000-0000-0000-0000-0000000000f1" name="Analysts"/></groupSet>`

func TestGroupSets_listAndGet(t *testing.T) {
	t.Parallel()
	_, c := startGroupSets(t)
	wantInner(t, c.api("GET", onDefaultSite+"/groupsets", ""), `<pagination pageNumber="1" pageSize="100" totalAvailable="2"/><groupSets>`+
		everyone+`<groupSet id="00000000-0000-0000-0000-0000000000f9" name="Staff" groupCount="0"/></groupSets>`)
	wantInner(t, c.api("GET", onDefaultSite+"/groupsets?filter=name:eq:Everyone", ""),
		`<pagination pageNumber="1" pageSize="100" totalAvailable="1"/><groupSets>`+everyone+`</groupSets>`)
	wantInner(t, c.api("GET", onDefaultSite+"/groupsets?sort=name:desc&pageSize=1&pageNumber=2", ""),
		`<pagination pageNumber="2" pageSize="1" totalAvailable="2"/><groupSets>`+everyone+`</groupSets>`)
	wantInner(t, c.api("GET", onDefaultSite+"/groupsets/"+everyoneID, ""), everyone)
}

func TestGroupSets_areRefused(t *testing.T) {
	t.Parallel()
	_, c := startGroupSets(t)
	wantRefusal(t, c.api("GET", onDefaultSite+"/groupsets/"+noSuchID, ""), 404, "404012")
	wantRefusal(t, c.api("GET", "/sites/"+financeSiteID+"/groupsets/"+everyoneID, ""), 404, "404012")
	wantRefusal(t, c.api("GET", onDefaultSite+"/groupsets?pageNumber=2", ""), 400, "400006")
	wantRefusal(t, c.send("GET", "/api/3.21"+onDefaultSite+"/groupsets", ""), 404, "404003")
	wantRefusal(t, c.send("GET", "/api/3.21"+onDefaultSite+"/groupsets/"+everyoneID, ""), 404, "404003")
	ann := signIn(t, c.base, signInBody(annToken, ""))
	wantRefusal(t, ann.api("GET", onDefaultSite+"/groupsets", ""), 403, "403004")
}

func TestGroupSets_changeBehindTheClientsBacks(t *testing.T) {
	t.Parallel()
	server, c := startGroupSets(t)
	server.UpdateGroup(analystsID, func(g *mockserver.Group) { g.Name = "Scientists" })
	if got, _ := server.GroupSetByName("Everyone"); !slices.Equal(got.Groups, []string{allUsersID, analystsID}) {
		t.Errorf("the group set has %v", got.Groups)
	}
	server.DeleteGroup(analystsID)
	wantInner(t, c.api("GET", onDefaultSite+"/groupsets/"+everyoneID, ""), `<groupSet id="00000000-0000-0000-0000-0000000000f8" name="Everyone" `+
		`groupCount="1"><group id="00000000-0000-0000-0000-0000000000f0" name="All Users"/></groupSet>`)
	server.UpdateGroupSet(staffID, func(g *mockserver.GroupSet) { g.Name, g.Groups = "Team", []string{"All Users"} })
	wantInner(t, c.api("GET", onDefaultSite+"/groupsets/"+staffID, ""), `<groupSet id="00000000-0000-0000-0000-0000000000f9" name="Team" `+
		`groupCount="1"><group id="00000000-0000-0000-0000-0000000000f0" name="All Users"/></groupSet>`)
	if !server.DeleteGroupSet(staffID) || server.DeleteGroupSet(staffID) {
		t.Error("the group set is not deleted once")
	}
	if id := server.AddGroupSet(mockserver.GroupSet{Name: "Team"}); id == staffID {
		t.Error("the new group set has the id of the old one")
	}
}
