package mockserver_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// direct calls a mock without a connection; a dropped one has the status 0.
func direct(t *testing.T, server *mockserver.Server, token, method, path, body string) answered {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	r.Header.Set("X-Tableau-Auth", token)
	w := httptest.NewRecorder()
	if serve(server, w, r) && !w.Flushed {
		return answered{}
	}
	return answered{w.Code, w.Header(), w.Body.String()}
}

// serve reports whether the connection was dropped.
func serve(server *mockserver.Server, w http.ResponseWriter, r *http.Request) (dropped bool) {
	defer func() {
		switch reason := recover(); reason {
		case nil:
		case http.ErrAbortHandler:
			dropped = true
		default:
			panic(reason)
		}
	}()
	server.ServeHTTP(w, r)
	return false
}

func newServer(t *testing.T, o mockserver.Options) *mockserver.Server {
	t.Helper()
	server, err := mockserver.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return server
}

func setLottery(t *testing.T, server *mockserver.Server, l mockserver.FaultLottery) {
	t.Helper()
	if err := server.SetFaultLottery(l); err != nil {
		t.Fatal(err)
	}
}

// drawnBy are the different faults that requests of one kind meet, sorted, once there are so many of them or no more come.
func drawnBy(t *testing.T, kinds mockserver.FaultKinds, method, path string, expected int) []string {
	t.Helper()
	server := newServer(t, mockserver.Options{FaultRate: 1, FaultSeed: 1, FaultKinds: kinds})
	drawn := map[string]bool{}
	for range 5000 {
		direct(t, server, "", method, path, "")
		drawn[server.Requests().Entries[0].Fault] = true
		server.ResetRequests()
		if len(drawn) == expected {
			break
		}
	}
	return slices.Sorted(maps.Keys(drawn))
}

// Faults that every request can meet, and those that a session's requests alone do.
var (
	drawnByAll = []string{
		"200", "200 after", "200 code=500000", "200 code=500000 after", "200 html", "200 html after", "408 code=408000", "408 code=408000 after", "408 html", "408 html after",
		"429 code=429000", "429 code=429000 retry_after=+0s", "429 code=429000 retry_after=+1h", "429 code=429000 retry_after=0", "429 code=429000 retry_after=3600",
		"500 code=500000", "500 code=500000 after", "500 html", "500 html after", "502 code=502000", "502 code=502000 after", "502 html", "502 html after",
		"503 code=503000", "503 code=503000 after", "503 html", "503 html after", "503 html retry_after=0", "503 html retry_after=0 after",
		"504 code=504000", "504 code=504000 after", "504 html", "504 html after", "drop=after", "drop=before", "latency=15ms", "latency=2ms", "truncate",
	}
	drawnInSession = []string{"401 html", "403 html", "403 html after", "404 html", "end_session"}
	drawnOnPages   = []string{"partial=empty", "partial=page"}
)

func TestFaultLottery_drawsEveryKindOfFault(t *testing.T) {
	t.Parallel()
	for _, one := range []struct {
		kinds        mockserver.FaultKinds
		method, path string
		want         []string
	}{
		{mockserver.FaultsTransient, "GET", "/schedules", []string{"429 code=429000", "429 code=429000 retry_after=1", "502 html", "503 html", "drop=before", "truncate"}},
		{mockserver.FaultsTransient, "POST", "/schedules", []string{"429 code=429000", "429 code=429000 retry_after=1", "503 html"}},
		{mockserver.FaultsNoticeable, "POST", "/auth/signin", drawnByAll},
		{mockserver.FaultsNoticeable, "GET", "/serverinfo", drawnByAll},
		{mockserver.FaultsNoticeable, "POST", "/schedules", slices.Concat(drawnByAll, drawnInSession)},
		{mockserver.FaultsNoticeable, "GET", "/schedules/x", slices.Concat(drawnByAll, drawnInSession)},
		{mockserver.FaultsNoticeable, "GET", "/sites/x/workbooks/x/permissions", slices.Concat(drawnByAll, drawnInSession)},
		{mockserver.FaultsNoticeable, "GET", "/schedules", slices.Concat(drawnByAll, drawnInSession, drawnOnPages)},
		{mockserver.FaultsAny, "GET", "/schedules", slices.Concat(drawnByAll, drawnInSession, drawnOnPages, []string{"partial=list"})},
		{mockserver.FaultsAny, "GET", "/sites/x/tasks/extractRefreshes", slices.Concat(drawnByAll, drawnInSession, []string{"partial=list"})},
	} {
		t.Run(fmt.Sprint(one.kinds, one.method, one.path), func(t *testing.T) {
			t.Parallel()
			got := drawnBy(t, one.kinds, one.method, "/api/3.29"+one.path, len(one.want))
			if want := slices.Sorted(slices.Values(one.want)); !slices.Equal(got, want) {
				t.Errorf("drew\n%q\nwant\n%q", got, want)
			}
		})
	}
}

