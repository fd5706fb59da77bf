package mockserver

import "slices"

const (
	permissionsRead   = "tableau:permissions:read"
	permissionsUpdate = "tableau:permissions:update"
	permissionsDelete = "tableau:permissions:delete"
)

// replaceSince is the first version in which a whole rule set can be replaced in one call.
var replaceSince = apiVersion{3, 23}

// permissionSet is the rule set that a call is about.
type permissionSet struct {
	kind permissioned
	item item
	at   RuleSet
}

// contentType is the one whose capabilities the rules can have.
func (on permissionSet) contentType() string {
	if on.at.DefaultFor != "" {
		return on.at.DefaultFor
	}
	return on.at.ContentType
}

// permissionRoutes are the methods for the permissions of every type of content and for default permissions.
// REST API reference: Add, List, Delete and Replace … Permissions. Behaviour reference, 6.1 and 6.2.
func permissionRoutes() []route {
	var routes []route
	for _, kind := range permissionedTypes {
		for _, segment := range kind.segments {
			base := "/sites/{site}/" + segment + "/{" + kind.element + "}/"
			routes = append(routes, routesOf(kind, "", base+"permissions")...)
			if kind.contentType == typeDatabase {
				defaults := kind
				defaults.notFound = unknownResource // as the reference has it: not with the code of databases
				routes = append(routes, routesOf(defaults, typeTable, base+"default-permissions/tables")...)
			}
			if kind.contentType != typeProject {
				continue
			}
			for _, d := range defaultTypes {
				defaults := kind
				defaults.since, defaults.until = d.since, d.until
				routes = append(routes, routesOf(defaults, d.contentType, base+"default-permissions/"+d.segment)...)
			}
		}
	}
	return routes
}

// routesOf are the methods for one kind of rule set.
func routesOf(kind permissioned, defaultFor, pattern string) []route {
	handler := func(handle func(*Server, *call, permissionSet) (reply, *apiError)) func(*Server, *call) (reply, *apiError) {
		return func(s *Server, c *call) (reply, *apiError) {
			on, refusal := s.permissionSetOf(c, kind, defaultFor)
			if refusal != nil {
				return reply{}, refusal
			}
			return handle(s, c, on)
		}
	}
	read, update, remove := permissionsRead, permissionsUpdate, permissionsDelete
	if kind.noScope {
		read, update, remove = "", "", ""
	}
	one := pattern + "/{grantees}/{grantee}/{capability}/{mode}"
	routes := []route{
		{method: "GET", pattern: pattern, needs: max(anyUser, kind.listedBy), scope: read, handle: handler((*Server).listPermissions)},
		{method: "PUT", pattern: pattern, needs: anyUser, scope: update, handle: handler((*Server).addPermissions)},
		{method: "DELETE", pattern: one, needs: anyUser, scope: remove, handle: handler((*Server).deletePermission)},
	}
	if kind.replaceable {
		routes = append(routes, route{method: "POST", pattern: pattern, needs: anyUser, scope: update, handle: handler((*Server).replacePermissions)})
	}
	for i := range routes {
		routes[i].since, routes[i].until, routes[i].product = kind.since, kind.until, kind.product
		if routes[i].method == "POST" && routes[i].since.less(replaceSince) {
			routes[i].since = replaceSince
		}
	}
	return routes
}

// permissionSetOf is the set in the URI, which the caller must be allowed to set.
func (s *Server) permissionSetOf(c *call, kind permissioned, defaultFor string) (permissionSet, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return permissionSet{}, refusal
	}
	id := c.parameters[kind.element]
	one, found := s.itemAt(kind.contentType, id)
	if !found || one.site != site.ContentURL {
		return permissionSet{}, kind.notFound(id)
	}
	on := permissionSet{kind, one, RuleSet{kind.contentType, id, defaultFor}}
	if !s.maySetRules(c.session.user, one) {
		return permissionSet{}, forbidden("The user may not set permissions on '" + one.name + "'.")
	}
	return on, nil
}

