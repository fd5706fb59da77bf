package subscription

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/timing"
)

var timed = timing.Of{Noun: "a subscription", ScheduleType: "Subscription"}

// ModifyPlan refuses a timing that the product could not have.
func (r *subscriptionResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || req.Plan.Raw.Equal(req.State.Raw) || !r.connection.Known() {
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
	r.checkedClient(ctx, plan, prior, &resp.Diagnostics)
}

// checkedClient gives the client, or nil with an error where the product cannot
// have the timing. It is asked again at apply, when all is known.
func (r *subscriptionResource) checkedClient(ctx context.Context, plan, prior model, diags *diag.Diagnostics) *tableau.Client {
	client := r.connection.Client(diags)
	if client == nil {
		return nil
	}
	diags.Append(plan.Check(ctx, client, timed, prior.Timing)...)
	if diags.HasError() {
		return nil
	}
	return client
}
