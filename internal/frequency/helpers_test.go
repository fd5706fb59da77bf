package frequency_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
)

// object is an object as a person writes it: what is not there is null.
type object map[string]any

// list is a list, tuple or set as a person writes it.
type list []any

// unknown stands for a value that Terraform knows only after an apply.
type unknown struct{}

func clock(text string) frequency.TimeOfDay {
	t, err := frequency.ParseTimeOfDay(text)
	if err != nil {
		panic(err)
	}
	return t
}

func clockPointer(text string) *frequency.TimeOfDay {
	t := clock(text)
	return &t
}

// typed is v as a value of the type, with null for attributes left out.
func typed(t tftypes.Type, v any) tftypes.Value {
	switch v := v.(type) {
	case nil:
		return tftypes.NewValue(t, nil)
	case unknown:
		return tftypes.NewValue(t, tftypes.UnknownValue)
	case object:
		values := map[string]tftypes.Value{}
		for name, attribute := range t.(tftypes.Object).AttributeTypes {
			values[name] = typed(attribute, v[name])
		}
		for name := range v {
			if _, ok := values[name]; !ok {
				panic("no attribute " + name)
			}
		}
		return tftypes.NewValue(t, values)
	case list:
		values := []tftypes.Value{}
		for _, element := range v {
			values = append(values, typed(t.(tftypes.Set).ElementType, element))
		}
		return tftypes.NewValue(t, values)
	case int:
		if t.Is(tftypes.String) {
			return tftypes.NewValue(t, fmt.Sprint(v))
		}
		return tftypes.NewValue(t, v)
	default:
		return tftypes.NewValue(t, v)
	}
}

// literal is v with the type that Terraform gives to a literal in a function's
// dynamic argument: objects with what they have, and tuples.
func literal(v any) tftypes.Value {
	switch v := v.(type) {
	case nil:
		return tftypes.NewValue(tftypes.DynamicPseudoType, nil)
	case unknown:
		return tftypes.NewValue(tftypes.DynamicPseudoType, tftypes.UnknownValue)
	case object:
		attributeTypes, values := map[string]tftypes.Type{}, map[string]tftypes.Value{}
		for name, attribute := range v {
			values[name] = literal(attribute)
			attributeTypes[name] = values[name].Type()
		}
		return tftypes.NewValue(tftypes.Object{AttributeTypes: attributeTypes}, values)
	case list:
		elementTypes, values := []tftypes.Type{}, []tftypes.Value{}
		for _, element := range v {
			values = append(values, literal(element))
			elementTypes = append(elementTypes, values[len(values)-1].Type())
		}
		return tftypes.NewValue(tftypes.Tuple{ElementTypes: elementTypes}, values)
	case string:
		return tftypes.NewValue(tftypes.String, v)
	case bool:
		return tftypes.NewValue(tftypes.Bool, v)
	case tftypes.Value:
		return v
	default:
		return tftypes.NewValue(tftypes.Number, v)
	}
}

// scheduler is a provider with one resource, which has a frequency, and the
// functions of the package.
type scheduler struct{}

func (scheduler) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "test"
}
func (scheduler) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}
func (scheduler) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}
func (scheduler) DataSources(context.Context) []func() datasource.DataSource { return nil }
func (scheduler) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return scheduled{} }}
}

func (scheduler) Functions(context.Context) []func() function.Function {
	return []func() function.Function{
		frequency.NewFromCronFunction, frequency.NewDescribeFunction, frequency.NewNextRunsFunction,
	}
}

type scheduled struct{}

func (scheduled) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "test_scheduled"
}

func (scheduled) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"frequency": frequency.RequiredAttribute("When it runs."),
	}}
}
func (scheduled) Create(context.Context, resource.CreateRequest, *resource.CreateResponse) {}
func (scheduled) Read(context.Context, resource.ReadRequest, *resource.ReadResponse)       {}
func (scheduled) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}
func (scheduled) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

func server(t testing.TB) tfprotov6.ProviderServer {
	t.Helper()
	s, err := providerserver.NewProtocol6WithError(scheduler{})()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func frequencyType() tftypes.Object {
	return frequency.ObjectType().TerraformType(context.Background()).(tftypes.Object)
}

func resourceType() tftypes.Object {
	return tftypes.Object{AttributeTypes: map[string]tftypes.Type{"frequency": frequencyType()}}
}

// resourceValue is the test resource with the frequency, as sent by Terraform.
func resourceValue(t testing.TB, f any) *tfprotov6.DynamicValue {
	t.Helper()
	v, err := tfprotov6.NewDynamicValue(resourceType(), typed(resourceType(), object{"frequency": f}))
	if err != nil {
		t.Fatal(err)
	}
	return &v
}

// problem is an error as a user sees it: where, and what.
type problem struct{ path, detail string }

func problems(t testing.TB, diagnostics []*tfprotov6.Diagnostic) []problem {
	t.Helper()
	var all []problem
	for _, d := range diagnostics {
		if d.Severity != tfprotov6.DiagnosticSeverityError {
			t.Errorf("unexpected warning: %s: %s", d.Summary, d.Detail)
		}
		var path strings.Builder
		for _, step := range d.Attribute.Steps() {
			switch step := step.(type) {
			case tftypes.AttributeName:
				path.WriteString("." + string(step))
			case tftypes.ElementKeyValue:
				var element string
				if tftypes.Value(step).IsKnown() {
					if err := tftypes.Value(step).As(&element); err != nil {
						t.Fatal(err)
					}
				}
				path.WriteString("[" + element + "]")
			}
		}
		all = append(all, problem{strings.TrimPrefix(path.String(), "."), d.Detail})
	}
	return all
}
