package site_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const stamp = "2026-03-02T17:00:00Z" // the mock server's clock

// singles are, for each data source, ways to find one object, and all that is
// shown of it.
func singles(demo string) map[string]struct {
	ways []string
	want acctest.Object
} {
	type object = acctest.Object
	type single = struct {
		ways []string
		want object
	}
	inFinance := func(noun, id, name string, more object) object {
		all := object{
			"id": id, "name": name, "project_id": finance, "project_path": "Finance", "owner_id": ann, "tags": []any{"weekly"}, "created_at": stamp, "updated_at": stamp,
		}
		if noun != "" {
			all["webpage_url"] = "https://tableau.example.com/#/" + noun + "/" + id
		}
		for attribute, value := range more {
			all[attribute] = value
		}
		return all
	}
	return map[string]single{
		"tableau_workbook": {
			[]string{`id = "` + sales + `"`, `name = "Sales", project_path = "Finance"`, `name = "sALES", project_path = "finance"`},
			inFinance("workbooks", sales, "Sales", object{
				"content_url": "Sales", "description": "All of it", "default_view_id": overview, "show_tabs": true, "has_extracts": true,
				"tags": []any{"emea", "weekly"}, "views": object{"Overview": overview},
			}),
		},
		"tableau_view": {
			[]string{
				`id = "` + overview + `"`, `name = "Overview", workbook_id = "` + sales + `"`, `name = "Overview", project_path = "Finance"`,
				`name = "OVERVIEW", project_path = "Finance"`,
			},
			inFinance("", overview, "Overview", object{
				"workbook_id": sales, "content_url": "Sales/sheets/Overview", "view_url_name": "Overview", "sheet_type": "dashboard", "hidden": true,
			}),
		},
		"tableau_datasource": {
			[]string{`id = "` + orders + `"`, `name = "Orders"`, `name = "ORDERS"`, `name = "Orders", project_path = "Finance"`},
			inFinance("datasources", orders, "Orders", object{
				"content_url": "Orders", "type": "hyper", "certified": true, "certification_note": "Checked", "has_extracts": true,
			}),
		},
		"tableau_flow": {
			[]string{`id = "` + prep + `"`, `name = "Prep"`, `name = "prep", project_path = "Finance"`},
			inFinance("flows", prep, "Prep", object{
				"description": "Cleans", "file_type": "tflx", "output_steps": object{"Output": output},
				"parameters": object{
					"Region": object{"id": region, "type": "string", "description": "Where", "required": true, "default_value": "North", "allowed_values": []any{"North", "South"}},
					"Count":  object{"type": "integer", "required": false, "default_value": "2", "min": "1", "max": "10"},
				},
			}),
		},
		"tableau_project": {
			[]string{`id = "` + quarterly + `"`, `name = "Quarterly"`, `path = "Finance/Quarterly"`, `path = "finance/QUARTERLY"`},
			object{
				"id": quarterly, "name": "Quarterly", "path": "Finance/Quarterly", "project_path": "Finance", "parent_project_id": finance, "owner_id": demo,
				"content_permissions": "LockedToProject", "controlling_permissions_project_id": finance, "created_at": stamp, "updated_at": stamp,
			},
		},
		"tableau_group": {
			[]string{`id = "` + financeGroup + `"`, `name = "Finance", domain = "local"`, `name = "FINANCE", domain = "local"`},
			object{"id": financeGroup, "name": "Finance", "domain": "local", "minimum_site_role": "Viewer", "user_count": 1},
		},
		"tableau_user": {
			[]string{`id = "` + ann + `"`, `name = "ann@example.com"`, `name = "Ann@Example.com"`, `name = "ann@example.com", domain = "local"`},
			object{
				"id": ann, "name": "ann@example.com", "full_name": "Ann Example", "email": "ann@example.com", "domain": "local",
				"site_role": "Creator", "auth_setting": "ServerDefault",
			},
		},
	}
}

func TestDataSources_findOneByIDAndByNameAndShowAllOfIt(t *testing.T) {
	t.Parallel()
	site := newSite(t)
	demo, _ := site.Mock.UserByName("demo")
	var config strings.Builder
	var checks []statecheck.StateCheck
	for name, test := range singles(demo.ID) {
		for i, way := range test.ways {
			fmt.Fprintf(&config, "data %q \"way_%d\" {\n  %s\n}\n", name, i, strings.ReplaceAll(way, ", ", "\n  "))
			for attribute, value := range test.want {
				if text, is := value.(string); is {
					checks = append(checks, statecheck.ExpectKnownValue(fmt.Sprintf("data.%s.way_%d", name, i), tfjsonpath.New(attribute), knownvalue.StringExact(text)))
				}
			}
		}
	}
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{{Config: site.Config(config.String()), ConfigStateChecks: checks}}})
}

