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

// NewWorkbookDataSource makes the data source tableau_workbook.
func NewWorkbookDataSource() datasource.DataSource {
	return &dataSource[tableau.Workbook]{kind: workbooks()}
}

// NewWorkbooksDataSource makes the data source tableau_workbooks.
func NewWorkbooksDataSource() datasource.DataSource {
	return &pluralDataSource[tableau.Workbook]{kind: workbooks()}
}

type workbookModel struct {
	contentModel
	ContentURL    types.String `tfsdk:"content_url"`
	Description   types.String `tfsdk:"description"`
	WebpageURL    types.String `tfsdk:"webpage_url"`
	DefaultViewID types.String `tfsdk:"default_view_id"`
	ShowTabs      *bool        `tfsdk:"show_tabs"`
	HasExtracts   *bool        `tfsdk:"has_extracts"`
}

type singleWorkbookModel struct {
	workbookModel
	Views map[string]string `tfsdk:"views"`
}

func contentOfWorkbook(w tableau.Workbook) content {
	return content{w.ID, w.Name, w.Project.ID, w.Owner.ID, w.Tags, w.CreatedAt, w.UpdatedAt}
}

func listedWorkbook(w tableau.Workbook, projects *tableau.ProjectTree) workbookModel {
	return workbookModel{
		contentModel:  contentOfWorkbook(w).model(projects),
		ContentURL:    framework.TextOrNull(w.ContentURL),
		Description:   framework.TextOrNull(w.Description),
		WebpageURL:    framework.TextOrNull(w.WebpageURL),
		DefaultViewID: framework.TextOrNull(w.DefaultViewID),
		ShowTabs:      w.ShowTabs,
		HasExtracts:   w.HasExtracts,
	}
}

func workbooks() kind[tableau.Workbook] {
	return kind[tableau.Workbook]{
		name: "workbook", plural: "workbooks", noun: "workbook", nouns: "workbooks", located: true,
		needs: "Needs Tableau Server or Tableau Cloud, API 2.4 or later. A connected app needs the scope `tableau:content:read`.",
		shown: contentAttributes("workbook", map[string]schema.Attribute{
			"content_url":     framework.ComputedString("Name of the workbook in URLs."),
			"description":     framework.ComputedString("Description of the workbook."),
			"webpage_url":     framework.ComputedString("Address of the workbook in the web interface."),
			"default_view_id": framework.ComputedString("LUID of the view that the workbook opens with."),
			"show_tabs":       schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the workbook shows its views as tabs. While it does, views have no permissions of their own."},
			"has_extracts":    schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the workbook holds extracts. Null where the server does not say."},
		}),
		alone: map[string]schema.Attribute{
			"views": schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "LUIDs of the workbook's views, by the views' names."},
		},
		get: func(ctx context.Context, c *tableau.Client, id string) (tableau.Workbook, error) {
			return c.Workbooks().Get(ctx, id)
		},
		all: func(ctx context.Context, c *tableau.Client, filters ...tableau.Filter) iter.Seq2[tableau.Workbook, error] {
			return c.Workbooks().All(ctx, filters...)
		},
		id:    func(w tableau.Workbook) string { return w.ID },
		title: func(w tableau.Workbook) string { return w.Name },
		where: func(w tableau.Workbook, projects *tableau.ProjectTree) string {
			return whereContent(contentOfWorkbook(w), projects)
		},
		listed: func(w tableau.Workbook, projects *tableau.ProjectTree) any { return listedWorkbook(w, projects) },
		single: func(w tableau.Workbook, projects *tableau.ProjectTree) any {
			views := map[string]string{}
			for _, view := range w.Views {
				views[view.Name] = view.ID
			}
			return singleWorkbookModel{listedWorkbook(w, projects), views}
		},
		scopes:  []filter[tableau.Workbook]{inProjectAt("workbooks", func(w tableau.Workbook) string { return w.Project.ID })},
		filters: contentFilters("workbooks", "tags", contentOfWorkbook),
	}
}
