package framework_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
)

type private map[string][]byte

func (p private) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) { return p[key], nil }

func (p private) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	p[key] = value
	return nil
}

func TestUnseen_isTakenForDeletedAfterTenMinutes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var diags diag.Diagnostics
		kept := private{}
		framework.KeepUnseen(t.Context(), kept, &diags)
		time.Sleep(10*time.Minute - time.Second)
		if !framework.MayBeUnseen(t.Context(), kept, "schedule", "s1", &diags) {
			t.Error("taken for deleted within ten minutes")
		}
		time.Sleep(time.Second)
		if framework.MayBeUnseen(t.Context(), kept, "schedule", "s1", &diags) {
			t.Error("not taken for deleted after ten minutes")
		}
		const want = "Tableau made schedule s1 a short while ago, and its search index does not show it yet. " +
			"State keeps it until 00:10:00 UTC; if it is not shown then, it counts as deleted."
		if len(diags) != 1 || diags[0].Detail() != want {
			t.Errorf("got %v, want one warning: %s", diags, want)
		}
	})
}

func TestUnseen_deletionAwaitsOnlyWhatWasNeverSeen(t *testing.T) {
	t.Parallel()
	var diags diag.Diagnostics
	unreadable := func(context.Context, string, func(any) bool) (any, error) { return nil, errors.New("unreadable") }
	kept := private{}
	framework.KeepUnseen(t.Context(), kept, &diags)
	if framework.AwaitUnseen(t.Context(), kept, "schedule", "s1", &diags, unreadable) || len(diags) != 1 {
		t.Errorf("deleted without having been seen: %v", diags)
	}
	framework.KeepSeen(t.Context(), kept, &diags)
	if !framework.AwaitUnseen(t.Context(), kept, "schedule", "s1", &diags, unreadable) {
		t.Error("waits for what was seen")
	}
}

// A deletion whose answer is lost may have been made: what was shown before it and
// is not any more is gone.
func TestUnseen_isSeenOnceItsDeletionWaitedForIt(t *testing.T) {
	t.Parallel()
	var diags diag.Diagnostics
	shown := func(context.Context, string, func(any) bool) (any, error) { return nil, nil }
	kept := private{}
	framework.KeepUnseen(t.Context(), kept, &diags)
	if !framework.AwaitUnseen(t.Context(), kept, "schedule", "s1", &diags, shown) {
		t.Errorf("not deleted although it is shown: %v", diags)
	}
	if framework.MayBeUnseen(t.Context(), kept, "schedule", "s1", &diags) || len(diags) != 0 {
		t.Errorf("still counts as never seen: %v", diags)
	}
}
