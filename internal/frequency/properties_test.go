package frequency_test

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/netresearch/go-cron"
	"pgregory.net/rapid"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

const hourOfDay = frequency.TimeOfDay(3600)

var (
	allDays = []time.Weekday{time.Sunday, time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday}
	zones   = []string{"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Beirut", "Africa/Casablanca"}
)

func anyTime(t *rapid.T, name string, after frequency.TimeOfDay) frequency.TimeOfDay {
	return frequency.TimeOfDay(rapid.IntRange(int(after/300)+1, 287).Draw(t, name)) * 300
}

func someDays(t *rapid.T, atLeast, atMost int) []time.Weekday {
	days := rapid.SliceOfNDistinct(rapid.SampledFrom(allDays), atLeast, atMost, rapid.ID).Draw(t, "week days")
	slices.Sort(days)
	if len(days) == 0 {
		return nil
	}
	return days
}

// wholeHours is a start and an end a whole number of hours later.
func wholeHours(t *rapid.T) (start, end frequency.TimeOfDay) {
	start = frequency.TimeOfDay(rapid.IntRange(0, 275).Draw(t, "start")) * 300
	last := int((24*hourOfDay - 300 - start) / hourOfDay)
	return start, start + frequency.TimeOfDay(rapid.IntRange(1, last).Draw(t, "hours"))*hourOfDay
}

func anyDaily(t *rapid.T) *frequency.Daily {
	d := &frequency.Daily{Start: anyTime(t, "start", -300), WeekDays: someDays(t, 0, 7)}
	switch rapid.IntRange(0, 3).Draw(t, "way") {
	case 0:
	case 1:
		d.EveryHours = 24
	case 2:
		d.EveryHours, d.End = 24, &d.Start
	default:
		start, end := wholeHours(t)
		d.Start, d.End, d.EveryHours = start, &end, rapid.SampledFrom([]int64{2, 4, 6, 8, 12}).Draw(t, "every")
	}
	return d
}

func anyMonthDays(t *rapid.T, atMost int) []string {
	if rapid.Bool().Draw(t, "last day") {
		return []string{"LastDay"}
	}
	var days []string
	numbers := rapid.SliceOfNDistinct(rapid.IntRange(1, 31), 1, atMost, rapid.ID).Draw(t, "month days")
	slices.Sort(numbers)
	for _, n := range numbers {
		days = append(days, fmt.Sprint(n))
	}
	return days
}

func onServer(t *rapid.T) frequency.Frequency {
	switch rapid.IntRange(0, 3).Draw(t, "member") {
	case 0:
		h := &frequency.Hourly{Start: anyTime(t, "start", -300), WeekDays: someDays(t, 0, 7)}
		h.Start = min(h.Start, 286*300)
		h.End = anyTime(t, "end", h.Start)
		if rapid.Bool().Draw(t, "minutes") {
			h.EveryMinutes = rapid.SampledFrom([]int64{15, 30, 60}).Draw(t, "every")
		} else {
			h.EveryHours = rapid.SampledFrom([]int64{1, 2, 4, 6, 8, 12}).Draw(t, "every")
		}
		return frequency.Frequency{Hourly: h}
	case 1:
		return frequency.Frequency{Daily: anyDaily(t)}
	case 2:
		return frequency.Frequency{Weekly: &frequency.Weekly{Start: anyTime(t, "start", -300), WeekDays: someDays(t, 1, 7)}}
	default:
		return frequency.Frequency{Monthly: &frequency.Monthly{Start: anyTime(t, "start", -300), MonthDays: anyMonthDays(t, 1)}}
	}
}

func onCloud(t *rapid.T) frequency.Frequency {
	switch rapid.IntRange(0, 4).Draw(t, "member") {
	case 0:
		h := &frequency.Hourly{EveryHours: 1, WeekDays: someDays(t, 0, 7)}
		h.Start, h.End = wholeHours(t)
		if rapid.Bool().Draw(t, "minutes") {
			h.EveryHours, h.EveryMinutes = 0, 60
		}
		return frequency.Frequency{Hourly: h}
	case 1:
		return frequency.Frequency{Daily: anyDaily(t)}
	case 2:
		return frequency.Frequency{Weekly: &frequency.Weekly{Start: anyTime(t, "start", -300), WeekDays: someDays(t, 1, 1)}}
	case 3:
		return frequency.Frequency{Monthly: &frequency.Monthly{Start: anyTime(t, "start", -300), MonthDays: anyMonthDays(t, 31)}}
	default:
		return frequency.Frequency{Monthly: &frequency.Monthly{
			Start:      anyTime(t, "start", -300),
			Occurrence: rapid.SampledFrom([]string{"First", "Second", "Third", "Fourth", "Fifth", "LastDay"}).Draw(t, "occurrence"),
			WeekDay:    rapid.SampledFrom(allDays).Draw(t, "week day"),
		}}
	}
}

