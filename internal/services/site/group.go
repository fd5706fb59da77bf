package site

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// NewGroupDataSource makes the data source tableau_group.
func NewGroupDataSource() datasource.DataSource {
	return &dataSource[tableau.Group]{kind: groups()}
}

// NewGroupsDataSource makes the data source tableau_groups.
func NewGroupsDataSource() datasource.DataSource {
	return &pluralDataSource[tableau.Group]{kind: groups()}
}

type groupModel struct {
	ID              types.String `tfsdk:"id"`
	Name            types.String `tfsdk:"name"`
	Domain          types.String `tfsdk:"domain"`
	MinimumSiteRole types.String `tfsdk:"minimum_site_role"`
	UserCount       *int64       `tfsdk:"user_count"`
}

func listedGroup(g tableau.Group, _ *tableau.ProjectTree) any {
	return groupModel{
		ID:              types.StringValue(g.ID),
		Name:            types.StringValue(g.Name),
		Domain:          framework.TextOrNull(g.Domain.Name),
		MinimumSiteRole: framework.TextOrNull(g.MinimumSiteRole),
		UserCount:       g.UserCount,
	}
}

var groupAttributes = map[string]schema.Attribute{
	"id":                framework.ComputedString("LUID of the group."),
	"name":              framework.ComputedString("Name of the group, unique within its domain."),
	"domain":            framework.ComputedString("Domain of the group: `local`, or that of a directory."),
	"minimum_site_role": framework.ComputedString("Site role that users get with the group. Null for a group that gives none."),
	"user_count":        schema.Int64Attribute{Computed: true, MarkdownDescription: "How many users the group has. Null where the service does not say."},
}

func groups() kind[tableau.Group] {
	ofDomain := alike("domain", "Only groups of this domain, such as `local`, in any letter case.", func(g tableau.Group) string { return g.Domain.Name })
	ofDomain.words = " of domain %q"
	return kind[tableau.Group]{
		name: "group", plural: "groups", noun: "group", nouns: "groups",
		needs: "Needs Tableau Server or Tableau Cloud, API 2.5 or later, and a site administrator's rights. A connected app needs the scope `tableau:groups:read`.",
		shown: groupAttributes,
		all: func(ctx context.Context, c *tableau.Client, filters ...tableau.Filter) iter.Seq2[tableau.Group, error] {
			return c.Groups().All(ctx, filters...)
		},
		id:    func(g tableau.Group) string { return g.ID },
		title: func(g tableau.Group) string { return g.Name },
		where: func(g tableau.Group, _ *tableau.ProjectTree) string {
			return fmt.Sprintf(" of domain %q", g.Domain.Name)
		},
		listed: listedGroup, single: listedGroup,
		scopes: []filter[tableau.Group]{ofDomain},
		filters: []filter[tableau.Group]{
			equal("name", "name", "Only the groups of exactly this name.", func(g tableau.Group) string { return g.Name }, framework.Name()),
			ofDomain,
			alike("minimum_site_role", "Only groups that give this site role, such as `Viewer`, in any letter case.",
				func(g tableau.Group) string { return g.MinimumSiteRole }),
		},
	}
}
