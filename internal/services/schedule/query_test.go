package schedule_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// TestScheduleQuery_generatesConfigurationThatPlansNothing adopts a whole server:
// schedules of every kind, those that the REST API cannot write too. Its
// twin without Terraform is TestScheduleList_givesTheWholeScheduleWhenAsked.
func TestScheduleQuery_generatesConfigurationThatPlansNothing(t *testing.T) {
	t.Parallel()
	acctest.NeedsQuery(t)
	kinds := []mockserver.Schedule{
		{Frequency: "Hourly", Start: "06:00:00", End: "22:00:00", Intervals: []mockserver.Interval{{Minutes: "30"}}},
		{Frequency: "Hourly", Start: "14:00:00", End: "01:00:00", Intervals: []mockserver.Interval{{Hours: "1"}}},
		{Frequency: "Hourly", Start: "06:00:00", End: "06:00:00", Intervals: []mockserver.Interval{{Hours: "1"}, {WeekDay: "Monday"}}},
		{Frequency: "Daily", Start: "02:17:00"},
		{Frequency: "Daily", Start: "02:15:00", End: "20:15:00", Intervals: []mockserver.Interval{{Hours: "6"}, {WeekDay: "Friday"}}},
		{Frequency: "Weekly", Start: "18:30:00", Intervals: []mockserver.Interval{{WeekDay: "Wednesday"}, {WeekDay: "Sunday"}}, State: "Suspended"},
		{Frequency: "Monthly", Start: "06:00:00", Intervals: []mockserver.Interval{{MonthDay: "15"}}, ExecutionOrder: "Serial"},
		{Frequency: "Monthly", Start: "06:00:00", Intervals: []mockserver.Interval{{MonthDay: "LastDay"}}, Priority: 1},
	}
	for _, test := range unwritable {
		kinds = append(kinds, test.shown)
	}
	oddly := []string{
		"\"quoted\" & ${not} %{a} template", "two\nlines\tand a tab", "back\\slash <b>, 'EU'; ", "\u202bעברית\u202c 👩‍👩‍👧", "e\u0301clair", "EOT\nEOT", "# // /*",
	}
	options := mockserver.Options{}
	for _, kind := range []string{"Extract", "Flow", "Subscription", "System"} {
		for i, schedule := range kinds {
			schedule.Name, schedule.Type = fmt.Sprintf("%s %d %s", kind, i, oddly[i%len(oddly)]), kind
			options.Seed.Schedules = append(options.Seed.Schedules, schedule)
		}
	}
	site := acctest.NewMock(t, options)
	cli := site.NewCLI(t, map[string]string{
		"main.tf":               `provider "tableau" {}`,
		"schedules.tfquery.hcl": "list \"tableau_schedule\" \"all\" {\n  provider = tableau\n}\n",
	})
	listed := cli.Succeed("query", "-no-color", "-generate-config-out=generated.tf")
	if n := strings.Count(listed, "list.tableau_schedule.all"); n != 42 {
		t.Errorf("listed %d schedules, want the 42 that are not Tableau's own:\n%s", n, listed)
	}
	cli.Succeed("validate", "-no-color")
	plan := cli.Succeed("plan", "-no-color", "-input=false")
	if !strings.Contains(plan, "Plan: 42 to import, 0 to add, 0 to change, 0 to destroy.") {
		t.Errorf("the generated configuration does not plan empty:\n%s", plan)
	}
	cli.Succeed("apply", "-no-color", "-input=false", "-auto-approve")
	if result := cli.Run("plan", "-no-color", "-input=false", "-detailed-exitcode"); result.ExitCode != 0 {
		t.Errorf("the next plan is not empty:\n%s", result.Output)
	}
}

// TestScheduleQuery_interruptedFails: what was found until then is not all.
func TestScheduleQuery_interruptedFails(t *testing.T) {
	t.Parallel()
	acctest.NeedsQuery(t)
	site := acctest.NewMock(t, mockserver.Options{})
	cli := site.NewCLI(t, map[string]string{
		"main.tf":               `provider "tableau" {}`,
		"schedules.tfquery.hcl": "list \"tableau_schedule\" \"all\" {\n  provider = tableau\n}\n",
	})
	site.Mock.Watch(func(at mockserver.Boundary) bool {
		if at.Route != "GET /schedules" || at.Served {
			return true
		}
		if err := cli.InterruptTerraform(); err != nil {
			t.Error(err)
		}
		<-at.Gone
		return false
	})
	result := cli.Run("query", "-no-color")
	if !strings.Contains(result.Output, "Error: Cannot list schedules") || !strings.Contains(result.Output, "context canceled") || result.ExitCode != 1 {
		t.Errorf("it ended with exit code %d, want 1 and an error:\n%s", result.ExitCode, result.Output)
	}
}
