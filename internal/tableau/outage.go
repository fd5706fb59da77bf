package tableau

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"
)

// outage is what all calls of a client know of a service that is gone, so that
// thousands of objects do not each wait through all their retries. It begins when a
// call has used them up and no other was answered meanwhile; the calls after it are
// tried once, and the first answer ends it.
type outage struct {
	lasts time.Duration

	mu       sync.Mutex
	answered time.Time // when the service last answered
	noticed  time.Time // when a call last ended without an answer of the service, zero once there was one
	timeouts int       // how many calls in a row ended because time ran out
}

// errGone says that a request was not sent, because those before it waited in vain.
var errGone = errors.New("the server has left the latest requests without an answer, so that this one was not sent")

// patientKey marks a context of calls that an outage and a failed sign-in of others do not shorten.
type patientKey struct{}

// patiently is a context for looking at what a write did: what nobody finds then nobody knows of.
func patiently(ctx context.Context) context.Context {
	return context.WithValue(ctx, patientKey{}, true)
}

func isPatient(ctx context.Context) bool { return ctx.Value(patientKey{}) != nil }

// retries is how often a call may be sent again, at most so often.
func (o *outage) retries(ctx context.Context, most int) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.isOn() && !isPatient(ctx) {
		return 0
	}
	return most
}

// check fails with errGone when two calls have waited in vain: each further one
// would wait as long. What fails quickly is sent, for the service may be back.
func (o *outage) check(ctx context.Context) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.isOn() && o.timeouts > 1 && !isPatient(ctx) {
		return errGone
	}
	return nil
}

// isOn reports whether the service seems to be gone. The caller holds mu.
func (o *outage) isOn() bool { return time.Since(o.noticed) < o.lasts }

// learn takes note of how an attempt ended, nil for well.
func (o *outage) learn(err *Error) {
	if err != nil && err.isGone() {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.answered, o.noticed, o.timeouts = time.Now(), time.Time{}, 0
}

// notice takes note of a call that was begun at some time, and failed although it was
// sent as often as it may be.
func (o *outage) notice(begun time.Time, err *Error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !err.isGone() || begun.Before(o.answered) {
		return
	}
	o.noticed = time.Now()
	var timeout interface{ Timeout() bool }
	if err.Status == http.StatusGatewayTimeout || errors.As(err.Cause, &timeout) && timeout.Timeout() {
		o.timeouts++
	}
}

// isGone reports that the service did not answer, and at most something in front of it did.
func (e *Error) isGone() bool {
	return e.Status == 0 || e.Status >= http.StatusInternalServerError && e.Code == ""
}
