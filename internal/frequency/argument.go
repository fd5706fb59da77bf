package frequency

import (
	"context"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// fromArgument reads a frequency that a function was given: the attribute of a
// resource or data source, or a literal that leaves out what it does not need.
// Terraform would want every attribute in a parameter of an object type, hence
// the dynamic one, whose parts are converted here as Terraform does it.
func fromArgument(ctx context.Context, v types.Dynamic, position int64) (Frequency, *function.FuncError) {
	at := path.Root("frequency")
	if raw, err := v.ToTerraformValue(ctx); err != nil || !raw.IsFullyKnown() {
		return Frequency{}, argumentError(position, "a part of it is not known yet")
	}
	o, err := toObject(v, at)
	if err != nil {
		return Frequency{}, argumentError(position, err.Error())
	}
	r := reader{source: argument}
	f := r.frequency(ctx, o, at)
	if r.diags.HasError() {
		var problems []string
		for _, d := range r.diags {
			problems = append(problems, d.Detail())
		}
		return Frequency{}, argumentError(position, strings.Join(problems, "\n"))
	}
	return f, nil
}

// argumentError says what is wrong with a frequency: Terraform itself puts the
// name of the parameter before it and a full stop behind it.
func argumentError(position int64, problem string) *function.FuncError {
	return function.NewArgumentFuncError(position, strings.TrimSuffix(strings.TrimPrefix(problem, "frequency: "), "."))
}

// toObject is the frequency object with null for every part that v leaves out.
func toObject(v attr.Value, at path.Path) (types.Object, error) {
	given, err := parts(v, at, members, func(m member) string { return m.name })
	if err != nil {
		return types.Object{}, err
	}
	if given == nil {
		return types.Object{}, fmt.Errorf("%s: there is no frequency to work on: the value is null", at)
	}
	values := map[string]attr.Value{}
	for _, m := range members {
		if values[m.name], err = m.toObject(given[m.name], at.AtName(m.name)); err != nil {
			return types.Object{}, err
		}
	}
	return types.ObjectValueMust(attrTypes, values), nil
}

func (m member) toObject(v attr.Value, at path.Path) (types.Object, error) {
	given, err := parts(v, at, m.leaves, func(l leaf) string { return l.name })
	if given == nil || err != nil {
		return nullMember(m.name), err
	}
	values := map[string]attr.Value{}
	for _, l := range m.leaves {
		if values[l.name], err = l.toValue(given[l.name], at.AtName(l.name)); err != nil {
			return types.Object{}, err
		}
	}
	return types.ObjectValueMust(memberTypes[m.name].AttrTypes, values), nil
}

// parts are the attributes of an object or the elements of a map. Unless it is
// null, none may have a name that is not known. The parts of a null are nil.
func parts[T any](v attr.Value, at path.Path, known []T, name func(T) string) (map[string]attr.Value, error) {
	var all map[string]attr.Value
	switch v := plain(v).(type) {
	case nil:
		return nil, nil
	case types.Object:
		all = v.Attributes()
	case types.Map:
		all = v.Elements()
	default:
		return nil, fmt.Errorf("%s: an object is needed here, such as { daily = { start = \"02:15\" } }", at)
	}
	var names []string
	for _, k := range known {
		names = append(names, name(k))
	}
	for _, given := range slices.Sorted(maps.Keys(all)) {
		if !slices.Contains(names, given) && plain(all[given]) != nil {
			return nil, fmt.Errorf("%s: there is no %q here, only %s", at, given, joinAnd(names))
		}
	}
	return all, nil
}

// toValue converts one attribute of a member to its type.
func (l leaf) toValue(v attr.Value, at path.Path) (attr.Value, error) {
	v = plain(v)
	switch l.kind {
	case number:
		return toNumber(v, at)
	case names:
		return toNames(v, at)
	default:
		return toText(v, at)
	}
}

func toNumber(v attr.Value, at path.Path) (attr.Value, error) {
	n := new(big.Float)
	switch v := v.(type) {
	case nil:
		return types.Int64Null(), nil
	case types.Int64:
		return v, nil
	case types.Number:
		n = v.ValueBigFloat()
	case types.String:
		if _, ok := n.SetString(v.ValueString()); !ok {
			return nil, fmt.Errorf("%s: a whole number is needed here, not %q", at, v.ValueString())
		}
	default:
		return nil, fmt.Errorf("%s: a whole number is needed here, such as 30", at)
	}
	whole, accuracy := n.Int64()
	if accuracy != big.Exact {
		return nil, fmt.Errorf("%s: a whole number is needed here, not %s", at, n.Text('g', 10))
	}
	return types.Int64Value(whole), nil
}

func toText(v attr.Value, at path.Path) (attr.Value, error) {
	switch v := v.(type) {
	case nil:
		return types.StringNull(), nil
	case types.String:
		return v, nil
	case types.Number:
		return types.StringValue(v.ValueBigFloat().Text('g', -1)), nil
	case types.Int64:
		return types.StringValue(fmt.Sprint(v.ValueInt64())), nil
	default:
		return nil, fmt.Errorf("%s: a text is needed here", at)
	}
}

func toNames(v attr.Value, at path.Path) (attr.Value, error) {
	var elements []attr.Value
	switch v := v.(type) {
	case nil:
		return types.SetNull(types.StringType), nil
	case types.Tuple:
		elements = v.Elements()
	case types.List:
		elements = v.Elements()
	case types.Set:
		elements = v.Elements()
	default:
		return nil, fmt.Errorf("%s: a list of days is needed here, such as [\"Monday\", \"Friday\"] or [1, 15]", at)
	}
	var unique []attr.Value
	for _, e := range elements {
		name, err := toText(plain(e), at)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(unique, name.Equal) {
			unique = append(unique, name)
		}
	}
	return types.SetValueMust(types.StringType, unique), nil
}

// plain is the value within a dynamic one, and nil for a null or a missing one.
func plain(v attr.Value) attr.Value {
	if d, ok := v.(types.Dynamic); ok {
		v = d.UnderlyingValue()
	}
	if v == nil || v.IsNull() {
		return nil
	}
	return v
}
