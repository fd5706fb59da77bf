package flowtask

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// What the parts of a flow task need, by the reference's methods.
var (
	serverVersion = tableau.Version{Major: 3, Minor: 3}
	cloudVersion  = tableau.Version{Major: 3, Minor: 22}
)

// ModifyPlan checks a new task against its product, its schedule and its flow,
// and decides what a change of an existing one is. For a replacement Terraform
// asks twice, the second time as for a new task.
func (r *flowTaskResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || req.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	plan, ok := framework.Decode[model](ctx, req.Plan, &resp.Diagnostics)
	if !ok {
		return
	}
	if req.State.Raw.IsNull() {
		r.planNew(ctx, plan, &resp.Diagnostics)
		return
	}
	prior, ok := framework.Decode[model](ctx, req.State, &resp.Diagnostics)
	if !ok {
		return
	}
	imported, _ := framework.Noted[bool](ctx, req.Private, importedKey, &resp.Diagnostics)
	r.planChange(ctx, prior, plan, imported, resp)
}

func (r *flowTaskResource) planNew(ctx context.Context, plan model, diags *diag.Diagnostics) {
	if r.connection.Known() {
		plan.checkNew(ctx, r.connection.Client(diags), diags)
		return
	}
	diags.Append(plan.refuseOutputSteps("")...)
}

// checkNew reports why a task cannot be made, as far as its values are known, and
// gives the flow that it is to run.
//
// What requests tell is not checked a second time when a replacement is carried out:
// its old task is given up by then, whatever would be found, and the service itself
// refuses a new one that it cannot make. Only names of parameters and output steps need
// the flow. A frequency is judged without requests, and Cloud may make another of a wrong one.
func (m model) checkNew(ctx context.Context, client *tableau.Client, diags *diag.Diagnostics) (flow tableau.Flow) {
	if client.FlowTasks().HasDestroyed() && m.Parameters.IsNull() && m.OutputSteps.IsNull() {
		if !m.OnSchedule() {
			m.checkFrequency(ctx, client, diags)
		}
		return tableau.Flow{ID: m.FlowID.ValueString(), Name: m.FlowID.ValueString()}
	}
	return m.check(ctx, client, diags)
}

// checkFrequency is the part of check for a task that is on no schedule, without its flow.
func (m model) checkFrequency(ctx context.Context, client *tableau.Client, diags *diag.Diagnostics) {
	product, found := m.Check(ctx, client, of, newModel().Timing)
	diags.Append(found...)
	diags.Append(m.refuseNoTiming(product)...)
}

func (m model) check(ctx context.Context, client *tableau.Client, diags *diag.Diagnostics) (flow tableau.Flow) {
	var product tableau.Product
	if !client.FlowTasks().TakesFlows(m.ScheduleID.ValueString()) {
		var found diag.Diagnostics
		product, found = m.Check(ctx, client, of, newModel().Timing)
		diags.Append(found...)
	}
	diags.Append(m.refuseNoTiming(product)...)
	diags.Append(m.refuseOutputSteps(product)...)
	if !diags.HasError() {
		diags.Append(m.refuseVersion(ctx, client)...)
	}
	if diags.HasError() || m.FlowID.IsUnknown() {
		return flow
	}
	flow, err := client.Flows().Known(ctx, m.FlowID.ValueString())
	switch {
	case tableau.IsNotFound(err):
		diags.AddAttributeError(path.Root("flow_id"), "There is no such flow", fmt.Sprintf(
			"The site shows no flow with the id %s to this user. The data source tableau_flow finds one by its name.", m.FlowID.ValueString()))
	case err != nil:
		framework.AddError(diags, "read flow", err)
	default:
		diags.Append(m.checkParameters(flow)...)
		diags.Append(m.checkOutputSteps(flow)...)
	}
	return flow
}

// refuseNoTiming reports a new task that nobody says when to run.
func (m model) refuseNoTiming(product tableau.Product) diag.Diagnostics {
	var diags diag.Diagnostics
	switch {
	case !m.ScheduleID.IsNull() || !m.Frequency.IsNull():
	case product == tableau.Cloud:
		diags.AddAttributeError(path.Root("frequency"), "A new flow task needs a frequency",
			"Say when it runs, such as frequency = { daily = { start = \"02:15\" } }. Only for an imported task frequency can be left out.")
	case product == tableau.Server:
		diags.AddAttributeError(path.Root("schedule_id"), "A flow task needs a schedule",
			"Set schedule_id to the id of a tableau_schedule of type Flow.")
	default:
		diags.AddError("A flow task needs a schedule or a frequency",
			"Set schedule_id on Tableau Server, to the id of a tableau_schedule of type Flow; on Tableau Cloud set frequency.")
	}
	return diags
}

