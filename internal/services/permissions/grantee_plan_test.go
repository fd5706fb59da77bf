package permissions_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestGranteePermissions_refuseWrongInput(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "3.21", mockserver.Behaviour{})
	one, good := site.Instance(granteePermissions, nil), granted("group:Analysts", allow("Read"))
	for name, test := range map[string]struct {
		config acctest.Object
		want   []string
	}{
		"no grantee": {with(good, "grantee", "Finance"), []string{
			`AttributeName("grantee"): Invalid grantee: "Finance" does not name a grantee: write group:NAME, user:NAME or group_set:NAME, or a LUID in place of the name.`,
		}},
		"empty name":      {with(good, "grantee", "group:"), []string{`AttributeName("grantee"): Invalid grantee`}},
		"no capabilities": {with(good, "capabilities", acctest.Object{}), []string{`AttributeName("capabilities"): Grantee without capabilities`, "remove the block"}},
		"wrong mode": {with(good, "capabilities", acctest.Object{"Read": "allow"}), []string{
			`AttributeName("capabilities").ElementKeyString("Read"): Invalid mode`, `write "Allow"`,
		}},
		"wrong capability": {with(good, "capabilities", allow("Execute")), []string{
			`AttributeName("capabilities").ElementKeyString("Execute"): Capability of another content type`,
		}},
		"type without items": {with(good, "content_type", "data_role"), []string{`AttributeName("content_type")`, "data_role"}},
		"name for an id":     {with(good, "content_id", "Sales"), []string{`AttributeName("content_id")`, "must be a LUID"}},
		"no such grantee":    {with(good, "grantee", "user:nobody"), []string{`AttributeName("grantee"): Unknown grantee: The site has no user "nobody"`}},
		"no such item":       {with(good, "content_id", estateGone), []string{`AttributeName("content_id"): There is no such workbook`, estateGone}},
		"newer content": {
			acctest.Object{"content_type": "virtual_connection", "content_id": estateBridge, "grantee": "group:Analysts", "capabilities": allow("Read")},
			[]string{`AttributeName("content_type")`, "3.22"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fails(t, site.Instance(granteePermissions, nil).Plan(t, test.config), test.want...)
		})
	}
	plans(t, one, good, acctest.Create)
}

func TestGranteePermissions_importSaysHowAnIDIsWritten(t *testing.T) {
	t.Parallel()
	p := siteOf(t, "", mockserver.Behaviour{}).Protocol(t.Context(), t, nil)
	for id, want := range map[string]string{
		"workbook/" + estateSales:                     "does not have three parts",
		"workbooks/" + estateSales + "/group:Finance": "does not begin with the type of an item, which is one of project, workbook",
		"workbook/Sales/group:Finance":                "does not have the LUID of the item in the middle",
		"workbook/" + estateSales + "/Finance":        "does not end with a grantee",
		"workbook/" + estateSales + "/group:Nobody":   `The site has no group "Nobody"`,
	} {
		imported, err := p.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: granteePermissions, ID: id})
		if err != nil {
			t.Fatal(err)
		}
		says(t, imported.Diagnostics, "ERROR", want)
	}
	identity := encodeIdentity(t, p, granteePermissions, map[string]string{"content_type": "workbook", "content_id": estateSales, "grantee": "group:Finance"})
	imported, err := p.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: granteePermissions, Identity: identity})
	if err != nil {
		t.Fatal(err)
	}
	says(t, imported.Diagnostics, "ERROR", "does not end with the LUID of the grantee")
}

