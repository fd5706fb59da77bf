package flowtask

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/timing"
)

// disproof says why a task cannot have this frequency, nothing if it may. What
// Cloud shows of a flow task's frequency is its kind and the next run, so that
// is all there is to tell by. An error is one of reading the site's time zone.
func disproof(ctx context.Context, client *tableau.Client, t timing.Timing, shown *tableau.Schedule) (string, error) {
	if t.Frequency.IsNull() || !framework.FullyKnown(ctx, t.Frequency) || shown == nil {
		return "", nil
	}
	kept, diags := frequency.FromObject(ctx, t.Frequency, path.Root("frequency"))
	if diags.HasError() {
		return "", nil
	}
	if kind, _ := t.ToWire(ctx); shown.Frequency != "" && !strings.EqualFold(kind, shown.Frequency) {
		return fmt.Sprintf("Tableau shows that it runs %s", strings.ToLower(shown.Frequency)), nil
	}
	next, ok := stamp(shown.NextRunAt)
	if !ok {
		return "", nil
	}
	proof := fmt.Sprintf("Tableau shows its next run at %s, and %q has none then", shown.NextRunAt, frequency.Describe(kept))
	if !frequency.MayRunAt(kept, next, nil) {
		return proof, nil
	}
	name, err := client.SiteTimeZone(ctx)
	if err != nil {
		return "", err
	}
	zone, err := frequency.LoadZone(name)
	if err != nil || frequency.MayRunAt(kept, next, zone) {
		return "", nil //nolint:nilerr // Without a zone that is known here nothing more can be told.
	}
	return proof + " in the site's time zone, " + name, nil
}

// stamp reads a time as Tableau writes it: in UTC, or with an offset without a
// colon.
func stamp(text string) (time.Time, bool) {
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04:05-0700"} {
		if read, err := time.Parse(form, text); err == nil {
			return read, true
		}
	}
	return time.Time{}, false
}
