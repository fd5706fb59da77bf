package mockserver_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const (
	refreshSales = onDefaultSite + "/workbooks/00000000-0000-0000-0000-0000000000d1/refresh"
	salesJob     = `<extractRefreshJob><workbook id="00000000-0000-0000-0000-0000000000d1" name="Sales 2026"/></extractRefreshJob>`
)

var jobID = regexp.MustCompile(`<job id="([^"]*)"`)

// startJob asks for something that starts a job and returns the job's id.
func (c caller) startJob(path, body string) string {
	c.t.Helper()
	a := c.api("POST", path, body)
	wantStatus(c.t, a, 200)
	return first(jobID, a.body)
}

func TestRefresh_startsAJob(t *testing.T) {
	t.Parallel()
	server, c := startLibrary(t)
	a := c.api("POST", refreshSales, `<tsRequest/>`)
	id := first(jobID, a.body)
	wantInner(t, a, `<job id="`+id+`" mode="Asynchronous" type="RefreshExtract" createdAt="2026-03-02T17:00:00Z">`+salesJob+`</job>`)
	wantInner(t, c.api("GET", onDefaultSite+"/jobs/"+id, ""), `<job id="`+id+`" mode="Asynchronous" type="RefreshExtract" progress="0" `+
		`createdAt="2026-03-02T17:00:00Z" updatedAt="2026-03-02T17:00:00Z" finishCode="1">`+strings.Replace(salesJob, "<workbook", "<notes/><workbook", 1)+`</job>`)
	server.AdvanceClock(90 * time.Second)
	wantInner(t, c.api("GET", onDefaultSite+"/jobs/"+id, ""), `<job id="`+id+`" mode="Asynchronous" type="RefreshExtract" progress="50" `+
		`createdAt="2026-03-02T17:00:00Z" startedAt="2026-03-02T17:00:30Z" updatedAt="2026-03-02T17:00:30Z" finishCode="1">`+
		strings.Replace(salesJob, "<workbook", "<notes/><workbook", 1)+`</job>`)
	server.AdvanceClock(time.Hour)
	wantInner(t, c.api("GET", onDefaultSite+"/jobs/"+id, ""), `<job id="`+id+`" mode="Asynchronous" type="RefreshExtract" progress="100" `+
		`createdAt="2026-03-02T17:00:00Z" startedAt="2026-03-02T17:00:30Z" updatedAt="2026-03-02T17:02:30Z" completedAt="2026-03-02T17:02:30Z" finishCode="0">`+
		strings.Replace(salesJob, "<workbook", "<notes/><workbook", 1)+`</job>`)
	wantInner(t, c.api("GET", onDefaultSite+"/jobs", ""), `<pagination pageNumber="1" pageSize="100" totalAvailable="1"/><backgroundJobs>`+
		`<backgroundJob id="`+id+`" status="Success" createdAt="2026-03-02T17:00:00Z" startedAt="2026-03-02T17:00:30Z" endedAt="2026-03-02T17:02:30Z" `+
		`priority="50" jobType="refresh_extracts" title="Sales 2026" subtitle="Workbook"/></backgroundJobs>`)
}

func TestRefresh_incrementalSince325(t *testing.T) {
	t.Parallel()
	server, c := startLibrary(t)
	path := onDefaultSite + "/datasources/00000000-0000-0000-0000-0000000000d5/refresh"
	incremental := `<tsRequest><extractRefresh incremental="true"/></tsRequest>`
	wantRefusal(t, c.send("POST", "/api/3.24"+path, incremental), 400, "400000")
	wantRefusal(t, c.api("POST", path, `<tsRequest><extractRefresh incremental="maybe"/></tsRequest>`), 400, "400000")
	c.startJob(path, incremental)
	if got := server.Jobs(); len(got) != 1 || got[0].JobType != "increment_extracts" || got[0].Subtitle != "Data Source" {
		t.Errorf("the jobs are %+v", got)
	}
}

func TestRefresh_refusals(t *testing.T) {
	t.Parallel()
	server, c := startLibrary(t)
	id := c.startJob(refreshSales, "")
	wantRefusal(t, c.api("POST", refreshSales, ""), 409, "409093")
	server.AdvanceClock(time.Minute)
	wantRefusal(t, c.api("POST", refreshSales, ""), 409, "409093")
	server.AdvanceClock(time.Hour)
	if again := c.startJob(refreshSales, ""); again == id {
		t.Errorf("the job %s was started again", id)
	}
	wantRefusal(t, c.api("POST", onDefaultSite+"/workbooks/00000000-0000-0000-0000-0000000000d4/refresh", ""), 400, "409090")
	wantRefusal(t, c.api("POST", onDefaultSite+"/workbooks/"+noSuchID+"/refresh", ""), 404, "404006")
	wantRefusal(t, c.api("POST", onDefaultSite+"/datasources/"+noSuchID+"/refresh", ""), 404, "404004")
	ann := signIn(t, c.base, signInBody(annToken, ""))
	wantRefusal(t, ann.api("POST", onDefaultSite+"/workbooks/00000000-0000-0000-0000-0000000000d4/refresh", ""), 403, "403004")
	server.SetBehaviour(mockserver.Behaviour{RunNowDisabled: true})
	wantRefusal(t, c.api("POST", onDefaultSite+"/datasources/00000000-0000-0000-0000-0000000000d5/refresh", ""), 409, "409082")
}

