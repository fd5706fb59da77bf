package mockserver_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const (
	extractTasks = officeSite + "/tasks/extractRefreshes"
	onEarly      = officeSite + "/schedules/" + earlyID
)

var (
	extractTaskID = regexp.MustCompile(`<extractRefresh id="([^"]*)"`)
	addSales      = `<tsRequest><task><extractRefresh><workbook id="` + salesID + `"/></extractRefresh></task></tsRequest>`
	addAnns       = `<tsRequest><task><extractRefresh><workbook id="` + annsID + `"/></extractRefresh></task></tsRequest>`
	addOrders     = `<tsRequest><task><extractRefresh><datasource id="` + ordersID + `"/></extractRefresh></task></tsRequest>`
)

func TestAddToSchedule_answersTheReferencesExamples(t *testing.T) {
	for path, one := range map[string]struct{ body, content string }{
		"/workbooks":   {addSales, `<workbook id="` + salesID + `"/>`},
		"/datasources": {addOrders, `<datasource id="` + ordersID + `"/>`},
	} {
		_, c := startServerOffice(t, mockserver.Behaviour{})
		a := c.api("PUT", onEarly+path, one.body)
		wantStatus(t, a, 200)
		id := first(extractTaskID, a.body)
		task := `<extractRefresh id="` + id + `" priority="50" consecutiveFailedCount="0" type="RefreshExtractTask">`
		wantInner(t, a, `<task>`+task+`<schedule id="`+earlyID+`" name="Early" state="Active"/>`+one.content+`</extractRefresh></task>`)

		read := `<task>` + task + `<schedule id="` + earlyID + `" name="Early" state="Active" priority="50" createdAt="2026-01-02T03:04:05Z" ` +
			`updatedAt="2026-01-02T03:04:05Z" type="Extract" frequency="Daily" nextRunAt="2026-03-03T13:30:00Z"/>` + one.content + `</extractRefresh></task>`
		wantInner(t, c.api("GET", extractTasks+"/"+id, ""), read)
		wantInner(t, c.api("GET", extractTasks+"?filter=x:eq:y&pageSize=1&pageNumber=7", ""), `<tasks>`+read+`</tasks>`)
		wantInner(t, c.api("GET", onEarly+"/extracts", ""), `<pagination pageNumber="1" pageSize="100" totalAvailable="1"/>`+
			`<extracts><extract id="`+id+`" priority="50" type="FullRefresh">`+one.content+`</extract></extracts>`)

		wantStatus(t, c.api("DELETE", extractTasks+"/"+id, ""), 204)
		wantRefusal(t, c.api("DELETE", extractTasks+"/"+id, ""), 404, "404026")
		wantRefusal(t, c.api("GET", extractTasks+"/"+id, ""), 404, "404026")
		wantInner(t, c.api("GET", extractTasks, ""), `<tasks/>`)
	}
}

func TestAddToSchedule_refusals(t *testing.T) {
	_, c := startServerOffice(t, mockserver.Behaviour{})
	for name, one := range map[string]struct {
		path, body string
		status     int
		code       string
	}{
		"unknown schedule":        {officeSite + "/schedules/" + noSuchID + "/workbooks", addSales, 500, "500000"},
		"schedule of mails":       {officeSite + "/schedules/" + mailsID + "/datasources", addOrders, 400, "400047"},
		"unknown workbook":        {onEarly + "/workbooks", strings.Replace(addSales, salesID, noSuchID, 1), 404, "404006"},
		"unknown data source":     {onEarly + "/datasources", strings.Replace(addOrders, ordersID, noSuchID, 1), 404, "404004"},
		"data source as workbook": {onEarly + "/workbooks", addOrders, 400, "400000"},
		"workbook as data source": {onEarly + "/datasources", addSales, 400, "400000"},
		"no task":                 {onEarly + "/workbooks", `<tsRequest/>`, 400, "400000"},
		"no body":                 {onEarly + "/datasources", ``, 400, "400000"},
		"unknown site":            {"/sites/" + noSuchID + "/schedules/" + earlyID + "/workbooks", addSales, 404, "404000"},
	} {
		t.Run(name, func(t *testing.T) {
			c := c
			c.t = t
			wantRefusal(t, c.api("PUT", one.path, one.body), one.status, one.code)
		})
	}
	wantRefusal(t, c.as("ann", "").api("PUT", onEarly+"/workbooks", addSales), 403, "403032")
	wantRefusal(t, c.as("ann", "").api("PUT", onEarly+"/datasources", addOrders), 403, "403032")
	wantRefusal(t, c.api("POST", onEarly+"/workbooks", addSales), 405, "405000")
}

func TestAddToSchedule_warnsOfMissingCredentials(t *testing.T) {
	_, c := startServerOffice(t, mockserver.Behaviour{})
	a := c.as("ann", "").api("PUT", onEarly+"/workbooks", addAnns)
	wantStatus(t, a, 200)
	if want := `</task><warnings><warning message="The data connections have no embedded credentials`; !strings.Contains(a.inner(t), want) {
		t.Errorf("answered %s, want %s in it", a.body, want)
	}
}