// refuseVersion reports a version of the REST API that lacks the methods.
func (m model) refuseVersion(ctx context.Context, client *tableau.Client) diag.Diagnostics {
	var diags diag.Diagnostics
	spoken, err := client.APIVersion(ctx)
	if err != nil {
		framework.AddError(&diags, "find out the version of the REST API", err)
		return diags
	}
	refuse := func(at, what string, needed tableau.Version) {
		if !spoken.AtLeast(needed) {
			diags.AddAttributeError(path.Root(at), "The REST API is too old", fmt.Sprintf(
				"%s needs version %s of the REST API or later, and %s. A newer server, or a newer api_version in the provider's configuration, has it.",
				what, needed, client.SpokenHere(spoken)))
		}
	}
	if m.OnSchedule() {
		refuse("schedule_id", "Adding a flow to a schedule", serverVersion)
	} else {
		refuse("frequency", "A flow task of Tableau Cloud", cloudVersion)
	}
	if !m.Parameters.IsNull() {
		refuse("parameters", "Giving values to a flow's parameters", tableau.FlowParametersVersion)
	}
	return diags
}

// planChange says which changes need a new task: all of them, since there is no
// update. Not changes are on_destroy, which is Terraform's own, the same
// parameters by other names, what an imported task has already, and a frequency
// that was not known before.
func (r *flowTaskResource) planChange(ctx context.Context, prior, plan model, imported bool, resp *resource.ModifyPlanResponse) {
	changes := map[string]bool{
		"flow_id":      !plan.FlowID.Equal(prior.FlowID),
		"schedule_id":  !plan.ScheduleID.Equal(prior.ScheduleID),
		"frequency":    !plan.Frequency.Equal(prior.Frequency) && !plan.adoptsFrequency(prior),
		"parameters":   !plan.Parameters.Equal(prior.Parameters) && !r.sameParameters(ctx, prior, plan, &resp.Diagnostics),
		"output_steps": !plan.OutputSteps.Equal(prior.OutputSteps),
	}
	var unseen diag.Diagnostics
	if imported && (changes["parameters"] || changes["output_steps"]) && r.connection.Known() {
		unseen = plan.adopt(ctx, r.connection.Client(&resp.Diagnostics), changes, &resp.Diagnostics)
	}
	for name, changed := range changes {
		if changed {
			resp.RequiresReplace = append(resp.RequiresReplace, path.Root(name))
		}
	}
	if plan.adoptsFrequency(prior) && r.connection.Known() {
		r.planAdoption(ctx, plan, resp)
	}
	if len(resp.RequiresReplace) == 0 {
		resp.Diagnostics.Append(unseen...)
	}
	if len(resp.RequiresReplace) > 0 && prior.OnDestroy.ValueString() != onDestroyAbandon && plan.OnDestroy.ValueString() == onDestroyAbandon {
		resp.Diagnostics.AddAttributeError(path.Root("on_destroy"), "on_destroy is to be applied first", fmt.Sprintf(
			"Flow task %s is to be replaced, and would be deleted as on_destroy = %q in state says, not abandoned as the configuration does. "+
				"Undo the other changes of the block, apply on_destroy, and make them again after that. Where the difference was made in Tableau, or comes from "+
				"another block, configure what the task has now, which the plan shows, or let Terraform forget the task with terraform state rm ADDRESS.", prior.ID.ValueString(), prior.OnDestroy.ValueString()))
	}
	if len(resp.RequiresReplace) > 0 && prior.OnDestroy.ValueString() == onDestroyAbandon {
		resp.Diagnostics.AddWarning(fmt.Sprintf("The replaced flow task %s goes on running", prior.ID.ValueString()), fmt.Sprintf(
			"A new task takes the place of flow task %s, which Terraform abandons, as on_destroy says. Both will run the flow until somebody deletes the "+
				"old one in Tableau.",
			prior.ID.ValueString()))
	}
}

