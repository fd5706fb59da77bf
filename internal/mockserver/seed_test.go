package mockserver_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const wholeSeed = `{
  "sites": [{"id": "00000000-0000-0000-0000-00000000000b", "name": "Finance", "content_url": "finance", "state": "Active", "time_zone": "Europe/London"}],
  "users": [{"id": "00000000-0000-0000-0000-0000000000a1", "name": "ann", "password": "secret", "site_role": "Creator", "sites": ["finance"]}],
  "tokens": [{"name": "ann-token", "secret": "ann-secret", "user": "ann"}],
  "connected_apps": [{"client_id": "app", "secrets": {"key": "value"}}],
  "unified_access_tokens": [{"jwt": "ready-made", "user": "ann", "scopes": ["tableau:content:read"]}],
  "schedules": [{
    "id": "00000000-0000-0000-0000-0000000000c1", "name": "Mondays", "type": "Subscription", "state": "Suspended", "priority": 10,
    "execution_order": "Serial", "frequency": "Weekly", "start": "06:00:00", "end": "",
    "intervals": [{"week_day": "Monday"}], "created_at": "2024-01-02T03:04:05Z", "updated_at": "2024-02-02T03:04:05Z", "end_schedule_at": "2030-01-01T00:00:00Z"
  }]
}`

func TestReadSeed_everything(t *testing.T) {
	seed, err := mockserver.ReadSeed(strings.NewReader(wholeSeed))
	if err != nil {
		t.Fatal(err)
	}
	server, base := mockserver.Start(t, mockserver.Options{Seed: seed})
	wantStatus(t, signIn(t, base, signInBody(annToken, "finance")).api("GET", "/sites/"+financeSiteID, ""), 200)
	wantStatus(t, signIn(t, base, demoSignIn).api("GET", "/sites", ""), 200)
	want := mockserver.Schedule{
		ID: "00000000-0000-0000-0000-0000000000c1", Name: "Mondays", Type: "Subscription", State: "Suspended", Priority: 10, ExecutionOrder: "Serial",
		Frequency: "Weekly", Start: "06:00:00", Intervals: []mockserver.Interval{{WeekDay: "Monday"}}, CreatedAt: at(t, "2024-01-02T03:04:05Z"),
		UpdatedAt: at(t, "2024-02-02T03:04:05Z"), EndScheduleAt: at(t, "2030-01-01T00:00:00Z"),
	}
	if got := server.Schedules(); len(got) != 1 || !reflect.DeepEqual(got[0], want) {
		t.Errorf("seeded %+v, want %+v", got, want)
	}
}

func TestSeed_defaults(t *testing.T) {
	server, c := start(t, mockserver.Options{Seed: mockserver.Seed{Schedules: []mockserver.Schedule{{Name: "n"}}}})
	want := mockserver.Schedule{
		ID: server.Schedules()[0].ID, Name: "n", Type: "Extract", State: "Active", Priority: 50, ExecutionOrder: "Parallel", Frequency: "Daily",
		Start: "00:00:00", CreatedAt: at(t, "2026-03-02T17:00:00Z"), UpdatedAt: at(t, "2026-03-02T17:00:00Z"), NextRunAt: at(t, "2026-03-03T08:00:00Z"),
	}
	if got := server.Schedules()[0]; !reflect.DeepEqual(got, want) {
		t.Errorf("seeded %+v, want %+v", got, want)
	}
	if got := c.api("GET", "/sites", "").inner(t); !strings.Contains(got, `totalAvailable="1"`) || !strings.Contains(got, `name="Default" contentUrl=""`) {
		t.Errorf("the sites are %s", got)
	}
}

func TestReadSeed_refusesWhatItDoesNotKnow(t *testing.T) {
	for text, want := range map[string]string{
		``:                                 "seed: there is nothing in it; an empty seed is {}",
		`{"sits": []}`:                     `seed: unknown field "sits"`,
		`{"schedules": [{"title": "n"}]}`:  `seed: unknown field "title"`,
		"{\n\"users\": [\n{\"name\": 7}]}": "seed, line 3: cannot unmarshal number into Go struct field User.users.name of type string",
		"{\n\"users\": [,]}":               "seed, line 2: invalid character ',' looking for beginning of value",
		`{} {}`:                            "seed: there is more after the end of the object",
		`{"schedules": [{"created_at": "monday"}]}`: `seed: parsing time "monday" as "2006-01-02T15:04:05Z07:00": cannot parse "monday" as "2006"`,
	} {
		if _, err := mockserver.ReadSeed(strings.NewReader(text)); err == nil || err.Error() != want {
			t.Errorf("%s: got the error %v, want %s", text, err, want)
		}
	}
}

