package tableau_test

import (
	"fmt"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// onMock is a client of a mock server with this seed, signed in as one of its users.
func onMock(t *testing.T, seed mockserver.Seed, token tableau.PersonalAccessToken) (*mockserver.Server, *tableau.Client) {
	t.Helper()
	mock, err := mockserver.New(mockserver.Options{Seed: seed})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(mock)
	t.Cleanup(server.Close)
	client, err := tableau.NewClient(tableau.Config{ServerURL: server.URL, Credentials: token})
	if err != nil {
		t.Fatal(err)
	}
	return mock, client
}

var (
	demoToken = tableau.PersonalAccessToken{Name: mockserver.DemoTokenName, Secret: mockserver.DemoTokenSecret}
	annsToken = tableau.PersonalAccessToken{Name: "ann", Secret: "ann-secret"}
)

// company has clashing groups, a group set, the user ann and what Catalog knows.
func company() mockserver.Seed {
	seed := mockserver.Seed{
		Users:  []mockserver.User{{ID: "00000000-0000-0000-0000-0000000000a1", Name: "ann", SiteRole: "Viewer"}},
		Tokens: []mockserver.Token{{Name: "ann", Secret: "ann-secret", User: "ann"}},
		Groups: []mockserver.Group{
			{ID: "00000000-0000-0000-0000-0000000000b1", Name: "Finance", Users: []string{"ann"}},
			{ID: "00000000-0000-0000-0000-0000000000b2", Name: "Sales"},
			{ID: "00000000-0000-0000-0000-0000000000b3", Name: "Sales", Domain: "corp"},
			{ID: "00000000-0000-0000-0000-0000000000b4", Name: `R&D, "North"`},
		},
		GroupSets: []mockserver.GroupSet{{ID: "00000000-0000-0000-0000-0000000000c1", Name: "Partners", Groups: []string{"Finance"}}},
		Databases: []mockserver.Database{{ID: "00000000-0000-0000-0000-0000000000d1", Name: "Warehouse", ContentPermissions: "LockedToDatabase"}},
		Tables:    []mockserver.Table{{ID: "00000000-0000-0000-0000-0000000000d2", Name: "orders", Schema: "dbo", Database: "Warehouse"}},
		VirtualConnections: []mockserver.VirtualConnection{
			{ID: "00000000-0000-0000-0000-0000000000d3", Name: "Ledger", Owner: "ann"},
		},
	}
	for i := range 30 {
		seed.Users = append(seed.Users, mockserver.User{Name: fmt.Sprint("user", i), SiteRole: "Viewer"})
	}
	return seed
}

func TestGrantees_onTheMockServer(t *testing.T) {
	t.Parallel()
	mock, client := onMock(t, company(), demoToken)
	for name, want := range map[string][]string{
		"finance":      {"00000000-0000-0000-0000-0000000000b1"},
		"Sales":        {"00000000-0000-0000-0000-0000000000b2", "00000000-0000-0000-0000-0000000000b3"},
		`Corp\Sales`:   {"00000000-0000-0000-0000-0000000000b3"},
		`R&D, "North"`: {"00000000-0000-0000-0000-0000000000b4"},
	} {
		found, err := client.Grantees().Named(t.Context(), tableau.GroupGrantee, name)
		if got := idsOf(found); err != nil || !slices.Equal(got, want) {
			t.Errorf("group %s is %v, %v, want %v", name, got, err, want)
		}
	}
	sets, err := client.Grantees().Named(t.Context(), tableau.GroupSetGrantee, "Partners")
	if got := idsOf(sets); err != nil || !slices.Equal(got, []string{"00000000-0000-0000-0000-0000000000c1"}) {
		t.Errorf("group set Partners is %v, %v", got, err)
	}
	for i := range 30 {
		found, err := client.Grantees().Named(t.Context(), tableau.UserGrantee, fmt.Sprint("user", i))
		if err != nil || len(found) != 1 {
			t.Errorf("user%d is %v, %v", i, found, err)
		}
	}
	requests := mock.Requests()
	for route, want := range map[string]int{
		"GET /sites/{site}/groups": 1, "GET /sites/{site}/groupsets": 1, "GET /sites/{site}/users": 11, // ten of which are filtered
	} {
		if got := requests.ByRoute[route]; got != want {
			t.Errorf("%s was sent %d times, want %d: %v", route, got, want, requests.ByRoute)
		}
	}
}

func TestGrantees_onTheMockServerViewersKnowThemselvesAlone(t *testing.T) {
	t.Parallel()
	_, client := onMock(t, company(), annsToken)
	who, err := client.SignedIn(t.Context())
	if err != nil || who.Name != "ann" || who.SiteRole != "Viewer" || who.ID != "00000000-0000-0000-0000-0000000000a1" {
		t.Errorf("signed in is %+v, %v", who, err)
	}
	if !who.GroupsKnown || !slices.Contains(who.Groups, "00000000-0000-0000-0000-0000000000b1") || len(who.Groups) != 2 { // and All Users
		t.Errorf("ann's groups are %v", who.Groups)
	}
	if _, found, err := client.Grantees().Known(t.Context(), tableau.Grantee{Kind: "group", ID: "00000000-0000-0000-0000-0000000000b1"}); err != nil || found {
		t.Errorf("ann sees a group: %t, %v", found, err)
	}
	if known, found, err := client.Grantees().Known(t.Context(), tableau.Grantee{Kind: "user", ID: who.ID}); err != nil || !found || known.Name != "ann" {
		t.Errorf("ann is known to herself as %v, %t, %v", known, found, err)
	}
}

func TestCatalog_onTheMockServer(t *testing.T) {
	t.Parallel()
	mock, client := onMock(t, company(), demoToken)
	databases := collect(t, client.Databases().All(t.Context()))
	if len(databases) != 1 || databases[0].ContentPermissions != tableau.LockedToDatabase || databases[0].Location.Name != "Default" {
		t.Errorf("databases: %+v", databases)
	}
	database, err := client.Databases().Get(t.Context(), "00000000-0000-0000-0000-0000000000d1")
	if diff := cmp.Diff(databases, []tableau.Database{database}); err != nil || diff != "" {
		t.Error(err, diff)
	}
	tables := collect(t, client.Tables().All(t.Context()))
	table, err := client.Tables().Get(t.Context(), "00000000-0000-0000-0000-0000000000d2")
	if diff := cmp.Diff(tables, []tableau.Table{table}); err != nil || diff != "" || table.Name != "orders" || table.Schema != "dbo" {
		t.Error(err, diff)
	}
	listed := collect(t, client.VirtualConnections().All(t.Context()))
	connection, err := client.VirtualConnections().Get(t.Context(), "00000000-0000-0000-0000-0000000000d3")
	if err != nil || len(listed) != 1 || listed[0].ID != connection.ID || connection.Name != "Ledger" || connection.Project.Name != "Default" ||
		connection.Owner.ID != "00000000-0000-0000-0000-0000000000a1" {
		t.Errorf("listed as %+v, read as %+v, %v", listed, connection, err)
	}
	sets := collect(t, client.GroupSets().All(t.Context()))
	if len(sets) != 1 || len(sets[0].Groups) != 1 || sets[0].Groups[0].Name != "Finance" {
		t.Errorf("group sets: %+v", sets)
	}
	mock.DeleteTable("00000000-0000-0000-0000-0000000000d2")
	mock.DeleteDatabase("00000000-0000-0000-0000-0000000000d1")
	if _, err := client.Tables().Get(t.Context(), table.ID); !tableau.IsNotFound(err) {
		t.Errorf("a table that is gone gives %v", err)
	}
	if _, err := client.Databases().Get(t.Context(), database.ID); !tableau.IsNotFound(err) {
		t.Errorf("a database that is gone gives %v", err)
	}
}
