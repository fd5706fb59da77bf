package site

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// inProjectAt narrows to what is in the project at a path. The service knows
// projects by their names alone.
func inProjectAt[T any](nouns string, projectOf func(T) string) filter[T] {
	return filter[T]{
		attribute: "project_path", words: " in project %q", validators: []validator.String{framework.Name()},
		description: fmt.Sprintf("Only %s in the project at this path, such as `Finance/Quarterly`; those in projects within it are not meant.", nouns),
		condition: func(ctx context.Context, client *tableau.Client, value string) (condition[T], error) {
			tree, err := client.Projects().Tree(ctx)
			if err != nil {
				return condition[T]{}, err
			}
			projects := tree.At(value)
			if len(projects) == 0 {
				return condition[T]{}, noProjectAt(tree, "project_path", value)
			}
			return inAnyOf(projects, projectOf), nil
		},
	}
}

// inProject narrows to what is in the project with an id.
func inProject[T any](nouns string, projectOf func(T) string) filter[T] {
	return filter[T]{
		attribute: "project_id", description: fmt.Sprintf("Only %s in the project with this LUID.", nouns), validators: []validator.String{framework.LUID()},
		condition: func(ctx context.Context, client *tableau.Client, value string) (condition[T], error) {
			tree, err := client.Projects().Tree(ctx)
			if err != nil {
				return condition[T]{}, err
			}
			project, found := tree.Get(value)
			if !found {
				return condition[T]{keep: func(object T) bool { return projectOf(object) == value }}, nil
			}
			return inAnyOf([]tableau.Project{project}, projectOf), nil
		},
	}
}

func inAnyOf[T any](projects []tableau.Project, projectOf func(T) string) condition[T] {
	c := condition[T]{keep: func(object T) bool {
		return slices.ContainsFunc(projects, func(p tableau.Project) bool { return p.ID == projectOf(object) })
	}}
	if len(projects) == 1 {
		c.ask = []tableau.Filter{tableau.Equal("projectName", projects[0].Name)}
	}
	return c
}

// noProjectAt says how far a path leads, or where else a project of its last
// name is.
func noProjectAt(tree *tableau.ProjectTree, attribute, path string) *refusal {
	said := fmt.Sprintf("The site shows no project at the path %q to this user.", path)
	for end := strings.LastIndex(path, "/"); end > 0; end = strings.LastIndex(path[:end], "/") {
		if around := tree.At(path[:end]); len(around) > 0 {
			said += fmt.Sprintf(" There is %q, which holds %s.", tree.Path(around[0].ID), inWords(namesWithin(tree, around[0].ID)))
			break
		}
	}
	last := path[strings.LastIndex(path, "/")+1:]
	var elsewhere []string
	for _, project := range tree.All() {
		if strings.EqualFold(project.Name, last) {
			elsewhere = append(elsewhere, fmt.Sprintf("%q", tree.Path(project.ID)))
		}
	}
	if len(elsewhere) > 0 {
		said += " A project of this name is at " + inWords(elsewhere) + "."
	}
	return &refusal{attribute, "No such project", said + " The data source tableau_projects lists what there is."}
}

func namesWithin(tree *tableau.ProjectTree, id string) []string {
	var names []string
	for _, project := range tree.All() {
		if project.ParentID == id {
			names = append(names, fmt.Sprintf("%q", project.Name))
		}
	}
	return names
}

// mostNamed is how many things an error names before it counts the rest.
const mostNamed = 10

func inWords(names []string) string {
	switch {
	case len(names) == 0:
		return "no project"
	case len(names) > mostNamed:
		return fmt.Sprintf("%s and %d more", strings.Join(names[:mostNamed], ", "), len(names)-mostNamed)
	}
	return strings.Join(names, ", ")
}
