package subscription_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// meddled is what somebody does to a subscription behind Terraform's back, by
// the attribute that shows it.
type meddled map[string]struct {
	change func(*mockserver.Subscription)
	// found is the attribute as the next plan has found it.
	found any
}

func suspended(s *mockserver.Subscription) { s.Suspended = true }

var meddledOnServer = meddled{
	"subject":          {func(s *mockserver.Subscription) { s.Subject = "Other" }, "Other"},
	"message":          {func(s *mockserver.Subscription) { s.Message = "Hello" }, "Hello"},
	"content":          {func(s *mockserver.Subscription) { s.NotIfViewEmpty = true }, map[string]any{"type": "View", "id": overviewID, "send_if_view_empty": false}},
	"attach_image":     {func(s *mockserver.Subscription) { s.NoImage = true }, false},
	"attach_pdf":       {func(s *mockserver.Subscription) { s.AttachPDF = true }, true},
	"page_orientation": {func(s *mockserver.Subscription) { s.PageOrientation = "LANDSCAPE" }, "Landscape"},
	"page_size_option": {func(s *mockserver.Subscription) { s.PageSizeOption = "A4" }, "A4"},
	"suspended":        {suspended, true},
	"schedule_id":      {func(s *mockserver.Subscription) { s.Schedule = fridaysID }, fridaysID},
}

var meddledOnCloud = meddled{
	"suspended": {suspended, true},
	"frequency": {func(s *mockserver.Subscription) { s.Start, s.End = "07:30:00", "07:30:00" }, map[string]any{
		"hourly": nil, "weekly": nil, "monthly": nil,
		"daily": map[string]any{"start": "07:30:00", "end": nil, "every_hours": nil, "week_days": nil},
	}},
}

// TestSubscriptions_underTerraform has an estate made, a day go by, each
// subscription meddled with in its own way, all set right, and imported.
func TestSubscriptions_underTerraform(t *testing.T) {
	t.Parallel()
	acctest.NeedsRefreshOnlyExitCode(t)
	for name, meddled := range map[string]meddled{"server": meddledOnServer, "cloud": meddledOnCloud} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, products[name].options())
			blocks := "provider \"tableau\" {}\n"
			for _, attribute := range append(slices.Sorted(maps.Keys(meddled)), "left", "gone") {
				blocks += block(attribute, "Report on "+attribute, toOverview, products[name].when)
			}
			cli := site.NewCLI(t, map[string]string{"main.tf": blocks})
			cli.Succeed("apply", "-auto-approve", "-input=false")
			cli.ExpectNoChange()
			site.Mock.AdvanceClock(24 * time.Hour)
			cli.ExpectNoChange("-refresh-only")

			ids, want := map[string]string{}, map[string]acctest.Difference{
				address + "_left": {Actions: []string{"no-op"}, Found: map[string]any{}},
				address + "_gone": {Actions: []string{"create"}, Found: map[string]any{}},
			}
			for _, sub := range site.Mock.Subscriptions() {
				ids[strings.TrimPrefix(sub.Subject, "Report on ")] = sub.ID
			}
			for attribute, test := range meddled {
				if !site.Mock.UpdateSubscription(ids[attribute], test.change) {
					t.Fatalf("the subscription about %s was not changed", attribute)
				}
				want[address+"_"+attribute] = acctest.Difference{Actions: []string{"update"}, Found: map[string]any{attribute: test.found}}
			}
			site.Mock.DeleteSubscription(ids["gone"])
			if result := cli.Run("plan", "-refresh-only", "-detailed-exitcode", "-input=false"); result.ExitCode != 2 {
				t.Errorf("exit code %d after the changes:\n%s", result.ExitCode, result.Output)
			}
			if diff := cmp.Diff(want, cli.Differences()); diff != "" {
				t.Error(diff)
			}
			cli.Succeed("apply", "-input=false", "plan")
			cli.ExpectNoChange()
			isImported(t, cli, ids)
			cli.Succeed("destroy", "-auto-approve", "-input=false")
			if n := len(site.Mock.Subscriptions()); n != len(ids)-2 {
				t.Errorf("the site still has %d subscriptions, want those that were not imported", n)
			}
		})
	}
}

// isImported forgets the estate and takes one subscription by its id and one by its identity.
func isImported(t *testing.T, cli *acctest.CLI, ids map[string]string) {
	t.Helper()
	if err := os.Remove(cli.Path("terraform.tfstate")); err != nil {
		t.Fatal(err)
	}
	config := cli.Read("main.tf")
	provider, _, _ := strings.Cut(config, "resource")
	for attribute, line := range map[string]string{"left": "id = %q", "suspended": "identity = { id = %q }"} {
		_, rest, _ := strings.Cut(config, fmt.Sprintf("resource %q %q", noun, "test_"+attribute))
		rest, _, _ = strings.Cut(rest, "\nresource")
		provider += fmt.Sprintf("resource %q %q%s\nimport {\n  to = %s\n  "+line+"\n}\n", noun, "test_"+attribute, rest, address+"_"+attribute, ids[attribute])
	}
	cli.Write("main.tf", provider)
	if plan := cli.Succeed("apply", "-no-color", "-auto-approve", "-input=false"); !strings.Contains(plan, "Resources: 2 imported, 0 added, 0 changed, 0 destroyed.") {
		t.Errorf("the import changes something:\n%s", plan)
	}
}
