package timing_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/timing"
)

const someID = "4d652179-36bf-47e4-a9dc-e069227c72d0"

var refreshTask = timing.Of{Noun: "an extract refresh task", ScheduleType: "Extract"}

func onSchedule(id string) timing.Timing {
	none := timing.None()
	none.ScheduleID = types.StringValue(id)
	return none
}

func at(f frequency.Frequency) timing.Timing {
	none := timing.None()
	none.Frequency = f.Object()
	return none
}

func timeOfDay(t *testing.T, text string) frequency.TimeOfDay {
	t.Helper()
	parsed, err := frequency.ParseTimeOfDay(text)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func daily(t *testing.T, start string) frequency.Frequency {
	t.Helper()
	return frequency.Frequency{Daily: &frequency.Daily{Start: timeOfDay(t, start)}}
}

func newClient(t *testing.T, options mockserver.Options) *tableau.Client {
	t.Helper()
	_, url := mockserver.Start(t, options)
	site := ""
	if options.Product == mockserver.ProductCloud {
		site = "demo"
	}
	client, err := tableau.NewClient(tableau.Config{
		ServerURL: url, Site: site, RetryUnit: 20 * time.Millisecond,
		Credentials: tableau.PersonalAccessToken{Name: mockserver.DemoTokenName, Secret: mockserver.DemoTokenSecret},
	})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// said is what diagnostics tell a user: path, summary and detail, one per line.
func said(diags diag.Diagnostics) string {
	var lines []string
	for _, d := range diags {
		where := ""
		if located, ok := d.(diag.DiagnosticWithPath); ok {
			where = located.Path().String() + ": "
		}
		lines = append(lines, where+d.Summary()+": "+d.Detail())
	}
	return strings.Join(lines, "\n")
}

func check(t *testing.T, what timing.Timing, client *tableau.Client, prior timing.Timing) diag.Diagnostics {
	t.Helper()
	_, diags := what.Check(t.Context(), client, refreshTask, prior)
	return diags
}

func TestCheck_refusesWhatTheProductCannotHave(t *testing.T) {
	t.Parallel()
	server := mockserver.Options{Seed: mockserver.Seed{Schedules: []mockserver.Schedule{
		{ID: someID, Name: "Nightly mails", Type: "Subscription"},
	}}}
	cloud := mockserver.Options{Product: mockserver.ProductCloud}
	for name, test := range map[string]struct {
		on   mockserver.Options
		what timing.Timing
		want string
	}{
		"a frequency on Server": {
			server, at(daily(t, "02:15")),
			"frequency: Tableau Server needs schedule_id instead: On Tableau Server, to which this provider speaks, an extract refresh task runs on a schedule. " +
				"Remove frequency, and set schedule_id to the id of a tableau_schedule of type Extract.\n\n" +
				"If this is Tableau Cloud all the same, set product = \"cloud\" in the provider's configuration.",
		},
		"a schedule on Cloud": {
			cloud, onSchedule(someID),
			"schedule_id: Tableau Cloud needs frequency instead: Tableau Cloud, to which this provider speaks, has no schedules: an extract refresh task has a frequency of its own there. " +
				"Remove schedule_id, and set frequency, such as frequency = { daily = { start = \"02:15\" } }.\n\n" +
				"If this is Tableau Server all the same, set product = \"server\" in the provider's configuration.",
		},
		"a schedule that is not there": {
			server, onSchedule("00000000-0000-0000-0000-000000000000"),
			"schedule_id: There is no such schedule: The server has no schedule with the id 00000000-0000-0000-0000-000000000000. " +
				"Refer to the id of a tableau_schedule, or look it up by its name with the data source tableau_schedule.",
		},
		"a schedule of another type": {
			server, onSchedule(someID),
			"schedule_id: The schedule is of another type: Schedule \"Nightly mails\" (4d652179-36bf-47e4-a9dc-e069227c72d0) is of type Subscription, " +
				"and an extract refresh task runs on a schedule of type Extract. Refer to a tableau_schedule of that type.",
		},
		"a frequency that Cloud does not take": {
			cloud, at(frequency.Frequency{Daily: &frequency.Daily{Start: timeOfDay(t, "02:17")}}),
			"frequency.daily.start: Tableau Cloud does not accept this frequency: ",
		},
		"a frequency on Cloud":    {cloud, at(daily(t, "02:15")), ""},
		"an unknown schedule":     {server, timing.Timing{ScheduleID: types.StringUnknown(), Frequency: types.ObjectNull(frequency.AttrTypes())}, ""},
		"an unknown frequency":    {cloud, timing.Timing{ScheduleID: types.StringNull(), Frequency: types.ObjectUnknown(frequency.AttrTypes())}, ""},
		"Server's form on Server": {mockserver.Options{Seed: mockserver.Seed{Schedules: []mockserver.Schedule{{ID: someID, Name: "Nightly"}}}}, onSchedule(someID), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := said(check(t, test.what, newClient(t, test.on), timing.None()))
			if got != test.want && (test.want == "" || !strings.HasSuffix(test.want, ": ") || !strings.HasPrefix(got, test.want)) {
				t.Errorf("said\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestCheck_leavesAloneWhatIsThereAlready(t *testing.T) {
	t.Parallel()
	odd := at(frequency.Frequency{Daily: &frequency.Daily{Start: timeOfDay(t, "02:17")}})
	if got := said(check(t, odd, newClient(t, mockserver.Options{Product: mockserver.ProductCloud}), odd)); got != "" {
		t.Errorf("said %s", got)
	}
}

func TestFromAPI_takesOverWhatTheServiceShows(t *testing.T) {
	t.Parallel()
	weekly := &tableau.FrequencyDetails{Start: "18:30:00", Intervals: &tableau.Intervals{Interval: []tableau.Interval{{WeekDay: "Sunday"}}}}
	sundays := frequency.Frequency{Weekly: &frequency.Weekly{Start: timeOfDay(t, "18:30"), WeekDays: []time.Weekday{time.Sunday}}}
	for name, test := range map[string]struct {
		prior timing.Timing
		shown *tableau.Schedule
		want  timing.Timing
	}{
		"no schedule":             {onSchedule(someID), nil, timing.None()},
		"a schedule":              {timing.None(), &tableau.Schedule{ID: someID, Name: "Nightly", Frequency: "Daily"}, onSchedule(someID)},
		"a frequency":             {timing.None(), &tableau.Schedule{Frequency: "Weekly", FrequencyDetails: weekly}, at(sundays)},
		"a frequency with an id":  {timing.None(), &tableau.Schedule{ID: someID, Frequency: "Weekly", FrequencyDetails: weekly}, at(sundays)},
		"the same kind alone":     {at(sundays), &tableau.Schedule{ID: someID, Name: "SSS_5e8f", Frequency: "Weekly"}, at(sundays)},
		"another kind alone":      {at(sundays), &tableau.Schedule{ID: someID, Name: "SSS_5e8f", Frequency: "Daily"}, at(frequency.Frequency{})},
		"the system's, unknown":   {timing.None(), &tableau.Schedule{ID: someID, Name: "SSS_5e8f", Frequency: "Daily"}, at(frequency.Frequency{})},
		"migrated by the system":  {timing.None(), &tableau.Schedule{ID: someID, Name: "Early [02:00 - 06:00] [migrated at 1490000000000]", Frequency: "Daily"}, at(frequency.Frequency{})},
		"lower case, other order": {at(sundays), &tableau.Schedule{Frequency: "weekly", FrequencyDetails: weekly}, at(sundays)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := test.prior
			got.FromAPI(context.Background(), test.shown)
			if !got.Equal(test.want) {
				t.Errorf("is %s %s, want %s %s", got.ScheduleID, got.Frequency, test.want.ScheduleID, test.want.Frequency)
			}
		})
	}
}
