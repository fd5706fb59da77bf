package tableau

import (
	"context"
	"iter"
	"sync"
)

// readsByID is how many objects of a kind are read one by one before the whole
// list is fetched. Measured with ten requests at once and 50 ms for each answer
// (BenchmarkReader_byIDOrByList): ten by id take 0.05 s, 30 take 0.15 s, 100 take
// 0.5 s. The list takes 0.05 s where there are 100 objects, 0.08 s where there are
// 3,000, and 0.45 s, nearly all of it our own CPU time, where there are 50,000; the
// service needs its time for the list besides. How many there are, and how many
// will be asked for, nobody says beforehand. Ten are what Terraform asks for at
// once: who manages no more never pays for a list, and whoever manages many loses
// the time of one answer.
const readsByID = 10

// reader reads single objects of a kind that has a list. Terraform asks for
// every object by itself; when it turns out to want many, one fetch of the list
// serves them all, until something is written. So long an object is read once.
type reader[T any] struct {
	byID   memo[T]
	listed memo[map[string]T]

	mu    sync.Mutex
	reads int // since the last write
}

func newReader[T any](
	get func(ctx context.Context, id string) (T, error), all func(context.Context) iter.Seq2[T, error], id func(T) string,
) *reader[T] {
	r := &reader[T]{}
	r.byID.fetch = get
	r.listed.fetch = func(ctx context.Context, _ string) (map[string]T, error) {
		objects := map[string]T{}
		for object, err := range all(ctx) {
			switch {
			case err != nil && (ctx.Err() != nil || isHeldUp(err)):
				return nil, err
			case err != nil:
				// Remembered as a list of nothing, so that nobody asks for it again.
				return map[string]T{}, nil
			}
			objects[id(object)] = object
		}
		return objects, nil
	}
	return r
}

// read gives the object, or the error of getting it. One that is not in the
// list is asked for by its id: a list may lag behind, or show only what the
// caller owns. So is every one where the list itself cannot be had, because it is
// refused, takes a gateway too long or is too large: its failure says nothing of an object.
func (r *reader[T]) read(ctx context.Context, id string) (T, error) {
	if object, known, _ := r.byID.look(id); known {
		return object, nil
	}
	objects, listed, _ := r.listed.look("")
	if !listed && r.wantsList() {
		var err error
		if objects, err = r.listed.get(ctx, ""); err != nil {
			var none T
			return none, err
		}
	}
	if object, found := objects[id]; found {
		return object, nil
	}
	return r.byID.get(ctx, id)
}

func (r *reader[T]) wantsList() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.reads++
	return r.reads > readsByID
}

// wrote is called after every write of the kind, a failed one too.
func (r *reader[T]) wrote() {
	r.mu.Lock()
	r.reads = 0
	r.mu.Unlock()
	r.byID.forget()
	r.listed.forget()
}
