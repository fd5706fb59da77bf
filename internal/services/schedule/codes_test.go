package schedule_test

import (
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// TestSchedule_refusedWritesAreExplained has the codes with which the service
// refuses a schedule without saying what is wrong with it.
func TestSchedule_refusedWritesAreExplained(t *testing.T) {
	t.Parallel()
	nightly := acctest.Object{"name": "Nightly", "type": "Extract", "frequency": acctest.Object{"daily": acctest.Object{"start": "02:15"}}}
	later := acctest.Object{"name": "Nightly", "type": "Extract", "frequency": acctest.Object{"daily": acctest.Object{"start": "03:15"}}}
	for name, test := range map[string]struct {
		fault mockserver.Fault
		then  acctest.Object
		says  string
	}{
		"update 400008": {
			mockserver.Fault{Route: "PUT /schedules/{schedule}", Status: 400, Code: "400008", Summary: "Invalid parameter"}, later,
			`Cannot update schedule "Nightly" (ID): PUT /schedules/{schedule} was answered with error 400008 (HTTP 400): Invalid parameter.`,
		},
		"update 400071": {
			mockserver.Fault{Route: "PUT /schedules/{schedule}", Status: 400, Code: "400071", Summary: "Bad request"}, later,
			`Cannot update schedule "Nightly" (ID): PUT /schedules/{schedule} was answered with error 400071 (HTTP 400): Bad request.`,
		},
		"delete 400059": {
			mockserver.Fault{Route: "DELETE /schedules/{schedule}", Status: 400, Code: "400059", Summary: "Bad request"}, nil,
			`Cannot delete schedule ID: DELETE /schedules/{schedule} was answered with error 400059 (HTTP 400): Bad request.  ` +
				`Tableau does not say why. A schedule may have to be free of tasks and subscriptions, those of other sites too, before it can be deleted: remove or move them first. ` +
				`Terraform moves a tableau_subscription to another schedule after it deletes the one it was on: move it first, with terraform apply -target=ADDRESS, where ADDRESS is the subscription's.  ` +
				`If a block or a for_each key was renamed, give it a moved block, with which Terraform keeps the schedule:    moved {     from = OLD     to   = NEW   }  ` +
				`where OLD and NEW are its two addresses, such as tableau_schedule.example.`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, mockserver.Options{})
			schedule := site.Instance("tableau_schedule", nil)
			acctest.FailOn(t, schedule.Apply(t, nightly).Diagnostics)
			before, _ := site.Mock.ScheduleByName("Nightly")
			setFault(t, site, test.fault)
			refused := schedule.Apply(t, test.then)
			if !refused.Failed || len(refused.Diagnostics) != 1 {
				t.Fatalf("%d diagnostics, want one error", len(refused.Diagnostics))
			}
			if got := acctest.DescribeDiagnostic(refused.Diagnostics[0]); got != strings.ReplaceAll(test.says, "ID", before.ID) {
				t.Errorf("got  %s\nwant %s", got, test.says)
			}
			if state := schedule.State(t); state["id"] != before.ID {
				t.Errorf("state has %v after a refused write", state)
			}
		})
	}
}

// TestSchedule_inUseOnAnotherSiteIsNotDeleted has a schedule on which a task of a site runs that this client does not see.
func TestSchedule_inUseOnAnotherSiteIsNotDeleted(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{Seed: mockserver.Seed{
		Sites:     []mockserver.Site{{Name: "Default"}, {Name: "Other", ContentURL: "other"}},
		Workbooks: []mockserver.Workbook{{ID: "7e766949-7166-4b3d-90ba-784f7575743b", Name: "Sales", Site: "other"}},
	}})
	schedule := site.Instance("tableau_schedule", nil)
	acctest.FailOn(t, schedule.Apply(t, acctest.Object{"name": "Nightly", "type": "Extract", "frequency": acctest.Object{"daily": acctest.Object{"start": "02:15"}}}).Diagnostics)
	site.Mock.AddExtractTask(mockserver.ExtractTask{Site: "other", Workbook: "7e766949-7166-4b3d-90ba-784f7575743b", Timing: mockserver.Timing{Schedule: "Nightly"}})
	refused := schedule.Apply(t, nil)
	if !refused.Failed || !strings.Contains(acctest.DescribeDiagnostic(refused.Diagnostics[0]), "error 400059") {
		t.Errorf("got %v", refused.Diagnostics)
	}
	if _, there := site.Mock.ScheduleByName("Nightly"); !there || schedule.State(t) == nil {
		t.Error("the schedule is gone, from the server or from state")
	}
}
