package extractrefreshtask_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// Tasks of the lists' and the data source's tests.
const (
	salesEarly   = "44444444-0000-4000-8000-000000000011"
	ordersEarly  = "44444444-0000-4000-8000-000000000012"
	salesLate    = "44444444-0000-4000-8000-000000000013"
	ofConnection = "44444444-0000-4000-8000-000000000014"
	withoutTime  = "44444444-0000-4000-8000-000000000015"
)

// fiveTasks are three that Terraform manages, and two that it cannot.
func fiveTasks(o *mockserver.Options) {
	early, late := mockserver.Timing{Schedule: "Early"}, mockserver.Timing{Schedule: "Late"}
	if o.Product == mockserver.ProductCloud {
		early, late = everyDayAt("05:30:00"), everyDayAt("22:30:00")
	}
	o.Seed.ExtractTasks = []mockserver.ExtractTask{
		{ID: salesEarly, Workbook: salesID, Timing: early, Type: "IncrementalRefresh", Priority: 20, ConsecutiveFailures: 2},
		{ID: ordersEarly, Datasource: ordersID, Timing: early},
		{ID: salesLate, Workbook: salesID, Timing: late},
		{ID: ofConnection, Timing: early},
		{ID: withoutTime, Workbook: salesID},
	}
}

func list(t *testing.T, p *acctest.Protocol, config acctest.Object, whole bool) []tfprotov6.ListResourceResult {
	t.Helper()
	return p.List(t, &tfprotov6.ListResourceRequest{TypeName: typeName, Config: p.ListConfig(t, typeName, config), IncludeResource: whole, Limit: 1000})
}

func names(results []tfprotov6.ListResourceResult) string {
	var names []string
	for _, result := range results {
		names = append(names, result.DisplayName)
	}
	return strings.Join(names, "; ")
}

