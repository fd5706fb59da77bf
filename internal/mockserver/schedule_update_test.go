package mockserver_test

import (
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// frequencyPart is the frequency and the times and intervals in an answer.
func frequencyPart(t *testing.T, a answered) string {
	t.Helper()
	wantStatus(t, a, 200)
	inner := a.inner(t)
	start := strings.Index(inner, `frequency="`)
	return inner[start+len(`frequency="`):strings.Index(inner[start+len(`frequency="`):], `"`)+start+len(`frequency="`)] + " " +
		inner[strings.Index(inner, "<frequencyDetails"):strings.Index(inner, "</schedule>")]
}

const allDays = `<intervals><interval weekDay="Sunday"/><interval weekDay="Monday"/><interval weekDay="Tuesday"/><interval weekDay="Wednesday"/>` +
	`<interval weekDay="Thursday"/><interval weekDay="Friday"/><interval weekDay="Saturday"/></intervals>`

func TestUpdateSchedule_changesOnlyWhatIsSent(t *testing.T) {
	server, c := startAt(t, fridayEvening, mockserver.Behaviour{})
	id := c.create(`name="n" type="Extract" frequency="Hourly" priority="20" executionOrder="Serial"`, details(`start="18:30:00" end="23:00:00"`, `hours="2"`))
	server.AdvanceClock(1e9)
	for _, one := range []struct{ attributes, content, want string }{
		{`name="m"`, "", `name="m" state="Active" priority="20" createdAt="2016-05-07T01:51:19Z" updatedAt="2016-05-07T01:51:20Z" ` +
			`type="Extract" frequency="Hourly" nextRunAt="2016-05-07T03:30:00Z" executionOrder="Serial"><frequencyDetails start="18:30:00" end="23:00:00">` +
			`<intervals><interval hours="2"/></intervals></frequencyDetails></schedule>`},
		{`priority="100" executionOrder="Parallel" state="Suspended"`, "", `name="m" state="Suspended" priority="100" createdAt="2016-05-07T01:51:19Z" ` +
			`updatedAt="2016-05-07T01:51:20Z" type="Extract" frequency="Hourly" executionOrder="Parallel"><frequencyDetails start="18:30:00" end="23:00:00">` +
			`<intervals><interval hours="2"/></intervals></frequencyDetails></schedule>`},
		{`state="Active"`, details(`start="18:00:00" end="23:00:00"`, `minutes="30"`), `name="m" state="Active" priority="100" createdAt="2016-05-07T01:51:19Z" ` +
			`updatedAt="2016-05-07T01:51:20Z" type="Extract" frequency="Hourly" nextRunAt="2016-05-07T02:00:00Z" executionOrder="Parallel">` +
			`<frequencyDetails start="18:00:00" end="23:00:00"><intervals><interval minutes="30"/></intervals></frequencyDetails></schedule>`},
	} {
		want := `<schedule id="ID" ` + one.want
		if got := anonymous(t, c.api("PUT", "/schedules/"+id, request(one.attributes, one.content))); got != want {
			t.Errorf("%s answered\n%s\nwant\n%s", one.attributes, got, want)
		}
		if got := anonymous(t, c.api("GET", "/schedules/"+id, "")); got != want {
			t.Errorf("%s read back\n%s\nwant\n%s", one.attributes, got, want)
		}
	}
}

func TestUpdateSchedule_ofNothingChangesNothing(t *testing.T) {
	server, c := startAt(t, fridayEvening, mockserver.Behaviour{})
	id := server.AddSchedule(mockserver.Schedule{Name: "n", Frequency: "Weekly", Intervals: []mockserver.Interval{{WeekDay: "Monday"}}})
	server.AdvanceClock(1e9)
	a := c.api("PUT", "/schedules/"+id, `<tsRequest><schedule/></tsRequest>`)
	wantStatus(t, a, 200)
	if got, _ := server.ScheduleByName("n"); !got.UpdatedAt.Equal(got.CreatedAt) || len(got.Intervals) != 1 {
		t.Errorf("the schedule is %+v", got)
	}
	wantRefusal(t, c.api("PUT", "/schedules/"+id, `<tsRequest/>`), 400, "400000")
}

func TestUpdateSchedule_frequency(t *testing.T) {
	hourly := mockserver.Schedule{Frequency: "Hourly", Start: "06:00:00", End: "22:00:00", Intervals: []mockserver.Interval{{Hours: "2"}}}
	weekly := mockserver.Schedule{Frequency: "Weekly", Start: "06:00:00", Intervals: []mockserver.Interval{{WeekDay: "Monday"}}}
	for name, one := range map[string]struct {
		before              mockserver.Schedule
		behaviour           mockserver.Behaviour
		attributes, content string
		want                string
	}{
		"weekly with days keeps them": {
			before: weekly, content: details(`start="07:00:00"`, `weekDay="Friday"`, `weekDay="Sunday"`),
			want: `Weekly <frequencyDetails start="07:00:00"><intervals><interval weekDay="Sunday"/><interval weekDay="Friday"/></intervals></frequencyDetails>`,
		},
		"weekly without days is reset to all": {
			before: weekly, content: `<frequencyDetails start="07:00:00"/>`,
			want: `Weekly <frequencyDetails start="07:00:00"><intervals><interval weekDay="Saturday"/><interval weekDay="Friday"/><interval weekDay="Thursday"/>` +
				`<interval weekDay="Wednesday"/><interval weekDay="Tuesday"/><interval weekDay="Monday"/><interval weekDay="Sunday"/></intervals></frequencyDetails>`,
		},
		"weekly with another name is reset to all": {
			before: weekly, attributes: `name="m"`,
			want: `Weekly <frequencyDetails start="06:00:00">` + allDays + `</frequencyDetails>`,
		},
		"weekly made daily": {
			before: weekly, attributes: `frequency="Daily"`,
			want: `Daily <frequencyDetails start="06:00:00"/>`,
		},
		"hourly made weekly without days": {
			before: hourly, attributes: `frequency="Weekly"`,
			want: `Weekly <frequencyDetails start="06:00:00"><intervals><interval weekDay="Saturday"/><interval weekDay="Friday"/><interval weekDay="Thursday"/>` +
				`<interval weekDay="Wednesday"/><interval weekDay="Tuesday"/><interval weekDay="Monday"/><interval weekDay="Sunday"/></intervals></frequencyDetails>`,
		},
		"weekly made monthly": {
			before: weekly, attributes: `frequency="Monthly"`, content: details(`start="07:00:00"`, `monthDay="LastDay"`),
			want: `Monthly <frequencyDetails start="07:00:00"><intervals><interval monthDay="LastDay"/></intervals></frequencyDetails>`,
		},
		"weekly made monthly in vain": {
			before: weekly, behaviour: mockserver.Behaviour{MonthlyUpdateIgnored: true},
			attributes: `frequency="Monthly" priority="7"`, content: details(`start="07:00:00"`, `monthDay="LastDay"`),
			want: `Weekly <frequencyDetails start="06:00:00"><intervals><interval weekDay="Monday"/></intervals></frequencyDetails>`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			server, c := start(t, mockserver.Options{Behaviour: one.behaviour})
			one.before.Name = "n"
			id := server.AddSchedule(one.before)
			if got := frequencyPart(t, c.api("PUT", "/schedules/"+id, request(one.attributes, one.content))); got != one.want {
				t.Errorf("answered\n%s\nwant\n%s", got, one.want)
			}
			if got := frequencyPart(t, c.api("GET", "/schedules/"+id, "")); got != one.want {
				t.Errorf("read back\n%s\nwant\n%s", got, one.want)
			}
			if one.behaviour.MonthlyUpdateIgnored && server.Schedules()[0].Priority != 7 {
				t.Error("the priority was not changed either")
			}
		})
	}
}

