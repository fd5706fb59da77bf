package subscription_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const (
	noun    = "tableau_subscription"
	address = "tableau_subscription.test"

	annID      = "aaaaaaaa-0000-4000-8000-000000000001"
	bobID      = "aaaaaaaa-0000-4000-8000-000000000002"
	mutedID    = "aaaaaaaa-0000-4000-8000-000000000003"
	salesID    = "bbbbbbbb-0000-4000-8000-000000000001"
	overviewID = "bbbbbbbb-0000-4000-8000-000000000002"
	regionsID  = "bbbbbbbb-0000-4000-8000-000000000003"
	ordersID   = "bbbbbbbb-0000-4000-8000-000000000004"
	mondaysID  = "cccccccc-0000-4000-8000-000000000001"
	fridaysID  = "cccccccc-0000-4000-8000-000000000002"
	extractsID = "cccccccc-0000-4000-8000-000000000003"
	nobodysID  = "dddddddd-0000-4000-8000-000000000009"
	someID     = "4d652179-36bf-47e4-a9dc-e069227c72d0"

	routeOne  = "/sites/{site}/subscriptions/{subscription}"
	routeMany = "/sites/{site}/subscriptions"
)

// people is who and what there is to subscribe, on both products.
func people() mockserver.Seed {
	return mockserver.Seed{
		Users: []mockserver.User{
			{ID: annID, Name: "ann", SiteRole: "Creator"}, {ID: bobID, Name: "bob", SiteRole: "Explorer"},
			{ID: mutedID, Name: "muted", NoEmail: true},
		},
		Tokens: []mockserver.Token{{Name: "bobs", Secret: "hush", User: "bob"}},
		Workbooks: []mockserver.Workbook{
			{ID: salesID, Name: "Sales", Views: []mockserver.View{{ID: overviewID, Name: "Overview"}, {ID: regionsID, Name: "Regions"}}},
			{ID: ordersID, Name: "Orders", Views: []mockserver.View{{Name: "All"}}},
		},
	}
}

// onServer is a Server with schedules, and these subscriptions.
func onServer(subscriptions ...mockserver.Subscription) mockserver.Options {
	seed := people()
	seed.Schedules = []mockserver.Schedule{
		{ID: mondaysID, Name: "Mondays", Type: "Subscription", Frequency: "Weekly", Start: "06:30:00", Intervals: []mockserver.Interval{{WeekDay: "Monday"}}},
		{ID: fridaysID, Name: "Fridays", Type: "Subscription", Frequency: "Weekly", Start: "06:30:00", Intervals: []mockserver.Interval{{WeekDay: "Friday"}}},
		{ID: extractsID, Name: "Extracts", Type: "Extract", Frequency: "Daily", Start: "02:15:00"},
	}
	seed.Subscriptions = subscriptions
	return mockserver.Options{Seed: seed}
}

// onCloud is a Cloud with these subscriptions.
func onCloud(subscriptions ...mockserver.Subscription) mockserver.Options {
	seed := people()
	seed.Subscriptions = subscriptions
	return mockserver.Options{Product: mockserver.ProductCloud, Seed: seed}
}

const (
	onMondays  = `schedule_id = "` + mondaysID + `"`
	everyDay   = `frequency = { daily = { start = "06:30" } }`
	toOverview = `content = { type = "View", id = "` + overviewID + `" }`
)

// products has each product's server and way to say when.
var products = map[string]struct {
	options func(...mockserver.Subscription) mockserver.Options
	when    string
	// timing is the seed's words for when, and state the test's.
	timing mockserver.Timing
	state  acctest.Object
}{
	"server": {onServer, onMondays, mockserver.Timing{Schedule: mondaysID}, acctest.Object{"schedule_id": mondaysID}},
	"cloud": {
		onCloud, everyDay,
		mockserver.Timing{
			Frequency: "Daily", Start: "06:30:00", End: "06:30:00",
			Intervals: []mockserver.Interval{
				{Hours: "24"}, {WeekDay: "Sunday"}, {WeekDay: "Monday"}, {WeekDay: "Tuesday"}, {WeekDay: "Wednesday"},
				{WeekDay: "Thursday"}, {WeekDay: "Friday"}, {WeekDay: "Saturday"},
			},
		},
		acctest.Object{"frequency": acctest.Object{"daily": acctest.Object{"start": "06:30"}}},
	},
}

// block is a block of a subscription of ann, named after what the test does with it.
func block(name, subject string, lines ...string) string {
	return fmt.Sprintf("\nresource %q \"test_%s\" {\n  subject = %q\n  user_id = %q\n  %s\n}\n", noun, name, subject, annID, strings.Join(lines, "\n  "))
}

// configured is the configuration of a subscription of ann to the workbook.
func configured(when acctest.Object) acctest.Object {
	config := acctest.Object{"subject": "Monday report", "user_id": annID, "content": acctest.Object{"type": "Workbook", "id": salesID}}
	maps.Copy(config, when)
	return config
}

