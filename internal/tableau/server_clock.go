package tableau

import (
	"net/http"
	"strconv"
	"sync/atomic"
	"time"
)

// serverClock knows how far the server's clock is from this machine's, for
// times that the server speaks of.
type serverClock struct{ ahead atomic.Int64 }

// observe reads the time of an answer. One that a cache kept says nothing of now.
func (c *serverClock) observe(header http.Header) {
	if header.Get("Age") != "" {
		return
	}
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		c.ahead.Store(int64(time.Until(date)))
	}
}

// now is the time on the server.
func (c *serverClock) now() time.Time {
	return time.Now().Add(time.Duration(c.ahead.Load()))
}

// retryAt reads Retry-After, in seconds or as a date on the server's clock,
// into this machine's time; zero when it is absent or not understood.
func (c *serverClock) retryAt(header http.Header) time.Time {
	value := header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return time.Now().Add(time.Duration(seconds) * time.Second)
	}
	if date, err := http.ParseTime(value); err == nil {
		return date.Add(-time.Duration(c.ahead.Load()))
	}
	return time.Time{}
}
