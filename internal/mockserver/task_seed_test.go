package mockserver_test

import (
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// The ids of office.
const (
	officeSite   = "/sites/00000000-0000-0000-0000-00000000000a"
	salesID      = "00000000-0000-0000-0000-00000000d001"
	salesViewID  = "00000000-0000-0000-0000-00000000d002"
	annsID       = "00000000-0000-0000-0000-00000000d003"
	ordersID     = "00000000-0000-0000-0000-00000000d004"
	cleanID      = "00000000-0000-0000-0000-00000000d005"
	plainID      = "00000000-0000-0000-0000-00000000d006"
	regionID     = "00000000-0000-0000-0000-00000000d007"
	rowsID       = "00000000-0000-0000-0000-00000000d008"
	outputID     = "00000000-0000-0000-0000-00000000d009"
	earlyID      = "00000000-0000-0000-0000-00000000e001"
	flowsID      = "00000000-0000-0000-0000-00000000e002"
	mailsID      = "00000000-0000-0000-0000-00000000e003"
	seededTaskID = "00000000-0000-0000-0000-00000000f001"
	bobID        = "00000000-0000-0000-0000-0000000000a3"
)

// office is content for tasks: all of it demo's, but for one workbook. Its site is in London.
const office = `{
  "sites": [{"id": "00000000-0000-0000-0000-00000000000a", "name": "Office", "content_url": "URL", "time_zone": "Europe/London"}],
  "users": [
    {"id": "00000000-0000-0000-0000-0000000000a1", "name": "ann", "site_role": "Creator"},
    {"id": "00000000-0000-0000-0000-0000000000a2", "name": "eve", "site_role": "Viewer", "no_email": true},
    {"id": "00000000-0000-0000-0000-0000000000a3", "name": "bob", "site_role": "SiteAdministratorExplorer"}
  ],
  "tokens": [
    {"name": "ann-token", "secret": "s", "user": "ann"}, {"name": "eve-token", "secret": "s", "user": "eve"},
    {"name": "bob-token", "secret": "s", "user": "bob"}
  ],
  "workbooks": [
    {"id": "00000000-0000-0000-0000-00000000d001", "name": "Sales", "views": [{"id": "00000000-0000-0000-0000-00000000d002", "name": "Map"}]},
    {"id": "00000000-0000-0000-0000-00000000d003", "name": "Ann's", "owner": "ann", "no_embedded_credentials": true}
  ],
  "datasources": [{"id": "00000000-0000-0000-0000-00000000d004", "name": "Orders"}],
  "flows": [
    {"id": "00000000-0000-0000-0000-00000000d005", "name": "Clean",
     "parameters": [
       {"id": "00000000-0000-0000-0000-00000000d007", "name": "Region", "values": ["North", "South"], "required": true},
       {"id": "00000000-0000-0000-0000-00000000d008", "name": "Rows", "type": "integer", "value": "5", "min": "1", "max": "10"}
     ],
     "output_steps": [{"id": "00000000-0000-0000-0000-00000000d009", "name": "Out"}, {"name": "Other"}]},
    {"id": "00000000-0000-0000-0000-00000000d006", "name": "Plain"}
  ]
}`

func officeOptions(t *testing.T, product mockserver.Product, b mockserver.Behaviour) mockserver.Options {
	t.Helper()
	contentURL := ""
	if product == mockserver.ProductCloud {
		contentURL = "demo"
	}
	seed, err := mockserver.ReadSeed(strings.NewReader(strings.Replace(office, "URL", contentURL, 1)))
	if err != nil {
		t.Fatal(err)
	}
	if product == mockserver.ProductServer {
		seed.Schedules = []mockserver.Schedule{
			{ID: earlyID, Name: "Early", Start: "05:30:00", CreatedAt: at(t, "2026-01-02T03:04:05Z")},
			{ID: flowsID, Name: "Flows", Type: "Flow", Start: "06:00:00", CreatedAt: at(t, "2026-01-02T03:04:05Z")},
			{ID: mailsID, Name: "Mails", Type: "Subscription", Start: "07:00:00", CreatedAt: at(t, "2026-01-02T03:04:05Z")},
		}
	}
	return mockserver.Options{Product: product, Seed: seed, Behaviour: b}
}

// startServerOffice and startCloudOffice sign the user demo in, who administers.
func startServerOffice(t *testing.T, b mockserver.Behaviour) (*mockserver.Server, caller) {
	t.Helper()
	return start(t, officeOptions(t, mockserver.ProductServer, b))
}

func startCloudOffice(t *testing.T, b mockserver.Behaviour) (*mockserver.Server, caller) {
	t.Helper()
	return start(t, officeOptions(t, mockserver.ProductCloud, b))
}

// as signs another user of the office in.
func (c caller) as(name, site string) caller {
	c.t.Helper()
	return signIn(c.t, c.base, signInBody(`personalAccessTokenName="`+name+`-token" personalAccessTokenSecret="s"`, site))
}

func TestSeed_tasksByNameOfTheirSchedule(t *testing.T) {
	o := officeOptions(t, mockserver.ProductServer, mockserver.Behaviour{})
	o.Seed.ExtractTasks = []mockserver.ExtractTask{{ID: seededTaskID, Workbook: salesID, Type: "IncrementalRefresh", Timing: mockserver.Timing{Schedule: "Early"}}}
	o.Seed.Subscriptions = []mockserver.Subscription{{Subject: "Map", User: "ann", Content: salesViewID, Timing: mockserver.Timing{Schedule: mailsID}}}
	o.Seed.FlowTasks = []mockserver.FlowTask{{
		ID: "t", Flow: cleanID, Parameters: map[string]string{"Region": "North"}, OutputSteps: []string{"Out"}, Timing: mockserver.Timing{Schedule: "Flows"},
	}}
	o.Seed.LinkedTasks = []mockserver.LinkedTask{{Steps: []mockserver.LinkedTaskStep{{FlowTask: "t"}}, Timing: mockserver.Timing{Schedule: "Flows"}}}
	server, c := start(t, o)
	if got := server.ExtractTasks()[0]; got.Schedule != earlyID || got.Owner != "demo" || got.Priority != 50 || got.Type != "IncrementalRefresh" {
		t.Errorf("seeded %+v", got)
	}
	if got := server.FlowTasks()[0]; got.Schedule != flowsID || got.Parameters[regionID] != "North" || got.OutputSteps[0] != outputID {
		t.Errorf("seeded %+v", got)
	}
	if got := server.Subscriptions()[0]; got.User != annID || got.ContentType != "View" || got.PageOrientation != "PORTRAIT" || got.PageSizeOption != "LETTER" {
		t.Errorf("seeded %+v", got)
	}
	if got := server.LinkedTasks()[0]; got.Schedule != flowsID || got.Steps[0].ID == "" {
		t.Errorf("seeded %+v", got)
	}
	want := `"extract_tasks":[{"id":"` + seededTaskID + `","owner":"demo","workbook":"` + salesID + `","type":"IncrementalRefresh","priority":50,"schedule":"` + earlyID +
		`","created_at":"2026-03-02T17:00:00Z","updated_at":"2026-03-02T17:00:00Z"}]`
	if got := c.send("GET", "/mock/state", "").body; !strings.Contains(got, want) {
		t.Errorf("the state is\n%s\nwant in it\n%s", got, want)
	}
}

func TestSeed_tasksMustNotContradictItself(t *testing.T) {
	on := func(schedule string) mockserver.Timing { return mockserver.Timing{Schedule: schedule} }
	extract := func(task mockserver.ExtractTask) func(*mockserver.Seed) {
		task.ID = "t"
		return func(seed *mockserver.Seed) { seed.ExtractTasks = append(seed.ExtractTasks, task) }
	}
	flow := func(task mockserver.FlowTask) func(*mockserver.Seed) {
		task.ID = "t"
		return func(seed *mockserver.Seed) { seed.FlowTasks = []mockserver.FlowTask{task} }
	}
	subscription := func(one mockserver.Subscription) func(*mockserver.Seed) {
		return func(seed *mockserver.Seed) { seed.Subscriptions = []mockserver.Subscription{one} }
	}
	for want, change := range map[string]func(*mockserver.Seed){
		`extract task "t": there is no schedule "Late"`:                                                   extract(mockserver.ExtractTask{Timing: on("Late")}),
		`extract task "t": schedule "Mails" is of the type Subscription, not Extract`:                     extract(mockserver.ExtractTask{Timing: on("Mails")}),
		`extract task "t": frequency is Cloud's way: on Server name a schedule of the type Extract`:       extract(mockserver.ExtractTask{Timing: mockserver.Timing{Frequency: "Daily"}}),
		`extract task "t": it has both a workbook and a datasource`:                                       extract(mockserver.ExtractTask{Workbook: salesID, Datasource: ordersID}),
		`extract task "t": there is no workbook "x" on its site`:                                          extract(mockserver.ExtractTask{Workbook: "x"}),
		`extract task "t": there is no data source "x" on its site`:                                       extract(mockserver.ExtractTask{Datasource: "x"}),
		`extract task "t": type "Half" is not one of FullRefresh, IncrementalRefresh, IncrementalExtract`: extract(mockserver.ExtractTask{Type: "Half"}),
		`extract task "t": there is no site with the content_url "x"`:                                     extract(mockserver.ExtractTask{Site: "x"}),
		`extract task "t": there is no user "x" on the site with the content_url ""`:                      extract(mockserver.ExtractTask{Owner: "x"}),
		`flow task "t": there is no flow "x" on its site`:                                                 flow(mockserver.FlowTask{Flow: "x"}),
		`flow task "t": its flow has no parameter "x"`:                                                    flow(mockserver.FlowTask{Flow: cleanID, Parameters: map[string]string{"x": "1"}}),
		`flow task "t": its flow has no output step "x"`:                                                  flow(mockserver.FlowTask{Flow: cleanID, OutputSteps: []string{"x"}}),
		`subscription "": it needs a subject`:                                                             subscription(mockserver.Subscription{}),
		`subscription "s": there is no user "x"`:                                                          subscription(mockserver.Subscription{Subject: "s", User: "x"}),
		`subscription "s": there is no view "` + salesID + `" on its site`:                                subscription(mockserver.Subscription{Subject: "s", ContentType: "View", Content: salesID}),
		`subscription "s": there is no workbook or view "x" on its site`:                                  subscription(mockserver.Subscription{Subject: "s", Content: "x"}),
		`subscription "s": page_orientation "UP" and page_size_option "LETTER" are not ones there are`:    subscription(mockserver.Subscription{Subject: "s", Content: salesID, PageOrientation: "up"}),
		`linked task "t": it needs steps`:                                                                 func(seed *mockserver.Seed) { seed.LinkedTasks = []mockserver.LinkedTask{{ID: "t"}} },
		`data acceleration task "t": data acceleration is for Tableau Server, and ended with API 3.16`:    func(seed *mockserver.Seed) { seed.AccelerationTasks = []mockserver.DataAccelerationTask{{ID: "t"}} },
		`linked task "t": there is no flow task "x" on its site`: func(seed *mockserver.Seed) {
			seed.LinkedTasks = []mockserver.LinkedTask{{ID: "t", Steps: []mockserver.LinkedTaskStep{{FlowTask: "x"}}}}
		},
	} {
		o := officeOptions(t, mockserver.ProductServer, mockserver.Behaviour{})
		change(&o.Seed)
		if _, err := mockserver.New(o); err == nil || err.Error() != "seed: "+want {
			t.Errorf("got the error %v, want seed: %s", err, want)
		}
	}
}

func TestSeed_tasksOfCloudHaveFrequencies(t *testing.T) {
	for want, timing := range map[string]mockserver.Timing{
		`schedule "Early" is Server's way: on Cloud give frequency, start and intervals`: {Schedule: "Early"},
		`frequency "daily" is not one of Hourly, Daily, Weekly, Monthly`:                 {Frequency: "daily"},
		`start "6" and end "" must be written HH:MM:SS`:                                  {Frequency: "Daily", Start: "6"},
	} {
		o := officeOptions(t, mockserver.ProductCloud, mockserver.Behaviour{})
		o.Seed.ExtractTasks = []mockserver.ExtractTask{{ID: "t", Workbook: salesID, Timing: timing}}
		if _, err := mockserver.New(o); err == nil || err.Error() != `seed: extract task "t": `+want {
			t.Errorf("got the error %v, want %s", err, want)
		}
	}
}
