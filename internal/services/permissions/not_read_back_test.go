package permissions_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// unread makes the rules of Sales unreadable as soon as they are planned, read for a write, and written.
var unread = mockserver.Fault{Route: "GET /sites/{site}/workbooks/{workbook}/permissions", Skip: 2, Status: 503, HTML: true}

// eachOfSales runs a test for both resources that can have rules of All Users on Sales.
func eachOfSales(t *testing.T, run func(t *testing.T, site *acctest.Site, one *acctest.Instance, having func(...string) acctest.Object)) {
	t.Helper()
	for noun, having := range map[string]func(...string) acctest.Object{
		permissions: func(capabilities ...string) acctest.Object {
			return with(onSales(acctest.Object{"group:All Users": allow(capabilities...)}), "on_destroy", "revoke")
		},
		granteePermissions: func(capabilities ...string) acctest.Object { return granted("group:All Users", allow(capabilities...)) },
	} {
		t.Run(noun, func(t *testing.T) {
			t.Parallel()
			site := siteOf(t, "", mockserver.Behaviour{})
			run(t, site, site.Instance(noun, acctest.Object{"max_retries": 0}), having)
		})
	}
}

// allUsers are rules of All Users alone.
func allUsers(capabilities ...string) mockserver.Rules {
	one := map[string]string{}
	for _, capability := range capabilities {
		one[capability] = "Allow"
	}
	return mockserver.Rules{"group:All Users": one}
}

// What was made well and could not be read back is not made again, for people would have no access in between.
func TestPermissions_madeAndNotReadBackAreNotReplaced(t *testing.T) {
	t.Parallel()
	eachOfSales(t, func(t *testing.T, site *acctest.Site, one *acctest.Instance, having func(...string) acctest.Object) {
		t.Helper()
		site.Mock.SetRules(salesSet, mockserver.Rules{})
		setFault(t, site, unread)
		made := one.Apply(t, having("Read"))
		acctest.FailOn(t, made.Diagnostics)
		says(t, made.Diagnostics, "WARNING Permissions not read back: Tableau accepted the new permissions of workbook "+estateSales+
			". Whether it kept all of them could not be read: cannot read permissions of workbook "+estateSales+": ", "503", "The next plan shows it.")
		site.Mock.ClearFaults()
		plans(t, one, having("Read"), acctest.NoOp)
		has(t, site, salesSet, allUsers("Read"))
		acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
		has(t, site, salesSet, mockserver.Rules{})
	})
}

// What the service did not keep, and nobody could read back, is in the next plan.
func TestPermissions_notReadBackAreInTheNextPlan(t *testing.T) {
	t.Parallel()
	eachOfSales(t, func(t *testing.T, site *acctest.Site, one *acctest.Instance, having func(...string) acctest.Object) {
		t.Helper()
		site.Mock.SetRules(salesSet, allUsers("Read"))
		applies(t, one, having("Read", "Filter"), acctest.Create)
		setFault(t, site, unread)
		changed := one.Apply(t, having("Read", "Write"))
		acctest.FailOn(t, changed.Diagnostics)
		says(t, changed.Diagnostics, "WARNING Permissions not read back: ")
		site.Mock.ClearFaults()
		plans(t, one, having("Read", "Write"), acctest.NoOp)
		site.Mock.SetRules(salesSet, allUsers("Read", "Filter"))
		plans(t, one, having("Read", "Write"), acctest.Update)
	})
}

// No later plan would show a rule that state does not have any more: the next apply looks for it.
func TestPermissions_revokedAndNotReadBackAreLookedForAgain(t *testing.T) {
	t.Parallel()
	for name, left := range map[string]mockserver.Rules{"gone": {}, "kept by Tableau": allUsers("Read")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachOfSales(t, func(t *testing.T, site *acctest.Site, one *acctest.Instance, having func(...string) acctest.Object) {
				t.Helper()
				site.Mock.SetRules(salesSet, mockserver.Rules{})
				applies(t, one, having("Read"), acctest.Create)
				before := one.State(t)
				setFault(t, site, unread)
				fails(t, one.Apply(t, nil), "ERROR Permissions not read back: Tableau accepted that the permissions of workbook "+estateSales+
					" were revoked. Whether they are gone could not be read: ", "503", "State keeps them: apply again, and what is left is revoked.")
				has(t, site, salesSet, mockserver.Rules{})
				if diff := cmp.Diff(before, one.State(t)); diff != "" {
					t.Errorf("state is another (-want +got):\n%s", diff)
				}
				site.Mock.ClearFaults()
				site.Mock.SetRules(salesSet, left)
				acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
				has(t, site, salesSet, mockserver.Rules{})
				stateIs(t, one, nil)
			})
		})
	}
}

// Ctrl-C while rules are written leaves what was written as it is.
func TestPermissions_interruptedOnTheCommandLineAreNotReplaced(t *testing.T) {
	t.Parallel()
	const put, post = "PUT /sites/{site}/workbooks/{workbook}/permissions", "POST /sites/{site}/projects/{project}/permissions"
	site := siteOf(t, "", mockserver.Behaviour{})
	site.Mock.SetRules(salesSet, mockserver.Rules{})
	setFault(t, site, mockserver.Fault{Route: put, Latency: 2 * time.Second}, mockserver.Fault{Route: post, Latency: 2 * time.Second})
	cli := site.NewCLI(t, map[string]string{"main.tf": `provider "tableau" {}` + grantedBlock("finance", "group:All Users", `Read = "Allow"`) + fmt.Sprintf(`
resource "tableau_permissions" "demo" {
  content_type = "project"
  content_id   = %q
  rules        = { "group:All Users" = { Read = "Allow" } }
}
`, estateFinance)})
	writing := func() bool {
		sent := site.Mock.Requests().ByRoute
		return sent[put] > 0 && sent[post] > 0
	}
	if result := cli.Interrupt(writing, "apply", "-input=false", "-auto-approve", "-no-color"); !strings.Contains(result.Output, "Gracefully shutting down") {
		t.Errorf("the apply was not interrupted:\n%s", result.Output)
	}
	site.Mock.ClearFaults()
	cli.ExpectNoChange()
	has(t, site, salesSet, allUsers("Read"))
}
