package permissions_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// withFinance is the estate with a group Finance.
func withFinance(t *testing.T, behaviour mockserver.Behaviour) (site *acctest.Site, finance string) {
	t.Helper()
	site = siteOf(t, "", behaviour)
	return site, site.Mock.AddGroup(mockserver.Group{Name: "Finance"})
}

func TestGranteePermissions_showWhatSomebodyChangedOfTheGranteeAndNothingElse(t *testing.T) {
	t.Parallel()
	site, _ := withFinance(t, mockserver.Behaviour{})
	one, config := site.Instance(granteePermissions, nil), granted("group:Finance", allow("Read", "Filter"))
	applies(t, one, config, acctest.Create)
	site.Mock.Grant(salesSet, "group:All Users", "Write", "Deny")
	site.Mock.Grant(salesSet, "user:ann", "Read", "Allow")
	plans(t, one, config, acctest.NoOp)

	site.Mock.Grant(salesSet, "group:Finance", "Write", "Allow")
	site.Mock.Grant(salesSet, "group:Finance", "Read", "Deny")
	site.Mock.Revoke(salesSet, "group:Finance", "Filter")
	one.Refresh(t)
	stateIs(t, one, granted("group:Finance", acctest.Object{"Read": "Deny", "Write": "Allow"}))
	applies(t, one, config, acctest.Update)
	want := mockserver.Rules{"group:Analysts": {"Read": "Allow"}, "group:All Users": {"Write": "Deny"}, "user:ann": {"Read": "Allow"}}
	want["group:Finance"] = map[string]string{"Read": "Allow", "Filter": "Allow"}
	has(t, site, salesSet, want)

	// What somebody adds after the last refresh is not this block's to take.
	acctest.FailOn(t, one.Apply(t, granted("group:Finance", allow("Read"))).Diagnostics)
	delete(want, "group:Finance")
	acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
	has(t, site, salesSet, want)
}

