package tableau

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"
)

// Waits between two looks at a run, in units of Config.RetryUnit: by default 1
// to 15 seconds. Cloud allows 20,000 looks at jobs a day and site.
const (
	firstLookAfter = 2
	longestLook    = 30
)

// unseenFor is how long a run that was seen once may go unseen, because the service
// is in trouble, before a person should look: by default 5 minutes, in the same units.
const unseenFor = 600

// flowRunsVersion is the first version that shows flow runs.
var flowRunsVersion = Version{3, 10}

// RunStatus is what is seen of a run.
type RunStatus struct {
	// State is one of the five states, or how a run ended that ended otherwise.
	State string
	// Progress is in percent; nil where it is not shown.
	Progress *int64
	// Detail says more of a run that has parts, empty otherwise.
	Detail string
	// Notes is what an ended run says of itself, for people to read.
	Notes string
}

// Ended reports whether the run neither waits nor runs any more.
func (s RunStatus) Ended() bool { return s.State != StatePending && s.State != StateInProgress }

// Follow looks at a run until it has ended, in growing intervals, and yields
// what it sees. A run that was just started may not be shown yet, and counts as
// waiting for a few seconds; one that was seen may go unseen while the service is in
// trouble. An error ends it, and never the run.
func (c *Client) Follow(ctx context.Context, run Run) iter.Seq2[RunStatus, error] {
	return func(yield func(RunStatus, error) bool) {
		look, err := c.looker(ctx, run)
		if err != nil {
			yield(RunStatus{}, err)
			return
		}
		shownBy := time.Now().Add(indexLag * c.config.RetryUnit)
		wait := firstLookAfter * c.config.RetryUnit
		var seen time.Time
		for {
			status, err := look(ctx)
			if IsNotFound(err) && time.Now().Before(shownBy) {
				status, err = RunStatus{State: StatePending}, nil
			} else if err == nil {
				shownBy, seen = time.Time{}, time.Now()
			}
			unseen := ctx.Err() == nil && isTrouble(err) && time.Since(seen) < unseenFor*c.config.RetryUnit
			if !unseen && (!yield(status, err) || err != nil || status.Ended()) {
				return
			}
			if err := sleep(ctx, wait); err != nil {
				yield(RunStatus{}, err)
				return
			}
			wait = min(wait*3/2, longestLook*c.config.RetryUnit)
		}
	}
}

// looker gives the way to look at a run. A flow run shows itself to whoever may
// see the flow, a job to administrators alone.
func (c *Client) looker(ctx context.Context, run Run) (func(context.Context) (RunStatus, error), error) {
	if run.LinkedTaskJob != nil {
		return c.linkedTaskLooker(ctx, *run.LinkedTaskJob)
	}
	version, err := c.APIVersion(ctx)
	if err != nil {
		return nil, err
	}
	if run.FlowRunID != "" && version.AtLeast(flowRunsVersion) {
		return func(ctx context.Context) (RunStatus, error) { return c.lookAtFlowRun(ctx, run) }, nil
	}
	return func(ctx context.Context) (RunStatus, error) { return c.lookAtJob(ctx, run.JobID) }, nil
}

func (c *Client) lookAtJob(ctx context.Context, id string) (RunStatus, error) {
	job, err := c.Jobs().Get(ctx, id)
	if err != nil {
		return RunStatus{}, advisedOnRun(err)
	}
	return RunStatus{State: job.State(), Progress: job.Progress, Notes: job.Notes()}, nil
}

// lookAtFlowRun takes the notes of a failure from the job, if it can be read.
func (c *Client) lookAtFlowRun(ctx context.Context, run Run) (RunStatus, error) {
	flowRun, err := c.FlowRuns().Get(ctx, run.FlowRunID)
	if err != nil {
		return RunStatus{}, advisedOnRun(err)
	}
	status := RunStatus{State: flowRun.Status, Progress: flowRun.Progress}
	if status.State == StateFailed {
		status.Notes = c.notesOf(ctx, cmp.Or(run.JobID, flowRun.BackgroundJobID))
	}
	return status, nil
}

// notesOf are the notes of a job, none if it cannot be read.
func (c *Client) notesOf(ctx context.Context, jobID string) string {
	if jobID == "" {
		return ""
	}
	job, err := c.Jobs().Get(ctx, jobID)
	if err != nil {
		return ""
	}
	return job.Notes()
}

// errStepHidden is why a linked task cannot be followed.
var errStepHidden = errors.New("a step's flow is not shown to this user, so that its run cannot be followed")

// linkedTaskLooker follows a linked task by the runs of its steps' flows: no
// method shows the job of a linked task once it was started.
func (c *Client) linkedTaskLooker(ctx context.Context, job LinkedTaskJob) (func(context.Context) (RunStatus, error), error) {
	task, err := c.LinkedTasks().Get(ctx, job.LinkedTaskID)
	if err != nil {
		return nil, err
	}
	for _, step := range task.Steps {
		if step.Task.FlowRun.Flow.ID == "" {
			return nil, errStepHidden
		}
	}
	since := Where("startedAt", "gte", job.CreatedAt)
	return func(ctx context.Context) (RunStatus, error) {
		runs := map[string][]FlowRun{}
		for run, err := range c.FlowRuns().All(ctx, since) {
			if err != nil {
				return RunStatus{}, advisedOnRun(err)
			}
			// The stamps have one form, in which their order is that of their letters.
			if run.StartedAt >= job.CreatedAt {
				runs[run.FlowID] = append(runs[run.FlowID], run)
			}
		}
		status, failed := linkedStatus(task, runs)
		if failed != nil {
			status.Notes = c.notesOf(ctx, failed.BackgroundJobID)
		}
		return status, nil
	}, nil
}

// linkedStatus is how far a linked task is, and the first run that makes it a
// failed one. To each step belongs the first run of its flow that no earlier step has.
func linkedStatus(task LinkedTask, runs map[string][]FlowRun) (RunStatus, *FlowRun) {
	steps := task.StepsInOrder()
	for _, ofFlow := range runs {
		slices.SortFunc(ofFlow, func(a, b FlowRun) int { return cmp.Compare(a.StartedAt, b.StartedAt) })
	}
	outcome := RunStatus{State: StateSuccess}
	var failed *FlowRun
	for i, step := range steps {
		flow := step.Task.FlowRun.Flow
		status := RunStatus{State: StateInProgress, Detail: fmt.Sprintf("step %d of %d, flow %q", i+1, len(steps), flow.Name)}
		if len(runs[flow.ID]) == 0 {
			if i == 0 {
				status.State = StatePending
			}
			return status, nil
		}
		run := runs[flow.ID][0]
		runs[flow.ID] = runs[flow.ID][1:]
		if ended := (RunStatus{State: run.Status}).Ended(); !ended {
			status.Progress = run.Progress
			return status, nil
		}
		if run.Status == StateSuccess {
			continue
		}
		if failed == nil {
			failed, outcome = &run, RunStatus{State: run.Status, Detail: status.Detail}
		}
		if step.StopDownstreamTasksOnFailure {
			break
		}
	}
	return outcome, failed
}
