package permissions

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var _ datasource.DataSourceWithConfigure = (*dataSource)(nil)

// NewDataSource makes the data source tableau_permissions.
func NewDataSource() datasource.DataSource { return &dataSource{} }

type dataSource struct{ connection *framework.Connection }

type shownItem struct {
	ContentType    types.String `tfsdk:"content_type"`
	ContentID      types.String `tfsdk:"content_id"`
	Name           types.String `tfsdk:"name"`
	OwnerID        types.String `tfsdk:"owner_id"`
	InheritedRules rules        `tfsdk:"inherited_rules"`
	shownRules
}

func (d *dataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_permissions"
}

func (d *dataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *dataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Shows who is allowed and denied what on one item. What its owner, administrators and project leaders may do anyway is in no rule.\n\n" +
			"Needs Tableau Server or Tableau Cloud, API 2.0 or later: 3.2 for views, 3.3 for flows, 3.5 for databases and tables, 3.22 for virtual connections. " +
			"The signed-in user needs the right to set the permissions. A connected app needs the scope `tableau:permissions:read`; " +
			"databases and tables cannot be read with one.",
		Attributes: withShownRules(map[string]schema.Attribute{
			"content_type": schema.StringAttribute{
				Required: true, Validators: []validator.String{stringvalidator.OneOf(itemTypes()...)},
				MarkdownDescription: "Kind of the item: " + inCode(itemTypes()) + ".",
			},
			"content_id": schema.StringAttribute{
				Required: true, Validators: []validator.String{framework.LUID()}, MarkdownDescription: "LUID of the item.",
			},
			"name":     framework.ComputedString("Name of the item. Null where Tableau does not say."),
			"owner_id": framework.ComputedString("LUID of the user who owns the item, and may do everything with it. Null where Tableau does not say."),
			"inherited_rules": rulesAttribute("Rules that follow from a project around this one, written like `rules`: `InheritedProjectLeader` " +
				"of those who lead it. They cannot be changed here. Empty for anything but projects."),
		}),
	}
}

func (d *dataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	config, ok := framework.Decode[shownItem](ctx, req.Config, &resp.Diagnostics)
	client := d.connection.Client(&resp.Diagnostics)
	if !ok || client == nil {
		return
	}
	of := tableau.RulesOf{ContentType: config.ContentType.ValueString(), ID: config.ContentID.ValueString()}
	set, ok := readRules(ctx, client, of, path.Root("content_id"), path.Root("content_type"), &resp.Diagnostics)
	if !ok {
		return
	}
	config.Name, config.OwnerID = framework.TextOrNull(set.Name), framework.TextOrNull(set.OwnerID)
	err := config.fill(ctx, client, of, set)
	if err == nil {
		config.InheritedRules, err = rulesShown(ctx, client, set.Inherited, nil, nil)
	}
	if err != nil {
		framework.AddError(&resp.Diagnostics, "show the "+of.String(), err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
}
