package tableau_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// A list that left out the old object, and an answer that is lost, let a creation take the old for
// the new. Where the same run deletes the old one, as of a renamed block, that shows.
func TestDelete_ofWhatACreationWasTakenForDeletesWhatItMade(t *testing.T) {
	t.Parallel()
	oldFlow, newFlow := flowRunWith("8a78", onDemo+ofPrep), flowRunWith("9b89", onDemo+ofPrep)
	serverTasks := func(ids ...string) string {
		rows := make([]string, len(ids))
		for i, id := range ids {
			rows[i] = `id="` + id + `" type="FullRefresh"><workbook id="w1"/`
		}
		return extractList(rows...)
	}
	for kind, test := range map[string]struct {
		one, list, create     string
		partial, lagging, up  string
		oldID, newID, missing string
		make                  func(*testing.T, *tableau.Client) (id string, err error)
		remove                func(*testing.T, *tableau.Client, string) error
	}{
		"extract refresh task of Server": {
			one: taskURI, list: extracts, create: "PUT " + addToS1, partial: serverTasks(), lagging: serverTasks("t1"), up: serverTasks("t1", "t2"),
			oldID: "t1", newID: "t2", missing: refusal("404026", "Task not found", ""),
			make: func(t *testing.T, c *tableau.Client) (string, error) {
				t.Helper()
				made, _, err := c.ExtractRefreshTasks().AddToSchedule(t.Context(), "s1", sales)
				return made.ID, err
			},
			remove: deleteExtractTask,
		},
		"extract refresh task of Cloud": {
			one: taskURI, list: tasksURI, create: "POST " + tasksURI, partial: tasks(cloudTask), lagging: tasks(cloudTask, "t1"), up: tasks(cloudTask, "t1", "t2"),
			oldID: "t1", newID: "t2", missing: refusal("404026", "Task not found", ""),
			make: func(t *testing.T, c *tableau.Client) (string, error) {
				t.Helper()
				made, err := c.ExtractRefreshTasks().Create(t.Context(), onCloud("FullRefresh"), anyTask)
				return made.ID, err
			},
			remove: deleteExtractTask,
		},
		"subscription": {
			one: onSite + "/subscriptions/", list: onSite + "/subscriptions", create: postSubscription,
			partial: noSubscriptions, lagging: subscriptionsListed("old"), up: subscriptionsListed("old", "new"),
			oldID: "old", newID: "new", missing: refusal("404025", "Subscription not found", ""),
			make: func(t *testing.T, c *tableau.Client) (string, error) {
				t.Helper()
				made, err := c.Subscriptions().Create(t.Context(), reportSettings, noneOfThem)
				return made.ID, err
			},
			remove: func(t *testing.T, c *tableau.Client, id string) error {
				t.Helper()
				return c.Subscriptions().Delete(t.Context(), id)
			},
		},
		"flow task": {
			one: flowTaskPath + "/", list: flowTaskPath, create: addFlow, partial: flowTasksWith(), lagging: flowTasksWith(oldFlow), up: flowTasksWith(oldFlow, newFlow),
			oldID: "8a78", newID: "9b89", missing: noFlowTask,
			make: func(t *testing.T, c *tableau.Client) (string, error) {
				t.Helper()
				made, err := c.FlowTasks().Create(t.Context(), tableau.FlowTaskSettings{FlowID: "d007", ScheduleID: "99e8"}, anyFlowTask)
				return made.ID, err
			},
			remove: func(t *testing.T, c *tableau.Client, id string) error {
				t.Helper()
				return c.FlowTasks().Delete(t.Context(), id)
			},
		},
	} {
		for name, shown := range map[string]struct {
			atLast  string
			deletes int
		}{"made": {test.up, 1}, "not made": {test.lagging, 0}} {
			t.Run(kind+" "+name, func(t *testing.T) {
				t.Parallel()
				f := newFake(t)
				f.answer("GET "+flowsPath+"/d007", prepFlow)
				f.mux.HandleFunc("DELETE "+test.one+test.oldID, status(http.StatusNoContent, ""))
				f.mux.HandleFunc("DELETE "+test.one+test.newID, status(http.StatusNoContent, ""))
				f.mux.HandleFunc("GET "+test.one+test.newID, status(404, test.missing))
				f.mux.HandleFunc(test.create, dropped)
				f.inTurn("GET "+test.list, body(test.partial), body(test.lagging), body(shown.atLast))
				client := f.client(t)
				if id, err := test.make(t, client); err != nil || id != test.oldID {
					t.Fatalf("made %q, %v, want %q of a list that shows no other", id, err, test.oldID)
				}
				if err := test.remove(t, client, test.oldID); err != nil {
					t.Error(err)
				}
				if old, made := f.count("DELETE "+test.one+test.oldID), f.count("DELETE "+test.one+test.newID); old != 0 || made != shown.deletes {
					t.Errorf("the old one was deleted %d times, the new one %d times, want 0 and %d", old, made, shown.deletes)
				}
			})
		}
	}
}

// Where the deletion of the old object has begun, a creation that finds it waits for that, and looks on.
func TestCreate_takesNothingThatIsBeingDeleted(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	asked, begun, looked, created := make(chan struct{}), make(chan struct{}), make(chan struct{}), make(chan struct{})
	f.mux.HandleFunc("POST "+tasksURI, func(w http.ResponseWriter, r *http.Request) {
		close(asked)
		<-begun
		dropped(w, r)
	})
	f.mux.HandleFunc("DELETE "+taskURI+"t1", func(w http.ResponseWriter, _ *http.Request) {
		close(begun)
		<-looked
		select { // A creation that does not wait takes it meanwhile.
		case <-created:
		case <-time.After(100 * time.Millisecond):
		}
		w.WriteHeader(http.StatusNoContent)
	})
	f.inTurn("GET "+tasksURI, body(tasks(cloudTask)), func(w http.ResponseWriter, r *http.Request) {
		close(looked)
		body(tasks(cloudTask, "t1"))(w, r)
	}, body(tasks(cloudTask, "t1", "t2")))
	client := f.client(t)
	removed := make(chan error, 1)
	go func() {
		<-asked
		removed <- client.ExtractRefreshTasks().Delete(t.Context(), "t1")
	}()
	made, err := client.ExtractRefreshTasks().Create(t.Context(), onCloud("FullRefresh"), anyTask)
	close(created)
	if err != nil || made.ID != "t2" {
		t.Errorf("made %q, %v, want t2", made.ID, err)
	}
	if err := <-removed; err != nil {
		t.Error(err)
	}
	if old, kept := f.count("DELETE "+taskURI+"t1"), f.count("DELETE "+taskURI+"t2"); old != 1 || kept != 0 {
		t.Errorf("the old one was deleted %d times, the new one %d times, want 1 and 0", old, kept)
	}
}

func deleteExtractTask(t *testing.T, c *tableau.Client, id string) error {
	t.Helper()
	return c.ExtractRefreshTasks().Delete(t.Context(), id)
}
