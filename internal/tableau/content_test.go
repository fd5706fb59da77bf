package tableau_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

const sitePath = "/api/3.24/sites/9a8b7c6d-5e4f-3a2b-1c0d-9e8f7a6b5c4d"

func pageOf(elements string, total int) string {
	return fmt.Sprintf(`<tsResponse xmlns="http://tableau.com/api"><pagination pageNumber="1" pageSize="1000" totalAvailable="%d"/>%s</tsResponse>`, total, elements)
}

// collect is all that a list yields.
func collect[T any](t *testing.T, list iter.Seq2[T, error]) []T {
	t.Helper()
	var all []T
	for item, err := range list {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, item)
	}
	return all
}

// The schema gives these lists no pages. An answer without the list is none all the same.
func TestLists_withoutPagesAreWhole(t *testing.T) {
	t.Parallel()
	for path, test := range map[string]struct {
		list string
		ids  func(*tableau.Client) (ids []string, err error)
	}{
		"views": {`<views><view id="1"/><view id="2"/></views>`, func(c *tableau.Client) ([]string, error) {
			return idsIn(c.Views().All(t.Context()), func(v tableau.View) string { return v.ID })
		}},
		"virtualConnections": {`<virtualConnections><virtualConnection id="1"/><virtualConnection id="2"/></virtualConnections>`, func(c *tableau.Client) ([]string, error) {
			return idsIn(c.VirtualConnections().All(t.Context()), func(v tableau.VirtualConnection) string { return v.ID })
		}},
		"jobs": {`<backgroundJobs><backgroundJob id="1"/><backgroundJob id="2"/></backgroundJobs>`, func(c *tableau.Client) ([]string, error) {
			return idsIn(c.Jobs().All(t.Context()), func(j tableau.ListedJob) string { return j.ID })
		}},
	} {
		f := newFake(t)
		f.answer("GET "+sitePath+"/"+path, opened+test.list+"</tsResponse>")
		if ids, err := test.ids(f.client(t)); err != nil || !slices.Equal(ids, []string{"1", "2"}) || f.count("GET "+sitePath+"/"+path) != 1 {
			t.Errorf("%s: got %v, %v", path, ids, err)
		}
		f = newFake(t)
		f.answer("GET "+sitePath+"/"+path, opened+"</tsResponse>")
		if ids, err := test.ids(f.client(t)); err == nil || !strings.Contains(err.Error(), "it holds no list") {
			t.Errorf("%s: got %v, %v", path, ids, err)
		}
	}
}

func idsIn[T any](list iter.Seq2[T, error], id func(T) string) (ids []string, err error) {
	for item, err := range list {
		if err != nil {
			return ids, err
		}
		ids = append(ids, id(item))
	}
	return ids, nil
}

