package permissions

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// beyond lists by site role the capabilities that a rule cannot give to who has it.
// Tableau keeps the rule all the same (Tableau Help: Permissions, Site Roles and their
// maximum capabilities).
var beyond = map[string][]string{
	"Explorer": {"Write", "SaveAs", "Execute", "ChangeHierarchy", "Delete", tableau.ChangePermissions},
	"Viewer": {
		"Write", "SaveAs", "Execute", "ChangeHierarchy", "Delete", tableau.ChangePermissions,
		"ExportXml", "ShareView", "ViewUnderlyingData", "WebAuthoring", "WebAuthoringForFlows",
	},
}

// typesWithCeiling are the content types that the source of beyond speaks of.
var typesWithCeiling = []string{"project", "workbook", "view", "datasource", "flow", "data_role", "metric"}

// warnOfSiteRoles warns of new Allows that their user's site role leaves without effect.
// Only users that were looked up anyhow are known.
func (p planned) warnOfSiteRoles(client *tableau.Client, diags *diag.Diagnostics) {
	for _, grantee := range p.named() {
		user, found := client.Grantees().Remembered(grantee)
		allowed := p.newRules(grantee, tableau.Allow)
		if grantee.Kind != tableau.UserGrantee || !found || len(allowed) == 0 {
			continue
		}
		at, name := p.placeOf(grantee), p.forms[grantee]
		if user.SiteRole == "Unlicensed" {
			diags.AddAttributeWarning(at, name+" has no license", fmt.Sprintf(
				"The site role of %q is Unlicensed: they cannot sign in, and what is allowed to them has no effect until they get a license.", name))
			continue
		}
		vain := slices.DeleteFunc(allowed, func(capability string) bool { return !slices.Contains(beyond[user.SiteRole], capability) })
		if len(vain) == 0 || !slices.Contains(typesWithCeiling, p.of.Content().Name) {
			continue
		}
		those := "the rule, but it has"
		if len(vain) > 1 {
			those = "these rules, but they have"
		}
		diags.AddAttributeWarning(at, "Capability beyond the site role of "+name, fmt.Sprintf(
			"The site role of %q is %s, which does not include %s. Tableau keeps %s no effect until the site role is raised.",
			name, user.SiteRole, listed(vain), those))
	}
}