// closed is why the rules of a set cannot be changed, if so.
func (s *Server) closed(on permissionSet) *apiError {
	if control, controlled := s.controlOf(on.item, on.at); controlled {
		return control.refusal
	}
	return nil
}

func (s *Server) listPermissions(_ *call, on permissionSet) (reply, *apiError) {
	return success(s.permissionsOf(on, s.shownRules(on.at))), nil
}

// addPermissions adds all of the rules that were sent or none.
func (s *Server) addPermissions(c *call, on permissionSet) (reply, *apiError) {
	if on.item.unused && on.at.DefaultFor == "" {
		return reply{}, noPublishedDatasource(on.kind.element)
	}
	if refusal := s.closed(on); refusal != nil {
		return reply{}, refusal
	}
	sent, refusal := s.readRules(c, on, false)
	if refusal != nil {
		return reply{}, refusal
	}
	rules, refusal := s.assign(c, on, s.rules.bySet[on.at], sent)
	if refusal == nil || s.behaviour.PartialPut {
		s.keepRules(on.at, rules, true)
	}
	if refusal != nil {
		return reply{}, refusal
	}
	if s.behaviour.PutShowsSentRules {
		return success(s.permissionsOf(on, sent)), nil
	}
	return success(s.permissionsOf(on, s.shownRules(on.at))), nil
}

// replacePermissions puts the rules that were sent in the place of all others.
func (s *Server) replacePermissions(c *call, on permissionSet) (reply, *apiError) {
	if refusal := s.closed(on); refusal != nil {
		return reply{}, refusal
	}
	sent, refusal := s.readRules(c, on, s.behaviour.ReplaceMayClear)
	if refusal != nil {
		return reply{}, refusal
	}
	rules, refusal := s.assign(c, on, nil, sent)
	if refusal != nil {
		return reply{}, refusal
	}
	s.keepRules(on.at, rules, true)
	return success(s.permissionsOf(on, s.shownRules(on.at))), nil
}

func (s *Server) deletePermission(c *call, on permissionSet) (reply, *apiError) {
	i := slices.IndexFunc(granteeKinds, func(k granteeKind) bool { return k.segment == c.parameters["grantees"] && !c.version.less(k.since) })
	if i < 0 {
		return reply{}, unknownResource(c.parameters["grantees"])
	}
	gone := rule{grantee{granteeKinds[i].element, c.parameters["grantee"]}, c.parameters["capability"], c.parameters["mode"]}
	if refusal := s.closed(on); refusal != nil {
		return reply{}, refusal
	}
	if refusal := s.checkGrantee(gone.grantee, on.item.site); refusal != nil {
		return reply{}, refusal
	}
	rules := slices.Clone(s.rules.bySet[on.at])
	at := slices.Index(rules, gone)
	if at >= 0 { // whatever rule is there can be deleted, also one that could not be set any more
		s.keepRules(on.at, slices.Delete(rules, at, at+1), true)
		return noContent(), nil
	}
	if refusal := s.checkCapability(c.version, on.contentType(), gone.capability, gone.mode); refusal != nil {
		return reply{}, refusal
	}
	return reply{}, capabilityNotAssigned(on, gone)
}

// shownRules are the rules of a set, and on a project those that leaders of the projects around it have from there.
func (s *Server) shownRules(at RuleSet) []rule {
	rules := slices.Clone(s.rules.bySet[at])
	if at.ContentType != typeProject || at.DefaultFor != "" {
		return rules
	}
	project := s.projects.known(at.ID)
	for around, found := s.projects.get(project.Parent); found; around, found = s.projects.get(around.Parent) {
		for _, r := range s.rules.bySet[RuleSet{ContentType: typeProject, ID: around.ID}] {
			inherited := rule{r.grantee, capabilityInheritedLeader, modeAllow}
			if r.capability == capabilityProjectLeader && r.mode == modeAllow && !slices.Contains(rules, inherited) {
				rules = append(rules, inherited)
			}
		}
	}
	return rules
}
