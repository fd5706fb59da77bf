package framework

import "github.com/hashicorp/terraform-plugin-framework/datasource/schema"

// ComputedString is an attribute of a data source that shows a text.
func ComputedString(description string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: description}
}
