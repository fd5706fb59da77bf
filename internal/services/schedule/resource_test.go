package schedule_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const address = "tableau_schedule.test"

// scheduleNamed is a schedule of the simplest kind, with further lines in its block.
func scheduleNamed(name, frequency, lines string) string {
	return fmt.Sprintf(`
resource "tableau_schedule" "test" {
  name      = %q
  type      = "Extract"
  frequency = %s
  %s
}
`, name, frequency, lines)
}

const daily = `{ daily = { start = "02:15" } }`

// planned expects what a step's plan does to the schedule.
func planned(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

// in is the path of a part of the frequency.
func in(member, attribute string) tfjsonpath.Path {
	return tfjsonpath.New("frequency").AtMapKey(member).AtMapKey(attribute)
}

func TestSchedule_ofEachFrequencyIsAppliedChangedInPlaceAndImported(t *testing.T) {
	t.Parallel()
	type o = acctest.Object
	for kind, test := range map[string]struct{ first, second o }{
		"hourly by minutes": {
			o{"hourly": o{"start": "06:00", "end": "22:00", "every_minutes": 30}},
			o{"hourly": o{"start": "06:00", "end": "22:00", "every_minutes": 15}},
		},
		"hourly by hours": {
			o{"hourly": o{"start": "06:00:00", "end": "22:00:00", "every_hours": 2}},
			o{"hourly": o{"start": "06:00:00", "end": "20:00:00", "every_hours": 2}},
		},
		"hourly on week days": {
			o{"hourly": o{"start": "06:00", "end": "22:00", "every_hours": 1, "week_days": []any{"Monday"}}},
			o{"hourly": o{"start": "06:00", "end": "22:00", "every_hours": 1, "week_days": []any{"Friday", "Monday"}}},
		},
		"daily": {o{"daily": o{"start": "02:15"}}, o{"daily": o{"start": "03:45"}}},
		"weekly": {
			o{"weekly": o{"start": "18:30", "week_days": []any{"Sunday", "Wednesday"}}},
			o{"weekly": o{"start": "18:30", "week_days": []any{"Wednesday"}}},
		},
		"monthly": {
			o{"monthly": o{"start": "06:00", "month_days": []any{"15"}}},
			o{"monthly": o{"start": "06:00", "month_days": []any{"LastDay"}}},
		},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			onSite(t, test.first, func(one *acctest.Instance, config acctest.Object) {
				applies(t, one, config, acctest.Create)
				if diff := cmp.Diff(any(test.first), one.State(t)["frequency"]); diff != "" {
					t.Error(diff)
				}
				plansNothing(t, one, config)
				config["frequency"] = test.second
				applies(t, one, config, acctest.Update)
				if diff := cmp.Diff(any(test.second), one.State(t)["frequency"]); diff != "" {
					t.Error(diff)
				}
				id, _ := one.State(t)["id"].(string)
				one.Import(t, id)
				plansNothing(t, one, config)
			})
		})
	}
}

// emptyImport expects that an import changes nothing.
var emptyImport = resource.ImportPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}

func TestSchedule_isImportedByIdentity(t *testing.T) {
	t.Parallel()
	acctest.NeedsIdentity(t)
	site := acctest.NewSite(t, mockserver.Options{})
	acctest.Run(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: site.Config(scheduleNamed(acctest.Name(t, "Nightly"), daily, "")),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectIdentityValueMatchesState(address, tfjsonpath.New("id")),
				},
			},
			{ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity, ImportPlanChecks: emptyImport},
		},
	})
}

func TestSchedule_importOfNoIDSaysWhatAnIDIs(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, mockserver.Options{})
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{
			Config:       site.Config(scheduleNamed("Nightly", daily, "")),
			ResourceName: address, ImportState: true, ImportStateId: "Nightly",
			ExpectError: regexp.MustCompile(`(?s)Cannot import schedule.*"Nightly" is not the id of a schedule`),
		},
		{
			Config:       site.Config(scheduleNamed("Nightly", daily, "")),
			ResourceName: address, ImportState: true, ImportStateId: "4d652179-36bf-47e4-a9dc-e069227c72d0",
			ExpectError: regexp.MustCompile(`Nothing to import`),
		},
	}})
}

