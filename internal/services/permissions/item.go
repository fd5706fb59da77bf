package permissions

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var (
	_ resource.ResourceWithConfigure      = (*itemResource)(nil)
	_ resource.ResourceWithIdentity       = (*itemResource)(nil)
	_ resource.ResourceWithImportState    = (*itemResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*itemResource)(nil)
	_ resource.ResourceWithValidateConfig = (*itemResource)(nil)
)

// NewResource makes the resource tableau_permissions.
func NewResource() resource.Resource {
	return &itemResource{ruleSetResource{newModel: func() model { return &itemModel{settings: newSettings()} }}}
}

type itemResource struct{ ruleSetResource }

// itemModel is the rules of one item in Terraform's terms.
type itemModel struct {
	ContentType types.String `tfsdk:"content_type"`
	ContentID   types.String `tfsdk:"content_id"`
	settings
}

// itemIdentity is what tells the rules of an item from all others.
type itemIdentity struct {
	ContentType types.String `tfsdk:"content_type"`
	ContentID   types.String `tfsdk:"content_id"`
}

func (m *itemModel) of() tableau.RulesOf {
	return tableau.RulesOf{ContentType: m.ContentType.ValueString(), ID: m.ContentID.ValueString()}
}

func (m *itemModel) content() (tableau.ContentType, bool) {
	return tableau.ContentTypeNamed(m.ContentType.ValueString())
}

func (m *itemModel) holder() path.Path { return path.Root("content_id") }

func (m *itemModel) clone() model {
	same := *m
	return &same
}

func (m *itemModel) identity() any { return itemIdentity{m.ContentType, m.ContentID} }

func (r *itemResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_permissions"
}

func (r *itemResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	resp.Schema = schema.Schema{
		MarkdownDescription: itemResourceDescription,
		Attributes: withSettings(map[string]schema.Attribute{
			"content_type": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{stringvalidator.OneOf(itemTypes()...)},
				PlanModifiers:       replace,
				MarkdownDescription: itemTypeDescription + " A change replaces the permissions.",
			},
			"content_id": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{framework.LUID()},
				PlanModifiers:       replace,
				MarkdownDescription: itemIDDescription + " A change replaces the permissions.",
			},
		}),
	}
}

func (r *itemResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"content_type": identityschema.StringAttribute{RequiredForImport: true, Description: "Type of the content, such as workbook."},
			"content_id":   identityschema.StringAttribute{RequiredForImport: true, Description: "LUID of the content."},
		},
	}
}

// ImportState takes CONTENT_TYPE/LUID, or the identity.
func (r *itemResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	imported, written := itemModel{settings: importedSettings()}, req.ID
	if req.ID == "" {
		identity, ok := framework.Decode[itemIdentity](ctx, req.Identity, &resp.Diagnostics)
		if !ok {
			return
		}
		imported.ContentType, imported.ContentID = identity.ContentType, identity.ContentID
		written = imported.ContentType.ValueString() + "/" + imported.ContentID.ValueString()
	} else {
		contentType, id, _ := strings.Cut(req.ID, "/")
		imported.ContentType, imported.ContentID = types.StringValue(contentType), types.StringValue(id)
	}
	if !slices.Contains(itemTypes(), imported.ContentType.ValueString()) || !framework.IsLUID(imported.ContentID.ValueString()) {
		addNotImportable(&resp.Diagnostics, written)
		return
	}
	imported.ContentID = types.StringValue(strings.ToLower(imported.ContentID.ValueString()))
	framework.Publish(ctx, &resp.Diagnostics, &resp.State, &imported, resp.Identity, imported.identity())
}

func addNotImportable(diags *diag.Diagnostics, id string) {
	diags.AddError("Cannot import permissions", fmt.Sprintf(
		"%q does not name the permissions of an item. Write CONTENT_TYPE/LUID, such as workbook/4d652179-36bf-47e4-a9dc-e069227c72d0. "+
			"The content types are %s.", id, strings.Join(itemTypes(), ", ")))
}
