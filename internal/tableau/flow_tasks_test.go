package tableau_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

const (
	flowTaskPath   = onSite + "/tasks/runFlow"
	getFlowTask    = "GET " + flowTaskPath + "/8a78"
	deleteFlowTask = "DELETE " + flowTaskPath + "/8a78"
	addFlow        = "PUT " + onSite + "/schedules/99e8/flows"
	postFlowTask   = "POST " + onSite + "/tasks/flows"
	noFlowTask     = `<tsResponse xmlns="http://tableau.com/api"><error code="404026"><summary>Task not found</summary><detail/></error></tsResponse>`
	noFlowTasks    = `<tsResponse xmlns="http://tableau.com/api"><tasks/></tsResponse>`

	onDemo = `<schedule id="99e8" name="demo" state="Active" priority="50" createdAt="2021-12-09T19:21:09Z" type="Flow" frequency="Hourly" nextRunAt="2022-01-20T00:00:00Z"/>`
	ofPrep = `<flow id="d007" name="Prep"/>`
)

// flowTaskWith is an answer with one task, and flowTasksWith a list of them.
func flowTaskWith(content string) string {
	return `<tsResponse xmlns="http://tableau.com/api" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><task>` + flowRunWith("8a78", content) + `</task></tsResponse>`
}

func flowTasksWith(runs ...string) string {
	return `<tsResponse xmlns="http://tableau.com/api"><tasks><task>` + strings.Join(runs, "</task><task>") + `</task></tasks></tsResponse>`
}

func flowRunWith(id, content string) string {
	return `<flowRun id="` + id + `" priority="50" consecutiveFailedCount="2" type="RunFlowTask">` + content + `</flowRun>`
}

// TestFlowTaskGet_readsValuesWhereverTheyStand has the spelling of the reference,
// that of the schema, Cloud's, and the parameters of a read.
func TestFlowTaskGet_readsValuesWhereverTheyStand(t *testing.T) {
	t.Parallel()
	two := []tableau.FlowTaskParameter{{ID: "a2fb", Name: "count", Value: "2"}}
	for name, test := range map[string]struct {
		content string
		want    tableau.FlowTask
	}{
		"reference": {`<flowParametersRuns><parameterRuns parameterId="a2fb" name="count" description="d" overrideValue="2"/></flowParametersRuns>`, tableau.FlowTask{Overrides: two}},
		"schema":    {`<flowParameterRuns><parameterRuns parameterId="a2fb" name="count" overrideValue="2"/></flowParameterRuns>`, tableau.FlowTask{Overrides: two}},
		"cloud": {
			`<flowRunSpec flowId="d007"><flowOutputSteps><flowOutputStep id="485c" name="Output"/></flowOutputSteps><flowParameterSpecs><flowParameterSpec parameterId="a2fb" overrideValue="2"/></flowParameterSpecs></flowRunSpec>`,
			tableau.FlowTask{Overrides: []tableau.FlowTaskParameter{{ID: "a2fb", Value: "2"}}, OutputSteps: []tableau.FlowOutputStep{{ID: "485c", Name: "Output"}}},
		},
		"read": {
			`<parameters><parameter id="a2fb" type="integer" name="count" description="" value="2" isRequired="true"><domain xsi:type="flowParameterAnyDomainType" domainType="any"/></parameter></parameters>`,
			tableau.FlowTask{Values: two},
		},
		"nothing": {`<flowParameterSpecs/>`, tableau.FlowTask{}},
	} {
		f := newFake(t)
		f.answer(getFlowTask, flowTaskWith(onDemo+ofPrep+test.content))
		got, err := f.client(t).FlowTasks().Get(t.Context(), "8a78")
		if err != nil {
			t.Fatal(err)
		}
		want := test.want
		want.ID, want.Priority, want.ConsecutiveFailures, want.FlowID, want.FlowName = "8a78", 50, 2, "d007", "Prep"
		want.Schedule = &tableau.Schedule{
			ID: "99e8", Name: "demo", State: "Active", Priority: 50, CreatedAt: "2021-12-09T19:21:09Z", Type: "Flow", Frequency: "Hourly", NextRunAt: "2022-01-20T00:00:00Z",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestFlowTaskGet_onlyItsOwnCodeMeansNotFound(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]bool{
		"404026": true,
		"404000": false, "404001": false, "404003": false, "404023": false, "404027": false, "401002": false, "403004": false, "405000": false,
	} {
		f := newFake(t)
		f.mux.HandleFunc(getFlowTask, status(404, refusal(code, "Not found", "")))
		if _, err := f.client(t).FlowTasks().Get(t.Context(), "8a78"); tableau.IsNotFound(err) != want {
			t.Errorf("%s: not found is %v, want %v (%v)", code, !want, want, err)
		}
	}
}

func TestFlowTasksAll_leavesOutWhatIsNoFlowTask(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET "+flowTaskPath, flowTasksWith(flowRunWith("1", ofPrep), `<extractRefresh id="2"/>`, flowRunWith("3", "")))
	var ids []string
	for task, err := range f.client(t).FlowTasks().All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, task.ID)
	}
	if diff := cmp.Diff([]string{"1", "3"}, ids); diff != "" {
		t.Error(diff)
	}
}

