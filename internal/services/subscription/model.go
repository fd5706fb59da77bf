package subscription

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/timing"
)

const (
	typeView               = "View"
	typeWorkbook           = "Workbook"
	defaultPageOrientation = "Portrait"
	defaultPageSizeOption  = "Letter"
)

// What the service takes, as the REST API reference writes it (Create
// Subscription). It shows them in another case, like PORTRAIT.
var (
	contentTypes     = []string{typeView, typeWorkbook}
	pageOrientations = []string{defaultPageOrientation, "Landscape"}
	pageSizeOptions  = []string{
		"A3", "A4", "A5", "B5", "Executive", "Folio", "Ledger", "Legal", defaultPageSizeOption, "Note", "Quarto", "Tabloid",
	}
)

// model is a subscription in Terraform's terms.
type model struct {
	ID              types.String `tfsdk:"id"`
	Subject         types.String `tfsdk:"subject"`
	UserID          types.String `tfsdk:"user_id"`
	Content         types.Object `tfsdk:"content"`
	Message         types.String `tfsdk:"message"`
	AttachImage     types.Bool   `tfsdk:"attach_image"`
	AttachPDF       types.Bool   `tfsdk:"attach_pdf"`
	PageOrientation types.String `tfsdk:"page_orientation"`
	PageSizeOption  types.String `tfsdk:"page_size_option"`
	Suspended       types.Bool   `tfsdk:"suspended"`
	timing.Timing
}

// content is what a subscription mails.
type content struct {
	Type            types.String `tfsdk:"type"`
	ID              types.String `tfsdk:"id"`
	SendIfViewEmpty types.Bool   `tfsdk:"send_if_view_empty"`
}

var contentTypesOf = map[string]attr.Type{
	"type": types.StringType, "id": types.StringType, "send_if_view_empty": types.BoolType,
}

// identity is what tells a subscription from all others.
type identity struct {
	ID types.String `tfsdk:"id"`
}

// newModel is a model of a subscription that nothing is known of yet.
func newModel() model { return model{Content: types.ObjectNull(contentTypesOf), Timing: timing.None()} }

func (m model) identity() identity { return identity{m.ID} }

// imported reports whether nothing but the id is known, as right after an import.
func (m model) imported() bool { return m.Subject.IsNull() }

// manageable reports whether the REST API could make such a subscription. One
// that is sent after an extract refresh has no schedule.
func manageable(s tableau.Subscription) bool { return s.Schedule != nil && !s.RefreshExtractTriggered }

// settings is everything that a plan says of a subscription.
type settings tableau.SubscriptionSettings

// settings converts a plan, of which all must be known. A frequency that Cloud
// shows and does not take is left out: it stays as it is.
func (m model) settings(ctx context.Context) (settings, diag.Diagnostics) {
	var diags diag.Diagnostics
	if !framework.FullyKnown(ctx, m.Content) || m.Content.IsNull() {
		diags.AddAttributeError(path.Root("content"), "Content is not known",
			"What is mailed must be known before the subscription is made. Apply what it comes from first, with -target.")
		return settings{}, diags
	}
	if !framework.FullyKnown(ctx, m.Frequency) {
		diags.AddAttributeError(path.Root("frequency"), "Frequency is not known",
			"The frequency must be known before the subscription is made. Apply what it comes from first, with -target.")
		return settings{}, diags
	}
	mailed := m.mailed(ctx)
	s := settings{
		Subject:         m.Subject.ValueString(),
		Message:         m.Message.ValueStringPointer(),
		AttachImage:     m.AttachImage.ValueBool(),
		AttachPDF:       m.AttachPDF.ValueBool(),
		PageOrientation: m.PageOrientation.ValueString(),
		PageSizeOption:  m.PageSizeOption.ValueString(),
		Suspended:       m.Suspended.ValueBoolPointer(),
		ContentType:     mailed.Type.ValueString(),
		ContentID:       mailed.ID.ValueString(),
		SendIfViewEmpty: mailed.SendIfViewEmpty.ValueBool(),
		UserID:          m.UserID.ValueString(),
		ScheduleID:      m.ScheduleID.ValueString(),
	}
	if m.OnSchedule() || m.Frequency.IsNull() {
		return s, diags
	}
	wanted, found := frequency.FromObject(ctx, m.Frequency, path.Root("frequency"))
	diags.Append(found...)
	if !diags.HasError() && frequency.Writable(wanted, tableau.Cloud) {
		kind, details := m.ToWire(ctx)
		s.Frequency, s.FrequencyDetails = kind, &details
	}
	return s, diags
}

