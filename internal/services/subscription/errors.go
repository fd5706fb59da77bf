package subscription

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// attributeByCode is the attribute with which the service finds fault (REST API
// reference: Create Subscription).
var attributeByCode = map[tableau.Code]path.Path{
	"400067": path.Root("subject"),
	"400068": path.Root("content"),
	"403063": path.Root("user_id"),
	"403064": path.Root("user_id"),
	"404002": path.Root("user_id"),
	"404006": path.Root("content").AtName("id"),
	"404011": path.Root("content").AtName("id"),
	"404023": path.Root("schedule_id"),
}

// addWriteError reports a refused write, at the attribute where the code tells it.
func addWriteError(diags *diag.Diagnostics, doing string, err error, plan model) {
	var exists *tableau.ExistsError
	if errors.As(err, &exists) {
		diags.AddAttributeError(path.Root("subject"), "There is such a subscription already", fmt.Sprintf(
			"Subscription %s mails the same content to the same user under the subject %q at the same times, and a second one would only mail it again. "+
				"If an apply was killed or lost its connection, it may have made that subscription. %s",
			exists.ID, plan.Subject.ValueString(), framework.HowToImport("tableau_subscription", exists.ID)))
		return
	}
	failed := framework.ErrorDiagnostic(doing, err)
	var refused *tableau.Error
	if !errors.As(err, &refused) {
		diags.Append(failed)
		return
	}
	at, known := attributeByCode[refused.Code]
	switch {
	case known:
	case refused.Code == "400069" && plan.OnSchedule():
		// The same code is for a content type that is none, which validation has refused.
		at, known = path.Root("schedule_id"), true
	case refused.Code == "409004" && !plan.OnSchedule():
		at, known = path.Root("frequency"), true
	}
	if known {
		failed = diag.WithPath(at, failed)
	}
	diags.Append(failed)
}
