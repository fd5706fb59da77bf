package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// kind is a kind of objects: what Terraform is told of n of them, and what there
// is on the site before.
type kind struct {
	name string
	// block is the body of a resource with a count. Where var.changed is set, one
	// object differs.
	resource, block string
	seed            func(n int) mockserver.Seed
	// item is the route by which an object, or the content that it is about, is
	// read by itself; list the one of the list of all.
	item, list string
	// beside is the route of a list with pages of 1,000 that tells what item does not.
	// It is read as far as the objects stand in it.
	beside string
	// items is how many there are to read for n objects.
	items func(n int) int
	// listPages reports that the list has pages of 1,000.
	listPages bool
	// planted is a task that is on the site from the beginning, and what state has
	// of it. It is nil for what is no task.
	planted func(i int, schedule string, seed *mockserver.Seed) (attributes map[string]any)
}

// publishedAtMost is how many workbooks and flows a site has at most; tasks above
// that are of the same ones again.
const publishedAtMost = 10_000

// The beginnings of ids; the end is a number.
const (
	scheduleIDs = "11111111-1111-4000-8000-"
	workbookIDs = "22222222-2222-4000-8000-"
	flowIDs     = "33333333-3333-4000-8000-"
	taskIDs     = "55555555-5555-4000-8000-"
)

// annID is the user who gets mails.
const annID = "44444444-4444-4000-8000-000000000000"

// schedulesOnSite is how many schedules the tasks of a big site are on; managed
// ones are on two of them in turn.
const (
	schedulesOnSite = 50
	earlyID         = scheduleIDs + "000000000000"
	lateID          = scheduleIDs + "000000000001"
)

// onSchedule is the line of a task's block that puts it on one of the two; the
// first task goes to the other one when it is changed.
const onSchedule = `schedule_id = (count.index + (var.changed && count.index == 0 ? 1 : 0)) % 2 == 0 ? "` + earlyID + `" : "` + lateID + `"`

func numbered(ids string, i int) string { return fmt.Sprintf("%s%012d", ids, i) }

func scheduleOf(i int) string { return []string{earlyID, lateID}[i%2] }

// inHCL is numbered(ids, i) in Terraform's language.
func inHCL(ids, i string) string { return fmt.Sprintf("format(%q, %s)", ids+"%012d", i) }

// publishedInHCL is the content of a task.
func publishedInHCL(ids string) string {
	return inHCL(ids, fmt.Sprintf("count.index %% %d", publishedAtMost))
}

func each(n int) int { return n }

// baseline is what Terraform itself takes for as many resources.
var baseline = kind{
	name: "terraform_data", resource: "terraform_data",
	block: `input = count.index == 0 && var.changed ? "changed" : "as it was"`,
	seed:  func(int) mockserver.Seed { return mockserver.Seed{} },
}

const schedulesName = "schedules"

