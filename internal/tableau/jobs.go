package tableau

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"strings"
)

// Codes of the job methods (REST API reference: Query Job, Cancel Job).
const (
	codeJobNotFound      Code = "404018"
	codeJobCancelRefused Code = "403032"
	codeJobComplete      Code = "403091"
)

// States of a job or a flow run, as Tableau names them.
const (
	StatePending    = "Pending"
	StateInProgress = "InProgress"
	StateSuccess    = "Success"
	StateFailed     = "Failed"
	StateCancelled  = "Cancelled"
)

// Job is one run of something in the background, as the service shows it by
// its id. Times are the service's stamps, in UTC.
type Job struct {
	ID          string `xml:"id,attr"`
	Mode        string `xml:"mode,attr"`
	Type        string `xml:"type,attr"`
	Progress    *int64 `xml:"progress,attr"`
	CreatedAt   string `xml:"createdAt,attr"`
	StartedAt   string `xml:"startedAt,attr"`
	UpdatedAt   string `xml:"updatedAt,attr"`
	CompletedAt string `xml:"completedAt,attr"`
	FinishCode  string `xml:"finishCode,attr"`

	StatusNotes []StatusNote `xml:"statusNotes>statusNote"`

	// What the job works on comes in an element named after the kind of job.
	Refresh      jobDetails `xml:"extractRefreshJob"`
	RunFlow      jobDetails `xml:"runFlowJobType"`
	Subscription jobDetails `xml:"subscriptionJobType"`
	Creation     jobDetails `xml:"extractCreationJob"`
	Upload       jobDetails `xml:"updateUploadedFileJob"`
	Thumbnails   jobDetails `xml:"thumbnailsRefreshJob"`
}

// StatusNote is one of a job's notes, such as how many users it added.
type StatusNote struct {
	Type  string `xml:"type,attr"`
	Value string `xml:"value,attr"`
	Text  string `xml:"text,attr"`
}

// jobDetails has the members of all kinds of job detail, each of which fills some.
type jobDetails struct {
	Notes             string     `xml:"notes"`
	FlowRunID         string     `xml:"flowRunId,attr"`
	SubscriptionID    string     `xml:"subscriptionId"`
	Workbook          jobContent `xml:"workbook"`
	Datasource        jobContent `xml:"datasource"`
	View              jobContent `xml:"view"`
	VirtualConnection jobContent `xml:"virtualConnection"`
	Flow              jobContent `xml:"flow"`
}

type jobContent struct {
	ID string `xml:"id,attr"`
}

// firstOf gives the first text that is not empty among a member of all details.
func (j Job) firstOf(member func(jobDetails) string) string {
	for _, details := range []jobDetails{j.Refresh, j.RunFlow, j.Subscription, j.Creation, j.Upload, j.Thumbnails} {
		if text := strings.TrimSpace(member(details)); text != "" {
			return text
		}
	}
	return ""
}

// WorkbookID is the LUID of the workbook that the job works on, or empty.
func (j Job) WorkbookID() string {
	return j.firstOf(func(d jobDetails) string { return d.Workbook.ID })
}

// DatasourceID is the LUID of the data source that the job works on, or empty.
func (j Job) DatasourceID() string {
	return j.firstOf(func(d jobDetails) string { return d.Datasource.ID })
}

// ViewID is the LUID of the view that the job works on, or empty.
func (j Job) ViewID() string { return j.firstOf(func(d jobDetails) string { return d.View.ID }) }

// VirtualConnectionID is the LUID of the virtual connection that the job works on, or empty.
func (j Job) VirtualConnectionID() string {
	return j.firstOf(func(d jobDetails) string { return d.VirtualConnection.ID })
}

// FlowID is the LUID of the flow that the job runs, or empty.
func (j Job) FlowID() string { return j.firstOf(func(d jobDetails) string { return d.Flow.ID }) }

// FlowRunID is the LUID of the flow run that the job is, or empty.
func (j Job) FlowRunID() string { return j.firstOf(func(d jobDetails) string { return d.FlowRunID }) }

// SubscriptionID is the LUID of the subscription that the job sends, or empty.
func (j Job) SubscriptionID() string {
	return j.firstOf(func(d jobDetails) string { return d.SubscriptionID })
}

