package permissions

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// addedKey is where Terraform keeps, beside state, what a failed creation added, or what a failed
// destruction left of the rules that it was to take away. State shows no others then: Terraform gives
// the destruction of a tainted object its state, and nothing that is kept beside it.
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

// addedTo gives what keepAdded kept. partly is false where there is none: then
// all rules are the resource's.
func addedTo(ctx context.Context, private framework.PrivateState, diags *diag.Diagnostics) (added tableau.Rules, partly bool) {
	value, found := private.GetKey(ctx, addedKey)
	diags.Append(found...)
	if len(value) == 0 {
		return nil, false
	}
	var kept []addedRules
	if err := json.Unmarshal(value, &kept); err != nil {
		diags.AddError("Cannot read what was added", framework.Sentence(err.Error()))
		return nil, false
	}
	added = tableau.Rules{}
	for _, one := range kept {
		added[tableau.Grantee{Kind: one.Kind, ID: one.ID}] = one.Capabilities
	}
	return added, true
}

// inBoth are the rules that both have.
func inBoth(one, other tableau.Rules) tableau.Rules {
	both := tableau.Rules{}
	for grantee, capabilities := range one {
		if shared := capabilitiesInBoth(capabilities, other[grantee]); len(shared) > 0 {
			both[grantee] = shared
		}
	}
	return both
}

func capabilitiesInBoth(one, other map[string]string) map[string]string {
	both := map[string]string{}
	for capability, mode := range one {
		if other[capability] == mode {
			both[capability] = mode
		}
	}
	return both
}

// warnMadeInPart warns of an object that somebody untainted: what was there before
// its creation failed is in Tableau and not in state.
func warnMadeInPart(diags *diag.Diagnostics, of tableau.RulesOf) {
	diags.AddWarning("Permissions were made in part", fmt.Sprintf(
		"The creation that set the %s failed, or their destruction, and state has no other rules than its own. "+
			"To have all rules as they are configured, plan with -replace=ADDRESS.", of))
}

// toRevoke gives the rules that destroying a state takes away. Grantees that no longer
// exist have none. named are the grantees as state names them. ok is false when that
// failed, which is then reported.
func toRevoke(ctx context.Context, client *tableau.Client, state model, diags *diag.Diagnostics) (revoked tableau.Rules, named forms, ok bool) {
	inState := state.shared().written(ctx, diags)
	named, err := formsOf(ctx, client, slices.Collect(maps.Keys(inState)))
	if err != nil {
		framework.AddError(diags, "look up the grantees", err)
		return nil, nil, false
	}
	revoked = tableau.Rules{}
	for grantee, text := range named {
		revoked[grantee] = inState[text]
	}
	return revoked, named, !diags.HasError()
}
