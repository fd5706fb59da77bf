package tableau

import (
	"context"
	"encoding/xml"
	"iter"
)

// Project is a project as the service shows it.
type Project struct {
	ID          string `xml:"id,attr"`
	Name        string `xml:"name,attr"`
	Description string `xml:"description,attr"`
	// ParentID is empty for a project at the top.
	ParentID           string `xml:"parentProjectId,attr"`
	ContentPermissions string `xml:"contentPermissions,attr"`
	// ControllingPermissionsProjectID is the project around it that locks its permissions.
	ControllingPermissionsProjectID string    `xml:"controllingPermissionsProjectId,attr"`
	CreatedAt                       string    `xml:"createdAt,attr"`
	UpdatedAt                       string    `xml:"updatedAt,attr"`
	Owner                           Reference `xml:"owner"`
}

type projectsPage struct {
	XMLName xml.Name `xml:"tsResponse"`
	page
	Projects []Project `xml:"projects>project"`
}

// Projects are the projects of the site. The service reads none by its id.
type Projects struct{ client *Client }

// Projects gives the calls that concern projects.
func (c *Client) Projects() Projects { return Projects{c} }

// All yields every project that the user may see (REST API reference: Query
// Projects).
func (p Projects) All(ctx context.Context) iter.Seq2[Project, error] {
	return all(ctx, p.client, listOnSite("projects", "projects", nil), func(page projectsPage) (pagination, []Project) {
		return *page.Pagination, page.Projects
	}, func(project Project) string { return project.ID })
}

// Tree gives all projects with their paths. It is fetched once in the life of
// this client, which writes none.
func (p Projects) Tree(ctx context.Context) (*ProjectTree, error) {
	return p.client.projectTree.get(ctx, "")
}

func (p Projects) fetchTree(ctx context.Context, _ string) (*ProjectTree, error) {
	var projects []Project
	for project, err := range p.All(ctx) {
		if err != nil {
			return nil, err
		}
		projects = append(projects, project)
	}
	return newProjectTree(projects), nil
}
