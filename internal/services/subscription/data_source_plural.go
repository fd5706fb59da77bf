package subscription

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var _ datasource.DataSourceWithConfigure = (*pluralDataSource)(nil)

// NewPluralDataSource makes the data source tableau_subscriptions.
func NewPluralDataSource() datasource.DataSource { return &pluralDataSource{} }

type pluralDataSource struct{ connection *framework.Connection }

// Descriptions of the filters, which the list resource has too.
const (
	userIDFilter      = "Only subscriptions of the user with this LUID."
	contentIDFilter   = "Only subscriptions to the view or workbook with this LUID."
	contentTypeFilter = "Only subscriptions to content of this type: `View` or `Workbook`."
	scheduleIDFilter  = "Tableau Server: only subscriptions on the schedule with this LUID."
	subjectFilter     = "Only subscriptions with this subject, whatever its case."
)

// filter is what narrows a list of subscriptions. The service has no filter
// for them, so it is applied here.
type filter struct {
	UserID      types.String `tfsdk:"user_id"`
	ContentID   types.String `tfsdk:"content_id"`
	ContentType types.String `tfsdk:"content_type"`
	ScheduleID  types.String `tfsdk:"schedule_id"`
	Subject     types.String `tfsdk:"subject"`
}

func (f filter) matches(s tableau.Subscription) bool {
	scheduleID := ""
	if s.Schedule != nil {
		scheduleID = s.Schedule.ID
	}
	return framework.Matches(f.UserID, s.User.ID) && framework.Matches(f.ContentID, s.Content.ID) && framework.Matches(f.ContentType, s.Content.Type) &&
		framework.Matches(f.ScheduleID, scheduleID) && framework.Matches(f.Subject, s.Subject)
}

type pluralModel struct {
	filter
	Subscriptions map[string]listedSubscription `tfsdk:"subscriptions"`
}

// listedSubscription is a subscription with what the resource leaves out: names,
// and what moves by itself.
type listedSubscription struct {
	model
	UserName                types.String `tfsdk:"user_name"`
	ContentName             types.String `tfsdk:"content_name"`
	CustomViewID            types.String `tfsdk:"custom_view_id"`
	ScheduleName            types.String `tfsdk:"schedule_name"`
	RefreshExtractTriggered types.Bool   `tfsdk:"refresh_extract_triggered"`
	NextRunAt               types.String `tfsdk:"next_run_at"`
	CreatedAt               types.String `tfsdk:"created_at"`
	UpdatedAt               types.String `tfsdk:"updated_at"`
}

func (d *pluralDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_subscriptions"
}

func (d *pluralDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

func (d *pluralDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	id := []validator.String{framework.LUID()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the subscriptions of the site that the user may see, all of them or those that a filter leaves.\n\n" +
			"Needs Tableau Server, API 2.4 or later, or Tableau Cloud, API 3.20 or later.",
		Attributes: map[string]schema.Attribute{
			"user_id":      schema.StringAttribute{Optional: true, Validators: id, MarkdownDescription: userIDFilter},
			"content_id":   schema.StringAttribute{Optional: true, Validators: id, MarkdownDescription: contentIDFilter},
			"content_type": schema.StringAttribute{Optional: true, Validators: []validator.String{stringvalidator.OneOf(contentTypes...)}, MarkdownDescription: contentTypeFilter},
			"schedule_id":  schema.StringAttribute{Optional: true, Validators: id, MarkdownDescription: scheduleIDFilter},
			"subject":      schema.StringAttribute{Optional: true, MarkdownDescription: subjectFilter},
			"subscriptions": schema.MapNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The subscriptions by their id.",
				NestedObject:        schema.NestedAttributeObject{Attributes: listedAttributes()},
			},
		},
	}
}

func listedAttributes() map[string]schema.Attribute {
	flag := func(description string) schema.BoolAttribute {
		return schema.BoolAttribute{Computed: true, MarkdownDescription: description}
	}
	return map[string]schema.Attribute{
		"id":      framework.ComputedString("LUID of the subscription."),
		"subject": framework.ComputedString(subjectDescription),
		"user_id": framework.ComputedString(userIDDescription),
		"content": schema.SingleNestedAttribute{
			Computed:            true,
			MarkdownDescription: contentDescription,
			Attributes: map[string]schema.Attribute{
				"type":               framework.ComputedString(contentTypeDescription),
				"id":                 framework.ComputedString(contentIDDescription),
				"send_if_view_empty": flag(sendIfViewEmptyDescription),
			},
		},
		"message":          framework.ComputedString(messageDescription),
		"attach_image":     flag(attachImageDescription),
		"attach_pdf":       flag(attachPDFDescription),
		"page_orientation": framework.ComputedString(pageOrientationDescription),
		"page_size_option": framework.ComputedString(pageSizeOptionDescription),
		"suspended":        flag(suspendedDescription),
		"schedule_id":      framework.ComputedString("Tableau Server: LUID of the schedule on which the e-mail is sent."),
		"frequency":        frequency.DataSourceAttribute("Tableau Cloud: when the e-mail is sent, in the site's time zone."),

		"user_name":                 framework.ComputedString("Name of the user. Null when Tableau does not say."),
		"content_name":              framework.ComputedString("Name of the view or the workbook. Null when Tableau does not say."),
		"custom_view_id":            framework.ComputedString("LUID of the custom view that is mailed. Null when it is the view itself."),
		"schedule_name":             framework.ComputedString("Tableau Server: name of the schedule."),
		"refresh_extract_triggered": flag("Whether the e-mail is sent when an extract is refreshed, and not at set times."),
		"next_run_at": framework.ComputedString("When the e-mail is sent next, as Tableau writes it. Null when Tableau does not say, " +
			"as on Server, where the data source `tableau_schedule` tells it of the schedule."),
		"created_at": framework.ComputedString("Tableau Cloud: when the frequency was made, as Tableau writes it. Null when Tableau does not say."),
		"updated_at": framework.ComputedString("Tableau Cloud: when the frequency last changed or ran, as Tableau writes it. Null when Tableau does not say."),
	}
}

func (d *pluralDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	config, ok := framework.Decode[pluralModel](ctx, req.Config, &resp.Diagnostics)
	client := d.connection.Client(&resp.Diagnostics)
	if !ok || client == nil {
		return
	}
	config.Subscriptions = map[string]listedSubscription{}
	for s, err := range client.Subscriptions().All(ctx) {
		if err != nil {
			framework.AddError(&resp.Diagnostics, "list subscriptions", err)
			return
		}
		if config.matches(s) {
			config.Subscriptions[s.ID] = newListed(ctx, s)
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
}

func newListed(ctx context.Context, s tableau.Subscription) listedSubscription {
	listed := listedSubscription{
		model:                   newModel(),
		UserName:                framework.TextOrNull(s.User.Name),
		ContentName:             framework.TextOrNull(s.Content.Name),
		CustomViewID:            framework.TextOrNull(s.Content.CustomViewID),
		RefreshExtractTriggered: types.BoolValue(s.RefreshExtractTriggered),
	}
	listed.fromAPI(ctx, s)
	if s.Schedule != nil {
		listed.NextRunAt = framework.TextOrNull(s.Schedule.NextRunAt)
		listed.CreatedAt = framework.TextOrNull(s.Schedule.CreatedAt)
		listed.UpdatedAt = framework.TextOrNull(s.Schedule.UpdatedAt)
		if !listed.ScheduleID.IsNull() {
			listed.ScheduleName = framework.TextOrNull(s.Schedule.Name)
		}
	}
	return listed
}
