package subscription_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// onlyChange expects that a planned update touches one attribute.
type onlyChange string

func (attribute onlyChange) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	for _, change := range req.Plan.ResourceChanges {
		before, _ := change.Change.Before.(map[string]any)
		after, _ := change.Change.After.(map[string]any)
		var changed []string
		for name := range after {
			if !reflect.DeepEqual(before[name], after[name]) {
				changed = append(changed, name)
			}
		}
		if !slices.Equal(changed, []string{string(attribute)}) {
			resp.Error = fmt.Errorf("the plan changes %v, want %s alone", changed, attribute)
		}
	}
}

func TestSubscription_aDayLaterNothingIsDifferent(t *testing.T) {
	t.Parallel()
	acctest.NeedsRefreshOnlyExitCode(t)
	onBoth(t, func(t *testing.T, site *acctest.Site, when string) {
		cli := newCLI(t, site, map[string]string{"main.tf": configure(site, toSales, when)})
		cli.Succeed("apply", "-auto-approve", "-input=false")
		site.Mock.AdvanceClock(24 * time.Hour)
		if result := cli.Run("plan", "-refresh-only", "-detailed-exitcode", "-input=false"); result.ExitCode != 0 {
			t.Errorf("exit code %d:\n%s", result.ExitCode, result.Output)
		}
		edit(t, site, func(s *mockserver.Subscription) { s.Suspended = true })
		if result := cli.Run("plan", "-refresh-only", "-detailed-exitcode", "-input=false"); result.ExitCode != 2 {
			t.Errorf("exit code %d after a change:\n%s", result.ExitCode, result.Output)
		}
	})
}

// TestSubscription_changedBehindTerraformShowsThatChangeAlone meddles with one
// thing at a time; the other attributes must plan as they are.
func TestSubscription_changedBehindTerraformShowsThatChangeAlone(t *testing.T) {
	t.Parallel()
	type changes map[string]func(*mockserver.Subscription)
	suspended := func(s *mockserver.Subscription) { s.Suspended = true }
	for product, changes := range map[string]changes{
		"server": {
			"subject":          func(s *mockserver.Subscription) { s.Subject = "Other" },
			"message":          func(s *mockserver.Subscription) { s.Message = "Hello" },
			"content":          func(s *mockserver.Subscription) { s.NotIfViewEmpty = true },
			"attach_image":     func(s *mockserver.Subscription) { s.NoImage = true },
			"attach_pdf":       func(s *mockserver.Subscription) { s.AttachPDF = true },
			"page_orientation": func(s *mockserver.Subscription) { s.PageOrientation = "LANDSCAPE" },
			"page_size_option": func(s *mockserver.Subscription) { s.PageSizeOption = "A4" },
			"suspended":        suspended,
			"schedule_id":      func(s *mockserver.Subscription) { s.Schedule = fridaysID },
		},
		"cloud": {
			"suspended": suspended,
			"frequency": func(s *mockserver.Subscription) { s.Start, s.End = "07:30:00", "07:30:00" },
		},
	} {
		for attribute, change := range changes {
			t.Run(product+" "+attribute, func(t *testing.T) {
				t.Parallel()
				site := acctest.NewMock(t, products[product].options())
				config := configure(site, toOverview, products[product].when)
				acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
					{Config: config},
					{
						PreConfig:    func() { edit(t, site, change) },
						RefreshState: true, ExpectNonEmptyPlan: true,
						RefreshPlanChecks: resource.RefreshPlanChecks{PostRefresh: []plancheck.PlanCheck{
							plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate), onlyChange(attribute),
						}},
					},
					{Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionUpdate)},
				}})
			})
		}
	}
}

func TestSubscription_deletedBehindTerraformIsMadeAgain(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, site *acctest.Site, when string) {
		config := configure(site, toSales, when)
		gone := func() { site.Mock.DeleteSubscription(theOne(t, site).ID) }
		acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
			{Config: config},
			{PreConfig: gone, Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionCreate)},
			// Destroying what is gone already is done already.
			{PreConfig: gone, Config: config, Destroy: true},
		}})
	})
}

// With its content a subscription goes too: the plan shows that, and no more.
func TestSubscription_whoseContentIsDeletedIsPlannedAnew(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, site *acctest.Site, when string) {
		acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
			{Config: configure(site, toOverview, when)},
			{
				PreConfig:    func() { site.Mock.DeleteWorkbook(salesID) },
				RefreshState: true, ExpectNonEmptyPlan: true,
				RefreshPlanChecks: resource.RefreshPlanChecks{PostRefresh: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate),
				}},
			},
			{
				Config:      configure(site, toOverview, when),
				ExpectError: says("with tableau_subscription.test", "404011", "Publishing a workbook anew can give its views other ids"),
			},
		}})
	})
}

// Somebody made a managed subscription follow the extract's refreshes: it is
// drift, which an apply sets right.
func TestSubscription_thatFollowsRefreshesNowIsDrift(t *testing.T) {
	t.Parallel()
	for name, product := range products {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, product.options(mockserver.Subscription{
				ID: someID, Subject: "Monday report", User: annID, ContentType: "Workbook", Content: salesID, RefreshExtractTriggered: true,
			}))
			found, diagnostics := read(t, protocol(t, site), stateOf(someID, product.state))
			acctest.FailOn(t, diagnostics)
			if found["schedule_id"] != nil || found["frequency"] != nil || found["subject"] != "Monday report" {
				t.Errorf("got %v", found)
			}
		})
	}
}

// Cloud shows frequencies that it does not take: one stays as it is while
// something else changes, and no other such is written.
func TestSubscription_whoseFrequencyCannotBeWrittenKeepsIt(t *testing.T) {
	t.Parallel()
	made := monday(mockserver.Timing{Frequency: "Monthly", Start: "06:00:00", Intervals: []mockserver.Interval{{MonthDay: "Customized Monthly"}}})
	site := acctest.NewMock(t, onCloud(made))
	config := func(lines ...string) string {
		return configure(site, append(lines, toSales, `frequency = { monthly = { start = "06:00", month_days = ["Customized Monthly"] } }`)...) +
			fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", address, someID)
	}
	acctest.Run(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config(), ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
		{Config: config(`message = "Hello"`), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate)},
		{
			PreConfig: func() {
				if sub := theOne(t, site); sub.Message != "Hello" || sub.Intervals[0].MonthDay != "Customized Monthly" {
					t.Errorf("the subscription is %+v", sub)
				}
			},
			Config: config(`message = "Hello"`), ConfigPlanChecks: planned(plancheck.ResourceActionNoop),
		},
		{
			Config:      configure(site, toSales, `frequency = { monthly = { start = "07:00", month_days = ["Customized Monthly"] } }`),
			ExpectError: says("Tableau Cloud does not accept this frequency"),
		},
	}})
}
