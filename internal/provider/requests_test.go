package provider_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"golang.org/x/sync/errgroup"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// objects are many objects of a kind, on a site and managed.
type objects struct {
	resource string
	options  mockserver.Options
	states   []acctest.Object
	private  []byte // what is kept beside each state
}

const (
	scheduleOfAll = "11111111-1111-4000-8000-000000000000"
	contentOfAll  = "22222222-2222-4000-8000-000000000000"
	annsID        = "44444444-4444-4000-8000-000000000000"
)

func id(i int) string { return fmt.Sprintf("55555555-5555-4000-8000-%012d", i) }

// objectsOnSites are n objects of each kind.
func objectsOnSites(n int) map[string]objects {
	onServer := func(scheduleType string) mockserver.Seed {
		return mockserver.Seed{
			Schedules: []mockserver.Schedule{{ID: scheduleOfAll, Name: "Early", Type: scheduleType, Start: "05:00:00"}},
			Workbooks: []mockserver.Workbook{{ID: contentOfAll, Name: "Sales"}}, Flows: []mockserver.Flow{{ID: contentOfAll, Name: "Prep"}},
			Users: []mockserver.User{{ID: annsID, Name: "ann"}}, Groups: []mockserver.Group{{Name: "Finance"}},
		}
	}
	schedules := objects{resource: "tableau_schedule"}
	extracts := objects{resource: "tableau_extract_refresh_task", options: mockserver.Options{Seed: onServer("Extract")}}
	inCloud := objects{
		resource: extracts.resource,
		options:  mockserver.Options{Product: mockserver.ProductCloud, Seed: mockserver.Seed{Workbooks: onServer("").Workbooks}},
	}
	flows := objects{resource: "tableau_flow_task", options: mockserver.Options{Seed: onServer("Flow")}}
	subscriptions := objects{resource: "tableau_subscription", options: mockserver.Options{Seed: onServer("Subscription")}}
	rules := objects{resource: "tableau_permissions", options: mockserver.Options{Seed: mockserver.Seed{Groups: onServer("").Groups}}}
	for i := range n {
		timing := mockserver.Timing{Schedule: scheduleOfAll}
		schedules.add(acctest.Object{
			"id": id(i), "name": id(i), "type": "Extract", "priority": 50, "execution_order": "Parallel", "state": "Active",
			"frequency": acctest.Object{"daily": acctest.Object{"start": "05:00"}},
		})
		schedules.options.Seed.Schedules = append(schedules.options.Seed.Schedules, mockserver.Schedule{ID: id(i), Name: id(i), Start: "05:00:00"})

		extracts.add(acctest.Object{"id": id(i), "workbook_id": contentOfAll, "type": "FullRefresh", "schedule_id": scheduleOfAll})
		extracts.options.Seed.ExtractTasks = append(extracts.options.Seed.ExtractTasks, mockserver.ExtractTask{ID: id(i), Workbook: contentOfAll, Timing: timing})

		inCloud.add(acctest.Object{"id": id(i), "workbook_id": contentOfAll, "frequency": acctest.Object{"daily": acctest.Object{"start": "05:00"}}})
		inCloud.options.Seed.ExtractTasks = append(inCloud.options.Seed.ExtractTasks, mockserver.ExtractTask{
			ID: id(i), Workbook: contentOfAll, Timing: mockserver.Timing{Frequency: "Daily", Start: "05:00:00", End: "05:00:00"},
		})

		flows.add(acctest.Object{"id": id(i), "flow_id": contentOfAll, "schedule_id": scheduleOfAll, "on_destroy": "delete"})
		flows.options.Seed.FlowTasks = append(flows.options.Seed.FlowTasks, mockserver.FlowTask{ID: id(i), Flow: contentOfAll, Timing: timing})

		subscriptions.add(acctest.Object{
			"id": id(i), "subject": "Report", "user_id": annsID, "schedule_id": scheduleOfAll,
			"content":      acctest.Object{"type": "Workbook", "id": contentOfAll, "send_if_view_empty": true},
			"attach_image": true, "attach_pdf": false, "page_orientation": "Portrait", "page_size_option": "Letter", "suspended": false,
		})
		subscriptions.options.Seed.Subscriptions = append(subscriptions.options.Seed.Subscriptions, mockserver.Subscription{
			ID: id(i), Subject: "Report", User: annsID, Content: contentOfAll, Timing: timing,
		})

		rules.add(acctest.Object{
			"content_type": "workbook", "content_id": id(i), "on_destroy": "revoke",
			"rules": acctest.Object{"group:Finance": acctest.Object{"Read": "Allow"}},
		})
		rules.options.Seed.Workbooks = append(rules.options.Seed.Workbooks, mockserver.Workbook{ID: id(i), Name: id(i)})
		rules.options.Seed.Permissions = append(rules.options.Seed.Permissions, mockserver.Permissions{
			ContentType: "workbook", Content: id(i), Rules: mockserver.Rules{"group:Finance": {"Read": "Allow"}},
		})
	}
	return map[string]objects{
		"schedules": schedules, "extract tasks": extracts, "extract tasks on Cloud": inCloud, "flow tasks": flows, "subscriptions": subscriptions,
		"permissions": rules,
	}
}

