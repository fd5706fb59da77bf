package provider_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const examples = "../../examples"

// TestExamples_work runs every file that the documentation shows. One that no
// case here knows is a failure.
func TestExamples_work(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir(examples, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(examples, file)
		if err != nil {
			return err
		}
		t.Run(filepath.ToSlash(name), func(t *testing.T) {
			t.Parallel()
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			runExample(t, filepath.ToSlash(name), string(content))
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The example that the README begins with can be copied.
func TestReadme_beginsWithAValidExample(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(readme), "```hcl\n")
	example, _, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("the README has no example")
	}
	exampleSite(t).NewCLI(t, map[string]string{"main.tf": example}).Succeed("validate")
}

// The module and the test that the guide shows can be copied, and need no Tableau.
func TestGuide_showsAModuleTestThatPasses(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../templates/guides/adopt-and-watch.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(guide), "## Test your modules\n")
	section, _, _ = strings.Cut(section, "\n## ")
	files := map[string]string{}
	for _, block := range strings.Split(section, "```terraform\n# ")[1:] {
		name, content, _ := strings.Cut(block, "\n")
		files[name], _, _ = strings.Cut(content, "```")
	}
	site := exampleSite(t)
	out := site.NewCLI(t, files).Succeed("test", "-no-color")
	if !strings.Contains(out, "Success! 1 passed, 0 failed.") {
		t.Errorf("the guide's test does not pass:\n%s", out)
	}
	if n := site.Mock.Requests().Total; n > 0 {
		t.Errorf("the test sent %d requests", n)
	}
}

func runExample(t *testing.T, name, content string) {
	t.Helper()
	switch base := filepath.Base(name); {
	case name == "demo/main.tf":
		applyDemo(t, name, content, mockserver.ProductServer)
	case name == "demo/cloud/main.tf":
		applyDemo(t, name, content, mockserver.ProductCloud)
	case name == demoPermissions: // applied with each main.tf
	case base == "actions.tf":
		validateDemo(t, name, content)
	case base == "site.json":
		if _, err := mockserver.ReadSeed(strings.NewReader(content)); err != nil {
			t.Error(err)
		}
	case strings.HasPrefix(name, "provider/"):
		acctest.NeedsEphemeral(t)
		exampleSite(t).NewCLI(t, map[string]string{"main.tf": content}).Succeed("validate")
	case base == "resource.tf", base == "data-source.tf", base == "function.tf":
		step := resource.TestStep{Config: exampleSite(t).Config(content)}
		if check := exampleOutputs[name]; check != nil {
			step.ConfigStateChecks = append(step.ConfigStateChecks, check)
		}
		acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{step}})
	case strings.HasSuffix(base, "_cloud.tf"):
		acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{{Config: exampleCloud(t).ProviderConfig(`site = "demo"`) + content}}})
	case base == "import.sh", base == "import-by-string-id.tf", base == "import-by-identity.tf":
		importExample(t, name, content)
	case base == "action.tf":
		invokeExample(t, strings.Split(name, "/")[1], content)
	case base == "list-resource.tfquery.hcl":
		queryExample(t, name, content)
	default:
		t.Error("no test runs this example")
	}
}

// importExample imports a seeded object into the block that the import examples of its resource name.
func importExample(t *testing.T, name, content string) {
	t.Helper()
	folder, base := path.Split(name)
	if base == "import-by-identity.tf" {
		acctest.NeedsIdentity(t)
	}
	block := importBlocks[path.Base(folder)]
	if block == "" {
		t.Fatal("no block here to import into")
	}
	cli := exampleSite(t).NewCLI(t, map[string]string{"main.tf": "provider \"tableau\" {}\n" + block})
	if base == "import.sh" {
		lines := strings.Split(strings.TrimSpace(content), "\n")
		cli.Succeed(strings.Fields(lines[len(lines)-1])[1:]...)
	} else {
		cli.Write("import.tf", content)
		cli.Succeed("apply", "-input=false", "-auto-approve")
	}
	if result := cli.Run("plan", "-input=false", "-detailed-exitcode"); result.ExitCode != 0 {
		t.Errorf("what was imported does not plan empty:\n%s", result.Output)
	}
}

func queryExample(t *testing.T, name, content string) {
	t.Helper()
	acctest.NeedsQuery(t)
	wanted := queryResults[path.Base(path.Dir(name))]
	cli := exampleSite(t).NewCLI(t, map[string]string{"main.tf": `provider "tableau" {}`, "list.tfquery.hcl": content})
	if out := cli.Succeed("query", "-no-color"); wanted == "" || !strings.Contains(out, wanted) {
		t.Errorf("the query does not find %q:\n%s", wanted, out)
	}
}

// demoPermissions is what both products' demos have in common.
const demoPermissions = "demo/permissions.tf"

// applyDemo applies a demo's configuration to the site that goes with it.
func applyDemo(t *testing.T, name, content string, product mockserver.Product) {
	t.Helper()
	seed, err := readSeed(filepath.Join(examples, filepath.Dir(name), "site.json"))
	if err != nil {
		t.Fatal(err)
	}
	site := acctest.NewMock(t, mockserver.Options{Product: product, Seed: seed})
	cli := site.NewCLI(t, map[string]string{"main.tf": content, "permissions.tf": readExample(t, demoPermissions)})
	cli.Succeed("apply", "-input=false", "-auto-approve")
	if result := cli.Run("plan", "-input=false", "-detailed-exitcode"); result.ExitCode != 0 {
		t.Errorf("the second plan is not empty:\n%s", result.Output)
	}
	cli.Succeed("destroy", "-input=false", "-auto-approve")
	if n := len(site.Mock.Schedules()); n != len(seed.Schedules) {
		t.Errorf("%d schedules are left, want the %d of the seed", n, len(seed.Schedules))
	}
	if left := len(site.Mock.ExtractTasks()) + len(site.Mock.Subscriptions()); left != 0 {
		t.Errorf("%d extract refresh tasks and subscriptions are left", left)
	}
	if n := len(site.Mock.FlowTasks()); n != 1 {
		t.Errorf("%d flow tasks are left, want the abandoned one", n)
	}
}

// validateDemo validates a demo's actions with the rest of its configuration.
// What they do is tested where each action is.
func validateDemo(t *testing.T, name, content string) {
	t.Helper()
	acctest.NeedsActions(t)
	rest := readExample(t, filepath.Join(filepath.Dir(name), "main.tf"))
	exampleSite(t).NewCLI(t, map[string]string{"main.tf": rest, "actions.tf": content}).Succeed("validate")
}

func readExample(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(examples, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func readSeed(name string) (mockserver.Seed, error) {
	file, err := os.Open(name)
	if err != nil {
		return mockserver.Seed{}, err
	}
	defer file.Close()
	return mockserver.ReadSeed(file)
}
