package permissions_test

import (
	"testing"

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
