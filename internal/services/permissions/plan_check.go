package permissions

import (
	"context"

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
	now      tableau.RuleSet
	// wanted are all explicit rules that there will be, those of others included.
	wanted tableau.Rules
	// forms are how the configuration writes the grantees that it names.
	forms forms
}

// checkPlan refuses what Tableau would refuse, and warns of what a reviewer should know.
func checkPlan(ctx context.Context, client *tableau.Client, plan planned, diags *diag.Diagnostics) {
}

// checkVersion refuses rules that this version of the REST API does not have.
func checkVersion(ctx context.Context, client *tableau.Client, of tableau.RulesOf, item path.Path, diags *diag.Diagnostics) {
}