func TestContent_isReadWhole(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET "+sitePath+"/workbooks/w1", `<tsResponse xmlns="http://tableau.com/api">
  <workbook id="w1" name="Sales" description="All of it" webpageUrl="https://tableau.example.com/#/workbooks/7" contentUrl="Sales" showTabs="true" size="2"
      createdAt="2024-01-20T08:15:42Z" updatedAt="2024-07-12T16:30:55Z" defaultViewId="v1" encryptExtracts="false">
    <project id="p1" name="Finance"/><owner id="u1" name="ann"/><tags><tag label="weekly"/></tags>
    <views><view id="v1" name="Overview" contentUrl="Sales/sheets/Overview"><tags/></view></views>
  </workbook></tsResponse>`)
	f.answer("GET "+sitePath+"/views/v1", `<tsResponse xmlns="http://tableau.com/api">
  <view id="v1" name="Overview" contentUrl="Sales/sheets/Overview" viewUrlName="Overview" sheetType="dashboard" createdAt="2024-01-20T08:15:42Z">
    <workbook id="w1"/><owner id="u1"/><project id="p1"/><tags/></view></tsResponse>`)
	f.answer("GET "+sitePath+"/datasources/d1", `<tsResponse xmlns="http://tableau.com/api">
  <datasource id="d1" name="Orders" contentUrl="Orders" type="hyper" hasExtracts="true" isCertified="false" updatedAt="2024-07-12T16:30:55Z">
    <project id="p1" name="Finance"/><owner id="u1"/></datasource></tsResponse>`)
	f.answer("GET "+sitePath+"/users/u1", `<tsResponse xmlns="http://tableau.com/api">
  <user id="u1" name="ann" siteRole="Creator" fullName="Ann Example" email="ann@example.com" authSetting="SAML" lastLogin="2024-07-12T16:30:55Z">
    <domain name="local"/></user></tsResponse>`)
	client := f.client(t)
	yes, no := true, false

	workbook, err := client.Workbooks().Get(t.Context(), "w1")
	if diff := cmp.Diff(tableau.Workbook{
		ID: "w1", Name: "Sales", Description: "All of it", ContentURL: "Sales", WebpageURL: "https://tableau.example.com/#/workbooks/7", DefaultViewID: "v1",
		CreatedAt: "2024-01-20T08:15:42Z", UpdatedAt: "2024-07-12T16:30:55Z", ShowTabs: &yes,
		Project: tableau.Reference{ID: "p1", Name: "Finance"}, Owner: tableau.Reference{ID: "u1", Name: "ann"}, Tags: []tableau.Tag{{Label: "weekly"}},
		Views: []tableau.View{{ID: "v1", Name: "Overview", ContentURL: "Sales/sheets/Overview"}},
	}, workbook); err != nil || diff != "" {
		t.Error(err, diff)
	}
	view, err := client.Views().Get(t.Context(), "v1")
	if diff := cmp.Diff(tableau.View{
		ID: "v1", Name: "Overview", ContentURL: "Sales/sheets/Overview", ViewURLName: "Overview", SheetType: "dashboard", CreatedAt: "2024-01-20T08:15:42Z",
		Workbook: tableau.Reference{ID: "w1"}, Project: tableau.Reference{ID: "p1"}, Owner: tableau.Reference{ID: "u1"},
	}, view); err != nil || diff != "" {
		t.Error(err, diff)
	}
	datasource, err := client.Datasources().Get(t.Context(), "d1")
	if diff := cmp.Diff(tableau.Datasource{
		ID: "d1", Name: "Orders", ContentURL: "Orders", Type: "hyper", HasExtracts: &yes, IsCertified: &no, UpdatedAt: "2024-07-12T16:30:55Z",
		Project: tableau.Reference{ID: "p1", Name: "Finance"}, Owner: tableau.Reference{ID: "u1"},
	}, datasource); err != nil || diff != "" {
		t.Error(err, diff)
	}
	user, err := client.Users().Get(t.Context(), "u1")
	if diff := cmp.Diff(tableau.User{
		ID: "u1", Name: "ann", FullName: "Ann Example", Email: "ann@example.com", SiteRole: "Creator", AuthSetting: "SAML",
		LastLogin: "2024-07-12T16:30:55Z", Domain: tableau.Reference{Name: "local"},
	}, user); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

func TestContent_onlyItsOwnCodeMeansNotFound(t *testing.T) {
	t.Parallel()
	reads := map[string]struct {
		own  string
		read func(context.Context, *tableau.Client) error
	}{
		"workbooks": {"404006", func(ctx context.Context, c *tableau.Client) error {
			_, err := c.Workbooks().Get(ctx, "x")
			return err
		}},
		"views": {"404011", func(ctx context.Context, c *tableau.Client) error {
			_, err := c.Views().Get(ctx, "x")
			return err
		}},
		"datasources": {"404004", func(ctx context.Context, c *tableau.Client) error {
			_, err := c.Datasources().Get(ctx, "x")
			return err
		}},
		"users": {"404002", func(ctx context.Context, c *tableau.Client) error {
			_, err := c.Users().Get(ctx, "x")
			return err
		}},
	}
	for segment, test := range reads {
		for _, code := range []string{"404000", "404001", "404002", "404003", "404004", "404006", "404011", "404027"} {
			f := newFake(t)
			f.mux.HandleFunc("GET "+sitePath+"/"+segment+"/x", status(404, refusal(code, "Resource Not Found", "…")))
			if err := test.read(t.Context(), f.client(t)); err == nil || tableau.IsNotFound(err) != (code == test.own) {
				t.Errorf("%s with %s: not found is %t", segment, code, tableau.IsNotFound(err))
			}
		}
		f := newFake(t)
		f.answer("GET "+sitePath+"/"+segment+"/x", `<tsResponse xmlns="http://tableau.com/api"/>`)
		if err := test.read(t.Context(), f.client(t, func(c *tableau.Config) { c.MaxRetries = 0 })); err == nil || !strings.Contains(err.Error(), "it holds no ") {
			t.Errorf("%s: an answer without the object gives %v", segment, err)
		}
	}
}

func TestContent_filtersAreEscapedAndImpossibleOnesLeftOut(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		filters []tableau.Filter
		want    string // of the query parameter filter
	}{
		"none":          {nil, ""},
		"a name":        {[]tableau.Filter{tableau.Equal("name", "Sales")}, "name:eq:Sales"},
		"odd signs":     {[]tableau.Filter{tableau.Equal("name", `50% "off" + ü = 🎉 #1?`)}, `name:eq:50% "off" + ü = 🎉 #1?`},
		"colons":        {[]tableau.Filter{tableau.Equal("name", "a:b")}, "name:eq:a:b"},
		"two":           {[]tableau.Filter{tableau.Equal("name", "Sales"), tableau.Equal("tags", "x")}, "name:eq:Sales,tags:eq:x"},
		"a comma":       {[]tableau.Filter{tableau.Equal("name", "a, b"), tableau.Equal("tags", "x")}, "tags:eq:x"},
		"an ampersand":  {[]tableau.Filter{tableau.Equal("name", "R&D")}, ""},
		"an empty name": {[]tableau.Filter{tableau.Equal("name", "")}, ""},
		"a time":        {[]tableau.Filter{tableau.After("createdAt", time.Date(2026, 3, 2, 18, 0, 0, 0, time.FixedZone("", 3600)))}, "createdAt:gt:2026-03-02T17:00:00Z"},
	} {
		f := newFake(t)
		var asked url.Values
		f.mux.HandleFunc("GET "+sitePath+"/workbooks", func(w http.ResponseWriter, r *http.Request) {
			asked = r.URL.Query()
			io.WriteString(w, pageOf("<workbooks/>", 0))
		})
		collect(t, f.client(t).Workbooks().All(t.Context(), test.filters...))
		if got := asked.Get("filter"); got != test.want || asked.Has("filter") != (test.want != "") {
			t.Errorf("%s: asked for %q, want %q", name, got, test.want)
		}
		if asked.Get("pageSize") != "1000" || asked.Get("pageNumber") != "1" {
			t.Errorf("%s: asked for page %s of %s", name, asked.Get("pageNumber"), asked.Get("pageSize"))
		}
	}
}

