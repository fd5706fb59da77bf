package mockserver

// Boundary is a moment of a request below /api/: when it has arrived and nothing has happened yet, and when it has had its
// effect and its answer is not sent yet.
type Boundary struct {
	LoggedRequest
	// Served tells the second of the two from the first.
	Served bool
	// Gone is closed when the caller has gone away.
	Gone <-chan struct{}
}

// Watch has watch called at each boundary of each request from now on, in place of who watched before; nil ends it. Where it
// returns false, the connection is dropped there and then. Requests that run at the same time call it at the same time.
func (s *Server) Watch(watch func(Boundary) (goOn bool)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.watch = watch
}

// pass lets whoever watches see a boundary, and reports whether the request goes on.
func (s *Server) pass(entry int, served bool, gone <-chan struct{}) bool {
	s.mu.Lock()
	watch, at := s.watch, Boundary{Served: served, Gone: gone}
	if i := entry - s.log.forgotten; watch != nil && i >= 0 {
		at.LoggedRequest = s.log.entries[i]
		at.Sequence = i + 1
	}
	s.mu.Unlock()
	return watch == nil || watch(at)
}
