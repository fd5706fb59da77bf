package provider_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
)

// unwritable are texts that XML has no form for. Encoded all the same they
// would reach Tableau as another text.
var unwritable = []string{"a\x00b", "a\x1bb", "a\ufffeb"}

// TestContract_textsThatXMLCannotHoldAreRefused puts each of them wherever a
// resource or an action takes a text.
func TestContract_textsThatXMLCannotHoldAreRefused(t *testing.T) {
	t.Parallel()
	p := acctest.NewProtocol(t)
	for name, schema := range p.Schemas().ResourceSchemas {
		for place, config := range withUnwritable(schema.Block.Attributes, samples[name]) {
			response, err := p.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: name, Config: p.Resource(t, name, config)})
			if err != nil {
				t.Fatal(err)
			}
			refusesAtItsPath(t, name+" "+place, response.Diagnostics)
		}
	}
	for name, action := range p.Schemas().ActionSchemas {
		for place, config := range withUnwritable(action.Schema.Block.Attributes, actionSamples[name]) {
			refusesAtItsPath(t, name+" "+place, p.ValidateAction(t, name, config))
		}
	}
}

func refusesAtItsPath(t *testing.T, place string, diagnostics []*tfprotov6.Diagnostic) {
	t.Helper()
	if !slices.ContainsFunc(diagnostics, func(d *tfprotov6.Diagnostic) bool {
		return d.Severity == tfprotov6.DiagnosticSeverityError && d.Attribute != nil && len(d.Attribute.Steps()) > 0
	}) {
		t.Errorf("%s takes a text that XML cannot hold", place)
	}
}

// withUnwritable are configurations by what is wrong with them.
func withUnwritable(attributes []*tfprotov6.SchemaAttribute, sample object) map[string]object {
	all := map[string]object{}
	for _, a := range attributes {
		if !a.Required && !a.Optional {
			continue
		}
		for _, text := range unwritable {
			for how, value := range valuesWith(a, sample[a.Name], text) {
				config := object{a.Name: value}
				for other, sampled := range sample {
					if other != a.Name {
						config[other] = sampled
					}
				}
				all[a.Name+how] = config
			}
		}
	}
	return all
}

// valuesWith are values of an attribute that hold the text in some place.
func valuesWith(a *tfprotov6.SchemaAttribute, sample any, text string) map[string]any {
	given, _ := sample.(object)
	all := map[string]any{}
	switch {
	case a.NestedType != nil:
		for how, nested := range withUnwritable(a.NestedType.Attributes, given) {
			all["."+how] = nested
		}
	case a.Type.Is(tftypes.String):
		all[""] = text
	case a.Type.Is(tftypes.Set{}):
		all[" element"] = []any{text}
	case a.Type.Equal(tftypes.Map{ElementType: tftypes.String}):
		all[" key"], all[" value"] = object{text: "Allow"}, object{"Read": text}
	case a.Type.Is(tftypes.Map{}):
		all[" key"], all[" inner key"] = object{"group:" + text: object{"Read": "Allow"}}, object{"group:Finance": object{text: "Allow"}}
	}
	return all
}
