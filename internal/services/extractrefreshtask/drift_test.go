package extractrefreshtask_test

import (
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// TestExtractRefreshTask_changedBehindTerraformShowsThatChangeAlone meddles with
// one thing at a time; the next apply sets it right.
func TestExtractRefreshTask_changedBehindTerraformShowsThatChangeAlone(t *testing.T) {
	t.Parallel()
	changed := func(change func(*mockserver.ExtractTask)) func(site, string) {
		return func(s site, id string) { s.Mock.UpdateExtractTask(id, change) }
	}
	deleted := func(s site, id string) { s.Mock.DeleteExtractTask(id) }
	for name, test := range map[string]struct {
		product func(*testing.T, ...func(*mockserver.Options)) site
		timing  acctest.Object
		meddle  func(s site, id string)
		action  acctest.Action
		changes []string
	}{
		"moved to another schedule": {
			onServer, earlyTiming, changed(func(task *mockserver.ExtractTask) { task.Schedule = lateID }),
			acctest.Replace, []string{"id", "schedule_id"},
		},
		"made incremental on Server": { // Nothing is configured that this would be against.
			onServer, earlyTiming, changed(func(task *mockserver.ExtractTask) { task.Type = "IncrementalRefresh" }),
			acctest.NoOp, nil,
		},
		"at another time": {
			onCloud, dailyTiming, changed(func(task *mockserver.ExtractTask) { task.Start, task.End = "09:00:00", "09:00:00" }),
			acctest.Update, []string{"frequency"},
		},
		"of another frequency": {
			onCloud, dailyTiming, changed(func(task *mockserver.ExtractTask) {
				task.Timing = mockserver.Timing{Frequency: "Weekly", Start: "02:15:00", Intervals: []mockserver.Interval{{WeekDay: "Monday"}}}
			}),
			acctest.Update, []string{"frequency"},
		},
		"without a schedule": {
			onCloud, dailyTiming, changed(func(task *mockserver.ExtractTask) { task.Timing = mockserver.Timing{} }),
			acctest.Update, []string{"frequency"},
		},
		"deleted on Server": {onServer, earlyTiming, deleted, acctest.Create, nil},
		"deleted on Cloud":  {onCloud, dailyTiming, deleted, acctest.Create, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := test.product(t)
			task, config := s.task(), ofSales(test.timing)
			expect(t, task.Apply(t, config), acctest.Create)
			test.meddle(s, s.theTask(t).ID)
			expect(t, task.Plan(t, config), test.action, test.changes...)
			expect(t, task.Apply(t, config), test.action, test.changes...)
			expect(t, task.Plan(t, config), acctest.NoOp)
			expect(t, task.Apply(t, nil), acctest.Delete)
			s.nothingLeft(t)
		})
	}
}

func TestExtractRefreshTask_ofADeletedWorkbookIsPlannedAnew(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, product func(*testing.T, ...func(*mockserver.Options)) site, timing string) {
		s := product(t)
		task, config := s.task(), ofSales(inProcess[timing])
		expect(t, task.Apply(t, config), acctest.Create)
		s.Mock.DeleteWorkbook(salesID)
		expect(t, task.Plan(t, config), acctest.Create)
		expectError(t, task.Apply(t, config), `AttributeName("workbook_id")`, "404006", "The site has no workbook with this id")
		// Destroying what is gone already is done already.
		expect(t, task.Apply(t, nil), acctest.NoOp)
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