func TestFlowTasks_anAnswerWithoutTheThingIsAnError(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer(getFlowTask, `<tsResponse xmlns="http://tableau.com/api"><task/></tsResponse>`)
	f.answer("GET "+flowTaskPath, `<tsResponse xmlns="http://tableau.com/api"/>`)
	client := f.client(t, func(c *tableau.Config) { c.MaxRetries = 0 })
	if _, err := client.FlowTasks().Get(t.Context(), "8a78"); err == nil || !strings.Contains(err.Error(), "it holds no flow task") {
		t.Errorf("get: %v", err)
	}
	for _, err := range client.FlowTasks().All(t.Context()) {
		if err == nil || !strings.Contains(err.Error(), "it holds no list") {
			t.Errorf("list: %v", err)
		}
	}
}

// flowSite is a fake with the flow Prep and these tasks in turn as its list.
func flowSite(t *testing.T, lists ...http.HandlerFunc) *fake {
	t.Helper()
	f := newFake(t)
	f.answer("GET "+flowsPath+"/d007", prepFlow)
	f.inTurn("GET "+flowTaskPath, lists...)
	return f
}

func TestFlowTaskCreate_sendsTheDocumentedRequest(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		route    string
		settings tableau.FlowTaskSettings
		want     string
	}{
		"server, plain": {addFlow, tableau.FlowTaskSettings{FlowID: "d007", ScheduleID: "99e8"}, `<task><flowRun><flow id="d007"></flow></flowRun></task>`},
		"server": {
			addFlow, tableau.FlowTaskSettings{FlowID: "d007", ScheduleID: "99e8", Parameters: []tableau.FlowTaskParameter{{ID: "d678", Value: "South & <West>"}}},
			`<task><flowRun><flow id="d007"></flow><flowRunSpec><flowParameterSpecs><flowParameterSpec parameterId="d678" overrideValue="South &amp; &lt;West&gt;"></flowParameterSpec></flowParameterSpecs></flowRunSpec></flowRun></task>`,
		},
		"cloud": {
			postFlowTask, tableau.FlowTaskSettings{
				FlowID: "d007", Frequency: "Weekly", OutputSteps: []string{"5e4c", "baa8"}, Parameters: []tableau.FlowTaskParameter{{ID: "d678", Value: "South"}},
				FrequencyDetails: tableau.FrequencyDetails{Start: "18:30:00", Intervals: &tableau.Intervals{Interval: []tableau.Interval{{WeekDay: "Sunday"}}}},
			},
			`<task><flowRun><flow id="d007"></flow><flowRunSpec flowId="d007"><flowOutputSteps><flowOutputStep id="5e4c"></flowOutputStep><flowOutputStep id="baa8"></flowOutputStep></flowOutputSteps>` +
				`<flowParameterSpecs><flowParameterSpec parameterId="d678" overrideValue="South"></flowParameterSpec></flowParameterSpecs></flowRunSpec></flowRun></task>` +
				`<schedule frequency="Weekly"><frequencyDetails start="18:30:00"><intervals><interval weekDay="Sunday"></interval></intervals></frequencyDetails></schedule>`,
		},
	} {
		f := flowSite(t, body(noFlowTasks))
		var sent string
		f.mux.HandleFunc(test.route, func(w http.ResponseWriter, r *http.Request) {
			received, _ := io.ReadAll(r.Body)
			sent = string(received)
			io.WriteString(w, flowTaskWith(onDemo+ofPrep))
		})
		made, err := f.client(t).FlowTasks().Create(t.Context(), test.settings, anyFlowTask)
		if err != nil || made.ID != "8a78" {
			t.Fatalf("%s: %+v, %v", name, made, err)
		}
		want := `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<tsRequest xmlns="http://tableau.com/api">` + test.want + `</tsRequest>`
		if diff := cmp.Diff(want, sent); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

var southOnDemo = tableau.FlowTaskSettings{FlowID: "d007", ScheduleID: "99e8", Parameters: []tableau.FlowTaskParameter{{ID: "d678", Value: "South"}}}

func valuesShown(region string) string {
	return `<parameters><parameter id="d678" name="Region" value="` + region + `"/><parameter id="4f22" name="Count" value="2"/></parameters>`
}

func TestFlowTaskCreate_withALostAnswerFindsTheTaskInsteadOfMakingTwo(t *testing.T) {
	t.Parallel()
	north := flowRunWith("1", onDemo+ofPrep+valuesShown("North"))
	elsewhere := flowRunWith("2", `<schedule id="other" name="other" frequency="Daily"/>`+ofPrep+valuesShown("South"))
	f := flowSite(t, body(flowTasksWith(north)), body(flowTasksWith(north, elsewhere, flowRunWith("3", onDemo+ofPrep+valuesShown("East")), flowRunWith("4", onDemo+ofPrep+valuesShown("South")))))
	f.mux.HandleFunc(addFlow, dropped)

	made, err := f.client(t).FlowTasks().Create(t.Context(), southOnDemo, anyFlowTask)
	if err != nil || made.ID != "4" {
		t.Fatalf("%+v, %v", made, err)
	}
	if n := f.count(addFlow); n != 1 {
		t.Errorf("asked for it %d times, want once", n)
	}
}

func TestFlowTaskCreate_onCloudIsKnownByItsFrequencyAndItsStamp(t *testing.T) {
	t.Parallel()
	schedule := func(frequency, created string) string {
		return `<schedule id="s" name="SSS_1" frequency="` + frequency + `" createdAt="` + created + `"/>`
	}
	f := flowSite(t, body(noFlowTasks), body(flowTasksWith(
		flowRunWith("1", schedule("Weekly", "2099-01-01T00:00:00Z")+ofPrep),
		flowRunWith("2", schedule("Daily", "2001-01-01T00:00:00Z")+ofPrep),
		flowRunWith("3", schedule("Daily", "2099-01-01T00:00:00Z")+`<flow id="other"/>`),
		flowRunWith("4", schedule("Daily", "2099-01-01T00:00:00Z")+ofPrep),
	)))
	f.mux.HandleFunc(postFlowTask, dropped)
	made, err := f.client(t).FlowTasks().Create(t.Context(), tableau.FlowTaskSettings{FlowID: "d007", Frequency: "Daily"}, anyFlowTask)
	if err != nil || made.ID != "4" {
		t.Fatalf("%+v, %v", made, err)
	}
}

func TestFlowTaskCreate_onCloudIsKnownWhereTheClocksDiffer(t *testing.T) {
	t.Parallel()
	behind := time.Now().Add(-10 * time.Minute).UTC().Format(time.RFC3339)
	f := flowSite(t, body(noFlowTasks), body(flowTasksWith(flowRunWith("1", `<schedule id="s" name="SSS_1" frequency="Daily" createdAt="`+behind+`"/>`+ofPrep))))
	f.mux.HandleFunc(postFlowTask, dropped)
	made, err := f.client(t).FlowTasks().Create(t.Context(), tableau.FlowTaskSettings{FlowID: "d007", Frequency: "Daily"}, anyFlowTask)
	if err != nil || made.ID != "1" || f.count(postFlowTask) != 1 {
		t.Errorf("%+v, %v, asked %d times", made, err, f.count(postFlowTask))
	}
}

// TestFlowTaskCreate_answeredBySomethingInBetweenIsLookedUp has a gateway let the request through and not its answer.
func TestFlowTaskCreate_answeredBySomethingInBetweenIsLookedUp(t *testing.T) {
	t.Parallel()
	made := flowTasksWith(flowRunWith("1", onDemo+ofPrep+valuesShown("South")))
	for name, answer := range map[string]http.HandlerFunc{
		"403 page": status(403, "<html>Forbidden</html>"), "404 page": status(404, "<html/>"), "empty 400": status(400, ""),
		"redirect": header("Location", "https://elsewhere.example/login", status(302, "")),
	} {
		for is, list := range map[string]string{"made": made, "not made": noFlowTasks} {
			f := flowSite(t, body(noFlowTasks), body(list))
			f.mux.HandleFunc(addFlow, answer)
			task, err := f.client(t).FlowTasks().Create(t.Context(), southOnDemo, anyFlowTask)
			if (err == nil) != (is == "made") || err == nil && task.ID != "1" || f.count(addFlow) != 1 {
				t.Errorf("%s, %s: %+v, %v, asked %d times", name, is, task, err, f.count(addFlow))
			}
		}
	}
}

// TestFlowTaskCreate_ofOneFlowIsOneAfterTheOther has two made at once, which a lost answer could not tell apart.
func TestFlowTaskCreate_ofOneFlowIsOneAfterTheOther(t *testing.T) {
	t.Parallel()
	f := flowSite(t, body(noFlowTasks))
	var underWay, made atomic.Int32
	together := make(chan struct{})
	f.mux.HandleFunc(postFlowTask, func(w http.ResponseWriter, _ *http.Request) {
		if underWay.Add(1) > 1 {
			close(together)
		}
		select {
		case <-together:
			t.Error("two are asked for at once")
		case <-time.After(100 * time.Millisecond): // Time enough for the other to come.
		}
		underWay.Add(-1)
		id := fmt.Sprintf("made%d", made.Add(1))
		io.WriteString(w, `<tsResponse xmlns="http://tableau.com/api"><task>`+flowRunWith(id, `<schedule id="s" name="SSS_1" frequency="Daily"/>`+ofPrep)+`</task></tsResponse>`)
	})
	client := f.client(t)
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if _, err := client.FlowTasks().Create(t.Context(), tableau.FlowTaskSettings{FlowID: "d007", Frequency: "Daily"}, func(tableau.FlowTask) bool { return false }); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
}

// TestFlowTaskCreate_doesNotTakeADeletedTaskForTheNewOne has a list that shows the deleted one for a while yet.
func TestFlowTaskCreate_doesNotTakeADeletedTaskForTheNewOne(t *testing.T) {
	t.Parallel()
	daily := func(id string) string {
		return flowRunWith(id, `<schedule id="s" name="SSS_1" frequency="Daily"/>`+ofPrep)
	}
	f := flowSite(t, body(noFlowTasks), body(flowTasksWith(daily("8a78"))), body(flowTasksWith(daily("8a78"), daily("9b89"))))
	f.mux.HandleFunc(deleteFlowTask, status(204, ""))
	f.mux.HandleFunc(postFlowTask, dropped)
	tasks := f.client(t).FlowTasks()
	if err := tasks.Delete(t.Context(), "8a78"); err != nil {
		t.Fatal(err)
	}
	made, err := tasks.Create(t.Context(), tableau.FlowTaskSettings{FlowID: "d007", Frequency: "Daily"}, anyFlowTask)
	if err != nil || made.ID != "9b89" || f.count(postFlowTask) != 1 {
		t.Errorf("%+v, %v, asked %d times", made, err, f.count(postFlowTask))
	}
}

func TestFlowTaskCreate_thatTimedOutIsLookedUp(t *testing.T) {
	t.Parallel()
	f := flowSite(t, body(noFlowTasks), body(flowTasksWith(flowRunWith("1", onDemo+ofPrep+valuesShown("South")))))
	f.mux.HandleFunc(addFlow, status(408, refusal("408000", "Request Timeout", "")))
	made, err := f.client(t).FlowTasks().Create(t.Context(), southOnDemo, anyFlowTask)
	if err != nil || made.ID != "1" || f.count(addFlow) != 1 {
		t.Errorf("%+v, %v, asked %d times", made, err, f.count(addFlow))
	}
}

func TestFlowTaskCreate_withALostRequestAsksAgain(t *testing.T) {
	t.Parallel()
	f := flowSite(t, body(noFlowTasks))
	f.inTurn(addFlow, dropped, body(flowTaskWith(onDemo+ofPrep)))
	made, err := f.client(t).FlowTasks().Create(t.Context(), southOnDemo, anyFlowTask)
	if err != nil || made.ID != "8a78" || f.count(addFlow) != 2 {
		t.Errorf("%+v, %v, asked %d times", made, err, f.count(addFlow))
	}
}

func TestFlowTaskCreate_refusedIsNotRepeated(t *testing.T) {
	t.Parallel()
	f := flowSite(t, body(noFlowTasks))
	f.mux.HandleFunc(addFlow, status(400, refusal("400148", "Invalid parameter override value", "")))
	_, err := f.client(t).FlowTasks().Create(t.Context(), southOnDemo, anyFlowTask)
	if !errors.Is(err, tableau.Code("400148")) || f.count(addFlow) != 1 {
		t.Errorf("%v, asked %d times", err, f.count(addFlow))
	}
}

func TestFlowTaskCreate_ofOneThatIsThereIsRefusedUnlessItIsGone(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		get    http.HandlerFunc
		exists bool
	}{
		"there": {body(flowTaskWith(onDemo + ofPrep + valuesShown("South"))), true},
		"gone":  {status(404, noFlowTask), false},
	} {
		f := flowSite(t, body(flowTasksWith(flowRunWith("8a78", onDemo+ofPrep+valuesShown("South")))))
		f.mux.HandleFunc(getFlowTask, test.get)
		f.answer(addFlow, flowTaskWith(onDemo+ofPrep))
		_, err := f.client(t).FlowTasks().Create(t.Context(), southOnDemo, anyFlowTask)
		var exists *tableau.ExistsError
		if errors.As(err, &exists) != test.exists || (err != nil) != test.exists {
			t.Errorf("%s: %v", name, err)
		}
		if test.exists && (exists.ID != "8a78" || err.Error() != "8a78 is there already") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestFlowTaskCreate_sameTwiceIsRefusedTheSecondTime is what two blocks that say
// the same would make.
func TestFlowTaskCreate_sameTwiceIsRefusedTheSecondTime(t *testing.T) {
	t.Parallel()
	f := flowSite(t, body(noFlowTasks))
	f.answer(addFlow, flowTaskWith(onDemo+ofPrep))
	f.answer(getFlowTask, flowTaskWith(onDemo+ofPrep))
	tasks := f.client(t).FlowTasks()
	if _, err := tasks.Create(t.Context(), southOnDemo, anyFlowTask); err != nil {
		t.Fatal(err)
	}
	var exists *tableau.ExistsError
	if _, err := tasks.Create(t.Context(), southOnDemo, anyFlowTask); !errors.As(err, &exists) {
		t.Errorf("got %v", err)
	}
	if n := f.count("GET " + flowTaskPath); n != 1 {
		t.Errorf("the tasks were listed %d times, want once", n)
	}
}

func TestFlowTaskCreate_interruptedIsLookedUpAllTheSame(t *testing.T) {
	t.Parallel()
	ctx, interrupt := context.WithCancel(t.Context())
	release := make(chan struct{})
	f := flowSite(t, body(noFlowTasks), body(flowTasksWith(flowRunWith("4", onDemo+ofPrep+valuesShown("South")))))
	f.mux.HandleFunc(addFlow, func(http.ResponseWriter, *http.Request) {
		interrupt()
		<-release
	})
	made, err := f.client(t).FlowTasks().Create(ctx, southOnDemo, anyFlowTask)
	close(release)
	if err != nil || made.ID != "4" {
		t.Errorf("%+v, %v", made, err)
	}
}

func TestFlowTaskDelete_isDoneWhenTheTaskIsGone(t *testing.T) {
	t.Parallel()
	there := body(flowTaskWith(onDemo + ofPrep))
	gone := status(404, noFlowTask)
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		get    http.HandlerFunc
		kept   bool
		fails  string
	}{
		"deleted":                 {answer: status(204, ""), get: gone},
		"deleted, but still read": {answer: status(204, ""), get: there, kept: true, fails: "the service accepted the deletion of flow task 8a78 without an error, and still shows it"},
		"no such method":          {answer: status(405, refusal("405000", "Invalid request method", "")), get: there, kept: true, fails: "405000"},
		"no such URI":             {answer: status(404, refusal("404003", "Resource Not Found", "")), get: there, kept: true, fails: "404003"},
		"no such task, it says":   {answer: gone, get: there, kept: true, fails: "404026"},
		"no such task":            {answer: gone, get: gone},
		"no such URI, and gone":   {answer: status(404, refusal("404003", "Resource Not Found", "")), get: gone},
		"forbidden":               {answer: status(403, refusal("403004", "Forbidden", "")), get: gone, fails: "403004"},
		"page of a proxy":         {answer: status(404, "<html/>"), get: gone, fails: "was answered with HTTP 404 (Not Found)"},
		"nobody knows":            {answer: status(405, refusal("405000", "", "")), get: status(403, refusal("403004", "", "")), fails: "whether the task is still there could not be read"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.mux.HandleFunc(deleteFlowTask, test.answer)
			f.mux.HandleFunc(getFlowTask, test.get)
			err := f.client(t).FlowTasks().Delete(t.Context(), "8a78")
			var kept *tableau.FlowTaskNotDeletableError
			if errors.As(err, &kept) != test.kept || (err == nil) != (test.fails == "") || err != nil && !strings.Contains(err.Error(), test.fails) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestFlowTaskDelete_isDoneWhenTheListDoesNotHaveTheTask(t *testing.T) {
	t.Parallel()
	listed := body(flowTasksWith(flowRunWith("8a78", onDemo+ofPrep), flowRunWith("9b89", onDemo+ofPrep)))
	there, gone := body(flowTaskWith(onDemo+ofPrep)), status(404, noFlowTask)
	for name, test := range map[string]struct {
		list, get http.HandlerFunc
		kept      bool
		looks     int // at most, for one that is kept
	}{
		"not listed":              {list: body(flowTasksWith(flowRunWith("9b89", onDemo+ofPrep))), get: there, looks: 0},
		"listed, and gone":        {list: listed, get: gone, looks: 1},
		"listed, and there":       {list: listed, get: there, kept: true, looks: 8},
		"list refused, and gone":  {list: status(403, refusal("403004", "Forbidden", "")), get: gone, looks: 1},
		"list refused, and there": {list: status(403, refusal("403004", "Forbidden", "")), get: there, kept: true, looks: 8},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := flowSite(t, test.list)
			f.mux.HandleFunc(deleteFlowTask, status(204, ""))
			f.mux.HandleFunc(getFlowTask, test.get)
			err := f.client(t).FlowTasks().Delete(t.Context(), "8a78")
			var kept *tableau.FlowTaskNotDeletableError
			if errors.As(err, &kept) != test.kept || (err != nil) != test.kept {
				t.Fatalf("got %v", err)
			}
			if n := f.count(getFlowTask); n > test.looks || !test.kept && n != test.looks {
				t.Errorf("the task was read %d times, want %d", n, test.looks)
			}
		})
	}
}

// TestFlowTaskDelete_andCreateListTheTasksOnce replaces a task and deletes another.
func TestFlowTaskDelete_andCreateListTheTasksOnce(t *testing.T) {
	t.Parallel()
	f := flowSite(t, body(flowTasksWith(flowRunWith("9b89", onDemo+ofPrep))))
	f.mux.HandleFunc("DELETE "+flowTaskPath+"/{task}", status(204, ""))
	f.mux.HandleFunc("GET "+flowTaskPath+"/9b89", status(404, noFlowTask))
	f.answer("PUT "+onSite+"/schedules/other/flows", flowTaskWith(onDemo+ofPrep))
	tasks := f.client(t).FlowTasks()
	if err := tasks.Delete(t.Context(), "8a78"); err != nil {
		t.Fatal(err)
	}
	if _, err := tasks.Create(t.Context(), tableau.FlowTaskSettings{FlowID: "d007", ScheduleID: "other"}, anyFlowTask); err != nil {
		t.Fatal(err)
	}
	if err := tasks.Delete(t.Context(), "9b89"); err != nil {
		t.Fatal(err)
	}
	if lists, looks, flows := f.count("GET "+flowTaskPath), f.count("GET "+flowTaskPath+"/9b89"), f.count("GET "+flowsPath+"/d007"); lists != 1 || looks != 1 || flows != 0 {
		t.Errorf("%d lists, %d looks for the second deletion and %d for the flow, want 1, 1 and 0", lists, looks, flows)
	}
}

func TestFlowTaskDelete_interruptedWhileItIsLookedForIsDoneAllTheSame(t *testing.T) {
	t.Parallel()
	ctx, interrupt := context.WithCancel(t.Context())
	f := newFake(t)
	f.mux.HandleFunc(deleteFlowTask, status(204, ""))
	f.inTurn(getFlowTask, func(_ http.ResponseWriter, r *http.Request) {
		interrupt()
		<-r.Context().Done()
	}, status(404, noFlowTask))
	if err := f.client(t).FlowTasks().Delete(ctx, "8a78"); err != nil {
		t.Errorf("the task is gone, and yet: %v", err)
	}
}

func TestSiteTimeZone_isAskedOnceAndMayBeHidden(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		want   string
	}{
		"told":      {body(`<tsResponse xmlns="http://tableau.com/api"><site id="9a8b" timeZone="Europe/Berlin"/></tsResponse>`), "Europe/Berlin"},
		"not told":  {body(`<tsResponse xmlns="http://tableau.com/api"><site id="9a8b"/></tsResponse>`), ""},
		"forbidden": {status(403, refusal("403004", "Forbidden", "")), ""},
	} {
		f := newFake(t)
		f.mux.HandleFunc("GET "+onSite, test.answer)
		client := f.client(t)
		for range 3 {
			if got, err := client.SiteTimeZone(t.Context()); err != nil || got != test.want {
				t.Errorf("%s: got %q, %v", name, got, err)
			}
		}
		if n := f.count("GET " + onSite); n != 1 {
			t.Errorf("%s: asked %d times", name, n)
		}
	}
	f := newFake(t)
	f.mux.HandleFunc("GET "+onSite, status(503, "<html/>"))
	if _, err := f.client(t).SiteTimeZone(t.Context()); err == nil {
		t.Error("a fault is taken for a site that does not tell")
	}
}

func anyFlowTask(tableau.FlowTask) bool { return true }

// On Cloud the next run is all that tells when a task runs.
func TestFlowTaskCreate_onCloudOfOneThatIsThereIsRefusedWhereItsNextRunIsShown(t *testing.T) {
	t.Parallel()
	const daily = `<schedule id="s" name="SSS_1" frequency="Daily" %s/>`
	for name, test := range map[string]struct {
		schedule string
		isIt     bool
		refused  bool
	}{
		"shown":           {fmt.Sprintf(daily, `nextRunAt="2026-03-03T10:15:00Z"`), true, true},
		"at other times":  {fmt.Sprintf(daily, `nextRunAt="2026-03-03T11:15:00Z"`), false, false},
		"not shown":       {fmt.Sprintf(daily, ""), true, false},
		"without anybody": {"", true, false},
	} {
		f := flowSite(t, body(flowTasksWith(flowRunWith("8a78", test.schedule+ofPrep+valuesShown("North")))))
		f.answer(getFlowTask, flowTaskWith(test.schedule+ofPrep+valuesShown("North")))
		f.answer(postFlowTask, flowTaskWith(test.schedule+ofPrep))
		_, err := f.client(t).FlowTasks().Create(t.Context(), tableau.FlowTaskSettings{FlowID: "d007", Frequency: "Daily"},
			func(tableau.FlowTask) bool { return test.isIt })
		var exists *tableau.ExistsError
		if errors.As(err, &exists) != test.refused || (err != nil) != test.refused {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
