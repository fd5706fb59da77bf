package permissions_test

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestPermissions_whatSomebodyGrantsIsRemoved(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	one, config := site.Instance(permissions, nil), onSales(acctest.Object{"group:Analysts": allow("Read")})
	applies(t, one, config, acctest.Create)
	site.Mock.Grant(salesSet, "group:All Users", "Read", "Allow")
	site.Mock.Grant(salesSet, "group:Analysts", "Write", "Deny")
	applies(t, one, config, acctest.Update)
	has(t, site, salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow"}})

	site.Mock.Revoke(salesSet, "group:Analysts", "Read")
	one.Refresh(t)
	stateHas(t, one, acctest.Object{})
	applies(t, one, config, acctest.Update)
	has(t, site, salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow"}})
}

func TestPermissions_ofIgnoredGranteesAreLeftAlone(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"3.22", "3.29"} {
		site := siteOf(t, version, mockserver.Behaviour{})
		site.Mock.Grant(salesSet, "group:All Users", "Read", "Allow")
		one := site.Instance(permissions, nil)
		config := with(onSales(acctest.Object{"group:Analysts": allow("Read")}), "ignore_grantees", []any{"group:all users"})
		applies(t, one, config, acctest.Create)
		site.Mock.Grant(salesSet, "group:All Users", "Filter", "Deny")
		plans(t, one, config, acctest.NoOp)

		applies(t, one, with(config, "rules", acctest.Object{"user:ann": allow("Read")}), acctest.Update)
		has(t, site, salesSet, mockserver.Rules{"group:All Users": {"Read": "Allow", "Filter": "Deny"}, "user:ann": {"Read": "Allow"}})
		acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
		has(t, site, salesSet, mockserver.Rules{"group:All Users": {"Read": "Allow", "Filter": "Deny"}})
	}
}

func TestPermissions_importedAndThenIgnoredStayWithAWarning(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	site.Mock.Grant(salesSet, "group:All Users", "Read", "Allow")
	one := site.Instance(permissions, nil)
	one.Import(t, "workbook/"+strings.ToUpper(estateSales))
	stateHas(t, one, acctest.Object{"group:All Users": allow("Read"), "group:Analysts": allow("Read")})
	config := with(onSales(acctest.Object{"group:Analysts": allow("Read")}), "ignore_grantees", []any{"group:All Users", "group:Nobody"})
	change := plans(t, one, config, acctest.Update)
	says(t, change.Diagnostics, "WARNING", `"group:Nobody"`, "there is nothing to ignore")
	says(t, change.Diagnostics, "WARNING", "takes the rules of group:All Users out of state, because they are ignored now. Tableau keeps them.")
	site.Mock.ResetRequests()
	applies(t, one, config, acctest.Update)
	expectCalls(t, site, writes)
	has(t, site, salesSet, mockserver.Rules{"group:All Users": {"Read": "Allow"}, "group:Analysts": {"Read": "Allow"}})
}

func TestPermissions_changesOfFormAndOnDestroyAreNotWritten(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	one, config := site.Instance(permissions, nil), onSales(acctest.Object{"user:ann": allow("Read")})
	applies(t, one, config, acctest.Create)
	site.Mock.ResetRequests()
	for _, changed := range []acctest.Object{
		onSales(acctest.Object{"user:ANN": allow("Read")}),
		onSales(acctest.Object{"user:" + strings.ToUpper(estateAnn): allow("Read")}),
		with(onSales(acctest.Object{"user:" + estateAnn: allow("Read")}), "on_destroy", "keep"),
	} {
		applies(t, one, changed, acctest.Update)
		expectCalls(t, site, writes)
	}
	acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
	expectCalls(t, site, writes)
	has(t, site, salesSet, mockserver.Rules{"user:ann": {"Read": "Allow"}})
}

func TestPermissions_whereNamesClashNameTheDomain(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	one, config := site.Instance(permissions, nil), onSales(acctest.Object{`group:corp\Sales`: allow("Read")})
	applies(t, one, config, acctest.Create)
	has(t, site, salesSet, mockserver.Rules{"group:" + estateCorpSales: {"Read": "Allow"}})
	imported := site.Instance(permissions, nil)
	imported.Import(t, "workbook/"+estateSales)
	plans(t, imported, config, acctest.NoOp)
	fails(t, one.Plan(t, onSales(acctest.Object{"group:Sales": allow("Read")})), `AttributeName("rules").ElementKeyString("group:Sales")`, `several groups "Sales"`, `"group:corp\\Sales"`)
}

// XML and Terraform can hold U+FFFD, which directories show where an import had the wrong encoding.
func TestPermissions_ofAGroupWhoseNameCannotBeWrittenShowItsLUID(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	cafe := "group:" + site.Mock.AddGroup(mockserver.Group{Name: "Caf\uFFFD"})
	site.Mock.SetRules(salesSet, mockserver.Rules{cafe: {"Read": "Allow"}})
	one := site.Instance(permissions, nil)
	one.Import(t, "workbook/"+estateSales)
	acctest.FailOn(t, one.Refresh(t))
	stateHas(t, one, acctest.Object{cafe: allow("Read")})
	applies(t, one, onSales(acctest.Object{cafe: allow("Read", "Filter")}), acctest.Update)
}

// A state that shows such a name is read as if the name meant nobody.
func TestPermissions_inAStateWithANameThatCannotBeWrittenAreRead(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	cafe := site.Mock.AddGroup(mockserver.Group{Name: "Caf\uFFFD"})
	site.Mock.SetRules(salesSet, mockserver.Rules{"group:" + cafe: {"Read": "Allow"}})
	p := site.Protocol(t.Context(), t, nil)
	for noun, test := range map[string]struct {
		state     acctest.Object
		attribute string
		want      any
	}{
		permissions:        {with(onSales(acctest.Object{"group:Caf\uFFFD": allow("Read")}), "on_destroy", "revoke"), "rules", acctest.Object{"group:" + cafe: allow("Read")}},
		granteePermissions: {granted("group:Caf\uFFFD", allow("Read")), "grantee", "group:" + cafe},
	} {
		request := &tfprotov6.ReadResourceRequest{TypeName: noun, CurrentState: p.Resource(t, noun, test.state)}
		if noun == granteePermissions {
			request.Private = []byte(`{"grantee": "` + base64.StdEncoding.EncodeToString([]byte(`{"grantee": "group:`+cafe+`"}`)) + `"}`)
		}
		read, err := p.ReadResource(t.Context(), request)
		if err != nil {
			t.Fatal(err)
		}
		acctest.FailOn(t, read.Diagnostics)
		if diff := cmp.Diff(test.want, p.DecodeResource(t, noun, read.NewState)[test.attribute]); diff != "" {
			t.Errorf("%s: another %s is shown (-want +got):\n%s", noun, test.attribute, diff)
		}
	}
}

func TestPermissions_putOfTheOtherModeInAllThreeWays(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"", "ignore", "flip"} {
		for _, version := range []string{"3.22", "3.29"} {
			t.Run(version+way, func(t *testing.T) {
				t.Parallel()
				site := siteOf(t, version, mockserver.Behaviour{OtherModePut: way})
				one := site.Instance(permissions, nil)
				for _, mode := range []string{"Allow", "Deny", "Allow"} {
					acctest.FailOn(t, one.Apply(t, onSales(acctest.Object{"group:Analysts": acctest.Object{"Read": "Allow", "Write": mode}})).Diagnostics)
					has(t, site, salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow", "Write": mode}})
				}
			})
		}
	}
}

func TestPermissions_ofDeletedGranteesAreDrift(t *testing.T) {
	t.Parallel()
	for _, kept := range []bool{false, true} {
		site := siteOf(t, "", mockserver.Behaviour{KeepsRulesOfDeletedGrantees: kept})
		bob := site.Mock.AddUser(mockserver.User{Name: "bob", SiteRole: "Viewer"})
		one := site.Instance(permissions, nil)
		rest := acctest.Object{"group:Analysts": allow("Read")}
		applies(t, one, onSales(acctest.Object{"group:Analysts": allow("Read"), "user:bob": allow("Read")}), acctest.Create)
		site.Mock.DeleteUser(bob)
		one.Refresh(t)
		action := acctest.NoOp
		if kept {
			stateHas(t, one, acctest.Object{"group:Analysts": allow("Read"), "user:" + bob: allow("Read")})
			action = acctest.Update
		} else {
			stateHas(t, one, rest)
		}
		fails(t, one.Plan(t, onSales(acctest.Object{"group:Analysts": allow("Read"), "user:bob": allow("Read")})), `ElementKeyString("user:bob")`, `The site has no user "bob"`)
		applies(t, one, onSales(rest), action)
		has(t, site, salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow"}})
	}
}

// Where rules are taken away one by one, Tableau may not let those of nobody go.
func TestPermissions_ofDeletedGranteesThatStayCanBeIgnored(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "3.22", mockserver.Behaviour{KeepsRulesOfDeletedGrantees: true})
	bob := site.Mock.AddUser(mockserver.User{Name: "bob", SiteRole: "Viewer"})
	one, rest := site.Instance(permissions, nil), onSales(acctest.Object{"group:Analysts": allow("Read")})
	applies(t, one, onSales(acctest.Object{"group:Analysts": allow("Read"), "user:bob": allow("Read")}), acctest.Create)
	site.Mock.DeleteUser(bob)
	fails(t, one.Apply(t, rest), `AttributeName("rules")`, bob, "404002", "add them to ignore_grantees")
	applies(t, one, with(rest, "ignore_grantees", []any{"user:" + bob}), acctest.Update)
	acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
	has(t, site, salesSet, mockserver.Rules{"user:" + bob: {"Read": "Allow"}})
}

func TestPermissions_destroyedSkipGranteesThatAreGone(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	bob := site.Mock.AddUser(mockserver.User{Name: "bob", SiteRole: "Viewer"})
	one := site.Instance(permissions, nil)
	applies(t, one, onSales(acctest.Object{"group:Analysts": allow("Read"), "user:bob": allow("Read")}), acctest.Create)
	site.Mock.DeleteUser(bob)
	acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
	has(t, site, salesSet, mockserver.Rules{})
}

func TestPermissions_ofARenamedGroupSayHowItIsCalledNow(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	finance := site.Mock.AddGroup(mockserver.Group{Name: "Finance"})
	one, config := site.Instance(permissions, nil), onSales(acctest.Object{"group:Finance": allow("Read")})
	applies(t, one, config, acctest.Create)
	site.Mock.UpdateGroup(finance, func(g *mockserver.Group) { g.Name = "Finance EMEA" })
	fails(t, one.Plan(t, config), `ElementKeyString("group:Finance")`, `The site has no group "Finance"`,
		`State shows "group:Finance EMEA", which the configuration does not name; if it was renamed, write that.`)
	plans(t, one, onSales(acctest.Object{"group:Finance EMEA": allow("Read")}), acctest.NoOp)
	// A LUID outlasts the new name.
	site.Mock.ResetRequests()
	applies(t, one, onSales(acctest.Object{"group:" + finance: allow("Read")}), acctest.Update)
	expectCalls(t, site, writes)
}

// destroyedUnrefreshed is the destruction of what is in state, with nothing that is kept beside it.
func destroyedUnrefreshed(t *testing.T, site *acctest.Site, one *acctest.Instance) (*acctest.Protocol, *tfprotov6.ApplyResourceChangeResponse) {
	t.Helper()
	p := site.Protocol(t.Context(), t, nil)
	none := p.Resource(t, permissions, nil)
	destroyed, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: permissions, PriorState: p.Resource(t, permissions, one.State(t)), PlannedState: none, Config: none,
	})
	if err != nil {
		t.Fatal(err)
	}
	return p, destroyed
}