func TestAddToSchedule_twice(t *testing.T) {
	server, c := startServerOffice(t, mockserver.Behaviour{})
	for range 2 {
		wantStatus(t, c.api("PUT", onEarly+"/workbooks", addSales), 200)
	}
	server.SetBehaviour(mockserver.Behaviour{RefuseDuplicateTasks: true})
	wantRefusal(t, c.api("PUT", onEarly+"/workbooks", addSales), 409, "409004")
	wantStatus(t, c.api("PUT", onEarly+"/datasources", addOrders), 200)
}

func TestExtractsOfSchedule_showTheRealTypeInPages(t *testing.T) {
	server, c := startServerOffice(t, mockserver.Behaviour{})
	early := mockserver.Timing{Schedule: "Early"}
	server.AddExtractTask(mockserver.ExtractTask{ID: "1", Workbook: salesID, Type: "IncrementalRefresh", Timing: early})
	server.AddExtractTask(mockserver.ExtractTask{ID: "2", Priority: 60, Timing: early})
	wantInner(t, c.api("GET", onEarly+"/extracts?pageSize=1", ""), `<pagination pageNumber="1" pageSize="1" totalAvailable="2"/>`+
		`<extracts><extract id="1" priority="50" type="IncrementalRefresh"><workbook id="`+salesID+`"/></extract></extracts>`)
	wantInner(t, c.api("GET", onEarly+"/extracts?pageSize=1&pageNumber=2", ""), `<pagination pageNumber="2" pageSize="1" totalAvailable="2"/>`+
		`<extracts><extract id="2" priority="60" type="FullRefresh"><datasource/></extract></extracts>`)
	wantRefusal(t, c.api("GET", onEarly+"/extracts?pageNumber=2", ""), 400, "400006")
	wantRefusal(t, c.api("GET", officeSite+"/schedules/"+noSuchID+"/extracts", ""), 404, "404")
	wantRefusal(t, c.api("GET", officeSite+"/schedules/"+mailsID+"/extracts", ""), 400, "400047")
	wantRefusal(t, c.as("ann", "").api("GET", onEarly+"/extracts", ""), 403, "403004")
}

func TestExtractTasks_areTheirOwners(t *testing.T) {
	_, c := startServerOffice(t, mockserver.Behaviour{})
	demos := first(extractTaskID, c.api("PUT", onEarly+"/workbooks", addSales).body)
	ann := c.as("ann", "")
	anns := first(extractTaskID, ann.api("PUT", onEarly+"/workbooks", addAnns).body)
	if got := ann.api("GET", extractTasks, "").inner(t); strings.Contains(got, demos) || !strings.Contains(got, anns) {
		t.Errorf("ann sees %s", got)
	}
	if got := c.as("bob", "").api("GET", extractTasks, "").inner(t); !strings.Contains(got, demos) || !strings.Contains(got, anns) {
		t.Errorf("an administrator sees %s", got)
	}
	wantRefusal(t, ann.api("GET", extractTasks+"/"+demos, ""), 403, "403004")
	wantRefusal(t, ann.api("DELETE", extractTasks+"/"+demos, ""), 403, "403004")
	wantRefusal(t, ann.api("POST", extractTasks+"/"+demos+"/runNow", `<tsRequest/>`), 403, "403004")
	wantStatus(t, ann.api("GET", extractTasks+"/"+anns, ""), 200)
}

func TestExtractTasks_ofVirtualConnectionsAndWithoutSchedule(t *testing.T) {
	server, c := startServerOffice(t, mockserver.Behaviour{})
	server.AddExtractTask(mockserver.ExtractTask{ID: seededTaskID})
	wantInner(t, c.api("GET", extractTasks, ""), `<tasks><task><extractRefresh id="`+seededTaskID+
		`" priority="50" consecutiveFailedCount="0" type="RefreshExtractTask"/></task></tasks>`)
	wantRefusal(t, c.api("GET", extractTasks+"/"+seededTaskID, ""), 404, "404026")
	wantRefusal(t, c.api("POST", extractTasks+"/"+seededTaskID+"/runNow", ""), 403, "403004")
}

func TestExtractTasks_theIndexLags(t *testing.T) {
	_, c := startServerOffice(t, mockserver.Behaviour{IndexLag: 2})
	id := first(extractTaskID, c.api("PUT", onEarly+"/workbooks", addSales).body)
	wantRefusal(t, c.api("GET", extractTasks+"/"+id, ""), 404, "404026")
	wantInner(t, c.api("GET", extractTasks, ""), `<tasks/>`)
	wantStatus(t, c.api("GET", extractTasks+"/"+id, ""), 200)
}

