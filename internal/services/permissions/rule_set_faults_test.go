package permissions_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// What a change of many calls leads from and to. Analysts keep Read throughout.
var (
	beforeChange = acctest.Object{
		"group:All Users": allow("Read"),
		"group:Analysts":  acctest.Object{"Read": "Allow", "Write": "Allow", "Filter": "Deny"},
	}
	afterChange = acctest.Object{
		"group:Analysts": acctest.Object{"Read": "Allow", "Write": "Deny", "Filter": "Allow", "WebAuthoring": "Allow"},
		"user:ann":       allow("Read"),
	}
)

// removeOfSales is the route that takes a rule away.
const removeOfSales = "DELETE /sites/{site}/workbooks/{workbook}/permissions/{grantees}/{grantee}/{capability}/{mode}"

// failures are ways in which one request fails. The client repeats what is lost.
var failures = map[string]mockserver.Fault{
	"refused": {Route: "*", Times: 1, Code: "403004"},
	"lost":    {Route: "*", Times: 5, Drop: mockserver.DropAfter},
}

// ofSite are the rules of Sales in a test's terms.
func ofSite(site *acctest.Site) acctest.Object {
	all := acctest.Object{}
	for grantee, capabilities := range site.Mock.Rules(salesSet) {
		one := acctest.Object{}
		for capability, mode := range capabilities {
			one[capability] = mode
		}
		all[grantee] = one
	}
	return all
}

// watchRead fails the test when Analysts lose what they keep.
func watchRead(t *testing.T, site *acctest.Site) {
	t.Helper()
	var mu sync.Mutex
	site.Mock.WatchRules(func(at mockserver.RuleSet, rules mockserver.Rules) {
		mu.Lock()
		defer mu.Unlock()
		if at == salesSet && rules["group:Analysts"]["Read"] != "Allow" {
			t.Errorf("for a moment the rules were %v", rules)
		}
	})
}

// requestsOf gives which request of an apply that nothing disturbs is the first for permissions, and how many there are.
func requestsOf(t *testing.T, version string, exists bool) (first, total int) {
	t.Helper()
	site, one := siteBefore(t, version, exists)
	site.Mock.ResetRequests()
	acctest.FailOn(t, one.Apply(t, onSales(afterChange)).Diagnostics)
	entries := site.Mock.Requests().Entries
	first = slices.IndexFunc(entries, func(r mockserver.LoggedRequest) bool { return strings.Contains(r.Route, "permissions") })
	return first, len(entries)
}

// siteBefore is a site with the rules to be changed, which Terraform manages if they are there for it.
func siteBefore(t *testing.T, version string, exists bool) (*acctest.Site, *acctest.Instance) {
	t.Helper()
	site := siteOf(t, version, mockserver.Behaviour{})
	site.Mock.SetRules(salesSet, mockserver.Rules{
		"group:All Users": {"Read": "Allow"}, "group:Analysts": {"Read": "Allow", "Write": "Allow", "Filter": "Deny"},
	})
	one := site.Instance(permissions, nil)
	if exists {
		one.Import(t, "workbook/"+estateSales)
	}
	return site, one
}

// eachFailure runs a test for each request of an apply that fails in each way.
func eachFailure(t *testing.T, exists bool, run func(t *testing.T, site *acctest.Site, one *acctest.Instance)) {
	t.Helper()
	for version, wanted := range map[string]int{"3.22": 8, "3.29": 4} {
		first, total := requestsOf(t, version, exists)
		if total-first < wanted {
			t.Errorf("API %s: the apply takes %d requests, want %d or more", version, total-first, wanted)
		}
		for way, fault := range failures {
			for request := first; request < total; request++ {
				t.Run(fmt.Sprintf("%s/%s/%d", version, way, request), func(t *testing.T) {
					t.Parallel()
					site, one := siteBefore(t, version, exists)
					watchRead(t, site)
					failing := fault
					failing.Skip = request
					setFault(t, site, failing)
					run(t, site, one)
				})
			}
		}
	}
}

