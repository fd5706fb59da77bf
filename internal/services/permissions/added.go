package permissions

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// addedKey is where Terraform keeps, beside state, what a failed creation added:
// no more than that is to be taken back when the tainted object is destroyed.
const addedKey = "added_by_failed_creation"

// addedRules are the rules of one grantee as they are kept.
type addedRules struct {
	Kind         tableau.GranteeKind `json:"kind"`
	ID           string              `json:"id"`
	Capabilities map[string]string   `json:"capabilities"`
}

func keepAdded(ctx context.Context, private framework.PrivateState, added tableau.Rules, diags *diag.Diagnostics) {
	kept := []addedRules{}
	for grantee, capabilities := range added {
		kept = append(kept, addedRules{grantee.Kind, grantee.ID, capabilities})
	}
	value, err := json.Marshal(kept)
	if err != nil {
		diags.AddError("Cannot keep what was added", framework.Sentence(err.Error()))
		return
	}
	diags.Append(private.SetKey(ctx, addedKey, value)...)
}

func forgetAdded(ctx context.Context, private framework.PrivateState, diags *diag.Diagnostics) {
	diags.Append(private.SetKey(ctx, addedKey, nil)...)
}

// toRevoke gives the rules that destroying a state takes away: those in it, or of
// a failed creation what it added. Grantees that no longer exist have none. named are
// the grantees as state names them. ok is false when that failed, which is then reported.
func toRevoke(
	ctx context.Context, client *tableau.Client, private framework.PrivateState, state model, diags *diag.Diagnostics,
) (revoked tableau.Rules, named forms, ok bool) {
	inState := state.shared().written(ctx, diags)
	named, err := formsOf(ctx, client, slices.Collect(maps.Keys(inState)))
	if err != nil {
		framework.AddError(diags, "look up the grantees", err)
		return nil, nil, false
	}
	revoked = tableau.Rules{}
	value, found := private.GetKey(ctx, addedKey)
	diags.Append(found...)
	if len(value) == 0 {
		for grantee, text := range named {
			revoked[grantee] = inState[text]
		}
		return revoked, named, !diags.HasError()
	}
	var kept []addedRules
	if err := json.Unmarshal(value, &kept); err != nil {
		diags.AddError("Cannot read what was added", framework.Sentence(err.Error()))
		return nil, nil, false
	}
	for _, added := range kept {
		revoked[tableau.Grantee{Kind: added.Kind, ID: added.ID}] = added.Capabilities
	}
	return revoked, named, true
}
