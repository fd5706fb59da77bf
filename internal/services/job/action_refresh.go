package job

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/actionvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var (
	_ action.ActionWithConfigure        = (*refreshAction)(nil)
	_ action.ActionWithConfigValidators = (*refreshAction)(nil)
	_ action.ActionWithModifyPlan       = (*refreshAction)(nil)
)

// NewRefreshAction makes the action tableau_refresh_extract.
func NewRefreshAction() action.Action { return &refreshAction{} }

type refreshAction struct{ connection *framework.Connection }

type refreshModel struct {
	WorkbookID   *string `tfsdk:"workbook_id"`
	DatasourceID *string `tfsdk:"datasource_id"`
	Incremental  *bool   `tfsdk:"incremental"`
	framework.Waiting
}

const (
	workbookName    = "workbook_id"
	datasourceName  = "datasource_id"
	incrementalName = "incremental"
)

func (a *refreshAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_refresh_extract"
}

func (a *refreshAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

func (a *refreshAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Refreshes the extracts of a workbook or of a published data source now, without a task. " +
			"What is being refreshed already is waited for instead of being refreshed twice.\n\n" +
			"Needs Tableau Server or Tableau Cloud, API 2.8 or later (3.25 for `incremental`), and Terraform 1.14 or later. " +
			"Running on demand must be allowed on the site. Waiting needs an administrator: others cannot read jobs.",
		Attributes: framework.WithRunWaiting(map[string]schema.Attribute{
			workbookName: schema.StringAttribute{
				Optional:            true,
				Validators:          []validator.String{framework.LUID()},
				MarkdownDescription: "LUID of the workbook. Exactly one of `workbook_id` and `datasource_id` is set.",
			},
			datasourceName: schema.StringAttribute{
				Optional:            true,
				Validators:          []validator.String{framework.LUID()},
				MarkdownDescription: "LUID of the published data source.",
			},
			incrementalName: schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Add what is new, where the extract is set up for that, instead of refreshing all of it. Default `false`.",
			},
		}),
	}
}

func (a *refreshAction) ConfigValidators(context.Context) []action.ConfigValidator {
	return []action.ConfigValidator{actionvalidator.ExactlyOneOf(path.MatchRoot(workbookName), path.MatchRoot(datasourceName))}
}

// ModifyPlan refuses what the service's version does not have.
func (a *refreshAction) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	var incremental types.Bool
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(incrementalName), &incremental)...)
	if incremental.ValueBool() && a.connection.Known() {
		refuseIncremental(ctx, a.connection.Client(&resp.Diagnostics), &resp.Diagnostics)
	}
}

func refuseIncremental(ctx context.Context, client *tableau.Client, diags *diag.Diagnostics) {
	version, err := client.APIVersion(ctx)
	switch {
	case err != nil:
		framework.AddError(diags, "find out the version of the REST API", err)
	case !version.AtLeast(tableau.IncrementalRefreshVersion):
		diags.AddAttributeError(path.Root(incrementalName), "Incremental refresh on demand not available", fmt.Sprintf(
			"It needs API %s or later, and this is %s. Leave incremental out to refresh everything.", tableau.IncrementalRefreshVersion, version))
	}
}

func (a *refreshAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	config, ok := framework.Decode[refreshModel](ctx, req.Config, &resp.Diagnostics)
	if !ok {
		return
	}
	client := a.connection.Client(&resp.Diagnostics)
	if client == nil {
		return
	}
	incremental := config.Incremental != nil && *config.Incremental
	if incremental {
		if refuseIncremental(ctx, client, &resp.Diagnostics); resp.Diagnostics.HasError() {
			return
		}
	}
	var request tableau.RunRequest
	if config.WorkbookID != nil {
		request = client.RunNow().Workbook(*config.WorkbookID, incremental)
	} else { // Exactly one of the two is set, which is validated before.
		request = client.RunNow().Datasource(*config.DatasourceID, incremental)
	}
	framework.StartRun(ctx, client, request, config.Waiting, resp)
}
