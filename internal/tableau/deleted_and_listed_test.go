package tableau_test

import (
	"net/http"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// The list follows a deletion with some delay, and a replacement deletes first.
func TestExtractRefreshTaskAddToSchedule_takesNoDeletedTaskForOneThatIsThere(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc("DELETE "+taskURI+"t1", status(http.StatusNoContent, ""))
	f.answer("GET "+extracts, extractList(`id="t1" type="FullRefresh"><workbook id="w1"/`))
	f.answer("PUT "+addToS1, oneTask(serverTask, "t2"))
	tasks := f.client(t).ExtractRefreshTasks()
	if err := tasks.Delete(t.Context(), "t1"); err != nil {
		t.Fatal(err)
	}
	made, _, err := tasks.AddToSchedule(t.Context(), "s1", sales)
	if err != nil || made.ID != "t2" {
		t.Errorf("made %q, %v, want t2", made.ID, err)
	}
}

// What is replaced stays listed for a while, and perhaps readable. It is neither
// what a lost answer spoke of nor what makes the new one superfluous.
func TestCreate_ofAReplacementTakesNothingDeletedForTheNewOne(t *testing.T) {
	t.Parallel()
	oldFlow, newFlow := flowRunWith("8a78", onDemo+ofPrep), flowRunWith("9b89", onDemo+ofPrep)
	for kind, test := range map[string]struct {
		one, list, create string
		before, after     string
		read              string // the old one, where a deletion does not wait until it is gone
		missing           string
		remove            func(*testing.T, *tableau.Client) error
		make              func(*testing.T, *tableau.Client) (id string, err error)
		want              string
	}{
		"extract refresh task of Cloud": {
			one: taskURI + "t1", list: tasksURI, create: "POST " + tasksURI,
			before: tasks(cloudTask, "t1"), after: tasks(cloudTask, "t1", "t2"), read: oneTask(cloudTask, "t1"), missing: refusal("404026", "Task not found", ""),
			remove: func(t *testing.T, c *tableau.Client) error {
				t.Helper()
				return c.ExtractRefreshTasks().Delete(t.Context(), "t1")
			},
			make: func(t *testing.T, c *tableau.Client) (string, error) {
				t.Helper()
				made, err := c.ExtractRefreshTasks().Create(t.Context(), onCloud("FullRefresh"), anyTask)
				return made.ID, err
			},
			want: "t2",
		},
		"subscription": {
			one: onSite + "/subscriptions/old", list: onSite + "/subscriptions", create: postSubscription,
			before: subscriptionsListed("old"), after: subscriptionsListed("old", "new"), read: oneSubscription("old"), missing: refusal("404025", "Subscription not found", ""),
			remove: func(t *testing.T, c *tableau.Client) error {
				t.Helper()
				return c.Subscriptions().Delete(t.Context(), "old")
			},
			make: func(t *testing.T, c *tableau.Client) (string, error) {
				t.Helper()
				made, err := c.Subscriptions().Create(t.Context(), reportSettings, func(tableau.Subscription) bool { return true })
				return made.ID, err
			},
			want: "new",
		},
		"flow task": {
			one: flowTaskPath + "/8a78", list: flowTaskPath, create: addFlow,
			before: flowTasksWith(oldFlow), after: flowTasksWith(oldFlow, newFlow), missing: noFlowTask,
			remove: func(t *testing.T, c *tableau.Client) error {
				t.Helper()
				return c.FlowTasks().Delete(t.Context(), "8a78")
			},
			make: func(t *testing.T, c *tableau.Client) (string, error) {
				t.Helper()
				made, err := c.FlowTasks().Create(t.Context(), tableau.FlowTaskSettings{FlowID: "d007", ScheduleID: "99e8"}, anyFlowTask)
				return made.ID, err
			},
			want: "9b89",
		},
	} {
		for name, at := range map[string]struct {
			removes bool
			get     http.HandlerFunc
		}{
			"deleted":                 {true, status(404, test.missing)},
			"deleted, and still read": {true, body(test.read)},
			"deleted by another":      {false, status(404, test.missing)},
		} {
			if name == "deleted, and still read" && test.read == "" {
				continue
			}
			t.Run(kind+" "+name, func(t *testing.T) {
				t.Parallel()
				f := newFake(t)
				f.answer("GET "+flowsPath+"/d007", prepFlow)
				f.mux.HandleFunc("DELETE "+test.one, status(http.StatusNoContent, ""))
				f.mux.HandleFunc("GET "+test.one, at.get)
				f.mux.HandleFunc(test.create, dropped)
				f.mux.HandleFunc("GET "+test.list, func(w http.ResponseWriter, r *http.Request) {
					if f.count(test.create) == 0 {
						body(test.before)(w, r)
						return
					}
					body(test.after)(w, r)
				})
				client := f.client(t)
				if at.removes {
					if err := test.remove(t, client); err != nil {
						t.Fatal(err)
					}
				}
				if id, err := test.make(t, client); err != nil || id != test.want {
					t.Errorf("made %q, %v, want %q", id, err, test.want)
				}
				if n := f.count(test.create); n != 1 {
					t.Errorf("asked for it %d times, want once", n)
				}
			})
		}
	}
}

// One that is abandoned goes on running, as what replaces it may look.
func TestFlowTaskCreate_takesNothingAbandonedForTheNewOne(t *testing.T) {
	t.Parallel()
	old := flowRunWith("8a78", onDemo+ofPrep)
	f := flowSite(t, body(flowTasksWith(old)), body(flowTasksWith(old, flowRunWith("9b89", onDemo+ofPrep))))
	f.answer(getFlowTask, flowTaskWith(onDemo+ofPrep))
	f.mux.HandleFunc(addFlow, dropped)
	tasks := f.client(t).FlowTasks()
	tasks.Abandon("8a78")
	made, err := tasks.Create(t.Context(), tableau.FlowTaskSettings{FlowID: "d007", ScheduleID: "99e8"}, anyFlowTask)
	if err != nil || made.ID != "9b89" || f.count(addFlow) != 1 {
		t.Errorf("made %q, %v, asked %d times, want 9b89 of one request", made.ID, err, f.count(addFlow))
	}
}
