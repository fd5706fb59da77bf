package tableau

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestFlights_whoeverAsksAtTheSameTimeSharesOneFetch(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var shared flights[string]
		var group sync.WaitGroup
		leave, fetches := make(chan struct{}), 0
		for range 6 {
			group.Go(func() {
				got, err := shared.do(t.Context(), "s1", func(context.Context) (string, error) {
					fetches++
					<-leave
					return "fetched", nil
				})
				if got != "fetched" || err != nil {
					t.Errorf("got %q, %v", got, err)
				}
			})
		}
		synctest.Wait()
		close(leave)
		group.Wait()
		if fetches != 1 {
			t.Errorf("%d fetches, want one", fetches)
		}
	})
}

func TestFlights_whoGivesUpTakesNobodyAlong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var shared flights[string]
		var group sync.WaitGroup
		impatient, giveUp := context.WithCancel(t.Context())
		group.Go(func() {
			_, err := shared.do(impatient, "s1", func(ctx context.Context) (string, error) {
				<-ctx.Done()
				return "", ctx.Err()
			})
			if !errors.Is(err, context.Canceled) {
				t.Errorf("who gave up got %v", err)
			}
		})
		synctest.Wait()
		group.Go(func() {
			got, err := shared.do(t.Context(), "s1", func(context.Context) (string, error) { return "fetched anew", nil })
			if got != "fetched anew" || err != nil {
				t.Errorf("who waited got %q, %v", got, err)
			}
		})
		synctest.Wait()
		giveUp()
		group.Wait()
	})
}

func TestFlights_whoMayWaitLongerForTheServiceDoes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var shared flights[string]
		var group sync.WaitGroup
		leave := make(chan struct{})
		throttled := &Error{Status: http.StatusTooManyRequests, RetryAt: time.Now().Add(2 * time.Minute)}
		hurried, done := context.WithTimeout(t.Context(), time.Minute)
		defer done()
		group.Go(func() {
			if _, err := shared.do(hurried, "s1", func(context.Context) (string, error) { <-leave; return "", throttled }); !errors.Is(err, throttled) {
				t.Errorf("who has a minute got %v", err)
			}
		})
		synctest.Wait()
		group.Go(func() {
			got, err := shared.do(t.Context(), "s1", func(context.Context) (string, error) { return "fetched later", nil })
			if got != "fetched later" || err != nil {
				t.Errorf("who may wait got %q, %v", got, err)
			}
		})
		synctest.Wait()
		close(leave)
		group.Wait()
	})
}

func TestFlights_whoWaitsMayGiveUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var shared flights[string]
		var group sync.WaitGroup
		leave := make(chan struct{})
		group.Go(func() {
			if got, err := shared.do(t.Context(), "s1", func(context.Context) (string, error) { <-leave; return "fetched", nil }); got != "fetched" || err != nil {
				t.Errorf("got %q, %v", got, err)
			}
		})
		synctest.Wait()
		impatient, giveUp := context.WithCancel(t.Context())
		giveUp()
		if _, err := shared.do(impatient, "s1", nil); !errors.Is(err, context.Canceled) {
			t.Errorf("who gave up got %v", err)
		}
		close(leave)
		group.Wait()
	})
}
