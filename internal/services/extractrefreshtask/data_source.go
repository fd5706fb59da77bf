package extractrefreshtask

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/sync/errgroup"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var _ datasource.DataSourceWithConfigure = (*pluralDataSource)(nil)

// NewPluralDataSource makes the data source tableau_extract_refresh_tasks.
func NewPluralDataSource() datasource.DataSource { return &pluralDataSource{} }

type pluralDataSource struct{ connection *framework.Connection }

type pluralModel struct {
	filter
	Tasks map[string]shownTask `tfsdk:"extract_refresh_tasks"`
}

// shownTask is everything that is known of a task, that which moves by itself
// too.
type shownTask struct {
	model
	ScheduleName        types.String `tfsdk:"schedule_name"`
	ScheduleState       types.String `tfsdk:"schedule_state"`
	Priority            types.Int64  `tfsdk:"priority"`
	ConsecutiveFailures types.Int64  `tfsdk:"consecutive_failures"`
	UpdatedAt           types.String `tfsdk:"updated_at"`
	NextRunAt           types.String `tfsdk:"next_run_at"`
}

func (d *pluralDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_extract_refresh_tasks"
}

func (d *pluralDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *pluralDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	id := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, Validators: []validator.String{framework.LUID()}, MarkdownDescription: description}
	}
	number := func(description string) schema.Int64Attribute {
		return schema.Int64Attribute{Computed: true, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the extract refresh tasks of the site, all of them or those that a filter leaves. Administrators see all tasks, others only their own. " +
			"Those of virtual connections are among them.\n\n" +
			"Needs Tableau Server or Tableau Cloud, API 2.6 or later.",
		Attributes: map[string]schema.Attribute{
			scheduleIDName:   id(scheduleFilter),
			workbookIDName:   id(workbookFilter),
			datasourceIDName: id(datasourceFilter),
			"extract_refresh_tasks": schema.MapNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The tasks by their id.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":             framework.ComputedString(idDescription),
					workbookIDName:   framework.ComputedString("The id of the workbook that the task refreshes."),
					datasourceIDName: framework.ComputedString("The id of the data source that the task refreshes. Null like `workbook_id` for the task of a virtual connection."),
					typeName: framework.ComputedString("`FullRefresh` or `IncrementalRefresh`. Tableau Server shows it to administrators who are not signed in with a " +
						"JSON Web Token; Tableau Cloud does not show it. Null where it is not shown."),
					scheduleIDName:         framework.ComputedString("Tableau Server: the id of the schedule on which the task runs."),
					"schedule_name":        framework.ComputedString("Tableau Server: the name of that schedule."),
					"schedule_state":       framework.ComputedString("Tableau Server: `Active`, or `Suspended` while the schedule runs nothing."),
					frequencyName:          frequency.DataSourceAttribute("Tableau Cloud: when the task runs, in the site's time zone."),
					"priority":             number("Priority of the task's jobs in the queue, 1 to 100; lower runs first."),
					"consecutive_failures": number("How many runs in a row have failed. Tableau suspends a task after five."),
					"updated_at":           framework.ComputedString("Tableau Server: when the schedule was last changed or run, in UTC."),
					"next_run_at":          framework.ComputedString("When the task runs next, in UTC."),
				}},
			},
		},
	}
}

func (d *pluralDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	config, ok := framework.Decode[pluralModel](ctx, req.Config, &resp.Diagnostics)
	if !ok {
		return
	}
	client := d.connection.Client(&resp.Diagnostics)
	if client == nil {
		return
	}
	var tasks []shownTask
	for task, err := range client.ExtractRefreshTasks().All(ctx) {
		if err != nil {
			framework.AddError(&resp.Diagnostics, "list extract refresh tasks", err)
			return
		}
		if config.matches(task) {
			tasks = append(tasks, show(ctx, task))
		}
	}
	if err := readTypes(ctx, client, tasks); err != nil {
		framework.AddError(&resp.Diagnostics, "read the types of extract refresh tasks", err)
		return
	}
	config.Tasks = map[string]shownTask{}
	for _, task := range tasks {
		if !task.readType(ctx, client, &resp.Diagnostics) {
			return
		}
		config.Tasks[task.ID.ValueString()] = task
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
}

// readTypes lets the client ask for the types of many schedules' tasks at once,
// before they are looked at one by one. The client bounds the requests.
func readTypes(ctx context.Context, client *tableau.Client, tasks []shownTask) error {
	asked := map[string]bool{}
	var group errgroup.Group
	for _, task := range tasks {
		if id := task.ScheduleID.ValueString(); id != "" && !asked[id] {
			asked[id] = true
			group.Go(func() error {
				_, err := client.ExtractRefreshTasks().RefreshTypeOnSchedule(ctx, id, task.ID.ValueString())
				return err
			})
		}
	}
	return group.Wait()
}

// show is a task as the list has it.
func show(ctx context.Context, task tableau.ExtractRefreshTask) shownTask {
	m := newModel()
	m.fromAPI(ctx, task)
	schedule := scheduleOf(task)
	return shownTask{
		model:               m,
		ScheduleName:        framework.TextOrNull(schedule.Name),
		ScheduleState:       framework.TextOrNull(schedule.State),
		Priority:            types.Int64Value(task.Priority),
		ConsecutiveFailures: types.Int64Value(task.ConsecutiveFailures),
		UpdatedAt:           framework.TextOrNull(schedule.UpdatedAt),
		NextRunAt:           framework.TextOrNull(schedule.NextRunAt),
	}
}
