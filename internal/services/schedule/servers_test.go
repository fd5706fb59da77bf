package schedule_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// Schedules that Tableau's web interface makes and its REST API only shows.
var unwritable = map[string]struct {
	shown     mockserver.Schedule
	frequency string
}{
	"several days":       {monthlyOn(mockserver.Interval{MonthDay: "1"}, mockserver.Interval{MonthDay: "15"}), `{ monthly = { start = "01:00", month_days = [1, 15] } }`},
	"nth week day":       {monthlyOn(mockserver.Interval{MonthDay: "Third", WeekDay: "Thursday"}), `{ monthly = { start = "01:00", occurrence = "Third", week_day = "Thursday" } }`},
	"customized monthly": {monthlyOn(mockserver.Interval{MonthDay: "Customized Monthly"}), `{ monthly = { start = "01:00", month_days = ["Customized Monthly"] } }`},
	"nth of no week day": {monthlyOn(mockserver.Interval{MonthDay: "Third"}), `{ monthly = { start = "01:00", month_days = ["Third"] } }`},
	"every ten minutes": {
		mockserver.Schedule{Frequency: "Hourly", Start: "06:00:00", End: "22:00:00", Intervals: []mockserver.Interval{{Minutes: "10"}}},
		`{ hourly = { start = "06:00", end = "22:00", every_minutes = 10 } }`,
	},
	"every three hours": {
		mockserver.Schedule{Frequency: "Daily", Start: "06:00:00", End: "21:00:00", Intervals: []mockserver.Interval{{Hours: "3"}, {WeekDay: "Monday"}}},
		`{ daily = { start = "06:00", end = "21:00", every_hours = 3, week_days = ["Monday"] } }`,
	},
}

func monthlyOn(days ...mockserver.Interval) mockserver.Schedule {
	return mockserver.Schedule{Frequency: "Monthly", Start: "01:00:00", Intervals: days}
}

func TestSchedule_thatCannotBeWrittenIsImportedAndKept(t *testing.T) {
	t.Parallel()
	const id = "4d652179-36bf-47e4-a9dc-e069227c72d0"
	for name, test := range unwritable {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shown := test.shown
			shown.ID, shown.Name = id, "Made by hand"
			site := acctest.NewMock(t, mockserver.Options{Seed: mockserver.Seed{Schedules: []mockserver.Schedule{shown}}})
			config := func(lines string) string {
				return site.Config(scheduleNamed("Made by hand", test.frequency, lines), fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", address, id))
			}
			kept := func() {
				s, _ := site.Mock.ScheduleByName("Made by hand")
				if fmt.Sprint(s.Intervals) != fmt.Sprint(shown.Intervals) {
					t.Errorf("the intervals are %v, want %v", s.Intervals, shown.Intervals)
				}
			}
			acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
				{Config: config(""), ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
				// Something else changes: the frequency stays as it is.
				{Config: config("priority = 7"), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate)},
				{PreConfig: kept, Config: config("priority = 7"), ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
				{
					Config:      site.Config(scheduleNamed("Made by hand", `{ monthly = { start = "01:00", month_days = [2, 16] } }`, "")),
					ExpectError: says("month_days", "Tableau Server"),
				},
			}})
		})
	}
}

func TestSchedule_toMonthlyThatTheServerIgnoresIsTold(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{Behaviour: mockserver.Behaviour{MonthlyUpdateIgnored: true}})
	monthly := site.Config(scheduleNamed("Nightly", `{ monthly = { start = "06:00", month_days = [1] } }`, "priority = 7"))
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: site.Config(scheduleNamed("Nightly", daily, ""))},
		{
			Config: monthly,
			ExpectError: says("Tableau kept another frequency", `now shows "Every day at 02:15" where "On day 1 of every month at 06:00" was asked for`,
				"terraform apply -replace=ADDRESS"),
		},
		{
			// State says what is there, the plan what is still to be done.
			RefreshState: true, ExpectNonEmptyPlan: true,
			RefreshPlanChecks: resource.RefreshPlanChecks{PostRefresh: []plancheck.PlanCheck{
				onlyChange{in("daily", "start"), knownvalue.StringExact("02:15:00")},
			}},
		},
		{Config: monthly, Taint: []string{address}},
	}})
}

