package tableau

import "context"

// Written is what a write of rules met and what it left behind.
type Written struct {
	// Before is what was there when the write began.
	Before RuleSet
	// After is what is there now: read back, or, where that failed too, what the
	// calls that succeeded must have made of it. Read is false when nothing could be read at all.
	After RuleSet
	Read  bool
}

// Added gives the rules that are there now and were not before.
func (w Written) Added() Rules {
	added := Rules{}
	for grantee, capabilities := range w.After.Rules {
		for capability, mode := range capabilities {
			if w.Before.Rules[grantee][capability] != mode {
				added.set(grantee, capability, mode)
			}
		}
	}
	return added
}

// Replace makes the rules of an item these, those of spared grantees apart,
// which stay as they are. See the comment of Written for what is told of a failure.
func (p Permissions) Replace(ctx context.Context, of RulesOf, wanted Rules, spared func(Grantee) bool) (Written, error) {
	panic("to be written")
}

// ReplaceOf makes the rules of one grantee these and touches no other's. No
// capabilities take all its rules away.
func (p Permissions) ReplaceOf(ctx context.Context, of RulesOf, grantee Grantee, capabilities map[string]string) (Written, error) {
	panic("to be written")
}

// Revoke takes these rules away where they still are in this mode.
func (p Permissions) Revoke(ctx context.Context, of RulesOf, rules Rules) (Written, error) {
	panic("to be written")
}
