package tableau

import (
	"context"
	"sync"
)

// flights lets callers who want the same thing at the same time share one
// fetch. Unlike x/sync/singleflight it runs the fetch in the first caller's own
// goroutine, so that none outlives its call, and lets the others stop waiting.
type flights[T any] struct {
	mu    sync.Mutex
	byKey map[string]*flight[T]
}

type flight[T any] struct {
	landed chan struct{} // closed when the rest is set
	result T
	err    error
	// abandoned: whoever flew it panicked, or met a failure of their own, which says
	// nothing to the others.
	abandoned bool
}

func (f *flights[T]) do(ctx context.Context, key string, fetch func(context.Context) (T, error)) (T, error) {
	for {
		shared, own := f.board(key)
		if own {
			f.fly(ctx, key, shared, fetch)
			return shared.result, shared.err
		}
		select {
		case <-shared.landed:
		case <-ctx.Done():
			var none T
			return none, ctx.Err()
		}
		if !shared.abandoned {
			return shared.result, shared.err
		}
	}
}

// board gives the flight under way, or a new one that is the caller's own.
func (f *flights[T]) board(key string) (shared *flight[T], own bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	shared, underWay := f.byKey[key]
	if underWay {
		return shared, false
	}
	if f.byKey == nil {
		f.byKey = map[string]*flight[T]{}
	}
	shared = &flight[T]{landed: make(chan struct{}), abandoned: true}
	f.byKey[key] = shared
	return shared, true
}

func (f *flights[T]) fly(ctx context.Context, key string, own *flight[T], fetch func(context.Context) (T, error)) {
	defer func() {
		f.mu.Lock()
		delete(f.byKey, key)
		f.mu.Unlock()
		close(own.landed)
	}()
	own.result, own.err = fetch(ctx)
	own.abandoned = own.err != nil && isOwnFailure(ctx, own.err)
}

// isOwnFailure reports that a failure says nothing to others: whoever met it gave up,
// or had no time to wait until the service takes requests again.
func isOwnFailure(ctx context.Context, err error) bool {
	_, hurried := ctx.Deadline()
	return ctx.Err() != nil || hurried && isHeldUp(err)
}
