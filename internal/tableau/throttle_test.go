package tableau_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// strictSite is a service in memory that takes so many requests a second, and
// saves up at most as many. It answers the rest with 429.
type strictSite struct {
	perSecond  float64
	latency    time.Duration
	retryAfter string // "" gives no hint

	mu      sync.Mutex
	saved   float64
	settled time.Time
	refused int
}

func (s *strictSite) RoundTrip(r *http.Request) (*http.Response, error) {
	time.Sleep(s.latency)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.settled.IsZero() {
		s.settled, s.saved = time.Now(), s.perSecond
	}
	s.saved = min(s.perSecond, s.saved+time.Since(s.settled).Seconds()*s.perSecond)
	s.settled = time.Now()
	if s.saved < 1 {
		s.refused++
		return refusedInMemory(hints(s.retryAfter)), nil
	}
	s.saved--
	return answerInMemory(r), nil
}

// script answers reads with what a test says, and the rest by itself.
type script struct {
	read func() http.Header // nil is a success, else a 429 with these headers

	mu      sync.Mutex
	started time.Time
	sent    []string // "read after 1s"
}

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.started.IsZero() {
		s.started = time.Now()
	}
	what := path.Base(r.URL.Path)
	s.sent = append(s.sent, fmt.Sprintf("%s after %s", what, time.Since(s.started)))
	if what == "5e8f" && s.read != nil {
		if headers := s.read(); headers != nil {
			return refusedInMemory(headers), nil
		}
	}
	return answerInMemory(r), nil
}

func (s *script) requests() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.sent, ", ")
}

// refusing gives one 429 for each Retry-After, and then lets requests succeed.
func refusing(retryAfter ...string) func() http.Header {
	return func() http.Header {
		if len(retryAfter) == 0 {
			return nil
		}
		next := retryAfter[0]
		retryAfter = retryAfter[1:]
		return hints(next)
	}
}

// hints are the headers Retry-After and, if there are more, Date and Age; empty ones are left out.
func hints(values ...string) http.Header {
	headers := http.Header{}
	for i, value := range values {
		if value != "" {
			headers.Set([]string{"Retry-After", "Date", "Age"}[i], value)
		}
	}
	return headers
}

func answerInMemory(r *http.Request) *http.Response {
	switch path.Base(r.URL.Path) {
	case "serverinfo":
		return inMemory(http.StatusOK, serverInfo)
	case "signin":
		return inMemory(http.StatusOK, fmt.Sprintf(signedIn, 1))
	case "signout":
		return inMemory(http.StatusNoContent, "")
	}
	return inMemory(http.StatusOK, sunday)
}

func refusedInMemory(headers http.Header) *http.Response {
	refused := inMemory(http.StatusTooManyRequests, tooMany)
	refused.Header = headers
	return refused
}

func inMemory(status int, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}
}

func inMemoryClient(t *testing.T, transport http.RoundTripper, change ...func(*tableau.Config)) *tableau.Client {
	t.Helper()
	config := tableau.Config{
		ServerURL:   "https://tableau.example.com",
		Credentials: tableau.PersonalAccessToken{Name: "terraform", Secret: "s3cret"},
		MaxRetries:  4,
	}
	for _, change := range change {
		change(&config)
	}
	client, err := tableau.NewClient(config)
	if err != nil {
		t.Fatal(err)
	}
	client.SetTransport(transport)
	return client
}

// TestThrottle_slowsDownToWhatTheServiceTakes: what a user notices is that all
// succeeds, how long it takes, and how many requests are refused on the way.
func TestThrottle_slowsDownToWhatTheServiceTakes(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		site *strictSite
		best time.Duration // that 200 requests can take
	}{
		"without Retry-After":               {&strictSite{perSecond: 5}, 40 * time.Second},
		"without Retry-After, with latency": {&strictSite{perSecond: 5, latency: 200 * time.Millisecond}, 40 * time.Second},
		"with Retry-After":                  {&strictSite{perSecond: 5, retryAfter: "1"}, 40 * time.Second},
		"with Retry-After and latency":      {&strictSite{perSecond: 5, retryAfter: "1", latency: 200 * time.Millisecond}, 40 * time.Second},
		"with Retry-After: 0":               {&strictSite{perSecond: 5, retryAfter: "0", latency: 50 * time.Millisecond}, 40 * time.Second},
		"one a second":                      {&strictSite{perSecond: 1, latency: 50 * time.Millisecond}, 200 * time.Second},
		"20 a second":                       {&strictSite{perSecond: 20, latency: 50 * time.Millisecond}, 10 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client := inMemoryClient(t, test.site)
				started := time.Now()
				var reads sync.WaitGroup
				for range 200 {
					reads.Go(func() {
						if _, err := client.Schedules().Get(t.Context(), "5e8f"); err != nil {
							t.Error(err)
						}
					})
				}
				reads.Wait()
				if test.site.refused > 30 || time.Since(started) > test.best*3/2 {
					t.Errorf("%d requests were refused in %s, want at most 30 in %s", test.site.refused, time.Since(started), test.best*3/2)
				}
			})
		})
	}
}