func TestGranteePermissions_whoseRulesAllWentAreMadeAgain(t *testing.T) {
	t.Parallel()
	site, _ := withFinance(t, mockserver.Behaviour{})
	one, config := site.Instance(granteePermissions, nil), granted("group:Finance", allow("Read"))
	applies(t, one, config, acctest.Create)
	site.Mock.Revoke(salesSet, "group:Finance", "Read")
	applies(t, one, config, acctest.Create)
	has(t, site, salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow"}, "group:Finance": {"Read": "Allow"}})
	site.Mock.Revoke(salesSet, "group:Finance", "Read")
	acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
}

func TestGranteePermissions_onADeletedItemAreGone(t *testing.T) {
	t.Parallel()
	site, _ := withFinance(t, mockserver.Behaviour{})
	one, config := site.Instance(granteePermissions, nil), granted("group:Finance", allow("Read"))
	applies(t, one, config, acctest.Create)
	site.Mock.DeleteWorkbook(estateSales)
	fails(t, one.Plan(t, config), `AttributeName("content_id"): There is no such workbook`, estateSales)
	acctest.FailOn(t, one.Refresh(t))
	stateIs(t, one, nil)
}

func TestGranteePermissions_ofARenamedGroupShowItsNewName(t *testing.T) {
	t.Parallel()
	site, finance := withFinance(t, mockserver.Behaviour{})
	one, config := site.Instance(granteePermissions, nil), granted("group:Finance", allow("Read"))
	applies(t, one, config, acctest.Create)
	site.Mock.UpdateGroup(finance, func(g *mockserver.Group) { g.Name = "Finance EMEA" })
	change := one.Plan(t, config)
	fails(t, change, `AttributeName("grantee"): Unknown grantee: The site has no group "Finance"`,
		`State shows "group:Finance EMEA", which the configuration does not name; if it was renamed, write that.`)
	if change.Before["grantee"] != "group:Finance EMEA" {
		t.Errorf("state shows %v", change.Before)
	}
	plans(t, one, granted("group:Finance EMEA", allow("Read")), acctest.NoOp)
	// A LUID outlasts new names.
	site.Mock.ResetRequests()
	applies(t, one, granted("group:"+finance, allow("Read")), acctest.Update)
	site.Mock.UpdateGroup(finance, func(g *mockserver.Group) { g.Name = "Money" })
	plans(t, one, granted("group:"+finance, allow("Read")), acctest.NoOp)
	expectCalls(t, site, writes)
}

// Whose name another group has now keeps its rules until a plan says that they go.
func TestGranteePermissions_whoseNameAnotherGroupHasNowAreReplaced(t *testing.T) {
	t.Parallel()
	site, finance := withFinance(t, mockserver.Behaviour{})
	one, config := site.Instance(granteePermissions, nil), granted("group:Finance", allow("Read"))
	applies(t, one, config, acctest.Create)
	site.Mock.UpdateGroup(finance, func(g *mockserver.Group) { g.Name = "Finance EMEA" })
	site.Mock.AddGroup(mockserver.Group{Name: "Finance"})
	change := applies(t, one, config, acctest.Replace)
	if change.Before["grantee"] != "group:Finance EMEA" || change.After["grantee"] != "group:Finance" {
		t.Errorf("the plan is from %v to %v", change.Before, change.After)
	}
	has(t, site, salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow"}, "group:Finance": {"Read": "Allow"}})
}

func TestGranteePermissions_ofAGroupThatIsMadeAgainAreMadeAgain(t *testing.T) {
	t.Parallel()
	for _, kept := range []bool{false, true} {
		site, finance := withFinance(t, mockserver.Behaviour{KeepsRulesOfDeletedGrantees: kept})
		one, config := site.Instance(granteePermissions, nil), granted("group:Finance", allow("Read"))
		applies(t, one, config, acctest.Create)
		site.Mock.DeleteGroup(finance)
		fails(t, one.Plan(t, config), `AttributeName("grantee"): Unknown grantee: The site has no group "Finance"`)
		site.Mock.AddGroup(mockserver.Group{Name: "Finance"})
		applies(t, one, config, acctest.Create)
		if rules := site.Mock.Rules(salesSet)["group:Finance"]; rules["Read"] != "Allow" {
			t.Errorf("the new group has %v", rules)
		}
	}
}

func TestGranteePermissions_ofADeletedGroupAreDestroyed(t *testing.T) {
	t.Parallel()
	for _, kept := range []bool{false, true} {
		for _, byLUID := range []bool{false, true} {
			site, finance := withFinance(t, mockserver.Behaviour{KeepsRulesOfDeletedGrantees: kept})
			one, grantee := site.Instance(granteePermissions, nil), "group:Finance"
			if byLUID {
				grantee = "group:" + finance
			}
			applies(t, one, granted(grantee, allow("Read")), acctest.Create)
			site.Mock.DeleteGroup(finance)
			change := one.Apply(t, nil)
			acctest.FailOn(t, change.Diagnostics)
			stateIs(t, one, nil)
			if kept && byLUID {
				says(t, change.Diagnostics, "WARNING", "Rules of nobody stay in the ", finance)
			}
		}
	}
}

func TestGranteePermissions_ofAnotherGranteeReplaceAndOfTheSameInAnotherFormDoNot(t *testing.T) {
	t.Parallel()
	site, finance := withFinance(t, mockserver.Behaviour{})
	one := site.Instance(granteePermissions, nil)
	applies(t, one, granted("group:Finance", allow("Read")), acctest.Create)
	site.Mock.ResetRequests()
	for _, form := range []string{"group:finance", "group:" + finance, `group:local\Finance`, "group:Finance"} {
		change := applies(t, one, granted(form, allow("Read")), acctest.Update)
		if !slices.Equal(change.Attributes(), []string{"grantee"}) {
			t.Errorf("%s changes %v", form, change.Attributes())
		}
	}
	expectCalls(t, site, writes)
	applies(t, one, granted("user:ann", allow("Read")), acctest.Replace)
	has(t, site, salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow"}, "user:ann": {"Read": "Allow"}})
	moved := acctest.Object{"content_type": "datasource", "content_id": estateOrders, "grantee": "user:ann", "capabilities": allow("Read")}
	applies(t, one, moved, acctest.Replace)
	has(t, site, salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow"}})
}

func TestGranteePermissions_whereNamesClashNameTheDomain(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	one := site.Instance(granteePermissions, nil)
	applies(t, one, granted(`group:corp\Sales`, allow("Read")), acctest.Create)
	has(t, site, salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow"}, "group:" + estateCorpSales: {"Read": "Allow"}})
	fails(t, one.Plan(t, granted("group:Sales", allow("Read"))), `AttributeName("grantee")`, `several groups "Sales"`, `"group:corp\\Sales"`)
	identity := map[string]string{"content_type": "workbook", "content_id": estateSales, "grantee": "group:" + estateCorpSales}
	if state := importByIdentity(t, site, granteePermissions, identity); state["grantee"] != `group:corp\Sales` {
		t.Errorf("imported as %v", state)
	}
}

func TestGranteePermissions_ofTheOwnerNeedNotBeListed(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{DropsOwnerRules: true})
	one, config := site.Instance(granteePermissions, nil), granted("user:ann", allow("Read"))
	applies(t, one, config, acctest.Create)
	applies(t, one, granted("user:ann", allow("Read", "Write")), acctest.Update)
	site.Mock.UpdateWorkbook(estateSales, func(w *mockserver.Workbook) { w.Owner = "demo" })
	applies(t, one, config, acctest.Create)
	has(t, site, salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow"}, "user:ann": {"Read": "Allow"}})
}

// Answers about permissions need not say who the owner is: the item itself does.
func TestGranteePermissions_ofAnOwnerWhomTheAnswerLeavesOutNeedNotBeListed(t *testing.T) {
	t.Parallel()
	for contentType, owner := range map[string]string{
		"workbook": "user:ann", "view": "user:ann", "datasource": "user:demo", "flow": "user:demo", "project": "user:demo", "virtual_connection": "user:demo",
	} {
		site := siteOf(t, "", mockserver.Behaviour{DropsOwnerRules: true, ContentByIDAlone: true})
		id := estateItems[contentType]
		config := acctest.Object{"content_type": contentType, "content_id": id, "grantee": owner, "capabilities": allow("Read")}
		applies(t, site.Instance(granteePermissions, nil), config, acctest.Create)
		has(t, site, mockserver.RuleSet{ContentType: contentType, ID: id}, mockserver.Rules{"group:Analysts": {"Read": "Allow"}})
	}
}

// That a leader of the project around it leads a project is not the block's.
func TestGranteePermissions_ignoreWhatIsInherited(t *testing.T) {
	t.Parallel()
	site, _ := withFinance(t, mockserver.Behaviour{})
	site.Mock.Grant(mockserver.RuleSet{ContentType: "project", ID: estateFinance}, "group:Finance", "ProjectLeader", "Allow")
	config := acctest.Object{"content_type": "project", "content_id": estateQuarterly, "grantee": "group:Finance", "capabilities": allow("Read")}
	one := site.Instance(granteePermissions, nil)
	applies(t, one, config, acctest.Create)
	stateIs(t, one, config)
	acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
	plans(t, one, config, acctest.Create)
}

// What a list shows of a group whose name cannot be written can be imported.
func TestGranteePermissions_ofAGroupWhoseNameCannotBeWrittenShowItsLUID(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	cafe := "group:" + site.Mock.AddGroup(mockserver.Group{Name: "Caf\uFFFD"})
	site.Mock.SetRules(salesSet, mockserver.Rules{cafe: {"Read": "Allow"}})
	imported := importByIdentity(t, site, granteePermissions, map[string]string{"content_type": "workbook", "content_id": estateSales, "grantee": cafe})
	if diff := cmp.Diff(granted(cafe, allow("Read")), imported); diff != "" {
		t.Errorf("the state is another one (-want +got):\n%s", diff)
	}
}
