package extractrefreshtask_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestExtractRefreshTask_refreshOnlyExitsWithZeroAfterADay(t *testing.T) {
	t.Parallel()
	acctest.NeedsRefreshOnlyExitCode(t)
	onEach(t, func(t *testing.T, product func(*testing.T, ...func(*mockserver.Options)) site, timing string) {
		s := product(t)
		cli := s.cli(t, map[string]string{"main.tf": ofSales(timing)})
		cli.Succeed("apply", "-auto-approve", "-input=false")
		s.Mock.AdvanceClock(24 * time.Hour)
		s.Mock.UpdateExtractTask(s.theTask(t).ID, func(task *mockserver.ExtractTask) { task.ConsecutiveFailures, task.Priority = 3, 77 })
		if result := cli.Run("plan", "-refresh-only", "-detailed-exitcode", "-input=false"); result.ExitCode != 0 {
			t.Errorf("exit code %d:\n%s", result.ExitCode, result.Output)
		}
		s.Mock.UpdateExtractTask(s.theTask(t).ID, func(task *mockserver.ExtractTask) {
			if task.Schedule != "" {
				task.Schedule = lateID
			}
			task.Start = "09:00:00"
		})
		if result := cli.Run("plan", "-refresh-only", "-detailed-exitcode", "-input=false"); result.ExitCode != 2 {
			t.Errorf("exit code %d after a change:\n%s", result.ExitCode, result.Output)
		}
	})
}

// TestExtractRefreshTask_changedBehindTerraformShowsThatChangeAlone meddles with
// one thing at a time; the next apply sets it right.
func TestExtractRefreshTask_changedBehindTerraformShowsThatChangeAlone(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		product func(*testing.T, ...func(*mockserver.Options)) site
		timing  string
		meddle  func(t *testing.T, s site)
		action  plancheck.ResourceActionType
		changes onlyChanges
	}{
		"moved to another schedule": {
			onServer, onEarly,
			func(t *testing.T, s site) {
				s.Mock.UpdateExtractTask(s.theTask(t).ID, func(task *mockserver.ExtractTask) { task.Schedule = lateID })
			},
			plancheck.ResourceActionDestroyBeforeCreate, onlyChanges{"schedule_id"},
		},
		"made incremental on Server": { // Nothing is configured that this would be against.
			onServer, onEarly,
			func(t *testing.T, s site) {
				s.Mock.UpdateExtractTask(s.theTask(t).ID, func(task *mockserver.ExtractTask) { task.Type = "IncrementalRefresh" })
			},
			plancheck.ResourceActionNoop, nil,
		},
		"at another time": {
			onCloud, daily,
			func(t *testing.T, s site) {
				s.Mock.UpdateExtractTask(s.theTask(t).ID, func(task *mockserver.ExtractTask) { task.Start, task.End = "09:00:00", "09:00:00" })
			},
			plancheck.ResourceActionUpdate, onlyChanges{"frequency"},
		},
		"of another frequency": {
			onCloud, daily,
			func(t *testing.T, s site) {
				s.Mock.UpdateExtractTask(s.theTask(t).ID, func(task *mockserver.ExtractTask) {
					task.Timing = mockserver.Timing{Frequency: "Weekly", Start: "02:15:00", Intervals: []mockserver.Interval{{WeekDay: "Monday"}}}
				})
			},
			plancheck.ResourceActionUpdate, onlyChanges{"frequency"},
		},
		"without a schedule": {
			onCloud, daily,
			func(t *testing.T, s site) {
				s.Mock.UpdateExtractTask(s.theTask(t).ID, func(task *mockserver.ExtractTask) { task.Timing = mockserver.Timing{} })
			},
			plancheck.ResourceActionUpdate, onlyChanges{"frequency"},
		},
		"deleted on Server": {
			onServer, onEarly, func(t *testing.T, s site) { s.Mock.DeleteExtractTask(s.theTask(t).ID) }, plancheck.ResourceActionCreate, nil,
		},
		"deleted on Cloud": {
			onCloud, daily, func(t *testing.T, s site) { s.Mock.DeleteExtractTask(s.theTask(t).ID) }, plancheck.ResourceActionCreate, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := test.product(t)
			config := s.config(ofSales(test.timing))
			checks := []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, test.action)}
			if test.changes != nil {
				checks = append(checks, test.changes)
			}
			acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
				{Config: config},
				{
					PreConfig:    func() { test.meddle(t, s) },
					RefreshState: true, ExpectNonEmptyPlan: test.action != plancheck.ResourceActionNoop,
					RefreshPlanChecks: resource.RefreshPlanChecks{PostRefresh: checks},
				},
				{Config: config, ConfigPlanChecks: planned(test.action)},
				{Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
			}, CheckDestroy: s.nothingLeft})
		})
	}
}

func TestExtractRefreshTask_ofADeletedWorkbookIsPlannedAnew(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, product func(*testing.T, ...func(*mockserver.Options)) site, timing string) {
		s := product(t)
		config := s.config(ofSales(timing))
		acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig:    func() { s.Mock.DeleteWorkbook(salesID) },
				RefreshState: true, ExpectNonEmptyPlan: true,
				RefreshPlanChecks: resource.RefreshPlanChecks{PostRefresh: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate),
				}},
			},
			{Config: config, ExpectError: says("with "+address, "404006", "The site has no workbook with this id")},
			// Destroying what is gone already is done already.
			{Config: config, Destroy: true},
		}})
	})
}

func TestExtractRefreshTask_goneBeforeItIsDestroyedIsDestroyed(t *testing.T) {
	t.Parallel()
	s := onCloud(t)
	s.fault(t, mockserver.Fault{Route: deleteRoute, Times: 1, Code: "404026"})
	planned, diagnostics := apply(t.Context(), t, s.protocol(t), state(dailyTiming), nil)
	acctest.FailOn(t, diagnostics)
	if planned != nil {
		t.Errorf("state is %v, want none", planned)
	}
}
