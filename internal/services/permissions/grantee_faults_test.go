package permissions_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// turnedTo is what Analysts have after a change of several calls.
var turnedTo = acctest.Object{"Read": "Allow", "Write": "Deny", "WebAuthoring": "Allow"}

// ofAnalysts is what Analysts have on Sales, nil for nothing.
func ofAnalysts(site *acctest.Site) acctest.Object {
	one, _ := ofSite(site)["group:Analysts"].(acctest.Object) // nil where there is none
	return one
}

// beforeTurn is a site whose Analysts have what is to be changed, which Terraform manages if it is there for it.
func beforeTurn(t *testing.T, managed bool) (*acctest.Site, *acctest.Instance) {
	t.Helper()
	site := siteOf(t, "", mockserver.Behaviour{})
	site.Mock.SetRules(salesSet, mockserver.Rules{
		"group:All Users": {"Read": "Allow"}, "group:Analysts": {"Read": "Allow", "Write": "Allow", "Filter": "Deny"},
	})
	one := site.Instance(granteePermissions, nil)
	if managed {
		one.Import(t, "workbook/"+estateSales+"/group:Analysts")
	}
	return site, one
}

// eachGranteeFailure runs a test for each request of an apply that fails in each way. No configuration destroys.
func eachGranteeFailure(t *testing.T, managed bool, config acctest.Object, run func(*testing.T, *acctest.Site, *acctest.Instance)) {
	t.Helper()
	site, one := beforeTurn(t, managed)
	site.Mock.ResetRequests()
	acctest.FailOn(t, one.Apply(t, config).Diagnostics)
	entries := site.Mock.Requests().Entries
	for way, fault := range failures {
		for request, entry := range entries {
			if !strings.Contains(entry.Route, "permissions") {
				continue
			}
			t.Run(fmt.Sprintf("%s/%d", way, request), func(t *testing.T) {
				t.Parallel()
				site, one := beforeTurn(t, managed)
				failing := fault
				failing.Skip = request
				setFault(t, site, failing)
				run(t, site, one)
				site.Mock.ClearFaults()
				if others := site.Mock.Rules(salesSet)["group:All Users"]; len(others) != 1 || others["Read"] != "Allow" {
					t.Errorf("others have %v now", others)
				}
			})
		}
	}
}

// An update that fails at any request leaves in state what is in Tableau, and
// the next one does the rest.
func TestGranteePermissions_updateThatFailsAnywhereKeepsStateTrue(t *testing.T) {
	t.Parallel()
	config := granted("group:Analysts", turnedTo)
	eachGranteeFailure(t, true, config, func(t *testing.T, site *acctest.Site, one *acctest.Instance) {
		t.Helper()
		change := one.Apply(t, config)
		site.Mock.ClearFaults()
		stateIs(t, one, granted("group:Analysts", ofAnalysts(site)))
		if !change.Failed {
			stateIs(t, one, config)
		}
		acctest.FailOn(t, one.Apply(t, config).Diagnostics)
		stateIs(t, one, config)
		if diff := cmp.Diff(turnedTo, ofAnalysts(site)); diff != "" {
			t.Errorf("the next apply makes other rules (-want +got):\n%s", diff)
		}
	})
}

// A creation that fails at any request is tainted with what it had added. Its
// destruction takes that back, and nothing that was there before.
func TestGranteePermissions_creationThatFailsAnywhereIsTakenBack(t *testing.T) {
	t.Parallel()
	config := granted("group:Analysts", turnedTo)
	eachGranteeFailure(t, false, config, func(t *testing.T, site *acctest.Site, one *acctest.Instance) {
		t.Helper()
		change := one.Apply(t, config)
		site.Mock.ClearFaults()
		left := ofAnalysts(site)
		if one.State(t) != nil && change.Failed {
			stateIs(t, one, granted("group:Analysts", added(left)))
		} else if one.State(t) == nil && left["WebAuthoring"] != nil {
			t.Errorf("nothing is in state although Analysts have %v now", left)
		}
		if !change.Failed {
			stateIs(t, one, config)
			return
		}
		acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
		after := ofAnalysts(site)
		if after["Read"] != "Allow" || after["WebAuthoring"] != nil || after["Write"] == "Deny" {
			t.Errorf("Analysts are left with %v", after)
		}
		applies(t, one, config, acctest.Create)
		if diff := cmp.Diff(turnedTo, ofAnalysts(site)); diff != "" {
			t.Errorf("the next apply makes other rules (-want +got):\n%s", diff)
		}
	})
}

// added are the capabilities that beforeTurn does not have.
func added(capabilities acctest.Object) acctest.Object {
	was := acctest.Object{"Read": "Allow", "Write": "Allow", "Filter": "Deny"}
	return without(acctest.Object{"": capabilities}, acctest.Object{"": was})[""].(acctest.Object)
}

// Terraform destroys what is tainted before it makes it again, and gives the provider
// nothing then of what is kept beside state.
func TestGranteePermissions_creationThatFailsAnywhereIsMadeAgain(t *testing.T) {
	t.Parallel()
	config := granted("group:Analysts", turnedTo)
	eachGranteeFailure(t, false, config, func(t *testing.T, site *acctest.Site, one *acctest.Instance) {
		t.Helper()
		watchRead(t, site)
		one.Apply(t, config)
		site.Mock.ClearFaults()
		acctest.FailOn(t, one.Apply(t, config).Diagnostics)
		stateIs(t, one, config)
		if diff := cmp.Diff(turnedTo, ofAnalysts(site)); diff != "" {
			t.Errorf("the next apply makes other rules (-want +got):\n%s", diff)
		}
	})
}

