package flowtask

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/timing"
)

var _ datasource.DataSourceWithConfigure = (*pluralDataSource)(nil)

// NewPluralDataSource makes the data source tableau_flow_tasks.
func NewPluralDataSource() datasource.DataSource { return &pluralDataSource{} }

type pluralDataSource struct{ connection *framework.Connection }

type pluralModel struct {
	filter
	Tasks map[string]shownTask `tfsdk:"flow_tasks"`
}

// shownTask is everything that is known of a task, that which moves by itself
// too.
type shownTask struct {
	ID                  types.String `tfsdk:"id"`
	FlowID              types.String `tfsdk:"flow_id"`
	FlowName            types.String `tfsdk:"flow_name"`
	ScheduleID          types.String `tfsdk:"schedule_id"`
	ScheduleName        types.String `tfsdk:"schedule_name"`
	FrequencyKind       types.String `tfsdk:"frequency_kind"`
	ScheduleState       types.String `tfsdk:"schedule_state"`
	Priority            types.Int64  `tfsdk:"priority"`
	ConsecutiveFailures types.Int64  `tfsdk:"consecutive_failures"`
	UpdatedAt           types.String `tfsdk:"updated_at"`
	NextRunAt           types.String `tfsdk:"next_run_at"`
	Parameters          types.Map    `tfsdk:"parameters"`
	OutputSteps         types.Set    `tfsdk:"output_steps"`
}

func (d *pluralDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_flow_tasks"
}

func (d *pluralDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *pluralDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	id := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, Validators: []validator.String{framework.LUID()}, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the flow tasks of the site, all of them or those that a filter leaves. Administrators see all tasks, others those " +
			"of their own flows.\n\n" +
			"Needs Tableau Server or Tableau Cloud, API 3.3 or later.",
		Attributes: map[string]schema.Attribute{
			"flow_id":     id(flowFilter),
			"schedule_id": id(scheduleFilter),
			"flow_tasks": schema.MapNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The tasks by their id.",
				NestedObject:        schema.NestedAttributeObject{Attributes: shownAttributes()},
			},
		},
	}
}

func shownAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":            framework.ComputedString("LUID of the flow task."),
		"flow_id":       framework.ComputedString("The id of the flow that the task runs."),
		"flow_name":     framework.ComputedString("The name of that flow."),
		"schedule_id":   framework.ComputedString("Tableau Server: the id of the schedule on which the task runs."),
		"schedule_name": framework.ComputedString("Tableau Server: the name of that schedule."),
		"frequency_kind": framework.ComputedString("`Hourly`, `Daily`, `Weekly` or `Monthly`. Tableau Cloud does not show more of a flow task's " +
			"frequency; on Tableau Server it is the schedule's."),
		"schedule_state": framework.ComputedString("`Active`, or `Suspended` while the schedule runs nothing; on Tableau Cloud the task's own."),
		"priority": schema.Int64Attribute{
			Computed: true, MarkdownDescription: "Priority of the task's jobs in the queue, 1 to 100; lower runs first.",
		},
		"consecutive_failures": schema.Int64Attribute{
			Computed: true, MarkdownDescription: "How many runs in a row have failed. Tableau suspends a task after five.",
		},
		"updated_at":  framework.ComputedString("When the schedule was last changed or run, as Tableau writes it (UTC)."),
		"next_run_at": framework.ComputedString("When the task runs next, as Tableau writes it (UTC). Null when Tableau does not say."),
		"parameters": schema.MapAttribute{
			Computed: true, ElementType: types.StringType,
			MarkdownDescription: "Values with which the flow is run, by the names of its parameters. Null where Tableau shows none.",
		},
		"output_steps": schema.SetAttribute{
			Computed: true, ElementType: types.StringType,
			MarkdownDescription: "Names of the output steps that the task runs. Null where Tableau shows none.",
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
	config.Tasks = map[string]shownTask{}
	for task, err := range framework.Only(client.FlowTasks().All(ctx), config.matches) {
		if err != nil {
			framework.AddError(&resp.Diagnostics, "list flow tasks", err)
			return
		}
		config.Tasks[task.ID] = shown(ctx, task)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
}

// shown is a task as the list has it.
func shown(ctx context.Context, task tableau.FlowTask) shownTask {
	schedule, when := scheduleOf(task), timing.None()
	when.FromAPI(ctx, task.Schedule)
	one := shownTask{
		ID:                  types.StringValue(task.ID),
		FlowID:              framework.TextOrNull(task.FlowID),
		FlowName:            framework.TextOrNull(task.FlowName),
		ScheduleID:          when.ScheduleID,
		FrequencyKind:       framework.TextOrNull(schedule.Frequency),
		ScheduleState:       framework.TextOrNull(schedule.State),
		Priority:            types.Int64Value(task.Priority),
		ConsecutiveFailures: types.Int64Value(task.ConsecutiveFailures),
		UpdatedAt:           framework.TextOrNull(schedule.UpdatedAt),
		NextRunAt:           framework.TextOrNull(schedule.NextRunAt),
		OutputSteps:         setOf(stepNames(task.OutputSteps)),
	}
	if when.OnSchedule() {
		one.ScheduleName = types.StringValue(schedule.Name)
	}
	values := map[string]string{}
	for _, all := range [][]tableau.FlowTaskParameter{task.Values, task.Overrides} {
		for _, p := range all {
			values[cmp.Or(p.Name, p.ID)] = p.Value
		}
	}
	one.Parameters = mapOf(values)
	return one
}
