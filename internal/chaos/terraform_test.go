package chaos_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// terraformSeedsInCI are few: the race detector makes each cost as much as ten without it. `.ci/run` lives through
// more of them that way.
const terraformSeedsInCI = 4

// TestChaos_inTerraform lives through estates as TestChaos_inProcess does, with
// real Terraform and the provider in a process of its own. The variables are
// the same.
func TestChaos_inTerraform(t *testing.T) {
	t.Parallel()
	acctest.NeedsRefreshOnlyExitCode(t)
	overSeeds(t, terraformSeedsInCI, func(t *testing.T, seed uint64) *run {
		t.Helper()
		r := newRun(t, seed)
		r.terraform = newCommandLine(r)
		return r
	})
}

// commandLine runs the commands of a run as a person does.
type commandLine struct {
	*run

	cli *acctest.CLI
	// trace is where Terraform logs all that it can, empty where it does not.
	trace string
}

func newCommandLine(r *run) *commandLine {
	r.Helper()
	settings, err := slimSettings()
	if err != nil {
		r.Fatal(err)
	}
	variables := []string{
		"TF_CLI_CONFIG_FILE=" + settings, retryUnitVariable + "=" + retryUnit.String(),
		r.signIn.variable + "=" + r.signIn.secret,
	}
	one := &commandLine{run: r}
	if r.seed%3 == 0 {
		one.trace = filepath.Join(r.TempDir(), "trace.log")
		variables = append(variables, "TF_LOG=TRACE", "TF_LOG_PATH="+one.trace)
	}
	if r.site.Product == mockserver.ProductCloud {
		r.server.ContentURL = "demo"
	}
	block, err := r.signIn.file()
	if err != nil {
		r.Fatal(err)
	}
	one.cli = r.server.NewCLI(r.T, map[string]string{"provider.tf.json": block}, variables...)
	return one
}

// message is a line of what Terraform says in JSON, as far as a run needs it.
type message struct {
	Type   string `json:"type"`
	Change struct {
		Resource struct {
			Address string `json:"addr"`
		} `json:"resource"`
		Action acctest.Action `json:"action"`
	} `json:"change"`
	Diagnostic struct {
		Severity string `json:"severity"`
		Summary  string `json:"summary"`
		Detail   string `json:"detail"`
		Address  string `json:"address"`
	} `json:"diagnostic"`
}

// command runs a command on a configuration, and gives what it did or plans.
func (t *commandLine) command(c acctest.Configuration, arguments ...string) acctest.Outcome {
	t.Helper()
	text, err := c.JSON()
	if err != nil {
		t.Fatal(err)
	}
	t.cli.Write("main.tf.json", text)
	result := t.cli.Run(append(arguments, "-json", "-input=false")...)
	t.keep(result)
	skipAfterCrash(t.T, result.Output)
	outcome := acctest.Outcome{Changes: map[string]acctest.Change{}, Failed: result.ExitCode != 0}
	said := 0
	for line := range strings.Lines(result.Output) {
		var m message
		if json.Unmarshal([]byte(line), &m) != nil {
			continue // The warning about the settings of the command line.
		}
		switch m.Type {
		case "planned_change":
			change := outcome.Changes[m.Change.Resource.Address]
			change.Action = m.Change.Action
			outcome.Changes[m.Change.Resource.Address] = change
		case "diagnostic":
			change := outcome.Changes[m.Diagnostic.Address]
			change.Action = cmp.Or(change.Action, acctest.NoOp)
			change.Diagnostics = append(change.Diagnostics, m.diagnostic())
			outcome.Changes[m.Diagnostic.Address] = change
			said++
		}
	}
	if outcome.Failed && said == 0 {
		t.Errorf("%v failed without saying why:\n%s", arguments, result.Output)
	}
	return outcome
}

func (m message) diagnostic() *tfprotov6.Diagnostic {
	severity := tfprotov6.DiagnosticSeverityError
	if m.Diagnostic.Severity == "warning" {
		severity = tfprotov6.DiagnosticSeverityWarning
	}
	return &tfprotov6.Diagnostic{Severity: severity, Summary: m.Diagnostic.Summary, Detail: m.Diagnostic.Detail}
}

