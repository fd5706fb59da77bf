package permissions_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// apply makes one step of an apply, which may also be that of another block: none planned destroys.
func apply(t *testing.T, p *acctest.Protocol, noun string, prior, planned acctest.Object) *tfprotov6.ApplyResourceChangeResponse {
	t.Helper()
	response, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: noun, PriorState: p.Resource(t, noun, prior), Config: p.Resource(t, noun, planned), PlannedState: p.Resource(t, noun, planned),
	})
	if err != nil {
		t.Fatal(err)
	}
	acctest.FailOn(t, response.Diagnostics)
	return response
}

// A block that is renamed without a moved block, another key of for_each, and a move
// from one resource to the other: Terraform creates and destroys in any order.
func TestPermissions_thatABlockOfTheSameRunSetsSurviveTheDestructionOfAnother(t *testing.T) {
	t.Parallel()
	whole := with(onSales(acctest.Object{"group:Analysts": allow("Read")}), "on_destroy", "revoke")
	others := with(whole, "ignore_grantees", []any{"group:Analysts"})
	grantee := acctest.Object{"content_type": "workbook", "content_id": estateSales, "grantee": "group:Analysts", "capabilities": allow("Read")}
	analysts := mockserver.Rules{"group:Analysts": {"Read": "Allow"}}
	for name, test := range map[string]struct {
		made, destroyed             string
		configMade, configDestroyed acctest.Object
		left                        mockserver.Rules
	}{
		"renamed":                      {permissions, permissions, whole, whole, analysts},
		"one grantee renamed":          {"tableau_grantee_permissions", "tableau_grantee_permissions", grantee, grantee, analysts},
		"taken apart":                  {"tableau_grantee_permissions", permissions, grantee, whole, analysts},
		"put together":                 {permissions, "tableau_grantee_permissions", whole, grantee, analysts},
		"left alone by what is set":    {permissions, "tableau_grantee_permissions", with(others, "rules", acctest.Object{}), grantee, mockserver.Rules{}},
		"another block of another set": {defaultPermissions, permissions, acctest.Object{"project_id": estateFinance, "content_type": "workbook", "rules": acctest.Object{}, "on_destroy": "revoke"}, whole, mockserver.Rules{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, createsFirst := range []bool{true, false} {
				site := siteOf(t, "", mockserver.Behaviour{})
				p := site.Protocol(t.Context(), t, nil)
				if createsFirst {
					apply(t, p, test.made, nil, test.configMade)
				}
				apply(t, p, test.destroyed, test.configDestroyed, nil)
				if !createsFirst {
					apply(t, p, test.made, nil, test.configMade)
				}
				has(t, site, salesSet, test.left)
			}
		})
	}
}

// destroyed destroys a block, which may fail, and gives the state that is left and all that is said.
func destroyed(t *testing.T, p *acctest.Protocol, noun string, state *tfprotov6.DynamicValue, private []byte) *tfprotov6.ApplyResourceChangeResponse {
	t.Helper()
	none := p.Resource(t, noun, nil)
	response, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: noun, PriorState: state, Config: none, PlannedState: none, PlannedPrivate: private,
	})
	if err != nil {
		t.Fatal(err)
	}
	return response
}

