package flowtask_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// meddled is a task that is changed behind Terraform's back.
type meddled struct {
	// lines are its configuration beside its flow, which no other task runs.
	lines []string
	// happens changes it; nil leaves it as it is.
	happens func(*mockserver.FlowTask)
	// gone has it deleted.
	gone bool
	// plans is what the next plan then does.
	plans acctest.Difference
}

var (
	asItIs    = acctest.Difference{Actions: []string{"no-op"}, Found: map[string]any{}}
	madeAgain = acctest.Difference{Actions: []string{"create"}, Found: map[string]any{}}
)

func replacedFor(attribute string, found any) acctest.Difference {
	return acctest.Difference{Actions: []string{"delete", "create"}, Found: map[string]any{attribute: found}}
}

func onServersEstate() map[string]meddled {
	mixed := `parameters = { Region = "South", "` + count + `" = "5" }`
	return map[string]meddled{
		"left":  {lines: []string{on(nightly), `parameters = { Region = "South" }`}, plans: asItIs},
		"moved": {[]string{on(nightly), mixed}, func(f *mockserver.FlowTask) { f.Schedule = mornings }, false, replacedFor("schedule_id", mornings)},
		"another": {
			[]string{on(nightly), mixed},
			func(f *mockserver.FlowTask) { f.Parameters[count] = "7" }, false,
			replacedFor("parameters", map[string]any{"Region": "South", count: "7"}),
		},
		"more": {
			[]string{on(nightly), mixed},
			func(f *mockserver.FlowTask) { f.Parameters[since] = "2026-02-03" }, false,
			replacedFor("parameters", map[string]any{"Region": "South", count: "5", "Since": "2026-02-03"}),
		},
		"less": {
			[]string{on(nightly), mixed},
			func(f *mockserver.FlowTask) { delete(f.Parameters, count) }, false,
			replacedFor("parameters", map[string]any{"Region": "South"}),
		},
		"gone": {lines: []string{on(nightly)}, gone: true, plans: madeAgain},
	}
}

func onCloudsEstate() map[string]meddled {
	unknown := replacedFor("frequency", nil)
	sundays := every(`{ weekly = { start = "18:30", week_days = ["Sunday"] } }`)
	return map[string]meddled{
		"left":         {lines: []string{every(`{ hourly = { start = "06:00", end = "22:00", every_hours = 1 } }`), `output_steps = ["CSV"]`}, plans: asItIs},
		"left_weekly":  {lines: []string{sundays}, plans: asItIs},
		"another_time": {[]string{every(daily)}, func(f *mockserver.FlowTask) { f.Start = "03:15:00" }, false, unknown},
		"other_steps": {
			[]string{every(`{ daily = { start = "02:15", end = "14:15", every_hours = 12 } }`)},
			func(f *mockserver.FlowTask) { f.Intervals[len(f.Intervals)-1].Hours = "4" }, false, unknown,
		},
		"another_day": {[]string{sundays}, func(f *mockserver.FlowTask) { f.Intervals = []mockserver.Interval{{WeekDay: "Friday"}} }, false, unknown},
		"monthly": {
			[]string{every(daily)},
			func(f *mockserver.FlowTask) {
				f.Frequency, f.End, f.Intervals = "Monthly", "", []mockserver.Interval{{MonthDay: "3"}}
			}, false, unknown,
		},
		"less_often": {
			[]string{every(daily)},
			func(f *mockserver.FlowTask) { f.Intervals = []mockserver.Interval{{Hours: "24"}, {WeekDay: "Tuesday"}} }, false,
			asItIs,
		},
		"gone": {lines: []string{every(daily)}, gone: true, plans: madeAgain},
	}
}

// TestFlowTasks_planWhatChangedBehindTerraformAlone has an estate run for days,
// which is no change, and then be meddled with all at once.
func TestFlowTasks_planWhatChangedBehindTerraformAlone(t *testing.T) {
	t.Parallel()
	acctest.NeedsRefreshOnlyExitCode(t)
	for product, test := range map[string]struct {
		options mockserver.Options
		estate  map[string]meddled
	}{
		"server": {onServer(), onServersEstate()},
		"cloud":  {onCloud(), onCloudsEstate()},
	} {
		t.Run(product, func(t *testing.T) {
			t.Parallel()
			options, flowOf, blocks := test.options, map[string]string{}, ""
			for i, name := range slices.Sorted(maps.Keys(test.estate)) {
				flow := flows()[0]
				flow.ID, flow.Name = fmt.Sprintf("%08d-bbbb-4bbb-8bbb-bbbbbbbbbbbb", i), name
				options.Seed.Flows = append(options.Seed.Flows, flow)
				flowOf[flow.ID] = name
				blocks += strings.Replace(taskOf(flow.ID, test.estate[name].lines...), `"prep"`, strconv.Quote(name), 1)
			}
			site := acctest.NewMock(t, options)
			cli := site.NewCLI(t, map[string]string{"main.tf": siteOf(site, options.Product, blocks)})
			cli.Succeed("apply", "-input=false", "-auto-approve")
			cli.ExpectNoChange()
			for range 8 {
				site.Mock.AdvanceClock(24 * time.Hour)
			}
			cli.ExpectNoChange("-refresh-only")

			for _, task := range site.Mock.FlowTasks() {
				happened := test.estate[flowOf[task.Flow]]
				if happened.happens != nil && !site.Mock.UpdateFlowTask(task.ID, happened.happens) {
					t.Fatalf("the site has no flow task %s", task.ID)
				}
				if happened.gone {
					site.Mock.DeleteFlowTask(task.ID)
				}
			}
			want := map[string]acctest.Difference{}
			for name, task := range test.estate {
				want["tableau_flow_task."+name] = task.plans
			}
			if diff := cmp.Diff(want, cli.Differences()); diff != "" {
				t.Error(diff)
			}
			cli.Succeed("apply", "-input=false", "plan")
			cli.ExpectNoChange()
		})
	}
}
