package mockserver_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// fridayEvening is when the reference's example of an hourly schedule was created: 18:51 in Los Angeles.
const fridayEvening = "2016-05-07T01:51:19Z"

func startAt(t *testing.T, instant string, b mockserver.Behaviour) (*mockserver.Server, caller) {
	t.Helper()
	return start(t, mockserver.Options{Now: at(t, instant), Behaviour: b})
}

// request is a schedule's message with the given attributes and content.
func request(attributes, content string) string {
	return `<tsRequest><schedule ` + attributes + `>` + content + `</schedule></tsRequest>`
}

func details(times string, intervals ...string) string {
	content := ""
	for _, interval := range intervals {
		content += "<interval " + interval + "/>"
	}
	return "<frequencyDetails " + times + "><intervals>" + content + "</intervals></frequencyDetails>"
}

// anonymous replaces the id of the schedule in an answer.
func anonymous(t *testing.T, a answered) string {
	t.Helper()
	id := regexp.MustCompile(`id="[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"`)
	return id.ReplaceAllString(a.inner(t), `id="ID"`)
}

// create makes a schedule and returns its id.
func (c caller) create(attributes, content string) string {
	c.t.Helper()
	a := c.api("POST", "/schedules", request(attributes, content))
	wantStatus(c.t, a, 201)
	return first(idValue, a.body)
}

func TestCreateSchedule_answersTheReferencesExamples(t *testing.T) {
	for _, one := range []struct{ now, attributes, content, want string }{
		{
			fridayEvening, `name="hourly-schedule-1" priority="50" type="Extract" frequency="Hourly" executionOrder="Parallel"`,
			details(`start="18:30:00" end="23:00:00"`, `hours="2"`),
			`<schedule id="ID" name="hourly-schedule-1" state="Active" priority="50" createdAt="2016-05-07T01:51:19Z" updatedAt="2016-05-07T01:51:19Z" ` +
				`type="Extract" frequency="Hourly" nextRunAt="2016-05-07T03:30:00Z" executionOrder="Parallel">` +
				`<frequencyDetails start="18:30:00" end="23:00:00"><intervals><interval hours="2"/></intervals></frequencyDetails></schedule>`,
		}, {
			"2016-05-07T01:43:33Z", `name="daily-schedule-1" priority="50" type="Subscription" frequency="Daily" executionOrder="Parallel"`,
			`<frequencyDetails start="02:15:00"/>`,
			`<schedule id="ID" name="daily-schedule-1" state="Active" priority="50" createdAt="2016-05-07T01:43:33Z" updatedAt="2016-05-07T01:43:33Z" ` +
				`type="Subscription" frequency="Daily" nextRunAt="2016-05-07T09:15:00Z" executionOrder="Parallel">` +
				`<frequencyDetails start="02:15:00"/></schedule>`,
		}, {
			"2016-05-07T02:01:30Z", `name="weekly-schedule-1" priority="50" type="Subscription" frequency="Weekly" executionOrder="Serial"`,
			details(`start="18:30:00"`, `weekDay="Sunday"`, `weekDay="Wednesday"`),
			`<schedule id="ID" name="weekly-schedule-1" state="Active" priority="50" createdAt="2016-05-07T02:01:30Z" updatedAt="2016-05-07T02:01:30Z" ` +
				`type="Subscription" frequency="Weekly" nextRunAt="2016-05-09T01:30:00Z" executionOrder="Serial">` +
				`<frequencyDetails start="18:30:00"><intervals><interval weekDay="Wednesday"/><interval weekDay="Sunday"/></intervals></frequencyDetails></schedule>`,
		}, {
			"2016-05-07T02:08:25Z", `name="monthly-schedule-1" priority="50" type="Subscription" frequency="Monthly" executionOrder="Parallel"`,
			details(`start="06:00:00"`, `monthDay="15"`),
			`<schedule id="ID" name="monthly-schedule-1" state="Active" priority="50" createdAt="2016-05-07T02:08:25Z" updatedAt="2016-05-07T02:08:25Z" ` +
				`type="Subscription" frequency="Monthly" nextRunAt="2016-05-15T13:00:00Z" executionOrder="Parallel">` +
				`<frequencyDetails start="06:00:00"><intervals><interval monthDay="15"/></intervals></frequencyDetails></schedule>`,
		},
	} {
		_, c := startAt(t, one.now, mockserver.Behaviour{})
		a := c.api("POST", "/schedules", request(one.attributes, one.content))
		wantStatus(t, a, 201)
		if got := anonymous(t, a); got != one.want {
			t.Errorf("answered\n%s\nwant\n%s", got, one.want)
		}
		id := first(idValue, a.body)
		if got, want := a.header.Get("Location"), "/api/3.29/schedules/"+id; got != want {
			t.Errorf("Location is %q, want %q", got, want)
		}
		if got := anonymous(t, c.api("GET", "/schedules/"+id, "")); got != one.want {
			t.Errorf("read back\n%s\nwant\n%s", got, one.want)
		}
	}
}

