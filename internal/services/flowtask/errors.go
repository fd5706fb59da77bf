package flowtask

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

func (m model) addCreateError(diags *diag.Diagnostics, flow tableau.Flow, err error) {
	var exists *tableau.ExistsError
	if !errors.As(err, &exists) {
		framework.AddError(diags, "create a flow task", err)
		return
	}
	at, summary, when := path.Root("schedule_id"), "The flow is on the schedule already", "on this schedule"
	if !m.OnSchedule() {
		at, summary, when = path.Root("frequency"), "A task runs the flow at the same times already", "at the same times, as far as Tableau shows,"
	}
	diags.AddAttributeError(at, summary, fmt.Sprintf(
		"Flow task %s runs flow %q %s with the same parameters. A second one would run the flow twice. If an apply was killed or lost its connection, "+
			"it may have made that task. %s",
		exists.ID, flow.Name, when, framework.HowToImport("tableau_flow_task", exists.ID)))
}

// addWarnings passes on what the service warns of in a success.
func addWarnings(diags *diag.Diagnostics, flow tableau.Flow, created tableau.FlowTask) {
	for _, warning := range created.Warnings {
		diags.AddWarning("Tableau warns of the new flow task "+created.ID, fmt.Sprintf(
			"Tableau made flow task %s for flow %q, and says: %s", created.ID, flow.Name, framework.Sentence(warning)))
	}
}

func warnAbandoned(diags *diag.Diagnostics, state model) {
	diags.AddWarning(fmt.Sprintf("Flow task %s is still there", state.ID.ValueString()), fmt.Sprintf(
		"on_destroy is %q: Terraform forgets flow task %s of flow %s, which goes on running the flow. Delete it in Tableau's web interface, among the "+
			"flow's scheduled tasks, if it should not.",
		onDestroyAbandon, state.ID.ValueString(), state.FlowID.ValueString()))
}

// addDeleteError reports a failed deletion. One that the service does not know
// how to do comes with what a person can do about it.
func addDeleteError(diags *diag.Diagnostics, state model, err error) {
	var kept *tableau.FlowTaskNotDeletableError
	if !errors.As(err, &kept) {
		framework.AddError(diags, "delete flow task", err)
		return
	}
	outcome := kept.Error()
	var refused *tableau.Error
	if errors.As(kept.Err, &refused) {
		outcome = refused.Outcome()
	}
	id := state.ID.ValueString()
	diags.AddError("Tableau does not delete this flow task", fmt.Sprintf(
		"Tableau documents no method that deletes a flow task. The one that some servers may have was tried: %s Flow task %s of flow %s is still there "+
			"and in state, and goes on running. "+
			"If it was to be replaced, no new task was made.\n\nEither delete it in Tableau's web interface, among the flow's scheduled tasks, and apply again. "+
			"Or let Terraform forget it and leave it to run: set on_destroy = %q and apply that before the destroy, "+
			"and before anything else changes in the block, or use\n\n"+
			"  terraform state rm ADDRESS\n\nwhere ADDRESS is that of this resource block, such as tableau_flow_task.example.",
		framework.Sentence(outcome), id, state.FlowID.ValueString(), onDestroyAbandon))
}
