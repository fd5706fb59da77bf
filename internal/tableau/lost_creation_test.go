package tableau_test

import (
	"context"
	"net/http"
	"path"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// losing is a site that makes a subscription, and then goes down for five seconds before it has
// answered: requests to broken's methods fail then.
type losing struct {
	broken      map[string]failure // by the last part of their path
	answersLost time.Duration      // after which the connection of the creation breaks
	down, made  atomic.Bool
}

func (s *losing) RoundTrip(r *http.Request) (*http.Response, error) {
	method := path.Base(r.URL.Path)
	if r.Method == http.MethodPost && method == "subscriptions" {
		s.made.Store(true)
		s.down.Store(true)
		time.AfterFunc(5*time.Second, func() { s.down.Store(false) })
		time.Sleep(s.answersLost)
		return nil, syscall.ECONNRESET
	}
	if fails := s.broken[method]; fails != nil && s.down.Load() {
		status, text, err := fails(r)
		if err != nil {
			return nil, err
		}
		return inMemory(status, text), nil
	}
	switch {
	case method != "subscriptions":
		return answerInMemory(r), nil
	case s.made.Load():
		return inMemory(http.StatusOK, subscriptionsListed("new")), nil
	}
	return inMemory(http.StatusOK, noSubscriptions), nil
}

// TestMakeOnce_findsWhatWasMadeInAShortOutage: nobody would know of the object otherwise. That others
// found the service gone, or could not sign in, keeps nobody from looking.
func TestMakeOnce_findsWhatWasMadeInAShortOutage(t *testing.T) {
	t.Parallel()
	resets := map[string]failure{"subscriptions": reset, "s0": reset, "s1": reset, "s2": reset}
	ends := answers(http.StatusUnauthorized, ended)
	noSession := map[string]failure{"subscriptions": ends, "s0": ends, "s1": ends, "s2": ends, "signin": answers(http.StatusServiceUnavailable, "")}
	for name, test := range map[string]struct {
		broken      map[string]failure
		answersLost time.Duration
	}{
		"before others notice":       {resets, time.Second},
		"after others have noticed":  {resets, 4 * time.Second},
		"while nobody can sign in":   {noSession, time.Second},
		"after others could sign in": {noSession, 4 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				site := &losing{broken: test.broken, answersLost: test.answersLost}
				client := inMemoryClient(t, site)
				var made sync.WaitGroup
				made.Go(func() {
					found, err := client.Subscriptions().Create(context.Background(), reportSettings, func(tableau.Subscription) bool { return true })
					if err != nil || found.ID != "new" {
						t.Errorf("made %q: %v", found.ID, err)
					}
				})
				synctest.Wait() // The creation is under way.
				if errs := readSchedules(client, 3); len(errs) != 3 {
					t.Errorf("%d of 3 others failed", len(errs))
				}
				made.Wait()
			})
		})
	}
}
