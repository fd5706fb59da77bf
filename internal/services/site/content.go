package site

import (
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// contentModel is what all content is shown with.
type contentModel struct {
	ID          types.String `tfsdk:"id"`
	Name        types.String `tfsdk:"name"`
	ProjectID   types.String `tfsdk:"project_id"`
	ProjectPath types.String `tfsdk:"project_path"`
	OwnerID     types.String `tfsdk:"owner_id"`
	Tags        []string     `tfsdk:"tags"`
	CreatedAt   types.String `tfsdk:"created_at"`
	UpdatedAt   types.String `tfsdk:"updated_at"`
}

// content is what all content has, apart from its kind.
type content struct {
	id, name, project, owner string
	tags                     []tableau.Tag
	createdAt, updatedAt     string
}

func (c content) model(projects *tableau.ProjectTree) contentModel {
	return contentModel{
		ID:          types.StringValue(c.id),
		Name:        types.StringValue(c.name),
		ProjectID:   framework.TextOrNull(c.project),
		ProjectPath: framework.TextOrNull(projects.Path(c.project)),
		OwnerID:     framework.TextOrNull(c.owner),
		Tags:        labels(c.tags),
		CreatedAt:   framework.TextOrNull(c.createdAt),
		UpdatedAt:   framework.TextOrNull(c.updatedAt),
	}
}

// labels are never nil, which would be shown as null.
func labels(tags []tableau.Tag) []string {
	all := make([]string, len(tags))
	for i, tag := range tags {
		all[i] = tag.Label
	}
	return all
}

// contentAttributes are those of contentModel and what a kind has beside them.
func contentAttributes(noun string, more map[string]schema.Attribute) map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		"id":           framework.ComputedString(fmt.Sprintf("LUID of the %s.", noun)),
		"name":         framework.ComputedString(fmt.Sprintf("Name of the %s.", noun)),
		"project_id":   framework.ComputedString(fmt.Sprintf("LUID of the project that the %s is in. Null for one in a personal space.", noun)),
		"project_path": framework.ComputedString(fmt.Sprintf("Path of the project that the %s is in, such as `Finance/Quarterly`.", noun)),
		"owner_id":     framework.ComputedString(fmt.Sprintf("LUID of the user who owns the %s.", noun)),
		"tags":         schema.SetAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: fmt.Sprintf("Tags of the %s.", noun)},
		"created_at":   framework.ComputedString(fmt.Sprintf("When the %s was made, as Tableau writes it (UTC).", noun)),
		"updated_at":   framework.ComputedString(fmt.Sprintf("When the %s was last changed, as Tableau writes it (UTC).", noun)),
	}
	maps.Copy(attributes, more)
	return attributes
}

// contentFilters narrow a list of content. tags is the service's field of
// tags, "" where it has none.
func contentFilters[T any](nouns, tags string, of func(T) content) []filter[T] {
	return []filter[T]{
		equal("name", "name", fmt.Sprintf("Only %s of exactly this name.", nouns), func(o T) string { return of(o).name }, framework.Name()),
		inProjectAt(nouns, func(o T) string { return of(o).project }),
		inProject(nouns, func(o T) string { return of(o).project }),
		equal("owner_id", "", fmt.Sprintf("Only %s that the user with this LUID owns.", nouns), func(o T) string { return of(o).owner }, framework.LUID()),
		tagged(nouns, tags, func(o T) []tableau.Tag { return of(o).tags }),
		after("created_after", "createdAt", fmt.Sprintf("Only %s made after this time.", nouns), func(o T) string { return of(o).createdAt }),
		after("updated_after", "updatedAt", fmt.Sprintf("Only %s changed after this time.", nouns), func(o T) string { return of(o).updatedAt }),
	}
}

// whereContent is the place of content, for errors.
func whereContent(c content, projects *tableau.ProjectTree) string {
	path := projects.Path(c.project)
	if path == "" {
		return " in a project or personal space that is not shown"
	}
	return fmt.Sprintf(" in project %q", path)
}
