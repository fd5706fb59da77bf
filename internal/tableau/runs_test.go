package tableau_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

const (
	ofSite     = "/api/3.24/sites/9a8b7c6d-5e4f-3a2b-1c0d-9e8f7a6b5c4d"
	startedJob = `<tsResponse xmlns="http://tableau.com/api"><job id="j1" mode="Asynchronous" type="RefreshExtract"/></tsResponse>`
	startedRun = `<tsResponse xmlns="http://tableau.com/api"><job id="j1" mode="Asynchronous" type="RunFlow" createdAt="2018-11-12T19:14:08Z"><runFlowJobType flowRunId="r1"><flow id="f1" name="Prep"/></runFlowJobType></job></tsResponse>`
	noJobs     = `<tsResponse xmlns="http://tableau.com/api"><pagination pageNumber="1" pageSize="1000" totalAvailable="0"/><backgroundJobs/></tsResponse>`
)

// job is the answer of reading a job that works on workbook w1.
func job(attributes string) string {
	return fmt.Sprintf(`<tsResponse xmlns="http://tableau.com/api"><job id="j1" mode="Asynchronous" type="RefreshExtract" %s><extractRefreshJob><notes>Said so.</notes><workbook id="w1" name="Sales"/></extractRefreshJob></job></tsResponse>`, attributes)
}

