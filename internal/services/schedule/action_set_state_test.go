package schedule_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const (
	mondaysID   = "11111111-0000-4000-8000-000000000001"
	suspendedID = "11111111-0000-4000-8000-000000000002"
	cleanUpID   = "11111111-0000-4000-8000-000000000003"
)

func setState(t *testing.T, p *acctest.Protocol, state string, ids ...any) acctest.Invoked {
	t.Helper()
	return p.Invoke(t.Context(), t, "tableau_set_schedule_state", acctest.Object{"schedule_ids": ids, "state": state}, nil)
}

func oneDiagnostic(t *testing.T, diagnostics []*tfprotov6.Diagnostic) string {
	t.Helper()
	if len(diagnostics) != 1 {
		t.Fatalf("%d diagnostics, want one", len(diagnostics))
	}
	return acctest.DescribeDiagnostic(diagnostics[0])
}

// TestSetScheduleState_changesTheStateAndNothingElse checks the days of the weekly schedule above all: an update without them sets all seven.
func TestSetScheduleState_changesTheStateAndNothingElse(t *testing.T) {
	t.Parallel()
	for version, test := range map[string]struct {
		writes string
		n      int
	}{
		"3.29": {"PUT /schedules", 1},
		"3.26": {"PUT /schedules/{schedule}", 2},
	} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			options := threeSchedules()
			options.APIVersion = version
			site := acctest.NewMock(t, options)
			invoked := setState(t, site.Protocol(t.Context(), t, nil), "Suspended", mondaysID, suspendedID, cleanUpID)
			acctest.FailOn(t, invoked.Diagnostics)
			want := []string{"1 of 3 schedules are Suspended already.", `Schedule "Clean-up" is now Suspended.`, `Schedule "Mondays" is now Suspended.`}
			if !slices.Equal(invoked.Progress, want) {
				t.Errorf("it shows %q, want %q", invoked.Progress, want)
			}
			if n := site.Mock.Requests().ByRoute[test.writes]; n != test.n {
				t.Errorf("%d times %s, want %d", n, test.writes, test.n)
			}
			mondays, _ := site.Mock.ScheduleByName("Mondays")
			if mondays.State != "Suspended" || len(mondays.Intervals) != 1 || mondays.Intervals[0].WeekDay != "Monday" || mondays.Priority != 20 || mondays.Start != "06:30:00" {
				t.Errorf("the schedule is %+v", mondays)
			}
		})
	}
}

func TestSetScheduleState_ofWhatIsThereAlreadyWritesNothing(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, threeSchedules())
	invoked := setState(t, site.Protocol(t.Context(), t, nil), "Active", mondaysID)
	acctest.FailOn(t, invoked.Diagnostics)
	if n := site.Mock.Requests().ByRoute["PUT /schedules"]; n != 0 || !slices.Equal(invoked.Progress, []string{"1 of 1 schedules are Active already."}) {
		t.Errorf("%d writes, and it shows %q", n, invoked.Progress)
	}
}

func TestSetScheduleState_ofOneThatIsGoneChangesNothing(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, threeSchedules())
	got := oneDiagnostic(t, setState(t, site.Protocol(t.Context(), t, nil), "Suspended", mondaysID, "11111111-0000-4000-8000-00000000000f").Diagnostics)
	if !strings.Contains(got, "The server has no schedule 11111111-0000-4000-8000-00000000000f, or does not show it yet. Nothing was changed.") {
		t.Errorf("got %s", got)
	}
	if mondays, _ := site.Mock.ScheduleByName("Mondays"); mondays.State != "Active" {
		t.Errorf("the other schedule is %s", mondays.State)
	}
}

func TestSetScheduleState_leavesAWeeklyScheduleAloneWhoseDaysAreHidden(t *testing.T) {
	t.Parallel()
	for version, behaviour := range map[string]mockserver.Behaviour{
		"3.24": {GetOmitsFrequencyDetails: true},
		"3.7":  {}, // has no method that shows them
	} {
		options := threeSchedules()
		options.APIVersion, options.Behaviour = version, behaviour
		site := acctest.NewMock(t, options)
		got := oneDiagnostic(t, setState(t, site.Protocol(t.Context(), t, nil), "Suspended", mondaysID).Diagnostics)
		if !strings.HasPrefix(got, `Cannot make schedule "Mondays" (`+mondaysID+") suspended: This server does not show the days of this weekly schedule") {
			t.Errorf("%s: got %s", version, got)
		}
		if mondays, _ := site.Mock.ScheduleByName("Mondays"); mondays.State != "Active" || len(mondays.Intervals) != 1 {
			t.Errorf("%s: the schedule is %+v", version, mondays)
		}
	}
}

func TestSetScheduleState_ofAnyOtherScheduleWorksBeforeVersion38(t *testing.T) {
	t.Parallel()
	options := threeSchedules()
	options.APIVersion = "3.7"
	site := acctest.NewMock(t, options)
	invoked := setState(t, site.Protocol(t.Context(), t, nil), "Suspended", cleanUpID)
	acctest.FailOn(t, invoked.Diagnostics)
	if cleanUp, _ := site.Mock.ScheduleByName("Clean-up"); cleanUp.State != "Suspended" {
		t.Errorf("the schedule is %+v", cleanUp)
	}
}

func TestSetScheduleState_refusesNullForASchedule(t *testing.T) {
	t.Parallel()
	config := acctest.Object{"schedule_ids": []any{mondaysID, nil}, "state": "Active"}
	got := oneDiagnostic(t, acctest.NewProtocol(t).ValidateAction(t, "tableau_set_schedule_state", config))
	if !strings.HasSuffix(got, "Null in place of a value: A member of schedule_ids is null. Leave it out or give it a value.") {
		t.Errorf("got %s", got)
	}
}

func TestSetScheduleState_thatIsAnsweredWellAndNotDoneIsAnError(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, threeSchedules())
	setFault(t, site, mockserver.Fault{
		Route: "PUT /schedules", Status: 200, ContentType: "application/xml",
		Body: `<tsResponse xmlns="http://tableau.com/api"><scheduleLuids><scheduleLuid>` + mondaysID + `</scheduleLuid></scheduleLuids></tsResponse>`,
	})
	got := oneDiagnostic(t, setState(t, site.Protocol(t.Context(), t, nil), "Suspended", mondaysID).Diagnostics)
	if !strings.Contains(got, `Tableau answered well, and still shows schedule "Mondays" (`+mondaysID+") as Active.") {
		t.Errorf("got %s", got)
	}
}

func TestSetScheduleState_isRefusedOnCloudInThePlan(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{Product: mockserver.ProductCloud})
	p := site.Protocol(t.Context(), t, acctest.Object{"site": "demo"})
	config := acctest.Object{"schedule_ids": []any{mondaysID}, "state": "Active"}
	for _, diagnostics := range [][]*tfprotov6.Diagnostic{p.PlanAction(t, "tableau_set_schedule_state", config), setState(t, p, "Active", mondaysID).Diagnostics} {
		if got := oneDiagnostic(t, diagnostics); !strings.HasPrefix(got, "Tableau Cloud has no schedules") {
			t.Errorf("got %s", got)
		}
	}
}
