package extractrefreshtask_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

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

func TestExtractRefreshTask_whatTheProductCannotDoIsRefusedInThePlan(t *testing.T) {
	t.Parallel()
	cloudRefuses := "Tableau Cloud does not accept this frequency"
	for name, test := range map[string]struct {
		product func(*testing.T, ...func(*mockserver.Options)) site
		lines   string
		says    []string
	}{
		"a frequency on Server":     {onServer, daily, []string{"Tableau Server needs schedule_id instead", "frequency =", "set schedule_id"}},
		"a schedule on Cloud":       {onCloud, onEarly, []string{"Tableau Cloud needs frequency instead", "schedule_id =", "set frequency"}},
		"incremental on Server":     {onServer, onEarly + "\n" + `type = "IncrementalRefresh"`, []string{"Tableau Server cannot be asked for an incremental refresh", "type =", "Remove type"}},
		"no such schedule":          {onServer, `schedule_id = "` + unknownID + `"`, []string{"There is no such schedule", "schedule_id ="}},
		"a schedule for flows":      {onServer, `schedule_id = "` + flowsID + `"`, []string{"The schedule is of another type", "schedule_id =", `Schedule "Flows"`, "is of type Flow"}},
		"every half hour":           {onCloud, `frequency = { hourly = { start = "06:00", end = "22:00", every_minutes = 30 } }`, []string{cloudRefuses, "frequency ="}},
		"every two hours, hourly":   {onCloud, `frequency = { hourly = { start = "06:00", end = "22:00", every_hours = 2 } }`, []string{cloudRefuses, "frequency ="}},
		"a window of half hours":    {onCloud, `frequency = { hourly = { start = "06:00", end = "22:30", every_hours = 1 } }`, []string{cloudRefuses, "frequency ="}},
		"a window that ends early":  {onCloud, `frequency = { hourly = { start = "06:00", end = "05:00", every_hours = 1 } }`, []string{cloudRefuses, "frequency ="}},
		"every three hours":         {onCloud, `frequency = { daily = { start = "06:00", end = "21:00", every_hours = 3 } }`, []string{"Invalid frequency", "frequency ="}},
		"every four without an end": {onCloud, `frequency = { daily = { start = "06:00", every_hours = 4 } }`, []string{cloudRefuses, "frequency ="}},
		"two days a week":           {onCloud, `frequency = { weekly = { start = "06:00", week_days = ["Monday", "Friday"] } }`, []string{cloudRefuses, "frequency ="}},
		"the last and another day":  {onCloud, `frequency = { monthly = { start = "06:00", month_days = [1, "LastDay"] } }`, []string{cloudRefuses, "frequency ="}},
		"off the five minutes":      {onCloud, `frequency = { daily = { start = "06:02" } }`, []string{cloudRefuses, "frequency ="}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := test.product(t)
			acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{{
				Config: s.config(ofSales(test.lines)), PlanOnly: true, ExpectError: says(append([]string{test.says[0], "with " + address}, test.says[1:]...)...),
			}}})
			for route, n := range s.Mock.Requests().ByRoute {
				if strings.HasPrefix(route, "PUT") || strings.HasSuffix(route, "extractRefreshes") {
					t.Errorf("%d requests went to %s", n, route)
				}
			}
		})
	}
}

func TestExtractRefreshTask_thatIsThereAlreadyTellsHowToAdoptIt(t *testing.T) {
	t.Parallel()
	s := onServer(t, seeded())
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{
			Config: s.config(ofSales(onEarly)),
			ExpectError: says("The schedule refreshes it already", "workbook_id", "Task "+taskID+" refreshes workbook "+salesID+" on schedule "+earlyID+" already",
				"terraform import ADDRESS "+taskID, "import {", `id = "`+taskID+`"`),
		},
		{Config: s.config(ofSales(onEarly), imported(taskID))},
	}})
	if n := s.Mock.Requests().ByRoute[addRoute]; n != 0 {
		t.Errorf("the task was asked for %d times", n)
	}
}

// Who may not list a schedule's tasks is served by the list of their own.
func TestExtractRefreshTask_thatIsThereAlreadyIsSeenWithoutAnAdministratorsRights(t *testing.T) {
	t.Parallel()
	s := asAnn(onServer(t, ann, seeded(func(task *mockserver.ExtractTask) { task.Owner = "ann" })))
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{{
		Config: s.config(ofSales(onEarly)), ExpectError: says("The schedule refreshes it already", "terraform import ADDRESS "+taskID),
	}}})
}

// Two blocks that say the same are one task too many.
func TestExtractRefreshTask_saidTwiceIsMadeOnce(t *testing.T) {
	t.Parallel()
	s := onServer(t)
	twice := ofSales(onEarly) + strings.Replace(ofSales(onEarly), `"test"`, `"twin"`, 1)
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: s.config(twice), ExpectError: says("The schedule refreshes it already")},
	}})
	if n := s.Mock.Requests().ByRoute[addRoute]; n != 1 {
		t.Errorf("the task was asked for %d times, want once", n)
	}
}

func TestExtractRefreshTask_thatCannotBeManagedIsNotImported(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, product func(*testing.T, ...func(*mockserver.Options)) site, timing string) {
		const ofConnection, ofNoTime = "44444444-0000-4000-8000-000000000002", "44444444-0000-4000-8000-000000000003"
		s := product(t,
			seeded(func(task *mockserver.ExtractTask) { task.ID, task.Workbook = ofConnection, "" }),
			seeded(func(task *mockserver.ExtractTask) { task.ID, task.Timing = ofNoTime, mockserver.Timing{} }))
		acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
			{Config: s.config(ofSales(timing), imported(ofConnection)), ExpectError: says("Cannot manage this task", "tasks of virtual connections")},
			{Config: s.config(ofSales(timing), imported(ofNoTime)), ExpectError: says("Cannot manage this task", "no schedule for it")},
			{Config: s.config(ofSales(timing), imported(unknownID)), ExpectError: says("Cannot import non-existent remote object")},
			{
				Config:       s.config(ofSales(timing)),
				ResourceName: address, ImportState: true, ImportStateId: "Sales",
				ExpectError: says("Cannot import extract refresh task", `"Sales" is not the id of an extract refresh task`, "tableau_extract_refresh_tasks shows the ids"),
			},
		}})
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
