package chaos_test

import (
	"net/http"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// Projects beside that of most content. The vault locks all that is in it; the depot not the
// projects in it, of which the yard is one; others lock the loft for a while.
var (
	vaultProject = luid(ofProject, 2)
	annexProject = luid(ofProject, 3)
	depotProject = luid(ofProject, 4)
	yardProject  = luid(ofProject, 5)
	loftProject  = luid(ofProject, 6)
)

// locked is a rule set that cannot be set: the rules of another one are in force.
type locked struct {
	item

	by mockserver.RuleSet
}

var lockedItems = []locked{
	{item{mockserver.RuleSet{ContentType: "workbook", ID: luid(ofWorkbook, 6)}, ofWorkbooks}, defaultsFor("workbook", vaultProject)},
	{item{mockserver.RuleSet{ContentType: "workbook", ID: luid(ofWorkbook, 7)}, ofWorkbooks}, defaultsFor("workbook", vaultProject)},
	{item{mockserver.RuleSet{ContentType: "project", ID: annexProject}, ofProjects}, mockserver.RuleSet{ContentType: "project", ID: vaultProject}},
	{item{defaultsFor("workbook", annexProject), ofWorkbooks}, defaultsFor("workbook", vaultProject)},
	{item{mockserver.RuleSet{ContentType: "workbook", ID: luid(ofWorkbook, 8)}, ofWorkbooks}, defaultsFor("workbook", depotProject)},
}

func defaultsFor(contentType, project string) mockserver.RuleSet {
	return mockserver.RuleSet{ContentType: "project", ID: project, DefaultFor: contentType}
}

// plantProjects plants projects that lock, with content in them.
func plantProjects(seed *mockserver.Seed) {
	seed.Projects = append(seed.Projects,
		mockserver.Project{ID: vaultProject, Name: "Vault", ContentPermissions: "LockedToProject"},
		mockserver.Project{ID: annexProject, Name: "Annex", Parent: vaultProject},
		mockserver.Project{ID: depotProject, Name: "Depot", ContentPermissions: "LockedToProjectWithoutNested"},
		mockserver.Project{ID: yardProject, Name: "Yard", Parent: depotProject},
		mockserver.Project{ID: loftProject, Name: "Loft"},
	)
	for n, project := range []string{vaultProject, annexProject, depotProject, yardProject} {
		seed.Workbooks = append(seed.Workbooks, mockserver.Workbook{ID: luid(ofWorkbook, 6+n), Name: "Ledger", Project: project})
	}
	for _, contentType := range []string{"workbook", "datasource"} {
		seed.Permissions = append(seed.Permissions, mockserver.Permissions{
			ContentType: "project", Content: loftProject, DefaultFor: contentType,
			Rules: mockserver.Rules{"group:All Users": {"Write": "Deny"}, "group:Analysts": {"Read": "Allow"}, stranger: {"Read": "Allow"}},
		})
	}
}

// checkLocked holds that what is locked has the rules of what locks it.
func (r *run) checkLocked() {
	r.Helper()
	for _, one := range lockedItems {
		if difference := cmp.Diff(r.mock.Rules(one.by), r.mock.Rules(one.set), cmpopts.EquateEmpty()); difference != "" {
			r.Errorf("%s has other rules than %v, which locks it: %s", one.name(), one.by, difference)
		}
	}
}

// tryLocked applies a configuration with rules of what is locked, which is refused before anything is written.
func (r *run) tryLocked(c acctest.Configuration) {
	r.Helper()
	r.calm()
	one := lockedItems[r.luck.IntN(len(lockedItems))]
	rules := acctest.Object{grantees[0]: acctest.Object{one.capabilities[0]: "Allow", one.capabilities[1]: "Deny"}}
	block := acctest.Block{Type: "tableau_permissions", Name: "locked", Config: acctest.Object{
		"content_type": one.set.ContentType, "content_id": one.set.ID, "rules": rules,
	}}
	switch {
	case one.set.DefaultFor != "":
		block.Type = "tableau_default_permissions"
		block.Config = acctest.Object{"project_id": one.set.ID, "content_type": one.set.DefaultFor, "rules": rules}
	case r.chance(50):
		block.Type = "tableau_grantee_permissions"
		block.Config = acctest.Object{
			"content_type": one.set.ContentType, "content_id": one.set.ID, "grantee": grantees[0], "capabilities": rules[grantees[0]],
		}
	}
	outcome := r.apply(append(slices.Clone(c), block))
	refused := slices.ContainsFunc(outcome.Changes[block.Address()].Diagnostics, func(d *tfprotov6.Diagnostic) bool {
		return d.Summary == "Permissions locked by a project" && strings.Contains(d.Detail, one.by.ID)
	})
	if !refused {
		r.Errorf("rules of %s, which project %s locks, are not refused", one.name(), one.by.ID)
	}
	for _, request := range r.mock.Requests().Entries {
		if request.Method != http.MethodGet && !strings.HasPrefix(request.Route, "POST /auth/") {
			r.Errorf("a configuration that is refused leads to %s", request.Route)
		}
	}
}

// inLoft are rule sets of what is in the loft.
var inLoft = []mockserver.RuleSet{
	{ContentType: "workbook", ID: luid(ofWorkbook, 3)}, {ContentType: "datasource", ID: luid(ofDatasource, 3)},
}

// lock locks the loft for a while. What is in it has the rules of its defaults from then on, afterwards
// too, and what is destroyed meanwhile leaves them there.
func (m *meddler) lock() string {
	before := m.allRules()
	how := m.oneOf([]string{"LockedToProject", "LockedToProjectWithoutNested"})
	set := func(contentPermissions string) {
		m.mock.UpdateProject(loftProject, func(p *mockserver.Project) { p.ContentPermissions = contentPermissions })
	}
	set(how)
	for _, at := range inLoft {
		each(before[at], func(grantee, capability, _ string) { m.touch(given{at, grantee, capability}, "") })
		each(m.allRules()[at], func(grantee, capability, mode string) { m.touch(given{at, grantee, capability}, mode) })
	}
	m.later(func() { set("ManagedByOwner") })
	return "the loft is locked for a while: " + how
}
