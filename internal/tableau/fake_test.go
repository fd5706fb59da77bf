package tableau_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

const (
	serverInfo = `<tsResponse xmlns="http://tableau.com/api"><serverInfo><productVersion build="20243.24.1010.1014">2024.3.1</productVersion><restApiVersion>3.24</restApiVersion></serverInfo></tsResponse>`
	signedIn   = `<tsResponse xmlns="http://tableau.com/api"><credentials token="session-%d"><site id="9a8b7c6d-5e4f-3a2b-1c0d-9e8f7a6b5c4d" contentUrl=""/><user id="1"/></credentials></tsResponse>`
	sunday     = `<tsResponse xmlns="http://tableau.com/api"><schedule id="5e8f" name="Sunday" state="Active" priority="50" type="Extract" frequency="Weekly" executionOrder="Serial" createdAt="2026-03-02T17:00:00Z"><frequencyDetails start="18:30:00"><intervals><interval weekDay="Sunday"/></intervals></frequencyDetails></schedule></tsResponse>`
	ended      = `<tsResponse xmlns="http://tableau.com/api"><error code="401002"><summary>Unauthorized Access</summary><detail>Invalid authentication credentials were provided.</detail></error></tsResponse>`
)

// fake is a server that answers what a test tells it to, and remembers what it
// was asked.
type fake struct {
	*httptest.Server
	mux *http.ServeMux

	mu       sync.Mutex
	requests []string
	signIns  int
}

// newFake answers serverinfo, sign-in and sign-out; a test adds the rest.
func newFake(t *testing.T) *fake {
	t.Helper()
	f := &fake{mux: http.NewServeMux()}
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		f.requests = append(f.requests, r.Method+" "+r.URL.Path)
		f.mu.Unlock()
		f.mux.ServeHTTP(w, r)
	}))
	t.Cleanup(f.Close)
	f.answer("GET /api/2.4/serverinfo", serverInfo)
	f.mux.HandleFunc("POST /api/{version}/auth/signin", func(w http.ResponseWriter, _ *http.Request) {
		f.mu.Lock()
		f.signIns++
		defer f.mu.Unlock()
		fmt.Fprintf(w, signedIn, f.signIns)
	})
	f.mux.HandleFunc("POST /api/{version}/auth/signout", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	return f
}

// answer gives the same answer each time.
func (f *fake) answer(pattern, body string) {
	f.mux.HandleFunc(pattern, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, body) })
}

// inTurn gives each request the next handler, and the last one from then on.
func (f *fake) inTurn(pattern string, handlers ...http.HandlerFunc) {
	var next int
	f.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		handler := handlers[min(next, len(handlers)-1)]
		next++
		f.mu.Unlock()
		handler(w, r)
	})
}

// count is how many requests went to a method and path.
func (f *fake) count(request string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for _, r := range f.requests {
		if r == request {
			n++
		}
	}
	return n
}

func (f *fake) client(t *testing.T, change ...func(*tableau.Config)) *tableau.Client {
	t.Helper()
	config := tableau.Config{
		ServerURL:   f.URL,
		Credentials: tableau.PersonalAccessToken{Name: "terraform", Secret: "s3cret"},
		MaxRetries:  3,
		// Thirty of them bound a wait for the index: enough on a busy machine.
		RetryUnit: 20 * time.Millisecond,
	}
	for _, c := range change {
		c(&config)
	}
	client, err := tableau.NewClient(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func body(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, text) }
}

func status(code int, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(code)
		io.WriteString(w, text)
	}
}

func header(name, value string, then http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(name, value)
		then(w, r)
	}
}

// truncated promises more than it sends.
func truncated(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(len(text)))
		io.WriteString(w, text[:len(text)/2])
	}
}

// dropped ends the connection without an answer.
func dropped(w http.ResponseWriter, _ *http.Request) {
	panic(http.ErrAbortHandler)
}

func refusal(code, summary, detail string) string {
	return fmt.Sprintf(`<tsResponse xmlns="http://tableau.com/api"><error code=%q><summary>%s</summary><detail>%s</detail></error></tsResponse>`, code, summary, detail)
}
