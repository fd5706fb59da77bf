package tableau_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

const getSunday = "GET /api/3.24/schedules/5e8f"

var (
	htmlPage    = header("Content-Type", "text/html", status(503, "<html><body>Service unavailable</body></html>"))
	tooMany     = refusal("429000", "Too many requests", "Slow down")
	createdOnce = tableau.ScheduleSettings{Name: "Sunday", Type: "Extract"}
)

func TestRead_transientFaultsSucceedByThemselves(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]http.HandlerFunc{
		"500":                   status(500, refusal("500000", "Internal Server Error", "")),
		"503 with an HTML page": htmlPage,
		"408":                   status(408, ""),
		"429 with seconds":      header("Retry-After", "0", status(429, tooMany)),
		"429 with a past date":  header("Retry-After", "Mon, 02 Mar 2026 17:00:00 GMT", status(429, tooMany)),
		"429 without a hint":    status(429, tooMany),
		"truncated body":        truncated(sunday),
		"empty body":            body(""),
		"dropped connection":    dropped,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.inTurn("GET /api/3.24/schedules/5e8f", fault, fault, body(sunday))
			schedule, err := f.client(t).Schedules().Get(t.Context(), "5e8f")
			if err != nil || schedule.Name != "Sunday" || schedule.FrequencyDetails.Intervals.Interval[0].WeekDay != "Sunday" {
				t.Errorf("got %+v, %v", schedule, err)
			}
			if n := f.count(getSunday); n != 3 {
				t.Errorf("sent %d requests, want 3", n)
			}
		})
	}
}

func TestRead_lastingFaultNamesWhatWasTriedAndWhatToDo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault     http.HandlerFunc
		text      string
		advice    string
		requests  int
		uncertain bool
	}{
		"503 page": {
			fault:    htmlPage,
			text:     "cannot read schedule 5e8f: GET /schedules/{schedule} was answered with HTTP 503 (Service Unavailable) (the last of 4 attempts)",
			advice:   "The server or a proxy in front of it is in trouble. Try again; if it stays so, ask the server's administrator.",
			requests: 4,
		},
		"refusal": {
			fault:    status(403, refusal("403004", "Forbidden", "User is not allowed")),
			text:     "cannot read schedule 5e8f: GET /schedules/{schedule} was answered with error 403004 (HTTP 403): Forbidden: User is not allowed",
			advice:   "The signed-in user lacks the right to do this. Schedules can only be changed by a server administrator.",
			requests: 1,
		},
		"web page": {
			fault:    header("Content-Type", "text/html; charset=utf-8", body("<html>Sign in</html>")),
			text:     "cannot read schedule 5e8f: GET /schedules/{schedule} was answered with HTTP 200: the answer is a web page, not one of Tableau's REST API",
			advice:   "Check that server_url is the root of a Tableau server, and that no sign-in page or proxy stands in front of it.",
			requests: 1,
		},
		"long Retry-After": {
			fault:    header("Date", "Mon, 02 Mar 2026 17:00:00 GMT", header("Retry-After", "Mon, 02 Mar 2026 19:00:00 GMT", status(429, tooMany))),
			text:     "cannot read schedule 5e8f: GET /schedules/{schedule} was answered with error 429000 (HTTP 429): Too many requests: Slow down",
			advice:   "The service asks to be left alone until ",
			requests: 1,
		},
		"unknown URI": {
			fault:    status(404, refusal("404003", "Resource Not Found", "")),
			text:     "cannot read schedule 5e8f: GET /schedules/{schedule} was answered with error 404003 (HTTP 404): Resource Not Found",
			advice:   "This server does not know the method. It may be older than the method, or be the other product; compare api_version with what the server speaks.",
			requests: 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.mux.HandleFunc("GET /api/3.24/schedules/5e8f", test.fault)
			_, err := f.client(t).Schedules().Get(t.Context(), "5e8f")
			var failed *tableau.Error
			if !errors.As(err, &failed) {
				t.Fatalf("got %v", err)
			}
			if failed.Error() != test.text {
				t.Errorf("got  %s\nwant %s", failed, test.text)
			}
			if !strings.HasPrefix(failed.Advice(), test.advice) {
				t.Errorf("advice is %q, want %q", failed.Advice(), test.advice)
			}
			if n := f.count(getSunday); n != test.requests {
				t.Errorf("sent %d requests, want %d", n, test.requests)
			}
			if tableau.IsNotFound(err) {
				t.Error("says that the schedule does not exist")
			}
		})
	}
}

func TestRetry_waitsAsLongAsTheServiceAsks(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	// The server's clock is years behind; its date counts, not this machine's.
	f.inTurn("GET /api/3.24/schedules/5e8f",
		header("Date", "Fri, 02 Mar 2018 17:00:00 GMT", header("Retry-After", "Fri, 02 Mar 2018 17:00:01 GMT", status(429, tooMany))),
		body(sunday))
	started := time.Now()
	if _, err := f.client(t).Schedules().Get(t.Context(), "5e8f"); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(started); took < 300*time.Millisecond || took > 10*time.Second {
		t.Errorf("waited %s, want about a second", took)
	}
}