func TestPeople_listsAskForAllFields(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	var queries []string
	for segment, body := range map[string]string{
		"users":  pageOf(`<users><user id="u1" name="ann" fullName="Ann"/></users>`, 1),
		"groups": pageOf(`<groups><group id="g1" name="Finance" userCount="3" minimumSiteRole="Viewer"><domain name="local"/></group><group id="g2" name="Old"/></groups>`, 2),
	} {
		f.mux.HandleFunc("GET "+sitePath+"/"+segment, func(w http.ResponseWriter, r *http.Request) {
			queries = append(queries, r.URL.Query().Get("fields")+" "+r.URL.Query().Get("filter"))
			io.WriteString(w, body)
		})
	}
	client := f.client(t)
	users := collect(t, client.Users().All(t.Context(), tableau.Equal("name", "ann")))
	if diff := cmp.Diff([]tableau.User{{ID: "u1", Name: "ann", FullName: "Ann"}}, users); diff != "" {
		t.Error(diff)
	}
	three := int64(3)
	groups := collect(t, client.Groups().All(t.Context()))
	if diff := cmp.Diff([]tableau.Group{
		{ID: "g1", Name: "Finance", UserCount: &three, MinimumSiteRole: "Viewer", Domain: tableau.Reference{Name: "local"}}, {ID: "g2", Name: "Old"},
	}, groups); diff != "" {
		t.Error(diff)
	}
	if want := []string{"_all_ name:eq:ann", "_all_ "}; !slices.Equal(queries, want) {
		t.Errorf("asked for %q, want %q", queries, want)
	}
}

