package site

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// NewDatasourceDataSource makes the data source tableau_datasource.
func NewDatasourceDataSource() datasource.DataSource {
	return &dataSource[tableau.Datasource]{kind: datasources()}
}

// NewDatasourcesDataSource makes the data source tableau_datasources.
func NewDatasourcesDataSource() datasource.DataSource {
	return &pluralDataSource[tableau.Datasource]{kind: datasources()}
}

type datasourceModel struct {
	contentModel
	ContentURL        types.String `tfsdk:"content_url"`
	Description       types.String `tfsdk:"description"`
	WebpageURL        types.String `tfsdk:"webpage_url"`
	Type              types.String `tfsdk:"type"`
	Certified         *bool        `tfsdk:"certified"`
	CertificationNote types.String `tfsdk:"certification_note"`
	HasExtracts       *bool        `tfsdk:"has_extracts"`
}

func contentOfDatasource(d tableau.Datasource) content {
	return content{d.ID, d.Name, d.Project.ID, d.Owner.ID, d.Tags, d.CreatedAt, d.UpdatedAt}
}

func listedDatasource(d tableau.Datasource, projects *tableau.ProjectTree) any {
	return datasourceModel{
		contentModel:      contentOfDatasource(d).model(projects),
		ContentURL:        framework.TextOrNull(d.ContentURL),
		Description:       framework.TextOrNull(d.Description),
		WebpageURL:        framework.TextOrNull(d.WebpageURL),
		Type:              framework.TextOrNull(d.Type),
		Certified:         d.IsCertified,
		CertificationNote: framework.TextOrNull(d.CertificationNote),
		HasExtracts:       d.HasExtracts,
	}
}

func datasources() kind[tableau.Datasource] {
	return kind[tableau.Datasource]{
		name: "datasource", plural: "datasources", noun: "data source", nouns: "data sources", located: true,
		needs: "Needs Tableau Server or Tableau Cloud, API 2.4 or later. A connected app needs the scope `tableau:content:read`.",
		shown: contentAttributes("data source", map[string]schema.Attribute{
			"content_url":        framework.ComputedString("Name of the data source in URLs."),
			"description":        framework.ComputedString("Description of the data source."),
			"webpage_url":        framework.ComputedString("Address of the data source in the web interface."),
			"type":               framework.ComputedString("What the data source connects to, such as `hyper` or `postgres`."),
			"certified":          schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the data source is certified."},
			"certification_note": framework.ComputedString("What the person who certified the data source wrote."),
			"has_extracts":       schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the data source holds an extract. Null where the server does not say."},
		}),
		get: func(ctx context.Context, c *tableau.Client, id string) (tableau.Datasource, error) {
			return c.Datasources().Get(ctx, id)
		},
		all: func(ctx context.Context, c *tableau.Client, filters ...tableau.Filter) iter.Seq2[tableau.Datasource, error] {
			return c.Datasources().All(ctx, filters...)
		},
		id:    func(d tableau.Datasource) string { return d.ID },
		title: func(d tableau.Datasource) string { return d.Name },
		where: func(d tableau.Datasource, projects *tableau.ProjectTree) string {
			return whereContent(contentOfDatasource(d), projects)
		},
		listed: listedDatasource, single: listedDatasource,
		scopes:  []filter[tableau.Datasource]{inProjectAt("data sources", func(d tableau.Datasource) string { return d.Project.ID })},
		filters: contentFilters("data sources", "tags", contentOfDatasource),
	}
}
