package permissions

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// planned is what a plan is about to make of the rules of an item.
type planned struct {
	of tableau.RulesOf
	// at is where the rules stand in the configuration, item where the item does.
	at, item path.Path
	// oneGrantee is set where the capabilities of a single grantee stand at that place.
	oneGrantee bool
	now        tableau.RuleSet
	// wanted are all explicit rules that there will be, those of others included.
	wanted tableau.Rules
	// forms are how the configuration writes the grantees that it names.
	forms forms
}

// checkPlan refuses what Tableau would refuse, and warns of what a reviewer should
// know. What the signed-in user may not look at is left to the service.
func checkPlan(ctx context.Context, client *tableau.Client, plan planned, diags *diag.Diagnostics) {
	plan.refuseLocked(ctx, client, diags)
	plan.refuseRetired(ctx, client, diags)
	if diags.HasError() {
		return
	}
	plan.warnOfTabs(ctx, client, diags)
	plan.warnOfOwnRight(ctx, client, diags)
	plan.warnOfSiteRoles(client, diags)
}

// named are the grantees that the configuration names, in the order of their forms.
func (p planned) named() []tableau.Grantee {
	return slices.SortedFunc(maps.Keys(p.forms), func(a, b tableau.Grantee) int { return cmp.Compare(p.forms[a], p.forms[b]) })
}

// placeOf is where the configuration has the capabilities of a grantee that it names.
func (p planned) placeOf(grantee tableau.Grantee) path.Path {
	if p.oneGrantee {
		return p.at
	}
	return p.at.AtMapKey(p.forms[grantee])
}

// newRules are the capabilities of a grantee that get one of these modes, in the order of their names.
func (p planned) newRules(grantee tableau.Grantee, modes ...string) []string {
	var capabilities []string
	for capability, mode := range p.wanted[grantee] {
		if slices.Contains(modes, mode) && p.now.Rules[grantee][capability] != mode {
			capabilities = append(capabilities, capability)
		}
	}
	slices.Sort(capabilities)
	return capabilities
}
