package site

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
)

// dataSource finds one object by its id, its name or, where its kind has one, its path.
type dataSource[T any] struct {
	kind       kind[T]
	connection *framework.Connection
}

func (d *dataSource[T]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.kind.name
}

func (d *dataSource[T]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

// keys are the attributes of which exactly one is given.
func (k kind[T]) keys() []string {
	keys := []string{"id", "name"}
	if k.inFull != "" {
		keys = append(keys, k.inFull)
	}
	return keys
}

func (d *dataSource[T]) ConfigValidators(context.Context) []datasource.ConfigValidator {
	var keys []path.Expression
	for _, key := range d.kind.keys() {
		keys = append(keys, path.MatchRoot(key))
	}
	validators := []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(keys...)}
	for _, scope := range d.kind.scopes {
		for _, key := range d.kind.keys() {
			if key != "name" && scope.attribute != d.kind.inFull {
				validators = append(validators, datasourcevalidator.Conflicting(path.MatchRoot(key), path.MatchRoot(scope.attribute)))
			}
		}
	}
	return validators
}

func (d *dataSource[T]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	by, keys := "its id or its name", "`id` and `name`"
	if inFull := d.kind.inFull; inFull != "" {
		by, keys = fmt.Sprintf("its id, its %s or its name", inFull), fmt.Sprintf("`id`, `name` and `%s`", inFull)
	}
	attributes := maps.Clone(d.kind.shown)
	maps.Copy(attributes, d.kind.alone)
	attributes["id"] = schema.StringAttribute{
		Optional: true, Computed: true, Validators: []validator.String{framework.LUID()},
		MarkdownDescription: fmt.Sprintf("LUID of the %s. Exactly one of %s is given.", d.kind.noun, keys),
	}
	attributes["name"] = schema.StringAttribute{
		Optional: true, Computed: true, Validators: []validator.String{framework.Name()},
		MarkdownDescription: fmt.Sprintf("%s Where no %s has exactly this name, one whose name differs in case alone is found.",
			d.kind.shown["name"].GetMarkdownDescription(), d.kind.noun),
	}
	for _, scope := range d.kind.scopes {
		description := d.kind.shown[scope.attribute].GetMarkdownDescription()
		if scope.attribute != d.kind.inFull {
			description += " Says which one is meant where names repeat."
		}
		attributes[scope.attribute] = schema.StringAttribute{
			Optional: true, Computed: true, Validators: scope.validators, MarkdownDescription: description,
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: fmt.Sprintf("Finds one %s by %s.\n\n%s", d.kind.noun, by, d.kind.needs),
		Attributes:          attributes,
	}
}

func (d *dataSource[T]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	attributes := d.kind.keys()
	for _, scope := range d.kind.scopes {
		attributes = append(attributes, scope.attribute)
	}
	given := texts(ctx, req.Config, attributes, &resp.Diagnostics)
	client := d.connection.Client(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	doing := "find " + d.kind.noun
	object, err := d.kind.lookUp(ctx, client, given)
	if err != nil {
		report(&resp.Diagnostics, doing, err)
		return
	}
	projects, err := d.kind.projects(ctx, client)
	if err != nil {
		report(&resp.Diagnostics, doing, err)
		return
	}
	if d.kind.warn != nil {
		d.kind.warn(object, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, d.kind.single(object, projects))...)
	d.keepScopes(ctx, &resp.State, given, &resp.Diagnostics)
}

// keepScopes leaves what was given where the service does not show it.
func (d *dataSource[T]) keepScopes(ctx context.Context, state *tfsdk.State, given map[string]string, diags *diag.Diagnostics) {
	for _, scope := range d.kind.scopes {
		var shown types.String
		diags.Append(state.GetAttribute(ctx, path.Root(scope.attribute), &shown)...)
		if value, is := given[scope.attribute]; is && shown.IsNull() {
			diags.Append(state.SetAttribute(ctx, path.Root(scope.attribute), value)...)
		}
	}
}

// texts are the values of those attributes that have one.
func texts(ctx context.Context, config tfsdk.Config, attributes []string, diags *diag.Diagnostics) map[string]string {
	given := map[string]string{}
	for _, attribute := range attributes {
		var value types.String
		diags.Append(config.GetAttribute(ctx, path.Root(attribute), &value)...)
		if !value.IsNull() {
			given[attribute] = value.ValueString()
		}
	}
	return given
}
