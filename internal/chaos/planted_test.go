package chaos_test

import (
	"fmt"
	"slices"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// luid is the fixed id of a planted object: kind tells those of two kinds apart.
func luid(kind, n int) string { return fmt.Sprintf("%08x-0000-4000-8000-%012x", kind, n) }

// Kinds of planted objects, in their LUIDs.
const (
	ofUser = iota + 1
	ofGroup
	ofGroupSet
	ofProject
	ofWorkbook
	ofView
	ofDatasource
	ofFlow
	ofParameter
	ofSchedule
	ofTask
	ofSubscription
)

// How many there are of what generated configurations refer to. Beyond them is
// what only others use.
const (
	users       = 3
	workbooks   = 4
	datasources = 3
	flows       = 3
)

// financeProject has the rules and the defaults that are managed; most content is in it.
var financeProject = luid(ofProject, 1)

// scheduleTypes are those of tableau_schedule. Others have a schedule of each,
// in this order from 1 on, on which generated tasks and subscriptions run too,
// and a further one each that only they use.
var scheduleTypes = []string{"Extract", "Flow", "Subscription"}

func plantedSchedule(scheduleType string) string {
	return luid(ofSchedule, 1+slices.Index(scheduleTypes, scheduleType))
}

func othersSchedule(scheduleType string) string {
	return luid(ofSchedule, 101+slices.Index(scheduleTypes, scheduleType))
}

// everyMonday is when what others have runs on Cloud.
var everyMonday = mockserver.Timing{Frequency: "Weekly", Start: "06:00:00", Intervals: []mockserver.Interval{{WeekDay: "Monday"}}}

// planted is what a site holds before anything is applied: content, people, and
// tasks, subscriptions, schedules and rules that are nobody's of Terraform.
func planted(product mockserver.Product) mockserver.Seed {
	seed := mockserver.Seed{
		Projects: []mockserver.Project{{ID: financeProject, Name: "Finance"}},
		Groups: []mockserver.Group{
			{ID: luid(ofGroup, 1), Name: "Analysts"},
			{ID: luid(ofGroup, 2), Name: "Finance & Co, north"},
			{ID: luid(ofGroup, 3), Name: "Auditors"},
		},
		GroupSets: []mockserver.GroupSet{{ID: luid(ofGroupSet, 1), Name: "Partners", Groups: []string{"Analysts"}}},
	}
	for n, name := range []string{"ann@example.com", "bob@example.com", "cid@example.com", "dan@example.com"} {
		seed.Users = append(seed.Users, mockserver.User{ID: luid(ofUser, n+1), Name: name, SiteRole: "Explorer"})
	}
	plantSignIns(&seed, product)
	for n := range workbooks + 1 {
		seed.Workbooks = append(seed.Workbooks, mockserver.Workbook{
			ID: luid(ofWorkbook, n+1), Name: fmt.Sprintf("Workbook %d", n+1), Project: projectOf(n),
			Views: []mockserver.View{{ID: luid(ofView, n+1), Name: "Overview"}},
		})
	}
	for n := range datasources {
		seed.Datasources = append(seed.Datasources, mockserver.Datasource{
			ID: luid(ofDatasource, n+1), Name: fmt.Sprintf("Data source %d", n+1), Project: projectOf(n),
		})
	}
	for n := range flows + 1 {
		seed.Flows = append(seed.Flows, mockserver.Flow{
			ID: luid(ofFlow, n+1), Name: fmt.Sprintf("Flow %d", n+1), Project: financeProject,
			Parameters: []mockserver.FlowParameter{{ID: luid(ofParameter, n+1), Name: "Region", Value: "North"}},
		})
	}
	plantProjects(&seed)
	for n, item := range items {
		seed.Permissions = append(seed.Permissions, mockserver.Permissions{
			ContentType: item.set.ContentType, Content: item.set.ID, DefaultFor: item.set.DefaultFor, Rules: plantedRules(item, n),
		})
	}
	timings := plantSchedules(&seed, product)
	seed.ExtractTasks = []mockserver.ExtractTask{
		{ID: luid(ofTask, 1), Workbook: luid(ofWorkbook, 1), Timing: timings["Extract"]},
		{ID: luid(ofTask, 2), Datasource: luid(ofDatasource, 1), Timing: timings["Extract"]},
		{ID: luid(ofTask, 3), Workbook: luid(ofWorkbook, 2), Timing: timings["Extract"]},
	}
	seed.FlowTasks = []mockserver.FlowTask{{ID: luid(ofTask, 4), Flow: luid(ofFlow, 1), Timing: timings["Flow"]}}
	seed.Subscriptions = []mockserver.Subscription{
		{ID: luid(ofSubscription, 1), Subject: "Weekly figures", User: luid(ofUser, 1), Content: luid(ofWorkbook, 1), Timing: timings["Subscription"]},
		{ID: luid(ofSubscription, 2), Subject: "Weekly figures", User: luid(ofUser, 2), Content: luid(ofView, 2), Timing: timings["Subscription"]},
	}
	return seed
}

// projectOf has every third workbook and data source in the loft.
func projectOf(n int) string {
	if n == 2 {
		return loftProject
	}
	return financeProject
}

// plantSchedules gives when what others have runs, by type of schedule.
func plantSchedules(seed *mockserver.Seed, product mockserver.Product) map[string]mockserver.Timing {
	timings := map[string]mockserver.Timing{}
	for n, scheduleType := range scheduleTypes {
		if product == mockserver.ProductCloud {
			timings[scheduleType] = everyMonday
			continue
		}
		weekly := mockserver.Schedule{Type: scheduleType, Frequency: "Weekly", Start: "06:00:00", Intervals: []mockserver.Interval{{WeekDay: "Monday"}}}
		shared, theirs := weekly, weekly
		shared.ID, shared.Name = luid(ofSchedule, n+1), "Everybody's "+scheduleType
		theirs.ID, theirs.Name = othersSchedule(scheduleType), "Others' "+scheduleType
		seed.Schedules = append(seed.Schedules, shared, theirs)
		timings[scheduleType] = mockserver.Timing{Schedule: theirs.ID}
	}
	return timings
}

// plantedRules are what an item has without Terraform: everybody may read it,
// and the auditors, whom configurations ignore or take away, look after themselves.
func plantedRules(of item, n int) mockserver.Rules {
	rules := mockserver.Rules{
		"group:All Users": {"Read": "Allow"},
		"group:Auditors":  {"Read": "Allow", of.capabilities[1]: "Deny"},
	}
	if n%2 == 0 {
		rules["user:ann@example.com"] = map[string]string{"Read": "Allow", of.capabilities[1]: "Allow"}
	}
	return rules
}

// item is something that has permissions, and what they can be.
type item struct {
	set          mockserver.RuleSet
	capabilities []string
}

var (
	ofWorkbooks   = []string{"Read", "Filter", "ViewComments", "AddComment", "ExportImage", "ExportData", "Write"}
	ofDatasources = []string{"Read", "Connect", "Write", "ExportXml"}
	ofFlows       = []string{"Read", "Execute", "Write", "ExportXml"}
	ofProjects    = []string{"Read", "Write"}
)

// items are those whose permissions are managed; defaults of a project have a DefaultFor.
var items = []item{
	{mockserver.RuleSet{ContentType: "workbook", ID: luid(ofWorkbook, 1)}, ofWorkbooks},
	{mockserver.RuleSet{ContentType: "workbook", ID: luid(ofWorkbook, 2)}, ofWorkbooks},
	{mockserver.RuleSet{ContentType: "workbook", ID: luid(ofWorkbook, 3)}, ofWorkbooks},
	{mockserver.RuleSet{ContentType: "datasource", ID: luid(ofDatasource, 1)}, ofDatasources},
	{mockserver.RuleSet{ContentType: "datasource", ID: luid(ofDatasource, 3)}, ofDatasources},
	{mockserver.RuleSet{ContentType: "flow", ID: luid(ofFlow, 1)}, ofFlows},
	{mockserver.RuleSet{ContentType: "project", ID: financeProject}, ofProjects},
	{defaultsFor("workbook", financeProject), ofWorkbooks},
	{defaultsFor("datasource", financeProject), ofDatasources},
	{defaultsFor("flow", financeProject), ofFlows},
	{mockserver.RuleSet{ContentType: "project", ID: vaultProject}, ofProjects},
	{defaultsFor("workbook", vaultProject), ofWorkbooks},
	{mockserver.RuleSet{ContentType: "project", ID: depotProject}, ofProjects},
	{defaultsFor("workbook", depotProject), ofWorkbooks},
	{mockserver.RuleSet{ContentType: "project", ID: yardProject}, ofProjects},
	{defaultsFor("workbook", yardProject), ofWorkbooks},
	{mockserver.RuleSet{ContentType: "workbook", ID: luid(ofWorkbook, 9)}, ofWorkbooks},
}
