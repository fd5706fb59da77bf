package frequency_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/frequency"
)

// call calls a function through the plugin protocol, as Terraform does. Values
// in dynamic parameters keep their own type.
func call(t *testing.T, name string, result tftypes.Type, arguments ...any) (tftypes.Value, *tfprotov6.FunctionError) {
	t.Helper()
	s := server(t)
	functions, err := s.GetFunctions(t.Context(), &tfprotov6.GetFunctionsRequest{})
	if err != nil {
		t.Fatal(err)
	}
	parameters := functions.Functions[name].Parameters
	var values []*tfprotov6.DynamicValue
	for i, argument := range arguments {
		v, err := tfprotov6.NewDynamicValue(parameters[i].Type, literal(argument))
		if err != nil {
			t.Fatal(err)
		}
		values = append(values, &v)
	}
	resp, err := s.CallFunction(t.Context(), &tfprotov6.CallFunctionRequest{Name: name, Arguments: values})
	if err != nil {
		t.Fatal(err)
	}
	if resp.Error != nil {
		return tftypes.Value{}, resp.Error
	}
	v, err := resp.Result.Unmarshal(result)
	if err != nil {
		t.Fatal(err)
	}
	return v, nil
}

func describe(t *testing.T, f any) (string, *tfprotov6.FunctionError) {
	t.Helper()
	v, callError := call(t, "describe_frequency", tftypes.String, f)
	if callError != nil {
		return "", callError
	}
	var line string
	if err := v.As(&line); err != nil {
		t.Fatal(err)
	}
	return line, nil
}

