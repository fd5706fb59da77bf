package permissions

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
)

// ImportState takes CONTENT_TYPE/LUID/GRANTEE, or the identity. A grantee that
// is written in an id keeps its form, and that of an identity gets its name.
func (r *granteeResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	imported, byIdentity, ok := importedGrantee(ctx, req, &resp.Diagnostics)
	if !ok {
		return
	}
	client := r.connection.Client(&resp.Diagnostics)
	if client == nil {
		return
	}
	grantee, err := identify(ctx, client, imported.Grantee.ValueString())
	if err == nil && byIdentity {
		var text string
		text, err = show(ctx, client, grantee)
		imported.Grantee = types.StringValue(text)
	}
	if err != nil {
		framework.AddError(&resp.Diagnostics, "import permissions of "+imported.Grantee.ValueString(), err)
		return
	}
	identity := imported.identity(grantee)
	granteeMemory{Grantee: identity.Grantee.ValueString()}.keep(ctx, resp.Private, &resp.Diagnostics)
	framework.Publish(ctx, &resp.Diagnostics, &resp.State, imported, resp.Identity, identity)
}

// importedGrantee reads what is to be imported. ok is false when it is not
// written as it must be, which is then reported.
func importedGrantee(
	ctx context.Context, req resource.ImportStateRequest, diags *diag.Diagnostics,
) (imported granteeModel, byIdentity, ok bool) {
	imported.Capabilities = types.MapNull(types.StringType)
	parts := strings.SplitN(req.ID, "/", 3)
	if byIdentity = req.ID == ""; byIdentity {
		identity, decoded := framework.Decode[granteeIdentity](ctx, req.Identity, diags)
		if !decoded {
			return imported, true, false
		}
		parts = []string{identity.ContentType.ValueString(), identity.ContentID.ValueString(), identity.Grantee.ValueString()}
	}
	if problem := importProblem(parts, byIdentity); problem != "" {
		diags.AddError("Cannot import permissions of a grantee", fmt.Sprintf("%q %s. Write CONTENT_TYPE/LUID/GRANTEE, such as "+
			"workbook/4d652179-36bf-47e4-a9dc-e069227c72d0/group:Finance, or the same three as an identity, with the LUID of the grantee after its colon.",
			strings.Join(parts, "/"), problem))
		return imported, byIdentity, false
	}
	imported.ContentType, imported.ContentID = types.StringValue(parts[0]), types.StringValue(strings.ToLower(parts[1]))
	imported.Grantee = types.StringValue(parts[2])
	return imported, byIdentity, true
}

// importProblem says what is wrong with the parts of an id, "" if nothing.
func importProblem(parts []string, byIdentity bool) string {
	if len(parts) < 3 {
		return "does not have three parts"
	}
	if !slices.Contains(itemTypes(), parts[0]) {
		return "does not begin with the type of an item, which is one of " + strings.Join(itemTypes(), ", ")
	}
	if !framework.IsLUID(parts[1]) {
		return "does not have the LUID of the item in the middle"
	}
	grantee, err := parseGrantee(parts[2])
	switch {
	case err != nil:
		return "does not end with a grantee, which is group:NAME, user:NAME or group_set:NAME"
	case byIdentity && !framework.IsLUID(grantee.name):
		return "does not end with the LUID of the grantee"
	}
	return ""
}
