package extractrefreshtask_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestExtractRefreshTask_isAppliedKeptAndImported(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, product func(*testing.T, ...func(*mockserver.Options)) site, timing string) {
		for name, content := range map[string]acctest.Object{
			"workbook":    {"workbook_id": salesID},
			"data source": {"datasource_id": ordersID},
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				s := product(t)
				config := ofSales(acctest.Object{"workbook_id": nil}, content, inProcess[timing])
				task := s.task()
				expect(t, task.Apply(t, config), acctest.Create)
				made := task.State(t)
				if made["type"] != "FullRefresh" || made["id"] != s.theTask(t).ID {
					t.Errorf("state is %v", made)
				}
				expect(t, task.Plan(t, config), acctest.NoOp)
				s.Mock.AdvanceClock(24 * time.Hour)
				expect(t, task.Plan(t, config), acctest.NoOp)
				again := s.task()
				again.Import(t, s.theTask(t).ID)
				expect(t, again.Plan(t, config), acctest.NoOp)
				expect(t, task.Apply(t, nil), acctest.Delete)
				s.nothingLeft(t)
			})
		}
	})
}

func TestExtractRefreshTask_onServerIsReplacedToChangeScheduleOrContent(t *testing.T) {
	t.Parallel()
	s := onServer(t)
	task := s.task()
	other := ofSales(lateTiming, acctest.Object{"workbook_id": otherID})
	expect(t, task.Apply(t, ofSales(earlyTiming)), acctest.Create)
	expect(t, task.Apply(t, ofSales(lateTiming)), acctest.Replace, "id", "schedule_id")
	expect(t, task.Apply(t, other), acctest.Replace, "id", "workbook_id")
	if made := s.theTask(t); made.Workbook != otherID || made.Schedule != lateID {
		t.Errorf("the task is %+v", made)
	}
	expect(t, task.Plan(t, other), acctest.NoOp)
	expect(t, task.Apply(t, nil), acctest.Delete)
	s.nothingLeft(t)
}

func TestExtractRefreshTask_onCloudChangesInPlace(t *testing.T) {
	t.Parallel()
	s := onCloud(t)
	task := s.task()
	expect(t, task.Apply(t, ofSales(dailyTiming)), acctest.Create)
	id := s.theTask(t).ID
	for _, timing := range []acctest.Object{
		frequency("daily", acctest.Object{"start": "03:15"}),
		frequency("daily", acctest.Object{"start": "12:30", "end": "20:30", "every_hours": 4, "week_days": []any{"Monday", "Friday"}}),
		frequency("hourly", acctest.Object{"start": "06:00", "end": "22:00", "every_hours": 1, "week_days": []any{"Monday"}}),
		frequency("weekly", acctest.Object{"start": "18:30", "week_days": []any{"Sunday"}}),
		frequency("monthly", acctest.Object{"start": "06:00", "month_days": []any{"1", "15"}}),
		frequency("monthly", acctest.Object{"start": "06:00", "month_days": []any{"LastDay"}}),
		frequency("monthly", acctest.Object{"start": "06:00", "occurrence": "Third", "week_day": "Thursday"}),
	} {
		expect(t, task.Apply(t, ofSales(timing)), acctest.Update, "frequency")
		expect(t, task.Plan(t, ofSales(timing)), acctest.NoOp)
		if task.State(t)["id"] != id || s.theTask(t).ID != id {
			t.Errorf("state is %v, want the id %s", task.State(t), id)
		}
	}
	expect(t, task.Apply(t, nil), acctest.Delete)
	s.nothingLeft(t)
}

func TestExtractRefreshTask_sameFrequencyInOtherWordsPlansNothing(t *testing.T) {
	t.Parallel()
	week := []any{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}
	for name, words := range map[string][2]acctest.Object{
		"seconds":    {dailyTiming, frequency("daily", acctest.Object{"start": "02:15:00"})},
		"once a day": {dailyTiming, frequency("daily", acctest.Object{"start": "02:15", "end": "02:15", "every_hours": 24})},
		"all days":   {dailyTiming, frequency("daily", acctest.Object{"start": "02:15", "week_days": week})},
		"hour": {
			frequency("hourly", acctest.Object{"start": "06:00", "end": "22:00", "every_minutes": 60}),
			frequency("hourly", acctest.Object{"start": "06:00", "end": "22:00", "every_hours": 1}),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			task := onCloud(t).task()
			expect(t, task.Apply(t, ofSales(words[0])), acctest.Create)
			expect(t, task.Plan(t, ofSales(words[1])), acctest.NoOp)
		})
	}
}

// The type is sent in one of two spellings, of which a site takes one.
func TestExtractRefreshTask_onCloudHasAType(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behaviour mockserver.Behaviour
		kept      string
	}{
		"as documented":         {mockserver.Behaviour{}, "IncrementalRefresh"},
		"in the SDK's words":    {mockserver.Behaviour{IncrementalExtractOnCloud: true}, "IncrementalExtract"},
		"answered in part":      {mockserver.Behaviour{PartialUpdateResponse: true}, "IncrementalRefresh"},
		"shown with some delay": {mockserver.Behaviour{IndexLag: 3}, "IncrementalRefresh"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := onCloud(t, behaving(test.behaviour))
			task := s.task()
			is := func(want string) {
				t.Helper()
				if got := s.theTask(t).Type; got != want {
					t.Errorf("the task is %s, want %s", got, want)
				}
			}
			full := ofSales(dailyTiming)
			incremental := ofSales(dailyTiming, acctest.Object{"type": "IncrementalRefresh"})
			expect(t, task.Apply(t, incremental), acctest.Create)
			is(test.kept)
			expect(t, task.Plan(t, incremental), acctest.NoOp)
			// Without it the default is wanted.
			expect(t, task.Apply(t, full), acctest.Update, "type")
			is("FullRefresh")
			expect(t, task.Apply(t, incremental), acctest.Update, "type")
			is(test.kept)
			expect(t, task.Plan(t, incremental), acctest.NoOp)
		})
	}
}