func TestThrottle_recoversStepByStep(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := inMemoryClient(t, &script{read: refusing("1")})
		read := func(times int) time.Duration {
			started := time.Now()
			for range times {
				if _, err := client.Schedules().Get(t.Context(), "5e8f"); err != nil {
					t.Fatal(err)
				}
			}
			return time.Since(started)
		}
		if took := read(11); took < 1500*time.Millisecond || took > 2*time.Second {
			t.Errorf("the refused read and ten more took %s, want its second and a tenth of one for each, or a little less", took)
		}
		read(100)
		if took := read(100); took != 0 {
			t.Errorf("a hundred reads took %s long after the refusal, want no wait at all", took)
		}
	})
}

func TestThrottle_whatOneRequestIsToldHoldsForAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		site := &script{read: refusing("60")}
		client := inMemoryClient(t, site)
		var reads sync.WaitGroup
		for range 3 {
			reads.Go(func() {
				if _, err := client.Schedules().Get(t.Context(), "5e8f"); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
		}
		reads.Wait()
		want := "serverinfo after 0s, signin after 0s, 5e8f after 0s, 5e8f after 1m0s, 5e8f after 1m0.1s, 5e8f after 1m0.19"
		if got := site.requests(); !strings.HasPrefix(got, want) {
			t.Errorf("sent %s\nwant %s", got, want)
		}
	})
}

func TestThrottle_waitTooLongFailsAtOnceAndSaysWhenToComeBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { // where it is midnight on the first of January 2000
		site := &script{read: refusing("60", "3600")}
		client := inMemoryClient(t, site)
		var patient sync.WaitGroup
		for range 2 { // One of them is told so, and spares the other the request.
			patient.Go(func() {
				started := time.Now()
				_, err := client.Schedules().Get(t.Context(), "5e8f")
				var failed *tableau.Error
				if !errors.As(err, &failed) || !strings.Contains(failed.Advice(), "left alone until 2000-01-01T01:01:00Z") || time.Since(started) != time.Minute {
					t.Errorf("got %v after %s", err, time.Since(started))
				}
			})
			synctest.Wait()
		}
		fails := func(ctx context.Context, want string) {
			started := time.Now()
			_, err := client.Schedules().Get(ctx, "5e8f")
			if err == nil || err.Error() != want || time.Since(started) != 0 {
				t.Errorf("got  %v after %s\nwant %s at once", err, time.Since(started), want)
			}
			var failed *tableau.Error
			if errors.As(err, &failed); !strings.Contains(failed.Advice(), "fewer max_concurrent_requests help") {
				t.Errorf("advice is %q", failed.Advice())
			}
		}
		brief, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		fails(brief, "cannot read schedule 5e8f: Tableau accepts no requests before 2000-01-01 00:01:00 UTC")
		patient.Wait()
		fails(t.Context(), "cannot read schedule 5e8f: Tableau accepts no requests before 2000-01-01 01:01:00 UTC")
		if got, want := site.requests(), "serverinfo after 0s, signin after 0s, 5e8f after 0s, 5e8f after 1m0s"; got != want {
			t.Errorf("sent %s\nwant %s", got, want)
		}
	})
}

func TestThrottle_backOffThatOutlastsTheDeadlineFailsAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := inMemoryClient(t, &script{read: func() http.Header { return hints() }})
		started := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		_, err := client.Schedules().Get(ctx, "5e8f")
		var failed *tableau.Error
		if took := time.Since(started); !errors.As(err, &failed) || failed.Attempts != 2 || failed.RetryAt.IsZero() || took > 2*time.Second {
			t.Errorf("got %v after %s", err, took)
		}
	})
}

