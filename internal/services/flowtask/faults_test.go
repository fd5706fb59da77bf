package flowtask_test

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

// products are the two ways to make a task, with what makes it there.
var products = map[string]struct {
	options mockserver.Options
	create  string
	plan    acctest.Object
}{
	"server": {onServer(), addRoute, acctest.Object{"flow_id": prep, "schedule_id": nightly, "parameters": acctest.Object{"Region": "South"}}},
	"cloud":  {onCloud(), createRoute, acctest.Object{"flow_id": prep, "frequency": acctest.Object{"daily": acctest.Object{"start": "02:15"}}, "parameters": acctest.Object{"Region": "South"}}},
}

func TestFlowTask_whoseCreationIsNotAnsweredIsMadeOnce(t *testing.T) {
	t.Parallel()
	for product, with := range products {
		for name, fault := range map[string]mockserver.Fault{
			"dropped before": {Times: 1, Drop: mockserver.DropBefore},
			"dropped after":  {Times: 1, Drop: mockserver.DropAfter},
			"truncated":      {Times: 1, Truncate: true},
			"gateway page":   {Times: 1, HTML: true},
			"throttled":      {Times: 1, Status: 429, Code: "429000"},
			"session ended":  {Times: 1, EndSession: true},
			"server fault":   {Times: 1, Status: 500, Code: "500000"},
		} {
			t.Run(product+" "+name, func(t *testing.T) {
				t.Parallel()
				options := with.options
				options.Behaviour.IndexLag = 3
				site := acctest.NewMock(t, options)
				fault.Route = with.create
				setFault(t, site, fault)
				state, diagnostics := create(t, protocol(t, site, options), with.plan)
				if len(diagnostics) != 0 {
					t.Errorf("got %s", described(diagnostics))
				}
				if made := onlyTask(t, site); state["id"] != made.ID || made.Parameters[region] != "South" {
					t.Errorf("state is %v, want %+v", state, made)
				}
			})
		}
	}
}

// TestFlowTask_lostAnswerIsNotTakenForAnothersTask has a task of the same flow
// at the same time already, which is not what the lost request made.
func TestFlowTask_lostAnswerIsNotTakenForAnothersTask(t *testing.T) {
	t.Parallel()
	for product, with := range products {
		t.Run(product, func(t *testing.T) {
			t.Parallel()
			options := found(with.options)
			options.Seed.FlowTasks[0].Parameters = map[string]string{region: "East"}
			site := acctest.NewMock(t, options)
			setFault(t, site, mockserver.Fault{Route: with.create, Times: 1, Drop: mockserver.DropBefore})
			state, diagnostics := create(t, protocol(t, site, options), with.plan)
			acctest.FailOn(t, diagnostics)
			if tasks := site.Mock.FlowTasks(); len(tasks) != 2 || state["id"] != tasks[1].ID {
				t.Errorf("state is %v, with %d tasks on the site", state, len(tasks))
			}
		})
	}
}

// TestFlowTask_thatMayHaveBeenMadeIsToBeLookedFor cannot look itself.
func TestFlowTask_thatMayHaveBeenMadeIsToBeLookedFor(t *testing.T) {
	t.Parallel()
	for product, with := range products {
		for name, fault := range map[string]mockserver.Fault{
			"lost":         {Drop: mockserver.DropAfter},
			"server fault": {Status: 500, Code: "500000", After: true},
		} {
			t.Run(product+" "+name, func(t *testing.T) {
				t.Parallel()
				site := acctest.NewMock(t, with.options)
				fault.Route = with.create
				if err := site.Mock.SetFaults(fault, mockserver.Fault{Route: listRoute, Skip: 1, Status: 403, HTML: true}); err != nil {
					t.Fatal(err)
				}
				state, diagnostics := create(t, protocol(t, site, with.options), with.plan)
				want := says("Cannot ", "The task may have been made all the same.", "the data source tableau_flow_tasks shows what is there")
				if got := described(diagnostics); state != nil || !want.MatchString(got) {
					t.Errorf("state is %v: %s", state, got)
				}
			})
		}
	}
}

