package tableau_test

import (
	"net/http"
	"strings"
	"testing"
)

const deleteS1 = "DELETE /api/3.24/schedules/s1"

// What a server does with what runs on a schedule that is deleted is not established:
// nothing is to be lost that nobody meant to delete.
func TestScheduleDelete_isNotAskedForWhileSomethingRunsOnIt(t *testing.T) {
	t.Parallel()
	onS1 := func(content string) string { return strings.ReplaceAll(content, "99e8", "s1") }
	linked := `<linkedTasks id="l1" numSteps="2"><schedule id="s1" name="Nightly"/></linkedTasks>`
	noLinked := `<tsResponse xmlns="http://tableau.com/api"><linkedTasks/></tsResponse>`
	gone := func(code string) http.HandlerFunc { return status(404, refusal(code, "Not found", "")) }
	for name, test := range map[string]struct {
		scheduleType string
		answers      map[string]http.HandlerFunc
		// want is what the error names; without it the schedule is deleted.
		want string
	}{
		"a task": {
			"Extract", map[string]http.HandlerFunc{
				"GET " + extracts:       body(extractList(`id="t1" type="FullRefresh"><workbook id="w1"/`)),
				"GET " + taskURI + "t1": body(oneTask(serverTask, "t1")),
			}, "extract refresh task t1 of workbook w1",
		},
		"a task that is listed and gone": {
			"Extract", map[string]http.HandlerFunc{
				"GET " + extracts:       body(extractList(`id="t1" type="FullRefresh"><workbook id="w1"/`)),
				"GET " + taskURI + "t1": gone("404026"),
			}, "",
		},
		"the task of a virtual connection": {
			"Extract", map[string]http.HandlerFunc{
				"GET " + extracts: body(extractList(`id="t1" type="FullRefresh"><datasource/`)),
				"GET " + tasksURI: body(strings.ReplaceAll(tasks(serverTask, "t1"), `<workbook id="w1"/>`, "")),
			}, "extract refresh task t1 of a virtual connection",
		},
		"a schedule that is gone": {"Extract", map[string]http.HandlerFunc{"GET " + extracts: gone("404")}, ""},
		"a flow task": {
			"Flow", map[string]http.HandlerFunc{
				"GET " + onSite + "/tasks/linked": body(noLinked),
				"GET " + flowTaskPath:             body(flowTasksWith(flowRunWith("8a78", onS1(onDemo)+ofPrep), flowRunWith("9b89", onDemo+ofPrep))),
				getFlowTask:                       body(onS1(flowTaskWith(onDemo + ofPrep))),
			}, `flow task 8a78 of flow "Prep" (d007)`,
		},
		"a linked task": {
			"Flow", map[string]http.HandlerFunc{
				"GET " + onSite + "/tasks/linked":    body(`<tsResponse xmlns="http://tableau.com/api"><linkedTasks>` + linked + `</linkedTasks></tsResponse>`),
				"GET " + onSite + "/tasks/linked/l1": body(`<tsResponse xmlns="http://tableau.com/api">` + linked + `</tsResponse>`),
				"GET " + flowTaskPath:                body(noFlowTasks),
			}, "linked task l1 of 2 flows",
		},
		"a site that links no flows": {
			"Flow", map[string]http.HandlerFunc{
				"GET " + onSite + "/tasks/linked": status(403, refusal("403157", "Feature disabled", "")),
				"GET " + flowTaskPath:             body(noFlowTasks),
			}, "",
		},
		"a site without flows": {
			"Flow", map[string]http.HandlerFunc{
				"GET " + onSite + "/tasks/linked": status(403, refusal("403155", "Linked tasks disabled", "")),
				"GET " + flowTaskPath:             status(403, refusal("403157", "Feature disabled", "")),
			}, "",
		},
		"a task that was moved": {
			"Extract", map[string]http.HandlerFunc{
				"GET " + extracts:       body(extractList(`id="t1" type="FullRefresh"><workbook id="w1"/`)),
				"GET " + taskURI + "t1": body(strings.Replace(oneTask(serverTask, "t1"), "s1", "s2", 1)),
			}, "",
		},
		"a flow task that was moved": {
			"Flow", map[string]http.HandlerFunc{
				"GET " + onSite + "/tasks/linked": body(noLinked),
				"GET " + flowTaskPath:             body(flowTasksWith(flowRunWith("8a78", onS1(onDemo)+ofPrep))),
				getFlowTask:                       body(flowTaskWith(onDemo + ofPrep)),
			}, "",
		},
		"a linked task that was moved": {
			"Flow", map[string]http.HandlerFunc{
				"GET " + onSite + "/tasks/linked":    body(`<tsResponse xmlns="http://tableau.com/api"><linkedTasks>` + linked + `</linkedTasks></tsResponse>`),
				"GET " + onSite + "/tasks/linked/l1": body(`<tsResponse xmlns="http://tableau.com/api">` + strings.Replace(linked, "s1", "s2", 1) + `</tsResponse>`),
				"GET " + flowTaskPath:                body(noFlowTasks),
			}, "",
		},
		"a site without subscriptions": {
			"Subscription", map[string]http.HandlerFunc{listSubscriptions: status(403, refusal("403157", "Feature disabled", ""))}, "",
		},
		"a subscription": {
			"Subscription", map[string]http.HandlerFunc{
				listSubscriptions: body(subscriptionsListed("7c6b")),
				getSubscription:   body(oneSubscription("7c6b")),
			}, `subscription 7c6b, "Monday report", to workbook w1`,
		},
		"a subscription that was moved": {
			"Subscription", map[string]http.HandlerFunc{
				listSubscriptions: body(subscriptionsListed("7c6b")),
				getSubscription:   body(strings.Replace(oneSubscription("7c6b"), "s1", "s2", 1)),
			}, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.mux.HandleFunc(deleteS1, status(http.StatusNoContent, ""))
			for pattern, handler := range test.answers {
				f.mux.HandleFunc(pattern, handler)
			}
			want, sent := "", 1
			if test.want != "" {
				want, sent = "cannot delete schedule s1: on this site it still runs\n\n  "+test.want+"\n\n"+
					"The server was not asked to delete the schedule, for it may delete these along with it", 0
			}
			if err := f.client(t).Schedules().Delete(t.Context(), "s1", test.scheduleType); errorText(err) != want {
				t.Errorf("got %v, want %s", err, want)
			}
			if n := f.count(deleteS1); n != sent {
				t.Errorf("asked for the deletion %d times, want %d", n, sent)
			}
		})
	}
}

