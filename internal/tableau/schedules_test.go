package tableau_test

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

const (
	postSchedule    = "POST /api/3.24/schedules"
	listSchedules   = "GET /api/3.24/schedules"
	listSchedules37 = "GET /api/3.7/schedules"
	nobody          = `<tsResponse xmlns="http://tableau.com/api"><pagination pageNumber="1" pageSize="1000" totalAvailable="0"/><schedules/></tsResponse>`
	nameTaken       = `<tsResponse xmlns="http://tableau.com/api"><error code="409021"><summary>Resource Conflict</summary><detail>Schedule name taken</detail></error></tsResponse>`
)

// listed is a list with one schedule.
func listed(name, kind string, created time.Time) string {
	return fmt.Sprintf(`<tsResponse xmlns="http://tableau.com/api"><pagination pageNumber="1" pageSize="1000" totalAvailable="1"/><schedules>
		<schedule id="found" name="%s" type="%s" state="Active" priority="50" frequency="Weekly" createdAt="%s"/></schedules></tsResponse>`,
		name, kind, created.UTC().Format(time.RFC3339))
}

func TestGet_onlyTheSchedulesOwnCodesMeanNotFound(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]bool{
		"404027": true, "404023": true,
		"404000": false, "404001": false, "404003": false, "401002": false, "403004": false, "404": false,
	} {
		f := newFake(t)
		f.mux.HandleFunc("GET /api/3.24/schedules/5e8f", status(404, refusal(code, "Not found", "")))
		if _, err := f.client(t).Schedules().Get(t.Context(), "5e8f"); tableau.IsNotFound(err) != want {
			t.Errorf("%s: not found is %v, want %v (%v)", code, !want, want, err)
		}
	}
}

func TestGet_beforeVersion38LooksIntoTheList(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET /api/3.7/schedules", listed("Sunday", "Extract", time.Now()))
	schedules := f.client(t, speaking37).Schedules()
	found, err := schedules.Get(t.Context(), "found")
	if err != nil || found.Name != "Sunday" {
		t.Errorf("got %+v, %v", found, err)
	}
	if _, err := schedules.Get(t.Context(), "other"); !tableau.IsNotFound(err) || err.Error() != "cannot read schedule other: the list of all schedules does not hold it" {
		t.Errorf("got %v", err)
	}
}

func speaking37(c *tableau.Config) { c.APIVersion = tableau.Version{Major: 3, Minor: 7} }

func TestGet_beforeVersion38ReadsTheListOnceForAll(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	ids := manyIDs(40)
	pages := map[string]string{"1": listOf(ids[:30]...), "2": listOf(ids[30:]...)}
	f.mux.HandleFunc(listSchedules37, func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, strings.Replace(pages[r.URL.Query().Get("pageNumber")], `totalAvailable="`, `totalAvailable="40" was="`, 1))
	})
	f.answer("PUT /api/3.7/schedules/s1", sunday)
	schedules := f.client(t, speaking37).Schedules()
	for round, want := range []int{2, 4} {
		var group sync.WaitGroup
		for _, id := range ids {
			group.Go(func() {
				if found, err := schedules.Get(t.Context(), id); err != nil || found.ID != id {
					t.Errorf("%s was read as %q, %v", id, found.ID, err)
				}
			})
		}
		group.Wait()
		if n := f.count(listSchedules37); n != want {
			t.Errorf("round %d: %d pages were asked for, want %d", round, n, want)
		}
		if err := schedules.Update(t.Context(), "s1", tableau.ScheduleSettings{Name: "Sunday"}); err != nil {
			t.Fatal(err)
		}
	}
}

// A list that was read before, or shows only a part, is no proof that a schedule is gone.
func TestGet_beforeVersion38ReadsTheListAnewForWhatItLacks(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		lists   []http.HandlerFunc
		missing bool
	}{
		"in the second": {[]http.HandlerFunc{body(listOf("s0")), body(listOf("s0", "s1"))}, false},
		"in neither":    {[]http.HandlerFunc{body(listOf("s0"))}, true},
	} {
		f := newFake(t)
		f.inTurn(listSchedules37, test.lists...)
		found, err := f.client(t, speaking37).Schedules().Get(t.Context(), "s1")
		if tableau.IsNotFound(err) != test.missing || (err == nil) == test.missing || found.ID == "s1" == test.missing {
			t.Errorf("%s: got %+v, %v", name, found, err)
		}
		if n := f.count(listSchedules37); n != 2 {
			t.Errorf("%s: the list was read %d times", name, n)
		}
	}
}