// A destruction that fails keeps what it could not look up, too.
func TestPermissions_ofARenamedGroupStayInStateWhereTheDestructionFails(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	finance := site.Mock.AddGroup(mockserver.Group{Name: "Finance"})
	one := site.Instance(permissions, nil)
	applies(t, one, onSales(acctest.Object{"group:Analysts": allow("Filter"), "group:Finance": allow("Read")}), acctest.Create)
	site.Mock.UpdateGroup(finance, func(g *mockserver.Group) { g.Name = "Finance EMEA" })
	setFault(t, site, mockserver.Fault{Route: "DELETE /sites/{site}/workbooks/{workbook}/permissions/{grantees}/{grantee}/{capability}/{mode}", Code: "400000"})

	p, destroyed := destroyedUnrefreshed(t, site, one)
	if said := texts(destroyed.Diagnostics); len(destroyed.Diagnostics) != 1 || !strings.Contains(said, "error 400000") {
		t.Errorf("got %s", said)
	}
	kept := acctest.Object{"group:Analysts": allow("Filter"), "group:Finance": allow("Read")}
	if diff := cmp.Diff(kept, p.DecodeResource(t, permissions, destroyed.NewState)["rules"]); diff != "" {
		t.Errorf("state keeps others (-want +got):\n%s", diff)
	}
}