func jobList(kinds ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<tsResponse xmlns="http://tableau.com/api"><pagination pageNumber="1" pageSize="1000" totalAvailable="%d"/><backgroundJobs>`, len(kinds))
	for i, kind := range kinds {
		fmt.Fprintf(&b, `<backgroundJob id="j%d" status="Pending" createdAt="2018-04-17T23:00:15Z" priority="50" jobType="%s"/>`, i+1, kind)
	}
	return b.String() + `</backgroundJobs></tsResponse>`
}

// follow collects what is seen of a run.
func follow(ctx context.Context, c *tableau.Client, run tableau.Run) (seen []string, last tableau.RunStatus, err error) {
	for status, err := range c.Follow(ctx, run) {
		if err != nil {
			return seen, last, err
		}
		seen, last = append(seen, status.State), status
	}
	return seen, last, nil
}

func TestJob_hasEndedWhenItIsCompletedWhateverItsFinishCode(t *testing.T) {
	t.Parallel()
	for attributes, want := range map[string]string{
		`createdAt="2026-03-02T17:00:00Z" progress="0" finishCode="1"`:                                      "Pending",
		`createdAt="2026-03-02T17:00:00Z"`:                                                                  "Pending",
		`startedAt="2026-03-02T17:00:00Z" progress="0" finishCode="1"`:                                      "InProgress",
		`progress="50" finishCode="1"`:                                                                      "InProgress",
		`progress="100" completedAt="2026-03-02T17:00:00Z" finishCode="0"`:                                  "Success",
		`progress="100" completedAt="2026-03-02T17:00:00Z" finishCode="3"`:                                  "Success",
		`startedAt="2026-03-02T17:00:00Z" progress="100" completedAt="2026-03-02T17:00:00Z" finishCode="1"`: "Failed",
		`completedAt="2026-03-02T17:00:00Z" finishCode="2"`:                                                 "Cancelled",
		`completedAt="2026-03-02T17:00:00Z" finishCode="7"`:                                                 `finish code "7"`,
	} {
		f := newFake(t)
		f.answer("GET "+ofSite+"/jobs/j1", job(attributes))
		read, err := f.client(t).Jobs().Get(t.Context(), "j1")
		if err != nil || read.State() != want {
			t.Errorf("%s: %s, %v, want %s", attributes, read.State(), err, want)
		}
	}
}

func TestJob_tellsWhatItWorksOnWhateverItsKind(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET "+ofSite+"/jobs/j1", `<tsResponse xmlns="http://tableau.com/api"><job id="j1" type="Odd">
		<statusNotes><statusNote type="CountOfUsersProcessed" value="3" text="Three users."/></statusNotes>
		<extractRefreshJob><notes> One. </notes><view id="v1"/></extractRefreshJob><runFlowJobType flowRunId="r1"><notes/><flow id="f1"/></runFlowJobType>
		<subscriptionJobType><subscriptionId>s1</subscriptionId></subscriptionJobType><extractCreationJob><datasource id="d1"/></extractCreationJob>
		<updateUploadedFileJob><virtualConnection id="c1"/></updateUploadedFileJob><thumbnailsRefreshJob><workbook id="w1"/></thumbnailsRefreshJob>
		</job></tsResponse>`)
	j, err := f.client(t).Jobs().Get(t.Context(), "j1")
	got := []string{j.ViewID(), j.FlowRunID(), j.FlowID(), j.SubscriptionID(), j.DatasourceID(), j.VirtualConnectionID(), j.WorkbookID(), j.Notes()}
	if want := []string{"v1", "r1", "f1", "s1", "d1", "c1", "w1", "One.\nThree users."}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

func TestRunNow_sendsWhatTheReferenceShows(t *testing.T) {
	t.Parallel()
	const empty = `<tsRequest xmlns="http://tableau.com/api"></tsRequest>`
	run := (*tableau.Client).RunNow
	for route, test := range map[string]struct {
		request func(tableau.RunNow) tableau.RunRequest
		body    string
		doing   string
	}{
		"/tasks/extractRefreshes/t1/runNow": {func(r tableau.RunNow) tableau.RunRequest { return r.ExtractRefreshTask("t1") }, empty, "run extract refresh task t1"},
		"/tasks/runFlow/t1/runNow":          {func(r tableau.RunNow) tableau.RunRequest { return r.FlowTask("t1") }, empty, "run flow task t1"},
		"/tasks/linked/t1/runNow":           {func(r tableau.RunNow) tableau.RunRequest { return r.LinkedTask("t1") }, empty, "run linked task t1"},
		"/workbooks/w1/refresh":             {func(r tableau.RunNow) tableau.RunRequest { return r.Workbook("w1", false) }, empty, "refresh workbook w1"},
		"/datasources/d1/refresh": {
			func(r tableau.RunNow) tableau.RunRequest { return r.Datasource("d1", true) },
			`<tsRequest xmlns="http://tableau.com/api"><extractRefresh incremental="true"></extractRefresh></tsRequest>`, "refresh data source d1",
		},
		"/flows/f1/run": {
			func(r tableau.RunNow) tableau.RunRequest {
				return r.Flow(tableau.FlowRunSettings{
					FlowID: "f1", Mode: "incremental", OutputSteps: &tableau.FlowRunOutputSteps{Steps: []tableau.FlowRunOutputStep{{ID: "o1"}}},
					Parameters: &tableau.FlowRunOverrideList{Overrides: []tableau.FlowRunOverride{{ParameterID: "p1", Value: "South"}}},
				})
			},
			`<tsRequest xmlns="http://tableau.com/api"><flowRunSpec flowId="f1" runMode="incremental"><flowOutputSteps><flowOutputStep id="o1"></flowOutputStep></flowOutputSteps>` +
				`<flowParameterSpecs><flowParameterSpec parameterId="p1" overrideValue="South"></flowParameterSpec></flowParameterSpecs></flowRunSpec></tsRequest>`, "run flow f1",
		},
	} {
		f := newFake(t)
		var sent string
		f.mux.HandleFunc("POST "+ofSite+route, func(w http.ResponseWriter, r *http.Request) {
			text, _ := io.ReadAll(r.Body)
			sent = strings.TrimPrefix(string(text), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
			io.WriteString(w, startedRun)
		})
		client := f.client(t)
		request := test.request(run(client))
		started, err := client.Start(t.Context(), request, true)
		if err != nil || started.String() != "job j1" || started.FlowRunID != "r1" || request.Doing() != test.doing {
			t.Errorf("%s: %v, %v, doing %s", route, started, err, request.Doing())
		}
		if sent != test.body {
			t.Errorf("%s: sent %s\nwant %s", route, sent, test.body)
		}
	}
}

func TestStart_sendsNoRunASecondTime(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]http.HandlerFunc{"dropped": dropped, "truncated": truncated(startedJob), "503": status(503, "<html/>"), "empty": body(noJobs)} {
		f := newFake(t)
		f.mux.HandleFunc("POST "+ofSite+"/workbooks/w1/refresh", answer)
		f.answer("GET "+ofSite+"/jobs", noJobs)
		client := f.client(t, func(c *tableau.Config) { c.RetryUnit = time.Millisecond })
		_, err := client.Start(t.Context(), client.RunNow().Workbook("w1", false), true)
		var failed *tableau.Error
		if !errors.As(err, &failed) || !strings.HasPrefix(failed.Advice(), "Tableau may have started it all the same, and it was not asked for again.") {
			t.Errorf("%s: %v", name, err)
		}
		if n := f.count("POST " + ofSite + "/workbooks/w1/refresh"); n != 1 {
			t.Errorf("%s: it was asked for %d times", name, n)
		}
	}
}

func TestStart_joinsTheOneQueuedJobThatWorksOnTheSame(t *testing.T) {
	t.Parallel()
	const queued = "409093"
	tooMany := slices.Repeat([]string{"refresh_extracts"}, 51)
	for name, test := range map[string]struct {
		jobs   string
		joined bool
		says   string
	}{
		"one":      {jobList("increment_extracts", "run_flow"), true, ""},
		"none":     {jobList("run_flow"), false, "none of the jobs shows that it works on the same"},
		"too many": {jobList(tooMany...), false, "51 jobs of its kind are too many to look at"},
		"refused":  {refusal("403004", "Forbidden", ""), false, "error 403004"},
	} {
		f := newFake(t)
		f.mux.HandleFunc("POST "+ofSite+"/tasks/extractRefreshes/t1/runNow", status(409, refusal(queued, "Queued", "")))
		f.answer("GET "+ofSite+"/tasks/extractRefreshes/t1", `<tsResponse xmlns="http://tableau.com/api"><task><extractRefresh id="t1" type="RefreshExtractTask"><workbook id="w1"/></extractRefresh></task></tsResponse>`)
		jobs := body(test.jobs)
		if name == "refused" {
			jobs = status(403, test.jobs)
		}
		f.mux.HandleFunc("GET "+ofSite+"/jobs", jobs)
		f.answer("GET "+ofSite+"/jobs/j1", job(`progress="0"`))
		client := f.client(t)
		run, err := client.Start(t.Context(), client.RunNow().ExtractRefreshTask("t1"), true)
		if test.joined {
			if err != nil || run.JobID != "j1" || run.Origin != tableau.Queued {
				t.Errorf("%s: %+v, %v", name, run, err)
			}
			continue
		}
		var failed *tableau.Error
		if !errors.As(err, &failed) || !errors.Is(err, tableau.Code(queued)) || !strings.Contains(failed.Advice(), test.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestStart_rightAfterAnotherRunTakesTheJobMadeSince(t *testing.T) {
	t.Parallel()
	for join, jobs := range map[bool]string{true: "run_flow", false: "refresh_extracts"} {
		f := newFake(t)
		f.mux.HandleFunc("POST "+ofSite+"/tasks/runFlow/t1/runNow", status(403, refusal("403102", "Queued", "")))
		f.answer("GET "+ofSite+"/tasks/runFlow/t1", `<tsResponse xmlns="http://tableau.com/api"><task><flowRun id="t1"><flow id="f1" name="Prep"/></flowRun></task></tsResponse>`)
		f.answer("GET "+ofSite+"/tasks/runFlow", `<tsResponse xmlns="http://tableau.com/api"><tasks><task><flowRun id="t1"><flow id="f1" name="Prep"/></flowRun></task><task><flowRun id="t2"><flow id="f2" name="Other"/></flowRun></task></tasks></tsResponse>`)
		f.mux.HandleFunc("GET "+ofSite+"/jobs", func(w http.ResponseWriter, r *http.Request) {
			if filter := r.URL.Query().Get("filter"); !strings.HasPrefix(filter, "createdAt:gte:") {
				t.Errorf("asked for jobs with %q", filter)
			}
			io.WriteString(w, jobList(jobs))
		})
		f.answer("GET "+ofSite+"/jobs/j1", startedRun)
		client := f.client(t)
		run, err := client.Start(t.Context(), client.RunNow().FlowTask("t1"), true)
		if join && (err != nil || run.JobID != "j1" || run.FlowRunID != "r1" || run.Origin != tableau.Queued) {
			t.Errorf("%+v, %v", run, err)
		}
		var failed *tableau.Error
		if !join && (!errors.As(err, &failed) || !strings.HasSuffix(failed.Advice(), "Here it cannot: none of the jobs shows that it works on the same.")) {
			t.Errorf("%+v, %v", run, err)
		}
	}
}

func TestFollow_looksUntilTheRunHasEnded(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.inTurn("GET "+ofSite+"/jobs/j1", status(404, refusal("404018", "Job not found", "")), body(job(`startedAt="2026-03-02T17:00:00Z" progress="50" finishCode="1"`)),
		body(job(`progress="100" completedAt="2026-03-02T17:00:00Z" finishCode="1"`)))
	client := f.client(t, func(c *tableau.Config) { c.RetryUnit = 200 * time.Millisecond })
	seen, last, err := follow(t.Context(), client, tableau.Run{JobID: "j1"})
	if want := []string{"Pending", "InProgress", "Failed"}; err != nil || !slices.Equal(seen, want) || last.Notes != "Said so." || *last.Progress != 100 {
		t.Errorf("saw %q, %+v, %v, want %q", seen, last, err, want)
	}
}

// running is a client of a site whose job is in progress, but for when goes says that it goes otherwise.
func running(t *testing.T, goes func(since time.Duration) failure) *tableau.Client {
	t.Helper()
	started := time.Now()
	return inMemoryClient(t, &site{method: "jobs", broken: func(r *http.Request) (int, string, error) {
		if otherwise := goes(time.Since(started)); otherwise != nil {
			return otherwise(r)
		}
		return http.StatusOK, job(`startedAt="2026-03-02T17:00:00Z" progress="50" finishCode="1"`), nil
	}})
}

func after(moment time.Duration, broken failure) func(time.Duration) failure {
	return func(since time.Duration) failure {
		if since > moment {
			return broken
		}
		return nil
	}
}

func TestFollow_outlastsAnOutage(t *testing.T) {
	t.Parallel()
	for name, broken := range map[string]failure{"in maintenance": answers(503, "<html>"), "out of reach": reset, "in trouble": answers(500, refusal("500000", "Internal Server Error", ""))} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client := running(t, func(since time.Duration) failure {
					switch minutes := since.Minutes(); {
					case minutes > 14:
						return answers(200, job(`progress="100" completedAt="2026-03-02T17:00:00Z" finishCode="0"`))
					case minutes > 10 || minutes > 1 && minutes < 5:
						return broken
					}
					return nil
				})
				seen, _, err := follow(t.Context(), client, tableau.Run{JobID: "j1"})
				if err != nil || seen[0] != "InProgress" || seen[len(seen)-1] != "Success" {
					t.Errorf("saw %q, %v", seen, err)
				}
			})
		})
	}
}

func TestFollow_endsWithARefusalOrALongOutage(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		broken failure
		within time.Duration
		says   string
	}{
		"refused":        {answers(403, refusal("403004", "Forbidden", "No")), 30 * time.Second, "403004"},
		"gone":           {answers(404, refusal("404018", "Job not found", "")), 30 * time.Second, "404018"},
		"in maintenance": {answers(503, "<html>"), 6 * time.Minute, "HTTP 503"},
		"hanging":        {hangs, 11 * time.Minute, "deadline exceeded"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				started := time.Now()
				client := running(t, after(10*time.Second, test.broken))
				_, last, err := follow(t.Context(), client, tableau.Run{JobID: "j1"})
				if took := time.Since(started); err == nil || !strings.Contains(err.Error(), test.says) || last.State != "InProgress" || took > test.within {
					t.Errorf("got %+v, %v after %s", last, err, took)
				}
			})
		})
	}
}

func TestFollow_endsWithItsTimeThoughTheServiceIsGone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := running(t, after(10*time.Second, answers(503, "")))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		started := time.Now()
		if _, _, err := follow(ctx, client, tableau.Run{JobID: "j1"}); !errors.Is(err, context.DeadlineExceeded) || time.Since(started) != time.Minute {
			t.Errorf("got %v after %s", err, time.Since(started))
		}
	})
}

func TestFollow_endsWithAJobThatStaysUnknown(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc("GET "+ofSite+"/jobs/j1", status(404, refusal("404018", "Job not found", "")))
	_, _, err := follow(t.Context(), f.client(t, func(c *tableau.Config) { c.RetryUnit = time.Millisecond }), tableau.Run{JobID: "j1"})
	if !tableau.IsNotFound(err) {
		t.Errorf("got %v", err)
	}
}

func TestFollow_ofAFlowRunTakesNotesFromItsJob(t *testing.T) {
	t.Parallel()
	const answer = `<tsResponse xmlns="http://tableau.com/api"><flowRun id="r1" flowId="f1" status="Failed" startedAt="2026-03-02T17:00:00Z" completedAt="" progress="30" backgroundJobId="%s"/></tsResponse>`
	for background, notes := range map[string]string{"j1": "Said so.", "j2": "", "": ""} {
		f := newFake(t)
		f.answer("GET "+ofSite+"/flows/runs/r1", fmt.Sprintf(answer, background))
		f.answer("GET "+ofSite+"/jobs/j1", job(""))
		_, last, err := follow(t.Context(), f.client(t), tableau.Run{FlowRunID: "r1"})
		if err != nil || last.State != "Failed" || last.Notes != notes {
			t.Errorf("%s: %+v, %v", background, last, err)
		}
	}
}

func TestFollow_ofALinkedTaskNeedsToSeeItsFlows(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET "+ofSite+"/tasks/linked/t1", `<tsResponse xmlns="http://tableau.com/api"><linkedTasks id="t1" numSteps="1"><linkedTaskSteps><linkedTaskSteps id="s1" stepNumber="1"/></linkedTaskSteps></linkedTasks></tsResponse>`)
	_, _, err := follow(t.Context(), f.client(t), tableau.Run{LinkedTaskJob: &tableau.LinkedTaskJob{ID: "l1", LinkedTaskID: "t1"}})
	if err == nil || err.Error() != "a step's flow is not shown to this user, so that its run cannot be followed" {
		t.Errorf("got %v", err)
	}
}

func TestFollow_ofALinkedTaskGoesFromStepToStep(t *testing.T) {
	t.Parallel()
	const steps = `<tsResponse xmlns="http://tableau.com/api"><linkedTask id="t1" numSteps="2"><linkedTaskSteps>
		<linkedTaskSteps id="s2" stepNumber="2" stopDownstreamTasksOnFailure="true"><task><flowRun id="ft"><flow id="f1" name="Prep"/></flowRun></task></linkedTaskSteps>
		<linkedTaskSteps id="s1" stepNumber="1" stopDownstreamTasksOnFailure="true"><task><flowRun id="ft"><flow id="f1" name="Prep"/></flowRun></task></linkedTaskSteps>
		</linkedTaskSteps></linkedTask></tsResponse>`
	runs := func(runs string) http.HandlerFunc {
		return body(`<tsResponse xmlns="http://tableau.com/api"><flowRuns>` + runs + `</flowRuns></tsResponse>`)
	}
	const first, second = `<flowRuns id="a" flowId="f1" startedAt="2026-03-02T17:00:00Z" status="%s" backgroundJobId="j1"/>`, `<flowRuns id="b" flowId="f1" startedAt="2026-03-02T17:05:00Z" status="%s" backgroundJobId="j1"/>`
	f := newFake(t)
	f.answer("GET "+ofSite+"/tasks/linked/t1", steps)
	f.answer("GET "+ofSite+"/jobs/j1", job(""))
	f.inTurn("GET "+ofSite+"/flows/runs", runs(""), runs(fmt.Sprintf(first, "InProgress")), runs(fmt.Sprintf(first, "Success")),
		runs(fmt.Sprintf(second, "InProgress")+fmt.Sprintf(first, "Success")), runs(fmt.Sprintf(second, "Cancelled")+fmt.Sprintf(first, "Success")))
	seen, last, err := follow(t.Context(), f.client(t), tableau.Run{LinkedTaskJob: &tableau.LinkedTaskJob{ID: "l1", LinkedTaskID: "t1", CreatedAt: "2026-03-02T17:00:00Z"}})
	if want := []string{"Pending", "InProgress", "InProgress", "InProgress", "Cancelled"}; err != nil || !slices.Equal(seen, want) || last.Detail != `step 2 of 2, flow "Prep"` {
		t.Errorf("saw %q, %+v, %v, want %q", seen, last, err, want)
	}
}

func TestCancel_tellsWhatHadEnded(t *testing.T) {
	t.Parallel()
	for code, complete := range map[string]bool{"403091": true, "403135": true, "403032": false} {
		f := newFake(t)
		f.mux.HandleFunc("PUT "+ofSite+"/jobs/j1", status(403, refusal(code, "No", "")))
		f.mux.HandleFunc("PUT "+ofSite+"/flows/runs/r1", status(403, refusal(code, "No", "")))
		client := f.client(t)
		for _, err := range []error{client.Jobs().Cancel(t.Context(), "j1"), client.FlowRuns().Cancel(t.Context(), "r1")} {
			if err == nil || tableau.IsComplete(err) != complete {
				t.Errorf("%s: %v", code, err)
			}
		}
	}
}

// The reference has no body in these answers, and status 200.
func TestCancel_isDoneByAnEmptyAnswer(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("PUT "+ofSite+"/jobs/j1", "")
	f.answer("PUT "+ofSite+"/flows/runs/r1", "")
	client := f.client(t)
	for _, err := range []error{client.Jobs().Cancel(t.Context(), "j1"), client.FlowRuns().Cancel(t.Context(), "r1")} {
		if err != nil {
			t.Error(err)
		}
	}
}

// TestLists_withoutAListAreDamaged holds that an answer of another kind is not taken for an empty list.
func TestLists_withoutAListAreDamaged(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	for _, route := range []string{"/jobs", "/flows/runs", "/tasks/linked", "/tasks/dataAcceleration", "/jobs/j1", "/flows/runs/r1", "/tasks/linked/t1"} {
		f.answer("GET "+ofSite+route, `<tsResponse xmlns="http://tableau.com/api"><other/></tsResponse>`)
	}
	client := f.client(t, func(c *tableau.Config) { c.RetryUnit = time.Millisecond })
	_, runsErr := client.FlowRuns().Get(t.Context(), "r1")
	_, jobErr := client.Jobs().Get(t.Context(), "j1")
	_, linkedErr := client.LinkedTasks().Get(t.Context(), "t1")
	_, accelerationErr := client.DataAccelerationTasks(t.Context())
	errs := []error{runsErr, jobErr, linkedErr, accelerationErr}
	for _, err := range client.Jobs().All(t.Context()) {
		errs = append(errs, err)
	}
	for _, err := range client.FlowRuns().All(t.Context()) {
		errs = append(errs, err)
	}
	for _, err := range client.LinkedTasks().All(t.Context()) {
		errs = append(errs, err)
	}
	if len(errs) != 7 {
		t.Fatalf("%d errors, want seven", len(errs))
	}
	for _, err := range errs {
		if err == nil || !strings.Contains(err.Error(), "it holds no ") {
			t.Errorf("got %v", err)
		}
	}
}

func TestSetState_sendsTheDaysOfAWeeklyScheduleAlong(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET /api/3.24/schedules/5e8f", sunday)
	f.mux.HandleFunc("PUT /api/3.24/schedules/5e8f", func(w http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		if !strings.Contains(string(text), `state="Suspended"`) || !strings.Contains(string(text), `<interval weekDay="Sunday">`) {
			t.Errorf("sent %s", text)
		}
		io.WriteString(w, sunday)
	})
	var done []string
	err := f.client(t).Schedules().SetState(t.Context(), []tableau.Schedule{{ID: "5e8f", Name: "Sunday", Frequency: "Weekly"}}, "Suspended",
		func(s tableau.Schedule) { done = append(done, s.ID) })
	if err != nil || !slices.Equal(done, []string{"5e8f"}) {
		t.Errorf("%v, %v", done, err)
	}
}

func TestSetState_isOneCallWhereThereIsOne(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	newer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/serverinfo"):
			io.WriteString(w, strings.ReplaceAll(serverInfo, "3.24", "3.27"))
		case r.Method == http.MethodPut && r.URL.RequestURI() == "/api/3.27/schedules?state=suspended":
			text, _ := io.ReadAll(r.Body)
			if !strings.Contains(string(text), "<scheduleLuid>a</scheduleLuid><scheduleLuid>b</scheduleLuid>") {
				t.Errorf("sent %s", text)
			}
			io.WriteString(w, `<tsResponse xmlns="http://tableau.com/api"><scheduleLuids><scheduleLuid>b</scheduleLuid></scheduleLuids></tsResponse>`)
		default:
			f.mux.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(newer.Close)
	client := f.client(t, func(c *tableau.Config) { c.ServerURL = newer.URL })
	var done []string
	err := client.Schedules().SetState(t.Context(), []tableau.Schedule{{ID: "a"}, {ID: "b"}}, "Suspended", func(s tableau.Schedule) { done = append(done, s.ID) })
	if err != nil || !slices.Equal(done, []string{"b"}) {
		t.Errorf("%v, %v, want what the answer names", done, err)
	}
}

func TestAwaitState_givesThoseThatDoNotGetThere(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer(listSchedules, listed("Sunday", "Extract", time.Now()))
	client := f.client(t, func(c *tableau.Config) { c.RetryUnit = time.Millisecond })
	otherwise, err := client.Schedules().AwaitState(t.Context(), []string{"found"}, "Suspended")
	if err != nil || len(otherwise) != 1 || otherwise[0].Name != "Sunday" {
		t.Errorf("got %v, %v", otherwise, err)
	}
}
