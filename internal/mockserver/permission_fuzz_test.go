package mockserver_test

import (
	"encoding/xml"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// FuzzPermissions: whatever is sent to whichever set of permissions is answered in XML, and what is refused changes nothing.
func FuzzPermissions(f *testing.F) {
	read := can("user", annInVaultID, "Read Allow")
	for _, body := range []string{
		``, `<tsRequest/>`, permissionsBody(), permissionsBody(read), permissionsBody(read, can("groupSet", partnersID, "Write Deny", "Read Deny")),
		permissionsBody(`<project id="`+vaultID+`"/>`, read), permissionsBody(`<workbook/>`, read, read), permissionsBody(can("group", analystsID, "ProjectLeader Allow")),
		permissionsBody(can("user", "&#xFFFD;", "Read Allow"), can("user", annInVaultID, " ")), permissionsBody(`<granteeCapabilities/>`),
	} {
		f.Add("PUT", "/workbooks/"+vaultBookID+"/permissions", body)
		f.Add("POST", "/projects/"+vaultID+"/default-permissions/flows", body)
		f.Add("PUT", "/databases/"+vaultBaseID+"/default-permissions/tables", body)
	}
	for _, path := range []string{
		"/projects/" + vaultID + "/permissions/groups/" + analystsID + "/Read/Allow", "/views/" + vaultSheetID + "/permissions/%2F/%00/%20/allow",
		"/collections/" + vaultListID + "/permissions/groupSets/" + partnersID + "/%3C/Deny", "/lenses/x/permissions", "/tables//permissions", "/flows/%/permissions",
	} {
		f.Add("DELETE", path, "")
		f.Add("GET", path, "")
	}
	seed, err := mockserver.ReadSeed(strings.NewReader(strings.Replace(vault, "URL", "", 1)))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, method, path, body string) {
		if !slices.Contains([]string{"GET", "PUT", "POST", "DELETE"}, method) || !strings.HasPrefix(path, "/") {
			return
		}
		server, err := mockserver.New(mockserver.Options{Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		send := func(method, path, body, token string) *httptest.ResponseRecorder {
			r := httptest.NewRequestWithContext(t.Context(), method, "/", strings.NewReader(body))
			where, err := url.ParseRequestURI("/api/3.29" + path)
			if err != nil {
				where = &url.URL{Path: "/api/3.29" + path} // no client sends it so; the server escapes it
			}
			r.URL = where
			r.Header.Set("X-Tableau-Auth", token)
			w := httptest.NewRecorder()
			server.ServeHTTP(w, r)
			return w
		}
		token := first(tokenValue, send("POST", "/auth/signin", demoSignIn, "").Body.String())
		before := rulesOfVault(server)
		w := send(method, vaultSite+path, body, token)
		var response struct {
			XMLName xml.Name `xml:"http://tableau.com/api tsResponse"`
		}
		if err := xml.Unmarshal(w.Body.Bytes(), &response); err != nil && w.Code != 204 || w.Code >= 500 {
			t.Fatalf("answered %d %q: %v", w.Code, w.Body, err)
		}
		if after := rulesOfVault(server); (w.Code >= 400 || method == "GET") && !reflect.DeepEqual(before, after) {
			t.Errorf("answered %d, and the rules are %v, no more %v", w.Code, after, before)
		}
	})
}

// rulesOfVault are the rules of all items of the vault, and some of its defaults.
func rulesOfVault(server *mockserver.Server) []mockserver.Rules {
	return []mockserver.Rules{
		server.Rules(rulesOf("project", vaultID)), server.Rules(defaultsOf(vaultID, "flow")), server.Rules(rulesOf("workbook", vaultBookID)),
		server.Rules(rulesOf("view", vaultSheetID)), server.Rules(rulesOf("datasource", vaultSourceID)), server.Rules(rulesOf("flow", vaultFlowID)),
		server.Rules(rulesOf("database", vaultBaseID)), server.Rules(mockserver.RuleSet{ContentType: "database", ID: vaultBaseID, DefaultFor: "table"}),
		server.Rules(rulesOf("table", vaultTableID)), server.Rules(rulesOf("virtual_connection", vaultLinkID)), server.Rules(rulesOf("collection", vaultListID)),
	}
}