func TestThrottle_waitEndsWithTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := inMemoryClient(t, &script{read: refusing("60")})
		var first sync.WaitGroup
		first.Go(func() { _, _ = client.Schedules().Get(t.Context(), "5e8f") })
		synctest.Wait()
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		started := time.Now()
		if _, err := client.Schedules().Get(ctx, "5e8f"); !errors.Is(err, context.Canceled) || time.Since(started) != time.Second {
			t.Errorf("got %v after %s", err, time.Since(started))
		}
		first.Wait()
	})
}

// TestClose_doesNotWaitForTheServicesPatience: Terraform kills a provider that
// does not end, and one session less is in the service's interest.
func TestClose_doesNotWaitForTheServicesPatience(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		site := &script{read: refusing("3600")}
		client := inMemoryClient(t, site)
		_, _ = client.Schedules().Get(t.Context(), "5e8f")
		if err := client.Close(t.Context()); err != nil {
			t.Error(err)
		}
		if got, want := site.requests(), "serverinfo after 0s, signin after 0s, 5e8f after 0s, signout after 0s"; got != want {
			t.Errorf("sent %s\nwant %s", got, want)
		}
	})
}

// TestRetryAfter_isReadWhateverItHolds gives how long the next attempt waits.
func TestRetryAfter_isReadWhateverItHolds(t *testing.T) {
	t.Parallel()
	const saturday = "Sat, 01 Jan 2000 00:00:"
	for name, test := range map[string]struct {
		headers []string // Retry-After, Date, Age
		least   time.Duration
		most    time.Duration // 0: it fails at once
	}{
		"seconds":                        {[]string{"7"}, 7 * time.Second, 7 * time.Second},
		"none":                           {[]string{""}, time.Second, 1250 * time.Millisecond},
		"zero":                           {[]string{"0"}, 100 * time.Millisecond, 100 * time.Millisecond},
		"below zero":                     {[]string{"-5"}, time.Second, 1250 * time.Millisecond},
		"words":                          {[]string{"soon"}, time.Second, 1250 * time.Millisecond},
		"a fraction":                     {[]string{"1.5"}, time.Second, 1250 * time.Millisecond},
		"68 years":                       {[]string{"2147483647"}, 0, 0},
		"as long as may be":              {[]string{"300"}, 5 * time.Minute, 5 * time.Minute},
		"longer":                         {[]string{"301"}, 0, 0},
		"more than a number can hold":    {[]string{"99999999999999999999"}, time.Second, 1250 * time.Millisecond},
		"a date":                         {[]string{saturday + "09 GMT"}, 9 * time.Second, 9 * time.Second},
		"a date on a clock years ahead":  {[]string{"Tue, 01 Jan 2030 00:00:09 GMT", "Tue, 01 Jan 2030 00:00:00 GMT"}, 9 * time.Second, 9 * time.Second},
		"a date on a clock years behind": {[]string{"Fri, 01 Jan 1971 00:00:09 GMT", "Fri, 01 Jan 1971 00:00:00 GMT"}, 9 * time.Second, 9 * time.Second},
		"a date and no clock at all":     {[]string{saturday + "09 GMT", "yesterday"}, 9 * time.Second, 9 * time.Second},
		"a date, and a cache's clock":    {[]string{saturday + "09 GMT", "Fri, 31 Dec 1999 23:00:00 GMT", "3600"}, 9 * time.Second, 9 * time.Second},
		"a past date":                    {[]string{"Fri, 31 Dec 1999 23:00:00 GMT"}, 100 * time.Millisecond, 100 * time.Millisecond},
		"the last date there is":         {[]string{"Fri, 31 Dec 9999 23:59:59 GMT"}, 0, 0},
		"the first date there is":        {[]string{"Mon, 01 Jan 0001 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT"}, 100 * time.Millisecond, 100 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				refused := false
				client := inMemoryClient(t, &script{read: func() http.Header {
					if refused {
						return nil
					}
					refused = true
					return hints(test.headers...)
				}})
				started := time.Now()
				_, err := client.Schedules().Get(t.Context(), "5e8f")
				if took := time.Since(started); (err == nil) != (test.most > 0) || took < test.least || took > test.most {
					t.Errorf("got %v after %s, want %s to %s", err, took, test.least, test.most)
				}
			})
		})
	}
}
