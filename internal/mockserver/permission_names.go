package mockserver

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// Rules returns the rules of a set, without what leaders of projects inherit. It panics when there is no such set.
func (s *Server) Rules(at RuleSet) Rules {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, at = s.mustFindSet(at)
	return s.rulesByName(at)
}

// SetRules replaces the rules of a set behind the clients' backs. It panics when there is no such set or grantee; a LUID after
// the colon is taken for somebody who is gone. Capabilities and modes are not looked at.
func (s *Server) SetRules(at RuleSet, rules Rules) {
	s.mu.Lock()
	defer s.mu.Unlock()
	one, at := s.mustFindSet(at)
	s.keepRules(at, s.mustParseRules(one.site, rules), false)
}

// Grant gives a grantee a capability in a mode behind the clients' backs, also where it has it in the other one.
func (s *Server) Grant(at RuleSet, grantee, capability, mode string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	one, at := s.mustFindSet(at)
	granted := s.mustParseRules(one.site, Rules{grantee: {capability: mode}})[0]
	rules := slices.DeleteFunc(slices.Clone(s.rules.bySet[at]), granted.sameAs)
	s.keepRules(at, append(rules, granted), false)
}

// Revoke takes a capability away from a grantee behind the clients' backs and reports whether it was there, in whatever mode.
func (s *Server) Revoke(at RuleSet, grantee, capability string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	one, at := s.mustFindSet(at)
	revoked := s.mustParseRules(one.site, Rules{grantee: {capability: modeAllow}})[0]
	before := s.rules.bySet[at]
	rules := slices.DeleteFunc(slices.Clone(before), revoked.sameAs)
	s.keepRules(at, rules, false)
	return len(rules) < len(before)
}

// Permissions returns the rules of all sets that have some, with the LUIDs of what they are on.
func (s *Server) Permissions() []Permissions {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.allPermissions()
}

// WatchRules has watch called with the rules of a set after every change of it over REST, in order, also where the set follows another one.
// The server is locked meanwhile: watch must not call it.
func (s *Server) WatchRules(watch func(at RuleSet, rules Rules)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rules.watch = watch
}

func (s *Server) mustFindSet(at RuleSet) (item, RuleSet) {
	one, found, err := s.findSet("", false, at)
	if err != nil {
		panic("mockserver: " + err.Error())
	}
	return one, found
}

// itemsCalled are the items that a LUID, a name or a project's path names, on any site or on one.
func (s *Server) itemsCalled(site string, onlyThere bool, contentType, called string) []item {
	isThere := func(one item) bool { return !onlyThere || one.site == site }
	if one, found := s.itemAt(contentType, called); found && isThere(one) {
		return []item{one}
	}
	var matches []item
	for _, one := range s.items() {
		if one.contentType == contentType && isThere(one) && (one.name == called || s.pathOf(one) == called) {
			matches = append(matches, one)
		}
	}
	return matches
}

// findSet finds a set whose item is named as itemsCalled takes it.
func (s *Server) findSet(site string, onlyThere bool, at RuleSet) (item, RuleSet, error) {
	matches := s.itemsCalled(site, onlyThere, at.ContentType, at.ID)
	if len(matches) != 1 {
		return item{}, at, fmt.Errorf("there are %d items of the content_type %q called %q, not one", len(matches), at.ContentType, at.ID)
	}
	found := RuleSet{at.ContentType, matches[0].id, at.DefaultFor}
	if slices.Contains(s.setsOf(matches[0]), found) {
		return matches[0], found, nil
	}
	return item{}, at, fmt.Errorf("%s %q has no default permissions for %q", at.ContentType, at.ID, at.DefaultFor)
}

// pathOf is the path of a project, like "Finance/Quarterly". Nothing else has one.
func (s *Server) pathOf(one item) string {
	if one.contentType != typeProject {
		return ""
	}
	path := one.name
	for around, found := s.projects.get(one.project); found; around, found = s.projects.get(around.Parent) {
		path = around.Name + "/" + path
	}
	return path
}

// parseRules puts grantees' LUIDs for their names. The result is sorted, so that equal rules are shown in the same order.
func (s *Server) parseRules(site string, rules Rules) ([]rule, error) {
	var parsed []rule
	for _, written := range slices.Sorted(maps.Keys(rules)) {
		to, err := s.granteeCalled(site, written)
		if err != nil {
			return nil, err
		}
		for _, name := range slices.Sorted(maps.Keys(rules[written])) {
			parsed = append(parsed, rule{to, name, rules[written][name]})
		}
	}
	return parsed, nil
}

