package tableau

import (
	"context"
	"fmt"
	"sync"
)

// memo remembers what a fetch gave, by its key, until something is written.
// Errors are not remembered, nor is a fetch that a write overtook.
type memo[T any] struct {
	fetch   func(ctx context.Context, key string) (T, error)
	flights flights[T]

	mu     sync.Mutex
	writes int
	kept   map[string]T
}

// get gives what is remembered, or fetches it.
func (m *memo[T]) get(ctx context.Context, key string) (T, error) {
	kept, found, writes := m.look(key)
	if found {
		return kept, nil
	}
	// Whoever asks after a write must not be served by a fetch begun before it.
	return m.flights.do(ctx, fmt.Sprint(writes, " ", key), func(ctx context.Context) (T, error) {
		// Another flight may have landed between the look and this one's start.
		if kept, found, _ := m.look(key); found {
			return kept, nil
		}
		fetched, err := m.fetch(ctx, key)
		if err == nil {
			m.keep(key, fetched, writes)
		}
		return fetched, err
	})
}

func (m *memo[T]) look(key string) (kept T, found bool, writes int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	kept, found = m.kept[key]
	return kept, found, m.writes
}

func (m *memo[T]) keep(key string, fetched T, writes int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if writes != m.writes {
		return
	}
	if m.kept == nil {
		m.kept = map[string]T{}
	}
	m.kept[key] = fetched
}

// forget is called after every write, a failed one too.
func (m *memo[T]) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.writes++
	m.kept = nil
}
