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

// NewProjectDataSource makes the data source tableau_project.
func NewProjectDataSource() datasource.DataSource {
	return &dataSource[tableau.Project]{kind: projects()}
}

// NewProjectsDataSource makes the data source tableau_projects.
func NewProjectsDataSource() datasource.DataSource {
	return &pluralDataSource[tableau.Project]{kind: projects()}
}

type projectModel struct {
	ID                              types.String `tfsdk:"id"`
	Name                            types.String `tfsdk:"name"`
	Path                            types.String `tfsdk:"path"`
	ProjectPath                     types.String `tfsdk:"project_path"`
	ParentProjectID                 types.String `tfsdk:"parent_project_id"`
	Description                     types.String `tfsdk:"description"`
	OwnerID                         types.String `tfsdk:"owner_id"`
	ContentPermissions              types.String `tfsdk:"content_permissions"`
	ControllingPermissionsProjectID types.String `tfsdk:"controlling_permissions_project_id"`
	CreatedAt                       types.String `tfsdk:"created_at"`
	UpdatedAt                       types.String `tfsdk:"updated_at"`
}

func listedProject(p tableau.Project, projects *tableau.ProjectTree) any {
	return projectModel{
		ID:                              types.StringValue(p.ID),
		Name:                            types.StringValue(p.Name),
		Path:                            framework.TextOrNull(projects.Path(p.ID)),
		ProjectPath:                     framework.TextOrNull(projects.Path(p.ParentID)),
		ParentProjectID:                 framework.TextOrNull(p.ParentID),
		Description:                     framework.TextOrNull(p.Description),
		OwnerID:                         framework.TextOrNull(p.Owner.ID),
		ContentPermissions:              framework.TextOrNull(p.ContentPermissions),
		ControllingPermissionsProjectID: framework.TextOrNull(p.ControllingPermissionsProjectID),
		CreatedAt:                       framework.TextOrNull(p.CreatedAt),
		UpdatedAt:                       framework.TextOrNull(p.UpdatedAt),
	}
}

var projectAttributes = map[string]schema.Attribute{
	"id":                  framework.ComputedString("LUID of the project."),
	"name":                framework.ComputedString("Name of the project, unique within the project around it."),
	"path":                framework.ComputedString("Names of the projects around it and its own, joined by slashes, such as `Finance/Quarterly`."),
	"project_path":        framework.ComputedString("Path of the project around it. Null for a project at the top."),
	"parent_project_id":   framework.ComputedString("LUID of the project around it. Null for a project at the top."),
	"description":         framework.ComputedString("Description of the project."),
	"owner_id":            framework.ComputedString("LUID of the user who owns the project."),
	"content_permissions": framework.ComputedString("`ManagedByOwner`, `LockedToProject` or `LockedToProjectWithoutNested`."),
	"controlling_permissions_project_id": framework.ComputedString(
		"LUID of the project that locks the permissions of this one. Null where none does."),
	"created_at": framework.ComputedString("When the project was made, as Tableau writes it (UTC)."),
	"updated_at": framework.ComputedString("When the project was last changed, as Tableau writes it (UTC)."),
}

func parentOf(p tableau.Project) string { return p.ParentID }

// atPath narrows to the project at a path.
func atPath() filter[tableau.Project] {
	return filter[tableau.Project]{
		attribute: "path", words: " at the path %q", validators: []validator.String{framework.Name()},
		condition: func(ctx context.Context, client *tableau.Client, value string) (condition[tableau.Project], error) {
			tree, err := client.Projects().Tree(ctx)
			if err != nil {
				return condition[tableau.Project]{}, err
			}
			found := tree.At(value)
			if len(found) == 0 {
				return condition[tableau.Project]{}, noProjectAt(tree, "path", value)
			}
			return inAnyOf(found, func(p tableau.Project) string { return p.ID }), nil
		},
	}
}

// allProjects serves all data sources from one fetch, so that no filter of the
// service is needed.
func allProjects(ctx context.Context, client *tableau.Client, _ ...tableau.Filter) iter.Seq2[tableau.Project, error] {
	return func(yield func(tableau.Project, error) bool) {
		tree, err := client.Projects().Tree(ctx)
		if err != nil {
			yield(tableau.Project{}, err)
			return
		}
		for _, project := range tree.All() {
			if !yield(project, nil) {
				return
			}
		}
	}
}

func projects() kind[tableau.Project] {
	return kind[tableau.Project]{
		name: "project", plural: "projects", noun: "project", nouns: "projects", located: true,
		needs: "Needs Tableau Server or Tableau Cloud, API 2.4 or later. A connected app needs the scope `tableau:content:read`.",
		shown: projectAttributes,
		all:   allProjects,
		id:    func(p tableau.Project) string { return p.ID },
		title: func(p tableau.Project) string { return p.Name },
		where: func(p tableau.Project, projects *tableau.ProjectTree) string {
			return fmt.Sprintf(" at the path %q", projects.Path(p.ID))
		},
		listed: listedProject, single: listedProject,
		scopes: []filter[tableau.Project]{atPath(), inProjectAt("projects", parentOf)}, inFull: "path",
		filters: []filter[tableau.Project]{
			inProjectAt("projects", parentOf),
			equal("name", "", "Only projects of exactly this name.", func(p tableau.Project) string { return p.Name }, framework.Name()),
			equal("parent_project_id", "", "Only projects right within the project with this LUID.",
				parentOf, framework.LUID()),
			equal("owner_id", "", "Only projects that the user with this LUID owns.",
				func(p tableau.Project) string { return p.Owner.ID }, framework.LUID()),
		},
	}
}