func TestScheduleDelete_isNotAskedForWhileNobodyKnowsWhatRunsOnIt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		scheduleType, list string
		answer             http.HandlerFunc
		want               string
	}{
		"a refusal": {
			"Subscription", listSubscriptions, status(403, refusal("403004", "Forbidden", "")),
			"cannot list subscriptions: GET /sites/{site}/subscriptions was answered with error 403004 (HTTP 403): Forbidden",
		},
		"a refusal of linked tasks": {
			"Flow", "GET " + onSite + "/tasks/linked", status(403, refusal("403004", "Forbidden", "")),
			"cannot list linked tasks: GET /sites/{site}/tasks/linked was answered with error 403004 (HTTP 403): Forbidden",
		},
		"a gateway's page": {
			"Flow", "GET " + onSite + "/tasks/linked", status(403, "<html>Blocked</html>"),
			"cannot list linked tasks: GET /sites/{site}/tasks/linked was answered with HTTP 403 (Forbidden)",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.mux.HandleFunc(deleteS1, status(http.StatusNoContent, ""))
			f.mux.HandleFunc(test.list, test.answer)
			f.answer("GET "+flowTaskPath, noFlowTasks)
			err := f.client(t).Schedules().Delete(t.Context(), "s1", test.scheduleType)
			want := "cannot delete schedule s1: what runs on it could not be told, and the server was not asked to delete the schedule, " +
				"for it may delete that along with it: " + test.want
			if !strings.HasPrefix(errorText(err), want) || f.count(deleteS1) != 0 {
				t.Errorf("got %v, asked %d times, want %s", err, f.count(deleteS1), want)
			}
		})
	}
}

// Of many the error names ten, and no more are read.
func TestScheduleDelete_namesTenOfManySubscriptions(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer(listSubscriptions, subscriptionsListed("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"))
	f.mux.HandleFunc(listSubscriptions+"/{id}", func(w http.ResponseWriter, r *http.Request) { body(oneSubscription(r.PathValue("id")))(w, r) })
	err := f.client(t).Schedules().Delete(t.Context(), "s1", "Subscription")
	if text := errorText(err); strings.Count(text, "Monday report") != 10 || !strings.Contains(text, "\n  subscription j, ") || !strings.Contains(text, "\n  and perhaps more\n") {
		t.Errorf("got %s", text)
	}
	if n := f.count(listSubscriptions + "/k"); n != 0 {
		t.Error("one was read that the error does not name")
	}
}

// A configuration that is destroyed deletes what it has on its schedules first.
func TestScheduleDelete_listsOnceForManyAndPassesOverWhatThisClientDeleted(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer(listSubscriptions, subscriptionsListed("7c6b"))
	f.mux.HandleFunc("DELETE "+onSite+"/subscriptions/7c6b", status(http.StatusNoContent, ""))
	f.mux.HandleFunc("DELETE /api/3.24/schedules/{schedule}", status(http.StatusNoContent, ""))
	client := f.client(t)
	if err := client.Subscriptions().Delete(t.Context(), "7c6b"); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"s1", "s2", "s3"} {
		if err := client.Schedules().Delete(t.Context(), id, "Subscription"); err != nil {
			t.Error(err)
		}
	}
	if n := f.count(listSubscriptions); n != 1 {
		t.Errorf("the subscriptions were listed %d times", n)
	}
}

func TestScheduleDelete_isNotAskedForWhileAnAbandonedFlowTaskRunsOnIt(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	onS1 := strings.ReplaceAll(onDemo, "99e8", "s1") + ofPrep
	f.mux.HandleFunc(deleteS1, status(http.StatusNoContent, ""))
	f.answer("GET "+onSite+"/tasks/linked", `<tsResponse xmlns="http://tableau.com/api"><linkedTasks/></tsResponse>`)
	f.answer("GET "+flowTaskPath, flowTasksWith(flowRunWith("8a78", onS1)))
	f.answer(getFlowTask, flowTaskWith(onS1))
	client := f.client(t)
	client.FlowTasks().Abandon("8a78")
	err := client.Schedules().Delete(t.Context(), "s1", "Flow")
	if !strings.Contains(errorText(err), `it still runs`+"\n\n  flow task 8a78 of flow ") || f.count(deleteS1) != 0 {
		t.Errorf("got %v, asked for the deletion %d times", err, f.count(deleteS1))
	}
}
