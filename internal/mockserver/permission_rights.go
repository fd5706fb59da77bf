package mockserver

import "slices"

// maySetRules reports whether a user may see and change the rules of an item. Behaviour reference, 6.8, evaluation order.
func (s *Server) maySetRules(u User, one item) bool {
	if u.isAdministrator() {
		return true
	}
	if slices.Contains(unableToSchedule, u.SiteRole) {
		return false // no rule gives these site roles the right to set permissions
	}
	project := one.project
	if one.contentType == typeProject {
		project = one.id
	}
	if s.leadsProject(u, project) || one.owner == u.Name {
		return true
	}
	if one.contentType == typeView && s.mayBy(u, RuleSet{ContentType: typeWorkbook, ID: one.inside}) {
		return true
	}
	return s.mayBy(u, one.own())
}

// leadsProject reports whether a user leads a project, as its owner or by a rule of it or of one around it.
func (s *Server) leadsProject(u User, id string) bool {
	for project, found := s.projects.get(id); found; project, found = s.projects.get(project.Parent) {
		if project.Owner == u.Name {
			return true
		}
		for _, r := range s.rules.bySet[itemOfProject(*project).own()] {
			if r.capability == capabilityProjectLeader && r.mode == modeAllow && s.includes(r.grantee, u) {
				return true
			}
		}
	}
	return false
}

// mayBy reports whether the rules of a set let a user set permissions: what is said about a user goes before what is said
// about groups, and Deny before Allow.
func (s *Server) mayBy(u User, at RuleSet) bool {
	said := map[string]bool{}
	for _, r := range s.rules.bySet[at] {
		if r.capability == capabilityChangePermissions && s.includes(r.grantee, u) {
			about := "group"
			if r.grantee.kind == "user" {
				about = "user"
			}
			said[about+r.mode] = true
		}
	}
	switch {
	case said["user"+modeDeny]:
		return false
	case said["user"+modeAllow]:
		return true
	default:
		return said["group"+modeAllow] && !said["group"+modeDeny]
	}
}

// includes reports whether a grantee is a user, or has the user in it.
func (s *Server) includes(g grantee, u User) bool {
	switch g.kind {
	case "user":
		return g.id == u.ID
	case "group":
		group, found := s.groups.get(g.id)
		return found && (group.Name == allUsersGroup || slices.Contains(group.Users, u.Name))
	default:
		set, found := s.groupSets.get(g.id)
		return found && slices.ContainsFunc(set.Groups, func(id string) bool { return s.includes(grantee{"group", id}, u) })
	}
}
