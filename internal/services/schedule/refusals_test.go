package schedule_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// validate is what `terraform validate` says.
func validate(t *testing.T, p *acctest.Protocol, config acctest.Object) []*tfprotov6.Diagnostic {
	t.Helper()
	response, err := p.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: "tableau_schedule", Config: p.Resource(t, "tableau_schedule", config),
	})
	if err != nil {
		t.Fatal(err)
	}
	return response.Diagnostics
}

// plan is what `terraform plan` says of a configuration after a prior state; nil is none.
func plan(t *testing.T, p *acctest.Protocol, prior, config acctest.Object) []*tfprotov6.Diagnostic {
	t.Helper()
	response, err := p.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName:         "tableau_schedule",
		PriorState:       p.Resource(t, "tableau_schedule", prior),
		ProposedNewState: p.Resource(t, "tableau_schedule", config),
		Config:           p.Resource(t, "tableau_schedule", config),
	})
	if err != nil {
		t.Fatal(err)
	}
	return response.Diagnostics
}

// with is a schedule of this frequency.
func with(frequency acctest.Object) acctest.Object {
	return acctest.Object{"name": "Nightly", "type": "Extract", "frequency": frequency}
}

func TestSchedule_wrongInputIsOneErrorBeforeTheApply(t *testing.T) {
	t.Parallel()
	type o = acctest.Object
	days := []any{"Monday"}
	for name, test := range map[string]struct {
		config acctest.Object
		want   string
	}{
		"hour 25":                  {with(o{"daily": o{"start": "25:00"}}), `AttributeName("frequency").AttributeName("daily").AttributeName("start")`},
		"minutes 20":               {with(o{"hourly": o{"start": "06:00", "end": "22:00", "every_minutes": 20}}), `AttributeName("frequency").AttributeName("hourly").AttributeName("every_minutes")`},
		"hours 3":                  {with(o{"hourly": o{"start": "06:00", "end": "22:00", "every_hours": 3}}), `AttributeName("frequency").AttributeName("hourly").AttributeName("every_hours")`},
		"hours and minutes":        {with(o{"hourly": o{"start": "06:00", "end": "22:00", "every_hours": 2, "every_minutes": 30}}), `AttributeName("frequency").AttributeName("hourly")`},
		"neither hours nor minute": {with(o{"hourly": o{"start": "06:00", "end": "22:00"}}), `AttributeName("frequency").AttributeName("hourly")`},
		"weekly without days":      {with(o{"weekly": o{"start": "06:00", "week_days": []any{}}}), `AttributeName("frequency").AttributeName("weekly").AttributeName("week_days")`},
		"a day that is none":       {with(o{"weekly": o{"start": "06:00", "week_days": []any{"Someday"}}}), `AttributeName("frequency").AttributeName("weekly").AttributeName("week_days")`},
		"month day 32":             {with(o{"monthly": o{"start": "06:00", "month_days": []any{"32"}}}), `AttributeName("frequency").AttributeName("monthly").AttributeName("month_days")`},
		"month days on Server":     {with(o{"monthly": o{"start": "06:00", "month_days": []any{"1", "15"}}}), `AttributeName("frequency").AttributeName("monthly").AttributeName("month_days")`},
		"customized monthly":       {with(o{"monthly": o{"start": "06:00", "month_days": []any{"Customized Monthly"}}}), `AttributeName("frequency").AttributeName("monthly").AttributeName("month_days")`},
		"nth week day on Server":   {with(o{"monthly": o{"start": "06:00", "occurrence": "Third", "week_day": "Thursday"}}), `AttributeName("frequency").AttributeName("monthly")`},
		"both hourly and daily":    {with(o{"hourly": o{"start": "06:00", "end": "22:00", "every_hours": 2}, "daily": o{"start": "06:00"}}), `AttributeName("frequency")`},
		"no frequency":             {with(o{}), `AttributeName("frequency")`},
		"priority 0":               {o{"name": "Nightly", "type": "Extract", "priority": 0, "frequency": o{"daily": o{"start": "06:00"}}}, `AttributeName("priority")`},
		"priority 101":             {o{"name": "Nightly", "type": "Extract", "priority": 101, "frequency": o{"daily": o{"start": "06:00"}}}, `AttributeName("priority")`},
		"unknown type":             {o{"name": "Nightly", "type": "System", "frequency": o{"daily": o{"start": "06:00"}}}, `AttributeName("type")`},
		"unknown state":            {o{"name": "Nightly", "type": "Extract", "state": "Paused", "frequency": o{"daily": o{"start": "06:00"}}}, `AttributeName("state")`},
		"unknown order":            {o{"name": "Nightly", "type": "Extract", "execution_order": "Random", "frequency": o{"daily": o{"start": "06:00"}}}, `AttributeName("execution_order")`},
		"control character":        {o{"name": "Night\x07ly", "type": "Extract", "frequency": o{"daily": o{"start": "06:00"}}}, `AttributeName("name")`},
		"empty name":               {o{"name": "", "type": "Extract", "frequency": o{"daily": o{"start": "06:00"}}}, `AttributeName("name")`},
		"daily days without hours": {with(o{"daily": o{"start": "06:00", "end": "07:30", "every_hours": 2, "week_days": days}}), `AttributeName("frequency").AttributeName("daily").AttributeName("end")`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, mockserver.Options{})
			p := site.Protocol(t.Context(), t, nil)
			diagnostics := validate(t, p, test.config)
			if len(diagnostics) == 0 {
				diagnostics = plan(t, p, nil, test.config)
			}
			if len(diagnostics) != 1 {
				for _, d := range diagnostics {
					t.Log(acctest.DescribeDiagnostic(d))
				}
				t.Fatalf("%d diagnostics, want one", len(diagnostics))
			}
			if at := diagnostics[0].Attribute.String(); !strings.HasPrefix(at, test.want) {
				t.Errorf("the error is at %s, want %s: %s", at, test.want, acctest.DescribeDiagnostic(diagnostics[0]))
			}
			if n := site.Mock.Requests().ByRoute["POST /schedules"]; n != 0 {
				t.Error("the server was asked to make the schedule")
			}
		})
	}
}

