package acctest

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Object is the value of an object in the terms of a test: attributes by name,
// those left out being null. Maps are Objects too, lists and sets []any (read sets
// are in order), numbers int.
type Object map[string]any

// Unknown is a value that is known after apply.
const Unknown = unknown("known after apply")

type unknown string

func encode(t testing.TB, schema *tfprotov6.Schema, object Object) *tfprotov6.DynamicValue {
	t.Helper()
	if schema == nil {
		t.Fatal("the provider has no such schema")
	}
	var given any
	if object != nil {
		given = object
	}
	valueType := schema.ValueType()
	encoded, err := tfprotov6.NewDynamicValue(valueType, value(t, valueType, given))
	if err != nil {
		t.Fatal(err)
	}
	return &encoded
}

// value builds a value of a type, with null for what is not given.
func value(t testing.TB, of tftypes.Type, given any) tftypes.Value {
	t.Helper()
	switch given {
	case nil:
		return tftypes.NewValue(of, nil)
	case Unknown:
		return tftypes.NewValue(of, tftypes.UnknownValue)
	}
	switch of := of.(type) {
	case tftypes.Object:
		object, ok := given.(Object)
		if !ok {
			t.Fatalf("%v is no acctest.Object", given)
		}
		attributes := map[string]tftypes.Value{}
		for name, attribute := range of.AttributeTypes {
			attributes[name] = value(t, attribute, object[name])
		}
		for name := range object {
			if _, known := attributes[name]; !known {
				t.Fatalf("the schema has no attribute %q", name)
			}
		}
		return tftypes.NewValue(of, attributes)
	case tftypes.Map:
		object, ok := given.(Object)
		if !ok {
			t.Fatalf("%v is no acctest.Object", given)
		}
		values := map[string]tftypes.Value{}
		for key, element := range object {
			values[key] = value(t, of.ElementType, element)
		}
		return tftypes.NewValue(of, values)
	case tftypes.Set:
		return tftypes.NewValue(of, elements(t, of.ElementType, given))
	case tftypes.List:
		return tftypes.NewValue(of, elements(t, of.ElementType, given))
	}
	return tftypes.NewValue(of, given)
}

func elements(t testing.TB, of tftypes.Type, given any) []tftypes.Value {
	t.Helper()
	list, ok := given.([]any)
	if !ok {
		t.Fatalf("%v is no []any", given)
	}
	values := make([]tftypes.Value, 0, len(list))
	for _, element := range list {
		values = append(values, value(t, of, element))
	}
	return values
}

func decode(t testing.TB, of tftypes.Type, encoded *tfprotov6.DynamicValue) Object {
	t.Helper()
	if encoded == nil {
		return nil
	}
	decoded, err := encoded.Unmarshal(of)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := plainValue(decoded)
	if err != nil {
		t.Fatal(err)
	}
	object, _ := plain.(Object)
	return object
}

// plainValue turns a value into a test's terms, null attributes left out.
func plainValue(v tftypes.Value) (any, error) {
	switch {
	case v.IsNull():
		return nil, nil //nolint:nilnil // A null value is nothing.
	case !v.IsKnown():
		return Unknown, nil
	case v.Type().Is(tftypes.String):
		var text string
		err := v.As(&text)
		return text, err
	case v.Type().Is(tftypes.Bool):
		var truth bool
		err := v.As(&truth)
		return truth, err
	case v.Type().Is(tftypes.Number):
		number := new(big.Float)
		err := v.As(&number)
		whole, _ := number.Int64()
		return int(whole), err
	case v.Type().Is(tftypes.Object{}), v.Type().Is(tftypes.Map{}):
		attributes := map[string]tftypes.Value{}
		if err := v.As(&attributes); err != nil {
			return nil, err
		}
		object := Object{}
		for name, attribute := range attributes {
			plain, err := plainValue(attribute)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			if plain != nil {
				object[name] = plain
			}
		}
		return object, nil
	}
	var list []tftypes.Value
	if err := v.As(&list); err != nil {
		return nil, err
	}
	plain := make([]any, len(list))
	for i, element := range list {
		var err error
		if plain[i], err = plainValue(element); err != nil {
			return nil, err
		}
	}
	if v.Type().Is(tftypes.Set{}) {
		slices.SortFunc(plain, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	}
	return plain, nil
}
