package permissions

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// claims are what the blocks of one run own of each rule set. A provider is not
// told which block it plans: the same claim again may be the same block's, and is no
// conflict. An apply plans each block once more before it applies it: what was not known
// in the plan is compared with what is applied then.
type claims struct {
	mu   sync.Mutex
	sets map[tableau.RulesOf]*claimed
}

// claimed is what blocks own of one rule set.
type claimed struct {
	// planned are the claims of blocks that are not applied yet.
	planned []claim
	// applied are the claims of blocks that the apply creates or updates.
	applied []*appliedClaim
	// staying are the rules of blocks that the plan leaves as they are, leaving what
	// it destroys, as that is written.
	staying []tableau.Rules
	leaving []rules
}

// lock gives what blocks own of a rule set, to which nobody else comes until unlock is called.
func (c *claims) lock(of tableau.RulesOf) (set *claimed, unlock func()) {
	c.mu.Lock()
	if c.sets == nil {
		c.sets = map[tableau.RulesOf]*claimed{}
	}
	if c.sets[of] == nil {
		c.sets[of] = &claimed{}
	}
	return c.sets[of], c.mu.Unlock
}

// claim is what one block owns of a rule set.
type claim struct {
	// grantee is whose rules the block owns. It is empty for a block that owns
	// everybody's but those of the spared.
	grantee tableau.Grantee
	// text is how the block writes its grantee.
	text string
	// rules are what the block makes of them; nil while that is not known.
	rules  tableau.Rules
	spared map[tableau.Grantee]bool
	// missing are the kinds of whom it spares too, and nobody was found to be yet.
	missing map[tableau.GranteeKind]bool
}

// appliedClaim is what a block owns whose creation or update has begun.
type appliedClaim struct {
	claim
	// settled is closed when that has ended. inState is set before: it tells whose rules the
	// block has in state then.
	settled chan struct{}
	inState func(tableau.Grantee) bool
}

func (a *appliedClaim) owns(grantee tableau.Grantee) bool {
	return a.grantee == grantee || a.ofAll() && !a.spared[grantee]
}

// settle notes whose rules the block has in state now.
func (a *appliedClaim) settle(inState func(tableau.Grantee) bool) {
	a.inState = inState
	close(a.settled)
}

// agrees is that of a claim, and leaves room for who came about since it was applied.
func (a *appliedClaim) agrees(wanted claim) bool {
	return a.missing[wanted.grantee.Kind] || wanted.agrees(a.claim)
}

func (c claim) ofAll() bool { return c.grantee == tableau.Grantee{} }

// agrees reports whether two blocks can be applied, in either order, without
// one undoing the other.
func (c claim) agrees(other claim) bool {
	switch {
	case c.grantee == other.grantee:
		return c.rules == nil || other.rules == nil || c.rules.Equal(other.rules) && maps.Equal(c.spared, other.spared)
	case c.ofAll():
		return c.spared[other.grantee]
	case other.ofAll():
		return other.spared[c.grantee]
	}
	return true
}

// stake enters a claim, or gives the one that it does not agree with.
func (c *claims) stake(of tableau.RulesOf, wanted claim) (rival claim, disputed bool) {
	set, unlock := c.lock(of)
	defer unlock()
	for _, other := range set.planned {
		if !wanted.agrees(other) {
			return other, true
		}
	}
	for _, other := range set.applied {
		if !other.agrees(wanted) {
			return other.claim, true
		}
	}
	set.planned = append(set.planned, wanted)
	return claim{}, false
}

// claimedKey is where a plan notes, beside state, that it claims rules: Terraform plans a block
// that is to be replaced once more, as one that is not there, and hands the note on. The first
// plan has what lifecycle.ignore_changes keeps, the second one what is configured.
const claimedKey = "claimed"

// withdraw takes back a claim to the rules of a grantee, or, where it is empty, of all. Any is
// the same: they agree.
func (c *claims) withdraw(of tableau.RulesOf, grantee tableau.Grantee) {
	set, unlock := c.lock(of)
	defer unlock()
	if i := slices.IndexFunc(set.planned, func(planned claim) bool { return planned.grantee == grantee }); i >= 0 {
		set.planned = slices.Delete(set.planned, i, i+1)
	}
}

// apply turns the claims to the rules of a grantee, or, where it is empty, of all, into
// one that is applied. Its settle is to be called once that has ended.
func (c *claims) apply(of tableau.RulesOf, wanted claim) *appliedClaim {
	set, unlock := c.lock(of)
	defer unlock()
	set.planned = slices.DeleteFunc(set.planned, func(planned claim) bool { return planned.grantee == wanted.grantee })
	applied := &appliedClaim{claim: wanted, settled: make(chan struct{})}
	set.applied = append(set.applied, applied)
	return applied
}

// owners are the claims of blocks that are applied to the rules of a grantee.
func (c *claims) owners(of tableau.RulesOf, grantee tableau.Grantee) []*appliedClaim {
	set, unlock := c.lock(of)
	defer unlock()
	return slices.DeleteFunc(slices.Clone(set.applied), func(applied *appliedClaim) bool { return !applied.owns(grantee) })
}

