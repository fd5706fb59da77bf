package framework_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
)

var thing = schema.Schema{Attributes: map[string]schema.Attribute{
	"name": schema.StringAttribute{}, "size": schema.Int64Attribute{},
	"days": schema.SetAttribute{ElementType: types.StringType},
}}

// sizes is embedded, as what several resources have in common is.
type sizes struct {
	Size types.Int64 `tfsdk:"size"`
}

type ofValues struct {
	sizes

	Name types.String `tfsdk:"name"`
	Days types.Set    `tfsdk:"days"`
}

type ofGo struct {
	Name string   `tfsdk:"name"`
	Size *int64   `tfsdk:"size"`
	Days []string `tfsdk:"days"`
}

func thingOf(name, size, days any) tftypes.Value {
	set := tftypes.Set{ElementType: tftypes.String}
	return tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"name": tftypes.String, "size": tftypes.Number, "days": set}},
		map[string]tftypes.Value{
			"name": tftypes.NewValue(tftypes.String, name), "size": tftypes.NewValue(tftypes.Number, size), "days": tftypes.NewValue(set, days),
		})
}

// TestDecode_asTheFrameworkDoes reads what Decode reads by itself the framework's way, too.
func TestDecode_asTheFrameworkDoes(t *testing.T) {
	t.Parallel()
	for name, raw := range map[string]tftypes.Value{
		"values":  thingOf("a", 7, []tftypes.Value{tftypes.NewValue(tftypes.String, "Monday")}),
		"nulls":   thingOf(nil, nil, nil),
		"unknown": thingOf(tftypes.UnknownValue, tftypes.UnknownValue, tftypes.UnknownValue),
	} {
		for kind, source := range map[string]framework.Source{
			"configuration": tfsdk.Config{Schema: thing, Raw: raw}, "plan": tfsdk.Plan{Schema: thing, Raw: raw}, "state": tfsdk.State{Schema: thing, Raw: raw},
		} {
			var diags diag.Diagnostics
			got, ok := framework.Decode[ofValues](t.Context(), source, &diags)
			var want ofValues
			diags.Append(source.Get(t.Context(), &want)...)
			if !ok || diags.HasError() || !cmp.Equal(got, want, cmp.AllowUnexported(ofValues{})) {
				t.Errorf("%s in a %s: got %v, want %v (%v)", name, kind, got, want, diags)
			}
		}
	}
}

func TestDecode_ofOtherModelsIsTheFrameworks(t *testing.T) {
	t.Parallel()
	var diags diag.Diagnostics
	monday := []tftypes.Value{tftypes.NewValue(tftypes.String, "Monday")}
	got, ok := framework.Decode[ofGo](t.Context(), tfsdk.State{Schema: thing, Raw: thingOf("a", 7, monday)}, &diags)
	if !ok || got.Name != "a" || *got.Size != 7 || !cmp.Equal(got.Days, []string{"Monday"}) {
		t.Errorf("got %+v, %v", got, diags)
	}
	if _, ok := framework.Decode[ofGo](t.Context(), tfsdk.State{Schema: thing, Raw: thingOf(nil, 7, monday)}, &diags); ok || !diags.HasError() {
		t.Errorf("null was read into a string without an error")
	}
	diags = nil
	if _, ok := framework.Decode[sizes](t.Context(), tfsdk.State{Schema: thing, Raw: thingOf("a", 7, monday)}, &diags); ok || !diags.HasError() {
		t.Errorf("a model without two of the attributes was read without an error")
	}
}
