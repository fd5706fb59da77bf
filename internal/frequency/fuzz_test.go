package frequency_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

func FuzzParseTimeOfDay(f *testing.F) {
	for _, seed := range []string{"", "06:00", "18:30:00", "23:59:59", "24:00:00", "6:00", "25:00", "06:60", "06:00:00.5", "06:00Z", "０６:00", "+6:00", "-1:00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := frequency.ParseTimeOfDay(text)
		layout := map[int]string{5: "15:04", 8: "15:04:05"}[len(text)]
		want, wantErr := time.Parse(layout, text)
		if layout == "" || wantErr != nil {
			if err == nil {
				t.Fatalf("%q is read as %s", text, got)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if got.String() != want.Format(time.TimeOnly) {
			t.Fatalf("%q is read as %s", text, got)
		}
	})
}

func FuzzFromWire(f *testing.F) {
	f.Add("Hourly", "18:30:00", "23:00:00", "2", "", "", "", "", "", "Monday", "")
	f.Add("Hourly", "14:00:00", "01:00:00", "", "30", "", "", "", "", "Monday", "")
	f.Add("daily", "18:20:00", "18:20:00", "24", "", "", "", "", "", "TUESDAY", "")
	f.Add("Daily", "02:15", "", "", "", "", "", "", "", "", "")
	f.Add("Weekly", "6:00:00.000", "", "", "", "Sunday", "", "", "", " wednesday ", "")
	f.Add("Monthly", "07:00:00", "", "", "", "", "7", "", "", "", "LastDay")
	f.Add("Monthly", "06:00:00", "", "", "", "Thursday", "Third", "", "", "", "")
	f.Add("Monthly", "06:00:00", "", "", "", "Thursday", "Third", "", "", "Monday", "Last")
	f.Add("Monthly", "11:20:00", "24:00:00", "", "", "", "Customized Monthly", "", "", "", "")
	f.Fuzz(func(t *testing.T, kind, start, end, hours1, minutes1, weekDay1, monthDay1, hours2, minutes2, weekDay2, monthDay2 string) {
		read, ok := frequency.FromWire(kind, &tableau.FrequencyDetails{Start: start, End: end, Intervals: intervals(
			tableau.Interval{Hours: hours1, Minutes: minutes1, WeekDay: weekDay1, MonthDay: monthDay1},
			tableau.Interval{Hours: hours2, Minutes: minutes2, WeekDay: weekDay2, MonthDay: monthDay2},
		)})
		if !ok {
			return
		}
		fromState, diags := frequency.FromObject(t.Context(), read.Normal().Object(), path.Root("frequency"))
		if diags.HasError() || !frequency.Equal(read, fromState) {
			t.Fatalf("%s is not kept by a state: %s, %v", read.Object(), fromState.Object(), diags)
		}
		if got := frequency.ReconcileObject(t.Context(), read.Object(), read); !got.Equal(read.Object()) {
			t.Fatalf("%s differs from itself: %s", read.Object(), got)
		}
		if frequency.Describe(read) == "" {
			t.Fatal("no description")
		}
		for _, product := range []tableau.Product{tableau.Server, tableau.Cloud} {
			kind, details := frequency.ToWire(read, product)
			again, ok := frequency.FromWire(kind, &details)
			if !ok || !frequency.Equal(read, again) {
				t.Fatalf("%s written to %s reads back as %s, %t", read.Object(), product, again.Object(), ok)
			}
			frequency.Check(read, product, path.Root("frequency"))
		}
		from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		if runs, err := frequency.NextRuns(read, from, 3, time.UTC); err == nil && (len(runs) != 3 || !runs[0].After(from)) {
			t.Fatalf("runs at %v", runs)
		}
	})
}

func FuzzFromCron(f *testing.F) {
	for _, seed := range []string{
		"15 2 * * *", "*/30 6-21 * * 1-5", "0 6 1,15 * *", "0 6 L * *", "0 6 * * THU#3", "0 6 * * THUL", "@daily", "@every 1h",
		"TZ=UTC 0 6 * * *", "0 22-2 * * *", "0 6 1 * MON", ", , , , ,", "0 0 31 * ?", "0/30 */2 * * FRI-MON/2", "H H * * *", "0 6 LW 1 *", "0 27-0 * * 0",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, expression string) {
		got, err := frequency.FromCron(expression)
		if err != nil {
			if err.Error() == "" || !got.IsZero() {
				t.Fatalf("%q gives %s and error %q", expression, got.Object(), err)
			}
			return
		}
		if !frequency.Writable(got, tableau.Server) && !frequency.Writable(got, tableau.Cloud) {
			t.Fatalf("%q gives %s, which no product accepts", expression, got.Object())
		}
		fields := strings.Fields(expression)
		if last := fields[len(fields)-1]; !strings.Contains(last, "#") && strings.HasSuffix(strings.ToLower(last), "l") && len(fields) == 5 {
			fields[4] = last[:len(last)-1] + "#L"
		}
		agreesWithCron(t, strings.Join(fields, " "), got, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), 30)
	})
}

// FuzzArgument: whatever value a function is given for a frequency, it is described, or refused by an error about it.
func FuzzArgument(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		var value any
		if json.Unmarshal([]byte(text), &value) != nil {
			return // Terraform has no such value.
		}
		line, refused := describe(t, asWritten(value))
		if refused != nil && (refused.FunctionArgument == nil || *refused.FunctionArgument != 0 || refused.Text == "" || !fits(refused)) {
			t.Fatalf("%s is refused by %+v", text, refused)
		}
		if refused == nil && line == "" {
			t.Fatalf("%s has no description", text)
		}
	})
}

// asWritten is a value of JSON as the tests here write it.
func asWritten(value any) any {
	switch value := value.(type) {
	case map[string]any:
		written := object{}
		for name, attribute := range value {
			written[name] = asWritten(attribute)
		}
		return written
	case []any:
		written := list{}
		for _, element := range value {
			written = append(written, asWritten(element))
		}
		return written
	}
	return value
}
