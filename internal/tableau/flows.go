package tableau

import (
	"context"
	"encoding/xml"
	"errors"
	"iter"
)

// codeFlowNotFound is the flow methods' (REST API reference: Query Flow).
const codeFlowNotFound Code = "404027"

// Flow is a published flow as the service shows it. Lists leave OutputSteps out.
type Flow struct {
	ID          string    `xml:"id,attr"`
	Name        string    `xml:"name,attr"`
	Description string    `xml:"description,attr"`
	WebpageURL  string    `xml:"webpageUrl,attr"`
	FileType    string    `xml:"fileType,attr"`
	CreatedAt   string    `xml:"createdAt,attr"`
	UpdatedAt   string    `xml:"updatedAt,attr"`
	Project     Reference `xml:"project"`
	Owner       Reference `xml:"owner"`
	Tags        []Tag     `xml:"tags>tag"`
	// Parameters are shown where the flow has some and the site has them switched on.
	Parameters  []FlowParameter  `xml:"parameters>parameter"`
	OutputSteps []FlowOutputStep `xml:"-"`
}

// FlowParameter is a value that a run of the flow can be given.
type FlowParameter struct {
	ID          string `xml:"id,attr"`
	Name        string `xml:"name,attr"`
	Type        string `xml:"type,attr"`
	Description string `xml:"description,attr"`
	// Value is what a run has that is given none.
	Value    string              `xml:"value,attr"`
	Required bool                `xml:"isRequired,attr"`
	Domain   FlowParameterDomain `xml:"domain"`
}

// FlowParameterDomain is what a parameter's value can be. With neither Values
// nor bounds it can be anything of its type, as far as the service shows.
type FlowParameterDomain struct {
	// Type is the service's word, such as "all", "list" or "range".
	Type   string   `xml:"domainType,attr"`
	Values []string `xml:"values>value"`
	Min    string   `xml:"minValue,attr"`
	Max    string   `xml:"maxValue,attr"`
}

// FlowOutputStep is an output that a flow writes.
type FlowOutputStep struct {
	ID   string `xml:"id,attr"`
	Name string `xml:"name,attr"`
}

type flowAnswer struct {
	XMLName     xml.Name         `xml:"tsResponse"`
	OutputSteps []FlowOutputStep `xml:"flowOutputSteps>flowOutputStep"`
	Flow        Flow             `xml:"flow"`
}

func (a flowAnswer) check() error {
	if a.Flow.ID == "" {
		return errors.New("it holds no flow")
	}
	return nil
}

type flowsPage struct {
	XMLName xml.Name `xml:"tsResponse"`
	page
	Flows []Flow `xml:"flows>flow"`
}

// Flows are the published flows of the site.
type Flows struct{ client *Client }

// Flows gives the calls that concern flows. They need API 3.3.
func (c *Client) Flows() Flows { return Flows{c} }

// Get reads a flow with its parameters and output steps (REST API reference:
// Query Flow).
func (f Flows) Get(ctx context.Context, id string) (Flow, error) {
	answer, err := send[flowAnswer](ctx, f.client, getOnSite("flow", "flows", id, codeFlowNotFound))
	answer.Flow.OutputSteps = composedSteps(answer.OutputSteps)
	for i, parameter := range answer.Flow.Parameters {
		answer.Flow.Parameters[i].Name = Composed(parameter.Name)
	}
	return answer.Flow, err
}

// composedSteps lets output steps be named as configurations name them.
func composedSteps(steps []FlowOutputStep) []FlowOutputStep {
	for i, step := range steps {
		steps[i].Name = Composed(step.Name)
	}
	return steps
}

// Known is Get for what many tasks ask of one flow: each flow is read once in
// the life of this client.
func (f Flows) Known(ctx context.Context, id string) (Flow, error) {
	return f.client.knownFlows.get(ctx, id)
}

// All yields every flow that the user may see, without output steps (REST API
// reference: Query Flows for a Site), or those that filters of the service
// leave.
func (f Flows) All(ctx context.Context, filters ...Filter) iter.Seq2[Flow, error] {
	return all(ctx, f.client, listOnSite("flows", "flows", filters), func(page flowsPage) (pagination, []Flow) {
		return *page.Pagination, page.Flows
	}, func(flow Flow) string { return flow.ID })
}
