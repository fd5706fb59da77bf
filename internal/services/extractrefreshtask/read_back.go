package extractrefreshtask

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// readBackNew is readBack for a task that was just made. A failure is only a
// warning, for an error would make Terraform replace the task.
func readBackNew(ctx context.Context, client *tableau.Client, written model, private framework.PrivateState, diags *diag.Diagnostics) model {
	read, err := readBack(ctx, client, written, diags)
	switch {
	case tableau.IsNotFound(err):
		diags.AddWarning("Task not shown yet", fmt.Sprintf(
			"Tableau made the task %s to refresh %s, and its search index does not show it yet. State keeps it.",
			written.ID.ValueString(), written.target()))
		return written
	case err != nil:
		diags.AddWarning("Task not read back", fmt.Sprintf(
			"Tableau made the task %s to refresh %s. Whether it kept everything could not be read: %s. The next plan shows it.",
			written.ID.ValueString(), written.target(), err))
		return written
	}
	framework.KeepSeen(ctx, private, diags)
	return read
}

// readBack reads what a write made of the task, for the service answers a write
// in part only. What differs from the plan is reported, and the model holds
// what is there.
func readBack(ctx context.Context, client *tableau.Client, plan model, diags *diag.Diagnostics) (model, error) {
	written := plan
	found, err := client.ExtractRefreshTasks().Await(ctx, plan.ID.ValueString(), func(task tableau.ExtractRefreshTask) bool {
		return len(plan.differences(ctx, task)) == 0
	})
	if err != nil {
		return written, err
	}
	for _, difference := range plan.differences(ctx, found) {
		diags.AddAttributeError(path.Root(difference.attribute), "Tableau kept another "+difference.attribute, fmt.Sprintf(
			"Tableau accepted task %s without an error, and now shows %s where %s was asked for. "+
				"Plan again: somebody may have changed the task at the same time.", found.ID, difference.shown, difference.wanted))
	}
	written.fromAPI(ctx, found)
	return written, nil
}
