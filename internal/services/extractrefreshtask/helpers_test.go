package extractrefreshtask_test

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const (
	typeName = "tableau_extract_refresh_task"

	// What both products' sites hold.
	salesID  = "11111111-0000-4000-8000-000000000001" // a workbook
	otherID  = "11111111-0000-4000-8000-000000000002" // a workbook
	ordersID = "22222222-0000-4000-8000-000000000001" // a data source
	// What Server's site holds besides.
	earlyID = "33333333-0000-4000-8000-000000000001"
	lateID  = "33333333-0000-4000-8000-000000000002"
	flowsID = "33333333-0000-4000-8000-000000000003"

	taskID    = "44444444-0000-4000-8000-000000000001"
	unknownID = "99999999-0000-4000-8000-000000000009"

	getRoute    = "GET /sites/{site}/tasks/extractRefreshes/{task}"
	listRoute   = "GET /sites/{site}/tasks/extractRefreshes"
	typesRoute  = "GET /sites/{site}/schedules/{schedule}/extracts"
	addRoute    = "PUT /sites/{site}/schedules/{schedule}/workbooks"
	postRoute   = "POST /sites/{site}/tasks/extractRefreshes"
	updateRoute = "POST /sites/{site}/tasks/extractRefreshes/{task}"
	deleteRoute = "DELETE /sites/{site}/tasks/extractRefreshes/{task}"
)

// site is a mock of one of the products, with content.
type site struct {
	*acctest.Site
	lines acctest.Object // of the provider block
}

func contentSeed() mockserver.Seed {
	return mockserver.Seed{
		Workbooks:   []mockserver.Workbook{{ID: salesID, Name: "Sales"}, {ID: otherID, Name: "Other"}},
		Datasources: []mockserver.Datasource{{ID: ordersID, Name: "Orders"}},
	}
}

func onServer(t *testing.T, change ...func(*mockserver.Options)) site {
	t.Helper()
	options := mockserver.Options{Seed: contentSeed()}
	options.Seed.Schedules = []mockserver.Schedule{
		{ID: earlyID, Name: "Early", Frequency: "Daily", Start: "05:30:00"},
		{ID: lateID, Name: "Late", Frequency: "Daily", Start: "22:30:00"},
		{ID: flowsID, Name: "Flows", Type: "Flow", Frequency: "Daily", Start: "01:00:00"},
	}
	for _, c := range change {
		c(&options)
	}
	return site{acctest.NewMock(t, options), acctest.Object{}}
}

func onCloud(t *testing.T, change ...func(*mockserver.Options)) site {
	t.Helper()
	options := mockserver.Options{Product: mockserver.ProductCloud, Seed: contentSeed()}
	for _, c := range change {
		c(&options)
	}
	return site{acctest.NewMock(t, options), acctest.Object{"site": "demo"}}
}

// onEach runs a test on both products, with a timing of each.
func onEach(t *testing.T, test func(t *testing.T, product func(*testing.T, ...func(*mockserver.Options)) site, timing string)) {
	t.Helper()
	t.Run("server", func(t *testing.T) {
		t.Parallel()
		test(t, onServer, onEarly)
	})
	t.Run("cloud", func(t *testing.T) {
		t.Parallel()
		test(t, onCloud, daily)
	})
}

// seeded puts a task on the site: of the workbook, on the schedule Early or
// daily at 02:15.
func seeded(change ...func(*mockserver.ExtractTask)) func(*mockserver.Options) {
	return func(o *mockserver.Options) {
		task := mockserver.ExtractTask{ID: taskID, Workbook: salesID, Timing: mockserver.Timing{Schedule: "Early"}}
		if o.Product == mockserver.ProductCloud {
			task.Timing = everyDayAt("02:15:00")
		}
		for _, c := range change {
			c(&task)
		}
		o.Seed.ExtractTasks = append(o.Seed.ExtractTasks, task)
	}
}

var everyDay = []string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}

// everyDayAt is a daily frequency as Cloud keeps it.
func everyDayAt(start string) mockserver.Timing {
	timing := mockserver.Timing{Frequency: "Daily", Start: start, End: start, Intervals: []mockserver.Interval{{Hours: "24"}}}
	for _, day := range everyDay {
		timing.Intervals = append(timing.Intervals, mockserver.Interval{WeekDay: day})
	}
	return timing
}

func behaving(b mockserver.Behaviour) func(*mockserver.Options) {
	return func(o *mockserver.Options) { o.Behaviour = b }
}

// config is a whole configuration on the site.
func (s site) config(parts ...string) string {
	settings := acctest.Object{"server_url": s.URL, "personal_access_token_name": "demo", "personal_access_token_secret": "demo-secret"}
	maps.Copy(settings, s.lines)
	lines := "provider \"tableau\" {\n"
	for name, value := range settings {
		lines += fmt.Sprintf("  %s = %q\n", name, value)
	}
	return lines + "}\n" + strings.Join(parts, "\n")
}

