package chaos_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// What there is on the site of an estate before Terraform comes.
const (
	estateAnn     = "a0000001-0000-4000-8000-000000000001"
	estateProject = "a0000002-0000-4000-8000-000000000001"
	estateSales   = "a0000003-0000-4000-8000-000000000001" // a workbook
	estateOrders  = "a0000004-0000-4000-8000-000000000001" // a data source
	estatePrep    = "a0000005-0000-4000-8000-000000000001" // a flow
	estateFlows   = "a0000006-0000-4000-8000-000000000001" // a schedule of Server
)

// fixedEstate is a fixed configuration of all nouns that a product has, in two
// versions that follow each other, and what the site holds of each.
type fixedEstate struct {
	product mockserver.Product
	// versions are main.tf, inventories what the site has once it is applied, in the form of inventoryOf.
	versions, inventories [2]string
	// requests is about how many an apply of each sends.
	requests [2]int
}

// options are those of the site. Flow tasks can be deleted there, so that they can be replaced.
func (e fixedEstate) options() mockserver.Options {
	seed := mockserver.Seed{
		Users:       []mockserver.User{{ID: estateAnn, Name: "ann", SiteRole: "Explorer"}},
		Groups:      []mockserver.Group{{Name: "Finance"}},
		Projects:    []mockserver.Project{{ID: estateProject, Name: "Numbers"}},
		Workbooks:   []mockserver.Workbook{{ID: estateSales, Name: "Sales", Project: "Numbers"}},
		Datasources: []mockserver.Datasource{{ID: estateOrders, Name: "Orders", Project: "Numbers"}},
		Flows: []mockserver.Flow{{
			ID: estatePrep, Name: "Prep", Project: "Numbers", Parameters: []mockserver.FlowParameter{{Name: "Region", Value: "North"}},
		}},
	}
	if e.product == mockserver.ProductServer {
		seed.Schedules = []mockserver.Schedule{{ID: estateFlows, Name: "Flows", Type: "Flow", Frequency: "Daily", Start: "01:00:00"}}
	}
	return mockserver.Options{Product: e.product, Seed: seed, Behaviour: mockserver.Behaviour{FlowTaskDelete: true}}
}

var fixedEstates = map[string]fixedEstate{
	"server": {
		mockserver.ProductServer,
		[2]string{estateSchedules + estateServerTasks + estatePermissions, estateAfter(estateSchedules + estateServerTasks + estatePermissions)},
		[2]string{
			`
extract task of Orders on Early
extract task of Sales on Early
flow task of Prep on Flows with South
rules of Orders: group:All Users Connect=Allow Read=Allow, group:Finance Connect=Allow Read=Allow
rules of Sales: group:Finance Read=Allow Write=Deny
rules of Numbers for flow: group:Finance Execute=Allow
schedule Early 05:30:00 Active
schedule Flows 01:00:00 Active
schedule Late 22:30:00 Suspended
schedule Mondays 06:00:00 Active
subscription Monday report to Sales on Mondays
subscription Paused report to Sales on Mondays, suspended
`, `
extract task of Orders on Early
extract task of Sales on Late
flow task of Prep on Flows with West
rules of Orders: group:All Users Connect=Allow Read=Allow, group:Finance Read=Allow
rules of Sales: group:Finance Read=Allow Write=Allow
rules of Numbers for flow: user:ann Execute=Allow
schedule Early 04:30:00 Active
schedule Flows 01:00:00 Active
schedule Late 22:30:00 Active
schedule Mondays 06:00:00 Active
subscription Monday report to Sales on Mondays, "Hello"
subscription Tuesday report to Sales on Mondays
`,
		},
		[2]int{63, 70},
	},
	"cloud": {
		mockserver.ProductCloud,
		[2]string{estateCloudTasks + estatePermissions, estateAfter(estateCloudTasks + estatePermissions)},
		[2]string{
			`
extract task of Orders at 05:30:00
extract task of Sales at 05:30:00
flow task of Prep at 01:00:00 with South
rules of Orders: group:All Users Connect=Allow Read=Allow, group:Finance Connect=Allow Read=Allow
rules of Sales: group:Finance Read=Allow Write=Deny
rules of Numbers for flow: group:Finance Execute=Allow
subscription Monday report to Sales at 06:00:00
subscription Paused report to Sales at 06:00:00, suspended
`, `
extract task of Orders at 05:30:00
extract task of Sales at 22:30:00
flow task of Prep at 01:00:00 with West
rules of Orders: group:All Users Connect=Allow Read=Allow, group:Finance Read=Allow
rules of Sales: group:Finance Read=Allow Write=Allow
rules of Numbers for flow: user:ann Execute=Allow
subscription Monday report to Sales at 06:00:00, "Hello"
subscription Tuesday report to Sales at 06:00:00
`,
		},
		[2]int{45, 51},
	},
}