func TestDescribeFrequency_takesLiteralsAndAttributes(t *testing.T) {
	for name, test := range map[string]struct {
		frequency any
		want      string
	}{
		"literal":                  {object{"daily": object{"start": "02:15"}}, "Every day at 02:15"},
		"literal with nulls":       {object{"daily": object{"start": "02:15", "end": nil, "week_days": nil}, "hourly": nil}, "Every day at 02:15"},
		"numbers in a tuple":       {object{"monthly": object{"start": "06:00", "month_days": list{1, 15}}}, "On days 1 and 15 of every month at 06:00"},
		"numbers and texts":        {object{"monthly": object{"start": "06:00", "month_days": list{1, "LastDay", 1}}}, "On day 1 and the last day of every month at 06:00"},
		"number as text":           {object{"hourly": object{"start": "06:00", "end": "22:00", "every_minutes": "30"}}, "Every 30 minutes from 06:00 to 22:00"},
		"number":                   {object{"hourly": object{"start": "06:00", "end": "22:00", "every_hours": 2, "week_days": workDays}}, "Every 2 hours from 06:00 to 22:00, Monday to Friday"},
		"daily from an hourly one": {object{"daily": typed(frequencyType().AttributeTypes["hourly"], object{"start": "00:00:00", "end": "20:00:00", "every_hours": 4})}, "Every 4 hours from 00:00 to 20:00"},
		"whole attribute":          {typed(frequencyType(), object{"weekly": object{"start": "18:30:00", "week_days": list{"Sunday"}}}), "Every Sunday at 18:30"},
		"attribute with numbers":   {typed(frequencyType(), object{"hourly": object{"start": "06:00", "end": "22:00", "every_minutes": 15}}), "Every 15 minutes from 06:00 to 22:00"},
		"what only servers show":   {typed(frequencyType(), object{"hourly": object{"start": "14:00", "end": "01:00", "every_minutes": 30}}), "Every 30 minutes from 14:00 to 01:00 the next day"},
		"customized":               {object{"monthly": object{"start": "11:20", "month_days": list{"Customized Monthly"}}}, "On customized days of every month at 11:20, which Tableau shows in its web interface only"},
		"occurrence":               {object{"monthly": object{"start": "06:00", "occurrence": "Third", "week_day": "Thursday"}}, "On the third Thursday of every month at 06:00"},
		"list instead of a tuple":  {object{"weekly": object{"start": "06:00", "week_days": tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, []tftypes.Value{tftypes.NewValue(tftypes.String, "Monday")})}}, "Every Monday at 06:00"},
		"map instead of an object": {tftypes.NewValue(tftypes.Map{ElementType: tftypes.Map{ElementType: tftypes.String}}, map[string]tftypes.Value{"daily": tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, map[string]tftypes.Value{"start": tftypes.NewValue(tftypes.String, "06:00")})}), "Every day at 06:00"},
	} {
		t.Run(name, func(t *testing.T) {
			got, callError := describe(t, test.frequency)
			if callError != nil {
				t.Fatal(callError)
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// fits reports whether an error can stand where Terraform puts it: behind the
// name of the parameter, and before a full stop.
func fits(callError *tfprotov6.FunctionError) bool {
	return !strings.HasPrefix(callError.Text, "frequency:") && !strings.HasSuffix(callError.Text, ".")
}

func TestDescribeFrequency_namesWhatIsWrong(t *testing.T) {
	for name, test := range map[string]struct {
		frequency any
		says      string
	}{
		"text":              {"daily", "an object is needed here, such as { daily = { start = \"02:15\" } }"},
		"empty object":      {object{}, "Set exactly one of hourly, daily, weekly and monthly"},
		"all null":          {typed(frequencyType(), object{}), "Set exactly one of"},
		"null object":       {typed(frequencyType(), nil), "there is no frequency to work on: the value is null"},
		"two members":       {object{"daily": object{"start": "06:00"}, "weekly": object{"start": "06:00", "week_days": list{"Monday"}}}, "not daily and weekly"},
		"unknown member":    {object{"dayly": object{"start": "06:00"}}, `there is no "dayly" here, only hourly, daily, weekly and monthly`},
		"unknown attribute": {object{"daily": object{"start": "06:00", "hours": 4}}, `frequency.daily: there is no "hours" here, only start, end, every_hours and week_days`},
		"member as text":    {object{"daily": "06:00"}, "frequency.daily: an object is needed here"},
		"missing start":     {object{"daily": object{}}, "frequency.daily.start: The value is missing"},
		"missing end":       {object{"hourly": object{"start": "06:00", "every_hours": 1}}, "frequency.hourly.end: The value is missing"},
		"wrong time":        {object{"daily": object{"start": "25:00"}}, `frequency.daily.start: "25:00" is not a time of day`},
		"time as number":    {object{"daily": object{"start": 6}}, `frequency.daily.start: "6" is not a time of day`},
		"time as truth":     {object{"daily": object{"start": true}}, "frequency.daily.start: a text is needed here"},
		"step as word":      {object{"daily": object{"start": "06:00", "every_hours": "often"}}, `frequency.daily.every_hours: a whole number is needed here, not "often"`},
		"step as fraction":  {object{"daily": object{"start": "06:00", "every_hours": 1.5}}, "frequency.daily.every_hours: a whole number is needed here, not 1.5"},
		"step as truth":     {object{"daily": object{"start": "06:00", "every_hours": true}}, "frequency.daily.every_hours: a whole number is needed here, such as 30"},
		"step of 61":        {object{"hourly": object{"start": "06:00", "end": "22:00", "every_minutes": 61}}, "frequency.hourly.every_minutes: 61 is not a step that Tableau knows"},
		"days as text":      {object{"weekly": object{"start": "06:00", "week_days": "Monday"}}, `frequency.weekly.week_days: a list of days is needed here, such as ["Monday", "Friday"]`},
		"day as truth":      {object{"weekly": object{"start": "06:00", "week_days": list{true}}}, "frequency.weekly.week_days: a text is needed here"},
		"wrong day":         {object{"weekly": object{"start": "06:00", "week_days": list{"Funday"}}}, `frequency.weekly.week_days[Value("Funday")]: "Funday" is not a day of the week`},
		"null day":          {object{"weekly": object{"start": "06:00", "week_days": list{"Monday", nil}}}, "has a null"},
		"month day 32":      {object{"monthly": object{"start": "06:00", "month_days": list{32}}}, `"32" is not a day of the month`},
		"fraction of a day": {object{"monthly": object{"start": "06:00", "month_days": list{1.5}}}, `"1.5" is not a day of the month`},
		"unknown":           {object{"daily": object{"start": unknown{}}}, "a part of it is not known yet"},
		"two mistakes":      {object{"hourly": object{"start": "25:00", "end": "26:00", "every_hours": 1}}, `"25:00" is not a time of day`},
	} {
		t.Run(name, func(t *testing.T) {
			got, callError := describe(t, test.frequency)
			if callError == nil {
				t.Fatalf("got %q, want an error", got)
			}
			if !strings.Contains(callError.Text, test.says) || !fits(callError) {
				t.Errorf("got %q, want it to say %q", callError.Text, test.says)
			}
			if callError.FunctionArgument == nil || *callError.FunctionArgument != 0 {
				t.Errorf("the error is about argument %v, want the first", callError.FunctionArgument)
			}
		})
	}
}

func TestFrequencyFromCron_returnsAFrequency(t *testing.T) {
	got, callError := call(t, "frequency_from_cron", frequencyType(), "0,30 6-21 * * 1-5")
	if callError != nil {
		t.Fatal(callError)
	}
	want := typed(frequencyType(), object{"hourly": object{"start": "06:00:00", "end": "21:30:00", "every_minutes": 30, "week_days": workDays}})
	if !got.Equal(want) {
		t.Errorf("got %s, want %s", got, want)
	}
	line, callError := describe(t, got)
	if callError != nil || line != "Every 30 minutes from 06:00 to 21:30, Monday to Friday" {
		t.Errorf("described as %q, %v", line, callError)
	}
}

func TestFrequencyFromCron_explains(t *testing.T) {
	_, callError := call(t, "frequency_from_cron", frequencyType(), "*/20 * * * *")
	if callError == nil || callError.FunctionArgument == nil || *callError.FunctionArgument != 0 {
		t.Fatalf("got %v, want an error about the expression", callError)
	}
	const want = `Tableau cannot express "*/20 * * * *": it runs every 20 minutes: Tableau runs every 15, 30 or 60 minutes ` +
		`or every 2, 4, 6, 8 or 12 hours within one window of the day. The nearest is every 15 minutes or 30 minutes`
	if callError.Text != want {
		t.Errorf("got %q, want %q", callError.Text, want)
	}
}

func TestNextRunsFunction_listsRFC3339Times(t *testing.T) {
	got, callError := call(t, "next_runs", tftypes.List{ElementType: tftypes.String},
		object{"monthly": object{"start": "06:00", "month_days": list{1, 15}}}, "2026-03-14T23:30:00Z", 2, "Europe/Berlin")
	if callError != nil {
		t.Fatal(callError)
	}
	var times []tftypes.Value
	if err := got.As(&times); err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, v := range times {
		var text string
		if err := v.As(&text); err != nil {
			t.Fatal(err)
		}
		texts = append(texts, text)
	}
	if diff := cmp.Diff([]string{"2026-03-15T06:00:00+01:00", "2026-04-01T06:00:00+02:00"}, texts); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestNextRunsFunction_namesWhatIsWrong(t *testing.T) {
	daily := object{"daily": object{"start": "06:00"}}
	for name, test := range map[string]struct {
		frequency any
		from      string
		count     int
		zone      string
		argument  int64
		says      string
	}{
		"frequency":  {object{}, "2026-01-01T00:00:00Z", 1, "UTC", 0, "Set exactly one of"},
		"customized": {object{"monthly": object{"start": "06:00", "month_days": list{"Customized Monthly"}}}, "2026-01-01T00:00:00Z", 1, "UTC", 0, "There is no list of next runs: the days of the month are not known"},
		"from":       {daily, "2026-01-01", 1, "UTC", 1, `"2026-01-01" is not an RFC 3339 time`},
		"count":      {daily, "2026-01-01T00:00:00Z", 0, "UTC", 2, "from 1 to 1000"},
		"high count": {daily, "2026-01-01T00:00:00Z", 1001, "UTC", 2, "The count is 1001"},
		"zone":       {daily, "2026-01-01T00:00:00Z", 1, "Middle/Earth", 3, `"Middle/Earth" is not a time zone. Write an IANA name`},
		"no zone":    {daily, "2026-01-01T00:00:00Z", 1, "", 3, `"" is not a time zone`},
		"local zone": {daily, "2026-01-01T00:00:00Z", 1, "Local", 3, `"Local" is not a time zone`},
	} {
		t.Run(name, func(t *testing.T) {
			_, callError := call(t, "next_runs", tftypes.List{ElementType: tftypes.String}, test.frequency, test.from, test.count, test.zone)
			if callError == nil || !strings.Contains(callError.Text, test.says) || !fits(callError) {
				t.Fatalf("got %v, want an error that says %q", callError, test.says)
			}
			if callError.FunctionArgument == nil || *callError.FunctionArgument != test.argument {
				t.Errorf("the error is about argument %v, want %d", callError.FunctionArgument, test.argument)
			}
		})
	}
}

func TestFunctions_areDescribed(t *testing.T) {
	for name, f := range map[string]func() function.Function{
		"frequency_from_cron": frequency.NewFromCronFunction,
		"describe_frequency":  frequency.NewDescribeFunction,
		"next_runs":           frequency.NewNextRunsFunction,
	} {
		var metadata function.MetadataResponse
		f().Metadata(t.Context(), function.MetadataRequest{}, &metadata)
		var resp function.DefinitionResponse
		f().Definition(t.Context(), function.DefinitionRequest{}, &resp)
		d := resp.Definition
		if metadata.Name != name || d.Summary == "" || d.MarkdownDescription == "" {
			t.Errorf("%s: name %q, summary %q, description %q", name, metadata.Name, d.Summary, d.MarkdownDescription)
		}
		for _, p := range d.Parameters {
			if p.GetMarkdownDescription() == "" {
				t.Errorf("%s: %s has no description", name, p.GetName())
			}
		}
	}
}

func TestFunctions_refuseArgumentsOfAnotherNumber(t *testing.T) {
	for name, f := range map[string]function.Function{
		"frequency_from_cron": frequency.NewFromCronFunction(),
		"describe_frequency":  frequency.NewDescribeFunction(),
		"next_runs":           frequency.NewNextRunsFunction(),
	} {
		resp := function.RunResponse{Result: function.NewResultData(types.StringUnknown())}
		f.Run(t.Context(), function.RunRequest{Arguments: function.NewArgumentsData([]attr.Value{})}, &resp)
		if resp.Error == nil {
			t.Errorf("%s ran without arguments", name)
		}
	}
}

func TestDescribeFrequency_runsOnFrameworkValues(t *testing.T) {
	f := frequency.Frequency{Hourly: &frequency.Hourly{Start: clock("06:00"), End: clock("22:00"), EveryHours: 2}}
	resp := function.RunResponse{Result: function.NewResultData(types.StringUnknown())}
	frequency.NewDescribeFunction().Run(t.Context(), function.RunRequest{
		Arguments: function.NewArgumentsData([]attr.Value{types.DynamicValue(f.Object())}),
	}, &resp)
	if want := types.StringValue("Every 2 hours from 06:00 to 22:00"); resp.Error != nil || !resp.Result.Value().Equal(want) {
		t.Errorf("got %v and %v, want %v", resp.Result.Value(), resp.Error, want)
	}
}
