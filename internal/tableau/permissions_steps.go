package tableau

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// rule is one rule of one grantee.
type rule struct {
	grantee          Grantee
	capability, mode string
}

func (r rule) compare(other rule) int {
	return cmp.Or(
		strings.Compare(string(r.grantee.Kind), string(other.grantee.Kind)), strings.Compare(r.grantee.ID, other.grantee.ID),
		strings.Compare(r.capability, other.capability), strings.Compare(r.mode, other.mode))
}

// opposite is the rule that contradicts this one.
func (r rule) opposite() rule {
	if r.mode == Deny {
		r.mode = Allow
	} else {
		r.mode = Deny
	}
	return r
}

// setsPermissions reports whether the rule is about a right that whoever writes
// rules may need.
func (r rule) setsPermissions() bool {
	return r.capability == ChangePermissions || r.capability == ProjectLeader
}

// sendable reports whether a version of the REST API accepts the rule. Some
// servers still show rules that can no longer be set.
func (r rule) sendable(content ContentType, v Version) bool {
	capability, known := content.Capability(r.capability)
	retired := known && !capability.Until.IsZero() && !capability.Until.AtLeast(v)
	return !retired && r.capability != InheritedProjectLeader && (r.capability != ProjectLeader || r.mode != Deny)
}

// ruleKeys are rules as the service shows them: unlike Rules, they can hold a
// capability in both modes.
type ruleKeys map[rule]bool

// rules are the same with one mode for each capability: Deny where there are both.
func (k ruleKeys) rules() Rules {
	rules := Rules{}
	for r := range k {
		rules.add(r)
	}
	return rules
}

// having gives the rules that meet a condition, in a stable order.
func (k ruleKeys) having(condition func(rule) bool) []rule {
	var some []rule
	for r := range k {
		if condition(r) {
			some = append(some, r)
		}
	}
	slices.SortFunc(some, rule.compare)
	return some
}

func (k ruleKeys) has(condition func(rule) bool) bool {
	for r := range k {
		if condition(r) {
			return true
		}
	}
	return false
}

// step is one call that changes rules: PUT adds some, POST leaves nothing but
// them, DELETE takes its only one away.
type step struct {
	method string
	rules  []rule
}

func (s step) deletes() bool { return s.method == http.MethodDelete }

func (s step) replaces() bool { return s.method == http.MethodPost }

// apply makes of rules what the step makes of them.
func (s step) apply(rules ruleKeys) {
	if s.replaces() {
		clear(rules)
	}
	for _, r := range s.rules {
		if s.deletes() {
			delete(rules, r)
		} else {
			rules[r] = true
		}
	}
}

// from is what the aim makes of the rules that are shown. An Allow beside a Deny
// that goes would come into force, so that it goes too.
func (to aim) from(shown ruleKeys) ruleKeys {
	wanted := ruleKeys{}
	for r := range shown {
		besideDeny := r.mode == Allow && shown[r.opposite()] && to.decides(r.opposite())
		if !to.decides(r) && !besideDeny {
			wanted[r] = true
		}
	}
	for grantee, capabilities := range to.rules {
		for capability, mode := range capabilities {
			if r := (rule{grantee, capability, mode}); to.decides(r) && capability != InheritedProjectLeader {
				wanted[r] = true
			}
		}
	}
	return wanted
}

// steps lead from the rules that are found to those aimed at. A replacement
// would take along the rules of grantees that are not known here, whatever
// an answer without anything in it left out, and what became of others' rules
// since they were read.
func (to aim) steps(found permissionsAnswer, of RulesOf, by *session) []step {
	shown := found.shown()
	wanted := to.from(shown)
	if maps.Equal(shown, wanted) {
		return nil
	}
	others := func(r rule) bool { return !to.decides(r) }
	if to.whole && of.URI().replaces(by.version) && !found.hasStrangers() && !found.isBare() && !shown.has(others) {
		if steps := replacement(shown, wanted, of.Content(), by); steps != nil {
			return steps
		}
	}
	return carefulSteps(shown, wanted)
}

