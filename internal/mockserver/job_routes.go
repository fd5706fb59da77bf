package mockserver

import (
	"net/http"
	"strconv"
)

const jobsRead = "tableau:jobs:read"

// REST API reference: Query Jobs, Query Job, Cancel Job; behaviour reference, 7.
var jobRoutes = []route{
	{method: "GET", pattern: "/sites/{site}/jobs", since: apiVersion{3, 1}, needs: siteAdministrator, scope: jobsRead, handle: (*Server).listJobs},
	{method: "GET", pattern: "/sites/{site}/jobs/{job}", needs: siteAdministrator, scope: jobsRead, handle: (*Server).getJob},
	{method: "PUT", pattern: "/sites/{site}/jobs/{job}", since: apiVersion{3, 1}, needs: anyUser, handle: (*Server).cancelJob},
}

func jobNotFound(id string) *apiError { return notFound("404018", "Job", id) }

// jobFields are the fields of Query Jobs in Filtering and Sorting. The arguments of a job are the LUIDs of what it works on.
func (s *Server) jobFields() fields[Job] {
	return fields[Job]{
		"args":        {byText, func(j Job) []string { return []string{j.Task, j.Workbook, j.Datasource, j.Flow, j.Subscription} }},
		"jobType":     one(func(j Job) string { return j.JobType }, byEquality),
		"notes":       one(func(j Job) string { return j.Notes }, byText),
		"priority":    one(func(j Job) string { return strconv.Itoa(j.Priority) }, byOrder),
		"progress":    one(func(j Job) string { return strconv.Itoa(j.Progress) }, byOrder),
		"status":      one(func(j Job) string { return j.Status }, byEquality),
		"title":       one(func(j Job) string { return j.Title }, byText),
		"subtitle":    one(func(j Job) string { return j.Subtitle }, byText),
		"createdAt":   one(func(j Job) string { return stamp(j.CreatedAt) }, byOrder),
		"startedAt":   one(func(j Job) string { return stamp(j.StartedAt) }, byOrder),
		"completedAt": one(func(j Job) string { return stamp(j.EndedAt) }, byOrder),
	}
}

func (s *Server) listJobs(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	before, jobs, refusal := pageOrAll(s, c, s.jobsOf(site, func(Job) bool { return true }), s.jobFields())
	if refusal != nil {
		return reply{}, refusal
	}
	list := backgroundJobListElement{}
	for _, job := range jobs {
		list.Jobs = append(list.Jobs, listedJob(job))
	}
	return success(append(before, list)...), nil
}

// jobsOf are the jobs of a site that matches accepts, oldest first.
func (s *Server) jobsOf(site Site, matches func(Job) bool) []Job {
	var jobs []Job
	for _, job := range s.allJobs() {
		if job.Site == site.ContentURL && matches(job) {
			jobs = append(jobs, job)
		}
	}
	return jobs
}

// jobOf is the job in the URI.
func (s *Server) jobOf(c *call) (*storedJob, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return nil, refusal
	}
	job, found := s.jobs.get(c.parameters["job"])
	if !found || job.Site != site.ContentURL {
		return nil, jobNotFound(c.parameters["job"])
	}
	return job, nil
}

func (s *Server) getJob(c *call) (reply, *apiError) {
	job, refusal := s.jobOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	if job.lag > 0 {
		job.lag--
		return reply{}, jobNotFound(job.ID)
	}
	answered := s.wholeJob(job.clone())
	s.jobWasRead(job)
	return success(answered), nil
}

// jobWasRead moves a job on where reading does.
func (s *Server) jobWasRead(job *storedJob) {
	if s.behaviour.JobStepPerRead {
		s.stepJob(&job.Job)
	}
}

func (s *Server) cancelJob(c *call) (reply, *apiError) {
	if !c.session.user.isAdministrator() {
		return reply{}, updateForbidden("Only administrators may cancel a job.")
	}
	job, refusal := s.jobOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	if !job.isUnderWay() {
		return reply{}, &apiError{http.StatusForbidden, "403091", "Job Cannot Be Cancelled", "Job '" + job.ID + "' is complete already."}
	}
	s.endJob(&job.Job, jobCancelled, s.now)
	return reply{status: http.StatusOK}, nil
}
