package schedule

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
)

// Descriptions that the resource and the data sources share.
const (
	nameDescription           = "Name of the schedule, unique on the whole server."
	typeDescription           = "What the schedule runs: `Extract` (extract refreshes), `Flow` (flow runs) or `Subscription` (e-mails)."
	priorityDescription       = "Priority of the schedule's jobs in the queue, 1 to 100; lower runs first."
	executionOrderDescription = "`Parallel`: the schedule's jobs may run at the same time. `Serial`: one after the other."
	frequencyDescription      = "When the schedule runs. Times are in the server's time zone."
	stateDescription          = "`Active`, or `Suspended` to run nothing until it is active again."
)

func (r *scheduleResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A schedule of Tableau Server, to which extract refreshes, flow runs and subscriptions are added. " +
			"Schedules belong to the whole server, not to a site: manage each from one configuration only. Only a server administrator can change them.\n\n" +
			"A server may refuse to delete a schedule on which something runs, or delete that along with it. Terraform therefore deletes no schedule on which " +
			"something runs on this site that is not destroyed first. What runs on the schedule on other sites it cannot see: look there before. " +
			"Let what runs on it refer to `tableau_schedule.NAME.id`, for Terraform deletes first what refers to it. " +
			"Terraform replaces the tasks on a schedule before it deletes it, and moves a `tableau_subscription` after that: move it in an apply of its own, " +
			"with `-target`. Give a block or a `for_each` key that is renamed a `moved` block.\n\n" +
			"Needs Tableau Server, API 2.4 or later; before 3.8 execution order and frequency are kept as configured and cannot be checked, " +
			"and an imported schedule for which no `execution_order` is configured keeps the one that it has. " +
			"Tableau Cloud has no schedules: there, tasks and subscriptions have a `frequency` of their own.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
				MarkdownDescription: "LUID of the schedule.",
			},
			"name": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{framework.Name()},
				MarkdownDescription: nameDescription,
			},
			"type": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{stringvalidator.OneOf(scheduleTypes...)},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
				MarkdownDescription: typeDescription + " A change replaces the schedule.",
			},
			"priority": schema.Int64Attribute{
				Optional: true, Computed: true,
				Default:             int64default.StaticInt64(50),
				Validators:          []validator.Int64{int64validator.Between(1, 100)},
				MarkdownDescription: priorityDescription + " Default 50.",
			},
			"execution_order": schema.StringAttribute{
				Optional: true, Computed: true,
				Default:             stringdefault.StaticString("Parallel"),
				Validators:          []validator.String{stringvalidator.OneOf("Parallel", "Serial")},
				MarkdownDescription: executionOrderDescription + " Default `Parallel`.",
			},
			"state": schema.StringAttribute{
				Optional: true, Computed: true,
				Default:             stringdefault.StaticString(stateActive),
				Validators:          []validator.String{stringvalidator.OneOf(stateActive, stateSuspended)},
				MarkdownDescription: stateDescription + " Default `Active`.",
			},
			"frequency": frequency.RequiredAttribute(frequencyDescription),
		},
	}
}

func (r *scheduleResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"id": identityschema.StringAttribute{
				RequiredForImport: true,
				Description:       "LUID of the schedule.",
			},
		},
	}
}
