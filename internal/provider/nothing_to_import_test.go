package provider_test

import (
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// TestResources_sayWhereTheyLookedForWhatIsToBeImported imports what is not there. Terraform's
// own error names neither the site nor what to check.
func TestResources_sayWhereTheyLookedForWhatIsToBeImported(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{Seed: mockserver.Seed{
		Sites:     []mockserver.Site{{Name: "Finance", ContentURL: "finance"}},
		Groups:    []mockserver.Group{{Name: "Finance", Site: "finance"}},
		Workbooks: []mockserver.Workbook{{ID: salesID, Name: "Sales", Site: "finance"}},
	}})
	const (
		nobody  = "4d652179-36bf-47e4-a9dc-e069227c72d0"
		seesNot = `The signed-in user sees no such object on site "finance" of 127.0.0.1:`
	)
	for resource, test := range map[string]struct{ id, want string }{
		"tableau_schedule":             {nobody, seesNot},
		"tableau_extract_refresh_task": {nobody, seesNot},
		"tableau_flow_task":            {nobody, seesNot},
		"tableau_subscription":         {nobody, seesNot},
		"tableau_permissions":          {"datasource/" + salesID, seesNot},
		"tableau_default_permissions":  {nobody + "/workbook", seesNot},
		"tableau_grantee_permissions": {
			"workbook/" + salesID + "/group:Finance",
			"group:Finance has no rule of its own in the permissions of workbook " + salesID + ". Leave the import out: Terraform makes the rules.",
		},
	} {
		t.Run(resource, func(t *testing.T) {
			t.Parallel()
			cli := site.NewCLI(t, map[string]string{"main.tf": "provider \"tableau\" { site = \"finance\" }\nresource \"" + resource + "\" \"one\" {}\n"})
			out := cli.Run("import", "-input=false", "-no-color", resource+".one", test.id)
			said := strings.Join(strings.Fields(strings.ReplaceAll(out.Output, "│", " ")), " ")
			if out.ExitCode == 0 || !strings.Contains(said, "Error: Nothing to import") || !strings.Contains(said, test.want) {
				t.Errorf("exit code %d, want %q:\n%s", out.ExitCode, test.want, out.Output)
			}
		})
	}
}