// Without a refresh a destruction has no more than the old name. What it cannot take away stays in state.
func TestPermissions_ofARenamedGroupAreNotLeftBehind(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	finance := site.Mock.AddGroup(mockserver.Group{Name: "Finance"})
	one := site.Instance(permissions, nil)
	applies(t, one, onSales(acctest.Object{"group:Analysts": allow("Filter"), "group:Finance": allow("Read")}), acctest.Create)
	site.Mock.UpdateGroup(finance, func(g *mockserver.Group) { g.Name = "Finance EMEA" })

	p, destroyed := destroyedUnrefreshed(t, site, one)
	if said := texts(destroyed.Diagnostics); len(destroyed.Diagnostics) != 1 || !strings.Contains(said,
		"Rules may be left behind: Tableau does not show who group:Finance is, and has such rules of group:Finance EMEA in the permissions of workbook "+estateSales+".") {
		t.Errorf("got %s", said)
	}
	has(t, site, salesSet, mockserver.Rules{"group:Finance EMEA": {"Read": "Allow"}})
	if diff := cmp.Diff(acctest.Object{"group:Finance": allow("Read")}, p.DecodeResource(t, permissions, destroyed.NewState)["rules"]); diff != "" {
		t.Errorf("state keeps others (-want +got):\n%s", diff)
	}
	site.Mock.Revoke(salesSet, "group:Finance EMEA", "Read")
	again := site.Protocol(t.Context(), t, nil)
	read, err := again.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: permissions, CurrentState: destroyed.NewState, Private: destroyed.Private,
	})
	if err != nil {
		t.Fatal(err)
	}
	none := again.Resource(t, permissions, nil)
	destroyed, err = again.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: permissions, PriorState: read.NewState, PlannedState: none, Config: none, PlannedPrivate: read.Private,
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(destroyed.Diagnostics) > 0 || p.DecodeResource(t, permissions, destroyed.NewState) != nil {
		t.Errorf("with nothing left to take away: %s", texts(destroyed.Diagnostics))
	}
}

