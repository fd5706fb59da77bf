package frequency

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// NewDescribeFunction is the provider function describe_frequency.
func NewDescribeFunction() function.Function { return describeFunction{} }

type describeFunction struct{}

const frequencyArgument = "A frequency: the `frequency` of a resource or data source, the result of `frequency_from_cron`, " +
	"or a literal such as `{ daily = { start = \"02:15\" } }`, in which attributes that are not needed can be left out."

func (describeFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "describe_frequency"
}

func (describeFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "A frequency in one line of English",
		MarkdownDescription: "Returns one English line that says when a frequency runs, such as " +
			"`Every 30 minutes from 06:00 to 22:00, Monday to Friday`. Times are in the time zone of the server or site.",
		Parameters: []function.Parameter{
			function.DynamicParameter{Name: "frequency", MarkdownDescription: frequencyArgument},
		},
		Return: function.StringReturn{},
	}
}

func (describeFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var given types.Dynamic
	if resp.Error = req.Arguments.Get(ctx, &given); resp.Error != nil {
		return
	}
	f, err := fromArgument(ctx, given, 0)
	if err != nil {
		resp.Error = err
		return
	}
	resp.Error = resp.Result.Set(ctx, Describe(f))
}
