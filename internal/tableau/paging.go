package tableau

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/url"
	"strconv"
)

// pageSize is the most that the service gives at once (REST API reference:
// Paginating Results).
const pageSize = 1000

// pagination is the element that comes with every page. Without the total, which
// the reference leaves out for jobs, pages are asked for until one brings nothing
// new (REST API reference: Query Jobs).
type pagination struct {
	TotalAvailable int `xml:"totalAvailable,attr"`
}

// page is what every page's answer has. Without it an answer is no list, and
// must not be taken for an empty one.
type page struct {
	Pagination *pagination `xml:"pagination"`
}

func (p page) check() error {
	if p.Pagination == nil {
		return errors.New("it holds no list")
	}
	return nil
}

// all yields every item of a paginated list, one page at a time, each id once.
// An item without an id is left out. A failure is yielded once and ends it. P is
// a page's answer, open takes it apart.
//
// The list is read again when it showed less than the service counts, or when
// the count changed from page to page: rows shift while others add and remove
// some. A list that is the same twice is taken for whole even so, since the count
// can hold what the service does not show: Tableau's Python client has met 400
// subscriptions of 409 announced, to an administrator.
func all[P, T any](ctx context.Context, c *Client, list call, open func(P) (pagination, []T), id func(T) string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		l := lister[P, T]{client: c, list: list, open: open, id: id, seen: map[string]int{}}
		var before reading
		for l.readings = 1; ; l.readings++ {
			now, err := l.read(ctx, yield)
			again := l.readings > 1
			switch {
			case errors.Is(err, errEnough):
				return
			case err == nil && (now.isWhole(again) || again && now.isLike(before)):
				return
			case err == nil && again && l.readings > c.config.MaxRetries:
				err = list.notSent(fmt.Errorf("the service counts %d in all, and has shown %d at one time and %d at another", now.announced, before.shown, now.shown))
			}
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			before = now
		}
	}
}

// errEnough says that whoever reads a list wants no more of it.
var errEnough = errors.New("enough")

// lister reads a list.
type lister[P, T any] struct {
	client *Client
	list   call
	open   func(P) (pagination, []T)
	id     func(T) string
	// seen is in which reading each id came last.
	seen     map[string]int
	readings int
}

// reading is what one reading of a list found.
type reading struct {
	// shown counts the ids, announced is how many the service says there are.
	shown, announced int
	// moved: the count changed from page to page. newer: there are ids that no earlier reading had.
	moved, newer bool
}

// isWhole reports whether a reading showed all there is. A count that moved is
// worth one reading again, not more: a busy site adds jobs all the time.
func (r reading) isWhole(again bool) bool {
	return r.shown >= r.announced && (again || !r.moved)
}

// isLike reports whether a reading showed the same as the one before.
func (r reading) isLike(before reading) bool {
	return r.shown == before.shown && r.announced == before.announced && !r.newer
}

// read yields what was not seen yet.
func (l *lister[P, T]) read(ctx context.Context, yield func(T, error) bool) (reading, error) {
	var now reading
	received := 0
	for number := 1; ; number++ {
		answer, err := send[P](ctx, l.client, l.page(number))
		if number > 1 && errors.Is(err, codePageNumber) {
			return now, nil // The list grew shorter while it was read.
		}
		if err != nil {
			return now, err
		}
		position, items := l.open(answer)
		now.moved = now.moved || number > 1 && position.TotalAvailable != now.announced
		now.announced = position.TotalAvailable
		before := now.shown
		for _, item := range items {
			id := l.id(item)
			last := l.seen[id]
			if id == "" || last == l.readings {
				continue
			}
			now.shown++
			if l.seen[id] = l.readings; last > 0 {
				continue
			}
			now.newer = true
			if !yield(item, nil) {
				return now, errEnough
			}
		}
		// The page may be smaller than asked for: the items count, not the pages.
		received += len(items)
		counted := now.announced > 0
		switch fresh := now.shown > before; {
		case len(items) == 0, counted && received >= now.announced, !counted && !fresh:
			return now, nil
		case !fresh:
			return now, l.list.notSent(fmt.Errorf(
				"page %d brings nothing new, although the service counts %d in all and has shown %d", number, now.announced, now.shown))
		}
	}
}

// page is the call for one page.
func (l *lister[P, T]) page(number int) call {
	next := l.list
	next.query = maps.Clone(next.query)
	if next.query == nil {
		next.query = url.Values{}
	}
	next.query.Set("pageSize", strconv.Itoa(pageSize))
	next.query.Set("pageNumber", strconv.Itoa(number))
	return next
}