func TestFaultLottery_comesAgainWithTheSeed(t *testing.T) {
	t.Parallel()
	run := func(seed uint64) string {
		server := newServer(t, mockserver.Options{FaultRate: 0.5, FaultSeed: seed, FaultKinds: mockserver.FaultsAny})
		var log strings.Builder
		for range 100 {
			direct(t, server, "", "GET", "/api/3.29/schedules", "")
		}
		for _, entry := range server.Requests().Entries {
			fmt.Fprintln(&log, entry.Status, entry.Fault)
		}
		return log.String()
	}
	one, again, other := run(1), run(1), run(2)
	if one != again {
		t.Errorf("the same seed brought\n%s\nand\n%s", one, again)
	}
	if one == other {
		t.Errorf("another seed brought the same: %s", one)
	}
}

// TestFaultLottery_writeHappensOrNotAsTheFaultSays: what leaves a write undone leaves nothing, what loses the answer alone leaves all of it.
func TestFaultLottery_writeHappensOrNotAsTheFaultSays(t *testing.T) {
	t.Parallel()
	server := newServer(t, mockserver.Options{})
	made := map[bool]int{}
	for seed := range uint64(300) {
		server.StopFaultLottery()
		token := first(tokenValue, direct(t, server, "", "POST", "/api/3.29/auth/signin", demoSignIn).body)
		setLottery(t, server, mockserver.FaultLottery{Rate: 1, Seed: seed, Kinds: mockserver.FaultsNoticeable})
		name := fmt.Sprintf("schedule %d", seed)
		a := direct(t, server, token, "POST", "/api/3.29/schedules", request(dailyCalled+`"`+name+`"`, someDaily))
		entries := server.Requests().Entries
		fault := entries[len(entries)-1].Fault
		want := slices.Contains([]string{"drop=after", "truncate", "latency=2ms", "latency=15ms"}, fault) || strings.HasSuffix(fault, " after")
		if _, got := server.ScheduleByName(name); got != want {
			t.Errorf("met %q, answered %d: made is %v, want %v", fault, a.status, got, want)
		}
		if fault == "end_session" {
			wantRefusal(t, a, 401, "401002")
		}
		made[want]++
	}
	if made[true] < 100 || made[false] < 100 {
		t.Errorf("%v were made", made)
	}
}

// TestFaultLottery_lagsTheIndex: objects just created are missed by no to three reads, and by none once faults have stopped.
func TestFaultLottery_lagsTheIndex(t *testing.T) {
	t.Parallel()
	server := newServer(t, mockserver.Options{})
	token := first(tokenValue, direct(t, server, "", "POST", "/api/3.29/auth/signin", demoSignIn).body)
	lags := map[int]int{}
	for i := range 60 {
		setLottery(t, server, mockserver.FaultLottery{Rate: 1e-9, Seed: 1, Kinds: mockserver.FaultsNoticeable})
		a := direct(t, server, token, "POST", "/api/3.29/schedules", request(dailyCalled+fmt.Sprintf(`"n%d"`, i), someDaily))
		wantStatus(t, a, 201)
		missed := 0
		if i >= 40 {
			server.StopFaultLottery()
		}
		for direct(t, server, token, "GET", "/api/3.29/schedules/"+first(idValue, a.body), "").status == 404 {
			missed++
		}
		if i >= 40 && missed > 0 {
			t.Errorf("missed by %d reads after faults stopped", missed)
		} else if i < 40 {
			lags[missed]++
		}
	}
	if len(lags) != 4 || lags[0] == 0 || lags[3] == 0 {
		t.Errorf("created objects were missed by %v reads", lags)
	}
}

func TestFaultLottery_isSetOverHTTP(t *testing.T) {
	t.Parallel()
	server, c := start(t, mockserver.Options{})
	set(t, server, mockserver.Fault{Route: "GET /serverinfo", Status: 418})
	wantStatus(t, c.send("POST", "/mock/lottery", `{"rate": 1, "seed": 7, "kinds": "transient"}`), 204)
	if got := c.api("POST", "/auth/signin", demoSignIn).status; got != 429 && got != 503 {
		t.Errorf("answered %d, want a transient fault", got)
	}
	for body, want := range map[string]string{
		`{"rate": 2}`:       "fault rate 2 is not a share: use a number from 0 to 1",
		`{"kinds": "some"}`: `unknown kinds of faults \"some\": use \"transient\", \"noticeable\" or \"any\"`,
		`{"speed": 1}`:      "unknown field",
	} {
		a := c.send("POST", "/mock/lottery", body)
		if a.status != 400 || !strings.Contains(a.body, want) {
			t.Errorf("%s is answered %d %s, want 400 with %s", body, a.status, a.body, want)
		}
	}
	wantStatus(t, c.send("DELETE", "/mock/lottery", ""), 204)
	wantStatus(t, c.api("POST", "/auth/signin", demoSignIn), 200)
	wantStatus(t, c.api("GET", "/serverinfo", ""), 418) // what was set stays
}
