package mockserver_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

var namedObject = regexp.MustCompile(`<(?:workbook|view|datasource|flow|user|group|backgroundJob|project) id="[^"]*" name="([^"]*)"`)

// namesIn are the names of the objects of a list; the projects that stand in content do not count.
func namesIn(list string) []string {
	_, list, _ = strings.Cut(list, "/>")
	list = regexp.MustCompile(`<project id="[^"]*" name="[^"]*"/>`).ReplaceAllString(list, "")
	var names []string
	for _, parts := range namedObject.FindAllStringSubmatch(list, -1) {
		names = append(names, parts[1])
	}
	return names
}

func TestFilters(t *testing.T) {
	t.Parallel()
	_, c := startLibrary(t)
	for query, want := range map[string][]string{
		"/workbooks?filter=name:eq:Sales%202026":                                   {"Sales 2026"},
		"/workbooks?filter=name:cieq:SALES%202026":                                 {"Sales 2026", "sales 2026"},
		"/workbooks?filter=name:in:[Sales%202026,other]":                           {"Sales 2026"},
		"/workbooks?filter=name:eq:nothing":                                        nil,
		"/workbooks?filter=tags:eq:east":                                           {"Sales 2026"},
		"/workbooks?filter=hasExtracts:eq:false":                                   {"sales 2026"},
		"/workbooks?filter=createdAt:gt:2026-01-02T03:04:05z":                      {"sales 2026"},
		"/workbooks?filter=createdAt:gte:2026-01-02T03:04:05Z,hasExtracts:eq:true": {"Sales 2026"},
		"/workbooks?filter=projectName:eq:Quarterly,ownerName:eq:Ann%20Lee":        {"Sales 2026"},
		"/workbooks?sort=name:desc":                                                {"Sales 2026", "sales 2026"},
		"/workbooks?sort=createdAt:desc":                                           {"sales 2026", "Sales 2026"},
		"/views?filter=workbookName:eq:Sales%202026,sheetType:eq:dashboard":        {"Map"},
		"/views?sort=name:asc":                                                     {"Map", "Over view"},
		"/datasources?filter=type:eq:sqlserver,isCertified:eq:true":                {"Orders"},
		"/flows?filter=projectId:eq:00000000-0000-0000-0000-0000000000e0":          {"Clean", "Plain"},
		"/projects?filter=topLevelProject:eq:true":                                 {"Default", "Finance"},
		"/projects?filter=parentProjectId:eq:00000000-0000-0000-0000-0000000000e1": {"Quarterly"},
		"/users?filter=siteRole:eq:Explorer":                                       {"ann"},
		"/users?filter=friendlyName:eq:Ann%20Lee":                                  {"ann"},
		"/users?filter=isLocal:eq:false":                                           {"vic@corp.example"},
		"/groups?filter=domainName:eq:corp":                                        {"Analysts"},
		"/groups?filter=userCount:gt:1":                                            {"All Users"},
	} {
		a := c.api("GET", onDefaultSite+query, "")
		wantStatus(t, a, 200)
		if got := namesIn(a.inner(t)); !slices.Equal(got, want) {
			t.Errorf("%s answered %q, want %q", query, got, want)
		}
	}
}

func TestFilters_unknownOnesAreRefused(t *testing.T) {
	t.Parallel()
	_, c := startLibrary(t)
	for _, query := range []string{
		"/workbooks?filter=colour:eq:red", "/workbooks?filter=name:has:Sales", "/workbooks?filter=name", "/workbooks?filter=name:in:Sales",
		"/workbooks?sort=colour:asc", "/workbooks?sort=name:up", "/users?filter=email:eq:x", "/flows/runs?filter=title:eq:x",
	} {
		wantRefusal(t, c.api("GET", onDefaultSite+query, ""), 400, "400065")
	}
}

func TestFilters_namesMayBeToldApartWithoutCase(t *testing.T) {
	t.Parallel()
	o := libraryOptions(t)
	o.Behaviour.NameFilterIgnoresCase = true
	_, c := start(t, o)
	got := namesIn(c.api("GET", onDefaultSite+"/workbooks?filter=name:eq:SALES%202026", "").inner(t))
	if want := []string{"Sales 2026", "sales 2026"}; !slices.Equal(got, want) {
		t.Errorf("answered %q, want %q", got, want)
	}
}

func TestLists_havePages(t *testing.T) {
	t.Parallel()
	_, c := startLibrary(t)
	got := c.api("GET", onDefaultSite+"/flows?pageSize=1&pageNumber=2&sort=name:asc", "").inner(t)
	want := `<pagination pageNumber="2" pageSize="1" totalAvailable="2"/><flows><flow id="00000000-0000-0000-0000-0000000000d7" name="Plain"`
	if !strings.HasPrefix(got, want) {
		t.Errorf("answered %s, want %s", got, want)
	}
	wantRefusal(t, c.api("GET", onDefaultSite+"/flows?pageSize=1&pageNumber=3", ""), 400, "400006")
}