func draw(t *rapid.T) (frequency.Frequency, tableau.Product) {
	if rapid.Bool().Draw(t, "cloud") {
		return onCloud(t), tableau.Cloud
	}
	return onServer(t), tableau.Server
}

// overTheWire is what the service answers to f: the same intervals in another
// order, through XML.
func overTheWire(t *rapid.T, f frequency.Frequency, product tableau.Product) (string, *tableau.FrequencyDetails) {
	kind, details := frequency.ToWire(f, product)
	body, err := xml.Marshal(details)
	if err != nil {
		t.Fatal(err)
	}
	var answer tableau.FrequencyDetails
	if err := xml.Unmarshal(body, &answer); err != nil {
		t.Fatal(err)
	}
	if answer.Intervals != nil {
		answer.Intervals.Interval = rapid.Permutation(answer.Intervals.Interval).Draw(t, "order")
	}
	return kind, &answer
}

func TestProperty_whatIsWritableSurvivesConfigurationAndService(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, product := draw(t)
		if diags := frequency.Check(f, product, path.Root("frequency")); diags.HasError() {
			t.Fatalf("%s refuses %s: %v", product, f.Object(), diags)
		}
		req := validator.ObjectRequest{Path: path.Root("frequency"), ConfigValue: f.Object()}
		var resp validator.ObjectResponse
		frequency.OptionalAttribute("").Validators[0].ValidateObject(t.Context(), req, &resp)
		if resp.Diagnostics.HasError() {
			t.Fatalf("not valid: %v", resp.Diagnostics)
		}
		configured, diags := frequency.FromObject(t.Context(), f.Object(), path.Root("frequency"))
		if diags.HasError() || !cmp.Equal(configured, f) {
			t.Fatalf("read back from its object as %s, %v", configured.Object(), diags)
		}
		read, ok := frequency.FromWire(overTheWire(t, f, product))
		if !ok || !frequency.Equal(f, read) {
			t.Fatalf("%s reads back as %s, %t", f.Object(), read.Object(), ok)
		}
		if got := frequency.Reconcile(f, read); !cmp.Equal(got, f) {
			t.Fatalf("state changes from %s to %s", f.Object(), got.Object())
		}
		if got := frequency.ReconcileObject(t.Context(), f.Object(), read); !got.Equal(f.Object()) {
			t.Fatalf("state changes from %s to %s", f.Object(), got)
		}
		if again := frequency.Reconcile(frequency.Frequency{}, read); !cmp.Equal(again, f.Normal()) {
			t.Fatalf("imported as %s, not in the normal form %s", again.Object(), f.Normal().Object())
		}
	})
}

func TestProperty_daysLeftOutByOldServersAreNoDrift(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := onServer(t)
		kind, details := overTheWire(t, f, tableau.Server)
		if (f.Hourly == nil && f.Daily == nil) || details.Intervals == nil {
			return
		}
		details.Intervals.Interval = slices.DeleteFunc(details.Intervals.Interval, func(i tableau.Interval) bool { return i.WeekDay != "" })
		if len(details.Intervals.Interval) == 0 {
			return // Without a repetition, the service is documented to drop the days.
		}
		read, ok := frequency.FromWire(kind, details)
		if got := frequency.Reconcile(f, read); !ok || !cmp.Equal(got, f) {
			t.Fatalf("state changes from %s to %s, %t", f.Object(), got.Object(), ok)
		}
	})
}

func TestProperty_normalFormAndEqualityAreLawful(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, _ := draw(t)
		b, _ := draw(t)
		if !cmp.Equal(a.Normal(), a.Normal().Normal()) {
			t.Fatalf("normal form of %s is %s and then %s", a.Object(), a.Normal().Object(), a.Normal().Normal().Object())
		}
		if !frequency.Equal(a, a) || !frequency.Equal(a, a.Normal()) {
			t.Fatalf("%s does not equal itself", a.Object())
		}
		if frequency.Equal(a, b) != frequency.Equal(b, a) {
			t.Fatalf("%s and %s are equal one way only", a.Object(), b.Object())
		}
		if frequency.Equal(a, b) && frequency.Describe(a) != frequency.Describe(b) {
			t.Fatalf("equal, but %q and %q", frequency.Describe(a), frequency.Describe(b))
		}
	})
}

