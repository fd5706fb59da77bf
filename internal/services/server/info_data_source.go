// Package server holds the data sources that say what the provider is
// connected to: tableau_server_info and tableau_current_session.
package server

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*infoDataSource)(nil)

// NewInfoDataSource makes the data source tableau_server_info.
func NewInfoDataSource() datasource.DataSource { return &infoDataSource{} }

type infoDataSource struct{ connection *framework.Connection }

type infoModel struct {
	Product              types.String `tfsdk:"product"`
	ProductVersion       types.String `tfsdk:"product_version"`
	Build                types.String `tfsdk:"build"`
	PrepConductorVersion types.String `tfsdk:"prep_conductor_version"`
	Platform             types.String `tfsdk:"platform"`
	RESTAPIVersion       types.String `tfsdk:"rest_api_version"`
	APIVersion           types.String `tfsdk:"api_version"`
}

func (d *infoDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_server_info"
}

func (d *infoDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *infoDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "What the provider is connected to: the product and its versions.\n\nNeeds Tableau Server or Tableau Cloud, API 2.4 or later.",
		Attributes: map[string]schema.Attribute{
			"product":                framework.ComputedString("`server` or `cloud`. Null when the service does not show it and the provider's configuration does not say it."),
			"product_version":        framework.ComputedString("Version of the product, such as `2024.3.1`."),
			"build":                  framework.ComputedString("Build of the product."),
			"prep_conductor_version": framework.ComputedString("Version of Prep Conductor. Null where the server does not say."),
			"platform":               framework.ComputedString("Operating system of the server. Null where the server does not say."),
			"rest_api_version":       framework.ComputedString("Newest version of the REST API that the server speaks."),
			"api_version":            framework.ComputedString("Version of the REST API that the provider speaks to it."),
		},
	}
}

func (d *infoDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	client := d.connection.Client(&resp.Diagnostics)
	if client == nil {
		return
	}
	info, err := client.ServerInfo(ctx)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "read the server's information", err)
		return
	}
	version, err := client.APIVersion(ctx)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "settle the version of the REST API", err)
		return
	}
	product, err := client.Product(ctx)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "find out the product", err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, infoModel{
		Product:              framework.TextOrNull(string(product)),
		ProductVersion:       framework.TextOrNull(info.ProductVersion),
		Build:                framework.TextOrNull(info.Build),
		PrepConductorVersion: framework.TextOrNull(info.PrepConductorVersion),
		Platform:             framework.TextOrNull(info.Platform),
		RESTAPIVersion:       types.StringValue(info.RESTAPIVersion.String()),
		APIVersion:           types.StringValue(version.String()),
	})...)
}
