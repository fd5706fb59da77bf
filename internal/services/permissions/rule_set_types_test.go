package permissions_test

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// subject is something that has rules.
type subject struct {
	noun     string
	identity map[string]string
	set      mockserver.RuleSet
	importID string
	// second is a capability of its content beside Read.
	second string
	// replaced: API 3.29 replaces its rules with one call.
	replaced bool
}

func (s subject) configured(rules acctest.Object) acctest.Object {
	config := acctest.Object{"rules": rules}
	for name, value := range s.identity {
		config[name] = value
	}
	return config
}

// subjects are one of each type, by their import ids.
func subjects() map[string]subject {
	all := map[string]subject{}
	add := func(s subject) { all[s.importID] = s }
	for contentType, second := range map[string]string{
		"project": "Write", "workbook": "Filter", "datasource": "Connect", "view": "Filter", "flow": "Execute",
		"database": "Write", "table": "Write", "virtual_connection": "Connect", "collection": "Write",
	} {
		id := estateItems[contentType]
		add(subject{
			permissions, map[string]string{"content_type": contentType, "content_id": id}, mockserver.RuleSet{ContentType: contentType, ID: id},
			contentType + "/" + id, second, contentType == "project" || contentType == "workbook" || contentType == "datasource" ||
				contentType == "view" || contentType == "flow",
		})
	}
	for contentType, second := range map[string]string{
		"workbook": "Filter", "datasource": "Connect", "flow": "Execute", "data_role": "Write",
		"database": "Write", "table": "Write", "virtual_connection": "Connect",
	} {
		add(subject{
			defaultPermissions, map[string]string{"content_type": contentType, "project_id": estateFinance},
			mockserver.RuleSet{ContentType: "project", ID: estateFinance, DefaultFor: contentType}, estateFinance + "/" + contentType, second, true,
		})
	}
	add(subject{
		defaultPermissions, map[string]string{"content_type": "table", "database_id": estateWarehouse},
		mockserver.RuleSet{ContentType: "database", ID: estateWarehouse, DefaultFor: "table"}, "database/" + estateWarehouse + "/table", "Write", false,
	})
	return all
}

func TestRuleSets_ofEveryTypeAreMadeChangedImportedAndDestroyed(t *testing.T) {
	t.Parallel()
	for version, replaces := range map[string]bool{"3.22": false, "3.29": true} {
		for id, one := range subjects() {
			if version == "3.22" && id == estateFinance+"/virtual_connection" {
				continue // These came with 3.23.
			}
			t.Run(version+"/"+id, func(t *testing.T) {
				t.Parallel()
				one.replaced = one.replaced && replaces
				one.lives(t, siteOf(t, version, mockserver.Behaviour{}))
			})
		}
	}
}

// Metrics and Ask Data lenses went with API 3.22.
func TestDefaultPermissions_ofMetricsAndLensesAreThoseOfOldVersions(t *testing.T) {
	t.Parallel()
	for _, contentType := range []string{"metric", "lens"} {
		t.Run(contentType, func(t *testing.T) {
			t.Parallel()
			site, config := siteOf(t, "3.21", mockserver.Behaviour{}), acctest.Object{
				"project_id": estateFinance, "content_type": contentType, "rules": acctest.Object{"group:Analysts": allow("Read", "Delete")},
			}
			one := site.Instance(defaultPermissions, nil)
			acctest.FailOn(t, one.Apply(t, config).Diagnostics)
			set := mockserver.RuleSet{ContentType: "project", ID: estateFinance, DefaultFor: contentType}
			has(t, site, set, mockserver.Rules{"group:Analysts": {"Read": "Allow", "Delete": "Allow"}})
			plans(t, one, config, acctest.NoOp)
			acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
			has(t, site, set, mockserver.Rules{})

			newer := siteOf(t, "3.22", mockserver.Behaviour{})
			fails(t, newer.Instance(defaultPermissions, nil).Plan(t, config), `AttributeName("content_type")`, "3.21")
		})
	}
}

// What Tableau shows can be kept, also where it is not established that such content has the capability.
func TestPermissions_withACapabilityThatTableauShowsCanBeKept(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	site.Mock.SetRules(mockserver.RuleSet{ContentType: "flow", ID: estatePrep}, mockserver.Rules{"group:Analysts": {"Read": "Allow", "AiAccess": "Allow"}})
	one := site.Instance(permissions, nil)
	one.Import(t, "flow/"+estatePrep)
	change := plans(t, one, acctest.Object{
		"content_type": "flow", "content_id": estatePrep, "rules": acctest.Object{"group:Analysts": allow("Read", "AiAccess")},
	}, acctest.NoOp)
	says(t, change.Diagnostics, "WARNING", `Unknown capability "AiAccess"`)
}

// lives goes through the life of a rule set.
func (s subject) lives(t *testing.T, site *acctest.Site) {
	t.Helper()
	site.Mock.SetRules(s.set, mockserver.Rules{"group:Analysts": {"Read": "Allow"}})
	one := site.Instance(s.noun, nil)
	step := func(rules acctest.Object, action acctest.Action, want mockserver.Rules, oneByOne ...string) {
		t.Helper()
		site.Mock.ResetRequests()
		change := one.Apply(t, s.configured(rules))
		acctest.FailOn(t, change.Diagnostics)
		if change.Action != action {
			t.Errorf("the plan was %q of %v, want %q", change.Action, change.Attributes(), action)
		}
		if s.replaced {
			oneByOne = []string{"POST"}
		}
		expectCalls(t, site, writes, oneByOne...)
		has(t, site, s.set, want)
	}
	step(acctest.Object{"group:Analysts": allow("Read"), "user:ann": allow("Read")}, acctest.Create,
		mockserver.Rules{"group:Analysts": {"Read": "Allow"}, "user:ann": {"Read": "Allow"}}, "PUT")
	both := allow("Read", s.second)
	step(acctest.Object{"group:Analysts": allow("Read"), "user:ann": both}, acctest.Update,
		mockserver.Rules{"group:Analysts": {"Read": "Allow"}, "user:ann": {"Read": "Allow", s.second: "Allow"}}, "PUT")
	mixed := acctest.Object{"Read": "Allow", s.second: "Deny"}
	step(acctest.Object{"group:Analysts": allow("Read"), "user:ann": mixed}, acctest.Update,
		mockserver.Rules{"group:Analysts": {"Read": "Allow"}, "user:ann": {"Read": "Allow", s.second: "Deny"}}, "DELETE", "PUT")
	last := acctest.Object{"group_set:Partners": allow("Read"), "user:ann": mixed}
	step(last, acctest.Update,
		mockserver.Rules{"group_set:Partners": {"Read": "Allow"}, "user:ann": {"Read": "Allow", s.second: "Deny"}}, "PUT", "DELETE")

	plans(t, one, s.configured(last), acctest.NoOp)
	expectCalls(t, site, calls, "GET")

	imported := site.Instance(s.noun, nil)
	imported.Import(t, s.importID)
	plans(t, imported, s.configured(last), acctest.NoOp)
	want := acctest.Object{"rules": last, "on_destroy": "revoke"}
	for name, value := range s.identity {
		want[name] = value
	}
	if diff := cmp.Diff(want, importByIdentity(t, site, s.noun, maps.Clone(s.identity))); diff != "" {
		t.Errorf("the import by identity shows something else (-want +got):\n%s", diff)
	}
	acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
	has(t, site, s.set, mockserver.Rules{})
}
