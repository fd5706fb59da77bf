package subscription_test

import (
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// Databases and spreadsheets show LUIDs in upper case.
func TestSubscription_isImportedByItsIDInUpperCase(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, onServer(monday(mockserver.Timing{Schedule: "Mondays"})))
	one := instance(site)
	one.Import(t, strings.ToUpper(theOne(t, site).ID))
	if state := one.State(t); state == nil || state["id"] != theOne(t, site).ID {
		t.Errorf("state is %v, want the id %s", state, theOne(t, site).ID)
	}
}