// A group that is gone has left nothing behind where only those who are left alone have such rules.
func TestPermissions_ofADeletedGroupAreNotTakenForThoseOfAnIgnoredOne(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	finance := site.Mock.AddGroup(mockserver.Group{Name: "Finance"})
	site.Mock.Grant(salesSet, "group:All Users", "Read", "Allow")
	config := with(with(onSales(acctest.Object{"group:Finance": allow("Read")}), "ignore_grantees", []any{"group:All Users"}), "on_destroy", "revoke")
	one := site.Instance(permissions, nil)
	applies(t, one, config, acctest.Create)
	site.Mock.DeleteGroup(finance)
	p := site.Protocol(t.Context(), t, nil)
	acctest.FailOn(t, destroyed(t, p, permissions, p.Resource(t, permissions, config), nil).Diagnostics)
	has(t, site, salesSet, mockserver.Rules{"group:All Users": {"Read": "Allow"}})
}

// What a failed creation added is known by its LUID: a new name does not keep it from being taken away.
func TestPermissions_addedForAGroupThatIsRenamedAreTakenBack(t *testing.T) {
	t.Parallel()
	site, _ := siteBefore(t, "3.22", false)
	finance := site.Mock.AddGroup(mockserver.Group{Name: "Finance"})
	setFault(t, site, mockserver.Fault{Route: removeOfSales, Times: 1, Code: "403004"})
	p := site.Protocol(t.Context(), t, nil)
	none := p.Resource(t, permissions, nil)
	config := p.Resource(t, permissions, with(onSales(acctest.Object{"group:Finance": allow("Read")}), "on_destroy", "revoke"))
	made, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: permissions, PriorState: none, PlannedState: config, Config: config,
	})
	if err != nil {
		t.Fatal(err)
	}
	site.Mock.UpdateGroup(finance, func(g *mockserver.Group) { g.Name = "Finance EMEA" })
	later := site.Protocol(t.Context(), t, nil)
	destroyed, err := later.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: permissions, PriorState: made.NewState, PlannedState: none, Config: none, PlannedPrivate: made.Private,
	})
	if err != nil {
		t.Fatal(err)
	}
	acctest.FailOn(t, destroyed.Diagnostics)
	if diff := cmp.Diff(beforeChange, ofSite(site)); diff != "" {
		t.Errorf("other rules are left than there were before (-want +got):\n%s", diff)
	}
}

