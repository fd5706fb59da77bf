package acctest

import (
	"encoding/json"
	"reflect"
)

// Difference is what a plan of the CLI does with one resource.
type Difference struct {
	// Actions are those of the JSON plan.
	Actions []string
	// Found are the attributes that change, as refreshing found them.
	Found map[string]any
}

// Differences makes a plan with further arguments, and gives what it does by the
// addresses of the resources. The plan is kept in the folder's file "plan".
func (c *CLI) Differences(arguments ...string) map[string]Difference {
	c.t.Helper()
	c.Succeed(append([]string{"plan", "-input=false", "-out=plan"}, arguments...)...)
	var plan struct {
		ResourceChanges []struct {
			Address string `json:"address"`
			Change  struct {
				Actions []string       `json:"actions"`
				Before  map[string]any `json:"before"`
				After   map[string]any `json:"after"`
			} `json:"change"`
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal([]byte(c.Succeed("show", "-json", "plan")), &plan); err != nil {
		c.t.Fatal(err)
	}
	all := map[string]Difference{}
	for _, resource := range plan.ResourceChanges {
		one := Difference{Actions: resource.Change.Actions, Found: map[string]any{}}
		for name, after := range resource.Change.After {
			if before, was := resource.Change.Before[name]; was && !reflect.DeepEqual(before, after) {
				one.Found[name] = before
			}
		}
		all[resource.Address] = one
	}
	return all
}

// ExpectNoChange makes a plan with further arguments, and fails the test where
// it has a change.
func (c *CLI) ExpectNoChange(arguments ...string) {
	c.t.Helper()
	result := c.Run(append([]string{"plan", "-no-color", "-input=false", "-detailed-exitcode"}, arguments...)...)
	if result.ExitCode != 0 {
		c.t.Errorf("the plan is not empty, its exit code is %d:\n%s", result.ExitCode, result.Output)
	}
}
