package mockserver

import (
	"fmt"
	"slices"
	"strings"
)

func groupSetKind(s *Server) kind[GroupSet] {
	return kind[GroupSet]{
		noun: "group set", objects: &s.groupSets,
		id: func(g *GroupSet) *string { return &g.ID }, name: func(g *GroupSet) string { return g.Name },
		clone: func(g GroupSet) GroupSet {
			g.Groups = slices.Clone(g.Groups)
			return g
		},
		complete: s.completeGroupSet, removed: func(g GroupSet) { s.dropRulesFor(grantee{"groupSet", g.ID}) },
	}
}

func siteOfGroupSet(g GroupSet) string { return g.Site }

func (s *Server) completeGroupSet(g *GroupSet) error {
	if g.Name == "" {
		return errNoName
	}
	owner := ""
	if err := s.placeOnSite(&g.Site, &owner); err != nil {
		return err
	}
	for i, named := range g.Groups {
		id, found := s.groupID(g.Site, named)
		if !found {
			return fmt.Errorf("there is no group %q on the site with the content_url %q", named, g.Site)
		}
		if slices.Contains(g.Groups[:i], id) {
			return fmt.Errorf("it has the group %q twice", named)
		}
		g.Groups[i] = id
	}
	for range s.groupSets.all(func(other *GroupSet) bool {
		return other.ID != g.ID && other.Site == g.Site && strings.EqualFold(other.Name, g.Name)
	}) {
		return errNameTaken
	}
	return nil
}

// groupID finds the group of a site that a LUID or a name stands for, the oldest of the name.
func (s *Server) groupID(site, named string) (id string, found bool) {
	if group, found := s.groups.get(named); found && group.Site == site {
		return named, true
	}
	for group := range s.groups.all(func(g *Group) bool { return g.Site == site && g.Name == named }) {
		return group.ID, true
	}
	return "", false
}

// removeFromGroupSets takes a group that is gone out of the sets it was in.
func (s *Server) removeFromGroupSets(gone Group) {
	for set := range s.groupSets.all(everything[GroupSet]) {
		set.Groups = slices.DeleteFunc(set.Groups, func(id string) bool { return id == gone.ID })
	}
}

// AddGroupSet puts a group set on a site behind its clients' backs and returns its id. It panics when the group set cannot be.
func (s *Server) AddGroupSet(g GroupSet) (id string) { return addContent(s, groupSetKind, g) }

// UpdateGroupSet lets change edit a group set behind its clients' backs and reports whether there is such a group set.
func (s *Server) UpdateGroupSet(id string, change func(*GroupSet)) bool {
	return updateContent(s, groupSetKind, id, change)
}

// DeleteGroupSet removes a group set behind its clients' backs and reports whether it was there. Its groups stay.
func (s *Server) DeleteGroupSet(id string) bool { return deleteContent(s, groupSetKind, id) }

// GroupSetByName returns the oldest group set of exactly this name.
func (s *Server) GroupSetByName(name string) (GroupSet, bool) {
	return contentByName(s, groupSetKind, name)
}
