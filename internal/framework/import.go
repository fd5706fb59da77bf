package framework

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var luid = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// IsLUID reports whether s has the form of Tableau's object ids.
func IsLUID(s string) bool { return luid.MatchString(s) }

// ImportByLUID imports an object whose id and identity are its LUID, in the
// lower case in which Tableau shows it: an identity must not change later.
func ImportByLUID(ctx context.Context, noun string, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id := path.Root("id")
	resource.ImportStatePassthroughWithIdentity(ctx, id, id, req, resp)
	if resp.Diagnostics.HasError() {
		return
	}
	var given types.String
	resp.Diagnostics.Append(resp.State.GetAttribute(ctx, id, &given)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !IsLUID(given.ValueString()) {
		article := "a"
		if strings.ContainsAny(noun[:1], "aeiou") {
			article = "an"
		}
		resp.Diagnostics.AddError("Cannot import "+noun,
			fmt.Sprintf("%q is not the id of %s %s. An id is a LUID such as 4d652179-36bf-47e4-a9dc-e069227c72d0, not a name; "+
				"the data source tableau_%ss shows the ids.", given.ValueString(), article, noun, strings.ReplaceAll(noun, " ", "_")))
		return
	}
	lower := types.StringValue(strings.ToLower(given.ValueString()))
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, id, lower)...)
	if resp.Identity != nil {
		resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, id, lower)...)
	}
}

// HowToImport ends an error about an object that is there already, with what to do.
// Most likely Terraform deletes it while it makes its twin. The type is like tableau_schedule.
func HowToImport(resourceType, id string) string {
	return fmt.Sprintf("If this apply deletes it too, as where a block or a for_each key was renamed, apply again, and next time give what is renamed a moved block. "+
		"Otherwise remove this block, or let Terraform adopt it:\n\n  terraform import ADDRESS %[2]s\n\nor with a block\n\n  import {\n    to = ADDRESS\n    id = %[2]q\n  }\n\n"+
		"where ADDRESS is that of this resource block, such as %[1]s.example. "+
		"A block that replaces what it made cannot have create_before_destroy.",
		resourceType, id)
}
