package permissions_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// salesBlock is a configuration of the permissions of the workbook Sales and of
// the default permissions for flows of its project.
func salesBlock(analysts string) string {
	return fmt.Sprintf(`
provider "tableau" {}

resource "tableau_permissions" "sales" {
  content_type = "workbook"
  content_id   = %q
  rules = {
    "group:Analysts" = { %s }
    "user:ann"       = { Read = "Allow", Write = "Deny" }
  }
}

resource "tableau_default_permissions" "flows" {
  project_id   = %q
  content_type = "flow"
  rules        = { "group:Analysts" = { Read = "Allow" } }
}
`, estateSales, analysts, estateFinance)
}

// marked are the lines of a plan that begin with a mark of change, without the blanks that align them.
func marked(plan string) []string {
	var lines []string
	for line := range strings.Lines(plan) {
		if fields := strings.Fields(line); len(fields) > 1 && slices.Contains([]string{"+", "-", "~", "-/+"}, fields[0]) {
			lines = append(lines, strings.Join(fields, " "))
		}
	}
	return slices.DeleteFunc(lines, regexp.MustCompile(`^[~+-] (update|create|destroy)`).MatchString)
}

func TestPermissions_underTerraform(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "3.22", mockserver.Behaviour{})
	site.Mock.Grant(salesSet, "group:All Users", "Read", "Allow")
	cli := site.NewCLI(t, map[string]string{"main.tf": salesBlock(`Read = "Allow"`)})

	// The creation stops on its way: the next apply takes back what it added, and makes it again.
	setFault(t, site, mockserver.Fault{
		Route: "DELETE /sites/{site}/workbooks/{workbook}/permissions/{grantees}/{grantee}/{capability}/{mode}", Times: 1, Code: "403004",
	})
	failed := cli.Run("apply", "-auto-approve", "-input=false", "-no-color")
	if failed.ExitCode != 1 || !strings.Contains(failed.Output, "A part of the change was made") {
		t.Errorf("exit code %d:\n%s", failed.ExitCode, failed.Output)
	}
	if again := cli.Succeed("apply", "-auto-approve", "-input=false", "-no-color"); !strings.Contains(again, "1 added, 0 changed, 1 destroyed") {
		t.Errorf("the second apply does something else:\n%s", again)
	}
	has(t, site, salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow"}, "user:ann": {"Read": "Allow", "Write": "Deny"}})
	cli.ExpectNoChange()

	cli.Write("main.tf", salesBlock(`Read = "Allow", Filter = "Allow"`))
	want := []string{`~ resource "tableau_permissions" "sales" {`, `~ rules = {`, `~ "group:Analysts" = {`, `+ "Filter" = "Allow"`}
	if diff := cmp.Diff(want, marked(cli.Succeed("plan", "-input=false", "-no-color"))); diff != "" {
		t.Errorf("the plan shows more or less than one capability (-want +got):\n%s", diff)
	}
	cli.Succeed("destroy", "-auto-approve", "-input=false")
	has(t, site, salesSet, mockserver.Rules{})
}

