package tableau

import (
	"net/url"
	"strings"
	"time"
)

// Filter lets the service narrow a list, which saves pages and no more: what
// comes must be compared again, for the service takes * for anything, and
// whether it tells cases apart is not established (REST API reference:
// Filtering and Sorting).
type Filter struct{ field, operator, value string }

// Equal lets through what has this value in a field.
func Equal(field, value string) Filter { return Filter{field, "eq", value} }

// After lets through what has a later time in a field.
func After(field string, moment time.Time) Filter {
	return Filter{field, "gt", moment.UTC().Format(time.RFC3339)}
}

// Where lets through what compares in some other way, such as "has" or "gte".
func Where(field, operator, value string) Filter { return Filter{field, operator, value} }

// Possible reports whether the service can be asked for it: commas and
// ampersands part filters, even escaped ones. A list ignores a filter that is
// not possible.
func (f Filter) Possible() bool { return f.value != "" && !strings.ContainsAny(f.value, ",&") }

func filterQuery(filters []Filter) url.Values {
	var expressions []string
	for _, f := range filters {
		if f.Possible() {
			expressions = append(expressions, f.field+":"+f.operator+":"+f.value)
		}
	}
	if expressions == nil {
		return nil
	}
	return url.Values{"filter": {strings.Join(expressions, ",")}}
}