// Where the new block of a renamed one cannot be created, nobody loses what it was to set, and
// the old block goes on to have it in state.
func TestPermissions_ofARenamedBlockThatCannotBeCreatedStayWithTheOldOne(t *testing.T) {
	t.Parallel()
	whole := with(onSales(acctest.Object{"group:Analysts": allow("Read"), "user:ann": allow("Read")}), "on_destroy", "revoke")
	for noun, test := range map[string]struct {
		config acctest.Object
		who    string
		there  mockserver.Rules
	}{
		permissions:        {whole, "group:Analysts, user:ann", mockserver.Rules{"group:Analysts": {"Read": "Allow"}, "user:ann": {"Read": "Allow"}}},
		granteePermissions: {granted("group:Analysts", allow("Read")), "group:Analysts", mockserver.Rules{"group:Analysts": {"Read": "Allow"}}},
	} {
		t.Run(noun, func(t *testing.T) {
			t.Parallel()
			site := siteOf(t, "", mockserver.Behaviour{})
			site.Mock.SetRules(salesSet, test.there)
			p := site.Protocol(t.Context(), t, acctest.Object{"max_retries": 0})
			setFault(t, site, mockserver.Fault{Route: "GET /sites/{site}/workbooks/{workbook}/permissions", Times: 1, Code: "403004"})
			made, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
				TypeName: noun, PriorState: p.Resource(t, noun, nil), Config: p.Resource(t, noun, test.config), PlannedState: p.Resource(t, noun, test.config),
			})
			if err != nil {
				t.Fatal(err)
			}
			says(t, made.Diagnostics, "ERROR", "403004")
			old := destroyed(t, p, noun, p.Resource(t, noun, test.config), nil)
			says(t, old.Diagnostics, "ERROR Permissions wait for another block: This run was to destroy a block with rules of "+test.who+
				" in the permissions of workbook "+estateSales)
			if diff := cmp.Diff(test.config, p.DecodeResource(t, noun, old.NewState), cmpopts.IgnoreMapEntries(func(_ string, value any) bool { return value == nil })); diff != "" {
				t.Errorf("the old block has another state (-want +got):\n%s", diff)
			}
			has(t, site, salesSet, test.there)

			again := site.Protocol(t.Context(), t, nil)
			apply(t, again, noun, nil, test.config)
			old = destroyed(t, again, noun, old.NewState, old.Private)
			acctest.FailOn(t, old.Diagnostics)
			has(t, site, salesSet, test.there)
		})
	}
}

// Rules of nobody, who cannot be taken away, do not hide what else a destruction leaves.
func TestPermissions_thatWaitForAnotherBlockStayInStateBesideRulesOfNobody(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	gone := "group:" + estateGone
	site.Mock.SetRules(salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow"}, gone: {"Read": "Allow"}, "user:ann": {"Read": "Allow"}})
	setFault(t, site, mockserver.Fault{Route: "GET /sites/{site}/workbooks/{workbook}/permissions", Times: 1, Code: "403004"})
	p := site.Protocol(t.Context(), t, acctest.Object{"max_retries": 0})
	ann := granted("user:ann", allow("Read"))
	made, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: granteePermissions, PriorState: p.Resource(t, granteePermissions, nil), Config: p.Resource(t, granteePermissions, ann),
		PlannedState: p.Resource(t, granteePermissions, ann),
	})
	if err != nil {
		t.Fatal(err)
	}
	says(t, made.Diagnostics, "ERROR", "403004")
	config := with(onSales(acctest.Object{"group:Analysts": allow("Read"), gone: allow("Read"), "user:ann": allow("Read")}), "on_destroy", "revoke")
	old := destroyed(t, p, permissions, p.Resource(t, permissions, config), nil)
	says(t, old.Diagnostics, "WARNING Rules of nobody stay in the permissions of workbook "+estateSales,
		"ERROR Permissions wait for another block: This run was to destroy a block with rules of user:ann in the permissions of workbook "+estateSales)
	if diff := cmp.Diff(any(acctest.Object{"user:ann": allow("Read")}), p.DecodeResource(t, permissions, old.NewState)["rules"]); diff != "" {
		t.Errorf("state keeps others (-want +got):\n%s", diff)
	}
	has(t, site, salesSet, mockserver.Rules{gone: {"Read": "Allow"}, "user:ann": {"Read": "Allow"}})
}

