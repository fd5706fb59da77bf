// Package linkedtask is what Terraform can do with linked tasks, which run
// flow tasks one after the other: list them and run them. Tableau has no method
// that makes or changes one.
package linkedtask

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var _ datasource.DataSourceWithConfigure = (*pluralDataSource)(nil)

// NewPluralDataSource makes the data source tableau_linked_tasks.
func NewPluralDataSource() datasource.DataSource { return &pluralDataSource{} }

type pluralDataSource struct{ connection *framework.Connection }

// model has two filters, which are applied here: the service has none.
type model struct {
	ScheduleID  types.String          `tfsdk:"schedule_id"`
	FlowID      types.String          `tfsdk:"flow_id"`
	LinkedTasks map[string]linkedTask `tfsdk:"linked_tasks"`
}

func (m model) matches(t tableau.LinkedTask) bool {
	onSchedule := m.ScheduleID.IsNull() || t.Schedule != nil && strings.EqualFold(t.Schedule.ID, m.ScheduleID.ValueString())
	return onSchedule && (m.FlowID.IsNull() || slices.ContainsFunc(t.Steps, func(step tableau.LinkedTaskStep) bool {
		return strings.EqualFold(step.Task.FlowRun.Flow.ID, m.FlowID.ValueString())
	}))
}

type linkedTask struct {
	ID            types.String `tfsdk:"id"`
	ScheduleID    types.String `tfsdk:"schedule_id"`
	ScheduleName  types.String `tfsdk:"schedule_name"`
	ScheduleState types.String `tfsdk:"schedule_state"`
	FrequencyKind types.String `tfsdk:"frequency_kind"`
	NextRunAt     types.String `tfsdk:"next_run_at"`
	Steps         []step       `tfsdk:"steps"`
}

type step struct {
	ID                  types.String `tfsdk:"id"`
	StopOnFailure       types.Bool   `tfsdk:"stop_on_failure"`
	FlowTaskID          types.String `tfsdk:"flow_task_id"`
	FlowID              types.String `tfsdk:"flow_id"`
	FlowName            types.String `tfsdk:"flow_name"`
	ConsecutiveFailures types.Int64  `tfsdk:"consecutive_failures"`
}

func fromAPI(t tableau.LinkedTask) linkedTask {
	shown := linkedTask{ID: types.StringValue(t.ID), Steps: []step{}}
	if s := t.Schedule; s != nil {
		shown.ScheduleID = framework.TextOrNull(s.ID)
		shown.ScheduleName = framework.TextOrNull(s.Name)
		shown.ScheduleState = framework.TextOrNull(s.State)
		shown.FrequencyKind = framework.TextOrNull(s.Frequency)
		shown.NextRunAt = framework.TextOrNull(s.NextRunAt)
	}
	for _, s := range t.StepsInOrder() {
		shown.Steps = append(shown.Steps, step{
			ID:                  framework.TextOrNull(s.ID),
			StopOnFailure:       types.BoolValue(s.StopDownstreamTasksOnFailure),
			FlowTaskID:          framework.TextOrNull(s.Task.FlowRun.ID),
			FlowID:              framework.TextOrNull(s.Task.FlowRun.Flow.ID),
			FlowName:            framework.TextOrNull(s.Task.FlowRun.Flow.Name),
			ConsecutiveFailures: types.Int64Value(s.Task.FlowRun.ConsecutiveFailures),
		})
	}
	return shown
}

func (d *pluralDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_linked_tasks"
}

func (d *pluralDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *pluralDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	isID := []validator.String{framework.LUID()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the linked tasks of the site, which run flow tasks one after the other. They are made and changed in Tableau's web pages only.\n\n" +
			"Needs Tableau Server or Tableau Cloud, API 3.15 or later, with Data Management.",
		Attributes: map[string]schema.Attribute{
			"schedule_id": schema.StringAttribute{Optional: true, Validators: isID, MarkdownDescription: "Only linked tasks on the schedule with this LUID."},
			"flow_id":     schema.StringAttribute{Optional: true, Validators: isID, MarkdownDescription: "Only linked tasks with a step that runs the flow with this LUID."},
			"linked_tasks": schema.MapNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The linked tasks by their id.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":             framework.ComputedString("LUID of the linked task."),
					"schedule_id":    framework.ComputedString("LUID of the schedule on which it runs."),
					"schedule_name":  framework.ComputedString("Name of the schedule."),
					"schedule_state": framework.ComputedString("`Active` or `Suspended`."),
					"frequency_kind": framework.ComputedString("`Hourly`, `Daily`, `Weekly` or `Monthly`."),
					"next_run_at":    framework.ComputedString("When it runs next, in UTC."),
					"steps": schema.ListNestedAttribute{
						Computed:            true,
						MarkdownDescription: "The steps in their order.",
						NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
							"id":                   framework.ComputedString("LUID of the step."),
							"stop_on_failure":      schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the steps after this one are left out when it fails."},
							"flow_task_id":         framework.ComputedString("LUID of the flow task that the step runs. Null where the user may not see the flow, as are the next two."),
							"flow_id":              framework.ComputedString("LUID of the flow."),
							"flow_name":            framework.ComputedString("Name of the flow."),
							"consecutive_failures": schema.Int64Attribute{Computed: true, MarkdownDescription: "How often in a row the flow task failed."},
						}},
					},
				}},
			},
		},
	}
}

func (d *pluralDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	config, ok := framework.Decode[model](ctx, req.Config, &resp.Diagnostics)
	if !ok {
		return
	}
	client := d.connection.Client(&resp.Diagnostics)
	if client == nil {
		return
	}
	config.LinkedTasks = map[string]linkedTask{}
	for t, err := range client.LinkedTasks().All(ctx) {
		if err != nil {
			framework.AddError(&resp.Diagnostics, "list linked tasks", err)
			return
		}
		if config.matches(t) {
			config.LinkedTasks[t.ID] = fromAPI(t)
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
}
