package tableau_test

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

func TestPermissionsGet_readsWhatTheServiceShows(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET "+onTheSite+"/projects/p1/permissions", `<tsResponse xmlns="http://tableau.com/api"><permissions>
		<parent type="Project" id="top"/><project id="p1" name="Finance"><owner id="u9"/></project>
		<granteeCapabilities><group id="g1"/><capabilities><capability name="Read" mode="Allow"/></capabilities></granteeCapabilities>
		<granteeCapabilities><user id="u1"/><capabilities><capability name="InheritedProjectLeader" mode="Allow"/><capability name="New" mode="Deny"/></capabilities></granteeCapabilities>
		<granteeCapabilities><group id="g1"/><capabilities><capability name="Write" mode="Deny"/><capability name="Write" mode="Allow"/></capabilities></granteeCapabilities>
		<granteeCapabilities><groupSet id="s1"/><capabilities><capability name="Read" mode="Allow"/></capabilities></granteeCapabilities>
		<granteeCapabilities><robot id="r1"/><capabilities><capability name="Read" mode="Allow"/></capabilities></granteeCapabilities>
		<granteeCapabilities><group id="g2"/><capabilities/></granteeCapabilities>
		</permissions></tsResponse>`)
	set, err := f.client(t).Permissions().Get(t.Context(), tableau.RulesOf{ContentType: "project", ID: "p1"})
	if err != nil {
		t.Fatal(err)
	}
	want := tableau.RuleSet{
		Of:        tableau.RulesOf{ContentType: "project", ID: "p1"},
		Rules:     rulesOf("group g1 Read Allow", "user u1 New Deny", "group g1 Write Deny", "groupSet s1 Read Allow"),
		Inherited: rulesOf("user u1 InheritedProjectLeader Allow"),
		LockedBy:  "top", Name: "Finance", OwnerID: "u9",
	}
	if diff := cmp.Diff(want, set); diff != "" {
		t.Errorf("read otherwise (-want +got):\n%s", diff)
	}
}

func TestPermissions_addressEveryKindOfRules(t *testing.T) {
	t.Parallel()
	for path, test := range map[string]struct {
		of   tableau.RulesOf
		text string
	}{
		"/workbooks/1/permissions":                           {tableau.RulesOf{ContentType: "workbook", ID: "1"}, "permissions of workbook 1"},
		"/virtualConnections/1/permissions":                  {tableau.RulesOf{ContentType: "virtual_connection", ID: "1"}, "permissions of virtual connection 1"},
		"/projects/1/default-permissions/datasources":        {tableau.RulesOf{ContentType: "project", ID: "1", DefaultFor: "datasource"}, "default permissions for data sources of project 1"},
		"/projects/1/default-permissions/virtualconnections": {tableau.RulesOf{ContentType: "project", ID: "1", DefaultFor: "virtual_connection"}, "default permissions for virtual connections of project 1"},
		"/projects/1/default-permissions/dataroles":          {tableau.RulesOf{ContentType: "project", ID: "1", DefaultFor: "data_role"}, "default permissions for data roles of project 1"},
		"/projects/1/default-permissions/lenses":             {tableau.RulesOf{ContentType: "project", ID: "1", DefaultFor: "lens"}, "default permissions for Ask Data lenses of project 1"},
		"/databases/1/default-permissions/tables":            {tableau.RulesOf{ContentType: "database", ID: "1", DefaultFor: "table"}, "default permissions for tables of database 1"},
	} {
		f := newFake(t)
		var sent []string
		f.mux.HandleFunc(onTheSite+path+"/", func(w http.ResponseWriter, r *http.Request) {
			sent = append(sent, r.Method+" "+strings.TrimPrefix(r.URL.Path, onTheSite+path))
			w.WriteHeader(http.StatusNoContent)
		})
		rules := strings.Replace(permissionsOf("groupSet s1 Read Deny"), "sales", "1", 1)
		f.mux.HandleFunc(onTheSite+path, func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, rules)
			rules = strings.Replace(permissionsOf(), "sales", "1", 1)
		})
		if _, err := f.client(t).Permissions().Revoke(t.Context(), test.of, rulesOf("groupSet s1 Read Deny"), nil); err != nil {
			t.Error(err)
		}
		if want := []string{"DELETE /groupSets/s1/Read/Deny"}; !slices.Equal(sent, want) {
			t.Errorf("%s: sent %v", path, sent)
		}
		if test.of.String() != test.text {
			t.Errorf("%s is %q", path, test.of)
		}
	}
}

// TestPermissionsReplace_sendsThisBody: without the item, with each grantee once.
func TestPermissionsReplace_sendsThisBody(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET "+onTheSite+"/workbooks/sales/permissions", permissionsOf())
	var sent string
	f.mux.HandleFunc("POST "+onTheSite+"/workbooks/sales/permissions", func(w http.ResponseWriter, r *http.Request) {
		read, _ := io.ReadAll(r.Body)
		sent = string(read)
		status(403, refusal("403004", "Forbidden", "Not allowed"))(w, r)
	})
	_, err := f.client(t).Permissions().Replace(t.Context(), salesRules,
		rulesOf("user u1 Read Allow", "groupSet s1 Read Allow", "group g1 Write Deny", "group g1 Read Allow"), nil)
	const want = `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<tsRequest xmlns="http://tableau.com/api"><permissions>` +
		`<granteeCapabilities><group id="g1"></group><capabilities><capability name="Read" mode="Allow"></capability><capability name="Write" mode="Deny"></capability></capabilities></granteeCapabilities>` +
		`<granteeCapabilities><groupSet id="s1"></groupSet><capabilities><capability name="Read" mode="Allow"></capability></capabilities></granteeCapabilities>` +
		`<granteeCapabilities><user id="u1"></user><capabilities><capability name="Read" mode="Allow"></capability></capabilities></granteeCapabilities>` +
		`</permissions></tsRequest>`
	if sent != want {
		t.Errorf("sent %s", sent)
	}
	if want := "cannot replace permissions of workbook sales: POST /sites/{site}/workbooks/{workbook}/permissions was answered with error 403004 (HTTP 403): Forbidden: Not allowed"; err == nil || err.Error() != want {
		t.Errorf("the error is %v", err)
	}
}

func TestPermissions_sayWhatToDoAboutARefusal(t *testing.T) {
	t.Parallel()
	workbook, table := salesRules, tableau.RulesOf{ContentType: "table", ID: "t1"}
	defaults := tableau.RulesOf{ContentType: "database", ID: "d1", DefaultFor: "table"}
	for _, test := range []struct {
		of     tableau.RulesOf
		status int
		code   string
		says   string
	}{
		{workbook, 400, "400000", "Try another api_version."},
		{workbook, 400, "400009", "cannot be denied, as ProjectLeader"},
		{workbook, 400, "400042", "Check content_type and api_version."},
		{table, 400, "400120", "Only tables that a published data source uses"},
		{workbook, 403, "403004", "set its default permissions instead"},
		{workbook, 403, "403039", "Set the project's default permissions instead"},
		{defaults, 403, "403114", "Unlock the database in Tableau"},
		{table, 403, "403117", "Set those of the database instead"},
		{workbook, 404, "404002", "tableau_user"},
		{workbook, 404, "404012", "tableau_group"},
		{workbook, 404, "404013", "case sensitive"},
		{workbook, 404, "404003", "compare api_version with what the server speaks"},
		{workbook, 404, "404006", "The site has no content of this type with this id"},
		{table, 401, "401002", "cannot be called with a JSON Web Token"},
		{tableau.RulesOf{ContentType: "virtual_connection", ID: "v1"}, 404, "404999", "a removed block that has destroy = false"},
		{tableau.RulesOf{ContentType: "collection", ID: "c1"}, 404, "404000", "The site does not exist"},
		{workbook, 401, "401002", "Another process is probably signing in"},
	} {
		f := newFake(t)
		f.mux.HandleFunc(onTheSite+"/", status(test.status, refusal(test.code, "No", "No")))
		_, err := f.client(t).Permissions().Get(t.Context(), test.of)
		var refused *tableau.Error
		if !errors.As(err, &refused) || !strings.Contains(refused.Advice(), test.says) {
			t.Errorf("%s: %s advises %q", test.of, test.code, refused.Advice())
		}
	}
}

// TestPermissionsGet_findsADatabaseGone: the methods for its defaults answer so
// for a URI that they do not know, too.
func TestPermissionsGet_findsADatabaseGone(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		database http.HandlerFunc
		gone     bool
	}{
		"gone":    {status(404, refusal("404031", "Resource Not Found", "Database not found")), true},
		"there":   {body(`<tsResponse xmlns="http://tableau.com/api"><database id="d1" name="D"/></tsResponse>`), false},
		"hidden":  {status(403, refusal("403004", "Forbidden", "Not allowed")), false},
		"no such": {status(404, refusal("404003", "Resource Not Found", "Unknown resource")), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.mux.HandleFunc("GET "+onTheSite+"/databases/d1/default-permissions/tables", status(404, refusal("404003", "Resource Not Found", "Unknown resource")))
			f.mux.HandleFunc("GET "+onTheSite+"/databases/d1", test.database)
			_, err := f.client(t).Permissions().Get(t.Context(), tableau.RulesOf{ContentType: "database", ID: "d1", DefaultFor: "table"})
			if tableau.IsNotFound(err) != test.gone || !test.gone && !errors.Is(err, tableau.Code("404003")) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}