// An update that fails does not have in state whom it left alone before.
func TestPermissions_putTogetherByAnUpdateThatFailsStayWithTheOldBlock(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	site.Mock.SetRules(salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow"}, "user:ann": {"Read": "Allow"}})
	before := with(with(onSales(acctest.Object{"group:Analysts": allow("Read")}), "ignore_grantees", []any{"user:ann"}), "on_destroy", "revoke")
	after := with(onSales(acctest.Object{"group:Analysts": allow("Read"), "user:ann": allow("Read", "Filter")}), "on_destroy", "revoke")
	p := site.Protocol(t.Context(), t, nil)
	const route = "/sites/{site}/workbooks/{workbook}/permissions"
	setFault(t, site, mockserver.Fault{Route: "POST " + route, Code: "403004"}, mockserver.Fault{Route: "PUT " + route, Code: "403004"})
	updated, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: permissions, PriorState: p.Resource(t, permissions, before), Config: p.Resource(t, permissions, after), PlannedState: p.Resource(t, permissions, after),
	})
	if err != nil {
		t.Fatal(err)
	}
	says(t, updated.Diagnostics, "ERROR", "403004")
	ann := granted("user:ann", allow("Read"))
	old := destroyed(t, p, granteePermissions, p.Resource(t, granteePermissions, ann), nil)
	says(t, old.Diagnostics, "ERROR Permissions wait for another block", "user:ann")
	site.Mock.ClearFaults()

	again := site.Protocol(t.Context(), t, nil)
	acctest.FailOn(t, destroyed(t, again, granteePermissions, old.NewState, old.Private).Diagnostics)
	acctest.FailOn(t, destroyed(t, again, permissions, updated.NewState, updated.Private).Diagnostics)
	has(t, site, salesSet, mockserver.Rules{})
}

// What a block that is taken apart leaves to the other one is not its own any more, also where its destruction fails.
func TestPermissions_takenApartInTwoRunsKeepWhatTheOtherBlockSets(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "3.22", mockserver.Behaviour{})
	site.Mock.SetRules(salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow"}, "group:All Users": {"Read": "Allow"}})
	whole := with(onSales(acctest.Object{"group:Analysts": allow("Read"), "group:All Users": allow("Read")}), "on_destroy", "revoke")
	p := site.Protocol(t.Context(), t, nil)
	apply(t, p, granteePermissions, nil, granted("group:Analysts", allow("Read")))
	setFault(t, site, mockserver.Fault{Route: removeOfSales, Times: 1, Code: "403004"})
	old := destroyed(t, p, permissions, p.Resource(t, permissions, whole), nil)
	says(t, old.Diagnostics, "ERROR", "403004")
	if diff := cmp.Diff(acctest.Object{"group:All Users": allow("Read")}, p.DecodeResource(t, permissions, old.NewState)["rules"]); diff != "" {
		t.Errorf("state keeps others (-want +got):\n%s", diff)
	}
	acctest.FailOn(t, destroyed(t, site.Protocol(t.Context(), t, nil), permissions, old.NewState, old.Private).Diagnostics)
	has(t, site, salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow"}})
}

// planStep plans one block of a run that plans others, too: none proposed destroys.
func planStep(t *testing.T, p *acctest.Protocol, noun string, prior, proposed acctest.Object) []string {
	t.Helper()
	response, err := p.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: noun, PriorState: p.Resource(t, noun, prior), Config: p.Resource(t, noun, proposed), ProposedNewState: p.Resource(t, noun, proposed),
	})
	if err != nil {
		t.Fatal(err)
	}
	return described(response.Diagnostics)
}

