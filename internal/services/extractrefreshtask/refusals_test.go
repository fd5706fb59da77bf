package extractrefreshtask_test

import (
	"maps"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestExtractRefreshTask_wrongInputIsRefusedBeforeAnythingIsSent(t *testing.T) {
	t.Parallel()
	s := onServer(t)
	p := s.protocol(t)
	for name, test := range map[string]struct {
		config acctest.Object
		says   string
	}{
		"nothing to refresh":  {acctest.Object{"schedule_id": earlyID}, "Exactly one of these attributes must be configured: [workbook_id,datasource_id]"},
		"two to refresh":      {acctest.Object{"workbook_id": salesID, "datasource_id": ordersID, "schedule_id": earlyID}, "[workbook_id,datasource_id]"},
		"no time to run":      {acctest.Object{"workbook_id": salesID}, "[schedule_id,frequency]"},
		"two times to run":    {acctest.Object{"workbook_id": salesID, "schedule_id": earlyID, "frequency": dailyTiming["frequency"]}, "[schedule_id,frequency]"},
		"a name for an id":    {acctest.Object{"workbook_id": "Sales", "schedule_id": earlyID}, `AttributeName("workbook_id")`},
		"a type there is not": {acctest.Object{"workbook_id": salesID, "schedule_id": earlyID, "type": "IncrementalExtract"}, `AttributeName("type")`},
	} {
		response, err := p.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
			TypeName: typeName, Config: p.Resource(t, typeName, test.config),
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := describe(response.Diagnostics); !strings.Contains(got, test.says) {
			t.Errorf("%s: got %s, want %s", name, got, test.says)
		}
	}
	if n := s.Mock.Requests().Total; n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// planNew plans a new task in-process.
func planNew(t *testing.T, p *acctest.Protocol, config acctest.Object) []*tfprotov6.Diagnostic {
	t.Helper()
	response, err := p.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: typeName, PriorState: p.Resource(t, typeName, nil), ProposedNewState: p.Resource(t, typeName, config), Config: p.Resource(t, typeName, config),
	})
	if err != nil {
		t.Fatal(err)
	}
	return response.Diagnostics
}

func TestExtractRefreshTask_whatTheProductCannotDoIsRefusedAtItsAttribute(t *testing.T) {
	t.Parallel()
	at := `AttributeName("frequency").`
	for name, test := range map[string]struct {
		product func(*testing.T, ...func(*mockserver.Options)) site
		timing  acctest.Object
		says    string
	}{
		"a frequency on Server":     {onServer, dailyTiming, `AttributeName("frequency"): Tableau Server needs schedule_id instead`},
		"a schedule on Cloud":       {onCloud, earlyTiming, `AttributeName("schedule_id"): Tableau Cloud needs frequency instead`},
		"incremental on Server":     {onServer, acctest.Object{"schedule_id": earlyID, "type": "IncrementalRefresh"}, `AttributeName("type"): Tableau Server cannot be asked for an incremental refresh`},
		"no such schedule":          {onServer, acctest.Object{"schedule_id": unknownID}, `AttributeName("schedule_id"): There is no such schedule`},
		"a schedule for flows":      {onServer, acctest.Object{"schedule_id": flowsID}, `AttributeName("schedule_id"): The schedule is of another type: Schedule "Flows"`},
		"every half hour":           {onCloud, frequency("hourly", acctest.Object{"start": "06:00", "end": "22:00", "every_minutes": 30}), at},
		"every two hours, hourly":   {onCloud, frequency("hourly", acctest.Object{"start": "06:00", "end": "22:00", "every_hours": 2}), at},
		"a window of half hours":    {onCloud, frequency("hourly", acctest.Object{"start": "06:00", "end": "22:30", "every_hours": 1}), at},
		"a window that ends early":  {onCloud, frequency("hourly", acctest.Object{"start": "06:00", "end": "05:00", "every_hours": 1}), at},
		"every four without an end": {onCloud, frequency("daily", acctest.Object{"start": "06:00", "every_hours": 4}), at},
		"two days a week":           {onCloud, frequency("weekly", acctest.Object{"start": "06:00", "week_days": []any{"Monday", "Friday"}}), at},
		"the last and another day":  {onCloud, frequency("monthly", acctest.Object{"start": "06:00", "month_days": []any{"1", "LastDay"}}), at},
		"off the five minutes":      {onCloud, frequency("daily", acctest.Object{"start": "06:02"}), at},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := test.product(t)
			config := acctest.Object{"workbook_id": salesID}
			maps.Copy(config, test.timing)
			if got := describe(planNew(t, s.protocol(t), config)); !strings.HasPrefix(got, test.says) || strings.Contains(got, "\n") {
				t.Errorf("got %s\nwant one error, %s", got, test.says)
			}
			for route, n := range s.Mock.Requests().ByRoute {
				if strings.HasPrefix(route, "PUT") || strings.HasSuffix(route, "extractRefreshes") {
					t.Errorf("%d requests went to %s", n, route)
				}
			}
		})
	}
}