func TestSchedule_dailyOfEveryFewHoursNeedsANewerServer(t *testing.T) {
	t.Parallel()
	frequency := `{ daily = { start = "08:00", end = "20:00", every_hours = 4, week_days = ["Monday", "Friday"] } }`
	newer := acctest.NewMock(t, mockserver.Options{Behaviour: mockserver.Behaviour{KeepDailyIntervals: true}})
	older := acctest.NewMock(t, mockserver.Options{})
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: newer.Config(scheduleNamed("Nightly", frequency, ""))},
		{Config: newer.Config(scheduleNamed("Nightly", frequency, "")), ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
		{Config: newer.Config(scheduleNamed("Nightly", frequency, "")), Destroy: true},
		{
			Config: older.Config(scheduleNamed("Nightly", frequency, "")),
			ExpectError: says("Tableau kept another frequency", "Tableau made schedule",
				`and shows "Every day at 08:00" where "Every 4 hours from 08:00 to 20:00, Monday and Friday" was asked for`,
				"write the frequency that the server keeps", "terraform untaint ADDRESS"),
		},
	}})
}

// Servers show windows that reach over midnight, or span the whole day.
func TestSchedule_windowsMayReachIntoTheNextDay(t *testing.T) {
	t.Parallel()
	const id = "4d652179-36bf-47e4-a9dc-e069227c72d0"
	site := acctest.NewMock(t, mockserver.Options{Seed: mockserver.Seed{Schedules: []mockserver.Schedule{
		{ID: id, Name: "Nightly", Frequency: "Hourly", Start: "14:00:00", End: "01:00:00", Intervals: []mockserver.Interval{{Minutes: "30"}, {WeekDay: "Monday"}}},
	}}})
	shown := site.Config(scheduleNamed("Nightly", `{ hourly = { start = "14:00", end = "01:00", every_minutes = 30, week_days = ["Monday"] } }`, ""),
		fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", address, id))
	night := site.Config(scheduleNamed("Nightly", `{ hourly = { start = "22:00", end = "06:00", every_hours = 2 } }`, ""))
	wholeDay := site.Config(scheduleNamed("Nightly", `{ hourly = { start = "00:00", end = "00:00", every_hours = 4 } }`, ""))
	isWritten := func(start, end string) func() {
		return func() {
			if s, _ := site.Mock.ScheduleByName("Nightly"); s.Start != start || s.End != end {
				t.Errorf("the schedule is %+v", s)
			}
		}
	}
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: shown, ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
		{Config: night, ConfigPlanChecks: planned(plancheck.ResourceActionUpdate)},
		{PreConfig: isWritten("22:00:00", "06:00:00"), Config: night, ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
		{Config: wholeDay, Taint: []string{address}},
		{PreConfig: isWritten("00:00:00", "00:00:00"), Config: wholeDay, ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
	}})
}

// That every server takes them is not established.
func TestSchedule_windowsIntoTheNextDayMayBeRefused(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{Behaviour: mockserver.Behaviour{RefuseOvernightWindows: true}})
	night := site.Config(scheduleNamed("Nightly", `{ hourly = { start = "22:00", end = "06:00", every_hours = 2 } }`, ""))
	refused := says("409004", "The window from 22:00:00 to 06:00:00 ends on the next day, which this server may not take.", "Write an end later on the same day")
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: night, ExpectError: refused},
		{Config: site.Config(scheduleNamed("Nightly", daily, ""))},
		{Config: night, ExpectError: refused},
	}})
}

// A weekly frequency off the five-minute marks cannot be written anew, but its
// days must still be sent along when something else changes.
func TestSchedule_weeklyAtAnOddMinuteKeepsItsDays(t *testing.T) {
	t.Parallel()
	const id = "4d652179-36bf-47e4-a9dc-e069227c72d0"
	site := acctest.NewMock(t, mockserver.Options{Seed: mockserver.Seed{Schedules: []mockserver.Schedule{
		{ID: id, Name: "Odd", Frequency: "Weekly", Start: "05:32:00", Intervals: []mockserver.Interval{{WeekDay: "Monday"}}},
	}}})
	config := site.Config(scheduleNamed("Odd", `{ weekly = { start = "05:32", week_days = ["Monday"] } }`, "priority = 7"),
		fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", address, id))
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionUpdate)},
		{
			PreConfig: func() {
				if s, _ := site.Mock.ScheduleByName("Odd"); len(s.Intervals) != 1 || s.Intervals[0].WeekDay != "Monday" || s.Priority != 7 {
					t.Errorf("the schedule is %+v", s)
				}
			},
			Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionNoop),
		},
	}})
}

