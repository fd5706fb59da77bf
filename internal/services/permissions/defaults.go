package permissions

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
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
	_ resource.ResourceWithConfigure        = (*defaultsResource)(nil)
	_ resource.ResourceWithConfigValidators = (*defaultsResource)(nil)
	_ resource.ResourceWithIdentity         = (*defaultsResource)(nil)
	_ resource.ResourceWithImportState      = (*defaultsResource)(nil)
	_ resource.ResourceWithModifyPlan       = (*defaultsResource)(nil)
	_ resource.ResourceWithValidateConfig   = (*defaultsResource)(nil)
)

// NewDefaultsResource makes the resource tableau_default_permissions.
func NewDefaultsResource() resource.Resource {
	return &defaultsResource{ruleSetResource{newModel: func() model { return &defaultsModel{settings: newSettings()} }}}
}

type defaultsResource struct{ ruleSetResource }

// defaultsModel is the rules that a project or a database gives to new content,
// in Terraform's terms.
type defaultsModel struct {
	ProjectID   types.String `tfsdk:"project_id"`
	DatabaseID  types.String `tfsdk:"database_id"`
	ContentType types.String `tfsdk:"content_type"`
	settings
}

// defaultsIdentity is what tells such rules from all others.
type defaultsIdentity struct {
	ProjectID   types.String `tfsdk:"project_id"`
	DatabaseID  types.String `tfsdk:"database_id"`
	ContentType types.String `tfsdk:"content_type"`
}

func (m *defaultsModel) ofDatabase() bool { return !m.DatabaseID.IsNull() }

func (m *defaultsModel) of() tableau.RulesOf {
	if m.ofDatabase() {
		return tableau.RulesOf{ContentType: typeDatabase, ID: m.DatabaseID.ValueString(), DefaultFor: m.ContentType.ValueString()}
	}
	return tableau.RulesOf{ContentType: typeProject, ID: m.ProjectID.ValueString(), DefaultFor: m.ContentType.ValueString()}
}

func (m *defaultsModel) content() (tableau.ContentType, bool) {
	return tableau.ContentTypeNamed(m.ContentType.ValueString())
}

func (m *defaultsModel) holder() path.Path {
	if m.ofDatabase() {
		return path.Root("database_id")
	}
	return path.Root("project_id")
}

func (m *defaultsModel) clone() model {
	same := *m
	return &same
}

func (m *defaultsModel) identity() any {
	return defaultsIdentity{m.ProjectID, m.DatabaseID, m.ContentType}
}

func (r *defaultsResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_default_permissions"
}

func (r *defaultsResource) ConfigValidators(context.Context) []resource.ConfigValidator {
	return []resource.ConfigValidator{
		resourcevalidator.ExactlyOneOf(path.MatchRoot("project_id"), path.MatchRoot("database_id")),
	}
}

// ValidateConfig adds what concerns databases alone.
func (r *defaultsResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	r.ruleSetResource.ValidateConfig(ctx, req, resp)
	config, ok := framework.Decode[defaultsModel](ctx, req.Config, &resp.Diagnostics)
	if ok {
		refuseDefaultsOfDatabase(config.DatabaseID, config.ContentType, &resp.Diagnostics)
	}
}

// refuseDefaultsOfDatabase reports a content type for which a database has no defaults
// (REST API reference: Add Default Database Permissions). Where it is not known yet
// whether a database is meant, it may not be.
func refuseDefaultsOfDatabase(database, contentType types.String, diags *diag.Diagnostics) {
	if database.IsNull() || database.IsUnknown() || contentType.IsNull() || contentType.IsUnknown() || contentType.ValueString() == typeTable {
		return
	}
	diags.AddAttributeError(path.Root("content_type"), "Databases have defaults for tables alone", fmt.Sprintf(
		"A database gives default permissions to its tables and to nothing else: write content_type = %q, or project_id in place of database_id.", typeTable))
}

func (r *defaultsResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	id := []validator.String{framework.LUID()}
	resp.Schema = schema.Schema{
		MarkdownDescription: defaultsResourceDescription,
		Attributes: withSettings(map[string]schema.Attribute{
			"project_id": schema.StringAttribute{
				Optional: true, Validators: id, PlanModifiers: replace,
				MarkdownDescription: defaultsProjectIDDescription + " Exactly one of `project_id` and `database_id` is set. A change replaces the default permissions.",
			},
			"database_id": schema.StringAttribute{
				Optional: true, Validators: id, PlanModifiers: replace,
				MarkdownDescription: defaultsDatabaseIDDescription + " A change replaces the default permissions.",
			},
			"content_type": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{stringvalidator.OneOf(defaultTypes()...)},
				PlanModifiers:       replace,
				MarkdownDescription: defaultsTypeDescription + " A change replaces the default permissions.",
			},
		}),
	}
}

func (r *defaultsResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"project_id":   identityschema.StringAttribute{OptionalForImport: true, Description: "LUID of the project whose defaults they are."},
			"database_id":  identityschema.StringAttribute{OptionalForImport: true, Description: "LUID of the database whose defaults they are, in place of a project."},
			"content_type": identityschema.StringAttribute{RequiredForImport: true, Description: "Type of the content that gets them, such as workbook."},
		},
	}
}

// ImportState takes PROJECT-LUID/CONTENT_TYPE, database/LUID/table, or the identity.
func (r *defaultsResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	given := req.ID
	if given == "" {
		identity, ok := framework.Decode[defaultsIdentity](ctx, req.Identity, &resp.Diagnostics)
		if !ok {
			return
		}
		given = identity.importID()
	}
	imported, ok := importedDefaults(given)
	if !ok {
		resp.Diagnostics.AddError("Cannot import default permissions", fmt.Sprintf(
			"%q does not name default permissions. Write PROJECT-LUID/CONTENT_TYPE, such as 4d652179-36bf-47e4-a9dc-e069227c72d0/workbook, "+
				"or database/LUID/table for what a database gives to its tables. The content types are %s.", given, strings.Join(defaultTypes(), ", ")))
		return
	}
	framework.Publish(ctx, &resp.Diagnostics, &resp.State, &imported, resp.Identity, imported.identity())
}

// importID is the identity as an import id. One that names both holders, or none, is none.
func (i defaultsIdentity) importID() string {
	holder := i.ProjectID.ValueString()
	if database := i.DatabaseID.ValueString(); database != "" {
		holder += "database/" + database
	}
	return holder + "/" + i.ContentType.ValueString()
}

// importedDefaults is the model of an import id. ok is false for what is none.
func importedDefaults(given string) (imported defaultsModel, ok bool) {
	imported = defaultsModel{settings: importedSettings()}
	holder := &imported.ProjectID
	rest, ofDatabase := strings.CutPrefix(given, typeDatabase+"/")
	if ofDatabase {
		holder = &imported.DatabaseID
	}
	id, contentType, _ := strings.Cut(rest, "/")
	*holder, imported.ContentType = types.StringValue(strings.ToLower(id)), types.StringValue(contentType)
	ok = framework.IsLUID(id) && slices.Contains(defaultTypes(), contentType) && (!ofDatabase || contentType == typeTable)
	return imported, ok
}
