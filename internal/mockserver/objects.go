package mockserver

import (
	"iter"
	"slices"
)

// objects holds the objects of one kind, of all sites, in the order in which they came. The zero value is empty.
type objects[T any] struct {
	byID map[string]*T
	ids  []string
}

func (o *objects[T]) put(id string, object T) {
	if o.byID == nil {
		o.byID = map[string]*T{}
	}
	if _, known := o.byID[id]; !known {
		o.ids = append(o.ids, id)
	}
	o.byID[id] = &object
}

func (o *objects[T]) get(id string) (*T, bool) {
	object, found := o.byID[id]
	return object, found
}

func (o *objects[T]) has(id string) bool {
	_, found := o.byID[id]
	return found
}

func (o *objects[T]) remove(id string) bool {
	if _, found := o.byID[id]; !found {
		return false
	}
	delete(o.byID, id)
	o.ids = slices.DeleteFunc(o.ids, func(other string) bool { return other == id })
	return true
}

// removeAll removes the objects that matches accepts.
func (o *objects[T]) removeAll(matches func(*T) bool) {
	o.ids = slices.DeleteFunc(o.ids, func(id string) bool {
		gone := matches(o.byID[id])
		if gone {
			delete(o.byID, id)
		}
		return gone
	})
}

// all yields the objects that matches accepts, oldest first.
func (o *objects[T]) all(matches func(*T) bool) iter.Seq[*T] {
	return func(yield func(*T) bool) {
		for _, id := range o.ids {
			if object := o.byID[id]; matches(object) && !yield(object) {
				return
			}
		}
	}
}

// everything matches all.
func everything[T any](*T) bool { return true }
