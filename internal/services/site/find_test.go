package site_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// says matches texts wherever Terraform breaks their lines.
func says(parts ...string) *regexp.Regexp {
	for i, part := range parts {
		parts[i] = strings.Join(strings.Fields(regexp.QuoteMeta(part)), `[\s│]+`)
	}
	return regexp.MustCompile(`(?s)` + strings.Join(parts, `.*`))
}

func TestDataSources_nameOfSeveralListsThem(t *testing.T) {
	t.Parallel()
	site := newSite(t)
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{
			Config: site.Config(`
data "tableau_workbook" "sales" {
  name = "Sales"
}`),
			ExpectError: says("Several workbooks have this name", `The site shows 2 workbooks named "Sales":`,
				`"Sales" in project "Finance", id `+sales, `"Sales" in project "Finance/Quarterly", id `+quarterlySales,
				"Say which with id or project_path."),
		},
		{
			Config: site.Config(`
data "tableau_group" "finance" {
  name = "Finance"
}`),
			ExpectError: says("Several groups have this name", `"Finance" of domain "local", id `+financeGroup,
				`"Finance" of domain "example.com", id `+directoryGroup, "Say which with id or domain."),
		},
	}})

	p := site.Protocol(t.Context(), t, nil)
	if said := refused(t, p, "tableau_view", acctest.Object{"name": "Overview", "workbook_name": "Sales"}); said !=
		`AttributeName("name"): Several views have this name: The site shows 2 views named "Overview" in workbook "Sales":  `+
			`  "Overview" in the workbook with the id `+sales+` in project "Finance", id `+overview+
			`   "Overview" in the workbook with the id `+quarterlySales+` in project "Finance/Quarterly", id `+quarterlyView+
			`  Say which with id, workbook_id or project_path.` {
		t.Error(said)
	}
	site.Mock.AddProject(mockserver.Project{Name: "Quarterly", Parent: "Default"})
	site.Mock.AddProject(mockserver.Project{ID: nobody, Name: "Finance/Quarterly"})
	p = site.Protocol(t.Context(), t, nil)
	for want, config := range map[string]acctest.Object{
		`AttributeName("name"): Several projects have this name: The site shows 2 projects named "Quarterly":    "Quarterly" at the path "Default/Quarterly", id `: {"name": "Quarterly"},
		`AttributeName("path"): Several projects have this name: The site shows 2 projects at the path "Finance/Quarterly":    "`:                                  {"path": "Finance/Quarterly"},
	} {
		said := refused(t, p, "tableau_project", config)
		advice := map[bool]string{true: "Say which with id, path or project_path.", false: "Say which with id."}[config["name"] != nil]
		if !strings.HasPrefix(said, want) || !strings.HasSuffix(said, advice) {
			t.Errorf("got %s, want %s", said, want)
		}
	}
}

