package tableau_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

func TestCatalog_isReadWhole(t *testing.T) {
	t.Parallel()
	const (
		warehouse = `<database id="db1" name="Warehouse" connectionType="sqlserver" isEmbedded="false" description="Facts" isCertified="true" certificationNote="ok"
      type="DatabaseServer" hostName="db.example.com" port="1433" contentPermissions="LockedToDatabase">
    <site id="s1"/><contact id="u1" name="bob"/><certifier id="u2" name="sally"/><location id="p1" type="Project" name="Finance"/><tags/></database>`
		orders = `<table id="t1" name="orders" isEmbedded="false" isCertified="false" schema="dbo" description="One a line"><site id="s1"/><contact id="u1" name="bob"/></table>`
		ledger = `<virtualConnection id="v1" name="Ledger" webpageUrl="https://tableau.example.com/#/virtualconnections/7" hasExtracts="true" isCertified="false"
      createdAt="2026-01-02T03:04:05Z" updatedAt="2026-02-02T03:04:05Z"><project id="p1" name="Finance"/><owner id="u1"/><content>{}</content></virtualConnection>`
	)
	f := newFake(t)
	f.answer("GET "+sitePath+"/databases/db1", `<tsResponse xmlns="http://tableau.com/api">`+warehouse+`</tsResponse>`)
	f.answer("GET "+sitePath+"/databases", pageOf("<databases>"+warehouse+`<database id="db2" name="a.hyper" type="File"/></databases>`, 2))
	f.answer("GET "+sitePath+"/tables/t1", `<tsResponse xmlns="http://tableau.com/api">`+orders+`</tsResponse>`)
	f.answer("GET "+sitePath+"/tables", pageOf("<tables>"+orders+`<table id="t2" name="bare"/></tables>`, 2))
	f.answer("GET "+sitePath+"/virtualConnections/v1", `<tsResponse xmlns="http://tableau.com/api">`+ledger+`</tsResponse>`)
	f.answer("GET "+sitePath+"/virtualConnections", pageOf(`<virtualConnections><virtualConnection id="v1" name="Ledger"/></virtualConnections>`, 1))
	f.answer(setsPath, pageOf(`<groupSets><groupSet id="gs1" name="Partners" groupCount="2"><group id="g1" name="North"/><group id="g2" name="South"/></groupSet></groupSets>`, 1))
	client := f.client(t)
	yes, no := true, false

	wantDatabase := tableau.Database{
		ID: "db1", Name: "Warehouse", Description: "Facts", Type: "DatabaseServer", ConnectionType: "sqlserver", ContentPermissions: tableau.LockedToDatabase,
		IsEmbedded: &no, IsCertified: &yes, Contact: tableau.Reference{ID: "u1", Name: "bob"}, Location: tableau.Location{ID: "p1", Name: "Finance", Type: "Project"},
	}
	database, err := client.Databases().Get(t.Context(), "db1")
	if diff := cmp.Diff(wantDatabase, database); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if diff := cmp.Diff([]tableau.Database{wantDatabase, {ID: "db2", Name: "a.hyper", Type: "File"}}, collect(t, client.Databases().All(t.Context()))); diff != "" {
		t.Error(diff)
	}
	wantTable := tableau.Table{
		ID: "t1", Name: "orders", Schema: "dbo", Description: "One a line", IsEmbedded: &no, IsCertified: &no, Contact: tableau.Reference{ID: "u1", Name: "bob"},
	}
	table, err := client.Tables().Get(t.Context(), "t1")
	if diff := cmp.Diff(wantTable, table); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if diff := cmp.Diff([]tableau.Table{wantTable, {ID: "t2", Name: "bare"}}, collect(t, client.Tables().All(t.Context()))); diff != "" {
		t.Error(diff)
	}
	connection, err := client.VirtualConnections().Get(t.Context(), "v1")
	if diff := cmp.Diff(tableau.VirtualConnection{
		ID: "v1", Name: "Ledger", WebpageURL: "https://tableau.example.com/#/virtualconnections/7", CreatedAt: "2026-01-02T03:04:05Z", UpdatedAt: "2026-02-02T03:04:05Z",
		HasExtracts: &yes, IsCertified: &no, Project: tableau.Reference{ID: "p1", Name: "Finance"}, Owner: tableau.Reference{ID: "u1"},
	}, connection); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if diff := cmp.Diff([]tableau.VirtualConnection{{ID: "v1", Name: "Ledger"}}, collect(t, client.VirtualConnections().All(t.Context()))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]tableau.GroupSet{
		{ID: "gs1", Name: "Partners", Groups: []tableau.Reference{{ID: "g1", Name: "North"}, {ID: "g2", Name: "South"}}},
	}, collect(t, client.GroupSets().All(t.Context()))); diff != "" {
		t.Error(diff)
	}
}

func TestCatalog_onlyItsOwnCodeMeansNotFound(t *testing.T) {
	t.Parallel()
	for segment, test := range map[string]struct {
		own  string // "" where none is known
		read func(context.Context, *tableau.Client) error
	}{
		"databases": {"404031", func(ctx context.Context, c *tableau.Client) error {
			_, err := c.Databases().Get(ctx, "x")
			return err
		}},
		"tables": {"404032", func(ctx context.Context, c *tableau.Client) error {
			_, err := c.Tables().Get(ctx, "x")
			return err
		}},
		"virtualConnections": {"", func(ctx context.Context, c *tableau.Client) error {
			_, err := c.VirtualConnections().Get(ctx, "x")
			return err
		}},
	} {
		for answer, found := range map[string]bool{
			refusal("404000", "Resource Not Found", "…"): true, refusal("404003", "Resource Not Found", "…"): true, "<html>gone</html>": true,
			refusal("404031", "Resource Not Found", "…"): test.own != "404031", refusal("404032", "Resource Not Found", "…"): test.own != "404032",
		} {
			f := newFake(t)
			f.mux.HandleFunc("GET "+sitePath+"/"+segment+"/x", status(404, answer))
			if err := test.read(t.Context(), f.client(t)); err == nil || tableau.IsNotFound(err) == found {
				t.Errorf("%s answered with %s: not found is %t", segment, answer, tableau.IsNotFound(err))
			}
		}
		f := newFake(t)
		f.answer("GET "+sitePath+"/"+segment+"/x", `<tsResponse xmlns="http://tableau.com/api"/>`)
		if err := test.read(t.Context(), f.client(t, noRetries)); err == nil || !strings.Contains(err.Error(), "it holds no ") {
			t.Errorf("%s: an answer without the object gives %v", segment, err)
		}
	}
}
