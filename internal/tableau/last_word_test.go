package tableau_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

const deleteSchedule = "DELETE /api/3.24/schedules/5e8f"

// unlessGone answers when the request is not taken back in the meantime.
func unlessGone(within time.Duration, then http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-time.After(within):
			then(w, r)
		}
	}
}

func TestWrite_interruptedOnceItIsSentStillHearsWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	ctx, interrupt := context.WithCancel(t.Context())
	fake := newFake(t)
	answered := unlessGone(50*time.Millisecond, status(http.StatusNoContent, ""))
	fake.mux.HandleFunc(deleteSchedule, func(w http.ResponseWriter, r *http.Request) {
		interrupt()
		answered(w, r)
	})
	// The answer comes long before the client would give it up, on a busy machine too.
	client := fake.client(t, func(c *tableau.Config) { c.RetryUnit = time.Minute })
	if err := client.Schedules().Delete(ctx, "5e8f", "System"); err != nil {
		t.Errorf("the schedule is deleted, and yet: %v", err)
	}
}

func TestWrite_interruptedIsNotWaitedForWithoutEnd(t *testing.T) {
	t.Parallel()
	ctx, interrupt := context.WithCancel(t.Context())
	fake := newFake(t)
	fake.mux.HandleFunc(deleteSchedule, func(_ http.ResponseWriter, r *http.Request) {
		interrupt()
		<-r.Context().Done()
	})
	err := fake.client(t).Schedules().Delete(ctx, "5e8f", "System")
	if !errors.Is(err, context.Canceled) || !tableau.IsUncertain(err) {
		t.Errorf("got %v, want that nobody knows what became of it", err)
	}
	if n := fake.count(deleteSchedule); n != 1 {
		t.Errorf("it was sent %d times", n)
	}
}

func TestWrite_interruptedBeforeItIsSentNeverIs(t *testing.T) {
	t.Parallel()
	ctx, interrupt := context.WithCancel(t.Context())
	fake := newFake(t)
	fake.answer(deleteSchedule, "")
	client := fake.client(t)
	if _, err := client.Schedules().Get(ctx, "5e8f"); err == nil {
		t.Fatal("there is no schedule")
	}
	interrupt()
	if err := client.Schedules().Delete(ctx, "5e8f", "System"); !errors.Is(err, context.Canceled) || tableau.IsUncertain(err) {
		t.Errorf("got %v, want that it was not sent", err)
	}
	if n := fake.count(deleteSchedule); n != 0 {
		t.Errorf("it was sent %d times", n)
	}
}

func TestRead_interruptedEndsAtOnce(t *testing.T) {
	t.Parallel()
	ctx, interrupt := context.WithCancel(t.Context())
	fake := newFake(t)
	fake.mux.HandleFunc("GET /api/3.24/schedules/5e8f", func(_ http.ResponseWriter, r *http.Request) {
		interrupt()
		<-r.Context().Done()
	})
	// A read that waits as a write does would wait for an hour.
	client := fake.client(t, func(c *tableau.Config) { c.RetryUnit = 6 * time.Minute })
	if _, err := client.Schedules().Get(ctx, "5e8f"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was canceled", err)
	}
}
