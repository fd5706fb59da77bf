package schedule

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var _ list.ListResourceWithConfigure = (*listResource)(nil)

// NewListResource makes the list resource tableau_schedule.
func NewListResource() list.ListResource { return &listResource{} }

// listResource has the resource's name and configuration.
type listResource struct{ scheduleResource }

func (l *listResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the schedules of Tableau Server that Terraform can manage, those of Tableau itself left out.\n\n" +
			"Needs Tableau Server, API 2.4 or later, and Terraform 1.14 or later; before API 3.8 execution order and frequency are left out. " +
			"Some later servers leave the frequency out too. A warning says so, for generated configuration then has `frequency = null`, " +
			"which is not valid: fill in the frequency that each schedule has in Tableau.",
		Attributes: map[string]schema.Attribute{
			"type": schema.StringAttribute{
				Optional:            true,
				Validators:          []validator.String{stringvalidator.OneOf(scheduleTypes...)},
				MarkdownDescription: "Only schedules of this type: `Extract`, `Flow` or `Subscription`.",
			},
			"state": schema.StringAttribute{
				Optional:            true,
				Validators:          []validator.String{stringvalidator.OneOf(stateActive, stateSuspended)},
				MarkdownDescription: "Only schedules in this state: `Active` or `Suspended`.",
			},
			"name": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Only the schedule of this name, whatever its case.",
			},
		},
	}
}

func (l *listResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var failed list.ListResult
	wanted, ok := framework.Decode[filter](ctx, req.Config, &failed.Diagnostics)
	client := serverClient(ctx, l.connection, &failed.Diagnostics)
	if !ok || client == nil {
		stream.Results = list.ListResultsStreamDiagnostics(failed.Diagnostics)
		return
	}
	listed := framework.Only(client.Schedules().All(ctx), func(s tableau.Schedule) bool { return manageable(s) && s.IsOfServer() && wanted.matches(s) })
	var once sync.Once
	framework.List(ctx, stream, "list schedules", listed, req.Limit, func(ctx context.Context, s tableau.Schedule) (list.ListResult, bool) {
		made, m, ok := result(ctx, client, req, s)
		if ok && req.IncludeResource && !made.Diagnostics.HasError() && m.Frequency.IsNull() {
			once.Do(func() { warnNoFrequency(&made.Diagnostics) })
		}
		return made, ok
	})
}

// warnNoFrequency says why generated configuration is not valid. One warning for a
// list says it of all its schedules.
func warnNoFrequency(diags *diag.Diagnostics) {
	diags.AddWarning("Tableau does not show when schedules run",
		"This server shows schedules without the details of their frequency, as all do before API 3.8 and some later ones. "+
			"Generated configuration has frequency = null for them, and without a frequency it is not valid. "+
			"Fill in the one that each schedule has in Tableau: the first apply writes what is filled in.")
}

// result makes one result. With the resource asked for it reads the schedule,
// for the list has no execution order and no frequency details.
func result(ctx context.Context, client *tableau.Client, req list.ListRequest, s tableau.Schedule) (list.ListResult, model, bool) {
	made := req.NewListResult(ctx)
	made.DisplayName = s.Name
	m := newModel()
	if req.IncludeResource {
		full, err := client.Schedules().Get(ctx, s.ID)
		if tableau.IsNotFound(err) {
			return list.ListResult{}, m, false
		}
		if err != nil {
			framework.AddError(&made.Diagnostics, "read schedule", err)
			return made, m, true
		}
		s = full
	}
	m.fromAPI(ctx, s)
	made.Diagnostics.Append(made.Identity.Set(ctx, m.identity())...)
	if req.IncludeResource {
		made.Diagnostics.Append(made.Resource.Set(ctx, m)...)
	}
	return made, m, true
}