const estateSchedules = `
resource "tableau_schedule" "early" {
  name      = "Early"
  type      = "Extract"
  frequency = { daily = { start = "05:30" } }
}

resource "tableau_schedule" "late" {
  name      = "Late"
  type      = "Extract"
  state     = "Suspended"
  frequency = { daily = { start = "22:30" } }
}

resource "tableau_schedule" "mondays" {
  name      = "Mondays"
  type      = "Subscription"
  frequency = { weekly = { start = "06:00", week_days = ["Monday"] } }
}
`

const estateServerTasks = `
resource "tableau_extract_refresh_task" "sales" {
  workbook_id = "` + estateSales + `"
  schedule_id = tableau_schedule.early.id
}

resource "tableau_extract_refresh_task" "orders" {
  datasource_id = "` + estateOrders + `"
  schedule_id   = tableau_schedule.early.id
}

resource "tableau_flow_task" "prep" {
  flow_id     = "` + estatePrep + `"
  schedule_id = "` + estateFlows + `"
  parameters  = { Region = "South" }
}

resource "tableau_subscription" "monday" {
  subject     = "Monday report"
  user_id     = "` + estateAnn + `"
  content     = { type = "Workbook", id = "` + estateSales + `" }
  schedule_id = tableau_schedule.mondays.id
}

resource "tableau_subscription" "paused" {
  subject     = "Paused report"
  user_id     = "` + estateAnn + `"
  content     = { type = "Workbook", id = "` + estateSales + `" }
  suspended   = true
  schedule_id = tableau_schedule.mondays.id
}
`

const estateCloudTasks = `
resource "tableau_extract_refresh_task" "sales" {
  workbook_id = "` + estateSales + `"
  frequency   = { daily = { start = "05:30" } }
}

resource "tableau_extract_refresh_task" "orders" {
  datasource_id = "` + estateOrders + `"
  type          = "IncrementalRefresh"
  frequency     = { daily = { start = "05:30" } }
}

resource "tableau_flow_task" "prep" {
  flow_id    = "` + estatePrep + `"
  frequency  = { daily = { start = "01:00" } }
  parameters = { Region = "South" }
}

resource "tableau_subscription" "monday" {
  subject   = "Monday report"
  user_id   = "` + estateAnn + `"
  content   = { type = "Workbook", id = "` + estateSales + `" }
  frequency = { weekly = { start = "06:00", week_days = ["Monday"] } }
}

resource "tableau_subscription" "paused" {
  subject   = "Paused report"
  user_id   = "` + estateAnn + `"
  content   = { type = "Workbook", id = "` + estateSales + `" }
  suspended = true
  frequency = { weekly = { start = "06:00", week_days = ["Monday"] } }
}
`

const estatePermissions = `
resource "tableau_permissions" "sales" {
  content_type = "workbook"
  content_id   = "` + estateSales + `"
  rules        = { "group:Finance" = { Read = "Allow", Write = "Deny" } }
}

resource "tableau_grantee_permissions" "orders" {
  content_type = "datasource"
  content_id   = "` + estateOrders + `"
  grantee      = "group:Finance"
  capabilities = { Read = "Allow", Connect = "Allow" }
}

resource "tableau_default_permissions" "flows" {
  project_id   = "` + estateProject + `"
  content_type = "flow"
  rules        = { "group:Finance" = { Execute = "Allow" } }
}
`

