package provider_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const (
	unseenUser     = "aaaaaaaa-0000-4000-8000-000000000001"
	unseenWorkbook = "bbbbbbbb-0000-4000-8000-000000000001"
	unseenFlow     = "bbbbbbbb-0000-4000-8000-000000000002"
	extractNights  = "cccccccc-0000-4000-8000-000000000001"
	flowNights     = "cccccccc-0000-4000-8000-000000000002"
	mailNights     = "cccccccc-0000-4000-8000-000000000003"
)

// The service says that a new object is not found until its index shows it,
// which may take longer than a creation waits.
func TestResource_madeAndNotShownYetIsNotTakenForDeleted(t *testing.T) {
	t.Parallel()
	daily := acctest.Object{"daily": acctest.Object{"start": "02:15"}}
	for name, config := range map[string]acctest.Object{
		"tableau_schedule":             {"name": "Nightly", "type": "Extract", "frequency": daily},
		"tableau_extract_refresh_task": {"workbook_id": unseenWorkbook, "schedule_id": extractNights},
		"tableau_flow_task":            {"flow_id": unseenFlow, "schedule_id": flowNights},
		"tableau_subscription": {
			"subject": "Sales", "user_id": unseenUser, "schedule_id": mailNights,
			"content": acctest.Object{"type": "Workbook", "id": unseenWorkbook},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			nights := func(id, kind string) mockserver.Schedule {
				return mockserver.Schedule{ID: id, Name: kind + " nights", Type: kind, Frequency: "Daily", Start: "02:15:00"}
			}
			// More looks than a creation and a deletion take together.
			site := acctest.NewMock(t, mockserver.Options{Behaviour: mockserver.Behaviour{IndexLag: 40, FlowTaskDelete: true}, Seed: mockserver.Seed{
				Users:     []mockserver.User{{ID: unseenUser, Name: "ann"}},
				Workbooks: []mockserver.Workbook{{ID: unseenWorkbook, Name: "Sales"}},
				Flows:     []mockserver.Flow{{ID: unseenFlow, Name: "Prep"}},
				Schedules: []mockserver.Schedule{nights(extractNights, "Extract"), nights(flowNights, "Flow"), nights(mailNights, "Subscription")},
			}})
			one := site.Instance(name, nil)
			if made := one.Apply(t, config); made.Failed {
				t.Fatal(acctest.DescribeDiagnostic(made.Diagnostics[0]))
			}
			id := one.State(t)["id"]
			if diagnostics := one.Refresh(t); !warns(diagnostics, "Not shown by Tableau yet") || one.State(t)["id"] != id {
				t.Fatalf("state is %v, want it kept with a warning", one.State(t))
			}
			if deleted := one.Apply(t, nil); !deleted.Failed || one.State(t)["id"] != id {
				t.Fatalf("state is %v: the deletion found nothing, and the object stays behind", one.State(t))
			}
			for range 40 {
				if len(one.Refresh(t)) == 0 {
					break
				}
			}
			if planned := one.Plan(t, config); planned.Action != acctest.NoOp || len(planned.Diagnostics) > 0 {
				t.Errorf("planned %s of %v", planned.Action, planned.Attributes())
			}
			if deleted := one.Apply(t, nil); deleted.Failed || one.State(t) != nil {
				t.Errorf("state is %v after the deletion", one.State(t))
			}
		})
	}
}

func warns(diagnostics []*tfprotov6.Diagnostic, summary string) bool {
	return slices.ContainsFunc(diagnostics, func(d *tfprotov6.Diagnostic) bool { return d.Summary == summary })
}
