package flowtask

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// refuseOutputSteps reports output steps where the product takes none: the
// request to Server has no place for them that it heeds.
func (m model) refuseOutputSteps(product tableau.Product) diag.Diagnostics {
	var diags diag.Diagnostics
	if !m.OutputSteps.IsNull() && (product == tableau.Server || m.ScheduleID.ValueString() != "") {
		diags.AddAttributeError(path.Root("output_steps"), "Tableau Server runs all output steps",
			"On Tableau Server a flow task runs all output steps of its flow, those added later included. Remove output_steps. Tableau Cloud can run some of them.")
	}
	return diags
}

// checkOutputSteps compares the names with those that the flow has.
func (m model) checkOutputSteps(flow tableau.Flow) diag.Diagnostics {
	var diags diag.Diagnostics
	known := stepNames(flow.OutputSteps)
	for _, name := range m.steps() {
		if !slices.Contains(known, name) {
			diags.AddAttributeError(path.Root("output_steps").AtSetValue(types.StringValue(name)), "The flow has no such output step",
				fmt.Sprintf("Flow %q has no output step %q. It has %s.", flow.Name, name, quoted(known)))
		}
	}
	return diags
}

// stepNames are the names in order, each once.
func stepNames(steps []tableau.FlowOutputStep) []string {
	var names []string
	for _, step := range steps {
		names = append(names, step.Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// showOutputSteps takes over which steps a task runs, where the service shows
// it. All of the flow's are none in particular.
func (m *model) showOutputSteps(task tableau.FlowTask, flow func() (tableau.Flow, error)) error {
	shown := stepNames(task.OutputSteps)
	if len(shown) == 0 || shown[0] == "" || slices.Equal(shown, m.steps()) {
		return nil
	}
	if m.OutputSteps.IsNull() {
		whole, err := flow()
		if err != nil || len(whole.OutputSteps) == 0 || slices.Equal(shown, stepNames(whole.OutputSteps)) {
			return err
		}
	}
	m.OutputSteps = setOf(shown)
	return nil
}
