package main

import (
	"encoding/json"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// describer turns the protocol's schemas into those of terraform-json. The
// first type that cannot be turned is kept as its error.
type describer struct{ err error }

func describe(s *tfprotov6.GetProviderSchemaResponse, identities map[string]*tfprotov6.ResourceIdentitySchema) (*tfjson.ProviderSchemas, error) {
	var d describer
	described := &tfjson.ProviderSchemas{
		FormatVersion: "1.0",
		Schemas: map[string]*tfjson.ProviderSchema{"tableau": {
			ConfigSchema:             d.schema(s.Provider),
			ResourceSchemas:          each(s.ResourceSchemas, d.schema),
			DataSourceSchemas:        each(s.DataSourceSchemas, d.schema),
			EphemeralResourceSchemas: each(s.EphemeralResourceSchemas, d.schema),
			ListResourceSchemas:      each(s.ListResourceSchemas, d.schema),
			ActionSchemas:            each(s.ActionSchemas, d.action),
			Functions:                each(s.Functions, d.function),
			ResourceIdentitySchemas:  each(identities, d.identity),
		}},
	}
	return described, d.err
}

func each[A, B any](from map[string]A, turn func(A) B) map[string]B {
	to := make(map[string]B, len(from))
	for name, a := range from {
		to[name] = turn(a)
	}
	return to
}

func (d *describer) schema(s *tfprotov6.Schema) *tfjson.Schema {
	return &tfjson.Schema{Version: version(s.Version), Block: d.block(s.Block)}
}

func (d *describer) action(a *tfprotov6.ActionSchema) *tfjson.ActionSchema {
	return &tfjson.ActionSchema{Block: d.block(a.Schema.Block)}
}

// block leaves nested blocks out: the provider's schemas have attributes only.
func (d *describer) block(b *tfprotov6.SchemaBlock) *tfjson.SchemaBlock {
	return &tfjson.SchemaBlock{
		Attributes:      d.attributes(b.Attributes),
		Description:     b.Description,
		DescriptionKind: kind(b.DescriptionKind),
		Deprecated:      b.Deprecated,
	}
}

func (d *describer) attributes(list []*tfprotov6.SchemaAttribute) map[string]*tfjson.SchemaAttribute {
	attributes := make(map[string]*tfjson.SchemaAttribute, len(list))
	for _, a := range list {
		attribute := &tfjson.SchemaAttribute{
			Description: a.Description, DescriptionKind: kind(a.DescriptionKind), Deprecated: a.Deprecated,
			Required: a.Required, Optional: a.Optional, Computed: a.Computed, Sensitive: a.Sensitive, WriteOnly: a.WriteOnly,
		}
		if a.NestedType != nil {
			attribute.AttributeNestedType = &tfjson.SchemaNestedAttributeType{
				Attributes:  d.attributes(a.NestedType.Attributes),
				NestingMode: nesting[a.NestedType.Nesting],
			}
		} else {
			attribute.AttributeType = d.valueType(a.Type)
		}
		attributes[a.Name] = attribute
	}
	return attributes
}

func (d *describer) identity(s *tfprotov6.ResourceIdentitySchema) *tfjson.IdentitySchema {
	identity := &tfjson.IdentitySchema{Version: version(s.Version), Attributes: map[string]*tfjson.IdentityAttribute{}}
	for _, a := range s.IdentityAttributes {
		identity.Attributes[a.Name] = &tfjson.IdentityAttribute{
			IdentityType: d.valueType(a.Type), Description: a.Description,
			RequiredForImport: a.RequiredForImport, OptionalForImport: a.OptionalForImport,
		}
	}
	return identity
}

func (d *describer) function(f *tfprotov6.Function) *tfjson.FunctionSignature {
	signature := &tfjson.FunctionSignature{
		Description: f.Description, Summary: f.Summary, DeprecationMessage: f.DeprecationMessage,
		ReturnType: d.valueType(f.Return.Type),
	}
	for _, p := range f.Parameters {
		signature.Parameters = append(signature.Parameters, d.parameter(p))
	}
	if f.VariadicParameter != nil {
		signature.VariadicParameter = d.parameter(f.VariadicParameter)
	}
	return signature
}

func (d *describer) parameter(p *tfprotov6.FunctionParameter) *tfjson.FunctionParameter {
	return &tfjson.FunctionParameter{
		Name: p.Name, Description: p.Description, IsNullable: p.AllowNullValue, Type: d.valueType(p.Type),
	}
}

// valueType goes through JSON, which both libraries write alike.
func (d *describer) valueType(t tftypes.Type) cty.Type {
	written, err := json.Marshal(t)
	if err == nil {
		var read cty.Type
		if read, err = ctyjson.UnmarshalType(written); err == nil {
			return read
		}
	}
	d.err = err
	return cty.DynamicPseudoType
}

// version is a schema's version, which is never negative.
func version(v int64) uint64 { return uint64(max(v, 0)) }

var nesting = map[tfprotov6.SchemaObjectNestingMode]tfjson.SchemaNestingMode{
	tfprotov6.SchemaObjectNestingModeSingle: tfjson.SchemaNestingModeSingle,
	tfprotov6.SchemaObjectNestingModeList:   tfjson.SchemaNestingModeList,
	tfprotov6.SchemaObjectNestingModeSet:    tfjson.SchemaNestingModeSet,
	tfprotov6.SchemaObjectNestingModeMap:    tfjson.SchemaNestingModeMap,
}

func kind(k tfprotov6.StringKind) tfjson.SchemaDescriptionKind {
	if k == tfprotov6.StringKindMarkdown {
		return tfjson.SchemaDescriptionKindMarkdown
	}
	return tfjson.SchemaDescriptionKindPlain
}
