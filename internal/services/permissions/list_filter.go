package permissions

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// itemFilter narrows a list of items, in a model, in which it is embedded.
type itemFilter struct {
	ContentType types.String `tfsdk:"content_type"`
	ProjectID   types.String `tfsdk:"project_id"`
	ProjectPath types.String `tfsdk:"project_path"`
}

// withItemFilter adds the attributes of itemFilter to those of a list resource.
func withItemFilter(attributes map[string]schema.Attribute) map[string]schema.Attribute {
	attributes["content_type"] = schema.StringAttribute{
		Optional: true, Validators: []validator.String{listable{stringvalidator.OneOf(listedTypes()...)}},
		MarkdownDescription: "Only items of this type: " + inCode(listedTypes()) + ". Collections cannot be listed, and are imported by their id.",
	}
	attributes["project_id"] = schema.StringAttribute{
		Optional: true, Validators: []validator.String{framework.LUID()},
		MarkdownDescription: "Only what is right within the project with this LUID: its content, and the projects in it. " +
			"What the server lists without its project is left out, as most do with tables and virtual connections.",
	}
	attributes["project_path"] = schema.StringAttribute{
		Optional: true, Validators: []validator.String{framework.Name()},
		MarkdownDescription: "Only what is right within the project at this path, such as `Finance/Quarterly`.",
	}
	return attributes
}

// listedTypes are the content types whose items can be listed.
func listedTypes() []string {
	return slices.DeleteFunc(itemTypes(), func(name string) bool { return name == typeCollection })
}

// listable refuses content types that cannot be listed, a collection in words of its own.
type listable struct{ validator.String }

func (v listable) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.ValueString() != typeCollection {
		v.String.ValidateString(ctx, req, resp)
		return
	}
	resp.Diagnostics.AddAttributeError(req.Path, "Collections cannot be listed",
		"Tableau has no method that lists collections. Import the permissions of one by its id: collection/LUID.")
}

// listing is what the filter leaves. ok is false when that cannot be said, which is
// then reported.
func (f itemFilter) listing(ctx context.Context, client *tableau.Client, diags *diag.Diagnostics) (left listing, ok bool) {
	version, err := client.APIVersion(ctx)
	if err != nil {
		framework.AddError(diags, "list permissions", err)
		return listing{}, false
	}
	left = listing{client: client, types: []string{f.ContentType.ValueString()}}
	if f.ContentType.IsNull() {
		left.types = slices.DeleteFunc(listedTypes(), func(name string) bool {
			content, _ := tableau.ContentTypeNamed(name)
			return !content.Items.In(version)
		})
	} else {
		checkVersion(ctx, client, tableau.RulesOf{ContentType: left.types[0]}, path.Root("content_type"), diags)
	}
	if diags.HasError() {
		return listing{}, false
	}
	if left.tree, err = client.Projects().Tree(ctx); err != nil {
		framework.AddError(diags, "list permissions", err)
		return listing{}, false
	}
	left.within, ok = within(left.tree, f.ProjectID, f.ProjectPath, diags)
	return left, ok
}

// within are the ids of the projects that are meant, nil for all of them. ok is false
// where none is at the path, which is then reported.
func within(tree *tableau.ProjectTree, id, at types.String, diags *diag.Diagnostics) (ids []string, ok bool) {
	if !id.IsNull() {
		ids = []string{id.ValueString()}
	}
	if at.IsNull() {
		return ids, true
	}
	var there []string
	for _, project := range tree.At(at.ValueString()) {
		there = append(there, project.ID)
	}
	if len(there) == 0 {
		diags.AddAttributeError(path.Root("project_path"), "No such project", fmt.Sprintf(
			"The site shows no project at the path %q to this user. The data source tableau_projects lists what there is.", at.ValueString()))
		return nil, false
	}
	switch {
	case id.IsNull():
		return there, true
	case slices.Contains(there, id.ValueString()):
		return ids, true
	}
	return []string{}, true // No project is both.
}
