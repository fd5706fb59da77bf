package linkedtask

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
)

var _ action.ActionWithConfigure = (*runAction)(nil)

// NewRunAction makes the action tableau_run_linked_task.
func NewRunAction() action.Action { return &runAction{} }

type runAction struct{ connection *framework.Connection }

type runModel struct {
	TaskID string `tfsdk:"task_id"`
	framework.Waiting
}

func (a *runAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_run_linked_task"
}

func (a *runAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

func (a *runAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Runs a linked task now, which runs the flows of its steps one after the other. Tableau does not show the run of a linked task as a whole: " +
			"while it waits, the action looks for the run of each step's flow that began first after the linked task was started.\n\n" +
			"Needs Tableau Server or Tableau Cloud, API 3.15 or later, with Data Management, and Terraform 1.14 or later. Running on demand must be allowed on the site.",
		Attributes: framework.WithRunWaiting(map[string]schema.Attribute{
			"task_id": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{framework.LUID()},
				MarkdownDescription: "LUID of the linked task. The data source `tableau_linked_tasks` lists them.",
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
	framework.StartRun(ctx, client, client.RunNow().LinkedTask(config.TaskID), config.Waiting, resp)
}
