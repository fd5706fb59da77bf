package permissions

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var _ list.ListResourceWithConfigure = (*granteeListResource)(nil)

// NewGranteeListResource makes the list resource tableau_grantee_permissions.
func NewGranteeListResource() list.ListResource { return &granteeListResource{} }

// granteeListResource has the resource's name and configuration.
type granteeListResource struct{ granteeResource }

type granteeFilter struct {
	itemFilter
	Grantee types.String `tfsdk:"grantee"`
}

func (l *granteeListResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists what each user, group and group set may do on each item: one result for every grantee with a rule. " + leftOutHelp + "\n\n" +
			"The rules of every item that the filters leave are read, in a call for each: narrow the list on a large site.\n\n" +
			"Needs Tableau Server or Tableau Cloud, API 2.4 or later, and Terraform 1.14 or later.",
		Attributes: withItemFilter(map[string]schema.Attribute{
			"grantee": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Only what this grantee may do, by a rule of its own: `group:NAME`, `user:NAME` or `group_set:NAME`, or a LUID " +
					"in place of the name. " +
					"That a user is in a group counts for the group alone.",
			},
		}),
	}
}

// granted is what one grantee has on an item.
type granted struct {
	item
	grantee      tableau.Grantee
	text         string
	capabilities map[string]string
	// refused is why the rules of the item are left out.
	refused error
}

func (l *granteeListResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var failed list.ListResult
	wanted, ok := framework.Decode[granteeFilter](ctx, req.Config, &failed.Diagnostics)
	client := l.connection.Client(&failed.Diagnostics)
	var listed listing
	var only tableau.Grantee
	if ok && client != nil {
		if listed, ok = wanted.listing(ctx, client, &failed.Diagnostics); ok {
			only, ok = wanted.grantee(ctx, client, &failed.Diagnostics)
		}
	}
	if !ok || client == nil {
		stream.Results = list.ListResultsStreamDiagnostics(failed.Diagnostics)
		return
	}
	all := framework.Expand(ctx, listed.items(ctx), func(ctx context.Context, one item) ([]granted, error) {
		return grantedOn(ctx, client, one, only)
	})
	framework.List(ctx, stream, "list permissions of grantees", all, req.Limit, func(ctx context.Context, one granted) (list.ListResult, bool) {
		switch {
		case one.hidden != "":
			return one.warning(), true
		case one.refused != nil:
			return refusedWarning(one.rules(), one.refused), true
		}
		return one.result(ctx, req, listed.title(one.item)), true
	})
}

// grantee is the only one that is meant, the zero Grantee for all.
func (f granteeFilter) grantee(ctx context.Context, client *tableau.Client, diags *diag.Diagnostics) (only tableau.Grantee, ok bool) {
	if f.Grantee.IsNull() {
		return only, true
	}
	only, err := identify(ctx, client, f.Grantee.ValueString())
	if err != nil {
		diags.Append(granteeDiagnostic(path.Root("grantee"), err))
	}
	return only, err == nil
}

// grantedOn reads what grantees have on an item; the zero Grantee stands for all. An
// item that has vanished gives nothing.
func grantedOn(ctx context.Context, client *tableau.Client, one item, only tableau.Grantee) ([]granted, error) {
	if one.hidden != "" {
		return []granted{{item: one}}, nil
	}
	set, err := client.Permissions().Read(ctx, one.rules())
	switch {
	case tableau.IsNotFound(err), err == nil && isAnothers(one.rules(), set):
		return nil, nil
	case forbidden(err):
		return []granted{{item: one, refused: err}}, nil
	case err != nil:
		return nil, err
	}
	var all []granted
	for grantee, capabilities := range set.Rules {
		if only != (tableau.Grantee{}) && grantee != only {
			continue
		}
		text, err := show(ctx, client, grantee)
		if err != nil {
			return nil, err
		}
		all = append(all, granted{item: one, grantee: grantee, text: text, capabilities: capabilities})
	}
	slices.SortFunc(all, func(a, b granted) int {
		return cmp.Or(strings.Compare(a.text, b.text), strings.Compare(a.grantee.ID, b.grantee.ID))
	})
	return all, nil
}

func (g granted) result(ctx context.Context, req list.ListRequest, title string) list.ListResult {
	made := req.NewListResult(ctx)
	made.DisplayName = fmt.Sprintf("%s on %s%s", g.text, strings.ToLower(title[:1]), title[1:])
	m := granteeModel{ContentType: types.StringValue(g.contentType), ContentID: types.StringValue(g.id), Grantee: types.StringValue(g.text)}
	m.show(g.capabilities)
	made.Diagnostics.Append(made.Identity.Set(ctx, m.identity(g.grantee))...)
	if req.IncludeResource {
		made.Diagnostics.Append(made.Resource.Set(ctx, m)...)
	}
	return made
}
