package extractrefreshtask_test

import (
	"context"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// TestExtractRefreshTask_everyRefusalSaysWhatToDo has every code that the
// reference gives for the methods, and what a person reads of it.
func TestExtractRefreshTask_everyRefusalSaysWhatToDo(t *testing.T) {
	t.Parallel()
	const (
		creating = "create"
		updating = "update"
		deleting = "delete"
		reading  = "read"
		onSite   = "Check site in the provider's configuration."
	)
	add := "Cannot add workbook " + salesID + " to schedule " + earlyID
	post := "Cannot create an extract refresh task for workbook " + salesID
	update := "Cannot update extract refresh task " + taskID
	remove := "Cannot delete extract refresh task " + taskID
	get := "Cannot read extract refresh task " + taskID
	types := "Cannot list the extract refresh tasks of schedule " + earlyID
	for _, test := range []struct {
		doing, route string
		status       int
		code         string
		summary      string
		advice       string
	}{
		{creating, addRoute, 400, "400000", add, "Try another api_version."},
		{creating, addRoute, 401, "401002", add, "Another process is probably signing in with the same personal access token"},
		{creating, addRoute, 403, "403032", add, "the owner of the content and the leader of its project can put it on a schedule"},
		{creating, addRoute, 403, "403004", add, "A task can be read and changed by its owner and by administrators"},
		{creating, addRoute, 404, "404000", add, onSite},
		{creating, addRoute, 404, "404006", `AttributeName("workbook_id"): ` + add, "The site has no workbook with this id"},
		{creating, addRoute, 404, "404004", `AttributeName("datasource_id"): ` + add, "The site has no data source with this id"},
		{creating, addRoute, 400, "400047", `AttributeName("schedule_id"): ` + add, "Extracts are refreshed on schedules of the type Extract."},
		{creating, addRoute, 405, "405000", add, "The service does not have this method: the other product does, or another version."},
		{creating, addRoute, 409, "409093", add, ""},
		{creating, addRoute, 429, "429000", add, "Lower max_concurrent_requests, or raise max_retries."},
		{creating, addRoute, 500, "500000", add, "The task may have been made all the same."},
		{creating, typesRoute, 404, "404", `AttributeName("schedule_id"): There is no such schedule`, ""},
		{creating, typesRoute, 400, "400047", `AttributeName("schedule_id"): ` + types, "Refer to such a schedule in schedule_id."},
		{creating, typesRoute, 500, "500000", types, ""},
		{creating, postRoute, 400, "400000", post, "Try another api_version."},
		{creating, postRoute, 401, "401002", post, "Another process is probably signing in with the same personal access token"},
		{creating, postRoute, 403, "403004", post, "on Cloud, creators can make one"},
		{creating, postRoute, 404, "404026", post, ""},
		{creating, postRoute, 404, "404006", `AttributeName("workbook_id"): ` + post, "The site has no workbook with this id"},
		{creating, postRoute, 405, "405000", post, "the other product does"},
		{creating, postRoute, 409, "409004", post, "A frequency of Cloud has times on five-minute marks"},
		{creating, postRoute, 429, "429000", post, "Lower max_concurrent_requests"},
		{updating, updateRoute, 401, "401002", update, "Another process is probably signing in with the same personal access token"},
		{updating, updateRoute, 403, "403004", update, "by its owner and by administrators"},
		{updating, updateRoute, 404, "404026", update, "The task is gone. Plan again, and Terraform makes it anew."},
		{updating, updateRoute, 405, "405000", update, "the other product does"},
		{updating, updateRoute, 409, "409004", update, "whole number of hours apart"},
		{updating, getRoute, 503, "", get, "The server or a proxy in front of it is in trouble."},
		{deleting, deleteRoute, 401, "401002", remove, "Another process is probably signing in with the same personal access token"},
		{deleting, deleteRoute, 403, "403004", remove, "by its owner and by administrators"},
		{deleting, deleteRoute, 404, "404003", remove, "This server does not know the method."},
		{deleting, deleteRoute, 405, "405000", remove, "the other product does"},
		{reading, getRoute, 401, "401002", get, "Another process is probably signing in with the same personal access token"},
		{reading, getRoute, 403, "403004", get, "by its owner and by administrators"},
		{reading, getRoute, 404, "404000", get, onSite},
		{reading, getRoute, 404, "404003", get, "This server does not know the method."},
		{reading, getRoute, 405, "405000", get, "the other product does"},
		{reading, getRoute, 429, "429000", get, "Lower max_concurrent_requests"},
		{reading, getRoute, 503, "", get, "The server or a proxy in front of it is in trouble."},
		{reading, typesRoute, 500, "500000", types, ""},
	} {
		t.Run(test.doing+" "+test.code+" "+strings.Fields(test.route)[0], func(t *testing.T) {
			t.Parallel()
			product, timing, seed := onServer, earlyTiming, seeded()
			if test.route == postRoute || test.doing == updating {
				product, timing = onCloud, dailyTiming
			}
			if test.doing == creating {
				seed = func(*mockserver.Options) {}
			}
			s := product(t, seed)
			s.lines["max_retries"] = 1
			p := s.protocol(t)
			fault := mockserver.Fault{Route: test.route, Status: test.status, Code: test.code, Summary: "What the service says", HTML: test.code == ""}
			if test.code == "401002" {
				fault = mockserver.Fault{Route: test.route, EndSession: true}
			}
			s.fault(t, fault)
			var left acctest.Object
			var diagnostics []*tfprotov6.Diagnostic
			switch test.doing {
			case creating:
				left, diagnostics = apply(t.Context(), t, p, nil, toCreate(timing))
			case updating:
				changed := state(acctest.Object{"frequency": acctest.Object{"daily": acctest.Object{"start": "03:15"}}})
				left, diagnostics = apply(t.Context(), t, p, state(timing), changed)
			case deleting:
				left, diagnostics = apply(t.Context(), t, p, state(timing), nil)
			case reading:
				left, diagnostics = read(t, p, state(timing))
			}
			if len(diagnostics) != 1 {
				t.Fatalf("%d diagnostics, want one: %s", len(diagnostics), describe(diagnostics))
			}
			got := describe(diagnostics)
			if !strings.HasPrefix(got, test.summary) || !strings.Contains(got, test.advice) || !strings.Contains(got, test.code) {
				t.Errorf("got %s\nwant %s\nand %s", got, test.summary, test.advice)
			}
			if known := left["id"] == taskID; known != (test.doing != creating) {
				t.Errorf("state is %v", left)
			}
		})
	}
}

func TestExtractRefreshTask_scheduleThatVanishesDuringTheApplyIsNamed(t *testing.T) {
	t.Parallel()
	s := onServer(t)
	p := s.protocol(t)
	// It is there when it is looked at, and gone when the task is added to it: then Server answers 500000.
	s.fault(t, mockserver.Fault{Route: addRoute, Latency: 200 * time.Millisecond})
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go func() {
		for s.Mock.Requests().ByRoute[addRoute] == 0 && ctx.Err() == nil {
			runtime.Gosched()
		}
		s.Mock.DeleteSchedule(earlyID)
	}()
	_, diagnostics := apply(t.Context(), t, p, nil, toCreate(earlyTiming))
	if got := describe(diagnostics); !strings.HasPrefix(got, `AttributeName("schedule_id"): There is no such schedule`) || strings.Contains(got, "500000") {
		t.Errorf("got %s", got)
	}
}

func TestExtractRefreshTask_whoseCreationIsNotAnsweredIsMadeOnce(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]mockserver.Fault{
		"dropped before": {Times: 1, Drop: mockserver.DropBefore},
		"dropped after":  {Times: 1, Drop: mockserver.DropAfter},
		"truncated":      {Times: 1, Truncate: true},
		"gateway page":   {Times: 1, HTML: true},
		"throttled":      {Times: 1, Status: 429, Code: "429000"},
		"session ended":  {Times: 1, EndSession: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			onEach(t, func(t *testing.T, product func(*testing.T, ...func(*mockserver.Options)) site, timing string) {
				// Another task of the same content was there before, and is not taken for the new one.
				s := product(t, behaving(mockserver.Behaviour{IndexLag: 3}), seeded(func(task *mockserver.ExtractTask) {
					if task.Schedule != "" {
						task.Schedule = "Late"
						return
					}
					task.Timing = everyDayAt("22:30:00")
				}))
				failing := fault
				failing.Route = addRoute
				if timing == daily {
					failing.Route = postRoute
				}
				s.fault(t, failing)
				task, config := s.task(), ofSales(inProcess[timing])
				expect(t, task.Apply(t, config), acctest.Create)
				if n := len(s.Mock.ExtractTasks()); n != 2 {
					t.Errorf("the site has %d tasks, want the one from before and the new one", n)
				}
				expect(t, task.Plan(t, config), acctest.NoOp)
				expect(t, task.Apply(t, nil), acctest.Delete)
				if task := s.theTask(t); task.ID != taskID {
					t.Errorf("%s is left, which was not there before", task.ID)
				}
			})
		})
	}
}