// Wherever the destruction of a tainted object fails, the next one takes away what its creation added,
// and nothing that was there before: Terraform gives it nothing of what is kept beside state.
func TestGranteePermissions_taintedWhoseDestructionFailsAnywhereRevokeNoMore(t *testing.T) {
	t.Parallel()
	before := func(t *testing.T) (*acctest.Site, *acctest.Instance) {
		t.Helper()
		return beforeTurn(t, false)
	}
	taintedRevokeNoMore(t, before, granted("group:Analysts", turnedTo), func(t *testing.T, site *acctest.Site) {
		t.Helper()
		want := acctest.Object{"Read": "Allow", "Write": "Allow", "Filter": "Deny"}
		if diff := cmp.Diff(want, ofAnalysts(site)); diff != "" {
			t.Errorf("Analysts are left with others than they had (-want +got):\n%s", diff)
		}
	})
}

// A destruction that fails at any request leaves the rest in state, and the
// next one takes it away.
func TestGranteePermissions_destructionThatFailsAnywhereIsFinishedByTheNext(t *testing.T) {
	t.Parallel()
	eachGranteeFailure(t, true, nil, func(t *testing.T, site *acctest.Site, one *acctest.Instance) {
		t.Helper()
		change := one.Apply(t, nil)
		site.Mock.ClearFaults()
		if change.Failed {
			left := ofAnalysts(site)
			if left == nil {
				left = acctest.Object{"Read": "Allow", "Write": "Allow", "Filter": "Deny"} // Nobody could see that all is taken away.
			}
			stateIs(t, one, granted("group:Analysts", left))
		}
		acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
		stateIs(t, one, nil)
		if left := ofAnalysts(site); left != nil {
			t.Errorf("Analysts still have %v", left)
		}
	})
}

// Only the item's own code says that it is gone.
func TestGranteePermissions_stayInStateWhenTheyCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]mockserver.Fault{
		"forbidden": {Code: "403004"}, "another's code": {Code: "404011"}, "no site": {Code: "404000"}, "a page": {Status: 404, HTML: true},
		"busy": {Status: 429}, "down": {Status: 503}, "half": {Truncate: true}, "lost": {Drop: mockserver.DropAfter}, "unknown": {Code: "404099"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := siteOf(t, "", mockserver.Behaviour{})
			one := site.Instance(granteePermissions, acctest.Object{"max_retries": 0})
			one.Import(t, "workbook/"+estateSales+"/group:Analysts")
			before := one.State(t)
			fault.Route = "GET /sites/{site}/workbooks/{workbook}/permissions"
			setFault(t, site, fault)
			if said := texts(one.Refresh(t)); !strings.Contains(said, "ERROR") {
				t.Errorf("the refresh says %q", said)
			}
			stateIs(t, one, before)
		})
	}
}

// The kinds of errors of which the user can mend one attribute carry its path.
func TestGranteePermissions_refusalsNameTheAttribute(t *testing.T) {
	t.Parallel()
	const put = "PUT /sites/{site}/workbooks/{workbook}/permissions"
	for code, want := range map[string]string{
		"400009": `AttributeName("capabilities")`, "404012": `AttributeName("grantee")`, "404006": `AttributeName("content_id")`, "403039": `AttributeName("content_id")`,
	} {
		site := siteOf(t, "", mockserver.Behaviour{})
		setFault(t, site, mockserver.Fault{Route: put, Code: code})
		one := site.Instance(granteePermissions, nil)
		fails(t, one.Apply(t, granted("user:ann", allow("Read"))), want, code)
		stateIs(t, one, nil)
	}
}

// What others have given since a destruction failed, or before a creation did, is not in state: the plan says that.
func TestGranteePermissions_inPartSayThatThereMayBeMore(t *testing.T) {
	t.Parallel()
	config := granted("group:Analysts", allow("Read"))
	const said = "WARNING The permissions of workbook " + estateSales + " for group:Analysts were made in part: "
	t.Run("destruction", func(t *testing.T) {
		t.Parallel()
		site := siteOf(t, "", mockserver.Behaviour{})
		one := site.Instance(granteePermissions, nil)
		applies(t, one, config, acctest.Create)
		setFault(t, site, mockserver.Fault{Route: removeOfSales, Code: "403004"})
		fails(t, one.Apply(t, nil), "403004")
		site.Mock.ClearFaults()
		site.Mock.Grant(salesSet, "group:Analysts", "Write", "Allow")
		says(t, plans(t, one, config, acctest.NoOp).Diagnostics, said)
	})
	t.Run("creation", func(t *testing.T) {
		t.Parallel()
		site := siteOf(t, "", mockserver.Behaviour{})
		site.Mock.SetRules(salesSet, mockserver.Rules{"group:Analysts": {"Write": "Allow"}})
		one := site.Instance(granteePermissions, nil)
		setFault(t, site, mockserver.Fault{Route: removeOfSales, Times: 1, Code: "403004"})
		fails(t, one.Apply(t, config), "403004")
		one.Untaint()
		says(t, plans(t, one, config, acctest.NoOp).Diagnostics, said)
	})
}
