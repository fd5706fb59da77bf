package subscription_test

import (
	"slices"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestSubscription_deletedBehindTerraformIsMadeAgain(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, site *acctest.Site, when acctest.Object) {
		one, config := instance(site), configured(when)
		gone := func() { site.Mock.DeleteSubscription(theOne(t, site).ID) }
		applies(t, one, config, acctest.Create)
		gone()
		applies(t, one, config, acctest.Create)
		theOne(t, site)
		gone()
		// Destroying what is gone already is done already.
		acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
	})
}

// With its content a subscription goes too: the plan shows that, and no more.
func TestSubscription_whoseContentIsDeletedIsPlannedAnew(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, site *acctest.Site, when acctest.Object) {
		one, config := instance(site), with(configured(when), "content", overview())
		applies(t, one, config, acctest.Create)
		site.Mock.DeleteWorkbook(salesID)
		plans(t, one, config, acctest.Create)
		refused(t, one.Apply(t, config).Diagnostics, `AttributeName("content").AttributeName("id"): `, "404011", "Publishing a workbook anew can give its views other ids")
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
	one := instance(site)
	at := func(start string) acctest.Object {
		return acctest.Object{"frequency": acctest.Object{"monthly": acctest.Object{"start": start, "month_days": []any{"Customized Monthly"}}}}
	}
	one.Import(t, someID)
	plans(t, one, configured(at("06:00")), acctest.NoOp)
	hello := with(configured(at("06:00")), "message", "Hello")
	if change := applies(t, one, hello, acctest.Update); !slices.Equal(change.Attributes(), []string{"message"}) {
		t.Errorf("the plan changes %v", change.Attributes())
	}
	if sub := theOne(t, site); sub.Message != "Hello" || sub.Intervals[0].MonthDay != "Customized Monthly" {
		t.Errorf("the subscription is %+v", sub)
	}
	plans(t, one, hello, acctest.NoOp)
	refused(t, one.Apply(t, configured(at("07:00"))).Diagnostics, "Tableau Cloud does not accept this frequency")
}
