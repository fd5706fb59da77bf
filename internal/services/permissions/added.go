package permissions

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// addedKey is where Terraform keeps, beside state, what a failed creation added, or what a failed
// destruction was to take away. State shows no others then: Terraform gives the destruction of a
// tainted object its state, and nothing that is kept beside it.
const addedKey = "added_by_failed_creation"

// keepAdded keeps rules whose grantees have their LUID, or are written as in state.
func keepAdded(ctx context.Context, private framework.PrivateState, added rules, diags *diag.Diagnostics) {
	framework.Note(ctx, private, addedKey, added, diags)
}

// addedTo gives what keepAdded kept. partly is false where there is none: then
// all rules are the resource's.
func addedTo(ctx context.Context, private framework.PrivateState, diags *diag.Diagnostics) (added rules, partly bool) {
	value, found := private.GetKey(ctx, addedKey)
	diags.Append(found...)
	if len(value) == 0 {
		return nil, false
	}
	if err := json.Unmarshal(value, &added); err != nil {
		diags.AddError("Cannot read what was added", framework.Sentence(err.Error()))
		return nil, false
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
// its creation failed, or came since, is in Tableau and not in state.
func warnMadeInPart(diags *diag.Diagnostics, what string) {
	diags.AddWarning(fmt.Sprintf("The %s were made in part", what), fmt.Sprintf(
		"The creation that set the %s failed, or their destruction, and state has no other rules than its own. "+
			"To have all rules as they are configured, plan with -replace=ADDRESS.", what))
}

// identified gives rules by who is meant. Grantees that no longer exist have none.
// named are the grantees as they are written.
func (r rules) identified(ctx context.Context, client *tableau.Client) (meant tableau.Rules, named forms, err error) {
	named, err = formsOf(ctx, client, slices.Collect(maps.Keys(r)))
	if err != nil {
		return nil, nil, err
	}
	meant = tableau.Rules{}
	for grantee, text := range named {
		meant[grantee] = r[text]
	}
	return meant, named, nil
}

// leftBehind gives the rules whose grantees mean nobody as they are written, where rules
// like theirs are there of others, who are not accounted for: Tableau may not have shown
// who that is, or by another name than state has.
func (r rules) leftBehind(named forms, there tableau.Rules, accounted func(tableau.Grantee) bool) (left rules, others []tableau.Grantee) {
	left = rules{}
	for text, capabilities := range r.ofNobody(named) {
		for grantee, shown := range there {
			alike := strings.HasPrefix(text, string(grantee.Kind)+":") && len(capabilitiesInBoth(shown, capabilities)) > 0
			if alike && !named.name(grantee) && !accounted(grantee) {
				left[text] = capabilities
				others = append(others, grantee)
			}
		}
	}
	return left, others
}

// ofNobody are the rules whose grantees mean nobody as they are written.
func (r rules) ofNobody(named forms) rules {
	nobodys := maps.Clone(r)
	for _, text := range named {
		delete(nobodys, text)
	}
	return nobodys
}

// withLUIDs writes rules whatever their grantees are called.
func withLUIDs(set tableau.Rules) rules {
	texts := rules{}
	for grantee, capabilities := range set {
		texts[written{grantee.Kind, grantee.ID}.String()] = capabilities
	}
	return texts
}
