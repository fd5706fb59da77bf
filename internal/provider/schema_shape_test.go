package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
)

// offer is all that the provider offers by what it is, such as
// "resource tableau_schedule", in a form to keep and to compare.
type offer map[string]shape

// shape is the shape of one thing: its attributes by their paths.
type shape struct {
	Version    int64                `json:"version,omitempty"`
	Attributes map[string]attribute `json:"attributes"`
}

// attribute is what is kept of one: its type, and whether it is required, optional,
// computed, as in "Set[String] optional".
type attribute string

func (a attribute) kind() string {
	kind, _, _ := strings.Cut(string(a), " ")
	return kind
}

func (a attribute) required() bool { return strings.HasSuffix(string(a), " required") }

func (a attribute) writable() bool { return a.required() || strings.Contains(string(a), " optional") }

func describe(kind string, required, optional, computed bool) attribute {
	said := kind
	for _, one := range []struct {
		is   bool
		word string
	}{{required, "required"}, {optional, "optional"}, {computed, "computed"}} {
		if one.is {
			said += " " + one.word
		}
	}
	return attribute(said)
}

func nameOf(t tftypes.Type) string {
	return strings.ReplaceAll(strings.ReplaceAll(t.String(), "tftypes.", ""), " ", "")
}

// schemasNow is what the provider offers as it stands.
func schemasNow(t *testing.T) offer {
	t.Helper()
	p := acctest.NewProtocol(t)
	identities, err := p.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	schemas := p.Schemas()
	all := offer{"provider": shapeOf(schemas.Provider)}
	for kind, named := range map[string]map[string]*tfprotov6.Schema{
		"resource ": schemas.ResourceSchemas, "list resource ": schemas.ListResourceSchemas, "data source ": schemas.DataSourceSchemas,
	} {
		for name, schema := range named {
			all[kind+name] = shapeOf(schema)
		}
	}
	for name, action := range schemas.ActionSchemas {
		all["action "+name] = shapeOf(action.Schema)
	}
	for name, identity := range identities.IdentitySchemas {
		s := shape{Version: identity.Version, Attributes: map[string]attribute{}}
		for _, a := range identity.IdentityAttributes {
			s.Attributes[a.Name] = describe(nameOf(a.Type), a.RequiredForImport, a.OptionalForImport, false)
		}
		all["identity "+name] = s
	}
	for name, function := range schemas.Functions {
		all["function "+name] = shapeOfFunction(function)
	}
	return all
}

func shapeOf(schema *tfprotov6.Schema) shape {
	s := shape{Version: schema.Version, Attributes: map[string]attribute{}}
	s.add("", schema.Block.Attributes)
	return s
}

func (s shape) add(prefix string, attributes []*tfprotov6.SchemaAttribute) {
	for _, a := range attributes {
		s.Attributes[prefix+a.Name] = describe(kindOf(a), a.Required, a.Optional, a.Computed)
		if a.NestedType != nil {
			s.add(prefix+a.Name+".", a.NestedType.Attributes)
		}
	}
}

func kindOf(a *tfprotov6.SchemaAttribute) string {
	if a.NestedType != nil {
		return nestings[a.NestedType.Nesting]
	}
	return nameOf(a.Type)
}

var nestings = map[tfprotov6.SchemaObjectNestingMode]string{
	tfprotov6.SchemaObjectNestingModeSingle: "Object",
	tfprotov6.SchemaObjectNestingModeList:   "List[Object]",
	tfprotov6.SchemaObjectNestingModeSet:    "Set[Object]",
	tfprotov6.SchemaObjectNestingModeMap:    "Map[Object]",
}

// shapeOfFunction has parameters by their places: their names are no part of a call.
func shapeOfFunction(function *tfprotov6.Function) shape {
	s := shape{Attributes: map[string]attribute{"result": describe(nameOf(function.Return.Type), false, false, true)}}
	for i, parameter := range function.Parameters {
		s.Attributes[fmt.Sprintf("parameter %d", i+1)] = describe(nameOf(parameter.Type), true, false, false)
	}
	if function.VariadicParameter != nil {
		s.Attributes["further parameters"] = describe(nameOf(function.VariadicParameter.Type), false, true, false)
	}
	return s
}
