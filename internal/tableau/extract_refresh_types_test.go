package tableau_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// sentTypes is a handler that takes one spelling of the type, and what it was sent.
func sentTypes(accepted string) (handler http.HandlerFunc, sent func() string) {
	var mu sync.Mutex
	var all []string
	return func(w http.ResponseWriter, r *http.Request) {
			var request struct {
				Refresh struct {
					Type string `xml:"type,attr"`
				} `xml:"extractRefresh"`
			}
			err := xml.NewDecoder(r.Body).Decode(&request)
			mu.Lock()
			all = append(all, request.Refresh.Type)
			mu.Unlock()
			if err != nil || request.Refresh.Type != accepted {
				status(409, refusal("409004", "Invalid Parameter Value", request.Refresh.Type))(w, r)
				return
			}
			io.WriteString(w, createdOnCloud)
		}, func() string {
			mu.Lock()
			defer mu.Unlock()
			return strings.Join(all, ", ")
		}
}

func TestRefreshType_isSentInTheSpellingThatIsTaken(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		accepted, wanted, sent string
		fails                  bool
	}{
		"documented":    {"IncrementalRefresh", "IncrementalRefresh", "IncrementalRefresh, IncrementalRefresh", false},
		"the SDK's":     {"IncrementalExtract", "IncrementalRefresh", "IncrementalRefresh, IncrementalExtract, IncrementalExtract", false},
		"neither":       {"Something", "IncrementalRefresh", "IncrementalRefresh, IncrementalExtract, IncrementalRefresh, IncrementalExtract", true},
		"full":          {"FullRefresh", "FullRefresh", "FullRefresh, FullRefresh", false},
		"full, refused": {"Something", "FullRefresh", "FullRefresh, FullRefresh", true},
		"left as it is": {"", "", ", ", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			handler, sent := sentTypes(test.accepted)
			f.answer("GET "+tasksURI, noTasks)
			f.mux.HandleFunc("POST "+tasksURI, handler)
			f.mux.HandleFunc("POST "+taskURI+"t1", handler)
			client := f.client(t)
			_, created := client.ExtractRefreshTasks().Create(t.Context(), onCloud(test.wanted), anyTask)
			updated := client.ExtractRefreshTasks().Update(t.Context(), "t1", onCloud(test.wanted))
			for _, err := range []error{created, updated} {
				if (err != nil) != test.fails {
					t.Errorf("got %v", err)
				}
				// The refusal of the documented spelling is the one that is told.
				if test.fails && !strings.Contains(err.Error(), ": "+test.wanted) {
					t.Errorf("got %v", err)
				}
			}
			if sent() != test.sent {
				t.Errorf("sent %s, want %s", sent(), test.sent)
			}
		})
	}
}

func TestRefreshTypeOnSchedule_isAskedOncePerSchedule(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET "+extracts, extractList(`id="t1" type="FullRefresh"><workbook id="w1"/`, `id="t2" type="IncrementalRefresh"><datasource/`))
	client := f.client(t)
	for id, want := range map[string]string{"t1": "FullRefresh", "t2": "IncrementalRefresh", "t3": ""} {
		got, err := client.ExtractRefreshTasks().RefreshTypeOnSchedule(t.Context(), "s1", id)
		if err != nil || got != want {
			t.Errorf("%s is %q, %v, want %q", id, got, err, want)
		}
	}
	if n := f.count("GET " + extracts); n != 1 {
		t.Errorf("asked %d times, want once", n)
	}
}

// scheduledPages are the pages of a schedule's list, as many tasks each, from the
// first to the last number.
func scheduledPages(f *fake, pages, onPage int, fault func(page int) http.HandlerFunc) {
	f.mux.HandleFunc("GET "+extracts, func(w http.ResponseWriter, r *http.Request) {
		page, _ := strconv.Atoi(r.URL.Query().Get("pageNumber"))
		if failing := fault(page); failing != nil {
			failing(w, r)
			return
		}
		var shown strings.Builder
		for i := range onPage {
			fmt.Fprintf(&shown, `<extract id="t%d" type="FullRefresh"><workbook id="w1"/></extract>`, (page-1)*onPage+i+1)
		}
		io.WriteString(w, pageOf("<extracts>"+shown.String()+"</extracts>", pages*onPage))
	})
}

func noFault(int) http.HandlerFunc { return nil }

