package mockserver_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func set(t *testing.T, server *mockserver.Server, faults ...mockserver.Fault) {
	t.Helper()
	if err := server.SetFaults(faults...); err != nil {
		t.Fatal(err)
	}
}

func TestFault_answersInTheServicesPlace(t *testing.T) {
	server, c := start(t, mockserver.Options{})
	for _, one := range []struct {
		fault         mockserver.Fault
		status        int
		header, value string
		body          string
	}{
		{mockserver.Fault{HTML: true}, 503, "Content-Type", "text/html; charset=utf-8", "<h1>Service Unavailable</h1>"},
		{mockserver.Fault{Status: 502, HTML: true}, 502, "Content-Type", "text/html; charset=utf-8", "<h1>Bad Gateway</h1>"},
		{mockserver.Fault{Status: 429, RetryAfter: "7"}, 429, "Retry-After", "7", ""},
		{mockserver.Fault{Status: 429, Code: "429000"}, 429, "Content-Type", "application/xml", `<error code="429000">`},
		{mockserver.Fault{Code: "409021", Summary: "S", Detail: "D"}, 409, "Content-Type", "application/xml", `<error code="409021"><summary>S</summary><detail>D</detail></error>`},
		{mockserver.Fault{Status: 400, Code: "409004"}, 400, "Content-Type", "application/xml", `<error code="409004">`},
		{mockserver.Fault{Status: 200, Body: "not XML", ContentType: "text/x-odd"}, 200, "Content-Type", "text/x-odd", "not XML"},
		{mockserver.Fault{Redirect: "http://127.0.0.1:1/api"}, 301, "Location", "http://127.0.0.1:1/api", ""},
		{mockserver.Fault{Status: 307, Redirect: "http://127.0.0.1:1/api"}, 307, "Location", "http://127.0.0.1:1/api", ""},
		{mockserver.Fault{Status: 418}, 418, "Content-Type", "", ""},
	} {
		one.fault.Route = "POST /schedules"
		set(t, server, one.fault)
		a := c.api("POST", "/schedules", request(dailyCalled+`"n"`, someDaily))
		if a.status != one.status || a.header.Get(one.header) != one.value || !strings.Contains(a.body, one.body) {
			t.Errorf("%+v answered %d %v %s", one.fault, a.status, a.header, a.body)
		}
		wantStatus(t, c.api("GET", "/schedules", ""), 200)
	}
	if n := len(server.Schedules()); n != 0 {
		t.Errorf("%d schedules were made", n)
	}
}

func TestFault_countsAndSkips(t *testing.T) {
	server, c := start(t, mockserver.Options{})
	id := server.AddSchedule(mockserver.Schedule{Name: "n"})
	set(t, server,
		mockserver.Fault{Route: "GET /schedules/{id}", Skip: 1, Times: 2, Status: 503},
		mockserver.Fault{Route: "* /schedules/{any}", Times: 1, Status: 502},
		mockserver.Fault{Route: "*", Skip: 2, Times: 1, Status: 501},
	)
	got := ""
	for range 6 {
		got += fmt.Sprintf("%d ", c.api("GET", "/schedules/"+id, "").status)
	}
	if got != "502 503 503 200 200 501 " {
		t.Errorf("answered %s", got)
	}
}

func TestFault_zeroTimesMeetsAllUntilCleared(t *testing.T) {
	server, c := start(t, mockserver.Options{})
	set(t, server, mockserver.Fault{Route: "GET /schedules", Status: 500})
	for range 3 {
		wantStatus(t, c.api("GET", "/schedules", ""), 500)
	}
	server.ClearFaults()
	wantStatus(t, c.api("GET", "/schedules", ""), 200)
}

func TestFault_dropsTheConnection(t *testing.T) {
	for drop, wantMade := range map[string]int{mockserver.DropBefore: 0, mockserver.DropAfter: 1} {
		server, c := start(t, mockserver.Options{})
		set(t, server, mockserver.Fault{Route: "POST /schedules", Drop: drop})
		if a, err := c.try("POST", "/api/3.29/schedules", request(dailyCalled+`"n"`, someDaily)); err == nil {
			t.Errorf("dropped %s: answered %d", drop, a.status)
		}
		if made := len(server.Schedules()); made != wantMade {
			t.Errorf("dropped %s: %d schedules were made, want %d", drop, made, wantMade)
		}
	}
}

func TestFault_truncatesTheBody(t *testing.T) {
	server, c := start(t, mockserver.Options{})
	whole := c.api("GET", "/schedules", "")
	set(t, server, mockserver.Fault{Route: "GET /schedules", Truncate: true})
	cut, err := c.try("GET", "/api/3.29/schedules", "")
	if err == nil || cut.status != 200 || cut.body != whole.body[:len(whole.body)/2] {
		t.Errorf("error %v, status %d, body %q; want an error, 200 and the first half", err, cut.status, cut.body)
	}
	if got := cut.header.Get("Content-Length"); got != fmt.Sprint(len(whole.body)) {
		t.Errorf("Content-Length is %s, want that of the whole", got)
	}
}

