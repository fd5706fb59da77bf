package framework

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// madeKey is where Terraform keeps, beside state, when an object was made that
// the service has not shown since: its search index follows a creation with some
// delay, and until then answers that there is no such object.
const madeKey = "made_and_not_seen"

// indexPatience is how long such an object is not taken for deleted. The
// reference names no figure for the delay; seconds are usual.
const indexPatience = 10 * time.Minute

// KeepUnseen notes that an object was made just now, and not seen yet.
func KeepUnseen(ctx context.Context, private PrivateState, diags *diag.Diagnostics) {
	Note(ctx, private, madeKey, time.Now().UTC().Truncate(time.Second), diags)
}

// KeepSeen notes that an object was seen: when it is not there, it is gone.
func KeepSeen(ctx context.Context, private PrivateState, diags *diag.Diagnostics) {
	Forget(ctx, private, madeKey, diags)
}

// MayBeUnseen reports whether an object that is not found may be there all the
// same, and then warns that state keeps it.
func MayBeUnseen(ctx context.Context, private PrivateState, what, id string, diags *diag.Diagnostics) bool {
	until, unseen := unseenUntil(ctx, private, diags)
	if unseen {
		diags.AddWarning("Not shown by Tableau yet", fmt.Sprintf(
			"Tableau made %s %s a short while ago, and its search index does not show it yet. State keeps it until %s; if it is not shown then, it counts as deleted.",
			what, id, until.Format(time.TimeOnly+" MST")))
	}
	return unseen
}

// AwaitUnseen waits for an object that was never seen to be shown before it is
// deleted, for a deletion would find nothing and leave it behind. Once shown it counts
// as seen, also where the deletion fails then. await is the client's, for such objects.
// ok is false when it is not shown in time, which is then reported.
func AwaitUnseen[T any](
	ctx context.Context, private PrivateState, what, id string, diags *diag.Diagnostics,
	await func(ctx context.Context, id string, wanted func(T) bool) (T, error),
) (ok bool) {
	until, unseen := unseenUntil(ctx, private, diags)
	if !unseen {
		return true
	}
	_, err := await(ctx, id, func(T) bool { return true })
	switch {
	case tableau.IsNotFound(err):
		diags.AddError("Cannot delete "+what+" yet", fmt.Sprintf(
			"Tableau made %s %s a short while ago, and its search index does not show it yet, so that it cannot be deleted. Apply again in a while. "+
				"If it is not shown by %s, it counts as deleted.", what, id, until.Format(time.TimeOnly+" MST")))
	case err != nil:
		AddError(diags, "read "+what, err)
	default:
		KeepSeen(ctx, private, diags)
	}
	return err == nil
}

func unseenUntil(ctx context.Context, private PrivateState, diags *diag.Diagnostics) (until time.Time, unseen bool) {
	made, found := Noted[time.Time](ctx, private, madeKey, diags)
	until = made.Add(indexPatience)
	return until, found && time.Now().Before(until)
}
