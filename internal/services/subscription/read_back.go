package subscription

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// readBackNew is readBack for a subscription that was just made. A failure is
// only a warning, for an error would make Terraform replace the subscription.
func readBackNew(ctx context.Context, client *tableau.Client, written, plan model, private framework.PrivateState, diags *diag.Diagnostics) model {
	plan.ID = written.ID
	read, err := readBack(ctx, client, plan, diags)
	switch {
	case tableau.IsNotFound(err):
		diags.AddWarning("Subscription not shown yet", fmt.Sprintf(
			"Tableau made the subscription %q (%s), and its search index does not show it yet. State keeps it.",
			written.Subject.ValueString(), written.ID.ValueString()))
		return written
	case err != nil:
		diags.AddWarning("Subscription not read back", fmt.Sprintf(
			"Tableau made the subscription %q (%s). Whether it kept everything could not be read: %s. The next plan shows it.",
			written.Subject.ValueString(), written.ID.ValueString(), err))
		return written
	}
	framework.KeepSeen(ctx, private, diags)
	return read
}

func anySubscription(tableau.Subscription) bool { return true }

// readBack reads what a write made of the subscription, for the answers to
// writes leave things out. What differs from the plan is reported, and the
// model holds what is there.
func readBack(ctx context.Context, client *tableau.Client, plan model, diags *diag.Diagnostics) (model, error) {
	found, err := client.Subscriptions().Await(ctx, plan.ID.ValueString(), func(s tableau.Subscription) bool {
		return len(plan.differences(ctx, s)) == 0
	})
	if err != nil {
		return plan, err
	}
	for _, difference := range plan.differences(ctx, found) {
		diags.AddAttributeError(path.Root(difference.attribute), "Tableau kept another "+difference.attribute, fmt.Sprintf(
			"Tableau accepted the subscription %q without an error, and now shows %s where %s was asked for. "+
				"Plan again: somebody may have changed the subscription at the same time, or the site's settings forbid what was asked for.",
			found.Subject, difference.shown, difference.wanted))
	}
	written := plan
	written.fromAPI(ctx, found)
	return written, nil
}

// mayBe tells whether a subscription is what is planned as far as it is shown,
// but for a suspension: a new one is active at first.
func (m model) mayBe(ctx context.Context) func(tableau.Subscription) bool {
	return func(shown tableau.Subscription) bool {
		shown.Suspended = nil
		return len(m.differences(ctx, shown)) == 0
	}
}

// difference is something that the service shows otherwise than planned.
type difference struct{ attribute, wanted, shown string }

// differences compares what was planned with what the service shows.
func (m model) differences(ctx context.Context, s tableau.Subscription) []difference {
	shown := m
	shown.fromAPI(ctx, s)
	var found []difference
	for _, compared := range []struct {
		attribute     string
		wanted, shown attr.Value
	}{
		{"subject", m.Subject, shown.Subject},
		{"user_id", m.UserID, shown.UserID},
		{"content", m.Content, shown.Content},
		{"message", m.Message, shown.Message},
		{"attach_image", m.AttachImage, shown.AttachImage},
		{"attach_pdf", m.AttachPDF, shown.AttachPDF},
		{"page_orientation", m.PageOrientation, shown.PageOrientation},
		{"page_size_option", m.PageSizeOption, shown.PageSizeOption},
		{"suspended", m.Suspended, shown.Suspended},
		{"schedule_id", m.ScheduleID, shown.ScheduleID},
		{"frequency", m.Frequency, shown.Frequency},
	} {
		if !compared.wanted.Equal(compared.shown) {
			found = append(found, difference{compared.attribute, inWords(ctx, compared.wanted), inWords(ctx, compared.shown)})
		}
	}
	return found
}

// inWords is a value as a person would say it.
func inWords(ctx context.Context, value attr.Value) string {
	object, isObject := value.(types.Object)
	switch {
	case value.IsNull():
		return "none"
	case isObject && object.Type(ctx).Equal(frequency.ObjectType()):
		known, _ := frequency.FromObject(ctx, object, path.Root("frequency"))
		return fmt.Sprintf("%q", frequency.Describe(known))
	}
	return value.String()
}