// Nobody loses what nobody knew of: a creation says what it takes away.
func TestGranteePermissions_createdWhereThereAreSomeWarnOfWhatGoes(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	site.Mock.Grant(salesSet, "group:Analysts", "Write", "Allow")
	site.Mock.Grant(salesSet, "group:Analysts", "Filter", "Deny")
	one := site.Instance(granteePermissions, nil)
	change := applies(t, one, granted("group:Analysts", acctest.Object{"Read": "Allow", "Filter": "Allow"}), acctest.Create)
	says(t, change.Diagnostics, `WARNING AttributeName("capabilities"): Existing permissions of workbook `+estateSales+` go from group:Analysts: group:Analysts has capabilities`,
		estateSales, `Filter = "Deny" (becomes "Allow"), Write = "Allow"`, "To keep them, add them to capabilities.")
	has(t, site, salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow", "Filter": "Allow"}})
	if said := one.Plan(t, granted("group:Analysts", allow("Read"))).Diagnostics; len(said) > 0 {
		t.Errorf("an update, whose plan shows it all, says %s", texts(said))
	}
}

func TestGranteePermissions_ofAGranteeKnownLaterStayWhereTheyAre(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	one := site.Instance(granteePermissions, nil)
	applies(t, one, granted("group:Analysts", allow("Read")), acctest.Create)
	later := with(granted("group:Analysts", allow("Read")), "grantee", acctest.Unknown)
	change := plans(t, one, later, acctest.Update)
	says(t, change.Diagnostics, `WARNING AttributeName("grantee"): Grantee in the place of group:Analysts not known yet`)
	plans(t, site.Instance(granteePermissions, nil), later, acctest.Create)
	for _, name := range []string{"content_id", "capabilities", "content_type"} {
		plans(t, site.Instance(granteePermissions, nil), with(granted("group:Analysts", allow("Read")), name, acctest.Unknown), acctest.Create)
	}
}

// Without a refresh state may still write a name that means another one now.
func TestGranteePermissions_areNotMovedWhereNobodyRefreshed(t *testing.T) {
	t.Parallel()
	site, finance := withFinance(t, mockserver.Behaviour{})
	p := site.Protocol(t.Context(), t, nil)
	config, changed := granted("group:Finance", allow("Read")), granted("group:Finance", allow("Read", "Write"))
	created, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: granteePermissions, PriorState: p.Resource(t, granteePermissions, nil),
		PlannedState: p.Resource(t, granteePermissions, config), Config: p.Resource(t, granteePermissions, config),
	})
	if err != nil {
		t.Fatal(err)
	}
	acctest.FailOn(t, created.Diagnostics)
	site.Mock.UpdateGroup(finance, func(g *mockserver.Group) { g.Name = "Finance EMEA" })
	other := site.Mock.AddGroup(mockserver.Group{Name: "Finance"})

	p = site.Protocol(t.Context(), t, nil)
	planned, err := p.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: granteePermissions, PriorState: created.NewState, PriorPrivate: created.Private, PriorIdentity: created.NewIdentity,
		Config: p.Resource(t, granteePermissions, changed), ProposedNewState: p.Resource(t, granteePermissions, changed),
	})
	if err != nil {
		t.Fatal(err)
	}
	says(t, planned.Diagnostics, `ERROR AttributeName("grantee"): Grantee is another one now`, finance, "Plan again")
	updated, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: granteePermissions, PriorState: created.NewState, PlannedPrivate: created.Private, PlannedIdentity: created.NewIdentity,
		PlannedState: p.Resource(t, granteePermissions, changed), Config: p.Resource(t, granteePermissions, changed),
	})
	if err != nil {
		t.Fatal(err)
	}
	says(t, updated.Diagnostics, `ERROR AttributeName("grantee"): Grantee is another one now`)
	if rules := site.Mock.Rules(salesSet); len(rules["group:"+other])+len(rules["group:Finance"]) > 0 || rules["group:Finance EMEA"]["Read"] != "Allow" {
		t.Errorf("the site has %v", rules)
	}
}

func TestGranteePermissions_inALockedProjectAreRefusedInThePlan(t *testing.T) {
	t.Parallel()
	for _, behaviour := range []mockserver.Behaviour{{}, {LockedAnswers403039: true}} {
		site := siteOf(t, "", behaviour)
		one, config := site.Instance(granteePermissions, nil), granted("user:ann", allow("Read"))
		applies(t, one, config, acctest.Create)
		site.Mock.UpdateWorkbook(estateSales, func(w *mockserver.Workbook) { w.Project = estateVault })
		fails(t, one.Plan(t, granted("user:ann", allow("Read", "Filter"))), estateVault)

		site.Mock.SetRules(mockserver.RuleSet{ContentType: "project", ID: estateVault, DefaultFor: "workbook"}, mockserver.Rules{"user:ann": {"Read": "Allow"}})
		plans(t, one, config, acctest.NoOp)
		change := one.Apply(t, nil)
		acctest.FailOn(t, change.Diagnostics)
		says(t, change.Diagnostics, "WARNING", "No permissions of workbook "+estateSales+" were revoked", "Project "+estateVault+" locks them")
		stateIs(t, one, nil)
		has(t, site, salesSet, mockserver.Rules{"user:ann": {"Read": "Allow"}})
	}
}

