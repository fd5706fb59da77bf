package tableau_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

func TestGet_doesNotBelieveAnAnswerAboutAnotherObject(t *testing.T) {
	t.Parallel()
	const asked = "11111111-0000-4000-8000-000000000001"
	answer := func(inner string) string {
		return `<tsResponse xmlns="http://tableau.com/api">` + inner + `</tsResponse>`
	}
	for route, test := range map[string]struct {
		body string
		get  func(context.Context, *tableau.Client) error
	}{
		"/api/3.24/schedules/" + asked: {sunday, func(ctx context.Context, c *tableau.Client) error {
			_, err := c.Schedules().Get(ctx, asked)
			return err
		}},
		onSite + "/tasks/extractRefreshes/" + asked: {answer(`<task><extractRefresh id="e1"><workbook id="w1"/></extractRefresh></task>`), func(ctx context.Context, c *tableau.Client) error {
			_, err := c.ExtractRefreshTasks().Get(ctx, asked)
			return err
		}},
		onSite + "/tasks/runFlow/" + asked: {answer(`<task><flowRun id="r1"><flow id="f1"/></flowRun></task>`), func(ctx context.Context, c *tableau.Client) error {
			_, err := c.FlowTasks().Get(ctx, asked)
			return err
		}},
		onSite + "/subscriptions/" + asked: {answer(`<subscription id="s1"/>`), func(ctx context.Context, c *tableau.Client) error {
			_, err := c.Subscriptions().Get(ctx, asked)
			return err
		}},
	} {
		f := newFake(t)
		f.answer("GET "+route, test.body)
		if err := test.get(t.Context(), f.client(t)); err == nil || tableau.IsNotFound(err) || !strings.Contains(err.Error(), "it is about another object") {
			t.Errorf("%s: got %v", route, err)
		}
	}
}

func TestCreate_answeredWithAnotherScheduleIsLookedUp(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer(postSchedule, sunday)
	f.mux.HandleFunc("GET /api/3.24/schedules", func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `<tsResponse xmlns="http://tableau.com/api"><pagination pageNumber="1" pageSize="100" totalAvailable="2"/><schedules>`+
			`<schedule id="5e8f" name="Sunday" type="Extract" createdAt="2026-03-02T17:00:00Z"/>`+
			`<schedule id="6f90" name="Monday" type="Extract" createdAt="2999-03-02T17:00:00Z"/></schedules></tsResponse>`)
	})
	created, err := f.client(t).Schedules().Create(t.Context(), tableau.ScheduleSettings{Name: "Monday", Type: "Extract"})
	if err != nil || created.ID != "6f90" {
		t.Errorf("got %+v, %v", created, err)
	}
	if n := f.count(postSchedule); n != 1 {
		t.Errorf("asked for %d times, want once", n)
	}
}