const (
	someDaily   = `<frequencyDetails start="02:15:00"/>`
	dailyCalled = `type="Extract" frequency="Daily" name=`
)

func TestCreateSchedule_isAlwaysActiveWithDefaults(t *testing.T) {
	server, c := start(t, mockserver.Options{})
	c.create(dailyCalled+`"n" state="Suspended"`, someDaily)
	got, _ := server.ScheduleByName("n")
	if got.State != "Active" || got.Priority != 50 || got.ExecutionOrder != "Parallel" {
		t.Errorf("state %s, priority %d, order %s; want Active, 50, Parallel", got.State, got.Priority, got.ExecutionOrder)
	}
}

func TestCreateSchedule_normalises(t *testing.T) {
	newer := mockserver.Behaviour{KeepDailyIntervals: true}
	older := mockserver.Behaviour{HourlyDropsWeekDays: true}
	for name, one := range map[string]struct {
		behaviour          mockserver.Behaviour
		frequency, content string
		want               string
	}{
		"hourly may take minutes": {
			frequency: "Hourly", content: details(`start="06:00:00" end="22:00:00"`, `minutes="60"`),
			want: `<frequencyDetails start="06:00:00" end="22:00:00"><intervals><interval minutes="60"/></intervals></frequencyDetails>`,
		},
		"hourly may name days": {
			frequency: "Hourly", content: details(`start="06:00:00" end="22:00:00"`, `minutes="15"`, `weekDay="Monday"`, `weekDay="Friday"`),
			want: `<frequencyDetails start="06:00:00" end="22:00:00"><intervals><interval weekDay="Friday"/><interval weekDay="Monday"/><interval minutes="15"/></intervals></frequencyDetails>`,
		},
		"hourly on an old build loses its days": {
			behaviour: older,
			frequency: "Hourly", content: details(`start="06:00:00" end="22:00:00"`, `hours="12"`, `weekDay="Monday"`),
			want: `<frequencyDetails start="06:00:00" end="22:00:00"><intervals><interval hours="12"/></intervals></frequencyDetails>`,
		},
		"daily drops end and intervals": {
			frequency: "Daily", content: details(`start="06:00:00" end="22:00:00"`, `hours="4"`, `weekDay="Monday"`),
			want: `<frequencyDetails start="06:00:00"/>`,
		},
		"daily on a newer server keeps them": {
			behaviour: newer,
			frequency: "Daily", content: details(`start="06:00:00" end="22:00:00"`, `hours="4"`, `weekDay="Monday"`),
			want: `<frequencyDetails start="06:00:00" end="22:00:00"><intervals><interval weekDay="Monday"/><interval hours="4"/></intervals></frequencyDetails>`,
		},
		"daily once a day on a newer server needs no end": {
			behaviour: newer,
			frequency: "Daily", content: details(`start="06:00:00" end="22:10:00"`, `weekDay="Monday"`),
			want: `<frequencyDetails start="06:00:00"><intervals><interval weekDay="Monday"/></intervals></frequencyDetails>`,
		},
		"weekly drops its end and days named twice": {
			frequency: "Weekly", content: details(`start="06:00:00" end="22:00:00"`, `weekDay="Monday"`, `weekDay="Tuesday"`, `weekDay="Monday"`),
			want: `<frequencyDetails start="06:00:00"><intervals><interval weekDay="Tuesday"/><interval weekDay="Monday"/></intervals></frequencyDetails>`,
		},
		"monthly on the last day": {
			frequency: "Monthly", content: details(`start="06:00:00" end="22:00:00"`, `monthDay="LastDay"`),
			want: `<frequencyDetails start="06:00:00"><intervals><interval monthDay="LastDay"/></intervals></frequencyDetails>`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, c := startAt(t, fridayEvening, one.behaviour)
			a := c.api("POST", "/schedules", request(`name="n" type="Extract" frequency="`+one.frequency+`"`, one.content))
			wantStatus(t, a, 201)
			if !strings.Contains(a.inner(t), one.want) {
				t.Errorf("answered %s, want %s in it", a.inner(t), one.want)
			}
		})
	}
}

