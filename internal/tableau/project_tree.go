package tableau

import (
	"slices"
	"strings"
)

// ProjectTree is the projects of a site as the user sees them, each with its
// path: the names from the top down, joined by slashes, such as
// "Finance/Quarterly".
type ProjectTree struct {
	projects []Project // in the order of their paths
	byID     map[string]Project
	paths    map[string]string
}

func newProjectTree(projects []Project) *ProjectTree {
	tree := &ProjectTree{projects: projects, byID: map[string]Project{}, paths: map[string]string{}}
	for _, project := range projects {
		tree.byID[project.ID] = project
	}
	for _, project := range projects {
		tree.paths[project.ID] = tree.pathOf(project)
	}
	slices.SortFunc(projects, func(a, b Project) int { return strings.Compare(tree.paths[a.ID], tree.paths[b.ID]) })
	return tree
}

// pathOf begins at the outermost project that the user sees.
func (t *ProjectTree) pathOf(project Project) string {
	names := []string{Composed(project.Name)}
	// No project is deeper than there are projects, whatever an answer says.
	for range t.projects {
		parent, seen := t.byID[project.ParentID]
		if !seen {
			break
		}
		names = append(names, Composed(parent.Name))
		project = parent
	}
	slices.Reverse(names)
	return strings.Join(names, "/")
}

// All gives the projects in the order of their paths.
func (t *ProjectTree) All() []Project { return slices.Clone(t.projects) }

// Get gives a project by its id.
func (t *ProjectTree) Get(id string) (Project, bool) {
	project, found := t.byID[id]
	return project, found
}

// Path gives a project's path, "" for one that the user does not see.
func (t *ProjectTree) Path(id string) string { return t.paths[id] }

// At gives the projects at a path: those of exactly this path or, where there
// is none, those whose path differs in case alone. Names may hold slashes, so
// that two projects can have the same path.
func (t *ProjectTree) At(path string) []Project {
	exact := t.where(func(other string) bool { return other == path })
	if len(exact) > 0 {
		return exact
	}
	return t.where(func(other string) bool { return strings.EqualFold(other, path) })
}

func (t *ProjectTree) where(match func(path string) bool) []Project {
	var found []Project
	for _, project := range t.projects {
		if match(t.paths[project.ID]) {
			found = append(found, project)
		}
	}
	return found
}
