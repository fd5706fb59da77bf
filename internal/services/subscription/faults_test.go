package subscription_test

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestSubscriptionRead_keepsStateThroughEveryFault(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault mockserver.Fault
		// says is in the one error; "" means that the read succeeds by itself.
		says string
	}{
		"401 once":               {fault: mockserver.Fault{Times: 1, EndSession: true}},
		"429":                    {fault: mockserver.Fault{Times: 1, Status: 429, Code: "429000", RetryAfter: "0"}},
		"500":                    {fault: mockserver.Fault{Times: 2, Status: 500, Code: "500000"}},
		"truncated":              {fault: mockserver.Fault{Times: 2, Truncate: true}},
		"dropped":                {fault: mockserver.Fault{Times: 3, Drop: mockserver.DropBefore}},
		"500 for long":           {mockserver.Fault{Status: 500, Code: "500000"}, "The server or a proxy in front of it is in trouble."},
		"503 HTML for long":      {mockserver.Fault{HTML: true}, "The server or a proxy in front of it is in trouble."},
		"403":                    {mockserver.Fault{Status: 403, Code: "403004", Summary: "Forbidden"}, "A subscription can be read and changed by its user and by administrators"},
		"404 of a site":          {mockserver.Fault{Status: 404, Code: "404000"}, "The site does not exist, or the user may not see it."},
		"404 of a URI":           {mockserver.Fault{Status: 404, Code: "404003"}, "This server does not know the method."},
		"404 of a user":          {mockserver.Fault{Status: 404, Code: "404002"}, "error 404002"},
		"404 without a code":     {mockserver.Fault{Status: 404, HTML: true}, "was answered with HTTP 404 (Not Found)"},
		"a page with status 200": {mockserver.Fault{Status: 200, Body: "<html>Sign in</html>", ContentType: "text/html"}, "the answer is a web page"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, onServer(monday(mockserver.Timing{Schedule: mondaysID})))
			p := site.Protocol(t.Context(), t, acctest.Object{"max_retries": 4})
			test.fault.Route = "GET " + routeOne
			setFault(t, site, test.fault)
			state, diagnostics := read(t, p, stateOf(someID, products["server"].state))
			if state["subject"] != "Monday report" {
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
			if !strings.HasPrefix(got, "Cannot read subscription "+someID+": ") || !strings.Contains(got, test.says) {
				t.Errorf("got %s\nwant %s", got, test.says)
			}
		})
	}
}

// A list that shows only the user's own subscriptions says nothing of the others.
func TestSubscriptionRead_ofOthersByATokenThatSeesOnlyItsOwnRemovesNothing(t *testing.T) {
	t.Parallel()
	var seeded []mockserver.Subscription
	for range 30 {
		sub := monday(mockserver.Timing{Schedule: mondaysID})
		sub.ID = ""
		seeded = append(seeded, sub)
	}
	seeded[29].User = bobID
	site := acctest.NewMock(t, onServer(seeded...))
	p := site.Protocol(t.Context(), t, acctest.Object{"personal_access_token_name": "bobs", "personal_access_token_secret": "hush"})
	for _, sub := range site.Mock.Subscriptions() {
		state, diagnostics := read(t, p, stateOf(sub.ID, products["server"].state))
		if state["id"] != sub.ID {
			t.Fatalf("state is %v", state)
		}
		if wantError := sub.User != bobID; (len(diagnostics) == 1) != wantError {
			t.Errorf("got %v", diagnostics)
		}
	}
}

func TestSubscriptionRead_ofOneThatIsGoneRemovesIt(t *testing.T) {
	t.Parallel()
	for name, product := range products {
		site := acctest.NewMock(t, product.options())
		state, diagnostics := read(t, protocol(t, site), stateOf(someID, product.state))
		acctest.FailOn(t, diagnostics)
		if state != nil {
			t.Errorf("%s: state is %v, want none", name, state)
		}
	}
}

func TestSubscription_whoseCreationIsNotAnsweredIsMadeOnce(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]mockserver.Fault{
		"dropped before": {Times: 1, Drop: mockserver.DropBefore},
		"dropped after":  {Times: 1, Drop: mockserver.DropAfter},
		"truncated":      {Times: 1, Truncate: true},
		"gateway page":   {Times: 1, HTML: true},
		"throttled":      {Times: 1, Status: 429, Code: "429000"},
		"session ended":  {Times: 1, EndSession: true},
	} {
		for kind, product := range products {
			t.Run(kind+" "+name, func(t *testing.T) {
				t.Parallel()
				// One that differs in its message alone was there before, and is nobody's business.
				other := monday(product.timing)
				other.Message = "Good morning"
				options := product.options(other)
				options.Behaviour.IndexLag = 3
				site := acctest.NewMock(t, options)
				fault := fault
				fault.Route = "POST " + routeMany
				setFault(t, site, fault)
				state, diagnostics := apply(t, protocol(t, site), nil, stateOf(acctest.Unknown, product.state))
				acctest.FailOn(t, diagnostics)
				all := site.Mock.Subscriptions()
				if len(all) != 2 || !slices.ContainsFunc(all, func(s mockserver.Subscription) bool { return s.ID == state["id"] && s.ID != someID }) {
					t.Errorf("the site has %d subscriptions, want the old one and %v", len(all), state["id"])
				}
			})
		}
	}
}

