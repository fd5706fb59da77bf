package mockserver_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestServerInfo_needsNoSession(t *testing.T) {
	_, base := mockserver.Start(t, mockserver.Options{APIVersion: "3.24"})
	for _, path := range []string{"/api/2.4/serverinfo", "/api/2.4/serverInfo", "/api/3.24/serverinfo/"} {
		a := caller{t: t, base: base}.send("GET", path, "")
		wantStatus(t, a, 200)
		wantInner(t, a, `<serverInfo><productVersion build="20243.24.0401.1200">2024.3.0</productVersion>`+
			`<prepConductorVersion>20243.24.0401.1200</prepConductorVersion><restApiVersion>3.24</restApiVersion></serverInfo>`)
	}
}

func TestServerInfo_namesTheReleaseOfTheVersion(t *testing.T) {
	for version, want := range map[string]string{
		"2.4": `build="10100.16.1024.2100">10.1.0<`,
		"3.8": `build="20202.20.0401.1200">2020.2.0<`, "3.99": `build="20262.26.0401.1200">2026.2.0<`,
	} {
		_, base := mockserver.Start(t, mockserver.Options{APIVersion: version})
		a := caller{t: t, base: base}.send("GET", "/api/2.4/serverinfo", "")
		if got := a.inner(t); !strings.Contains(got, want) || !strings.Contains(got, "<restApiVersion>"+version+"<") {
			t.Errorf("%s answered %s, want %s in it", version, got, want)
		}
	}
}