func TestPermissions_ofAGroupThatIsMadeAgainAreWrittenAgain(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	finance := site.Mock.AddGroup(mockserver.Group{Name: "Finance"})
	one, config := site.Instance(permissions, nil), onSales(acctest.Object{"group:Finance": allow("Read")})
	applies(t, one, config, acctest.Create)
	site.Mock.DeleteGroup(finance)
	site.Mock.AddGroup(mockserver.Group{Name: "Finance"})
	applies(t, one, config, acctest.Update)
	has(t, site, salesSet, mockserver.Rules{"group:Finance": {"Read": "Allow"}})
}

func TestPermissions_ofADeletedItemAreGone(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	one, config := site.Instance(permissions, nil), onSales(acctest.Object{"group:Analysts": allow("Read")})
	applies(t, one, config, acctest.Create)
	site.Mock.DeleteWorkbook(estateSales)
	fails(t, one.Plan(t, config), `AttributeName("content_id"): There is no such workbook`, estateSales)
	acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
}

func TestPermissions_goneBeforeTheyAreDestroyedAreDestroyed(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	one, config := site.Instance(permissions, nil), onSales(acctest.Object{"group:Analysts": allow("Read")})
	applies(t, one, config, acctest.Create)
	// The refresh before the destruction still finds it.
	setFault(t, site, mockserver.Fault{Route: "GET /sites/{site}/workbooks/{workbook}/permissions", Skip: 1, Code: "404006"})
	acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
	if one.State(t) != nil {
		t.Errorf("state still has %v", one.State(t))
	}
}