// An update that fails at any request leaves in state what is in Tableau, and
// the next one does the rest.
func TestPermissions_updateThatFailsAnywhereKeepsStateTrue(t *testing.T) {
	t.Parallel()
	eachFailure(t, true, func(t *testing.T, site *acctest.Site, one *acctest.Instance) {
		change := one.Apply(t, onSales(afterChange))
		site.Mock.ClearFaults()
		stateHas(t, one, ofSite(site))
		if !change.Failed {
			stateHas(t, one, afterChange)
		}
		acctest.FailOn(t, one.Apply(t, onSales(afterChange)).Diagnostics)
		stateHas(t, one, afterChange)
		if diff := cmp.Diff(afterChange, ofSite(site)); diff != "" {
			t.Errorf("the next apply makes other rules (-want +got):\n%s", diff)
		}
	})
}

// A creation that fails at any request is tainted with what it had added. Its
// destruction takes that back, and nothing else.
func TestPermissions_creationThatFailsAnywhereIsTakenBack(t *testing.T) {
	t.Parallel()
	eachFailure(t, false, func(t *testing.T, site *acctest.Site, one *acctest.Instance) {
		change := one.Apply(t, onSales(afterChange))
		site.Mock.ClearFaults()
		left := ofSite(site)
		switch state := one.State(t); {
		case state != nil && change.Failed:
			stateHas(t, one, without(left, beforeChange))
		case state == nil && cmp.Diff(beforeChange, left) != "":
			t.Errorf("nothing is in state although the rules are now %v", left)
		}
		if !change.Failed {
			stateHas(t, one, afterChange)
			return
		}
		acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
		if diff := cmp.Diff(acctest.Object{}, without(ofSite(site), beforeChange)); diff != "" {
			t.Errorf("rules are left behind:\n%s", diff)
		}
		applies(t, one, onSales(afterChange), acctest.Create)
		if diff := cmp.Diff(afterChange, ofSite(site)); diff != "" {
			t.Errorf("the next apply makes other rules (-want +got):\n%s", diff)
		}
	})
}

// Terraform destroys what is tainted before it makes it again, and gives the provider
// nothing then of what is kept beside state. Nobody loses what was there before.
func TestPermissions_creationThatFailsAnywhereIsMadeAgain(t *testing.T) {
	t.Parallel()
	eachFailure(t, false, func(t *testing.T, site *acctest.Site, one *acctest.Instance) {
		one.Apply(t, onSales(afterChange))
		site.Mock.ClearFaults()
		acctest.FailOn(t, one.Apply(t, onSales(afterChange)).Diagnostics)
		stateHas(t, one, afterChange)
		if diff := cmp.Diff(afterChange, ofSite(site)); diff != "" {
			t.Errorf("the next apply makes other rules (-want +got):\n%s", diff)
		}
	})
}

// A tainted object whose destruction fails too is still no more than what was added.
func TestPermissions_taintedWhoseDestructionFailsStayInPart(t *testing.T) {
	t.Parallel()
	site, one := siteBefore(t, "3.22", false)
	watchRead(t, site)
	setFault(t, site, mockserver.Fault{Route: removeOfSales, Times: 2, Code: "403004"})
	for range 2 {
		fails(t, one.Apply(t, onSales(afterChange)), "403004")
	}
	applies(t, one, onSales(afterChange), acctest.Replace)
	has(t, site, salesSet, mockserver.Rules{
		"group:Analysts": {"Read": "Allow", "Write": "Deny", "Filter": "Allow", "WebAuthoring": "Allow"}, "user:ann": {"Read": "Allow"},
	})
}