func TestAwait_beforeVersion38ReadsTheListEachTime(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.inTurn(listSchedules37, body(listOf("s1")), body(listOf("s1")), body(listOf()), body(strings.Replace(listOf("s1"), "Active", "Suspended", 1)))
	schedules := f.client(t, speaking37).Schedules()
	if before, err := schedules.Get(t.Context(), "s1"); err != nil || before.State != "Active" {
		t.Fatalf("got %+v, %v", before, err)
	}
	found, err := schedules.Await(t.Context(), "s1", func(s tableau.Schedule) bool { return s.State == "Suspended" })
	if n := f.count(listSchedules37); err != nil || found.State != "Suspended" || n != 4 {
		t.Errorf("got %+v, %v after %d lists", found, err, n)
	}
}

func TestAll_readsEveryPageOnceAndEachScheduleOnce(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	page := func(number, from, to, total int) string {
		var b strings.Builder
		fmt.Fprintf(&b, `<tsResponse xmlns="http://tableau.com/api"><pagination pageNumber="%d" pageSize="1000" totalAvailable="%d"/><schedules>`, number, total)
		for i := from; i < to; i++ {
			fmt.Fprintf(&b, `<schedule id="%d" name="n"/>`, i)
		}
		return b.String() + `</schedules></tsResponse>`
	}
	f.mux.HandleFunc("GET /api/3.24/schedules", func(w http.ResponseWriter, r *http.Request) {
		if size := r.URL.Query().Get("pageSize"); size != "1000" {
			t.Errorf("asked for pages of %s", size)
		}
		switch r.URL.Query().Get("pageNumber") {
		case "1":
			if f.count(listSchedules) == 1 {
				io.WriteString(w, page(1, 0, 1000, 2500))
			} else {
				io.WriteString(w, page(1, -1, 999, 2501))
			}
		case "2": // One was added before them: the last of page 1 comes again, and the new one was missed.
			io.WriteString(w, page(2, 999, 1999, 2501))
		default:
			io.WriteString(w, page(3, 1999, 2500, 2501))
		}
	})
	seen := map[string]int{}
	for schedule, err := range f.client(t).Schedules().All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		seen[schedule.ID]++
	}
	if len(seen) != 2501 {
		t.Errorf("saw %d schedules, want 2501", len(seen))
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("saw %s %d times", id, n)
		}
	}
	if n := f.count(listSchedules); n != 6 {
		t.Errorf("sent %d requests, want 6", n)
	}
}

func TestAll_endsWhereTheListGrewShorter(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	whole := listed("Sunday", "Extract", time.Now())
	f.inTurn("GET /api/3.24/schedules",
		body(strings.Replace(whole, `totalAvailable="1"`, `totalAvailable="1001"`, 1)),
		status(400, refusal("400006", "Invalid page number", "")), body(whole))
	n := 0
	for _, err := range f.client(t).Schedules().All(t.Context()) {
		if err != nil {
			t.Error(err)
		}
		n++
	}
	if n != 1 {
		t.Errorf("saw %d schedules, want 1", n)
	}
}

func TestAll_stopsWhenTheReaderDoesAndYieldsAnErrorOnce(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.inTurn("GET /api/3.24/schedules",
		body(strings.Replace(listed("Sunday", "Extract", time.Now()), `totalAvailable="1"`, `totalAvailable="5000"`, 1)),
		status(403, refusal("403004", "Forbidden", "")))
	schedules := f.client(t).Schedules()
	for _, err := range schedules.All(t.Context()) {
		if err != nil {
			t.Error(err)
		}
		break
	}
	if n := f.count(listSchedules); n != 1 {
		t.Errorf("sent %d requests, want 1", n)
	}
	failures := 0
	for _, err := range schedules.All(t.Context()) {
		if err != nil {
			failures++
		}
	}
	if failures != 1 {
		t.Errorf("yielded %d errors, want 1", failures)
	}
}

