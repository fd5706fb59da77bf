package extractrefreshtask

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var _ list.ListResourceWithConfigure = (*listResource)(nil)

// NewListResource makes the list resource tableau_extract_refresh_task.
func NewListResource() list.ListResource { return &listResource{} }

// listResource has the resource's name and configuration.
type listResource struct{ taskResource }

// filter is what narrows a list of tasks. The service has no filter for them,
// so it is applied here.
type filter struct {
	ScheduleID   types.String `tfsdk:"schedule_id"`
	WorkbookID   types.String `tfsdk:"workbook_id"`
	DatasourceID types.String `tfsdk:"datasource_id"`
}

// Descriptions of the filter, which the list resource and the data source share.
const (
	scheduleFilter   = "Only tasks on the schedule with this id. On Tableau Cloud there are none."
	workbookFilter   = "Only tasks that refresh the workbook with this id."
	datasourceFilter = "Only tasks that refresh the data source with this id."
)

func (f filter) matches(task tableau.ExtractRefreshTask) bool {
	return framework.Matches(f.ScheduleID, scheduleOf(task).ID) &&
		framework.Matches(f.WorkbookID, task.Workbook.ID) && framework.Matches(f.DatasourceID, task.Datasource.ID)
}

// scheduleOf is the schedule that a task shows, zero for one without.
func scheduleOf(task tableau.ExtractRefreshTask) tableau.Schedule {
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
		MarkdownDescription: "Lists the extract refresh tasks of the site that Terraform can manage: those of workbooks and published data sources that run by time. " +
			"Administrators see all of them, others only their own.\n\n" +
			"Needs Tableau Server, API 3.6 or later, or Tableau Cloud, API 3.20 or later, and Terraform 1.14 or later.",
		Attributes: map[string]schema.Attribute{
			scheduleIDName:   id(scheduleFilter),
			workbookIDName:   id(workbookFilter),
			datasourceIDName: id(datasourceFilter),
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
	listed := manageable(ctx, client.ExtractRefreshTasks().All(ctx), wanted)
	framework.List(ctx, stream, "list extract refresh tasks", listed, req.Limit, func(ctx context.Context, task listedTask) (list.ListResult, bool) {
		return task.result(ctx, client, req), true
	})
}

// listedTask is a task in the service's terms and in Terraform's.
type listedTask struct {
	tableau.ExtractRefreshTask
	model model
}

// manageable yields the tasks that match and that Terraform can manage, and
// every error.
func manageable(ctx context.Context, tasks iter.Seq2[tableau.ExtractRefreshTask, error], wanted filter) iter.Seq2[listedTask, error] {
	return func(yield func(listedTask, error) bool) {
		for task, err := range tasks {
			listed := listedTask{task, newModel()}
			listed.model.fromAPI(ctx, task)
			if (err != nil || wanted.matches(task) && listed.model.unmanageable() == "") && !yield(listed, err) {
				return
			}
		}
	}
}

// result makes one result.
func (l listedTask) result(ctx context.Context, client *tableau.Client, req list.ListRequest) list.ListResult {
	made := req.NewListResult(ctx)
	made.DisplayName = l.displayName(ctx)
	if req.IncludeResource && !l.model.readType(ctx, client, &made.Diagnostics) {
		return made
	}
	made.Diagnostics.Append(made.Identity.Set(ctx, l.model.identity())...)
	if req.IncludeResource {
		made.Diagnostics.Append(made.Resource.Set(ctx, l.model)...)
	}
	return made
}

// displayName says what is refreshed and when, with names where the service
// shows them.
func (l listedTask) displayName(ctx context.Context) string {
	kind, content := "Workbook", l.Workbook
	if content.ID == "" {
		kind, content = "Data source", l.Datasource
	}
	name := content.ID
	if content.Name != "" {
		name = fmt.Sprintf("%q", content.Name)
	}
	if l.model.OnSchedule() {
		return fmt.Sprintf("%s %s on schedule %q", kind, name, l.Schedule.Name)
	}
	when, _ := frequency.FromObject(ctx, l.model.Frequency, path.Root(frequencyName))
	words := frequency.Describe(when)
	return fmt.Sprintf("%s %s, %s", kind, name, strings.ToLower(words[:1])+words[1:])
}
