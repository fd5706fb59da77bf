package subscription

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
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
	client := r.checkedClient(ctx, plan, prior, &resp.Diagnostics)
	if client != nil && !prior.ID.IsNull() {
		plan.refuseReplacementFor(ctx, client, prior, &resp.Diagnostics)
	}
}

// refuseReplacementFor reports a replacement for a user or content that is not
// there: it would delete the subscription, and then fail to make another. What
// the signed-in user may not look at is left to the service.
func (m model) refuseReplacementFor(ctx context.Context, client *tableau.Client, prior model, diags *diag.Diagnostics) {
	const consequence = " The subscription would be deleted, and no other could be made in its place."
	if id := m.UserID.ValueString(); id != "" && !m.UserID.Equal(prior.UserID) {
		if _, err := client.Users().Get(ctx, id); tableau.IsNotFound(err) {
			diags.AddAttributeError(path.Root("user_id"), "There is no such user", fmt.Sprintf(
				"The site has no user with the id %s.%s The data source tableau_user finds one by name.", id, consequence))
		}
	}
	mailed, before := m.mailed(ctx), prior.mailed(ctx)
	id := mailed.ID.ValueString()
	if id == "" || mailed.ID.Equal(before.ID) && mailed.Type.Equal(before.Type) {
		return
	}
	var err error
	switch mailed.Type.ValueString() {
	case typeWorkbook:
		_, err = client.Workbooks().Get(ctx, id)
	case typeView:
		_, err = client.Views().Get(ctx, id)
	}
	if tableau.IsNotFound(err) {
		kind := strings.ToLower(mailed.Type.ValueString())
		diags.AddAttributeError(path.Root("content").AtName("id"), "There is nothing to mail", fmt.Sprintf(
			"The site shows no %s with the id %s to this user.%s The data source tableau_%s finds one by name.", kind, id, consequence, kind))
	}
}

// checkedClient gives the client, or nil with an error where the product cannot
// have the timing. It is asked again at apply, when all is known.
func (r *subscriptionResource) checkedClient(ctx context.Context, plan, prior model, diags *diag.Diagnostics) *tableau.Client {
	client := r.connection.Client(diags)
	if client == nil {
		return nil
	}
	_, found := plan.Check(ctx, client, timed, prior.Timing)
	diags.Append(found...)
	if diags.HasError() {
		return nil
	}
	return client
}