// Wherever the destruction of a tainted object fails, the next one takes away what its creation added,
// and nothing that was there before: Terraform gives it nothing of what is kept beside state.
func TestPermissions_taintedWhoseDestructionFailsAnywhereRevokeNoMore(t *testing.T) {
	t.Parallel()
	before := func(t *testing.T) (*acctest.Site, *acctest.Instance) {
		t.Helper()
		return siteBefore(t, "3.22", false)
	}
	taintedRevokeNoMore(t, before, onSales(afterChange), func(t *testing.T, site *acctest.Site) {
		t.Helper()
		if diff := cmp.Diff(beforeChange, ofSite(site)); diff != "" {
			t.Errorf("other rules are left than there were before (-want +got):\n%s", diff)
		}
	})
}

// taintedRevokeNoMore has the creation of what is configured fail, then its replacement at each
// request of the destruction, and destroys it: the rules are to be intact then.
func taintedRevokeNoMore(
	t *testing.T, before func(*testing.T) (*acctest.Site, *acctest.Instance), config acctest.Object, intact func(*testing.T, *acctest.Site),
) {
	t.Helper()
	tainted := func(t *testing.T) (*acctest.Site, *acctest.Instance) {
		t.Helper()
		site, one := before(t)
		setFault(t, site, mockserver.Fault{Route: removeOfSales, Times: 1, Code: "403004"})
		fails(t, one.Apply(t, config), "403004")
		site.Mock.ResetRequests()
		return site, one
	}
	site, one := tainted(t)
	acctest.FailOn(t, one.Apply(t, config).Diagnostics)
	for way, fault := range failures {
		for request := range requestsBeforeCreation(t, site) {
			t.Run(fmt.Sprintf("%s/%d", way, request), func(t *testing.T) {
				t.Parallel()
				site, one := tainted(t)
				failing := fault
				failing.Skip = request
				setFault(t, site, failing)
				again := one.Apply(t, config)
				site.Mock.ClearFaults()
				if !again.Failed {
					return
				}
				acctest.FailOn(t, one.Refresh(t))
				acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
				intact(t, site)
			})
		}
	}
}

// requestsBeforeCreation counts those of a replacement up to the end of its destruction.
func requestsBeforeCreation(t *testing.T, site *acctest.Site) int {
	t.Helper()
	entries := site.Mock.Requests().Entries
	creation := slices.IndexFunc(entries, func(r mockserver.LoggedRequest) bool { return r.Method == http.MethodPut })
	if !slices.ContainsFunc(entries[:creation], func(r mockserver.LoggedRequest) bool { return r.Method == http.MethodDelete }) {
		t.Fatal("nothing is destroyed before the creation")
	}
	return creation
}

// without leaves out the rules of others.
func without(rules, others acctest.Object) acctest.Object {
	left := acctest.Object{}
	for grantee, capabilities := range rules {
		of, _ := others[grantee].(acctest.Object) // nil where there is none
		for capability, mode := range capabilities.(acctest.Object) {
			if of[capability] == mode {
				continue
			}
			if left[grantee] == nil {
				left[grantee] = acctest.Object{}
			}
			left[grantee].(acctest.Object)[capability] = mode
		}
	}
	return left
}

// A creation whose call was not answered, and after which nothing can be read, may have made its
// rules: they are in state, so that a destruction takes them back.
func TestPermissions_creationOfWhichNothingIsKnownIsInState(t *testing.T) {
	t.Parallel()
	for noun, config := range map[string]acctest.Object{
		permissions:        with(onSales(acctest.Object{"group:All Users": allow("Read", "Filter")}), "on_destroy", "revoke"),
		granteePermissions: granted("group:All Users", allow("Read", "Filter")),
	} {
		t.Run(noun, func(t *testing.T) {
			t.Parallel()
			site := siteOf(t, "", mockserver.Behaviour{})
			site.Mock.SetRules(salesSet, mockserver.Rules{"group:All Users": {"Read": "Allow"}})
			one := site.Instance(noun, acctest.Object{"max_retries": 0})
			acctest.FailOn(t, one.Plan(t, config).Diagnostics)
			const route = "/sites/{site}/workbooks/{workbook}/permissions"
			setFault(t, site,
				mockserver.Fault{Route: "POST " + route, Drop: mockserver.DropAfter}, mockserver.Fault{Route: "PUT " + route, Drop: mockserver.DropAfter},
				mockserver.Fault{Route: "GET " + route, Skip: 2, Status: 503, HTML: true})
			fails(t, one.Apply(t, config), "Whether the last call had its effect is not known")
			site.Mock.ClearFaults()
			has(t, site, salesSet, mockserver.Rules{"group:All Users": {"Read": "Allow", "Filter": "Allow"}})
			acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
			has(t, site, salesSet, mockserver.Rules{"group:All Users": {"Read": "Allow"}})
		})
	}
}