func TestExtractRefreshTask_ofTheOtherProductIsRefusedInThePlan(t *testing.T) {
	t.Parallel()
	expectError(t, onServer(t).task().Plan(t, ofSales(dailyTiming)),
		`AttributeName("frequency"): Tableau Server needs schedule_id instead`, "Remove frequency, and set schedule_id")
	expectError(t, onCloud(t).task().Plan(t, ofSales(earlyTiming)),
		`AttributeName("schedule_id"): Tableau Cloud needs frequency instead`, "Remove schedule_id, and set frequency")
}

func TestExtractRefreshTask_thatIsThereAlreadyTellsHowToAdoptIt(t *testing.T) {
	t.Parallel()
	s := onServer(t, seeded())
	task, config := s.task(), ofSales(earlyTiming)
	expectError(t, task.Apply(t, config), "The schedule refreshes it already",
		"Task "+taskID+" refreshes workbook "+salesID+" on schedule "+earlyID+" already",
		"terraform import ADDRESS "+taskID, "import {", `id = "`+taskID+`"`)
	task.Import(t, taskID)
	expect(t, task.Plan(t, config), acctest.NoOp)
	if n := s.Mock.Requests().ByRoute[addRoute]; n != 0 {
		t.Errorf("the task was asked for %d times", n)
	}
}

// An apply that was killed knows nothing of what it made last.
func TestExtractRefreshTask_thatIsThereAtTheSameTimesTellsHowToAdoptIt(t *testing.T) {
	t.Parallel()
	s := onCloud(t, seeded())
	task, config := s.task(), ofSales(dailyTiming)
	expectError(t, task.Apply(t, config), `AttributeName("frequency"): A task refreshes it at the same times already`,
		"Task "+taskID+" refreshes workbook "+salesID+" at the same times",
		"If this apply deletes it too, as where a block or a for_each key was renamed, apply again, and next time give what is renamed a moved block.",
		"terraform import ADDRESS "+taskID)
	task.Import(t, taskID)
	expect(t, task.Apply(t, config), acctest.NoOp)
	expect(t, s.task().Apply(t, ofSales(frequency("daily", acctest.Object{"start": "03:15"}))), acctest.Create)
	if n := s.Mock.Requests().ByRoute[postRoute]; n != 1 {
		t.Errorf("tasks were asked for %d times, want for the one at another time alone", n)
	}
}

// Who may not list a schedule's tasks is served by the list of their own.
func TestExtractRefreshTask_thatIsThereAlreadyIsSeenWithoutAnAdministratorsRights(t *testing.T) {
	t.Parallel()
	s := asAnn(onServer(t, ann, seeded(func(task *mockserver.ExtractTask) { task.Owner = "ann" })))
	expectError(t, s.task().Apply(t, ofSales(earlyTiming)), "The schedule refreshes it already", "terraform import ADDRESS "+taskID)
}