func TestFlowTask_interruptedWhileItIsMadeIsKnown(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, onServer())
	setFault(t, site, mockserver.Fault{Route: addRoute, Latency: time.Minute, Drop: mockserver.DropAfter})
	p := protocol(t, site, onServer())
	ctx, interrupt := context.WithCancel(t.Context())
	go func() {
		// The request is under way as soon as the server has logged it.
		for site.Mock.Requests().ByRoute[addRoute] == 0 && ctx.Err() == nil {
			runtime.Gosched()
		}
		site.Mock.AddFlowTask(mockserver.FlowTask{ID: theTask, Flow: prep, Parameters: map[string]string{region: "South"}, Timing: mockserver.Timing{Schedule: nightly}})
		interrupt()
	}()
	wanted := acctest.Object{"id": acctest.Unknown, "on_destroy": "delete"}
	for name, value := range products["server"].plan {
		wanted[name] = value
	}
	response, err := p.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: noun, PriorState: p.Resource(t, noun, nil), PlannedState: p.Resource(t, noun, wanted), Config: p.Resource(t, noun, wanted),
	})
	if err != nil {
		t.Fatal(err)
	}
	if state := p.DecodeResource(t, noun, response.NewState); state["id"] != theTask {
		t.Errorf("state is %v, want the id %s", state, theTask)
	}
}

func TestFlowTask_thatTheIndexNeverShowsStaysInState(t *testing.T) {
	t.Parallel()
	options := onServer()
	options.Behaviour.IndexLag = 1000000
	site := acctest.NewMock(t, options)
	state, diagnostics := create(t, protocol(t, site, options), products["server"].plan)
	if made := onlyTask(t, site); state["id"] != made.ID {
		t.Errorf("state is %v, want the id %s", state, made.ID)
	}
	if len(diagnostics) != 1 || diagnostics[0].Summary != "Flow task not shown yet" || diagnostics[0].Severity != tfprotov6.DiagnosticSeverityWarning {
		t.Errorf("got %s, want a warning: an error would make Terraform replace the task", described(diagnostics))
	}
}

func TestFlowTask_thatCannotBeReadBackIsNotReplaced(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, onServer())
	setFault(t, site, mockserver.Fault{Route: getRoute, Times: 5, HTML: true})
	one := instance(site, onServer())
	apply(t, one, plainAt(nightly))
	site.Mock.ClearFaults()
	expect(t, one, plainAt(nightly), acctest.NoOp)
}

// TestFlowTask_readBackOtherwiseIsAWarning has Cloud run the new task at another
// time than it was asked to.
func TestFlowTask_readBackOtherwiseIsAWarning(t *testing.T) {
	t.Parallel()
	// The mock gives the same ids each time.
	twin := acctest.NewMock(t, onCloud())
	create(t, protocol(t, twin, onCloud()), products["cloud"].plan)
	site := acctest.NewMock(t, onCloud())
	p := protocol(t, site, onCloud())
	setFault(t, site, mockserver.Fault{Route: getRoute, Body: `<tsResponse xmlns="http://tableau.com/api"><task><flowRun id="` + onlyTask(t, twin).ID + `">` +
		`<schedule id="s" name="SSS_1" frequency="Daily" nextRunAt="2026-03-03T11:15:00Z"/><flow id="` + prep + `"/></flowRun></task></tsResponse>`, Status: 200})
	state, diagnostics := create(t, p, products["cloud"].plan)
	if state["id"] != onlyTask(t, site).ID {
		t.Errorf("state is %v", state)
	}
	if len(diagnostics) != 1 || diagnostics[0].Summary != "Tableau shows another frequency of flow task "+onlyTask(t, site).ID || diagnostics[0].Severity != tfprotov6.DiagnosticSeverityWarning {
		t.Errorf("got %s", described(diagnostics))
	}
}

