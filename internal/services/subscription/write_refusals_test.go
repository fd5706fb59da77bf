package subscription_test

import (
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// TestSubscription_refusedChangesSayWhatToDoAndKeepState has codes of updating
// and deleting, with what a reader is told. That a subscription to delete is gone
// is no error.
func TestSubscription_refusedChangesSayWhatToDoAndKeepState(t *testing.T) {
	t.Parallel()
	type refusal struct {
		status   int
		at, then string
	}
	both := map[string]refusal{
		"403004": {403, "", "A subscription can be read and changed by its user and by administrators"},
		"404000": {404, "", "The site does not exist, or the user may not see it."},
		"405000": {405, "", "The service does not have this method"},
	}
	updates := map[string]refusal{
		"400000": {400, "", "The service does not understand the request"},
		"400063": {400, "", "may be switched off in the settings of the server or the site"},
		"400067": {400, `AttributeName("subject"): `, ""},
		"404023": {404, `AttributeName("schedule_id"): `, "It was when the provider looked: plan again."},
		"404025": {404, "", "The subscription is gone, perhaps with its content."},
	}
	check := func(verb, method, code string, want refusal, next acctest.Object) {
		t.Run(verb+" "+code, func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, onServer(monday(products["server"].timing)))
			p := protocol(t, site)
			setFault(t, site, mockserver.Fault{Route: method + " " + routeOne, Status: want.status, Code: code, Summary: "Refused"})
			state, diagnostics := apply(t, p, stateOf(someID, products["server"].state), next)
			if state["id"] != someID || state["subject"] != "Monday report" {
				t.Errorf("state is %v", state)
			}
			refused(t, diagnostics, want.at, "Cannot "+verb+" subscription", "error "+code, want.then)
		})
	}
	renamed := with(stateOf(someID, products["server"].state), "subject", "Tuesday report")
	for code, want := range both {
		check("update", "PUT", code, want, renamed)
		check("delete", "DELETE", code, want, nil)
	}
	for code, want := range updates {
		check("update", "PUT", code, want, renamed)
	}
}

// An apply that was killed knows nothing of what it made last, suspended or not yet.
func TestSubscription_thatIsThereAlreadyTellsHowToAdoptIt(t *testing.T) {
	t.Parallel()
	for name, product := range products {
		site := acctest.NewMock(t, product.options(monday(product.timing)))
		one, config := instance(site), with(configured(product.state), "suspended", true)
		refused(t, one.Apply(t, config).Diagnostics, `AttributeName("subject"): There is such a subscription already`,
			"Subscription "+someID+" mails the same content to the same user",
			"If this apply deletes it too, as where a block or a for_each key was renamed, apply again, and next time give what is renamed a moved block.",
			"terraform import ADDRESS "+someID)
		applies(t, instance(site), with(configured(product.state), "message", "Another one"), acctest.Create)
		one.Import(t, someID)
		applies(t, one, config, acctest.Update)
		if n := len(site.Mock.Subscriptions()); n != 2 {
			t.Errorf("%s: the site has %d subscriptions", name, n)
		}
	}
}
