package schedule

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
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
			"Needs Tableau Server, API 2.4 or later, and Terraform 1.14 or later; before API 3.8 execution order and frequency are left out.",
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
	framework.List(ctx, stream, "list schedules", listed, req.Limit, func(ctx context.Context, s tableau.Schedule) (list.ListResult, bool) {
		return result(ctx, client, req, s)
	})
}

// result makes one result. With the resource asked for it reads the schedule,
// for the list has no execution order and no frequency details.
func result(ctx context.Context, client *tableau.Client, req list.ListRequest, s tableau.Schedule) (list.ListResult, bool) {
	made := req.NewListResult(ctx)
	made.DisplayName = s.Name
	m := newModel()
	if req.IncludeResource {
		full, err := client.Schedules().Get(ctx, s.ID)
		if tableau.IsNotFound(err) {
			return list.ListResult{}, false
		}
		if err != nil {
			framework.AddError(&made.Diagnostics, "read schedule", err)
			return made, true
		}
		s = full
	}
	m.fromAPI(ctx, s)
	made.Diagnostics.Append(made.Identity.Set(ctx, m.identity())...)
	if req.IncludeResource {
		made.Diagnostics.Append(made.Resource.Set(ctx, m)...)
	}
	return made, true
}
