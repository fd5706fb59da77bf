package mockserver_test

import (
	"strings"
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// every is a frequency of Cloud as requests send it.
func every(frequency, times string, intervals ...string) string {
	return `<schedule frequency="` + frequency + `">` + details(times, intervals...) + `</schedule>`
}

func refresh(attributes, schedule string) string {
	return `<tsRequest><extractRefresh ` + attributes + `><workbook id="` + salesID + `"/></extractRefresh>` + schedule + `</tsRequest>`
}

var weekly = every("Weekly", `start="21:50:00"`, `weekDay="Wednesday"`)

func TestCloudExtractTask_hasItsScheduleBesideItAndReadsItNested(t *testing.T) {
	_, c := startCloudOffice(t, mockserver.Behaviour{})
	a := c.api("POST", extractTasks, refresh(`type="IncrementalRefresh"`, weekly))
	wantStatus(t, a, 200)
	id, scheduleID := first(extractTaskID, a.body), first(idValue, a.body)
	const frequency = `<frequencyDetails start="21:50:00"><intervals><interval weekDay="Wednesday"/></intervals></frequencyDetails></schedule>`
	const workbook = `<workbook id="` + salesID + `"/>`
	wantInner(t, a, `<extractRefresh id="`+id+`" consecutiveFailedCount="0" type="IncrementalRefresh">`+workbook+`</extractRefresh>`+
		`<schedule id="`+scheduleID+`" createdAt="2026-03-02T17:00:00+0000" updatedAt="2026-03-02T17:00:00+0000" frequency="Weekly" `+
		`nextRunAt="2026-03-04T21:50:00+0000">`+frequency)
	read := `<task><extractRefresh id="` + id + `" priority="50" consecutiveFailedCount="0" type="RefreshExtractTask">` +
		`<schedule frequency="Weekly" nextRunAt="2026-03-04T21:50:00Z">` + frequency + workbook + `</extractRefresh></task>`
	wantInner(t, c.api("GET", extractTasks+"/"+id, ""), read)
	wantInner(t, c.api("GET", extractTasks, ""), `<tasks>`+read+`</tasks>`)
	wantStatus(t, c.api("DELETE", extractTasks+"/"+id, ""), 204)
	wantRefusal(t, c.api("GET", extractTasks+"/"+id, ""), 404, "404026")
}

func TestCloudExtractTask_stampsHaveTheOffsetOfTheSite(t *testing.T) {
	o := officeOptions(t, mockserver.ProductCloud, mockserver.Behaviour{})
	o.Seed.Sites[0].TimeZone = "America/Los_Angeles"
	_, c := start(t, o)
	const want = `createdAt="2026-03-02T09:00:00-0800" updatedAt="2026-03-02T09:00:00-0800" frequency="Weekly" nextRunAt="2026-03-04T21:50:00-0800"`
	if a := c.api("POST", extractTasks, refresh(`type="FullRefresh"`, weekly)); !strings.Contains(a.body, want) {
		t.Errorf("answered %s, want %s in it", a.body, want)
	}
	if a := c.api("GET", extractTasks, ""); !strings.Contains(a.body, `nextRunAt="2026-03-05T05:50:00Z"`) {
		t.Errorf("reads %s", a.body)
	}
}

func TestCloudFrequency_isNormalised(t *testing.T) {
	_, c := startCloudOffice(t, mockserver.Behaviour{})
	for sent, want := range map[string]struct{ attributes, times, intervals string }{
		every("Hourly", `start="06:00:00" end="09:00:00"`, `hours="1"`, `weekDay="Monday"`): {
			`frequency="Hourly" nextRunAt="2026-03-09T06:00:00Z"`, `start="06:00:00" end="09:00:00"`,
			`<interval weekDay="Monday"/><interval minutes="60"/>`,
		},
		every("Hourly", `start="06:05:00" end="23:05:00"`, `minutes="60"`, `weekDay="Monday"`): {
			`frequency="Hourly" nextRunAt="2026-03-02T17:05:00Z"`, `start="06:05:00" end="23:05:00"`,
			`<interval weekDay="Monday"/><interval minutes="60"/>`,
		},
		every("Daily", `start="06:00:00" end="06:00:00"`, `hours="24"`, `weekDay="Monday"`, `weekDay="Friday"`): {
			`frequency="Daily" nextRunAt="2026-03-06T06:00:00Z"`, `start="06:00:00" end="06:00:00"`,
			`<interval weekDay="Friday"/><interval weekDay="Monday"/><interval hours="24"/>`,
		},
		every("Daily", `start="06:00:00" end="09:00:00"`, `hours="24"`, `weekDay="Monday"`): {
			`frequency="Daily" nextRunAt="2026-03-09T06:00:00Z"`, `start="06:00:00" end="06:00:00"`,
			`<interval weekDay="Monday"/><interval hours="24"/>`,
		},
		every("Daily", `start="12:30:00" end="20:30:00"`, `hours="4"`, `weekDay="Monday"`): {
			`frequency="Daily" nextRunAt="2026-03-02T20:30:00Z"`, `start="12:30:00" end="20:30:00"`,
			`<interval weekDay="Monday"/><interval hours="4"/>`,
		},
		every("Daily", `start="06:00:00"`, `weekDay="Monday"`): {
			`frequency="Hourly" nextRunAt="2026-03-02T18:00:00Z"`, `start="06:00:00" end="23:00:00"`,
			`<interval weekDay="Monday"/><interval minutes="60"/>`,
		},
		every("Daily", `start="06:00:00" end="20:00:00"`, `weekDay="Monday"`): {
			`frequency="Hourly" nextRunAt="2026-03-02T18:00:00Z"`, `start="06:00:00" end="20:00:00"`,
			`<interval weekDay="Monday"/><interval minutes="60"/>`,
		},
		every("Monthly", `start="06:00:00"`, `monthDay="1"`, `monthDay="15"`): {
			`frequency="Monthly" nextRunAt="2026-03-15T06:00:00Z"`, `start="06:00:00"`,
			`<interval monthDay="15"/><interval monthDay="1"/>`,
		},
		every("Monthly", `start="06:00:00"`, `monthDay="LastDay"`): {
			`frequency="Monthly" nextRunAt="2026-03-31T05:00:00Z"`, `start="06:00:00"`,
			`<interval monthDay="LastDay"/>`,
		},
		every("Monthly", `start="06:00:00"`, `monthDay="Third" weekDay="Thursday"`): {
			`frequency="Monthly" nextRunAt="2026-03-19T06:00:00Z"`, `start="06:00:00"`,
			`<interval weekDay="Thursday" monthDay="Third"/>`,
		},
		every("Monthly", `start="06:00:00"`, `monthDay="LastDay" weekDay="Sunday"`): {
			`frequency="Monthly" nextRunAt="2026-03-29T05:00:00Z"`, `start="06:00:00"`,
			`<interval weekDay="Sunday" monthDay="LastDay"/>`,
		},
	} {
		a := c.api("POST", extractTasks, refresh(`type="FullRefresh"`, sent))
		wantStatus(t, a, 200)
		schedule := `<schedule ` + want.attributes + `><frequencyDetails ` + want.times + `><intervals>` + want.intervals + `</intervals></frequencyDetails></schedule>`
		if got := c.api("GET", extractTasks+"/"+first(extractTaskID, a.body), "").inner(t); !strings.Contains(got, schedule) {
			t.Errorf("%s\nreads back\n%s\nwant in it\n%s", sent, got, schedule)
		}
	}
}

func TestCloudFrequency_refusals(t *testing.T) {
	server, c := startCloudOffice(t, mockserver.Behaviour{})
	for sent, want := range map[string]string{
		``:                                      "a schedule with a frequency and frequencyDetails is required",
		`<schedule frequency="Daily"/>`:         "a schedule with a frequency and frequencyDetails is required",
		every("Yearly", `start="06:00:00"`):     "frequency 'Yearly' is not one of Hourly, Daily, Weekly, Monthly",
		every("Weekly", ``, `weekDay="Monday"`): "'' is not a time in the format HH:MM:SS",
		every("Weekly", `start="6:00"`, `weekDay="Monday"`):                                         "'6:00' is not a time in the format HH:MM:SS",
		every("Weekly", `start="06:01:00"`, `weekDay="Monday"`):                                     "'06:01:00' is not on a five-minute mark with no seconds",
		every("Weekly", `start="06:05:30"`, `weekDay="Monday"`):                                     "'06:05:30' is not on a five-minute mark with no seconds",
		every("Weekly", `start="06:00:00"`, `weekDay="Monday"`, `weekDay="Friday"`):                 "a weekly schedule needs exactly one weekDay interval",
		every("Weekly", `start="06:00:00"`):                                                         "a weekly schedule needs exactly one weekDay interval",
		every("Weekly", `start="06:00:00"`, `weekDay="monday"`):                                     "a weekDay is one of Sunday, Monday,",
		every("Weekly", `start="06:00:00" end="07:00:00"`, `weekDay="Monday"`):                      "a weekly schedule has no end",
		every("Hourly", `start="06:00:00" end="09:00:00"`, `hours="2"`, `weekDay="Monday"`):         "exactly one interval of hours (1) or minutes (60)",
		every("Hourly", `start="06:00:00" end="09:00:00"`, `minutes="30"`, `weekDay="Monday"`):      "exactly one interval of hours (1) or minutes (60)",
		every("Hourly", `start="06:00:00" end="09:00:00"`, `hours="1"`):                             "an hourly schedule needs at least one weekDay interval",
		every("Hourly", `start="06:00:00"`, `hours="1"`, `weekDay="Monday"`):                        "an hourly schedule needs an end after its start",
		every("Hourly", `start="06:00:00" end="05:00:00"`, `hours="1"`, `weekDay="Monday"`):         "an hourly schedule needs an end after its start",
		every("Hourly", `start="06:00:00" end="09:30:00"`, `hours="1"`, `weekDay="Monday"`):         "start and end are not a whole number of hours apart",
		every("Daily", `start="18:30:00" end="23:00:00"`, `hours="4"`, `weekDay="Monday"`):          "start and end are not a whole number of hours apart",
		every("Daily", `start="18:30:00" end="23:30:00"`, `hours="4"`):                              "a daily schedule needs at least one weekDay interval",
		every("Daily", `start="18:30:00" end="23:30:00"`, `hours="3"`, `weekDay="Monday"`):          "a daily schedule needs one interval of hours (2, 4, 6, 8, 12, 24)",
		every("Daily", `start="18:30:00"`, `hours="4"`, `weekDay="Monday"`):                         "a daily schedule with hours needs an end",
		every("Monthly", `start="06:00:00"`, `monthDay="32"`):                                       "a monthly schedule needs monthDay intervals of 1 to 31",
		every("Monthly", `start="06:00:00"`, `monthDay="1"`, `monthDay="LastDay"`):                  "a monthly schedule needs monthDay intervals of 1 to 31",
		every("Monthly", `start="06:00:00"`, `monthDay="Third" weekDay="Thursday"`, `monthDay="1"`): "a monthly schedule needs monthDay intervals of 1 to 31",
		every("Monthly", `start="06:00:00"`, `monthDay="Sixth" weekDay="Thursday"`):                 "a monthly schedule needs monthDay intervals of 1 to 31",
		every("Monthly", `start="06:00:00" end="07:00:00"`, `monthDay="1"`):                         "a monthly schedule has no end",
		every("Monthly", `start="06:00:00"`, `monthDay=""`):                                         "an interval has an empty attribute",
	} {
		a := c.api("POST", extractTasks, refresh(`type="FullRefresh"`, sent))
		wantRefusal(t, a, 409, "409004")
		if !strings.Contains(strings.ReplaceAll(a.body, "&#39;", "'"), want) {
			t.Errorf("%s\nanswered\n%s\nwant in it\n%s", sent, a.body, want)
		}
	}
	if made := server.ExtractTasks(); len(made) != 0 {
		t.Errorf("made %+v", made)
	}
}

func TestCloudExtractTask_refusals(t *testing.T) {
	_, c := startCloudOffice(t, mockserver.Behaviour{})
	for body, want := range map[string]struct {
		status int
		code   string
	}{
		refresh(``, weekly):                     {400, "400000"},
		`<tsRequest>` + weekly + `</tsRequest>`: {400, "400000"},
		`<tsRequest><task>` + refresh(`type="FullRefresh"`, ``)[len(`<tsRequest>`):]:                                    {400, "400000"},
		refresh(`type="IncrementalExtract"`, weekly):                                                                    {409, "409004"},
		strings.Replace(refresh(`type="FullRefresh"`, weekly), salesID, noSuchID, 1):                                    {404, "404006"},
		`<tsRequest><extractRefresh type="FullRefresh"><datasource id="x"/></extractRefresh>` + weekly + `</tsRequest>`: {404, "404004"},
	} {
		wantRefusal(t, c.api("POST", extractTasks, body), want.status, want.code)
	}
	wantRefusal(t, c.as("eve", "demo").api("POST", extractTasks, refresh(`type="FullRefresh"`, weekly)), 403, "403004")
	wantRefusal(t, c.api("PUT", extractTasks, refresh(`type="FullRefresh"`, weekly)), 405, "405000")
	wantRefusal(t, c.api("PUT", onEarly+"/workbooks", addSales), 404, "404003")
	_, onServer := startServerOffice(t, mockserver.Behaviour{})
	wantRefusal(t, onServer.api("POST", extractTasks, refresh(`type="FullRefresh"`, weekly)), 405, "405000")
}

func TestCloudExtractTask_incrementalExtractByTheSDKsWord(t *testing.T) {
	_, c := startCloudOffice(t, mockserver.Behaviour{IncrementalExtractOnCloud: true})
	wantStatus(t, c.api("POST", extractTasks, refresh(`type="IncrementalExtract"`, weekly)), 200)
	wantRefusal(t, c.api("POST", extractTasks, refresh(`type="IncrementalRefresh"`, weekly)), 409, "409004")
}

func TestUpdateCloudExtractTask_replacesTheScheduleWhole(t *testing.T) {
	server, c := startCloudOffice(t, mockserver.Behaviour{})
	id := first(extractTaskID, c.api("POST", extractTasks, refresh(`type="FullRefresh"`, every("Daily", `start="06:00:00" end="10:00:00"`, `hours="2"`, `weekDay="Monday"`))).body)
	server.AdvanceClock(time.Hour)
	a := c.api("POST", extractTasks+"/"+id, `<tsRequest>`+weekly+`</tsRequest>`)
	wantStatus(t, a, 200)
	wantInner(t, a, `<extractRefresh id="`+id+`" consecutiveFailedCount="0" type="FullRefresh"><workbook id="`+salesID+`"/></extractRefresh>`+
		`<schedule id="`+first(idValue, a.body)+`" createdAt="2026-03-02T17:00:00+0000" updatedAt="2026-03-02T18:00:00+0000" frequency="Weekly" `+
		`nextRunAt="2026-03-04T21:50:00+0000"><frequencyDetails start="21:50:00"><intervals><interval weekDay="Wednesday"/></intervals></frequencyDetails></schedule>`)
	wantStatus(t, c.api("POST", extractTasks+"/"+id, refresh(`type="IncrementalRefresh"`, ``)), 200)
	if got := server.ExtractTasks()[0]; got.Type != "IncrementalRefresh" || got.Frequency != "Weekly" {
		t.Errorf("updated to %+v", got)
	}
	wantRefusal(t, c.api("POST", extractTasks+"/"+id, strings.Replace(refresh(`type="FullRefresh"`, ``), salesID, annsID, 1)), 409, "409004")
	wantRefusal(t, c.api("POST", extractTasks+"/"+id, `<tsRequest>`+every("Weekly", `start="06:00:00"`)+`</tsRequest>`), 409, "409004")
	wantRefusal(t, c.api("PUT", extractTasks+"/"+id, `<tsRequest>`+weekly+`</tsRequest>`), 405, "405000")
	wantRefusal(t, c.api("POST", extractTasks+"/"+noSuchID, `<tsRequest>`+weekly+`</tsRequest>`), 404, "404026")
	server.SetBehaviour(mockserver.Behaviour{PartialUpdateResponse: true})
	wantInner(t, c.api("POST", extractTasks+"/"+id, refresh(`type="FullRefresh"`, weekly)), `<extractRefresh id="`+id+`"/>`)
}

func TestAdvanceClock_movesTheTasksOfCloudInTheSitesZone(t *testing.T) {
	server, _ := startCloudOffice(t, mockserver.Behaviour{})
	task := server.AddExtractTask(mockserver.ExtractTask{Workbook: salesID, Timing: mockserver.Timing{Frequency: "Daily", Start: "05:30:00"}})
	server.AddFlowTask(mockserver.FlowTask{Flow: plainID, Timing: mockserver.Timing{Frequency: "Daily", Start: "05:30:00"}})
	server.AddSubscription(mockserver.Subscription{Subject: "s", Content: salesID, Timing: mockserver.Timing{Frequency: "Daily", Start: "05:30:00"}})
	server.AdvanceClock(27 * 24 * time.Hour) // to 29 March, when London's clocks go forward
	for kind, got := range map[string]mockserver.Timing{
		"extract task": server.ExtractTasks()[0].Timing, "flow task": server.FlowTasks()[0].Timing, "subscription": server.Subscriptions()[0].Timing,
	} {
		if !got.UpdatedAt.Equal(at(t, "2026-03-29T04:30:00Z")) || !got.NextRunAt.Equal(at(t, "2026-03-30T04:30:00Z")) {
			t.Errorf("%s ran at %v and runs next at %v", kind, got.UpdatedAt, got.NextRunAt)
		}
	}
	server.UpdateExtractTask(task, func(task *mockserver.ExtractTask) { task.Start = "18:30:00" })
	if got := server.ExtractTasks()[0].NextRunAt; !got.Equal(at(t, "2026-03-29T17:30:00Z")) {
		t.Errorf("after an edit the task runs next at %v", got)
	}
}
