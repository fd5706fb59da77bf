package tableau

import (
	"context"
	"encoding/xml"
	"errors"
	"iter"
	"net/http"
)

// Codes of the flow run methods (REST API reference: Get Flow Run, Cancel Flow Run).
const (
	codeFlowRunNotFound Code = "404036"
	codeFlowRunComplete Code = "403135"
)

// FlowRun is one run of a flow. Times are the service's stamps, in UTC.
type FlowRun struct {
	ID              string `xml:"id,attr"`
	FlowID          string `xml:"flowId,attr"`
	Status          string `xml:"status,attr"`
	StartedAt       string `xml:"startedAt,attr"`
	CompletedAt     string `xml:"completedAt,attr"`
	Progress        *int64 `xml:"progress,attr"`
	BackgroundJobID string `xml:"backgroundJobId,attr"`

	Parameters []FlowParameterRun `xml:"flowParameterRuns>parameterRuns"`
}

// FlowParameterRun is a parameter's value in one run of its flow.
type FlowParameterRun struct {
	ParameterID   string `xml:"parameterId,attr"`
	Name          string `xml:"name,attr"`
	Description   string `xml:"description,attr"`
	OverrideValue string `xml:"overrideValue,attr"`
}

type flowRunAnswer struct {
	XMLName xml.Name `xml:"tsResponse"`
	FlowRun FlowRun  `xml:"flowRun"`
}

func (a flowRunAnswer) check() error {
	if a.FlowRun.ID == "" {
		return errors.New("it holds no flow run")
	}
	return nil
}

// flowRunsPage is a page, or the whole list: the reference shows it without
// pagination, the schema puts it among the lists that have it.
type flowRunsPage struct {
	XMLName    xml.Name    `xml:"tsResponse"`
	Pagination *pagination `xml:"pagination"`
	List       *struct {
		Runs []FlowRun `xml:"flowRuns"`
	} `xml:"flowRuns"`
}

func (p flowRunsPage) check() error {
	if p.Pagination == nil && p.List == nil {
		return errors.New("it holds no list")
	}
	return nil
}

func (p flowRunsPage) open() (pagination, []FlowRun) {
	var runs []FlowRun
	if p.List != nil {
		runs = p.List.Runs
	}
	return p.Pagination.orWhole(len(runs)), runs
}

// FlowRuns are the runs of the site's flows.
type FlowRuns struct{ client *Client }

// FlowRuns gives the calls that concern flow runs.
func (c *Client) FlowRuns() FlowRuns { return FlowRuns{c} }

// Get reads a flow run.
func (f FlowRuns) Get(ctx context.Context, id string) (FlowRun, error) {
	answer, err := send[flowRunAnswer](ctx, f.client, call{
		doing:      "read flow run " + id,
		method:     http.MethodGet,
		path:       []string{"flows", "runs", id},
		route:      "/flows/runs/{run}",
		onSite:     true,
		notFound:   []Code{codeFlowRunNotFound},
		repeatable: true,
	})
	return answer.FlowRun, err
}

// All yields the flow runs of the site that the filters leave.
func (f FlowRuns) All(ctx context.Context, filters ...Filter) iter.Seq2[FlowRun, error] {
	return all(ctx, f.client, call{
		doing:      "list flow runs",
		list:       "flowRuns",
		method:     http.MethodGet,
		path:       []string{"flows", "runs"},
		route:      "/flows/runs",
		onSite:     true,
		query:      filterQuery(filters),
		repeatable: true,
	}, flowRunsPage.open, func(run FlowRun) string { return run.ID })
}

// Cancel asks for a flow run to be cancelled. IsComplete tells of the error
// that it had ended by then.
func (f FlowRuns) Cancel(ctx context.Context, id string) error {
	_, err := send[nothing](ctx, f.client, call{
		doing:      "cancel flow run " + id,
		method:     http.MethodPut,
		path:       []string{"flows", "runs", id},
		route:      "/flows/runs/{run}",
		onSite:     true,
		notFound:   []Code{codeFlowRunNotFound},
		advice:     adviseOnRuns,
		repeatable: true,
	})
	return err
}