func TestFlowTask_warningsOfTheServiceArePassedOn(t *testing.T) {
	t.Parallel()
	options := onServer()
	options.Seed.FlowTasks = []mockserver.FlowTask{{ID: theTask, Flow: plain, Timing: mockserver.Timing{Schedule: mornings}}}
	site := acctest.NewMock(t, options)
	setFault(t, site, mockserver.Fault{
		Route: addRoute, Status: 200, ContentType: "application/xml",
		Body: `<tsResponse xmlns="http://tableau.com/api"><task><flowRun id="` + theTask + `"><flow id="` + plain + `"/></flowRun></task>` +
			`<warnings><warning message="the flow has no embedded credentials"/></warnings></tsResponse>`,
	})
	_, diagnostics := create(t, protocol(t, site, options), acctest.Object{"flow_id": plain, "schedule_id": nightly})
	want := "Tableau warns of the new flow task " + theTask + ": Tableau made flow task " + theTask + ` for flow "Plain", and says: The flow has no embedded credentials.`
	if got := described(diagnostics); !strings.HasPrefix(got, want) || diagnostics[0].Severity != tfprotov6.DiagnosticSeverityWarning {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestFlowTaskRead_keepsStateThroughEveryFault(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault mockserver.Fault
		// says is in the one error; "" means that the read succeeds by itself.
		says string
	}{
		"401 once":           {fault: mockserver.Fault{Times: 1, EndSession: true}},
		"429":                {fault: mockserver.Fault{Times: 2, Status: 429, Code: "429000"}},
		"503 HTML":           {fault: mockserver.Fault{Times: 2, HTML: true}},
		"truncated":          {fault: mockserver.Fault{Times: 2, Truncate: true}},
		"dropped":            {fault: mockserver.Fault{Times: 3, Drop: mockserver.DropBefore}},
		"500 for long":       {mockserver.Fault{Status: 500, Code: "500000"}, "The server or a proxy in front of it is in trouble."},
		"503 HTML for long":  {mockserver.Fault{HTML: true}, "The server or a proxy in front of it is in trouble."},
		"403":                {mockserver.Fault{Status: 403, Code: "403004", Summary: "Forbidden"}, "A flow task can be seen by the owner of the flow and by administrators. Sign in as one of them."},
		"404 of a site":      {mockserver.Fault{Status: 404, Code: "404000"}, "The site does not exist, or the user may not see it."},
		"404 of a flow":      {mockserver.Fault{Status: 404, Code: "404027"}, "The site has no flow with this id"},
		"404 of a URI":       {mockserver.Fault{Status: 404, Code: "404003"}, "This server does not know the method."},
		"404 without a code": {mockserver.Fault{Status: 404, HTML: true}, "was answered with HTTP 404 (Not Found)"},
		"405":                {mockserver.Fault{Status: 405, Code: "405000"}, "The service does not have this method: the other product does, or another version."},
		"another's answer":   {mockserver.Fault{Status: 200, Body: `<tsResponse xmlns="http://tableau.com/api"><task><extractRefresh id="1"/></task></tsResponse>`}, "it holds no flow task"},
		"page with 200":      {mockserver.Fault{Status: 200, Body: "<html>Sign in</html>", ContentType: "text/html"}, "the answer is a web page"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := found(onServer())
			site := acctest.NewMock(t, options)
			p := protocol(t, site, options)
			test.fault.Route = getRoute
			setFault(t, site, test.fault)
			state, diagnostics := read(t, p, acctest.Object{"id": theTask, "flow_id": prep, "schedule_id": nightly, "parameters": acctest.Object{"Region": "South"}, "on_destroy": "delete"})
			if state["schedule_id"] != nightly {
				t.Errorf("state is %v", state)
			}
			if test.says == "" {
				acctest.FailOn(t, diagnostics)
				return
			}
			if got := described(diagnostics); len(diagnostics) != 1 || !strings.HasPrefix(got, "Cannot read flow task "+theTask+": ") || !strings.Contains(got, test.says) {
				t.Errorf("got %s\nwant %s", got, test.says)
			}
		})
	}
}

func TestFlowTaskRead_ofOneThatIsGoneRemovesIt(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, onServer())
	state, diagnostics := read(t, protocol(t, site, onServer()), acctest.Object{"id": theTask, "flow_id": plain, "schedule_id": nightly})
	acctest.FailOn(t, diagnostics)
	if state != nil {
		t.Errorf("state is %v, want none", state)
	}
}

// TestFlowTask_everyRefusalOfACreationSaysWhatToDo has each documented code, and
// those that the products are known to answer beside them.
func TestFlowTask_everyRefusalOfACreationSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for code, test := range map[string]struct {
		status int
		says   string
	}{
		"400000": {400, "The service does not understand the request: it may be of a version that the provider does not know."},
		"400047": {400, "Flows are run on schedules of the type Flow. Refer to such a schedule in schedule_id."},
		"400148": {400, "The flow does not take a value that parameters gives. The data source tableau_flow shows which values its parameters take"},
		"400149": {400, "The flow requires a parameter that parameters does not give."},
		"401002": {401, "Another process is probably signing in with the same personal access token"},
		"403004": {403, "A flow task can be seen by the owner of the flow and by administrators."},
		"403098": {403, "An administrator, the owner of the flow and the leader of its project can schedule it. Sign in as one of them."},
		"403157": {403, "The feature is switched off on this site."},
		"404000": {404, "The site does not exist, or the user may not see it."},
		"404002": {404, "The owner of the flow may have been removed from the site."},
		"404027": {404, "The site has no flow with this id, or the signed-in user may not see it."},
		"404043": {404, "The flow has no such parameter any more, or flow parameters were switched off on the site."},
		"405000": {405, "The service does not have this method: the other product does, or another version."},
		"409004": {409, "A frequency of Cloud has times on five-minute marks"},
	} {
		for product, with := range products {
			t.Run(code+" "+product, func(t *testing.T) {
				t.Parallel()
				site := acctest.NewMock(t, with.options)
				setFault(t, site, mockserver.Fault{Route: with.create, Status: test.status, Code: code, Summary: "Summary", Detail: "The service's own words"})
				state, diagnostics := create(t, protocol(t, site, with.options), with.plan)
				got := described(diagnostics)
				tried := map[string]string{"server": "Cannot add flow " + prep + " to schedule " + nightly, "cloud": "Cannot create a flow task for flow " + prep}[product]
				if len(diagnostics) != 1 || !strings.HasPrefix(got, tried+": ") || !strings.Contains(got, code) ||
					!strings.Contains(got, "The service's own words") || !strings.Contains(got, test.says) {
					t.Errorf("got %s\nwant %s", got, test.says)
				}
				if state != nil || len(site.Mock.FlowTasks()) != 0 {
					t.Errorf("state is %v", state)
				}
			})
		}
	}
}