func TestContent_refusalsSayWhatToDo(t *testing.T) {
	t.Parallel()
	view := "The signed-in user lacks the right to see this. Ask its owner or an administrator for the View capability."
	people := "The signed-in user lacks the right to see users and groups, which is an administrator's on most sites. "
	for name, test := range map[string]struct {
		path, code, want string
		status           int
		list             func(context.Context, *tableau.Client) error
	}{
		"workbooks": {"/workbooks", "403004", view, 403, func(ctx context.Context, c *tableau.Client) error {
			return firstError(c.Workbooks().All(ctx))
		}},
		"flows": {"/flows", "403101", view, 403, func(ctx context.Context, c *tableau.Client) error {
			return firstError(c.Flows().All(ctx))
		}},
		"users": {"/users", "403004", people, 403, func(ctx context.Context, c *tableau.Client) error {
			return firstError(c.Users().All(ctx))
		}},
		"groups": {"/groups", "403004", people, 403, func(ctx context.Context, c *tableau.Client) error {
			return firstError(c.Groups().All(ctx))
		}},
		"a filter": {"/views", "400065", "The service refuses the filter or the page that was asked for. ", 400, func(ctx context.Context, c *tableau.Client) error {
			return firstError(c.Views().All(ctx, tableau.Equal("workbookName", "Sales")))
		}},
		"a filter of users": {"/users", "400065", "The service refuses the filter or the page that was asked for. ", 400, func(ctx context.Context, c *tableau.Client) error {
			return firstError(c.Users().All(ctx, tableau.Equal("name", "ann")))
		}},
	} {
		f := newFake(t)
		f.mux.HandleFunc("GET "+sitePath+test.path, status(test.status, refusal(test.code, "No", "…")))
		var failed *tableau.Error
		if err := test.list(t.Context(), f.client(t)); !errors.As(err, &failed) {
			t.Fatalf("%s: got %v", name, err)
		}
		if !strings.HasPrefix(failed.Advice(), test.want) {
			t.Errorf("%s: the advice is %q", name, failed.Advice())
		}
	}
}

func firstError[T any](list iter.Seq2[T, error]) error {
	for _, err := range list {
		return err
	}
	return nil
}

// tree are projects three deep, two with the same joined path, and one whose
// parent the user does not see.
const tree = `<projects>
  <project id="q" name="Quarterly" parentProjectId="f" contentPermissions="ManagedByOwner"><owner id="u1"/></project>
  <project id="f" name="Finance" contentPermissions="LockedToProject"/>
  <project id="m" name="May" parentProjectId="q" controllingPermissionsProjectId="f"/>
  <project id="s" name="Finance/Quarterly"/>
  <project id="h" name="Hidden child" parentProjectId="unseen"/>
  <project id="a" name="Around" parentProjectId="b"/>
  <project id="b" name="Bend" parentProjectId="a"/>
</projects>`

func TestProjects_haveTheirPaths(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET "+sitePath+"/projects", pageOf(tree, 7))
	projects, err := f.client(t).Projects().Tree(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{
		"f": "Finance", "q": "Finance/Quarterly", "m": "Finance/Quarterly/May", "s": "Finance/Quarterly", "h": "Hidden child", "none": "",
	} {
		if got := projects.Path(id); got != want {
			t.Errorf("the path of %s is %q, want %q", id, got, want)
		}
	}
	if path := projects.Path("a"); !strings.HasSuffix(path, "Bend/Around") {
		t.Errorf("the path of a project around itself is %q", path)
	}
	for path, want := range map[string][]string{
		"Finance": {"f"}, "finance": {"f"}, "Finance/Quarterly": {"q", "s"}, "FINANCE/quarterly/MAY": {"m"}, "Quarterly": nil, "": nil,
	} {
		var got []string
		for _, project := range projects.At(path) {
			got = append(got, project.ID)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("at %q there is %v, want %v", path, got, want)
		}
	}
	if project, found := projects.Get("m"); !found || project.ControllingPermissionsProjectID != "f" || project.ParentID != "q" {
		t.Errorf("got %+v", project)
	}
}

func TestProjects_areFetchedOnceWhenTheyCouldBe(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.inTurn("GET "+sitePath+"/projects", status(404, refusal("404000", "Resource Not Found", "Site")), body(pageOf(tree, 7)))
	client := f.client(t)
	if _, err := client.Projects().Tree(t.Context()); err == nil || tableau.IsNotFound(err) {
		t.Fatalf("got %v, want an error that is no project's absence", err)
	}
	for range 5 {
		if _, err := client.Projects().Tree(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := f.count("GET " + sitePath + "/projects"); n != 2 {
		t.Errorf("asked %d times, want 2: once in vain, once for good", n)
	}
}
