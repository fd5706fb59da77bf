package mockserver

import "time"

// Tasks of a site, as a seed or a test describes them. ID may be left empty for one that the mock chooses, Site is the content URL of the
// site, and empty for the first one.

// Timing is when a task or a subscription runs: on a schedule, which is Server's way, or at a frequency of its own, which is
// Cloud's. Without either it is a task that the service shows without a schedule.
type Timing struct {
	Schedule  string     `json:"schedule,omitempty"` // LUID or name of a schedule
	Frequency string     `json:"frequency,omitempty"`
	Start     string     `json:"start,omitempty"` // HH:MM:SS in the site's time zone
	End       string     `json:"end,omitempty"`
	Intervals []Interval `json:"intervals,omitempty"`
	NextRunAt time.Time  `json:"next_run_at,omitzero"` // zero: worked out
	CreatedAt time.Time  `json:"created_at,omitzero"`  // zero: the clock's now
	UpdatedAt time.Time  `json:"updated_at,omitzero"`  // zero: CreatedAt
}

// ExtractTask refreshes the extracts of a workbook or a data source. One with neither is that of a virtual connection, whose
// target the service does not show.
type ExtractTask struct {
	ID                  string `json:"id,omitempty"`
	Site                string `json:"site,omitempty"`
	Owner               string `json:"owner,omitempty"`      // the user who made it; empty: the user called demo
	Workbook            string `json:"workbook,omitempty"`   // LUID
	Datasource          string `json:"datasource,omitempty"` // LUID
	Type                string `json:"type,omitempty"`       // empty: "FullRefresh"
	Priority            int    `json:"priority,omitempty"`   // 0: 50
	ConsecutiveFailures int    `json:"consecutive_failures,omitempty"`
	Timing
}

// FlowTask runs a flow.
type FlowTask struct {
	ID                  string            `json:"id,omitempty"`
	Site                string            `json:"site,omitempty"`
	Owner               string            `json:"owner,omitempty"`
	Flow                string            `json:"flow,omitempty"`         // LUID
	Parameters          map[string]string `json:"parameters,omitempty"`   // overriding values by parameter LUID
	OutputSteps         []string          `json:"output_steps,omitempty"` // LUIDs; empty: all of the flow
	Priority            int               `json:"priority,omitempty"`
	ConsecutiveFailures int               `json:"consecutive_failures,omitempty"`
	Timing
}

// Subscription mails a view or a workbook to a user.
type Subscription struct {
	ID                      string `json:"id,omitempty"`
	Site                    string `json:"site,omitempty"`
	Subject                 string `json:"subject"`
	Message                 string `json:"message,omitempty"`
	User                    string `json:"user,omitempty"`         // LUID or name
	ContentType             string `json:"content_type,omitempty"` // "Workbook" or "View"
	Content                 string `json:"content,omitempty"`      // LUID
	NoImage                 bool   `json:"no_image,omitempty"`
	AttachPDF               bool   `json:"attach_pdf,omitempty"`
	PageOrientation         string `json:"page_orientation,omitempty"` // empty: "PORTRAIT"
	PageSizeOption          string `json:"page_size_option,omitempty"` // empty: "LETTER"
	NotIfViewEmpty          bool   `json:"not_if_view_empty,omitempty"`
	Suspended               bool   `json:"suspended,omitempty"`
	RefreshExtractTriggered bool   `json:"refresh_extract_triggered,omitempty"`
	Timing
}

// LinkedTask runs flow tasks one after the other.
type LinkedTask struct {
	ID    string           `json:"id,omitempty"`
	Site  string           `json:"site,omitempty"`
	Steps []LinkedTaskStep `json:"steps"`
	Timing
}

// LinkedTaskStep is one of them.
type LinkedTaskStep struct {
	ID                string `json:"id,omitempty"`
	FlowTask          string `json:"flow_task"` // LUID
	ContinueOnFailure bool   `json:"continue_on_failure,omitempty"`
}

// DataAccelerationTask precomputes the data of a workbook. Servers up to 2021.4 have them.
type DataAccelerationTask struct {
	ID                  string `json:"id,omitempty"`
	Site                string `json:"site,omitempty"`
	Workbook            string `json:"workbook"` // LUID
	Priority            int    `json:"priority,omitempty"`
	ConsecutiveFailures int    `json:"consecutive_failures,omitempty"`
	Timing
}
