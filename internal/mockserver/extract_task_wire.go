package mockserver

import (
	"encoding/xml"
	"time"
)

// refreshExtractTask is the type that task reads show: whether the refresh is full or incremental is not told there.
const refreshExtractTask = "RefreshExtractTask"

// zonedLayout is how Cloud writes the stamps of a task just written: with the offset of the site's zone, without a colon.
const zonedLayout = "2006-01-02T15:04:05-0700"

func zonedStamp(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format(zonedLayout)
}

// idElement is an object where nothing but its id is sent or answered.
type idElement struct {
	ID string `xml:"id,attr,omitempty"`
}

// addToScheduleRequest puts a workbook or a data source on a server schedule.
type addToScheduleRequest struct {
	Task *struct {
		ExtractRefresh   *contentIn `xml:"extractRefresh"`
		DataAcceleration *contentIn `xml:"dataAcceleration"`
	} `xml:"task"`
}

type contentIn struct {
	Workbook   *idElement `xml:"workbook"`
	Datasource *idElement `xml:"datasource"`
}

// cloudExtractTaskRequest has the task and its schedule side by side.
type cloudExtractTaskRequest struct {
	ExtractRefresh *extractRefreshIn `xml:"extractRefresh"`
	Schedule       *cloudScheduleIn  `xml:"schedule"`
}

type extractRefreshIn struct {
	Type       string     `xml:"type,attr"`
	Workbook   *idElement `xml:"workbook"`
	Datasource *idElement `xml:"datasource"`
}

// cloudScheduleIn is the frequency of a task in a request.
type cloudScheduleIn struct {
	Frequency        string              `xml:"frequency,attr"`
	FrequencyDetails *frequencyDetailsIn `xml:"frequencyDetails"`
}

type taskElement struct {
	XMLName        xml.Name                 `xml:"task"`
	ExtractRefresh *extractRefreshOut       `xml:"extractRefresh"`
	FlowRun        *flowRunTaskElement      `xml:"flowRun"`
	Acceleration   *dataAccelerationElement `xml:"dataAcceleration"`
}

type taskListElement struct {
	XMLName xml.Name      `xml:"tasks"`
	Tasks   []taskElement `xml:"task"`
}

// extractRefreshOut is a task with everything that some message shows of it. Its own element is that of Cloud's create and update.
type extractRefreshOut struct {
	XMLName             xml.Name        `xml:"extractRefresh"`
	ID                  string          `xml:"id,attr"`
	Priority            int             `xml:"priority,attr,omitempty"`
	ConsecutiveFailures *int            `xml:"consecutiveFailedCount,attr"`
	Type                string          `xml:"type,attr,omitempty"`
	Schedule            *scheduleOfTask `xml:"schedule"`
	Workbook            *idElement      `xml:"workbook"`
	Datasource          *idElement      `xml:"datasource"`
}

// scheduleOfTask is a schedule where a task shows it: a server schedule, or a frequency of Cloud, which has no id, name or state in
// reads.
type scheduleOfTask struct {
	XMLName          xml.Name                 `xml:"schedule"`
	ID               string                   `xml:"id,attr,omitempty"`
	Name             string                   `xml:"name,attr,omitempty"`
	State            string                   `xml:"state,attr,omitempty"`
	Priority         int                      `xml:"priority,attr,omitempty"`
	CreatedAt        string                   `xml:"createdAt,attr,omitempty"`
	UpdatedAt        string                   `xml:"updatedAt,attr,omitempty"`
	Type             string                   `xml:"type,attr,omitempty"`
	Frequency        string                   `xml:"frequency,attr,omitempty"`
	NextRunAt        string                   `xml:"nextRunAt,attr,omitempty"`
	FrequencyDetails *frequencyDetailsElement `xml:"frequencyDetails"`
}

// extractTaskElement is a task as list and get answer it.
func (s *Server) extractTaskElement(task ExtractTask) taskElement {
	return taskElement{ExtractRefresh: &extractRefreshOut{
		ID: task.ID, Priority: task.Priority, ConsecutiveFailures: &task.ConsecutiveFailures, Type: refreshExtractTask,
		Schedule: s.scheduleOf(task.Timing), Workbook: idOf(task.Workbook), Datasource: idOf(task.Datasource),
	}}
}

// cloudExtractRefresh is a task as Cloud's create and update answer it: with its real type, and beside its schedule.
func cloudExtractRefresh(task ExtractTask) extractRefreshOut {
	return extractRefreshOut{
		ID: task.ID, ConsecutiveFailures: &task.ConsecutiveFailures, Type: task.Type, Workbook: idOf(task.Workbook), Datasource: idOf(task.Datasource),
	}
}

// cloudScheduleBeside is the frequency of a task just written. Its id belongs to nothing that has a method of its own.
func (s *Server) cloudScheduleBeside(t Timing, taskID, site string) scheduleOfTask {
	zone := s.zoneOf(site)
	return scheduleOfTask{
		ID: derivedID("schedule", taskID), CreatedAt: zonedStamp(t.CreatedAt, zone), UpdatedAt: zonedStamp(t.UpdatedAt, zone),
		Frequency: t.Frequency, NextRunAt: zonedStamp(t.NextRunAt, zone), FrequencyDetails: detailsOf(t.schedule()),
	}
}

// scheduleOf is the schedule of a task as reads show it: nil when it has none, or none that is there any more.
func (s *Server) scheduleOf(t Timing) *scheduleOfTask {
	if t.Frequency != "" {
		return &scheduleOfTask{Frequency: t.Frequency, NextRunAt: stamp(t.NextRunAt), FrequencyDetails: detailsOf(t.schedule())}
	}
	stored, found := s.schedules.byID[t.Schedule]
	if !found {
		return nil
	}
	return &scheduleOfTask{
		ID: stored.ID, Name: stored.Name, State: stored.State, Priority: stored.Priority, CreatedAt: stamp(stored.CreatedAt),
		UpdatedAt: stamp(stored.UpdatedAt), Type: stored.Type, Frequency: stored.Frequency, NextRunAt: stamp(stored.NextRunAt),
	}
}

func idOf(id string) *idElement {
	if id == "" {
		return nil
	}
	return &idElement{ID: id}
}

type warningListElement struct {
	XMLName  xml.Name         `xml:"warnings"`
	Warnings []warningElement `xml:"warning"`
}

type warningElement struct {
	Message string `xml:"message,attr"`
}

type extractListElement struct {
	XMLName  xml.Name         `xml:"extracts"`
	Extracts []extractElement `xml:"extract"`
}

// extractElement is a task in the list of its server schedule, the one place that shows its real type.
type extractElement struct {
	ID         string     `xml:"id,attr"`
	Priority   int        `xml:"priority,attr"`
	Type       string     `xml:"type,attr"`
	Workbook   *idElement `xml:"workbook"`
	Datasource *idElement `xml:"datasource"`
}
