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

// all yields every item of a paginated list, one page at a time, each id once:
// rows shift between pages while others add and remove some. An item without an
// id is left out. A failure is yielded once and ends it. P is a page's answer,
// open takes it apart.
func all[P, T any](ctx context.Context, c *Client, list call, open func(P) (pagination, []T), id func(T) string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		seen := map[string]bool{}
		received := 0
		for number := 1; ; number++ {
			next := list
			next.query = maps.Clone(list.query)
			if next.query == nil {
				next.query = url.Values{}
			}
			next.query.Set("pageSize", strconv.Itoa(pageSize))
			next.query.Set("pageNumber", strconv.Itoa(number))
			answer, err := send[P](ctx, c, next)
			if number > 1 && errors.Is(err, codePageNumber) {
				return // The list grew shorter while it was read.
			}
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			position, items := open(answer)
			before := len(seen)
			for _, item := range items {
				if id(item) == "" || seen[id(item)] {
					continue
				}
				seen[id(item)] = true
				if !yield(item, nil) {
					return
				}
			}
			// The page may be smaller than asked for: the items count, not the pages.
			received += len(items)
			whole := received >= position.TotalAvailable
			newer := len(seen) > before
			if position.TotalAvailable <= 0 {
				whole = !newer
			}
			if len(items) == 0 || whole {
				return
			}
			if !newer {
				var none T
				yield(none, &Error{Doing: list.doing, Method: list.method, Route: list.route, Cause: fmt.Errorf(
					"page %d brings nothing new, although the service counts %d in all and has shown %d", number, position.TotalAvailable, len(seen))})
				return
			}
		}
	}
}