// A destruction that is refused for a grantee who is gone, and cannot see what it left behind, has left all.
func TestPermissions_destructionThatCannotLookStaysInState(t *testing.T) {
	t.Parallel()
	const gone = "group:00000000-1000-4000-8000-000000000009"
	site := siteOf(t, "", mockserver.Behaviour{})
	site.Mock.SetRules(salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow"}, gone: {"Read": "Allow"}, "group:All Users": {"Read": "Allow"}})
	one := site.Instance(permissions, acctest.Object{"max_retries": 0})
	one.Import(t, "workbook/"+estateSales)
	setFault(t, site, mockserver.Fault{Route: "GET /sites/{site}/workbooks/{workbook}/permissions", Skip: 2, Code: "403004"})
	fails(t, one.Apply(t, nil), "reading what it left behind failed too")
	stateHas(t, one, acctest.Object{"group:Analysts": allow("Read"), gone: allow("Read"), "group:All Users": allow("Read")})
}

// Between a destruction that fails before it reads anything and the next one, a group is renamed and another one gets its name.
func TestPermissions_whoseDestructionFailedAreTakenFromWhomTheNamesMeant(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	finance := site.Mock.AddGroup(mockserver.Group{Name: "Finance"})
	one := site.Instance(permissions, nil)
	applies(t, one, onSales(acctest.Object{"group:Finance": allow("Read")}), acctest.Create)
	setFault(t, site, mockserver.Fault{Route: "GET /sites/{site}/workbooks/{workbook}/permissions", Code: "400000", Skip: 1})
	fails(t, one.Apply(t, nil), "error 400000")
	site.Mock.ClearFaults()
	site.Mock.UpdateGroup(finance, func(g *mockserver.Group) { g.Name = "Finance EMEA" })
	site.Mock.AddGroup(mockserver.Group{Name: "Finance"})
	site.Mock.Grant(salesSet, "group:Finance", "Read", "Allow")
	applies(t, one, nil, acctest.Delete)
	has(t, site, salesSet, mockserver.Rules{"group:Finance": {"Read": "Allow"}})
}

// What broke a creation may hide the owner too. State has what the creation added, and not what was there before.
func TestPermissions_creationThatFailsNeedsNoOwner(t *testing.T) {
	t.Parallel()
	for name, behaviour := range map[string]mockserver.Behaviour{"shown": {}, "shown with the item alone": {ContentByIDAlone: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := siteOf(t, "", behaviour)
			site.Mock.SetRules(salesSet, mockserver.Rules{"user:demo": {"Read": "Allow"}, "group:All Users": {"Write": "Allow"}})
			one := site.Instance(permissions, acctest.Object{"max_retries": 0})
			setFault(t, site,
				mockserver.Fault{Route: removeOfSales, Status: 503, HTML: true},
				mockserver.Fault{Route: "GET /sites/{site}/workbooks/{workbook}/permissions", Skip: 2, Status: 503, HTML: true},
				mockserver.Fault{Route: "GET /sites/{site}/workbooks/{workbook}", Status: 503, HTML: true})
			fails(t, one.Apply(t, with(onSales(acctest.Object{"group:Analysts": allow("Read"), "user:demo": allow("Read")}),
				"ignore_grantees", []any{"user:bob"})), "reading what it left behind failed too")
			stateHas(t, one, acctest.Object{"group:Analysts": allow("Read")})
		})
	}
}
