package schedule_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// threeSchedules are one that Terraform manages in each state, and one of Tableau's own.
func threeSchedules() mockserver.Options {
	return mockserver.Options{Seed: mockserver.Seed{Schedules: []mockserver.Schedule{
		{
			ID: "11111111-0000-4000-8000-000000000001", Name: "Mondays", Type: "Subscription", Frequency: "Weekly", Start: "06:30:00",
			Intervals: []mockserver.Interval{{WeekDay: "Monday"}}, ExecutionOrder: "Serial", Priority: 20,
		},
		{ID: "11111111-0000-4000-8000-000000000002", Name: "Nightly", Type: "Extract", State: "Suspended", Frequency: "Daily", Start: "02:15:00"},
		{ID: "11111111-0000-4000-8000-000000000003", Name: "Clean-up", Type: "System", Frequency: "Daily", Start: "00:00:00"},
	}}}
}

func TestScheduleDataSource_findsByIDAndByNameWhateverItsCase(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, threeSchedules())
	check := func(name string) []statecheck.StateCheck {
		at := "data.tableau_schedule." + name
		var checks []statecheck.StateCheck
		for attribute, value := range map[string]knownvalue.Check{
			"id": knownvalue.StringExact("11111111-0000-4000-8000-000000000001"), "name": knownvalue.StringExact("Mondays"),
			"type": knownvalue.StringExact("Subscription"), "state": knownvalue.StringExact("Active"), "priority": knownvalue.Int64Exact(20),
			"execution_order": knownvalue.StringExact("Serial"),
			"created_at":      knownvalue.StringExact("2026-03-02T17:00:00Z"), "updated_at": knownvalue.StringExact("2026-03-02T17:00:00Z"),
			"next_run_at": knownvalue.StringExact("2026-03-09T13:30:00Z"), "end_schedule_at": knownvalue.Null(),
			"frequency": knownvalue.ObjectPartial(map[string]knownvalue.Check{"weekly": knownvalue.ObjectExact(map[string]knownvalue.Check{
				"start":     knownvalue.StringExact("06:30:00"),
				"week_days": knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact("Monday")}),
			})}),
		} {
			checks = append(checks, statecheck.ExpectKnownValue(at, tfjsonpath.New(attribute), value))
		}
		return checks
	}
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{{
		Config: site.Config(`
data "tableau_schedule" "by_id" {
  id = "11111111-0000-4000-8000-000000000001"
}
data "tableau_schedule" "by_name" {
  name = "Mondays"
}`),
		ConfigStateChecks: append(check("by_id"), check("by_name")...),
	}}})

	p := site.Protocol(t.Context(), t, nil)
	found, diagnostics := readData(t, p, "tableau_schedule", acctest.Object{"name": "mONDAYS"})
	acctest.FailOn(t, diagnostics)
	if found["name"] != "Mondays" {
		t.Errorf("found %v", found)
	}
}

func TestScheduleDataSource_refusals(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, threeSchedules())
	p := site.Protocol(t.Context(), t, nil)
	for want, config := range map[string]acctest.Object{
		`AttributeName("name"): No such schedule: The server shows no schedule named "Tuesdays" to this user.`:                               {"name": "Tuesdays"},
		`AttributeName("id"): No such schedule: The server shows no schedule with the id 11111111-0000-4000-8000-000000000009 to this user.`: {"id": "11111111-0000-4000-8000-000000000009"},
	} {
		_, diagnostics := readData(t, p, "tableau_schedule", config)
		if len(diagnostics) != 1 || !strings.HasPrefix(acctest.DescribeDiagnostic(diagnostics[0]), want) {
			t.Errorf("got %v, want %s", diagnostics, want)
		}
	}
	for name, config := range map[string]acctest.Object{
		"neither": {},
		"both":    {"id": "11111111-0000-4000-8000-000000000001", "name": "Mondays"},
	} {
		response, err := p.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{
			TypeName: "tableau_schedule", Config: p.DataSource(t, "tableau_schedule", config),
		})
		if err != nil || len(response.Diagnostics) != 1 {
			t.Errorf("%s: got %v, %v, want one error", name, response.Diagnostics, err)
		}
	}
}

