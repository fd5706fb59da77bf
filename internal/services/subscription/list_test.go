package subscription_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// several are one of each kind, with one that follows an extract's refreshes.
func several() mockserver.Options {
	return onServer(
		mockserver.Subscription{ID: "11111111-0000-4000-8000-000000000001", Subject: "Sales", User: annID, Content: salesID, Timing: mockserver.Timing{Schedule: mondaysID}},
		mockserver.Subscription{ID: "11111111-0000-4000-8000-000000000002", Subject: "Regions", User: bobID, Content: regionsID, Message: "Look", Timing: mockserver.Timing{Schedule: fridaysID}},
		mockserver.Subscription{ID: "11111111-0000-4000-8000-000000000003", Subject: "After refresh", User: bobID, Content: overviewID, RefreshExtractTriggered: true},
	)
}

// filters narrow the list resource and the data source alike.
var filters = map[string]struct {
	config acctest.Object
	want   []string
}{
	"all":             {acctest.Object{}, []string{"1", "2", "3"}},
	"by user":         {acctest.Object{"user_id": bobID}, []string{"2", "3"}},
	"by content":      {acctest.Object{"content_id": salesID}, []string{"1"}},
	"by content type": {acctest.Object{"content_type": "View"}, []string{"2", "3"}},
	"by schedule":     {acctest.Object{"schedule_id": strings.ToUpper(fridaysID)}, []string{"2"}},
	"by subject":      {acctest.Object{"subject": "sALES"}, []string{"1"}},
	"none":            {acctest.Object{"user_id": bobID, "content_type": "Workbook"}, nil},
}

func list(t *testing.T, p *acctest.Protocol, config acctest.Object, limit int64, whole bool) []tfprotov6.ListResourceResult {
	t.Helper()
	return p.List(t, &tfprotov6.ListResourceRequest{TypeName: noun, Config: p.ListConfig(t, noun, config), IncludeResource: whole, Limit: limit})
}

func TestSubscriptionList_hasWhatTerraformManages(t *testing.T) {
	t.Parallel()
	p := protocol(t, acctest.NewMock(t, several()))
	shown := map[string]string{"1": "Sales to ann", "2": "Regions to bob"}
	for name, test := range filters {
		var want []string
		for _, id := range test.want {
			if shown[id] != "" {
				want = append(want, shown[id])
			}
		}
		var got []string
		for _, result := range list(t, p, test.config, 100, false) {
			acctest.FailOn(t, result.Diagnostics)
			got = append(got, result.DisplayName)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: listed %v, want %v", name, got, want)
		}
	}
	if results := list(t, p, acctest.Object{}, 1, false); len(results) != 1 {
		t.Errorf("listed %d, want up to one", len(results))
	}
}

func TestSubscriptionList_givesTheWholeWhenAskedAndSaysWhatFails(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, several())
	p := protocol(t, site)
	results := list(t, p, acctest.Object{"subject": "Regions"}, 100, true)
	if len(results) != 1 {
		t.Fatalf("listed %d", len(results))
	}
	acctest.FailOn(t, results[0].Diagnostics)
	found := p.DecodeResource(t, noun, results[0].Resource)
	if found["message"] != "Look" || found["schedule_id"] != fridaysID || found["page_orientation"] != "Portrait" || found["content"].(acctest.Object)["type"] != "View" {
		t.Errorf("got %v", found)
	}
	setFault(t, site, mockserver.Fault{Route: "GET " + routeMany, Code: "403004"})
	results = list(t, p, acctest.Object{}, 100, true)
	if len(results) != 1 || len(results[0].Diagnostics) != 1 || results[0].Diagnostics[0].Summary != "Cannot list subscriptions" {
		t.Errorf("got %v, want one error", results)
	}
}

// many are subscriptions of every kind: to views and workbooks, with all options,
// at every frequency where those are theirs.
func many(n int, cloud bool) []mockserver.Subscription {
	frequencies := []mockserver.Timing{
		products["cloud"].timing,
		{Frequency: "Hourly", Start: "06:00:00", End: "22:00:00", Intervals: []mockserver.Interval{{Minutes: "60"}, {WeekDay: "Monday"}}},
		{Frequency: "Daily", Start: "08:00:00", End: "20:00:00", Intervals: []mockserver.Interval{{Hours: "4"}, {WeekDay: "Friday"}, {WeekDay: "Monday"}}},
		{Frequency: "Weekly", Start: "18:30:00", Intervals: []mockserver.Interval{{WeekDay: "Wednesday"}}},
		{Frequency: "Monthly", Start: "06:00:00", Intervals: []mockserver.Interval{{MonthDay: "1"}, {MonthDay: "15"}}},
		{Frequency: "Monthly", Start: "06:00:00", Intervals: []mockserver.Interval{{MonthDay: "LastDay"}}},
		{Frequency: "Monthly", Start: "06:00:00", Intervals: []mockserver.Interval{{MonthDay: "Third", WeekDay: "Thursday"}}},
	}
	pages := []string{"A4", "EXECUTIVE", "LETTER", "TABLOID"}
	all := make([]mockserver.Subscription, n)
	for i := range all {
		all[i] = mockserver.Subscription{
			Subject: fmt.Sprintf("Report %d \"quoted\" & ${not} a template", i), User: []string{annID, bobID}[i%2], Content: []string{salesID, overviewID, regionsID}[i%3],
			NoImage: i%5 == 0, AttachPDF: i%3 == 0, PageOrientation: []string{"PORTRAIT", "LANDSCAPE"}[i%2], PageSizeOption: pages[i%len(pages)],
			NotIfViewEmpty: i%4 == 0, Suspended: i%7 == 0, Timing: mockserver.Timing{Schedule: []string{mondaysID, fridaysID}[i%2]},
		}
		if i%3 == 0 {
			all[i].Message = "First line\nsecond line"
		}
		if cloud {
			all[i].Timing = frequencies[i%len(frequencies)]
		}
	}
	return all
}