// A block that was renamed in an apply that failed half-way, and one of two alike that is
// removed: nothing applies the other one, so that the destruction takes away what it gives.
func TestPermissions_aPlanThatTakesAwayWhatAnotherBlockGivesSaysSo(t *testing.T) {
	t.Parallel()
	const grantee = "tableau_grantee_permissions"
	whole := with(onSales(acctest.Object{"group:Analysts": allow("Read"), "user:ann": allow("Filter")}), "on_destroy", "revoke")
	analysts := acctest.Object{"content_type": "workbook", "content_id": estateSales, "grantee": "group:Analysts", "capabilities": allow("Read")}
	finance := acctest.Object{"project_id": estateFinance, "content_type": "workbook", "rules": acctest.Object{"group:Analysts": allow("Read")}, "on_destroy": "revoke"}
	ofSales := `permissions of workbook ` + estateSales
	const at, atOne = `AttributeName("rules")`, `AttributeName("capabilities")`
	loses := func(at, who, of string) []string {
		return []string{`WARNING ` + at + `: Configured ` + of + ` go from ` + who + `: Of two blocks that give ` + who + ` rules in the ` + of + `, this run destroys one and leaves ` +
			`the other as it is: the apply takes away what both give, and only the next one gives it back. To keep it at all times, take the destroyed block ` +
			`out of state with terraform state rm, or put a removed block with destroy = false in its place; what it alone gives stays in Tableau then. ` +
			`Neither can be done with what the plan calls a deposed object: -replace=ADDRESS, with the address of the block that stays, gives it back in the same apply, although that plan may warn as well.`}
	}
	for name, test := range map[string]struct {
		destroyed, stays             string
		configDestroyed, configStays acctest.Object
		becomes                      acctest.Object // of the destroyed block, if it is replaced
		atDestroyed, atStays         []string
	}{
		"renamed": {permissions, permissions, whole, whole, nil,
			loses(at, "group:Analysts, user:ann", ofSales), loses(at, "group:Analysts, user:ann", ofSales)},
		"one grantee's renamed": {grantee, grantee, analysts, analysts, nil,
			loses(atOne, "group:Analysts", ofSales), loses(atOne, "group:Analysts", ofSales)},
		"taken apart": {permissions, grantee, whole, analysts, nil,
			loses(at, "group:Analysts", ofSales), loses(atOne, "group:Analysts", ofSales)},
		"put together": {grantee, permissions, analysts, whole, nil,
			loses(atOne, "group:Analysts", ofSales), loses(at, "group:Analysts", ofSales)},
		"defaults": {defaultPermissions, defaultPermissions, finance, finance, nil,
			loses(at, "group:Analysts", "default permissions for workbooks of project "+estateFinance),
			loses(at, "group:Analysts", "default permissions for workbooks of project "+estateFinance)},
		"now of another workbook": {permissions, permissions, whole, whole, with(whole, "content_id", estateTabbed),
			loses(at, "group:Analysts, user:ann", ofSales), loses(at, "group:Analysts, user:ann", ofSales)},
		"one grantee's, now of another workbook": {grantee, permissions, analysts, whole, with(analysts, "content_id", estateTabbed),
			loses(atOne, "group:Analysts", ofSales), loses(at, "group:Analysts", ofSales)},
		"of another grantee": {grantee, grantee, analysts, analysts, with(analysts, "grantee", "user:ann"),
			loses(atOne, "group:Analysts", ofSales), loses(atOne, "group:Analysts", ofSales)},
		"kept by the destruction":  {permissions, permissions, with(whole, "on_destroy", "keep"), whole, nil, nil, nil},
		"of another mode":          {grantee, permissions, with(analysts, "capabilities", deny("Read")), whole, nil, nil, nil},
		"of other workbooks":       {permissions, permissions, with(whole, "content_id", estateTabbed), whole, nil, nil, nil},
		"the item's, not defaults": {defaultPermissions, permissions, finance, whole, nil, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := estateSite(t)
			for _, destroysFirst := range []bool{true, false} {
				p := site.Protocol(t.Context(), t, nil)
				destroy := func() []string { return planStep(t, p, test.destroyed, test.configDestroyed, test.becomes) }
				stay := func() []string { return planStep(t, p, test.stays, test.configStays, test.configStays) }
				first, second, want := destroy, stay, test.atStays
				if !destroysFirst {
					first, second, want = stay, destroy, test.atDestroyed
				}
				if said := first(); len(said) > 0 {
					t.Errorf("the first, destroyed: %t, says %q", destroysFirst, said)
				}
				if diff := cmp.Diff(want, second()); diff != "" {
					t.Errorf("the second, destroyed: %t, says otherwise (-want +got):\n%s", !destroysFirst, diff)
				}
			}
		})
	}
}

// The other block of a renamed one is created, and what it gives stays.
func TestPermissions_aPlanThatRenamesABlockSaysNothing(t *testing.T) {
	t.Parallel()
	whole := with(onSales(acctest.Object{"group:Analysts": allow("Read")}), "on_destroy", "revoke")
	p := estateSite(t).Protocol(t.Context(), t, nil)
	for _, said := range [][]string{planStep(t, p, permissions, nil, whole), planStep(t, p, permissions, whole, nil)} {
		if len(said) > 0 {
			t.Errorf("got %q, want nothing", said)
		}
	}
}

