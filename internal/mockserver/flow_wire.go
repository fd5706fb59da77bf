package mockserver

import "encoding/xml"

type flowElement struct {
	XMLName     xml.Name               `xml:"flow"`
	ID          string                 `xml:"id,attr"`
	Name        string                 `xml:"name,attr"`
	Description string                 `xml:"description,attr"`
	WebpageURL  string                 `xml:"webpageUrl,attr"`
	FileType    string                 `xml:"fileType,attr"`
	CreatedAt   string                 `xml:"createdAt,attr"`
	UpdatedAt   string                 `xml:"updatedAt,attr"`
	Project     *namedElement          `xml:"project"`
	Owner       *namedElement          `xml:"owner"`
	Tags        tagsElement            `xml:"tags"`
	Parameters  *flowParametersElement `xml:"parameters"`
}

type flowListElement struct {
	XMLName xml.Name      `xml:"flows"`
	Flows   []flowElement `xml:"flow"`
}

type flowParametersElement struct {
	Parameters []flowParameterElement `xml:"parameter"`
}

type flowParameterElement struct {
	ID          string            `xml:"id,attr"`
	Type        string            `xml:"type,attr"`
	Name        string            `xml:"name,attr"`
	Description string            `xml:"description,attr"`
	Value       string            `xml:"value,attr"`
	IsRequired  bool              `xml:"isRequired,attr"`
	Domain      flowDomainElement `xml:"domain"`
}

// flowDomainElement says which values a parameter takes. Its schema type stands in xsi:type.
type flowDomainElement struct {
	SchemaType string             `xml:"xsi:type,attr"`
	DomainType string             `xml:"domainType,attr"`
	Min        string             `xml:"minValue,attr,omitempty"`
	Max        string             `xml:"maxValue,attr,omitempty"`
	Values     *flowValuesElement `xml:"values"`
}

type flowValuesElement struct {
	Values []string `xml:"value"`
}

type flowOutputStepsElement struct {
	XMLName xml.Name       `xml:"flowOutputSteps"`
	Steps   []namedElement `xml:"flowOutputStep"`
}

func (s *Server) elementOfFlow(f Flow) flowElement {
	element := flowElement{
		ID: f.ID, Name: f.Name, Description: f.Description, WebpageURL: webpage("flows", f.ID), FileType: f.FileType,
		CreatedAt: stamp(f.CreatedAt), UpdatedAt: stamp(f.UpdatedAt),
		Project: s.projectReference(f.Project), Owner: s.userReference(f.Owner, false), Tags: elementOfTags(f.Tags),
	}
	if s.behaviour.FlowParametersDisabled {
		return element
	}
	element.Parameters = &flowParametersElement{}
	for _, p := range f.Parameters {
		element.Parameters.Parameters = append(element.Parameters.Parameters, flowParameterElement{
			ID: p.ID, Type: p.Type, Name: p.Name, Description: p.Description, Value: p.Value, IsRequired: p.Required, Domain: p.domain(),
		})
	}
	return element
}

func (p FlowParameter) domain() flowDomainElement {
	switch {
	case p.takesAnything():
		return flowDomainElement{SchemaType: "flowParameterAnyDomainType", DomainType: "all"}
	case len(p.Values) > 0:
		return flowDomainElement{SchemaType: "flowParameterListDomainType", DomainType: "list", Values: &flowValuesElement{p.Values}}
	default:
		return flowDomainElement{SchemaType: "flowParameterRangeDomainType", DomainType: "range", Min: p.Min, Max: p.Max}
	}
}

func outputStepsOf(f Flow) flowOutputStepsElement {
	element := flowOutputStepsElement{}
	for _, step := range f.OutputSteps {
		element.Steps = append(element.Steps, namedElement(step))
	}
	return element
}