func TestSchedule_dailyOnChosenDaysNeedsANewerServer(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{})
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: site.Config(scheduleNamed("Nightly", daily, ""))},
		{
			Config:      site.Config(scheduleNamed("Nightly", `{ daily = { start = "02:15", week_days = ["Monday"] } }`, "")),
			ExpectError: says("Tableau kept another frequency", `now shows "Every day at 02:15" where "Every Monday at 02:15" was asked for`),
		},
		{
			// State says what the server does, so the plan still has it to do.
			RefreshState: true, ExpectNonEmptyPlan: true,
		},
	}})
}

func TestSchedule_weekDaysThatAnOldServerDropsAreNoDrift(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{Behaviour: mockserver.Behaviour{HourlyDropsWeekDays: true}})
	config := site.Config(scheduleNamed("Hourly", `{ hourly = { start = "06:00", end = "22:00", every_hours = 2, week_days = ["Monday"] } }`, ""))
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
	}})

	p := site.Protocol(t.Context(), t, nil)
	wanted := stateOf("")
	wanted["id"], wanted["name"] = acctest.Unknown, "Other"
	wanted["frequency"] = acctest.Object{"hourly": acctest.Object{"start": "06:00", "end": "22:00", "every_hours": 2, "week_days": []any{"Monday"}}}
	_, diagnostics := apply(t, p, nil, wanted)
	if len(diagnostics) != 1 || diagnostics[0].Severity != tfprotov6.DiagnosticSeverityWarning || diagnostics[0].Summary != "Week days not confirmed" {
		t.Errorf("got %v, want the warning that the week days may be lost", diagnostics)
	}
}

func TestSchedule_allSevenWeekDaysAreNoneToLose(t *testing.T) {
	t.Parallel()
	p := acctest.NewMock(t, mockserver.Options{}).Protocol(t.Context(), t, nil)
	wanted := stateOf("")
	wanted["id"] = acctest.Unknown
	wanted["frequency"] = acctest.Object{"hourly": acctest.Object{
		"start": "06:00", "end": "22:00", "every_hours": 2,
		"week_days": []any{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	}}
	if _, diagnostics := apply(t, p, nil, wanted); len(diagnostics) != 0 {
		t.Errorf("got %v, want nothing said", diagnostics)
	}
}

func TestSchedule_onServersThatHideItsFrequencyKeepsTheConfiguredOne(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]mockserver.Options{
		"details left out": {Behaviour: mockserver.Behaviour{GetOmitsFrequencyDetails: true}},
		"before API 3.8":   {APIVersion: "3.7"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, options)
			config := site.Config(scheduleNamed("Weekly", `{ weekly = { start = "18:30", week_days = ["Sunday"] } }`, ""))
			acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
				{Config: config, ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, in("weekly", "start"), knownvalue.StringExact("18:30")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("execution_order"), knownvalue.StringExact("Parallel")),
				}},
				{Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
				{
					// That it is another kind now is all that such a server tells.
					PreConfig: func() {
						edit(t, site, "Weekly", func(s *mockserver.Schedule) { s.Frequency, s.Intervals = "Daily", nil })
					},
					Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
				},
			}})
		})
	}
}

// Before API 3.8 nobody can read what a default would overwrite.
func TestSchedule_importedBefore38KeepsItsExecutionOrder(t *testing.T) {
	t.Parallel()
	const id = "4d652179-36bf-47e4-a9dc-e069227c72d0"
	site := acctest.NewMock(t, mockserver.Options{APIVersion: "3.7", Seed: mockserver.Seed{Schedules: []mockserver.Schedule{
		{ID: id, Name: "Old", Frequency: "Daily", Start: "02:00:00", ExecutionOrder: "Serial"},
	}}})
	one := site.Instance("tableau_schedule", nil)
	one.Import(t, id)
	config := acctest.Object{"name": "Old", "type": "Extract", "frequency": acctest.Object{"daily": acctest.Object{"start": "02:00"}}}
	keeps := func(order string) {
		t.Helper()
		if kept, _ := site.Mock.ScheduleByName("Old"); kept.ExecutionOrder != order {
			t.Errorf("its execution order is %s now, want %s", kept.ExecutionOrder, order)
		}
		plansNothing(t, one, config)
	}
	applies(t, one, config, acctest.Update)
	keeps("Serial")
	config["priority"] = 7
	applies(t, one, config, acctest.Update)
	keeps("Serial")
	config["execution_order"] = "Parallel"
	applies(t, one, config, acctest.Update)
	keeps("Parallel")
	config["type"] = "Flow"
	delete(config, "execution_order")
	applies(t, one, config, acctest.Replace)
	keeps("Parallel")
}