func TestCreate_sendsTheDocumentedRequest(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc(postSchedule, func(w http.ResponseWriter, r *http.Request) {
		sent, _ := io.ReadAll(r.Body)
		want := xml.Header + `<tsRequest xmlns="http://tableau.com/api"><schedule name="A &amp; B" type="Extract" priority="20" frequency="Weekly" executionOrder="Serial">` +
			`<frequencyDetails start="18:30:00"><intervals><interval weekDay="Sunday"></interval></intervals></frequencyDetails></schedule></tsRequest>`
		if string(sent) != want {
			t.Errorf("sent %s\nwant %s", sent, want)
		}
		if kind := r.Header.Get("Content-Type"); kind != "application/xml" {
			t.Errorf("sent as %s", kind)
		}
		w.WriteHeader(http.StatusCreated)
		io.WriteString(w, strings.Replace(sunday, `"Sunday" state`, `"A &amp; B" state`, 1))
	})
	created, err := f.client(t).Schedules().Create(t.Context(), tableau.ScheduleSettings{
		Name: "A & B", Type: "Extract", Priority: 20, Frequency: "Weekly", ExecutionOrder: "Serial",
		FrequencyDetails: &tableau.FrequencyDetails{Start: "18:30:00", Intervals: &tableau.Intervals{Interval: []tableau.Interval{{WeekDay: "Sunday"}}}},
	})
	if err != nil || created.ID != "5e8f" {
		t.Errorf("got %+v, %v", created, err)
	}
}

func TestCreate_withALostAnswerFindsTheScheduleInsteadOfMakingTwo(t *testing.T) {
	t.Parallel()
	for name, lost := range map[string]http.HandlerFunc{
		"dropped":   dropped,
		"truncated": truncated(sunday),
		"503 page":  htmlPage,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.mux.HandleFunc(postSchedule, lost)
			f.answer(listSchedules, listed("Sunday", "Extract", time.Now()))
			created, err := f.client(t).Schedules().Create(t.Context(), createdOnce)
			if err != nil || created.ID != "found" {
				t.Errorf("got %+v, %v", created, err)
			}
			if n := f.count(postSchedule); n != 1 {
				t.Errorf("asked for the schedule %d times, want once", n)
			}
		})
	}
}

func TestCreate_withALostRequestAsksAgain(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.inTurn(postSchedule, dropped, body(sunday))
	f.answer(listSchedules, nobody)
	created, err := f.client(t).Schedules().Create(t.Context(), createdOnce)
	if err != nil || created.ID != "5e8f" || f.count(postSchedule) != 2 {
		t.Errorf("got %+v, %v after %d requests", created, err, f.count(postSchedule))
	}
}

func TestCreate_waitsForTheIndexToShowWhatTheLostRequestMade(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.inTurn(postSchedule, dropped, status(409, nameTaken))
	f.inTurn(listSchedules, body(nobody), body(nobody), body(nobody), body(listed("Sunday", "Extract", time.Now())))
	created, err := f.client(t).Schedules().Create(t.Context(), createdOnce)
	if err != nil || created.ID != "found" || f.count(postSchedule) != 2 {
		t.Errorf("got %+v, %v after %d requests", created, err, f.count(postSchedule))
	}
}

func TestCreate_neverAdoptsWhatItDidNotMake(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		first http.HandlerFunc
		there string
	}{
		"name taken":                          {status(409, nameTaken), listed("sunday", "Extract", time.Now())},
		"answer lost, other older":            {dropped, listed("Sunday", "Extract", time.Now().Add(-time.Minute))},
		"answer lost, other of another type":  {dropped, listed("Sunday", "Flow", time.Now())},
		"answer lost, other without a stamp":  {dropped, strings.Replace(listed("Sunday", "Extract", time.Now()), "createdAt", "updatedAt", 1)},
		"answer lost, name in different case": {dropped, listed("SUNDAY", "Extract", time.Now())},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.mux.HandleFunc(postSchedule, test.first)
			f.answer(listSchedules, test.there)
			_, err := f.client(t).Schedules().Create(t.Context(), createdOnce)
			var taken *tableau.NameTakenError
			if !errors.As(err, &taken) || taken.Existing.ID != "found" {
				t.Errorf("got %v", err)
			}
			if n := f.count(postSchedule); n != 1 {
				t.Errorf("asked for the schedule %d times, want once", n)
			}
		})
	}
}

func TestCreate_givesUpWhenNoAnswerEverComes(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc(postSchedule, dropped)
	f.answer(listSchedules, nobody)
	_, err := f.client(t).Schedules().Create(t.Context(), createdOnce)
	if !tableau.IsUncertain(err) || f.count(postSchedule) != 4 {
		t.Errorf("got %v after %d requests", err, f.count(postSchedule))
	}
	var failed *tableau.Error
	want := "The schedule may have been made all the same. If it was, the next apply says so, and how to adopt it."
	if !errors.As(err, &failed) || failed.Advice() != want {
		t.Errorf("advice is %q, want %q", failed.Advice(), want)
	}
}

