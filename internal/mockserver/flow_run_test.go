package mockserver_test

import (
	"strings"
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const (
	runClean = onDefaultSite + "/flows/00000000-0000-0000-0000-0000000000d6/run"
	runPlain = onDefaultSite + "/flows/00000000-0000-0000-0000-0000000000d7/run"
)

// cleanSpec asks for a run of the flow Clean with what stands in the spec.
func cleanSpec(attributes, children string) string {
	return `<tsRequest><flowRunSpec flowId="00000000-0000-0000-0000-0000000000d6"` + attributes + `>` + children + `</flowRunSpec></tsRequest>`
}

func parameter(id, value string) string {
	return `<flowParameterSpecs><flowParameterSpec parameterId="00000000-0000-0000-0000-0000000000` + id + `" overrideValue="` + value + `"/></flowParameterSpecs>`
}

func TestFlowRuns_runFlowMakesAJobAndARun(t *testing.T) {
	t.Parallel()
	server, c := startLibrary(t)
	ann := signIn(t, c.base, signInBody(annToken, ""))
	a := ann.api("POST", runClean, cleanSpec(` runMode="incremental"`,
		parameter("b1", "South")+`<flowOutputSteps><flowOutputStep id="00000000-0000-0000-0000-0000000000c1"/></flowOutputSteps>`))
	wantStatus(t, a, 200)
	job := server.Jobs()[0]
	wantInner(t, a, `<job id="`+job.ID+`" mode="Asynchronous" type="RunFlow" createdAt="2026-03-02T17:00:00Z"><runFlowJobType flowRunId="`+job.FlowRun+`">`+
		`<flow id="00000000-0000-0000-0000-0000000000d6" name="Clean"/></runFlowJobType></job>`)
	run := ` id="` + job.FlowRun + `" flowId="00000000-0000-0000-0000-0000000000d6" status="Pending" completedAt="" progress="0" backgroundJobId="` + job.ID + `">` +
		`<flowParameterRuns><parameterRuns parameterId="00000000-0000-0000-0000-0000000000b1" name="Region" description="" overrideValue="South"/></flowParameterRuns>`
	wantInner(t, c.api("GET", onDefaultSite+"/flows/runs/"+job.FlowRun, ""), `<flowRun`+run+`</flowRun>`)
	wantInner(t, c.api("GET", onDefaultSite+"/flows/runs", ""), `<flowRuns><flowRuns`+run+`</flowRuns></flowRuns>`)
	server.AdvanceClock(time.Hour)
	wantInner(t, c.api("GET", onDefaultSite+"/jobs/"+job.ID, ""), `<job id="`+job.ID+`" mode="Asynchronous" type="RunFlow" progress="100" `+
		`createdAt="2026-03-02T17:00:00Z" startedAt="2026-03-02T17:00:30Z" updatedAt="2026-03-02T17:02:30Z" completedAt="2026-03-02T17:02:30Z" finishCode="0">`+
		`<runFlowJobType flowRunId="`+job.FlowRun+`"><notes/><flow id="00000000-0000-0000-0000-0000000000d6" name="Clean"/></runFlowJobType></job>`)
}

func TestFlowRuns_refusalsOfRunFlow(t *testing.T) {
	t.Parallel()
	server, c := startLibrary(t)
	for name, one := range map[string]struct {
		path, body string
		status     int
		code       string
	}{
		"mode":               {runClean, cleanSpec(` runMode="half"`, parameter("b1", "North")), 400, "400132"},
		"mode in the query":  {runPlain + "?flowRunMode=Full", ``, 400, "400132"},
		"another flow":       {runPlain, cleanSpec(``, ``), 400, "400000"},
		"no flow":            {runClean, `<tsRequest><flowRunSpec/></tsRequest>`, 400, "400000"},
		"output step":        {runPlain + "?flowOutputStepIds=" + noSuchID, ``, 400, "400000"},
		"value":              {runClean, cleanSpec(``, parameter("b1", "West")), 400, "400148"},
		"value out of range": {runClean, cleanSpec(``, parameter("b2", "11")), 400, "400148"},
		"required parameter": {runClean, cleanSpec(``, parameter("b2", "10")), 400, "400149"},
		"unknown parameter":  {runClean, cleanSpec(``, parameter("b9", "x")), 404, "404043"},
		"unknown flow":       {onDefaultSite + "/flows/" + noSuchID + "/run", ``, 404, "404027"},
	} {
		if a := c.api("POST", one.path, one.body); a.status != one.status || a.code() != one.code {
			t.Errorf("%s: answered %d %s, want %d with code %s", name, a.status, a.body, one.status, one.code)
		}
	}
	c.startJob(runPlain+"?flowRunMode=incremental", `<tsRequest/>`)
	wantRefusal(t, c.api("POST", runPlain, ""), 409, "409093")
	server.SetBehaviour(mockserver.Behaviour{FlowParametersDisabled: true})
	wantRefusal(t, c.api("POST", runClean, ""), 403, "403149")
	server.SetBehaviour(mockserver.Behaviour{AnyParameterValueDisabled: true})
	wantRefusal(t, c.api("POST", runClean, ""), 403, "403150")
	server.SetBehaviour(mockserver.Behaviour{RunNowDisabled: true})
	wantRefusal(t, c.api("POST", runPlain, ""), 409, "409082")
}

func TestFlowRuns_filtersAndPages(t *testing.T) {
	t.Parallel()
	server, c := startLibrary(t)
	clean := server.AddJob(mockserver.Job{Type: "RunFlow", Flow: "00000000-0000-0000-0000-0000000000d6", Owner: "ann", Status: "InProgress", Progress: 40})
	plain := server.AddJob(mockserver.Job{Type: "RunFlow", Flow: "00000000-0000-0000-0000-0000000000d7", StartedAt: at(t, "2026-03-02T16:00:00Z")})
	server.AddJob(mockserver.Job{Type: "RefreshExtract", Workbook: "00000000-0000-0000-0000-0000000000d1"})
	for query, want := range map[string]string{
		"flowId:eq:00000000-0000-0000-0000-0000000000d6": clean,
		"userId:eq:00000000-0000-0000-0000-0000000000a1": clean,
		"progress:gt:10": clean,
		"status:eq:Pending,startedAt:lt:2026-03-02T17:00:00Z":    plain,
		"flowId:in:[00000000-0000-0000-0000-0000000000d7,other]": plain,
	} {
		got := c.api("GET", onDefaultSite+"/flows/runs?filter="+query, "").inner(t)
		if strings.Count(got, "backgroundJobId") != 1 || !strings.Contains(got, want) {
			t.Errorf("%s answered %s, want %s", query, got, want)
		}
	}
	wantRefusal(t, c.api("GET", onDefaultSite+"/flows/runs?filter=userId:eq:"+noSuchID, ""), 404, "404002")
	if got := c.api("GET", onDefaultSite+"/flows/runs?pageSize=1", "").inner(t); strings.Count(got, "backgroundJobId") != 2 || strings.Contains(got, "pagination") {
		t.Errorf("without pages the list is %s", got)
	}
	server.SetBehaviour(mockserver.Behaviour{PaginateFlowRuns: true})
	got := c.api("GET", onDefaultSite+"/flows/runs?pageSize=1&pageNumber=2", "").inner(t)
	if !strings.HasPrefix(got, `<pagination pageNumber="2" pageSize="1" totalAvailable="2"/><flowRuns><flowRuns id=`) || !strings.Contains(got, plain) {
		t.Errorf("the second page is %s", got)
	}
	wantRefusal(t, c.send("GET", "/api/3.9"+onDefaultSite+"/flows/runs", ""), 404, "404003")
}

func TestFlowRuns_cancel(t *testing.T) {
	t.Parallel()
	server, c := startLibrary(t)
	ann := signIn(t, c.base, signInBody(annToken, ""))
	c.startJob(runPlain, "")
	theirs := onDefaultSite + "/flows/runs/" + server.Jobs()[0].FlowRun
	wantRefusal(t, ann.api("PUT", theirs, ""), 403, "403137")
	wantStatus(t, c.api("PUT", theirs, ""), 200)
	wantRefusal(t, c.api("PUT", theirs, ""), 403, "403135")
	wantRefusal(t, c.api("PUT", onDefaultSite+"/flows/runs/"+noSuchID, ""), 404, "404036")
	if got := c.api("GET", theirs, "").inner(t); !strings.Contains(got, `status="Cancelled" completedAt="2026-03-02T17:00:00Z"`) {
		t.Errorf("the run is %s", got)
	}
	server.AdvanceClock(time.Second)
	ann.startJob(runPlain, "")
	wantStatus(t, ann.api("PUT", onDefaultSite+"/flows/runs/"+server.Jobs()[1].FlowRun, ""), 200)
}