// TestFlowTask_scheduleThatVanishedIsNamed plays a schedule deleted between the
// check and the creation, for which Server answers as if it had crashed.
func TestFlowTask_scheduleThatVanishedIsNamed(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, onServer())
	if err := site.Mock.SetFaults(
		mockserver.Fault{Route: "GET /schedules/{schedule}", Skip: 1, Status: 404, Code: "404027"},
		mockserver.Fault{Route: addRoute, Status: 500, Code: "500000"},
	); err != nil {
		t.Fatal(err)
	}
	_, diagnostics := create(t, protocol(t, site, onServer()), products["server"].plan)
	if got := described(diagnostics); len(diagnostics) != 1 || !strings.HasPrefix(got, "Cannot read schedule "+nightly+": ") {
		t.Errorf("got %s", got)
	}
	if n := site.Mock.Requests().ByRoute[addRoute]; n != 1 {
		t.Errorf("asked %d times, want once", n)
	}
}

// TestFlowTask_replacementThatIsRefusedSaysWhatToDo plays what went away between
// the plan and the apply, which does not look again before it writes.
func TestFlowTask_replacementThatIsRefusedSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		faults []mockserver.Fault
		says   []string
	}{
		"schedule": {
			[]mockserver.Fault{{Route: addRoute, Skip: 1, Status: 500, Code: "500000"}, {Route: "GET /schedules/{schedule}", Skip: 3, Status: 404, Code: "404027"}},
			[]string{"Cannot read schedule " + mornings, "Refer to the id of a tableau_schedule of type Flow in schedule_id"},
		},
		"its type": {
			[]mockserver.Fault{{Route: addRoute, Skip: 1, Status: 400, Code: "400047"}},
			[]string{"Cannot add flow " + plain + " to schedule " + mornings, "Flows are run on schedules of the type Flow."},
		},
		"flow": {
			[]mockserver.Fault{{Route: addRoute, Skip: 1, Status: 404, Code: "404027"}},
			[]string{"Cannot add flow " + plain + " to schedule " + mornings, "The site has no flow with this id"},
		},
		"a parameter": {
			[]mockserver.Fault{{Route: addRoute, Skip: 1, Status: 400, Code: "400149"}},
			[]string{"Cannot add flow " + plain + " to schedule " + mornings, "The flow requires a parameter that parameters does not give."},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, onServer())
			if err := site.Mock.SetFaults(test.faults...); err != nil {
				t.Fatal(err)
			}
			one := instance(site, onServer())
			apply(t, one, plainAt(nightly))
			refused := one.Apply(t, plainAt(mornings))
			if got := described(refused.Diagnostics); !refused.Failed || len(refused.Diagnostics) != 1 || !says(test.says...).MatchString(got) {
				t.Errorf("got %s\nwant %q", got, test.says)
			}
			if n := len(site.Mock.FlowTasks()); n != 0 {
				t.Errorf("%d tasks, want none", n)
			}
			site.Mock.ClearFaults()
			apply(t, one, plainAt(mornings))
		})
	}
}

// TestFlowTask_replacementWhoseAnswerIsLostIsMadeOnce has a flow with parameters,
// of which the task sets none.
func TestFlowTask_replacementWhoseAnswerIsLostIsMadeOnce(t *testing.T) {
	t.Parallel()
	options := onServer()
	options.Behaviour.IndexLag = 3
	site := acctest.NewMock(t, options)
	setFault(t, site, mockserver.Fault{Route: addRoute, Skip: 1, Times: 1, Drop: mockserver.DropAfter})
	one := instance(site, options)
	apply(t, one, prepNightly(nil))
	apply(t, one, acctest.Object{"flow_id": prep, "schedule_id": mornings})
	if made := onlyTask(t, site); one.State(t)["id"] != made.ID || made.Schedule != mornings {
		t.Errorf("state is %v, want %+v", one.State(t), made)
	}
}
