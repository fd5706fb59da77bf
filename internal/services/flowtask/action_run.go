package flowtask

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
)

var _ action.ActionWithConfigure = (*runAction)(nil)

// NewRunAction makes the action tableau_run_flow_task.
func NewRunAction() action.Action { return &runAction{} }

type runAction struct{ connection *framework.Connection }

type runModel struct {
	TaskID string `tfsdk:"task_id"`
	framework.Waiting
}

func (a *runAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_run_flow_task"
}

func (a *runAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

func (a *runAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Runs a flow task now, with the parameters and output steps of the task. A suspended task is resumed by that.\n\n" +
			"Needs Tableau Server or Tableau Cloud, API 3.3 or later, with Data Management, and Terraform 1.14 or later. Running on demand must be allowed on the site.",
		Attributes: framework.WithRunWaiting(map[string]schema.Attribute{
			"task_id": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{framework.LUID()},
				MarkdownDescription: "LUID of the task, such as the `id` of a `tableau_flow_task`.",
			},
		}),
	}
}

func (a *runAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	config, ok := framework.Decode[runModel](ctx, req.Config, &resp.Diagnostics)
	if !ok {
		return
	}
	client := a.connection.Client(&resp.Diagnostics)
	if client == nil {
		return
	}
	framework.StartRun(ctx, client, client.RunNow().FlowTask(config.TaskID), config.Waiting, resp)
}