// What a block leaves alone is known before its rules are.
func TestPermissions_whoseRulesAreNotKnownYetConflictWithAnotherBlock(t *testing.T) {
	t.Parallel()
	p := estateSite(t).Protocol(t.Context(), t, nil)
	later := with(onSales(nil), "rules", acctest.Unknown)
	acctest.FailOn(t, proposal(t, p, permissions, nil, with(later, "ignore_grantees", []any{"group:Analysts"})))
	acctest.FailOn(t, proposal(t, p, granteePermissions, nil, granted("group:Analysts", allow("Read"))))
	says(t, proposal(t, p, granteePermissions, nil, granted("user:ann", allow("Read"))), "ERROR", "Permissions managed twice", `"user:ann" to ignore_grantees there`)
}

// Of an item that is not known in the plan the apply tells that it is managed twice, before the second block is set.
func TestPermissions_ofAnItemKnownInTheApplyConflictThere(t *testing.T) {
	t.Parallel()
	p := estateSite(t).Protocol(t.Context(), t, nil)
	ann, whole := granted("user:ann", allow("Read")), onSales(acctest.Object{"group:Analysts": allow("Read")})
	acctest.FailOn(t, proposal(t, p, granteePermissions, nil, ann))
	apply(t, p, granteePermissions, nil, ann)
	says(t, proposal(t, p, permissions, nil, whole), "ERROR", "Permissions managed twice", `Add "user:ann" to ignore_grantees here`)
	acctest.FailOn(t, proposal(t, p, permissions, nil, with(whole, "ignore_grantees", []any{"user:ann"})))
}

// A block that goes over to what another one manages is refused, whatever an earlier run has left beside its state.
func TestPermissions_movedToWhatAnotherBlockManagesConflict(t *testing.T) {
	t.Parallel()
	whole := onSales(acctest.Object{"group:Analysts": allow("Read")})
	one := granted("group:Analysts", allow("Read"))
	for noun, test := range map[string]struct{ others, before, after acctest.Object }{
		permissions:        {whole, with(whole, "content_id", estateTabbed), onSales(acctest.Object{"group:Analysts": allow("Write")})},
		granteePermissions: {one, with(one, "grantee", "user:ann"), granted("group:Analysts", allow("Write"))},
	} {
		p := estateSite(t).Protocol(t.Context(), t, nil)
		plan := func(private []byte, prior, proposed acctest.Object) *tfprotov6.PlanResourceChangeResponse {
			t.Helper()
			response, err := p.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
				TypeName: noun, PriorState: p.Resource(t, noun, prior), Config: p.Resource(t, noun, proposed), ProposedNewState: p.Resource(t, noun, proposed),
				PriorPrivate: private,
			})
			if err != nil {
				t.Fatal(err)
			}
			return response
		}
		earlier := plan(nil, test.before, test.before)
		p = estateSite(t).Protocol(t.Context(), t, nil)
		acctest.FailOn(t, plan(nil, test.others, test.others).Diagnostics)
		moved := plan(earlier.PlannedPrivate, test.before, test.after)
		acctest.FailOn(t, moved.Diagnostics)
		if len(moved.RequiresReplace) == 0 {
			t.Errorf("%s: the block is not replaced", noun)
		}
		says(t, plan(moved.PlannedPrivate, nil, test.after).Diagnostics, "ERROR", "Permissions managed twice")
	}
}

// salesWith is a configuration of the permissions of the workbook Sales.
func salesWith(settings string) string {
	return `provider "tableau" {}
resource "tableau_permissions" "sales" {
  content_type = "workbook"
  content_id   = "` + estateSales + `"
  ` + settings + `
}`
}

