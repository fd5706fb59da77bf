package schedule_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

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

// TestSchedule_changedBehindTerraformShowsThatChangeAlone meddles with one
// thing at a time; the other attributes must plan as they are.
func TestSchedule_changedBehindTerraformShowsThatChangeAlone(t *testing.T) {
	t.Parallel()
	weekly := `{ weekly = { start = "18:30", week_days = ["Sunday", "Wednesday"] } }`
	for name, test := range map[string]struct {
		change  func(*mockserver.Schedule)
		at      tfjsonpath.Path
		drifted knownvalue.Check
	}{
		"renamed":           {func(s *mockserver.Schedule) { s.Name = "Renamed" }, tfjsonpath.New("name"), knownvalue.StringExact("Renamed")},
		"suspended":         {func(s *mockserver.Schedule) { s.State = "Suspended" }, tfjsonpath.New("state"), knownvalue.StringExact("Suspended")},
		"of other priority": {func(s *mockserver.Schedule) { s.Priority = 99 }, tfjsonpath.New("priority"), knownvalue.Int64Exact(99)},
		"of other order":    {func(s *mockserver.Schedule) { s.ExecutionOrder = "Serial" }, tfjsonpath.New("execution_order"), knownvalue.StringExact("Serial")},
		"at another time":   {func(s *mockserver.Schedule) { s.Start = "19:00:00" }, in("weekly", "start"), knownvalue.StringExact("19:00:00")},
		"on other days":     {func(s *mockserver.Schedule) { s.Intervals = []mockserver.Interval{{WeekDay: "Friday"}} }, in("weekly", "week_days"), knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact("Friday")})},
		"of another kind":   {func(s *mockserver.Schedule) { s.Frequency, s.Intervals = "Daily", nil }, in("daily", "start"), knownvalue.StringExact("18:30:00")},
		"to several a month": {func(s *mockserver.Schedule) {
			s.Frequency, s.Intervals = "Monthly", []mockserver.Interval{{MonthDay: "1"}, {MonthDay: "15"}}
		}, in("monthly", "month_days"), knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact("1"), knownvalue.StringExact("15")})},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, mockserver.Options{})
			config := site.Config(scheduleNamed("Weekly", weekly, ""))
			acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
				{Config: config},
				{
					PreConfig:    func() { edit(t, site, "Weekly", test.change) },
					RefreshState: true, ExpectNonEmptyPlan: true,
					RefreshPlanChecks: resource.RefreshPlanChecks{PostRefresh: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
						onlyChange{test.at, test.drifted},
					}},
				},
				{Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionUpdate)},
			}})
		})
	}
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