// Two blocks that say the same are one task too many.
func TestExtractRefreshTask_saidTwiceIsMadeOnce(t *testing.T) {
	t.Parallel()
	s := onServer(t)
	p := s.protocol(t)
	var said [2]string
	var both sync.WaitGroup
	for i := range said {
		both.Go(func() {
			_, diagnostics := apply(t.Context(), t, p, nil, toCreate(earlyTiming))
			said[i] = describe(diagnostics)
		})
	}
	both.Wait()
	if got := said[0] + said[1]; strings.Count(got, "The schedule refreshes it already") != 1 || said[0] != "" && said[1] != "" {
		t.Errorf("got %q, want one error", said)
	}
	if n := s.Mock.Requests().ByRoute[addRoute]; n != 1 {
		t.Errorf("the task was asked for %d times, want once", n)
	}
}

// importInto imports a task and reads it as Terraform then does.
func importInto(t *testing.T, p *acctest.Protocol, id string) (acctest.Object, []*tfprotov6.Diagnostic) {
	t.Helper()
	response, err := p.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: typeName, ID: id})
	if err != nil {
		t.Fatal(err)
	}
	if len(response.Diagnostics) > 0 {
		return nil, response.Diagnostics
	}
	return read(t, p, p.DecodeResource(t, typeName, response.ImportedResources[0].State))
}

func TestExtractRefreshTask_thatCannotBeManagedIsNotImported(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, product func(*testing.T, ...func(*mockserver.Options)) site, _ string) {
		const ofConnection, ofNoTime = "44444444-0000-4000-8000-000000000002", "44444444-0000-4000-8000-000000000003"
		p := product(t,
			seeded(func(task *mockserver.ExtractTask) { task.ID, task.Workbook = ofConnection, "" }),
			seeded(func(task *mockserver.ExtractTask) { task.ID, task.Timing = ofNoTime, mockserver.Timing{} })).protocol(t)
		for id, texts := range map[string][]string{
			ofConnection: {"Cannot manage this task", "tasks of virtual connections"},
			ofNoTime:     {"Cannot manage this task", "no schedule for it"},
			unknownID:    {"Nothing to import", "sees no such object on "},
			"Sales":      {"Cannot import extract refresh task", `"Sales" is not the id of an extract refresh task`, "tableau_extract_refresh_tasks shows the ids"},
		} {
			if _, diagnostics := importInto(t, p, id); !says(texts...).MatchString(describe(diagnostics)) {
				t.Errorf("%s: got %s, want %q", id, describe(diagnostics), texts)
			}
		}
	})
}

// ann is a user who is no administrator, and owns the workbook.
func ann(o *mockserver.Options) {
	o.Seed.Users = append(o.Seed.Users, mockserver.User{Name: "ann", SiteRole: "Creator"})
	o.Seed.Tokens = append(o.Seed.Tokens, mockserver.Token{Name: "ann", Secret: "ann-secret", User: "ann"})
	o.Seed.Workbooks[0].Owner = "ann"
}

// asAnn lets the provider sign in as her.
func asAnn(s site) site {
	s.lines["personal_access_token_name"], s.lines["personal_access_token_secret"] = "ann", "ann-secret"
	return s
}

// A timing that a module sets for the other product may be null once it is known.
func TestExtractRefreshTask_timingOfTheOtherProductMayBeUnknown(t *testing.T) {
	t.Parallel()
	cloud, atTwo := onCloud(t), frequency("daily", acctest.Object{"start": "02:15"})
	unknownSchedule := acctest.Object{"schedule_id": acctest.Unknown}
	expect(t, cloud.task().Plan(t, ofSales(atTwo, unknownSchedule)), acctest.Create)
	expect(t, cloud.task().Plan(t, ofSales(atTwo, unknownSchedule, acctest.Object{"type": "IncrementalRefresh"})), acctest.Create)
	expect(t, onServer(t).task().Plan(t, ofSales(earlyTiming, acctest.Object{"frequency": acctest.Unknown})), acctest.Create)
}
