package tableau

import (
	"context"
	"fmt"
	"strings"
)

// mostCandidates bounds the jobs that are read to find one: the list shows of
// none what it works on, and the service counts requests.
const mostCandidates = 50

// subject is what a job works on; one member is set.
type subject struct{ workbook, datasource, flow string }

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
	return strings.Contains(job.JobType, "extract")
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
		switch {
		case err != nil && !IsNotFound(err):
			return Job{}, err
		case err == nil && wanted.fits(job):
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

// errNoSubject is why the job of a task cannot be told from others.
var errNoSubject = &jobNotIdentifiedError{1, "the task does not show what it works on"}

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

// ofFlowTask reads which flow a task runs.
func (c *Client) ofFlowTask(ctx context.Context, id string) (subject, error) {
	task, err := c.FlowTasks().Get(ctx, id)
	if err == nil && task.FlowID == "" {
		err = errNoSubject
	}
	return subject{flow: task.FlowID}, err
}
