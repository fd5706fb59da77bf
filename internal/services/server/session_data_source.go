package server

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
)

var _ datasource.DataSourceWithConfigure = (*sessionDataSource)(nil)

// NewSessionDataSource makes the data source tableau_current_session.
func NewSessionDataSource() datasource.DataSource { return &sessionDataSource{} }

type sessionDataSource struct{ connection *framework.Connection }

type sessionModel struct {
	SiteID         types.String `tfsdk:"site_id"`
	SiteName       types.String `tfsdk:"site_name"`
	SiteContentURL types.String `tfsdk:"site_content_url"`
	UserID         types.String `tfsdk:"user_id"`
	UserName       types.String `tfsdk:"user_name"`
	SiteRole       types.String `tfsdk:"site_role"`
}

func (d *sessionDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_current_session"
}

func (d *sessionDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *sessionDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Who the provider is signed in as, and on which site.\n\nNeeds Tableau Server or Tableau Cloud, API 3.1 or later.",
		Attributes: map[string]schema.Attribute{
			"site_id":          framework.ComputedString("LUID of the site."),
			"site_name":        framework.ComputedString("Name of the site. Null where the server does not say."),
			"site_content_url": framework.ComputedString("Content URL of the site; empty for Server's default site."),
			"user_id":          framework.ComputedString("LUID of the user."),
			"user_name":        framework.ComputedString("Name of the user. Null where the server does not say."),
			"site_role":        framework.ComputedString("Site role of the user, such as `ServerAdministrator`. Null where the server does not say."),
		},
	}
}

func (d *sessionDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	client := d.connection.Client(&resp.Diagnostics)
	if client == nil {
		return
	}
	session, err := client.CurrentSession(ctx)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "read the current session", err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, sessionModel{
		SiteID:         types.StringValue(session.Site.ID),
		SiteName:       framework.TextOrNull(session.Site.Name),
		SiteContentURL: types.StringValue(session.Site.ContentURL),
		UserID:         types.StringValue(session.User.ID),
		UserName:       framework.TextOrNull(session.User.Name),
		SiteRole:       framework.TextOrNull(session.User.SiteRole),
	})...)
}