func TestCreate_saysWhenTheLookUpFailedToo(t *testing.T) {
	t.Parallel()
	for name, first := range map[string]http.HandlerFunc{"lost": dropped, "taken": status(409, nameTaken)} {
		f := newFake(t)
		f.mux.HandleFunc(postSchedule, first)
		f.mux.HandleFunc(listSchedules, status(403, refusal("403004", "Forbidden", "")))
		_, err := f.client(t).Schedules().Create(t.Context(), createdOnce)
		if err == nil || !strings.Contains(err.Error(), `cannot create schedule "Sunday"`) || !strings.Contains(err.Error(), "cannot list schedules") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestCreate_refusedIsNotRepeated(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc(postSchedule, status(400, refusal("409004", "Bad Request", "start is missing")))
	_, err := f.client(t).Schedules().Create(t.Context(), createdOnce)
	want := `cannot create schedule "Sunday": POST /schedules was answered with error 409004 (HTTP 400): Bad Request: start is missing`
	if err == nil || err.Error() != want || f.count(postSchedule) != 1 || f.count(listSchedules) != 0 {
		t.Errorf("got %v after %v", err, f.requests)
	}
}

func TestCreate_throttledIsSentAgain(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.inTurn(postSchedule, status(429, tooMany), body(sunday))
	if _, err := f.client(t).Schedules().Create(t.Context(), createdOnce); err != nil || f.count(postSchedule) != 2 {
		t.Errorf("got %v after %d requests", err, f.count(postSchedule))
	}
}

func TestUpdateAndDelete_areRepeatedAfterAFault(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.inTurn("PUT /api/3.24/schedules/5e8f", dropped, htmlPage, body(sunday))
	f.inTurn("DELETE /api/3.24/schedules/5e8f", dropped, status(404, refusal("404023", "Schedule not found", "")))
	schedules := f.client(t).Schedules()
	if err := schedules.Update(t.Context(), "5e8f", tableau.ScheduleSettings{Name: "Sunday"}); err != nil {
		t.Errorf("update: got %v", err)
	}
	// The first request deleted it; the second finds nothing, which is what was wanted.
	if err := schedules.Delete(t.Context(), "5e8f", "System"); !tableau.IsNotFound(err) {
		t.Errorf("delete: got %v", err)
	}
}

// An answer that is well-formed and holds nothing must neither become a
// schedule without a name nor an empty list, by which schedules would be gone.
func TestRead_ofAnEmptyAnswerIsAnError(t *testing.T) {
	t.Parallel()
	const empty = `<tsResponse xmlns="http://tableau.com/api"/>`
	f := newFake(t)
	f.answer(getSunday, empty)
	f.answer(listSchedules, empty)
	f.answer("GET /api/3.7/schedules", empty)
	if found, err := f.client(t).Schedules().Get(t.Context(), "5e8f"); err == nil || !strings.Contains(err.Error(), "it holds no schedule") {
		t.Errorf("got %+v, %v", found, err)
	}
	if _, _, err := f.client(t).Schedules().FindByName(t.Context(), "Sunday"); err == nil || !strings.Contains(err.Error(), "it holds no list") {
		t.Errorf("got %v", err)
	}
	f.answer("GET /api/3.24/sessions/current", empty)
	if session, err := f.client(t).CurrentSession(t.Context()); err == nil || !strings.Contains(err.Error(), "it holds no session") {
		t.Errorf("got %+v, %v", session, err)
	}
	old := f.client(t, speaking37)
	if _, err := old.Schedules().Get(t.Context(), "5e8f"); err == nil || tableau.IsNotFound(err) {
		t.Errorf("got %v", err)
	}
}

func TestDelete_isDoneOnlyWhenTheServiceSaysSo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		done   bool
	}{
		"204":             {status(204, ""), true},
		"empty 200":       {status(200, ""), false},
		"empty 202":       {status(202, ""), false},
		"200 of Tableau":  {status(200, `<tsResponse xmlns="http://tableau.com/api"/>`), true},
		"a page":          {header("Content-Type", "text/html", body("<html>Sign in</html>")), false},
		"a line's end":    {body("\n"), false},
		"a text":          {header("Content-Type", "text/plain", body("maintenance")), false},
		"somebody's JSON": {header("Content-Type", "application/json", body(`{"status":"ok"}`)), false},
		"an error in 200": {body(refusal("500000", "Internal Server Error", "")), false},
	} {
		f := newFake(t)
		f.mux.HandleFunc("DELETE /api/3.24/schedules/5e8f", test.answer)
		if err := f.client(t).Schedules().Delete(t.Context(), "5e8f", "System"); (err == nil) != test.done {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// An empty answer with another status than 204 can be a gateway's, and the schedule still be there.
func TestDelete_isAskedForAgainUntilTheServiceConfirmsIt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answers []http.HandlerFunc
		want    string
		sent    int
	}{
		"deleted by the second": {[]http.HandlerFunc{status(200, ""), status(204, "")}, "", 2},
		"deleted by the first": {
			[]http.HandlerFunc{status(202, ""), status(404, refusal("404023", "Schedule not found", ""))},
			"cannot delete schedule 5e8f: DELETE /schedules/{schedule} was answered with error 404023 (HTTP 404): Schedule not found (the last of 2 attempts)", 2,
		},
		"never confirmed": {
			[]http.HandlerFunc{status(200, "")},
			"cannot delete schedule 5e8f: DELETE /schedules/{schedule} was answered with HTTP 200: the answer is empty (the last of 4 attempts)", 4,
		},
	} {
		f := newFake(t)
		f.inTurn("DELETE /api/3.24/schedules/5e8f", test.answers...)
		if err := f.client(t).Schedules().Delete(t.Context(), "5e8f", "System"); errorText(err) != test.want {
			t.Errorf("%s: got %v", name, err)
		}
		if n := f.count("DELETE /api/3.24/schedules/5e8f"); n != test.sent {
			t.Errorf("%s: sent %d requests", name, n)
		}
	}
}

// What is in the answer to an update is not looked at, so that nothing need be.
func TestUpdate_needsNoScheduleInItsAnswer(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("PUT /api/3.24/schedules/5e8f", `<tsResponse xmlns="http://tableau.com/api"/>`)
	if err := f.client(t).Schedules().Update(t.Context(), "5e8f", tableau.ScheduleSettings{Name: "Sunday"}); err != nil {
		t.Error(err)
	}
}

func TestUpdate_toANameThatIsTakenSaysWhoseItIs(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc("PUT /api/3.24/schedules/5e8f", status(409, nameTaken))
	f.answer(listSchedules, listed("sunday", "Flow", time.Now()))
	err := f.client(t).Schedules().Update(t.Context(), "5e8f", tableau.ScheduleSettings{Name: "Sunday"})
	var taken *tableau.NameTakenError
	if !errors.As(err, &taken) || taken.Existing.ID != "found" || taken.Existing.Type != "Flow" {
		t.Errorf("got %v", err)
	}
}

func TestAwait_readsUntilTheScheduleIsAsWanted(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	missing := status(404, refusal("404027", "Schedule not found", ""))
	f.inTurn("GET /api/3.24/schedules/5e8f", missing, missing, body(strings.Replace(sunday, "Active", "Suspended", 1)), body(sunday))
	found, err := f.client(t).Schedules().Await(t.Context(), "5e8f", func(s tableau.Schedule) bool { return s.State == "Active" })
	if err != nil || found.State != "Active" || f.count(getSunday) != 4 {
		t.Errorf("got %+v, %v after %d reads", found, err, f.count(getSunday))
	}
}

func TestAwait_givesWhatIsThereInTheEnd(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET /api/3.24/schedules/5e8f", sunday)
	found, err := f.client(t).Schedules().Await(t.Context(), "5e8f", func(tableau.Schedule) bool { return false })
	if err != nil || found.Name != "Sunday" {
		t.Errorf("got %+v, %v", found, err)
	}
	f.mux.HandleFunc("GET /api/3.24/schedules/gone", status(404, refusal("404027", "Schedule not found", "")))
	if _, err := f.client(t).Schedules().Await(t.Context(), "gone", func(tableau.Schedule) bool { return true }); !tableau.IsNotFound(err) {
		t.Errorf("got %v", err)
	}
}

func TestAwait_endsWithTheContext(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	ctx, cancel := context.WithCancel(t.Context())
	var reads atomic.Int32
	f.mux.HandleFunc("GET /api/3.24/schedules/5e8f", func(w http.ResponseWriter, r *http.Request) {
		if reads.Add(1) == 2 {
			cancel()
		}
		io.WriteString(w, sunday)
	})
	_, err := f.client(t, func(c *tableau.Config) { c.RetryUnit = time.Hour / 10000 }).Schedules().Await(ctx, "5e8f", func(tableau.Schedule) bool { return false })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestAll_countsWhatCameWhenPagesAreSmallerThanAskedFor(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	page := `<tsResponse xmlns="http://tableau.com/api"><pagination pageNumber="%d" pageSize="2" totalAvailable="4"/><schedules><schedule id="%d"/><schedule id="%d"/></schedules></tsResponse>`
	f.inTurn("GET /api/3.24/schedules", body(fmt.Sprintf(page, 1, 1, 2)), body(fmt.Sprintf(page, 2, 3, 4)))
	n := 0
	for _, err := range f.client(t).Schedules().All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != 4 || f.count(listSchedules) != 2 {
		t.Errorf("read %d schedules in %d requests, want 4 in 2", n, f.count(listSchedules))
	}
}

func TestFindByName_prefersTheExactName(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer(listSchedules, `<tsResponse xmlns="http://tableau.com/api"><pagination totalAvailable="2"/><schedules><schedule id="upper" name="NIGHTLY"/><schedule id="lower" name="nightly"/></schedules></tsResponse>`)
	schedules := f.client(t).Schedules()
	for name, want := range map[string]string{"nightly": "lower", "NIGHTLY": "upper", "Nightly": "upper", "other": ""} {
		found, ok, err := schedules.FindByName(t.Context(), name)
		if err != nil || found.ID != want || ok != (want != "") {
			t.Errorf("%s: found %q, %v, %v, want %q", name, found.ID, ok, err, want)
		}
	}
}

func TestCreate_answeredWithoutAScheduleIsLookedUp(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer(postSchedule, `<tsResponse xmlns="http://tableau.com/api"/>`)
	f.answer(listSchedules, listed("Sunday", "Extract", time.Now()))
	created, err := f.client(t).Schedules().Create(t.Context(), createdOnce)
	if err != nil || created.ID != "found" || f.count(postSchedule) != 1 {
		t.Errorf("got %+v, %v after %d requests", created, err, f.count(postSchedule))
	}
}

func TestCreate_waitsAsLongAsTheServiceAsksBeforeItAsksAgain(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.inTurn(postSchedule, header("Retry-After", "1", htmlPage), body(sunday))
	f.answer(listSchedules, nobody)
	started := time.Now()
	if _, err := f.client(t).Schedules().Create(t.Context(), createdOnce); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(started); took < 900*time.Millisecond {
		t.Errorf("asked again after %s, want a second", took)
	}
	f = newFake(t)
	f.mux.HandleFunc(postSchedule, header("Retry-After", "3600", htmlPage))
	f.answer(listSchedules, nobody)
	_, err := f.client(t).Schedules().Create(t.Context(), createdOnce)
	if !tableau.IsUncertain(err) || f.count(postSchedule) != 1 {
		t.Errorf("got %v after %d requests, want no wait of an hour", err, f.count(postSchedule))
	}
}

func TestCreate_inTheLastRoundWaitsForTheIndex(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc(postSchedule, dropped)
	f.inTurn(listSchedules, body(nobody), body(nobody), body(listed("Sunday", "Extract", time.Now())))
	created, err := f.client(t, func(c *tableau.Config) { c.MaxRetries = 0 }).Schedules().Create(t.Context(), createdOnce)
	if err != nil || created.ID != "found" || f.count(postSchedule) != 1 {
		t.Errorf("got %+v, %v after %d requests", created, err, f.count(postSchedule))
	}
}

func TestCreate_interruptedIsLookedUpAllTheSame(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	ctx, interrupt := context.WithCancel(t.Context())
	release := make(chan struct{})
	f.mux.HandleFunc(postSchedule, func(http.ResponseWriter, *http.Request) {
		interrupt()
		<-release
	})
	f.answer(listSchedules, listed("Sunday", "Extract", time.Now()))
	created, err := f.client(t).Schedules().Create(ctx, createdOnce)
	close(release)
	if err != nil || created.ID != "found" {
		t.Errorf("got %+v, %v", created, err)
	}
}
