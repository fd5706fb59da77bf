// Package schedule is the noun tableau_schedule: a server schedule, as a
// resource, a list resource and data sources. Only Tableau Server has it.
package schedule

import (
	"context"
	"fmt"

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
		addWriteError(&resp.Diagnostics, "create schedule", err, adopt)
		return
	}
	// From here on the schedule exists: whatever fails, state must know its id.
	written := plan
	written.fromAPI(ctx, created)
	framework.Publish(ctx, &resp.Diagnostics, &resp.State, written, resp.Identity, written.identity())
	framework.KeepUnseen(ctx, resp.Private, &resp.Diagnostics)
	framework.KeepSite(ctx, client, resp.Private, &resp.Diagnostics)

	if plan.suspended() {
		if _, err := client.Schedules().Await(ctx, created.ID, anySchedule); err != nil {
			framework.AddError(&resp.Diagnostics, "suspend the new schedule", err)
			return
		}
		if err := client.Schedules().Update(ctx, created.ID, settings.forUpdate(true)); err != nil {
			framework.AddError(&resp.Diagnostics, "suspend the new schedule", err)
			return
		}
		written.State = plan.State
	}
	written = readBackNew(ctx, client, written, plan, resp.Private, &resp.Diagnostics)
	framework.Publish(ctx, &resp.Diagnostics, &resp.State, written, resp.Identity, written.identity())
}

func (r *scheduleResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	before, ok := framework.Decode[model](ctx, req.State, &resp.Diagnostics)
	if !ok {
		return
	}
	state := before
	client := r.connection.Client(&resp.Diagnostics)
	if client == nil {
		return
	}
	found, err := client.Schedules().Get(ctx, state.ID.ValueString())
	switch {
	case tableau.IsNotFound(err) && framework.MayBeUnseen(ctx, req.Private, "schedule", state.ID.ValueString(), &resp.Diagnostics):
		return
	case tableau.IsNotFound(err):
		framework.Gone(ctx, client, resp, state.identity(), state.Name.IsNull())
		return
	case err != nil:
		framework.AddError(&resp.Diagnostics, "read schedule", err)
		return
	case !manageable(found):
		resp.Diagnostics.AddError("Cannot manage this schedule",
			fmt.Sprintf("Schedule %q is of type %s. Terraform manages schedules of the types %s; the others belong to Tableau itself.",
				found.Name, found.Type, typesInWords))
		return
	}
	state.fromAPI(ctx, found)
	framework.KeepSeen(ctx, resp.Private, &resp.Diagnostics)
	framework.KeepSite(ctx, client, resp.Private, &resp.Diagnostics)
	framework.Refresh(ctx, resp, before, state, state.identity())
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
	if err := client.Schedules().Update(ctx, plan.ID.ValueString(), plan.settings(ctx).forUpdate(plan.Frequency.Equal(state.Frequency))); err != nil {
		addWriteError(&resp.Diagnostics, "update schedule", err, rename)
		return
	}
	written, err := readBack(ctx, client, plan.ID.ValueString(), plan, false, &resp.Diagnostics)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "read the schedule back", err)
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
	if !framework.AwaitUnseen(ctx, resp.Private, "schedule", state.ID.ValueString(), &resp.Diagnostics, client.Schedules().Await) {
		return
	}
	err := client.Schedules().Delete(ctx, state.ID.ValueString(), state.Type.ValueString())
	switch {
	case tableau.IsNotFound(err):
		// Every site of a server shows its schedules, so that only one that is not found may be another server's.
		framework.IsOfAnotherSite(ctx, client, resp.Private, &resp.Diagnostics)
	case err != nil:
		framework.AddError(&resp.Diagnostics, "delete schedule", err)
	}
}
