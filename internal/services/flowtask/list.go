package flowtask

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var _ list.ListResourceWithConfigure = (*listResource)(nil)

// NewListResource makes the list resource tableau_flow_task.
func NewListResource() list.ListResource { return &listResource{} }

// listResource has the resource's name and configuration.
type listResource struct{ flowTaskResource }

// filter is what narrows a list of flow tasks. The service has no filter for
// them, so it is applied here.
type filter struct {
	FlowID     types.String `tfsdk:"flow_id"`
	ScheduleID types.String `tfsdk:"schedule_id"`
}

// Descriptions of the filter, which the list resource and the data source share.
const (
	flowFilter     = "Only tasks that run the flow with this id."
	scheduleFilter = "Only tasks on the schedule with this id. On Tableau Cloud there are none."
)

func (f filter) matches(task tableau.FlowTask) bool {
	return framework.Matches(f.FlowID, task.FlowID) && framework.Matches(f.ScheduleID, scheduleOf(task).ID)
}

// scheduleOf is the schedule that a task shows, zero for one without.
func scheduleOf(task tableau.FlowTask) tableau.Schedule {
	if task.Schedule == nil {
		return tableau.Schedule{}
	}
	return *task.Schedule
}

func (l *listResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	id := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, Validators: []validator.String{framework.LUID()}, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the flow tasks of the site. Administrators see all of them, others those of their own flows. Tableau Cloud does " +
			"not show the frequency " +
			"of a flow task in full: configuration that is generated there has none, and leaves when the task runs as it is.\n\n" +
			"Needs Tableau Server, API 3.3 or later, or Tableau Cloud, API 3.22 or later, and Terraform 1.14 or later.",
		Attributes: map[string]schema.Attribute{
			"flow_id":     id(flowFilter),
			"schedule_id": id(scheduleFilter),
		},
	}
}

func (l *listResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var failed list.ListResult
	wanted, ok := framework.Decode[filter](ctx, req.Config, &failed.Diagnostics)
	client := l.connection.Client(&failed.Diagnostics)
	if !ok || client == nil {
		stream.Results = list.ListResultsStreamDiagnostics(failed.Diagnostics)
		return
	}
	framework.List(ctx, stream, "list flow tasks", framework.Only(client.FlowTasks().All(ctx), wanted.matches), req.Limit,
		func(ctx context.Context, task tableau.FlowTask) (list.ListResult, bool) {
			return result(ctx, client, req, task), true
		})
}

// result makes one result.
func result(ctx context.Context, client *tableau.Client, req list.ListRequest, task tableau.FlowTask) list.ListResult {
	made := req.NewListResult(ctx)
	made.DisplayName = displayName(ctx, task)
	m := newModel()
	m.ID = types.StringValue(task.ID)
	if req.IncludeResource {
		if _, err := m.show(ctx, client, task, false); err != nil {
			framework.AddError(&made.Diagnostics, "read flow task", err)
			return made
		}
		made.Diagnostics.Append(made.Resource.Set(ctx, m)...)
	}
	made.Diagnostics.Append(made.Identity.Set(ctx, m.identity())...)
	return made
}

// displayName tells tasks of one flow apart by when they run.
func displayName(ctx context.Context, task tableau.FlowTask) string {
	flow := task.FlowName
	if flow == "" {
		flow = "flow " + task.FlowID
	}
	schedule, m := scheduleOf(task), newModel()
	m.FromAPI(ctx, task.Schedule)
	switch {
	case m.OnSchedule():
		return fmt.Sprintf("%s on %s", flow, schedule.Name)
	case schedule.Frequency != "":
		return fmt.Sprintf("%s, %s", flow, strings.ToLower(schedule.Frequency))
	}
	return flow
}
