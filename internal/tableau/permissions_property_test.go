package tableau_test

import (
	"fmt"
	"maps"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

const bookID = "b0000000-0000-4000-8000-000000000000"

var (
	book     = mockserver.RuleSet{ContentType: "workbook", ID: bookID}
	grantees = map[string]tableau.Grantee{
		"group:a":     {Kind: tableau.GroupGrantee, ID: "a0000000-0000-4000-8000-000000000001"},
		"group:b":     {Kind: tableau.GroupGrantee, ID: "a0000000-0000-4000-8000-000000000002"},
		"group:c":     {Kind: tableau.GroupGrantee, ID: "a0000000-0000-4000-8000-000000000003"},
		"group_set:s": {Kind: tableau.GroupSetGrantee, ID: "a0000000-0000-4000-8000-000000000004"},
		"user:u":      {Kind: tableau.UserGrantee, ID: "a0000000-0000-4000-8000-000000000005"},
	}
	groups       = []string{"group:a", "group:b", "group:c", "group_set:s"}
	capabilities = []string{"Read", "Filter", tableau.ChangePermissions}
)

// watched is a mock server that remembers each state that a workbook's rules go through.
type watched struct {
	*mockserver.Server
	permissions tableau.Permissions

	mu     sync.Mutex
	states []mockserver.Rules
}

func newWatched(t *testing.T, version, otherMode string) *watched {
	t.Helper()
	server, err := mockserver.New(mockserver.Options{
		APIVersion: version,
		Behaviour:  mockserver.Behaviour{OtherModePut: otherMode},
		Seed: mockserver.Seed{
			Users: []mockserver.User{{ID: grantees["user:u"].ID, Name: "u", SiteRole: "Explorer"}},
			Groups: []mockserver.Group{
				{ID: grantees["group:a"].ID, Name: "a"}, {ID: grantees["group:b"].ID, Name: "b"}, {ID: grantees["group:c"].ID, Name: "c"},
			},
			GroupSets: []mockserver.GroupSet{{ID: grantees["group_set:s"].ID, Name: "s", Groups: []string{"a"}}},
			Projects:  []mockserver.Project{{Name: "p"}},
			Workbooks: []mockserver.Workbook{{ID: bookID, Name: "book", Project: "p"}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	w := &watched{Server: server}
	server.WatchRules(func(_ mockserver.RuleSet, rules mockserver.Rules) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.states = append(w.states, rules)
	})
	listener := httptest.NewServer(server)
	t.Cleanup(listener.Close)
	client, err := tableau.NewClient(tableau.Config{
		ServerURL:   listener.URL,
		Credentials: tableau.PersonalAccessToken{Name: mockserver.DemoTokenName, Secret: mockserver.DemoTokenSecret},
		RetryUnit:   time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.permissions = client.Permissions()
	return w
}

// start sets the rules and forgets the states.
func (w *watched) start(rules mockserver.Rules) {
	w.SetRules(book, rules)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.states = nil
}

func (w *watched) passed() []mockserver.Rules {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.states
}

func anyRules(t *rapid.T, name string) mockserver.Rules {
	rules := mockserver.Rules{}
	for _, grantee := range slices.Sorted(maps.Keys(grantees)) {
		for _, capability := range capabilities {
			mode := rapid.SampledFrom([]string{"", "Allow", "Deny"}).Draw(t, fmt.Sprint(name, " ", capability, " of ", grantee))
			if mode == "" {
				continue
			}
			if rules[grantee] == nil {
				rules[grantee] = map[string]string{}
			}
			rules[grantee][capability] = mode
		}
	}
	return rules
}

func toClient(rules mockserver.Rules) tableau.Rules {
	converted := tableau.Rules{}
	for name, capabilities := range rules {
		converted[grantees[name]] = capabilities
	}
	return converted
}

// may is what the service makes of rules for a person: what is said of the
// person goes before what is said of groups, and Deny before Allow (Tableau Help: Permissions).
func may(rules mockserver.Rules, capability string, user bool, memberOf []string) bool {
	if mode := rules["user:u"][capability]; user && mode != "" {
		return mode == "Allow"
	}
	allowed := false
	for _, group := range memberOf {
		switch rules[group][capability] {
		case "Deny":
			return false
		case "Allow":
			allowed = true
		}
	}
	return allowed
}

// memberships are all ways to be in some of the groups.
func memberships() [][]string {
	all := [][]string{nil}
	for _, group := range groups {
		for _, smaller := range slices.Clone(all) {
			all = append(all, append(slices.Clone(smaller), group))
		}
	}
	return all
}

// checkState fails where somebody may do in between what they may neither
// before nor after, or may not what they may before and after, or where a rule is missing that
// stays.
func checkState(t *rapid.T, before, state, after mockserver.Rules) {
	for grantee, capabilities := range after {
		for capability, mode := range capabilities {
			if before[grantee][capability] == mode && state[grantee][capability] != mode {
				t.Fatalf("%s of %s stays %s, and is missing in %v", capability, grantee, mode, state)
			}
		}
	}
	for _, memberOf := range memberships() {
		for _, capability := range capabilities {
			for _, user := range []bool{false, true} {
				first, now, last := may(before, capability, user, memberOf), may(state, capability, user, memberOf), may(after, capability, user, memberOf)
				if first == last && now != first {
					t.Fatalf("%s is %t before and after, and %t in between for one in %v (user u: %t) with %v", capability, first, now, memberOf, user, state)
				}
			}
		}
	}
}

func TestPermissionsWrites_openAndCloseNothingInBetween(t *testing.T) {
	t.Parallel()
	servers := map[string]*watched{}
	for _, version := range []string{"3.22", "3.29"} {
		for _, otherMode := range []string{"", "ignore", "flip"} {
			servers[version+otherMode] = newWatched(t, version, otherMode)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		w := servers[rapid.SampledFrom(slices.Sorted(maps.Keys(servers))).Draw(t, "server")]
		before, other := anyRules(t, "before"), anyRules(t, "other")
		only := rapid.SampledFrom(slices.Sorted(maps.Keys(grantees))).Draw(t, "only")
		w.start(before)
		var written tableau.Written
		var err error
		wanted := other
		switch rapid.SampledFrom([]string{"replace", "spare", "clear", "replace of", "revoke"}).Draw(t, "write") {
		case "replace":
			written, err = w.permissions.Replace(t.Context(), tableau.RulesOf{ContentType: "workbook", ID: bookID}, toClient(other), nil)
		case "spare":
			wanted = withThoseOf(other, only, before)
			spared := func(g tableau.Grantee) bool { return g == grantees[only] }
			written, err = w.permissions.Replace(t.Context(), tableau.RulesOf{ContentType: "workbook", ID: bookID}, toClient(other), spared)
		case "clear":
			wanted = mockserver.Rules{}
			written, err = w.permissions.Replace(t.Context(), tableau.RulesOf{ContentType: "workbook", ID: bookID}, nil, nil)
		case "replace of":
			wanted = withThoseOf(before, only, other)
			written, err = w.permissions.ReplaceOf(t.Context(), tableau.RulesOf{ContentType: "workbook", ID: bookID}, grantees[only], other[only])
		case "revoke":
			wanted = without(before, other)
			written, err = w.permissions.Revoke(t.Context(), tableau.RulesOf{ContentType: "workbook", ID: bookID}, toClient(other), nil)
		}
		if err != nil {
			t.Fatal(err)
		}
		if !written.After.Rules.Equal(toClient(wanted)) || !toClient(w.Rules(book)).Equal(toClient(wanted)) {
			t.Fatalf("told %v, and there is %v instead of %v", written.After.Rules, w.Rules(book), wanted)
		}
		for _, state := range w.passed() {
			checkState(t, before, state, wanted)
		}
	})
}

// withThoseOf are rules with those of one grantee from elsewhere.
func withThoseOf(rules mockserver.Rules, grantee string, from mockserver.Rules) mockserver.Rules {
	rules = maps.Clone(rules)
	delete(rules, grantee)
	if len(from[grantee]) > 0 {
		rules[grantee] = from[grantee]
	}
	return rules
}

// without are rules without those that others hold in the same mode.
func without(rules, others mockserver.Rules) mockserver.Rules {
	left := mockserver.Rules{}
	for grantee, capabilities := range rules {
		for capability, mode := range capabilities {
			if others[grantee][capability] == mode {
				continue
			}
			if left[grantee] == nil {
				left[grantee] = map[string]string{}
			}
			left[grantee][capability] = mode
		}
	}
	return left
}