func TestRunExtractTask(t *testing.T) {
	server, c := startServerOffice(t, mockserver.Behaviour{FailJobs: true})
	server.AddExtractTask(mockserver.ExtractTask{ID: seededTaskID, Workbook: salesID, Type: "IncrementalRefresh"})
	server.AddFlowTask(mockserver.FlowTask{ID: noSuchID, Flow: plainID})
	a := c.api("POST", extractTasks+"/"+seededTaskID+"/runNow", `<tsRequest/>`)
	wantStatus(t, a, 200)
	job := server.Jobs()[0]
	wantInner(t, a, `<job id="`+job.ID+`" mode="Asynchronous" type="RefreshExtract" createdAt="2026-03-02T17:00:00Z"/>`)
	if job.JobType != "increment_extracts" || job.Task != seededTaskID || job.Workbook != salesID {
		t.Errorf("the job is %+v", job)
	}
	wantRefusal(t, c.api("POST", extractTasks+"/"+seededTaskID+"/runNow", ""), 409, "409093")
	server.AdvanceClock(10 * time.Minute)
	if got := server.ExtractTasks()[0].ConsecutiveFailures; got != 1 {
		t.Errorf("failed %d times in a row, want 1", got)
	}
	wantRefusal(t, c.api("POST", extractTasks+"/"+noSuchID+"/runNow", ""), 403, "403047")
	wantRefusal(t, c.api("POST", extractTasks+"/x/runNow", ""), 404, "404026")
	wantRefusal(t, c.api("POST", extractTasks+"/"+seededTaskID+"/runNow", "<tsRequest><now/></tsRequest>"), 400, "400000")
	server.SetBehaviour(mockserver.Behaviour{RunNowDisabled: true})
	wantRefusal(t, c.api("POST", extractTasks+"/"+seededTaskID+"/runNow", ""), 409, "409082")
	server.SetBehaviour(mockserver.Behaviour{})
	wantStatus(t, c.api("POST", extractTasks+"/"+seededTaskID+"/runNow", ""), 200)
	server.AdvanceClock(10 * time.Minute)
	if got := server.ExtractTasks()[0].ConsecutiveFailures; got != 0 {
		t.Errorf("failed %d times in a row after a success", got)
	}
}

func TestExtractTasks_changeBehindTheClientsBacks(t *testing.T) {
	server, c := startServerOffice(t, mockserver.Behaviour{})
	later := server.AddSchedule(mockserver.Schedule{Name: "Later"})
	id := server.AddExtractTask(mockserver.ExtractTask{Workbook: salesID, Timing: mockserver.Timing{Schedule: "Early"}})
	if !server.UpdateExtractTask(id, func(task *mockserver.ExtractTask) { task.Schedule = "Later" }) {
		t.Fatal("there is no such task")
	}
	if got := c.api("GET", extractTasks+"/"+id, "").inner(t); !strings.Contains(got, `<schedule id="`+later+`" name="Later"`) {
		t.Errorf("moved to another schedule: %s", got)
	}
	server.DeleteSchedule(later)
	if got := c.api("GET", extractTasks+"/"+id, "").inner(t); strings.Contains(got, "<schedule") {
		t.Errorf("without its schedule: %s", got)
	}
	if !server.DeleteExtractTask(id) || server.DeleteExtractTask(id) || server.UpdateExtractTask(id, func(*mockserver.ExtractTask) {}) {
		t.Error("the task was not deleted once")
	}
	id = server.AddExtractTask(mockserver.ExtractTask{Workbook: salesID})
	server.DeleteWorkbook(salesID)
	wantRefusal(t, c.api("GET", extractTasks+"/"+id, ""), 404, "404026")
}

func TestDeleteSchedule_inUse(t *testing.T) {
	server, c := startServerOffice(t, mockserver.Behaviour{})
	early, flows, mails := mockserver.Timing{Schedule: "Early"}, mockserver.Timing{Schedule: "Flows"}, mockserver.Timing{Schedule: "Mails"}
	server.AddExtractTask(mockserver.ExtractTask{Workbook: salesID, Timing: early})
	server.AddFlowTask(mockserver.FlowTask{Flow: plainID, Timing: flows})
	server.AddSubscription(mockserver.Subscription{Subject: "s", Content: salesID, Timing: mails})
	for _, id := range []string{earlyID, flowsID, mailsID} {
		wantRefusal(t, c.api("DELETE", "/schedules/"+id, ""), 400, "400059")
	}
	server.SetBehaviour(mockserver.Behaviour{DeleteScheduleInUse: true})
	for _, id := range []string{earlyID, flowsID, mailsID} {
		wantStatus(t, c.api("DELETE", "/schedules/"+id, ""), 204)
	}
	if left := len(server.ExtractTasks()) + len(server.FlowTasks()) + len(server.Subscriptions()); left != 0 {
		t.Errorf("%d are left without a schedule", left)
	}
}
