package frequency

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// fixedType is an object's type whose form for Terraform is made once: the
// framework asks for it dozens of times for each resource that it reads.
type fixedType struct {
	types.ObjectType

	terraform tftypes.Type
}

var _ basetypes.ObjectTypable = fixedType{}

func newFixedType(t types.ObjectType) fixedType {
	return fixedType{t, t.TerraformType(context.Background())}
}

// TerraformType is the type for Terraform.
func (t fixedType) TerraformType(context.Context) tftypes.Type { return t.terraform }

// Equal reports whether a type has the same attributes, whether it is fixed or not.
func (t fixedType) Equal(other attr.Type) bool {
	if fixed, is := other.(fixedType); is {
		other = fixed.ObjectType
	}
	return t.ObjectType.Equal(other)
}

// ValueFromTerraform makes a null without a look at the types of its attributes.
func (t fixedType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	if in.Type() != nil && in.IsNull() {
		return types.ObjectNull(t.AttrTypes), nil
	}
	return t.ObjectType.ValueFromTerraform(ctx, in)
}
