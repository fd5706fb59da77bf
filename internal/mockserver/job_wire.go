package mockserver

import "encoding/xml"

// jobElement is a job as its own methods and those that start one answer it.
type jobElement struct {
	XMLName      xml.Name                `xml:"job"`
	ID           string                  `xml:"id,attr"`
	Mode         string                  `xml:"mode,attr"`
	Type         string                  `xml:"type,attr"`
	Progress     *int                    `xml:"progress,attr"`
	CreatedAt    string                  `xml:"createdAt,attr,omitempty"`
	StartedAt    string                  `xml:"startedAt,attr,omitempty"`
	UpdatedAt    string                  `xml:"updatedAt,attr,omitempty"`
	CompletedAt  string                  `xml:"completedAt,attr,omitempty"`
	FinishCode   string                  `xml:"finishCode,attr,omitempty"`
	Refresh      *extractRefreshElement  `xml:"extractRefreshJob"`
	Subscription *subscriptionJobElement `xml:"subscriptionJobType"`
	RunFlow      *runFlowElement         `xml:"runFlowJobType"`
}

type extractRefreshElement struct {
	Notes      *string       `xml:"notes"`
	Workbook   *namedElement `xml:"workbook"`
	Datasource *namedElement `xml:"datasource"`
}

type subscriptionJobElement struct {
	Notes   *string `xml:"notes"`
	ID      string  `xml:"subscriptionId,omitempty"`
	Subject string  `xml:"subscriptionSubject,omitempty"`
}

type runFlowElement struct {
	FlowRun string        `xml:"flowRunId,attr"`
	Notes   *string       `xml:"notes"`
	Flow    *namedElement `xml:"flow"`
}

// namedElement is an object where another one's element names it.
type namedElement struct {
	ID   string `xml:"id,attr"`
	Name string `xml:"name,attr,omitempty"`
}

// startedJob is a job as the method that started it answers it.
func (s *Server) startedJob(j Job) jobElement {
	element := jobElement{ID: j.ID, Mode: "Asynchronous", Type: j.Type, CreatedAt: stamp(j.CreatedAt)}
	if j.Type == jobRunFlow {
		element.RunFlow = &runFlowElement{FlowRun: j.FlowRun, Flow: s.flowNamed(j.Flow)}
	}
	return element
}

// wholeJob is a job as get answers it. One that has not ended has no completedAt, and the finish code of an error.
func (s *Server) wholeJob(j Job) jobElement {
	element := s.startedJob(j)
	element.Progress = &j.Progress
	element.StartedAt, element.UpdatedAt, element.CompletedAt = stamp(j.StartedAt), stamp(latest(j.CreatedAt, j.StartedAt, j.EndedAt)), stamp(j.EndedAt)
	element.FinishCode = finishCode(j.Status)
	switch {
	case j.Type == jobRunFlow:
		element.RunFlow.Notes = &j.Notes
	case j.Subscription != "" || j.Type == jobSubscription:
		element.Subscription = &subscriptionJobElement{Notes: &j.Notes, ID: j.Subscription, Subject: j.Title}
	case j.Type == jobRefreshExtract:
		element.Refresh = s.refreshDetail(j)
		element.Refresh.Notes = &j.Notes
	}
	return element
}

// refreshDetail is what a job refreshes, without its notes.
func (s *Server) refreshDetail(j Job) *extractRefreshElement {
	element := &extractRefreshElement{}
	if workbook, found := s.workbooks.get(j.Workbook); found {
		element.Workbook = &namedElement{workbook.ID, workbook.Name}
	} else if datasource, found := s.datasources.get(j.Datasource); found {
		element.Datasource = &namedElement{datasource.ID, datasource.Name}
	}
	return element
}

// flowNamed is a flow where a job names it, without its name when it is gone.
func (s *Server) flowNamed(id string) *namedElement {
	element := &namedElement{ID: id}
	if flow, found := s.flows.get(id); found {
		element.Name = flow.Name
	}
	return element
}

func finishCode(status string) string {
	switch status {
	case jobSuccess:
		return "0"
	case jobCancelled:
		return "2"
	default:
		return "1"
	}
}

type backgroundJobListElement struct {
	XMLName xml.Name               `xml:"backgroundJobs"`
	Jobs    []backgroundJobElement `xml:"backgroundJob"`
}

type backgroundJobElement struct {
	ID        string `xml:"id,attr"`
	Status    string `xml:"status,attr"`
	CreatedAt string `xml:"createdAt,attr"`
	StartedAt string `xml:"startedAt,attr,omitempty"`
	EndedAt   string `xml:"endedAt,attr,omitempty"`
	Priority  int    `xml:"priority,attr"`
	JobType   string `xml:"jobType,attr"`
	Title     string `xml:"title,attr,omitempty"`
	Subtitle  string `xml:"subtitle,attr,omitempty"`
}

// listedJob is a job as the list shows it.
func listedJob(j Job) backgroundJobElement {
	return backgroundJobElement{
		ID: j.ID, Status: j.Status, CreatedAt: stamp(j.CreatedAt), StartedAt: stamp(j.StartedAt), EndedAt: stamp(j.EndedAt),
		Priority: j.Priority, JobType: j.JobType, Title: j.Title, Subtitle: j.Subtitle,
	}
}
