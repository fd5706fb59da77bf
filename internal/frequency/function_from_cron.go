package frequency

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/function"
)

// NewFromCronFunction is the provider function frequency_from_cron.
func NewFromCronFunction() function.Function { return fromCronFunction{} }

type fromCronFunction struct{}

func (fromCronFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "frequency_from_cron"
}

func (fromCronFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "The frequency that a cron expression says",
		MarkdownDescription: "Returns the frequency object that runs at the same times as a cron expression of five fields, " +
			"to be assigned to the `frequency` of a resource. What Tableau cannot express is an error that says what is near.\n\n" +
			"- One run a day becomes `daily`; with days of the week, `weekly`; with days of the month, `L` for the last day, " +
			"`THU#3` for the third Thursday or `THUL` for the last one, `monthly`.\n" +
			"- Several runs a day become `hourly` if they are evenly apart, from the first run to the last: " +
			"`*/30 6-21 * * *` ends at 21:30, for a run on the end of the window takes place.\n" +
			"- `@hourly`, `@daily`, `@midnight`, `@weekly` and `@monthly` are understood. " +
			"Some months only, days of the month together with days of the week, seconds, years and time zones are refused.\n\n" +
			"The result is the form that Tableau Server takes. Tableau Cloud takes steps of several hours, and several days of the week, as `daily`: " +
			"write `{ daily = provider::tableau::frequency_from_cron(\"0 */4 * * *\").hourly }`, or `.weekly` for days of the week.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name: "expression",
				MarkdownDescription: "Cron expression: minute, hour, day of the month, month (always `*`) and day of the week. " +
					"It is read in the time zone of the server or site that the frequency will run on.",
			},
		},
		Return: function.ObjectReturn{AttributeTypes: attrTypes},
	}
}

func (fromCronFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var expression string
	if resp.Error = req.Arguments.Get(ctx, &expression); resp.Error != nil {
		return
	}
	f, err := FromCron(expression)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, fmt.Sprintf("Tableau cannot express %q: %s", expression, err))
		return
	}
	resp.Error = resp.Result.Set(ctx, f.Object())
}