func TestPermissions_ofANewProjectLoseWhatWasCopied(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	id := site.Mock.AddProject(mockserver.Project{Name: "New"})
	copied := mockserver.RuleSet{ContentType: "project", ID: id}
	if rules := site.Mock.Rules(copied); rules["group:All Users"]["Read"] != "Allow" {
		t.Fatalf("the new project has %v, want a rule for All Users", rules)
	}
	config := acctest.Object{"content_type": "project", "content_id": id, "rules": acctest.Object{"group:Analysts": allow("Read")}}
	applies(t, site.Instance(permissions, nil), config, acctest.Create)
	has(t, site, copied, mockserver.Rules{"group:Analysts": {"Read": "Allow"}})

	defaults := mockserver.RuleSet{ContentType: "project", ID: id, DefaultFor: "workbook"}
	applies(t, site.Instance(defaultPermissions, nil), acctest.Object{"project_id": id, "content_type": "workbook", "rules": acctest.Object{}}, acctest.Create)
	has(t, site, defaults, mockserver.Rules{})
}

func TestPermissions_movedIntoALockedProjectAreNotChanged(t *testing.T) {
	t.Parallel()
	for _, behaviour := range []mockserver.Behaviour{{}, {LockedAnswers403039: true}} {
		site := siteOf(t, "", behaviour)
		defaults := mockserver.RuleSet{ContentType: "project", ID: estateVault, DefaultFor: "workbook"}
		site.Mock.SetRules(defaults, mockserver.Rules{"group:Analysts": {"Read": "Allow", "Filter": "Allow"}})
		one, config := site.Instance(permissions, nil), onSales(acctest.Object{"group:Analysts": allow("Read")})
		applies(t, one, config, acctest.Create)
		site.Mock.UpdateWorkbook(estateSales, func(w *mockserver.Workbook) { w.Project = estateVault })
		site.Mock.ResetRequests()
		fails(t, one.Plan(t, config), estateVault)
		change := one.Apply(t, nil)
		acctest.FailOn(t, change.Diagnostics)
		says(t, change.Diagnostics, "WARNING", " were revoked", "Project "+estateVault+" locks them")
		has(t, site, salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow", "Filter": "Allow"}})
	}
}

func TestPermissions_ofTheOwnerNeedNotBeListed(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{DropsOwnerRules: true})
	one, config := site.Instance(permissions, nil), onSales(acctest.Object{"user:ann": allow("Read", "Write"), "group:Analysts": allow("Read")})
	applies(t, one, config, acctest.Create)
	has(t, site, salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow"}})
	applies(t, one, onSales(acctest.Object{"user:ann": allow("Read")}), acctest.Update)
	has(t, site, salesSet, mockserver.Rules{})
	// Who takes the content over has no rule yet.
	site.Mock.UpdateWorkbook(estateSales, func(w *mockserver.Workbook) { w.Owner = "demo" })
	if change := one.Plan(t, onSales(acctest.Object{"user:ann": allow("Read")})); !slices.Equal(change.Attributes(), []string{"rules"}) {
		t.Errorf("the plan changes %v: %s", change.Attributes(), texts(change.Diagnostics))
	}
}

// Answers about permissions need not say who the owner is: the item itself does.
func TestPermissions_ofAnOwnerWhomTheAnswerLeavesOutNeedNotBeListed(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{DropsOwnerRules: true, ContentByIDAlone: true})
	one, config := site.Instance(permissions, nil), onSales(acctest.Object{"user:ann": allow("Read", "Write"), "user:demo": allow("Read")})
	applies(t, one, config, acctest.Create)
	has(t, site, salesSet, mockserver.Rules{"user:demo": {"Read": "Allow"}})
	config = onSales(acctest.Object{"user:ann": allow("Read"), "user:demo": allow("Read")})
	applies(t, one, config, acctest.Update)
	// Who is not the owner has lost a rule.
	site.Mock.SetRules(salesSet, mockserver.Rules{})
	plans(t, one, config, acctest.Update)
	applies(t, one, config, acctest.Update)
	has(t, site, salesSet, mockserver.Rules{"user:demo": {"Read": "Allow"}})
}

