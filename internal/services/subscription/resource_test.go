package subscription_test

import (
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// onBoth runs a test on each product.
func onBoth(t *testing.T, test func(t *testing.T, site *acctest.Site, when acctest.Object)) {
	t.Helper()
	for name, product := range products {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, acctest.NewMock(t, product.options()), product.state)
		})
	}
}

func nothingLeft(t *testing.T, site *acctest.Site) {
	t.Helper()
	if n := len(site.Mock.Subscriptions()); n > 0 {
		t.Errorf("the site still has %d subscriptions", n)
	}
}

// has expects attributes of the state.
func has(t *testing.T, one *acctest.Instance, wanted acctest.Object) {
	t.Helper()
	state := one.State(t)
	for attribute, want := range wanted {
		if state[attribute] != want {
			t.Errorf("%s is %v, want %v", attribute, state[attribute], want)
		}
	}
}

func TestSubscription_isMadeImportedAndDeleted(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, site *acctest.Site, when acctest.Object) {
		one, config := instance(site), configured(when)
		applies(t, one, config, acctest.Create)
		has(t, one, acctest.Object{
			"attach_image": true, "attach_pdf": false, "page_orientation": "Portrait", "page_size_option": "Letter", "suspended": false, "message": nil,
		})
		plans(t, one, config, acctest.NoOp)
		imported := instance(site)
		imported.Import(t, theOne(t, site).ID)
		plans(t, imported, config, acctest.NoOp)
		acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
		nothingLeft(t, site)
	})
}

func TestSubscription_everythingButUserAndContentChangesInPlace(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, site *acctest.Site, when acctest.Object) {
		one, config := instance(site), with(configured(when), "content", overview())
		applies(t, one, config, acctest.Create)
		for _, wanted := range []acctest.Object{
			{"message": "Good morning"},
			{"message": "First\nsecond & <third>"},
			{"message": nil},
			{"attach_image": false, "attach_pdf": true, "page_orientation": "Landscape", "page_size_option": "A4"},
			{"suspended": true},
			{"suspended": false},
		} {
			next := config
			for name, value := range wanted {
				next = with(next, name, value)
			}
			applies(t, one, next, acctest.Update)
			has(t, one, wanted)
			plans(t, one, next, acctest.NoOp)
		}
		applies(t, one, with(config, "content", acctest.Object{"type": "View", "id": overviewID, "send_if_view_empty": false}), acctest.Update)
		if sub := theOne(t, site); !sub.NotIfViewEmpty || sub.Message != "" {
			t.Errorf("the subscription is %+v", sub)
		}
	})
}

func TestSubscription_movesInPlace(t *testing.T) {
	t.Parallel()
	type o = acctest.Object
	for name, ways := range map[string][]o{
		"server": {{"schedule_id": mondaysID}, {"schedule_id": fridaysID}},
		"cloud": {
			{"frequency": o{"daily": o{"start": "06:30"}}},
			{"frequency": o{"weekly": o{"start": "18:30", "week_days": []any{"Sunday"}}}},
			{"frequency": o{"monthly": o{"start": "18:30", "month_days": []any{"1", "15"}}}},
			{"frequency": o{"monthly": o{"start": "18:30", "occurrence": "Third", "week_day": "Thursday"}}},
			{"frequency": o{"hourly": o{"start": "08:00", "end": "18:00", "every_hours": 1, "week_days": []any{"Monday"}}}},
			{"frequency": o{"daily": o{"start": "08:00", "end": "20:00", "every_hours": 4, "week_days": []any{"Monday", "Friday"}}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			one, action := instance(acctest.NewMock(t, products[name].options())), acctest.Create
			for _, when := range ways {
				applies(t, one, configured(when), action)
				plans(t, one, configured(when), acctest.NoOp)
				action = acctest.Update
			}
		})
	}
}

func TestSubscription_toAnotherUserOrContentIsReplaced(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, onServer())
	one, config := instance(site), configured(products["server"].state)
	applies(t, one, config, acctest.Create)
	applies(t, one, with(config, "content", acctest.Object{"type": "Workbook", "id": ordersID}), acctest.Replace)
	config = with(config, "content", overview())
	applies(t, one, config, acctest.Replace)
	applies(t, one, with(config, "user_id", bobID), acctest.Replace)
	if sub := theOne(t, site); sub.User != bobID || sub.Content != overviewID {
		t.Errorf("the subscription is %+v", sub)
	}
}

func TestSubscription_isCreatedSuspended(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, site *acctest.Site, when acctest.Object) {
		one, config := instance(site), with(configured(when), "suspended", true)
		applies(t, one, config, acctest.Create)
		if !theOne(t, site).Suspended {
			t.Error("the subscription is active")
		}
		plans(t, one, config, acctest.NoOp)
	})
}

// A message, a suspension and the like are optional in the schema: a service
// that leaves them out of its reads does not say that there are none.
func TestSubscription_keepsWhatReadsLeaveOut(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, site *acctest.Site, when acctest.Object) {
		site.Mock.SetBehaviour(mockserver.Behaviour{BareSubscriptions: true})
		one, config := instance(site), with(with(configured(when), "message", "Hello"), "suspended", true)
		config["content"] = acctest.Object{"type": "View", "id": overviewID, "send_if_view_empty": false}
		config["attach_pdf"], config["page_orientation"] = true, "Landscape"
		applies(t, one, config, acctest.Create)
		plans(t, one, config, acctest.NoOp)
		changed := with(with(config, "message", nil), "suspended", false)
		applies(t, one, changed, acctest.Update)
		plans(t, one, changed, acctest.NoOp)
		sub := theOne(t, site)
		if sub.Message != "" || sub.Suspended || !sub.AttachPDF || !sub.NotIfViewEmpty {
			t.Errorf("the subscription is %+v", sub)
		}
		imported := instance(site)
		imported.Import(t, sub.ID)
		has(t, imported, acctest.Object{"message": nil, "suspended": false, "attach_image": true, "attach_pdf": false})
		acctest.FailOn(t, one.Apply(t, nil).Diagnostics)
		nothingLeft(t, site)
	})
}

// What is written in the reference's case is shown in another one.
func TestSubscription_keepsTheCaseThatWasWritten(t *testing.T) {
	t.Parallel()
	one := instance(acctest.NewMock(t, onServer()))
	config := with(configured(products["server"].state), "content", overview())
	config["page_orientation"], config["page_size_option"] = "Landscape", "Executive"
	applies(t, one, config, acctest.Create)
	has(t, one, acctest.Object{"page_orientation": "Landscape", "page_size_option": "Executive"})
	plans(t, one, config, acctest.NoOp)
}

// Whether an empty view is sent means nothing for a workbook: either may be
// written, and what the service makes of it is no drift.
func TestSubscription_toAWorkbookIgnoresEmptyViews(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, site *acctest.Site, when acctest.Object) {
		one := instance(site)
		config := with(configured(when), "content", acctest.Object{"type": "Workbook", "id": salesID, "send_if_view_empty": false})
		applies(t, one, config, acctest.Create)
		edit(t, site, func(s *mockserver.Subscription) { s.NotIfViewEmpty = false })
		plans(t, one, config, acctest.NoOp)
	})
}
