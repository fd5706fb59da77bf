package permissions

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
)

const granteeResourceDescription = "What one user, group or group set may do with one project, workbook, data source or other item.\n\n" +
	"Two resources manage permissions of an item:\n\n" +
	"* `tableau_permissions` owns all rules of the item, and takes away every one that it does not name. Use it where one configuration is to say who may " +
	"do what: a rule that somebody sets by hand is shown by the next plan.\n" +
	"* `tableau_grantee_permissions` owns the rules of one grantee, and leaves those of all others alone: it neither shows nor removes what is set in " +
	"Tableau's web interface. Use it where several teams, or people and Terraform, share an item, and each looks after its own.\n\n" +
	"The plan refuses both on one item, unless the `ignore_grantees` of the former has the grantee of the latter, and two that give one grantee different " +
	"capabilities. Only blocks of the same configuration and `provider` block are compared.\n\n" +
	"All capabilities that the grantee has on the item are its own: those that are not in `capabilities` are taken away, also those that were there before. " +
	"The plan that creates it warns of these. Destroying it takes away the capabilities in state. Either does so capability by capability and never replaces " +
	"the rule set, so that many of these can change one item at the same time. " + renamedHelp + "\n\n" +
	"A grantee that is written by name is looked up in each run. If it is renamed in Tableau, the plan shows its new name. If another one has the name now, " +
	"the plan replaces the permissions.\n\n" +
	granteesHelp + "\n\n" +
	"While a project locks the permissions of its content, the rules in force are the project's default permissions: a plan that changes those of the " +
	"content is refused, and destroying them revokes nothing. Set `tableau_default_permissions` of that project instead.\n\n" +
	catalogHelp + "\n\n" +
	"Needs Tableau Server or Tableau Cloud, API 2.0 or later for projects, workbooks and data sources, 3.2 for views, 3.3 for flows, 3.5 for databases and " +
	"tables, 3.22 for virtual connections and for group sets."

func (r *granteeResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	resp.Schema = schema.Schema{
		MarkdownDescription: granteeResourceDescription,
		Attributes: map[string]schema.Attribute{
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
			"grantee": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "Who has the capabilities: `group:NAME`, `user:NAME` or `group_set:NAME`, or a LUID in place of the name. Writing the same grantee in another way changes nothing in " +
					"Tableau; another grantee replaces the permissions.",
			},
			"capabilities": schema.MapAttribute{
				Required:    true,
				ElementType: types.StringType,
				MarkdownDescription: "All that the grantee is allowed and denied, at least one: by capability, such as `Read`, the mode, `Allow` or `Deny`. " +
					"The function `capabilities` gives those of Tableau's templates.",
			},
		},
	}
}

func (r *granteeResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"content_type": identityschema.StringAttribute{RequiredForImport: true, Description: "Type of the item, such as workbook."},
			"content_id":   identityschema.StringAttribute{RequiredForImport: true, Description: "LUID of the item."},
			"grantee":      identityschema.StringAttribute{RequiredForImport: true, Description: "Who has the capabilities: group:LUID, user:LUID or group_set:LUID."},
		},
	}
}
