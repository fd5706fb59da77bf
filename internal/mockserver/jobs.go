package mockserver

import "time"

// Job is something that runs in the background. The clock moves it: it starts JobQueue after it was made and ends JobRun after
// that (Behaviour), in the way that Outcome says.
type Job struct {
	ID         string    `json:"id,omitempty"`
	Site       string    `json:"site,omitempty"`     // content URL; empty: the first site
	Type       string    `json:"type"`               // as a job shows it, like "RefreshExtract"
	JobType    string    `json:"job_type,omitempty"` // as the list of jobs shows it, like "refresh_extracts"; empty: follows from Type
	Title      string    `json:"title,omitempty"`
	Subtitle   string    `json:"subtitle,omitempty"`
	Status     string    `json:"status,omitempty"` // Pending, InProgress, Success, Failed or Cancelled; empty: Pending
	Progress   int       `json:"progress,omitempty"`
	Priority   int       `json:"priority,omitempty"`
	Notes      string    `json:"notes,omitempty"`
	Task       string    `json:"task,omitempty"`       // LUID of the task that it runs
	Workbook   string    `json:"workbook,omitempty"`   // LUID of what it refreshes
	Datasource string    `json:"datasource,omitempty"` // likewise
	Flow       string    `json:"flow,omitempty"`       // LUID of the flow that it runs
	FlowRun    string    `json:"flow_run,omitempty"`   // LUID of the run
	CreatedAt  time.Time `json:"created_at,omitzero"`
	StartedAt  time.Time `json:"started_at,omitzero"`
	EndedAt    time.Time `json:"ended_at,omitzero"`
	// Outcome is how the job will end: Success or Failed. Empty: Success.
	Outcome string `json:"outcome,omitempty"`
}