func TestGranteePermissions_andThoseOfAllAreNotBothPlanned(t *testing.T) {
	t.Parallel()
	one, all := granted("group:Analysts", allow("Read")), onSales(acctest.Object{"user:ann": allow("Read")})
	both := with(all, "ignore_grantees", []any{"group:analysts"})
	defaults := acctest.Object{"project_id": estateFinance, "content_type": "workbook", "rules": acctest.Object{"user:ann": allow("Read")}}
	type block struct {
		noun   string
		config acctest.Object
	}
	for name, test := range map[string]struct {
		first, second block
		want          []string // what each is told when it is planned as the second; none for no conflict
	}{
		"one and all": {
			block{granteePermissions, one}, block{permissions, all},
			[]string{`AttributeName("content_id"): Permissions managed twice: A tableau_permissions block`, `AttributeName("content_id"): Permissions managed twice: A tableau_grantee_permissions block`},
		},
		"one and all but this one": {block{granteePermissions, one}, block{permissions, both}, nil},
		"all twice": {
			block{permissions, all}, block{permissions, both},
			[]string{`AttributeName("content_id"): Permissions managed twice: Two tableau_permissions blocks`, `AttributeName("content_id"): Permissions managed twice: Two tableau_permissions blocks`},
		},
		"one twice": {
			block{granteePermissions, one}, block{granteePermissions, granted("group:ANALYSTS", deny("Read"))},
			[]string{`AttributeName("grantee"): Permissions managed twice`, `AttributeName("grantee"): Permissions managed twice`},
		},
		"defaults twice": {
			block{defaultPermissions, defaults}, block{defaultPermissions, with(defaults, "rules", acctest.Object{})},
			[]string{`AttributeName("project_id"): Permissions managed twice`, `AttributeName("project_id"): Permissions managed twice`},
		},
		"the same twice":     {block{permissions, all}, block{permissions, all}, nil},
		"items and defaults": {block{permissions, all}, block{defaultPermissions, defaults}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := siteOf(t, "", mockserver.Behaviour{}) // its token has one session alone
			for i, order := range [][2]block{{test.second, test.first}, {test.first, test.second}} {
				p := site.Protocol(t.Context(), t, nil)
				acctest.FailOn(t, proposal(t, p, order[0].noun, nil, order[0].config))
				told := proposal(t, p, order[1].noun, nil, order[1].config)
				if test.want == nil {
					acctest.FailOn(t, told)
					continue
				}
				says(t, told, "ERROR "+test.want[i])
			}
		})
	}
}

// A replacement is planned twice, a destruction claims nothing, and what was applied in one run
// can be planned anew in the next.
func TestGranteePermissions_ofOneBlockAreNoConflict(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	p := site.Protocol(t.Context(), t, nil)
	config, changed := granted("group:Analysts", allow("Read")), granted("group:Analysts", allow("Read", "Write"))
	acctest.FailOn(t, proposal(t, p, granteePermissions, granted("user:ann", allow("Read")), config))
	acctest.FailOn(t, proposal(t, p, granteePermissions, nil, config))
	for _, step := range []acctest.Object{config, changed} {
		p := site.Protocol(t.Context(), t, nil)
		applied, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
			TypeName: granteePermissions, PriorState: p.Resource(t, granteePermissions, nil),
			PlannedState: p.Resource(t, granteePermissions, step), Config: p.Resource(t, granteePermissions, step),
		})
		if err != nil {
			t.Fatal(err)
		}
		acctest.FailOn(t, applied.Diagnostics)
		acctest.FailOn(t, proposal(t, site.Protocol(t.Context(), t, nil), granteePermissions, step, changed))
	}
	q := site.Protocol(t.Context(), t, nil)
	acctest.FailOn(t, proposal(t, q, granteePermissions, changed, nil))
	acctest.FailOn(t, proposal(t, q, permissions, nil, onSales(acctest.Object{"group:Analysts": allow("Read")})))
	if strings.Contains(texts(proposal(t, q, permissions, onSales(acctest.Object{}), nil)), "ERROR") {
		t.Error("a destruction was refused")
	}
}