func TestRetry_endsWithTheContext(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	ctx, cancel := context.WithCancel(t.Context())
	f.mux.HandleFunc("GET /api/3.24/schedules/5e8f", func(w http.ResponseWriter, r *http.Request) {
		header("Retry-After", "60", status(429, tooMany))(w, r)
		cancel()
	})
	started := time.Now()
	_, err := f.client(t).Schedules().Get(ctx, "5e8f")
	if took := time.Since(started); !errors.Is(err, context.Canceled) || took > 10*time.Second {
		t.Errorf("got %v after %s", err, took)
	}
}

func TestRetry_doesNotBeginAWaitThatTheDeadlineCutsShort(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc("GET /api/3.24/schedules/5e8f", header("Retry-After", "120", status(429, tooMany)))
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, err := f.client(t).Schedules().Get(ctx, "5e8f")
	var failed *tableau.Error
	if !errors.As(err, &failed) || time.Until(failed.RetryAt) < 100*time.Second {
		t.Errorf("got %v", err)
	}
}

func TestRequestTimeout_isAFaultLikeOthers(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	release := make(chan struct{})
	f.inTurn("GET /api/3.24/schedules/5e8f", func(http.ResponseWriter, *http.Request) { <-release }, body(sunday))
	client := f.client(t, func(c *tableau.Config) { c.RequestTimeout = 2 * time.Second })
	_, err := client.Schedules().Get(t.Context(), "5e8f")
	close(release)
	if err != nil || f.count(getSunday) != 2 {
		t.Errorf("got %v after %d requests", err, f.count(getSunday))
	}
}

func TestLargeAnswer_isRefused(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc("GET /api/3.24/schedules/5e8f", func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `<tsResponse xmlns="http://tableau.com/api"><schedule name="`)
		filler := strings.Repeat("x", 1<<20)
		for range 3 {
			io.WriteString(w, filler)
		}
		io.WriteString(w, `"/></tsResponse>`)
	})
	client := f.client(t)
	client.SetMaxAnswer(2 << 20)
	_, err := client.Schedules().Get(t.Context(), "5e8f")
	if err == nil || !strings.Contains(err.Error(), "the answer is larger than 2 MiB") {
		t.Errorf("got %v", err)
	}
}

func TestRedirect_isReportedAndNotFollowed(t *testing.T) {
	t.Parallel()
	var elsewhere atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	defer other.Close()
	f := newFake(t)
	f.mux.Handle("GET /api/3.24/schedules/5e8f", http.RedirectHandler(other.URL+"/login?ticket=1", http.StatusFound))
	_, err := f.client(t).Schedules().Get(t.Context(), "5e8f")
	var failed *tableau.Error
	if !errors.As(err, &failed) || failed.Status != 302 {
		t.Fatalf("got %v", err)
	}
	if want := "If " + other.URL + " is the Tableau server, set server_url to it."; failed.Advice() != want {
		t.Errorf("advice is %q, want %q", failed.Advice(), want)
	}
	if n := elsewhere.Load(); n != 0 {
		t.Errorf("sent %d requests to the other host", n)
	}
}

func TestConcurrency_isBounded(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	var now atomic.Int32
	arrived, leave := make(chan struct{}, 30), make(chan struct{})
	f.mux.HandleFunc("GET /api/3.24/schedules/{id}", func(w http.ResponseWriter, _ *http.Request) {
		if n := now.Add(1); n > 3 {
			t.Errorf("%d requests in flight at once", n)
		}
		arrived <- struct{}{}
		<-leave
		now.Add(-1)
		io.WriteString(w, sunday)
	})
	client := f.client(t, func(c *tableau.Config) { c.MaxConcurrentRequests = 3 })
	var group sync.WaitGroup
	for range 30 {
		group.Go(func() {
			if _, err := client.Schedules().Get(t.Context(), "5e8f"); err != nil {
				t.Error(err)
			}
		})
	}
	for range 3 {
		<-arrived
	}
	close(leave)
	group.Wait()
}

func TestServerNotThere_isSaid(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.Close()
	_, err := f.client(t).Schedules().Get(t.Context(), "5e8f")
	var failed *tableau.Error
	if !errors.As(err, &failed) || failed.Attempts != 4 {
		t.Fatalf("got %v", err)
	}
	if want := "The server could not be reached. Check server_url, the network and the proxy settings."; failed.Advice() != want {
		t.Errorf("advice is %q, want %q", failed.Advice(), want)
	}
}

func TestLog_saysWhatHappenedAndNoSecret(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc("GET /api/3.24/schedules/5e8f", status(400, refusal("400000", "Bad", "the secret is s3cret")))
	var routes []string
	client := f.client(t, func(c *tableau.Config) {
		c.Log = func(_ context.Context, _ string, fields map[string]any) {
			routes = append(routes, fields["method"].(string)+" "+fields["route"].(string))
			for name, value := range fields {
				if text, ok := value.(string); ok && strings.Contains(text, "s3cret") {
					t.Errorf("the log's %s holds the secret: %s", name, text)
				}
			}
		}
	})
	_, err := client.Schedules().Get(t.Context(), "5e8f")
	if err == nil || strings.Contains(err.Error(), "s3cret") || !strings.Contains(err.Error(), "the secret is ***") {
		t.Errorf("got %v", err)
	}
	if got, want := strings.Join(routes, ", "), "GET /serverinfo, POST /auth/signin, GET /schedules/{schedule}"; got != want {
		t.Errorf("logged %s, want %s", got, want)
	}
}
