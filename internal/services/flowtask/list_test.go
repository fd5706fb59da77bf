package flowtask_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func list(t *testing.T, p *acctest.Protocol, config acctest.Object) []tfprotov6.ListResourceResult {
	t.Helper()
	results := p.List(t, &tfprotov6.ListResourceRequest{TypeName: noun, Config: p.ListConfig(t, noun, config), Limit: 100, IncludeResource: true})
	for _, result := range results {
		acctest.FailOn(t, result.Diagnostics)
	}
	return results
}

func withTwo(options mockserver.Options) mockserver.Options {
	options = found(options)
	options.Seed.FlowTasks[0].ConsecutiveFailures = 3
	other := mockserver.FlowTask{ID: nobodysID, Flow: plain, Timing: mockserver.Timing{Schedule: mornings}}
	if options.Product == mockserver.ProductCloud {
		other.Timing = mockserver.Timing{Frequency: "Weekly", Start: "18:30:00", Intervals: []mockserver.Interval{{WeekDay: "Sunday"}}}
	}
	options.Seed.FlowTasks = append(options.Seed.FlowTasks, other)
	return options
}

func TestFlowTaskList_tellsTasksApart(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		options mockserver.Options
		config  acctest.Object
		names   []string
	}{
		{onServer(), acctest.Object{}, []string{"Prep on Nightly", "Plain on Mornings"}},
		{onServer(), acctest.Object{"flow_id": plain}, []string{"Plain on Mornings"}},
		{onServer(), acctest.Object{"schedule_id": nightly}, []string{"Prep on Nightly"}},
		{onServer(), acctest.Object{"schedule_id": nightly, "flow_id": plain}, nil},
		{onCloud(), acctest.Object{}, []string{"Prep, daily", "Plain, weekly"}},
		{onCloud(), acctest.Object{"schedule_id": nightly}, nil},
	} {
		options := withTwo(test.options)
		site := acctest.NewMock(t, options)
		var names []string
		for _, result := range list(t, protocol(t, site, options), test.config) {
			names = append(names, result.DisplayName)
		}
		if diff := cmp.Diff(test.names, names); diff != "" {
			t.Errorf("%v: %s", test.config, diff)
		}
	}
}

func TestFlowTaskList_givesTheWholeTaskWhenAsked(t *testing.T) {
	t.Parallel()
	options := withTwo(onServer())
	site := acctest.NewMock(t, options)
	p := protocol(t, site, options)
	got := p.DecodeResource(t, noun, list(t, p, acctest.Object{"flow_id": prep})[0].Resource)
	want := acctest.Object{
		"id": theTask, "flow_id": prep, "schedule_id": nightly, "parameters": acctest.Object{"Region": "South"}, "on_destroy": "delete",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func readData(t *testing.T, p *acctest.Protocol, config acctest.Object) acctest.Object {
	t.Helper()
	const name = "tableau_flow_tasks"
	response, err := p.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: p.DataSource(t, name, config)})
	if err != nil {
		t.Fatal(err)
	}
	acctest.FailOn(t, response.Diagnostics)
	return p.DecodeDataSource(t, name, response.State)
}

func TestFlowTasks_showWhatMovesByItself(t *testing.T) {
	t.Parallel()
	values := acctest.Object{"Region": "South", "Count": "2", "Since": "2026-01-01"}
	for product, test := range map[string]struct {
		options mockserver.Options
		want    acctest.Object
	}{
		"server": {withTwo(onServer()), acctest.Object{
			"id": theTask, "flow_id": prep, "flow_name": "Prep", "schedule_id": nightly, "schedule_name": "Nightly", "frequency_kind": "Daily", "schedule_state": "Active",
			"priority": 50, "consecutive_failures": 3, "updated_at": "2026-03-02T17:00:00Z", "next_run_at": "2026-03-03T10:15:00Z", "parameters": values,
		}},
		"cloud": {withTwo(onCloud()), acctest.Object{
			"id": theTask, "flow_id": prep, "flow_name": "Prep", "frequency_kind": "Daily", "schedule_state": "Active",
			"priority": 50, "consecutive_failures": 3, "updated_at": "2026-03-02T17:00:00Z", "next_run_at": "2026-03-03T10:15:00Z", "parameters": values,
		}},
	} {
		site := acctest.NewMock(t, test.options)
		p := protocol(t, site, test.options)
		got := readData(t, p, acctest.Object{"flow_id": prep})
		if diff := cmp.Diff(acctest.Object{"flow_id": prep, "flow_tasks": acctest.Object{theTask: test.want}}, got); diff != "" {
			t.Errorf("%s: %s", product, diff)
		}
		if all := readData(t, p, acctest.Object{}); len(all["flow_tasks"].(acctest.Object)) != 2 {
			t.Errorf("%s: without a filter %v", product, all)
		}
	}
}
