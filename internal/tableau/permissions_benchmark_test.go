package tableau

import (
	"fmt"
	"testing"
)

// BenchmarkCarefulSteps turns all rules of a large set: 100 grantees with 15
// capabilities each.
func BenchmarkCarefulSteps(b *testing.B) {
	shown, wanted := ruleKeys{}, ruleKeys{}
	for g := range 100 {
		for c := range 15 {
			r := rule{Grantee{GroupGrantee, fmt.Sprint("group ", g)}, fmt.Sprint("capability ", c), []string{Allow, Deny}[c%2]}
			shown[r], wanted[r.opposite()] = true, true
		}
	}
	for b.Loop() {
		if steps := carefulSteps(shown, wanted); len(steps) != 1502 {
			b.Fatalf("%d steps", len(steps))
		}
	}
}