func TestExtractRefreshTask_importedOnCloudHasNoTypeUntilOneIsConfigured(t *testing.T) {
	t.Parallel()
	s := onCloud(t, seeded(func(task *mockserver.ExtractTask) { task.Type = "IncrementalRefresh" }))
	task := s.task()
	hasNoType := func() {
		t.Helper()
		if state := task.State(t); state["type"] != nil {
			t.Errorf("state is %v", state)
		}
	}
	weekly := frequency("weekly", acctest.Object{"start": "18:30", "week_days": []any{"Sunday"}})
	full := acctest.Object{"type": "FullRefresh"}
	task.Import(t, taskID)
	expect(t, task.Plan(t, ofSales(dailyTiming)), acctest.NoOp)
	hasNoType()
	// What is not known is not changed along with the frequency.
	expect(t, task.Apply(t, ofSales(weekly)), acctest.Update, "frequency")
	hasNoType()
	if task := s.theTask(t); task.Type != "IncrementalRefresh" || task.Frequency != "Weekly" {
		t.Errorf("the task is %+v", task)
	}
	expect(t, task.Apply(t, ofSales(weekly, full)), acctest.Update, "type")
	if task := s.theTask(t); task.Type != "FullRefresh" {
		t.Errorf("the task is %+v", task)
	}
	expect(t, task.Plan(t, ofSales(weekly)), acctest.NoOp)
}

// Cloud shows frequencies that it does not take: one stays as it is while the type
// changes, and no other such is written.
func TestExtractRefreshTask_whoseFrequencyCannotBeWrittenKeepsIt(t *testing.T) {
	t.Parallel()
	s := onCloud(t, seeded(func(task *mockserver.ExtractTask) {
		task.Type, task.Timing = "IncrementalRefresh", everyDayAt("06:03:00")
	}))
	at := func(start string) acctest.Object { return frequency("daily", acctest.Object{"start": start}) }
	full := acctest.Object{"type": "FullRefresh"}
	task := s.task()
	task.Import(t, taskID)
	expect(t, task.Plan(t, ofSales(at("06:03"))), acctest.NoOp)
	expect(t, task.Apply(t, ofSales(at("06:03"), full)), acctest.Update, "type")
	if task := s.theTask(t); task.Type != "FullRefresh" || task.Start != "06:03:00" {
		t.Errorf("the task is %+v", task)
	}
	expect(t, task.Plan(t, ofSales(at("06:03"), full)), acctest.NoOp)
	expectError(t, task.Apply(t, ofSales(at("06:07"), full)), "Tableau Cloud does not accept this frequency")
	expect(t, task.Apply(t, ofSales(at("06:05"), full)), acctest.Update, "frequency")
}

func TestExtractRefreshTask_incrementalOneOfServerIsImportedAndKept(t *testing.T) {
	t.Parallel()
	s := onServer(t, seeded(func(task *mockserver.ExtractTask) { task.Type = "IncrementalRefresh" }))
	task := s.task()
	is := func(want string) {
		t.Helper()
		if state := task.State(t); state["type"] != want {
			t.Errorf("state is %v, want the type %s", state, want)
		}
	}
	task.Import(t, taskID)
	expect(t, task.Plan(t, ofSales(earlyTiming)), acctest.NoOp)
	is("IncrementalRefresh")
	expect(t, task.Apply(t, ofSales(earlyTiming, acctest.Object{"type": "IncrementalRefresh"})), acctest.NoOp)
	is("IncrementalRefresh")
	expectError(t, task.Plan(t, ofSales(earlyTiming, acctest.Object{"type": "FullRefresh"})),
		"Tableau Server cannot change the type", "is of type IncrementalRefresh")
	// In another place it becomes another task, a full refresh.
	expect(t, task.Apply(t, ofSales(lateTiming)), acctest.Replace, "id", "schedule_id", "type")
	is("FullRefresh")
}

func TestExtractRefreshTask_warningsOfTheServiceAreShown(t *testing.T) {
	t.Parallel()
	s := onServer(t, func(o *mockserver.Options) { o.Seed.Workbooks[0].NoEmbeddedCredentials = true })
	made := s.task().Apply(t, ofSales(earlyTiming))
	expect(t, made, acctest.Create)
	const want = "The data connections have no embedded credentials: the refresh may fail."
	if len(made.Diagnostics) != 1 || made.Diagnostics[0].Severity != tfprotov6.DiagnosticSeverityWarning ||
		!says("Tableau warns of the new task of workbook "+salesID, want).MatchString(describe(made.Diagnostics)) {
		t.Errorf("got %s, want the warning %s", describe(made.Diagnostics), want)
	}
}
