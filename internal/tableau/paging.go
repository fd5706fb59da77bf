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

// orWhole is the pagination of an answer that may have none: then it is the whole list,
// of this many.
func (p *pagination) orWhole(count int) pagination {
	if p == nil {
		return pagination{TotalAvailable: count}
	}
	return *p
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
func all[P, T any](ctx context.Context, c *Client, list call, open func(P) (pagination, []T), id func(T) string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for l := newLister(c, list, open, id); !l.whole; {
			items, err := l.next(ctx)
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
			if err != nil {
				var none T
				yield(none, err)
				return
			}
		}
	}
}

// lister reads a list, page by page.
//
// The list is read again when it showed less than the service counts, or when
// the count changed from page to page: rows shift while others add and remove
// some. A list that is the same twice is taken for whole even so, since the count
// can hold what the service does not show: Tableau's Python client has met 400
// subscriptions of 409 announced, to an administrator.
type lister[P, T any] struct {
	client *Client
	list   call
	open   func(P) (pagination, []T)
	id     func(T) string
	// seen is in which reading each id came last.
	seen        map[string]int
	readings    int
	now, before reading
	// number is that of the next page, received what the pages before it had.
	number, received int
	// whole: there is nothing left to read.
	whole bool
}

func newLister[P, T any](c *Client, list call, open func(P) (pagination, []T), id func(T) string) *lister[P, T] {
	return &lister[P, T]{client: c, list: list, open: open, id: id, seen: map[string]int{}, readings: 1, number: 1}
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

// next reads a page and gives what of it was not seen yet. When it could not be
// read, the next call reads the same page.
func (l *lister[P, T]) next(ctx context.Context) (fresh []T, err error) {
	answer, err := send[P](ctx, l.client, l.page())
	if l.number > 1 && errors.Is(err, codePageNumber) {
		return nil, l.endReading() // The list grew shorter while it was read.
	}
	if err != nil {
		return nil, err
	}
	position, items := l.open(answer)
	l.now.moved = l.now.moved || l.number > 1 && position.TotalAvailable != l.now.announced
	l.now.announced = position.TotalAvailable
	before := l.now.shown
	for _, item := range items {
		id := l.id(item)
		last := l.seen[id]
		if id == "" || last == l.readings {
			continue
		}
		l.now.shown++
		if l.seen[id] = l.readings; last == 0 {
			l.now.newer = true
			fresh = append(fresh, item)
		}
	}
	// The page may be smaller than asked for: the items count, not the pages.
	l.received += len(items)
	counted := l.now.announced > 0
	switch grew := l.now.shown > before; {
	case len(items) == 0, counted && l.received >= l.now.announced, !counted && !grew:
		return fresh, l.endReading()
	case !grew:
		return fresh, l.giveUp(fmt.Errorf(
			"page %d brings nothing new, although the service counts %d in all and has shown %d", l.number, l.now.announced, l.now.shown))
	}
	l.number++
	return fresh, nil
}

// endReading decides whether the list is to be read again.
func (l *lister[P, T]) endReading() error {
	again := l.readings > 1
	switch {
	case l.now.isWhole(again) || again && l.now.isLike(l.before):
		l.whole = true
	case again && l.readings > l.client.config.MaxRetries:
		return l.giveUp(fmt.Errorf("the service counts %d in all, and has shown %d at one time and %d at another", l.now.announced, l.before.shown, l.now.shown))
	default:
		l.before, l.now = l.now, reading{}
		l.readings++
		l.number, l.received = 1, 0
	}
	return nil
}

// giveUp is the error of a list that does not fit together. The next call begins
// it anew.
func (l *lister[P, T]) giveUp(why error) error {
	err := l.list.notSent(why)
	*l = *newLister(l.client, l.list, l.open, l.id)
	return err
}

// page is the call for the next page.
func (l *lister[P, T]) page() call {
	next := l.list
	next.query = maps.Clone(next.query)
	if next.query == nil {
		next.query = url.Values{}
	}
	next.page = l.number
	next.query.Set("pageSize", strconv.Itoa(pageSize))
	next.query.Set("pageNumber", strconv.Itoa(l.number))
	return next
}
