package flowrun

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

var _ action.ActionWithConfigure = (*runAction)(nil)

// NewRunAction makes the action tableau_run_flow.
func NewRunAction() action.Action { return &runAction{} }

type runAction struct{ connection *framework.Connection }

type runModel struct {
	FlowID      string            `tfsdk:"flow_id"`
	Mode        *string           `tfsdk:"mode"`
	Parameters  map[string]string `tfsdk:"parameters"`
	OutputSteps []string          `tfsdk:"output_steps"`
	framework.Waiting
}

const (
	parametersName  = "parameters"
	outputStepsName = "output_steps"
)

func (a *runAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_run_flow"
}

func (a *runAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.connection = framework.ConnectionFrom(req.ProviderData, &resp.Diagnostics)
}

func (a *runAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Runs a flow now, without a task.\n\n" +
			"Needs Tableau Server or Tableau Cloud, API 3.3 or later (3.15 for `parameters`), with Data Management, and Terraform 1.14 or later. " +
			"Running on demand must be allowed on the site.",
		Attributes: framework.WithRunWaiting(map[string]schema.Attribute{
			"flow_id": schema.StringAttribute{
				Required:            true,
				Validators:          []validator.String{framework.LUID()},
				MarkdownDescription: "LUID of the flow. The data source `tableau_flow` finds it by name.",
			},
			"mode": schema.StringAttribute{
				Optional:            true,
				Validators:          []validator.String{stringvalidator.OneOf("full", "incremental")},
				MarkdownDescription: "`full`, or `incremental` for a flow that is set up for it. Default `full`.",
			},
			parametersName: schema.MapAttribute{
				ElementType:         types.StringType,
				Optional:            true,
				Validators:          []validator.Map{framework.NoNullValues(), mapvalidator.KeysAre(framework.Name()), mapvalidator.ValueStringsAre(framework.Text())},
				MarkdownDescription: "Values of the flow's parameters in this run, by the parameter's name or LUID. Those left out have the flow's own values.",
			},
			outputStepsName: schema.SetAttribute{
				ElementType:         types.StringType,
				Optional:            true,
				Validators:          []validator.Set{setvalidator.SizeAtLeast(1), framework.NoNullElements(), setvalidator.ValueStringsAre(framework.Name())},
				MarkdownDescription: "Names or LUIDs of the output steps to run. All are run if left out.",
			},
		}),
	}
}

func (a *runAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	config, ok := framework.Decode[runModel](ctx, req.Config, &resp.Diagnostics)
	if !ok {
		return
	}
	client := a.connection.Client(&resp.Diagnostics)
	if client == nil {
		return
	}
	settings := config.settings(ctx, client, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	framework.StartRun(ctx, client, client.RunNow().Flow(settings), config.Waiting, resp)
}

// settings are what to send. The flow is read only to find what is given by name.
func (m runModel) settings(ctx context.Context, client *tableau.Client, diags *diag.Diagnostics) tableau.FlowRunSettings {
	settings := tableau.FlowRunSettings{FlowID: m.FlowID}
	if m.Mode != nil {
		settings.Mode = *m.Mode
	}
	if len(m.Parameters) == 0 && len(m.OutputSteps) == 0 {
		return settings
	}
	flow, err := client.Flows().Get(ctx, m.FlowID)
	if err != nil {
		framework.AddError(diags, "read flow "+m.FlowID, err)
		return settings
	}
	if len(m.Parameters) > 0 {
		settings.Parameters = &tableau.FlowRunOverrideList{}
		known := named{}
		for _, parameter := range flow.Parameters {
			known[parameter.ID] = parameter.Name
		}
		given := map[string]string{}
		for _, reference := range slices.Sorted(maps.Keys(m.Parameters)) {
			at := path.Root(parametersName).AtMapKey(reference)
			id := known.find(reference, at, "parameter", diags)
			refuseTwice(given, id, reference, at, "parameter", diags)
			settings.Parameters.Overrides = append(settings.Parameters.Overrides, tableau.FlowRunOverride{ParameterID: id, Value: m.Parameters[reference]})
		}
	}
	if len(m.OutputSteps) > 0 {
		settings.OutputSteps = &tableau.FlowRunOutputSteps{}
		known := named{}
		for _, step := range flow.OutputSteps {
			known[step.ID] = step.Name
		}
		given := map[string]string{}
		for _, reference := range slices.Sorted(slices.Values(m.OutputSteps)) {
			at := path.Root(outputStepsName).AtSetValue(types.StringValue(reference))
			id := known.find(reference, at, "output step", diags)
			refuseTwice(given, id, reference, at, "output step", diags)
			settings.OutputSteps.Steps = append(settings.OutputSteps.Steps, tableau.FlowRunOutputStep{ID: id})
		}
	}
	return settings
}

// refuseTwice reports what is given a second time, and else remembers by which
// reference it was given.
func refuseTwice(given map[string]string, id, reference string, at path.Path, noun string, diags *diag.Diagnostics) {
	if other, twice := given[id]; twice && id != "" {
		diags.AddAttributeError(at, strings.ToUpper(noun[:1])+noun[1:]+" given twice", fmt.Sprintf(
			"%q and %q are the same %s of the flow, once by its name and once by its id. Remove one of the two.", reference, other, noun))
	}
	given[id] = reference
}

// named are the names of a flow's parameters or output steps by their LUIDs.
type named map[string]string

// find gives the LUID of what is called reference, or reports that there is not
// exactly one.
func (n named) find(reference string, at path.Path, noun string, diags *diag.Diagnostics) string {
	if _, isID := n[reference]; isID {
		return reference
	}
	var ids []string
	for id, name := range n {
		if name == reference {
			ids = append(ids, id)
		}
	}
	switch {
	case len(ids) == 1:
		return ids[0]
	case len(ids) > 1:
		slices.Sort(ids)
		diags.AddAttributeError(at, "Ambiguous "+noun, fmt.Sprintf("The flow has %d %ss called %q. Name it by its LUID: %s.", len(ids), noun, reference, strings.Join(ids, " or ")))
	case len(n) == 0:
		diags.AddAttributeError(at, "Unknown "+noun, fmt.Sprintf("The flow shows no %ss, so that %q is none of them.", noun, reference))
	default:
		diags.AddAttributeError(at, "Unknown "+noun, fmt.Sprintf("The flow has no %s %q. It has: %s.", noun, reference, strings.Join(slices.Sorted(maps.Values(n)), ", ")))
	}
	return ""
}