func (e *objects) add(state acctest.Object) { e.states = append(e.states, state) }

// start serves the site, and starts a provider for it.
func (e objects) start(t testing.TB) (*acctest.Site, *acctest.Protocol) {
	t.Helper()
	site := acctest.NewMock(t, e.options)
	return site, e.startProvider(t, site)
}

func (e objects) startProvider(t testing.TB, site *acctest.Site) *acctest.Protocol {
	t.Helper()
	return site.Protocol(t.Context(), t, acctest.Object{"site": site.ContentURL})
}

// known are these objects with beside their states what an earlier process kept of the first, which is like all of them.
func (e objects) known(t *testing.T, site *acctest.Site) objects {
	t.Helper()
	p := e.startProvider(t, site)
	read, err := p.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: e.resource, CurrentState: p.Resource(t, e.resource, e.states[0])})
	if err != nil {
		t.Fatal(err)
	}
	e.private = read.Private
	site.Mock.ResetRequests()
	return e
}

// refresh reads these objects, ten at once as Terraform does, and expects that
// they are still there. It gives the first as it was read.
func (e objects) refresh(t *testing.T, p *acctest.Protocol, states []acctest.Object) (first *tfprotov6.DynamicValue) {
	t.Helper()
	var group errgroup.Group
	group.SetLimit(10)
	for i, state := range states {
		group.Go(func() error {
			response, err := p.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
				TypeName: e.resource, CurrentState: p.Resource(t, e.resource, state), Private: e.private,
			})
			if err != nil {
				return err
			}
			if len(response.Diagnostics) > 0 || p.DecodeResource(t, e.resource, response.NewState) == nil {
				return fmt.Errorf("object %d is gone: %v", i, response.Diagnostics)
			}
			if i == 0 {
				first = response.NewState
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	return first
}

// asked are the requests by route, without those of every process.
func asked(site *acctest.Site) map[string]int {
	counts := site.Mock.Requests().ByRoute
	maps.DeleteFunc(counts, func(route string, _ int) bool {
		return route == "GET /serverinfo" || strings.Contains(route, " /auth/")
	})
	return counts
}

func expectAsked(t *testing.T, site *acctest.Site, want map[string]int) {
	t.Helper()
	if diff := cmp.Diff(want, asked(site)); diff != "" {
		t.Errorf("other requests than wanted (-) were sent (+):\n%s", diff)
	}
}

func TestRequests_aHundredObjectsAreReadWithOneListOrOneGetEach(t *testing.T) {
	t.Parallel()
	all := objectsOnSites(100)
	for name, want := range map[string]map[string]int{
		"schedules": {"GET /schedules/{schedule}": 100},
		"extract tasks": {
			"GET /sites/{site}/tasks/extractRefreshes/{task}": 10, "GET /sites/{site}/tasks/extractRefreshes": 1,
			"GET /sites/{site}/schedules/{schedule}/extracts": 1,
		},
		"extract tasks on Cloud": {"GET /sites/{site}/tasks/extractRefreshes/{task}": 10, "GET /sites/{site}/tasks/extractRefreshes": 1},
		"flow tasks":             {"GET /sites/{site}/tasks/runFlow/{task}": 10, "GET /sites/{site}/tasks/runFlow": 1},
		"subscriptions":          {"GET /sites/{site}/subscriptions/{subscription}": 10, "GET /sites/{site}/subscriptions": 1},
		"permissions":            {"GET /sites/{site}/workbooks/{workbook}/permissions": 100, "GET /sites/{site}/groups": 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site, p := all[name].start(t)
			all[name].known(t, site).refresh(t, p, all[name].states)
			expectAsked(t, site, want)
			if n := site.Mock.Requests().ByRoute["POST /auth/signin"]; n != 1 {
				t.Errorf("signed in %d times", n)
			}
		})
	}
}

// TestRequests_aFewObjectsOfABigSiteAreReadByTheirIDs would find a list that
// takes long, although three objects of it are wanted.
func TestRequests_aFewObjectsOfABigSiteAreReadByTheirIDs(t *testing.T) {
	t.Parallel()
	all := objectsOnSites(2000)
	for name, route := range map[string]string{
		"extract tasks on Cloud": "GET /sites/{site}/tasks/extractRefreshes/{task}",
		"flow tasks":             "GET /sites/{site}/tasks/runFlow/{task}",
		"subscriptions":          "GET /sites/{site}/subscriptions/{subscription}",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site, p := all[name].start(t)
			all[name].refresh(t, p, all[name].states[:3])
			expectAsked(t, site, map[string]int{route: 3})
		})
	}
}