// keep keeps what a command printed and logged, for the look for secrets.
func (t *commandLine) keep(result acctest.Result) {
	t.Helper()
	_, _ = t.log.Write([]byte(result.Output))
	if t.trace == "" {
		return
	}
	logged, err := os.ReadFile(t.trace)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(logged, []byte("provider.terraform-provider-tableau")) {
		t.Error("the provider logs nothing")
	}
	_, _ = t.log.Write(logged)
	if err := os.Truncate(t.trace, 0); err != nil {
		t.Fatal(err)
	}
}

func (t *commandLine) Plan(_ context.Context, _ *testing.T, c acctest.Configuration) acctest.Outcome {
	t.Helper()
	return t.command(c, "plan") //nolint:contextcheck // A command ends with its test.
}

func (t *commandLine) Apply(_ context.Context, _ *testing.T, c acctest.Configuration) acctest.Outcome {
	t.Helper()
	return t.command(c, "apply", "-auto-approve") //nolint:contextcheck // A command ends with its test.
}

func (t *commandLine) Refresh(_ context.Context, _ *testing.T) acctest.Outcome {
	t.Helper()
	return t.command(nil, "apply", "-refresh-only", "-auto-approve") //nolint:contextcheck // A command ends with its test.
}

func (t *commandLine) Import(_ context.Context, _ *testing.T, block acctest.Block, id string) []*tfprotov6.Diagnostic {
	t.Helper()
	result := t.cli.Run("import", "-input=false", "-no-color", block.Address(), id) //nolint:contextcheck // A command ends with its test.
	t.keep(result)
	if result.ExitCode == 0 {
		return nil
	}
	return []*tfprotov6.Diagnostic{{Severity: tfprotov6.DiagnosticSeverityError, Summary: "Import failed", Detail: result.Output}}
}

// instance is a resource in a file of state.
type instance struct {
	Attributes acctest.Object `json:"attributes"`
	Status     string         `json:"status"`
}

// instances are those in state by address. There is no file before the first apply.
func (t *commandLine) instances() map[string]instance {
	t.Helper()
	var state struct {
		Resources []struct {
			Type      string     `json:"type"`
			Name      string     `json:"name"`
			Instances []instance `json:"instances"`
		} `json:"resources"`
	}
	found := map[string]instance{}
	if _, err := os.Stat(t.cli.Path("terraform.tfstate")); os.IsNotExist(err) {
		return found
	}
	if err := json.Unmarshal([]byte(t.cli.Read("terraform.tfstate")), &state); err != nil {
		t.Fatal(err)
	}
	for _, resource := range state.Resources {
		if len(resource.Instances) > 1 {
			t.Errorf("%s.%s has %d instances", resource.Type, resource.Name, len(resource.Instances))
		}
		for _, one := range resource.Instances {
			found[fmt.Sprintf("%s.%s", resource.Type, resource.Name)] = one
		}
	}
	return found
}

func (t *commandLine) State(*testing.T) map[string]acctest.Object {
	t.Helper()
	state := map[string]acctest.Object{}
	for address, one := range t.instances() {
		state[address], _ = inTestTerms(map[string]any(one.Attributes)).(acctest.Object)
	}
	return state
}

func (t *commandLine) Tainted(address string) bool { return t.instances()[address].Status == "tainted" }

// inTestTerms is a value read as JSON in the terms of package acctest.
func inTestTerms(value any) any {
	switch value := value.(type) {
	case map[string]any:
		object := acctest.Object{}
		for name, member := range value {
			if member != nil {
				object[name] = inTestTerms(member)
			}
		}
		return object
	case []any:
		for i, element := range value {
			value[i] = inTestTerms(element)
		}
		return value
	case float64:
		if value == math.Trunc(value) {
			return int(value)
		}
	}
	return value
}
