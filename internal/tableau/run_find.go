package tableau

import (
	"context"
	"fmt"
	"maps"
	"strings"
)

// mostCandidates bounds the jobs that are read to find one: the list shows of
// none what it works on, and the service counts requests.
const mostCandidates = 50

// subject is what a job works on, which one of the first three says, and how.
type subject struct {
	workbook, datasource, flow string
	// wholly says that a refresh which adds what is new is another one.
	wholly bool
	// overrides are the values that the flow's parameters have, by their LUIDs;
	// nil where they are the task's own.
	overrides map[string]string
}

// fits reports whether the job works on it.
func (s subject) fits(job Job) bool {
	switch {
	case s.workbook != "":
		return job.WorkbookID() == s.workbook
	case s.datasource != "":
		return job.DatasourceID() == s.datasource
	}
	return s.flow != "" && job.FlowID() == s.flow
}

// mayBe reports whether a listed job is of the kind that works on such.
// Refreshes are refresh_extracts, increment_extracts and the like.
func (s subject) mayBe(job ListedJob) bool {
	if s.flow != "" {
		return strings.Contains(job.JobType, "flow")
	}
	adds := strings.HasPrefix(job.JobType, "increment")
	return strings.Contains(job.JobType, "extract") && (!s.wholly || !adds)
}

// jobNotIdentifiedError says that none, or more than one, of the jobs fits.
type jobNotIdentifiedError struct {
	candidates int
	reason     string
}

func (e *jobNotIdentifiedError) Error() string { return e.reason }

// findJob finds the one job that works on what was to be run, among those that
// any of the filters leaves.
func (c *Client) findJob(ctx context.Context, request RunRequest, filters ...Filter) (Job, error) {
	wanted, err := request.subject(ctx)
	if err != nil {
		return Job{}, err
	}
	candidates := map[string]bool{}
	for _, filter := range filters {
		for listed, err := range c.Jobs().All(ctx, filter) {
			if err != nil {
				return Job{}, err
			}
			if wanted.mayBe(listed) {
				candidates[listed.ID] = true
			}
		}
	}
	if len(candidates) > mostCandidates {
		return Job{}, &jobNotIdentifiedError{len(candidates), fmt.Sprintf("%d jobs of its kind are too many to look at", len(candidates))}
	}
	var fitting []Job
	for id := range candidates {
		job, err := c.Jobs().Get(ctx, id)
		if IsNotFound(err) {
			continue
		}
		fits := err == nil && wanted.fits(job)
		if fits && wanted.overrides != nil {
			fits, err = c.hasOverrides(ctx, job, wanted.overrides)
		}
		if err != nil {
			return Job{}, err
		}
		if fits {
			fitting = append(fitting, job)
		}
	}
	switch len(fitting) {
	case 1:
		return fitting[0], nil
	case 0:
		return Job{}, &jobNotIdentifiedError{reason: "none of the jobs shows that it works on the same"}
	}
	return Job{}, &jobNotIdentifiedError{len(fitting), fmt.Sprintf("%d jobs work on the same", len(fitting))}
}

// FlowParametersVersion is the first version in which flows have parameters (REST
// API reference: Run Flow Now).
var FlowParametersVersion = Version{3, 15}

// hasOverrides reports whether a job runs its flow with these values, which the flow run shows.
func (c *Client) hasOverrides(ctx context.Context, job Job, overrides map[string]string) (bool, error) {
	version, err := c.APIVersion(ctx)
	if err != nil || !version.AtLeast(FlowParametersVersion) {
		return err == nil, err
	}
	if job.FlowRunID() == "" {
		return false, nil
	}
	run, err := c.FlowRuns().Get(ctx, job.FlowRunID())
	shown := map[string]string{}
	for _, parameter := range run.Parameters {
		shown[parameter.ParameterID] = parameter.OverrideValue
	}
	return err == nil && maps.Equal(shown, overrides), err
}

// Why the job of a task, or of a flow, cannot be told from others.
var (
	errNoSubject  = &jobNotIdentifiedError{1, "the task does not show what it works on"}
	errSharedFlow = &jobNotIdentifiedError{1, "other tasks run the same flow, and a job does not show whose it is"}
	errNotShown   = &jobNotIdentifiedError{1, "a job shows neither the mode nor the output steps of its run"}
)

// ofExtractRefreshTask reads what a task refreshes.
func (c *Client) ofExtractRefreshTask(ctx context.Context, id string) (subject, error) {
	task, err := c.ExtractRefreshTasks().Get(ctx, id)
	if err != nil {
		return subject{}, err
	}
	target := task.Target()
	if target == (RefreshTarget{}) {
		return subject{}, errNoSubject
	}
	return subject{workbook: target.WorkbookID, datasource: target.DatasourceID}, nil
}

// ofFlowTask reads which flow a task runs, which no other task may run as well:
// it may do so with other values.
func (c *Client) ofFlowTask(ctx context.Context, id string) (subject, error) {
	task, err := c.FlowTasks().Get(ctx, id)
	switch {
	case err != nil:
		return subject{}, err
	case task.FlowID == "":
		return subject{}, errNoSubject
	}
	for other, err := range c.FlowTasks().All(ctx) {
		if err != nil {
			return subject{}, err
		}
		if other.FlowID == task.FlowID && other.ID != id {
			return subject{}, errSharedFlow
		}
	}
	return subject{flow: task.FlowID}, nil
}

// ofFlow is what a run with these settings works on.
func ofFlow(settings FlowRunSettings) (subject, error) {
	if settings.Mode != "" || settings.OutputSteps != nil {
		return subject{}, errNotShown
	}
	overrides := map[string]string{}
	if settings.Parameters != nil {
		for _, override := range settings.Parameters.Overrides {
			overrides[override.ParameterID] = override.Value
		}
	}
	return subject{flow: settings.FlowID, overrides: overrides}, nil
}
