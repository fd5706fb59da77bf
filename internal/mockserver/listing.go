package mockserver

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// field is what a list can be filtered and sorted by. values holds one value but for tags.
type field[T any] struct {
	operators []string
	values    func(T) []string
}

// fields are those of one list, by name.
type fields[T any] map[string]field[T]

var (
	byEquality = []string{"eq", "in"}
	byName     = []string{"eq", "in", "cieq"}
	byText     = []string{"eq", "in", "has"}
	byOrder    = []string{"eq", "gt", "gte", "lt", "lte"}
)

func one[T any](value func(T) string, operators []string) field[T] {
	return field[T]{operators, func(object T) []string { return []string{value(object)} }}
}

// unknownFilter answers a filter or a sort order that the list does not have.
func unknownFilter(detail string) *apiError {
	return &apiError{http.StatusBadRequest, "400065", "Bad Request", detail}
}

// choose returns the objects that the filter of a query lets through, in the order that its sort asks for. Filtering and Sorting in the
// Tableau REST API: a comma parts the expressions, all of which must hold, so that no value has one.
func choose[T any](s *Server, query url.Values, all []T, known fields[T]) ([]T, *apiError) {
	for _, expression := range expressions(query.Get("filter")) {
		keep, refusal := s.filterFor(expression)
		if refusal != nil {
			return nil, refusal
		}
		by, has := known[keep.field]
		if !has || !slices.Contains(by.operators, keep.operator) {
			return nil, unknownFilter("The filter query contains a key which is not recognized for this API version: '" + expression + "'.")
		}
		var kept []T
		for _, object := range all {
			if slices.ContainsFunc(by.values(object), keep.accepts) {
				kept = append(kept, object)
			}
		}
		all = kept
	}
	orders := expressions(query.Get("sort"))
	slices.Reverse(orders) // sorting is stable: the first order comes last
	for _, order := range orders {
		name, direction, _ := strings.Cut(order, ":")
		by, has := known[name]
		if !has || direction != "asc" && direction != "desc" {
			return nil, unknownFilter("The sort order '" + order + "' is not recognized.")
		}
		all = slices.Clone(all)
		slices.SortStableFunc(all, func(a, b T) int {
			if direction == "desc" {
				a, b = b, a
			}
			return compareValues(strings.Join(by.values(a), ","), strings.Join(by.values(b), ","))
		})
	}
	return all, nil
}

// expressions parts a filter or a sort order at its commas, those within the brackets of a list apart.
func expressions(text string) []string {
	depth := 0
	return strings.FieldsFunc(text, func(r rune) bool {
		switch r {
		case '[':
			depth++
		case ']':
			depth--
		}
		return r == ',' && depth == 0
	})
}

// filter is one expression: field:operator:value.
type filter struct {
	field, operator string
	values          []string
	ignoresCase     bool
}

func (s *Server) filterFor(expression string) (filter, *apiError) {
	parts := strings.SplitN(expression, ":", 3)
	if len(parts) != 3 {
		return filter{}, unknownFilter("The filter '" + expression + "' is not of the form field:operator:value.")
	}
	f := filter{field: parts[0], operator: parts[1], values: []string{parts[2]}}
	f.ignoresCase = f.operator == "cieq" || f.field == "name" && s.behaviour.NameFilterIgnoresCase
	if f.operator == "in" {
		list, opened := strings.CutPrefix(parts[2], "[")
		list, closed := strings.CutSuffix(list, "]")
		if !opened || !closed {
			return filter{}, unknownFilter("The values of the filter '" + expression + "' are not in brackets.")
		}
		f.values = strings.Split(list, ",")
	}
	return f, nil
}

// accepts reports whether a value of an object passes.
func (f filter) accepts(value string) bool {
	wanted := f.values[0]
	switch f.operator {
	case "has":
		return strings.Contains(strings.ToLower(value), strings.ToLower(wanted))
	case "gt":
		return compareValues(value, wanted) > 0
	case "gte":
		return compareValues(value, wanted) >= 0
	case "lt":
		return value != "" && compareValues(value, wanted) < 0
	case "lte":
		return value != "" && compareValues(value, wanted) <= 0
	default:
		return slices.ContainsFunc(f.values, func(one string) bool {
			return one == value || f.ignoresCase && strings.EqualFold(one, value)
		})
	}
}

// compareValues orders numbers as numbers and everything else, stamps among it, as text. The reference's own example writes a stamp with a small z.
func compareValues(a, b string) int {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	if errX == nil && errY == nil {
		return cmp.Compare(x, y)
	}
	return strings.Compare(strings.ToUpper(a), strings.ToUpper(b))
}

// page filters, sorts and cuts a list.
func page[T any](s *Server, c *call, all []T, known fields[T]) (paginationElement, []T, *apiError) {
	chosen, refusal := choose(s, c.query, all, known)
	if refusal != nil {
		return paginationElement{}, nil, refusal
	}
	return paginate(c, chosen)
}

// pageOrAll is page for a list to which the schema gives no pagination: with Behaviour.WholeLists it is neither cut nor counted. before is
// what the answer has before the list.
func pageOrAll[T any](s *Server, c *call, all []T, known fields[T]) (before []any, shown []T, refusal *apiError) {
	if s.behaviour.WholeLists {
		shown, refusal = choose(s, c.query, all, known)
		return nil, listed(c, shown), refusal
	}
	pagination, shown, refusal := page(s, c, all, known)
	return []any{pagination}, shown, refusal
}
