package site

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
)

// pluralDataSource lists objects, all or those that filters leave.
type pluralDataSource[T any] struct {
	kind       kind[T]
	connection *framework.Connection
}

func (d *pluralDataSource[T]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.kind.plural
}

func (d *pluralDataSource[T]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *pluralDataSource[T]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		d.kind.plural: schema.MapNestedAttribute{
			Computed:            true,
			MarkdownDescription: fmt.Sprintf("The %s by their id. It is empty when there are none.", d.kind.nouns),
			NestedObject:        schema.NestedAttributeObject{Attributes: d.kind.shown},
		},
	}
	for _, f := range d.kind.filters {
		attributes[f.attribute] = schema.StringAttribute{Optional: true, Validators: f.validators, MarkdownDescription: f.description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: fmt.Sprintf("Lists the %s that the signed-in user may see, all of them or those that every given filter leaves.\n\n%s", d.kind.nouns, d.kind.needs),
		Attributes:          attributes,
	}
}

func (d *pluralDataSource[T]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var attributes []string
	for _, f := range d.kind.filters {
		attributes = append(attributes, f.attribute)
	}
	given := texts(ctx, req.Config, attributes, &resp.Diagnostics)
	client := d.connection.Client(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	doing := "list " + d.kind.nouns
	projects, err := d.kind.projects(ctx, client)
	if err != nil {
		report(&resp.Diagnostics, doing, err)
		return
	}
	narrowed, err := conditions(ctx, client, d.kind.filters, given)
	if err != nil {
		report(&resp.Diagnostics, doing, err)
		return
	}
	found, err := d.kind.list(ctx, client, narrowed)
	if err != nil {
		report(&resp.Diagnostics, doing, err)
		return
	}
	objects := map[string]any{}
	for _, object := range found {
		objects[d.kind.id(object)] = d.kind.listed(object, projects)
	}
	resp.State.Raw = req.Config.Raw
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(d.kind.plural), objects)...)
}
