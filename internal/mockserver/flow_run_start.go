package mockserver

import (
	"net/http"
	"slices"
	"strings"
)

// flowRunModes are the values of the schema's runMode.
var flowRunModes = []string{"full", "incremental"}

type flowRunRequest struct {
	Spec *flowRunSpecIn `xml:"flowRunSpec"`
}

// flowRunSpecIn says how a flow is to run.
type flowRunSpecIn struct {
	FlowID         *string               `xml:"flowId,attr"`
	RunMode        *string               `xml:"runMode,attr"`
	ParameterSpecs *flowParameterSpecsIn `xml:"flowParameterSpecs"`
	OutputSteps    *flowOutputStepsIn    `xml:"flowOutputSteps"`
}

type flowParameterSpecsIn struct {
	Specs []flowParameterSpecIn `xml:"flowParameterSpec"`
}

type flowParameterSpecIn struct {
	ParameterID   string `xml:"parameterId,attr"`
	OverrideValue string `xml:"overrideValue,attr"`
}

type flowOutputStepsIn struct {
	Steps []flowOutputStepIn `xml:"flowOutputStep"`
}

type flowOutputStepIn struct {
	ID string `xml:"id,attr"`
}

// runFlow takes what to run from the body, and the mode and the output steps from the query as well.
func (s *Server) runFlow(c *call) (reply, *apiError) {
	flow, refusal := s.flowOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	request, refusal := decodeOptional[flowRunRequest](c.body)
	if refusal != nil {
		return reply{}, refusal
	}
	spec := flowRunSpecIn{}
	if request.Spec != nil {
		spec = *request.Spec
		if spec.FlowID == nil || *spec.FlowID != flow.ID {
			return reply{}, badRequest("flowRunSpec needs the flowId of the URI")
		}
	}
	if refusal := spec.checkMode(c.query.Get("flowRunMode")); refusal != nil {
		return reply{}, refusal
	}
	asked := strings.FieldsFunc(c.query.Get("flowOutputStepIds"), func(r rune) bool { return r == ',' })
	if _, refusal := outputStepsIn(flow, spec.OutputSteps, asked...); refusal != nil {
		return reply{}, refusal
	}
	if refusal := s.allowsParametersOf(flow); refusal != nil {
		return reply{}, refusal
	}
	values, refusal := overridingValues(flow.Parameters, spec.ParameterSpecs)
	if refusal != nil {
		return reply{}, refusal
	}
	if s.behaviour.RunNowDisabled {
		return reply{}, runNowDisabled()
	}
	job := Job{Site: flow.Site, Owner: c.session.user.Name, Type: jobRunFlow, Flow: flow.ID, Parameters: values}
	if s.isBusy(job) {
		return reply{}, alreadyQueued()
	}
	return success(s.startedJob(s.startJob(job))), nil
}

func (in flowRunSpecIn) checkMode(inQuery string) *apiError {
	mode := inQuery
	if in.RunMode != nil {
		mode = *in.RunMode
	}
	if mode != "" && !slices.Contains(flowRunModes, mode) {
		return &apiError{http.StatusBadRequest, "400132", "Invalid Flow Run Mode", "The run mode '" + mode + "' is neither full nor incremental."}
	}
	return nil
}

// outputStepsIn are the LUIDs of the output steps that a request names, each checked to be one of the flow's.
func outputStepsIn(flow Flow, in *flowOutputStepsIn, further ...string) ([]string, *apiError) {
	ids := slices.Clone(further)
	if in != nil {
		for _, step := range in.Steps {
			ids = append(ids, step.ID)
		}
	}
	for _, id := range ids {
		if !slices.ContainsFunc(flow.OutputSteps, func(step FlowOutputStep) bool { return step.ID == id }) {
			return nil, badRequest("the flow has no output step '" + id + "'")
		}
	}
	return ids, nil
}

// overridingValues are the values that a request gives the parameters of a flow, by parameter LUID. A required parameter needs one.
func overridingValues(parameters []FlowParameter, in *flowParameterSpecsIn) (map[string]string, *apiError) {
	values := map[string]string{}
	if in != nil {
		for _, spec := range in.Specs {
			parameter, known := find(parameters, func(p FlowParameter) bool { return p.ID == spec.ParameterID })
			if !known {
				return nil, notFound("404043", "Flow parameter", spec.ParameterID)
			}
			if err := parameter.takes(spec.OverrideValue); err != nil {
				return nil, &apiError{http.StatusBadRequest, "400148", "Invalid Parameter Override Value", err.Error() + "."}
			}
			values[spec.ParameterID] = spec.OverrideValue
		}
	}
	for _, parameter := range parameters {
		if _, given := values[parameter.ID]; parameter.Required && !given {
			return nil, &apiError{http.StatusBadRequest, "400149", "Parameter Override Value Missing", "The parameter '" + parameter.Name + "' needs a value."}
		}
	}
	return values, nil
}

// allowsParametersOf refuses a run of a flow whose parameters the site does not allow.
func (s *Server) allowsParametersOf(flow Flow) *apiError {
	if len(flow.Parameters) > 0 && s.behaviour.FlowParametersDisabled {
		return &apiError{http.StatusForbidden, "403149", "Flow Cannot Be Run", "Flow parameters are disabled on this site."}
	}
	if s.behaviour.AnyParameterValueDisabled && slices.ContainsFunc(flow.Parameters, FlowParameter.takesAnything) {
		return &apiError{http.StatusForbidden, "403150", "Flow Cannot Be Run", "Flow parameters that accept any value are disabled on this site."}
	}
	return nil
}

func (p FlowParameter) takesAnything() bool { return len(p.Values) == 0 && p.Min == "" && p.Max == "" }