func TestDataSources_nameOfNoneSaysWhatThereIs(t *testing.T) {
	t.Parallel()
	p := newSite(t).Protocol(t.Context(), t, nil)
	const see = " The data source tableau_workbooks lists what there is."
	for _, test := range []struct {
		name   string
		config acctest.Object
		want   string
	}{
		{"tableau_workbook", acctest.Object{"name": "Costs"}, `AttributeName("name"): No such workbook: The site shows no workbook named "Costs" to this user.` + see},
		{
			"tableau_workbook", acctest.Object{"name": "Sales", "project_path": "Default"},
			`AttributeName("name"): No such workbook: The site shows no workbook named "Sales" in project "Default" to this user. Of this name there is elsewhere:  ` +
				`  "Sales" in project "Finance", id ` + sales + `   "Sales" in project "Finance/Quarterly", id ` + quarterlySales + ` ` + see,
		},
		{"tableau_workbook", acctest.Object{"id": nobody}, `AttributeName("id"): No such workbook: The site shows no workbook with the id ` + nobody + ` to this user.` + see},
		{
			"tableau_workbook", acctest.Object{"name": "Sales", "project_path": "Finance/Yearly"},
			`AttributeName("project_path"): No such project: The site shows no project at the path "Finance/Yearly" to this user. ` +
				`There is "Finance", which holds "Quarterly". The data source tableau_projects lists what there is.`,
		},
		{
			"tableau_project", acctest.Object{"path": "Money/Quarterly"},
			`AttributeName("path"): No such project: The site shows no project at the path "Money/Quarterly" to this user. ` +
				`A project of this name is at "Finance/Quarterly". The data source tableau_projects lists what there is.`,
		},
		{
			"tableau_project", acctest.Object{"path": "Finance/Quarterly/May"},
			`AttributeName("path"): No such project: The site shows no project at the path "Finance/Quarterly/May" to this user. ` +
				`There is "Finance/Quarterly", which holds no project. The data source tableau_projects lists what there is.`,
		},
		{"tableau_project", acctest.Object{"id": nobody}, `AttributeName("id"): No such project: The site shows no project with the id ` + nobody + ` to this user. The data source tableau_projects lists what there is.`},
		{"tableau_view", acctest.Object{"id": nobody}, `AttributeName("id"): No such view: The site shows no view with the id ` + nobody + ` to this user. The data source tableau_views lists what there is.`},
		{
			"tableau_view", acctest.Object{"name": "Overview", "workbook_name": "Costs"},
			`AttributeName("workbook_name"): No such workbook: The site shows no workbook named "Costs" to this user.` + see,
		},
		{
			"tableau_view", acctest.Object{"name": "Overview", "workbook_id": nobody},
			`AttributeName("name"): No such view: The site shows no view named "Overview" in the workbook with the id ` + nobody + ` to this user. Of this name there is elsewhere:  ` +
				`  "Overview" in the workbook with the id ` + sales + ` in project "Finance", id ` + overview +
				`   "Overview" in the workbook with the id ` + quarterlySales + ` in project "Finance/Quarterly", id ` + quarterlyView + `  The data source tableau_views lists what there is.`,
		},
		{"tableau_datasource", acctest.Object{"id": nobody}, `AttributeName("id"): No such data source: The site shows no data source with the id ` + nobody + ` to this user. The data source tableau_datasources lists what there is.`},
		{"tableau_flow", acctest.Object{"id": nobody}, `AttributeName("id"): No such flow: The site shows no flow with the id ` + nobody + ` to this user. The data source tableau_flows lists what there is.`},
		{"tableau_user", acctest.Object{"id": nobody}, `AttributeName("id"): No such user: The site shows no user with the id ` + nobody + ` to this user. The data source tableau_users lists what there is.`},
		{"tableau_user", acctest.Object{"name": "eve"}, `AttributeName("name"): No such user: The site shows no user named "eve" to this user. The data source tableau_users lists what there is.`},
		{"tableau_group", acctest.Object{"id": nobody}, `AttributeName("id"): No such group: The site shows no group with the id ` + nobody + ` to this user. The data source tableau_groups lists what there is.`},
		{
			"tableau_group", acctest.Object{"name": "Finance", "domain": "other"},
			`AttributeName("name"): No such group: The site shows no group named "Finance" of domain "other" to this user. Of this name there is elsewhere:  ` +
				`  "Finance" of domain "local", id ` + financeGroup + `   "Finance" of domain "example.com", id ` + directoryGroup + `  The data source tableau_groups lists what there is.`,
		},
	} {
		if said := refused(t, p, test.name, test.config); said != test.want {
			t.Errorf("%s %v says\n%s\nwant\n%s", test.name, test.config, said, test.want)
		}
	}
}

func TestDataSources_exactNameGoesBeforeOneOfOtherCase(t *testing.T) {
	t.Parallel()
	for _, ignoresCase := range []bool{false, true} {
		options := mockserver.Options{Seed: mockserver.Seed{
			Projects: []mockserver.Project{{Name: "A"}, {Name: "B"}, {Name: "C"}},
			Workbooks: []mockserver.Workbook{
				{Name: "SALES", Project: "A", Views: []mockserver.View{{Name: "Main"}}},
				{ID: sales, Name: "Sales", Project: "B", Views: []mockserver.View{{ID: overview, Name: "Main"}}},
				{Name: "sales", Project: "C", Views: []mockserver.View{{Name: "Main"}}},
			},
		}}
		options.Behaviour.NameFilterIgnoresCase = ignoresCase
		site := acctest.NewMock(t, options)
		p := site.Protocol(t.Context(), t, nil)
		if got := found(t, p, "tableau_workbook", acctest.Object{"name": "Sales"}); got["id"] != sales {
			t.Errorf("found %v", got)
		}
		if said := refused(t, p, "tableau_workbook", acctest.Object{"name": "sAlEs"}); !strings.Contains(said, `"SALES" in project "A", id `) {
			t.Errorf("a name that differs from three in case alone: %s", said)
		}
		if got := found(t, p, "tableau_workbook", acctest.Object{"name": "sAlEs", "project_path": "B"}); got["id"] != sales {
			t.Errorf("found %v", got)
		}
		if got := found(t, p, "tableau_view", acctest.Object{"name": "Main", "workbook_name": "Sales"}); got["id"] != overview {
			t.Errorf("found %v", got)
		}
		if got := found(t, p, "tableau_views", acctest.Object{"workbook_name": "sAlEs"}); len(got["views"].(acctest.Object)) != 3 {
			t.Errorf("found %v", got)
		}
	}
}

