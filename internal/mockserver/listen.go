package mockserver

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Listening is a Server that answers on an address.
type Listening struct {
	http     *http.Server
	listener net.Listener
	done     chan struct{} // closed when err is known
	err      error
}

// Listen serves on an address like "127.0.0.1:0" until Shutdown or Close. The mock accepts a well-known secret, so an
// address other machines can reach is refused.
func (s *Server) Listen(address string) (*Listening, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("listen on %q: not an address like 127.0.0.1:8080: %w", address, err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("listen on %q: not a loopback address, and the mock server's secret is known to everybody; use 127.0.0.1 or [::1]", address)
	}
	listener, err := net.Listen("tcp", address) //nolint:noctx // taking a port of this machine does not wait
	if err != nil {
		return nil, fmt.Errorf("listen on %q: %w", address, err)
	}
	l := &Listening{
		http:     &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, IdleTimeout: 2 * time.Minute},
		listener: listener,
		done:     make(chan struct{}),
	}
	go func() {
		defer close(l.done)
		l.err = l.http.Serve(listener)
	}()
	return l, nil
}

// URL is the base URL, like "http://127.0.0.1:41234".
func (l *Listening) URL() string { return "http://" + l.listener.Addr().String() }

// Shutdown stops taking requests and waits for those under way, as long as ctx lasts.
func (l *Listening) Shutdown(ctx context.Context) error {
	if err := l.http.Shutdown(ctx); err != nil {
		return fmt.Errorf("stop the mock server: %w", err)
	}
	return l.ended()
}

// Close stops at once and drops the requests under way.
func (l *Listening) Close() error {
	if err := l.http.Close(); err != nil {
		return fmt.Errorf("stop the mock server: %w", err)
	}
	return l.ended()
}

func (l *Listening) ended() error {
	<-l.done
	if errors.Is(l.err, http.ErrServerClosed) {
		return nil
	}
	return l.err
}

// TestingT is the part of *testing.T that Start needs; naming it here keeps package testing out of the command.
type TestingT interface {
	Helper()
	Fatal(args ...any)
	Cleanup(func())
}

// Start makes a Server, serves it on loopback until the test ends, and returns it with its base URL.
func Start(t TestingT, o Options) (*Server, string) {
	t.Helper()
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	l, err := s.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	})
	return s, l.URL()
}
