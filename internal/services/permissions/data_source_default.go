package permissions

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var (
	_ datasource.DataSourceWithConfigure        = (*defaultDataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*defaultDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig   = (*defaultDataSource)(nil)
)

// NewDefaultDataSource makes the data source tableau_default_permissions.
func NewDefaultDataSource() datasource.DataSource { return &defaultDataSource{} }

type defaultDataSource struct{ connection *framework.Connection }

type shownDefaults struct {
	ProjectID   types.String `tfsdk:"project_id"`
	DatabaseID  types.String `tfsdk:"database_id"`
	ContentType types.String `tfsdk:"content_type"`
	shownRules
}

func (d *defaultDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_default_permissions"
}

func (d *defaultDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *defaultDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(path.MatchRoot("project_id"), path.MatchRoot("database_id"))}
}

func (d *defaultDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	config, ok := framework.Decode[shownDefaults](ctx, req.Config, &resp.Diagnostics)
	if ok {
		refuseDefaultsOfDatabase(config.DatabaseID, config.ContentType, &resp.Diagnostics)
	}
}

func (d *defaultDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	id := []validator.String{framework.LUID()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Shows the rules that a project gives to new content of one type, and to all of its content while it locks permissions; " +
			"or those that a database gives to its tables.\n\n" +
			"Needs Tableau Server or Tableau Cloud, API 2.1 or later: 3.3 for flows and data roles, 3.5 for the tables of a database, " +
			"3.6 for databases and tables, 3.23 for virtual connections; 3.4 to 3.21 for metrics and Ask Data lenses. " +
			"The signed-in user needs the right to set the permissions. A connected app needs the scope `tableau:permissions:read`.",
		Attributes: withShownRules(map[string]schema.Attribute{
			"project_id":  schema.StringAttribute{Optional: true, Validators: id, MarkdownDescription: "LUID of the project. It or `database_id` is given."},
			"database_id": schema.StringAttribute{Optional: true, Validators: id, MarkdownDescription: "LUID of the database, for the defaults of its tables."},
			"content_type": schema.StringAttribute{
				Required: true, Validators: []validator.String{stringvalidator.OneOf(defaultTypes()...)},
				MarkdownDescription: "What the defaults are for: " + inCode(defaultTypes()) + "; of a database `table`.",
			},
		}),
	}
}

func (d *defaultDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	config, ok := framework.Decode[shownDefaults](ctx, req.Config, &resp.Diagnostics)
	client := d.connection.Client(&resp.Diagnostics)
	if !ok || client == nil {
		return
	}
	of, holder := tableau.RulesOf{ContentType: typeProject, ID: config.ProjectID.ValueString(), DefaultFor: config.ContentType.ValueString()}, "project_id"
	if !config.DatabaseID.IsNull() {
		of.ContentType, of.ID, holder = typeDatabase, config.DatabaseID.ValueString(), "database_id"
	}
	set, ok := readRules(ctx, client, of, path.Root(holder), path.Root("content_type"), &resp.Diagnostics)
	if !ok {
		return
	}
	if err := config.fill(ctx, client, of, set); err != nil {
		framework.AddError(&resp.Diagnostics, "show the "+of.String(), err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
}
