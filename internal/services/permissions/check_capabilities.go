package permissions

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// checkRules refuses rules that cannot be, and warns of capabilities that are
// not known, without a look at Tableau. Unknown values pass.
func checkRules(content tableau.ContentType, value types.Map, at path.Path, diags *diag.Diagnostics) {
	elements := value.Elements()
	for _, grantee := range slices.Sorted(maps.Keys(elements)) {
		if capabilities, ok := elements[grantee].(types.Map); ok {
			checkCapabilities(content, capabilities, at.AtMapKey(grantee), diags)
		}
	}
}

// checkCapabilities is checkRules for one grantee. That there is a capability at all
// is the resource's to see to.
func checkCapabilities(content tableau.ContentType, value types.Map, at path.Path, diags *diag.Diagnostics) {
	elements := value.Elements()
	for _, capability := range slices.Sorted(maps.Keys(elements)) {
		mode, ok := elements[capability].(types.String)
		if !ok {
			continue
		}
		if refused := checkCapability(content, capability, at.AtMapKey(capability), diags); !refused {
			checkMode(capability, mode, at.AtMapKey(capability), diags)
		}
	}
}

// checkCapability reports whether a capability is refused.
func checkCapability(content tableau.ContentType, capability string, at path.Path, diags *diag.Diagnostics) (refused bool) {
	if capability == tableau.InheritedProjectLeader {
		diags.AddAttributeError(at, "Capability that cannot be set",
			"Tableau shows InheritedProjectLeader for who leads a project around this one, and lets nobody set it. "+
				"Allow ProjectLeader on that project instead, and leave this out.")
		return true
	}
	if _, found := content.Capability(capability); found {
		return false
	}
	if capability == "" || framework.Unwritable(capability) {
		diags.AddAttributeError(at, "Invalid capability", fmt.Sprintf("%q is no name of a capability: it is empty or holds control characters.", capability))
		return true
	}
	known := typesWhere(func(t tableau.ContentType) bool { _, has := t.Capability(capability); return has })
	if content.Open && len(known) > 0 {
		return false
	}
	owners := typesWhere(func(t tableau.ContentType) bool { c, has := t.Capability(capability); return has && !c.Unplaced })
	meant := didYouMean(content, capability)
	switch {
	case len(owners) > 0:
		detail := fmt.Sprintf("%s is a capability of %s, not of %s.", capability, inWords(owners), content.Plural())
		diags.AddAttributeError(at, "Capability of another content type", detail+meant+adviceOnProject(content, owners))
		return true
	case meant != "" && !content.Open:
		diags.AddAttributeError(at, "Unknown capability", fmt.Sprintf("%q is no capability of %s.%s", capability, content.Plural(), meant))
		return true
	}
	if meant == "" {
		meant = nearlyNamed(content, capability)
	}
	diags.AddAttributeWarning(at, fmt.Sprintf("Unknown capability %q", capability), fmt.Sprintf(
		"%q is not among the capabilities of %s that this provider knows. Tableau is asked for it as it is written, "+
			"for a newer Tableau may have it, and refuses the change if it has not.%s", capability, content.Plural(), meant))
	return false
}

// checkMode refuses a mode that no rule can have.
func checkMode(capability string, mode types.String, at path.Path, diags *diag.Diagnostics) {
	if mode.IsUnknown() {
		return
	}
	text := mode.ValueString()
	switch {
	case text == tableau.Deny && capability == tableau.ProjectLeader:
		diags.AddAttributeError(at, "ProjectLeader cannot be denied",
			"Tableau lets ProjectLeader be allowed, and not denied. Leave it out: who is not allowed it does not lead the project.")
	case text == tableau.Allow || text == tableau.Deny:
	case mode.IsNull():
		diags.AddAttributeError(at, "Capability without a mode",
			fmt.Sprintf(`%s has no mode: write "Allow" or "Deny", or leave it out for neither.`, capability))
	case strings.EqualFold(text, tableau.Allow):
		diags.AddAttributeError(at, "Invalid mode", fmt.Sprintf(`%q is no mode of a rule. Modes are case-sensitive: write "Allow".`, text))
	case strings.EqualFold(text, tableau.Deny):
		diags.AddAttributeError(at, "Invalid mode", fmt.Sprintf(`%q is no mode of a rule. Modes are case-sensitive: write "Deny".`, text))
	default:
		diags.AddAttributeError(at, "Invalid mode",
			fmt.Sprintf(`%q is no mode of a rule: write "Allow" or "Deny", or leave %s out for neither.`, text, capability))
	}
}

// adviceOnProject says where a project keeps the rules of what is in it.
func adviceOnProject(content tableau.ContentType, owners []string) string {
	defaults := slices.DeleteFunc(slices.Clone(owners), func(name string) bool { return !slices.Contains(defaultTypes(), name) })
	if content.Name != typeProject || len(defaults) == 0 {
		return ""
	}
	return " What a project gives to the content in it is managed by tableau_default_permissions."
}

// inWords lists content types: "workbooks, views and flows".
func inWords(names []string) string {
	labels := make([]string, len(names))
	for i, name := range names {
		content, _ := tableau.ContentTypeNamed(name)
		labels[i] = content.Plural()
	}
	return listed(labels)
}

// listed joins words as a sentence does.
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