func TestUpdateSchedule_frequencyNeedsItsDetails(t *testing.T) {
	server, c := start(t, mockserver.Options{})
	id := server.AddSchedule(mockserver.Schedule{Name: "n"})
	for _, attributes := range []string{`frequency="Hourly"`, `frequency="Monthly"`} {
		wantRefusal(t, c.api("PUT", "/schedules/"+id, request(attributes, "")), 400, "409004")
	}
	if got := server.Schedules()[0].Frequency; got != "Daily" {
		t.Errorf("the refused update left %s", got)
	}
}

func TestIndexLag_missesANewScheduleForSomeReads(t *testing.T) {
	server, c := start(t, mockserver.Options{Behaviour: mockserver.Behaviour{IndexLag: 3}})
	id := c.create(dailyCalled+`"n"`, someDaily)
	if got := c.api("GET", "/schedules", "").inner(t); !strings.Contains(got, `totalAvailable="0"`) {
		t.Errorf("the list has it at once: %s", got)
	}
	wantRefusal(t, c.api("GET", "/schedules/"+id, ""), 404, "404027")
	wantRefusal(t, c.api("PUT", "/schedules/"+id, request(`state="Suspended"`, "")), 404, "404023")
	wantStatus(t, c.api("GET", "/schedules/"+id, ""), 200)
	wantStatus(t, c.api("PUT", "/schedules/"+id, request(`state="Suspended"`, "")), 200)

	wantRefusal(t, c.api("POST", "/schedules", request(dailyCalled+`"n"`, someDaily)), 409, "409021")
	c.create(dailyCalled+`"m"`, someDaily)
	wantRefusal(t, c.api("POST", "/schedules", request(dailyCalled+`"m"`, someDaily)), 409, "409021")
	if _, found := server.ScheduleByName("m"); !found {
		t.Error("the schedule is not there at all")
	}
}

