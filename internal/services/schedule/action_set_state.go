package schedule

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
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
	_ action.ActionWithConfigure  = (*setStateAction)(nil)
	_ action.ActionWithModifyPlan = (*setStateAction)(nil)
)

// NewSetStateAction makes the action tableau_set_schedule_state.
func NewSetStateAction() action.Action { return &setStateAction{} }

type setStateAction struct{ connection *framework.Connection }

type setStateModel struct {
	ScheduleIDs []string `tfsdk:"schedule_ids"`
	State       string   `tfsdk:"state"`
}

const scheduleIDsName = "schedule_ids"

func (a *setStateAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_set_schedule_state"
}

func (a *setStateAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

func (a *setStateAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Suspends or activates schedules of Tableau Server, many at once: for a maintenance window, say. " +
			"The next plan of a `tableau_schedule` shows a state that differs from its configuration, and wants it back.\n\n" +
			"Needs Tableau Server, API 2.4 or later (3.8 for weekly schedules), a server administrator, and Terraform 1.14 or later. " +
			"From API 3.27 all are changed in one call, before that one after the other. Tableau Cloud has no schedules.",
		Attributes: map[string]schema.Attribute{
			scheduleIDsName: schema.SetAttribute{
				ElementType:         types.StringType,
				Required:            true,
				Validators:          []validator.Set{setvalidator.SizeAtLeast(1), framework.NoNullElements(), setvalidator.ValueStringsAre(framework.LUID())},
				MarkdownDescription: "LUIDs of the schedules. The data source `tableau_schedules` lists them.",
			},
			"state": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{stringvalidator.OneOf(stateActive, stateSuspended)},
				MarkdownDescription: stateDescription,
			},
		},
	}
}

// ModifyPlan refuses Cloud.
func (a *setStateAction) ModifyPlan(ctx context.Context, _ action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	if a.connection.Known() {
		refuseOnCloud(ctx, a.connection.Client(&resp.Diagnostics), &resp.Diagnostics)
	}
}

func (a *setStateAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	config, ok := framework.Decode[setStateModel](ctx, req.Config, &resp.Diagnostics)
	if !ok {
		return
	}
	client := serverClient(ctx, a.connection, &resp.Diagnostics)
	if client == nil {
		return
	}
	doing := fmt.Sprintf("make %d schedules %s", len(config.ScheduleIDs), strings.ToLower(config.State))
	differing := config.differing(ctx, client, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if same := len(config.ScheduleIDs) - len(differing); same > 0 {
		resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("%d of %d schedules are %s already.", same, len(config.ScheduleIDs), config.State)})
	}
	if len(differing) == 0 {
		return
	}
	changed := func(s tableau.Schedule) {
		resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("Schedule %q is now %s.", s.Name, config.State)})
	}
	if err := client.Schedules().SetState(ctx, differing, config.State, changed); err != nil {
		framework.AddError(&resp.Diagnostics, doing, err)
		return
	}
	otherwise, err := client.Schedules().AwaitState(ctx, config.ScheduleIDs, config.State)
	if err != nil {
		framework.AddError(&resp.Diagnostics, doing, err)
	}
	for _, s := range otherwise {
		resp.Diagnostics.AddError("Tableau kept another state", fmt.Sprintf(
			"Tableau answered well, and still shows schedule %q (%s) as %s. Look at it in Tableau, and try again.", s.Name, s.ID, s.State))
	}
}

// differing are the schedules that are not yet in the wanted state. What is not
// there at all is reported, before anything is changed.
func (m setStateModel) differing(ctx context.Context, client *tableau.Client, diags *diag.Diagnostics) []tableau.Schedule {
	var differing []tableau.Schedule
	missing := slices.Clone(m.ScheduleIDs)
	for s, err := range client.Schedules().All(ctx) {
		if err != nil {
			framework.AddError(diags, "list schedules", err)
			return nil
		}
		if !slices.Contains(m.ScheduleIDs, s.ID) {
			continue
		}
		missing = slices.DeleteFunc(missing, func(id string) bool { return id == s.ID })
		if !strings.EqualFold(s.State, m.State) {
			differing = append(differing, s)
		}
	}
	for _, id := range missing {
		diags.AddAttributeError(path.Root(scheduleIDsName).AtSetValue(types.StringValue(id)), "Schedule not found",
			fmt.Sprintf("The server has no schedule %s, or does not show it yet. Nothing was changed.", id))
	}
	return differing
}
