package frequency

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
)

// sameFrequency keeps the prior frequency where the configuration says the same
// one in other words, so that such an edit plans nothing. Terraform allows a
// planned value that equals the prior one instead of the configured one.
type sameFrequency struct{}

func (sameFrequency) Description(context.Context) string {
	return "A frequency that means the same as before is no change."
}

func (m sameFrequency) MarkdownDescription(ctx context.Context) string {
	return m.Description(ctx)
}

func (sameFrequency) PlanModifyObject(ctx context.Context, req planmodifier.ObjectRequest, resp *planmodifier.ObjectResponse) {
	prior, diags := FromObject(ctx, req.StateValue, req.Path)
	if diags.HasError() {
		return
	}
	planned, diags := FromObject(ctx, req.PlanValue, req.Path)
	if diags.HasError() || !Equal(prior, planned) {
		return
	}
	resp.PlanValue = req.StateValue
}

// sameTimeOfDay keeps the prior spelling of a time within a frequency that does
// change, so that the plan shows only what changes.
type sameTimeOfDay struct{}

func (sameTimeOfDay) Description(context.Context) string {
	return "A time of day that is only spelled differently is no change."
}

func (m sameTimeOfDay) MarkdownDescription(ctx context.Context) string {
	return m.Description(ctx)
}

func (sameTimeOfDay) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	prior, err := ParseTimeOfDay(req.StateValue.ValueString())
	if err != nil {
		return
	}
	if planned, err := ParseTimeOfDay(req.PlanValue.ValueString()); err == nil && planned == prior {
		resp.PlanValue = req.StateValue
	}
}
