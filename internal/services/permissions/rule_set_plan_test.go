package permissions_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// A module hands on a database_id that may be null, which is not known while it is validated.
func TestDefaultPermissions_ofADatabaseThatIsNotKnownYetAreNotRefused(t *testing.T) {
	t.Parallel()
	p := acctest.NewProtocol(t)
	config := acctest.Object{"database_id": acctest.Unknown, "project_id": acctest.Unknown, "content_type": "workbook"}
	resource, err := p.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: defaultPermissions, Config: p.Resource(t, defaultPermissions, with(config, "rules", acctest.Object{})),
	})
	if err != nil {
		t.Fatal(err)
	}
	data, err := p.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{
		TypeName: defaultPermissions, Config: p.DataSource(t, defaultPermissions, config),
	})
	if err != nil {
		t.Fatal(err)
	}
	acctest.FailOn(t, append(resource.Diagnostics, data.Diagnostics...))
}

// As where the plan is made without a refresh, or somebody changes a rule before the apply.
func TestPermissions_anApplyThatChangesNoRuleLeavesThemAsTheyAre(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	p := site.Protocol(t.Context(), t, nil)
	config := onSales(acctest.Object{"group:Analysts": allow("Read")})
	before, after := with(config, "on_destroy", "revoke"), with(config, "on_destroy", "keep")
	planned, err := p.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: permissions, PriorState: p.Resource(t, permissions, before), Config: p.Resource(t, permissions, after),
		ProposedNewState: p.Resource(t, permissions, after),
	})
	if err != nil {
		t.Fatal(err)
	}
	acctest.FailOn(t, planned.Diagnostics)
	site.Mock.Grant(salesSet, "group:All Users", "Read", "Allow")
	applied, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: permissions, PriorState: p.Resource(t, permissions, before), Config: p.Resource(t, permissions, after), PlannedState: planned.PlannedState,
	})
	if err != nil {
		t.Fatal(err)
	}
	acctest.FailOn(t, applied.Diagnostics)
	has(t, site, salesSet, mockserver.Rules{"group:All Users": {"Read": "Allow"}, "group:Analysts": {"Read": "Allow"}})
}

func TestPermissions_ofAnotherItemAreWarnedOfOnce(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	site.Mock.Grant(mockserver.RuleSet{ContentType: "workbook", ID: estateTabbed}, "group:All Users", "Filter", "Allow")
	one, config := site.Instance(permissions, nil), onSales(acctest.Object{"group:Analysts": allow("Read")})
	applies(t, one, config, acctest.Create)
	change := plans(t, one, with(config, "content_id", estateTabbed), acctest.Replace)
	if len(change.Diagnostics) != 1 {
		t.Errorf("want one warning, got\n%s", texts(change.Diagnostics))
	}
	says(t, change.Diagnostics, "More permissions of workbook "+estateTabbed+" will go", `- group:All Users: AddComment = "Allow", `, `Filter = "Allow"`)
}

func TestPermissions_ofARenamedIgnoredGroupSayHowItIsCalledNow(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	site.Mock.Grant(salesSet, "group:All Users", "Read", "Allow")
	one := site.Instance(permissions, nil)
	config := with(onSales(acctest.Object{"group:Analysts": allow("Read")}), "ignore_grantees", []any{"group:All Users"})
	applies(t, one, config, acctest.Create)
	site.Mock.UpdateGroup(estateEveryone, func(g *mockserver.Group) { g.Name = "Everybody" })
	change := plans(t, one, config, acctest.Update)
	says(t, change.Diagnostics, "WARNING", `Unknown grantee "group:All Users"`, `"group:Everybody"`, "loses its rules")
	plans(t, one, with(config, "ignore_grantees", []any{"group:Everybody"}), acctest.Update)
	has(t, site, salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow"}, "group:Everybody": {"Read": "Allow"}})
}

// A plan that adds a rule does not show that its opposite is there.
func TestPermissions_createdWhereTheOppositeIsSetWarnOfIt(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	site.Mock.SetRules(salesSet, mockserver.Rules{"group:All Users": {"Filter": "Deny", "Read": "Allow", "Write": "Allow"}, "group:Analysts": {"Read": "Allow"}})
	one := site.Instance(permissions, nil)
	config := onSales(acctest.Object{"group:All Users": acctest.Object{"Filter": "Allow", "Read": "Deny"}, "group:Analysts": allow("Read")})
	change := applies(t, one, config, acctest.Create)
	says(t, change.Diagnostics, `WARNING AttributeName("rules"): More permissions of workbook `+estateSales+` will go: `,
		`- group:All Users: Filter = "Deny" (becomes "Allow"), Read = "Allow" (becomes "Deny"), Write = "Allow"  To keep them`)
	has(t, site, salesSet, mockserver.Rules{"group:All Users": {"Filter": "Allow", "Read": "Deny"}, "group:Analysts": {"Read": "Allow"}})
}

// A group that is ignored under a name that it has no more when the plan is applied, or perhaps never had, is left alone.
func TestPermissions_ofAnIgnoredGroupThatIsRenamedBeforeTheApplyStay(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	auditors := site.Mock.AddGroup(mockserver.Group{Name: "Auditors"})
	site.Mock.Grant(salesSet, "group:Auditors", "Read", "Allow")
	one := site.Instance(permissions, nil)
	config := with(onSales(acctest.Object{"group:Analysts": allow("Read"), "group:All Users": allow("Read")}), "ignore_grantees", []any{"group:Auditors"})
	applies(t, one, config, acctest.Create)
	changed := with(config, "rules", acctest.Object{"group:Analysts": allow("Filter")})
	site.Mock.UpdateGroup(auditors, func(g *mockserver.Group) { g.Name = "Internal Audit" })
	p := site.Protocol(t.Context(), t, nil)
	apply(t, p, permissions, config, changed)
	has(t, site, salesSet, mockserver.Rules{"group:Analysts": {"Filter": "Allow"}, "group:Internal Audit": {"Read": "Allow"}})
	says(t, plans(t, one, changed, acctest.Update).Diagnostics, "WARNING", `Unknown grantee "group:Auditors"`, `"group:Internal Audit"`, "loses its rules")
}

// A group that is ignored no more loses its rules, as the plan says, also where another ignored group is gone.
func TestPermissions_ofAGroupThatIsIgnoredNoMoreGoWhereAnotherIgnoredOneIsGone(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	auditors := site.Mock.AddGroup(mockserver.Group{Name: "Auditors"})
	site.Mock.AddGroup(mockserver.Group{Name: "Temps"})
	site.Mock.Grant(salesSet, "group:Temps", "Write", "Allow")
	one := site.Instance(permissions, nil)
	config := onSales(acctest.Object{"group:Analysts": allow("Read")})
	applies(t, one, with(config, "ignore_grantees", []any{"group:Auditors", "group:Temps"}), acctest.Create)
	site.Mock.DeleteGroup(auditors)
	change := applies(t, one, with(config, "ignore_grantees", []any{"group:Auditors"}), acctest.Update)
	says(t, change.Diagnostics, "WARNING", "More permissions of workbook "+estateSales+" will go", `- group:Temps: Write = "Allow"`)
	has(t, site, salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow"}})
}