// with is a configuration with one more attribute.
func with(config acctest.Object, name string, value any) acctest.Object {
	changed := maps.Clone(config)
	changed[name] = value
	return changed
}

func overview() acctest.Object { return acctest.Object{"type": "View", "id": overviewID} }

func isCloud(site *acctest.Site) bool { return len(site.Mock.Schedules()) == 0 }

// settings are the further lines of the provider block; "demo" is the one site of the Cloud.
func settings(site *acctest.Site) acctest.Object {
	if isCloud(site) {
		return acctest.Object{"site": "demo"}
	}
	return nil
}

// protocol is the provider in-process, signed in to the site.
func protocol(t *testing.T, site *acctest.Site) *acctest.Protocol {
	t.Helper()
	return site.Protocol(t.Context(), t, settings(site))
}

// instance is a subscription that is planned and applied in-process.
func instance(site *acctest.Site) *acctest.Instance { return site.Instance(noun, settings(site)) }

// plans expects what the plan of a configuration does.
func plans(t *testing.T, one *acctest.Instance, config acctest.Object, want acctest.Action) {
	t.Helper()
	change := one.Plan(t, config)
	acctest.FailOn(t, change.Diagnostics)
	if change.Action != want {
		t.Errorf("the plan is %q of %v, want %q", change.Action, change.Attributes(), want)
	}
}

// applies expects what applying a configuration does.
func applies(t *testing.T, one *acctest.Instance, config acctest.Object, want acctest.Action) acctest.Change {
	t.Helper()
	change := one.Apply(t, config)
	acctest.FailOn(t, change.Diagnostics)
	if change.Action != want {
		t.Errorf("the plan was %q of %v, want %q", change.Action, change.Attributes(), want)
	}
	return change
}

// refused expects one diagnostic with these texts one after the other.
func refused(t *testing.T, diagnostics []*tfprotov6.Diagnostic, texts ...string) {
	t.Helper()
	if len(diagnostics) != 1 {
		t.Fatalf("%d diagnostics, want one with %q", len(diagnostics), texts)
	}
	got := acctest.DescribeDiagnostic(diagnostics[0])
	rest := got
	for _, text := range texts {
		var found bool
		if _, rest, found = strings.Cut(rest, text); !found {
			t.Errorf("got %s\nwant %q in it", got, text)
			return
		}
	}
}

// monday is a seeded subscription like that of configure.
func monday(timing mockserver.Timing) mockserver.Subscription {
	return mockserver.Subscription{ID: someID, Subject: "Monday report", User: annID, ContentType: "Workbook", Content: salesID, Timing: timing}
}

// stateOf is the state of such a subscription.
func stateOf(id any, timing acctest.Object) acctest.Object {
	state := acctest.Object{
		"id": id, "subject": "Monday report", "user_id": annID,
		"content":      acctest.Object{"type": "Workbook", "id": salesID, "send_if_view_empty": true},
		"attach_image": true, "attach_pdf": false, "page_orientation": "Portrait", "page_size_option": "Letter", "suspended": false,
	}
	for name, value := range timing {
		state[name] = value
	}
	return state
}

// theOne is the site's only subscription.
func theOne(t *testing.T, site *acctest.Site) mockserver.Subscription {
	t.Helper()
	all := site.Mock.Subscriptions()
	if len(all) != 1 {
		t.Fatalf("the site has %d subscriptions, want one", len(all))
	}
	return all[0]
}

// edit changes the only subscription behind Terraform's back.
func edit(t *testing.T, site *acctest.Site, change func(*mockserver.Subscription)) {
	t.Helper()
	if !site.Mock.UpdateSubscription(theOne(t, site).ID, change) {
		t.Fatal("the subscription was not changed")
	}
}

func setFault(t *testing.T, site *acctest.Site, fault mockserver.Fault) {
	t.Helper()
	if err := site.Mock.SetFaults(fault); err != nil {
		t.Fatal(err)
	}
}

// apply makes a change in-process, as planned.
func apply(t *testing.T, p *acctest.Protocol, prior, planned acctest.Object) (acctest.Object, []*tfprotov6.Diagnostic) {
	t.Helper()
	response, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: noun, PriorState: p.Resource(t, noun, prior), PlannedState: p.Resource(t, noun, planned), Config: p.Resource(t, noun, planned),
	})
	if err != nil {
		t.Fatal(err)
	}
	return p.DecodeResource(t, noun, response.NewState), response.Diagnostics
}

// read refreshes a state in-process.
func read(t *testing.T, p *acctest.Protocol, state acctest.Object) (acctest.Object, []*tfprotov6.Diagnostic) {
	t.Helper()
	response, err := p.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: noun, CurrentState: p.Resource(t, noun, state)})
	if err != nil {
		t.Fatal(err)
	}
	return p.DecodeResource(t, noun, response.NewState), response.Diagnostics
}
