package permissions_test

import (
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
