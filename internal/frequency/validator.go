package frequency

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// validFrequency refuses, while a configuration is validated, what neither
// product can show, whichever of them the provider will speak to. What one
// product shows but does not accept must pass here, so that an imported
// schedule can stay in the configuration; Check has the rest.
//
// It is one validator for the whole object, for each mistake is to be reported
// once, and the same reading serves plans, states and function arguments.
type validFrequency struct{}

func (validFrequency) Description(context.Context) string {
	return "must set exactly one of hourly, daily, weekly and monthly, each with values that Tableau knows"
}

func (v validFrequency) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

func (validFrequency) ValidateObject(ctx context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	r := reader{source: configured}
	r.frequency(ctx, req.ConfigValue, req.Path)
	resp.Diagnostics.Append(r.diags...)
}
