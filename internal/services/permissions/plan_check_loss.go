package permissions

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// lossCheck is about a run that destroys a block and leaves another one as it is that gives
// some of the same rules: one of two alike is removed, or one was renamed in an apply that
// failed half-way. The apply cannot know of the other, for Terraform does not apply it.
type lossCheck struct {
	connection *framework.Connection
	client     *tableau.Client
	of         tableau.RulesOf
	at         path.Path // of the rules
	diags      *diag.Diagnostics
}

// stays enters the rules of a block that the plan leaves as it is, and warns of those that it destroys.
func (c lossCheck) stays(ctx context.Context, given tableau.Rules) {
	for _, revoked := range framework.Shared[claims](c.connection).stay(c.of, given) {
		c.warn(ctx, given, revoked)
	}
}

// goes enters what the plan takes away with a block, and warns of those that stay.
func (c lossCheck) goes(ctx context.Context, revoked rules) {
	for _, given := range framework.Shared[claims](c.connection).leave(c.of, revoked) {
		c.warn(ctx, given, revoked)
	}
}

// warn looks up who is meant only here, where two blocks have rules of the same. What
// cannot be found out is left to the destruction.
func (c lossCheck) warn(ctx context.Context, given tableau.Rules, revoked rules) {
	meant, named, err := revoked.identified(ctx, c.client)
	if err != nil {
		return
	}
	var losing []string
	for grantee := range inBoth(meant, given) {
		losing = append(losing, named[grantee])
	}
	if len(losing) == 0 {
		return
	}
	slices.Sort(losing)
	who := strings.Join(losing, ", ")
	c.diags.AddAttributeWarning(c.at, fmt.Sprintf("Configured %s go from %s", c.of, who), fmt.Sprintf(
		"Of two blocks that give %s rules in the %s, this run destroys one and leaves the other as it is: the apply takes away what both give, "+
			"and only the next one gives it back. To keep it at all times, take the destroyed block out of state with terraform state rm, "+
			"or put a removed block with destroy = false in its place; what it alone gives stays in Tableau then. Neither can be done with what the plan "+
			"calls a deposed object: -replace=ADDRESS, with the address of the block that stays, gives it back in the same apply, although that plan may warn as well.", who, c.of))
}
