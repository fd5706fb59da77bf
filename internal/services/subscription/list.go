package subscription

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/timing"
)

var _ list.ListResourceWithConfigure = (*listResource)(nil)

// NewListResource makes the list resource tableau_subscription.
func NewListResource() list.ListResource { return &listResource{} }

// listResource has the resource's name and configuration.
type listResource struct{ subscriptionResource }

func (l *listResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	id := []validator.String{framework.LUID()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the subscriptions of the site that Terraform can manage, those left out that are sent when an extract is refreshed.\n\n" +
			"Needs Tableau Server, API 2.4 or later, or Tableau Cloud, API 3.20 or later, and Terraform 1.14 or later.",
		Attributes: map[string]schema.Attribute{
			"user_id":      schema.StringAttribute{Optional: true, Validators: id, MarkdownDescription: userIDFilter},
			"content_id":   schema.StringAttribute{Optional: true, Validators: id, MarkdownDescription: contentIDFilter},
			"content_type": schema.StringAttribute{Optional: true, Validators: []validator.String{stringvalidator.OneOf(contentTypes...)}, MarkdownDescription: contentTypeFilter},
			"schedule_id":  schema.StringAttribute{Optional: true, Validators: id, MarkdownDescription: scheduleIDFilter},
			"subject":      schema.StringAttribute{Optional: true, MarkdownDescription: subjectFilter},
		},
	}
}

func (l *listResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var failed list.ListResult
	wanted, ok := framework.Decode[filter](ctx, req.Config, &failed.Diagnostics)
	client := l.connection.Client(&failed.Diagnostics)
	if !ok || client == nil {
		stream.Results = list.ListResultsStreamDiagnostics(failed.Diagnostics)
		return
	}
	listed := framework.Only(client.Subscriptions().All(ctx), func(s tableau.Subscription) bool { return manageable(s) && wanted.matches(s) })
	framework.List(ctx, stream, "list subscriptions", listed, req.Limit, func(ctx context.Context, s tableau.Subscription) (list.ListResult, bool) {
		m := newModel()
		m.fromAPI(ctx, s)
		// A custom schedule of Server is none that a configuration could name.
		return result(ctx, req, s, m), !m.Equal(timing.None())
	})
}

// result makes one result. The list shows subscriptions as a whole.
func result(ctx context.Context, req list.ListRequest, s tableau.Subscription, m model) list.ListResult {
	made := req.NewListResult(ctx)
	made.DisplayName = s.Subject
	if s.User.Name != "" {
		made.DisplayName += " to " + s.User.Name
	}
	made.Diagnostics.Append(made.Identity.Set(ctx, m.identity())...)
	if req.IncludeResource {
		made.Diagnostics.Append(made.Resource.Set(ctx, m)...)
	}
	return made
}