func TestSchedule_onCloudIsRefusedInThePlan(t *testing.T) {
	t.Parallel()
	want := says("Tableau Cloud has no schedules", "in the frequency attribute of the task or subscription itself")
	site := acctest.NewMock(t, mockserver.Options{Product: mockserver.ProductCloud})
	found := site.ProviderConfig(`site = "demo"`) + scheduleNamed("Nightly", daily, "")
	said := site.ProviderConfig("product = \"cloud\"\nsite = \"demo\"") + scheduleNamed("Nightly", daily, "")
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: found, PlanOnly: true, ExpectError: want},
		{PreConfig: site.Mock.ResetRequests, Config: said, PlanOnly: true, ExpectError: want},
	}})
	if n := site.Mock.Requests().Total; n != 0 {
		t.Errorf("%d requests although the configuration says which product it is", n)
	}
}

func TestSchedule_nameOfAnotherTellsHowToAdoptIt(t *testing.T) {
	t.Parallel()
	options := mockserver.Options{Seed: mockserver.Seed{Schedules: []mockserver.Schedule{
		{ID: "4d652179-36bf-47e4-a9dc-e069227c72d0", Name: "NIGHTLY", Type: "Flow"},
	}}}
	adopt := says("Schedule name is taken", "with tableau_schedule.test", `The server has a schedule "NIGHTLY" already, of type Flow`,
		"If a block or a for_each key was renamed, give it a moved block", "from = OLD", "to = NEW",
		"terraform import ADDRESS 4d652179-36bf-47e4-a9dc-e069227c72d0")
	site := acctest.NewMock(t, options)
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: site.Config(scheduleNamed("Nightly", daily, "")), ExpectError: adopt},
		{Config: site.Config(scheduleNamed("Other", daily, ""))},
		{
			Config:      site.Config(scheduleNamed("Nightly", daily, "")),
			ExpectError: says("Schedule name is taken", "Choose another name, or rename or delete that schedule first."),
		},
	}})
}

