package tableau_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

const (
	onTheSite  = "/api/3.24/sites/9a8b7c6d-5e4f-3a2b-1c0d-9e8f7a6b5c4d"
	taskURI    = onTheSite + "/tasks/extractRefreshes/"
	tasksURI   = onTheSite + "/tasks/extractRefreshes"
	extracts   = onTheSite + "/schedules/s1/extracts"
	addToS1    = onTheSite + "/schedules/s1/workbooks"
	noExtracts = `<tsResponse xmlns="http://tableau.com/api"><pagination pageNumber="1" pageSize="1000" totalAvailable="0"/><extracts/></tsResponse>`
	noTasks    = `<tsResponse xmlns="http://tableau.com/api"><tasks/></tsResponse>`
	serverTask = `<extractRefresh id="%s" priority="50" consecutiveFailedCount="2" type="RefreshExtractTask"><schedule id="s1" name="Early" state="Active" nextRunAt="2026-03-03T10:15:00Z"/><workbook id="w1"/></extractRefresh>`
	cloudTask  = `<extractRefresh id="%s" priority="50" consecutiveFailedCount="0" type="RefreshExtractTask"><schedule frequency="Weekly" nextRunAt="2026-03-03T04:50:00Z"><frequencyDetails start="21:50:00"><intervals><interval weekDay="Wednesday"/></intervals></frequencyDetails></schedule><workbook id="w1"/></extractRefresh>`
)

var sales = tableau.RefreshTarget{WorkbookID: "w1"}

// oneTask answers get, or adding to a schedule.
func oneTask(form, id string) string {
	return `<tsResponse xmlns="http://tableau.com/api"><task>` + fmt.Sprintf(form, id) + `</task></tsResponse>`
}

func tasks(form string, ids ...string) string {
	var b strings.Builder
	for _, id := range ids {
		fmt.Fprintf(&b, "<task>"+form+"</task>", id)
	}
	return `<tsResponse xmlns="http://tableau.com/api"><tasks>` + b.String() + `</tasks></tsResponse>`
}

// extractList is the tasks of a schedule; each is like `id="t1" type="FullRefresh"><workbook id="w1"/`.
func extractList(all ...string) string {
	var b strings.Builder
	for _, extract := range all {
		b.WriteString("<extract priority=\"50\" " + extract + "></extract>")
	}
	return fmt.Sprintf(`<tsResponse xmlns="http://tableau.com/api"><pagination pageNumber="1" pageSize="1000" totalAvailable="%d"/><extracts>%s</extracts></tsResponse>`, len(all), b.String())
}

func TestExtractRefreshTasks_readWhatBothProductsShow(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET "+taskURI+"t1", oneTask(serverTask, "t1"))
	f.answer("GET "+taskURI+"t2", oneTask(cloudTask, "t2"))
	client := f.client(t)
	onServer, err := client.ExtractRefreshTasks().Get(t.Context(), "t1")
	if err != nil || onServer.Target() != sales || onServer.Schedule.ID != "s1" || onServer.Schedule.NextRunAt != "2026-03-03T10:15:00Z" || onServer.ConsecutiveFailures != 2 || onServer.RefreshType() != "" {
		t.Errorf("got %+v, %v", onServer, err)
	}
	onCloud, err := client.ExtractRefreshTasks().Get(t.Context(), "t2")
	if err != nil || onCloud.Schedule.ID != "" || onCloud.Schedule.FrequencyDetails.Start != "21:50:00" || onCloud.Priority != 50 {
		t.Errorf("got %+v, %v", onCloud, err)
	}
}

func TestExtractRefreshTasks_bothSpellingsOfTheTypeAreRead(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		"FullRefresh": "FullRefresh", "IncrementalRefresh": "IncrementalRefresh", "IncrementalExtract": "IncrementalRefresh",
		"RefreshExtractTask": "", "REFRESH_EXTRACT": "", "": "",
	} {
		if got := (tableau.ExtractRefreshTask{Kind: written}).RefreshType(); got != want {
			t.Errorf("%q is read as %q, want %q", written, got, want)
		}
	}
}