func TestFlowDataSource_warnsOfWhatSharesAName(t *testing.T) {
	t.Parallel()
	const second, third = "55555555-0000-4000-8000-000000000004", "55555555-0000-4000-8000-000000000005"
	options := mockserver.Options{Seed: content()}
	flow := &options.Seed.Flows[0]
	flow.Parameters = append(flow.Parameters, mockserver.FlowParameter{ID: second, Name: "Region"})
	flow.OutputSteps = append(flow.OutputSteps, mockserver.FlowOutputStep{ID: third, Name: "Output"})
	state, diagnostics := readData(t, acctest.NewMock(t, options).Protocol(t.Context(), t, nil), "tableau_flow", acctest.Object{"id": prep})
	var said []string
	for _, d := range diagnostics {
		said = append(said, fmt.Sprint(d.Severity, " ", acctest.DescribeDiagnostic(d)))
	}
	want := []string{
		`WARNING Flow "Prep" has several parameters called "Region": Their LUIDs are ` + region + ", " + second + ". The map parameters shows the last of them alone. " +
			"Write the LUID where another one is meant, or give them different names in the flow.",
		`WARNING Flow "Prep" has several output steps called "Output": Their LUIDs are ` + output + ", " + third + ". The map output_steps shows the last of them alone. " +
			"Write the LUID where another one is meant, or give them different names in the flow.",
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Error(diff)
	}
	if state["output_steps"].(acctest.Object)["Output"] != third || state["parameters"].(acctest.Object)["Region"].(acctest.Object)["id"] != second {
		t.Errorf("it shows %v", state)
	}
}

func TestDataSources_showNothingElse(t *testing.T) {
	t.Parallel()
	site := newSite(t)
	demo, _ := site.Mock.UserByName("demo")
	p := site.Protocol(t.Context(), t, nil)
	for name, test := range singles(demo.ID) {
		got := found(t, p, name, acctest.Object{"id": test.want["id"]})
		if name == "tableau_flow" {
			delete(got["parameters"].(acctest.Object)["Count"].(acctest.Object), "id")
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestViewDataSource_keepsTheWorkbookNameItWasGiven(t *testing.T) {
	t.Parallel()
	site := newSite(t)
	got := found(t, site.Protocol(t.Context(), t, nil), "tableau_view", acctest.Object{"name": "Overview", "workbook_name": "Sales", "project_path": "Finance/Quarterly"})
	if got["id"] != quarterlyView || got["workbook_name"] != "Sales" || got["workbook_id"] != quarterlySales {
		t.Errorf("found %v", got)
	}
}

func TestDataSources_refuseWhatNamesNoneOrTwo(t *testing.T) {
	t.Parallel()
	p := newSite(t).Protocol(t.Context(), t, nil)
	type object = acctest.Object
	for name, configs := range map[string][]object{
		"tableau_workbook": {{}, {"id": sales, "name": "Sales"}, {"id": sales, "project_path": "Finance"}, {"project_path": "Finance"}, {"id": "Sales"}, {"name": ""}},
		"tableau_view":     {{}, {"id": overview, "workbook_id": sales}, {"name": "Overview", "workbook_id": "Sales"}},
		"tableau_project": {
			{}, {"name": "Finance", "path": "Finance"}, {"id": finance, "path": "Finance"},
			{"path": "Finance/Quarterly", "project_path": "Finance"}, {"id": finance, "project_path": "Finance"},
		},
		"tableau_group":      {{}, {"id": financeGroup, "domain": "local"}},
		"tableau_workbooks":  {{"created_after": "yesterday"}, {"updated_after": "2026-03-02"}, {"project_id": "Finance"}, {"owner_id": "ann"}},
		"tableau_datasource": {{"id": orders, "name": "Orders"}},
	} {
		for _, config := range configs {
			if problems := validate(t, p, name, config); len(problems) != 1 {
				t.Errorf("%s %v: %d errors, want one", name, config, len(problems))
			}
		}
	}
}
