package mockserver_test

import (
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestControl_requests(t *testing.T) {
	_, c := start(t, mockserver.Options{})
	c.api("GET", "/schedules", "")
	const want = `{"total":2,"by_route":{"GET /schedules":1,"POST /auth/signin":1}}` + "\n"
	if got := c.send("GET", "/mock/requests", ""); got.status != 200 || got.body != want || got.header.Get("Content-Type") != "application/json" {
		t.Errorf("answered %d %s, want %s", got.status, got.body, want)
	}
	wantStatus(t, c.send("DELETE", "/mock/requests", ""), 204)
	if got := c.send("GET", "/mock/requests", "").body; got != `{"total":0,"by_route":{}}`+"\n" {
		t.Errorf("after a reset: %s", got)
	}
}

func TestControl_clock(t *testing.T) {
	server, c := start(t, mockserver.Options{})
	server.AddSchedule(mockserver.Schedule{Name: "n", Start: "10:00:00"}) // 18:00 UTC, in an hour
	if got := c.send("POST", "/mock/clock", `{"advance": "90m"}`); got.status != 200 || got.body != `{"now":"2026-03-02T18:30:00Z"}`+"\n" {
		t.Errorf("answered %d %s", got.status, got.body)
	}
	if got := server.Schedules()[0]; !got.NextRunAt.Equal(at(t, "2026-03-03T18:00:00Z")) || !got.UpdatedAt.Equal(at(t, "2026-03-02T18:00:00Z")) {
		t.Errorf("updated at %v, next run at %v", got.UpdatedAt, got.NextRunAt)
	}
	for _, body := range []string{``, `{}`, `{"advance": "-1h"}`, `{"advance": "soon"}`, `{"advance": "9000h"}`, `{"advance": 1}`, `{"by": "1h"}`, `{"advance": "1h"} {}`} {
		if got := c.send("POST", "/mock/clock", body); got.status != 400 || !strings.HasPrefix(got.body, `{"error":"`) {
			t.Errorf("%s answered %d %s", body, got.status, got.body)
		}
	}
}

func TestControl_faults(t *testing.T) {
	_, c := start(t, mockserver.Options{})
	wantStatus(t, c.send("POST", "/mock/faults", `{"route": "GET /schedules", "times": 1, "status": 503, "html": true, "latency": "1ms"}`), 204)
	wantStatus(t, c.api("GET", "/schedules", ""), 503)
	wantStatus(t, c.api("GET", "/schedules", ""), 200)
	wantStatus(t, c.send("POST", "/mock/faults", ` [{"route": "GET /schedules", "code": "429000", "retry_after": "2"}, {"route": "*", "status": 500}]`), 204)
	wantRefusal(t, c.api("GET", "/schedules", ""), 429, "429000")
	wantStatus(t, c.api("GET", "/serverinfo", ""), 500)
	wantStatus(t, c.send("GET", "/mock/state", ""), 200)
	for body, want := range map[string]string{
		`{"route": "*", "stauts": 500}`:      `unknown field \"stauts\"`,
		`{"route": "*", "latency": "soon"}`:  `latency \"soon\" is not a duration like \"50ms\"`,
		`{"route": "GET /x", "status": 500}`: `no route is like \"GET /x\"`,
		`nonsense`:                           `the body is not the JSON expected here`,
	} {
		if got := c.send("POST", "/mock/faults", body); got.status != 400 || !strings.Contains(got.body, want) {
			t.Errorf("%s answered %d %s, want 400 and %s", body, got.status, got.body, want)
		}
	}
	wantStatus(t, c.send("DELETE", "/mock/faults", ""), 204)
	wantStatus(t, c.api("GET", "/schedules", ""), 200)
}

func TestControl_stateHoldsNoSecrets(t *testing.T) {
	_, c := startTwoSites(t)
	ann := signIn(t, c.base, signInBody(annToken, "finance"))
	c = signIn(t, c.base, demoSignIn)
	c.create(dailyCalled+`"n"`, someDaily)
	got := c.send("GET", "/mock/state", "")
	for _, want := range []string{
		`{"product":"server","api_version":"3.29","now":"2026-03-02T17:00:00Z","time_zone":"America/Los_Angeles","sites":[`,
		`{"id":"00000000-0000-0000-0000-00000000000b","name":"Finance","content_url":"finance","state":"Active","time_zone":"Europe/London"}]`,
		`{"id":"00000000-0000-0000-0000-0000000000a1","name":"ann","site_role":"Creator","sites":["finance"],"full_name":"ann","email":"ann@example.com","domain":"local"}`,
		`"sessions":[{"user":"ann","site":"finance","token":"ann-token","last_used":"2026-03-02T17:00:00Z"},{"user":"demo","site":"","token":"demo",`,
		`"name":"n","type":"Extract","state":"Active","priority":50,"execution_order":"Parallel","frequency":"Daily","start":"02:15:00",` +
			`"created_at":"2026-03-02T17:00:00Z","updated_at":"2026-03-02T17:00:00Z","next_run_at":"2026-03-03T10:15:00Z"}`,
	} {
		if !strings.Contains(got.body, want) {
			t.Errorf("%s is not in %s", want, got.body)
		}
	}
	for _, secret := range []string{"secret", "value", ann.token, c.token} {
		if strings.Contains(got.body, secret) {
			t.Errorf("the state holds %s: %s", secret, got.body)
		}
	}
}

func TestControl_unknownRequestsAreExplained(t *testing.T) {
	_, c := start(t, mockserver.Options{})
	for _, one := range [][2]string{{"GET", "/mock/"}, {"PUT", "/mock/clock"}, {"POST", "/mock/state"}} {
		if got := c.send(one[0], one[1], ""); got.status != 404 || !strings.Contains(got.body, "POST /mock/clock") {
			t.Errorf("%s %s answered %d %s", one[0], one[1], got.status, got.body)
		}
	}
}