// estateAfter is the second version of an estate: objects are changed in place,
// replaced, removed and added.
func estateAfter(before string) string {
	extractTask, rest, _ := strings.Cut(before, `resource "tableau_extract_refresh_task" "orders"`)
	return strings.NewReplacer(
		// On Server the task moves to another schedule, on Cloud to another time.
		`schedule_id = tableau_schedule.early.id`, `schedule_id = tableau_schedule.late.id`,
		`frequency   = { daily = { start = "05:30" } }`, `frequency   = { daily = { start = "22:30" } }`,
		`frequency = { daily = { start = "05:30" } }`, `frequency = { daily = { start = "04:30" } }`,
		`  state     = "Suspended"`+"\n", ``,
	).Replace(extractTask) + `resource "tableau_extract_refresh_task" "orders"` + strings.NewReplacer(
		`Region = "South"`, `Region = "West"`,
		`subject     = "Monday report"`, `subject     = "Monday report"`+"\n  message = \"Hello\"",
		`subject   = "Monday report"`, `subject   = "Monday report"`+"\n  message = \"Hello\"",
		`"tableau_subscription" "paused"`, `"tableau_subscription" "tuesday"`, `Paused report`, `Tuesday report`,
		"  suspended   = true\n", ``, "  suspended = true\n", ``,
		`Write = "Deny"`, `Write = "Allow"`, `, Connect = "Allow"`, ``, `"group:Finance" = { Execute`, `"user:ann" = { Execute`,
	).Replace(rest)
}

// inventoryOf is what a site has of what Terraform manages, one object a line in
// order. What was made twice is there twice.
func inventoryOf(server *mockserver.Server) string {
	names := map[string]string{estateSales: "Sales", estateOrders: "Orders", estatePrep: "Prep"}
	var lines []string
	for _, s := range server.Schedules() {
		names[s.ID] = s.Name
		lines = append(lines, fmt.Sprintf("schedule %s %s %s", s.Name, s.Start, s.State))
	}
	when := func(t mockserver.Timing) string {
		if t.Schedule != "" {
			return "on " + names[t.Schedule]
		}
		return "at " + t.Start
	}
	for _, task := range server.ExtractTasks() {
		lines = append(lines, fmt.Sprintf("extract task of %s %s", names[task.Workbook+task.Datasource], when(task.Timing)))
	}
	for _, task := range server.FlowTasks() {
		lines = append(lines, fmt.Sprintf("flow task of %s %s with %s", names[task.Flow], when(task.Timing), strings.Join(slices.Sorted(maps.Values(task.Parameters)), " ")))
	}
	for _, sub := range server.Subscriptions() {
		line := fmt.Sprintf("subscription %s to %s %s", sub.Subject, names[sub.Content], when(sub.Timing))
		if sub.Message != "" {
			line += fmt.Sprintf(", %q", sub.Message)
		}
		if sub.Suspended {
			line += ", suspended"
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	var rules []string
	for _, of := range []struct {
		name string
		set  mockserver.RuleSet
	}{
		{"Orders", mockserver.RuleSet{ContentType: "datasource", ID: estateOrders}},
		{"Sales", mockserver.RuleSet{ContentType: "workbook", ID: estateSales}},
		{"Numbers for flow", mockserver.RuleSet{ContentType: "project", ID: estateProject, DefaultFor: "flow"}},
	} {
		rules = append(rules, "rules of "+of.name+": "+inOneLine(server.Rules(of.set)))
	}
	at, _ := slices.BinarySearch(lines, "rules")
	return "\n" + strings.Join(slices.Insert(lines, at, rules...), "\n") + "\n"
}

func inOneLine(rules mockserver.Rules) string {
	var grantees []string
	for _, grantee := range slices.Sorted(maps.Keys(rules)) {
		line := grantee
		for _, capability := range slices.Sorted(maps.Keys(rules[grantee])) {
			line += " " + capability + "=" + rules[grantee][capability]
		}
		grantees = append(grantees, line)
	}
	return strings.Join(grantees, ", ")
}
