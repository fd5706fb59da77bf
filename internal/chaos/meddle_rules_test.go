package chaos_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// stranger is in no configuration.
const stranger = "user:dan@example.com"

// given is one capability of a grantee.
type given struct {
	set                 mockserver.RuleSet
	grantee, capability string
}

// renameGrantee gives somebody whom configurations name, and never ignore, another name for a while.
func (m *meddler) renameGrantee() string {
	n := m.luck.IntN(4)
	grantee := []string{"group:Analysts", "group_set:Partners", "user:ann@example.com", "user:bob@example.com"}[n]
	if m.renamed[grantee] {
		return ""
	}
	rename := func(change func(*string)) {
		switch n {
		case 0:
			m.mock.UpdateGroup(luid(ofGroup, 1), func(g *mockserver.Group) { change(&g.Name) })
		case 1:
			m.mock.UpdateGroupSet(luid(ofGroupSet, 1), func(g *mockserver.GroupSet) { change(&g.Name) })
		default:
			m.mock.UpdateUser(luid(ofUser, n-1), func(u *mockserver.User) { change(&u.Name) })
		}
	}
	rename(func(name *string) { *name += anew })
	m.renamed[grantee] = true
	m.later(func() {
		rename(func(name *string) { *name = beforeRenaming(*name) })
		delete(m.renamed, grantee)
	})
	return grantee + " has another name for a while"
}

func beforeRenaming(name string) string { return strings.TrimSuffix(name, anew) }

// byFirstName gives rules by the names that grantees had before others renamed them.
func byFirstName(rules mockserver.Rules) mockserver.Rules {
	all := mockserver.Rules{}
	for grantee, capabilities := range rules {
		all[beforeRenaming(grantee)] = capabilities
	}
	return all
}

func (m *meddler) nameNow(grantee string) string {
	if m.renamed[grantee] {
		return grantee + anew
	}
	return grantee
}

// somewhere is where others change rules.
func (m *meddler) somewhere() given {
	item := items[m.luck.IntN(len(items))]
	return given{item.set, m.oneOf(append([]string{stranger, auditors}, grantees...)), m.oneOf(item.capabilities)}
}

func (r *run) everOwners() []owner { return slices.Concat(owners(r.before), owners(r.after)) }

// isManaged reports whether a configuration has the rules of the grantee.
func (r *run) isManaged(one given) bool {
	return slices.ContainsFunc(r.everOwners(), func(o owner) bool { return o.set == one.set && o.has(one.grantee) })
}

func (m *meddler) grant() string {
	one := m.somewhere()
	mode := m.oneOf([]string{"Allow", "Deny"})
	m.mock.Grant(one.set, m.nameNow(one.grantee), one.capability, mode)
	m.touch(one, mode)
	return fmt.Sprintf("%v: %s gets %s %s", one.set, one.grantee, mode, one.capability)
}

func (m *meddler) revoke() string {
	one := m.somewhere()
	if !m.mock.Revoke(one.set, m.nameNow(one.grantee), one.capability) {
		return ""
	}
	m.touch(one, "")
	return fmt.Sprintf("%v: %s loses %s", one.set, one.grantee, one.capability)
}

// touch keeps what others made of a capability. Of what nobody manages that is what there has to be from now on.
func (m *meddler) touch(one given, mode string) {
	managed := m.isManaged(one)
	if managed || m.during {
		m.rules.touched[one] = true
	}
	if managed {
		return
	}
	if mode == "" {
		delete(m.planted[one.set][one.grantee], one.capability)
		return
	}
	give(m.planted[one.set], one.grantee, one.capability, mode)
}

// forgetTouched leaves what others did to managed rules.
func (r *run) forgetTouched() {
	maps.DeleteFunc(r.rules.touched, func(one given, _ bool) bool { return !r.isManaged(one) })
}

// untouched are rules without those that others had to do with.
func (w *ruleWatch) untouched(set mockserver.RuleSet, rules mockserver.Rules) mockserver.Rules {
	left := mockserver.Rules{}
	each(rules, func(grantee, capability, mode string) {
		if !w.touched[given{set, grantee, capability}] {
			give(left, grantee, capability, mode)
		}
	})
	return left
}