// Where the item is not shown either, nobody knows whether a missing rule is the owner's.
func TestPermissions_ofWhoMayBeTheOwnerAreWarnedOfWhenMissing(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{DropsOwnerRules: true, ContentByIDAlone: true})
	setFault(t, site, mockserver.Fault{Route: "GET /sites/{site}/workbooks/{workbook}", Status: 403, Code: "403004"})
	one, config := site.Instance(permissions, nil), onSales(acctest.Object{"user:ann": allow("Read"), "group:Analysts": allow("Read")})
	change := one.Apply(t, config)
	acctest.FailOn(t, change.Diagnostics)
	says(t, change.Diagnostics, `WARNING AttributeName("rules"): Rules are not shown: Tableau accepted the new permissions of workbook `+estateSales,
		`  - Read of "user:ann": Allow was asked for, no rule is there`, "If it is this user, take them out of the configuration")
	stateHas(t, one, acctest.Object{"user:ann": allow("Read"), "group:Analysts": allow("Read")})
	single := site.Instance(granteePermissions, nil)
	change = single.Apply(t, granted("user:ann", allow("Write")))
	acctest.FailOn(t, change.Diagnostics)
	says(t, change.Diagnostics, `WARNING AttributeName("capabilities"): Rules are not shown`)
}

func TestPermissions_ofANestedProjectThatIsLockedAreNotRevoked(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	quarterly := mockserver.RuleSet{ContentType: "project", ID: estateQuarterly}
	one := site.Instance(permissions, nil)
	applies(t, one, acctest.Object{"content_type": "project", "content_id": estateQuarterly, "rules": acctest.Object{"group:Analysts": allow("Read")}}, acctest.Create)
	site.Mock.UpdateProject(estateFinance, func(p *mockserver.Project) { p.ContentPermissions = "LockedToProject" })
	change := one.Apply(t, nil)
	acctest.FailOn(t, change.Diagnostics)
	says(t, change.Diagnostics, "WARNING", " were revoked", "Project "+estateFinance+" locks them")
	has(t, site, quarterly, mockserver.Rules{"group:Analysts": {"Read": "Allow"}})
}

// A project that locks what is in it decides about its own rules itself.
func TestPermissions_ofALockingProjectAreItsOwn(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	vault := mockserver.RuleSet{ContentType: "project", ID: estateVault}
	one := site.Instance(permissions, nil)
	applies(t, one, acctest.Object{"content_type": "project", "content_id": estateVault, "rules": acctest.Object{"group:Analysts": allow("Read")}}, acctest.Create)
	acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
	has(t, site, vault, mockserver.Rules{})
}

func TestPermissions_whoseDestructionIsRefusedStayInState(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	one, rules := site.Instance(permissions, nil), acctest.Object{"group:Analysts": allow("Read"), "user:ann": allow("Read")}
	applies(t, one, onSales(rules), acctest.Create)
	route := "DELETE /sites/{site}/workbooks/{workbook}/permissions/{grantees}/{grantee}/{capability}/{mode}"
	setFault(t, site, mockserver.Fault{Route: route, Skip: 1, Code: "403004"})
	fails(t, one.Apply(t, nil), "Cannot ", "403004", "A part of the change was made, and state shows it.")
	if left := ofSite(site); len(left) != 1 {
		t.Errorf("the site has %v, want one of the two", left)
	}
	stateHas(t, one, ofSite(site))
	site.Mock.ClearFaults()
	acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
	has(t, site, salesSet, mockserver.Rules{})
}

// Whoever untaints what was made in part and applies owns it all.
func TestPermissions_untaintedAreDestroyedWhole(t *testing.T) {
	t.Parallel()
	site, one := siteBefore(t, "3.22", false)
	setFault(t, site, mockserver.Fault{
		Route: "DELETE /sites/{site}/workbooks/{workbook}/permissions/{grantees}/{grantee}/{capability}/{mode}", Times: 1, Code: "403004",
	})
	fails(t, one.Apply(t, onSales(afterChange)), "A part of the change was made")
	one.Untaint()
	applies(t, one, onSales(afterChange), acctest.Update)
	acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
	has(t, site, salesSet, mockserver.Rules{})
}
