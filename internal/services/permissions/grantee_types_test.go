package permissions_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestGranteePermissions_onEveryTypeOfContentLeaveOthersAlone(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"3.22", "3.29"} {
		for contentType, second := range map[string]string{
			"project": "Write", "workbook": "Filter", "datasource": "Connect", "view": "Filter", "flow": "Execute",
			"database": "Write", "table": "Write", "virtual_connection": "Connect", "collection": "Write",
		} {
			t.Run(version+"/"+contentType, func(t *testing.T) {
				t.Parallel()
				liveOn(t, siteOf(t, version, mockserver.Behaviour{}), contentType, second)
			})
		}
	}
}

// liveOn goes through the life of what a group set has on an item.
func liveOn(t *testing.T, site *acctest.Site, contentType, second string) {
	t.Helper()
	id := estateItems[contentType]
	set := mockserver.RuleSet{ContentType: contentType, ID: id}
	one := site.Instance(granteePermissions, nil)
	with := func(capabilities acctest.Object) acctest.Object {
		return acctest.Object{"content_type": contentType, "content_id": id, "grantee": "group_set:Partners", "capabilities": capabilities}
	}
	step := func(capabilities acctest.Object, action acctest.Action, want map[string]string, calls ...string) {
		t.Helper()
		site.Mock.ResetRequests()
		change := one.Apply(t, with(capabilities))
		acctest.FailOn(t, change.Diagnostics)
		if change.Action != action {
			t.Errorf("the plan was %q of %v, want %q", change.Action, change.Attributes(), action)
		}
		expectCalls(t, site, writes, calls...)
		has(t, site, set, mockserver.Rules{"group:Analysts": {"Read": "Allow"}, "group_set:Partners": want})
	}
	step(allow("Read"), acctest.Create, map[string]string{"Read": "Allow"}, "PUT")
	step(allow("Read", second), acctest.Update, map[string]string{"Read": "Allow", second: "Allow"}, "PUT")
	mixed := acctest.Object{"Read": "Allow", second: "Deny"}
	step(mixed, acctest.Update, map[string]string{"Read": "Allow", second: "Deny"}, "DELETE", "PUT")
	step(deny(second), acctest.Update, map[string]string{second: "Deny"}, "DELETE")
	step(mixed, acctest.Update, map[string]string{"Read": "Allow", second: "Deny"}, "PUT")
	plans(t, one, with(mixed), acctest.NoOp)
	expectCalls(t, site, calls, "GET")

	imported := site.Instance(granteePermissions, nil)
	imported.Import(t, contentType+"/"+strings.ToUpper(id)+"/group_set:Partners")
	plans(t, imported, with(mixed), acctest.NoOp)
	identity := map[string]string{"content_type": contentType, "content_id": id, "grantee": "group_set:" + estatePartners}
	if diff := cmp.Diff(with(mixed), importByIdentity(t, site, granteePermissions, maps.Clone(identity))); diff != "" {
		t.Errorf("the import by identity shows something else (-want +got):\n%s", diff)
	}
	acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
	has(t, site, set, mockserver.Rules{"group:Analysts": {"Read": "Allow"}})
}

func TestGranteePermissions_importTakesNamesAsTheyAre(t *testing.T) {
	t.Parallel()
	for _, name := range []string{`A/B: the \best`, "workbook/x", "Finance", "group:group"} {
		site := siteOf(t, "", mockserver.Behaviour{})
		id := site.Mock.AddGroup(mockserver.Group{Name: name})
		site.Mock.Grant(salesSet, "group:"+id, "Read", "Allow")
		one := site.Instance(granteePermissions, nil)
		one.Import(t, "workbook/"+estateSales+"/group:"+name)
		plans(t, one, granted("group:"+name, allow("Read")), acctest.NoOp)
		byLUID := site.Instance(granteePermissions, nil)
		byLUID.Import(t, "workbook/"+estateSales+"/group:"+id)
		stateIs(t, byLUID, granted("group:"+id, allow("Read")))
	}
}

// The identity is the same however the grantee is written, and keeps its case.
func TestGranteePermissions_identityHasTheLUID(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	want := acctest.Object{"content_type": "workbook", "content_id": estateSales, "grantee": "user:" + estateAnn}
	p := site.Protocol(t.Context(), t, nil)
	for _, grantee := range []string{"user:ann", "user:ANN", "user:" + estateAnn, "user:" + strings.ToUpper(estateAnn)} {
		if diff := cmp.Diff(want, identified(t, p, granteePermissions, "workbook/"+strings.ToUpper(estateSales)+"/"+grantee)); diff != "" {
			t.Errorf("%s has another identity (-want +got):\n%s", grantee, diff)
		}
	}
}
