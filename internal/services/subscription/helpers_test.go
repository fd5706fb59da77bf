package subscription_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

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
	toSales    = `content = { type = "Workbook", id = "` + salesID + `" }`
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

// configure is the site's provider block and a subscription of ann with these lines.
func configure(site *acctest.Site, lines ...string) string {
	return provider(site) + fmt.Sprintf(`
resource "tableau_subscription" "test" {
  subject = "Monday report"
  user_id = %q
  %s
}
`, annID, strings.Join(lines, "\n  "))
}

// provider is the provider block; "demo" is the one site of the Cloud.
func provider(site *acctest.Site) string {
	if isCloud(site) {
		return site.ProviderConfig(`site = "demo"`)
	}
	return site.ProviderConfig("")
}

func isCloud(site *acctest.Site) bool { return len(site.Mock.Schedules()) == 0 }

// protocol is the provider in-process, signed in to the site.
func protocol(t *testing.T, site *acctest.Site) *acctest.Protocol {
	t.Helper()
	if isCloud(site) {
		return site.Protocol(t.Context(), t, acctest.Object{"site": "demo"})
	}
	return site.Protocol(t.Context(), t, nil)
}

// newCLI is Terraform in a folder of its own.
func newCLI(t *testing.T, site *acctest.Site, files map[string]string) *acctest.CLI {
	t.Helper()
	if isCloud(site) {
		return site.NewCLI(t, files, "TABLEAU_SITE=demo", "TABLEAU_PERSONAL_ACCESS_TOKEN_NAME=demo", "TABLEAU_PERSONAL_ACCESS_TOKEN_SECRET=demo-secret")
	}
	return site.NewCLI(t, files)
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

// planned expects one action.
func planned(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
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

// says matches texts one after the other, however Terraform wraps their lines.
func says(texts ...string) *regexp.Regexp {
	var patterns []string
	for _, text := range texts {
		patterns = append(patterns, strings.ReplaceAll(regexp.QuoteMeta(text), " ", `\s+`))
	}
	return regexp.MustCompile(`(?s)` + strings.Join(patterns, ".*"))
}
