package job_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func readData(t *testing.T, p *acctest.Protocol, name string, config acctest.Object) (acctest.Object, []*tfprotov6.Diagnostic) {
	t.Helper()
	response, err := p.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: p.DataSource(t, name, config)})
	if err != nil {
		t.Fatal(err)
	}
	return p.DecodeDataSource(t, name, response.State), response.Diagnostics
}

func at(minute int) time.Time { return time.Date(2026, 3, 2, 16, minute, 0, 0, time.UTC) }

// threeJobs are one that failed, one that runs and one that waits.
func threeJobs(t *testing.T) *acctest.Site {
	t.Helper()
	s := site(t, mockserver.Behaviour{})
	for _, job := range []mockserver.Job{
		{
			ID: "11111111-0000-4000-8000-000000000001", Type: "RefreshExtract", Workbook: salesID, Status: "Failed", Progress: 100, Priority: 20,
			Notes: "The database is gone.", CreatedAt: at(1), StartedAt: at(2), EndedAt: at(3),
		},
		{ID: "11111111-0000-4000-8000-000000000002", Type: "RefreshExtract", Datasource: ordersID, Status: "InProgress", Progress: 40, CreatedAt: at(11), StartedAt: at(12)},
		{ID: "11111111-0000-4000-8000-000000000003", Type: "RunFlow", Title: "Prep, daily", Subtitle: "Flow", CreatedAt: at(21)},
	} {
		s.Mock.AddJob(job)
	}
	return s
}

// The schema gives the list of jobs no pages.
func TestJobsDataSource_takesAListWithoutPages(t *testing.T) {
	t.Parallel()
	s := threeJobs(t)
	s.Mock.SetBehaviour(mockserver.Behaviour{WholeLists: true})
	found, diagnostics := readData(t, s.Protocol(t.Context(), t, nil), "tableau_jobs", acctest.Object{})
	acctest.FailOn(t, diagnostics)
	if jobs, _ := found["jobs"].(acctest.Object); len(jobs) != 3 {
		t.Errorf("found %v", found["jobs"])
	}
}

func TestJobDataSource_showsHowAJobEnded(t *testing.T) {
	t.Parallel()
	p := threeJobs(t).Protocol(t.Context(), t, nil)
	failed, diagnostics := readData(t, p, "tableau_job", acctest.Object{"id": "11111111-0000-4000-8000-000000000001"})
	acctest.FailOn(t, diagnostics)
	for attribute, want := range map[string]any{
		"type": "RefreshExtract", "mode": "Asynchronous", "status": "Failed", "progress": 100, "finish_code": "1", "notes": "The database is gone.",
		"created_at": "2026-03-02T16:01:00Z", "started_at": "2026-03-02T16:02:00Z", "updated_at": "2026-03-02T16:03:00Z", "completed_at": "2026-03-02T16:03:00Z",
		"workbook_id": salesID, "datasource_id": nil,
	} {
		if failed[attribute] != want {
			t.Errorf("%s is %v, want %v", attribute, failed[attribute], want)
		}
	}
	// Its finish code says 1, an error, and means nothing yet.
	running, _ := readData(t, p, "tableau_job", acctest.Object{"id": "11111111-0000-4000-8000-000000000002"})
	if running["status"] != "InProgress" || running["finish_code"] != "1" || running["completed_at"] != nil || running["datasource_id"] != ordersID {
		t.Errorf("the running job is %v", running)
	}
	waiting, _ := readData(t, p, "tableau_job", acctest.Object{"id": "11111111-0000-4000-8000-000000000003"})
	if waiting["status"] != "Pending" {
		t.Errorf("the waiting job is %v", waiting)
	}
	_, diagnostics = readData(t, p, "tableau_job", acctest.Object{"id": absentID})
	if got := said(t, diagnostics); !strings.Contains(got, "Job not found: There is no such job on this site.") {
		t.Errorf("got %s", got)
	}
}