// TestRefreshTypeOnSchedule_readsNoFurtherThanTheTask has pages of two tasks.
func TestRefreshTypeOnSchedule_readsNoFurtherThanTheTask(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	scheduledPages(f, 50, 2, noFault)
	tasks := f.client(t).ExtractRefreshTasks()
	for _, step := range []struct {
		id, want string
		pages    int
	}{{"t4", "FullRefresh", 2}, {"t1", "FullRefresh", 2}, {"t9", "FullRefresh", 5}, {"t101", "", 50}, {"t100", "FullRefresh", 50}} {
		got, err := tasks.RefreshTypeOnSchedule(t.Context(), "s1", step.id)
		if n := f.count("GET " + extracts); got != step.want || err != nil || n != step.pages {
			t.Errorf("%s is %q, %v after %d pages, want %q after %d", step.id, got, err, n, step.want, step.pages)
		}
	}
}

// TestRefreshTypeOnSchedule_manyAtOnceReadEachPageOnce asks as Terraform does.
func TestRefreshTypeOnSchedule_manyAtOnceReadEachPageOnce(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	scheduledPages(f, 20, 5, noFault)
	tasks := f.client(t).ExtractRefreshTasks()
	var group errgroup.Group
	for i := range 90 {
		group.Go(func() error {
			got, err := tasks.RefreshTypeOnSchedule(t.Context(), "s1", fmt.Sprintf("t%d", i+1))
			if err == nil && got != "FullRefresh" {
				err = fmt.Errorf("t%d is %q", i+1, got)
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
	if n := f.count("GET " + extracts); n != 18 {
		t.Errorf("read %d pages, want the 18 that have the 90 tasks", n)
	}
}

// TestRefreshTypeOnSchedule_goesOnWhereAPageFailed loses no task, and reads no page
// twice that was read.
func TestRefreshTypeOnSchedule_goesOnWhereAPageFailed(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	var failing atomic.Bool
	failing.Store(true)
	scheduledPages(f, 4, 2, func(page int) http.HandlerFunc {
		if page == 3 && failing.Load() {
			return status(404, refusal("404000", "Site not found", ""))
		}
		return nil
	})
	tasks := f.client(t).ExtractRefreshTasks()
	if got, err := tasks.RefreshTypeOnSchedule(t.Context(), "s1", "t8"); err == nil {
		t.Errorf("t8 is %q", got)
	}
	if got, err := tasks.RefreshTypeOnSchedule(t.Context(), "s1", "t3"); got != "FullRefresh" || err != nil {
		t.Errorf("t3 is %q, %v", got, err)
	}
	failing.Store(false)
	if got, err := tasks.RefreshTypeOnSchedule(t.Context(), "s1", "t8"); got != "FullRefresh" || err != nil {
		t.Errorf("t8 is %q, %v", got, err)
	}
	if n := f.count("GET " + extracts); n != 5 {
		t.Errorf("asked for %d pages, want 5: the third one twice", n)
	}
}

// TestExtractRefreshTaskAddToSchedule_readsTheRestOfTheSchedule must find a task
// beyond the page that told a type.
func TestExtractRefreshTaskAddToSchedule_readsTheRestOfTheSchedule(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.inTurn("GET "+extracts,
		body(pageOf(`<extracts><extract id="t1" type="IncrementalRefresh"><workbook id="w2"/></extract></extracts>`, 2)),
		body(pageOf(`<extracts><extract id="t2" type="FullRefresh"><workbook id="w1"/></extract></extracts>`, 2)))
	tasks := f.client(t).ExtractRefreshTasks()
	if got, err := tasks.RefreshTypeOnSchedule(t.Context(), "s1", "t1"); got != "IncrementalRefresh" || err != nil || f.count("GET "+extracts) != 1 {
		t.Errorf("t1 is %q, %v after %d pages", got, err, f.count("GET "+extracts))
	}
	_, _, err := tasks.AddToSchedule(t.Context(), "s1", sales)
	var already *tableau.AlreadyOnScheduleError
	if !errors.As(err, &already) || already.TaskID != "t2" {
		t.Errorf("got %v", err)
	}
	if n := f.count("GET " + extracts); n != 2 {
		t.Errorf("read %d pages, want each of the two once", n)
	}
}

func TestRefreshTypeOnSchedule_thatIsNotToldIsNoError(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		change func(*tableau.Config)
		fails  bool
	}{
		"no administrator":       {status(403, refusal("403004", "Forbidden", "")), noRetries, false},
		"a token without scope":  {status(401, ended), withApp, false},
		"no schedule any more":   {status(404, refusal("404", "Schedule not found", "")), noRetries, false},
		"a schedule for flows":   {status(400, refusal("400047", "Invalid schedule type", "")), noRetries, false},
		"a server in trouble":    {status(503, ""), noRetries, true},
		"a site that is unknown": {status(404, refusal("404000", "Site not found", "")), noRetries, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.mux.HandleFunc("GET "+extracts, test.answer)
			got, err := f.client(t, test.change).ExtractRefreshTasks().RefreshTypeOnSchedule(t.Context(), "s1", "t1")
			if got != "" || (err != nil) != test.fails {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}
