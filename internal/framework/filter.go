package framework

import (
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Matches reports whether what the service shows is what a filter asks for, in any
// letter case. A filter that is null asks for nothing.
func Matches(filter types.String, shown string) bool {
	return filter.IsNull() || strings.EqualFold(filter.ValueString(), shown)
}

// NumberFilter is the value of a filter of the service: empty, which is no filter, for a
// number that was not given.
func NumberFilter(n types.Int64) string {
	if n.IsNull() {
		return ""
	}
	return strconv.FormatInt(n.ValueInt64(), 10)
}
