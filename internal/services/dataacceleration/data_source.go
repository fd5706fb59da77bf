// Package dataacceleration shows the tasks that precompute workbooks' data on
// servers that have them.
package dataacceleration

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var _ datasource.DataSourceWithConfigure = (*pluralDataSource)(nil)

// NewPluralDataSource makes the data source tableau_data_acceleration_tasks.
func NewPluralDataSource() datasource.DataSource { return &pluralDataSource{} }

type pluralDataSource struct{ connection *framework.Connection }

// model has two filters, which are applied here: the service has none.
type model struct {
	ScheduleID            types.String    `tfsdk:"schedule_id"`
	WorkbookID            types.String    `tfsdk:"workbook_id"`
	DataAccelerationTasks map[string]task `tfsdk:"data_acceleration_tasks"`
}

func (m model) matches(t tableau.DataAccelerationTask) bool {
	onSchedule := m.ScheduleID.IsNull() || t.Schedule != nil && strings.EqualFold(t.Schedule.ID, m.ScheduleID.ValueString())
	return onSchedule && (m.WorkbookID.IsNull() || strings.EqualFold(t.Workbook.ID, m.WorkbookID.ValueString()))
}

type task struct {
	ID                  types.String `tfsdk:"id"`
	WorkbookID          types.String `tfsdk:"workbook_id"`
	Priority            types.Int64  `tfsdk:"priority"`
	ConsecutiveFailures types.Int64  `tfsdk:"consecutive_failures"`
	LastRunAt           types.String `tfsdk:"last_run_at"`
	ScheduleID          types.String `tfsdk:"schedule_id"`
	ScheduleName        types.String `tfsdk:"schedule_name"`
	ScheduleState       types.String `tfsdk:"schedule_state"`
	Frequency           types.Object `tfsdk:"frequency"`
	NextRunAt           types.String `tfsdk:"next_run_at"`
}

func fromAPI(t tableau.DataAccelerationTask) task {
	shown := task{
		ID:                  types.StringValue(t.ID),
		WorkbookID:          framework.TextOrNull(t.Workbook.ID),
		Priority:            types.Int64PointerValue(t.Priority),
		ConsecutiveFailures: types.Int64Value(t.ConsecutiveFailures),
		LastRunAt:           framework.TextOrNull(t.LastRunAt),
		Frequency:           types.ObjectNull(frequency.AttrTypes()),
	}
	if s := t.Schedule; s != nil {
		shown.ScheduleID = framework.TextOrNull(s.ID)
		shown.ScheduleName = framework.TextOrNull(s.Name)
		shown.ScheduleState = framework.TextOrNull(s.State)
		shown.NextRunAt = framework.TextOrNull(s.NextRunAt)
		if read, said := frequency.FromWire(s.Frequency, s.FrequencyDetails); said {
			shown.Frequency = read.Object()
		}
	}
	return shown
}

func (d *pluralDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_data_acceleration_tasks"
}

func (d *pluralDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *pluralDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	isID := []validator.String{framework.LUID()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the data acceleration tasks of the site, which precompute the data of workbooks. " +
			"Tableau has given data acceleration up: newer servers answer without any task.\n\n" +
			"Needs Tableau Server, API 3.8 to 3.15, and an administrator.",
		Attributes: map[string]schema.Attribute{
			"schedule_id": schema.StringAttribute{Optional: true, Validators: isID, MarkdownDescription: "Only tasks on the schedule with this LUID."},
			"workbook_id": schema.StringAttribute{Optional: true, Validators: isID, MarkdownDescription: "Only tasks of the workbook with this LUID."},
			"data_acceleration_tasks": schema.MapNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The tasks by their id.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":                   framework.ComputedString("LUID of the task."),
					"workbook_id":          framework.ComputedString("LUID of the workbook."),
					"priority":             schema.Int64Attribute{Computed: true, MarkdownDescription: "Priority of the task."},
					"consecutive_failures": schema.Int64Attribute{Computed: true, MarkdownDescription: "How often in a row the task failed."},
					"last_run_at":          framework.ComputedString("When the task ran last, in UTC."),
					"schedule_id":          framework.ComputedString("LUID of the schedule on which it runs."),
					"schedule_name":        framework.ComputedString("Name of the schedule."),
					"schedule_state":       framework.ComputedString("`Active` or `Suspended`."),
					"frequency":            frequency.DataSourceAttribute("When the schedule runs, in the server's time zone."),
					"next_run_at":          framework.ComputedString("When it runs next, in UTC."),
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
	if refuseOnCloud(ctx, client, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	tasks, err := client.DataAccelerationTasks(ctx)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "list data acceleration tasks", err)
		return
	}
	config.DataAccelerationTasks = map[string]task{}
	for _, t := range tasks {
		if config.matches(t) {
			config.DataAccelerationTasks[t.ID] = fromAPI(t)
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
}

func refuseOnCloud(ctx context.Context, client *tableau.Client, diags *diag.Diagnostics) {
	product, err := client.Product(ctx)
	switch {
	case err != nil:
		framework.AddError(diags, "find out the product", err)
	case product == tableau.Cloud:
		diags.AddError("Tableau Cloud has no data acceleration tasks",
			"Only Tableau Server has them, and this provider speaks to Tableau Cloud. "+
				"If this is a Tableau Server, set product = \"server\" in the provider's configuration.")
	}
}