func TestSeed_mustNotContradictItself(t *testing.T) {
	user := func(change func(*mockserver.User)) mockserver.Seed {
		one := mockserver.User{Name: "ann"}
		change(&one)
		return mockserver.Seed{Users: []mockserver.User{{ID: "1", Name: "bob"}, one}}
	}
	schedule := func(one mockserver.Schedule) mockserver.Seed {
		return mockserver.Seed{Schedules: []mockserver.Schedule{{ID: "1", Name: "n"}, one}}
	}
	for want, seed := range map[string]mockserver.Seed{
		`the site with the content_url "x" needs a name`:                               {Sites: []mockserver.Site{{ContentURL: "x"}}},
		`two sites have the content_url "x"`:                                           {Sites: []mockserver.Site{{Name: "a", ContentURL: "x"}, {Name: "b", ContentURL: "x"}}},
		`two sites have the id 1`:                                                      {Sites: []mockserver.Site{{ID: "1", Name: "a", ContentURL: "x"}, {ID: "1", Name: "b"}}},
		`site "a": unknown time zone "Mars"`:                                           {Sites: []mockserver.Site{{Name: "a", TimeZone: "Mars"}}},
		`a user needs a name`:                                                          user(func(u *mockserver.User) { u.Name = "" }),
		`two users have the name "bob" ("demo" is there by itself)`:                    user(func(u *mockserver.User) { u.Name = "bob" }),
		`two users have the name "demo" ("demo" is there by itself)`:                   user(func(u *mockserver.User) { u.Name = "demo" }),
		`two users have the id 1`:                                                      user(func(u *mockserver.User) { u.ID = "1" }),
		`user "ann": there is no site with the content_url "x"`:                        user(func(u *mockserver.User) { u.Sites = []string{"x"} }),
		`token "t" needs a name and a secret`:                                          {Tokens: []mockserver.Token{{Name: "t", User: "demo"}}},
		`token "t": there is no user "x"`:                                              {Tokens: []mockserver.Token{{Name: "t", Secret: "s", User: "x"}}},
		`two tokens have the name "demo" ("demo" is there by itself)`:                  {Tokens: []mockserver.Token{{Name: "demo", Secret: "s", User: "demo"}}},
		`connected app "a" needs a client_id and one or two secrets`:                   {ConnectedApps: []mockserver.ConnectedApp{{ClientID: "a"}}},
		`the unified access token of user "x" needs a jwt, scopes and a user there is`: {UnifiedAccessTokens: []mockserver.UnifiedAccessToken{{JWT: "j", User: "x", Scopes: []string{"s"}}}},
		`a schedule needs a name`:                                                      schedule(mockserver.Schedule{}),
		`two schedules have the name "N" (case is not told apart)`:                     schedule(mockserver.Schedule{Name: "N"}),
		`two schedules have the id 1`:                                                  schedule(mockserver.Schedule{ID: "1", Name: "m"}),
		`schedule "m": state "Paused" is not one of Active, Suspended`:                 schedule(mockserver.Schedule{Name: "m", State: "Paused"}),
		`schedule "m": frequency "daily" is not one of Hourly, Daily, Weekly, Monthly`: schedule(mockserver.Schedule{Name: "m", Frequency: "daily"}),
		`schedule "m": execution_order "Random" is not one of Parallel, Serial`:        schedule(mockserver.Schedule{Name: "m", ExecutionOrder: "Random"}),
		`schedule "m": priority 101 is not within 1 to 100`:                            schedule(mockserver.Schedule{Name: "m", Priority: 101}),
		`schedule "m": start "6" and end "" must be written HH:MM:SS`:                  schedule(mockserver.Schedule{Name: "m", Start: "6"}),
		`schedule "m": type "X" is not one of Extract, Flow, Subscription, DataAcceleration, System, ActiveDirectorySync`: schedule(mockserver.Schedule{Name: "m", Type: "X"}),
		`user "ann": site_role "King" is not one of Creator, Explorer, ExplorerCanPublish, Guest, ServerAdministrator, ` +
			`SiteAdministratorCreator, SiteAdministratorExplorer, SupportUser, Unlicensed, Viewer`: user(func(u *mockserver.User) { u.SiteRole = "King" }),
	} {
		if _, err := mockserver.New(mockserver.Options{Seed: seed}); err == nil || err.Error() != "seed: "+want {
			t.Errorf("got the error %v, want seed: %s", err, want)
		}
	}
}

func TestSeed_ofCloud(t *testing.T) {
	for want, seed := range map[string]mockserver.Seed{
		"seed: every site of Tableau Cloud needs a content_url":             {Sites: []mockserver.Site{{Name: "a"}}},
		"seed: schedules are for Tableau Server: Cloud has none of its own": {Schedules: []mockserver.Schedule{{Name: "n"}}},
	} {
		if _, err := mockserver.New(mockserver.Options{Product: mockserver.ProductCloud, Seed: seed}); err == nil || err.Error() != want {
			t.Errorf("got the error %v, want %s", err, want)
		}
	}
}

func TestSeed_doesNotShareMemoryWithTheServer(t *testing.T) {
	seed := mockserver.Seed{Schedules: []mockserver.Schedule{{Name: "n", Frequency: "Weekly", Intervals: []mockserver.Interval{{WeekDay: "Monday"}}}}}
	server, _ := start(t, mockserver.Options{Seed: seed})
	seed.Schedules[0].Intervals[0].WeekDay = "Friday"
	server.Schedules()[0].Intervals[0].WeekDay = "Friday"
	if got := server.Schedules()[0].Intervals[0].WeekDay; got != "Monday" {
		t.Errorf("the schedule runs on %s", got)
	}
	if got := server.Now().Location(); got != time.UTC {
		t.Errorf("the clock is in %v", got)
	}
}
