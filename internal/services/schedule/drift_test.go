package schedule_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// edit changes the schedule of this name behind Terraform's back.
func edit(t *testing.T, site *acctest.Site, name string, change func(*mockserver.Schedule)) {
	t.Helper()
	found, ok := site.Mock.ScheduleByName(name)
	if !ok || !site.Mock.UpdateSchedule(found.ID, change) {
		t.Fatalf("the server has no schedule %q", name)
	}
}

func TestSchedule_thatRunsIsNoDrift(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{})
	config := site.Config(scheduleNamed("Nightly", daily, ""))
	before := ""
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{
			PreConfig: func() {
				s, _ := site.Mock.ScheduleByName("Nightly")
				before = s.NextRunAt.String()
				site.Mock.AdvanceClock(24 * time.Hour)
				if s, _ = site.Mock.ScheduleByName("Nightly"); s.NextRunAt.String() == before {
					t.Error("the schedule did not run")
				}
			},
			RefreshState:       true,
			RefreshPlanChecks:  resource.RefreshPlanChecks{PostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			ExpectNonEmptyPlan: false,
		},
		{Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
	}})
}

func TestSchedule_refreshOnlyExitsWithZeroAfterADay(t *testing.T) {
	t.Parallel()
	acctest.NeedsRefreshOnlyExitCode(t)
	site := acctest.NewMock(t, mockserver.Options{})
	cli := site.NewCLI(t, map[string]string{"main.tf": "provider \"tableau\" {}\n" + scheduleNamed("Nightly", daily, "")})
	cli.Succeed("apply", "-auto-approve", "-input=false")
	site.Mock.AdvanceClock(24 * time.Hour)
	if result := cli.Run("plan", "-refresh-only", "-detailed-exitcode", "-input=false"); result.ExitCode != 0 {
		t.Errorf("exit code %d:\n%s", result.ExitCode, result.Output)
	}
	edit(t, site, "Nightly", func(s *mockserver.Schedule) { s.Start = "09:00:00" })
	if result := cli.Run("plan", "-refresh-only", "-detailed-exitcode", "-input=false"); result.ExitCode != 2 {
		t.Errorf("exit code %d after a change:\n%s", result.ExitCode, result.Output)
	}
}

// TestSchedule_changedBehindTerraformShowsThatChangeAlone meddles with
// each schedule in its own way; the other attributes must plan as they are.
func TestSchedule_changedBehindTerraformShowsThatChangeAlone(t *testing.T) {
	t.Parallel()
	type object = map[string]any
	frequency := func(kind string, of object) object {
		f := object{"hourly": nil, "daily": nil, "weekly": nil, "monthly": nil}
		f[kind] = of
		return f
	}
	estate := map[string]struct {
		change    func(*mockserver.Schedule)
		attribute string
		found     any
	}{
		"renamed":      {func(s *mockserver.Schedule) { s.Name = "Renamed" }, "name", "Renamed"},
		"suspended":    {func(s *mockserver.Schedule) { s.State = "Suspended" }, "state", "Suspended"},
		"priority":     {func(s *mockserver.Schedule) { s.Priority = 99 }, "priority", 99.0},
		"order":        {func(s *mockserver.Schedule) { s.ExecutionOrder = "Serial" }, "execution_order", "Serial"},
		"another_time": {func(s *mockserver.Schedule) { s.Start = "19:00:00" }, "frequency", frequency("weekly", object{"start": "19:00:00", "week_days": []any{"Sunday", "Wednesday"}})},
		"other_days":   {func(s *mockserver.Schedule) { s.Intervals = []mockserver.Interval{{WeekDay: "Friday"}} }, "frequency", frequency("weekly", object{"start": "18:30", "week_days": []any{"Friday"}})},
		"another_kind": {func(s *mockserver.Schedule) { s.Frequency, s.Intervals = "Daily", nil }, "frequency", frequency("daily", object{"start": "18:30:00", "end": nil, "every_hours": nil, "week_days": nil})},
		"several_days": {func(s *mockserver.Schedule) {
			s.Frequency, s.Intervals = "Monthly", []mockserver.Interval{{MonthDay: "1"}, {MonthDay: "15"}}
		}, "frequency", frequency("monthly", object{"start": "18:30:00", "month_days": []any{"1", "15"}, "occurrence": nil, "week_day": nil})},
	}
	blocks, want := "provider \"tableau\" {}\n", map[string]acctest.Difference{}
	for name, test := range estate {
		one := scheduleNamed(name, `{ weekly = { start = "18:30", week_days = ["Sunday", "Wednesday"] } }`, "")
		blocks += strings.Replace(one, `"test"`, strconv.Quote(name), 1)
		want["tableau_schedule."+name] = acctest.Difference{Actions: []string{"update"}, Found: object{test.attribute: test.found}}
	}
	site := acctest.NewMock(t, mockserver.Options{})
	cli := site.NewCLI(t, map[string]string{"main.tf": blocks})
	cli.Succeed("apply", "-auto-approve", "-input=false")
	cli.ExpectNoChange()
	for name, test := range estate {
		edit(t, site, name, test.change)
	}
	if diff := cmp.Diff(want, cli.Differences()); diff != "" {
		t.Error(diff)
	}
	cli.Succeed("apply", "-input=false", "plan")
	cli.ExpectNoChange()
}

