package tableau

import (
	"context"
	"iter"
	"maps"
	"slices"
	"sync"
)

// ExistsError says that what was to be made is there already, as far as the
// service shows: an apply that was killed may have made it, or a person.
type ExistsError struct {
	// ID is that of the object that is there.
	ID string
}

// Error says so.
func (e *ExistsError) Error() string { return e.ID + " is there already" }

// earlier are the objects of a kind that were there before this process made any,
// by what they are about, and those that it made: what else turns up is new. It
// is safe for concurrent use.
type earlier[T any] struct {
	// destroyed are what this client deleted or abandoned, as a replacement does
	// first. What is deleted may be shown for a while yet.
	destroyed *knownIDs

	mu      sync.Mutex
	byAbout map[string]map[string]T
}

// earlierFrom are those listed. It is done once, at the first creation: to read
// all before each would cost more than it could tell.
func earlierFrom[T any](listed iter.Seq2[T, error], destroyed *knownIDs, key func(T) (about, id string)) (*earlier[T], error) {
	k := &earlier[T]{destroyed: destroyed, byAbout: map[string]map[string]T{}}
	for object, err := range listed {
		if err != nil {
			return nil, err
		}
		about, id := key(object)
		k.add(about, id, object)
	}
	return k, nil
}

// has reports whether an object is not new. One that is gone never becomes so: a
// list may show it again.
func (k *earlier[T]) has(about, id string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	_, found := k.byAbout[about][id]
	return found || k.destroyed.has(id)
}

func (k *earlier[T]) add(about, id string, object T) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.byAbout[about] == nil {
		k.byAbout[about] = map[string]T{}
	}
	k.byAbout[about][id] = object
}

// hasID reports whether an object was there or made, where nobody knows what it is about.
func (k *earlier[T]) hasID(id string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, objects := range k.byAbout {
		if _, found := objects[id]; found {
			return true
		}
	}
	return false
}

// of are the objects about this, by their ids, but for those that this client
// destroyed.
func (k *earlier[T]) of(about string) map[string]T {
	k.mu.Lock()
	defer k.mu.Unlock()
	objects := maps.Clone(k.byAbout[about])
	maps.DeleteFunc(objects, func(id string, _ T) bool { return k.destroyed.has(id) })
	return objects
}

// where are the ids of the objects that match.
func (k *earlier[T]) where(match func(T) bool) []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	var ids []string
	for _, objects := range k.byAbout {
		for id, object := range objects {
			if match(object) {
				ids = append(ids, id)
			}
		}
	}
	slices.Sort(ids)
	return ids
}

// refuseAlike gives an *ExistsError for an object that is what is asked for. What
// was there at the first creation may be gone by now, or another: it is read
// once more.
func (k *earlier[T]) refuseAlike(ctx context.Context, about string, isIt func(T) bool, get func(context.Context, string) (T, error)) error {
	objects := k.of(about)
	for _, id := range slices.Sorted(maps.Keys(objects)) {
		if !isIt(objects[id]) || k.destroyed.await(ctx, id) {
			continue
		}
		now, err := get(ctx, id)
		switch {
		case IsNotFound(err): // It makes nothing superfluous.
		case err != nil:
			return err
		case isIt(now):
			return &ExistsError{id}
		}
	}
	return nil
}

// knownIDs are ids of objects of a kind that were destroyed. It is safe for concurrent use.
type knownIDs struct {
	mu  sync.Mutex
	ids map[string]bool
	// underWay are deletions that have begun. Each is closed when it has ended.
	underWay map[string]chan struct{}
}

// begin notes that a deletion is under way, until end is called.
func (k *knownIDs) begin(id string) (end func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.underWay == nil {
		k.underWay = map[string]chan struct{}{}
	}
	ended := make(chan struct{})
	k.underWay[id] = ended
	return func() { close(ended) }
}

// await reports whether an object is destroyed, and waits for a deletion that is under
// way: where a block is renamed, or two swap what they are about, Terraform deletes the
// one and makes the other at the same time.
func (k *knownIDs) await(ctx context.Context, id string) bool {
	k.mu.Lock()
	ended, begun := k.underWay[id]
	k.mu.Unlock()
	if begun {
		select {
		case <-ended:
		case <-ctx.Done():
		}
	}
	return k.has(id)
}

func (k *knownIDs) has(id string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.ids[id]
}

func (k *knownIDs) any() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.ids) > 0
}

func (k *knownIDs) add(id string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.ids == nil {
		k.ids = map[string]bool{}
	}
	k.ids[id] = true
}
