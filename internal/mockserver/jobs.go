package mockserver

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Values of a job's members that the mock's own code speaks of.
const (
	jobRefreshExtract = "RefreshExtract"
	jobRunFlow        = "RunFlow"
	jobSubscription   = "Subscription"

	jobPending    = "Pending"
	jobInProgress = "InProgress"
	jobSuccess    = "Success"
	jobFailed     = "Failed"
	jobCancelled  = "Cancelled"
)

// How long jobs wait and run when Behaviour does not say.
const (
	defaultJobQueue = 30 * time.Second
	defaultJobRun   = 2 * time.Minute
)

// Job is something that runs in the background. The clock moves it: it starts JobQueue after it was made and ends JobRun after
// that (Behaviour), in the way that Outcome says. A job that runs a flow is a flow run at the same time.
type Job struct {
	ID           string `json:"id,omitempty"`
	Site         string `json:"site,omitempty"`     // content URL; empty: Server's default site, or Cloud's first one
	Owner        string `json:"owner,omitempty"`    // the user who started it; empty: the user called demo
	Type         string `json:"type"`               // as a job shows it, like "RefreshExtract"
	JobType      string `json:"job_type,omitempty"` // as the list of jobs shows it, like "refresh_extracts"; empty: follows from Type
	Title        string `json:"title,omitempty"`    // empty: the name of what it works on
	Subtitle     string `json:"subtitle,omitempty"` // empty: the kind of what it works on
	Status       string `json:"status,omitempty"`   // Pending, InProgress, Success, Failed or Cancelled; empty: Pending
	Progress     int    `json:"progress,omitempty"` // percent
	Priority     int    `json:"priority,omitempty"` // 0: 50
	Notes        string `json:"notes,omitempty"`    // what the job says of itself, once it has ended
	Task         string `json:"task,omitempty"`     // LUID of the task that it runs
	Workbook     string `json:"workbook,omitempty"` // LUID of what it refreshes
	Datasource   string `json:"datasource,omitempty"`
	Flow         string `json:"flow,omitempty"`         // LUID of the flow that it runs
	FlowRun      string `json:"flow_run,omitempty"`     // LUID of the run; empty for a job with a flow: chosen by the mock
	Subscription string `json:"subscription,omitempty"` // LUID of the subscription that it sends
	// Parameters are the overriding values of the flow's parameters, by parameter LUID.
	Parameters map[string]string `json:"parameters,omitempty"`
	CreatedAt  time.Time         `json:"created_at,omitzero"` // zero: the clock's now
	StartedAt  time.Time         `json:"started_at,omitzero"`
	EndedAt    time.Time         `json:"ended_at,omitzero"`
	// Outcome is how the job will end: Success or Failed. Empty: Success, or Failed with Behaviour.FailJobs.
	Outcome string `json:"outcome,omitempty"`
}

// isUnderWay reports whether the job waits or runs.
func (j Job) isUnderWay() bool { return j.Status == jobPending || j.Status == jobInProgress }

func (j Job) clone() Job {
	j.Parameters = maps.Clone(j.Parameters)
	return j
}

// storedJob is a job and the gets that will still miss it.
type storedJob struct {
	Job
	lag int
}

// startJob puts a job in the queue and returns it with its id and its stamps. What the job works on must be there. It is called with
// the lock held.
func (s *Server) startJob(j Job) Job {
	j = s.completeJob(j.clone())
	s.jobs.put(j.ID, storedJob{Job: j, lag: s.behaviour.JobUnknownReads})
	return j.clone()
}

// completeJob gives the members left empty what they stand for.
func (s *Server) completeJob(j Job) Job {
	j.ID = cmp.Or(j.ID, s.ids.next("job"))
	j.Owner = cmp.Or(j.Owner, DemoUser)
	j.JobType = cmp.Or(j.JobType, jobTypeOf(j.Type))
	j.Status = cmp.Or(j.Status, jobPending)
	j.Priority = cmp.Or(j.Priority, 50)
	title, subtitle := s.subjectOf(j)
	j.Title, j.Subtitle = cmp.Or(j.Title, title), cmp.Or(j.Subtitle, subtitle)
	if j.Flow != "" {
		j.FlowRun = cmp.Or(j.FlowRun, s.ids.next("flow run"))
	}
	if j.CreatedAt.IsZero() {
		j.CreatedAt = s.now
	}
	switch {
	case j.Outcome != "":
	case j.Status == jobFailed || s.behaviour.FailJobs:
		j.Outcome = jobFailed
	default:
		j.Outcome = jobSuccess
	}
	return j
}

// jobTypeOf is the list's word for a type of job.
func jobTypeOf(jobType string) string {
	switch jobType {
	case jobRefreshExtract:
		return "refresh_extracts"
	case jobSubscription:
		return "single_subscription_notify"
	}
	var snake strings.Builder
	for i, letter := range jobType {
		if unicode.IsUpper(letter) && i > 0 {
			snake.WriteByte('_')
		}
		snake.WriteRune(unicode.ToLower(letter))
	}
	return snake.String()
}