// TestRequests_typesOfAFewExtractTasksAreReadAsFarAsTheyStand has three tasks of two
// thousand on a schedule of Server, whose list alone shows the type, on two pages.
func TestRequests_typesOfAFewExtractTasksAreReadAsFarAsTheyStand(t *testing.T) {
	t.Parallel()
	e := objectsOnSites(2000)["extract tasks"]
	for first, pages := range map[int]int{500: 1, 1500: 2} {
		site, p := e.start(t)
		e.refresh(t, p, e.states[first:first+3])
		expectAsked(t, site, map[string]int{
			"GET /sites/{site}/tasks/extractRefreshes/{task}": 3, "GET /sites/{site}/schedules/{schedule}/extracts": pages,
		})
	}
}

// TestRequests_oneChangeTakesFiveMoreAtMost plans and applies a change of one of a
// hundred objects as Terraform does, with a process for the plan, which has
// refreshed all, and one for the apply.
func TestRequests_oneChangeTakesFiveMoreAtMost(t *testing.T) {
	t.Parallel()
	all := objectsOnSites(100)
	for name, change := range map[string]acctest.Object{
		"schedules":              {"priority": 20},
		"extract tasks on Cloud": {"frequency": acctest.Object{"daily": acctest.Object{"start": "06:00"}}},
		"subscriptions":          {"subject": "Changed"},
		"permissions":            {"rules": acctest.Object{"group:Finance": acctest.Object{"Read": "Allow", "Filter": "Allow"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := all[name]
			site, p := e.start(t)
			prior := e.refresh(t, p, e.states)
			site.Mock.ResetRequests()

			changed := p.DecodeResource(t, e.resource, prior)
			maps.Copy(changed, change)
			wanted := p.Resource(t, e.resource, changed)
			delete(changed, "id")
			config := p.Resource(t, e.resource, changed)
			plan, err := p.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
				TypeName: e.resource, PriorState: prior, ProposedNewState: wanted, Config: config,
			})
			if err != nil {
				t.Fatal(err)
			}
			acctest.FailOn(t, plan.Diagnostics)
			applied, err := e.startProvider(t, site).ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
				TypeName: e.resource, PriorState: prior, PlannedState: plan.PlannedState, Config: config,
			})
			if err != nil {
				t.Fatal(err)
			}
			acctest.FailOn(t, applied.Diagnostics)
			expectFiveAtMost(t, site)
		})
	}
}

func expectFiveAtMost(t *testing.T, site *acctest.Site) {
	t.Helper()
	sent := 0
	for _, n := range asked(site) {
		sent += n
	}
	if sent > 5 {
		t.Errorf("%d requests, want five at most: %v", sent, asked(site))
	}
}

// TestRequests_replacingAnExtractTaskTakesFive puts one of a hundred on another
// schedule, whose list has two pages.
func TestRequests_replacingAnExtractTaskTakesFive(t *testing.T) {
	t.Parallel()
	e := objectsOnSites(100)["extract tasks"]
	e.options.Seed.Schedules = append(e.options.Seed.Schedules, mockserver.Schedule{ID: contentOfAll, Name: "Late", Type: "Extract", Start: "23:00:00"})
	e.options.Seed.Workbooks = append(e.options.Seed.Workbooks, mockserver.Workbook{ID: id(100), Name: "Costs"})
	for i := 100; i < 1200; i++ {
		late := mockserver.ExtractTask{ID: id(i), Workbook: id(100), Timing: mockserver.Timing{Schedule: contentOfAll}}
		e.options.Seed.ExtractTasks = append(e.options.Seed.ExtractTasks, late)
		e.add(acctest.Object{"id": late.ID, "workbook_id": late.Workbook, "type": "FullRefresh", "schedule_id": contentOfAll})
	}
	site := e.replaceFirst(t, acctest.Object{"workbook_id": contentOfAll, "schedule_id": contentOfAll}, "type")
	expectAsked(t, site, map[string]int{
		"DELETE /sites/{site}/tasks/extractRefreshes/{task}": 1,
		"GET /sites/{site}/schedules/{schedule}/extracts":    2,
		"PUT /sites/{site}/schedules/{schedule}/workbooks":   1,
		"GET /sites/{site}/tasks/extractRefreshes/{task}":    1,
	})
}