func TestJobs_moveByBeingRead(t *testing.T) {
	t.Parallel()
	o := libraryOptions(t)
	o.Behaviour = mockserver.Behaviour{JobStepPerRead: true, JobUnknownReads: 2, FailJobs: true}
	_, c := start(t, o)
	path := onDefaultSite + "/jobs/" + c.startJob(refreshSales, "")
	wantRefusal(t, c.api("GET", path, ""), 404, "404018")
	wantRefusal(t, c.api("GET", path, ""), 404, "404018")
	for _, want := range []string{
		`progress="0" createdAt="2026-03-02T17:00:00Z" updatedAt="2026-03-02T17:00:00Z" finishCode="1">`,
		`progress="50" createdAt="2026-03-02T17:00:00Z" startedAt="2026-03-02T17:00:00Z" updatedAt="2026-03-02T17:00:00Z" finishCode="1">`,
		`completedAt="2026-03-02T17:00:00Z" finishCode="1"><extractRefreshJob><notes>The job failed because the mock server was told to let it fail.</notes>`,
	} {
		if got := c.api("GET", path, "").inner(t); !strings.Contains(got, want) {
			t.Errorf("the job is %s, want %s", got, want)
		}
	}
}

func TestJobs_cancel(t *testing.T) {
	t.Parallel()
	server, c := startLibrary(t)
	id := c.startJob(refreshSales, "")
	ann := signIn(t, c.base, signInBody(annToken, ""))
	wantRefusal(t, ann.api("PUT", onDefaultSite+"/jobs/"+id, ""), 403, "403032")
	wantRefusal(t, c.api("PUT", onDefaultSite+"/jobs/"+noSuchID, ""), 404, "404018")
	if a := c.api("PUT", onDefaultSite+"/jobs/"+id, ""); a.status != 200 || a.body != "" {
		t.Errorf("answered %d %q", a.status, a.body)
	}
	wantRefusal(t, c.api("PUT", onDefaultSite+"/jobs/"+id, ""), 403, "403091")
	if got := c.api("GET", onDefaultSite+"/jobs/"+id, "").inner(t); !strings.Contains(got, `completedAt="2026-03-02T17:00:00Z" finishCode="2"`) {
		t.Errorf("the job is %s", got)
	}
	server.AdvanceClock(time.Hour)
	if got := server.Jobs()[0].Status; got != "Cancelled" {
		t.Errorf("later the job is %s", got)
	}
}

func TestJobs_filtersAndDetails(t *testing.T) {
	t.Parallel()
	server, c := startLibrary(t)
	nightly := server.AddJob(mockserver.Job{
		Type: "RefreshExtract", Datasource: "00000000-0000-0000-0000-0000000000d5", Status: "Failed", Notes: "nightly refresh: no such table",
		CreatedAt: at(t, "2026-03-01T01:00:00Z"), StartedAt: at(t, "2026-03-01T01:00:10Z"), EndedAt: at(t, "2026-03-01T01:00:20Z"), Progress: 100, Priority: 10,
	})
	mail := server.AddJob(mockserver.Job{Type: "Subscription", Title: "Weekly mail", Subscription: noSuchID})
	for query, want := range map[string]string{
		"jobType:eq:refresh_extracts":               nightly,
		"status:eq:Failed,priority:lt:50":           nightly,
		"notes:has:Nightly":                         nightly,
		"createdAt:gt:2026-03-02T00:00:00z":         mail,
		"title:has:mail":                            mail,
		"args:has:" + noSuchID:                      mail,
		"progress:lte:0":                            mail,
		"completedAt:lte:2026-03-01T01:00:20Z":      nightly,
		"subtitle:eq:Data%20Source":                 nightly,
		"jobType:in:[single_subscription_notify,x]": mail,
	} {
		got := c.api("GET", onDefaultSite+"/jobs?filter="+query, "").inner(t)
		if !strings.Contains(got, `totalAvailable="1"`) || !strings.Contains(got, want) {
			t.Errorf("%s answered %s, want %s", query, got, want)
		}
	}
	wantInner(t, c.api("GET", onDefaultSite+"/jobs/"+nightly, ""), `<job id="`+nightly+`" mode="Asynchronous" type="RefreshExtract" progress="100" `+
		`createdAt="2026-03-01T01:00:00Z" startedAt="2026-03-01T01:00:10Z" updatedAt="2026-03-01T01:00:20Z" completedAt="2026-03-01T01:00:20Z" finishCode="1">`+
		`<extractRefreshJob><notes>nightly refresh: no such table</notes><datasource id="00000000-0000-0000-0000-0000000000d5" name="Orders"/></extractRefreshJob></job>`)
	wantInner(t, c.api("GET", onDefaultSite+"/jobs/"+mail, ""), `<job id="`+mail+`" mode="Asynchronous" type="Subscription" progress="0" `+
		`createdAt="2026-03-02T17:00:00Z" updatedAt="2026-03-02T17:00:00Z" finishCode="1"><subscriptionJobType><notes/>`+
		`<subscriptionId>`+noSuchID+`</subscriptionId><subscriptionSubject>Weekly mail</subscriptionSubject></subscriptionJobType></job>`)
	if !server.UpdateJob(mail, func(j *mockserver.Job) { j.Status = "InProgress" }) || server.UpdateJob(noSuchID, func(*mockserver.Job) {}) {
		t.Error("the job is not updated")
	}
	if got := c.api("GET", onDefaultSite+"/jobs?filter=status:eq:InProgress", "").inner(t); !strings.Contains(got, mail) {
		t.Errorf("the running jobs are %s", got)
	}
}
