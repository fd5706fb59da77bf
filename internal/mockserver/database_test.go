package mockserver_test

import (
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const (
	warehouseID   = "00000000-0000-0000-0000-000000000da1"
	ordersTableID = "00000000-0000-0000-0000-000000000da3"
)

// startCatalog is the library with two databases, the first of two tables, a virtual connection and a collection.
func startCatalog(t *testing.T) (*mockserver.Server, caller) {
	t.Helper()
	seed, err := mockserver.ReadSeed(strings.NewReader(strings.TrimSuffix(library, "}") + `,
  "databases": [
    {"id": "00000000-0000-0000-0000-000000000da1", "name": "Warehouse", "project": "Finance", "owner": "ann", "description": "Facts",
     "content_permissions": "LockedToDatabase", "no_published_datasource": true},
    {"id": "00000000-0000-0000-0000-000000000da2", "name": "Warehouse", "connection_type": "redshift"}
  ],
  "tables": [
    {"id": "00000000-0000-0000-0000-000000000da3", "name": "orders", "schema": "dbo", "database": "Warehouse", "description": "One a line"},
    {"id": "00000000-0000-0000-0000-000000000da4", "name": "orders", "database": "00000000-0000-0000-0000-000000000da1", "no_published_datasource": true}
  ],
  "virtual_connections": [
    {"id": "00000000-0000-0000-0000-000000000da5", "name": "Ledger", "project": "Finance/Quarterly", "owner": "ann", "created_at": "2026-01-02T03:04:05Z"}
  ],
  "collections": [{"id": "00000000-0000-0000-0000-000000000da6", "name": "Favourites", "owner": "ann"}]
}`))
	if err != nil {
		t.Fatal(err)
	}
	return start(t, mockserver.Options{Seed: seed})
}

const (
	warehouse = `<database id="00000000-0000-0000-0000-000000000da1" name="Warehouse" connectionType="sqlserver" isEmbedded="false" description="Facts" ` +
		`isCertified="false" type="DatabaseServer" contentPermissions="LockedToDatabase"><site id="00000000-0000-0000-0000-00000000000a"/>` +
		`<contact id="00000000-0000-0000-0000-0000000000a1" name="ann"/>` +
		`<location id="00000000-0000-0000-0000-0000000000e1" type="Project" name="Finance"/></database>`
	orders = `<table id="00000000-0000-0000-0000-000000000da3" name="orders" isEmbedded="false" description="One a line" isCertified="false" schema="dbo">` +
		`<site id="00000000-0000-0000-0000-00000000000a"/></table>`
)

func TestDatabases_listAndGet(t *testing.T) {
	t.Parallel()
	server, c := startCatalog(t)
	wantInner(t, c.api("GET", onDefaultSite+"/databases", ""), `<pagination pageNumber="1" pageSize="100" totalAvailable="2"/><databases>`+warehouse+
		`<database id="00000000-0000-0000-0000-000000000da2" name="Warehouse" connectionType="redshift" isEmbedded="false" isCertified="false" `+
		`type="DatabaseServer" contentPermissions="ManagedByOwner"><site id="00000000-0000-0000-0000-00000000000a"/>`+
		`<contact id="`+demoID(t, server)+`" name="demo"/><location id="00000000-0000-0000-0000-0000000000e0" type="Project" name="Default"/></database></databases>`)
	wantInner(t, c.api("GET", onDefaultSite+"/databases/"+warehouseID, ""), warehouse)
}

func TestTables_listAndGet(t *testing.T) {
	t.Parallel()
	_, c := startCatalog(t)
	wantInner(t, c.api("GET", onDefaultSite+"/tables", ""), `<pagination pageNumber="1" pageSize="100" totalAvailable="2"/><tables>`+orders+
		`<table id="00000000-0000-0000-0000-000000000da4" name="orders" isEmbedded="false" isCertified="false">`+
		`<site id="00000000-0000-0000-0000-00000000000a"/></table></tables>`)
	wantInner(t, c.api("GET", onDefaultSite+"/tables?pageSize=1", ""),
		`<pagination pageNumber="1" pageSize="1" totalAvailable="2"/><tables>`+orders+`</tables>`)
	wantInner(t, c.api("GET", onDefaultSite+"/tables/"+ordersTableID, ""), orders)
}

func TestDatabases_areRefused(t *testing.T) {
	t.Parallel()
	_, c := startCatalog(t)
	onFinance := "/sites/" + financeSiteID
	for path, code := range map[string]string{
		onDefaultSite + "/databases/" + noSuchID: "404031",
		onFinance + "/databases/" + warehouseID:  "404031",
		onDefaultSite + "/tables/" + noSuchID:    "404032",
		onFinance + "/tables/" + ordersTableID:   "404032",
	} {
		wantRefusal(t, c.api("GET", path, ""), 404, code)
	}
	for _, path := range []string{"/databases", "/databases/" + warehouseID, "/tables", "/tables/" + ordersTableID} {
		wantRefusal(t, c.send("GET", "/api/3.4"+onDefaultSite+path, ""), 404, "404003")
	}
	wantRefusal(t, c.api("GET", onDefaultSite+"/databases?filter=name:eq:Warehouse", ""), 400, "400065")
}

func TestDatabases_areNotForConnectedApps(t *testing.T) {
	t.Parallel()
	o := libraryOptions(t)
	o.Seed.ConnectedApps = []mockserver.ConnectedApp{{ClientID: "app", Secrets: map[string]string{"key": "value"}}}
	_, c := start(t, o)
	text := sign(t, "value", func(_ *jwt.Token, claims jwt.MapClaims) {
		claims["scp"] = []string{"tableau:content:read", "tableau:databases:*"}
	})
	app := signIn(t, c.base, signInBody(`jwt="`+text+`"`, ""))
	wantStatus(t, app.api("GET", onDefaultSite+"/workbooks", ""), 200)
	for _, path := range []string{"/databases", "/tables", "/virtualconnections"} {
		wantRefusal(t, app.api("GET", onDefaultSite+path, ""), 401, "401002")
	}
}

func TestDatabase_takesItsTablesAlong(t *testing.T) {
	t.Parallel()
	server, c := startCatalog(t)
	kept := server.AddTable(mockserver.Table{Name: "other", Database: "00000000-0000-0000-0000-000000000da2"})
	if !server.DeleteDatabase(warehouseID) || server.DeleteDatabase(warehouseID) {
		t.Error("the database is not deleted once")
	}
	wantRefusal(t, c.api("GET", onDefaultSite+"/tables/"+ordersTableID, ""), 404, "404032")
	wantStatus(t, c.api("GET", onDefaultSite+"/tables/"+kept, ""), 200)
}

func TestDatabases_changeBehindTheClientsBacks(t *testing.T) {
	t.Parallel()
	server, c := startCatalog(t)
	id := server.AddDatabase(mockserver.Database{Name: "Lake"})
	server.UpdateDatabase(id, func(d *mockserver.Database) { d.Name, d.ContentPermissions = "Sea", "LockedToDatabase" })
	got := c.api("GET", onDefaultSite+"/databases/"+id, "").inner(t)
	if !strings.Contains(got, `name="Sea"`) || !strings.Contains(got, `contentPermissions="LockedToDatabase"`) {
		t.Errorf("the database is %s", got)
	}
	if found, _ := server.DatabaseByName("Sea"); found.ID != id || found.Project != "00000000-0000-0000-0000-0000000000e0" {
		t.Errorf("found %+v", found)
	}
	server.UpdateTable(ordersTableID, func(table *mockserver.Table) { table.Name, table.Database = "sales", "Sea" })
	if found, _ := server.TableByName("sales"); found.ID != ordersTableID || found.Database != id {
		t.Errorf("found %+v", found)
	}
	if !server.DeleteTable(ordersTableID) || server.DeleteTable(ordersTableID) {
		t.Error("the table is not deleted once")
	}
}

func TestProject_leavesItsDatabasesToDefault(t *testing.T) {
	t.Parallel()
	server, c := startCatalog(t)
	finance, _ := server.ProjectByName("Finance")
	server.DeleteProject(finance.ID)
	if got := c.api("GET", onDefaultSite+"/databases/"+warehouseID, "").inner(t); !strings.Contains(got, `type="Project" name="Default"`) {
		t.Errorf("the database is %s", got)
	}
	wantRefusal(t, c.api("GET", onDefaultSite+"/virtualconnections/"+ledgerID, ""), 404, "404055")
	server.DeleteProject("00000000-0000-0000-0000-0000000000e0")
	wantRefusal(t, c.api("GET", onDefaultSite+"/databases/"+warehouseID, ""), 404, "404031")
}
