package schedule_test

import (
	"context"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const getRoute = "GET /schedules/{schedule}"

func setFault(t *testing.T, site *acctest.Site, fault mockserver.Fault) {
	t.Helper()
	if err := site.Mock.SetFaults(fault); err != nil {
		t.Fatal(err)
	}
}

// stateOf is the state of a schedule that a test seeded.
func stateOf(id string) acctest.Object {
	return acctest.Object{
		"id": id, "name": "Nightly", "type": "Extract", "priority": 50, "execution_order": "Parallel", "state": "Active",
		"frequency": acctest.Object{"daily": acctest.Object{"start": "02:15"}},
	}
}

// read refreshes a state in-process.
func read(t *testing.T, p *acctest.Protocol, state acctest.Object) (acctest.Object, []*tfprotov6.Diagnostic) {
	t.Helper()
	response, err := p.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: "tableau_schedule", CurrentState: p.Resource(t, "tableau_schedule", state),
	})
	if err != nil {
		t.Fatal(err)
	}
	return p.DecodeResource(t, "tableau_schedule", response.NewState), response.Diagnostics
}

func seeded() mockserver.Options {
	return mockserver.Options{Seed: mockserver.Seed{Schedules: []mockserver.Schedule{{Name: "Nightly", Frequency: "Daily", Start: "02:15:00"}}}}
}

func TestScheduleRead_keepsStateThroughEveryFault(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault mockserver.Fault
		// says is in the one error; "" means that the read succeeds by itself.
		says string
	}{
		"401 once":                       {fault: mockserver.Fault{Times: 1, EndSession: true}},
		"429 with Retry-After":           {fault: mockserver.Fault{Times: 1, Status: 429, Code: "429000", RetryAfter: "0"}},
		"429 without":                    {fault: mockserver.Fault{Times: 2, Status: 429, Code: "429000"}},
		"500":                            {fault: mockserver.Fault{Times: 2, Status: 500, Code: "500000"}},
		"503 HTML":                       {fault: mockserver.Fault{Times: 2, HTML: true}},
		"truncated":                      {fault: mockserver.Fault{Times: 2, Truncate: true}},
		"dropped":                        {fault: mockserver.Fault{Times: 3, Drop: mockserver.DropBefore}},
		"answer dropped":                 {fault: mockserver.Fault{Times: 3, Drop: mockserver.DropAfter}},
		"session killed again and again": {mockserver.Fault{EndSession: true}, "Another process is probably signing in with the same personal access token"},
		"429 for long":                   {mockserver.Fault{Status: 429, Code: "429000", RetryAfter: "3600"}, "The service asks to be left alone until"},
		"500 for long":                   {mockserver.Fault{Status: 500, Code: "500000"}, "The server or a proxy in front of it is in trouble."},
		"503 HTML for long":              {mockserver.Fault{HTML: true}, "The server or a proxy in front of it is in trouble."},
		"truncated for long":             {mockserver.Fault{Truncate: true}, "the answer is incomplete or not understood"},
		"dropped for long":               {mockserver.Fault{Drop: mockserver.DropBefore}, "The server could not be reached."},
		"403":                            {mockserver.Fault{Status: 403, Code: "403004", Summary: "Forbidden"}, "The signed-in user lacks the right to do this."},
		"404 of a site":                  {mockserver.Fault{Status: 404, Code: "404000"}, "The site does not exist, or the user may not see it."},
		"404 of a URI":                   {mockserver.Fault{Status: 404, Code: "404003"}, "This server does not know the method."},
		"404 without a code":             {mockserver.Fault{Status: 404, HTML: true}, "was answered with HTTP 404 (Not Found)"},
		"a page with status 200":         {mockserver.Fault{Status: 200, Body: "<html>Sign in</html>", ContentType: "text/html"}, "the answer is a web page"},
		"redirect":                       {mockserver.Fault{Redirect: "https://sso.example.com/login"}, "If https://sso.example.com is the Tableau server, set server_url to it."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, seeded())
			schedule, _ := site.Mock.ScheduleByName("Nightly")
			p := site.Protocol(t.Context(), t, acctest.Object{"max_retries": 4})
			test.fault.Route = getRoute
			setFault(t, site, test.fault)

			state, diagnostics := read(t, p, stateOf(schedule.ID))
			if state["name"] != "Nightly" {
				t.Errorf("state is %v", state)
			}
			if test.says == "" {
				acctest.FailOn(t, diagnostics)
				return
			}
			if len(diagnostics) != 1 {
				t.Fatalf("%d diagnostics, want one", len(diagnostics))
			}
			got := acctest.DescribeDiagnostic(diagnostics[0])
			if !strings.HasPrefix(got, "Cannot read schedule "+schedule.ID+": ") || !strings.Contains(got, test.says) {
				t.Errorf("got %s\nwant %s", got, test.says)
			}
		})
	}
}