// stay enters the rules of a block that the plan leaves as it is, and gives those that it destroys.
func (c *claims) stay(of tableau.RulesOf, given tableau.Rules) (leaving []rules) {
	set, unlock := c.lock(of)
	defer unlock()
	set.staying = append(set.staying, given)
	return slices.Clone(set.leaving)
}

// leave enters rules that the plan destroys, and gives those of blocks that stay as they are.
func (c *claims) leave(of tableau.RulesOf, revoked rules) (staying []tableau.Rules) {
	set, unlock := c.lock(of)
	defer unlock()
	set.leaving = append(set.leaving, revoked)
	return slices.Clone(set.staying)
}

// keptByOthers tells, at any time, the grantees whose rules another block of this run has
// set. A block that is destroyed leaves them: where one was only renamed, Terraform
// destroys the old and creates the new in any order, and nobody is to lose access.
func keptByOthers(connection *framework.Connection, of tableau.RulesOf) func(tableau.Grantee) bool {
	all := framework.Shared[claims](connection)
	return func(grantee tableau.Grantee) bool { return len(all.owners(of, grantee)) > 0 }
}

// notHandedOver leaves out of a destroyed block's rules those that another block of this run
// has set, and waits for one that is about to. What that failed to set is in no other state.
func notHandedOver(ctx context.Context, connection *framework.Connection, of tableau.RulesOf, left tableau.Rules) tableau.Rules {
	left = maps.Clone(left)
	for grantee := range left {
		for _, owner := range framework.Shared[claims](connection).owners(of, grantee) {
			select {
			case <-owner.settled:
				if owner.inState(grantee) {
					delete(left, grantee)
				}
			case <-ctx.Done():
			}
		}
	}
	return left
}

func granteesOf(named forms) map[tableau.Grantee]bool {
	grantees := map[tableau.Grantee]bool{}
	for grantee := range named {
		grantees[grantee] = true
	}
	return grantees
}

// claimAll reports, at the path of what has the rules, that another block of
// this run owns some of them too. wanted is nil while it is not known. It is for
// plans that create or keep the rules, not for those that destroy.
func claimAll(connection *framework.Connection, of tableau.RulesOf, wanted tableau.Rules, ignored forms, item path.Path, diags *diag.Diagnostics) {
	rival, disputed := framework.Shared[claims](connection).stake(of, claim{rules: wanted, spared: granteesOf(ignored)})
	switch {
	case !disputed:
	case rival.ofAll():
		diags.AddAttributeError(item, "Permissions managed twice", fmt.Sprintf(
			"Two %s blocks of this configuration make different rules of the %s: each apply would undo the other's. Put all rules into one of them, and remove the other.",
			ownerOfAll(of), of))
	default:
		diags.AddAttributeError(item, "Permissions managed twice", fmt.Sprintf(
			"A tableau_grantee_permissions block of this configuration manages what %s has of the %s, and this block would take it away. "+
				"Add %q to ignore_grantees here, or put its capabilities into rules and remove the other block.", rival.text, of, rival.text))
	}
}

// applyAll ends claimAll's claim, when the plan is about to be applied.
func applyAll(connection *framework.Connection, of tableau.RulesOf, to resolved) *appliedClaim {
	return framework.Shared[claims](connection).apply(of, claim{rules: to.wanted, spared: granteesOf(to.ignored), missing: to.missingKinds()})
}

// claimGrantee is claimAll for the rules of one grantee, written as text.
func claimGrantee(
	connection *framework.Connection, of tableau.RulesOf, grantee tableau.Grantee, text string, capabilities map[string]string, diags *diag.Diagnostics,
) {
	rival, disputed := framework.Shared[claims](connection).stake(of, claimOf(grantee, text, capabilities))
	switch {
	case !disputed:
	case rival.ofAll():
		diags.AddAttributeError(path.Root("content_id"), "Permissions managed twice", fmt.Sprintf(
			"A %s block of this configuration manages the %s, and would take away what this block gives %s. "+
				"Add %q to ignore_grantees there, or put its capabilities into rules there and remove this block.", ownerOfAll(of), of, text, text))
	default:
		diags.AddAttributeError(path.Root("grantee"), "Permissions managed twice", fmt.Sprintf(
			"Two tableau_grantee_permissions blocks of this configuration give %s different capabilities in the %s: each apply would undo the other's. "+
				"Put all of its capabilities into one of them, and remove the other.", text, of))
	}
}

// applyGrantee ends claimGrantee's claim, when the plan is about to be applied.
func applyGrantee(
	connection *framework.Connection, of tableau.RulesOf, grantee tableau.Grantee, text string, capabilities map[string]string,
) *appliedClaim {
	return framework.Shared[claims](connection).apply(of, claimOf(grantee, text, capabilities))
}

func claimOf(grantee tableau.Grantee, text string, capabilities map[string]string) claim {
	wanted := claim{grantee: grantee, text: text}
	if capabilities != nil {
		wanted.rules = tableau.Rules{grantee: capabilities}
	}
	return wanted
}

// ownerOfAll is the resource that owns a whole rule set.
func ownerOfAll(of tableau.RulesOf) string {
	if of.DefaultFor != "" {
		return "tableau_default_permissions"
	}
	return "tableau_permissions"
}