// forCreate leaves out the suspension, which a new subscription does not take.
func (s settings) forCreate() tableau.SubscriptionSettings {
	s.Suspended = nil
	return tableau.SubscriptionSettings(s)
}

// forUpdate says that there is no message where the plan has none: left out,
// it might stay.
func (s settings) forUpdate() tableau.SubscriptionSettings {
	if s.Message == nil {
		s.Message = new(string)
	}
	return tableau.SubscriptionSettings(s)
}

// mailed is the content, with nulls where it is not known.
func (m model) mailed(ctx context.Context) content {
	var mailed content
	m.Content.As(ctx, &mailed, basetypes.ObjectAsOptions{UnhandledNullAsEmpty: true, UnhandledUnknownAsEmpty: true})
	return mailed
}

// fromAPI takes over what the service shows. What it leaves out stays as the
// model has it, and so does what it shows in another case.
func (m *model) fromAPI(ctx context.Context, s tableau.Subscription) {
	m.ID = types.StringValue(s.ID)
	m.Subject = types.StringValue(s.Subject)
	m.UserID = sameText(m.UserID, s.User.ID)
	m.Content = m.mailed(ctx).fromAPI(s.Content)
	if s.Message != nil && *s.Message != m.Message.ValueString() {
		m.Message = framework.TextOrNull(*s.Message)
	}
	m.AttachImage = shownOr(s.AttachImage, m.AttachImage, true)
	m.AttachPDF = shownOr(s.AttachPDF, m.AttachPDF, false)
	m.PageOrientation = option(m.PageOrientation, s.PageOrientation, pageOrientations, defaultPageOrientation)
	m.PageSizeOption = option(m.PageSizeOption, s.PageSizeOption, pageSizeOptions, defaultPageSizeOption)
	m.Suspended = shownOr(s.Suspended, m.Suspended, false)
	if manageable(s) {
		m.FromAPI(ctx, s.Schedule)
	} else {
		m.FromAPI(ctx, nil)
	}
}

// fromAPI takes over what the service shows of the content. Whether empty views
// are sent means nothing for a workbook, so that what was written stays.
func (c content) fromAPI(s tableau.SubscriptionContent) types.Object {
	kind := option(c.Type, s.Type, contentTypes, "")
	empty := c.SendIfViewEmpty
	if kind.ValueString() != typeWorkbook || empty.IsNull() || empty.IsUnknown() {
		empty = shownOr(s.SendIfViewEmpty, empty, true)
	}
	return types.ObjectValueMust(contentTypesOf, map[string]attr.Value{
		"type": kind, "id": sameText(c.ID, s.ID), "send_if_view_empty": empty,
	})
}

// sameText keeps what was written where the service shows nothing, or the same
// in another case.
func sameText(written types.String, shown string) types.String {
	if !written.IsUnknown() && (shown == "" || strings.EqualFold(written.ValueString(), shown)) {
		return written
	}
	return types.StringValue(shown)
}

// option is one of the options, in their case. Where the service shows none it
// is what was written, else the standard.
func option(written types.String, shown string, options []string, standard string) types.String {
	switch i := slices.IndexFunc(options, func(o string) bool { return strings.EqualFold(o, shown) }); {
	case i >= 0:
		return sameText(written, options[i])
	case shown == "" && (written.IsNull() || written.IsUnknown()):
		return types.StringValue(standard)
	}
	return sameText(written, shown)
}

// shownOr is what the service shows, else what was written, else the standard.
func shownOr(shown *bool, written types.Bool, standard bool) types.Bool {
	switch {
	case shown != nil:
		return types.BoolValue(*shown)
	case written.IsNull() || written.IsUnknown():
		return types.BoolValue(standard)
	}
	return written
}