func TestExtractRefreshTask_interruptedWhileItIsMadeIsKnown(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, product func(*testing.T, ...func(*mockserver.Options)) site, timing string) {
		s, route, wanted := product(t), addRoute, earlyTiming
		made := mockserver.ExtractTask{ID: taskID, Workbook: salesID, Timing: mockserver.Timing{Schedule: earlyID}}
		if timing == daily {
			route, wanted, made.Timing = postRoute, dailyTiming, everyDayAt("02:15:00")
		}
		s.fault(t, mockserver.Fault{Route: route, Latency: time.Minute, Drop: mockserver.DropAfter})
		p := s.protocol(t)
		ctx, interrupt := context.WithCancel(t.Context())
		go func() {
			// The request is under way as soon as the server has logged it.
			for s.Mock.Requests().ByRoute[route] == 0 && ctx.Err() == nil {
				runtime.Gosched()
			}
			s.Mock.AddExtractTask(made)
			interrupt()
		}()
		if left, diagnostics := apply(ctx, t, p, nil, toCreate(wanted)); left["id"] != taskID {
			t.Errorf("state is %v: %s", left, describe(diagnostics))
		}
	})
}

func TestExtractRefreshTask_waitsForTheIndexAfterCreation(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, product func(*testing.T, ...func(*mockserver.Options)) site, timing string) {
		task, config := product(t, behaving(mockserver.Behaviour{IndexLag: 5})).task(), ofSales(inProcess[timing])
		expect(t, task.Apply(t, config), acctest.Create)
		expect(t, task.Plan(t, config), acctest.NoOp)
	})
}

