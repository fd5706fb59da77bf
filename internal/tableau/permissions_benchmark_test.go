package tableau

import (
	"fmt"
	"maps"
	"testing"
)

// BenchmarkCarefulSteps turns all rules of a large set: 100 grantees with 15
// capabilities each.
func BenchmarkCarefulSteps(b *testing.B) {
	shown, wanted := ruleKeys{}, ruleKeys{}
	for r := range rulesOf(100, 15) {
		shown[r], wanted[r.opposite()] = true, true
	}
	for b.Loop() {
		if steps := carefulSteps(shown, wanted); len(steps) != 1502 {
			b.Fatalf("%d steps", len(steps))
		}
	}
}

// BenchmarkCarefulSteps_ofHundredItems compares the rules of 100 items, of ten
// grantees with eight capabilities each, of which one is turned.
func BenchmarkCarefulSteps_ofHundredItems(b *testing.B) {
	shown := rulesOf(10, 8)
	wanted := maps.Clone(shown)
	turned := rule{Grantee{GroupGrantee, "group 3"}, "capability 5", Deny}
	delete(wanted, turned)
	wanted[turned.opposite()] = true
	for b.Loop() {
		for range 100 {
			if steps := carefulSteps(shown, wanted); len(steps) != 2 {
				b.Fatalf("%d steps", len(steps))
			}
		}
	}
}

// rulesOf allows and denies every other capability to so many grantees.
func rulesOf(grantees, capabilities int) ruleKeys {
	rules := ruleKeys{}
	for g := range grantees {
		for c := range capabilities {
			rules[rule{Grantee{GroupGrantee, fmt.Sprint("group ", g)}, fmt.Sprint("capability ", c), []string{Allow, Deny}[c%2]}] = true
		}
	}
	return rules
}