// Of two renames at a time Terraform may begin with the one that has to wait.
func TestSchedule_nameThatTheSameApplyHandsOnTellsToApplyAgain(t *testing.T) {
	t.Parallel()
	named := func(name string) acctest.Object {
		return acctest.Object{"name": name, "type": "Extract", "frequency": acctest.Object{"daily": acctest.Object{"start": "02:15"}}}
	}
	site := acctest.NewMock(t, mockserver.Options{})
	first, second, made := site.Instance("tableau_schedule", nil), site.Instance("tableau_schedule", nil), site.Instance("tableau_schedule", nil)
	applies(t, first, named("A"), acctest.Create)
	applies(t, second, named("B"), acctest.Create)
	refused := func(change acctest.Change, want string) {
		t.Helper()
		if len(change.Diagnostics) != 1 || !strings.Contains(change.Diagnostics[0].Detail, want) {
			t.Errorf("got %v, want the advice %q", change.Diagnostics, want)
		}
	}
	refused(first.Apply(t, named("B")), "rename or delete that schedule first. If this apply was to do that, apply again instead.")
	refused(made.Apply(t, named("B")), "If this apply was to delete or to rename that schedule, apply again instead;")
	applies(t, second, named("C"), acctest.Update)
	applies(t, first, named("B"), acctest.Update)
	applies(t, made, named("A"), acctest.Create)
}

func TestSchedule_nameOfTableausOwnIsNotOfferedForAdoption(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{Seed: mockserver.Seed{Schedules: []mockserver.Schedule{{Name: "Nightly", Type: "System"}}}})
	wanted := stateOf("")
	wanted["id"] = acctest.Unknown
	_, diagnostics := apply(t, site.Protocol(t.Context(), t, nil), nil, wanted)
	if len(diagnostics) != 1 || !strings.HasSuffix(diagnostics[0].Detail, "It belongs to Tableau itself. Choose another name.") {
		t.Errorf("got %v", diagnostics)
	}
}

func TestSchedule_systemSchedulesAreNotManaged(t *testing.T) {
	t.Parallel()
	const id = "4d652179-36bf-47e4-a9dc-e069227c72d0"
	site := acctest.NewMock(t, mockserver.Options{Seed: mockserver.Seed{Schedules: []mockserver.Schedule{{ID: id, Name: "Clean-up", Type: "System"}}}})
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{{
		Config:       site.Config(scheduleNamed("Clean-up", daily, "")),
		ResourceName: address, ImportState: true, ImportStateId: id,
		ExpectError: says("Cannot manage this schedule", `"Clean-up" is of type System`),
	}}})
}

func TestSchedule_refusalsOfTheServerSayWhatToDo(t *testing.T) {
	t.Parallel()
	for code, test := range map[string]struct {
		fault mockserver.Fault
		want  string
	}{
		"400000": {mockserver.Fault{Status: 400, Summary: "Bad Request", Detail: "malformed"}, "error 400000 (HTTP 400): Bad Request: malformed"},
		"400064": {mockserver.Fault{Status: 400, Summary: "Error creating schedule"}, "error 400064 (HTTP 400): Error creating schedule"},
		"409004": {mockserver.Fault{Status: 400, Summary: "Bad Request", Detail: "intervals"}, "error 409004 (HTTP 400): Bad Request: intervals"},
		"403004": {mockserver.Fault{Status: 403, Summary: "Forbidden"}, "Schedules can only be changed by a server administrator."},
	} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, mockserver.Options{})
			p := site.Protocol(t.Context(), t, nil)
			test.fault.Route, test.fault.Code = "POST /schedules", code
			setFault(t, site, test.fault)
			wanted := stateOf("")
			wanted["id"] = acctest.Unknown
			state, diagnostics := apply(t, p, nil, wanted)
			if state != nil {
				t.Errorf("state is %v, want none", state)
			}
			if len(diagnostics) != 1 || !strings.Contains(acctest.DescribeDiagnostic(diagnostics[0]), test.want) {
				t.Errorf("got %v, want %s", diagnostics, test.want)
			}
		})
	}
}

// apply makes a change in-process, as planned.
func apply(t *testing.T, p *acctest.Protocol, prior, planned acctest.Object) (acctest.Object, []*tfprotov6.Diagnostic) {
	t.Helper()
	response, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName:     "tableau_schedule",
		PriorState:   p.Resource(t, "tableau_schedule", prior),
		PlannedState: p.Resource(t, "tableau_schedule", planned),
		Config:       p.Resource(t, "tableau_schedule", planned),
	})
	if err != nil {
		t.Fatal(err)
	}
	return p.DecodeResource(t, "tableau_schedule", response.NewState), response.Diagnostics
}
