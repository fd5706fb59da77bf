package tableau_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// failure is how a request fails: with an answer, or with none.
type failure func(*http.Request) (status int, text string, err error)

// site is a service in memory whose requests to one method fail while broken says so.
type site struct {
	method string // the last part of its path, or the one before it
	broken failure
	works  atomic.Bool
	asked  atomic.Int32 // how often the method was
}

func (s *site) RoundTrip(r *http.Request) (*http.Response, error) {
	if s.method == path.Base(r.URL.Path) || s.method == path.Base(path.Dir(r.URL.Path)) {
		s.asked.Add(1)
		if !s.works.Load() {
			status, text, err := s.broken(r)
			if err != nil {
				return nil, err
			}
			return inMemory(status, text), nil
		}
	}
	if id := path.Base(r.URL.Path); path.Base(path.Dir(r.URL.Path)) == "schedules" {
		return inMemory(http.StatusOK, strings.ReplaceAll(sunday, "5e8f", id)), nil
	}
	return answerInMemory(r), nil
}

func answers(code int, text string) failure {
	return func(*http.Request) (int, string, error) { return code, text, nil }
}

func hangs(r *http.Request) (int, string, error) {
	<-r.Context().Done()
	return 0, "", r.Context().Err()
}

func reset(*http.Request) (int, string, error) { return 0, "", syscall.ECONNRESET }

// readSchedules reads so many schedules, ten at a time as Terraform does, each after a
// moment of Terraform's own, and gives an error for each that failed.
func readSchedules(client *tableau.Client, times int) []error {
	var (
		mu     sync.Mutex
		errs   []error
		reads  sync.WaitGroup
		places = make(chan struct{}, 10)
	)
	for i := range times {
		places <- struct{}{}
		reads.Go(func() {
			defer func() { <-places }()
			time.Sleep(time.Millisecond)
			if _, err := client.Schedules().Get(context.Background(), fmt.Sprint("s", i)); err != nil {
				mu.Lock()
				defer mu.Unlock()
				errs = append(errs, err)
			}
		})
	}
	reads.Wait()
	return errs
}

// TestSignIn_thatFailsIsNotTriedForEachObject: what a user notices is how long it
// takes until all objects have failed, and what an account with a limit of sign-ins does.
func TestSignIn_thatFailsIsNotTriedForEachObject(t *testing.T) {
	t.Parallel()
	const trouble = "The server or a proxy in front of it is in trouble. Try again; if it stays so, ask the server's administrator."
	for name, test := range map[string]struct {
		method string
		broken failure
		asked  int32
		within time.Duration
		says   string
	}{
		"serverinfo in maintenance": {"serverinfo", answers(503, "<html>"), 5, 5 * time.Second, trouble},
		"serverinfo that hangs":     {"serverinfo", hangs, 5, 6 * time.Minute, "The server could not be reached. Check server_url, the network and the proxy settings."},
		"serverinfo out of reach":   {"serverinfo", reset, 5, 5 * time.Second, "The server could not be reached. Check server_url, the network and the proxy settings."},
		"sign-in in maintenance":    {"signin", answers(503, ""), 5, 5 * time.Second, trouble},
		"sign-in to no site":        {"signin", answers(404, refusal("404000", "Resource Not Found", "Site")), 1, 5 * time.Second, "The site does not exist, or the user may not see it. Check site in the provider's configuration."},
		"sign-in refused without a code": {"signin", answers(401, ""), 1, 5 * time.Second,
			"This is no answer of Tableau's REST API: something in front of it gave it, such as a proxy. Check server_url and the proxy settings."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				site := &site{method: test.method, broken: test.broken}
				client := inMemoryClient(t, site)
				started := time.Now()
				errs := readSchedules(client, 10_000)
				if took := time.Since(started); len(errs) != 10_000 || site.asked.Load() != test.asked || took > test.within {
					t.Errorf("%d of 10000 failed in %s with %d requests, want all in %s with %d", len(errs), took, site.asked.Load(), test.within, test.asked)
				}
				for _, err := range errs {
					var failed *tableau.Error
					if !errors.As(err, &failed) || failed.Advice() != test.says {
						t.Fatalf("got %v, want the advice %s", err, test.says)
					}
				}
			})
		})
	}
}

func TestSignIn_failureHoldsForHalfAMinute(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		broken  failure
		forGood bool
	}{
		"in maintenance": {broken: answers(503, "")},
		"too busy":       {broken: answers(408, refusal("408000", "Later", ""))},
		"by a gateway":   {broken: answers(401, "")},
		"by Tableau":     {broken: answers(404, refusal("404000", "Resource Not Found", "Site")), forGood: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				site := &site{method: "signin", broken: test.broken}
				client := inMemoryClient(t, site)
				if errs := readSchedules(client, 1); len(errs) != 1 {
					t.Error("no error")
				}
				site.works.Store(true)
				time.Sleep(29 * time.Second)
				if errs := readSchedules(client, 1); len(errs) != 1 {
					t.Error("it was tried again within half a minute")
				}
				time.Sleep(2 * time.Second)
				if errs := readSchedules(client, 1); (len(errs) == 1) != test.forGood {
					t.Errorf("after half a minute: %v", errs)
				}
			})
		})
	}
}

