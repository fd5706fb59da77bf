package permissions

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// ModifyPlan decides whether the grantee is another one, and refuses what could
// not be applied.
func (r *granteeResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if !r.connection.Known() {
		return
	}
	if req.Plan.Raw.IsNull() {
		r.planDestruction(ctx, req, &resp.Diagnostics)
		return
	}
	plan, ok := framework.Decode[granteeModel](ctx, req.Plan, &resp.Diagnostics)
	if !ok {
		return
	}
	client := r.connection.Client(&resp.Diagnostics)
	if req.State.Raw.IsNull() {
		claimed, _ := framework.Noted[bool](ctx, req.Private, claimedKey, &resp.Diagnostics)
		r.planCreation(ctx, client, plan, claimed, &resp.Diagnostics)
		return
	}
	framework.Forget(ctx, resp.Private, claimedKey, &resp.Diagnostics) // An earlier run may have left it.
	state, ok := framework.Decode[granteeModel](ctx, req.State, &resp.Diagnostics)
	if !ok {
		return
	}
	memory, owner, ok := state.remember(ctx, client, req.Private, &resp.Diagnostics)
	if !ok {
		return
	}
	if plan.Grantee.IsUnknown() {
		if plan.of() == state.of() {
			warnGranteeUnknown(&resp.Diagnostics, state)
		}
		return
	}
	grantee, err := identify(ctx, client, plan.Grantee.ValueString())
	switch {
	case err != nil:
		text, seen := plan.Grantee.ValueString(), rules{state.Grantee.ValueString(): nil}
		resp.Diagnostics.Append(granteeDiagnostic(path.Root("grantee"), rules{text: nil}.suggestNewName(err, text, seen)))
	case grantee != owner && plan.Grantee.Equal(state.Grantee):
		addAnotherGrantee(&resp.Diagnostics, plan, owner)
	case grantee != owner:
		r.checkLoss(ctx, client, state, &resp.Diagnostics)
		resp.RequiresReplace.Append(path.Root("grantee")) // Planned again as a creation.
	case plan.of() == state.of():
		framework.Note(ctx, resp.Private, claimedKey, true, &resp.Diagnostics)
		r.claim(ctx, plan, grantee, &resp.Diagnostics)
		if !plan.Capabilities.Equal(state.Capabilities) {
			plan.check(ctx, client, grantee, &resp.Diagnostics)
		} else {
			given := tableau.Rules{grantee: plan.capabilities(ctx, &resp.Diagnostics)}
			lossCheck{r.connection, client, plan.of(), path.Root("capabilities"), &resp.Diagnostics}.stays(ctx, given)
			if memory.Added != nil {
				warnMadeInPart(&resp.Diagnostics, fmt.Sprintf("%s for %s", plan.of(), plan.Grantee.ValueString()))
			}
		}
	default:
		r.checkLoss(ctx, client, state, &resp.Diagnostics) // A replacement, which is planned again as a creation.
	}
}

// planCreation looks at a plan that creates, also one after which something is destroyed: that
// may have been planned before.
func (r *granteeResource) planCreation(ctx context.Context, client *tableau.Client, plan granteeModel, again bool, diags *diag.Diagnostics) {
	if plan.Grantee.IsUnknown() {
		return
	}
	grantee, err := identify(ctx, client, plan.Grantee.ValueString())
	if err != nil {
		diags.Append(granteeDiagnostic(path.Root("grantee"), err))
		return
	}
	if again {
		framework.Shared[claims](r.connection).withdraw(plan.of(), grantee)
	}
	r.claim(ctx, plan, grantee, diags)
	now, read := plan.check(ctx, client, grantee, diags)
	if capabilities := plan.capabilities(ctx, diags); read && capabilities != nil {
		warnTakenAway(diags, plan, now.Rules[grantee], capabilities)
	}
}

func (r *granteeResource) claim(ctx context.Context, plan granteeModel, grantee tableau.Grantee, diags *diag.Diagnostics) {
	if plan.of().ID != "" && plan.of().ContentType != "" {
		claimGrantee(r.connection, plan.of(), grantee, plan.Grantee.ValueString(), plan.capabilities(ctx, diags), diags)
	}
}

// check refuses what could not be applied. It gives the rules that are there
// now; ok is false when they are not known.
func (m granteeModel) check(
	ctx context.Context, client *tableau.Client, grantee tableau.Grantee, diags *diag.Diagnostics,
) (now tableau.RuleSet, ok bool) {
	of, item := m.of(), path.Root("content_id")
	if of.ContentType == "" {
		return now, false
	}
	checkVersion(ctx, client, of, path.Root("content_type"), diags)
	if of.ID == "" || diags.HasError() {
		return now, false
	}
	now, err := client.Permissions().Read(ctx, of)
	if err != nil {
		addUnreadable(diags, of, item, err)
		return now, false
	}
	wanted := now.Rules.Clone()
	if wanted[grantee] = m.capabilities(ctx, diags); wanted[grantee] == nil {
		return now, true
	}
	checkPlan(ctx, client, planned{
		of: of, at: path.Root("capabilities"), oneGrantee: true, item: item, now: now, wanted: wanted, forms: forms{grantee: m.Grantee.ValueString()},
	}, diags)
	return now, true
}

// warnTakenAway names the capabilities that the grantee has and is to lose
// because they are not in the block, which the plan of a creation does not show.
func warnTakenAway(diags *diag.Diagnostics, plan granteeModel, now, wanted map[string]string) {
	if lost := losses(now, wanted); len(lost) > 0 {
		diags.AddAttributeWarning(path.Root("capabilities"), fmt.Sprintf("Existing %s go from %s", plan.of(), plan.Grantee.ValueString()), fmt.Sprintf(
			"%s has capabilities in the %s that this block does not have: %s. The block owns all that the grantee has there, so that applying it takes them away. "+
				"To keep them, add them to capabilities.", plan.Grantee.ValueString(), plan.of(), strings.Join(lost, ", ")))
	}
}

// warnGranteeUnknown says what becomes of a plan whose grantee is known too late
// to be compared: nobody is to lose what may turn out to be the same.
func warnGranteeUnknown(diags *diag.Diagnostics, state granteeModel) {
	diags.AddAttributeWarning(path.Root("grantee"), fmt.Sprintf("Grantee in the place of %s not known yet", state.Grantee.ValueString()), fmt.Sprintf(
		"Whether the grantee is still %s is known during the apply only. If it is another one, the apply leaves the capabilities as they are and stops here, "+
			"saying that the plan has changed: then plan and apply once more.", state.Grantee.ValueString()))
}

// addAnotherGrantee reports that what state and plan both write means another
// grantee than the one that has the capabilities.
func addAnotherGrantee(diags *diag.Diagnostics, plan granteeModel, owner tableau.Grantee) {
	diags.AddAttributeError(path.Root("grantee"), "Grantee is another one now", fmt.Sprintf(
		"%s is not the %s %s any more, whose capabilities this block has set. Nothing was changed. Plan again, and do not turn off the refresh: "+
			"that plan replaces the permissions.", plan.Grantee.ValueString(), label(owner.Kind), owner.ID))
}
