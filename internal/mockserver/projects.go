package mockserver

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

const (
	defaultProject = "Default"
	allUsersGroup  = "All Users"
)

var contentPermissions = []string{"ManagedByOwner", "LockedToProject", "LockedToProjectWithoutNested"}

func projectKind(s *Server) kind[Project] {
	return kind[Project]{
		noun: "project", objects: &s.projects,
		id: func(p *Project) *string { return &p.ID }, name: func(p *Project) string { return p.Name },
		clone:    func(p Project) Project { return p },
		complete: s.completeProject, settled: s.settleProject, removed: s.removeFromProject,
	}
}

func (s *Server) completeProject(p *Project) error {
	if p.Name == "" {
		return errNoName
	}
	if err := s.placeOnSite(&p.Site, &p.Owner); err != nil {
		return err
	}
	if p.Parent != "" {
		parent, err := s.projectID(p.Site, p.Parent)
		if err != nil {
			return err
		}
		for id := parent; id != ""; id = s.projects.known(id).Parent {
			if id == p.ID {
				return errors.New("it cannot stand in itself")
			}
		}
		p.Parent = parent
	}
	p.ContentPermissions = cmp.Or(p.ContentPermissions, contentPermissions[0])
	if !slices.Contains(contentPermissions, p.ContentPermissions) {
		return fmt.Errorf("content_permissions %q is not one of %s", p.ContentPermissions, strings.Join(contentPermissions, ", "))
	}
	for range s.projects.all(func(other *Project) bool {
		return other.ID != p.ID && other.Site == p.Site && other.Parent == p.Parent && strings.EqualFold(other.Name, p.Name)
	}) {
		return errNameTaken
	}
	s.stampIn(&p.CreatedAt, &p.UpdatedAt)
	return nil
}

// projectID finds the project of a site that a LUID or a path like "Finance/Quarterly" names. Empty is the project Default.
func (s *Server) projectID(site, named string) (string, error) {
	if project, found := s.projects.get(named); found && project.Site == site {
		return named, nil
	}
	id := ""
	for name := range strings.SplitSeq(cmp.Or(named, defaultProject), "/") {
		found := false
		for child := range s.projects.all(func(p *Project) bool { return p.Site == site && p.Parent == id && p.Name == name }) {
			id, found = child.ID, true
			break
		}
		if !found {
			return "", fmt.Errorf("there is no project %q on the site with the content_url %q (a project comes after the one around it)", named, site)
		}
	}
	return id, nil
}

// removeFromProject removes everything in a project that is gone, but for its databases, which others draw on: the project Default takes them.
func (s *Server) removeFromProject(p Project) {
	s.dropRulesOf(p.ID)
	for _, workbook := range workbookKind(s).all() {
		if workbook.Project == p.ID {
			workbookKind(s).remove(workbook.ID)
		}
	}
	for _, datasource := range datasourceKind(s).all() {
		if datasource.Project == p.ID {
			datasourceKind(s).remove(datasource.ID)
		}
	}
	for _, flow := range flowKind(s).all() {
		if flow.Project == p.ID {
			flowKind(s).remove(flow.ID)
		}
	}
	for _, connection := range virtualConnectionKind(s).all() {
		if connection.Project == p.ID {
			virtualConnectionKind(s).remove(connection.ID)
		}
	}
	s.moveDatabasesOutOf(p)
	for _, child := range projectKind(s).all() {
		if child.Parent == p.ID {
			projectKind(s).remove(child.ID)
		}
	}
}

// moveDatabasesOutOf moves a project's databases to the project Default, and removes them where that one is gone.
func (s *Server) moveDatabasesOutOf(p Project) {
	home, err := s.projectID(p.Site, defaultProject)
	for _, database := range databaseKind(s).all() {
		if database.Project != p.ID {
			continue
		}
		if err != nil {
			databaseKind(s).remove(database.ID)
			continue
		}
		moved := s.databases.known(database.ID)
		moved.Project = home
		s.settleDatabase(*moved)
	}
}

// AddProject puts a project on a site behind its clients' backs and returns its id. It panics when the project cannot be.
func (s *Server) AddProject(p Project) (id string) { return addContent(s, projectKind, p) }

// UpdateProject lets change edit a project behind its clients' backs and reports whether there is such a project.
func (s *Server) UpdateProject(id string, change func(*Project)) bool {
	return updateContent(s, projectKind, id, func(p *Project) {
		p.UpdatedAt = s.now
		change(p)
	})
}

// DeleteProject removes a project with everything in it behind its clients' backs and reports whether it was there.
func (s *Server) DeleteProject(id string) bool { return deleteContent(s, projectKind, id) }

// ProjectByName returns the oldest project of exactly this name.
func (s *Server) ProjectByName(name string) (Project, bool) {
	return contentByName(s, projectKind, name)
}

func groupKind(s *Server) kind[Group] {
	return kind[Group]{
		noun: "group", objects: &s.groups,
		id: func(g *Group) *string { return &g.ID }, name: func(g *Group) string { return g.Name },
		clone: func(g Group) Group {
			g.Users = slices.Clone(g.Users)
			return g
		},
		complete: s.completeGroup,
		removed: func(g Group) {
			s.removeFromGroupSets(g)
			s.dropRulesFor(grantee{"group", g.ID})
		},
	}
}

func (s *Server) completeGroup(g *Group) error {
	if g.Name == "" {
		return errNoName
	}
	owner := ""
	if err := s.placeOnSite(&g.Site, &owner); err != nil {
		return err
	}
	g.Domain = cmp.Or(g.Domain, localDomain)
	if g.MinimumSiteRole != "" && !slices.Contains(siteRoles, g.MinimumSiteRole) {
		return fmt.Errorf("minimum_site_role %q is not one of %s", g.MinimumSiteRole, strings.Join(siteRoles, ", "))
	}
	site, _ := s.sites.withContentURL(g.Site) // just placed there
	for _, name := range g.Users {
		if user, known := s.accounts.userNamed(name); !known || !user.isOn(site) {
			return fmt.Errorf("there is no user %q on the site with the content_url %q", name, g.Site)
		}
	}
	for range s.groups.all(func(other *Group) bool {
		return other.ID != g.ID && other.Site == g.Site && other.Domain == g.Domain && strings.EqualFold(other.Name, g.Name)
	}) {
		return errNameTaken
	}
	return nil
}

// AddGroup puts a group on a site behind its clients' backs and returns its id. It panics when the group cannot be.
func (s *Server) AddGroup(g Group) (id string) { return addContent(s, groupKind, g) }

// UpdateGroup lets change edit a group behind its clients' backs and reports whether there is such a group.
func (s *Server) UpdateGroup(id string, change func(*Group)) bool {
	return updateContent(s, groupKind, id, change)
}

// DeleteGroup removes a group behind its clients' backs and reports whether it was there.
func (s *Server) DeleteGroup(id string) bool { return deleteContent(s, groupKind, id) }

// GroupByName returns the oldest group of exactly this name.
func (s *Server) GroupByName(name string) (Group, bool) { return contentByName(s, groupKind, name) }
