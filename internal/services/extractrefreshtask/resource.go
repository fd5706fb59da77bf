// Package extractrefreshtask is the noun tableau_extract_refresh_task: a
// task that refreshes the extracts of a workbook or a data source, as a
// resource, a list resource and a data source.
package extractrefreshtask

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/timing"
)

var (
	_ resource.ResourceWithConfigure        = (*taskResource)(nil)
	_ resource.ResourceWithConfigValidators = (*taskResource)(nil)
	_ resource.ResourceWithIdentity         = (*taskResource)(nil)
	_ resource.ResourceWithImportState      = (*taskResource)(nil)
	_ resource.ResourceWithModifyPlan       = (*taskResource)(nil)
)

// NewResource makes the resource tableau_extract_refresh_task.
func NewResource() resource.Resource { return &taskResource{} }

type taskResource struct{ connection *framework.Connection }

func (r *taskResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_extract_refresh_task"
}

func (r *taskResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

// ImportState takes the task's LUID, or its identity.
func (r *taskResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	framework.ImportByLUID(ctx, "extract refresh task", req, resp)
}

func (r *taskResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	plan, ok := framework.Decode[model](ctx, req.Plan, &resp.Diagnostics)
	if !ok {
		return
	}
	client := r.connection.Client(&resp.Diagnostics)
	if client == nil {
		return
	}
	resp.Diagnostics.Append(plan.refuse(ctx, client, newModel(), true)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if plan.Type.ValueString() == "" {
		plan.Type = types.StringValue(tableau.FullRefresh)
	}
	made, err := plan.create(ctx, client, &resp.Diagnostics)
	if err != nil {
		plan.addWriteError(&resp.Diagnostics, "create an extract refresh task", err)
		return
	}
	// From here on the task exists: whatever fails, state must know its id.
	written := plan
	written.ID = types.StringValue(made.ID)
	framework.Publish(ctx, &resp.Diagnostics, &resp.State, written, resp.Identity, written.identity())
	framework.KeepUnseen(ctx, resp.Private, &resp.Diagnostics)
	framework.KeepSite(ctx, client, resp.Private, &resp.Diagnostics)
	written = readBackNew(ctx, client, written, resp.Private, &resp.Diagnostics)
	framework.Publish(ctx, &resp.Diagnostics, &resp.State, written, resp.Identity, written.identity())
}

// create makes the task in the way of the product that its timing is of.
func (m model) create(ctx context.Context, client *tableau.Client, diags *diag.Diagnostics) (tableau.ExtractRefreshTask, error) {
	if !m.OnSchedule() {
		return client.ExtractRefreshTasks().Create(ctx, m.settings(ctx), func(task tableau.ExtractRefreshTask) bool {
			return len(m.differences(ctx, task)) == 0
		})
	}
	made, warnings, err := client.ExtractRefreshTasks().AddToSchedule(ctx, m.ScheduleID.ValueString(), m.target())
	for _, warning := range warnings {
		diags.AddAttributeWarning(m.targetPath(), "Tableau warns of the new task of "+m.target().String(),
			"Tableau made the task to refresh "+m.target().String()+", and says: "+framework.Sentence(warning))
	}
	return made, err
}

func (r *taskResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	before, ok := framework.Decode[model](ctx, req.State, &resp.Diagnostics)
	if !ok {
		return
	}
	state := before
	client := r.connection.Client(&resp.Diagnostics)
	if client == nil {
		return
	}
	// Only an import leaves unknown what a task refreshes.
	imported := state.target() == tableau.RefreshTarget{}
	found, err := client.ExtractRefreshTasks().Read(ctx, state.ID.ValueString())
	switch {
	case tableau.IsNotFound(err) && imported && r.listed(ctx, client, state.ID.ValueString(), &resp.Diagnostics):
		addUnmanageable(&resp.Diagnostics, state.ID.ValueString(), ofVirtualConnection)
		return
	case resp.Diagnostics.HasError():
		return
	case tableau.IsNotFound(err) && framework.MayBeUnseen(ctx, req.Private, "extract refresh task", state.ID.ValueString(), &resp.Diagnostics):
		return
	case tableau.IsNotFound(err):
		framework.Gone(ctx, client, resp, state.identity(), imported)
		return
	case err != nil:
		framework.AddError(&resp.Diagnostics, "read extract refresh task", err)
		return
	}
	state.fromAPI(ctx, found)
	if reason := state.unmanageable(); imported && reason != "" {
		addUnmanageable(&resp.Diagnostics, found.ID, reason)
		return
	}
	framework.KeepSeen(ctx, resp.Private, &resp.Diagnostics)
	framework.KeepSite(ctx, client, resp.Private, &resp.Diagnostics)
	if !state.readType(ctx, client, &resp.Diagnostics) {
		return
	}
	framework.Refresh(ctx, resp, before, state, state.identity())
}

// listed reports whether the list has a task that cannot be read by its id, as
// it is with those of virtual connections.
func (r *taskResource) listed(ctx context.Context, client *tableau.Client, id string, diags *diag.Diagnostics) bool {
	for task, err := range client.ExtractRefreshTasks().All(ctx) {
		if err != nil {
			framework.AddError(diags, "list extract refresh tasks", err)
			return false
		}
		if task.ID == id {
			return true
		}
	}
	return false
}

func (r *taskResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
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
	resp.Diagnostics.Append(plan.refuse(ctx, client, state, false)...)
	if resp.Diagnostics.HasError() {
		return
	}
	// On Server there is nothing that an update could change.
	if !plan.OnSchedule() {
		if err := client.ExtractRefreshTasks().Update(ctx, plan.ID.ValueString(), plan.settings(ctx)); err != nil {
			plan.addWriteError(&resp.Diagnostics, "update extract refresh task", err)
			return
		}
	}
	written, err := readBack(ctx, client, plan, &resp.Diagnostics)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "read the extract refresh task back", err)
		return
	}
	framework.Publish(ctx, &resp.Diagnostics, &resp.State, written, resp.Identity, written.identity())
}

func (r *taskResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	state, ok := framework.Decode[model](ctx, req.State, &resp.Diagnostics)
	if !ok {
		return
	}
	client := r.connection.Client(&resp.Diagnostics)
	if client == nil || framework.IsOfAnotherSite(ctx, client, resp.Private, &resp.Diagnostics) {
		return
	}
	if !framework.AwaitUnseen(ctx, resp.Private, "extract refresh task", state.ID.ValueString(), &resp.Diagnostics, client.ExtractRefreshTasks().Await) {
		return
	}
	if err := client.ExtractRefreshTasks().Delete(ctx, state.ID.ValueString()); err != nil && !tableau.IsNotFound(err) {
		framework.AddError(&resp.Diagnostics, "delete extract refresh task", err)
	}
}

// ConfigValidators hold what no product allows.
func (r *taskResource) ConfigValidators(context.Context) []resource.ConfigValidator {
	return []resource.ConfigValidator{oneTarget(), timing.OneOfTheTwo()}
}

// targetPath is the attribute that says what is refreshed.
func (m model) targetPath() path.Path {
	if m.WorkbookID.IsNull() {
		return path.Root(datasourceIDName)
	}
	return path.Root(workbookIDName)
}
