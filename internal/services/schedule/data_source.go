package schedule

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var (
	_ datasource.DataSourceWithConfigure        = (*dataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*dataSource)(nil)
)

// NewDataSource makes the data source tableau_schedule.
func NewDataSource() datasource.DataSource { return &dataSource{} }

type dataSource struct{ connection *framework.Connection }

// dataModel is a schedule with what moves by itself, which a resource leaves out.
type dataModel struct {
	model
	CreatedAt     types.String `tfsdk:"created_at"`
	UpdatedAt     types.String `tfsdk:"updated_at"`
	NextRunAt     types.String `tfsdk:"next_run_at"`
	EndScheduleAt types.String `tfsdk:"end_schedule_at"`
}

func (m *dataModel) fromAPI(ctx context.Context, s tableau.Schedule) {
	m.CreatedAt = framework.TextOrNull(s.CreatedAt)
	m.UpdatedAt = framework.TextOrNull(s.UpdatedAt)
	m.NextRunAt = framework.TextOrNull(s.NextRunAt)
	m.EndScheduleAt = framework.TextOrNull(s.EndScheduleAt)
	m.model.fromAPI(ctx, s)
}

func (d *dataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_schedule"
}

func (d *dataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *dataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{
		datasourcevalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("name")),
	}
}

func (d *dataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := volatileAttributes()
	attributes["id"] = schema.StringAttribute{
		Optional: true, Computed: true,
		Validators:          []validator.String{framework.LUID()},
		MarkdownDescription: "LUID of the schedule. Exactly one of `id` and `name` is given.",
	}
	attributes["name"] = schema.StringAttribute{
		Optional: true, Computed: true,
		Validators: []validator.String{framework.Name()},
		MarkdownDescription: nameDescription + " Where no schedule has exactly this name, one whose name differs in case alone is found. " +
			"Exactly one of `id` and `name` is given.",
	}
	attributes["execution_order"] = schema.StringAttribute{
		Computed:            true,
		MarkdownDescription: executionOrderDescription + " Null on servers older than API 3.8.",
	}
	attributes["frequency"] = frequency.DataSourceAttribute(frequencyDescription)
	resp.Schema = schema.Schema{
		MarkdownDescription: "Finds one schedule of Tableau Server by its id or its name.\n\nNeeds Tableau Server, API 2.4 or later; before 3.8 " +
			"`execution_order` and `frequency` are null.",
		Attributes: attributes,
	}
}

// volatileAttributes are what every schedule is shown with, in a list too.
func volatileAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"type":            framework.ComputedString("What the schedule runs: `Extract`, `Flow`, `Subscription`, or a type of Tableau's own, such as `System`."),
		"priority":        schema.Int64Attribute{Computed: true, MarkdownDescription: priorityDescription},
		"state":           framework.ComputedString("`Active` or `Suspended`."),
		"created_at":      framework.ComputedString("When the schedule was made, as Tableau writes it (UTC)."),
		"updated_at":      framework.ComputedString("When the schedule was last changed or run, as Tableau writes it (UTC)."),
		"next_run_at":     framework.ComputedString("When the schedule runs next, as Tableau writes it (UTC). Null when Tableau does not say."),
		"end_schedule_at": framework.ComputedString("When the schedule ends, as Tableau writes it (UTC). Null for one without an end."),
	}
}

func (d *dataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	config, ok := framework.Decode[dataModel](ctx, req.Config, &resp.Diagnostics)
	if !ok {
		return
	}
	client := serverClient(ctx, d.connection, &resp.Diagnostics)
	if client == nil {
		return
	}
	id := config.ID.ValueString()
	if config.ID.IsNull() {
		found, ok, err := client.Schedules().FindByName(ctx, config.Name.ValueString())
		if err != nil {
			framework.AddError(&resp.Diagnostics, "find schedule", err)
			return
		}
		if !ok {
			resp.Diagnostics.AddAttributeError(path.Root("name"), "No such schedule",
				fmt.Sprintf("The server shows no schedule named %q to this user. The data source tableau_schedules lists what there is.", config.Name.ValueString()))
			return
		}
		id = found.ID
	}
	found, err := client.Schedules().Get(ctx, id)
	if tableau.IsNotFound(err) {
		resp.Diagnostics.AddAttributeError(path.Root("id"), "No such schedule",
			fmt.Sprintf("The server shows no schedule with the id %s to this user. The data source tableau_schedules lists what there is.", id))
		return
	}
	if err != nil {
		framework.AddError(&resp.Diagnostics, "read schedule", err)
		return
	}
	config.fromAPI(ctx, found)
	resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
}