func TestSchedule_intervalsMustFitTheFrequency(t *testing.T) {
	newer, sameDay := mockserver.Behaviour{KeepDailyIntervals: true}, mockserver.Behaviour{RefuseOvernightWindows: true}
	const window = `start="06:00:00" end="22:00:00"`
	for name, one := range map[string]struct {
		behaviour          mockserver.Behaviour
		frequency, content string
	}{
		"no details":                       {frequency: "Daily"},
		"no start":                         {frequency: "Daily", content: `<frequencyDetails/>`},
		"start without seconds":            {frequency: "Daily", content: `<frequencyDetails start="06:00"/>`},
		"start with one digit":             {frequency: "Daily", content: `<frequencyDetails start="6:00:00"/>`},
		"start after midnight":             {frequency: "Daily", content: `<frequencyDetails start="24:00:00"/>`},
		"hourly without end":               {frequency: "Hourly", content: details(`start="06:00:00"`, `hours="2"`)},
		"hourly with end at start":         {sameDay, "Hourly", details(`start="06:00:00" end="06:00:00"`, `hours="2"`)},
		"hourly with end before start":     {sameDay, "Hourly", details(`start="06:00:00" end="05:00:00"`, `hours="2"`)},
		"hourly without intervals":         {frequency: "Hourly", content: details(window)},
		"hourly with days alone":           {frequency: "Hourly", content: details(window, `weekDay="Monday"`)},
		"hourly every 3 hours":             {frequency: "Hourly", content: details(window, `hours="3"`)},
		"hourly every 24 hours":            {frequency: "Hourly", content: details(window, `hours="24"`)},
		"hourly every 20 minutes":          {frequency: "Hourly", content: details(window, `minutes="20"`)},
		"hourly with hours and minutes":    {frequency: "Hourly", content: details(window, `hours="1"`, `minutes="15"`)},
		"hourly with both in one interval": {frequency: "Hourly", content: details(window, `hours="1" minutes="15"`)},
		"hourly with a month day":          {frequency: "Hourly", content: details(window, `hours="1"`, `monthDay="1"`)},
		"empty attribute":                  {frequency: "Hourly", content: details(window, `hours="1"`, `weekDay=""`)},
		"interval without attribute":       {frequency: "Hourly", content: details(window, `hours="1"`, ``)},
		"weekly without days":              {frequency: "Weekly", content: details(`start="06:00:00"`)},
		"weekly with a lower-case day":     {frequency: "Weekly", content: details(`start="06:00:00"`, `weekDay="monday"`)},
		"weekly with hours":                {frequency: "Weekly", content: details(`start="06:00:00"`, `weekDay="Monday"`, `hours="1"`)},
		"weekly with eight intervals":      {frequency: "Weekly", content: details(`start="06:00:00"`, strings.Split(strings.Repeat(`weekDay="Monday"|`, 7)+`weekDay="Monday"`, "|")...)},
		"monthly without day":              {frequency: "Monthly", content: details(`start="06:00:00"`)},
		"monthly with two days":            {frequency: "Monthly", content: details(`start="06:00:00"`, `monthDay="1"`, `monthDay="15"`)},
		"monthly on the 32nd":              {frequency: "Monthly", content: details(`start="06:00:00"`, `monthDay="32"`)},
		"monthly on the zeroth":            {frequency: "Monthly", content: details(`start="06:00:00"`, `monthDay="0"`)},
		"monthly on the first Monday":      {frequency: "Monthly", content: details(`start="06:00:00"`, `monthDay="First" weekDay="Monday"`)},
		"monthly on First":                 {frequency: "Monthly", content: details(`start="06:00:00"`, `monthDay="First"`)},
		"monthly, customized":              {frequency: "Monthly", content: details(`start="06:00:00"`, `monthDay="Customized Monthly"`)},
		"newer daily every 3 hours":        {newer, "Daily", details(window, `hours="3"`)},
		"newer daily without end":          {newer, "Daily", details(`start="06:00:00"`, `hours="4"`)},
		"newer daily with other minutes":   {newer, "Daily", details(`start="06:00:00" end="22:30:00"`, `hours="4"`)},
		"newer daily with minutes":         {newer, "Daily", details(window, `minutes="30"`)},
	} {
		t.Run(name, func(t *testing.T) {
			server, c := startAt(t, fridayEvening, one.behaviour)
			message := request(`name="n" type="Extract" frequency="`+one.frequency+`"`, one.content)
			wantRefusal(t, c.api("POST", "/schedules", message), 400, "409004")
			if len(server.Schedules()) != 0 {
				t.Error("a schedule was made all the same")
			}
			if one.content == "" || strings.HasPrefix(name, "weekly without") {
				return // an update may leave these out
			}
			id := server.AddSchedule(mockserver.Schedule{Name: "n"})
			wantRefusal(t, c.api("PUT", "/schedules/"+id, message), 400, "409004")
		})
	}
}