func TestExtractRefreshTask_thatCannotBeReadBackStaysInState(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*mockserver.Options)
		fault  mockserver.Fault
		says   string
	}{
		"the index never shows it": {behaving(mockserver.Behaviour{IndexLag: 1000000}), mockserver.Fault{Route: "*", Skip: 1000}, "Task not shown yet"},
		"reading fails":            {func(*mockserver.Options) {}, mockserver.Fault{Route: getRoute, HTML: true}, "Task not read back"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := onCloud(t, test.change)
			s.fault(t, test.fault)
			left, diagnostics := apply(t.Context(), t, s.protocol(t), nil, toCreate(dailyTiming))
			if made := s.theTask(t); left["id"] != made.ID {
				t.Errorf("state is %v, want the id %s", left, made.ID)
			}
			// An error would make Terraform replace the task.
			if len(diagnostics) != 1 || diagnostics[0].Summary != test.says || diagnostics[0].Severity != tfprotov6.DiagnosticSeverityWarning {
				t.Errorf("got %s, want the warning %s", describe(diagnostics), test.says)
			}
		})
	}
}

func TestExtractRefreshTask_deletionAnsweredByAPageIsNoDeletion(t *testing.T) {
	t.Parallel()
	s := onServer(t, seeded())
	s.fault(t, mockserver.Fault{Route: deleteRoute, Status: 200, Body: "<html>Sign in</html>", ContentType: "text/html"})
	left, diagnostics := apply(t.Context(), t, s.protocol(t), state(earlyTiming), nil)
	if left["id"] != taskID || !strings.Contains(describe(diagnostics), "the answer is a web page") {
		t.Errorf("state is %v: %s", left, describe(diagnostics))
	}
}

func TestExtractRefreshTask_readKeepsStateThroughPassingFaults(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]mockserver.Fault{
		"401 once":       {Times: 1, EndSession: true},
		"429":            {Times: 2, Status: 429, Code: "429000"},
		"503 HTML":       {Times: 2, HTML: true},
		"truncated":      {Times: 2, Truncate: true},
		"dropped":        {Times: 3, Drop: mockserver.DropBefore},
		"answer dropped": {Times: 3, Drop: mockserver.DropAfter},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, route := range []string{getRoute, typesRoute} {
				s := onServer(t, seeded())
				fault.Route = route
				s.fault(t, fault)
				left, diagnostics := read(t, s.protocol(t), state(earlyTiming))
				acctest.FailOn(t, diagnostics)
				if left["schedule_id"] != earlyID || left["type"] != "FullRefresh" {
					t.Errorf("state is %v", left)
				}
			}
		})
	}
}