// adopt takes back changes of an imported task that say what it has already: an
// import shows neither a default that the task gives to its flow nor, on Cloud,
// its output steps. What is not shown at all is taken as configured: unseen warns of that.
func (m model) adopt(ctx context.Context, client *tableau.Client, changes map[string]bool, diags *diag.Diagnostics) (unseen diag.Diagnostics) {
	if !framework.FullyKnown(ctx, m.Parameters) || !framework.FullyKnown(ctx, m.OutputSteps) {
		return nil
	}
	task, err := client.FlowTasks().Read(ctx, m.ID.ValueString())
	var different []string
	if err == nil {
		_, different, err = m.differences(ctx, client, task, true)
	}
	if err != nil {
		framework.AddError(diags, "compare the configuration with the flow task", err)
		return nil
	}
	for name, shown := range map[string]bool{
		"parameters": len(task.Values)+len(task.Overrides) > 0, "output_steps": len(task.OutputSteps) > 0,
	} {
		if !changes[name] || slices.Contains(different, name) {
			continue
		}
		changes[name] = false
		if !shown {
			unseen.AddAttributeWarning(path.Root(name), fmt.Sprintf("Tableau shows no %s of flow task %s", name, m.ID.ValueString()), fmt.Sprintf(
				"State takes over the configured %s without touching flow task %s, which may have others. Look at the task in Tableau. If it has others, "+
					"configure those, or have a new task made with\n\n  terraform apply -replace=ADDRESS\n\nwhere ADDRESS is that of this resource block, "+
					"such as tableau_flow_task.example.", name, m.ID.ValueString()))
		}
	}
	return unseen
}

// adoptsFrequency reports that a frequency is said of a task on Cloud of which
// it was not known, as after an import.
func (m model) adoptsFrequency(prior model) bool {
	return prior.Frequency.IsNull() && !m.Frequency.IsNull() && !prior.OnSchedule()
}

// planAdoption replaces the task after all if it cannot have the frequency. That
// it may is no proof, for its kind and next run fit many others.
func (r *flowTaskResource) planAdoption(ctx context.Context, plan model, resp *resource.ModifyPlanResponse) {
	if !framework.FullyKnown(ctx, plan.Frequency) {
		resp.Diagnostics.AddAttributeError(path.Root("frequency"), "Frequency is not known yet", fmt.Sprintf(
			"Flow task %s was imported, and whether it runs at the configured frequency or has to be replaced must be known in the plan. "+
				"Apply what the frequency comes from first, with -target.", plan.ID.ValueString()))
		return
	}
	client := r.connection.Client(&resp.Diagnostics)
	_, found := plan.Check(ctx, client, of, newModel().Timing)
	resp.Diagnostics.Append(found...)
	if resp.Diagnostics.HasError() {
		return
	}
	proof, err := plan.disproofAt(ctx, client)
	switch {
	case err != nil:
		framework.AddError(&resp.Diagnostics, "compare the frequency with the flow task", err)
	case proof != "":
		at := path.Root("frequency")
		resp.RequiresReplace = append(resp.RequiresReplace, at)
		resp.Diagnostics.AddAttributeWarning(at, fmt.Sprintf("Flow task %s runs at another frequency", plan.ID.ValueString()), fmt.Sprintf(
			"Flow task %s cannot have the configured frequency: %s. There is no method to change it, so it is replaced. "+
				"To keep the task, configure the frequency that it has.", plan.ID.ValueString(), proof))
	case len(resp.RequiresReplace) == 0:
		resp.Diagnostics.AddAttributeWarning(path.Root("frequency"), fmt.Sprintf("Tableau does not show the frequency of flow task %s in full", plan.ID.ValueString()), fmt.Sprintf(
			"State takes over the configured frequency without touching flow task %s, which may have another: state will say what the configuration says. "+
				"Compare it with the task in Tableau. If the task has another, configure that, or have a new task made with\n\n  terraform apply -replace=ADDRESS\n\n"+
				"where ADDRESS is that of this resource block, such as tableau_flow_task.example.", plan.ID.ValueString()))
	}
}

// disproofAt is disproof for the task as it is shown now.
func (m model) disproofAt(ctx context.Context, client *tableau.Client) (string, error) {
	task, err := client.FlowTasks().Read(ctx, m.ID.ValueString())
	if err != nil {
		return "", err
	}
	return disproof(ctx, client, m.Timing, task.Schedule)
}

// sameParameters asks the flow whether other keys mean the same parameters.
func (r *flowTaskResource) sameParameters(ctx context.Context, prior, plan model, diags *diag.Diagnostics) bool {
	if prior.Parameters.IsNull() || plan.Parameters.IsNull() || !plan.FlowID.Equal(prior.FlowID) || !r.connection.Known() {
		return false
	}
	if plan.sameParameters(ctx, prior, tableau.Flow{}) {
		return true
	}
	flow, err := r.connection.Client(diags).Flows().Known(ctx, plan.FlowID.ValueString())
	return err == nil && plan.sameParameters(ctx, prior, flow)
}
