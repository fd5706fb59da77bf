package frequency_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	resource "github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
)

func TestAttribute_isRequiredOrOptionalAndDescribed(t *testing.T) {
	required, optional := frequency.RequiredAttribute("When it runs."), frequency.OptionalAttribute("When it runs.")
	if !required.Required || required.Optional || optional.Required || !optional.Optional {
		t.Errorf("required is %t/%t and optional %t/%t", required.Required, required.Optional, optional.Required, optional.Optional)
	}
	const want = "When it runs. Exactly one of `hourly`, `daily`, `weekly` and `monthly` is set."
	if required.MarkdownDescription != want || optional.MarkdownDescription != want {
		t.Errorf("descriptions are %q and %q, want %q", required.MarkdownDescription, optional.MarkdownDescription, want)
	}
}

func TestAttribute_fitsTheObjectTypeInBothSchemas(t *testing.T) {
	inResource := frequency.OptionalAttribute("When it runs.")
	inDataSource := frequency.DataSourceAttribute("When it runs.")
	if got := inResource.GetType(); !got.Equal(frequency.ObjectType()) || !frequency.ObjectType().Equal(withoutFixed(inResource)) {
		t.Errorf("resource attribute has type %s, and its attributes have %s, want %s", got, withoutFixed(inResource), frequency.ObjectType())
	}
	if got := inDataSource.GetType(); !got.Equal(frequency.ObjectType()) {
		t.Errorf("data source attribute has type %s, want %s", got, frequency.ObjectType())
	}
	for name, member := range inDataSource.Attributes {
		for leaf, attribute := range member.(datasource.SingleNestedAttribute).Attributes {
			same := inResource.Attributes[name].(resource.SingleNestedAttribute).Attributes[leaf]
			if attribute.GetMarkdownDescription() == "" || attribute.GetMarkdownDescription() != same.GetMarkdownDescription() {
				t.Errorf("%s.%s is described as %q and %q", name, leaf, attribute.GetMarkdownDescription(), same.GetMarkdownDescription())
			}
			if !attribute.GetType().Equal(same.GetType()) {
				t.Errorf("%s.%s has type %s and %s", name, leaf, attribute.GetType(), same.GetType())
			}
			if !attribute.IsComputed() || attribute.IsOptional() || attribute.IsRequired() || same.IsComputed() {
				t.Errorf("%s.%s must be computed in data sources alone", name, leaf)
			}
		}
	}
}

// withoutFixed is the type that the attributes make, where the schema says it once more.
func withoutFixed(a resource.SingleNestedAttribute) attr.Type {
	members := map[string]resource.Attribute{}
	for name, member := range a.Attributes {
		members[name] = resource.SingleNestedAttribute{Attributes: member.(resource.SingleNestedAttribute).Attributes}
	}
	return resource.SingleNestedAttribute{Attributes: members}.GetType()
}

func TestAttribute_requiresWhatAMemberCannotBeWithout(t *testing.T) {
	want := map[string]bool{
		"hourly.start": true, "hourly.end": true, "daily.start": true,
		"weekly.start": true, "weekly.week_days": true, "monthly.start": true,
	}
	for name, member := range frequency.OptionalAttribute("").Attributes {
		for leaf, attribute := range member.(resource.SingleNestedAttribute).Attributes {
			if got := attribute.IsRequired(); got != want[name+"."+leaf] || got == attribute.IsOptional() {
				t.Errorf("%s.%s: required %t, want %t", name, leaf, got, want[name+"."+leaf])
			}
		}
	}
}

func TestAttrTypes_areTheCallersOwn(t *testing.T) {
	clear(frequency.AttrTypes())
	if len(frequency.AttrTypes()) != 4 {
		t.Errorf("a caller changed the types of all: %v", frequency.AttrTypes())
	}
}