func TestSchedule_deletedBehindTerraformIsMadeAgain(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{})
	config := site.Config(scheduleNamed("Nightly", daily, ""))
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{
			PreConfig: func() {
				s, _ := site.Mock.ScheduleByName("Nightly")
				site.Mock.DeleteSchedule(s.ID)
			},
			Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
		},
		{
			// Destroying what is gone already is done already.
			PreConfig: func() {
				s, _ := site.Mock.ScheduleByName("Nightly")
				site.Mock.DeleteSchedule(s.ID)
			},
			Config: config, Destroy: true,
		},
	}})
}

// TestSchedule_keepsAFrequencyThatDoesNotChange has one that Tableau's web pages made: an update takes no repetition of a daily one.
func TestSchedule_keepsAFrequencyThatDoesNotChange(t *testing.T) {
	t.Parallel()
	const id = "00000777-0000-4000-8000-000000000777"
	site := acctest.NewMock(t, mockserver.Options{Seed: mockserver.Seed{Schedules: []mockserver.Schedule{{
		ID: id, Name: "Four-hourly", Frequency: "Daily", Start: "02:00:00", End: "22:00:00",
		Intervals: []mockserver.Interval{{Hours: "4"}, {WeekDay: "Monday"}},
	}}}})
	schedule := site.Instance("tableau_schedule", nil)
	schedule.Import(t, id)
	applied := schedule.Apply(t, acctest.Object{"name": "Four-hourly", "type": "Extract", "state": "Suspended", "frequency": acctest.Object{
		"daily": acctest.Object{"start": "02:00", "end": "22:00", "every_hours": 4, "week_days": []any{"Monday"}},
	}})
	acctest.FailOn(t, applied.Diagnostics)
	kept, _ := site.Mock.ScheduleByName("Four-hourly")
	if kept.State != "Suspended" || len(kept.Intervals) != 2 || kept.End != "22:00:00" {
		t.Errorf("the schedule is %+v", kept)
	}
}

func TestSchedule_anotherTypeWarnsOfWhatRunsOnIt(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{})
	main := "provider \"tableau\" {}\n" + scheduleNamed("Nightly", daily, "")
	cli := site.NewCLI(t, map[string]string{"main.tf": main})
	cli.Succeed("apply", "-auto-approve", "-input=false")
	cli.Write("main.tf", strings.Replace(main, `"Extract"`, `"Flow"`, 1))
	plan := cli.Succeed("plan", "-input=false", "-no-color")
	const want = "Schedule \"Nightly\" is deleted, and one of type Flow is made in its place. What runs on it needs a schedule of type Extract: " +
		"give its tasks or subscriptions another one first, or they are lost."
	if got := strings.Join(strings.Fields(plan), " "); strings.Count(got, want) != 1 {
		t.Errorf("want once %q:\n%s", want, plan)
	}
}
