package mockserver

import "slices"

// RuleSet names the permission rules of one item, or the default permissions of a project or a database.
type RuleSet struct {
	ContentType string // like "workbook" or "virtual_connection"
	ID          string // LUID; where a test or a seed names it, also the name of the item, or a project's path, if only one has it
	DefaultFor  string // the type of content that the defaults are for, like "workbook"; empty: the item's own rules
}

// Rules are modes, "Allow" or "Deny", by capability, by grantee. A grantee is written "group:Finance", "user:ann" or "group_set:Partners", with
// the LUID after the colon where two on the site have the name, or the grantee is gone.
type Rules map[string]map[string]string

// Permissions are the rules of one set in a seed. They replace those that the item has without them.
type Permissions struct {
	Site        string `json:"site,omitempty"`
	ContentType string `json:"content_type"`
	Content     string `json:"content"` // LUID, name or, of a project, its path
	DefaultFor  string `json:"default_for,omitempty"`
	Rules       Rules  `json:"rules"`
}

const (
	modeAllow = "Allow"
	modeDeny  = "Deny"
)

// grantee is whom a rule is for. Its kind is the name of the element that has its LUID.
type grantee struct{ kind, id string }

// granteeKind is one way to be granted something.
type granteeKind struct {
	element string     // in a message
	segment string     // in a URI
	prefix  string     // in Rules
	since   apiVersion // the first version that has it
}

var granteeKinds = []granteeKind{
	{element: "user", segment: "users", prefix: "user"},
	{element: "group", segment: "groups", prefix: "group"},
	{element: "groupSet", segment: "groupSets", prefix: "group_set", since: apiVersion{3, 22}},
}

// rule is one capability of one grantee.
type rule struct {
	grantee          grantee
	capability, mode string
}

// sameAs reports whether two rules are about the same capability of the same grantee.
func (r rule) sameAs(other rule) bool {
	return r.grantee == other.grantee && r.capability == other.capability
}

// ruleStore keeps the rules of all sets, each in the order in which they came.
type ruleStore struct {
	bySet map[RuleSet][]rule
	watch func(RuleSet, Rules)
	lists int // how many have been shown scattered
}

func (st *ruleStore) has(at RuleSet) bool {
	_, known := st.bySet[at]
	return known
}

// keepRules replaces the rules of a set, and those of the sets that follow it. A change over REST is told to who watches.
func (s *Server) keepRules(at RuleSet, rules []rule, overREST bool) {
	if s.rules.bySet == nil {
		s.rules.bySet = map[RuleSet][]rule{}
	}
	before := s.rules.bySet[at]
	s.rules.bySet[at] = slices.Clone(rules)
	if overREST && s.rules.watch != nil && !slices.Equal(before, rules) {
		s.rules.watch(at, s.rulesByName(at))
	}
	s.settleFollowers(at, overREST)
}

// dropRulesOf forgets the rules of an item that is gone.
func (s *Server) dropRulesOf(id string) {
	for at := range s.rules.bySet {
		if at.ID == id {
			delete(s.rules.bySet, at)
		}
	}
}

// dropRulesFor takes away the rules of a user, a group or a group set that is gone.
func (s *Server) dropRulesFor(gone grantee) {
	if s.behaviour.KeepsRulesOfDeletedGrantees {
		return
	}
	for at, rules := range s.rules.bySet {
		s.rules.bySet[at] = slices.DeleteFunc(rules, func(r rule) bool { return r.grantee == gone })
	}
}