func TestScheduleRead_survivesAnotherSignInWithTheSameToken(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, seeded())
	schedule, _ := site.Mock.ScheduleByName("Nightly")
	first := site.Protocol(t.Context(), t, nil)
	second := site.Protocol(t.Context(), t, nil)
	for _, p := range []*acctest.Protocol{first, second, first, second} {
		state, diagnostics := read(t, p, stateOf(schedule.ID))
		acctest.FailOn(t, diagnostics)
		if state["name"] != "Nightly" {
			t.Errorf("state is %v", state)
		}
	}
	if n := site.Mock.Requests().ByRoute["POST /auth/signin"]; n != 4 {
		t.Errorf("%d sign-ins, want one for each time that the other had taken over", n)
	}
}

func TestScheduleRead_ofOneThatIsGoneRemovesIt(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{})
	state, diagnostics := read(t, site.Protocol(t.Context(), t, nil), stateOf("4d652179-36bf-47e4-a9dc-e069227c72d0"))
	acctest.FailOn(t, diagnostics)
	if state != nil {
		t.Errorf("state is %v, want none", state)
	}
}

func TestSchedule_whoseCreationIsNotAnsweredIsMadeOnce(t *testing.T) {
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
			site := acctest.NewMock(t, mockserver.Options{Behaviour: mockserver.Behaviour{IndexLag: 3}})
			fault.Route = "POST /schedules"
			setFault(t, site, fault)
			one, config := site.Instance("tableau_schedule", nil), with(acctest.Object{"daily": acctest.Object{"start": "02:15"}})
			applies(t, one, config, acctest.Create)
			if n := len(site.Mock.Schedules()); n != 1 {
				t.Errorf("the server has %d schedules, want one", n)
			}
			plansNothing(t, one, config)
			acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
			if err := nothingLeft(site)(nil); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestSchedule_suspendingFailsAndNothingIsLost(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{})
	setFault(t, site, mockserver.Fault{Route: "PUT /schedules/{schedule}", Times: 1, Status: 403, Code: "403004", Summary: "Forbidden"})
	config := site.Config(scheduleNamed("Nightly", daily, `state = "Suspended"`))
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config, ExpectError: regexp.MustCompile(`(?s)Cannot update schedule "Nightly".*403004`)},
		{
			// The schedule is known, and marked as only half made.
			Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("state"), knownvalue.StringExact("Suspended")),
			},
		},
	}, CheckDestroy: nothingLeft(site)})
}

func TestSchedule_waitsForTheIndexAfterCreation(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{Behaviour: mockserver.Behaviour{IndexLag: 5}})
	config := site.Config(scheduleNamed("Nightly", daily, `state = "Suspended"`))
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
	}})
}

func TestSchedule_thatTheIndexNeverShowsStaysInState(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{Behaviour: mockserver.Behaviour{IndexLag: 1000000}})
	p := site.Protocol(t.Context(), t, nil)
	planned := stateOf("")
	planned["id"] = acctest.Unknown
	response, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName:     "tableau_schedule",
		PriorState:   p.Resource(t, "tableau_schedule", nil),
		PlannedState: p.Resource(t, "tableau_schedule", planned),
		Config:       p.Resource(t, "tableau_schedule", planned),
	})
	if err != nil {
		t.Fatal(err)
	}
	made, _ := site.Mock.ScheduleByName("Nightly")
	if state := p.DecodeResource(t, "tableau_schedule", response.NewState); state["id"] != made.ID {
		t.Errorf("state is %v, want the id %s", state, made.ID)
	}
	if len(response.Diagnostics) != 1 || response.Diagnostics[0].Summary != "Schedule not shown yet" || response.Diagnostics[0].Severity != tfprotov6.DiagnosticSeverityWarning {
		t.Errorf("got %v, want a warning: an error would make Terraform replace the schedule", response.Diagnostics)
	}
}

