package mockserver

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// When a Fault drops the connection.
const (
	DropBefore = "before" // the request is lost: nothing happens
	DropAfter  = "after"  // the answer is lost: the request has had its effect
)

// What a Fault leaves out of a list.
const (
	PartialPage  = "page"  // the second half of the page
	PartialEmpty = "empty" // the whole page
	PartialList  = "list"  // a random half of all objects: the total is that of the others. Lists without pages know this one alone
)

// Fault makes matching requests fail, or succeed in a troublesome way. A Status, Code, Body, HTML or Redirect answers in
// the service's place and nothing happens, unless After says that the request has had its effect; without them the request is
// served, and Latency, EndSession, Partial, Truncate and Drop change how that goes.
//
// A Go client repeats a GET by itself when a connection it had used before is dropped: give such a Fault enough Times.
type Fault struct {
	// Route is "GET /schedules/{schedule}" (any parameter name will do), "* /schedules" or "*".
	Route string `json:"route"`
	Times int    `json:"times"` // how many requests it meets; 0: all
	Skip  int    `json:"skip"`  // how many pass before that

	Status      int    `json:"status"`  // default: what the code begins with, 503 for a page, 301 for a redirect
	Code        string `json:"code"`    // the service's error code, like "409021"; makes an XML error
	Summary     string `json:"summary"` // beside a code
	Detail      string `json:"detail"`  // beside a code
	HTML        bool   `json:"html"`    // an HTML page like a gateway's
	Body        string `json:"body"`    // this text instead
	ContentType string `json:"content_type"`
	RetryAfter  string `json:"retry_after"` // the header's value: seconds or a date; "+1h" makes the date that is an hour away on the server's clock
	Redirect    string `json:"redirect"`    // the address to redirect to
	After       bool   `json:"after"`       // the request is served before it is so answered

	Latency    time.Duration `json:"latency"`     // waited first; in JSON written like "50ms"
	EndSession bool          `json:"end_session"` // the caller's session is ended first, so that it meets 401002
	Partial    string        `json:"partial"`     // PartialPage, PartialEmpty or PartialList
	Truncate   bool          `json:"truncate"`    // half of the body is sent under the length of the whole
	Drop       string        `json:"drop"`        // DropBefore or DropAfter

	leftOut uint64 // which objects a PartialList leaves out
}

// UnmarshalJSON reads a Fault strictly: an unknown member is an error.
func (f *Fault) UnmarshalJSON(data []byte) error {
	type plain Fault
	read := struct {
		*plain
		Latency string `json:"latency"`
	}{plain: (*plain)(f)}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&read); err != nil {
		return err
	}
	if read.Latency == "" {
		return nil
	}
	latency, err := time.ParseDuration(read.Latency)
	if err != nil {
		return fmt.Errorf("latency %q is not a duration like \"50ms\"", read.Latency)
	}
	f.Latency = latency
	return nil
}

// check reports what makes a fault impossible to play.
func (f Fault) check(routes []route) error {
	switch {
	case f.Route != "*" && !slices.ContainsFunc(routes, func(r route) bool { return f.matches(r.method, r.pattern) }):
		return fmt.Errorf("no route is like %q: use one like \"GET /schedules/{schedule}\", or \"*\"", f.Route)
	case f.Times < 0 || f.Skip < 0 || f.Latency < 0:
		return fmt.Errorf("fault on %s: times, skip and latency cannot be below zero", f.Route)
	case f.Status != 0 && (f.Status < 200 || f.Status > 599):
		return fmt.Errorf("fault on %s: status %d is not one of 200 to 599", f.Route, f.Status)
	case f.Drop != "" && f.Drop != DropBefore && f.Drop != DropAfter:
		return fmt.Errorf("fault on %s: drop is %q, not %q or %q", f.Route, f.Drop, DropBefore, DropAfter)
	case f.Partial != "" && f.Partial != PartialPage && f.Partial != PartialEmpty && f.Partial != PartialList:
		return fmt.Errorf("fault on %s: partial is %q, not %q, %q or %q", f.Route, f.Partial, PartialPage, PartialEmpty, PartialList)
	case f.Code != "" && f.status() == 0:
		return fmt.Errorf("fault on %s: code %q does not begin with a status: give the status too", f.Route, f.Code)
	case f.RetryAfter != "" && !f.answers():
		return fmt.Errorf("fault on %s: retry_after needs a status or a code to go with", f.Route)
	case f.After && !f.answers():
		return fmt.Errorf("fault on %s: after needs a status or a code to go with", f.Route)
	}
	if _, err := f.retryAfter(time.Time{}); err != nil {
		return fmt.Errorf("fault on %s: %w", f.Route, err)
	}
	return nil
}

