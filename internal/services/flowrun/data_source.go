// Package flowrun is what Terraform can do with the runs of flows: list them,
// start one and cancel one.
package flowrun

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var _ datasource.DataSourceWithConfigure = (*pluralDataSource)(nil)

// NewPluralDataSource makes the data source tableau_flow_runs.
func NewPluralDataSource() datasource.DataSource { return &pluralDataSource{} }

type pluralDataSource struct{ connection *framework.Connection }

// filter is what narrows a list of flow runs.
type filter struct {
	FlowID          types.String `tfsdk:"flow_id"`
	UserID          types.String `tfsdk:"user_id"`
	Status          types.String `tfsdk:"status"`
	ProgressAtLeast types.Int64  `tfsdk:"progress_at_least"`
	ProgressAtMost  types.Int64  `tfsdk:"progress_at_most"`
	StartedAfter    types.String `tfsdk:"started_after"`
	StartedBefore   types.String `tfsdk:"started_before"`
	CompletedAfter  types.String `tfsdk:"completed_after"`
	CompletedBefore types.String `tfsdk:"completed_before"`
}

func (f filter) started() framework.Period {
	return framework.Period{After: f.StartedAfter, Before: f.StartedBefore}
}

func (f filter) completed() framework.Period {
	return framework.Period{After: f.CompletedAfter, Before: f.CompletedBefore}
}

// onServer is what the service can narrow; the status is not among it (REST
// API reference: Get Flow Runs).
func (f filter) onServer() []tableau.Filter {
	filters := []tableau.Filter{
		tableau.Equal("flowId", f.FlowID.ValueString()),
		tableau.Equal("userId", f.UserID.ValueString()),
		tableau.Where("progress", "gte", framework.NumberFilter(f.ProgressAtLeast)),
		tableau.Where("progress", "lte", framework.NumberFilter(f.ProgressAtMost)),
	}
	filters = append(filters, f.started().Filters("startedAt")...)
	return append(filters, f.completed().Filters("completedAt")...)
}

// matches checks again what a listed run shows, which is all but its user.
func (f filter) matches(r tableau.FlowRun) bool {
	return framework.Matches(f.FlowID, r.FlowID) && framework.Matches(f.Status, r.Status) &&
		(f.ProgressAtLeast.IsNull() || r.Progress == nil || *r.Progress >= f.ProgressAtLeast.ValueInt64()) &&
		(f.ProgressAtMost.IsNull() || r.Progress == nil || *r.Progress <= f.ProgressAtMost.ValueInt64()) &&
		f.started().Has(r.StartedAt) && f.completed().Has(r.CompletedAt)
}

type pluralModel struct {
	filter
	FlowRuns map[string]listedRun `tfsdk:"flow_runs"`
}

// listedRun is what the list shows of a flow run.
type listedRun struct {
	ID              types.String `tfsdk:"id"`
	FlowID          types.String `tfsdk:"flow_id"`
	Status          types.String `tfsdk:"status"`
	Progress        types.Int64  `tfsdk:"progress"`
	StartedAt       types.String `tfsdk:"started_at"`
	CompletedAt     types.String `tfsdk:"completed_at"`
	BackgroundJobID types.String `tfsdk:"background_job_id"`
	Parameters      []parameter  `tfsdk:"parameters"`
}

type parameter struct {
	ID          types.String `tfsdk:"id"`
	Name        types.String `tfsdk:"name"`
	Description types.String `tfsdk:"description"`
	Value       types.String `tfsdk:"value"`
}

func listed(r tableau.FlowRun) listedRun {
	run := listedRun{
		ID:              types.StringValue(r.ID),
		FlowID:          framework.TextOrNull(r.FlowID),
		Status:          framework.TextOrNull(r.Status),
		Progress:        types.Int64PointerValue(r.Progress),
		StartedAt:       framework.TextOrNull(r.StartedAt),
		CompletedAt:     framework.TextOrNull(r.CompletedAt),
		BackgroundJobID: framework.TextOrNull(r.BackgroundJobID),
		Parameters:      []parameter{},
	}
	for _, p := range r.Parameters {
		run.Parameters = append(run.Parameters, parameter{
			ID:          framework.TextOrNull(p.ParameterID),
			Name:        framework.TextOrNull(p.Name),
			Description: framework.TextOrNull(p.Description),
			Value:       types.StringValue(p.OverrideValue),
		})
	}
	return run
}

func (d *pluralDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_flow_runs"
}

func (d *pluralDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *pluralDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	isID := []validator.String{framework.LUID()}
	isPercent := []validator.Int64{int64validator.Between(0, 100)}
	attributes := map[string]schema.Attribute{
		"flow_id": schema.StringAttribute{Optional: true, Validators: isID, MarkdownDescription: "Only runs of the flow with this LUID."},
		"user_id": schema.StringAttribute{Optional: true, Validators: isID, MarkdownDescription: "Only runs that the user with this LUID started."},
		"status": schema.StringAttribute{
			Optional: true,
			Validators: []validator.String{stringvalidator.OneOf(
				tableau.StatePending, tableau.StateInProgress, tableau.StateSuccess, tableau.StateFailed, tableau.StateCancelled)},
			MarkdownDescription: "Only runs in this state: `Pending`, `InProgress`, `Success`, `Failed` or `Cancelled`.",
		},
		"progress_at_least": schema.Int64Attribute{Optional: true, Validators: isPercent, MarkdownDescription: "Only runs that are so far, in percent."},
		"progress_at_most":  schema.Int64Attribute{Optional: true, Validators: isPercent, MarkdownDescription: "Only runs that are no further, in percent."},
		"flow_runs": schema.MapNestedAttribute{
			Computed:            true,
			MarkdownDescription: "The flow runs by their id.",
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"id":                framework.ComputedString("LUID of the flow run."),
				"flow_id":           framework.ComputedString("LUID of the flow."),
				"status":            framework.ComputedString("`Pending`, `InProgress`, `Success`, `Failed` or `Cancelled`."),
				"progress":          schema.Int64Attribute{Computed: true, MarkdownDescription: "How far the run is, in percent."},
				"started_at":        framework.ComputedString("When the run began, in UTC."),
				"completed_at":      framework.ComputedString("When the run ended, in UTC."),
				"background_job_id": framework.ComputedString("LUID of the run's background job."),
				"parameters": schema.ListNestedAttribute{
					Computed:            true,
					MarkdownDescription: "The parameters that had a value of their own in this run.",
					NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
						"id":          framework.ComputedString("LUID of the parameter."),
						"name":        framework.ComputedString("Name of the parameter."),
						"description": framework.ComputedString("What its author says of it."),
						"value":       framework.ComputedString("Its value in this run."),
					}},
				},
			}},
		},
	}
	for _, name := range []string{"started", "completed"} {
		framework.PeriodAttributes(attributes, name, "runs")
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the runs of flows, those the user may see: all of them or those that filters leave, which must all hold.\n\n" +
			"Needs Tableau Server or Tableau Cloud, API 3.10 or later, with Data Management.",
		Attributes: attributes,
	}
}

func (d *pluralDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	config, ok := framework.Decode[pluralModel](ctx, req.Config, &resp.Diagnostics)
	if !ok {
		return
	}
	client := d.connection.Client(&resp.Diagnostics)
	if client == nil {
		return
	}
	config.FlowRuns = map[string]listedRun{}
	for r, err := range client.FlowRuns().All(ctx, config.onServer()...) {
		if err != nil {
			framework.AddError(&resp.Diagnostics, "list flow runs", err)
			return
		}
		if config.matches(r) {
			config.FlowRuns[r.ID] = listed(r)
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
}
