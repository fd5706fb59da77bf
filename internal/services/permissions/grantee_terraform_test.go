package permissions_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// grantedBlock is a block of what a grantee may do with the workbook Sales.
func grantedBlock(name, grantee, capabilities string) string {
	return fmt.Sprintf(`
resource "tableau_grantee_permissions" %q {
  content_type = "workbook"
  content_id   = %q
  grantee      = %q
  capabilities = { %s }
}
`, name, estateSales, grantee, capabilities)
}

func TestGranteePermissions_underTerraform(t *testing.T) {
	t.Parallel()
	const everybody = "\nresource \"tableau_permissions\" \"sales\" {\n  content_type = \"workbook\"\n  content_id   = \"" + estateSales + "\"\n" +
		"  rules        = { \"user:ann\" = { Read = \"Allow\" } }\n  %s\n}\n"
	site, finance := withFinance(t, mockserver.Behaviour{})
	partners := grantedBlock("partners", "group_set:Partners", `Read = "Deny"`)
	cli := site.NewCLI(t, map[string]string{"main.tf": `provider "tableau" {}` + partners + grantedBlock("finance", "group:Finance", `Read = "Allow"`)})
	cli.Succeed("apply", "-auto-approve", "-input=false")
	cli.ExpectNoChange()

	// Finance is another group now, which is planned twice, and somebody wants all rules for one block.
	site.Mock.UpdateGroup(finance, func(g *mockserver.Group) { g.Name = "Finance EMEA" })
	site.Mock.AddGroup(mockserver.Group{Name: "Finance"})
	changed := `provider "tableau" {}` + partners + grantedBlock("finance", "group:Finance", `Read = "Allow", Filter = "Allow"`)
	cli.Write("main.tf", changed+fmt.Sprintf(everybody, ""))
	refused := cli.Run("plan", "-input=false", "-no-color")
	if refused.ExitCode != 1 || !strings.Contains(refused.Output, "Permissions managed twice") {
		t.Errorf("exit code %d:\n%s", refused.ExitCode, refused.Output)
	}
	cli.Write("main.tf", changed+fmt.Sprintf(everybody, `ignore_grantees = ["group:Finance", "group_set:Partners"]`))
	plan := cli.Succeed("plan", "-input=false", "-no-color", "-out=plan")
	for _, line := range []string{`~ grantee      = "group:Finance EMEA" -> "group:Finance" # forces replacement`, `+ "Filter" = "Allow"`} {
		if !strings.Contains(plan, line) {
			t.Errorf("the plan does not show %s:\n%s", line, plan)
		}
	}
	cli.Succeed("apply", "-input=false", "plan")
	has(t, site, salesSet, mockserver.Rules{
		"group:Finance": {"Read": "Allow", "Filter": "Allow"}, "group_set:Partners": {"Read": "Deny"}, "user:ann": {"Read": "Allow"},
	})
	cli.ExpectNoChange()
	cli.Succeed("destroy", "-auto-approve", "-input=false")
	has(t, site, salesSet, mockserver.Rules{})
}
