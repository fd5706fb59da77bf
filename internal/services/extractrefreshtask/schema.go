package extractrefreshtask

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/timing"
)

const idDescription = "LUID of the task."

// oneTarget holds that a configuration names what is refreshed.
func oneTarget() resource.ConfigValidator {
	return resourcevalidator.ExactlyOneOf(path.MatchRoot(workbookIDName), path.MatchRoot(datasourceIDName))
}

func (r *taskResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	replaced := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "A task that refreshes the extracts of a workbook or a published data source, again and again.\n\n" +
			"On Tableau Server it runs on a schedule: set `schedule_id`. The service has no update for it, so that another schedule " +
			"replaces the task. Content that is on the schedule already is refused, with the command that adopts the task that is there.\n\n" +
			"On Tableau Cloud it has a `frequency` of its own, and changes in place.\n\n" +
			"Give a block or a `for_each` key that is renamed a `moved` block: without one Terraform deletes the task and makes another at once, which may be refused while the first one is there " +
			"and then takes a second apply.\n\n" +
			"Needs Tableau Server, API 3.6 or later, or Tableau Cloud, API 3.20 or later. " +
			"Administrators see all tasks, others only their own, and never those of virtual connections.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
				MarkdownDescription: idDescription,
			},
			workbookIDName: schema.StringAttribute{
				Optional:            true,
				Validators:          []validator.String{framework.LUID()},
				PlanModifiers:       replaced,
				MarkdownDescription: "The id of the workbook to refresh. Exactly one of `workbook_id` and `datasource_id` is set. A change replaces the task.",
			},
			datasourceIDName: schema.StringAttribute{
				Optional:            true,
				Validators:          []validator.String{framework.LUID()},
				PlanModifiers:       replaced,
				MarkdownDescription: "The id of the published data source to refresh. A change replaces the task.",
			},
			typeName: schema.StringAttribute{
				Optional: true, Computed: true,
				Validators: []validator.String{stringvalidator.OneOf(tableau.FullRefresh, tableau.IncrementalRefresh)},
				MarkdownDescription: "`FullRefresh`, the default, or `IncrementalRefresh`, which can be chosen on Tableau Cloud alone.\n" +
					"  - Tableau Server makes full refreshes. It shows the type to administrators, so that an incremental task made in the web interface " +
					"can be imported and kept; a `type` other than what the task is, is refused in the plan.\n" +
					"  - Tableau Cloud does not show the type: Terraform cannot notice that somebody changed it. It is null after an import and stays so " +
					"until it is configured, which then shows as a change in place and makes sure of it. Cloud's documents name the incremental type in two ways; " +
					"the provider says `IncrementalRefresh` and, where the service refuses that value, `IncrementalExtract`.",
			},
			scheduleIDName: timing.ScheduleIDAttribute(of.ScheduleType, replaced...),
			frequencyName:  timing.FrequencyAttribute(),
		},
	}
}

func (r *taskResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"id": identityschema.StringAttribute{
				RequiredForImport: true,
				Description:       idDescription,
			},
		},
	}
}
