package tableau

import (
	"context"
	"sync"
)

// deletions are what this client deleted or abandoned of a kind, by id: that may be
// shown for a while yet. It is safe for concurrent use.
type deletions struct {
	mu   sync.Mutex
	done map[string]bool
	// underWay are those that have begun and not ended. Each is closed when it ends.
	underWay map[string]chan struct{}
	// taken are the objects that were taken for what a creation made, with what lists those
	// that it may have made.
	taken map[string]lookForMade
}

// lookForMade gives the ids of what a creation without an answer may have made.
type lookForMade func(context.Context) (ids []string, err error)

// take notes that an object is taken for what a creation made, unless it is deleted. It waits
// for a deletion that is under way; one that begins later knows.
func (d *deletions) take(ctx context.Context, id string, look lookForMade) bool {
	for ctx.Err() == nil && !d.await(ctx, id) {
		if d.takeAtRest(id, look) {
			return true
		}
	}
	return false
}

func (d *deletions) takeAtRest(id string, look lookForMade) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, begun := d.underWay[id]; begun || d.done[id] {
		return false
	}
	if d.taken == nil {
		d.taken = map[string]lookForMade{}
	}
	d.taken[id] = look
	return true
}

// watch makes a deletion, and notes that the object is gone where that is the outcome. One
// that was taken for what a creation of this run made was there before, as its deletion shows:
// it stays, as the one that was to be made, and what was made goes.
func (d *deletions) watch(ctx context.Context, c *Client, id string, remove func(id string) error) error {
	look, end := d.begin(id)
	defer end()
	if look != nil {
		made, err := c.otherThan(ctx, id, look)
		if made == "" || err != nil {
			return err
		}
		return d.watch(ctx, c, made, remove)
	}
	err := remove(id)
	if err == nil || IsNotFound(err) {
		d.add(id)
	}
	return err
}

func (d *deletions) begin(id string) (taken lookForMade, end func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.underWay == nil {
		d.underWay = map[string]chan struct{}{}
	}
	ended := make(chan struct{})
	d.underWay[id] = ended
	return d.taken[id], func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		delete(d.underWay, id)
		close(ended)
	}
}

func (d *deletions) add(id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.done == nil {
		d.done = map[string]bool{}
	}
	d.done[id] = true
}

func (d *deletions) has(id string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.done[id]
}

func (d *deletions) any() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.done) > 0
}

// await reports whether an object is deleted, and waits for a deletion that is under
// way: where a block is renamed, or two swap what they are about, Terraform deletes the
// one and makes the other at the same time.
func (d *deletions) await(ctx context.Context, id string) bool {
	d.mu.Lock()
	ended, begun := d.underWay[id]
	d.mu.Unlock()
	if begun {
		select {
		case <-ended:
		case <-ctx.Done():
		}
	}
	return d.has(id)
}