// matches reports whether a request of this method and pattern is one the fault is for. A request for no known path has
// an empty pattern; only "*" matches it.
func (f Fault) matches(method, pattern string) bool {
	if f.Route == "*" {
		return true
	}
	wantedMethod, wantedPattern, _ := strings.Cut(f.Route, " ")
	return pattern != "" && (wantedMethod == "*" || wantedMethod == method) && anonymous(wantedPattern) == anonymous(pattern)
}

// anonymous leaves the names of a pattern's parameters out.
func anonymous(pattern string) string {
	segments := strings.Split(pattern, "/")
	for i, segment := range segments {
		if _, isParameter := parameterName(segment); isParameter {
			segments[i] = "{}"
		}
	}
	return strings.Join(segments, "/")
}

// answers reports whether the fault answers in the service's place.
func (f Fault) answers() bool {
	return f.Status != 0 || f.Code != "" || f.Body != "" || f.HTML || f.Redirect != ""
}

func (f Fault) status() int {
	switch {
	case f.Status != 0:
		return f.Status
	case f.Redirect != "":
		return http.StatusMovedPermanently
	case f.Code == "":
		return http.StatusServiceUnavailable
	}
	status, err := strconv.Atoi(f.Code[:min(3, len(f.Code))])
	if err != nil || status < 200 || status > 599 {
		return 0
	}
	return status
}

// retryAfter is the value of the header.
func (f Fault) retryAfter(now time.Time) (string, error) {
	ahead, relative := strings.CutPrefix(f.RetryAfter, "+")
	if !relative {
		return f.RetryAfter, nil
	}
	d, err := time.ParseDuration(ahead)
	if err != nil {
		return "", fmt.Errorf("retry_after %q is not a duration like \"+90s\"", f.RetryAfter)
	}
	return now.Add(d).Format(http.TimeFormat), nil
}

func (s *Server) faultAnswer(f Fault) answer {
	var a answer
	switch {
	case f.Body != "":
		a = answer{header: http.Header{"Content-Type": {"text/plain; charset=utf-8"}}, body: []byte(f.Body)}
	case f.Code != "":
		a = s.refuse(&apiError{f.status(), f.Code, f.Summary, f.Detail})
	case f.HTML:
		a = htmlAnswer(f.status(), http.StatusText(f.status()))
	default:
		a = answer{header: http.Header{}}
	}
	a.status = f.status()
	retryAfter, _ := f.retryAfter(s.Now()) // the fault was checked for it
	for name, value := range map[string]string{"Content-Type": f.ContentType, "Retry-After": retryAfter, "Location": f.Redirect} {
		if value != "" {
			a.header.Set(name, value)
		}
	}
	return a
}

// String tells what a request meets, as the log of requests shows it.
func (f Fault) String() string {
	var parts []string
	add := func(is bool, part string) {
		if is {
			parts = append(parts, part)
		}
	}
	add(f.EndSession, "end_session")
	add(f.Latency > 0, "latency="+f.Latency.String())
	add(f.answers(), strconv.Itoa(f.status()))
	add(f.Code != "", "code="+f.Code)
	add(f.HTML, "html")
	add(f.RetryAfter != "", "retry_after="+f.RetryAfter)
	add(f.After, "after")
	add(f.Partial != "", "partial="+f.Partial)
	add(f.Truncate, "truncate")
	add(f.Drop != "", "drop="+f.Drop)
	return strings.Join(parts, " ")
}

// faultList holds the faults that were set and how many requests each has seen.
type faultList struct{ pending []*pendingFault }

type pendingFault struct {
	Fault
	seen int
}

// take finds the fault a request meets: the first that matches, is past its skipped requests and is not used up. A fault
// sees only the requests that the ones before it let pass.
func (l *faultList) take(method, pattern string) (Fault, bool) {
	for _, f := range l.pending {
		if !f.matches(method, pattern) || f.Times > 0 && f.seen >= f.Skip+f.Times {
			continue
		}
		if f.seen++; f.seen > f.Skip {
			return f.Fault, true
		}
	}
	return Fault{}, false
}

// SetFaults replaces the faults that are set. It fails, and changes nothing, when one of them names a route the mock
// does not have or cannot be played.
func (s *Server) SetFaults(faults ...Fault) error {
	pending := make([]*pendingFault, 0, len(faults))
	for _, f := range faults {
		if err := f.check(s.routes.all); err != nil {
			return err
		}
		pending = append(pending, &pendingFault{Fault: f})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.pending = pending
	return nil
}

// ClearFaults removes all faults that were set. The share of random ones stays.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.pending = nil
}
