package mockserver

import (
	"net/http"
	"slices"
)

// LoggedRequest is one request below /api/, in the order of arrival. It holds no body and no token.
type LoggedRequest struct {
	Sequence int // from 1
	Method   string
	Route    string // "GET /schedules/{schedule}"; "GET (unknown)" for a path the mock does not have
	Path     string // as sent, "/api/3.29/schedules/…"
	Query    string // as sent, without the question mark
	Status   int    // 0 when the connection was dropped before the request was served, or while it is being served
	Fault    string // what it met, like "429 code=429000 retry_after=0" or "drop=after"; empty: nothing
}

// RequestLog is what a Server was asked since it was made, or since ResetRequests.
type RequestLog struct {
	Total   int             `json:"total"`
	ByRoute map[string]int  `json:"by_route"`
	Entries []LoggedRequest `json:"-"`
}

// requestLog keeps the entries of a RequestLog. It counts the forgotten ones, because a request that was under way during
// a reset is answered later and must not touch the entries since.
type requestLog struct {
	forgotten int
	entries   []LoggedRequest
}

func (l *requestLog) received(r *http.Request, pattern string, met Fault) int {
	if pattern == "" {
		pattern = "(unknown)"
	}
	l.entries = append(l.entries, LoggedRequest{
		Method: r.Method, Route: r.Method + " " + pattern, Path: r.URL.EscapedPath(), Query: r.URL.RawQuery, Fault: met.String(),
	})
	return l.forgotten + len(l.entries) - 1
}

func (l *requestLog) answered(entry, status int) {
	if i := entry - l.forgotten; i >= 0 {
		l.entries[i].Status = status
	}
}

// Requests returns what the server has been asked. Control requests below /mock/ do not count.
func (s *Server) Requests() RequestLog {
	s.mu.Lock()
	defer s.mu.Unlock()
	entries := slices.Clone(s.log.entries)
	counts := map[string]int{}
	for i := range entries {
		entries[i].Sequence = i + 1
		counts[entries[i].Route]++
	}
	return RequestLog{Total: len(entries), ByRoute: counts, Entries: entries}
}

// ResetRequests forgets the requests so far.
func (s *Server) ResetRequests() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log.forgotten += len(s.log.entries)
	s.log.entries = nil
}
