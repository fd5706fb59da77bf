package schedule

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// readBackNew is readBack for a schedule that was just made. A failure is only
// a warning, for an error would make Terraform replace the schedule.
func readBackNew(ctx context.Context, client *tableau.Client, written, plan model, private framework.PrivateState, diags *diag.Diagnostics) model {
	read, err := readBack(ctx, client, written.ID.ValueString(), plan, true, diags)
	switch {
	case tableau.IsNotFound(err):
		diags.AddWarning("Schedule not shown yet", fmt.Sprintf(
			"Tableau made the schedule %q (%s), and its search index does not show it yet. State keeps it.",
			written.Name.ValueString(), written.ID.ValueString()))
		return written
	case err != nil:
		diags.AddWarning("Schedule not read back", fmt.Sprintf(
			"Tableau made the schedule %q (%s). Whether it kept everything could not be read: %s. The next plan shows it.",
			written.Name.ValueString(), written.ID.ValueString(), err))
		return written
	}
	framework.KeepSeen(ctx, private, diags)
	return read
}

func anySchedule(tableau.Schedule) bool { return true }

// readBack reads what a write made of the schedule, for the service answers
// some updates well and ignores them. What differs from the plan is reported,
// and the model holds what is there.
func readBack(ctx context.Context, client *tableau.Client, id string, plan model, isNew bool, diags *diag.Diagnostics) (model, error) {
	written := plan
	found, err := client.Schedules().Await(ctx, id, func(s tableau.Schedule) bool { return len(plan.differences(ctx, s, isNew)) == 0 })
	if err != nil {
		return written, err
	}
	if plan.weekDaysHidden(ctx, found) {
		diags.AddAttributeWarning(path.Root("frequency"), "Week days not confirmed", fmt.Sprintf(
			"Tableau shows schedule %q without the week days that were sent. Older builds of Tableau Server drop them, and then run the schedule every day. "+
				"Look at the schedule in Tableau; to be sure, leave week_days out.", found.Name))
	}
	wrote, untaint := "Tableau accepted the change of schedule %q without an error, and now shows", ""
	if isNew {
		wrote, untaint = "Tableau made schedule %q without an error, and shows",
			" Terraform would make it anew: to keep it, run `terraform untaint ADDRESS` before the next apply."
	}
	for _, difference := range plan.differences(ctx, found, isNew) {
		diags.AddAttributeError(path.Root(difference.attribute), "Tableau kept another "+difference.attribute, fmt.Sprintf(
			wrote+" %s where %s was asked for. %s%s", found.Name, difference.shown, difference.wanted, difference.advice, untaint))
	}
	written.fromAPI(ctx, found)
	return written, nil
}