// cronExpression is mostly one that Tableau can say.
func cronExpression(t *rapid.T) string {
	minutes := rapid.SampledFrom([]string{"0", "5", "*/15", "*/30", "0,30", "15,45", "10/30", "55", "0-45/15", "*/20", "7"}).Draw(t, "minutes")
	hours := rapid.SampledFrom([]string{"0", "6", "23", "*", "*/2", "*/4", "6-22", "6-22/2", "8,16", "0,12", "22-2", "1-23/6", "*/5"}).Draw(t, "hours")
	monthDays := rapid.SampledFrom([]string{"*", "*", "*", "?", "1", "15", "31", "1,15", "L", "10-12", "*/7", "30"}).Draw(t, "month days")
	weekDays := rapid.SampledFrom([]string{"*", "*", "*", "?", "1-5", "0", "7", "SUN,WED", "FRI-MON", "THU#3", "MON#5", "2#L", "*/2"}).Draw(t, "week days")
	return strings.Join([]string{minutes, hours, monthDays, "*", weekDays}, " ")
}

var library = cron.MustNewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow | cron.Descriptor | cron.Extended)

// agreesWithCron compares the next runs with those of the cron library.
func agreesWithCron(t interface{ Fatalf(string, ...any) }, expression string, f frequency.Frequency, from time.Time, count int) {
	schedule, err := library.Parse(strings.ToLower(expression))
	if err != nil {
		t.Fatalf("%q is understood, but not by the library: %v", expression, err)
	}
	runs, err := frequency.NextRuns(f, from, count, time.UTC)
	if err != nil {
		t.Fatalf("%q: %v", expression, err)
	}
	want := from
	for i, run := range runs {
		if want = schedule.Next(want); !run.Equal(want) {
			t.Fatalf("%q: run %d after %s is %s, but cron's is %s", expression, i, from, run, want)
		}
	}
}

func TestProperty_nextRunsAgreeWithCron(t *testing.T) {
	understood := 0
	rapid.Check(t, func(t *rapid.T) {
		expression := cronExpression(t)
		f, err := frequency.FromCron(expression)
		if err != nil {
			return
		}
		understood++
		from := time.Unix(rapid.Int64Range(0, 4_000_000_000).Draw(t, "from"), 0).UTC()
		agreesWithCron(t, expression, f, from, 60)
	})
	if understood == 0 {
		t.Error("no expression was understood")
	}
}

// runsAt tells whether f runs when the wall clock shows this, each part of the
// rule read on its own.
func runsAt(f frequency.Frequency, wall time.Time) bool {
	now := frequency.TimeOfDay(wall.Hour()*3600 + wall.Minute()*60 + wall.Second())
	onDay := func(days []time.Weekday) bool { return len(days) == 0 || slices.Contains(days, wall.Weekday()) }
	inWindow := func(start, end frequency.TimeOfDay, every int64) bool {
		return start <= now && now <= end && int64(now-start)%every == 0
	}
	switch {
	case f.Hourly != nil:
		return onDay(f.Hourly.WeekDays) && inWindow(f.Hourly.Start, f.Hourly.End, f.Hourly.EveryHours*3600+f.Hourly.EveryMinutes*60)
	case f.Daily != nil && (f.Daily.EveryHours == 0 || f.Daily.EveryHours == 24):
		return onDay(f.Daily.WeekDays) && now == f.Daily.Start
	case f.Daily != nil:
		return onDay(f.Daily.WeekDays) && inWindow(f.Daily.Start, *f.Daily.End, f.Daily.EveryHours*3600)
	case f.Weekly != nil:
		return onDay(f.Weekly.WeekDays) && now == f.Weekly.Start
	}
	m := f.Monthly
	lastDay := time.Date(wall.Year(), wall.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
	number := []string{"First", "Second", "Third", "Fourth", "Fifth"}[(wall.Day()-1)/7]
	byDay := slices.Contains(m.MonthDays, fmt.Sprint(wall.Day())) || wall.Day() == lastDay && slices.Contains(m.MonthDays, "LastDay")
	byOccurrence := m.Occurrence != "" && wall.Weekday() == m.WeekDay &&
		(m.Occurrence == number || m.Occurrence == "LastDay" && wall.Day() > lastDay-7)
	return now == m.Start && (byDay || byOccurrence)
}

func TestProperty_nextRunsAreInOrderAndKeepTheRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, _ := draw(t)
		zone, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		from := time.Unix(rapid.Int64Range(0, 2_500_000_000).Draw(t, "from"), 0)
		runs, err := frequency.NextRuns(f, from, 100, zone)
		if err != nil || len(runs) != 100 {
			t.Fatalf("%d runs, %v", len(runs), err)
		}
		last := from
		for _, run := range runs {
			if !run.After(last) {
				t.Fatalf("%s follows %s", run, last)
			}
			last = run
			// After a gap the rule names the time that was left out, as a clock shows
			// it that was not put forward.
			_, offset := run.Zone()
			_, before := run.Add(-3 * time.Hour).Zone()
			if wall := run.In(time.FixedZone("before the gap", before)); !runsAt(f, run) && (offset <= before || !runsAt(f, wall)) {
				t.Fatalf("%s does not run at %s", f.Object(), run)
			}
		}
	})
}
