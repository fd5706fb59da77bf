package site

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// NewViewDataSource makes the data source tableau_view.
func NewViewDataSource() datasource.DataSource {
	return &dataSource[tableau.View]{kind: views()}
}

// NewViewsDataSource makes the data source tableau_views.
func NewViewsDataSource() datasource.DataSource {
	return &pluralDataSource[tableau.View]{kind: views()}
}

type viewModel struct {
	contentModel
	WorkbookID   types.String `tfsdk:"workbook_id"`
	WorkbookName types.String `tfsdk:"workbook_name"`
	ContentURL   types.String `tfsdk:"content_url"`
	ViewURLName  types.String `tfsdk:"view_url_name"`
	SheetType    types.String `tfsdk:"sheet_type"`
	Hidden       *bool        `tfsdk:"hidden"`
}

func contentOfView(v tableau.View) content {
	return content{v.ID, v.Name, v.Project.ID, v.Owner.ID, v.Tags, v.CreatedAt, v.UpdatedAt}
}

func listedView(v tableau.View, projects *tableau.ProjectTree) any {
	return viewModel{
		contentModel: contentOfView(v).model(projects),
		WorkbookID:   framework.TextOrNull(v.Workbook.ID),
		WorkbookName: framework.TextOrNull(v.Workbook.Name),
		ContentURL:   framework.TextOrNull(v.ContentURL),
		ViewURLName:  framework.TextOrNull(v.ViewURLName),
		SheetType:    framework.TextOrNull(v.SheetType),
		Hidden:       v.Hidden,
	}
}

// inWorkbook narrows to the views of one workbook.
func inWorkbook() filter[tableau.View] {
	of := equal("workbook_id", "", "Only views of the workbook with this LUID.", func(v tableau.View) string { return v.Workbook.ID }, framework.LUID())
	of.words = " in the workbook with the id %s"
	return of
}

// inWorkbookNamed narrows to the views of the workbooks of a name. Not every
// answer names the workbook of a view, so their ids are looked up.
func inWorkbookNamed() filter[tableau.View] {
	return filter[tableau.View]{
		attribute: "workbook_name", description: "Only views of workbooks of this name.", words: " in workbook %q",
		validators: []validator.String{framework.Name()},
		condition: func(ctx context.Context, client *tableau.Client, value string) (condition[tableau.View], error) {
			found, err := workbooks().named(ctx, client, value, nil)
			if err != nil {
				return condition[tableau.View]{}, err
			}
			if len(found) == 0 {
				return condition[tableau.View]{}, &refusal{"workbook_name", "No such workbook",
					fmt.Sprintf("The site shows no workbook named %q to this user. %s", value, workbooks().seeList())}
			}
			ids, names := map[string]bool{}, map[string]bool{}
			for _, workbook := range found {
				ids[workbook.ID], names[workbook.Name] = true, true
			}
			c := condition[tableau.View]{keep: func(v tableau.View) bool { return ids[v.Workbook.ID] }}
			if len(names) == 1 {
				c.ask = []tableau.Filter{tableau.Equal("workbookName", found[0].Name)}
			}
			return c, nil
		},
	}
}

func views() kind[tableau.View] {
	project := func(v tableau.View) string { return v.Project.ID }
	return kind[tableau.View]{
		name: "view", plural: "views", noun: "view", nouns: "views", located: true,
		needs: "Needs Tableau Server or Tableau Cloud, API 3.1 or later. A connected app needs the scope `tableau:content:read`.",
		shown: contentAttributes("view", map[string]schema.Attribute{
			"workbook_id":   framework.ComputedString("LUID of the workbook that the view is in."),
			"workbook_name": framework.ComputedString("Name of the workbook that the view is in. Null where the server does not say."),
			"content_url":   framework.ComputedString("Name of the view in URLs, behind that of its workbook."),
			"view_url_name": framework.ComputedString("Name of the view in URLs, without its workbook."),
			"sheet_type":    framework.ComputedString("`worksheet`, `dashboard` or `story`. Null where the server does not say."),
			"hidden":        schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the view is hidden. Null where the server does not say."},
		}),
		get: func(ctx context.Context, c *tableau.Client, id string) (tableau.View, error) {
			return c.Views().Get(ctx, id)
		},
		all: func(ctx context.Context, c *tableau.Client, filters ...tableau.Filter) iter.Seq2[tableau.View, error] {
			return c.Views().All(ctx, filters...)
		},
		id:    func(v tableau.View) string { return v.ID },
		title: func(v tableau.View) string { return v.Name },
		where: func(v tableau.View, projects *tableau.ProjectTree) string {
			workbook := "the workbook with the id " + v.Workbook.ID
			if v.Workbook.Name != "" {
				workbook = fmt.Sprintf("workbook %q (%s)", v.Workbook.Name, v.Workbook.ID)
			}
			return " in " + workbook + whereContent(contentOfView(v), projects)
		},
		listed: listedView, single: listedView,
		scopes:  []filter[tableau.View]{inWorkbook(), inWorkbookNamed(), inProjectAt("views", project)},
		filters: append(contentFilters("views", "tags", contentOfView), inWorkbook(), inWorkbookNamed()),
	}
}
