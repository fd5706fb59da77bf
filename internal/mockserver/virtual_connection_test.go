package mockserver_test

import (
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const ledgerID = "00000000-0000-0000-0000-000000000da5"

const ledger = `<virtualConnection id="00000000-0000-0000-0000-000000000da5" name="Ledger" ` +
	`webpageUrl="https://tableau.example.com/#/virtualconnections/00000000-0000-0000-0000-000000000da5" hasExtracts="false" isCertified="false" ` +
	`createdAt="2026-01-02T03:04:05Z" updatedAt="2026-01-02T03:04:05Z"`

func TestVirtualConnections_listAndGet(t *testing.T) {
	t.Parallel()
	server, c := startCatalog(t)
	for _, segment := range []string{"/virtualconnections", "/virtualConnections"} {
		wantInner(t, c.api("GET", onDefaultSite+segment, ""),
			`<pagination pageNumber="1" pageSize="100" totalAvailable="1"/><virtualConnections>`+ledger+`/></virtualConnections>`)
		wantInner(t, c.api("GET", onDefaultSite+segment+"/"+ledgerID, ""), ledger+
			`><project id="00000000-0000-0000-0000-0000000000e2" name="Quarterly"/><owner id="00000000-0000-0000-0000-0000000000a1"/></virtualConnection>`)
	}
	wantInner(t, c.api("GET", onDefaultSite+"/virtualconnections?filter=name:eq:ledger", ""),
		`<pagination pageNumber="1" pageSize="100" totalAvailable="0"/><virtualConnections/>`)
	server.SetBehaviour(mockserver.Behaviour{WholeLists: true})
	wantInner(t, c.api("GET", onDefaultSite+"/virtualconnections?pageSize=1", ""), `<virtualConnections>`+ledger+`/></virtualConnections>`)
}

func TestVirtualConnections_areRefused(t *testing.T) {
	t.Parallel()
	_, c := startCatalog(t)
	wantRefusal(t, c.api("GET", onDefaultSite+"/virtualconnections/"+noSuchID, ""), 404, "404055")
	wantRefusal(t, c.api("GET", "/sites/"+financeSiteID+"/virtualconnections/"+ledgerID, ""), 404, "404055")
	wantRefusal(t, c.send("GET", "/api/3.17"+onDefaultSite+"/virtualconnections", ""), 404, "404003")
}

func TestVirtualConnections_changeBehindTheClientsBacks(t *testing.T) {
	t.Parallel()
	server, c := startCatalog(t)
	id := server.AddVirtualConnection(mockserver.VirtualConnection{Name: "Ledger"})
	server.UpdateVirtualConnection(id, func(v *mockserver.VirtualConnection) { v.Name = "Journal" })
	if got := c.api("GET", onDefaultSite+"/virtualconnections/"+id, "").inner(t); !strings.Contains(got, `name="Journal"`) {
		t.Errorf("the virtual connection is %s", got)
	}
	if found, _ := server.VirtualConnectionByName("Journal"); found.ID != id {
		t.Errorf("found %+v", found)
	}
	if !server.DeleteVirtualConnection(id) || server.DeleteVirtualConnection(id) {
		t.Error("the virtual connection is not deleted once")
	}
}

func TestCollections_changeBehindTheClientsBacks(t *testing.T) {
	t.Parallel()
	server, c := startCatalog(t)
	id := server.AddCollection(mockserver.Collection{Name: "Reading list", Visibility: "Public"})
	server.UpdateCollection(id, func(one *mockserver.Collection) { one.Name = "Read" })
	if found, _ := server.CollectionByName("Read"); found.ID != id || found.Owner != "demo" || found.Visibility != "Public" {
		t.Errorf("found %+v", found)
	}
	if found, _ := server.CollectionByName("Favourites"); found.Owner != "ann" || found.Visibility != "Private" {
		t.Errorf("found %+v", found)
	}
	if !server.DeleteCollection(id) || server.DeleteCollection(id) {
		t.Error("the collection is not deleted once")
	}
	wantRefusal(t, c.api("GET", onDefaultSite+"/collections", ""), 404, "404003")
}

func TestControl_stateHoldsTheCatalogAndGroupSets(t *testing.T) {
	t.Parallel()
	server, c := startCatalog(t)
	server.AddGroupSet(mockserver.GroupSet{ID: "00000000-0000-0000-0000-000000000da7", Name: "Staff", Groups: []string{"Analysts"}})
	got := c.send("GET", "/mock/state", "").body
	for _, want := range []string{
		`"group_sets":[{"id":"00000000-0000-0000-0000-000000000da7","name":"Staff","groups":["00000000-0000-0000-0000-0000000000f1"]}]`,
		`"databases":[{"id":"00000000-0000-0000-0000-000000000da1","name":"Warehouse","project":"00000000-0000-0000-0000-0000000000e1","owner":"ann",` +
			`"description":"Facts","connection_type":"sqlserver","content_permissions":"LockedToDatabase","no_published_datasource":true},`,
		`"tables":[{"id":"00000000-0000-0000-0000-000000000da3","name":"orders","schema":"dbo","database":"00000000-0000-0000-0000-000000000da1",` +
			`"description":"One a line"},`,
		`"virtual_connections":[{"id":"00000000-0000-0000-0000-000000000da5","name":"Ledger","project":"00000000-0000-0000-0000-0000000000e2","owner":"ann",` +
			`"created_at":"2026-01-02T03:04:05Z","updated_at":"2026-01-02T03:04:05Z"}]`,
		`"collections":[{"id":"00000000-0000-0000-0000-000000000da6","name":"Favourites","owner":"ann","visibility":"Private",`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in %s", want, got)
		}
	}
}
