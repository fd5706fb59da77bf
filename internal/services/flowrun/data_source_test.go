package flowrun_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestFlowRunsDataSource_narrowsByEachFilterPagedOrNot(t *testing.T) {
	t.Parallel()
	for kind, paged := range map[string]bool{"in pages": true, "at once": false} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			s := site(t, mockserver.Options{Behaviour: mockserver.Behaviour{PaginateFlowRuns: paged}})
			at := func(minute int) time.Time { return time.Date(2026, 3, 2, 16, minute, 0, 0, time.UTC) }
			s.Mock.AddJob(mockserver.Job{
				Type: "RunFlow", Flow: prepID, FlowRun: "5e8f0000-0000-4000-8000-000000000001", Status: "Success", Progress: 100,
				Parameters: map[string]string{regionID: "South"}, CreatedAt: at(1), StartedAt: at(2), EndedAt: at(3),
			})
			s.Mock.AddJob(mockserver.Job{
				Type: "RunFlow", Flow: absentID, FlowRun: "5e8f0000-0000-4000-8000-000000000002", Status: "InProgress", Progress: 40, CreatedAt: at(11), StartedAt: at(12),
			})
			p := s.Protocol(t.Context(), t, nil)
			read := func(filter acctest.Object) acctest.Object {
				response, err := p.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{
					TypeName: "tableau_flow_runs", Config: p.DataSource(t, "tableau_flow_runs", filter),
				})
				if err != nil {
					t.Fatal(err)
				}
				acctest.FailOn(t, response.Diagnostics)
				runs, _ := p.DecodeDataSource(t, "tableau_flow_runs", response.State)["flow_runs"].(acctest.Object)
				return runs
			}
			for name, test := range map[string]struct {
				filter acctest.Object
				want   string // the last digits of the runs' ids
			}{
				"none":      {acctest.Object{}, "12"},
				"flow":      {acctest.Object{"flow_id": prepID}, "1"},
				"status":    {acctest.Object{"status": "InProgress"}, "2"},
				"progress":  {acctest.Object{"progress_at_least": 40, "progress_at_most": 99}, "2"},
				"started":   {acctest.Object{"started_after": "2026-03-02T16:02:00Z"}, "2"},
				"completed": {acctest.Object{"completed_before": "2026-03-02T17:00:00Z"}, "1"},
			} {
				got := ""
				for _, id := range slices.Sorted(maps.Keys(read(test.filter))) {
					got += id[len(id)-1:]
				}
				if got != test.want {
					t.Errorf("%s: it shows %s, want %s", name, got, test.want)
				}
			}
			run, _ := read(acctest.Object{})["5e8f0000-0000-4000-8000-000000000001"].(acctest.Object)
			parameters, _ := run["parameters"].([]any)
			if run["completed_at"] != "2026-03-02T16:03:00Z" || run["progress"] != 100 || len(parameters) != 1 {
				t.Fatalf("the run is %v", run)
			}
			if p, _ := parameters[0].(acctest.Object); p["name"] != "Region" || p["value"] != "South" {
				t.Errorf("its parameter is %v", p)
			}
		})
	}
}
