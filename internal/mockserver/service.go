package mockserver

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxBody bounds what is read of a request.
const maxBody = 1 << 20

const xmlContentType = "application/xml"

// ServeHTTP answers the REST API below /api/ and the control of the mock itself below /mock/.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasPrefix(r.URL.Path, "/api/"):
		s.serveAPI(w, r)
	case strings.HasPrefix(r.URL.Path, "/mock/"):
		s.serveControl(w, r)
	default:
		s.write(w, htmlAnswer(http.StatusNotFound, "Not Found"), false)
	}
}

// answer is a response ready to be sent.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// serveAPI takes a request through what stands around every handler: the log, the faults, the recording.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	body, bodyErr := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	where := s.routes.locate(r.URL)
	entry, fault := s.receive(r, where)
	recording := s.recorder.begin(body)
	if !s.pass(entry, false, r.Context().Done()) || !wait(r.Context(), s.latency+fault.Latency) || fault.Drop == DropBefore {
		panic(http.ErrAbortHandler) // the documented way to drop a connection
	}

	var a answer
	switch {
	case fault.answers() && !fault.After:
		a = s.faultAnswer(fault)
	case bodyErr != nil:
		a = s.refuse(unreadable(bodyErr))
	default:
		a = s.answer(r, where, body, fault)
	}
	if fault.After {
		a = s.faultAnswer(fault)
	}
	s.mu.Lock()
	s.log.answered(entry, a.status)
	s.mu.Unlock()
	if err := recording.end(a); err != nil {
		a = htmlAnswer(http.StatusInternalServerError, err.Error())
	}
	if !s.pass(entry, true, r.Context().Done()) || fault.Drop == DropAfter {
		panic(http.ErrAbortHandler)
	}
	s.write(w, a, fault.Truncate)
}

// receive logs a request and finds the fault it meets, if any.
func (s *Server) receive(r *http.Request, where target) (entry int, fault Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fault, met := s.faults.take(r.Method, where.pattern)
	if !met {
		fault = s.lottery.draw(r.Method, where.pattern, r.URL.Path)
	}
	entry = s.log.received(r, where.pattern, fault)
	if fault.EndSession {
		s.sessions.end(r.Header.Get(sessionHeader))
	}
	return entry, fault
}

// wait reports whether d has passed before the caller went away.
func wait(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

func unreadable(err error) *apiError {
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return &apiError{http.StatusRequestEntityTooLarge, "413000", "Payload Too Large", "The request body is larger than 1 MiB."}
	}
	return badRequest("the request body could not be read")
}

// answer lets the route's handler answer, once everything that holds for all routes is found in order.
func (s *Server) answer(r *http.Request, where target, body []byte, fault Fault) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	route, version, refusal := s.selectRoute(r.Method, where)
	if refusal == nil {
		refusal = speaksXML(r.Header, body)
	}
	if refusal != nil {
		return s.refuse(refusal)
	}
	c := &call{parameters: where.parameters, query: r.URL.Query(), version: version, body: body, fault: fault}
	if route.needs != nobody {
		if c.session, refusal = s.sessionOf(r.Header); refusal == nil {
			refusal = c.session.allows(route)
		}
		if refusal != nil {
			return s.refuse(refusal)
		}
	}
	answered, refusal := route.handle(s, c)
	if refusal != nil {
		return s.refuse(refusal)
	}
	a := s.render(answered.status, answered.content...)
	if answered.location != "" {
		a.header.Set("Location", answered.location)
	}
	return a
}

// speaksXML refuses a request made in JSON or for JSON. The service speaks both; the mock has only the default. A form's
// content type passes, since the reference's curl examples send their bodies with it.
func speaksXML(header http.Header, body []byte) *apiError {
	content, _, _ := mime.ParseMediaType(header.Get("Content-Type"))
	if len(body) > 0 && strings.Contains(content, "json") {
		return &apiError{http.StatusUnsupportedMediaType, "415000", "Unsupported Media Type", "This server reads XML only."}
	}
	accept := header.Get("Accept")
	if accept != "" && !strings.Contains(accept, "xml") && !strings.Contains(accept, "*/*") {
		return &apiError{http.StatusNotAcceptable, "406000", "Not Acceptable", "This server answers XML only."}
	}
	return nil
}

type errorElement struct {
	XMLName xml.Name `xml:"error"`
	Code    string   `xml:"code,attr"`
	Summary string   `xml:"summary"`
	Detail  string   `xml:"detail"`
}

func (s *Server) refuse(e *apiError) answer {
	return s.render(e.status, errorElement{Code: e.code, Summary: e.summary, Detail: e.detail})
}

// render writes content as the children of a tsResponse. No content is no body.
func (s *Server) render(status int, content ...any) answer {
	a := answer{status: status, header: http.Header{}}
	if len(content) == 0 {
		return a
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s<tsResponse xmlns=%q xmlns:xsi=%q xsi:schemaLocation=\"%s https://help.tableau.com/samples/en-us/rest_api/ts-api_%d_%d.xsd\">",
		xml.Header, tableauNamespace, schemaNamespace, tableauNamespace, s.version.major, s.version.minor)
	for _, child := range content {
		part, err := xml.Marshal(child)
		if err != nil {
			return htmlAnswer(http.StatusInternalServerError, err.Error())
		}
		b.Write(part)
	}
	b.WriteString("</tsResponse>\n")
	a.header.Set("Content-Type", xmlContentType)
	a.body = b.Bytes()
	return a
}

// htmlAnswer is a page as a gateway before the service would send it.
func htmlAnswer(status int, text string) answer {
	header := http.Header{"Content-Type": {"text/html; charset=utf-8"}}
	body := fmt.Appendf(nil, "<html><head><title>%d %s</title></head><body><h1>%s</h1></body></html>\n", status, text, text)
	return answer{status: status, header: header, body: body}
}

// write sends a, or only the first half of it under the length of the whole.
func (s *Server) write(w http.ResponseWriter, a answer, truncate bool) {
	header := w.Header()
	for name, values := range a.header {
		header[name] = values
	}
	header.Set("Date", s.Now().Format(http.TimeFormat))
	if len(a.body) > 0 {
		header.Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	w.WriteHeader(a.status)
	if !truncate {
		_, _ = w.Write(a.body) // a client that went away is no fault of the mock
		return
	}
	_, _ = w.Write(a.body[:len(a.body)/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}
