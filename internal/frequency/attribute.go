package frequency

import (
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	resource "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const memberRule = " Exactly one of `hourly`, `daily`, `weekly` and `monthly` is set."

// RequiredAttribute is the frequency attribute of a resource that cannot be
// without one. Its validators refuse what no product can show, and its plan
// modifiers keep the prior value where the configuration says the same thing in
// other words. The description says what the frequency is for; the rule about
// its members is added.
func RequiredAttribute(description string) resource.SingleNestedAttribute {
	a := OptionalAttribute(description)
	a.Required, a.Optional = true, false
	return a
}

// OptionalAttribute is RequiredAttribute for a resource that has a frequency
// only on one product.
func OptionalAttribute(description string) resource.SingleNestedAttribute {
	attributes := map[string]resource.Attribute{}
	for _, m := range members {
		leaves := map[string]resource.Attribute{}
		for _, l := range m.leaves {
			leaves[l.name] = l.resourceAttribute()
		}
		attributes[m.name] = resource.SingleNestedAttribute{
			CustomType:          memberTypes[m.name],
			Optional:            true,
			MarkdownDescription: m.description,
			Attributes:          leaves,
		}
	}
	return resource.SingleNestedAttribute{
		CustomType:          objectType,
		Optional:            true,
		MarkdownDescription: description + memberRule,
		Attributes:          attributes,
		Validators:          []validator.Object{validFrequency{}},
		PlanModifiers:       []planmodifier.Object{sameFrequency{}},
	}
}

func (l leaf) resourceAttribute() resource.Attribute {
	optional := !l.required
	switch l.kind {
	case number:
		return resource.Int64Attribute{Required: l.required, Optional: optional, MarkdownDescription: l.description}
	case names:
		return resource.SetAttribute{
			Required: l.required, Optional: optional, MarkdownDescription: l.description, ElementType: types.StringType,
		}
	case timeOfDay:
		return resource.StringAttribute{
			Required: l.required, Optional: optional, MarkdownDescription: l.description,
			PlanModifiers: []planmodifier.String{sameTimeOfDay{}},
		}
	default:
		return resource.StringAttribute{Required: l.required, Optional: optional, MarkdownDescription: l.description}
	}
}

// DataSourceAttribute is the frequency attribute of a data source: the same
// shape, all computed.
func DataSourceAttribute(description string) datasource.SingleNestedAttribute {
	attributes := map[string]datasource.Attribute{}
	for _, m := range members {
		leaves := map[string]datasource.Attribute{}
		for _, l := range m.leaves {
			leaves[l.name] = l.dataSourceAttribute()
		}
		attributes[m.name] = datasource.SingleNestedAttribute{
			CustomType:          memberTypes[m.name],
			Computed:            true,
			MarkdownDescription: m.description,
			Attributes:          leaves,
		}
	}
	return datasource.SingleNestedAttribute{
		CustomType:          objectType,
		Computed:            true,
		MarkdownDescription: description + memberRule,
		Attributes:          attributes,
	}
}

func (l leaf) dataSourceAttribute() datasource.Attribute {
	switch l.kind {
	case number:
		return datasource.Int64Attribute{Computed: true, MarkdownDescription: l.description}
	case names:
		return datasource.SetAttribute{Computed: true, MarkdownDescription: l.description, ElementType: types.StringType}
	default:
		return datasource.StringAttribute{Computed: true, MarkdownDescription: l.description}
	}
}
