package framework

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// siteKey is where Terraform keeps, beside state, the LUID of the site that an
// object is on. No other site knows the object, and none can say that it is gone.
const siteKey = "site"

// KeepSite notes that an object is on the site that is signed in to, the latest of those that
// showed a schedule, which all sites of a server do. Where that cannot be told, as after an
// interrupt, the next read does.
func KeepSite(ctx context.Context, client *tableau.Client, private PrivateState, diags *diag.Diagnostics) {
	site, err := client.SiteID(ctx)
	if err != nil {
		return
	}
	if own, _ := Noted[string](ctx, private, siteKey, diags); own != site {
		Note(ctx, private, siteKey, site, diags)
	}
}

// IsOfAnotherSite reports whether an object is on another site than the one that
// is signed in to, which is then an error. It is asked before an object counts as
// gone, and before it is deleted.
func IsOfAnotherSite(ctx context.Context, client *tableau.Client, private PrivateState, diags *diag.Diagnostics) bool {
	own, known := Noted[string](ctx, private, siteKey, diags)
	if !known {
		return false
	}
	site, err := client.SiteID(ctx)
	switch {
	case err != nil:
		AddError(diags, "find out the site", err)
	case site != own:
		diags.AddError("Object of another site", fmt.Sprintf(
			"State has this object from the site with the LUID %s. The provider is signed in to another site, %s, which does not know it. "+
				"Check server_url and site in the provider's configuration, or the environment variables TABLEAU_SERVER_URL and TABLEAU_SITE. To have the same on another site, use a state of its own, "+
				"such as another workspace. If the first site is no more, take the object out of state with terraform state rm.", own, site))
	default:
		return false
	}
	return true
}