func TestResponse_looksLikeTheServices(t *testing.T) {
	_, base := mockserver.Start(t, mockserver.Options{Now: at(t, "2026-05-06T07:08:09Z")})
	a := caller{t: t, base: base}.send("GET", "/api/3.29/serverinfo", "")
	const want = `<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		`<tsResponse xmlns="http://tableau.com/api" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ` +
		`xsi:schemaLocation="http://tableau.com/api https://help.tableau.com/samples/en-us/rest_api/ts-api_3_29.xsd">`
	if !strings.HasPrefix(a.body, want) {
		t.Errorf("answered %s, want it to begin with %s", a.body, want)
	}
	if got := a.header.Get("Content-Type"); got != "application/xml" {
		t.Errorf("Content-Type is %q", got)
	}
	if got := a.header.Get("Date"); got != "Wed, 06 May 2026 07:08:09 GMT" {
		t.Errorf("Date is %q, want the mock clock's", got)
	}
}

func TestURI_versionAndResourceMustExist(t *testing.T) {
	_, c := start(t, mockserver.Options{APIVersion: "3.20"})
	for path, code := range map[string]string{
		"/api/3.21/serverinfo":   "404003",
		"/api/3.20/nothing":      "404003",
		"/api/3.20/":             "404003",
		"/api/3.20/schedules//x": "404003",
		"/api/2.3/serverinfo":    "404003",
		"/api/3.7/schedules/x":   "405000", // get is of 3.8, update and delete are older
		"/api/2.1/schedules":     "404003",
		"/api/2.9/serverinfo":    "404001",
		"/api/4.0/serverinfo":    "404001",
		"/api/1.0/serverinfo":    "404001",
		"/api/3.04/serverinfo":   "404001",
		"/api/3/serverinfo":      "404001",
		"/api/latest/serverinfo": "404001",
		"/api/3.-1/serverinfo":   "404001",
		"/api/":                  "404001",
	} {
		if a := c.send("GET", path, ""); a.code() != code {
			t.Errorf("GET %s answered %d %s, want %s", path, a.status, a.code(), code)
		}
	}
}

func TestURI_outsideTheAPIIsAPage(t *testing.T) {
	_, base := mockserver.Start(t, mockserver.Options{})
	a := caller{t: t, base: base}.send("GET", "/", "")
	if a.status != 404 || !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		t.Errorf("answered %d %s, want an HTML page with 404", a.status, a.header.Get("Content-Type"))
	}
}

func TestMethod_othersAreRefused(t *testing.T) {
	_, c := start(t, mockserver.Options{})
	for _, one := range [][2]string{
		{"GET", "/auth/signin"}, {"POST", "/serverinfo"}, {"DELETE", "/schedules"}, {"PATCH", "/schedules/x"}, {"PUT", "/sites"},
	} {
		wantRefusal(t, c.api(one[0], one[1], ""), 405, "405000")
	}
	wantRefusal(t, c.send("PUT", "/api/3.26/schedules?state=active", ""), 405, "405000") // batch update is of 3.27
}

func TestRequestBody_isReadStrictly(t *testing.T) {
	_, c := start(t, mockserver.Options{})
	const good = `<tsRequest><schedule name="n" type="Extract" frequency="Daily"><frequencyDetails start="02:15:00"/></schedule></tsRequest>`
	for name, body := range map[string]string{
		"nothing":                  ``,
		"white space":              "  \n",
		"text":                     `name=n`,
		"JSON":                     `{"schedule": {}}`,
		"cut off":                  good[:60],
		"wrong root":               strings.ReplaceAll(good, "tsRequest", "tsResponse"),
		"unknown element":          strings.Replace(good, "</schedule>", "<extra/></schedule>", 1),
		"unknown attribute":        strings.Replace(good, "name=", "nam=", 1),
		"read-only attribute":      strings.Replace(good, "name=", `id="x" name=`, 1),
		"attribute in namespace":   strings.Replace(good, "name=", `x:name=`, 1),
		"attribute twice":          strings.Replace(good, "name=", `name="a" name=`, 1),
		"element twice":            strings.Replace(good, "</tsRequest>", "<schedule/></tsRequest>", 1),
		"foreign namespace":        strings.Replace(good, "<tsRequest>", `<tsRequest xmlns="http://example.com">`, 1),
		"foreign namespace inside": strings.Replace(good, "<schedule ", `<schedule xmlns="http://example.com" `, 1),
		"unknown prefix":           strings.NewReplacer("<schedule", "<t:schedule", "</schedule", "</t:schedule").Replace(good),
		"text between":             strings.Replace(good, "<schedule", "now<schedule", 1),
		"trailing text":            good + "x",
		"second root":              good + "<tsRequest/>",
		"document type":            `<!DOCTYPE tsRequest [<!ENTITY e "x">]>` + good,
		"unknown entity":           strings.Replace(good, `"n"`, `"&e;"`, 1),
		"no schedule":              `<tsRequest/>`,
	} {
		t.Run(name, func(t *testing.T) {
			a := c.api("POST", "/schedules", body)
			wantRefusal(t, a, 400, "400000")
			if !strings.Contains(a.body, "<summary>Bad Request</summary><detail>Payload is either malformed or incomplete") {
				t.Errorf("the error does not explain itself: %s", a.body)
			}
		})
	}
	wantStatus(t, c.api("POST", "/schedules", good), 201)
	wantStatus(t, c.api("POST", "/schedules", `<?xml version="1.0" encoding="UTF-8"?>
<!-- a comment -->
<t:tsRequest xmlns:t="http://tableau.com/api" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://tableau.com/api x.xsd">
  <t:schedule name="m" type="Extract" frequency="Daily"><t:frequencyDetails start="02:15:00"/></t:schedule>
</t:tsRequest>
`), 201)
}

func TestRequestBody_isBounded(t *testing.T) {
	_, c := start(t, mockserver.Options{})
	a := c.api("POST", "/schedules", strings.Repeat(" ", 1<<20+1))
	wantRefusal(t, a, 413, "413000")
}

func TestJSON_isRefused(t *testing.T) {
	_, base := mockserver.Start(t, mockserver.Options{})
	for _, one := range []struct {
		method, path, header, value, body string
		status                            int
	}{
		{"POST", "/auth/signin", "Content-Type", "application/json", `{"credentials": {}}`, 415},
		{"GET", "/serverinfo", "Accept", "application/json", "", 406},
		{"GET", "/serverinfo", "Accept", "application/json, */*;q=0.5", "", 200},
		{"GET", "/serverinfo", "Accept", "text/xml", "", 200},
		{"POST", "/auth/signin", "Content-Type", "application/x-www-form-urlencoded", demoSignIn, 200},
	} {
		request, err := http.NewRequestWithContext(t.Context(), one.method, base+"/api/3.29"+one.path, strings.NewReader(one.body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set(one.header, one.value)
		a, err := perform(request)
		if err != nil {
			t.Fatal(err)
		}
		if a.status != one.status {
			t.Errorf("%s: %s answered %d, want %d", one.header, one.value, a.status, one.status)
		}
	}
}

func TestCloud_hidesSchedules(t *testing.T) {
	_, c := start(t, mockserver.Options{Product: mockserver.ProductCloud})
	for _, one := range [][2]string{
		{"GET", "/schedules"}, {"POST", "/schedules"}, {"GET", "/schedules/x"}, {"PUT", "/schedules/x"}, {"DELETE", "/schedules/x"},
	} {
		wantRefusal(t, c.api(one[0], one[1], ""), 404, "404003")
	}
}

func TestOptions_thatDoNotFitAreRefused(t *testing.T) {
	for want, o := range map[string]mockserver.Options{
		`unknown product "desktop": use "server" or "cloud"`:                              {Product: "desktop"},
		`unknown API version "3": use one like "3.24"`:                                    {APIVersion: "3"},
		`unknown time zone "Mars": use a name of the IANA database, like "Europe/London"`: {TimeZone: "Mars"},
		`fault rate 1.5 is not a share: use a number from 0 to 1`:                         {FaultRate: 1.5},
		`unknown kinds of faults "all": use "transient", "noticeable" or "any"`:           {FaultKinds: "all"},
		`latency -1ns is below zero`:                                                      {Latency: -1},
	} {
		if _, err := mockserver.New(o); err == nil || err.Error() != want {
			t.Errorf("got the error %v, want %s", err, want)
		}
	}
}

func TestServer_isSafeForConcurrentUse(t *testing.T) {
	server, c := start(t, mockserver.Options{Behaviour: mockserver.Behaviour{IndexLag: 1}})
	var callers sync.WaitGroup
	for i := range 8 {
		callers.Go(func() {
			a := c.api("POST", "/schedules", fmt.Sprintf(`<tsRequest><schedule name="s%d" type="Extract" frequency="Daily"><frequencyDetails start="02:15:00"/></schedule></tsRequest>`, i))
			c.api("GET", "/schedules", "")
			c.api("GET", "/schedules/"+first(idValue, a.body), "")
			server.AdvanceClock(1)
			server.UpdateSchedule(first(idValue, a.body), func(s *mockserver.Schedule) { s.Priority = 7 })
			server.SetBehaviour(mockserver.Behaviour{})
			_ = server.Requests()
		})
	}
	callers.Wait()
	if got := len(server.Schedules()); got != 8 {
		t.Errorf("%d schedules, want 8", got)
	}
}
