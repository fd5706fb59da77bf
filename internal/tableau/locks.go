package tableau

import (
	"context"
	"sync"

	"golang.org/x/sync/semaphore"
)

// locks keeps two from doing the same at the same time. A wait ends with its
// context.
type locks struct {
	mu    sync.Mutex
	byKey map[string]*semaphore.Weighted
}

func (l *locks) acquire(ctx context.Context, key string) (release func(), err error) {
	l.mu.Lock()
	lock := l.byKey[key]
	if lock == nil {
		if l.byKey == nil {
			l.byKey = map[string]*semaphore.Weighted{}
		}
		lock = semaphore.NewWeighted(1)
		l.byKey[key] = lock
	}
	l.mu.Unlock()
	if err := lock.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	return func() { lock.Release(1) }, nil
}