var allKinds = []kind{
	{
		name: schedulesName, resource: "tableau_schedule",
		block: `name      = "Schedule ${count.index}"
  type      = "Extract"
  priority  = count.index == 0 && var.changed ? 20 : 50
  frequency = { weekly = { start = "05:30", week_days = ["Monday", "Wednesday", "Friday"] } }`,
		seed: func(int) mockserver.Seed { return mockserver.Seed{} },
		item: "GET /schedules/{schedule}", list: "GET /schedules", items: each, listPages: true,
	},
	{
		name: "extract tasks", resource: "tableau_extract_refresh_task",
		block: "workbook_id = " + publishedInHCL(workbookIDs) + "\n  " + onSchedule,
		seed: func(n int) mockserver.Seed {
			return mockserver.Seed{Schedules: schedules("Extract"), Workbooks: workbooks(n)}
		},
		item: "GET /sites/{site}/tasks/extractRefreshes/{task}", list: "GET /sites/{site}/tasks/extractRefreshes", items: each,
		beside:  "GET /sites/{site}/schedules/{schedule}/extracts",
		planted: plantExtractTask,
	},
	{
		name: "flow tasks", resource: "tableau_flow_task",
		block: "flow_id     = " + publishedInHCL(flowIDs) + "\n  " + onSchedule,
		seed:  func(n int) mockserver.Seed { return mockserver.Seed{Schedules: schedules("Flow"), Flows: flows(n)} },
		item:  "GET /sites/{site}/tasks/runFlow/{task}", list: "GET /sites/{site}/tasks/runFlow", items: each,
		planted: plantFlowTask,
	},
	{
		name: "subscriptions", resource: "tableau_subscription",
		block: `subject     = count.index == 0 && var.changed ? "Changed" : "Report ${count.index}"
  user_id     = "` + annID + `"
  content     = { type = "Workbook", id = ` + publishedInHCL(workbookIDs) + ` }
  schedule_id = count.index % 2 == 0 ? "` + earlyID + `" : "` + lateID + `"`,
		seed: func(n int) mockserver.Seed {
			return mockserver.Seed{
				Schedules: schedules("Subscription"), Workbooks: workbooks(n),
				Users: []mockserver.User{{ID: annID, Name: "ann", SiteRole: "Explorer"}},
			}
		},
		item: "GET /sites/{site}/subscriptions/{subscription}", list: "GET /sites/{site}/subscriptions", items: each, listPages: true,
		planted: plantSubscription,
	},
	{
		name: "permissions", resource: "tableau_permissions",
		block: `content_type = "workbook"
  content_id   = ` + inHCL(workbookIDs, "count.index") + `
  rules        = count.index == 0 && var.changed ? merge(local.rules, { "group:G4" = local.fewer }) : local.rules`,
		seed: func(n int) mockserver.Seed { return mockserver.Seed{Workbooks: workbooks(n), Groups: groups()} },
		item: "GET /sites/{site}/workbooks/{workbook}/permissions", items: each,
	},
	{
		name: "grantee permissions", resource: "tableau_grantee_permissions",
		block: `content_type = "workbook"
  content_id   = ` + inHCL(workbookIDs, "floor(count.index / 10)") + `
  grantee      = "group:G${count.index % 10}"
  capabilities = count.index == 0 && var.changed ? local.fewer : local.capabilities`,
		seed: func(n int) mockserver.Seed {
			return mockserver.Seed{Workbooks: workbooks(tenthOf(n)), Groups: groups()}
		},
		item: "GET /sites/{site}/workbooks/{workbook}/permissions", items: tenthOf,
	},
}

func tenthOf(n int) int { return (n + 9) / 10 }

// withProvider is what the baseline does not have. capabilities are the eight that
// each rule is of, fewer are one less.
const withProvider = `
terraform {
  required_providers {
    tableau = { source = "tableau-as-code/tableau" }
  }
}

provider "tableau" {}

locals {
  capabilities = {
    Read = "Allow", Filter = "Allow", ViewComments = "Allow", AddComment = "Allow",
    ExportImage = "Allow", ExportData = "Allow", ShareView = "Allow", WebAuthoring = "Deny",
  }
  fewer = { Read = "Allow", Filter = "Allow", ViewComments = "Allow", AddComment = "Allow", ExportImage = "Allow", ExportData = "Allow", ShareView = "Allow" }
  rules = {
    "group:G0" = local.capabilities, "group:G1" = local.capabilities, "group:G2" = local.capabilities,
    "group:G3" = local.capabilities, "group:G4" = local.capabilities,
  }
}
`

// configuration is Terraform's for n objects of the kind.
func (k kind) configuration(n int) string {
	provider := withProvider
	if k.resource == baseline.resource {
		provider = ""
	}
	return fmt.Sprintf(`%s
variable "changed" {
  type    = bool
  default = false
}

resource %q "all" {
  count = %d

  %s
}
`, provider, k.resource, n, k.block)
}

func namesOf(kinds []kind) []string {
	var names []string
	for _, k := range kinds {
		names = append(names, k.name)
	}
	return names
}

func kindsNamed(list string) ([]kind, error) {
	var chosen []kind
	for _, name := range strings.Split(list, ",") {
		i := slices.IndexFunc(allKinds, func(k kind) bool { return k.name == name })
		if i < 0 {
			return nil, fmt.Errorf("there is no kind %q: -kinds has some of %q", name, strings.Join(namesOf(allKinds), ","))
		}
		chosen = append(chosen, allKinds[i])
	}
	return chosen, nil
}
