package chaos_test

import (
	"maps"
	"slices"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// ruleWatch sees every state that a rule set goes through. The mock server calls it one at a time.
type ruleWatch struct {
	seen []rulesThen
	// touched is what others gave and took, for good of what is managed and in the current command of the rest.
	touched map[given]bool
	// found are the rules that there were before a resource was made there the last time.
	found map[place]mockserver.Rules
}

// place is a resource at a rule set.
type place struct {
	address string
	set     mockserver.RuleSet
}

type rulesThen struct {
	set   mockserver.RuleSet
	rules mockserver.Rules
}

func (w *ruleWatch) begin() { w.seen = nil }

func (w *ruleWatch) see(at mockserver.RuleSet, rules mockserver.Rules) {
	w.seen = append(w.seen, rulesThen{at, byFirstName(rules)})
}

// allRules are those of all items, now.
func (r *run) allRules() map[mockserver.RuleSet]mockserver.Rules {
	all := map[mockserver.RuleSet]mockserver.Rules{}
	for _, item := range items {
		all[item.set] = byFirstName(r.mock.Rules(item.set))
	}
	return all
}

// owner is a resource that has rules: whose, and which.
type owner struct {
	address string
	set     mockserver.RuleSet
	// grantee is empty for one that has all but the ignored.
	grantee string
	ignored []any
	rules   mockserver.Rules
	keeps   bool // when it is destroyed
}

func ownerOf(address string, values acctest.Object) (owner, bool) {
	if values["capabilities"] == nil && values["rules"] == nil {
		return owner{}, false
	}
	o := owner{address: address, set: itemOf(values).set, rules: mockserver.Rules{}, keeps: values["on_destroy"] == "keep"}
	o.ignored, _ = values["ignore_grantees"].([]any)
	if capabilities, is := values["capabilities"].(acctest.Object); is {
		grantee, _ := values["grantee"].(string)
		o.grantee = beforeRenaming(grantee)
		o.rules[o.grantee] = modes(capabilities)
	}
	if rules, is := values["rules"].(acctest.Object); is {
		for grantee, capabilities := range rules {
			o.rules[beforeRenaming(grantee)] = modes(capabilities.(acctest.Object))
		}
	}
	return o, true
}

func modes(capabilities acctest.Object) map[string]string {
	all := map[string]string{}
	for name, mode := range capabilities {
		all[name] = mode.(string)
	}
	return all
}

// has reports whether the rules of a grantee are the owner's.
func (o owner) has(grantee string) bool {
	if o.grantee != "" {
		return o.grantee == grantee
	}
	for _, ignored := range o.ignored {
		if ignored == grantee {
			return false
		}
	}
	return true
}

// makes is what the owner makes of the rules there are.
func (o owner) makes(of mockserver.Rules) mockserver.Rules {
	made := mockserver.Rules{}
	for grantee, capabilities := range of {
		if !o.has(grantee) {
			made[grantee] = capabilities
		}
	}
	for grantee, capabilities := range o.rules {
		if len(capabilities) > 0 {
			made[grantee] = capabilities
		}
	}
	return made
}

func owners(c acctest.Configuration) (all []owner) {
	for _, block := range c {
		if o, is := ownerOf(block.Address(), block.Config); is {
			all = append(all, o)
		}
	}
	return all
}

// checkRules holds that nobody loses, at any moment of an apply, what it had before and is to
// have after, and that nobody has what it neither had nor is to have.
//
// What a destroyed resource owned is not held: one that is replaced, or removed and made under
// another name, has its rules taken away before they come again, which its documentation says.
// It owned what a lost write may have made of it, too, which the refresh shows. Of what is tainted
// that is only what its failed creation added.
func (r *run) checkRules(c acctest.Configuration, state map[string]acctest.Object, tainted map[string]bool, before map[mockserver.RuleSet]mockserver.Rules, outcome acctest.Outcome) {
	r.Helper()
	after, given := map[mockserver.RuleSet]mockserver.Rules{}, map[mockserver.RuleSet]mockserver.Rules{}
	for set, rules := range before {
		after[set], given[set] = rules, mockserver.Rules{}
	}
	for _, o := range owners(c) {
		after[o.set] = o.makes(after[o.set])
	}
	for address, values := range state {
		if action := outcome.Changes[address].Action; action == acctest.Delete || action == acctest.Replace {
			for _, o := range r.ownedBy(address, values) {
				r.give(given[o.set], o, tainted[address])
			}
		}
	}
	for _, o := range owners(c) {
		was, is := ownerOf(o.address, state[o.address])
		if !is || was.set != o.set || outcome.Changes[o.address].Action == acctest.Replace {
			r.rules.found[place{o.address, o.set}] = minus(before[o.set], given[o.set])
		}
	}
	for _, then := range r.rules.seen {
		if _, own := before[then.set]; !own {
			continue // It has the rules of another one.
		}
		each(r.rules.untouched(then.set, before[then.set]), func(grantee, capability, mode string) {
			kept := after[then.set][grantee][capability] == mode && given[then.set][grantee][capability] == ""
			if now := then.rules[grantee][capability]; kept && now != mode {
				r.Errorf("%v: %s had %s %s before and is to have it after, and had %q in between", then.set, grantee, mode, capability, now)
			}
		})
		each(r.rules.untouched(then.set, then.rules), func(grantee, capability, mode string) {
			if before[then.set][grantee][capability] != mode && after[then.set][grantee][capability] != mode {
				r.Errorf("%v: %s got %s %s, which it neither had nor is to have", then.set, grantee, mode, capability)
			}
		})
	}
}

// ownedBy is what a resource owned in its state, and by each configuration of the run.
func (r *run) ownedBy(address string, values acctest.Object) []owner {
	now, is := ownerOf(address, values)
	if !is {
		return nil
	}
	return append(slices.DeleteFunc(slices.Concat(owners(r.before), owners(r.after)), func(o owner) bool {
		return o.address != address || o.set != now.set
	}), now)
}

// give adds what a resource that is destroyed may take away.
func (r *run) give(given mockserver.Rules, o owner, tainted bool) {
	owned := o.rules
	if tainted {
		owned = minus(owned, r.rules.found[place{o.address, o.set}])
	}
	for grantee, capabilities := range owned {
		if given[grantee] == nil {
			given[grantee] = map[string]string{}
		}
		maps.Copy(given[grantee], capabilities)
	}
}

// minus leaves out the rules of another.
func minus(rules, others mockserver.Rules) mockserver.Rules {
	left := mockserver.Rules{}
	each(rules, func(grantee, capability, mode string) {
		if others[grantee][capability] == mode {
			return
		}
		give(left, grantee, capability, mode)
	})
	return left
}

func give(rules mockserver.Rules, grantee, capability, mode string) {
	if rules[grantee] == nil {
		rules[grantee] = map[string]string{}
	}
	rules[grantee][capability] = mode
}

// each goes through all rules.
func each(rules mockserver.Rules, do func(grantee, capability, mode string)) {
	for grantee, capabilities := range rules {
		for capability, mode := range capabilities {
			do(grantee, capability, mode)
		}
	}
}

// checkFinalRules compares the rules of all items with the configuration, those of others with
// what they were or others made of them.
func (r *run) checkFinalRules(c acctest.Configuration) {
	r.Helper()
	now := r.allRules()
	for _, item := range items {
		wanted := maps.Clone(now[item.set])
		for _, o := range owners(c) {
			if o.set == item.set {
				wanted = o.makes(wanted)
			}
		}
		each(wanted, func(grantee, capability, mode string) {
			if found := now[item.set][grantee][capability]; found != mode {
				r.Errorf("%s: %s is to have %s %s, and has %q", item.name(), grantee, mode, capability, found)
			}
		})
		each(now[item.set], func(grantee, capability, mode string) {
			if wanted[grantee][capability] != mode {
				r.Errorf("%s: %s has %s %s, which nobody configures", item.name(), grantee, mode, capability)
			}
		})
		for grantee := range unite(now[item.set], r.planted[item.set]) {
			r.checkUnmanaged(c, item, grantee, now[item.set][grantee])
		}
	}
}

func unite(one, other mockserver.Rules) mockserver.Rules {
	all := maps.Clone(one)
	maps.Copy(all, other)
	return all
}

// checkUnmanaged compares what a grantee has with what it had, unless the
// configuration has its rules now. What was managed in between is gone if it was
// settled; of a resource that never came to be whole something may be left, but
// nothing that was neither there nor configured. What others had to do with is theirs then.
func (r *run) checkUnmanaged(c acctest.Configuration, item item, grantee string, now map[string]string) {
	r.Helper()
	having := func(all []owner) []owner {
		return slices.DeleteFunc(all, func(o owner) bool { return o.set != item.set || !o.has(grantee) })
	}
	if len(having(owners(c))) > 0 {
		return
	}
	had, planted := having(slices.Concat(owners(r.before), owners(r.after))), r.planted[item.set][grantee]
	settled := having(owners(r.settled))
	switch {
	case len(had) == 0:
		if !maps.Equal(now, planted) {
			r.Errorf("%s: %s had %v and has %v, though nobody manages that", item.name(), grantee, planted, now)
		}
	case len(settled) > 0 && !settled[0].keeps && !slices.ContainsFunc(had, func(o owner) bool { return o.address != settled[0].address }):
		if left := r.rules.untouched(item.set, mockserver.Rules{grantee: now}); len(left) > 0 {
			r.Errorf("%s: %s still has %v, after that was destroyed", item.name(), grantee, left)
		}
	default:
		for capability, mode := range r.rules.untouched(item.set, mockserver.Rules{grantee: now})[grantee] {
			configured := slices.ContainsFunc(had, func(o owner) bool { return o.rules[grantee][capability] == mode })
			if planted[capability] != mode && !configured {
				r.Errorf("%s: %s has %s %s, which it never had nor was to have", item.name(), grantee, mode, capability)
			}
		}
	}
}
