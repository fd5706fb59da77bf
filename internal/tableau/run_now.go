package tableau

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// codeAlreadyQueued refuses a run of what waits or runs already (REST API
// reference: Run Extract Refresh Task).
const codeAlreadyQueued Code = "409093"

// codeRunJustBefore refuses a run of a flow task right after another (REST API
// reference: Run Flow Task). It says neither whether that run has begun nor which it is.
const codeRunJustBefore Code = "403102"

// justBefore is how long ago the other run can have been asked for: the
// reference says seconds.
const justBefore = 30 * time.Second

// IncrementalRefreshVersion is the first version in which a refresh on demand
// can be incremental, as Tableau's own Python client has it.
var IncrementalRefreshVersion = Version{3, 25}

// Run is something that Tableau was asked to run, which then goes on by itself.
type Run struct {
	// JobID is the LUID of its background job, FlowRunID that of its flow run;
	// LinkedTaskJob is there instead when a linked task runs.
	JobID         string
	FlowRunID     string
	LinkedTaskJob *LinkedTaskJob
	// Origin says whose run it is.
	Origin Origin
}

// String names the run for people.
func (r Run) String() string {
	switch {
	case r.LinkedTaskJob != nil:
		return "linked task job " + r.LinkedTaskJob.ID
	case r.JobID == "":
		return "flow run " + r.FlowRunID
	}
	return "job " + r.JobID
}

// Origin says how a run came about.
type Origin int

const (
	// Started by this request.
	Started Origin = iota
	// Queued already when it was asked for.
	Queued
	// Recovered is a run that was found after the answer to the request was lost.
	Recovered
)

// RunRequest asks for something to be run now. Start sends it.
type RunRequest struct {
	call call
	// subject is what the run's job works on; nil where no job shows it.
	subject func(ctx context.Context) (subject, error)
	// likeQueued says that what is queued for the same does the same.
	likeQueued bool
}

// Doing says what is asked for, on which object.
func (r RunRequest) Doing() string { return r.call.doing }

// RunNow makes the requests that run something at once.
type RunNow struct{ client *Client }

// RunNow makes the requests that run something at once.
func (c *Client) RunNow() RunNow { return RunNow{c} }

type emptyRequest struct {
	XMLName xml.Name `xml:"http://tableau.com/api tsRequest"`
}

type refreshNowRequest struct {
	XMLName xml.Name `xml:"http://tableau.com/api tsRequest"`
	Refresh struct {
		Incremental bool `xml:"incremental,attr"`
	} `xml:"extractRefresh"`
}

type flowRunRequest struct {
	XMLName xml.Name        `xml:"http://tableau.com/api tsRequest"`
	Spec    FlowRunSettings `xml:"flowRunSpec"`
}

// FlowRunSettings are what a run of a flow can be given.
type FlowRunSettings struct {
	FlowID string `xml:"flowId,attr"`
	// Mode is "full" or "incremental"; empty is the service's default, full.
	Mode        string               `xml:"runMode,attr,omitempty"`
	OutputSteps *FlowRunOutputSteps  `xml:"flowOutputSteps"`
	Parameters  *FlowRunOverrideList `xml:"flowParameterSpecs"`
}

// FlowRunOutputSteps are the output steps to run; nil runs all.
type FlowRunOutputSteps struct {
	Steps []FlowRunOutputStep `xml:"flowOutputStep"`
}

// FlowRunOutputStep names one by its LUID.
type FlowRunOutputStep struct {
	ID string `xml:"id,attr"`
}

// FlowRunOverrideList are the values that parameters have in this run.
type FlowRunOverrideList struct {
	Overrides []FlowRunOverride `xml:"flowParameterSpec"`
}

// FlowRunOverride is the value of one.
type FlowRunOverride struct {
	ParameterID string `xml:"parameterId,attr"`
	Value       string `xml:"overrideValue,attr"`
}