func TestGetOmitsFrequencyDetails(t *testing.T) {
	server, c := start(t, mockserver.Options{})
	id := server.AddSchedule(mockserver.Schedule{Name: "n"})
	server.SetBehaviour(mockserver.Behaviour{GetOmitsFrequencyDetails: true})
	if got := c.api("GET", "/schedules/"+id, "").inner(t); strings.Contains(got, "frequencyDetails") || !strings.Contains(got, `executionOrder="Parallel"`) {
		t.Errorf("answered %s", got)
	}
}

func TestScheduleStates_manyAtOnce(t *testing.T) {
	server, c := start(t, mockserver.Options{})
	const a, b = "00000000-0000-0000-0000-0000000000c1", "00000000-0000-0000-0000-0000000000c2"
	server.AddSchedule(mockserver.Schedule{ID: a, Name: "a"})
	server.AddSchedule(mockserver.Schedule{ID: b, Name: "b"})
	states := func() string {
		all := server.Schedules()
		return all[0].State + " " + all[1].State
	}
	luids := func(ids ...string) string {
		return `<tsRequest><scheduleLuids><scheduleLuid>` + strings.Join(ids, `</scheduleLuid><scheduleLuid>`) + `</scheduleLuid></scheduleLuids></tsRequest>`
	}

	wantInner(t, c.api("PUT", "/schedules?state=suspended", luids(b)), `<scheduleLuids><scheduleLuid>`+b+`</scheduleLuid></scheduleLuids>`)
	if got := states(); got != "Active Suspended" {
		t.Errorf("states are %s", got)
	}
	wantInner(t, c.api("PUT", "/schedules?state=suspended&updateAll=true", ""),
		`<scheduleLuids><scheduleLuid>`+a+`</scheduleLuid><scheduleLuid>`+b+`</scheduleLuid></scheduleLuids>`)
	if got := states(); got != "Suspended Suspended" {
		t.Errorf("states are %s", got)
	}
	wantRefusal(t, c.api("PUT", "/schedules?state=active&updateAll=false", luids(a, "00000000-0000-0000-0000-0000000000c3")), 404, "404023")
	if got := states(); got != "Suspended Suspended" {
		t.Errorf("a refused request left %s", got)
	}
	wantStatus(t, c.api("PUT", "/schedules?state=active", luids(a, b)), 200)
	if got := states(); got != "Active Active" || server.Schedules()[0].NextRunAt.IsZero() {
		t.Errorf("states are %s, next run %v", got, server.Schedules()[0].NextRunAt)
	}
	wantRefusal(t, c.api("PUT", "/schedules?state=Active", luids(a)), 400, "400008")
	wantRefusal(t, c.api("PUT", "/schedules", luids(a)), 400, "400008")
	wantRefusal(t, c.api("PUT", "/schedules?state=active", `<tsRequest><scheduleLuids/></tsRequest>`), 400, "400000")
	wantRefusal(t, c.api("PUT", "/schedules?state=active", ""), 400, "400000")
}

func TestMutators_actBehindTheClientsBack(t *testing.T) {
	server, c := startAt(t, fridayEvening, mockserver.Behaviour{})
	id := server.AddSchedule(mockserver.Schedule{Name: "n", Start: "02:15:00"})
	server.AdvanceClock(1e9)
	if !server.UpdateSchedule(id, func(s *mockserver.Schedule) { s.Priority, s.Start = 9, "03:15:00" }) {
		t.Error("the schedule was not found")
	}
	if got := c.api("GET", "/schedules/"+id, "").inner(t); !strings.Contains(got, `priority="9"`) ||
		!strings.Contains(got, `updatedAt="2016-05-07T01:51:20Z"`) || !strings.Contains(got, `nextRunAt="2016-05-07T10:15:00Z"`) {
		t.Errorf("after the edit: %s", got)
	}
	server.UpdateSchedule(id, func(s *mockserver.Schedule) { s.NextRunAt = at(t, "2020-01-01T00:00:00Z") })
	if got := server.Schedules()[0].NextRunAt; !got.Equal(at(t, "2020-01-01T00:00:00Z")) {
		t.Errorf("the next run is %v", got)
	}
	if server.UpdateSchedule("nothing", func(*mockserver.Schedule) {}) || server.DeleteSchedule("nothing") {
		t.Error("a schedule that does not exist was found")
	}
	if !server.DeleteSchedule(id) {
		t.Error("the schedule was not deleted")
	}
	wantRefusal(t, c.api("GET", "/schedules/"+id, ""), 404, "404027")
}

func TestIDs_areTheSameOnEachServer(t *testing.T) {
	one, _ := start(t, mockserver.Options{})
	two, _ := start(t, mockserver.Options{Seed: twoSites()})
	if a, b := one.AddSchedule(mockserver.Schedule{Name: "n"}), two.AddSchedule(mockserver.Schedule{Name: "m"}); a != b {
		t.Errorf("the first schedules have the ids %s and %s", a, b)
	}
	if a, b := one.AddSchedule(mockserver.Schedule{Name: "a"}), one.AddSchedule(mockserver.Schedule{Name: "b"}); a == b {
		t.Errorf("two schedules have the id %s", a)
	}
}
