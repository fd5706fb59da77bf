package frequency

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// NewNextRunsFunction is the provider function next_runs.
func NewNextRunsFunction() function.Function { return nextRunsFunction{} }

type nextRunsFunction struct{}

// Positions of the parameters of next_runs.
const (
	frequencyPosition = iota
	fromPosition
	countPosition
	zonePosition
)

func (nextRunsFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "next_runs"
}

func (nextRunsFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "The next times at which a frequency runs",
		MarkdownDescription: "Returns the next runs of a frequency after a moment, as RFC 3339 times in the given time zone. " +
			"Nothing is asked of Tableau: the times are computed, and a server may start later.\n\n" +
			"- A window includes its start and its end.\n" +
			"- Where the clock is put forward, a run whose time is left out takes place later by as much as the clock was moved; " +
			"where the clock is put back, a run whose time comes twice takes place at the first of the two. No time is listed twice.\n" +
			"- A month without the 29th, 30th, 31st or a fifth week day has no run for it.\n" +
			"- `Customized Monthly` is an error, for its days are not known.",
		Parameters: []function.Parameter{
			function.DynamicParameter{Name: "frequency", MarkdownDescription: frequencyArgument},
			function.StringParameter{
				Name:                "from",
				MarkdownDescription: "RFC 3339 time, such as `2026-01-01T00:00:00Z` or `plantimestamp()`. The runs listed are after it.",
			},
			function.Int64Parameter{
				Name:                "count",
				MarkdownDescription: fmt.Sprintf("How many runs to list, 1 to %d.", MaxRuns),
			},
			function.StringParameter{
				Name:                "time_zone",
				MarkdownDescription: "Time zone of the server or site, by its IANA name, such as `Europe/Berlin` or `UTC`.",
			},
		},
		Return: function.ListReturn{ElementType: types.StringType},
	}
}

func (nextRunsFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var given types.Dynamic
	var fromText, zoneName string
	var count int64
	if resp.Error = req.Arguments.Get(ctx, &given, &fromText, &count, &zoneName); resp.Error != nil {
		return
	}
	f, argumentError := fromArgument(ctx, given, frequencyPosition)
	if argumentError != nil {
		resp.Error = argumentError
		return
	}
	from, err := time.Parse(time.RFC3339, fromText)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(fromPosition,
			fmt.Sprintf("%q is not an RFC 3339 time. Write one such as 2026-01-01T00:00:00Z", fromText))
		return
	}
	if count < 1 || count > MaxRuns {
		resp.Error = function.NewArgumentFuncError(countPosition, fmt.Sprintf("The count is %d, but must be from 1 to %d", count, MaxRuns))
		return
	}
	zone, err := LoadZone(zoneName)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(zonePosition, err.Error())
		return
	}
	runs, err := NextRuns(f, from, int(count), zone)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(frequencyPosition, fmt.Sprintf("There is no list of next runs: %s", err))
		return
	}
	times := make([]string, len(runs))
	for i, run := range runs {
		times[i] = run.Format(time.RFC3339)
	}
	resp.Error = resp.Result.Set(ctx, times)
}

// LoadZone finds a time zone by its IANA name. Names that mean this machine's own
// zone are none: the result would depend on where Terraform runs.
func LoadZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, fmt.Errorf("%q is not a time zone. Write an IANA name such as Europe/Berlin or UTC", name)
	}
	return zone, nil
}
