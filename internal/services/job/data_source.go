// Package job is what Terraform can do with background jobs: show and list them,
// cancel one, and start one that refreshes extracts.
package job

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var _ datasource.DataSourceWithConfigure = (*dataSource)(nil)

// NewDataSource makes the data source tableau_job.
func NewDataSource() datasource.DataSource { return &dataSource{} }

type dataSource struct{ connection *framework.Connection }

type model struct {
	ID                  types.String `tfsdk:"id"`
	Type                types.String `tfsdk:"type"`
	Mode                types.String `tfsdk:"mode"`
	Status              types.String `tfsdk:"status"`
	Progress            types.Int64  `tfsdk:"progress"`
	FinishCode          types.String `tfsdk:"finish_code"`
	CreatedAt           types.String `tfsdk:"created_at"`
	StartedAt           types.String `tfsdk:"started_at"`
	UpdatedAt           types.String `tfsdk:"updated_at"`
	CompletedAt         types.String `tfsdk:"completed_at"`
	Notes               types.String `tfsdk:"notes"`
	StatusNotes         []statusNote `tfsdk:"status_notes"`
	WorkbookID          types.String `tfsdk:"workbook_id"`
	DatasourceID        types.String `tfsdk:"datasource_id"`
	ViewID              types.String `tfsdk:"view_id"`
	VirtualConnectionID types.String `tfsdk:"virtual_connection_id"`
	FlowID              types.String `tfsdk:"flow_id"`
	FlowRunID           types.String `tfsdk:"flow_run_id"`
	SubscriptionID      types.String `tfsdk:"subscription_id"`
}

type statusNote struct {
	Type  types.String `tfsdk:"type"`
	Value types.String `tfsdk:"value"`
	Text  types.String `tfsdk:"text"`
}

func (m *model) fromAPI(j tableau.Job) {
	*m = model{
		ID:                  types.StringValue(j.ID),
		Type:                framework.TextOrNull(j.Type),
		Mode:                framework.TextOrNull(j.Mode),
		Status:              types.StringValue(j.State()),
		Progress:            types.Int64PointerValue(j.Progress),
		FinishCode:          framework.TextOrNull(j.FinishCode),
		CreatedAt:           framework.TextOrNull(j.CreatedAt),
		StartedAt:           framework.TextOrNull(j.StartedAt),
		UpdatedAt:           framework.TextOrNull(j.UpdatedAt),
		CompletedAt:         framework.TextOrNull(j.CompletedAt),
		Notes:               framework.TextOrNull(j.Notes()),
		StatusNotes:         []statusNote{},
		WorkbookID:          framework.TextOrNull(j.WorkbookID()),
		DatasourceID:        framework.TextOrNull(j.DatasourceID()),
		ViewID:              framework.TextOrNull(j.ViewID()),
		VirtualConnectionID: framework.TextOrNull(j.VirtualConnectionID()),
		FlowID:              framework.TextOrNull(j.FlowID()),
		FlowRunID:           framework.TextOrNull(j.FlowRunID()),
		SubscriptionID:      framework.TextOrNull(j.SubscriptionID()),
	}
	for _, note := range j.StatusNotes {
		m.StatusNotes = append(m.StatusNotes, statusNote{
			framework.TextOrNull(note.Type), framework.TextOrNull(note.Value), framework.TextOrNull(note.Text),
		})
	}
}

func (d *dataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_job"
}

func (d *dataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *dataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Shows a background job: how far it is, how it ended and what it said.\n\n" +
			"Needs Tableau Server or Tableau Cloud, API 2.6 or later, and an administrator.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{framework.LUID()},
				MarkdownDescription: "LUID of the job.",
			},
			"type":         framework.ComputedString("What the job does, such as `RefreshExtract` or `RunFlow`."),
			"mode":         framework.ComputedString("`Asynchronous`."),
			"status":       framework.ComputedString("`Pending`, `InProgress`, `Success`, `Failed` or `Cancelled`; or the finish code of a job that ended in a way that is not documented."),
			"progress":     schema.Int64Attribute{Computed: true, MarkdownDescription: "How far the job is, in percent."},
			"finish_code":  framework.ComputedString("`0` for success, `1` for an error, `2` for cancelled. It means nothing before `completed_at` is there."),
			"created_at":   framework.ComputedString("When the job was made, in UTC."),
			"started_at":   framework.ComputedString("When it began, in UTC."),
			"updated_at":   framework.ComputedString("When it changed last, in UTC."),
			"completed_at": framework.ComputedString("When it ended, in UTC; null before that."),
			"notes":        framework.ComputedString("What the job says of itself: why it failed, for one."),
			"status_notes": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "Figures of the job, such as how many users it added to a group.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"type":  framework.ComputedString("What the note is about, such as `CountOfUsersProcessed`."),
					"value": framework.ComputedString("The figure."),
					"text":  framework.ComputedString("The note for people, in the server's language."),
				}},
			},
			"workbook_id":           framework.ComputedString("LUID of the workbook that the job works on."),
			"datasource_id":         framework.ComputedString("LUID of the data source that the job works on."),
			"view_id":               framework.ComputedString("LUID of the view that the job works on."),
			"virtual_connection_id": framework.ComputedString("LUID of the virtual connection that the job works on."),
			"flow_id":               framework.ComputedString("LUID of the flow that the job runs."),
			"flow_run_id":           framework.ComputedString("LUID of the flow run that the job is."),
			"subscription_id":       framework.ComputedString("LUID of the subscription that the job sends."),
		},
	}
}

func (d *dataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	config, ok := framework.Decode[model](ctx, req.Config, &resp.Diagnostics)
	if !ok {
		return
	}
	client := d.connection.Client(&resp.Diagnostics)
	if client == nil {
		return
	}
	found, err := client.Jobs().Get(ctx, config.ID.ValueString())
	switch {
	case tableau.IsNotFound(err):
		resp.Diagnostics.AddAttributeError(path.Root("id"), "Job not found",
			"There is no such job on this site. Tableau forgets jobs after a while; the data source tableau_jobs lists those it knows.")
		return
	case err != nil:
		framework.AddError(&resp.Diagnostics, "read job", err)
		return
	}
	config.fromAPI(found)
	resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
}