func TestJobsDataSource_narrowsByEachFilter(t *testing.T) {
	t.Parallel()
	p := threeJobs(t).Protocol(t.Context(), t, nil)
	for name, test := range map[string]struct {
		filter acctest.Object
		want   string // the last digits of the jobs' ids
	}{
		"none":              {acctest.Object{}, "123"},
		"status":            {acctest.Object{"status": "Failed"}, "1"},
		"job_type":          {acctest.Object{"job_type": "refresh_extracts"}, "12"},
		"title":             {acctest.Object{"title_contains": "sale"}, "1"},
		"title, not sent":   {acctest.Object{"title_contains": "Prep, d"}, "3"},
		"subtitle":          {acctest.Object{"subtitle_contains": "Data"}, "2"},
		"notes":             {acctest.Object{"notes_contain": "gone"}, "1"},
		"args":              {acctest.Object{"args_contain": ordersID}, "2"},
		"priority":          {acctest.Object{"priority": 20}, "1"},
		"progress at least": {acctest.Object{"progress_at_least": 40}, "12"},
		"progress at most":  {acctest.Object{"progress_at_most": 0}, "3"},
		"created":           {acctest.Object{"created_after": "2026-03-02T16:01:00Z", "created_before": "2026-03-02T16:21:00Z"}, "2"},
		"started":           {acctest.Object{"started_after": "2026-03-02T08:05:00-08:00"}, "2"},
		"completed":         {acctest.Object{"completed_before": "2026-03-02T17:00:00Z"}, "1"},
		"two":               {acctest.Object{"job_type": "refresh_extracts", "status": "InProgress"}, "2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state, diagnostics := readData(t, p, "tableau_jobs", test.filter)
			acctest.FailOn(t, diagnostics)
			jobs, _ := state["jobs"].(acctest.Object)
			got := ""
			for _, id := range slices.Sorted(maps.Keys(jobs)) {
				got += id[len(id)-1:]
			}
			if got != test.want {
				t.Errorf("it shows %s, want %s", got, test.want)
			}
		})
	}
}

func TestJobsDataSource_showsWhatTheListShows(t *testing.T) {
	t.Parallel()
	state, diagnostics := readData(t, threeJobs(t).Protocol(t.Context(), t, nil), "tableau_jobs", acctest.Object{"status": "Failed"})
	acctest.FailOn(t, diagnostics)
	jobs, _ := state["jobs"].(acctest.Object)
	job, _ := jobs["11111111-0000-4000-8000-000000000001"].(acctest.Object)
	want := acctest.Object{
		"id": "11111111-0000-4000-8000-000000000001", "status": "Failed", "job_type": "refresh_extracts", "title": "Sales", "subtitle": "Workbook", "priority": 20,
		"created_at": "2026-03-02T16:01:00Z", "started_at": "2026-03-02T16:02:00Z", "completed_at": "2026-03-02T16:03:00Z",
	}
	if !maps.Equal(job, want) {
		t.Errorf("the job is %v, want %v", job, want)
	}
}

func TestJobsDataSource_readsAllPages(t *testing.T) {
	t.Parallel()
	s := site(t, mockserver.Behaviour{})
	for range 1001 {
		s.Mock.AddJob(mockserver.Job{Type: "RunFlow"})
	}
	state, diagnostics := readData(t, s.Protocol(t.Context(), t, nil), "tableau_jobs", acctest.Object{})
	acctest.FailOn(t, diagnostics)
	if jobs, _ := state["jobs"].(acctest.Object); len(jobs) != 1001 {
		t.Errorf("it shows %d jobs, want 1001", len(jobs))
	}
}

func TestJobsDataSource_refusesFiltersThatTableauCannotLookFor(t *testing.T) {
	t.Parallel()
	p := acctest.NewProtocol(t)
	for want, config := range map[string]acctest.Object{
		`AttributeName("job_type"): Invalid job_type: job_type must not be empty, and must not hold control characters.`:                {"job_type": ""},
		`AttributeName("notes_contain"): Invalid notes_contain: notes_contain must not be empty, and must not hold control characters.`: {"notes_contain": ""},
		`cannot hold a comma or an ampersand, which Tableau has no way to look for, got: a,b`:                                           {"args_contain": "a,b"},
	} {
		response, err := p.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{
			TypeName: "tableau_jobs", Config: p.DataSource(t, "tableau_jobs", config),
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := said(t, response.Diagnostics); !strings.Contains(got, want) {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
