package permissions

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
)

// Descriptions that resources, list resources and data sources share.
var (
	itemTypeDescription     = "Type of the content: " + inCode(itemTypes()) + "."
	itemIDDescription       = "LUID of the content, such as the `id` of the data source `tableau_workbook`."
	defaultsTypeDescription = "Type of the content that gets the rules when it is new: " + inCode(defaultTypes()) +
		". A database gives them to a `table` only; `metric` and `lens` are there up to API 3.21."
)

const (
	defaultsProjectIDDescription  = "LUID of the project that gives the rules to new content in it."
	defaultsDatabaseIDDescription = "LUID of the database that gives the rules to its tables."
	rulesDescription              = "Who may do what: by grantee, the capabilities with `Allow` or `Deny`."
)

const granteesHelp = "A grantee is written `group:NAME`, `user:NAME` or `group_set:NAME`. Names are looked up, and may differ in case alone. " +
	"Where several have the name, write `group:DOMAIN\\NAME`; a LUID in place of the name always works, needs no look-up and outlasts a new name. " +
	"The form that is written is the one that state keeps. Group sets need API 3.22 or later."

const authoritativeHelp = "**Authoritative**: it owns the whole rule set. Who is not named in `rules` or `ignore_grantees` has no rule, the group *All Users* included, " +
	"and rules that somebody adds elsewhere are removed by the next apply.\n\n" +
	granteesHelp + "\n\n" +
	"An update never leaves a moment in which a grantee lacks a capability that it keeps. With API 3.23 or later it is one call that replaces " +
	"the rule set, for content that has such a call and without `ignore_grantees`, and otherwise as many calls as it takes. " +
	"If one of several calls fails, state holds what is there then, and the next apply does the rest.\n\n" +
	"While a project locks the permissions of its content (`content_permissions` other than `ManagedByOwner`), the rules in force are the project's default " +
	"permissions. Then a plan that changes rules of an item is refused and names that project, and destroying them revokes nothing. " +
	"Set `tableau_default_permissions` of that project instead.\n\n" +
	"The owner of content, administrators and project leaders may do everything without a rule. Tableau need not list rules for the owner; " +
	"those in state are kept then. That the leader of a project leads the projects in it is inherited, and not shown."

const renamedHelp = "Give a block that is renamed a `moved` block: without one Terraform destroys and creates the rules. " +
	"Where the new block also has another `provider`, those that both set may then be gone until the next apply."

const catalogHelp = "Permissions of databases and tables need Data Management, and cannot be read or set with a JSON Web Token or a connected app."

const itemResourceDescription = "The permissions of one project, workbook, data source or other item: all its rules.\n\n" + authoritativeHelp + "\n\n" +
	"A new project starts with a copy of the rules of the project *Default*, which usually let the group *All Users* in. The first apply removes what is " +
	"not in `rules`. Rules of a view are in force while its workbook hides its tabs.\n\n" +
	catalogHelp + " Tableau documents no permissions of collections: the provider sends whatever capabilities are written.\n\n" +
	"Needs Tableau Server or Tableau Cloud, API 2.0 or later for projects, workbooks and data sources, 3.2 for views, 3.3 for flows, 3.5 for databases and tables, " +
	"3.22 for virtual connections; 3.23 or later to replace the rules of a project, workbook, data source, view or flow with one call."

const defaultsResourceDescription = "The default permissions of a project for one content type: the rules that new content gets, and all content while the project locks " +
	"permissions. Or those of a database for its tables.\n\n" + authoritativeHelp + "\n\n" +
	"A new project starts with a copy of the default permissions of the project *Default*. The first apply removes what is not in `rules`. " +
	"Content that was there before keeps its own rules, unless the project locks permissions.\n\n" +
	catalogHelp + "\n\n" +
	"Needs Tableau Server or Tableau Cloud, API 2.1 or later for workbooks and data sources, 3.3 for flows and data roles, 3.6 for databases and tables, " +
	"3.23 for virtual connections, 3.5 for the tables of a database; 3.23 or later to replace the default permissions of a project with one call."

// withSettings adds the attributes of settings.
func withSettings(attributes map[string]schema.Attribute) map[string]schema.Attribute {
	attributes["rules"] = schema.MapAttribute{
		Required:    true,
		ElementType: capabilitiesType,
		MarkdownDescription: rulesDescription + " `{}` means that nobody has a rule. " +
			"Capabilities are Tableau's own names, such as `Read`; the function `capabilities` lists those of a template.",
	}
	attributes["ignore_grantees"] = schema.SetAttribute{
		Optional:    true,
		ElementType: types.StringType,
		Validators:  []validator.Set{framework.NoNullElements()},
		MarkdownDescription: "Grantees whose rules are left alone: neither shown nor removed, nor touched by any call. They are written as in `rules`, " +
			"and one that does not exist is ignored with a warning.",
	}
	attributes["on_destroy"] = schema.StringAttribute{
		Optional: true, Computed: true,
		Default:    stringdefault.StaticString(onDestroyRevoke),
		Validators: []validator.String{stringvalidator.OneOf(onDestroyRevoke, onDestroyKeep)},
		MarkdownDescription: "What destroying does: `revoke` takes away the rules that are in state, and `keep` leaves them in Tableau. " +
			"Default `revoke`. " + renamedHelp,
	}
	return attributes
}

// importedSettings are those of what is about to be read for the first time.
func importedSettings() settings {
	imported := newSettings()
	imported.OnDestroy = types.StringValue(onDestroyRevoke)
	return imported
}
