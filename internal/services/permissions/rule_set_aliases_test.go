package permissions_test

import (
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const readersOfSales = `{
  content_type = "workbook"
  content_id   = "` + estateSales + `"
  rules        = { "group:Analysts" = { Read = "Allow" } }
`

// A block that goes to another provider block under another name is the same with a moved block: nothing is destroyed.
func TestPermissions_movedToAnotherProviderBlockStay(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	cli := site.NewCLI(t, map[string]string{"main.tf": `
provider "tableau" {}
resource "tableau_permissions" "old" ` + readersOfSales + "}\n"})
	cli.Succeed("apply", "-auto-approve", "-input=false", "-no-color")
	cli.Write("main.tf", `
provider "tableau" {}
provider "tableau" {
  alias = "other"
}
moved {
  from = tableau_permissions.old
  to   = tableau_permissions.new
}
resource "tableau_permissions" "new" `+readersOfSales+"  provider = tableau.other\n}\n")
	site.Mock.ResetRequests()
	cli.Succeed("apply", "-auto-approve", "-input=false", "-no-color")
	expectCalls(t, site, writes)
	has(t, site, salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow"}})
}

// The advice for a deposed object, whose rules the block at its address gives as well, can be followed.
func TestPermissions_ofADeposedObjectAreGivenBackByAReplacement(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	cli := site.NewCLI(t, map[string]string{"main.tf": `
provider "tableau" {
  max_retries = 0
}
resource "tableau_permissions" "sales" ` + readersOfSales + `  lifecycle {
    create_before_destroy = true
  }
}
`})
	const route, address = "GET /sites/{site}/workbooks/{workbook}/permissions", "-replace=tableau_permissions.sales"
	cli.Succeed("apply", "-auto-approve", "-input=false", "-no-color")
	setFault(t, site, mockserver.Fault{Route: route, Skip: 3, Code: "403004"})
	if failed := cli.Run("apply", address, "-auto-approve", "-input=false", "-no-color"); failed.ExitCode == 0 {
		t.Fatalf("nothing failed:\n%s", failed.Output)
	}
	site.Mock.ClearFaults()
	if out := cli.Succeed("plan", "-input=false", "-no-color"); !strings.Contains(out, "(deposed object ") || !strings.Contains(out, "go from group:Analysts") {
		t.Errorf("the plan is\n%s", out)
	}
	cli.Succeed("apply", address, "-auto-approve", "-input=false", "-no-color")
	has(t, site, salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow"}})
	cli.ExpectNoChange()
}