func TestSchedule_intervalErrorNamesTheExpectedFormat(t *testing.T) {
	_, c := start(t, mockserver.Options{})
	a := c.api("POST", "/schedules", request(`name="n" type="Extract" frequency="Monthly"`, details(`start="06:00:00"`)))
	wantInner(t, a, `<error code="409004"><summary>Bad Request</summary>`+
		`<detail>Invalid schedule: a monthly schedule needs exactly one monthDay interval (1 to 31 or LastDay).</detail></error>`)
}

func TestSchedule_attributesMustBeAllowed(t *testing.T) {
	server, c := start(t, mockserver.Options{})
	id := server.AddSchedule(mockserver.Schedule{Name: "there"})
	for _, attribute := range []string{
		`priority="0"`, `priority="101"`, `priority="high"`, `executionOrder="serial"`, `frequency="daily"`, `frequency="Yearly"`, `name=""`,
	} {
		attributes := attribute
		for name, value := range map[string]string{"name": `"n"`, "type": `"Extract"`, "frequency": `"Daily"`} {
			if !strings.HasPrefix(attribute, name+"=") {
				attributes += " " + name + "=" + value
			}
		}
		wantRefusal(t, c.api("POST", "/schedules", request(attributes, someDaily)), 400, "400000")
		wantRefusal(t, c.api("PUT", "/schedules/"+id, request(attribute, "")), 400, "400008")
	}
	for _, attributes := range []string{`name="n" type="Extract"`, `name="n" frequency="Daily"`, `type="Extract" frequency="Daily"`} {
		wantRefusal(t, c.api("POST", "/schedules", request(attributes, someDaily)), 400, "400000")
	}
	wantRefusal(t, c.api("PUT", "/schedules/"+id, request(`state="Paused"`, "")), 400, "400008")
	wantRefusal(t, c.api("PUT", "/schedules/"+id, request(`type="Flow"`, "")), 400, "400008")
	wantStatus(t, c.api("PUT", "/schedules/"+id, request(`type="Extract"`, "")), 200)
}

func TestCreateSchedule_typesDependOnTheVersion(t *testing.T) {
	create := func(version, scheduleType string) int {
		_, c := start(t, mockserver.Options{APIVersion: version})
		return c.send("POST", "/api/3.18/schedules", request(`name="n" frequency="Daily" type="`+scheduleType+`"`, someDaily)).status
	}
	for _, allowed := range []string{"Extract", "Flow", "Subscription"} {
		if got := create("3.29", allowed); got != 201 {
			t.Errorf("%s answered %d, want 201", allowed, got)
		}
	}
	for _, refused := range []string{"DataAcceleration", "System", "ActiveDirectorySync", ""} {
		if got := create("3.29", refused); got != 400 {
			t.Errorf("%q answered %d, want 400", refused, got)
		}
	}
	_, c := startVersion(t, "3.15")
	wantStatus(t, c.send("POST", "/api/3.15/schedules", request(`name="n" frequency="Daily" type="DataAcceleration"`, someDaily)), 201)
}

