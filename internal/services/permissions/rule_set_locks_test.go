package permissions_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// A project moved into a locked one is destroyed without a revocation, whether its
// permissions name the one that locks them or not.
func TestPermissions_ofAProjectMovedIntoALockedOneCanBeDestroyed(t *testing.T) {
	t.Parallel()
	analysts := acctest.Object{"group:Analysts": allow("Read")}
	for _, behaviour := range []mockserver.Behaviour{{}, {LockedProjectsHideParent: true}} {
		for noun, config := range map[string]acctest.Object{
			permissions:                   {"content_type": "project", "content_id": estateQuarterly, "rules": analysts},
			defaultPermissions:            {"content_type": "workbook", "project_id": estateQuarterly, "rules": analysts},
			"tableau_grantee_permissions": {"content_type": "project", "content_id": estateQuarterly, "grantee": "group:Analysts", "capabilities": allow("Read")},
		} {
			site := siteOf(t, "", behaviour)
			site.Mock.SetRules(mockserver.RuleSet{ContentType: "project", ID: estateVault}, mockserver.Rules{"group:Analysts": {"Read": "Allow"}})
			site.Mock.SetRules(mockserver.RuleSet{ContentType: "project", ID: estateVault, DefaultFor: "workbook"}, mockserver.Rules{"group:Analysts": {"Read": "Allow"}})
			one := site.Instance(noun, nil)
			applies(t, one, config, acctest.Create)
			site.Mock.UpdateProject(estateQuarterly, func(p *mockserver.Project) { p.Parent = estateVault })
			plans(t, one, config, acctest.NoOp)
			change := one.Apply(t, nil)
			acctest.FailOn(t, change.Diagnostics)
			says(t, change.Diagnostics, "WARNING", "of project "+estateQuarterly+" were revoked", "Project "+estateVault+" locks them")
			if one.State(t) != nil {
				t.Errorf("%s: there is still %v in state", noun, one.State(t))
			}
		}
	}
}

// What fails for another reason than the lock is a failure.
func TestPermissions_destructionOfALockedItemThatFailsOtherwiseStaysInState(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	site.Mock.SetRules(mockserver.RuleSet{ContentType: "project", ID: estateVault, DefaultFor: "workbook"}, mockserver.Rules{"group:Analysts": {"Read": "Allow"}})
	one := site.Instance(permissions, nil)
	applies(t, one, onSales(acctest.Object{"group:Analysts": allow("Read")}), acctest.Create)
	site.Mock.UpdateWorkbook(estateSales, func(w *mockserver.Workbook) { w.Project = estateVault })
	setFault(t, site, mockserver.Fault{
		Route: "DELETE /sites/{site}/workbooks/{workbook}/permissions/{grantees}/{grantee}/{capability}/{mode}", Code: "400000",
	})
	fails(t, one.Apply(t, nil), "error 400000")
	stateHas(t, one, acctest.Object{"group:Analysts": allow("Read")})
}

// Where the tabs of a workbook are shown, its permissions hold for the views.
func TestPermissions_ofAViewThatBecameATabCanBeDestroyed(t *testing.T) {
	t.Parallel()
	for noun, config := range map[string]acctest.Object{
		permissions:                   {"content_type": "view", "content_id": estateOverview, "rules": acctest.Object{"group:Analysts": allow("Read")}},
		"tableau_grantee_permissions": {"content_type": "view", "content_id": estateOverview, "grantee": "group:Analysts", "capabilities": allow("Read")},
	} {
		site := siteOf(t, "", mockserver.Behaviour{})
		site.Mock.Grant(salesSet, "group:Analysts", "Read", "Allow")
		one := site.Instance(noun, nil)
		applies(t, one, config, acctest.Create)
		site.Mock.UpdateWorkbook(estateSales, func(w *mockserver.Workbook) { w.HideTabs = false })
		change := one.Apply(t, nil)
		acctest.FailOn(t, change.Diagnostics)
		says(t, change.Diagnostics, "WARNING", "No permissions of view "+estateOverview+" were revoked", "Workbook "+estateSales+" shows its views as tabs")
	}
}

// granting is a configuration of either resource that gives Analysts capabilities.
func granting(noun, contentType, id string, capabilities acctest.Object) acctest.Object {
	config := acctest.Object{"content_type": contentType, "content_id": id}
	if noun == granteePermissions {
		return with(with(config, "grantee", "group:Analysts"), "capabilities", capabilities)
	}
	return with(config, "rules", acctest.Object{"group:Analysts": capabilities})
}