// Whether a deletion was made is not known when its answer is lost. What was shown before it is gone then.
func TestSchedule_thatIsShownBeforeItsDeletionIsLostIsGone(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{Behaviour: mockserver.Behaviour{IndexLag: 1000000}})
	p := site.Protocol(t.Context(), t, nil)
	nothing, wanted := p.Resource(t, "tableau_schedule", nil), stateOf("")
	wanted["id"] = acctest.Unknown
	made, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: "tableau_schedule", PriorState: nothing, PlannedState: p.Resource(t, "tableau_schedule", wanted), Config: p.Resource(t, "tableau_schedule", wanted),
	})
	if err != nil {
		t.Fatal(err)
	}
	site.Mock.CatchUpIndex()
	setFault(t, site, mockserver.Fault{Route: "DELETE /schedules/{schedule}", Status: 200, HTML: true, After: true})
	deleted, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: "tableau_schedule", PriorState: made.NewState, PlannedState: nothing, Config: nothing, PlannedPrivate: made.Private,
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(deleted.Diagnostics) != 1 || p.DecodeResource(t, "tableau_schedule", deleted.NewState) == nil {
		t.Fatalf("got %v: the deletion is not to be known as made", deleted.Diagnostics)
	}
	site.Mock.ClearFaults()
	read, err := p.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: "tableau_schedule", CurrentState: deleted.NewState, Private: deleted.Private, CurrentIdentity: made.NewIdentity,
	})
	if err != nil {
		t.Fatal(err)
	}
	if left := p.DecodeResource(t, "tableau_schedule", read.NewState); left != nil || len(read.Diagnostics) != 0 {
		t.Errorf("state has %v", left)
		for _, d := range read.Diagnostics {
			t.Error(acctest.DescribeDiagnostic(d))
		}
	}
}

func TestSchedule_thatCannotBeReadBackIsNotReplaced(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{})
	config := site.Config(scheduleNamed("Nightly", daily, `state = "Suspended"`))
	// The read before suspending succeeds; the one after, with its four repeats, does not.
	setFault(t, site, mockserver.Fault{Route: getRoute, Skip: 1, Times: 5, HTML: true})
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{PreConfig: site.Mock.ClearFaults, Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
	}})
}

func TestSchedule_deletionAnsweredByAPageIsNoDeletion(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, seeded())
	schedule, _ := site.Mock.ScheduleByName("Nightly")
	p := site.Protocol(t.Context(), t, nil)
	setFault(t, site, mockserver.Fault{Route: "DELETE /schedules/{schedule}", Status: 200, Body: "<html>Sign in</html>", ContentType: "text/html"})
	state, diagnostics := apply(t, p, stateOf(schedule.ID), nil)
	if state["id"] != schedule.ID {
		t.Errorf("state is %v although the schedule is still there", state)
	}
	if len(diagnostics) != 1 || !strings.Contains(acctest.DescribeDiagnostic(diagnostics[0]), "the answer is a web page") {
		t.Errorf("got %v", diagnostics)
	}
}

func TestSchedule_interruptedWhileItIsMadeIsKnown(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{})
	setFault(t, site, mockserver.Fault{Route: "POST /schedules", Latency: time.Minute, Drop: mockserver.DropAfter})
	p := site.Protocol(t.Context(), t, nil)
	ctx, interrupt := context.WithCancel(t.Context())
	go func() {
		// The request is under way as soon as the server has logged it.
		for site.Mock.Requests().ByRoute["POST /schedules"] == 0 && ctx.Err() == nil {
			runtime.Gosched()
		}
		site.Mock.AddSchedule(mockserver.Schedule{Name: "Nightly", Frequency: "Daily", Start: "02:15:00"})
		interrupt()
	}()
	wanted := stateOf("")
	wanted["id"] = acctest.Unknown
	response, err := p.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: "tableau_schedule", PriorState: p.Resource(t, "tableau_schedule", nil),
		PlannedState: p.Resource(t, "tableau_schedule", wanted), Config: p.Resource(t, "tableau_schedule", wanted),
	})
	if err != nil {
		t.Fatal(err)
	}
	made, _ := site.Mock.ScheduleByName("Nightly")
	if state := p.DecodeResource(t, "tableau_schedule", response.NewState); state["id"] != made.ID {
		t.Errorf("state is %v, want the id %s", state, made.ID)
	}
}

func TestSchedules_onCloudAreLookedForInVain(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{Product: mockserver.ProductCloud})
	p := site.Protocol(t.Context(), t, acctest.Object{"site": "demo"})
	_, one := readData(t, p, "tableau_schedule", acctest.Object{"name": "Nightly"})
	_, many := readData(t, p, "tableau_schedules", acctest.Object{})
	listed := list(t, p, acctest.Object{}, 10, false)
	for _, diagnostics := range [][]*tfprotov6.Diagnostic{one, many, listed[0].Diagnostics} {
		if len(diagnostics) != 1 || diagnostics[0].Summary != "Tableau Cloud has no schedules" {
			t.Errorf("got %v", diagnostics)
		}
	}
}