// TestRequests_replacingAFlowTaskTakesFive puts one of a hundred on another
// schedule. Its deletion is not documented: the list shows that the task is gone.
func TestRequests_replacingAFlowTaskTakesFive(t *testing.T) {
	t.Parallel()
	e := objectsOnSites(100)["flow tasks"]
	e.options.Seed.Schedules = append(e.options.Seed.Schedules, mockserver.Schedule{ID: contentOfAll, Name: "Late", Type: "Flow", Start: "23:00:00"})
	late := mockserver.FlowTask{ID: id(100), Flow: id(100), Timing: mockserver.Timing{Schedule: contentOfAll}}
	e.options.Seed.Flows = append(e.options.Seed.Flows, mockserver.Flow{ID: id(100), Name: "Clean"})
	e.options.Seed.FlowTasks = append(e.options.Seed.FlowTasks, late)
	e.options.Behaviour.FlowTaskDelete = true
	e.add(acctest.Object{"id": late.ID, "flow_id": late.Flow, "schedule_id": contentOfAll, "on_destroy": "delete"})
	site := e.replaceFirst(t, acctest.Object{"flow_id": contentOfAll, "schedule_id": contentOfAll, "on_destroy": "delete"})
	expectAsked(t, site, map[string]int{
		"GET /sites/{site}/flows/{flow}":               1,
		"DELETE /sites/{site}/tasks/runFlow/{task}":    1,
		"GET /sites/{site}/tasks/runFlow":              1,
		"PUT /sites/{site}/schedules/{schedule}/flows": 1,
		"GET /sites/{site}/tasks/runFlow/{task}":       1,
	})
}

// replaceFirst refreshes all and replaces the first by what is configured. Terraform
// plans such a change twice: as one, and as a creation, which it plans again in the
// process that applies. What a creation leaves to the provider is computed.
func (e objects) replaceFirst(t *testing.T, config acctest.Object, computed ...string) *acctest.Site {
	t.Helper()
	site, p := e.start(t)
	prior := e.refresh(t, p, e.states)
	site.Mock.ResetRequests()

	none := p.Resource(t, e.resource, nil)
	planned := func(p *acctest.Protocol, prior *tfprotov6.DynamicValue, attributes acctest.Object) *tfprotov6.PlanResourceChangeResponse {
		maps.Copy(attributes, config)
		plan, err := p.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
			TypeName: e.resource, PriorState: prior, ProposedNewState: p.Resource(t, e.resource, attributes), Config: p.Resource(t, e.resource, config),
		})
		if err != nil {
			t.Fatal(err)
		}
		acctest.FailOn(t, plan.Diagnostics)
		return plan
	}
	changed, anew := acctest.Object{"id": id(0)}, acctest.Object{"id": acctest.Unknown}
	for _, name := range computed {
		changed[name], anew[name] = e.states[0][name], acctest.Unknown
	}
	if plan := planned(p, prior, changed); len(plan.RequiresReplace) == 0 {
		t.Fatal("it is not replaced")
	}
	planned(p, none, maps.Clone(anew))
	applying := e.startProvider(t, site)
	// Terraform deletes before it plans the creation again.
	apply := func(prior, planned *tfprotov6.DynamicValue, config *tfprotov6.DynamicValue) {
		applied, err := applying.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
			TypeName: e.resource, PriorState: prior, PlannedState: planned, Config: config,
		})
		if err != nil {
			t.Fatal(err)
		}
		acctest.FailOn(t, applied.Diagnostics)
	}
	apply(prior, none, none)
	apply(none, planned(applying, none, maps.Clone(anew)).PlannedState, p.Resource(t, e.resource, config))
	return site
}

// TestRequests_manyNewExtractTasksListTheirScheduleOnce makes tasks one after the
// other, each of which makes what was read of the schedule's tasks before it old.
func TestRequests_manyNewExtractTasksListTheirScheduleOnce(t *testing.T) {
	t.Parallel()
	e := objectsOnSites(1)["extract tasks"]
	e.options.Seed.ExtractTasks = nil
	const many = 5
	for i := range many {
		e.options.Seed.Workbooks = append(e.options.Seed.Workbooks, mockserver.Workbook{ID: id(i), Name: id(i)})
	}
	site, p := e.start(t)
	for i := range many {
		planned := acctest.Object{"id": acctest.Unknown, "workbook_id": id(i), "schedule_id": scheduleOfAll, "type": "FullRefresh"}
		applied, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
			TypeName: e.resource, PriorState: p.Resource(t, e.resource, nil), PlannedState: p.Resource(t, e.resource, planned), Config: p.Resource(t, e.resource, planned),
		})
		if err != nil {
			t.Fatal(err)
		}
		acctest.FailOn(t, applied.Diagnostics)
	}
	expectAsked(t, site, map[string]int{
		"GET /sites/{site}/schedules/{schedule}/extracts": 1, "PUT /sites/{site}/schedules/{schedule}/workbooks": many,
		"GET /sites/{site}/tasks/extractRefreshes/{task}": many,
	})
}
