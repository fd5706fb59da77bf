package flowtask

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// typeString is the type of parameters whose values are texts (REST API reference:
// Get Flow Run Task).
const typeString = "string"

// keyOf is the key under which values have a parameter: its LUID or its name.
func keyOf(values map[string]string, id, name string) (key string, found bool) {
	if _, found := values[id]; found {
		return id, true
	}
	_, found = values[name]
	return name, found
}

// checkParameters compares the keys and values with what the flow has, as far
// as they are known.
func (m model) checkParameters(flow tableau.Flow) diag.Diagnostics {
	var diags diag.Diagnostics
	if m.Parameters.IsUnknown() {
		return nil
	}
	at := path.Root("parameters")
	given := map[string]string{} // the key by the parameter's id
	elements := m.Parameters.Elements()
	for key := range elements {
		i := slices.IndexFunc(flow.Parameters, func(p tableau.FlowParameter) bool { return p.ID == key || p.Name == key })
		if i < 0 {
			diags.AddAttributeError(at.AtMapKey(key), "The flow has no such parameter", fmt.Sprintf(
				"Flow %q has no parameter %q. %s", flow.Name, key, parametersOf(flow)))
			continue
		}
		p := flow.Parameters[i]
		if other, twice := given[p.ID]; twice {
			diags.AddAttributeError(at.AtMapKey(key), "Parameter given twice", fmt.Sprintf(
				"%q and %q are the same parameter of flow %q, once by its name and once by its id. Remove one of the two.", key, other, flow.Name))
			continue
		}
		given[p.ID] = key
		switch value, _ := elements[key].(types.String); {
		case value.IsNull():
			diags.AddAttributeError(at.AtMapKey(key), "Parameter without a value",
				"The value is null. Leave the parameter out for the flow's default, or give it a value.")
		case !value.IsUnknown():
			if wrong := notAllowed(p, value.ValueString()); wrong != "" {
				diags.AddAttributeError(at.AtMapKey(key), "The parameter does not take this value", fmt.Sprintf(
					"Parameter %q of flow %q cannot be %q: %s.", p.Name, flow.Name, value.ValueString(), wrong))
			}
		}
	}
	for _, p := range flow.Parameters {
		if _, ok := given[p.ID]; p.Required && !ok {
			diags.AddAttributeError(at, "A required parameter is missing", fmt.Sprintf(
				"Flow %q requires a value for its parameter %q%s. Add it to parameters, such as\n\n  parameters = { %q = %q }",
				flow.Name, p.Name, allowed(p), p.Name, example(p)))
		}
	}
	return diags
}

// parametersOf lists what a flow has, for a person who named another.
func parametersOf(flow tableau.Flow) string {
	if len(flow.Parameters) == 0 {
		return "It shows none: either it has none, or flow parameters are switched off on the site."
	}
	var names []string
	for _, p := range flow.Parameters {
		names = append(names, fmt.Sprintf("%q", p.Name))
	}
	slices.Sort(names)
	return "It has " + strings.Join(names, ", ") + "."
}

// notAllowed says why a parameter cannot have a value, nothing if it may.
func notAllowed(p tableau.FlowParameter, value string) string {
	domain := p.Domain
	if len(domain.Values) > 0 && !slices.ContainsFunc(domain.Values, func(v string) bool { return sameValue(p, v, value) }) {
		return "it must be one of " + quoted(domain.Values)
	}
	if before(value, domain.Min) || before(domain.Max, value) || isBoundedNumber(domain) && !isNumber(value) {
		return "it must be " + bounds(domain)
	}
	return ""
}

// isBoundedNumber reports whether a bound is a number, and none is anything else.
func isBoundedNumber(domain tableau.FlowParameterDomain) bool {
	return (domain.Min != "" || domain.Max != "") && (domain.Min == "" || isNumber(domain.Min)) && (domain.Max == "" || isNumber(domain.Max))
}

func isNumber(text string) bool {
	_, is := new(big.Rat).SetString(text)
	return is
}

func bounds(domain tableau.FlowParameterDomain) string {
	switch {
	case domain.Min == "":
		return "at most " + domain.Max
	case domain.Max == "":
		return "at least " + domain.Min
	}
	return fmt.Sprintf("from %s to %s", domain.Min, domain.Max)
}

func allowed(p tableau.FlowParameter) string {
	switch {
	case len(p.Domain.Values) > 0:
		return ", one of " + quoted(p.Domain.Values)
	case p.Domain.Min != "" || p.Domain.Max != "":
		return ", " + bounds(p.Domain)
	}
	return ""
}

func example(p tableau.FlowParameter) string {
	for _, value := range append([]string{p.Value}, p.Domain.Values...) {
		if value != "" {
			return value
		}
	}
	return p.Domain.Min
}

func quoted(texts []string) string {
	all := make([]string, len(texts))
	for i, text := range texts {
		all[i] = fmt.Sprintf("%q", text)
	}
	return strings.Join(all, ", ")
}

// before reports whether a value is certainly less than another: both numbers,
// or both dates of the same form. An empty one is no bound.
func before(a, b string) bool {
	x, y := new(big.Rat), new(big.Rat)
	_, isNumber := x.SetString(a)
	_, isBound := y.SetString(b)
	if isNumber && isBound {
		return x.Cmp(y) < 0
	}
	for _, form := range []string{time.DateOnly, time.DateTime, "2006-01-02T15:04:05"} {
		x, notOne := time.Parse(form, a)
		y, notOther := time.Parse(form, b)
		if notOne == nil && notOther == nil {
			return x.Before(y)
		}
	}
	return false
}

// sameValue compares two values of a parameter, numbers by what they mean. A text
// of digits, such as a postal code, is no number, and what is not known may be one.
func sameValue(p tableau.FlowParameter, a, b string) bool {
	if a == b || p.ID == "" || p.Type == typeString {
		return a == b
	}
	x, isNumber := new(big.Rat).SetString(a)
	y, areNumbers := new(big.Rat).SetString(b)
	return isNumber && areNumbers && x.Cmp(y) == 0
}

// sameParameters reports whether two models give the flow the same values,
// whether by names or by ids.
func (m model) sameParameters(ctx context.Context, other model, flow tableau.Flow) bool {
	if !framework.FullyKnown(ctx, m.Parameters) {
		return false
	}
	byID := func(values map[string]string) map[string]string {
		for _, p := range flow.Parameters {
			if value, named := values[p.Name]; named {
				delete(values, p.Name)
				values[p.ID] = value
			}
		}
		return values
	}
	mine, others := byID(m.values()), byID(other.values())
	if len(mine) != len(others) {
		return false
	}
	for id, value := range mine {
		if theirs, given := others[id]; !given || !sameValue(parameterOf(flow, id), value, theirs) {
			return false
		}
	}
	return true
}