// oddNames are names that a filter cannot hold, or that are easily mangled on their way.
var oddNames = []string{
	"Sales, EMEA", "R&D", `The "best" 100% + more = #1?`, "Umsätze 🎉 日本", "a:b", "[a]", "star*", "back\\slash", "1/2", "<b>&amp;</b>", " spaced ", "filter=name:eq:x",
}

func TestDataSources_findOddNames(t *testing.T) {
	t.Parallel()
	options := mockserver.Options{}
	for _, name := range oddNames {
		options.Seed.Projects = append(options.Seed.Projects, mockserver.Project{Name: name})
	}
	for _, name := range oddNames {
		options.Seed.Datasources = append(options.Seed.Datasources, mockserver.Datasource{Name: name})
		options.Seed.Flows = append(options.Seed.Flows, mockserver.Flow{Name: name})
		options.Seed.Groups = append(options.Seed.Groups, mockserver.Group{Name: name})
		options.Seed.Users = append(options.Seed.Users, mockserver.User{Name: name})
		options.Seed.Workbooks = append(options.Seed.Workbooks, mockserver.Workbook{Name: name, Views: []mockserver.View{{Name: name}}})
	}
	site := acctest.NewMock(t, options)
	p := site.Protocol(t.Context(), t, nil)
	for _, name := range oddNames {
		for _, kind := range []string{"workbook", "datasource", "flow", "group", "user", "project"} {
			if got := found(t, p, "tableau_"+kind, acctest.Object{"name": name}); got["name"] != name {
				t.Errorf("%s: found %v for %q", kind, got["name"], name)
			}
			if got := found(t, p, "tableau_"+kind+"s", acctest.Object{"name": name}); len(got[kind+"s"].(acctest.Object)) != 1 {
				t.Errorf("%ss: found %v for %q", kind, got[kind+"s"], name)
			}
		}
		if got := found(t, p, "tableau_view", acctest.Object{"name": name, "workbook_name": name}); got["name"] != name {
			t.Errorf("view: found %v for %q", got["name"], name)
		}
		if got := found(t, p, "tableau_project", acctest.Object{"path": name}); got["path"] != name {
			t.Errorf("project: found %v at %q", got["path"], name)
		}
	}
	// The name of the project cannot be asked for either.
	odd := site.Mock.AddWorkbook(mockserver.Workbook{Name: "Costs", Project: func() string { p, _ := site.Mock.ProjectByName("Sales, EMEA"); return p.ID }()})
	if got := found(t, p, "tableau_workbook", acctest.Object{"name": "Costs", "project_path": "Sales, EMEA"}); got["id"] != odd {
		t.Errorf("found %v", got)
	}
}

func TestDataSources_askForTheNameAloneWhenItCanBeAskedFor(t *testing.T) {
	t.Parallel()
	site := newSite(t)
	p := site.Protocol(t.Context(), t, nil)
	found(t, p, "tableau_datasource", acctest.Object{"name": "Orders"})
	requests := site.Mock.Requests().ByRoute
	if requests["GET /sites/{site}/datasources"] != 1 || requests["GET /sites/{site}/datasources/{datasource}"] != 1 || requests["GET /sites/{site}/projects"] != 1 {
		t.Errorf("the requests are %v", requests)
	}
}

func TestDataSources_whatVanishesBetweenListAndReadIsSaid(t *testing.T) {
	t.Parallel()
	site := newSite(t)
	if err := site.Mock.SetFaults(mockserver.Fault{Route: "GET /sites/{site}/flows/{flow}", Code: "404027", Summary: "Resource Not Found"}); err != nil {
		t.Fatal(err)
	}
	want := `AttributeName("name"): No such flow: The list of flows shows "Prep" with the id ` + prep + `, and reading it finds nothing. It was probably just deleted: plan again in a while.`
	if said := refused(t, site.Protocol(t.Context(), t, nil), "tableau_flow", acctest.Object{"name": "Prep"}); said != want {
		t.Error(said)
	}
}
