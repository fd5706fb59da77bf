// Package schedule is the noun tableau_schedule: a server schedule, as a
// resource, a list resource and data sources. Only Tableau Server has it.
package schedule

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var (
	_ resource.ResourceWithConfigure   = (*scheduleResource)(nil)
	_ resource.ResourceWithIdentity    = (*scheduleResource)(nil)
	_ resource.ResourceWithImportState = (*scheduleResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*scheduleResource)(nil)
)

// NewResource makes the resource tableau_schedule.
func NewResource() resource.Resource { return &scheduleResource{} }

type scheduleResource struct{ connection *framework.Connection }

func (r *scheduleResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_schedule"
}

func (r *scheduleResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

// ImportState takes the schedule's LUID, or its identity.
func (r *scheduleResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	framework.ImportByLUID(ctx, "schedule", req, resp)
}

func (r *scheduleResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	plan, ok := framework.Decode[model](ctx, req.Plan, &resp.Diagnostics)
	if !ok {
		return
	}
	resp.Diagnostics.Append(plan.refuseUnwritable(ctx, newModel())...)
	client := r.connection.Client(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}

	settings := plan.settings(ctx)
	created, err := client.Schedules().Create(ctx, settings.forCreate())
	if err != nil {
		addError(&resp.Diagnostics, "create schedule", err)
		return
	}
	// From here on the schedule exists: whatever fails, state must know its id.
	written := plan
	written.fromAPI(ctx, created)
	framework.Publish(ctx, &resp.Diagnostics, &resp.State, written, resp.Identity, written.identity())

	if plan.suspended() {
		if _, err := client.Schedules().Await(ctx, created.ID, anySchedule); err != nil {
			addError(&resp.Diagnostics, "suspend the new schedule", err)
			return
		}
		if _, err := client.Schedules().Update(ctx, created.ID, settings.forUpdate()); err != nil {
			addError(&resp.Diagnostics, "suspend the new schedule", err)
			return
		}
	}
	written = r.readBack(ctx, client, created.ID, plan, &resp.Diagnostics)
	if written.ID.IsNull() {
		return
	}
	framework.Publish(ctx, &resp.Diagnostics, &resp.State, written, resp.Identity, written.identity())
}

func (r *scheduleResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	state, ok := framework.Decode[model](ctx, req.State, &resp.Diagnostics)
	if !ok {
		return
	}
	client := r.connection.Client(&resp.Diagnostics)
	if client == nil {
		return
	}
	found, err := client.Schedules().Get(ctx, state.ID.ValueString())
	switch {
	case tableau.IsNotFound(err):
		framework.Gone(ctx, resp, state.identity())
		return
	case err != nil:
		addError(&resp.Diagnostics, "read schedule", err)
		return
	case !manageable(found):
		resp.Diagnostics.AddError("Cannot manage this schedule",
			fmt.Sprintf("Schedule %q is of type %s. Terraform manages schedules of the types %s; the others belong to Tableau itself.",
				found.Name, found.Type, typesInWords))
		return
	}
	state.fromAPI(ctx, found)
	framework.Publish(ctx, &resp.Diagnostics, &resp.State, state, resp.Identity, state.identity())
}

func (r *scheduleResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	plan, ok := framework.Decode[model](ctx, req.Plan, &resp.Diagnostics)
	if !ok {
		return
	}
	state, ok := framework.Decode[model](ctx, req.State, &resp.Diagnostics)
	if !ok {
		return
	}
	resp.Diagnostics.Append(plan.refuseUnwritable(ctx, state)...)
	client := r.connection.Client(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if _, err := client.Schedules().Update(ctx, plan.ID.ValueString(), plan.settings(ctx).forUpdate()); err != nil {
		addError(&resp.Diagnostics, "update schedule", err)
		return
	}
	written := r.readBack(ctx, client, plan.ID.ValueString(), plan, &resp.Diagnostics)
	if written.ID.IsNull() {
		return
	}
	framework.Publish(ctx, &resp.Diagnostics, &resp.State, written, resp.Identity, written.identity())
}

func (r *scheduleResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	state, ok := framework.Decode[model](ctx, req.State, &resp.Diagnostics)
	if !ok {
		return
	}
	client := r.connection.Client(&resp.Diagnostics)
	if client == nil {
		return
	}
	if err := client.Schedules().Delete(ctx, state.ID.ValueString()); err != nil && !tableau.IsNotFound(err) {
		addError(&resp.Diagnostics, "delete schedule", err)
	}
}

// readBack reads what a write made of the schedule, for the service answers
// some updates well and ignores them. What differs from the plan is reported.
// The model has no id when the schedule could not be read.
func (r *scheduleResource) readBack(ctx context.Context, client *tableau.Client, id string, plan model, diags *diag.Diagnostics) model {
	written := plan
	found, err := client.Schedules().Await(ctx, id, func(s tableau.Schedule) bool { return len(plan.differences(ctx, s)) == 0 })
	switch {
	case tableau.IsNotFound(err):
		diags.AddError("Cannot read the schedule back", fmt.Sprintf(
			"Tableau accepted the schedule %q (%s) and does not show it yet, as its search index is late. State knows the schedule; plan again in a while.",
			plan.Name.ValueString(), id))
		return model{}
	case err != nil:
		addError(diags, "read the schedule back", err)
		return model{}
	}
	if plan.weekDaysHidden(ctx, found) {
		diags.AddAttributeWarning(path.Root("frequency"), "Week days not confirmed", fmt.Sprintf(
			"Tableau shows schedule %q without the week days that were sent. Older builds of Tableau Server drop them, and then run the schedule every day. "+
				"Look at the schedule in Tableau; to be sure, leave week_days out.", found.Name))
	}
	for _, difference := range plan.differences(ctx, found) {
		diags.AddAttributeError(path.Root(difference.attribute), "Tableau kept another "+difference.attribute,
			fmt.Sprintf("Tableau accepted the change of schedule %q without an error, and now shows %s where %s was asked for. %s",
				found.Name, difference.shown, difference.wanted, difference.advice))
	}
	written.fromAPI(ctx, found)
	return written
}

func anySchedule(tableau.Schedule) bool { return true }

// addError reports a failed call. A name that another schedule has comes with
// the way to adopt that schedule.
func addError(diags *diag.Diagnostics, doing string, err error) {
	var taken *tableau.NameTakenError
	if !errors.As(err, &taken) {
		framework.AddError(diags, doing, err)
		return
	}
	if taken.Existing.ID == "" {
		diags.AddAttributeError(path.Root("name"), "Schedule name is taken",
			framework.Sentence(err.Error())+"\n\nThe schedule that has it could not be found. Choose another name, or plan again in a while.")
		return
	}
	diags.AddAttributeError(path.Root("name"), "Schedule name is taken", fmt.Sprintf(
		"The server has a schedule %q already, of type %s. Names are unique on the whole server, whatever their case. "+
			"Choose another name, or let Terraform adopt that schedule:\n\n  terraform import ADDRESS %s\n\nwhere ADDRESS is that of this resource block, such as tableau_schedule.example.",
		taken.Existing.Name, taken.Existing.Type, taken.Existing.ID))
}
