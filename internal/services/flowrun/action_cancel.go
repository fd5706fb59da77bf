package flowrun

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var _ action.ActionWithConfigure = (*cancelAction)(nil)

// NewCancelAction makes the action tableau_cancel_flow_run.
func NewCancelAction() action.Action { return &cancelAction{} }

type cancelAction struct{ connection *framework.Connection }

type cancelModel struct {
	FlowRunID string `tfsdk:"flow_run_id"`
	framework.Waiting
}

func (a *cancelAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_cancel_flow_run"
}

func (a *cancelAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

func (a *cancelAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Cancels a run of a flow. A run that has ended by then is no error. " +
			"Beside administrators, who started the run, or made the task that did, and may run the flow, can cancel it.\n\n" +
			"Needs Tableau Server or Tableau Cloud, API 3.10 or later, and Terraform 1.14 or later.",
		Attributes: framework.WithCancelWaiting(map[string]schema.Attribute{
			"flow_run_id": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{framework.LUID()},
				MarkdownDescription: "LUID of the flow run. The data source `tableau_flow_runs` lists flow runs.",
			},
		}),
	}
}

func (a *cancelAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	config, ok := framework.Decode[cancelModel](ctx, req.Config, &resp.Diagnostics)
	if !ok {
		return
	}
	client := a.connection.Client(&resp.Diagnostics)
	if client == nil {
		return
	}
	cancel := func(ctx context.Context) error { return client.FlowRuns().Cancel(ctx, config.FlowRunID) }
	framework.CancelRun(ctx, client, tableau.Run{FlowRunID: config.FlowRunID}, cancel, config.Waiting, resp)
}
