package flowtask_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// TestFlowTaskRead_takesOverOnlyWhatIsCertain has a service show a task in the
// ways that the references and the schema leave open.
func TestFlowTaskRead_takesOverOnlyWhatIsCertain(t *testing.T) {
	t.Parallel()
	steps := map[string]string{"Extract": "aaaaaaaa-0000-4000-8000-000000000001", "CSV": "aaaaaaaa-0000-4000-8000-000000000002"}
	spec := func(content string) string { return `<flowRunSpec flowId="` + prep + `">` + content + `</flowRunSpec>` }
	given := func(id, value string) string {
		return fmt.Sprintf(`<flowParameterSpec parameterId=%q overrideValue=%q/>`, id, value)
	}
	value := func(id, value string) string {
		return fmt.Sprintf(`<parameters><parameter id=%q name="Region" value=%q/></parameters>`, id, value)
	}
	output := func(names ...string) string {
		all := ""
		for _, name := range names {
			all += fmt.Sprintf(`<flowOutputStep id=%q name=%q/>`, steps[name], name)
		}
		return spec("<flowOutputSteps>" + all + "</flowOutputSteps>")
	}
	south := acctest.Object{"Region": "South"}
	for name, test := range map[string]struct {
		shown              string
		before, after      acctest.Object // parameters
		steps, afterwards  []any
		frequency, becomes acctest.Object
		schedule           string
	}{
		"nothing":                         {before: south, after: south},
		"no values":                       {shown: spec("<flowParameterSpecs/>"), before: south, after: south},
		"the same value":                  {shown: spec("<flowParameterSpecs>" + given(region, "South") + "</flowParameterSpecs>"), before: south, after: south},
		"another value":                   {shown: spec("<flowParameterSpecs>" + given(region, "East") + "</flowParameterSpecs>"), before: south, after: acctest.Object{"Region": "East"}},
		"another instead":                 {shown: spec("<flowParameterSpecs>" + given(count, "3") + "</flowParameterSpecs>"), before: south, after: acctest.Object{"Count": "3"}},
		"a default beside it":             {shown: spec("<flowParameterSpecs>" + given(region, "South") + given(count, "2") + "</flowParameterSpecs>"), before: south, after: south},
		"a default that is configured":    {shown: spec("<flowParameterSpecs>" + given(region, "North") + "</flowParameterSpecs>"), before: acctest.Object{"Region": "North"}, after: acctest.Object{"Region": "North"}},
		"one that the flow has no more":   {shown: spec("<flowParameterSpecs>" + given(nobodysID, "3") + "</flowParameterSpecs>"), after: acctest.Object{nobodysID: "3"}},
		"the default, perhaps its flow's": {shown: value(region, "North"), before: south, after: south},
		"a value of its own":              {shown: value(region, "East"), before: south, after: acctest.Object{"Region": "East"}},
		"one that nobody knows":           {shown: value(nobodysID, "3"), before: south, after: south},
		"all steps":                       {shown: output("Extract", "CSV")},
		"some steps":                      {shown: output("CSV"), afterwards: []any{"CSV"}},
		"the steps as configured":         {shown: output("Extract", "CSV"), steps: []any{"CSV", "Extract"}, afterwards: []any{"CSV", "Extract"}},
		"other steps than configured":     {shown: output("Extract"), steps: []any{"CSV"}, afterwards: []any{"Extract"}},
		"steps are not shown":             {steps: []any{"CSV"}, afterwards: []any{"CSV"}},
		"the details of its frequency": {
			schedule:  `<schedule frequency="Daily" nextRunAt="2026-03-03T09:15:00-0800"><frequencyDetails start="09:15:00" end="09:15:00"><intervals><interval hours="24"/></intervals></frequencyDetails></schedule>`,
			frequency: at("02:15"), becomes: at("09:15:00"),
		},
		"a next run with an offset":      {schedule: `<schedule id="s" name="SSS_1" frequency="Daily" nextRunAt="2026-03-03T02:15:00-0800"/>`, frequency: at("02:15"), becomes: at("02:15")},
		"another, with an offset":        {schedule: `<schedule id="s" name="SSS_1" frequency="Daily" nextRunAt="2026-03-03T02:15:00-0700"/>`, frequency: at("02:15")},
		"no next run":                    {schedule: `<schedule id="s" name="SSS_1" frequency="Daily"/>`, frequency: at("02:15"), becomes: at("02:15")},
		"a next run that is no time":     {schedule: `<schedule id="s" name="SSS_1" frequency="Daily" nextRunAt="soon"/>`, frequency: at("02:15"), becomes: at("02:15")},
		"the kind in another case":       {schedule: `<schedule id="s" name="SSS_1" frequency="daily"/>`, frequency: at("02:15"), becomes: at("02:15")},
		"a kind that nobody knows":       {schedule: `<schedule id="s" name="SSS_1" frequency="Yearly"/>`, frequency: at("02:15")},
		"a run on the night of a change": {schedule: `<schedule id="s" name="SSS_1" frequency="Daily" nextRunAt="2026-03-08T10:15:00Z"/>`, frequency: at("02:15"), becomes: at("02:15")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := onCloud()
			for i := range options.Seed.Flows[0].OutputSteps {
				options.Seed.Flows[0].OutputSteps[i].ID = steps[options.Seed.Flows[0].OutputSteps[i].Name]
			}
			site := acctest.NewMock(t, options)
			if test.schedule == "" {
				test.schedule, test.frequency, test.becomes = `<schedule id="s" name="SSS_1" frequency="Daily"/>`, at("02:15"), at("02:15")
			}
			setFault(t, site, mockserver.Fault{
				Route: getRoute, Status: 200, ContentType: "application/xml",
				Body: `<tsResponse xmlns="http://tableau.com/api"><task><flowRun id="` + theTask + `">` + test.schedule + `<flow id="` + prep + `" name="Prep"/>` + test.shown + `</flowRun></task></tsResponse>`,
			})
			got, diagnostics := read(t, protocol(t, site, options), taskState(test.before, test.steps, test.frequency))
			acctest.FailOn(t, diagnostics)
			if diff := cmp.Diff(taskState(test.after, test.afterwards, test.becomes), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func at(start string) acctest.Object {
	return acctest.Object{"daily": acctest.Object{"start": start}}
}

func taskState(parameters acctest.Object, steps []any, frequency acctest.Object) acctest.Object {
	state := acctest.Object{"id": theTask, "flow_id": prep, "on_destroy": "delete"}
	if parameters != nil {
		state["parameters"] = parameters
	}
	if steps != nil {
		state["output_steps"] = steps
	}
	if frequency != nil {
		state["frequency"] = frequency
	}
	return state
}
