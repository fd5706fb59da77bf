package permissions_test

import (
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// queries find a part of the site in each way. The grantees' items are none of the others,
// for the rules of an item have one owner.
const queries = `
list "tableau_permissions" "quarterly" {
  provider = tableau
  config {
    project_path = "Finance/Quarterly"
  }
}

list "tableau_permissions" "flows" {
  provider = tableau
  config {
    content_type = "flow"
  }
}

list "tableau_default_permissions" "finance" {
  provider = tableau
  config {
    project_path = "Finance"
  }
}

list "tableau_grantee_permissions" "datasources" {
  provider = tableau
  config {
    content_type = "datasource"
  }
}
`

// TestPermissionsQuery_generatesConfigurationThatPlansNothing adopts what a query finds.
func TestPermissionsQuery_generatesConfigurationThatPlansNothing(t *testing.T) {
	t.Parallel()
	acctest.NeedsQuery(t)
	site := estateSite(t)
	site.Mock.SetRules(mockserver.RuleSet{ContentType: "workbook", ID: estateTabbed}, mockserver.Rules{})
	site.Mock.SetRules(mockserver.RuleSet{ContentType: "flow", ID: estatePrep}, mockserver.Rules{
		"user:ann": {"Read": "Allow", "Execute": "Deny"}, "group:" + estateCorpSales: {"Read": "Allow"}, "group_set:Partners": {"Read": "Allow"},
	})
	site.Mock.SetRules(mockserver.RuleSet{ContentType: "datasource", ID: estateOrders}, mockserver.Rules{
		"user:ann": {"Read": "Allow", "BrandNew": "Deny"}, "group:" + estateCorpSales: {"Read": "Allow"},
	})
	cli := site.NewCLI(t, map[string]string{"main.tf": `provider "tableau" {}`, "permissions.tfquery.hcl": queries})
	cli.Succeed("query", "-no-color", "-generate-config-out=generated.tf")
	cli.Succeed("validate", "-no-color")
	out := cli.Succeed("apply", "-no-color", "-input=false", "-auto-approve")
	if !strings.Contains(out, "Resources: 11 imported, 0 added, 0 changed, 0 destroyed.") {
		t.Errorf("the generated configuration does not plan empty:\n%s", out)
	}
	cli.ExpectNoChange()
}
