package permissions

import (
	"fmt"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

const waysOut = `Or unlock that project in Tableau, by making its asset permissions customizable. ` +
	`To have Terraform forget what it manages here, use a removed block with destroy = false, or terraform state rm.`

func TestCheckPlan_refusesWhatAProjectLocks(t *testing.T) {
	t.Parallel()
	_, client := start(t, site(), asAdministrator)
	for name, test := range map[string]struct {
		of            tableau.RulesOf
		subject, ways string
	}{
		"a workbook": {
			workbook(secretID), `permissions of workbook "Secret" (22222222-0000-4000-8000-000000000002)`,
			`tableau_default_permissions with project_id = "11111111-0000-4000-8000-000000000002" and content_type = "workbook"`,
		},
		"a view": {
			tableau.RulesOf{ContentType: "view", ID: secretOneID}, `permissions of view "One" (33333333-0000-4000-8000-000000000001)`,
			`tableau_default_permissions with project_id = "11111111-0000-4000-8000-000000000002" and content_type = "workbook"`,
		},
		"a project": {
			tableau.RulesOf{ContentType: "project", ID: innerID}, `permissions of project "Locked/Inner" (11111111-0000-4000-8000-000000000003)`,
			`tableau_permissions with content_type = "project" and content_id = "11111111-0000-4000-8000-000000000002"`,
		},
		"a project's defaults": {
			tableau.RulesOf{ContentType: "project", ID: innerID, DefaultFor: "datasource"},
			`default permissions for data sources of project "Locked/Inner" (11111111-0000-4000-8000-000000000003)`,
			`tableau_default_permissions with project_id = "11111111-0000-4000-8000-000000000002" and content_type = "datasource"`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wanted := tableau.Rules{group(financeID): {"Read": "Allow"}}
			got := checked(t, client, plan(t, client, test.of, wanted, forms{group(financeID): "group:Finance"}))
			expect(t, got, fmt.Sprintf(`error at content_id: Permissions locked by a project: The %s are locked: `+
				`project "Locked" (11111111-0000-4000-8000-000000000002) decides the permissions of all that is in it, `+
				"and Tableau refuses to change them here.\n\nManage them there: %s. %s", test.subject, test.ways, waysOut))
		})
	}
}

func TestCheckPlan_namesTheLockingProjectByItsIDWhereItIsHidden(t *testing.T) {
	t.Parallel()
	_, client := start(t, site(), asAdministrator)
	got := checked(t, client, planned{
		of: tableau.RulesOf{ContentType: "collection", ID: salesID}, now: tableau.RuleSet{LockedBy: "99999999-0000-4000-8000-000000000009"},
		wanted: tableau.Rules{group(financeID): {"Read": "Allow"}},
	})
	expect(t, got, `error at : Permissions locked by a project: The permissions of collection 22222222-0000-4000-8000-000000000001 are locked: `+
		`project 99999999-0000-4000-8000-000000000009 decides the permissions of all that is in it, and Tableau refuses to change them here.`+"\n\n"+waysOut)
}

func TestCheckPlan_refusesTheDefaultsOfALockedDatabase(t *testing.T) {
	t.Parallel()
	_, client := start(t, site(), asAdministrator)
	of := tableau.RulesOf{ContentType: "database", ID: vaultDBID, DefaultFor: "table"}
	got := checked(t, client, plan(t, client, of, tableau.Rules{group(financeID): {"Read": "Allow"}}, forms{group(financeID): "group:Finance"}))
	expect(t, got, `error at content_id: Permissions locked by the database: The default permissions for tables of database "vault" `+
		`(44444444-0000-4000-8000-000000000001) are locked with the database, and Tableau refuses to change them. `+
		`Unlock the database first: make its table permissions customizable in Tableau. `+
		`To have Terraform forget what it manages here, use a removed block with destroy = false, or terraform state rm.`)
}

func TestCheckPlan_oneProjectListServesAHundredLockedItems(t *testing.T) {
	t.Parallel()
	options := site()
	ids := make([]string, 100)
	for i := range ids {
		ids[i] = fmt.Sprintf("22222222-0000-4000-8000-0000000001%02d", i)
		options.Seed.Workbooks = append(options.Seed.Workbooks, mockserver.Workbook{ID: ids[i], Name: fmt.Sprint("Locked ", i), Project: "Locked"})
	}
	mock, client := start(t, options, asAdministrator)
	for _, id := range ids {
		got := checked(t, client, plan(t, client, workbook(id), tableau.Rules{group(financeID): {"Read": "Allow"}}, nil))
		if len(got) != 1 {
			t.Fatalf("%s: got %q, want one error", id, got)
		}
	}
	requests := mock.Requests()
	if n := requests.ByRoute[routeProjects]; n != 1 {
		t.Errorf("the projects were listed %d times, want once", n)
	}
	if n := requests.ByRoute["GET /sites/{site}/workbooks/{workbook}/permissions"]; n != 100 {
		t.Errorf("permissions were read %d times, want 100: once each, by the plan", n)
	}
}
