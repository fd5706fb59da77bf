package framework

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

const timeoutName = "timeout"

// Waiting is the two attributes of an action that starts or ends something
// which then takes its time, in a model, in which it is embedded.
type Waiting struct {
	Wait    *bool   `tfsdk:"wait"`
	Timeout *string `tfsdk:"timeout"`
}

// How long to wait by default.
const (
	runTimeout    = "1h"
	cancelTimeout = "5m"
)

// WithRunWaiting adds the two attributes to those of an action that starts
// something.
func WithRunWaiting(attributes map[string]schema.Attribute) map[string]schema.Attribute {
	return withWaiting(attributes, "it has ended, and fail unless it ended well", runTimeout)
}

// WithCancelWaiting adds the two attributes to those of an action that cancels
// something.
func WithCancelWaiting(attributes map[string]schema.Attribute) map[string]schema.Attribute {
	return withWaiting(attributes, "it has ended", cancelTimeout)
}

func withWaiting(attributes map[string]schema.Attribute, until, defaultTimeout string) map[string]schema.Attribute {
	attributes["wait"] = schema.BoolAttribute{
		Optional:            true,
		MarkdownDescription: "Whether to wait until " + until + ". Default `true`.",
	}
	attributes[timeoutName] = schema.StringAttribute{
		Optional:   true,
		Validators: []validator.String{duration{}},
		MarkdownDescription: "How long to wait at most, such as `90s`, `30m` or `2h`; after that the action fails, and what runs in Tableau goes on. " +
			"Default `" + defaultTimeout + "`.",
	}
	return attributes
}

// Waits reports whether to wait, which is the default.
func (w Waiting) Waits() bool { return w.Wait == nil || *w.Wait }

// limit is how long to wait. ok is false when the timeout is not a duration,
// which is then reported.
func (w Waiting) limit(defaultTimeout string, diags *diag.Diagnostics) (limit time.Duration, ok bool) {
	text := defaultTimeout
	if w.Timeout != nil {
		text = *w.Timeout
	}
	limit, err := parseDuration(text)
	if err != nil {
		diags.AddAttributeError(path.Root(timeoutName), "Invalid timeout", Sentence(err.Error()))
	}
	return limit, err == nil
}

func parseDuration(text string) (time.Duration, error) {
	parsed, err := time.ParseDuration(text)
	if err != nil || parsed <= 0 {
		return 0, fmt.Errorf("%q is no duration above zero: write one like \"90s\", \"30m\" or \"2h\"", text)
	}
	return parsed, nil
}

// duration accepts what a timeout can be.
type duration struct{}

func (duration) Description(context.Context) string { return "must be a duration such as 30m" }

func (d duration) MarkdownDescription(ctx context.Context) string { return d.Description(ctx) }

func (duration) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := parseDuration(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid timeout", Sentence(err.Error()))
	}
}
