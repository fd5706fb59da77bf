//go:build unix

package tableau

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"path"
	"testing"
	"time"
)

// answers stands in for the network: it gives bodies that were written before,
// after a time, so that a benchmark measures the client alone.
type answers struct {
	latency time.Duration
	// list is the body of a list, or of one page of it; one that of an object.
	list func(page string) []byte
	one  func(id string) []byte
	// read is told when a body has been read to its end. May be nil.
	read func()
}

func (a *answers) RoundTrip(r *http.Request) (*http.Response, error) {
	timer := time.NewTimer(a.latency)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	var body []byte
	if last := path.Base(r.URL.Path); last == "extractRefreshes" || last == "runFlow" || last == "subscriptions" {
		body = a.list(r.URL.Query().Get("pageNumber"))
	} else {
		body = a.one(last)
	}
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/xml"}}, ContentLength: int64(len(body)),
		Body: io.NopCloser(&watched{bytes.NewReader(body), a.read}), Request: r,
	}, nil
}

// watched tells when its last byte is read.
type watched struct {
	*bytes.Reader
	ended func()
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
	if w.Len() == 0 && w.ended != nil {
		w.ended()
		w.ended = nil
	}
	return n, err
}

// newAnswered is a client that is signed in, and has its answers from a.
func newAnswered(b *testing.B, a *answers) *Client {
	b.Helper()
	c, err := NewClient(Config{ServerURL: "https://tableau.example.com", Credentials: PersonalAccessToken{Name: "demo", Secret: "demo-secret"}})
	if err != nil {
		b.Fatal(err)
	}
	c.http.Transport = a
	c.session = &session{version: Version{3, 24}, token: "token", siteID: "9a8b7c6d-5e4f-3a2b-1c0d-9e8f7a6b5c4d"}
	return c
}

// numbered is the id of the object number i.
func numbered(i int) string { return fmt.Sprintf("55555555-5555-4000-8000-%012d", i) }

// element writes an object of the service's answers, with its id.
type element func(id string) string

const onEarly = `<schedule id="11111111-1111-4000-8000-000000000000" name="Weekday early mornings" state="Active" priority="50" ` +
	`createdAt="2026-01-22T06:53:07Z" updatedAt="2026-02-22T06:53:07Z" type="Extract" frequency="Weekly" nextRunAt="2026-11-23T13:30:00Z"/>`

const weekly = `<schedule frequency="Weekly" nextRunAt="2026-11-23T13:30:00Z"><frequencyDetails start="05:30:00"><intervals>` +
	`<interval weekDay="Monday"/><interval weekDay="Wednesday"/></intervals></frequencyDetails></schedule>`

// extractTask, flowTask and subscription are what the service shows of an object (REST API
// reference: List Extract Refresh Tasks in Site, Get Flow Run Tasks, List
// Subscriptions).
func extractTask(schedule string) element {
	return func(id string) string {
		return `<task><extractRefresh id="` + id + `" priority="50" consecutiveFailedCount="0" type="RefreshExtractTask">` + schedule +
			`<workbook id="22222222-2222-4000-8000-000000000000"/></extractRefresh></task>`
	}
}

func flowTask(id string) string {
	return `<task><flowRun id="` + id + `" priority="50" consecutiveFailedCount="0" type="RunFlowTask">` + onEarly +
		`<flow id="33333333-3333-4000-8000-000000000000" name="Clean up orders"/><flowParameterSpecs/></flowRun></task>`
}

func subscription(id string) string {
	return `<subscription id="` + id + `" subject="Monday report" message="For the meeting" attachImage="true" attachPdf="false" pageOrientation="PORTRAIT" ` +
		`pageSizeOption="LETTER" suspended="false"><content id="22222222-2222-4000-8000-000000000000" type="Workbook" sendIfViewEmpty="true"/>` +
		`<schedule id="11111111-1111-4000-8000-000000000000" name="Mondays before work"/><user id="44444444-4444-4000-8000-000000000000" name="ann"/></subscription>`
}

// inAnswer puts text into one of the service's answers.
func inAnswer(text string) []byte {
	return []byte(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<tsResponse xmlns="http://tableau.com/api">` + text + `</tsResponse>`)
}

// listed is the objects from one number to another, in a row.
func listed(of element, from, to int) string {
	var b bytes.Buffer
	for i := from; i < to; i++ {
		b.WriteString(of(numbered(i)))
	}
	return b.String()
}
