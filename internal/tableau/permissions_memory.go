package tableau

import (
	"context"
	"sync"
)

// permissionsMemory keeps each item's rules until they are written, for in one
// run several objects speak of one item.
type permissionsMemory struct {
	writing locks // by item: two writes to one item would undo each other's order

	mu   sync.Mutex
	sets map[RulesOf]*memo[RuleSet]
	get  func(context.Context, RulesOf) (RuleSet, error)
}

func (m *permissionsMemory) of(of RulesOf) *memo[RuleSet] {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.sets == nil {
		m.sets = map[RulesOf]*memo[RuleSet]{}
	}
	if m.sets[of] == nil {
		m.sets[of] = &memo[RuleSet]{fetch: func(ctx context.Context, _ string) (RuleSet, error) { return m.get(ctx, of) }}
	}
	return m.sets[of]
}

func (m *permissionsMemory) read(ctx context.Context, of RulesOf) (RuleSet, error) {
	return m.of(of).get(ctx, "")
}

// wrote is called after every write, a failed one too. What a project or a
// database locks follows its rules, so that all may have changed with them.
func (m *permissionsMemory) wrote(of RulesOf) {
	if of.ContentType != "project" && of.ContentType != "database" {
		m.of(of).forget()
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, set := range m.sets {
		set.forget()
	}
}
