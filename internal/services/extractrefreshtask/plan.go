package extractrefreshtask

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// ModifyPlan decides the type where the configuration does not, and refuses
// what the product could not do.
func (r *taskResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	config, ok := framework.Decode[model](ctx, req.Config, &resp.Diagnostics)
	if !ok {
		return
	}
	plan, ok := framework.Decode[model](ctx, req.Plan, &resp.Diagnostics)
	if !ok {
		return
	}
	prior := newModel()
	if !req.State.Raw.IsNull() {
		if prior, ok = framework.Decode[model](ctx, req.State, &resp.Diagnostics); !ok {
			return
		}
	}
	plan.Type = plan.plannedType(config.Type, prior)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(typeName), plan.Type)...)
	if !r.connection.Known() || resp.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	client := r.connection.Client(&resp.Diagnostics)
	// A replacement lists the tasks of its schedule, when it is planned and when the
	// old task is gone.
	lists := !prior.ID.IsNull() || client.ExtractRefreshTasks().HasDeleted()
	resp.Diagnostics.Append(plan.refuse(ctx, client, prior, lists)...)
	if !prior.ID.IsNull() && !resp.Diagnostics.HasError() {
		plan.checkNewTarget(ctx, client, prior, &resp.Diagnostics)
		plan.warnOfTwin(ctx, client, prior, &resp.Diagnostics)
	}
}

// warnOfTwin reports a replacement on a schedule that refreshes the content
// already. It is no error, for the same plan may remove the other task first.
func (m model) warnOfTwin(ctx context.Context, client *tableau.Client, prior model, diags *diag.Diagnostics) {
	if diags.HasError() || !m.OnSchedule() || m.ScheduleID.IsUnknown() || !m.isNewBeside(prior) || m.target() == (tableau.RefreshTarget{}) {
		return
	}
	twin, err := client.ExtractRefreshTasks().OnSchedule(ctx, m.ScheduleID.ValueString(), m.target())
	if err != nil || twin == "" || twin == prior.ID.ValueString() {
		return // What cannot be read here is reported when the task is made.
	}
	diags.AddAttributeWarning(path.Root(scheduleIDName), fmt.Sprintf("The schedule refreshes %s already", m.target()), fmt.Sprintf(
		"Task %s refreshes %s on that schedule already. Unless the same plan removes that one first, the apply deletes task %s and then fails to make another. "+
			"To let Terraform manage the task that is there, import it and remove this one.", twin, m.target(), prior.ID.ValueString()))
}

// checkNewTarget reports a replacement for content that is not there: it would
// delete the task, and then fail to make another.
func (m model) checkNewTarget(ctx context.Context, client *tableau.Client, prior model, diags *diag.Diagnostics) {
	target := m.target()
	if target == prior.target() || target == (tableau.RefreshTarget{}) {
		return
	}
	var err error
	if target.WorkbookID != "" {
		_, err = client.Workbooks().Get(ctx, target.WorkbookID)
	} else {
		_, err = client.Datasources().Get(ctx, target.DatasourceID)
	}
	switch {
	case tableau.IsNotFound(err):
		diags.AddAttributeError(m.targetPath(), "There is nothing to refresh", fmt.Sprintf(
			"The site shows no %s to this user. The task would be deleted, and no other could be made in its place. "+
				"Take the id from the data source tableau_workbook or tableau_datasource.", target))
	case err != nil:
		framework.AddError(diags, "read what is to be refreshed", err)
	}
}

// plannedType is the configured type or else what it comes to: a new task is a
// full refresh. One on a server schedule stays what it is, and so does one of
// which Cloud does not tell the type, as after an import.
func (m model) plannedType(configured types.String, prior model) types.String {
	switch {
	case !configured.IsNull():
		return configured
	case m.isNewBeside(prior):
		return types.StringValue(tableau.FullRefresh)
	case m.OnSchedule(), prior.Type.IsNull():
		return prior.Type
	}
	return types.StringValue(tableau.FullRefresh)
}

// isNewBeside reports whether the plan makes a task: the first one, or one in
// the place of the prior one.
func (m model) isNewBeside(prior model) bool {
	return prior.ID.IsNull() || !m.WorkbookID.Equal(prior.WorkbookID) || !m.DatasourceID.Equal(prior.DatasourceID) ||
		!m.ScheduleID.Equal(prior.ScheduleID)
}

// refuse reports what the product could not do. It is asked again at apply,
// when all is known. lists says that the schedule's tasks are listed anyway, to
// see whether a new one is there already.
func (m model) refuse(ctx context.Context, client *tableau.Client, prior model, lists bool) diag.Diagnostics {
	var diags diag.Diagnostics
	product := tableau.Server
	if !m.isListed(ctx, client, prior, lists) {
		product, diags = m.Check(ctx, client, of, prior.Timing)
	}
	if !diags.HasError() && m.OnSchedule() && product != tableau.Cloud && !m.Type.IsUnknown() {
		diags.Append(m.refuseTypeOnSchedule(prior)...)
	}
	return diags
}

// isListed reports that a schedule has a list of extract refresh tasks, as only
// one of the right type has.
func (m model) isListed(ctx context.Context, client *tableau.Client, prior model, mayAsk bool) bool {
	id, tasks := m.ScheduleID.ValueString(), client.ExtractRefreshTasks()
	return id != "" && m.isNewBeside(prior) && (tasks.ListedSchedule(id) || mayAsk && tasks.ListsSchedule(ctx, id))
}

// refuseTypeOnSchedule reports a type that a task on a server schedule does not
// have, and cannot be given.
func (m model) refuseTypeOnSchedule(prior model) (diags diag.Diagnostics) {
	at := path.Root(typeName)
	const chosenByServer = "On Tableau Server the REST API cannot choose the type of a refresh: what it adds to a schedule is refreshed in full. "
	switch wanted := m.Type.ValueString(); {
	case m.isNewBeside(prior) && wanted == tableau.IncrementalRefresh:
		diags.AddAttributeError(at, "Tableau Server cannot be asked for an incremental refresh", chosenByServer+
			"Remove type, or make the task in Tableau's web interface and let Terraform adopt it with `terraform import`.")
	case m.isNewBeside(prior) || m.Type.Equal(prior.Type):
	case prior.Type.IsNull():
		diags.AddAttributeError(at, "Tableau Server does not tell the type", fmt.Sprintf(chosenByServer+
			"Of task %s it does not tell the type, which administrators alone can see. Remove type.", prior.ID.ValueString()))
	case wanted == tableau.FullRefresh:
		diags.AddAttributeError(at, "Tableau Server cannot change the type", fmt.Sprintf(chosenByServer+
			"Task %s is of type %s. Remove type to keep it so. For a task that refreshes in full, remove type and "+
			"replace the task with `terraform apply -replace=ADDRESS`.", prior.ID.ValueString(), prior.Type.ValueString()))
	default:
		diags.AddAttributeError(at, "Tableau Server cannot change the type", fmt.Sprintf(chosenByServer+
			"Task %s is of type %s. Remove type, or change the task in Tableau's web interface.", prior.ID.ValueString(), prior.Type.ValueString()))
	}
	return diags
}