func TestSchedule_changingTypeReplaces(t *testing.T) {
	t.Parallel()
	site := acctest.NewSite(t, mockserver.Options{})
	name := acctest.Name(t, "Nightly")
	config := func(kind string) string {
		return site.Config(fmt.Sprintf(`
resource "tableau_schedule" "test" {
  name      = %q
  type      = %q
  frequency = %s
}`, name, kind, daily))
	}
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config("Extract")},
		{Config: config("Flow"), ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate)},
		{Config: config("Subscription"), ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate)},
	}})
}

func TestSchedule_changingFrequencyKindUpdatesInPlace(t *testing.T) {
	t.Parallel()
	site := acctest.NewSite(t, mockserver.Options{})
	name := acctest.Name(t, "Nightly")
	var steps []resource.TestStep
	for i, frequency := range []string{
		daily,
		`{ monthly = { start = "06:00", month_days = [31] } }`,
		`{ weekly = { start = "18:30", week_days = ["Sunday"] } }`,
		`{ hourly = { start = "06:00", end = "22:00", every_hours = 12 } }`,
		daily,
	} {
		action := plancheck.ResourceActionUpdate
		if i == 0 {
			action = plancheck.ResourceActionCreate
		}
		steps = append(steps, resource.TestStep{Config: site.Config(scheduleNamed(name, frequency, "")), ConfigPlanChecks: planned(action)})
	}
	acctest.Run(t, resource.TestCase{Steps: steps})
}

func TestSchedule_everyOtherAttributeUpdatesInPlace(t *testing.T) {
	t.Parallel()
	site := acctest.NewSite(t, mockserver.Options{})
	weekly := `{ weekly = { start = "18:30", week_days = ["Sunday", "Wednesday"] } }`
	days := statecheck.ExpectKnownValue(address, in("weekly", "week_days"),
		knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact("Sunday"), knownvalue.StringExact("Wednesday")}))
	var steps []resource.TestStep
	for _, lines := range []string{"", "priority = 1", `execution_order = "Serial"`, `state = "Suspended"`, `state = "Active"`} {
		name := acctest.Name(t, "Weekly")
		if lines == "priority = 1" {
			name += " renamed"
		}
		steps = append(steps, resource.TestStep{
			Config: site.Config(scheduleNamed(name, weekly, lines)),
			// An update that left the days out would set all seven.
			ConfigStateChecks: []statecheck.StateCheck{days},
		})
	}
	for i := range steps[1:] {
		steps[i+1].ConfigPlanChecks = planned(plancheck.ResourceActionUpdate)
	}
	acctest.Run(t, resource.TestCase{Steps: steps})
}

func TestSchedule_sameFrequencyInOtherWordsPlansNothing(t *testing.T) {
	t.Parallel()
	type o = acctest.Object
	allDays := []any{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}
	for name, words := range map[string][2]o{
		"seconds": {{"daily": o{"start": "18:30"}}, {"daily": o{"start": "18:30:00"}}},
		"minutes and hours": {
			{"hourly": o{"start": "06:00", "end": "22:00", "every_minutes": 60}}, {"hourly": o{"start": "06:00", "end": "22:00", "every_hours": 1}},
		},
		"all days and no day": {
			{"hourly": o{"start": "06:00", "end": "22:00", "every_hours": 1}},
			{"hourly": o{"start": "06:00", "end": "22:00", "every_hours": 1, "week_days": allDays}},
		},
		"once a day": {{"daily": o{"start": "18:30", "end": "18:30", "every_hours": 24}}, {"daily": o{"start": "18:30"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			onSite(t, words[0], func(one *acctest.Instance, config acctest.Object) {
				applies(t, one, config, acctest.Create)
				config["frequency"] = words[1]
				plansNothing(t, one, config)
			})
		})
	}
}

func TestSchedule_isCreatedSuspended(t *testing.T) {
	t.Parallel()
	site := acctest.NewSite(t, mockserver.Options{})
	config := site.Config(scheduleNamed(acctest.Name(t, "Nightly"), daily, `state = "Suspended"`))
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("state"), knownvalue.StringExact("Suspended")),
			},
		},
		{Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
	}})
}
