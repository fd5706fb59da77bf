package permissions

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// warnOfOwnRight warns of a plan that takes the signed-in user's right to set
// permissions. The right to set defaults is no rule among them, but one of the project
// or database itself.
func (p planned) warnOfOwnRight(ctx context.Context, client *tableau.Client, diags *diag.Diagnostics) {
	right := rightToSet(p.of)
	if p.of.DefaultFor != "" || !p.takesAway(right) {
		return
	}
	who, err := client.SignedIn(ctx)
	if err != nil || strings.Contains(who.SiteRole, "Administrator") || strings.EqualFold(who.ID, p.now.OwnerID) {
		return
	}
	if !mayHold(p.now.Rules, right, who) || mayHold(p.wanted, right, who) || mayHold(p.now.Inherited, tableau.InheritedProjectLeader, who) {
		return
	}
	place := p.at
	if own := (tableau.Grantee{Kind: tableau.UserGrantee, ID: who.ID}); p.forms[own] != "" {
		place = p.placeOf(own)
	}
	item, _ := tableau.ContentTypeNamed(p.of.ContentType)
	named := labelled(item.Label, p.now.Name, p.of.ID)
	diags.AddAttributeWarning(place, fmt.Sprintf("The right to set the permissions of %s goes", named), fmt.Sprintf(
		"This takes %s from %s, the user whom this provider acts as. Unless they lead a project around it, they can then neither change the permissions of %s "+
			"nor undo this. Keep an Allow of %s for them or for one of their groups, or sign in as the owner or an administrator.",
		right, labelled("user", who.Name, who.ID), named, right))
}

// rightToSet is the capability that lets a user set permissions.
func rightToSet(of tableau.RulesOf) string {
	if of.ContentType == typeProject {
		return tableau.ProjectLeader
	}
	return tableau.ChangePermissions
}

// takesAway reports whether somebody's right goes or is denied.
func (p planned) takesAway(right string) bool {
	for grantee, capabilities := range p.now.Rules {
		if capabilities[right] == tableau.Allow && p.wanted[grantee][right] != tableau.Allow {
			return true
		}
	}
	for grantee := range p.wanted {
		if slices.Contains(p.newRules(grantee, tableau.Deny), right) {
			return true
		}
	}
	return false
}

// mayHold reports whether rules give a user a right, as far as it is known which groups
// the user is in: an Allow of what is not known counts, a Deny does not. A user's
// own rule goes before those of groups, and Deny before Allow (Tableau Help:
// Permissions).
func mayHold(rules tableau.Rules, right string, who tableau.SignedIn) bool {
	allowed, denied := false, false
	for grantee, capabilities := range rules {
		mode := capabilities[right]
		isKnown := grantee.Kind == tableau.GroupGrantee && who.GroupsKnown
		switch {
		case mode == "":
		case grantee.Kind == tableau.UserGrantee && strings.EqualFold(grantee.ID, who.ID):
			return mode == tableau.Allow
		case grantee.Kind == tableau.UserGrantee, isKnown && !slices.Contains(who.Groups, strings.ToLower(grantee.ID)):
		case mode == tableau.Allow:
			allowed = true
		case isKnown:
			denied = true
		}
	}
	return allowed && !denied
}