func TestSubscription_suspendingFailsAndNothingIsLost(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, site *acctest.Site, when acctest.Object) {
		setFault(t, site, mockserver.Fault{Route: "PUT " + routeOne, Times: 1, Status: 403, Code: "403004", Summary: "Forbidden"})
		one, config := instance(site), with(configured(when), "suspended", true)
		refused(t, one.Apply(t, config).Diagnostics, `Cannot update subscription "Monday report"`, "403004")
		// Terraform knows the subscription by its id, marks it as only half made, and replaces it.
		if made := theOne(t, site); one.State(t)["id"] != made.ID {
			t.Fatalf("state is %v, want the id %s", one.State(t), made.ID)
		}
		has(t, one, acctest.Object{"suspended": false})
		acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
		nothingLeft(t, site)
		applies(t, one, config, acctest.Create)
		if !theOne(t, site).Suspended {
			t.Error("the subscription is active")
		}
	})
}

func TestSubscription_waitsForTheIndexAfterCreation(t *testing.T) {
	t.Parallel()
	for name, product := range products {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := product.options()
			options.Behaviour.IndexLag = 5
			site := acctest.NewMock(t, options)
			one, config := instance(site), with(with(configured(product.state), "suspended", true), "attach_pdf", true)
			applies(t, one, config, acctest.Create)
			plans(t, one, config, acctest.NoOp)
		})
	}
}

func TestSubscription_thatCannotBeReadBackIsAWarning(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		lag   int
		fault mockserver.Fault
		want  string
	}{
		"never shown": {lag: 1000000, want: "Subscription not shown yet"},
		"refused":     {fault: mockserver.Fault{Route: "GET " + routeOne, Status: 403, Code: "403004"}, want: "Subscription not read back"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := onServer()
			options.Behaviour.IndexLag = test.lag
			site := acctest.NewMock(t, options)
			if test.lag == 0 {
				setFault(t, site, test.fault)
			}
			state, diagnostics := apply(t, protocol(t, site), nil, stateOf(acctest.Unknown, products["server"].state))
			if made := theOne(t, site); state["id"] != made.ID || state["attach_image"] != true {
				t.Errorf("state is %v, want the id %s", state, made.ID)
			}
			if len(diagnostics) != 1 || diagnostics[0].Severity != tfprotov6.DiagnosticSeverityWarning || diagnostics[0].Summary != test.want {
				t.Errorf("got %v, want a warning: an error would make Terraform replace the subscription", diagnostics)
			}
		})
	}
}

// An update that the service answers well and does not carry out is told.
func TestSubscription_whatTableauDoesNotKeepIsTold(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, onServer(monday(mockserver.Timing{Schedule: mondaysID})))
	setFault(t, site, mockserver.Fault{
		Route: "PUT " + routeOne, Status: 200, Body: `<tsResponse xmlns="http://tableau.com/api"/>`, ContentType: "application/xml",
	})
	wanted := stateOf(someID, products["server"].state)
	wanted["attach_pdf"], wanted["message"] = true, "Hello"
	state, diagnostics := apply(t, protocol(t, site), stateOf(someID, products["server"].state), wanted)
	if len(diagnostics) != 2 || state["attach_pdf"] != false {
		t.Fatalf("got %v, %v", state, diagnostics)
	}
	for i, want := range []string{
		`AttributeName("message"): Tableau kept another message: Tableau accepted the subscription "Monday report" without an error, and now shows none where "Hello" was asked for.`,
		`AttributeName("attach_pdf"): Tableau kept another attach_pdf: Tableau accepted the subscription "Monday report" without an error, and now shows false where true was asked for.`,
	} {
		if got := acctest.DescribeDiagnostic(diagnostics[i]); !strings.HasPrefix(got, want) {
			t.Errorf("got %s\nwant %s", got, want)
		}
	}
}

func TestSubscription_whoseInterruptedCreationWasMadeIsKnown(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, onServer())
	setFault(t, site, mockserver.Fault{Route: "POST " + routeMany, Latency: time.Minute, Drop: mockserver.DropAfter})
	p := site.Protocol(t.Context(), t, nil)
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	go func() {
		// The request is under way as soon as the server has logged it.
		for site.Mock.Requests().ByRoute["POST "+routeMany] == 0 && ctx.Err() == nil {
			runtime.Gosched()
		}
		site.Mock.AddSubscription(monday(mockserver.Timing{Schedule: mondaysID}))
		interrupt()
	}()
	wanted := p.Resource(t, noun, stateOf(acctest.Unknown, products["server"].state))
	response, err := p.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: noun, PriorState: p.Resource(t, noun, nil), PlannedState: wanted, Config: wanted,
	})
	if err != nil {
		t.Fatal(err)
	}
	if state := p.DecodeResource(t, noun, response.NewState); state["id"] != someID {
		t.Errorf("state is %v, want the id %s", state, someID)
	}
}

func TestSubscription_deletingWhatIsRefusedKeepsIt(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, onServer(monday(mockserver.Timing{Schedule: mondaysID})))
	setFault(t, site, mockserver.Fault{Route: "DELETE " + routeOne, Status: 403, Code: "403004"})
	state, diagnostics := apply(t, protocol(t, site), stateOf(someID, products["server"].state), nil)
	if state["id"] != someID || len(diagnostics) != 1 || !strings.HasPrefix(diagnostics[0].Summary, "Cannot delete subscription") {
		t.Errorf("got %v, %v", state, diagnostics)
	}
}
