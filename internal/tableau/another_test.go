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

func TestCreate_answeredWithAnothersTaskIsNotBelieved(t *testing.T) {
	t.Parallel()
	const none = `<tsResponse xmlns="http://tableau.com/api"><pagination pageNumber="1" pageSize="100" totalAvailable="0"/>`
	for route, test := range map[string]struct {
		answer, list, none string
		create             func(context.Context, *tableau.Client) error
	}{
		"PUT " + onSite + "/schedules/s1/workbooks": {
			`<task><extractRefresh id="e1"><workbook id="somebody-elses"/></extractRefresh></task>`,
			"GET " + onSite + "/schedules/s1/extracts", none + `<extracts/></tsResponse>`,
			func(ctx context.Context, c *tableau.Client) error {
				_, _, err := c.ExtractRefreshTasks().AddToSchedule(ctx, "s1", tableau.RefreshTarget{WorkbookID: "w1"})
				return err
			},
		},
		"POST " + onSite + "/tasks/extractRefreshes": {
			`<extractRefresh id="e1"><datasource id="somebody-elses"/></extractRefresh>`,
			"GET " + onSite + "/tasks/extractRefreshes", none + `<tasks/></tsResponse>`,
			func(ctx context.Context, c *tableau.Client) error {
				_, err := c.ExtractRefreshTasks().Create(ctx, tableau.ExtractRefreshSettings{Target: tableau.RefreshTarget{WorkbookID: "w1"}},
					func(tableau.ExtractRefreshTask) bool { return true })
				return err
			},
		},
		"PUT " + onSite + "/schedules/s1/flows": {
			`<task><flowRun id="r1"><flow id="somebody-elses"/></flowRun></task>`,
			"GET " + onSite + "/tasks/runFlow", none + `<tasks/></tsResponse>`,
			func(ctx context.Context, c *tableau.Client) error {
				_, err := c.FlowTasks().Create(ctx, tableau.FlowTaskSettings{FlowID: "f1", ScheduleID: "s1"},
					func(tableau.FlowTask) bool { return true })
				return err
			},
		},
		"POST " + onSite + "/subscriptions": {
			`<subscription id="s1"><content id="somebody-elses" type="View"/></subscription>`,
			"GET " + onSite + "/subscriptions", none + `<subscriptions/></tsResponse>`,
			func(ctx context.Context, c *tableau.Client) error {
				_, err := c.Subscriptions().Create(ctx, tableau.SubscriptionSettings{ContentID: "v1", ContentType: "View", ScheduleID: "s1"},
					func(tableau.Subscription) bool { return true })
				return err
			},
		},
	} {
		t.Run(route, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.answer(route, `<tsResponse xmlns="http://tableau.com/api">`+test.answer+`</tsResponse>`)
			f.answer(test.list, test.none)
			if err := test.create(t.Context(), f.client(t)); err == nil || !strings.Contains(err.Error(), "it is about another object") {
				t.Errorf("got %v", err)
			}
		})
	}
}