// TestSubscriptionQuery_generatesConfigurationThatPlansNothing adopts a whole site.
func TestSubscriptionQuery_generatesConfigurationThatPlansNothing(t *testing.T) {
	t.Parallel()
	acctest.NeedsQuery(t)
	for name, product := range products {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seeded := append(many(200, name == "cloud"),
				mockserver.Subscription{Subject: "After refresh", User: annID, Content: overviewID, RefreshExtractTriggered: true})
			cli := acctest.NewMock(t, product.options(seeded...)).NewCLI(t, map[string]string{
				"main.tf":                   `provider "tableau" {}`,
				"subscriptions.tfquery.hcl": "list \"tableau_subscription\" \"all\" {\n  provider = tableau\n  limit    = 1000\n}\n",
			})
			cli.Succeed("query", "-no-color", "-generate-config-out=generated.tf")
			cli.Succeed("validate", "-no-color")
			plan := cli.Succeed("plan", "-no-color", "-input=false")
			if !strings.Contains(plan, "Plan: 200 to import, 0 to add, 0 to change, 0 to destroy.") {
				t.Errorf("the generated configuration does not plan empty:\n%s", plan)
			}
			cli.Succeed("apply", "-no-color", "-input=false", "-auto-approve")
			if result := cli.Run("plan", "-no-color", "-input=false", "-detailed-exitcode"); result.ExitCode != 0 {
				t.Errorf("the next plan is not empty:\n%s", result.Output)
			}
		})
	}
}

// TestSubscriptionRead_ofThousandsListsThemOnce refreshes as Terraform does, ten
// at once: beyond the first few, whole pages serve them all.
func TestSubscriptionRead_ofThousandsListsThemOnce(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, onServer(many(3000, false)...))
	p := protocol(t, site)
	all := site.Mock.Subscriptions()
	for i, sub := range all {
		state := stateOf(sub.ID, products["server"].state)
		if found, diagnostics := read(t, p, state); len(diagnostics) != 0 || found["subject"] != sub.Subject {
			t.Fatalf("%d: got %v, %v", i, found, diagnostics)
		}
	}
	routes := site.Mock.Requests().ByRoute
	if routes["GET "+routeMany] != 3 || routes["GET "+routeOne] != 10 {
		t.Errorf("%d lists and %d single reads, want 3 and 10", routes["GET "+routeMany], routes["GET "+routeOne])
	}
}

// TestSubscription_onAScheduleNamedLikeTheSystems is one that an administrator named so: what is known to be on it stays on it.
func TestSubscription_onAScheduleNamedLikeTheSystems(t *testing.T) {
	t.Parallel()
	options := onServer()
	options.Seed.Schedules[0].Name = "SSS_Mails"
	site := acctest.NewMock(t, options)
	one := site.Instance(noun, nil)
	config := acctest.Object{
		"subject": "Sales", "user_id": annID, "schedule_id": mondaysID, "content": acctest.Object{"type": "Workbook", "id": salesID},
	}
	acctest.FailOn(t, one.Apply(t, config).Diagnostics)
	if change := one.Plan(t, config); change.Action != acctest.NoOp {
		t.Errorf("the next plan is %q of %v", change.Action, change.Attributes())
	}
}

// TestSubscriptions_listsNoneOnACustomScheduleOfServer lists no block that no configuration could have.
func TestSubscriptions_listsNoneOnACustomScheduleOfServer(t *testing.T) {
	t.Parallel()
	options := several()
	options.Seed.Schedules[0].Name = "SSS_5e8f"
	site := acctest.NewMock(t, options)
	results := list(t, site.Protocol(t.Context(), t, nil), acctest.Object{}, 10, true)
	if len(results) != 1 || results[0].DisplayName != "Regions to bob" {
		t.Errorf("lists %+v", results)
	}
}
