package subscription_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// onBoth runs a test on each product.
func onBoth(t *testing.T, test func(t *testing.T, site *acctest.Site, when string)) {
	t.Helper()
	for name, product := range products {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, acctest.NewMock(t, product.options()), product.when)
		})
	}
}

func nothingLeft(site *acctest.Site) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if n := len(site.Mock.Subscriptions()); n > 0 {
			return fmt.Errorf("the site still has %d subscriptions", n)
		}
		return nil
	}
}

func value(attribute string, check knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), check)
}

func TestSubscription_isMadeImportedAndDeleted(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, site *acctest.Site, when string) {
		config := configure(site, toSales, when)
		emptyImport := resource.ImportPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
		acctest.Run(t, resource.TestCase{
			CheckDestroy: nothingLeft(site),
			Steps: []resource.TestStep{
				{
					Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
					ConfigStateChecks: []statecheck.StateCheck{
						value("attach_image", knownvalue.Bool(true)), value("attach_pdf", knownvalue.Bool(false)),
						value("page_orientation", knownvalue.StringExact("Portrait")), value("page_size_option", knownvalue.StringExact("Letter")),
						value("suspended", knownvalue.Bool(false)), value("message", knownvalue.Null()),
					},
				},
				{Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
				{ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportPlanChecks: emptyImport},
			},
		})
	})
}

func TestSubscription_isImportedByIdentity(t *testing.T) {
	t.Parallel()
	acctest.NeedsIdentity(t)
	onBoth(t, func(t *testing.T, site *acctest.Site, when string) {
		acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
			{
				Config:            configure(site, toOverview, when),
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectIdentityValueMatchesState(address, tfjsonpath.New("id"))},
			},
			{
				ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity,
				ImportPlanChecks: resource.ImportPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			},
		}})
	})
}

func TestSubscription_everythingButUserAndContentChangesInPlace(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, site *acctest.Site, when string) {
		config := func(lines ...string) string { return configure(site, append(lines, toOverview, when)...) }
		steps := []resource.TestStep{{Config: config()}}
		for _, lines := range [][]string{
			{`message = "Good morning"`},
			{`message = "First\nsecond & <third>"`},
			{}, // removes the message
			{"attach_image = false", "attach_pdf = true", `page_orientation = "Landscape"`, `page_size_option = "A4"`},
			{"suspended = true"},
			{"suspended = false"},
		} {
			steps = append(steps,
				resource.TestStep{Config: config(lines...), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate)},
				resource.TestStep{Config: config(lines...), ConfigPlanChecks: planned(plancheck.ResourceActionNoop)})
			if len(lines) == 0 {
				steps[len(steps)-1].ConfigStateChecks = []statecheck.StateCheck{value("message", knownvalue.Null())}
			}
		}
		steps = append(steps, resource.TestStep{
			Config:           configure(site, `content = { type = "View", id = "`+overviewID+`", send_if_view_empty = false }`, when),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
			Check: func(*terraform.State) error {
				if sub := theOne(t, site); !sub.NotIfViewEmpty || sub.Message != "" {
					return fmt.Errorf("the subscription is %+v", sub)
				}
				return nil
			},
		})
		acctest.Run(t, resource.TestCase{Steps: steps})
	})
}

func TestSubscription_movesInPlace(t *testing.T) {
	t.Parallel()
	for name, ways := range map[string][]string{
		"server": {onMondays, `schedule_id = "` + fridaysID + `"`},
		"cloud": {
			everyDay,
			`frequency = { weekly = { start = "18:30", week_days = ["Sunday"] } }`,
			`frequency = { monthly = { start = "18:30", month_days = [1, 15] } }`,
			`frequency = { monthly = { start = "18:30", occurrence = "Third", week_day = "Thursday" } }`,
			`frequency = { hourly = { start = "08:00", end = "18:00", every_hours = 1, week_days = ["Monday"] } }`,
			`frequency = { daily = { start = "08:00", end = "20:00", every_hours = 4, week_days = ["Monday", "Friday"] } }`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, products[name].options())
			var steps []resource.TestStep
			for i, when := range ways {
				action := plancheck.ResourceActionUpdate
				if i == 0 {
					action = plancheck.ResourceActionCreate
				}
				steps = append(steps,
					resource.TestStep{Config: configure(site, toSales, when), ConfigPlanChecks: planned(action)},
					resource.TestStep{Config: configure(site, toSales, when), ConfigPlanChecks: planned(plancheck.ResourceActionNoop)})
			}
			acctest.Run(t, resource.TestCase{Steps: steps})
		})
	}
}

func TestSubscription_toAnotherUserOrContentIsReplaced(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, onServer())
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: configure(site, toSales, onMondays)},
		{Config: configure(site, `content = { type = "Workbook", id = "`+ordersID+`" }`, onMondays), ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate)},
		{Config: configure(site, toOverview, onMondays), ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate)},
		{
			Config: provider(site) + fmt.Sprintf(`
resource "tableau_subscription" "test" {
  subject     = "Monday report"
  user_id     = %q
  schedule_id = %q
  %s
}`, bobID, mondaysID, toOverview),
			ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate),
		},
	}})
}

func TestSubscription_isCreatedSuspended(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, site *acctest.Site, when string) {
		config := configure(site, toSales, when, "suspended = true")
		acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
			{Config: config, Check: func(*terraform.State) error {
				if !theOne(t, site).Suspended {
					return fmt.Errorf("the subscription is active")
				}
				return nil
			}},
			{Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
		}})
	})
}

// What is written in the reference's case is shown in another one.
func TestSubscription_keepsTheCaseThatWasWritten(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, onServer())
	config := provider(site) + `
resource "tableau_subscription" "test" {
  subject          = "Monday report"
  user_id          = "` + annID + `"
  content          = { type = "View", id = "` + overviewID + `" }
  page_orientation = "Landscape"
  page_size_option = "Executive"
  schedule_id      = "` + mondaysID + `"
}`
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config, ConfigStateChecks: []statecheck.StateCheck{
			value("page_orientation", knownvalue.StringExact("Landscape")), value("page_size_option", knownvalue.StringExact("Executive")),
		}},
		{Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
	}})
}

// Whether an empty view is sent means nothing for a workbook: either may be
// written, and what the service makes of it is no drift.
func TestSubscription_toAWorkbookIgnoresEmptyViews(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, site *acctest.Site, when string) {
		config := configure(site, `content = { type = "Workbook", id = "`+salesID+`", send_if_view_empty = false }`, when)
		acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig: func() { edit(t, site, func(s *mockserver.Subscription) { s.NotIfViewEmpty = false }) },
				Config:    config, ConfigPlanChecks: planned(plancheck.ResourceActionNoop),
			},
		}})
	})
}
