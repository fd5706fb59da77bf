package tableau

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// NotKeptError says that the service accepted rules and shows others.
type NotKeptError struct {
	Of RulesOf
	// Differences are never empty, and ordered by grantee and capability.
	Differences []Difference
}

// Error names every difference.
func (e *NotKeptError) Error() string {
	texts := make([]string, len(e.Differences))
	for i, difference := range e.Differences {
		texts[i] = difference.String()
	}
	return fmt.Sprintf("Tableau accepted the new %s and shows others: %s", e.Of, strings.Join(texts, "; "))
}

// NotReadBackError says that the service accepted rules, and that what is there
// could not be read since. It does not unwrap: its Cause tells nothing of the write.
type NotReadBackError struct {
	Of    RulesOf
	Cause error
}

// Error says what kept the rules from being read.
func (e *NotReadBackError) Error() string {
	return fmt.Sprintf("Tableau accepted the new %s, and they could not be read back: %s", e.Of, e.Cause)
}

// Difference is a rule that is not as it was written.
type Difference struct {
	Grantee    Grantee
	Capability string
	// Wanted and Shown are modes; "" means no rule.
	Wanted, Shown string
}

// String says what was wanted and what is shown: `Read of group 4d65… should be Allow and is not set`.
func (d Difference) String() string {
	wanted, shown := "be "+d.Wanted, "is "+d.Shown
	if d.Wanted == "" {
		wanted = "not be set"
	}
	if d.Shown == "" {
		shown = "is not set"
	}
	return fmt.Sprintf("%s of %s should %s and %s", d.Capability, d.Grantee, wanted, shown)
}

// String names the grantee in a sentence: `group set 4d65…`.
func (g Grantee) String() string {
	return strings.ReplaceAll(string(g.Kind), "_", " ") + " " + g.ID
}

// differences are what an answer shows otherwise than the aim would have it.
// The owner's rules need not be shown: the owner may do everything without
// (REST API reference: Permissions).
func (to aim) differences(after RuleSet) []Difference {
	wanted := to.from(nil).rules()
	var all []Difference
	for grantee, capabilities := range wanted {
		for capability, mode := range capabilities {
			shown := after.Rules[grantee][capability]
			needless := shown == "" && grantee == Grantee{UserGrantee, after.OwnerID}
			if shown != mode && !needless {
				all = append(all, Difference{grantee, capability, mode, shown})
			}
		}
	}
	for grantee, capabilities := range after.Rules {
		for capability, mode := range capabilities {
			if wanted[grantee][capability] == "" && to.decides(rule{grantee, capability, mode}) {
				all = append(all, Difference{Grantee: grantee, Capability: capability, Shown: mode})
			}
		}
	}
	slices.SortFunc(all, func(a, b Difference) int {
		return cmp.Or(strings.Compare(string(a.Grantee.Kind), string(b.Grantee.Kind)),
			strings.Compare(a.Grantee.ID, b.Grantee.ID), strings.Compare(a.Capability, b.Capability))
	})
	return all
}
