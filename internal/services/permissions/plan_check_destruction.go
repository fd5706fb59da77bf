package permissions

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// planDestruction warns of a destruction that takes rules away which another block keeps, or
// the signed-in user's last right to set permissions. What cannot be found out is left to the destruction.
func (r *ruleSetResource) planDestruction(ctx context.Context, req resource.ModifyPlanRequest, diags *diag.Diagnostics) {
	if req.State.Raw.IsNull() {
		return // It is gone already.
	}
	state, ok := r.decode(ctx, req.State, diags)
	if !ok {
		return
	}
	client := r.connection.Client(diags)
	r.checkLoss(ctx, client, state, diags)
	if state.of().DefaultFor != "" || state.shared().OnDestroy.ValueString() == onDestroyKeep {
		return
	}
	var unsaid diag.Diagnostics
	own := state.shared().written(ctx, &unsaid)
	for _, capabilities := range own {
		if capabilities[rightToSet(state.of())] != tableau.Allow {
			continue
		}
		if revoked, named, err := own.identified(ctx, client); err == nil {
			warnOfRevocation(ctx, client, planned{of: state.of(), at: atRules(), forms: named}, revoked, diags)
		}
		return
	}
}

// checkLoss looks at the destruction of a block, or of its half of a replacement.
func (r *ruleSetResource) checkLoss(ctx context.Context, client *tableau.Client, state model, diags *diag.Diagnostics) {
	if state.shared().OnDestroy.ValueString() == onDestroyKeep {
		return
	}
	var unsaid diag.Diagnostics
	lossCheck{r.connection, client, state.of(), atRules(), diags}.goes(ctx, state.shared().written(ctx, &unsaid))
}

// planDestruction is that of a whole rule set for one grantee.
func (r *granteeResource) planDestruction(ctx context.Context, req resource.ModifyPlanRequest, diags *diag.Diagnostics) {
	if req.State.Raw.IsNull() {
		return
	}
	state, ok := framework.Decode[granteeModel](ctx, req.State, diags)
	if !ok {
		return
	}
	client := r.connection.Client(diags)
	r.checkLoss(ctx, client, state, diags)
	var unsaid diag.Diagnostics
	revoked := state.capabilities(ctx, &unsaid)
	if revoked[rightToSet(state.of())] != tableau.Allow {
		return
	}
	_, grantee, ok := state.remember(ctx, client, req.Private, &unsaid)
	if !ok {
		return
	}
	plan := planned{of: state.of(), at: path.Root("capabilities"), oneGrantee: true, forms: forms{grantee: state.Grantee.ValueString()}}
	warnOfRevocation(ctx, client, plan, tableau.Rules{grantee: revoked}, diags)
}

// checkLoss is that of a whole rule set for one grantee.
func (r *granteeResource) checkLoss(ctx context.Context, client *tableau.Client, state granteeModel, diags *diag.Diagnostics) {
	var unsaid diag.Diagnostics
	lossCheck{r.connection, client, state.of(), path.Root("capabilities"), diags}.goes(ctx, rules{state.Grantee.ValueString(): state.capabilities(ctx, &unsaid)})
}

// warnOfRevocation looks at a plan that takes these rules away, where they still are.
func warnOfRevocation(ctx context.Context, client *tableau.Client, plan planned, revoked tableau.Rules, diags *diag.Diagnostics) {
	now, err := client.Permissions().Read(ctx, plan.of)
	if err != nil || isAnothers(plan.of, now) {
		return
	}
	plan.now, plan.wanted = now, now.Rules.Clone()
	for grantee, capabilities := range revoked {
		for capability, mode := range capabilities {
			if plan.wanted[grantee][capability] == mode {
				delete(plan.wanted[grantee], capability)
			}
		}
	}
	plan.warnOfOwnRight(ctx, client, diags)
}
