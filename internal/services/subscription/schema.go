package subscription

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/timing"
)

// Descriptions that the resource and the data source share.
const (
	subjectDescription         = "Subject of the e-mail, by which the subscription is listed."
	userIDDescription          = "LUID of the user who gets the e-mail."
	contentDescription         = "What is mailed."
	contentTypeDescription     = "`View` or `Workbook`."
	contentIDDescription       = "LUID of the view or the workbook."
	sendIfViewEmptyDescription = "Whether an e-mail is sent when the view is empty. It concerns views only: with a workbook it has no effect."
	messageDescription         = "Text of the e-mail."
	attachImageDescription     = "Whether the e-mail has an image of the content."
	attachPDFDescription       = "Whether the e-mail has a PDF of the content."
	pageOrientationDescription = "How the pages of the PDF lie: `Portrait` or `Landscape`."
	pageSizeOptionDescription  = "Size of the PDF's pages: `A3`, `A4`, `A5`, `B5`, `Executive`, `Folio`, `Ledger`, `Legal`, `Letter`, `Note`, `Quarto` or `Tabloid`."
	suspendedDescription       = "Whether the subscription is suspended: then no e-mail is sent."
)

func (r *subscriptionResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A subscription: a view or a workbook, mailed to one user again and again. On Tableau Server it is sent on a schedule of type " +
			"`Subscription`, on Tableau Cloud it has a frequency of its own. The user must have an e-mail address, and the right to see the content.\n\n" +
			"Give a block or a `for_each` key that is renamed a `moved` block: without one Terraform deletes the subscription and makes another at once, which may be refused while the first one is there " +
			"and then takes a second apply.\n\n" +
			"Needs Tableau Server, API 2.4 or later, or Tableau Cloud, API 3.20 or later. Subscriptions that are sent when an extract is refreshed cannot be managed.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
				MarkdownDescription: "LUID of the subscription.",
			},
			"subject": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{framework.Name()},
				MarkdownDescription: subjectDescription,
			},
			"user_id": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{framework.LUID()},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
				MarkdownDescription: userIDDescription + " A change replaces the subscription.",
			},
			"content": schema.SingleNestedAttribute{
				Required:            true,
				MarkdownDescription: contentDescription,
				Attributes:          contentAttributes(),
				PlanModifiers:       []planmodifier.Object{replacedWhileUnknown()},
			},
			"message": schema.StringAttribute{
				Optional:            true,
				Validators:          []validator.String{framework.Text()},
				MarkdownDescription: messageDescription,
			},
			"attach_image":     boolAttribute(attachImageDescription, true),
			"attach_pdf":       boolAttribute(attachPDFDescription, false),
			"page_orientation": optionAttribute(pageOrientationDescription, pageOrientations, defaultPageOrientation),
			"page_size_option": optionAttribute(pageSizeOptionDescription, pageSizeOptions, defaultPageSizeOption),
			"suspended":        boolAttribute(suspendedDescription, false),
			"schedule_id":      timing.ScheduleIDAttribute(timed.ScheduleType),
			"frequency":        timing.FrequencyAttribute(),
		},
	}
}

// replacedWhileUnknown plans a replacement for content of which nothing is known yet: its
// attributes, which decide otherwise, are not asked then.
func replacedWhileUnknown() planmodifier.Object {
	const description = "Replaced while it is not known."
	return objectplanmodifier.RequiresReplaceIf(
		func(_ context.Context, req planmodifier.ObjectRequest, resp *objectplanmodifier.RequiresReplaceIfFuncResponse) {
			resp.RequiresReplace = req.PlanValue.IsUnknown()
		}, description, description)
}

func contentAttributes() map[string]schema.Attribute {
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	return map[string]schema.Attribute{
		"type": schema.StringAttribute{
			Required:            true,
			Validators:          []validator.String{stringvalidator.OneOf(contentTypes...)},
			PlanModifiers:       replace,
			MarkdownDescription: contentTypeDescription + " A change replaces the subscription.",
		},
		"id": schema.StringAttribute{
			Required:            true,
			Validators:          []validator.String{framework.LUID()},
			PlanModifiers:       replace,
			MarkdownDescription: contentIDDescription + " A change replaces the subscription.",
		},
		"send_if_view_empty": boolAttribute(sendIfViewEmptyDescription, true),
	}
}

func boolAttribute(description string, standard bool) schema.BoolAttribute {
	said := map[bool]string{true: " Default `true`.", false: " Default `false`."}[standard]
	return schema.BoolAttribute{
		Optional: true, Computed: true,
		Default:             booldefault.StaticBool(standard),
		MarkdownDescription: description + said,
	}
}

func optionAttribute(description string, options []string, standard string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true, Computed: true,
		Default:             stringdefault.StaticString(standard),
		Validators:          []validator.String{stringvalidator.OneOf(options...)},
		MarkdownDescription: description + " Default `" + standard + "`.",
	}
}

func (r *subscriptionResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"id": identityschema.StringAttribute{
				RequiredForImport: true,
				Description:       "LUID of the subscription.",
			},
		},
	}
}
