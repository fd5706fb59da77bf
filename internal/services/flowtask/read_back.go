package flowtask

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// made is a plan whose task is there now.
func (m model) made(id string) model {
	m.ID = types.StringValue(id)
	return m
}

// readBack reads what became of a new task. Nothing that it finds is an error,
// for that would make Terraform replace the task, which cannot always be
// deleted. seen is as show has it.
func (m model) readBack(ctx context.Context, client *tableau.Client, private framework.PrivateState, diags *diag.Diagnostics) (seen bool) {
	var different []string
	var failed error
	id := m.ID.ValueString()
	_, err := client.FlowTasks().Await(ctx, id, func(task tableau.FlowTask) bool {
		seen, different, failed = m.differences(ctx, client, task, false)
		return failed != nil || len(different) == 0
	})
	if err == nil {
		err = failed
	}
	switch {
	case tableau.IsNotFound(err):
		diags.AddWarning("Flow task not shown yet", fmt.Sprintf(
			"Tableau made flow task %s, and its search index does not show it yet. State keeps it.", id))
	case err != nil:
		diags.AddWarning("Flow task not read back", fmt.Sprintf(
			"Tableau made flow task %s. Whether it kept everything could not be read: %s. The next plan shows it.", id, err))
	default:
		framework.KeepSeen(ctx, private, diags)
	}
	for _, attribute := range different {
		diags.AddAttributeWarning(path.Root(attribute), fmt.Sprintf("Tableau shows another %s of flow task %s", attribute, id), fmt.Sprintf(
			"Tableau accepted the new flow task %s without an error, and shows it with another %s. "+
				"Look at the task in Tableau. The next plan shows the difference, and wants to replace the task.", id, attribute))
	}
	return seen
}

// mayBe tells whether a task of this flow may be what is planned. What cannot be
// compared counts as another's.
func (m model) mayBe(ctx context.Context, client *tableau.Client) func(tableau.FlowTask) bool {
	return func(task tableau.FlowTask) bool {
		_, different, err := m.differences(ctx, client, task, false)
		return err == nil && len(different) == 0
	}
}

// differences are the attributes that the service shows otherwise. tellsValues and
// seen are as show has them.
func (m model) differences(ctx context.Context, client *tableau.Client, task tableau.FlowTask, tellsValues bool) (seen bool, attributes []string, err error) {
	shown := m
	seen, err = shown.show(ctx, client, task, tellsValues)
	for attribute, same := range map[string]bool{
		"flow_id": m.FlowID.Equal(shown.FlowID), "schedule_id": m.ScheduleID.Equal(shown.ScheduleID), "frequency": m.Frequency.Equal(shown.Frequency),
		"parameters": m.Parameters.Equal(shown.Parameters), "output_steps": m.OutputSteps.Equal(shown.OutputSteps),
	} {
		if !same {
			attributes = append(attributes, attribute)
		}
	}
	slices.Sort(attributes)
	return seen, attributes, err
}