// What takes an item's own rules out of force after the plan is what the apply speaks of, and not the rights of the signed-in user.
func TestPermissions_thatAreNotTheItemsOwnAnyMoreSayWhoseAreInForce(t *testing.T) {
	t.Parallel()
	for _, noun := range []string{permissions, granteePermissions} {
		for contentType, test := range map[string]struct {
			id, code, want string
			change         func(*mockserver.Server)
		}{
			"view": {
				estateOverview, "403004", "Workbook " + estateSales + " shows its views as tabs, so that its own rules are in force.",
				func(s *mockserver.Server) {
					s.UpdateWorkbook(estateSales, func(w *mockserver.Workbook) { w.HideTabs = false })
				},
			},
			"workbook": {
				estateSales, "403004", "Project " + estateVault + " locks them, so that the rules in force are those of its default permissions.",
				func(s *mockserver.Server) {
					s.UpdateWorkbook(estateSales, func(w *mockserver.Workbook) { w.Project = estateVault })
				},
			},
			// The plan cannot say this: Tableau does not show which database a table is in.
			"table": {
				estateLines, "403117", "The database locks the permissions of its tables, so that they are as it gives them.",
				func(s *mockserver.Server) {
					s.UpdateDatabase(estateWarehouse, func(d *mockserver.Database) { d.ContentPermissions = "LockedToDatabase" })
				},
			},
		} {
			site := siteOf(t, "", mockserver.Behaviour{})
			prior, planned := granting(noun, contentType, test.id, allow("Read")), granting(noun, contentType, test.id, allow("Read", "Write"))
			applies(t, site.Instance(noun, nil), prior, acctest.Create)
			test.change(site.Mock)
			p := site.Protocol(t.Context(), t, nil)
			response, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
				TypeName: noun, PriorState: p.Resource(t, noun, prior), Config: p.Resource(t, noun, planned), PlannedState: p.Resource(t, noun, planned),
			})
			if err != nil {
				t.Fatal(err)
			}
			says(t, response.Diagnostics, `ERROR AttributeName("content_id"): Cannot `, "error "+test.code, "The permissions of "+contentType+" "+test.id+" are not its own now. "+
				test.want+" Manage what is in force instead, or undo that in Tableau and apply again. "+
				"To have Terraform forget what it manages here, use a removed block with destroy = false, or terraform state rm.  The rules are as they were.")
			if said := texts(response.Diagnostics); strings.Contains(said, "sign in as one of them") {
				t.Errorf("the advice is about rights:\n%s", said)
			}
		}
	}
}

// What a locked database gives to its tables is not theirs to revoke.
func TestPermissions_ofATableOfALockedDatabaseCanBeDestroyed(t *testing.T) {
	t.Parallel()
	for _, noun := range []string{permissions, granteePermissions} {
		site := siteOf(t, "", mockserver.Behaviour{})
		given := mockserver.RuleSet{ContentType: "database", ID: estateWarehouse, DefaultFor: "table"}
		site.Mock.SetRules(given, mockserver.Rules{"group:Analysts": {"Read": "Allow"}})
		one := site.Instance(noun, nil)
		applies(t, one, granting(noun, "table", estateLines, allow("Read")), acctest.Create)
		site.Mock.UpdateDatabase(estateWarehouse, func(d *mockserver.Database) { d.ContentPermissions = "LockedToDatabase" })
		change := one.Apply(t, nil)
		acctest.FailOn(t, change.Diagnostics)
		says(t, change.Diagnostics, "WARNING", "No permissions of table "+estateLines+" were revoked", "The database locks the permissions of its tables")
		has(t, site, given, mockserver.Rules{"group:Analysts": {"Read": "Allow"}})
	}
}

// Rules of a user who is gone hold for nobody, and keep nothing else from being revoked.
func TestPermissions_withARuleOfNobodyThatCannotBeDeletedCanBeDestroyed(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"3.22", "3.29"} {
		site := siteOf(t, version, mockserver.Behaviour{})
		gone := "group:" + estateGone
		site.Mock.SetRules(salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow"}, gone: {"Read": "Allow"}, "user:demo": {"Read": "Allow"}})
		one := site.Instance(permissions, nil)
		one.Import(t, "workbook/"+estateSales)
		change := one.Apply(t, nil)
		acctest.FailOn(t, change.Diagnostics)
		says(t, change.Diagnostics, "WARNING", "Rules of nobody stay in the permissions of workbook "+estateSales)
		has(t, site, salesSet, mockserver.Rules{gone: {"Read": "Allow"}})
	}
}

// Who is ignored and gone can be in no replacement of all rules, and keeps no rule from being changed.
func TestPermissions_withAnIgnoredRuleOfNobodyCanBeChanged(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{KeepsRulesOfDeletedGrantees: true})
	bob := site.Mock.AddUser(mockserver.User{Name: "bob", SiteRole: "Viewer"})
	site.Mock.Grant(salesSet, "user:bob", "Read", "Allow")
	one := site.Instance(permissions, nil)
	config := with(onSales(acctest.Object{"group:Analysts": allow("Read")}), "ignore_grantees", []any{"user:" + bob})
	applies(t, one, config, acctest.Create)
	site.Mock.DeleteUser(bob)
	applies(t, one, with(config, "rules", acctest.Object{"group:Analysts": allow("Filter")}), acctest.Update)
	has(t, site, salesSet, mockserver.Rules{"group:Analysts": {"Filter": "Allow"}, "user:" + bob: {"Read": "Allow"}})
}
