package job

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var _ action.ActionWithConfigure = (*cancelAction)(nil)

// NewCancelAction makes the action tableau_cancel_job.
func NewCancelAction() action.Action { return &cancelAction{} }

type cancelAction struct{ connection *framework.Connection }

type cancelModel struct {
	JobID string `tfsdk:"job_id"`
	framework.Waiting
}

func (a *cancelAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_cancel_job"
}

func (a *cancelAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

func (a *cancelAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Cancels a background job: an extract refresh, a flow run, a subscription's e-mails. " +
			"A job that has ended by then is no error. Only an administrator can cancel jobs; who started a flow run can cancel it with `tableau_cancel_flow_run`.\n\n" +
			"Needs Tableau Server or Tableau Cloud, API 3.1 or later, and Terraform 1.14 or later.",
		Attributes: framework.WithCancelWaiting(map[string]schema.Attribute{
			"job_id": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{framework.LUID()},
				MarkdownDescription: "LUID of the job. The data source `tableau_jobs` lists jobs.",
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
	cancel := func(ctx context.Context) error { return client.Jobs().Cancel(ctx, config.JobID) }
	framework.CancelRun(ctx, client, tableau.Run{JobID: config.JobID}, cancel, config.Waiting, resp)
}