// cli is a folder with files and a provider block for the site.
func (s site) cli(t *testing.T, files map[string]string) *acctest.CLI {
	t.Helper()
	files["provider.tf"] = s.config()
	return s.NewCLI(t, files)
}

func (s site) protocol(t *testing.T) *acctest.Protocol {
	t.Helper()
	return s.Protocol(t.Context(), t, s.lines)
}

func (s site) fault(t *testing.T, fault mockserver.Fault) {
	t.Helper()
	if err := s.Mock.SetFaults(fault); err != nil {
		t.Fatal(err)
	}
}

// theTask is the only task of the site.
func (s site) theTask(t *testing.T) mockserver.ExtractTask {
	t.Helper()
	tasks := s.Mock.ExtractTasks()
	if len(tasks) != 1 {
		t.Fatalf("the site has %d tasks, want one", len(tasks))
	}
	return tasks[0]
}

// nothingLeft expects that the site has no task after a test.
func (s site) nothingLeft(t *testing.T) {
	t.Helper()
	if n := len(s.Mock.ExtractTasks()); n > 0 {
		t.Errorf("the site still has %d tasks", n)
	}
}

// task is one that is managed in-process.
func (s site) task() *acctest.Instance { return s.Instance(typeName, s.lines) }

// The timings of the tests in Terraform's language, and in-process.
const (
	onEarly = `schedule_id = "` + earlyID + `"`
	daily   = `frequency = { daily = { start = "02:15" } }`
)

var (
	earlyTiming = acctest.Object{"schedule_id": earlyID}
	lateTiming  = acctest.Object{"schedule_id": lateID}
	dailyTiming = frequency("daily", acctest.Object{"start": "02:15"})
	inProcess   = map[string]acctest.Object{onEarly: earlyTiming, daily: dailyTiming}
)

func frequency(member string, values acctest.Object) acctest.Object {
	return acctest.Object{"frequency": acctest.Object{member: values}}
}

// ofSales configures a task that refreshes the workbook.
func ofSales(parts ...acctest.Object) acctest.Object {
	config := acctest.Object{"workbook_id": salesID}
	for _, part := range parts {
		maps.Copy(config, part)
	}
	return config
}

// expect holds a change that must not fail to its action and, where they are
// given, to the attributes that it touches.
func expect(t *testing.T, c acctest.Change, action acctest.Action, attributes ...string) {
	t.Helper()
	if c.Failed {
		t.Fatal(describe(c.Diagnostics))
	}
	if c.Action != action || len(attributes) > 0 && !slices.Equal(c.Attributes(), attributes) {
		t.Errorf("planned %s of %v, want %s of %v", c.Action, c.Attributes(), action, attributes)
	}
}

// expectError holds a change to one that fails and says texts one after the other.
func expectError(t *testing.T, c acctest.Change, texts ...string) {
	t.Helper()
	if got := describe(c.Diagnostics); !c.Failed || !says(texts...).MatchString(got) {
		t.Errorf("got %s\nwant an error that says %q", got, texts)
	}
}

// says matches texts one after the other, however Terraform wraps their lines.
func says(texts ...string) *regexp.Regexp {
	var patterns []string
	for _, text := range texts {
		var words []string
		for _, word := range strings.Fields(text) {
			words = append(words, regexp.QuoteMeta(word))
		}
		patterns = append(patterns, strings.Join(words, `[\s│]+`))
	}
	return regexp.MustCompile(`(?s)` + strings.Join(patterns, ".*"))
}

// state is the state of the seeded task on Server or, with a frequency, on Cloud.
func state(timing acctest.Object) acctest.Object {
	s := acctest.Object{"id": taskID, "workbook_id": salesID, "type": "FullRefresh"}
	for name, value := range timing {
		s[name] = value
	}
	return s
}

// read refreshes a state in-process.
func read(t *testing.T, p *acctest.Protocol, state acctest.Object) (acctest.Object, []*tfprotov6.Diagnostic) {
	t.Helper()
	response, err := p.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: typeName, CurrentState: p.Resource(t, typeName, state)})
	if err != nil {
		t.Fatal(err)
	}
	return p.DecodeResource(t, typeName, response.NewState), response.Diagnostics
}

// apply applies a planned state in-process; nil destroys.
func apply(ctx context.Context, t *testing.T, p *acctest.Protocol, prior, next acctest.Object) (acctest.Object, []*tfprotov6.Diagnostic) {
	t.Helper()
	response, err := p.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: typeName, PriorState: p.Resource(t, typeName, prior), PlannedState: p.Resource(t, typeName, next), Config: p.Resource(t, typeName, next),
	})
	if err != nil {
		t.Fatal(err)
	}
	return p.DecodeResource(t, typeName, response.NewState), response.Diagnostics
}

// toCreate is what creating a task plans.
func toCreate(timing acctest.Object) acctest.Object {
	planned := state(timing)
	planned["id"] = acctest.Unknown
	return planned
}

func describe(diagnostics []*tfprotov6.Diagnostic) string {
	var all []string
	for _, d := range diagnostics {
		all = append(all, acctest.DescribeDiagnostic(d))
	}
	return strings.Join(all, "\n")
}
