package extractrefreshtask_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// block is a task in Terraform's language.
func block(name, content, timing string) string {
	return fmt.Sprintf("resource \"tableau_extract_refresh_task\" %q {\n  %s\n  %s\n}\n", name, content, timing)
}

const (
	sales  = `workbook_id = "` + salesID + `"`
	other  = `workbook_id = "` + otherID + `"`
	orders = `datasource_id = "` + ordersID + `"`
)

// jsonPlan is what the tests read of a plan.
type jsonPlan struct {
	Changes []struct {
		Name   string     `json:"name"`
		Change jsonChange `json:"change"`
	} `json:"resource_changes"`
}

type jsonChange struct {
	Actions []string       `json:"actions"`
	Before  map[string]any `json:"before"`
	After   map[string]any `json:"after"`
	Unknown map[string]any `json:"after_unknown"`
}

// planned is what the JSON plan of a folder does with each task, as in
// "update frequency"; tasks of which nothing changes are left out.
func planned(t *testing.T, cli *acctest.CLI) map[string]string {
	t.Helper()
	cli.Succeed("plan", "-input=false", "-out=plan")
	var plan jsonPlan
	if err := json.Unmarshal([]byte(cli.Succeed("show", "-json", "plan")), &plan); err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, resource := range plan.Changes {
		change := resource.Change
		said := slices.Clone(change.Actions)
		for _, name := range slices.Sorted(maps.Keys(change.Before)) {
			if change.After != nil && change.Unknown[name] != true && !reflect.DeepEqual(change.Before[name], change.After[name]) {
				said = append(said, name)
			}
		}
		if !slices.Equal(said, []string{"no-op"}) {
			found[resource.Name] = strings.Join(said, " ")
		}
	}
	return found
}

// TestExtractRefreshTask_inTerraform has a life of tasks as a person sees it:
// nothing to do until somebody meddles with them, then exactly that.
func TestExtractRefreshTask_inTerraform(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, product func(*testing.T, ...func(*mockserver.Options)) site, timing string) {
		s := product(t)
		blocks := block("moved", sales, timing) + block("deleted", orders, timing) + block("orphan", other, timing)
		want := map[string]string{"moved": "update frequency", "deleted": "create", "orphan": "create"}
		if timing == onEarly {
			want["moved"] = "delete create schedule_id"
			blocks += `
resource "tableau_schedule" "new" {
  name      = "New"
  type      = "Extract"
  frequency = { daily = { start = "03:15" } }
}
` + block("kept", sales, "schedule_id = tableau_schedule.new.id")
		} else {
			blocks += block("kept", sales, timing)
		}
		cli := s.cli(t, map[string]string{"main.tf": blocks})
		cli.Succeed("apply", "-auto-approve", "-input=false")
		if got := planned(t, cli); len(got) > 0 {
			t.Errorf("after the apply the plan has %v", got)
		}
		s.Mock.AdvanceClock(24 * time.Hour)
		for _, task := range s.Mock.ExtractTasks() {
			s.Mock.UpdateExtractTask(task.ID, func(task *mockserver.ExtractTask) { task.ConsecutiveFailures, task.Priority = 3, 77 })
		}
		t.Run("a day later", func(t *testing.T) {
			acctest.NeedsRefreshOnlyExitCode(t)
			if result := cli.Run("plan", "-refresh-only", "-detailed-exitcode", "-input=false"); result.ExitCode != 0 {
				t.Errorf("exit code %d:\n%s", result.ExitCode, result.Output)
			}
		})
		s.Mock.UpdateExtractTask(idInState(t, cli, "moved"), func(task *mockserver.ExtractTask) {
			if task.Schedule != "" {
				task.Schedule = lateID
				return
			}
			task.Start, task.End = "09:00:00", "09:00:00"
		})
		s.Mock.DeleteExtractTask(idInState(t, cli, "deleted"))
		s.Mock.DeleteWorkbook(otherID)
		if result := cli.Run("plan", "-refresh-only", "-detailed-exitcode", "-input=false"); result.ExitCode != 2 {
			t.Errorf("after the changes the exit code is %d:\n%s", result.ExitCode, result.Output)
		}
		if got := planned(t, cli); !maps.Equal(got, want) {
			t.Errorf("after the changes the plan has %v, want %v", got, want)
		}
		failed := cli.Run("apply", "-auto-approve", "-input=false", "-no-color")
		if !says("with tableau_extract_refresh_task.orphan", "404006", "The site has no workbook with this id").MatchString(failed.Output) || failed.ExitCode != 1 {
			t.Errorf("exit code %d:\n%s", failed.ExitCode, failed.Output)
		}
		cli.Write("main.tf", strings.Replace(blocks, block("orphan", other, timing), "", 1))
		if got := planned(t, cli); len(got) > 0 {
			t.Errorf("after the repair the plan has %v", got)
		}
		cli.Succeed("destroy", "-auto-approve", "-input=false")
		s.nothingLeft(t)
	})
}

// jsonState is what the tests read of a state.
type jsonState struct {
	Resources []struct {
		Name      string         `json:"name"`
		Instances []jsonInstance `json:"instances"`
	} `json:"resources"`
}

type jsonInstance struct {
	Attributes map[string]any `json:"attributes"`
	Identity   map[string]any `json:"identity"`
}

// inState is what the state of a folder has of the task of a block.
func inState(t *testing.T, cli *acctest.CLI, name string) jsonInstance {
	t.Helper()
	var state jsonState
	if err := json.Unmarshal([]byte(cli.Read("terraform.tfstate")), &state); err != nil {
		t.Fatal(err)
	}
	for _, resource := range state.Resources {
		if resource.Name == name {
			return resource.Instances[0]
		}
	}
	t.Fatalf("%s is not in state", name)
	return jsonInstance{}
}

func idInState(t *testing.T, cli *acctest.CLI, name string) string {
	t.Helper()
	id, _ := inState(t, cli, name).Attributes["id"].(string)
	return id
}

func TestExtractRefreshTask_isImportedByIDAndByIdentity(t *testing.T) {
	t.Parallel()
	acctest.NeedsIdentity(t)
	onEach(t, func(t *testing.T, product func(*testing.T, ...func(*mockserver.Options)) site, timing string) {
		s := product(t, seeded(), seeded(func(task *mockserver.ExtractTask) { task.ID, task.Workbook = salesEarly, otherID }))
		imports := fmt.Sprintf("import {\n  to = %[1]s.id\n  id = %[2]q\n}\nimport {\n  to = %[1]s.identity\n  identity = {\n    id = %[3]q\n  }\n}\n",
			"tableau_extract_refresh_task", taskID, salesEarly)
		cli := s.cli(t, map[string]string{"main.tf": block("id", sales, timing) + block("identity", other, timing) + block("made", orders, timing) + imports})
		out := cli.Succeed("apply", "-auto-approve", "-input=false", "-no-color")
		if !strings.Contains(out, "2 imported, 1 added, 0 changed, 0 destroyed.") {
			t.Errorf("the imports do more:\n%s", out)
		}
		if id, identity := idInState(t, cli, "id"), idInState(t, cli, "identity"); id != taskID || identity != salesEarly {
			t.Errorf("imported %s and %s", id, identity)
		}
		for _, name := range []string{"id", "identity", "made"} {
			if task := inState(t, cli, name); task.Identity["id"] == nil || task.Identity["id"] != task.Attributes["id"] {
				t.Errorf("the identity of %s is %v, want the id %v", name, task.Identity, task.Attributes["id"])
			}
		}
	})
}
