package tableau

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"time"
)

// maxPause is the longest wait that the service may ask for and get; beyond it
// a person should decide.
const maxPause = 5 * time.Minute

// Waits before the next attempt, in units of Config.RetryUnit. The service
// does not always say how long to wait after a 429.
var (
	pausesAfterFault    = []int{1, 1, 1, 2, 4}
	pausesAfterThrottle = []int{2, 6, 20, 60, 120}
)

// worthRepeating is the one rule of what is sent again: what the service
// refused for the moment, and, if sending twice does no harm, what it may not
// have done.
func (x *exchange) worthRepeating(ctx context.Context, e *Error) bool {
	if e.Status == http.StatusTooManyRequests {
		return x.client.throttle.check(ctx, x.call.sendBy) == nil
	}
	if !x.call.repeatable && !neverSent(e.Cause) {
		return false
	}
	switch {
	case e.Status == 0:
		return !isPermanent(e.Cause)
	case e.damaged:
		return true
	case e.Status == http.StatusRequestTimeout, e.Status >= http.StatusInternalServerError:
		return e.RetryAt.IsZero() || canWait(ctx, e.RetryAt)
	}
	return false
}

// canWait reports whether a time is near enough to wait for.
func canWait(ctx context.Context, until time.Time) bool {
	deadline, bounded := ctx.Deadline()
	return time.Until(until) <= maxPause && (!bounded || until.Before(deadline))
}

// backoff is worthRepeating's other half, in the form that retryablehttp asks for.
func (x *exchange) backoff(_, _ time.Duration, attempt int, _ *http.Response) time.Duration {
	return x.client.backoff(attempt, x.err)
}

// atOnce is the shortest wait. It is not zero, for timers that have run out when
// several goroutines come to wait crash the race detector in tests with a clock of
// their own (testing/synctest of Go 1.26).
const atOnce = time.Nanosecond

// backoff is how long to wait before the next attempt: as long as the service
// asks, else longer each time. After a 429 the throttle holds the next attempt up.
func (c *Client) backoff(attempt int, e *Error) time.Duration {
	switch {
	case e.isHeldUp():
		return atOnce
	case !e.RetryAt.IsZero():
		return max(atOnce, time.Until(e.RetryAt))
	}
	return max(atOnce, spread(pausesAfterFault, attempt, c.config.RetryUnit))
}

// spread chooses a pause, and varies it so that many clients do not come at once.
func spread(pauses []int, attempt int, unit time.Duration) time.Duration {
	pause := time.Duration(pauses[min(attempt, len(pauses)-1)]) * unit
	return pause + rand.N(pause/4+1) //nolint:gosec // Jitter needs no secrecy.
}

// pause waits before a failed call is made anew by other means than the retry
// of one exchange. It fails when the wait cannot be made, or is interrupted.
func (c *Client) pause(ctx context.Context, attempt int, err error) error {
	var failed *Error
	if !errors.As(err, &failed) || !failed.RetryAt.IsZero() && !canWait(ctx, failed.RetryAt) {
		return err
	}
	return sleep(ctx, c.backoff(attempt, failed))
}

// sleep waits, or ends with the context.
func sleep(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// neverSent reports that the connection did not come about at all, be it to
// the server or to a proxy on the way.
func neverSent(err error) bool {
	var (
		op          *net.OpError
		proxy       proxyError
		certificate *tls.CertificateVerificationError
	)
	return errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect" || op.Op == "socks connect") ||
		errors.As(err, &proxy) || errors.As(err, &certificate)
}

// isPermanent reports failures that the next attempt meets again.
func isPermanent(err error) bool {
	var (
		certificate *tls.CertificateVerificationError
		authority   x509.UnknownAuthorityError
		host        x509.HostnameError
		dns         *net.DNSError
		proxy       proxyError
	)
	return errors.As(err, &proxy) && proxy < http.StatusInternalServerError || errors.As(err, &certificate) || errors.As(err, &authority) || errors.As(err, &host) ||
		errors.As(err, &dns) && dns.IsNotFound
}
