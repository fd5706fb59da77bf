package schedule_test

import (
	"fmt"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const (
	inUseID    = "33333333-0000-4000-8000-000000000001"
	workbookID = "11111111-0000-4000-8000-000000000001"
	flowID     = "11111111-0000-4000-8000-000000000002"
	annID      = "aaaaaaaa-0000-4000-8000-000000000001"
	runsID     = "44444444-0000-4000-8000-000000000001"
)

// contentToRun is what tasks and subscriptions are about.
func contentToRun() mockserver.Seed {
	return mockserver.Seed{
		Users:     []mockserver.User{{ID: annID, Name: "ann", SiteRole: "Creator"}},
		Workbooks: []mockserver.Workbook{{ID: workbookID, Name: "Sales"}},
		Flows:     []mockserver.Flow{{ID: flowID, Name: "Prep"}},
	}
}

// TestSchedule_deletionTakesNothingWithIt deletes schedules on which something runs that
// Terraform does not manage, on a server that would delete it too.
func TestSchedule_deletionTakesNothingWithIt(t *testing.T) {
	t.Parallel()
	timing := mockserver.Timing{Schedule: inUseID}
	for scheduleType, test := range map[string]struct {
		add  func(*mockserver.Seed)
		left func(*mockserver.Server) int
		runs string
	}{
		"Extract": {
			func(s *mockserver.Seed) {
				s.ExtractTasks = []mockserver.ExtractTask{{ID: runsID, Workbook: workbookID, Timing: timing}}
			},
			func(s *mockserver.Server) int { return len(s.ExtractTasks()) },
			"extract refresh task " + runsID + " of workbook " + workbookID,
		},
		"Flow": {
			func(s *mockserver.Seed) {
				s.FlowTasks = []mockserver.FlowTask{{ID: runsID, Flow: flowID, Timing: timing}}
			},
			func(s *mockserver.Server) int { return len(s.FlowTasks()) },
			"flow task " + runsID + " of flow \"Prep\" (" + flowID + ")",
		},
		"Subscription": {
			func(s *mockserver.Seed) {
				s.Subscriptions = []mockserver.Subscription{{ID: runsID, Subject: "Of a person", User: annID, ContentType: "Workbook", Content: workbookID, Timing: timing}}
			},
			func(s *mockserver.Server) int { return len(s.Subscriptions()) },
			"subscription " + runsID + ", \"Of a person\", to workbook " + workbookID,
		},
	} {
		t.Run(scheduleType, func(t *testing.T) {
			t.Parallel()
			seed := contentToRun()
			seed.Schedules = []mockserver.Schedule{{ID: inUseID, Name: "Nightly", Type: scheduleType, Frequency: "Daily", Start: "05:30:00"}}
			test.add(&seed)
			site := acctest.NewMock(t, mockserver.Options{Behaviour: mockserver.Behaviour{DeleteScheduleInUse: true}, Seed: seed})
			schedule := site.Instance("tableau_schedule", nil)
			schedule.Import(t, inUseID)
			refused := schedule.Apply(t, nil)
			if !refused.Failed || len(refused.Diagnostics) != 1 {
				t.Fatalf("%d diagnostics, want one error", len(refused.Diagnostics))
			}
			want := "Cannot delete schedule " + inUseID + ": On this site it still runs\n\n  " + test.runs + "\n\n" +
				"The server was not asked to delete the schedule, for it may delete these along with it.\n\n" +
				"Move or delete them first, in Tableau or in Terraform. If this run destroys them too, apply again; and write schedule_id = tableau_schedule.NAME.id in their blocks, " +
				"in place of the id itself, so that Terraform deletes them first. Terraform moves a tableau_subscription to another schedule after it deletes the one it was on: " +
				"move it first, with terraform apply -target=ADDRESS, where ADDRESS is the subscription's.\n\n" +
				"If a block or a for_each key was renamed, give it a moved block, with which Terraform keeps the schedule:\n\n" +
				"  moved {\n    from = OLD\n    to   = NEW\n  }\n\nwhere OLD and NEW are its two addresses, such as tableau_schedule.example."
			if got := refused.Diagnostics[0]; got.Summary+": "+got.Detail != want {
				t.Errorf("got  %s: %s\nwant %s", got.Summary, got.Detail, want)
			}
			if test.left(site.Mock) != 1 || len(site.Mock.Schedules()) != 1 || schedule.State(t) == nil {
				t.Error("something is gone, from the server or from state")
			}
		})
	}
}

// TestSchedule_isDeletedAfterWhatTerraformHasOnIt destroys schedules in one go with the tasks
// and the subscription on them.
func TestSchedule_isDeletedAfterWhatTerraformHasOnIt(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{
		Behaviour: mockserver.Behaviour{DeleteScheduleInUse: true, FlowTaskDelete: true, IndexLag: 2}, Seed: contentToRun(),
	})
	cli := site.NewCLI(t, map[string]string{"main.tf": fmt.Sprintf(`
provider "tableau" {}
resource "tableau_schedule" "nightly" {
  for_each  = toset(["Extract", "Flow", "Subscription"])
  name      = "Nightly ${each.key}"
  type      = each.key
  frequency = { daily = { start = "05:30" } }
}
resource "tableau_extract_refresh_task" "sales" {
  workbook_id = %[1]q
  schedule_id = tableau_schedule.nightly["Extract"].id
}
resource "tableau_flow_task" "prep" {
  flow_id     = %[2]q
  schedule_id = tableau_schedule.nightly["Flow"].id
}
resource "tableau_subscription" "report" {
  subject     = "Report"
  user_id     = %[3]q
  content     = { type = "Workbook", id = %[1]q }
  schedule_id = tableau_schedule.nightly["Subscription"].id
}
`, workbookID, flowID, annID)})
	cli.Succeed("apply", "-auto-approve", "-input=false", "-no-color")
	cli.Succeed("destroy", "-auto-approve", "-input=false", "-no-color")
	if left := site.Mock.Schedules(); len(left) != 0 {
		t.Errorf("the server still has %+v", left)
	}
}