func TestExtractRefreshTaskList_hasWhatTerraformManages(t *testing.T) {
	t.Parallel()
	const sales, orders = "Workbook " + salesID, "Data source " + ordersID
	for name, test := range map[string]struct {
		product func(*testing.T, ...func(*mockserver.Options)) site
		config  acctest.Object
		want    string
	}{
		"all of Server":         {onServer, acctest.Object{}, sales + ` on schedule "Early"; ` + orders + ` on schedule "Early"; ` + sales + ` on schedule "Late"`},
		"all of Cloud":          {onCloud, acctest.Object{}, sales + `, every day at 05:30; ` + orders + `, every day at 05:30; ` + sales + `, every day at 22:30`},
		"of a schedule":         {onServer, acctest.Object{"schedule_id": lateID}, sales + ` on schedule "Late"`},
		"of a workbook":         {onCloud, acctest.Object{"workbook_id": salesID}, sales + `, every day at 05:30; ` + sales + `, every day at 22:30`},
		"of a data source":      {onServer, acctest.Object{"datasource_id": ordersID}, orders + ` on schedule "Early"`},
		"of both":               {onServer, acctest.Object{"workbook_id": salesID, "datasource_id": ordersID}, ""},
		"of a schedule, Cloud":  {onCloud, acctest.Object{"schedule_id": lateID}, ""},
		"of a workbook on both": {onServer, acctest.Object{"workbook_id": salesID, "schedule_id": earlyID}, sales + ` on schedule "Early"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := test.product(t, fiveTasks)
			results := list(t, s.protocol(t), test.config, false)
			for _, result := range results {
				acctest.FailOn(t, result.Diagnostics)
			}
			if got := names(results); got != test.want {
				t.Errorf("listed %s\nwant %s", got, test.want)
			}
			if n := s.Mock.Requests().ByRoute[typesRoute]; n != 0 {
				t.Errorf("%d requests for types that nobody asked for", n)
			}
		})
	}
}

func TestExtractRefreshTaskList_givesTheWholeTaskWhenAsked(t *testing.T) {
	t.Parallel()
	s := onServer(t, fiveTasks)
	p := s.protocol(t)
	var got []string
	for _, result := range list(t, p, acctest.Object{}, true) {
		acctest.FailOn(t, result.Diagnostics)
		task := p.DecodeResource(t, typeName, result.Resource)
		got = append(got, fmt.Sprint(task["id"], task["type"], task["workbook_id"], task["datasource_id"], task["schedule_id"]))
	}
	want := []string{
		fmt.Sprint(salesEarly, "IncrementalRefresh", salesID, nil, earlyID),
		fmt.Sprint(ordersEarly, "FullRefresh", nil, ordersID, earlyID),
		fmt.Sprint(salesLate, "FullRefresh", salesID, nil, lateID),
	}
	if !slices.Equal(got, want) {
		t.Errorf("listed %v\nwant %v", got, want)
	}
	if n := s.Mock.Requests().ByRoute[typesRoute]; n != 2 {
		t.Errorf("%d requests for types, want one for each schedule", n)
	}
}

func TestExtractRefreshTaskList_reportsWhatFails(t *testing.T) {
	t.Parallel()
	s := onServer(t, fiveTasks)
	p := s.protocol(t)
	s.fault(t, mockserver.Fault{Route: listRoute, Code: "405000"})
	results := list(t, p, acctest.Object{}, false)
	if len(results) != 1 || !strings.HasPrefix(describe(results[0].Diagnostics), "Cannot list extract refresh tasks: ") {
		t.Errorf("got %v, want one error", results)
	}
}

// TestExtractRefreshTaskQuery_generatesConfigurationThatPlansNothing adopts a
// whole site, with tasks of every frequency.
func TestExtractRefreshTaskQuery_generatesConfigurationThatPlansNothing(t *testing.T) {
	t.Parallel()
	acctest.NeedsQuery(t)
	onEach(t, func(t *testing.T, product func(*testing.T, ...func(*mockserver.Options)) site, _ string) {
		s := product(t, fiveTasks, func(o *mockserver.Options) {
			for i := range 197 {
				task := mockserver.ExtractTask{Timing: mockserver.Timing{Schedule: []string{"Early", "Late"}[i%2]}}
				if o.Product == mockserver.ProductCloud {
					task.Timing = cloudTimings[i%len(cloudTimings)]
				}
				if i%3 == 0 {
					task.Datasource = ordersID
				} else {
					task.Workbook = otherID
				}
				if i%5 == 0 {
					task.Type = "IncrementalRefresh"
				}
				o.Seed.ExtractTasks = append(o.Seed.ExtractTasks, task)
			}
		})
		cli := s.cli(t, map[string]string{"tasks.tfquery.hcl": "list \"tableau_extract_refresh_task\" \"all\" {\n  provider = tableau\n  limit    = 1000\n}\n"})
		listed := cli.Succeed("query", "-no-color", "-generate-config-out=generated.tf")
		if n := strings.Count(listed, "list.tableau_extract_refresh_task.all"); n != 200 {
			t.Errorf("listed %d tasks, want 200:\n%s", n, listed)
		}
		cli.Succeed("validate", "-no-color")
		plan := cli.Succeed("plan", "-no-color", "-input=false")
		if !strings.Contains(plan, "Plan: 200 to import, 0 to add, 0 to change, 0 to destroy.") {
			t.Errorf("the generated configuration does not plan empty:\n%s", plan)
		}
		cli.Succeed("apply", "-no-color", "-input=false", "-auto-approve")
		if result := cli.Run("plan", "-no-color", "-input=false", "-detailed-exitcode"); result.ExitCode != 0 {
			t.Errorf("the next plan is not empty:\n%s", result.Output)
		}
	})
}

// cloudTimings are frequencies of every kind, one that REST cannot write among them.
var cloudTimings = []mockserver.Timing{
	everyDayAt("02:15:00"),
	{Frequency: "Hourly", Start: "06:00:00", End: "22:00:00", Intervals: []mockserver.Interval{{Minutes: "60"}, {WeekDay: "Monday"}, {WeekDay: "Friday"}}},
	{Frequency: "Daily", Start: "06:00:00", End: "22:00:00", Intervals: []mockserver.Interval{{Hours: "4"}, {WeekDay: "Sunday"}}},
	{Frequency: "Weekly", Start: "18:30:00", Intervals: []mockserver.Interval{{WeekDay: "Wednesday"}}},
	{Frequency: "Monthly", Start: "06:00:00", Intervals: []mockserver.Interval{{MonthDay: "1"}, {MonthDay: "15"}}},
	{Frequency: "Monthly", Start: "06:00:00", Intervals: []mockserver.Interval{{MonthDay: "LastDay"}}},
	{Frequency: "Monthly", Start: "06:00:00", Intervals: []mockserver.Interval{{WeekDay: "Thursday", MonthDay: "Third"}}},
	{Frequency: "Daily", Start: "06:17:00", End: "06:17:00", Intervals: []mockserver.Interval{{Hours: "24"}, {WeekDay: "Monday"}}},
}
