package flowtask_test

import (
	"fmt"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// TestFlowTask_nightOfAClockChangeIsNoDifference has a nightly task shown on the day before
// the clock is put forward, when its time does not come: how a service then moves the
// run is not documented, and at the end of the gap is as usual as an hour later.
func TestFlowTask_nightOfAClockChangeIsNoDifference(t *testing.T) {
	t.Parallel()
	for _, next := range []string{"2027-03-14T10:00:00Z", "2027-03-14T10:30:00Z", "2027-03-14T09:30:00Z"} {
		t.Run(next, func(t *testing.T) {
			t.Parallel()
			options := onCloud()
			site := acctest.NewMock(t, options)
			body := fmt.Sprintf(`<task><flowRun id=%q priority="50" consecutiveFailedCount="0" type="RunFlowTask"><schedule frequency="Daily" nextRunAt=%q/><flow id=%q name="Plain"/></flowRun></task>`, theTask, next, plain)
			one := func(inner string) string {
				return `<tsResponse xmlns="http://tableau.com/api">` + inner + `</tsResponse>`
			}
			if err := site.Mock.SetFaults(
				mockserver.Fault{Route: getRoute, Status: 200, ContentType: "application/xml", Body: one(body)},
				mockserver.Fault{Route: listRoute, Status: 200, ContentType: "application/xml", Body: one("<tasks>" + body + "</tasks>")},
			); err != nil {
				t.Fatal(err)
			}
			state, diagnostics := read(t, protocol(t, site, options), acctest.Object{
				"id": theTask, "flow_id": plain, "on_destroy": "delete",
				"frequency": acctest.Object{"daily": acctest.Object{"start": "02:30"}},
			})
			acctest.FailOn(t, diagnostics)
			if state["frequency"] == nil {
				t.Errorf("state lost the frequency, so that the plan replaces the task")
			}
		})
	}
}