func (s *Server) mustParseRules(site string, rules Rules) []rule {
	parsed, err := s.parseRules(site, rules)
	if err != nil {
		panic("mockserver: " + err.Error())
	}
	return parsed
}

func (s *Server) granteeCalled(site, written string) (grantee, error) {
	prefix, name, _ := strings.Cut(written, ":")
	i := slices.IndexFunc(granteeKinds, func(k granteeKind) bool { return k.prefix == prefix })
	if i < 0 {
		return grantee{}, fmt.Errorf("grantee %q is not written like \"group:Finance\", \"user:ann\" or \"group_set:Partners\"", written)
	}
	kind := granteeKinds[i].element
	ids := s.granteesNamed(kind, site, name)
	if len(ids) == 1 {
		return grantee{kind, ids[0]}, nil
	}
	if _, err := uuid.Parse(name); err != nil {
		return grantee{}, fmt.Errorf("there are %d grantees %q on the site with the content_url %q, not one", len(ids), written, site)
	}
	return grantee{kind, name}, nil
}

// granteesNamed are the LUIDs of those of a kind on a site that have a name.
func (s *Server) granteesNamed(kind, site, name string) (ids []string) {
	switch kind {
	case "user":
		for _, user := range s.accounts.users {
			if user.Name == name && s.isOnSite(user, site) {
				ids = append(ids, user.ID)
			}
		}
	case "group":
		for group := range s.groups.all(func(g *Group) bool { return g.Site == site && g.Name == name }) {
			ids = append(ids, group.ID)
		}
	default:
		for set := range s.groupSets.all(func(g *GroupSet) bool { return g.Site == site && g.Name == name }) {
			ids = append(ids, set.ID)
		}
	}
	return ids
}

// nameOf is the name of a grantee, empty for one that is gone.
func (s *Server) nameOf(to grantee) string {
	switch to.kind {
	case "user":
		user, _ := s.accounts.userWithID(to.id) // gone: no name
		return user.Name
	case "group":
		if group, found := s.groups.get(to.id); found {
			return group.Name
		}
	default:
		if set, found := s.groupSets.get(to.id); found {
			return set.Name
		}
	}
	return ""
}

// rulesByName writes the grantees of a set's rules by name.
func (s *Server) rulesByName(at RuleSet) Rules {
	one, _ := s.itemAt(at.ContentType, at.ID) // gone: nothing is on its site
	named := Rules{}
	for _, r := range s.rules.bySet[at] {
		i := slices.IndexFunc(granteeKinds, func(k granteeKind) bool { return k.element == r.grantee.kind })
		name := s.nameOf(r.grantee)
		if len(s.granteesNamed(r.grantee.kind, one.site, name)) != 1 {
			name = r.grantee.id
		}
		written := granteeKinds[i].prefix + ":" + name
		if named[written] == nil {
			named[written] = map[string]string{}
		}
		named[written][r.capability] = r.mode
	}
	return named
}

// plantPermissions sets the rules of projects, or those of everything else: content begins with the defaults of its project.
func (s *Server) plantPermissions(all []Permissions, ofProjects bool) error {
	for _, one := range all {
		if (one.ContentType == typeProject) != ofProjects {
			continue
		}
		found, at, err := s.findSet(s.siteURL(one.Site), true, RuleSet{one.ContentType, one.Content, one.DefaultFor})
		if err != nil {
			return fmt.Errorf("permissions: %w", err)
		}
		rules, err := s.parseRules(found.site, one.Rules)
		if err != nil {
			return fmt.Errorf("permissions of the %s %q: %w", one.ContentType, one.Content, err)
		}
		s.keepRules(at, rules, false)
	}
	return nil
}

// allPermissions are the rules of all sets, as a seed would have them; those of a set whose rules are all gone too, for without them
// an item is given rules to begin with.
func (s *Server) allPermissions() []Permissions {
	all := []Permissions{}
	for _, one := range s.items() {
		for _, at := range s.setsOf(one) {
			if s.rules.has(at) {
				all = append(all, Permissions{
					Site: one.site, ContentType: at.ContentType, Content: at.ID, DefaultFor: at.DefaultFor, Rules: s.rulesByName(at),
				})
			}
		}
	}
	return all
}
