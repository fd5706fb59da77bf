package job

import (
	"context"
	"regexp"
	"strings"

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

// NewPluralDataSource makes the data source tableau_jobs.
func NewPluralDataSource() datasource.DataSource { return &pluralDataSource{} }

type pluralDataSource struct{ connection *framework.Connection }

// filter is what narrows a list of jobs.
type filter struct {
	Status           types.String `tfsdk:"status"`
	JobType          types.String `tfsdk:"job_type"`
	TitleContains    types.String `tfsdk:"title_contains"`
	SubtitleContains types.String `tfsdk:"subtitle_contains"`
	NotesContain     types.String `tfsdk:"notes_contain"`
	ArgsContain      types.String `tfsdk:"args_contain"`
	Priority         types.Int64  `tfsdk:"priority"`
	ProgressAtLeast  types.Int64  `tfsdk:"progress_at_least"`
	ProgressAtMost   types.Int64  `tfsdk:"progress_at_most"`
	CreatedAfter     types.String `tfsdk:"created_after"`
	CreatedBefore    types.String `tfsdk:"created_before"`
	StartedAfter     types.String `tfsdk:"started_after"`
	StartedBefore    types.String `tfsdk:"started_before"`
	CompletedAfter   types.String `tfsdk:"completed_after"`
	CompletedBefore  types.String `tfsdk:"completed_before"`
}

func (f filter) created() framework.Period {
	return framework.Period{After: f.CreatedAfter, Before: f.CreatedBefore}
}

func (f filter) started() framework.Period {
	return framework.Period{After: f.StartedAfter, Before: f.StartedBefore}
}

func (f filter) completed() framework.Period {
	return framework.Period{After: f.CompletedAfter, Before: f.CompletedBefore}
}

// onServer is what the service can narrow (REST API reference: Filtering and Sorting).
func (f filter) onServer() []tableau.Filter {
	filters := []tableau.Filter{
		tableau.Equal("status", f.Status.ValueString()),
		tableau.Equal("jobType", f.JobType.ValueString()),
		tableau.Where("title", "has", f.TitleContains.ValueString()),
		tableau.Where("subtitle", "has", f.SubtitleContains.ValueString()),
		tableau.Where("notes", "has", f.NotesContain.ValueString()),
		tableau.Where("args", "has", f.ArgsContain.ValueString()),
		tableau.Where("priority", "eq", framework.NumberFilter(f.Priority)),
		tableau.Where("progress", "gte", framework.NumberFilter(f.ProgressAtLeast)),
		tableau.Where("progress", "lte", framework.NumberFilter(f.ProgressAtMost)),
	}
	filters = append(filters, f.created().Filters("createdAt")...)
	filters = append(filters, f.started().Filters("startedAt")...)
	return append(filters, f.completed().Filters("completedAt")...)
}

// matches checks again what a listed job shows.
func (f filter) matches(j tableau.ListedJob) bool {
	has := func(wanted types.String, shown string) bool {
		return strings.Contains(strings.ToLower(shown), strings.ToLower(wanted.ValueString()))
	}
	return framework.Matches(f.Status, j.Status) && framework.Matches(f.JobType, j.JobType) && has(f.TitleContains, j.Title) && has(f.SubtitleContains, j.Subtitle) &&
		(f.Priority.IsNull() || j.Priority == nil || *j.Priority == f.Priority.ValueInt64()) &&
		f.created().Has(j.CreatedAt) && f.started().Has(j.StartedAt) && f.completed().Has(j.EndedAt)
}

type pluralModel struct {
	filter
	Jobs map[string]listedJob `tfsdk:"jobs"`
}

// listedJob is what the list shows of a job.
type listedJob struct {
	ID          types.String `tfsdk:"id"`
	Status      types.String `tfsdk:"status"`
	JobType     types.String `tfsdk:"job_type"`
	Title       types.String `tfsdk:"title"`
	Subtitle    types.String `tfsdk:"subtitle"`
	Priority    types.Int64  `tfsdk:"priority"`
	CreatedAt   types.String `tfsdk:"created_at"`
	StartedAt   types.String `tfsdk:"started_at"`
	CompletedAt types.String `tfsdk:"completed_at"`
}

func (d *pluralDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_jobs"
}

func (d *pluralDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

// writable refuses what parts the filters in a query. Where a listed job shows
// the text, it is compared here and may hold anything.
func writable() validator.String {
	return stringvalidator.RegexMatches(regexp.MustCompile(`^[^,&]*$`), "cannot hold a comma or an ampersand, which Tableau has no way to look for")
}

func text(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{Optional: true, Validators: validators, MarkdownDescription: description}
}

func number(description string, atLeast, atMost int64) schema.Int64Attribute {
	return schema.Int64Attribute{
		Optional: true, Validators: []validator.Int64{int64validator.Between(atLeast, atMost)}, MarkdownDescription: description,
	}
}

func (d *pluralDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"status": text("Only jobs in this state: `Pending`, `InProgress`, `Success`, `Failed` or `Cancelled`.", stringvalidator.OneOf(
			tableau.StatePending, tableau.StateInProgress, tableau.StateSuccess, tableau.StateFailed, tableau.StateCancelled)),
		"job_type":          text("Only jobs of this type, such as `refresh_extracts`, `increment_extracts`, `run_flow` or `single_subscription_notify`.", framework.Name(), writable()),
		"title_contains":    text("Only jobs whose title, which is the name of what they work on, has this in it."),
		"subtitle_contains": text("Only jobs whose subtitle, which is the kind of what they work on, has this in it."),
		"notes_contain":     text("Only jobs whose notes have this in them.", framework.Name(), writable()),
		"args_contain":      text("Only jobs whose arguments have this in them.", framework.Name(), writable()),
		"priority":          number("Only jobs of this priority, 0 to 100.", 0, 100),
		"progress_at_least": number("Only jobs that are so far, in percent.", 0, 100),
		"progress_at_most":  number("Only jobs that are no further, in percent: `0` for those that wait.", 0, 100),
		"jobs": schema.MapNestedAttribute{
			Computed:            true,
			MarkdownDescription: "The jobs by their id.",
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"id":           framework.ComputedString("LUID of the job."),
				"status":       framework.ComputedString("`Pending`, `InProgress`, `Success`, `Failed` or `Cancelled`."),
				"job_type":     framework.ComputedString("Type of the job, such as `refresh_extracts`."),
				"title":        framework.ComputedString("Name of what the job works on."),
				"subtitle":     framework.ComputedString("Kind of what the job works on."),
				"priority":     schema.Int64Attribute{Computed: true, MarkdownDescription: "Priority in the queue, lower runs first."},
				"created_at":   framework.ComputedString("When the job was made, in UTC."),
				"started_at":   framework.ComputedString("When it began, in UTC."),
				"completed_at": framework.ComputedString("When it ended, in UTC."),
			}},
		},
	}
	for _, name := range []string{"created", "started", "completed"} {
		framework.PeriodAttributes(attributes, name, "jobs")
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the background jobs of the site: all that Tableau still knows, or those that filters leave, which must all hold. " +
			"Tableau does the filtering, so that a site with many jobs is quick to look through.\n\n" +
			"Needs Tableau Server or Tableau Cloud, API 3.1 or later, and an administrator.",
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
	config.Jobs = map[string]listedJob{}
	for j, err := range client.Jobs().All(ctx, config.onServer()...) {
		if err != nil {
			framework.AddError(&resp.Diagnostics, "list jobs", err)
			return
		}
		if !config.matches(j) {
			continue
		}
		config.Jobs[j.ID] = listedJob{
			ID:          types.StringValue(j.ID),
			Status:      framework.TextOrNull(j.Status),
			JobType:     framework.TextOrNull(j.JobType),
			Title:       framework.TextOrNull(j.Title),
			Subtitle:    framework.TextOrNull(j.Subtitle),
			Priority:    types.Int64PointerValue(j.Priority),
			CreatedAt:   framework.TextOrNull(j.CreatedAt),
			StartedAt:   framework.TextOrNull(j.StartedAt),
			CompletedAt: framework.TextOrNull(j.EndedAt),
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
}
