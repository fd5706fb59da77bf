package flowtask

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/timing"
)

const (
	onDestroyDelete  = "delete"
	onDestroyAbandon = "abandon"
)

const resourceDescription = "A task that runs a flow: on a schedule of Tableau Server, or on Tableau Cloud at a frequency of its own. " +
	"**Experimental**, for Tableau documents how to create and read flow tasks, and neither how to change nor how to delete one:\n\n" +
	"- Every change but that of `on_destroy` replaces the task. The old one is deleted first, so where that is refused nothing changes.\n" +
	"- Destroying it tries to delete it, and explains itself where the service refuses; see `on_destroy`.\n" +
	"- Tableau Cloud shows when a task runs next, but not its frequency in full. Terraform keeps the configured one, and finds it changed when " +
	"it is of another kind, or cannot have its next run when Tableau shows it. A change that shows in neither is not found.\n" +
	"- An imported task of Tableau Cloud has no `frequency` in state. It can stay so; then when it runs is left as it is. If a frequency is configured " +
	"that fits what Tableau shows, it is adopted without touching the task, which a warning says: the task may have another.\n" +
	"- What is given for parameters and output steps is compared where Tableau shows it, and kept as configured where it does not. After an import what " +
	"the task has already is adopted in the same way; where Tableau shows nothing of it, the plan warns.\n\n" +
	"Give a block or a `for_each` key that is renamed a `moved` block: without one Terraform deletes the task and makes another at once, which may be refused while the first one is there " +
	"and then takes a second apply.\n\n" +
	"Needs Tableau Server, API 3.3 or later, or Tableau Cloud, API 3.22 or later, and Data Management."

func (r *flowTaskResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	scheduleID := timing.ScheduleIDAttribute(scheduleType)
	scheduleID.MarkdownDescription += " A change replaces the task."
	frequency := timing.FrequencyAttribute()
	frequency.MarkdownDescription += " A change replaces the task. It can be left out for an imported task, and is required of a new one."
	resp.Schema = schema.Schema{
		MarkdownDescription: resourceDescription,
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
				MarkdownDescription: "LUID of the flow task.",
			},
			"flow_id": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{framework.LUID()},
				MarkdownDescription: "LUID of the flow, such as that of the data source `tableau_flow`. A change replaces the task.",
			},
			"schedule_id": scheduleID,
			"frequency":   frequency,
			"parameters": schema.MapAttribute{
				Optional:    true,
				ElementType: types.StringType,
				Validators:  []validator.Map{mapvalidator.SizeAtLeast(1), mapvalidator.KeysAre(framework.Name()), mapvalidator.ValueStringsAre(framework.Text())},
				MarkdownDescription: "Values for parameters of the flow, by the parameter's name or its LUID. Those left out have the flow's default; a parameter " +
					"that the flow requires cannot be left out. Needs API 3.15 or later, and flow parameters switched on for the site. A change replaces the task.",
			},
			"output_steps": schema.SetAttribute{
				Optional:    true,
				ElementType: types.StringType,
				Validators:  []validator.Set{setvalidator.SizeAtLeast(1), framework.NoNullElements(), setvalidator.ValueStringsAre(framework.Name())},
				MarkdownDescription: "Tableau Cloud: names of the flow's output steps to run. Default: all of them. Tableau Server always runs all. " +
					"A change replaces the task.",
			},
			"on_destroy": schema.StringAttribute{
				Optional: true, Computed: true,
				Default:    stringdefault.StaticString(onDestroyDelete),
				Validators: []validator.String{stringvalidator.OneOf(onDestroyDelete, onDestroyAbandon)},
				MarkdownDescription: "What destroying does: `delete` asks the service to delete the task, and fails where it does not know how; `abandon` " +
					"forgets the task, " +
					"which goes on running, so that Terraform does not delete its schedule. Like any such setting it must be applied before the destroy, or the replacement. Default `delete`.",
			},
		},
	}
}

// ConfigValidators allow neither of the two for a task that exists: what Cloud
// does not show of an imported one cannot be said. A new one needs one of them,
// which the plan checks.
func (r *flowTaskResource) ConfigValidators(context.Context) []resource.ConfigValidator {
	return []resource.ConfigValidator{
		resourcevalidator.Conflicting(path.MatchRoot("schedule_id"), path.MatchRoot("frequency")),
	}
}

func (r *flowTaskResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"id": identityschema.StringAttribute{
				RequiredForImport: true,
				Description:       "LUID of the flow task.",
			},
		},
	}
}