// Notes is what the job says of itself, for people to read: of how it failed, for one.
func (j Job) Notes() string {
	notes := []string{}
	if text := j.firstOf(func(d jobDetails) string { return d.Notes }); text != "" {
		notes = append(notes, text)
	}
	for _, note := range j.StatusNotes {
		if note.Text != "" {
			notes = append(notes, note.Text)
		}
	}
	return strings.Join(notes, "\n")
}

// State is one of the five states. A job without completedAt has not ended,
// whatever its finish code: one that runs may show the code of an error (REST
// API reference: Query Job). The state of one that ended in a way that no
// document knows is the finish code itself.
func (j Job) State() string {
	switch {
	case j.CompletedAt == "" && j.StartedAt == "" && (j.Progress == nil || *j.Progress == 0):
		return StatePending
	case j.CompletedAt == "":
		return StateInProgress
	}
	switch j.FinishCode {
	case "0", "3": // Tableau's own Python client knows 3, for completed.
		return StateSuccess
	case "1":
		return StateFailed
	case "2":
		return StateCancelled
	}
	return fmt.Sprintf("finish code %q", j.FinishCode)
}

// ListedJob is a job as the list shows it.
type ListedJob struct {
	ID        string `xml:"id,attr"`
	Status    string `xml:"status,attr"`
	CreatedAt string `xml:"createdAt,attr"`
	StartedAt string `xml:"startedAt,attr"`
	EndedAt   string `xml:"endedAt,attr"`
	Priority  *int64 `xml:"priority,attr"`
	JobType   string `xml:"jobType,attr"`
	Title     string `xml:"title,attr"`
	Subtitle  string `xml:"subtitle,attr"`
}

type jobAnswer struct {
	XMLName xml.Name `xml:"tsResponse"`
	Job     Job      `xml:"job"`
}

func (a jobAnswer) check() error {
	if a.Job.ID == "" {
		return errors.New("it holds no job")
	}
	return nil
}

// jobsPage is a page, or the whole list: the reference shows it with pagination,
// which the schema does not allow.
type jobsPage struct {
	XMLName xml.Name `xml:"tsResponse"`
	page
	List *struct {
		Jobs []ListedJob `xml:"backgroundJob"`
	} `xml:"backgroundJobs"`
}

func (p jobsPage) check() error {
	if p.List != nil {
		return nil
	}
	return p.page.check()
}

func (p jobsPage) open() (pagination, []ListedJob) {
	var jobs []ListedJob
	if p.List != nil {
		jobs = p.List.Jobs
	}
	return p.Pagination.orWhole(len(jobs)), jobs
}

// Jobs are the background jobs of the site.
type Jobs struct{ client *Client }

// Jobs gives the calls that concern background jobs.
func (c *Client) Jobs() Jobs { return Jobs{c} }

// Get reads a job.
func (j Jobs) Get(ctx context.Context, id string) (Job, error) {
	answer, err := send[jobAnswer](ctx, j.client, call{
		doing:      "read job " + id,
		method:     http.MethodGet,
		path:       []string{"jobs", id},
		route:      "/jobs/{job}",
		onSite:     true,
		notFound:   []Code{codeJobNotFound},
		repeatable: true,
	})
	return answer.Job, err
}

// All yields the jobs of the site that the filters leave.
func (j Jobs) All(ctx context.Context, filters ...Filter) iter.Seq2[ListedJob, error] {
	return all(ctx, j.client, call{
		doing:      "list jobs",
		list:       "backgroundJobs",
		method:     http.MethodGet,
		path:       []string{"jobs"},
		route:      "/jobs",
		onSite:     true,
		query:      filterQuery(filters),
		repeatable: true,
	}, jobsPage.open, func(job ListedJob) string { return job.ID })
}

// Cancel asks for a job to be cancelled. IsComplete tells of the error that it
// had ended by then.
func (j Jobs) Cancel(ctx context.Context, id string) error {
	_, err := send[nothing](ctx, j.client, call{
		doing:      "cancel job " + id,
		method:     http.MethodPut,
		path:       []string{"jobs", id},
		route:      "/jobs/{job}",
		onSite:     true,
		notFound:   []Code{codeJobNotFound},
		advice:     adviseOnRuns,
		repeatable: true,
	})
	return err
}

// IsComplete reports whether a job or flow run was not cancelled because it had ended.
func IsComplete(err error) bool {
	return errors.Is(err, codeJobComplete) || errors.Is(err, codeFlowRunComplete)
}
