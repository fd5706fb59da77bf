package extractrefreshtask_test

import (
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestExtractRefreshTask_isNotDeletedForContentThatIsNotThere(t *testing.T) {
	t.Parallel()
	for name, missing := range map[string]acctest.Object{
		"workbook":    {"workbook_id": unknownID},
		"data source": {"workbook_id": nil, "datasource_id": unknownID},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := onServer(t)
			task := s.task()
			expect(t, task.Apply(t, ofSales(earlyTiming)), acctest.Create)
			if change := task.Plan(t, ofSales(earlyTiming, missing)); !change.Failed {
				t.Errorf("the plan is %q of %v, want an error", change.Action, change.Attributes())
			}
			if change := task.Apply(t, ofSales(earlyTiming, missing)); !change.Failed || len(s.Mock.ExtractTasks()) != 1 {
				t.Errorf("%d tasks are left, want the one that was there", len(s.Mock.ExtractTasks()))
			}
		})
	}
}

func TestExtractRefreshTask_movedToAScheduleThatHasItsContentIsWarnedOf(t *testing.T) {
	t.Parallel()
	s := onServer(t)
	task := s.task()
	expect(t, task.Apply(t, ofSales(earlyTiming)), acctest.Create)
	made := s.theTask(t).ID
	twin := s.Mock.AddExtractTask(mockserver.ExtractTask{Workbook: salesID, Timing: mockserver.Timing{Schedule: lateID}})
	change := task.Plan(t, ofSales(lateTiming))
	expect(t, change, acctest.Replace)
	want := says("The schedule refreshes workbook "+salesID+" already", "Task "+twin+" refreshes workbook "+salesID+" on that schedule already.",
		"the apply deletes task "+made+" and then fails to make another.")
	if got := describe(change.Diagnostics); !want.MatchString(got) {
		t.Errorf("the plan says %q", got)
	}
}
