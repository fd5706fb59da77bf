package permissions

import (
	"context"
	"errors"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var _ list.ListResourceWithConfigure = (*listResource)(nil)

// NewListResource makes the list resource tableau_permissions.
func NewListResource() list.ListResource { return &listResource{} }

// listResource has the resource's name and configuration.
type listResource struct{ itemResource }

const leftOutHelp = "Left out are items whose permissions a project locks, since they cannot be managed: list `tableau_default_permissions` of that project. " +
	"So are views that are tabs of their workbook, whose permissions hold, and collections, which Tableau does not list. " +
	"Databases, tables and virtual connections need Data Management: where the site does not list them, a warning says so, " +
	"unless `content_type` asks for them."

func (l *listResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the items whose permissions Terraform can manage, also those without a rule. " + leftOutHelp + "\n\n" +
			"The rules of an item take a call of their own, and are read where the whole resource is asked for, as to generate configuration.\n\n" +
			"Needs Tableau Server or Tableau Cloud, API 2.4 or later, and Terraform 1.14 or later.",
		Attributes: withItemFilter(map[string]schema.Attribute{}),
	}
}

func (l *listResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var failed list.ListResult
	wanted, ok := framework.Decode[itemFilter](ctx, req.Config, &failed.Diagnostics)
	client := l.connection.Client(&failed.Diagnostics)
	var listed listing
	if ok && client != nil {
		listed, ok = wanted.listing(ctx, client, &failed.Diagnostics)
	}
	if !ok || client == nil {
		stream.Results = list.ListResultsStreamDiagnostics(failed.Diagnostics)
		return
	}
	framework.List(ctx, stream, "list permissions", listed.items(ctx), req.Limit, func(ctx context.Context, one item) (list.ListResult, bool) {
		if one.hidden != "" {
			return one.warning(), true
		}
		made := req.NewListResult(ctx)
		made.DisplayName = listed.title(one)
		m := &itemModel{types.StringValue(one.contentType), types.StringValue(one.id), importedSettings()}
		made.Diagnostics.Append(made.Identity.Set(ctx, m.identity())...)
		if !req.IncludeResource {
			return made, true
		}
		return withRules(ctx, client, made, m)
	})
}

// withRules reads the rules of a result. ok is false for an item that has vanished,
// or whose rules turn out to be another's.
func withRules(ctx context.Context, client *tableau.Client, made list.ListResult, m model) (_ list.ListResult, ok bool) {
	set, err := client.Permissions().Read(ctx, m.of())
	switch {
	case tableau.IsNotFound(err), err == nil && isAnothers(m.of(), set):
		return made, false
	case forbidden(err):
		return refusedWarning(m.of(), err), true
	case err == nil:
		err = m.shared().show(ctx, client, set, client.Permissions().OwnerOf, nil, &made.Diagnostics)
	}
	if err != nil {
		framework.AddError(&made.Diagnostics, "read "+m.of().String(), err)
		return made, true
	}
	made.Diagnostics.Append(made.Resource.Set(ctx, m)...)
	return made, true
}

// forbidden reports that the signed-in user may see an item, but not its rules.
func forbidden(err error) bool {
	var refused *tableau.Error
	return errors.As(err, &refused) && refused.Status == http.StatusForbidden && refused.Code != ""
}

// refusedWarning is the result that says why rules are left out.
func refusedWarning(of tableau.RulesOf, err error) list.ListResult {
	refusal := framework.ErrorDiagnostic("read "+of.String(), err)
	var result list.ListResult
	result.Diagnostics.AddWarning("Left out the "+of.String(), refusal.Summary()+": "+refusal.Detail())
	return result
}
