package site

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// NewFlowDataSource makes the data source tableau_flow.
func NewFlowDataSource() datasource.DataSource {
	return &dataSource[tableau.Flow]{kind: flows()}
}

// NewFlowsDataSource makes the data source tableau_flows.
func NewFlowsDataSource() datasource.DataSource {
	return &pluralDataSource[tableau.Flow]{kind: flows()}
}

type flowModel struct {
	contentModel
	Description types.String              `tfsdk:"description"`
	WebpageURL  types.String              `tfsdk:"webpage_url"`
	FileType    types.String              `tfsdk:"file_type"`
	Parameters  map[string]parameterModel `tfsdk:"parameters"`
}

type parameterModel struct {
	ID            types.String `tfsdk:"id"`
	Type          types.String `tfsdk:"type"`
	Description   types.String `tfsdk:"description"`
	Required      bool         `tfsdk:"required"`
	DefaultValue  types.String `tfsdk:"default_value"`
	AllowedValues []string     `tfsdk:"allowed_values"`
	Min           types.String `tfsdk:"min"`
	Max           types.String `tfsdk:"max"`
}

type singleFlowModel struct {
	flowModel
	OutputSteps map[string]string `tfsdk:"output_steps"`
}

func contentOfFlow(f tableau.Flow) content {
	return content{f.ID, f.Name, f.Project.ID, f.Owner.ID, f.Tags, f.CreatedAt, f.UpdatedAt}
}

func listedFlow(f tableau.Flow, projects *tableau.ProjectTree) flowModel {
	parameters := map[string]parameterModel{}
	for _, p := range f.Parameters {
		parameters[p.Name] = parameterModel{
			ID:            types.StringValue(p.ID),
			Type:          framework.TextOrNull(p.Type),
			Description:   framework.TextOrNull(p.Description),
			Required:      p.Required,
			DefaultValue:  framework.TextOrNull(p.Value),
			AllowedValues: p.Domain.Values,
			Min:           framework.TextOrNull(p.Domain.Min),
			Max:           framework.TextOrNull(p.Domain.Max),
		}
	}
	return flowModel{
		contentModel: contentOfFlow(f).model(projects),
		Description:  framework.TextOrNull(f.Description),
		WebpageURL:   framework.TextOrNull(f.WebpageURL),
		FileType:     framework.TextOrNull(f.FileType),
		Parameters:   parameters,
	}
}

var parameterAttributes = map[string]schema.Attribute{
	"id":             framework.ComputedString("LUID of the parameter."),
	"type":           framework.ComputedString("Type of the parameter's values, such as `string` or `integer`."),
	"description":    framework.ComputedString("Description of the parameter."),
	"required":       schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether a run has to be given a value."},
	"default_value":  framework.ComputedString("What a run has that is given no value."),
	"allowed_values": schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "What the value must be one of. Null where it need not be one of a list."},
	"min":            framework.ComputedString("The least value. Null without a bound."),
	"max":            framework.ComputedString("The greatest value. Null without a bound."),
}

// warnOfTwins warns of parameters and output steps that share a name, under
// which a map has one of them.
func warnOfTwins(f tableau.Flow, diags *diag.Diagnostics) {
	parameters, steps := map[string][]string{}, map[string][]string{} // LUIDs by name
	for _, p := range f.Parameters {
		parameters[p.Name] = append(parameters[p.Name], p.ID)
	}
	for _, step := range f.OutputSteps {
		steps[step.Name] = append(steps[step.Name], step.ID)
	}
	warnOfTwinsIn(f, "parameters", "parameters", parameters, diags)
	warnOfTwinsIn(f, "output_steps", "output steps", steps, diags)
}

func warnOfTwinsIn(f tableau.Flow, attribute, nouns string, named map[string][]string, diags *diag.Diagnostics) {
	for _, name := range slices.Sorted(maps.Keys(named)) {
		if ids := named[name]; len(ids) > 1 {
			diags.AddWarning(fmt.Sprintf("Flow %q has several %s called %q", f.Name, nouns, name), fmt.Sprintf(
				"Their LUIDs are %s. The map %s shows the last of them alone. Write the LUID where another one is meant, or give them different names in the flow.",
				strings.Join(ids, ", "), attribute))
		}
	}
}

func flows() kind[tableau.Flow] {
	return kind[tableau.Flow]{
		name: "flow", plural: "flows", noun: "flow", nouns: "flows", located: true,
		needs: "Needs Tableau Server or Tableau Cloud, API 3.3 or later; parameters are shown from API 3.15, where the site has them switched on.",
		shown: contentAttributes("flow", map[string]schema.Attribute{
			"description": framework.ComputedString("Description of the flow."),
			"webpage_url": framework.ComputedString("Address of the flow in the web interface."),
			"file_type":   framework.ComputedString("`tfl` or `tflx`."),
			"parameters": schema.MapNestedAttribute{
				Computed: true, NestedObject: schema.NestedAttributeObject{Attributes: parameterAttributes},
				MarkdownDescription: "The parameters that a run can be given values for, by their names.",
			},
		}),
		alone: map[string]schema.Attribute{
			"output_steps": schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "LUIDs of the flow's output steps, by the steps' names."},
		},
		get: func(ctx context.Context, c *tableau.Client, id string) (tableau.Flow, error) {
			return c.Flows().Get(ctx, id)
		},
		all: func(ctx context.Context, c *tableau.Client, filters ...tableau.Filter) iter.Seq2[tableau.Flow, error] {
			return c.Flows().All(ctx, filters...)
		},
		id:    func(f tableau.Flow) string { return f.ID },
		title: func(f tableau.Flow) string { return f.Name },
		where: func(f tableau.Flow, projects *tableau.ProjectTree) string {
			return whereContent(contentOfFlow(f), projects)
		},
		listed: func(f tableau.Flow, projects *tableau.ProjectTree) any { return listedFlow(f, projects) },
		single: func(f tableau.Flow, projects *tableau.ProjectTree) any {
			steps := map[string]string{}
			for _, step := range f.OutputSteps {
				steps[step.Name] = step.ID
			}
			return singleFlowModel{listedFlow(f, projects), steps}
		},
		warn:   warnOfTwins,
		scopes: []filter[tableau.Flow]{inProjectAt("flows", func(f tableau.Flow) string { return f.Project.ID })},
		// The service has no filter for the tags of flows.
		filters: contentFilters("flows", "", contentOfFlow),
	}
}
