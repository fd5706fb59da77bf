// Package flowtask is the noun tableau_flow_task: a task that runs a flow, as a
// resource, a list resource and a data source. Both products have it.
package flowtask

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var (
	_ resource.ResourceWithConfigure        = (*flowTaskResource)(nil)
	_ resource.ResourceWithConfigValidators = (*flowTaskResource)(nil)
	_ resource.ResourceWithIdentity         = (*flowTaskResource)(nil)
	_ resource.ResourceWithImportState      = (*flowTaskResource)(nil)
	_ resource.ResourceWithModifyPlan       = (*flowTaskResource)(nil)
)

// tellsValuesKey is what Terraform keeps beside state once the service has
// shown a value that only the task itself can have, and importedKey from an
// import until the first update: until then state has only what is shown.
const (
	tellsValuesKey = "tells_values"
	importedKey    = "imported"
)

// NewResource makes the resource tableau_flow_task.
func NewResource() resource.Resource { return &flowTaskResource{} }

type flowTaskResource struct{ connection *framework.Connection }

func (r *flowTaskResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_flow_task"
}

func (r *flowTaskResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

// ImportState takes the flow task's LUID, or its identity.
func (r *flowTaskResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	framework.ImportByLUID(ctx, "flow task", req, resp)
}

func (r *flowTaskResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	plan, ok := framework.Decode[model](ctx, req.Plan, &resp.Diagnostics)
	if !ok {
		return
	}
	resp.Diagnostics.Append(plan.refuseUnknown(ctx)...)
	client := r.connection.Client(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	flow := plan.checkNew(ctx, client, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	created, err := client.FlowTasks().Create(ctx, plan.settings(ctx, flow), plan.mayBe(ctx, client))
	if err != nil {
		plan.addCreateError(&resp.Diagnostics, flow, err)
		return
	}
	// From here on the task exists: whatever fails, state must know its id.
	written := plan.made(created.ID)
	framework.Publish(ctx, &resp.Diagnostics, &resp.State, written, resp.Identity, written.identity())
	framework.KeepUnseen(ctx, resp.Private, &resp.Diagnostics)
	framework.KeepSite(ctx, client, resp.Private, &resp.Diagnostics)
	addWarnings(&resp.Diagnostics, flow, created)
	if written.readBack(ctx, client, resp.Private, &resp.Diagnostics) {
		framework.Note(ctx, resp.Private, tellsValuesKey, true, &resp.Diagnostics)
	}
}

func (r *flowTaskResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	before, ok := framework.Decode[model](ctx, req.State, &resp.Diagnostics)
	if !ok {
		return
	}
	state := before
	client := r.connection.Client(&resp.Diagnostics)
	if client == nil {
		return
	}
	found, err := client.FlowTasks().Read(ctx, state.ID.ValueString())
	switch {
	case tableau.IsNotFound(err) && framework.MayBeUnseen(ctx, req.Private, "flow task", state.ID.ValueString(), &resp.Diagnostics):
		return
	case tableau.IsNotFound(err):
		framework.Gone(ctx, client, resp, state.identity(), before.isNew())
		return
	case err != nil:
		framework.AddError(&resp.Diagnostics, "read flow task", err)
		return
	}
	framework.KeepSeen(ctx, resp.Private, &resp.Diagnostics)
	framework.KeepSite(ctx, client, resp.Private, &resp.Diagnostics)
	if before.isNew() {
		framework.Note(ctx, resp.Private, importedKey, true, &resp.Diagnostics)
	}
	tellsValues, _ := framework.Noted[bool](ctx, req.Private, tellsValuesKey, &resp.Diagnostics)
	seen, err := state.show(ctx, client, found, tellsValues)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "read flow task", err)
		return
	}
	if seen {
		framework.Note(ctx, resp.Private, tellsValuesKey, true, &resp.Diagnostics)
	}
	framework.Refresh(ctx, resp, before, state, state.identity())
}

// Update writes nothing to Tableau. It is asked for what Terraform itself
// keeps: on_destroy, the keys of parameters, what an imported task has already,
// and a frequency that was not known before, which the task is asked about once
// more.
func (r *flowTaskResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	plan, ok := framework.Decode[model](ctx, req.Plan, &resp.Diagnostics)
	if !ok {
		return
	}
	state, ok := framework.Decode[model](ctx, req.State, &resp.Diagnostics)
	if !ok {
		return
	}
	client := r.connection.Client(&resp.Diagnostics)
	if client == nil {
		return
	}
	found, err := client.FlowTasks().Read(ctx, plan.ID.ValueString())
	if err != nil {
		framework.AddError(&resp.Diagnostics, "read flow task", err)
		return
	}
	if plan.adoptsFrequency(state) {
		proof, err := disproof(ctx, client, plan.Timing, found.Schedule)
		if err != nil {
			framework.AddError(&resp.Diagnostics, "compare the frequency with the flow task", err)
			return
		}
		if proof != "" {
			resp.Diagnostics.AddAttributeError(path.Root("frequency"), "The flow task runs at another frequency",
				framework.Sentence(proof)+" There is no method to change it. Plan again: the plan then replaces the task.")
			return
		}
	}
	framework.Forget(ctx, resp.Private, importedKey, &resp.Diagnostics)
	framework.Publish(ctx, &resp.Diagnostics, &resp.State, plan, resp.Identity, plan.identity())
}

func (r *flowTaskResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	state, ok := framework.Decode[model](ctx, req.State, &resp.Diagnostics)
	if !ok {
		return
	}
	client := r.connection.Client(&resp.Diagnostics)
	if client == nil {
		return
	}
	if state.OnDestroy.ValueString() == onDestroyAbandon {
		client.FlowTasks().Abandon(state.ID.ValueString())
		warnAbandoned(&resp.Diagnostics, state)
		return
	}
	if framework.IsOfAnotherSite(ctx, client, resp.Private, &resp.Diagnostics) {
		return
	}
	if !framework.AwaitUnseen(ctx, resp.Private, "flow task", state.ID.ValueString(), &resp.Diagnostics, client.FlowTasks().Await) {
		return
	}
	if err := client.FlowTasks().Delete(ctx, state.ID.ValueString()); err != nil {
		addDeleteError(&resp.Diagnostics, state, err)
	}
}
