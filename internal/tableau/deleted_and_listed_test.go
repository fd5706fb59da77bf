package tableau_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

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

// Where a block is renamed, or two swap what they are about, the old object is still being
// deleted when the new one is made.
func TestCreate_waitsForTheDeletionOfWhatIsAlike(t *testing.T) {
	t.Parallel()
	for kind, test := range map[string]struct {
		remove, one, list, listed, create string
		delete                            func(context.Context, *tableau.Client) error
		make                              func(context.Context, *tableau.Client) (string, error)
		refused                           string
		made                              string
	}{
		"extract refresh task of Server": {
			remove: taskURI + "t1", list: extracts, listed: extractList(`id="t1" type="FullRefresh"><workbook id="w1"/`),
			create: "PUT " + addToS1, made: oneTask(serverTask, "t2"),
			delete: func(ctx context.Context, c *tableau.Client) error { return c.ExtractRefreshTasks().Delete(ctx, "t1") },
			make: func(ctx context.Context, c *tableau.Client) (string, error) {
				made, _, err := c.ExtractRefreshTasks().AddToSchedule(ctx, "s1", sales)
				return made.ID, err
			},
		},
		"extract refresh task of Cloud": {
			remove: taskURI + "t1", one: oneTask(cloudTask, "t1"), list: tasksURI, listed: tasks(cloudTask, "t1"),
			create: "POST " + tasksURI, made: strings.Replace(createdOnCloud, `id="t1"`, `id="t2"`, 1),
			delete: func(ctx context.Context, c *tableau.Client) error { return c.ExtractRefreshTasks().Delete(ctx, "t1") },
			make: func(ctx context.Context, c *tableau.Client) (string, error) {
				made, err := c.ExtractRefreshTasks().Create(ctx, onCloud("FullRefresh"), anyTask)
				return made.ID, err
			},
		},
		"schedule": {
			remove: "/api/3.24/schedules/found", list: "/api/3.24/schedules", listed: listed("Sunday", "Extract", time.Now()),
			create: postSchedule, refused: nameTaken, made: `<tsResponse xmlns="http://tableau.com/api"><schedule id="t2" name="Sunday"/></tsResponse>`,
			delete: func(ctx context.Context, c *tableau.Client) error {
				return c.Schedules().Delete(ctx, "found", "System")
			},
			make: func(ctx context.Context, c *tableau.Client) (string, error) {
				made, err := c.Schedules().Create(ctx, createdOnce)
				return made.ID, err
			},
		},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			begun, asked, refused := make(chan struct{}), make(chan struct{}), make(chan struct{})
			var once sync.Once
			deleted := make(chan struct{})
			f.mux.HandleFunc("DELETE "+test.remove, func(w http.ResponseWriter, _ *http.Request) {
				close(begun)
				<-asked
				select { // A creation that does not wait is refused meanwhile.
				case <-refused:
				case <-time.After(100 * time.Millisecond):
				}
				close(deleted)
				w.WriteHeader(http.StatusNoContent)
			})
			f.mux.HandleFunc("GET "+test.remove, body(test.one))
			f.mux.HandleFunc("GET "+test.list, func(w http.ResponseWriter, r *http.Request) {
				once.Do(func() { close(asked) })
				body(test.listed)(w, r)
			})
			f.mux.HandleFunc(test.create, func(w http.ResponseWriter, r *http.Request) {
				select {
				case <-deleted:
					body(test.made)(w, r)
				default:
					status(409, test.refused)(w, r)
				}
			})
			client := f.client(t)
			removed := make(chan error, 1)
			go func() { removed <- test.delete(t.Context(), client) }()
			<-begun
			id, err := test.make(t.Context(), client)
			close(refused)
			if err != nil || id != "t2" {
				t.Errorf("made %q, %v, want t2", id, err)
			}
			if err := <-removed; err != nil {
				t.Error(err)
			}
		})
	}
}