func TestFault_endsTheSession(t *testing.T) {
	server, c := start(t, mockserver.Options{})
	set(t, server, mockserver.Fault{Route: "POST /schedules", Times: 1, EndSession: true})
	wantStatus(t, c.api("GET", "/schedules", ""), 200)
	wantRefusal(t, c.api("POST", "/schedules", request(dailyCalled+`"n"`, someDaily)), 401, "401002")
	wantRefusal(t, c.api("GET", "/schedules", ""), 401, "401002")
}

func TestLatency_delaysTheAnswer(t *testing.T) {
	server, c := start(t, mockserver.Options{Latency: 20 * time.Millisecond})
	took := func() time.Duration {
		begin := time.Now()
		wantStatus(t, c.api("GET", "/schedules", ""), 200)
		return time.Since(begin)
	}
	if got := took(); got < 20*time.Millisecond {
		t.Errorf("answered after %v", got)
	}
	set(t, server, mockserver.Fault{Route: "*", Latency: 30 * time.Millisecond})
	if got := took(); got < 50*time.Millisecond {
		t.Errorf("with a slow fault answered after %v", got)
	}
}

func TestSetFaults_refusesWhatCannotBePlayed(t *testing.T) {
	server, c := start(t, mockserver.Options{})
	set(t, server, mockserver.Fault{Route: "GET /schedules", Status: 500})
	for want, fault := range map[string]mockserver.Fault{
		`no route is like "GET /nothing": use one like "GET /schedules/{schedule}", or "*"`: {Route: "GET /nothing", Status: 500},
		`no route is like "": use one like "GET /schedules/{schedule}", or "*"`:             {Status: 500},
		`fault on *: times, skip and latency cannot be below zero`:                          {Route: "*", Times: -1},
		`fault on *: status 42 is not one of 200 to 599`:                                    {Route: "*", Status: 42},
		`fault on *: drop is "during", not "before" or "after"`:                             {Route: "*", Drop: "during"},
		`fault on *: code "X1" does not begin with a status: give the status too`:           {Route: "*", Code: "X1"},
		`fault on *: partial is "half", not "page", "empty" or "list"`:                      {Route: "*", Partial: "half"},
		`fault on *: after needs a status or a code to go with`:                             {Route: "*", After: true},
		`fault on *: retry_after "+soon" is not a duration like "+90s"`:                     {Route: "*", Status: 429, RetryAfter: "+soon"},
		`fault on *: retry_after needs a status or a code to go with`:                       {Route: "*", RetryAfter: "1"},
	} {
		if err := server.SetFaults(fault); err == nil || err.Error() != want {
			t.Errorf("%+v: got the error %v, want %s", fault, err, want)
		}
	}
	wantStatus(t, c.api("GET", "/schedules", ""), 500) // the ones before are still set
}

// luck is how sixty requests of a kind fare on a server with the seed.
func luck(t *testing.T, seed uint64, method, path string) string {
	t.Helper()
	_, base := mockserver.Start(t, mockserver.Options{FaultRate: 0.5, FaultSeed: seed})
	c := caller{t: t, base: base}
	var fates strings.Builder
	for range 60 {
		a, err := c.try(method, path, "")
		switch {
		case err != nil && a.status == 0:
			fates.WriteString("drop ")
		case err != nil:
			fates.WriteString("cut ")
		default:
			fmt.Fprintf(&fates, "%d%s ", a.status, a.header.Get("Retry-After"))
		}
	}
	return fates.String()
}

func TestFaultRate_isReproducible(t *testing.T) {
	const info = "/api/3.29/serverinfo"
	one, again, other := luck(t, 1, "GET", info), luck(t, 1, "GET", info), luck(t, 2, "GET", info)
	if one != again {
		t.Errorf("the same seed brought\n%s\nand\n%s", one, again)
	}
	if one == other {
		t.Errorf("another seed brought the same: %s", one)
	}
	for _, fate := range []string{"200 ", "503 ", "4291 ", "429 ", "502 ", "drop ", "cut "} {
		if !strings.Contains(one, fate) {
			t.Errorf("no %s among %s", fate, one)
		}
	}
}

func TestFaultRate_neverLeavesAWriteUncertain(t *testing.T) {
	fates := luck(t, 1, "POST", "/api/3.29/auth/signin")
	for _, fate := range strings.Fields(fates) {
		if fate != "400" && fate != "503" && fate != "429" && fate != "4291" {
			t.Errorf("a POST met %s", fate)
		}
	}
}