// ExtractRefreshTask runs an extract refresh task.
func (r RunNow) ExtractRefreshTask(id string) RunRequest {
	return RunRequest{
		call: call{
			doing:    "run extract refresh task " + id,
			method:   http.MethodPost,
			path:     []string{"tasks", "extractRefreshes", id, "runNow"},
			route:    "/tasks/extractRefreshes/{task}/runNow",
			onSite:   true,
			body:     content(emptyRequest{}),
			notFound: []Code{codeTaskNotFound},
		},
		subject:    func(ctx context.Context) (subject, error) { return r.client.ofExtractRefreshTask(ctx, id) },
		likeQueued: true,
	}
}

// FlowTask runs a flow task.
func (r RunNow) FlowTask(id string) RunRequest {
	return RunRequest{
		call: call{
			doing:    "run flow task " + id,
			method:   http.MethodPost,
			path:     []string{"tasks", "runFlow", id, "runNow"},
			route:    "/tasks/runFlow/{task}/runNow",
			onSite:   true,
			body:     content(emptyRequest{}),
			notFound: []Code{codeTaskNotFound},
		},
		subject:    func(ctx context.Context) (subject, error) { return r.client.ofFlowTask(ctx, id) },
		likeQueued: true,
	}
}

// LinkedTask runs a linked task, that is all its steps. The reference prints
// the URI once without "linked", and with it in the example.
func (r RunNow) LinkedTask(id string) RunRequest {
	return RunRequest{call: call{
		doing:    "run linked task " + id,
		method:   http.MethodPost,
		path:     []string{"tasks", "linked", id, "runNow"},
		route:    "/tasks/linked/{task}/runNow",
		onSite:   true,
		body:     content(emptyRequest{}),
		notFound: []Code{codeLinkedTaskNotFound},
	}}
}

// Flow runs a flow, without a task.
func (r RunNow) Flow(settings FlowRunSettings) RunRequest {
	return RunRequest{
		call: call{
			doing:    "run flow " + settings.FlowID,
			method:   http.MethodPost,
			path:     []string{"flows", settings.FlowID, "run"},
			route:    "/flows/{flow}/run",
			onSite:   true,
			body:     content(flowRunRequest{Spec: settings}),
			notFound: []Code{codeFlowNotFound},
		},
		subject: func(context.Context) (subject, error) { return ofFlow(settings) },
	}
}

// Workbook refreshes the extracts of a workbook.
func (r RunNow) Workbook(id string, incremental bool) RunRequest {
	return RunRequest{
		call: call{
			doing:    "refresh workbook " + id,
			method:   http.MethodPost,
			path:     []string{"workbooks", id, "refresh"},
			route:    "/workbooks/{workbook}/refresh",
			onSite:   true,
			body:     refreshBody(incremental),
			notFound: []Code{codeWorkbookNotFound},
		},
		subject:    known(subject{workbook: id, wholly: !incremental}),
		likeQueued: true,
	}
}

// Datasource refreshes the extract of a published data source.
func (r RunNow) Datasource(id string, incremental bool) RunRequest {
	return RunRequest{
		call: call{
			doing:    "refresh data source " + id,
			method:   http.MethodPost,
			path:     []string{"datasources", id, "refresh"},
			route:    "/datasources/{datasource}/refresh",
			onSite:   true,
			body:     refreshBody(incremental),
			notFound: []Code{codeDatasourceNotFound},
		},
		subject:    known(subject{datasource: id, wholly: !incremental}),
		likeQueued: true,
	}
}

func refreshBody(incremental bool) func() (any, error) {
	if !incremental {
		return content(emptyRequest{})
	}
	var request refreshNowRequest
	request.Refresh.Incremental = true
	return content(request)
}

func known(s subject) func(context.Context) (subject, error) {
	return func(context.Context) (subject, error) { return s, nil }
}

type runAnswer struct {
	XMLName       xml.Name       `xml:"tsResponse"`
	Job           Job            `xml:"job"`
	LinkedTaskJob *LinkedTaskJob `xml:"linkedTaskJob"`
}

