package extractrefreshtask_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func hasType(value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New("type"), value)
}

var emptyImport = resource.ImportPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}

func TestExtractRefreshTask_isAppliedKeptAndImported(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, product func(*testing.T, ...func(*mockserver.Options)) site, timing string) {
		for name, content := range map[string]string{
			"workbook":    `workbook_id = "` + salesID + `"`,
			"data source": `datasource_id = "` + ordersID + `"`,
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				s := product(t)
				config := s.config("resource \"tableau_extract_refresh_task\" \"test\" {\n" + content + "\n" + timing + "\n}")
				acctest.Run(t, resource.TestCase{
					Steps: []resource.TestStep{
						{Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionCreate), ConfigStateChecks: []statecheck.StateCheck{
							hasType(knownvalue.StringExact("FullRefresh")),
						}},
						{Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
						{Config: config, PreConfig: func() { s.Mock.AdvanceClock(24 * time.Hour) }, ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
						{ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportPlanChecks: emptyImport},
					},
					CheckDestroy: s.nothingLeft,
				})
			})
		}
	})
}

func TestExtractRefreshTask_isImportedByIdentity(t *testing.T) {
	t.Parallel()
	acctest.NeedsIdentity(t)
	onEach(t, func(t *testing.T, product func(*testing.T, ...func(*mockserver.Options)) site, timing string) {
		s := product(t)
		acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
			{Config: s.config(ofSales(timing)), ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectIdentityValueMatchesState(address, tfjsonpath.New("id")),
			}},
			{ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity, ImportPlanChecks: emptyImport},
		}})
	})
}

func TestExtractRefreshTask_onServerIsReplacedToChangeScheduleOrContent(t *testing.T) {
	t.Parallel()
	s := onServer(t)
	other := "resource \"tableau_extract_refresh_task\" \"test\" {\n workbook_id = \"" + otherID + "\"\n" + onLate + "\n}"
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: s.config(ofSales(onEarly))},
		{Config: s.config(ofSales(onLate)), ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate)},
		{Config: s.config(other), ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate)},
		{Config: s.config(other), PreConfig: func() {
			if task := s.theTask(t); task.Workbook != otherID || task.Schedule != lateID {
				t.Errorf("the task is %+v", task)
			}
		}},
	}, CheckDestroy: s.nothingLeft})
}

func TestExtractRefreshTask_onScheduleOfTheSameConfiguration(t *testing.T) {
	t.Parallel()
	s := onServer(t)
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{{
		Config: s.config(ofSales("schedule_id = tableau_schedule.new.id"), `
resource "tableau_schedule" "new" {
  name      = "New"
  type      = "Extract"
  frequency = { daily = { start = "03:15" } }
}`),
	}}, CheckDestroy: s.nothingLeft})
}

func TestExtractRefreshTask_onCloudChangesInPlace(t *testing.T) {
	t.Parallel()
	s := onCloud(t)
	sameID := statecheck.CompareValue(compare.ValuesSame())
	keeps := func() []statecheck.StateCheck {
		return []statecheck.StateCheck{sameID.AddStateValue(address, tfjsonpath.New("id"))}
	}
	steps := []resource.TestStep{{Config: s.config(ofSales(daily)), ConfigStateChecks: keeps()}}
	for _, frequency := range []string{
		`{ daily = { start = "03:15" } }`,
		`{ daily = { start = "12:30", end = "20:30", every_hours = 4, week_days = ["Monday", "Friday"] } }`,
		`{ hourly = { start = "06:00", end = "22:00", every_hours = 1, week_days = ["Monday"] } }`,
		`{ weekly = { start = "18:30", week_days = ["Sunday"] } }`,
		`{ monthly = { start = "06:00", month_days = [1, 15] } }`,
		`{ monthly = { start = "06:00", month_days = ["LastDay"] } }`,
		`{ monthly = { start = "06:00", occurrence = "Third", week_day = "Thursday" } }`,
	} {
		config := s.config(ofSales("frequency = " + frequency))
		steps = append(steps,
			resource.TestStep{Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate), onlyChanges{"frequency"},
			}}, ConfigStateChecks: keeps()},
			resource.TestStep{Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
		)
	}
	acctest.Run(t, resource.TestCase{Steps: steps, CheckDestroy: s.nothingLeft})
}

