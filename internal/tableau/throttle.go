package tableau

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// How the distance between two requests is kept, in shares or multiples of
// Config.RetryUnit: by default it is between 10 ms and 4 s.
const (
	leastGapShare = 50 // the smallest gap worth keeping
	firstGapShare = 5
	mostGapUnits  = 8
	// recovery is the share of the gap by which each accepted request shortens it.
	recovery = 30
)

// throttle is what all requests of a client know of the service's patience. A
// 429 speaks to all of them: none is sent before the service wants to be asked
// again, and from then on they keep a distance, which is doubled by each
// further 429 and shrinks with each request that is accepted.
type throttle struct {
	unit time.Duration

	mu sync.Mutex
	// next is when the next request may be sent, and gap how long after it the one after it.
	next time.Time
	gap  time.Duration
	// refusals counts the 429s since the last accepted request, those to requests
	// that were under way together as one.
	refusals int
	// refused is when the latest 429 counted came. What was sent before says nothing new.
	refused time.Time
	// postponed is closed, and replaced, whenever next moves away from those who wait.
	postponed chan struct{}
}

func newThrottle(unit time.Duration) *throttle {
	return &throttle{unit: unit, postponed: make(chan struct{})}
}

// wait returns when a request may be sent. One that would have to wait longer
// than maxPause or its context allows fails at once with a *postponedError, and
// one that must not be sent after sendBy (zero: any time will do) with errOutdated.
func (t *throttle) wait(ctx context.Context, sendBy time.Time) error {
	for {
		next, postponed, err := t.turn(ctx, sendBy)
		if err != nil || postponed == nil {
			return err
		}
		timer := time.NewTimer(time.Until(next))
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-postponed:
			timer.Stop()
		case <-timer.C:
		}
	}
}

// turn takes the caller's turn if it is there, or else gives when to ask again:
// at next, or when postponed is closed.
func (t *throttle) turn(ctx context.Context, sendBy time.Time) (next time.Time, postponed <-chan struct{}, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.refusal(ctx, sendBy); err != nil {
		return t.next, nil, err
	}
	if now := time.Now(); !t.next.After(now) {
		t.next = now.Add(t.gap)
		return t.next, nil, nil
	}
	return t.next, t.postponed, nil
}

// check tells beforehand how wait would fail.
func (t *throttle) check(ctx context.Context, sendBy time.Time) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.refusal(ctx, sendBy)
}

// refusal is check. The caller holds mu.
func (t *throttle) refusal(ctx context.Context, sendBy time.Time) error {
	now := time.Now()
	switch {
	case t.next.After(now) && !canWait(ctx, t.next):
		return &postponedError{t.next}
	case !sendBy.IsZero() && (now.After(sendBy) || t.next.After(sendBy)):
		return errOutdated
	}
	return nil
}

// learn takes note of an answer to a request that was sent at some time, and
// of when the service wants to be asked again, zero if it does not say.
func (t *throttle) learn(sent time.Time, status int, retryAt time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	news := sent.After(t.refused)
	switch {
	case status == http.StatusTooManyRequests:
		if news {
			t.refusals++
			t.refused = time.Now()
			t.gap = min(max(2*t.gap, t.unit/firstGapShare), mostGapUnits*t.unit)
		}
		switch {
		case !retryAt.IsZero():
			t.postpone(retryAt)
		case news:
			t.postpone(t.refused.Add(spread(pausesAfterThrottle, t.refusals-1, t.unit)))
		}
		t.postpone(t.refused.Add(t.gap))
	case status != 0 && news:
		t.refusals = 0
		if t.gap -= t.gap / recovery; t.gap < t.unit/leastGapShare {
			t.gap = 0
		}
	}
}

// postpone lets nothing through before a time. The caller holds mu.
func (t *throttle) postpone(until time.Time) {
	if until.After(t.next) {
		t.next = until
		close(t.postponed)
		t.postponed = make(chan struct{})
	}
}

// postponedError says that a request was not sent, because the service wants
// none before a time that is too far away.
type postponedError struct{ until time.Time }

func (e *postponedError) Error() string {
	return fmt.Sprintf("Tableau accepts no requests before %s", e.until.UTC().Format("2006-01-02 15:04:05 UTC"))
}

// errOutdated says that a request was not sent, because what it was made from
// would have been too old by then.
var errOutdated = errors.New("it was held up until what it was planned on was out of date")
