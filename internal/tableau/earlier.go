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
	destroyed *deletions

	mu      sync.Mutex
	byAbout map[string]map[string]T
}

// earlierFrom are those listed. It is done once, at the first creation: to read
// all before each would cost more than it could tell.
func earlierFrom[T any](listed iter.Seq2[T, error], destroyed *deletions, key func(T) (about, id string)) (*earlier[T], error) {
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
