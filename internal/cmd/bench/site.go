package main

import (
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// site is a server that takes its time, and counts. The mock Tableau behind it
// can be replaced while nobody asks.
type site struct {
	latency time.Duration
	http    *http.Server
	url     string
	state   stateStore

	tableau        atomic.Pointer[mockserver.Server]
	inFlight, most atomic.Int64
	sent           atomic.Int64
}

func newSite(latency time.Duration) (*site, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // taking a port of this machine does not wait
	if err != nil {
		return nil, err
	}
	s := &site{latency: latency, url: "http://" + listener.Addr().String()}
	s.http = &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = s.http.Serve(listener) }() // ends with close
	return s, nil
}

func (s *site) close() error { return s.http.Close() }

// plant puts another Tableau behind the site.
func (s *site) plant(seed mockserver.Seed) error {
	tableau, err := mockserver.New(mockserver.Options{Seed: seed, Behaviour: mockserver.Behaviour{FlowTaskDelete: true}})
	if err != nil {
		return err
	}
	s.tableau.Store(tableau)
	return nil
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == statePath {
		s.state.ServeHTTP(w, r)
		return
	}
	now := s.inFlight.Add(1)
	defer s.inFlight.Add(-1)
	for most := s.most.Load(); now > most && !s.most.CompareAndSwap(most, now); most = s.most.Load() {
		continue
	}
	select {
	case <-time.After(s.latency):
	case <-r.Context().Done():
		panic(http.ErrAbortHandler)
	}
	s.tableau.Load().ServeHTTP(&counted{w, &s.sent}, r)
}

// counted counts what is sent in bodies.
type counted struct {
	http.ResponseWriter
	sent *atomic.Int64
}

func (c *counted) Write(p []byte) (int, error) {
	n, err := c.ResponseWriter.Write(p)
	c.sent.Add(int64(n))
	return n, err
}

// asked is what a server was asked, and answered.
type asked struct {
	requests mockserver.RequestLog
	// most is how many requests were in flight at once, bytes the bodies that were
	// sent.
	most, bytes int64
}

// forget begins to count anew.
func (s *site) forget() {
	s.tableau.Load().ResetRequests()
	s.most.Store(0)
	s.sent.Store(0)
}

func (s *site) asked() asked {
	return asked{s.tableau.Load().Requests(), s.most.Load(), s.sent.Load()}
}

func (a asked) signIns() int  { return a.requests.ByRoute["POST /auth/signin"] }
func (a asked) signOuts() int { return a.requests.ByRoute["POST /auth/signout"] }

// oftenest is how often the path was asked for that was asked for most, of a
// route.
func (a asked) oftenest(route string) int {
	times, most := map[string]int{}, 0
	for _, request := range a.requests.Entries {
		if request.Route == route {
			times[request.Path]++
			most = max(most, times[request.Path])
		}
	}
	return most
}