func (a runAnswer) check() error {
	if a.Job.ID == "" && (a.LinkedTaskJob == nil || a.LinkedTaskJob.ID == "") {
		return errors.New("it holds no job")
	}
	return nil
}

// Start sends a request, once: a run whose answer is lost is looked for among
// the jobs made since, and never asked for again. With joinQueued, what is in
// the queue already, or was asked for a moment ago, is found instead of being an
// error, if one job alone can be it and does the same.
func (c *Client) Start(ctx context.Context, request RunRequest, joinQueued bool) (Run, error) {
	// Settling the version first makes sure that the server's clock is known.
	if _, err := c.APIVersion(ctx); err != nil {
		return Run{}, err
	}
	started := c.clock.now()
	request.call.advice = adviseOnRuns
	answer, err := send[runAnswer](ctx, c, request.call)
	switch {
	case err == nil:
		return Run{JobID: answer.Job.ID, FlowRunID: answer.Job.FlowRunID(), LinkedTaskJob: answer.LinkedTaskJob}, nil
	case errors.Is(err, codeAlreadyQueued) && !request.likeQueued:
		return Run{}, advisedTo(err, "It waits or runs already, perhaps with other settings. Run it again when that has ended; the data source tableau_jobs shows what is under way.")
	case errors.Is(err, codeAlreadyQueued) && joinQueued:
		return c.joinQueued(ctx, request, err)
	case errors.Is(err, codeRunJustBefore) && joinQueued && request.likeQueued:
		return c.joinRunJustBefore(ctx, request, started, err)
	case IsUncertain(err):
		return c.findLost(ctx, request, started, err)
	}
	return Run{}, err
}

// joinQueued finds the job that is in the queue already.
func (c *Client) joinQueued(ctx context.Context, request RunRequest, refusal error) (Run, error) {
	job, err := c.findJob(ctx, request, Equal("status", StatePending), Equal("status", StateInProgress))
	if err != nil {
		return Run{}, advisedTo(refusal, fmt.Sprintf(
			"It waits or runs already, and its job cannot be told from the others: %s. Run it again when that job has ended; the data source tableau_jobs shows what is under way.", err))
	}
	return Run{JobID: job.ID, FlowRunID: job.FlowRunID(), Origin: Queued}, nil
}

// joinRunJustBefore finds the job that was made a moment ago for the same. One
// that runs for longer may be another task's with the same flow.
func (c *Client) joinRunJustBefore(ctx context.Context, request RunRequest, now time.Time, refusal error) (Run, error) {
	job, err := c.findJob(ctx, request, Where("createdAt", "gte", now.Add(-justBefore).UTC().Format(time.RFC3339)))
	if err != nil {
		return Run{}, advisedTo(refusal, fmt.Sprintf("%s Here it cannot: %s.", runAdvice[codeRunJustBefore], err))
	}
	return Run{JobID: job.ID, FlowRunID: job.FlowRunID(), Origin: Queued}, nil
}

// findLost looks for a run whose answer was lost, until the service must show it.
func (c *Client) findLost(ctx context.Context, request RunRequest, started time.Time, lost error) (Run, error) {
	since := started.Add(-createdSlack).UTC().Format(time.RFC3339)
	lost = advisedTo(lost, fmt.Sprintf(
		"Tableau may have started it all the same, and it was not asked for again. Look before you repeat it: the data source tableau_jobs with created_after = %q shows what was started since.", since))
	if ctx.Err() != nil || request.subject == nil {
		return Run{}, lost
	}
	ctx = patiently(ctx)
	var found Job
	var missing error
	err := c.poll(ctx, func() (bool, error) {
		found, missing = c.findJob(ctx, request, Where("createdAt", "gte", since))
		var none *jobNotIdentifiedError
		if errors.As(missing, &none) {
			return none.candidates > 0, nil
		}
		return true, missing
	})
	if err != nil || missing != nil {
		return Run{}, lost
	}
	return Run{JobID: found.ID, FlowRunID: found.FlowRunID(), Origin: Recovered}, nil
}