func TestExtractRefreshTasks_onlyTheTasksOwnCodeMeansNotFound(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]bool{"404026": true, "404027": false, "404000": false, "404003": false, "403004": false, "404": false} {
		f := newFake(t)
		f.mux.HandleFunc(taskURI+"t1", status(404, refusal(code, "Not found", "")))
		client := f.client(t)
		_, err := client.ExtractRefreshTasks().Get(t.Context(), "t1")
		if tableau.IsNotFound(err) != want {
			t.Errorf("get, %s: %v", code, err)
		}
		if err := client.ExtractRefreshTasks().Delete(t.Context(), "t1"); tableau.IsNotFound(err) != want {
			t.Errorf("delete, %s: %v", code, err)
		}
	}
}

func TestExtractRefreshTasks_listToleratesWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET "+tasksURI, `<tsResponse xmlns="http://tableau.com/api"><tasks>
		<task><extractRefresh id="t1"><datasource id="d1" name="Orders"/></extractRefresh></task>
		<task><extractRefresh id="t2" type="New"/></task>
		<task><extractRefresh id="t3"><view id="v1"/><schedule/></extractRefresh></task>
		<task><flowRun id="t4"/></task><task/>
	</tasks></tsResponse>`)
	var ids []string
	for task, err := range f.client(t).ExtractRefreshTasks().All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, task.ID+" "+task.Target().DatasourceID)
	}
	if got := strings.Join(ids, ","); got != "t1 d1,t2 ,t3 " {
		t.Errorf("listed %s", got)
	}
}

func TestExtractRefreshTasks_anAnswerWithoutAListIsNoEmptyList(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.inTurn("GET "+tasksURI, body(noTasks), body(`<tsResponse xmlns="http://tableau.com/api"/>`))
	client := f.client(t, func(c *tableau.Config) { c.MaxRetries = 0 })
	for task, err := range client.ExtractRefreshTasks().All(t.Context()) {
		t.Errorf("listed %+v, %v", task, err)
	}
	for _, err := range client.ExtractRefreshTasks().All(t.Context()) {
		if err == nil || !strings.Contains(err.Error(), "it holds no list") {
			t.Errorf("got %v", err)
		}
		return
	}
	t.Error("an answer without a list was taken for one")
}

func TestAddToSchedule_isSentOnceAndGivesTheWarnings(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET "+extracts, noExtracts)
	f.mux.HandleFunc("PUT "+addToS1, func(w http.ResponseWriter, r *http.Request) {
		sent, _ := io.ReadAll(r.Body)
		if want := `<tsRequest xmlns="http://tableau.com/api"><task><extractRefresh><workbook id="w1"></workbook></extractRefresh></task></tsRequest>`; !strings.HasSuffix(string(sent), want) {
			t.Errorf("sent %s\nwant %s", sent, want)
		}
		io.WriteString(w, strings.Replace(oneTask(serverTask, "t1"), "</tsResponse>", `<warnings><warning message="No credentials"/></warnings></tsResponse>`, 1))
	})
	made, warnings, err := f.client(t).ExtractRefreshTasks().AddToSchedule(t.Context(), "s1", sales)
	if err != nil || made.ID != "t1" || len(warnings) != 1 || warnings[0] != "No credentials" {
		t.Errorf("got %+v, %v, %v", made, warnings, err)
	}
	if n := f.count("PUT " + addToS1); n != 1 {
		t.Errorf("sent %d times", n)
	}
}

func TestAddToSchedule_lostAnswersAreLookedUpBeforeItIsSentAgain(t *testing.T) {
	t.Parallel()
	mine := `id="t1" type="FullRefresh"><workbook id="w1"/`
	for name, test := range map[string]struct {
		before, after string
		sent          int
	}{
		"made":     {noExtracts, extractList(mine), 1},
		"not made": {noExtracts, noExtracts, 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.inTurn("GET "+extracts, body(test.before), body(test.before), body(test.after))
			f.mux.HandleFunc("PUT "+addToS1, dropped)
			made, _, err := f.client(t).ExtractRefreshTasks().AddToSchedule(t.Context(), "s1", sales)
			if wantMade := name == "made"; (err == nil) != wantMade || (made.ID == "t1") != wantMade || tableau.IsUncertain(err) == wantMade {
				t.Errorf("got %+v, %v", made, err)
			}
			if n := f.count("PUT " + addToS1); n != test.sent {
				t.Errorf("sent %d times, want %d", n, test.sent)
			}
		})
	}
}

// TestAddToSchedule_aRefusalAfterALostAnswerIsLookedUpToo: the service refuses
// what it has, and its lists show it later than promised.
func TestAddToSchedule_aRefusalAfterALostAnswerIsLookedUpToo(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.inTurn("PUT "+addToS1, dropped, status(409, refusal("409004", "Conflict", "It is there")))
	f.mux.HandleFunc("GET "+extracts, func(w http.ResponseWriter, r *http.Request) {
		if f.count("PUT "+addToS1) < 2 {
			body(noExtracts)(w, r)
			return
		}
		body(extractList(`id="t1" type="FullRefresh"><workbook id="w1"/`))(w, r)
	})
	made, _, err := f.client(t, func(c *tableau.Config) { c.RetryUnit = time.Millisecond }).ExtractRefreshTasks().AddToSchedule(t.Context(), "s1", sales)
	if err != nil || made.ID != "t1" {
		t.Errorf("got %+v, %v", made, err)
	}
}

func TestAddToSchedule_whatIsThereAlreadyIsNotAddedAgain(t *testing.T) {
	t.Parallel()
	forbidden := status(403, refusal("403004", "Forbidden", ""))
	for name, test := range map[string]struct {
		extracts, list http.HandlerFunc
		change         func(*tableau.Config)
	}{
		"the schedule's list tells":        {body(extractList(`id="t1" type="FullRefresh"><workbook id="w1"/`)), forbidden, noRetries},
		"the schedule's list is forbidden": {forbidden, body(tasks(serverTask, "t1")), noRetries},
		"a token that may not list them":   {status(401, ended), body(tasks(serverTask, "t1")), withApp},
		"its content has no ids":           {body(extractList(`id="t1" type="FullRefresh"><workbook/`)), body(tasks(serverTask, "t1")), noRetries},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.mux.HandleFunc("GET "+extracts, test.extracts)
			f.mux.HandleFunc("GET "+tasksURI, test.list)
			_, _, err := f.client(t, test.change).ExtractRefreshTasks().AddToSchedule(t.Context(), "s1", sales)
			var already *tableau.AlreadyOnScheduleError
			if !errors.As(err, &already) || already.TaskID != "t1" {
				t.Errorf("got %v", err)
			}
			if n := f.count("PUT " + addToS1); n != 0 {
				t.Errorf("sent %d times", n)
			}
		})
	}
}

func TestAddToSchedule_anInternalErrorOfAScheduleThatIsGoneSaysSo(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET "+extracts, noExtracts)
	f.mux.HandleFunc("PUT "+addToS1, status(500, refusal("500000", "Internal Server Error", "")))
	f.mux.HandleFunc("GET /api/3.24/schedules/s1", status(404, refusal("404027", "Schedule not found", "")))
	_, _, err := f.client(t).ExtractRefreshTasks().AddToSchedule(t.Context(), "s1", sales)
	if !tableau.IsNotFound(err) || strings.Contains(err.Error(), "500000") {
		t.Errorf("got %v", err)
	}
	if n := f.count("PUT " + addToS1); n != 1 {
		t.Errorf("sent %d times, want once: it is no fault that passes", n)
	}
}

// onCloud is what a test asks Cloud for.
func onCloud(refreshType string) tableau.ExtractRefreshSettings {
	return tableau.ExtractRefreshSettings{
		Target: sales, Type: refreshType, Frequency: "Daily",
		FrequencyDetails: tableau.FrequencyDetails{Start: "18:30:00", End: "18:30:00", Intervals: &tableau.Intervals{Interval: []tableau.Interval{{Hours: "24"}, {WeekDay: "Sunday"}}}},
	}
}

func anyTask(tableau.ExtractRefreshTask) bool { return true }

const createdOnCloud = `<tsResponse xmlns="http://tableau.com/api"><extractRefresh id="t1" consecutiveFailedCount="0" type="IncrementalRefresh"><workbook id="w1"/></extractRefresh>` +
	`<schedule id="other" frequency="Daily"><frequencyDetails start="18:30:00"/></schedule></tsResponse>`

func TestCreateOnCloud_sendsTaskAndScheduleSideBySide(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET "+tasksURI, noTasks)
	const want = `<tsRequest xmlns="http://tableau.com/api"><extractRefresh type="FullRefresh"><workbook id="w1"></workbook></extractRefresh>` +
		`<schedule frequency="Daily"><frequencyDetails start="18:30:00" end="18:30:00"><intervals><interval hours="24"></interval><interval weekDay="Sunday"></interval></intervals></frequencyDetails></schedule></tsRequest>`
	f.mux.HandleFunc("POST "+tasksURI, func(w http.ResponseWriter, r *http.Request) {
		if sent, _ := io.ReadAll(r.Body); !strings.HasSuffix(string(sent), want) {
			t.Errorf("sent %s\nwant %s", sent, want)
		}
		io.WriteString(w, createdOnCloud)
	})
	made, err := f.client(t).ExtractRefreshTasks().Create(t.Context(), onCloud("FullRefresh"), anyTask)
	if err != nil || made.ID != "t1" {
		t.Errorf("got %+v, %v", made, err)
	}
}

func TestCreateOnCloud_lostAnswersAreLookedUpAmongNewTasks(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.inTurn("GET "+tasksURI, body(tasks(cloudTask, "old")), body(tasks(cloudTask, "old")), body(tasks(cloudTask, "old", "new")))
	f.mux.HandleFunc("POST "+tasksURI, dropped)
	client := f.client(t)
	notTheOld := func(task tableau.ExtractRefreshTask) bool { return task.ID != "old" }
	made, err := client.ExtractRefreshTasks().Create(t.Context(), onCloud("FullRefresh"), notTheOld)
	if err != nil || made.ID != "new" {
		t.Errorf("got %+v, %v", made, err)
	}
	// What this client made is no longer new, and what is not as asked for is another's.
	for _, isIt := range []func(tableau.ExtractRefreshTask) bool{notTheOld, func(tableau.ExtractRefreshTask) bool { return false }} {
		if made, err := client.ExtractRefreshTasks().Create(t.Context(), onCloud("FullRefresh"), isIt); !tableau.IsUncertain(err) {
			t.Errorf("got %+v, %v", made, err)
		}
	}
}

func TestCreateOnCloud_interruptedIsLookedUpOnce(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	ctx, interrupt := context.WithCancel(t.Context())
	f.inTurn("GET "+tasksURI, body(noTasks), body(tasks(cloudTask, "t1")))
	f.mux.HandleFunc("POST "+tasksURI, func(http.ResponseWriter, *http.Request) {
		interrupt()
		<-ctx.Done()
		panic(http.ErrAbortHandler)
	})
	made, err := f.client(t).ExtractRefreshTasks().Create(ctx, onCloud("FullRefresh"), anyTask)
	if err != nil || made.ID != "t1" {
		t.Errorf("got %+v, %v", made, err)
	}
}

func TestCreateOnCloud_interruptedWhileItIsLookedForIsLookedUpOnceMore(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	ctx, interrupt := context.WithCancel(t.Context())
	f.inTurn("GET "+tasksURI, body(noTasks), func(http.ResponseWriter, *http.Request) {
		interrupt()
		panic(http.ErrAbortHandler)
	}, body(tasks(cloudTask, "t1")))
	f.mux.HandleFunc("POST "+tasksURI, dropped)
	made, err := f.client(t).ExtractRefreshTasks().Create(ctx, onCloud("FullRefresh"), anyTask)
	if err != nil || made.ID != "t1" {
		t.Errorf("got %+v, %v", made, err)
	}
}

func TestUpdateOnCloud_isSentAgainAndNeedsNoWholeAnswer(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.inTurn("POST "+taskURI+"t1", dropped, truncated(createdOnCloud), body(`<tsResponse xmlns="http://tableau.com/api"><extractRefresh/></tsResponse>`))
	if err := f.client(t).ExtractRefreshTasks().Update(t.Context(), "t1", onCloud("FullRefresh")); err != nil {
		t.Error(err)
	}
	if n := f.count("POST " + taskURI + "t1"); n != 3 {
		t.Errorf("sent %d times, want 3", n)
	}
}

func TestExtractRefreshTasks_awaitsTheIndex(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	missing := status(404, refusal("404026", "Task not found", ""))
	f.inTurn("GET "+taskURI+"t1", missing, missing, body(oneTask(serverTask, "t1")))
	found, err := f.client(t).ExtractRefreshTasks().Await(t.Context(), "t1", anyTask)
	if err != nil || found.ID != "t1" {
		t.Errorf("got %+v, %v", found, err)
	}
	f.mux.HandleFunc("GET "+taskURI+"t2", missing)
	if _, err := f.client(t).ExtractRefreshTasks().Await(t.Context(), "t2", anyTask); !tableau.IsNotFound(err) {
		t.Errorf("got %v", err)
	}
}

func TestAddToSchedule_manyAdditionsListTheScheduleOnce(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET "+extracts, noExtracts)
	workbooks := []string{"w1", "w2", "w3", "w4"}
	var made []http.HandlerFunc
	for i, workbook := range workbooks {
		made = append(made, body(strings.Replace(oneTask(serverTask, fmt.Sprintf("t%d", i)), `workbook id="w1"`, `workbook id="`+workbook+`"`, 1)))
	}
	f.inTurn("PUT "+addToS1, made...)
	tasks := f.client(t).ExtractRefreshTasks()
	for _, workbook := range workbooks {
		if _, _, err := tasks.AddToSchedule(t.Context(), "s1", tableau.RefreshTarget{WorkbookID: workbook}); err != nil {
			t.Error(err)
		}
	}
	var already *tableau.AlreadyOnScheduleError
	if _, _, err := tasks.AddToSchedule(t.Context(), "s1", tableau.RefreshTarget{WorkbookID: "w3"}); !errors.As(err, &already) {
		t.Errorf("what this client added is added again: %v", err)
	}
	if n := f.count("GET " + extracts); n != 1 {
		t.Errorf("the schedule was listed %d times, want once", n)
	}
}

func TestCreateOnCloud_ofATaskThatIsThereIsRefusedUnlessItIsGone(t *testing.T) {
	t.Parallel()
	const untold = `<extractRefresh id="%s"><schedule frequency="Weekly"/><workbook id="w1"/></extractRefresh>`
	for name, test := range map[string]struct {
		listed  string
		get     http.HandlerFunc
		refused bool
	}{
		"there":         {tasks(cloudTask, "old"), body(oneTask(cloudTask, "old")), true},
		"gone":          {tasks(cloudTask, "old"), status(404, refusal("404026", "Task not found", "")), false},
		"without times": {tasks(untold, "old"), body(oneTask(untold, "old")), false},
	} {
		f := newFake(t)
		f.answer("GET "+tasksURI, test.listed)
		f.mux.HandleFunc("GET "+taskURI+"old", test.get)
		f.answer("POST "+tasksURI, createdOnCloud)
		_, err := f.client(t).ExtractRefreshTasks().Create(t.Context(), onCloud("FullRefresh"), anyTask)
		var exists *tableau.ExistsError
		if errors.As(err, &exists) != test.refused || (err != nil) != test.refused || f.count("POST "+tasksURI) == 1 == test.refused {
			t.Errorf("%s: got %v after %v", name, err, f.requests)
		}
	}
}
