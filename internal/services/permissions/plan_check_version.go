package permissions

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

const notInThisVersion = "Not in this version of Tableau"

// checkVersion refuses rules that this version of the REST API does not have.
func checkVersion(ctx context.Context, client *tableau.Client, of tableau.RulesOf, item path.Path, diags *diag.Diagnostics) {
	uri := of.URI()
	if uri.Segment == "" {
		return // Configurations cannot say so.
	}
	spoken, err := client.APIVersion(ctx)
	if err != nil {
		framework.AddError(diags, "find out the version of the REST API", err)
		return
	}
	rules := "permissions of " + of.Content().Plural()
	if of.DefaultFor != "" {
		rules = "default permissions for " + of.Content().Plural()
	}
	switch {
	case uri.In(spoken):
	case !spoken.AtLeast(uri.Since):
		diags.AddAttributeError(item, notInThisVersion, fmt.Sprintf(
			"The %s need version %s of the REST API or later, and %s. A newer server, or a newer api_version in the provider's configuration, has them.",
			rules, uri.Since, client.SpokenHere(spoken)))
	default:
		diags.AddAttributeError(item, notInThisVersion, retirement(client, of, spoken)+" Leave them out.")
	}
}

// retired says why there are no rules any more that state has; "" where this version of the
// REST API has them. What cannot be found out is left to the call.
func retired(ctx context.Context, client *tableau.Client, of tableau.RulesOf) string {
	last := of.URI().Until
	if last.IsZero() {
		return ""
	}
	spoken, err := client.APIVersion(ctx)
	if err != nil || last.AtLeast(spoken) {
		return ""
	}
	return retirement(client, of, spoken)
}

func retirement(client *tableau.Client, of tableau.RulesOf, spoken tableau.Version) string {
	return fmt.Sprintf("Tableau has no %s any more: version %s of the REST API was the last to have their permissions, and %s.",
		of.Content().Plural(), of.URI().Until, client.SpokenHere(spoken))
}

// refuseRetired reports new rules whose capability this version of the REST API has no
// more, and warns of those that it is not known to have yet.
func (p planned) refuseRetired(ctx context.Context, client *tableau.Client, diags *diag.Diagnostics) {
	spoken, err := client.APIVersion(ctx)
	if err != nil {
		framework.AddError(diags, "find out the version of the REST API", err)
		return
	}
	for _, grantee := range p.named() {
		for _, name := range p.newRules(grantee, tableau.Allow, tableau.Deny) {
			capability, known := p.of.Content().Capability(name)
			at := p.placeOf(grantee).AtMapKey(name)
			switch {
			case !known || capability.In(spoken):
			case !spoken.AtLeast(capability.Since):
				diags.AddAttributeWarning(at, name+" is a capability of a newer version", fmt.Sprintf(
					"%s came with version %s of the REST API, and %s. Tableau may refuse it.", name, capability.Since, client.SpokenHere(spoken)))
			default:
				diags.AddAttributeError(at, "Retired capability", fmt.Sprintf(
					"Version %s of the REST API was the last to have %s, and %s. Leave it out.", capability.Until, name, client.SpokenHere(spoken)))
			}
		}
	}
}

// noGroupSetsError says that the version spoken has no group sets.
type noGroupSetsError struct {
	written
	spokenHere string
}

func (e *noGroupSetsError) Error() string {
	return fmt.Sprintf("group sets, such as %q, need version %s of the REST API or later, and %s: name groups instead",
		e.String(), tableau.GroupSetsSince, e.spokenHere)
}

// needGroupSets gives a noGroupSetsError for a group set where there are none.
func needGroupSets(ctx context.Context, client *tableau.Client, w written) error {
	if w.kind != tableau.GroupSetGrantee {
		return nil
	}
	spoken, err := client.APIVersion(ctx)
	if err == nil && !spoken.AtLeast(tableau.GroupSetsSince) {
		err = &noGroupSetsError{w, client.SpokenHere(spoken)}
	}
	return err
}
