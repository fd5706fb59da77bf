package permissions_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// queries find items of every content type that can be listed, a project's defaults for
// every type, and grantees. The latter's items are none of the others, for the rules of an
// item have one owner.
func queries() string {
	query := func(noun, name, config string) string {
		return fmt.Sprintf("list \"tableau_%s\" %q {\n  provider = tableau\n  config {\n    %s\n  }\n}\n", noun, name, config)
	}
	text := query("permissions", "datasources", `project_path = "Default"`) +
		query("default_permissions", "finance", `project_path = "Finance"`) +
		query("grantee_permissions", "datasources", "content_type = \"datasource\"\n    project_path = \"Finance\"")
	for _, contentType := range []string{"project", "workbook", "view", "flow", "database", "table", "virtual_connection"} {
		text += query("permissions", contentType+"s", fmt.Sprintf("content_type = %q", contentType))
	}
	return text
}

// TestPermissionsQuery_generatesConfigurationThatPlansNothing adopts what a query finds.
func TestPermissionsQuery_generatesConfigurationThatPlansNothing(t *testing.T) {
	t.Parallel()
	acctest.NeedsQuery(t)
	site := estateSite(t)
	site.Mock.AddDatasource(mockserver.Datasource{Name: "Countries"})
	site.Mock.SetRules(mockserver.RuleSet{ContentType: "workbook", ID: estateTabbed}, mockserver.Rules{})
	site.Mock.SetRules(mockserver.RuleSet{ContentType: "flow", ID: estatePrep}, mockserver.Rules{
		"user:ann": {"Read": "Allow", "Execute": "Deny"}, "group:" + estateCorpSales: {"Read": "Allow"}, "group_set:Partners": {"Read": "Allow"},
	})
	site.Mock.SetRules(mockserver.RuleSet{ContentType: "datasource", ID: estateOrders}, mockserver.Rules{
		"user:ann": {"Read": "Allow", "BrandNew": "Deny"}, "group:" + estateCorpSales: {"Read": "Allow"},
	})
	cli := site.NewCLI(t, map[string]string{"main.tf": `provider "tableau" {}`, "permissions.tfquery.hcl": queries()})
	cli.Succeed("query", "-no-color", "-generate-config-out=generated.tf")
	cli.Succeed("validate", "-no-color")
	out := cli.Succeed("apply", "-no-color", "-input=false", "-auto-approve")
	if !strings.Contains(out, "Resources: 22 imported, 0 added, 0 changed, 0 destroyed.") {
		t.Errorf("the generated configuration does not plan empty:\n%s", out)
	}
	cli.ExpectNoChange()
}