// startVersion signs in by the version's own URIs.
func startVersion(t *testing.T, version string) (*mockserver.Server, caller) {
	t.Helper()
	server, base := mockserver.Start(t, mockserver.Options{APIVersion: version})
	c := caller{t: t, base: base}
	c.token = first(tokenValue, c.send("POST", "/api/"+version+"/auth/signin", demoSignIn).body)
	return server, c
}

func TestScheduleName_isUniqueWhateverItsCase(t *testing.T) {
	_, c := start(t, mockserver.Options{})
	c.create(dailyCalled+`"Early"`, someDaily)
	late := c.create(dailyCalled+`"Late"`, someDaily)
	wantRefusal(t, c.api("POST", "/schedules", request(dailyCalled+`"EARLY"`, someDaily)), 409, "409021")
	wantRefusal(t, c.api("PUT", "/schedules/"+late, request(`name="early"`, "")), 409, "409021")
	wantStatus(t, c.api("PUT", "/schedules/"+late, request(`name="LATE"`, "")), 200)
}

func TestListSchedules_hasNeitherDetailsNorOrder(t *testing.T) {
	_, c := start(t, mockserver.Options{Now: at(t, fridayEvening), Seed: mockserver.Seed{Schedules: []mockserver.Schedule{
		{ID: "00000000-0000-0000-0000-0000000000c2", Name: "b", State: "Suspended", Priority: 80, Type: "System", Frequency: "Weekly",
			Start: "18:30:00", Intervals: []mockserver.Interval{{WeekDay: "Sunday"}}},
		{ID: "00000000-0000-0000-0000-0000000000c1", Name: "a", Start: "02:15:00", EndScheduleAt: at(t, "2016-06-07T12:00:00Z")},
	}}})
	wantInner(t, c.api("GET", "/schedules", ""), `<pagination pageNumber="1" pageSize="100" totalAvailable="2"/><schedules>`+
		`<schedule id="00000000-0000-0000-0000-0000000000c1" name="a" state="Active" priority="50" createdAt="2016-05-07T01:51:19Z" `+
		`updatedAt="2016-05-07T01:51:19Z" type="Extract" frequency="Daily" nextRunAt="2016-05-07T09:15:00Z" endScheduleAt="2016-06-07T12:00:00Z"/>`+
		`<schedule id="00000000-0000-0000-0000-0000000000c2" name="b" state="Suspended" priority="80" createdAt="2016-05-07T01:51:19Z" `+
		`updatedAt="2016-05-07T01:51:19Z" type="System" frequency="Weekly"/></schedules>`)
}

func TestListSchedules_pages(t *testing.T) {
	server, c := start(t, mockserver.Options{})
	wantInner(t, c.api("GET", "/schedules?pageNumber=1", ""), `<pagination pageNumber="1" pageSize="100" totalAvailable="0"/><schedules/>`)
	wantRefusal(t, c.api("GET", "/schedules?pageNumber=2", ""), 400, "400006")
	for i := range 205 {
		server.AddSchedule(mockserver.Schedule{Name: fmt.Sprintf("s%03d", i)})
	}
	for query, want := range map[string]string{
		"":                            "1 100 205 s000 100",
		"?pageNumber=3":               "3 100 205 s200 5",
		"?pageSize=1000":              "1 1000 205 s000 205",
		"?pageSize=1&pageNumber=205":  "205 1 205 s204 1",
		"?pageSize=205":               "1 205 205 s000 205",
		"?pageNumber=2&filter=x:eq:y": "2 100 205 s100 100",
	} {
		a := c.api("GET", "/schedules"+query, "")
		wantStatus(t, a, 200)
		pagination := regexp.MustCompile(`pageNumber="(\d+)" pageSize="(\d+)" totalAvailable="(\d+)"`).FindStringSubmatch(a.body)
		name := first(regexp.MustCompile(` name="(s\d+)"`), a.body)
		got := strings.Join(append(pagination[1:], name, fmt.Sprint(strings.Count(a.body, "<schedule "))), " ")
		if got != want {
			t.Errorf("%q answered page, size, total, first and count %s; want %s", query, got, want)
		}
	}
	for query, code := range map[string]string{
		"?pageNumber=0": "400006", "?pageNumber=-1": "400006", "?pageNumber=x": "400006", "?pageNumber=": "400006", "?pageNumber=4": "400006",
		"?pageSize=0": "400007", "?pageSize=x": "400007", "?pageSize=-5": "400007", "?pageSize=1001": "403014",
		"?pageSize=205&pageNumber=2": "400006",
	} {
		if got := c.api("GET", "/schedules"+query, "").code(); got != code {
			t.Errorf("%q answered %s, want %s", query, got, code)
		}
	}
}

