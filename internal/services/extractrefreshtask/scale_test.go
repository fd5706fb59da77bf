package extractrefreshtask_test

import (
	"fmt"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// readsByID is how many tasks are read by themselves before the list serves all.
const readsByID = 10

// thousandsOf seeds tasks of the workbook, on both schedules in turn or daily,
// every second of them ann's.
func thousandsOf(n int) func(*mockserver.Options) {
	return func(o *mockserver.Options) {
		for i := range n {
			seeded(func(task *mockserver.ExtractTask) {
				task.ID = numbered(i)
				if task.Schedule != "" && i%2 == 1 {
					task.Schedule = "Late"
				}
				if len(o.Seed.Users) > 0 && i%2 == 0 {
					task.Owner = "ann"
				}
			})(o)
		}
	}
}

func numbered(i int) string { return fmt.Sprintf("55555555-0000-4000-8000-%012d", i) }

// refresh reads many tasks, ten at once as Terraform does, and gives the states
// that are left and the errors.
func refresh(t *testing.T, p *acctest.Protocol, n int, timing func(i int) acctest.Object) (left []acctest.Object, errors int) {
	t.Helper()
	left = make([]acctest.Object, n)
	failed := make([]int, n)
	var group errgroup.Group
	group.SetLimit(10)
	for i := range n {
		group.Go(func() error {
			before := state(timing(i))
			before["id"] = numbered(i)
			response, err := p.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: typeName, CurrentState: p.Resource(t, typeName, before)})
			if err != nil {
				return err
			}
			left[i], failed[i] = p.DecodeResource(t, typeName, response.NewState), len(response.Diagnostics)
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	for _, n := range failed {
		errors += n
	}
	return left, errors
}

func timingOnServer(i int) acctest.Object {
	if i%2 == 1 {
		return acctest.Object{"schedule_id": lateID}
	}
	return earlyTiming
}

func timingOnCloud(int) acctest.Object { return dailyTiming }

func TestExtractRefreshTask_threeThousandRefreshWithOneList(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		product func(*testing.T, ...func(*mockserver.Options)) site
		timing  func(int) acctest.Object
		types   int
	}{
		"server": {onServer, timingOnServer, 4}, // The 1,500 tasks of each of two schedules are two pages.
		"cloud":  {onCloud, timingOnCloud, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := test.product(t, thousandsOf(3000))
			left, errors := refresh(t, s.protocol(t), 3000, test.timing)
			for i, task := range left {
				want := test.timing(i)
				if task["id"] != numbered(i) || task["workbook_id"] != salesID || task["type"] != "FullRefresh" || task["schedule_id"] != want["schedule_id"] {
					t.Fatalf("task %d is %v", i, task)
				}
			}
			requests := s.Mock.Requests()
			if requests.ByRoute[listRoute] != 1 || requests.ByRoute[getRoute] > readsByID || requests.ByRoute[typesRoute] != test.types || errors > 0 {
				t.Errorf("%d errors; sent %v, want one list, at most %d reads and %d pages of schedules' tasks", errors, requests.ByRoute, readsByID, test.types)
			}
		})
	}
}

// A user without an administrator's rights sees half of the tasks in the list,
// and is refused the others.
func TestExtractRefreshTask_notSeenIsNotGone(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		product func(*testing.T, ...func(*mockserver.Options)) site
		timing  func(int) acctest.Object
	}{
		"server": {onServer, timingOnServer},
		"cloud":  {onCloud, timingOnCloud},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := asAnn(test.product(t, ann, thousandsOf(60)))
			left, errors := refresh(t, s.protocol(t), 60, test.timing)
			for i, task := range left {
				if task["id"] != numbered(i) || task["type"] != "FullRefresh" {
					t.Errorf("task %d is %v", i, task)
				}
			}
			if errors != 30 {
				t.Errorf("%d errors, want one for each of the 30 that the user may not read", errors)
			}
			if n := s.Mock.Requests().ByRoute[typesRoute]; n > 10 {
				t.Errorf("asked %d times for types that are refused, want no more than at once", n)
			}
		})
	}
}
