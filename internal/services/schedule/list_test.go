package schedule_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// list lists schedules in-process.
func list(t *testing.T, p *acctest.Protocol, config acctest.Object, limit int64, whole bool) []tfprotov6.ListResourceResult {
	t.Helper()
	return p.List(t, &tfprotov6.ListResourceRequest{
		TypeName: "tableau_schedule", Config: p.ListConfig(t, "tableau_schedule", config), IncludeResource: whole, Limit: limit,
	})
}

func names(results []tfprotov6.ListResourceResult) string {
	var names []string
	for _, result := range results {
		names = append(names, result.DisplayName)
	}
	return strings.Join(names, ", ")
}

func TestScheduleList_hasWhatTerraformManages(t *testing.T) {
	t.Parallel()
	p := acctest.NewMock(t, threeSchedules()).Protocol(t.Context(), t, nil)
	for name, test := range map[string]struct {
		config acctest.Object
		limit  int64
		want   string
	}{
		"all but Tableau's own": {acctest.Object{}, 100, "Mondays, Nightly"},
		"by type":               {acctest.Object{"type": "Extract"}, 100, "Nightly"},
		"by state":              {acctest.Object{"state": "Active"}, 100, "Mondays"},
		"by name":               {acctest.Object{"name": "nightly"}, 100, "Nightly"},
		"up to a limit":         {acctest.Object{}, 1, "Mondays"},
	} {
		results := list(t, p, test.config, test.limit, false)
		for _, result := range results {
			acctest.FailOn(t, result.Diagnostics)
		}
		if got := names(results); got != test.want {
			t.Errorf("%s: listed %s, want %s", name, got, test.want)
		}
	}
}

func TestScheduleList_leavesOutWhatTheSystemMade(t *testing.T) {
	t.Parallel()
	options := threeSchedules()
	options.Seed.Schedules = append(options.Seed.Schedules, mockserver.Schedule{Name: "SSS_5e8f", Type: "Subscription"})
	p := acctest.NewMock(t, options).Protocol(t.Context(), t, nil)
	if got := names(list(t, p, acctest.Object{}, 100, false)); got != "Mondays, Nightly" {
		t.Errorf("listed %s", got)
	}
}

func TestScheduleList_givesTheWholeScheduleWhenAsked(t *testing.T) {
	t.Parallel()
	p := acctest.NewMock(t, threeSchedules()).Protocol(t.Context(), t, nil)
	results := list(t, p, acctest.Object{"name": "Mondays"}, 100, true)
	if len(results) != 1 {
		t.Fatalf("listed %s", names(results))
	}
	acctest.FailOn(t, results[0].Diagnostics)
	schedule := p.DecodeResource(t, "tableau_schedule", results[0].Resource)
	weekly := schedule["frequency"].(acctest.Object)["weekly"].(acctest.Object)
	if schedule["execution_order"] != "Serial" || weekly["start"] != "06:30:00" || weekly["week_days"].([]any)[0] != "Monday" {
		t.Errorf("got %v", schedule)
	}
}

func TestScheduleList_skipsWhatVanishesAndReportsWhatFails(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, threeSchedules())
	p := site.Protocol(t.Context(), t, nil)
	setFault(t, site, mockserver.Fault{Route: getRoute, Times: 1, Code: "404027"})
	if results := list(t, p, acctest.Object{}, 100, true); len(results) != 1 || len(results[0].Diagnostics) != 0 {
		t.Errorf("listed %s, want one that is left", names(results))
	}
	setFault(t, site, mockserver.Fault{Route: "GET /schedules", Code: "403004"})
	results := list(t, p, acctest.Object{}, 100, true)
	if len(results) != 1 || len(results[0].Diagnostics) != 1 || results[0].Diagnostics[0].Summary != "Cannot list schedules" {
		t.Errorf("got %v, want one error", results)
	}
}

func TestScheduleList_warnsOnceThatFrequenciesAreNotShown(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		meddle func(*mockserver.Options)
		whole  bool
		want   string
	}{
		"details left out": {func(o *mockserver.Options) { o.Behaviour.GetOmitsFrequencyDetails = true }, true, "Tableau does not show when schedules run"},
		"before API 3.8":   {func(o *mockserver.Options) { o.APIVersion = "3.7" }, true, "Tableau does not show when schedules run"},
		"not asked for":    {func(o *mockserver.Options) { o.APIVersion = "3.7" }, false, ""},
		"shown":            {func(*mockserver.Options) {}, true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := threeSchedules()
			test.meddle(&options)
			results := list(t, acctest.NewMock(t, options).Protocol(t.Context(), t, nil), acctest.Object{}, 100, test.whole)
			var said []string
			for _, result := range results {
				for _, d := range result.Diagnostics {
					said = append(said, d.Summary)
				}
			}
			if got := strings.Join(said, ", "); got != test.want || names(results) != "Mondays, Nightly" {
				t.Errorf("said %q of %s, want %q", got, names(results), test.want)
			}
		})
	}
}

func TestScheduleList_findsAppliedSchedules(t *testing.T) {
	t.Parallel()
	acctest.NeedsQuery(t)
	site := acctest.NewMock(t, mockserver.Options{})
	acctest.Run(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: site.Config(scheduleNamed("Nightly", daily, ""))},
			{
				Query:  true,
				Config: "list \"tableau_schedule\" \"all\" {\n  provider = tableau\n}\n",
				QueryResultChecks: []querycheck.QueryResultCheck{
					querycheck.ExpectLength("tableau_schedule.all", 1),
					querycheck.ExpectIdentity("tableau_schedule.all", map[string]knownvalue.Check{"id": knownvalue.StringRegexp(luid)}),
				},
			},
		},
	})
}