// subjectOf is the name and the kind of what a job works on.
func (s *Server) subjectOf(j Job) (name, kind string) {
	if workbook, found := s.workbooks.get(j.Workbook); found {
		return workbook.Name, "Workbook"
	}
	if datasource, found := s.datasources.get(j.Datasource); found {
		return datasource.Name, "Data Source"
	}
	if flow, found := s.flows.get(j.Flow); found {
		return flow.Name, "Flow"
	}
	return "", ""
}

// isBusy reports whether a job for the same task or the same content waits or runs already.
func (s *Server) isBusy(next Job) bool {
	same := func(a, b string) bool { return a != "" && a == b }
	for j := range s.jobs.all(func(j *storedJob) bool { return j.isUnderWay() }) {
		if same(j.Task, next.Task) || same(j.Workbook, next.Workbook) || same(j.Datasource, next.Datasource) || same(j.Flow, next.Flow) {
			return true
		}
	}
	return false
}

// runJobs moves every job to where the clock has it.
func (s *Server) runJobs() {
	queue, run := cmp.Or(s.behaviour.JobQueue, defaultJobQueue), cmp.Or(s.behaviour.JobRun, defaultJobRun)
	for j := range s.jobs.all(func(j *storedJob) bool { return j.isUnderWay() }) {
		start := j.StartedAt
		if start.IsZero() {
			start = j.CreatedAt.Add(queue)
		}
		switch end := start.Add(run); {
		case !s.now.Before(end):
			j.StartedAt = start
			s.endJob(&j.Job, j.Outcome, end)
		case !s.now.Before(start):
			j.StartedAt, j.Status = start, jobInProgress
			j.Progress = max(j.Progress, int(s.now.Sub(start)*100/run))
		}
	}
}

// stepJob moves a job on by one step: it waits, it is half done, it has ended.
func (s *Server) stepJob(j *Job) {
	switch j.Status {
	case jobPending:
		j.Status, j.StartedAt, j.Progress = jobInProgress, s.now, 50
	case jobInProgress:
		s.endJob(j, j.Outcome, s.now)
	}
}

// endJob lets a job end at a time in one of the three ways.
func (s *Server) endJob(j *Job, status string, at time.Time) {
	j.Status, j.EndedAt = status, at
	if status != jobCancelled {
		j.Progress = 100
	}
	if j.Notes == "" && status == jobFailed {
		j.Notes = "The job failed because the mock server was told to let it fail."
	}
	if j.Task != "" && status != jobCancelled {
		s.jobOfTaskEnded(j.Task, status == jobFailed)
	}
}

// checkJob reports what no job can be.
func (s *Server) checkJob(j Job) error {
	if j.Type == "" {
		return errors.New("it needs a type")
	}
	if _, known := s.sites.withContentURL(s.siteURL(j.Site)); !known {
		return fmt.Errorf("there is no site with the content_url %q", j.Site)
	}
	if _, taken := s.jobs.get(j.ID); taken {
		return fmt.Errorf("two jobs have the id %s", j.ID)
	}
	if j.Status != "" && !slices.Contains(jobStatuses, j.Status) {
		return fmt.Errorf("status %q is not one of %s", j.Status, strings.Join(jobStatuses, ", "))
	}
	return nil
}

// AddJob puts a job on the server behind its clients' backs and returns its id. Members left empty get the defaults that Job names. Gets do not
// miss it, whatever Behaviour.JobUnknownReads says. It panics when the job cannot be.
func (s *Server) AddJob(j Job) (id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.checkJob(j); err != nil {
		panic("mockserver: job: " + err.Error())
	}
	return s.addJob(j)
}

func (s *Server) addJob(j Job) (id string) {
	j = j.clone()
	j.Site = s.siteURL(j.Site)
	j = s.completeJob(j)
	s.jobs.put(j.ID, storedJob{Job: j})
	return j.ID
}

// UpdateJob lets change edit a job behind its clients' backs and reports whether there is such a job.
func (s *Server) UpdateJob(id string, change func(*Job)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	stored, found := s.jobs.get(id)
	if !found {
		return false
	}
	edited := stored.clone()
	change(&edited)
	edited.ID = id
	stored.Job = edited.clone()
	return true
}

// Jobs returns all jobs, oldest first.
func (s *Server) Jobs() []Job {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.allJobs()
}

func (s *Server) allJobs() []Job {
	all := []Job{}
	for j := range s.jobs.all(everything[storedJob]) {
		all = append(all, j.clone())
	}
	slices.SortStableFunc(all, func(a, b Job) int { return a.CreatedAt.Compare(b.CreatedAt) })
	return all
}
