package schedule

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// ModifyPlan refuses what the server could not do: any schedule on Cloud, and
// a frequency that is new and cannot be written. One that the service shows
// but cannot write may stay as it is.
func (r *scheduleResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || req.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	plan, ok := framework.Decode[model](ctx, req.Plan, &resp.Diagnostics)
	if !ok {
		return
	}
	prior := newModel()
	if !req.State.Raw.IsNull() {
		if prior, ok = framework.Decode[model](ctx, req.State, &resp.Diagnostics); !ok {
			return
		}
	}
	if r.connection.Known() {
		refuseOnCloud(ctx, r.connection.Client(&resp.Diagnostics), &resp.Diagnostics)
	}
	if !req.State.Raw.IsNull() && prior.ExecutionOrder.IsNull() {
		keepUnreadOrder(ctx, req.Config, resp)
	}
	if !prior.Type.IsNull() && !plan.Type.IsUnknown() && !plan.Type.Equal(prior.Type) {
		resp.Diagnostics.AddAttributeWarning(path.Root("type"), "Schedule gives way to one of another type", fmt.Sprintf(
			"Schedule %q is deleted, and one of type %s is made in its place. What runs on it needs a schedule of type %s: "+
				"give its tasks or subscriptions another one first, or they are lost.", prior.Name.ValueString(), plan.Type.ValueString(), prior.Type.ValueString()))
	}
	if !resp.Diagnostics.HasError() && framework.FullyKnown(ctx, plan.Frequency) {
		resp.Diagnostics.Append(plan.refuseUnwritable(ctx, prior)...)
	}
}

// keepUnreadOrder takes the default back where nothing is configured and the
// server, as before API 3.8, never showed what there is: it may be Serial.
func keepUnreadOrder(ctx context.Context, config tfsdk.Config, resp *resource.ModifyPlanResponse) {
	configured, ok := framework.Decode[model](ctx, config, &resp.Diagnostics)
	if ok && configured.ExecutionOrder.IsNull() {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("execution_order"), types.StringNull())...)
	}
}

// refuseUnwritable reports a frequency that is new and cannot be written. It
// is asked again at apply, when all is known.
func (m model) refuseUnwritable(ctx context.Context, prior model) diag.Diagnostics {
	at := path.Root("frequency")
	if prior.Frequency.Equal(m.Frequency) && prior.Type.Equal(m.Type) {
		return nil
	}
	wanted, diags := frequency.FromObject(ctx, m.Frequency, at)
	if !diags.HasError() {
		diags.Append(frequency.Check(wanted, tableau.Server, at)...)
	}
	return diags
}