func TestGetSchedule_unknown(t *testing.T) {
	_, c := start(t, mockserver.Options{})
	wantRefusal(t, c.api("GET", "/schedules/00000000-0000-0000-0000-0000000000c1", ""), 404, "404027")
}

func TestGetSchedule_showsWhatOnlyTheWebInterfaceMakes(t *testing.T) {
	server, c := startAt(t, "2026-03-02T17:00:00Z", mockserver.Behaviour{})
	for want, schedule := range map[string]mockserver.Schedule{
		`nextRunAt="2026-03-15T13:00:00Z" executionOrder="Parallel"><frequencyDetails start="06:00:00"><intervals>` +
			`<interval monthDay="1"/><interval monthDay="15"/></intervals></frequencyDetails>`: {Intervals: []mockserver.Interval{{MonthDay: "1"}, {MonthDay: "15"}}},
		`nextRunAt="2026-03-19T13:00:00Z" executionOrder="Parallel"><frequencyDetails start="06:00:00"><intervals>` +
			`<interval weekDay="Thursday" monthDay="Third"/></intervals></frequencyDetails>`: {Intervals: []mockserver.Interval{{WeekDay: "Thursday", MonthDay: "Third"}}},
		`frequency="Monthly" executionOrder="Parallel"><frequencyDetails start="06:00:00"><intervals>` +
			`<interval monthDay="Customized Monthly"/></intervals></frequencyDetails>`: {Intervals: []mockserver.Interval{{MonthDay: "Customized Monthly"}}},
	} {
		schedule.Name, schedule.Frequency, schedule.Start = want, "Monthly", "06:00:00"
		id := server.AddSchedule(schedule)
		if got := c.api("GET", "/schedules/"+id, "").inner(t); !strings.Contains(got, want) {
			t.Errorf("answered %s, want %s in it", got, want)
		}
		a := c.api("PUT", "/schedules/"+id, request(`priority="7"`, ""))
		_, times, _ := strings.Cut(want, "<frequencyDetails")
		if got := a.inner(t); !strings.Contains(got, `priority="7"`) || !strings.Contains(got, times) {
			t.Errorf("an update of the priority answered %s", got)
		}
	}
}

func TestDeleteSchedule(t *testing.T) {
	_, c := start(t, mockserver.Options{})
	id := c.create(dailyCalled+`"n"`, someDaily)
	a := c.api("DELETE", "/schedules/"+id, "")
	if a.status != 204 || a.body != "" {
		t.Errorf("answered %d %q, want 204 and nothing", a.status, a.body)
	}
	wantRefusal(t, c.api("DELETE", "/schedules/"+id, ""), 404, "404023")
	wantRefusal(t, c.api("PUT", "/schedules/"+id, request(`name="m"`, "")), 404, "404023")
	wantRefusal(t, c.api("GET", "/schedules/"+id, ""), 404, "404027")
}

func TestSchedules_rights(t *testing.T) {
	server, c := startTwoSites(t)
	id := server.AddSchedule(mockserver.Schedule{Name: "n"})
	creator := signIn(t, c.base, signInBody(annPassword, "finance"))
	viewer := signIn(t, c.base, signInBody(`name="vic" password="secret"`, ""))
	for _, path := range []string{"/schedules", "/schedules/" + id} {
		wantStatus(t, creator.api("GET", path, ""), 200)
		wantRefusal(t, viewer.api("GET", path, ""), 403, "403004")
		wantRefusal(t, c.api("GET", path, ""), 401, "401000")
	}
	for _, one := range [][3]string{
		{"POST", "/schedules", request(dailyCalled+`"m"`, someDaily)},
		{"PUT", "/schedules/" + id, request(`name="m"`, "")},
		{"DELETE", "/schedules/" + id, ""},
		{"PUT", "/schedules?state=suspended&updateAll=true", ""},
	} {
		wantRefusal(t, creator.api(one[0], one[1], one[2]), 403, "403004")
	}
	if got := server.Schedules(); len(got) != 1 || got[0].Name != "n" || got[0].State != "Active" {
		t.Errorf("the schedules are %v", got)
	}
}