func TestPermissions_ofWhichTerraformDestroysOneOfTwoBlocks(t *testing.T) {
	t.Parallel()
	const block = `
resource "tableau_permissions" %q {
  content_type = "workbook"
  content_id   = %q
  rules        = { "group:Analysts" = { Read = "Allow" } }
  on_destroy   = "revoke"
}
`
	const warning = "Configured permissions of workbook " + estateSales + " go from group:Analysts"
	site := siteOf(t, "", mockserver.Behaviour{})
	one, other := fmt.Sprintf(block, "one", estateSales), fmt.Sprintf(block, "other", estateSales)
	cli := site.NewCLI(t, map[string]string{"main.tf": `provider "tableau" {}` + one + other})
	quiet := func(arguments ...string) {
		t.Helper()
		if output := cli.Succeed(append(arguments, "-input=false", "-no-color")...); strings.Contains(output, warning) {
			t.Errorf("%v warns without a reason:\n%s", arguments, output)
		}
	}
	quiet("apply", "-auto-approve")
	quiet("plan", "-destroy")

	cli.Write("main.tf", `provider "tableau" {}`+one)
	if output := cli.Succeed("plan", "-input=false", "-no-color"); !strings.Contains(output, warning) || !strings.Contains(output, "1 to destroy") {
		t.Errorf("the plan does not say what is lost:\n%s", output)
	}
	cli.Write("main.tf", `provider "tableau" {}`+strings.Replace(one, "revoke", "keep", 1))
	if output := cli.Succeed("plan", "-input=false", "-no-color"); !strings.Contains(output, warning) || !strings.Contains(output, "1 to change, 1 to destroy") {
		t.Errorf("the plan, which also changes on_destroy of the other, does not say what is lost:\n%s", output)
	}
	cli.Write("main.tf", `provider "tableau" {}`+one+`
removed {
  from = tableau_permissions.other
  lifecycle {
    destroy = false
  }
}
`)
	quiet("plan")
	cli.Write("main.tf", `provider "tableau" {}`+one)
	cli.Succeed("state", "rm", "tableau_permissions.other")
	quiet("apply", "-auto-approve")
	has(t, site, salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow"}})

	cli.Write("main.tf", `provider "tableau" {}
removed {
  from = tableau_permissions.one
  lifecycle {
    destroy = false
  }
}
`)
	quiet("apply", "-auto-approve")
	has(t, site, salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow"}})
	cli.ExpectNoChange()
}

// Terraform shows one of the warnings that have a summary in common, and counts the others.
func TestPermissions_ofTwoItemsAreBothWarnedOf(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	site.Mock.Grant(salesSet, "group:All Users", "Read", "Allow")
	site.Mock.Grant(mockserver.RuleSet{ContentType: "workbook", ID: estateTabbed}, "user:ann", "Write", "Allow")
	cli := site.NewCLI(t, map[string]string{"main.tf": fmt.Sprintf(`
provider "tableau" {}
resource "tableau_permissions" "both" {
  for_each     = toset([%q, %q])
  content_type = "workbook"
  content_id   = each.key
  rules        = { "group:Analysts" = { Read = "Allow" } }
}
`, estateSales, estateTabbed)})
	plan := cli.Succeed("plan", "-input=false", "-no-color")
	for _, want := range []string{`- group:All Users: Read = "Allow"`, `- user:ann: Write = "Allow"`} {
		if !strings.Contains(plan, want) {
			t.Errorf("the plan does not say %q:\n%s", want, plan)
		}
	}
}

// A server is upgraded to a version without metrics: their permissions hold up no plan, and can be let go of.
func TestDefaultPermissions_ofARetiredContentTypeCanBeLetGoOf(t *testing.T) {
	t.Parallel()
	metrics := func(capabilities string) string {
		return fmt.Sprintf(`
provider "tableau" {}
resource "tableau_default_permissions" "metrics" {
  project_id   = %q
  content_type = "metric"
  rules        = { "group:Analysts" = { %s } }
}
`, estateFinance, capabilities)
	}
	before := siteOf(t, "3.21", mockserver.Behaviour{}).NewCLI(t, map[string]string{"main.tf": metrics(`Read = "Allow"`)})
	before.Succeed("apply", "-auto-approve", "-input=false", "-no-color")
	cli := siteOf(t, "3.22", mockserver.Behaviour{}).NewCLI(t, map[string]string{
		"main.tf": metrics(`Read = "Allow"`), "terraform.tfstate": before.Read("terraform.tfstate"),
	})
	says := func(output, want string) {
		t.Helper()
		if text := strings.Join(strings.Fields(output), " "); !strings.Contains(text, want) {
			t.Errorf("it does not say %q:\n%s", want, output)
		}
	}
	const gone = "Tableau has no metrics any more: version 3.21 of the REST API was the last to have their permissions, and 3.22 is spoken here. "
	unchanged := cli.Succeed("plan", "-input=false", "-no-color")
	says(unchanged, "No changes.")
	says(unchanged, gone+"State keeps the rules as they were. Take the block out of the configuration: its destruction revokes nothing.")

	cli.Write("main.tf", metrics(`Read = "Allow", Write = "Allow"`))
	changed := cli.Run("plan", "-input=false", "-no-color")
	if changed.ExitCode != 1 {
		t.Errorf("the plan of a change has exit code %d", changed.ExitCode)
	}
	says(changed.Output, gone+"Leave them out.")

	cli.Write("main.tf", `provider "tableau" {}`)
	destroyed := cli.Succeed("apply", "-auto-approve", "-input=false", "-no-color")
	says(destroyed, gone+"Terraform forgets the rules that were in state.")
	says(destroyed, "0 added, 0 changed, 1 destroyed")
}

// Terraform plans a replacement twice: with what ignore_changes keeps, and with what is configured.
func TestPermissions_thatIgnoreChangesCanBeReplaced(t *testing.T) {
	t.Parallel()
	const blocks = `
provider "tableau" {}
resource "tableau_permissions" "whole" {
  content_type = "workbook"
  content_id   = %q
  rules        = { "group:Analysts" = { Read = "Allow" } }
  lifecycle { ignore_changes = [rules] }
}
resource "tableau_grantee_permissions" "one" {
  content_type = "flow"
  content_id   = %q
  grantee      = "group:Analysts"
  capabilities = { Read = "Allow" }
  lifecycle { ignore_changes = [capabilities] }
}
`
	site := siteOf(t, "", mockserver.Behaviour{})
	cli := site.NewCLI(t, map[string]string{"main.tf": fmt.Sprintf(blocks, estateSales, estatePrep)})
	cli.Succeed("apply", "-auto-approve", "-input=false", "-no-color")
	site.Mock.Grant(salesSet, "group:Analysts", "Filter", "Allow")
	site.Mock.Grant(mockserver.RuleSet{ContentType: "flow", ID: estatePrep}, "group:Analysts", "Write", "Allow")
	cli.ExpectNoChange()
	replaced := cli.Succeed("plan", "-input=false", "-no-color", "-replace=tableau_permissions.whole", "-replace=tableau_grantee_permissions.one")
	if !strings.Contains(replaced, "2 to add, 0 to change, 2 to destroy") {
		t.Errorf("the plan is another one:\n%s", replaced)
	}
	cli.Write("main.tf", fmt.Sprintf(blocks, estateTabbed, estatePrep))
	if moved := cli.Succeed("plan", "-input=false", "-no-color"); !strings.Contains(moved, "1 to add, 0 to change, 1 to destroy") {
		t.Errorf("the plan for another workbook is another one:\n%s", moved)
	}
}

// terraform state replace-provider hands over the state of a provider whose resource has the same name and other attributes.
func TestDefaultPermissions_stateOfAnotherProviderTouchesNothing(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	itself := mockserver.RuleSet{ContentType: "project", ID: estateFinance}
	site.Mock.Grant(itself, "group:Analysts", "Read", "Allow")
	cli := site.NewCLI(t, map[string]string{"main.tf": salesBlock(`Read = "Allow"`)})
	cli.Write("terraform.tfstate", `{
  "version": 4, "terraform_version": "1.11.0", "serial": 1, "lineage": "5f6c7d1e-0000-4000-8000-000000000001", "outputs": {},
  "resources": [{
    "mode": "managed", "type": "tableau_default_permissions", "name": "flows",
    "provider": "provider[\"registry.terraform.io/tableau-as-code/tableau\"]",
    "instances": [{"schema_version": 0, "attributes": {"id": "x", "project_id": "`+estateFinance+`", "target_type": "flows", "grantee_capabilities": []}}]
  }]
}`)
	for _, command := range [][]string{
		{"plan"}, {"destroy", "-auto-approve", "-refresh=false"}, {"apply", "-auto-approve", "-refresh=false", "-target=tableau_default_permissions.flows"},
	} {
		out := cli.Run(append(command, "-no-color", "-input=false")...)
		if out.ExitCode == 0 || !strings.Contains(out.Output, "Error: State of another provider") {
			t.Errorf("%v: exit code %d\n%s", command, out.ExitCode, out.Output)
		}
	}
	has(t, site, itself, mockserver.Rules{"group:Analysts": {"Read": "Allow"}})
}

// The block of a grantee is destroyed together with its place in ignore_grantees, after the update of the block that has that.
func TestPermissions_thatIgnoredADestroyedBlockLeaveNothingOfIt(t *testing.T) {
	t.Parallel()
	site := siteOf(t, "", mockserver.Behaviour{})
	auditors := site.Mock.AddGroup(mockserver.Group{Name: "Auditors"})
	site.Mock.AddGroup(mockserver.Group{Name: "Temps"})
	sales := func(ignored string) string {
		return fmt.Sprintf(`
provider "tableau" {}
resource "tableau_permissions" "sales" {
  content_type    = "workbook"
  content_id      = %q
  rules           = { "group:Analysts" = { Read = "Allow" } }
  ignore_grantees = [%s]
  lifecycle { create_before_destroy = true }
}
`, estateSales, ignored)
	}
	temps := fmt.Sprintf(`
resource "tableau_grantee_permissions" "temps" {
  content_type = "workbook"
  content_id   = %q
  grantee      = "group:Temps"
  capabilities = { Write = "Allow" }
  lifecycle { create_before_destroy = true }
}
`, estateSales)
	cli := site.NewCLI(t, map[string]string{"main.tf": sales(`"group:Auditors", tableau_grantee_permissions.temps.grantee`) + temps})
	cli.Succeed("apply", "-auto-approve", "-input=false", "-no-color")
	site.Mock.DeleteGroup(auditors)
	cli.Write("main.tf", sales(`"group:Auditors"`))
	cli.Succeed("apply", "-auto-approve", "-input=false", "-no-color")
	has(t, site, salesSet, mockserver.Rules{"group:Analysts": {"Read": "Allow"}})
	cli.ExpectNoChange()
}
