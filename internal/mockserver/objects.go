package mockserver

import (
	"iter"
	"slices"
)

// objects holds the objects of one kind, of all sites, in the order in which they came. The zero value is empty.
type objects[T any] struct {
	at    map[string]int // where each object stands in order
	order []placed[T]
}

// placed is an object at its place. One that was removed leaves a gap.
type placed[T any] struct {
	id     string
	object *T
}

func (p placed[T]) isGap() bool { return p.object == nil }

func (o *objects[T]) put(id string, object T) {
	if o.at == nil {
		o.at = map[string]int{}
	}
	if i, known := o.at[id]; known {
		o.order[i].object = &object
		return
	}
	o.at[id] = len(o.order)
	o.order = append(o.order, placed[T]{id, &object})
}

func (o *objects[T]) get(id string) (*T, bool) {
	i, found := o.at[id]
	if !found {
		return nil, false
	}
	return o.order[i].object, true
}

// known is the object with an id that is sure to be there.
func (o *objects[T]) known(id string) *T {
	object, _ := o.get(id)
	return object
}

func (o *objects[T]) has(id string) bool {
	_, found := o.at[id]
	return found
}

func (o *objects[T]) remove(id string) bool {
	i, found := o.at[id]
	if !found {
		return false
	}
	delete(o.at, id)
	o.order[i] = placed[T]{}
	if len(o.at) < len(o.order)/2 {
		o.closeGaps()
	}
	return true
}

// removeAll removes the objects that matches accepts.
func (o *objects[T]) removeAll(matches func(*T) bool) {
	for i, p := range o.order {
		if !p.isGap() && matches(p.object) {
			delete(o.at, p.id)
			o.order[i] = placed[T]{}
		}
	}
	o.closeGaps()
}

func (o *objects[T]) closeGaps() {
	o.order = slices.DeleteFunc(o.order, placed[T].isGap)
	for i, p := range o.order {
		o.at[p.id] = i
	}
}

// all yields the objects that matches accepts, oldest first.
func (o *objects[T]) all(matches func(*T) bool) iter.Seq[*T] {
	return func(yield func(*T) bool) {
		for _, p := range o.order {
			if !p.isGap() && matches(p.object) && !yield(p.object) {
				return
			}
		}
	}
}

// everything matches all.
func everything[T any](*T) bool { return true }