func TestExtractRefreshTask_sameFrequencyInOtherWordsPlansNothing(t *testing.T) {
	t.Parallel()
	for name, words := range map[string][2]string{
		"seconds":    {daily, `frequency = { daily = { start = "02:15:00" } }`},
		"once a day": {daily, `frequency = { daily = { start = "02:15", end = "02:15", every_hours = 24 } }`},
		"all days":   {daily, `frequency = { daily = { start = "02:15", week_days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] } }`},
		"hour": {
			`frequency = { hourly = { start = "06:00", end = "22:00", every_minutes = 60 } }`,
			`frequency = { hourly = { start = "06:00", end = "22:00", every_hours = 1 } }`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := onCloud(t)
			acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
				{Config: s.config(ofSales(words[0]))},
				{Config: s.config(ofSales(words[1])), ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
			}})
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
			is := func(want string) func() {
				return func() {
					if got := s.theTask(t).Type; got != want {
						t.Errorf("the task is %s, want %s", got, want)
					}
				}
			}
			incremental := s.config(ofSales(daily, `type = "IncrementalRefresh"`))
			full := s.config(ofSales(daily))
			acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
				{Config: incremental},
				{PreConfig: is(test.kept), Config: incremental, ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
				// Without it the default is wanted.
				{Config: full, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate), onlyChanges{"type"},
				}}},
				{PreConfig: is("FullRefresh"), Config: incremental, ConfigPlanChecks: planned(plancheck.ResourceActionUpdate)},
				{PreConfig: is(test.kept), Config: incremental, ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
			}})
		})
	}
}

func TestExtractRefreshTask_importedOnCloudHasNoTypeUntilOneIsConfigured(t *testing.T) {
	t.Parallel()
	s := onCloud(t, seeded(func(task *mockserver.ExtractTask) { task.Type = "IncrementalRefresh" }))
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{
			Config: s.config(ofSales(daily), imported(taskID)), ConfigPlanChecks: planned(plancheck.ResourceActionNoop),
			ConfigStateChecks: []statecheck.StateCheck{hasType(knownvalue.Null())},
		},
		{
			// What is not known is not changed along with the frequency.
			Config: s.config(ofSales(weekly)), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{hasType(knownvalue.Null())},
		},
		{
			PreConfig: func() {
				if task := s.theTask(t); task.Type != "IncrementalRefresh" || task.Frequency != "Weekly" {
					t.Errorf("the task is %+v", task)
				}
			},
			Config: s.config(ofSales(weekly, `type = "FullRefresh"`)),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate), onlyChanges{"type"},
			}},
		},
		{
			PreConfig: func() {
				if task := s.theTask(t); task.Type != "FullRefresh" {
					t.Errorf("the task is %+v", task)
				}
			},
			Config: s.config(ofSales(weekly)), ConfigPlanChecks: planned(plancheck.ResourceActionNoop),
		},
	}})
}

func TestExtractRefreshTask_incrementalOneOfServerIsImportedAndKept(t *testing.T) {
	t.Parallel()
	s := onServer(t, seeded(func(task *mockserver.ExtractTask) { task.Type = "IncrementalRefresh" }))
	incremental := []statecheck.StateCheck{hasType(knownvalue.StringExact("IncrementalRefresh"))}
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: s.config(ofSales(onEarly), imported(taskID)), ConfigPlanChecks: planned(plancheck.ResourceActionNoop), ConfigStateChecks: incremental},
		{Config: s.config(ofSales(onEarly, `type = "IncrementalRefresh"`)), ConfigPlanChecks: planned(plancheck.ResourceActionNoop), ConfigStateChecks: incremental},
		{Config: s.config(ofSales(onEarly, `type = "FullRefresh"`)), ExpectError: says("Tableau Server cannot change the type", "is of type IncrementalRefresh")},
		// In another place it becomes another task, a full refresh.
		{Config: s.config(ofSales(onLate)), ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate), ConfigStateChecks: []statecheck.StateCheck{
			hasType(knownvalue.StringExact("FullRefresh")),
		}},
	}})
}

func TestExtractRefreshTask_warningsOfTheServiceAreShown(t *testing.T) {
	t.Parallel()
	s := onServer(t, func(o *mockserver.Options) { o.Seed.Workbooks[0].NoEmbeddedCredentials = true })
	cli := s.cli(t, map[string]string{"main.tf": ofSales(onEarly)})
	out := cli.Succeed("apply", "-auto-approve", "-input=false", "-no-color")
	if !says("Tableau warns of the new task", "The data connections have no embedded credentials: the refresh may fail.").MatchString(out) {
		t.Errorf("the warning is missing:\n%s", out)
	}
}