// Whoever gives up, or has no time to wait until the service takes requests again,
// says nothing to the others.
func TestSignIn_givenUpSaysNothingToOthers(t *testing.T) {
	t.Parallel()
	for name, broken := range map[string]failure{
		"hanging": hangs,
		"held up": answers(429, tooMany),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				site := &site{method: "signin", broken: broken}
				client := inMemoryClient(t, site)
				ctx, cancel := context.WithTimeout(t.Context(), time.Second/2)
				defer cancel()
				var first sync.WaitGroup
				first.Go(func() {
					if _, err := client.Schedules().Get(ctx, "5e8f"); err == nil {
						t.Error("no error")
					}
				})
				synctest.Wait()
				site.works.Store(true)
				if errs := readSchedules(client, 20); len(errs) > 0 {
					t.Errorf("%d others failed: %v", len(errs), errs[0])
				}
				first.Wait()
			})
		})
	}
}

// TestOutage_isFoundOutByFew: what a user notices is how long a run of thousands of
// objects goes on after the service is gone.
func TestOutage_isFoundOutByFew(t *testing.T) {
	t.Parallel()
	const notSent = "Try again when the server answers. If it stays so, check the network and the proxy settings, and ask the server's administrator."
	for name, test := range map[string]struct {
		broken failure
		asked  int32
		within time.Duration
		says   string
	}{
		"in maintenance": {answers(503, "<html>"), 10_080, 10 * time.Second, "The server or a proxy in front of it is in trouble. Try again; if it stays so, ask the server's administrator."},
		"out of reach":   {reset, 10_080, 10 * time.Second, "The server could not be reached. Check server_url, the network and the proxy settings."},
		"behind a gateway that waits": {func(*http.Request) (int, string, error) {
			time.Sleep(30 * time.Second)
			return 504, "", nil
		}, 100, 7 * time.Minute, "The server or a proxy in front of it is in trouble. Try again; if it stays so, ask the server's administrator."},
		"hanging": {hangs, 100, 7 * time.Minute, "The server could not be reached. Check server_url, the network and the proxy settings."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				site := &site{method: "schedules", broken: test.broken}
				client := inMemoryClient(t, site)
				started := time.Now()
				errs := readSchedules(client, 10_000)
				if took := time.Since(started); len(errs) != 10_000 || site.asked.Load() > test.asked || took > test.within {
					t.Errorf("%d of 10000 failed in %s with %d requests, want all in %s with at most %d", len(errs), took, site.asked.Load(), test.within, test.asked)
				}
				for _, err := range errs {
					var failed *tableau.Error
					if !errors.As(err, &failed) || failed.Advice() != test.says && (failed.Attempts > 0 || failed.Advice() != notSent) {
						t.Fatalf("got %v and the advice %s, want %s", err, failed.Advice(), test.says)
					}
				}
				site.works.Store(true)
				time.Sleep(31 * time.Second)
				if errs := readSchedules(client, 10); len(errs) > 0 {
					t.Errorf("half a minute later: %v", errs)
				}
			})
		})
	}
}

// TestOutage_needsMoreThanOneBrokenObject: what fails by itself must not take the
// retries of others away.
func TestOutage_needsMoreThanOneBrokenObject(t *testing.T) {
	t.Parallel()
	for name, broken := range map[string]failure{
		"while others are answered":   reset,
		"with an answer of Tableau's": answers(500, refusal("500000", "Internal Server Error", "")),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				broke := &site{method: "broken", broken: broken}
				client := inMemoryClient(t, broke)
				var reads sync.WaitGroup
				if strings.HasPrefix(name, "while") {
					reads.Go(func() {
						for range 10 {
							time.Sleep(time.Second / 2)
							_, _ = client.Schedules().Get(t.Context(), "5e8f")
						}
					})
				}
				_, err := client.Schedules().Get(t.Context(), "broken")
				if err == nil {
					t.Error("no error")
				}
				before := broke.asked.Load()
				if _, err := client.Schedules().Get(t.Context(), "broken"); err == nil || broke.asked.Load() != before+5 {
					t.Errorf("got %v after %d requests, want 5", err, broke.asked.Load()-before)
				}
				reads.Wait()
			})
		})
	}
}

func TestOutage_endsWithTheFirstAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		gone := &site{method: "schedules", broken: reset}
		client := inMemoryClient(t, gone)
		for _, want := range []int32{5, 1, 1} { // requests
			before := gone.asked.Load()
			if errs := readSchedules(client, 1); len(errs) != 1 || gone.asked.Load()-before != want {
				t.Errorf("%v after %d requests, want %d", errs, gone.asked.Load()-before, want)
			}
		}
		gone.works.Store(true)
		if errs := readSchedules(client, 1); len(errs) > 0 {
			t.Error(errs)
		}
		gone.works.Store(false)
		before := gone.asked.Load()
		if errs := readSchedules(client, 1); len(errs) != 1 || gone.asked.Load()-before != 5 {
			t.Errorf("%v after %d requests, want 5", errs, gone.asked.Load()-before)
		}
	})
}

func TestOutage_isFoundOutOnceForTheProduct(t *testing.T) {
	t.Parallel()
	for name, broken := range map[string]failure{"in maintenance": answers(503, "<html>"), "hanging": hangs} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client := inMemoryClient(t, &site{method: "sites", broken: broken})
				started := time.Now()
				var asks sync.WaitGroup
				for range 1000 {
					asks.Go(func() {
						if _, err := client.Product(t.Context()); err == nil {
							t.Error("no error")
						}
					})
				}
				asks.Wait()
				if took := time.Since(started); took > 7*time.Minute {
					t.Errorf("a thousand objects have failed after %s, want 7 minutes at most", took)
				}
			})
		})
	}
}