// Between a plan and its apply a group is renamed and another one gets its name.
func TestPermissions_aSavedPlanIsAboutWhomTheNamesMeant(t *testing.T) {
	t.Parallel()
	const (
		read         = `rules = { "group:Finance" = { Read = "Allow" } }`
		readAndWrite = `rules = { "group:Finance" = { Read = "Allow", Write = "Allow" } }`
	)
	for name, test := range map[string]struct {
		settings string // after the first apply
		plan     []string
		error    string
		want     mockserver.Rules // "group:Finance" is the new one
	}{
		"destroy": {read, []string{"-destroy"}, "", mockserver.Rules{"group:Finance": {"Read": "Allow"}}},
		"update": {
			readAndWrite, nil, "group:Finance is not the group ",
			mockserver.Rules{"group:Finance": {"Read": "Allow"}, "group:Finance EMEA": {"Read": "Allow"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := siteOf(t, "", mockserver.Behaviour{})
			finance := site.Mock.AddGroup(mockserver.Group{Name: "Finance"})
			cli := site.NewCLI(t, map[string]string{"main.tf": salesWith(read)})
			cli.Succeed("apply", "-auto-approve", "-no-color", "-input=false")
			cli.Write("main.tf", salesWith(test.settings))
			cli.Succeed(append([]string{"plan", "-out=saved", "-no-color", "-input=false"}, test.plan...)...)
			site.Mock.UpdateGroup(finance, func(g *mockserver.Group) { g.Name = "Finance EMEA" })
			site.Mock.AddGroup(mockserver.Group{Name: "Finance"})
			site.Mock.Grant(salesSet, "group:Finance", "Read", "Allow")
			out := cli.Run("apply", "-no-color", "saved")
			if failed := out.ExitCode != 0; failed != (test.error != "") || !strings.Contains(out.Output, test.error) {
				t.Errorf("got %d, want %q:\n%s", out.ExitCode, test.error, out.Output)
			}
			has(t, site, salesSet, test.want)
		})
	}
}

// The same without a plan that was saved: nothing is refreshed after the rename.
func TestPermissions_withoutARefreshAreAboutWhomTheNamesMeant(t *testing.T) {
	t.Parallel()
	const (
		finance  = `rules = { "group:Finance" = { Read = "Allow" } }`
		analysts = `rules = { "group:Analysts" = { Read = "Allow" } }`
		ignoring = "ignore_grantees = [\"group:Finance\"]\n  "
		another  = "Error: Grantee is another one now"
	)
	read := map[string]string{"Read": "Allow"}
	for name, test := range map[string]struct {
		applied []string // before the rename
		last    []string // what is planned after it, and how
		error   string
		want    mockserver.Rules // "group:Finance" is the new one
	}{
		"destroyed after a creation": {
			[]string{finance},
			[]string{finance, "-destroy"}, "", mockserver.Rules{"group:Finance": read},
		},
		"destroyed after an update": {
			[]string{analysts, finance},
			[]string{finance, "-destroy"}, "", mockserver.Rules{"group:Finance": read},
		},
		"updated": {
			[]string{finance},
			[]string{`rules = { "group:Finance" = { Filter = "Allow" } }`}, another,
			mockserver.Rules{"group:Finance": read, "group:Finance EMEA": read},
		},
		"ignored": {
			[]string{finance, ignoring + analysts},
			[]string{ignoring + `rules = { "group:Analysts" = { Filter = "Allow" } }`}, `ignore_grantees = ["group:Finance"]`,
			mockserver.Rules{"group:Finance": read, "group:Finance EMEA": read, "group:Analysts": read},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := siteOf(t, "", mockserver.Behaviour{})
			group := site.Mock.AddGroup(mockserver.Group{Name: "Finance"})
			cli := site.NewCLI(t, map[string]string{})
			for _, settings := range test.applied {
				cli.Write("main.tf", salesWith(settings))
				cli.Succeed("apply", "-auto-approve", "-no-color", "-input=false")
			}
			site.Mock.UpdateGroup(group, func(g *mockserver.Group) { g.Name = "Finance EMEA" })
			site.Mock.AddGroup(mockserver.Group{Name: "Finance"})
			site.Mock.Grant(salesSet, "group:Finance", "Read", "Allow")
			cli.Write("main.tf", salesWith(test.last[0]))
			out := cli.Run(append([]string{"apply", "-auto-approve", "-no-color", "-input=false", "-refresh=false"}, test.last[1:]...)...)
			if failed := out.ExitCode != 0; failed != (test.error != "") || !strings.Contains(out.Output, test.error) {
				t.Errorf("exit code %d, want %q:\n%s", out.ExitCode, test.error, out.Output)
			}
			has(t, site, salesSet, test.want)
		})
	}
}
