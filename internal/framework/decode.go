package framework

import (
	"context"
	"reflect"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Source is a configuration, plan or state.
type Source interface {
	Get(ctx context.Context, target any) diag.Diagnostics
}

// Decode reads a configuration, plan or state into a model. ok is false when
// that failed, which is then reported.
func Decode[M any](ctx context.Context, source Source, diags *diag.Diagnostics) (model M, ok bool) {
	ok = DecodeInto(ctx, source, &model, diags)
	return model, ok
}

// DecodeInto is Decode for a pointer to a model.
func DecodeInto(ctx context.Context, source Source, model any, diags *diag.Diagnostics) (ok bool) {
	if decodePlainly(ctx, source, reflect.ValueOf(model).Elem()) {
		return true
	}
	found := source.Get(ctx, model)
	diags.Append(found...)
	return !found.HasError()
}

// decodePlainly does it for an object and a model of which each field is one of
// the framework's own values, as those of resources are. The framework itself
// compiles a regular expression for each field each time. ok is false for
// anything else, and for what does not fit.
func decodePlainly(ctx context.Context, source Source, model reflect.Value) (ok bool) {
	raw, typeOf := attributesOf(source)
	if model.Kind() != reflect.Struct || len(raw) == 0 {
		return false
	}
	decoded := 0
	for _, field := range fieldsOf(model.Type()) {
		name, tagged := field.Tag.Lookup("tfsdk")
		if !tagged {
			if !field.Anonymous {
				return false
			}
			continue
		}
		of := typeOf(name)
		if of == nil {
			return false
		}
		value, err := of.ValueFromTerraform(ctx, raw[name])
		if err != nil || !reflect.TypeOf(value).AssignableTo(field.Type) {
			return false
		}
		model.FieldByIndex(field.Index).Set(reflect.ValueOf(value))
		decoded++
	}
	return decoded == len(raw)
}

// visibleFields are those of each model: looking for them takes longer than
// decoding some.
var visibleFields sync.Map

func fieldsOf(model reflect.Type) []reflect.StructField {
	fields, known := visibleFields.Load(model)
	if !known {
		fields, _ = visibleFields.LoadOrStore(model, reflect.VisibleFields(model))
	}
	return fields.([]reflect.StructField) //nolint:forcetypeassert // Nothing else is stored.
}

// attributesOf gives the attributes of an object, and their types by name.
func attributesOf(source Source) (raw map[string]tftypes.Value, typeOf func(string) attr.Type) {
	var object tftypes.Value
	switch source := source.(type) {
	case tfsdk.Config:
		object, typeOf = source.Raw, typesOf(source.Schema.GetAttributes())
	case tfsdk.Plan:
		object, typeOf = source.Raw, typesOf(source.Schema.GetAttributes())
	case tfsdk.State:
		object, typeOf = source.Raw, typesOf(source.Schema.GetAttributes())
	default:
		return nil, nil
	}
	if object.IsNull() || !object.IsKnown() || object.As(&raw) != nil {
		return nil, nil
	}
	return raw, typeOf
}

// typesOf looks types up among attributes, whose own type has no name outside the framework.
func typesOf[A interface{ GetType() attr.Type }](attributes map[string]A) func(string) attr.Type {
	return func(name string) attr.Type {
		attribute, known := attributes[name]
		if !known {
			return nil
		}
		return attribute.GetType()
	}
}
