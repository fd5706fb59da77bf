package permissions_test

import (
	"fmt"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// A hundred items with eight capabilities for each of five grantees: four groups
// that all have, and one of twenty users.
func TestPermissions_ofAHundredItemsRefreshWithAHundredReads(t *testing.T) {
	t.Parallel()
	const items = 100
	eight := []string{"Read", "Filter", "ViewComments", "AddComment", "ExportImage", "ExportData", "ShareView", "WebAuthoring"}
	seed := mockserver.Seed{Groups: []mockserver.Group{{Name: "g1"}, {Name: "g2"}, {Name: "g3"}, {Name: "g4"}}}
	for i := range 20 {
		seed.Users = append(seed.Users, mockserver.User{Name: fmt.Sprintf("u%d", i), SiteRole: "Viewer"})
	}
	states := make([]acctest.Object, items)
	for i := range states {
		rules, seeded := acctest.Object{}, mockserver.Rules{}
		for _, grantee := range []string{"group:g1", "group:g2", "group:g3", "group:g4", fmt.Sprintf("user:u%d", i%20)} {
			rules[grantee], seeded[grantee] = allow(eight...), map[string]string{}
			for _, capability := range eight {
				seeded[grantee][capability] = "Allow"
			}
		}
		id := fmt.Sprintf("22222222-2000-4000-8000-%012d", i)
		seed.Workbooks = append(seed.Workbooks, mockserver.Workbook{ID: id, Name: id})
		seed.Permissions = append(seed.Permissions, mockserver.Permissions{ContentType: "workbook", Content: id, Rules: seeded})
		states[i] = acctest.Object{"content_type": "workbook", "content_id": id, "rules": rules, "on_destroy": "revoke"}
	}
	site := acctest.NewMock(t, mockserver.Options{Seed: seed})
	p := site.Protocol(t.Context(), t, nil)
	var group errgroup.Group
	group.SetLimit(10)
	for _, state := range states {
		group.Go(func() error {
			before := p.Resource(t, permissions, state)
			read, err := p.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: permissions, CurrentState: before})
			if err != nil {
				return err
			}
			if len(read.Diagnostics) > 0 {
				return fmt.Errorf("%s", texts(read.Diagnostics))
			}
			if after := fmt.Sprint(p.DecodeResource(t, permissions, read.NewState)); after != fmt.Sprint(state) {
				return fmt.Errorf("read %s, want %v", after, state)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	reads, others := readsAndOthers(site)
	// Besides: the version, the sign-in, a list of groups, ten single users and a list of all.
	if reads != items || len(others) > 15 {
		t.Errorf("%d reads of permissions and %d other requests: %v", reads, len(others), others)
	}
}
