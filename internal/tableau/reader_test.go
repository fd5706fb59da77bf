package tableau_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

const oneSchedule = `<tsResponse xmlns="http://tableau.com/api"><schedule id="%s" name="read by its id" state="Active" priority="50" type="Extract" frequency="Daily"/></tsResponse>`

// listOf is a page that holds schedules with these ids.
func listOf(ids ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<tsResponse xmlns="http://tableau.com/api"><pagination pageNumber="1" pageSize="1000" totalAvailable="%d"/><schedules>`, len(ids))
	for _, id := range ids {
		fmt.Fprintf(&b, `<schedule id="%s" name="from the list" state="Active" priority="50" type="Extract" frequency="Daily"/>`, id)
	}
	return b.String() + `</schedules></tsResponse>`
}

// newScheduleFake answers every schedule by its id, and these in the list.
func newScheduleFake(t *testing.T, inList ...string) *fake {
	t.Helper()
	f := newFake(t)
	f.answer("GET /api/3.24/schedules", listOf(inList...))
	f.mux.HandleFunc("GET /api/3.24/schedules/{id}", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, oneSchedule, r.PathValue("id")) })
	return f
}

// readMany reads this many schedules, s0 to sN, ten at once, as Terraform does.
func readMany(t *testing.T, client *tableau.Client, n int) {
	t.Helper()
	var group sync.WaitGroup
	slots := make(chan struct{}, 10)
	for i := range n {
		group.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			id := fmt.Sprint("s", i)
			if found, err := client.Schedules().Brief(t.Context(), id); err != nil || found.ID != id {
				t.Errorf("%s was read as %q, %v", id, found.ID, err)
			}
		})
	}
	group.Wait()
}

func manyIDs(n int) (ids []string) {
	for i := range n {
		ids = append(ids, fmt.Sprint("s", i))
	}
	return ids
}

func TestReader_fewObjectsAreReadByTheirIDs(t *testing.T) {
	t.Parallel()
	f := newScheduleFake(t, manyIDs(10)...)
	readMany(t, f.client(t), 10)
	if n := f.count("GET /api/3.24/schedules"); n != 0 {
		t.Errorf("the list was fetched %d times for ten objects", n)
	}
}

func TestReader_anObjectIsReadOnceUntilSomethingIsWritten(t *testing.T) {
	t.Parallel()
	f := newScheduleFake(t)
	f.mux.HandleFunc("DELETE /api/3.24/schedules/s9", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	client := f.client(t)
	for range 20 {
		readMany(t, client, 1)
	}
	if got := f.count("GET /api/3.24/schedules/s0"); got != 1 {
		t.Errorf("%d requests, want 1", got)
	}
	if err := client.Schedules().Delete(t.Context(), "s9", "System"); err != nil {
		t.Fatal(err)
	}
	readMany(t, client, 1)
	if got := f.count("GET /api/3.24/schedules/s0"); got != 2 {
		t.Errorf("%d requests after a write, want 2", got)
	}
}

func TestReader_manyObjectsAreServedByOneList(t *testing.T) {
	t.Parallel()
	f := newScheduleFake(t, manyIDs(500)...)
	client := f.client(t)
	readMany(t, client, 500)
	readMany(t, client, 500)
	if n := f.count("GET /api/3.24/schedules"); n != 1 {
		t.Errorf("the list was fetched %d times, want once", n)
	}
	byID := 0
	for i := range 500 {
		byID += f.count(fmt.Sprint("GET /api/3.24/schedules/s", i))
	}
	if byID != 10 {
		t.Errorf("%d objects were read by their ids, want 10", byID)
	}
}

func TestReader_whatTheListLacksIsReadByItsID(t *testing.T) {
	t.Parallel()
	f := newScheduleFake(t, manyIDs(20)...)
	client := f.client(t)
	readMany(t, client, 20)
	found, err := client.Schedules().Brief(t.Context(), "s99")
	if err != nil || found.Name != "read by its id" {
		t.Errorf("it was read as %q, %v", found.Name, err)
	}
}

func TestReader_aWriteMakesTheListStale(t *testing.T) {
	t.Parallel()
	f := newScheduleFake(t, manyIDs(30)...)
	f.mux.HandleFunc("DELETE /api/3.24/schedules/s1", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	client := f.client(t)
	readMany(t, client, 30)
	if err := client.Schedules().Delete(t.Context(), "s1", "System"); err != nil {
		t.Fatal(err)
	}
	if found, err := client.Schedules().Brief(t.Context(), "s2"); err != nil || found.Name != "read by its id" {
		t.Errorf("after a write s2 was read as %q, %v", found.Name, err)
	}
	readMany(t, client, 30)
	if n := f.count("GET /api/3.24/schedules"); n != 2 {
		t.Errorf("the list was fetched %d times, want twice", n)
	}
}

func TestReader_aListBegunBeforeAWriteIsNotKept(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc("GET /api/3.24/schedules/{id}", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, oneSchedule, r.PathValue("id")) })
	f.mux.HandleFunc("DELETE /api/3.24/schedules/s1", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	client := f.client(t)
	f.mux.HandleFunc("GET /api/3.24/schedules", func(w http.ResponseWriter, _ *http.Request) {
		if f.count("GET /api/3.24/schedules") == 1 {
			if err := client.Schedules().Delete(t.Context(), "s1", "System"); err != nil { //nolint:contextcheck // It is another caller that writes meanwhile.
				t.Error(err)
			}
		}
		io.WriteString(w, listOf(manyIDs(30)...))
	})
	readMany(t, client, 11)
	readMany(t, client, 30)
	if n := f.count("GET /api/3.24/schedules"); n != 2 {
		t.Errorf("the list was fetched %d times, want anew after the write", n)
	}
}

func TestReader_whereTheListFailsAllAreReadByTheirIDs(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc("GET /api/3.24/schedules/{id}", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, oneSchedule, r.PathValue("id")) })
	f.mux.HandleFunc("DELETE /api/3.24/schedules/s9", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	f.inTurn("GET /api/3.24/schedules", status(http.StatusForbidden, refusal("403004", "Forbidden", "Not for you")), body(listOf(manyIDs(31)...)))
	client := f.client(t)
	readMany(t, client, 40)
	if n := f.count("GET /api/3.24/schedules"); n != 1 {
		t.Errorf("a list that is refused was asked for %d times, want once", n)
	}
	if err := client.Schedules().Delete(t.Context(), "s9", "System"); err != nil {
		t.Fatal(err)
	}
	readMany(t, client, 30)
	if found, err := client.Schedules().Brief(t.Context(), "s30"); err != nil || found.Name != "from the list" {
		t.Errorf("after a write, when the list is shown, it was read as %q, %v", found.Name, err)
	}
}

func TestReader_aListThatMustWaitIsNotReplacedByManyRequests(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc("GET /api/3.24/schedules/{id}", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, oneSchedule, r.PathValue("id")) })
	f.mux.HandleFunc("GET /api/3.24/schedules", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	client := f.client(t)
	readMany(t, client, 10)
	var failed *tableau.Error
	if _, err := client.Schedules().Brief(t.Context(), "s10"); !errors.As(err, &failed) || failed.RetryAt.IsZero() {
		t.Errorf("a throttled list gives %v, want when to come back", err)
	}
	if n := f.count("GET /api/3.24/schedules/s10"); n != 0 {
		t.Errorf("%d requests were sent to a service that wants none", n)
	}
}
