package mockserver

// Tasks of a site, as a seed or a test describes them. ID may be left empty for one that the mock chooses, Site is the content URL of the
// site, and empty for Server's default site or Cloud's first one, Owner is the name of a user, and empty for the user called demo.

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