// replacement makes the rules others at once. It gives nothing where that is
// impossible, or no gain.
func replacement(shown, wanted ruleKeys, content ContentType, by *session) []step {
	all := wanted.having(func(rule) bool { return true })
	switch {
	case len(all) == 0 && len(shown) > 2:
		// An empty replacement is malformed (REST API reference: Replace Permissions for Content).
		last, ok := lastToGo(shown, by.userID, content, by.version)
		if !ok {
			return nil
		}
		return []step{{http.MethodPost, []rule{last}}, {http.MethodDelete, []rule{last}}}
	case len(all) == 0 || wanted.has(func(r rule) bool { return !r.sendable(content, by.version) }):
		return nil
	}
	return []step{{http.MethodPost, all}}
}

// lastToGo chooses the rule that stands alone for a moment while all are
// cleared. Nobody may gain anything by the others' absence, and who clears must
// still be able to.
func lastToGo(shown ruleKeys, userID string, content ContentType, v Version) (last rule, ok bool) {
	setter := func(r rule) bool { return r.mode == Allow && r.setsPermissions() }
	own := func(r rule) bool {
		return setter(r) && userID != "" && r.grantee == Grantee{UserGrantee, userID} && !shown[r.opposite()]
	}
	denies := func(r rule) bool { return r.mode == Deny }
	choices := []func(rule) bool{own}
	switch {
	case !shown.has(denies):
		// Whoever clears may be in a group, and is no other user.
		choices = append(choices, func(r rule) bool { return setter(r) && r.grantee.Kind != UserGrantee }, setter, func(rule) bool { return true })
	case !shown.has(setter):
		choices = append(choices, denies)
	}
	for _, choice := range choices {
		candidates := shown.having(func(r rule) bool { return choice(r) && r.sendable(content, v) })
		if len(candidates) > 0 {
			return candidates[0], true
		}
	}
	return rule{}, false
}

// carefulSteps add before they take, and take what allows before what denies:
// nobody has a capability in between who has it neither before nor after, and
// nobody lacks it who has it before and after. A user's own rules outweigh those of
// groups, so they are held until those are settled. Rights to set permissions
// change last, for the rest needs them.
func carefulSteps(shown, wanted ruleKeys) []step {
	turns := func(r rule) bool { return shown[r.opposite()] }
	fresh := func(r rule) bool { return !shown[r] && !turns(r) }
	// A new Allow may come early unless a new Deny is to hold against it.
	deniedLate := map[string]bool{}
	for r := range wanted {
		if r.setsPermissions() && r.mode == Deny && fresh(r) {
			deniedLate[r.capability] = true
		}
	}
	early := wanted.having(func(r rule) bool { return fresh(r) && !deniedLate[r.capability] })
	late := wanted.having(func(r rule) bool { return fresh(r) && deniedLate[r.capability] })
	steps := slices.Concat(puts(early), settle(shown, wanted, func(r rule) bool { return !r.setsPermissions() }))
	return slices.Concat(steps, puts(late), settle(shown, wanted, rule.setsPermissions))
}

// settle takes away what goes and turns what turns, of the rules chosen.
func settle(shown, wanted ruleKeys, chosen func(rule) bool) []step {
	held := func(r rule) bool { return r.grantee.Kind == UserGrantee && !wanted[r.opposite()] }
	goes := func(mode string, held func(rule) bool) []step {
		return deletes(shown.having(func(r rule) bool { return chosen(r) && !wanted[r] && (r.mode == Deny) == (mode == Deny) && held(r) }))
	}
	turned := func(mode string) []step {
		return puts(wanted.having(func(r rule) bool { return chosen(r) && !shown[r] && shown[r.opposite()] && r.mode == mode }))
	}
	now := func(r rule) bool { return !held(r) }
	return slices.Concat(goes(Allow, now), turned(Deny), goes(Deny, now), turned(Allow), goes(Allow, held), goes(Deny, held))
}

func puts(rules []rule) []step {
	if len(rules) == 0 {
		return nil
	}
	return []step{{http.MethodPut, rules}}
}

func deletes(rules []rule) []step {
	var steps []step
	for _, r := range rules {
		steps = append(steps, step{http.MethodDelete, []rule{r}})
	}
	return steps
}
