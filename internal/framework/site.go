package framework

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// siteKey is where Terraform keeps, beside state, the LUID of the site that an
// object is on. No other site knows the object, and none can say that it is gone.
const siteKey = "site"

// KeepSite notes that an object is on the site that is signed in to. Where that
// cannot be told, as after an interrupt, the next read does.
func KeepSite(ctx context.Context, client *tableau.Client, private PrivateState, diags *diag.Diagnostics) {
	if siteOf(ctx, private, diags) != "" {
		return
	}
	site, err := client.SiteID(ctx)
	if err != nil {
		return
	}
	text, _ := json.Marshal(site) // A string always has a JSON form.
	diags.Append(private.SetKey(ctx, siteKey, text)...)
}

// IsOfAnotherSite reports whether an object is on another site than the one that
// is signed in to, which is then an error. It is asked before an object counts as
// gone, and before it is deleted.
func IsOfAnotherSite(ctx context.Context, client *tableau.Client, private PrivateState, diags *diag.Diagnostics) bool {
	own := siteOf(ctx, private, diags)
	if own == "" {
		return false
	}
	site, err := client.SiteID(ctx)
	switch {
	case err != nil:
		AddError(diags, "find out the site", err)
	case site != own:
		diags.AddError("Object of another site", fmt.Sprintf(
			"State has this object from the site with the LUID %s. The provider is signed in to another site, %s, which does not know it. "+
				"Check site in the provider's configuration, or the environment variable TABLEAU_SITE. To have the same on another site, use a state of its own, "+
				"such as another workspace. If the first site is no more, take the object out of state with terraform state rm.", own, site))
	default:
		return false
	}
	return true
}

func siteOf(ctx context.Context, private PrivateState, diags *diag.Diagnostics) (site string) {
	kept, found := private.GetKey(ctx, siteKey)
	diags.Append(found...)
	if len(kept) > 0 && json.Unmarshal(kept, &site) != nil {
		return ""
	}
	return site
}
