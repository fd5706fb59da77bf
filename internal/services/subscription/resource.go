// Package subscription is the noun tableau_subscription: a view or a workbook
// mailed to a user, as a resource, a list resource and a data source.
package subscription

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/timing"
)

var (
	_ resource.ResourceWithConfigure        = (*subscriptionResource)(nil)
	_ resource.ResourceWithConfigValidators = (*subscriptionResource)(nil)
	_ resource.ResourceWithIdentity         = (*subscriptionResource)(nil)
	_ resource.ResourceWithImportState      = (*subscriptionResource)(nil)
	_ resource.ResourceWithModifyPlan       = (*subscriptionResource)(nil)
)

// NewResource makes the resource tableau_subscription.
func NewResource() resource.Resource { return &subscriptionResource{} }

type subscriptionResource struct{ connection *framework.Connection }

func (r *subscriptionResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_subscription"
}

func (r *subscriptionResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

func (r *subscriptionResource) ConfigValidators(context.Context) []resource.ConfigValidator {
	return []resource.ConfigValidator{timing.OneOfTheTwo()}
}

// ImportState takes the subscription's LUID, or its identity.
func (r *subscriptionResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	framework.ImportByLUID(ctx, "subscription", req, resp)
}

func (r *subscriptionResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	plan, ok := framework.Decode[model](ctx, req.Plan, &resp.Diagnostics)
	if !ok {
		return
	}
	settings, found := plan.settings(ctx)
	resp.Diagnostics.Append(found...)
	if resp.Diagnostics.HasError() {
		return
	}
	client := r.checkedClient(ctx, plan, newModel(), &resp.Diagnostics)
	if client == nil {
		return
	}
	created, err := client.Subscriptions().Create(ctx, settings.forCreate(), plan.mayBe(ctx))
	if err != nil {
		addWriteError(&resp.Diagnostics, "create subscription", err, plan)
		return
	}
	// From here on the subscription exists: whatever fails, state must know its id.
	written := plan
	written.Suspended = types.BoolValue(false) // What a new subscription is, also where the answer does not say so.
	written.fromAPI(ctx, created)
	if created.Schedule == nil {
		written.Timing = plan.Timing // The answer to a creation is known to leave things out.
	}
	framework.Publish(ctx, &resp.Diagnostics, &resp.State, written, resp.Identity, written.identity())
	framework.KeepUnseen(ctx, resp.Private, &resp.Diagnostics)
	framework.KeepSite(ctx, client, resp.Private, &resp.Diagnostics)

	if plan.Suspended.ValueBool() {
		if _, err := client.Subscriptions().Await(ctx, created.ID, anySubscription); err != nil {
			framework.AddError(&resp.Diagnostics, "suspend the new subscription", err)
			return
		}
		if err := client.Subscriptions().Update(ctx, created.ID, settings.forUpdate()); err != nil {
			framework.AddError(&resp.Diagnostics, "suspend the new subscription", err)
			return
		}
		written.Suspended = plan.Suspended
	}
	written = readBackNew(ctx, client, written, plan, resp.Private, &resp.Diagnostics)
	framework.Publish(ctx, &resp.Diagnostics, &resp.State, written, resp.Identity, written.identity())
}

func (r *subscriptionResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	before, ok := framework.Decode[model](ctx, req.State, &resp.Diagnostics)
	if !ok {
		return
	}
	state := before
	client := r.connection.Client(&resp.Diagnostics)
	if client == nil {
		return
	}
	found, err := client.Subscriptions().Read(ctx, state.ID.ValueString())
	switch {
	case tableau.IsNotFound(err) && framework.MayBeUnseen(ctx, req.Private, "subscription", state.ID.ValueString(), &resp.Diagnostics):
		return
	case tableau.IsNotFound(err):
		framework.Gone(ctx, client, resp, state.identity(), state.imported())
		return
	case err != nil:
		framework.AddError(&resp.Diagnostics, "read subscription", err)
		return
	case state.imported() && !manageable(found):
		resp.Diagnostics.AddError("Cannot manage this subscription", fmt.Sprintf(
			"Subscription %q (%s) is sent when an extract is refreshed, not on a schedule. Tableau's REST API can show such a subscription and cannot make it. "+
				"Leave it to Tableau's web interface, or give it a schedule there and import it then.", found.Subject, found.ID))
		return
	}
	state.fromAPI(ctx, found)
	framework.KeepSeen(ctx, resp.Private, &resp.Diagnostics)
	framework.KeepSite(ctx, client, resp.Private, &resp.Diagnostics)
	framework.Refresh(ctx, resp, before, state, state.identity())
}

func (r *subscriptionResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	plan, ok := framework.Decode[model](ctx, req.Plan, &resp.Diagnostics)
	if !ok {
		return
	}
	state, ok := framework.Decode[model](ctx, req.State, &resp.Diagnostics)
	if !ok {
		return
	}
	settings, found := plan.settings(ctx)
	resp.Diagnostics.Append(found...)
	if resp.Diagnostics.HasError() {
		return
	}
	client := r.checkedClient(ctx, plan, state, &resp.Diagnostics)
	if client == nil {
		return
	}
	if err := client.Subscriptions().Update(ctx, plan.ID.ValueString(), settings.forUpdate()); err != nil {
		addWriteError(&resp.Diagnostics, "update subscription", err, plan)
		return
	}
	written, err := readBack(ctx, client, plan, &resp.Diagnostics)
	if err != nil {
		framework.AddError(&resp.Diagnostics, "read the subscription back", err)
		return
	}
	framework.Publish(ctx, &resp.Diagnostics, &resp.State, written, resp.Identity, written.identity())
}

func (r *subscriptionResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	state, ok := framework.Decode[model](ctx, req.State, &resp.Diagnostics)
	if !ok {
		return
	}
	client := r.connection.Client(&resp.Diagnostics)
	if client == nil || framework.IsOfAnotherSite(ctx, client, resp.Private, &resp.Diagnostics) {
		return
	}
	if !framework.AwaitUnseen(ctx, resp.Private, "subscription", state.ID.ValueString(), &resp.Diagnostics, client.Subscriptions().Await) {
		return
	}
	if err := client.Subscriptions().Delete(ctx, state.ID.ValueString()); err != nil && !tableau.IsNotFound(err) {
		framework.AddError(&resp.Diagnostics, "delete subscription", err)
	}
}
