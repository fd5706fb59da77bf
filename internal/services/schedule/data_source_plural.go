package schedule

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var _ datasource.DataSourceWithConfigure = (*pluralDataSource)(nil)

// NewPluralDataSource makes the data source tableau_schedules.
func NewPluralDataSource() datasource.DataSource { return &pluralDataSource{} }

type pluralDataSource struct{ connection *framework.Connection }

// filter is what narrows a list of schedules. The service has no filter for
// them, so it is applied here.
type filter struct {
	Type  types.String `tfsdk:"type"`
	State types.String `tfsdk:"state"`
	Name  types.String `tfsdk:"name"`
}

func (f filter) matches(s tableau.Schedule) bool {
	return framework.Matches(f.Type, s.Type) && framework.Matches(f.State, s.State) && framework.Matches(f.Name, s.Name)
}

type pluralModel struct {
	filter
	Schedules map[string]listedSchedule `tfsdk:"schedules"`
}

// listedSchedule is what a list shows of a schedule.
type listedSchedule struct {
	ID            types.String `tfsdk:"id"`
	Name          types.String `tfsdk:"name"`
	Type          types.String `tfsdk:"type"`
	Priority      types.Int64  `tfsdk:"priority"`
	State         types.String `tfsdk:"state"`
	FrequencyKind types.String `tfsdk:"frequency_kind"`
	CreatedAt     types.String `tfsdk:"created_at"`
	UpdatedAt     types.String `tfsdk:"updated_at"`
	NextRunAt     types.String `tfsdk:"next_run_at"`
	EndScheduleAt types.String `tfsdk:"end_schedule_at"`
}

func (d *pluralDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_schedules"
}

func (d *pluralDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *pluralDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	listed := volatileAttributes()
	listed["id"] = framework.ComputedString("LUID of the schedule.")
	listed["name"] = framework.ComputedString(nameDescription)
	listed["frequency_kind"] = framework.ComputedString("`Hourly`, `Daily`, `Weekly` or `Monthly`. The details come with the data source `tableau_schedule`.")
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the schedules of Tableau Server, all of them or those that a filter leaves.\n\nNeeds Tableau Server, API 2.4 or later.",
		Attributes: map[string]schema.Attribute{
			"type": schema.StringAttribute{
				Optional:            true,
				Validators:          []validator.String{framework.Name()},
				MarkdownDescription: "Only schedules of this type: `Extract`, `Flow`, `Subscription`, or another that the server has, such as `System`.",
			},
			"state": schema.StringAttribute{
				Optional:            true,
				Validators:          []validator.String{stringvalidator.OneOf(stateActive, stateSuspended)},
				MarkdownDescription: "Only schedules in this state: `Active` or `Suspended`.",
			},
			"name": schema.StringAttribute{
				Optional:            true,
				Validators:          []validator.String{framework.Name()},
				MarkdownDescription: "Only the schedule of this name, whatever its case. Unlike the data source `tableau_schedule`, finding none is no error.",
			},
			"schedules": schema.MapNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The schedules by their id.",
				NestedObject:        schema.NestedAttributeObject{Attributes: listed},
			},
		},
	}
}

func (d *pluralDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	config, ok := framework.Decode[pluralModel](ctx, req.Config, &resp.Diagnostics)
	if !ok {
		return
	}
	client := serverClient(ctx, d.connection, &resp.Diagnostics)
	if client == nil {
		return
	}
	config.Schedules = map[string]listedSchedule{}
	for s, err := range client.Schedules().All(ctx) {
		if err != nil {
			framework.AddError(&resp.Diagnostics, "list schedules", err)
			return
		}
		if !config.matches(s) {
			continue
		}
		config.Schedules[s.ID] = listedSchedule{
			ID:            types.StringValue(s.ID),
			Name:          types.StringValue(s.Name),
			Type:          types.StringValue(s.Type),
			Priority:      types.Int64Value(s.Priority),
			State:         types.StringValue(s.State),
			FrequencyKind: framework.TextOrNull(s.Frequency),
			CreatedAt:     framework.TextOrNull(s.CreatedAt),
			UpdatedAt:     framework.TextOrNull(s.UpdatedAt),
			NextRunAt:     framework.TextOrNull(s.NextRunAt),
			EndScheduleAt: framework.TextOrNull(s.EndScheduleAt),
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
}
