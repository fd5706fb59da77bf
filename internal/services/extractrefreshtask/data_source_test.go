package extractrefreshtask_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// readTasks reads the data source in-process.
func readTasks(t *testing.T, p *acctest.Protocol, config acctest.Object) (map[string]any, []*tfprotov6.Diagnostic) {
	t.Helper()
	const name = "tableau_extract_refresh_tasks"
	response, err := p.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: p.DataSource(t, name, config)})
	if err != nil {
		t.Fatal(err)
	}
	tasks, _ := p.DecodeDataSource(t, name, response.State)["extract_refresh_tasks"].(acctest.Object)
	return tasks, response.Diagnostics
}

func TestExtractRefreshTasksDataSource_filters(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, product func(*testing.T, ...func(*mockserver.Options)) site, timing string) {
		p := product(t, fiveTasks).protocol(t)
		onSchedule := []string{salesEarly, ordersEarly, ofConnection}
		if timing == daily {
			onSchedule = nil
		}
		for name, test := range map[string]struct {
			config acctest.Object
			want   []string
		}{
			"all":              {acctest.Object{}, []string{salesEarly, ordersEarly, salesLate, ofConnection, withoutTime}},
			"of a schedule":    {acctest.Object{"schedule_id": earlyID}, onSchedule},
			"of a workbook":    {acctest.Object{"workbook_id": salesID}, []string{salesEarly, salesLate, withoutTime}},
			"of a data source": {acctest.Object{"datasource_id": ordersID}, []string{ordersEarly}},
			"of nothing known": {acctest.Object{"workbook_id": unknownID}, nil},
		} {
			tasks, diagnostics := readTasks(t, p, test.config)
			acctest.FailOn(t, diagnostics)
			if got := slices.Sorted(maps.Keys(tasks)); !slices.Equal(got, test.want) {
				t.Errorf("%s: found %v, want %v", name, got, test.want)
			}
		}
	})
}

func TestExtractRefreshTasksDataSource_showsWhatMovesByItself(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		product func(*testing.T, ...func(*mockserver.Options)) site
		want    acctest.Object
	}{
		"Server": {onServer, acctest.Object{
			"id": salesEarly, "workbook_id": salesID, "datasource_id": nil, "type": "IncrementalRefresh", "schedule_id": earlyID, "schedule_name": "Early",
			"schedule_state": "Active", "frequency": nil, "priority": 20, "consecutive_failures": 2, "updated_at": "2026-03-02T17:00:00Z", "next_run_at": "2026-03-03T13:30:00Z",
		}},
		"Cloud": {onCloud, acctest.Object{
			"id": salesEarly, "workbook_id": salesID, "datasource_id": nil, "type": nil, "schedule_id": nil, "schedule_name": nil,
			"schedule_state": nil, "priority": 20, "consecutive_failures": 2, "updated_at": nil, "next_run_at": "2026-03-03T13:30:00Z",
		}},
	} {
		tasks, diagnostics := readTasks(t, test.product(t, fiveTasks).protocol(t), acctest.Object{})
		acctest.FailOn(t, diagnostics)
		task := tasks[salesEarly].(acctest.Object)
		for attribute, want := range test.want {
			if task[attribute] != want {
				t.Errorf("%s: %s is %v, want %v", name, attribute, task[attribute], want)
			}
		}
		if name == "Cloud" && task["frequency"].(acctest.Object)["daily"].(acctest.Object)["start"] != "05:30:00" {
			t.Errorf("the frequency is %v", task["frequency"])
		}
		if other := tasks[ofConnection].(acctest.Object); other["workbook_id"] != nil || other["datasource_id"] != nil {
			t.Errorf("%s: the task of a virtual connection is %v", name, other)
		}
	}
}

// Types are for administrators alone: others see everything else.
func TestExtractRefreshTasksDataSource_worksWithoutAnAdministratorsRights(t *testing.T) {
	t.Parallel()
	s := asAnn(onServer(t, ann, seeded(), seeded(func(task *mockserver.ExtractTask) { task.ID, task.Owner = salesEarly, "ann" })))
	tasks, diagnostics := readTasks(t, s.protocol(t), acctest.Object{})
	acctest.FailOn(t, diagnostics)
	if len(tasks) != 1 || tasks[salesEarly].(acctest.Object)["type"] != nil || tasks[salesEarly].(acctest.Object)["schedule_name"] != "Early" {
		t.Errorf("got %v", tasks)
	}
}

func TestExtractRefreshTasksDataSource_asksOncePerSchedule(t *testing.T) {
	t.Parallel()
	s := onServer(t, fiveTasks)
	if _, diagnostics := readTasks(t, s.protocol(t), acctest.Object{}); len(diagnostics) > 0 {
		t.Fatal(describe(diagnostics))
	}
	if requests := s.Mock.Requests().ByRoute; requests[typesRoute] != 2 || requests[listRoute] != 1 {
		t.Errorf("sent %v, want one list, and one for each of two schedules", requests)
	}
	s.fault(t, mockserver.Fault{Route: typesRoute, Status: 500, Code: "500000"})
	_, diagnostics := readTasks(t, s.protocol(t), acctest.Object{})
	if got := describe(diagnostics); !strings.HasPrefix(got, "Cannot list the extract refresh tasks of schedule ") {
		t.Errorf("got %s", got)
	}
}
