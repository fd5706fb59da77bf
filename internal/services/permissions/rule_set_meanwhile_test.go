package permissions_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// beforeAWrite has somebody else change a grantee's rules of the workbook Sales, once, between the read
// and the first write of who changes others'. No rules take all away.
func beforeAWrite(site *acctest.Site, grantee string, rules map[string]string) {
	var once sync.Once
	site.Mock.Watch(func(at mockserver.Boundary) bool {
		if strings.Contains(at.Route, "/permissions") && at.Method != http.MethodGet && !at.Served {
			once.Do(func() {
				all := site.Mock.Rules(salesSet)
				delete(all, grantee)
				if rules != nil {
					all[grantee] = rules
				}
				site.Mock.SetRules(salesSet, all)
			})
		}
		return true
	})
}

// What others revoke does not come back, and what they grant is not lost, however long ago a write read the rules.
func TestPermissions_leaveToOthersWhatTheyChangeMeanwhile(t *testing.T) {
	t.Parallel()
	first := with(onSales(acctest.Object{"group:Analysts": allow("Read", "Filter", "Write")}), "ignore_grantees", []any{"user:ann"})
	second := with(first, "rules", acctest.Object{"group:Analysts": acctest.Object{"Read": "Allow", "Filter": "Deny", "ExportData": "Allow"}})
	for step, test := range map[string]struct {
		before, config acctest.Object
		want           map[string]string // of the group
	}{
		"creation":    {nil, first, map[string]string{"Read": "Allow", "Filter": "Allow", "Write": "Allow"}},
		"update":      {first, second, map[string]string{"Read": "Allow", "Filter": "Deny", "ExportData": "Allow"}},
		"destruction": {first, nil, nil},
	} {
		for change, rules := range map[string]struct{ before, after map[string]string }{
			"revoked":      {map[string]string{"Read": "Allow"}, nil},
			"changed":      {map[string]string{"Read": "Allow"}, map[string]string{"Read": "Deny", "Filter": "Allow"}},
			"first so now": {nil, map[string]string{"Read": "Allow"}},
		} {
			t.Run(step+" "+change, func(t *testing.T) {
				t.Parallel()
				site := siteOf(t, "", mockserver.Behaviour{})
				there := mockserver.Rules{"group:All Users": {"Read": "Allow"}}
				if step == "destruction" {
					there = mockserver.Rules{}
				}
				site.Mock.SetRules(salesSet, there)
				one := site.Instance(permissions, nil)
				if test.before != nil {
					acctest.FailOn(t, one.Apply(t, test.before).Diagnostics)
				}
				there = site.Mock.Rules(salesSet)
				if rules.before != nil {
					there["user:ann"] = rules.before
				}
				site.Mock.SetRules(salesSet, there)
				beforeAWrite(site, "user:ann", rules.after)
				acctest.FailOn(t, one.Apply(t, test.config).Diagnostics)
				want := mockserver.Rules{}
				if test.want != nil {
					want["group:Analysts"] = test.want
				}
				if rules.after != nil {
					want["user:ann"] = rules.after
				}
				has(t, site, salesSet, want)
			})
		}
	}
}
