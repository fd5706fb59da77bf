package tableau_test

import (
	"encoding/xml"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
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

func TestRefreshTypeOnSchedule_thatIsNotToldIsNoError(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		fails  bool
	}{
		"no administrator":       {status(403, refusal("403004", "Forbidden", "")), false},
		"a token without scope":  {status(401, ended), false},
		"no schedule any more":   {status(404, refusal("404", "Schedule not found", "")), false},
		"a schedule for flows":   {status(400, refusal("400047", "Invalid schedule type", "")), false},
		"a server in trouble":    {status(503, ""), true},
		"a site that is unknown": {status(404, refusal("404000", "Site not found", "")), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.mux.HandleFunc("GET "+extracts, test.answer)
			got, err := f.client(t).ExtractRefreshTasks().RefreshTypeOnSchedule(t.Context(), "s1", "t1")
			if got != "" || (err != nil) != test.fails {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}
