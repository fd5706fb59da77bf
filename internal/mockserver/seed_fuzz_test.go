package mockserver_test

import (
	"encoding/json"
	"encoding/xml"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// FuzzSeed: whatever a seed file holds is refused with a reason, or makes a server that takes sign-ins, tells its state and lists what it holds.
func FuzzSeed(f *testing.F) {
	for _, seed := range []string{
		``, `{}`, `null`, `[]`, `{} {}`, `{"sits": []}`, `{"sites": null}`, vault,
		`{"sites": [{"name": "Finance", "content_url": "finance", "time_zone": "Europe/London"}], "users": [{"name": "ann", "sites": ["finance"]}]}`,
		`{"sites": [{"id": "", "name": ""}]}`, `{"users": [{"name": "demo"}]}`, `{"tokens": [{"name": "t", "secret": "s", "user": "nobody"}]}`,
		`{"schedules": [{"name": "n", "frequency": "Monthly", "intervals": [{"month_day": "Third", "week_day": "Monday"}]}]}`,
		`{"schedules": [{"name": "n", "start": "25:00:00"}]}`, `{"projects": [{"name": "a", "parent": "a"}, {"id": "a", "name": "b", "parent": "a"}]}`,
		`{"workbooks": [{"name": "w", "views": [{"name": "v"}, {"name": "v"}]}], "extract_tasks": [{"workbook": "w"}]}`,
		`{"permissions": [{"content_type": "project", "content": "Default", "rules": {"group:All Users": {"Read": "Maybe"}}}]}`,
		`{"jobs": [{"type": "RefreshExtract", "progress": -1}], "subscriptions": [{"subject": "s", "schedule": "x"}]}`,
	} {
		f.Add(seed, false)
		f.Add(seed, true)
	}
	f.Fuzz(func(t *testing.T, text string, onCloud bool) {
		seed, err := mockserver.ReadSeed(strings.NewReader(text))
		if err != nil {
			return
		}
		product := mockserver.ProductServer
		if onCloud {
			product = mockserver.ProductCloud
		}
		server, err := mockserver.New(mockserver.Options{Product: product, Seed: seed})
		if err != nil {
			return
		}
		state := direct(t, server, "", http.MethodGet, "/mock/state", "")
		var held struct {
			Sites []mockserver.Site `json:"sites"`
		}
		if err := json.Unmarshal([]byte(state.body), &held); err != nil || len(held.Sites) == 0 {
			t.Fatalf("the state is %d %s: %v", state.status, state.body, err)
		}
		for _, site := range held.Sites {
			listEverything(t, server, site, onCloud)
		}
	})
}

// listEverything lists what a site holds, as long as its content URL can be written in a sign-in.
func listEverything(t *testing.T, server *mockserver.Server, site mockserver.Site, onCloud bool) {
	t.Helper()
	var contentURL strings.Builder
	if err := xml.EscapeText(&contentURL, []byte(site.ContentURL)); err != nil {
		t.Fatal(err)
	}
	signedIn := direct(t, server, "", http.MethodPost, "/api/3.29/auth/signin", signInBody(demoToken, contentURL.String()))
	if signedIn.status == http.StatusUnauthorized {
		return
	}
	wantStatus(t, signedIn, http.StatusOK)
	token := html.UnescapeString(first(tokenValue, signedIn.body))
	ofSite := "/api/3.29/sites/" + url.PathEscape(site.ID)
	paths := []string{
		"", "/projects", "/workbooks", "/views", "/datasources", "/flows", "/databases", "/tables", "/virtualConnections", "/users?fields=_all_", "/groups", "/groupsets",
		"/jobs", "/tasks/extractRefreshes", "/tasks/runFlow", "/tasks/linked", "/subscriptions",
	}
	if !onCloud {
		wantStatus(t, direct(t, server, token, http.MethodGet, "/api/3.29/schedules", ""), http.StatusOK)
	}
	for _, path := range paths {
		a := direct(t, server, token, http.MethodGet, ofSite+path, "")
		if err := xml.Unmarshal([]byte(a.body), &struct{}{}); err != nil || a.status != http.StatusOK {
			t.Errorf("GET %s answered %d %s: %v", path, a.status, a.body, err)
		}
	}
}