func TestSchedulesDataSource_filters(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, threeSchedules())
	p := site.Protocol(t.Context(), t, nil)
	const mondays, nightly, cleanUp = "11111111-0000-4000-8000-000000000001", "11111111-0000-4000-8000-000000000002", "11111111-0000-4000-8000-000000000003"
	for name, test := range map[string]struct {
		config acctest.Object
		want   []string
	}{
		"all":          {acctest.Object{}, []string{mondays, nightly, cleanUp}},
		"by type":      {acctest.Object{"type": "Extract"}, []string{nightly}},
		"by state":     {acctest.Object{"state": "Active"}, []string{mondays, cleanUp}},
		"by name":      {acctest.Object{"name": "mondays"}, []string{mondays}},
		"by all three": {acctest.Object{"type": "Extract", "state": "Suspended", "name": "Nightly"}, []string{nightly}},
		"none":         {acctest.Object{"type": "Flow"}, nil},
	} {
		state, diagnostics := readData(t, p, "tableau_schedules", test.config)
		acctest.FailOn(t, diagnostics)
		found := state["schedules"].(acctest.Object)
		if len(found) != len(test.want) {
			t.Errorf("%s: found %v, want %v", name, found, test.want)
		}
		for _, id := range test.want {
			if found[id] == nil {
				t.Errorf("%s: %s is missing", name, id)
			}
		}
	}
	state, _ := readData(t, p, "tableau_schedules", acctest.Object{"name": "Mondays"})
	listed := state["schedules"].(acctest.Object)[mondays].(acctest.Object)
	for attribute, want := range map[string]any{
		"id": mondays, "name": "Mondays", "type": "Subscription", "state": "Active", "priority": 20, "frequency_kind": "Weekly",
		"created_at": "2026-03-02T17:00:00Z", "updated_at": "2026-03-02T17:00:00Z", "next_run_at": "2026-03-09T13:30:00Z", "end_schedule_at": nil,
	} {
		if listed[attribute] != want {
			t.Errorf("%s is %v, want %v", attribute, listed[attribute], want)
		}
	}
	for want, config := range map[string]acctest.Object{
		`AttributeName("state"): Invalid Attribute Value Match: `:                                            {"state": "Paused"},
		`AttributeName("type"): Invalid type: type must not be empty, and must not hold control characters.`: {"type": ""},
		`AttributeName("name"): Invalid name: name must not be empty, and must not hold control characters.`: {"name": ""},
	} {
		response, err := p.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{
			TypeName: "tableau_schedules", Config: p.DataSource(t, "tableau_schedules", config),
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := oneDiagnostic(t, response.Diagnostics); !strings.HasPrefix(got, want) {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestSchedulesDataSource_readsThousandsPageByPage(t *testing.T) {
	t.Parallel()
	options := mockserver.Options{}
	for i := range 2001 {
		options.Seed.Schedules = append(options.Seed.Schedules, mockserver.Schedule{Name: strings.Repeat("x", i+1)})
	}
	site := acctest.NewMock(t, options)
	p := site.Protocol(t.Context(), t, nil)
	state, diagnostics := readData(t, p, "tableau_schedules", acctest.Object{})
	acctest.FailOn(t, diagnostics)
	if n := len(state["schedules"].(acctest.Object)); n != 2001 {
		t.Errorf("read %d schedules, want 2001", n)
	}
	if n := site.Mock.Requests().ByRoute["GET /schedules"]; n != 3 {
		t.Errorf("in %d requests, want 3", n)
	}
}

// readData reads a data source in-process.
func readData(t *testing.T, p *acctest.Protocol, name string, config acctest.Object) (acctest.Object, []*tfprotov6.Diagnostic) {
	t.Helper()
	response, err := p.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: p.DataSource(t, name, config)})
	if err != nil {
		t.Fatal(err)
	}
	return p.DecodeDataSource(t, name, response.State), response.Diagnostics
}
