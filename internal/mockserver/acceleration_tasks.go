package mockserver

import (
	"encoding/xml"
	"fmt"
	"net/http"
)

// DataAccelerationTask precomputes the data of a workbook. Servers of API 3.8 to 3.15 have them.
type DataAccelerationTask struct {
	ID                  string `json:"id,omitempty"`
	Site                string `json:"site,omitempty"`
	Workbook            string `json:"workbook"` // LUID
	ConsecutiveFailures int    `json:"consecutive_failures,omitempty"`
	Timing
}

func (t DataAccelerationTask) clone() DataAccelerationTask {
	t.Timing = t.Timing.clone()
	return t
}

func accelerationTaskKind(s *Server) kind[DataAccelerationTask] {
	return kind[DataAccelerationTask]{
		noun: "data acceleration task", objects: &s.accelerationTasks,
		id: func(t *DataAccelerationTask) *string { return &t.ID }, name: func(t *DataAccelerationTask) string { return t.ID },
		clone: DataAccelerationTask.clone, complete: s.completeAccelerationTask, removed: func(DataAccelerationTask) {},
	}
}

func (s *Server) completeAccelerationTask(t *DataAccelerationTask) error {
	if !s.accelerates() {
		return fmt.Errorf("data acceleration is for Tableau Server, and ended with API %s", dataAccelerationEnds)
	}
	owner := ""
	if err := s.placeOnSite(&t.Site, &owner); err != nil {
		return err
	}
	if workbook, found := s.workbooks.get(t.Workbook); !found || workbook.Site != t.Site {
		return fmt.Errorf("there is no workbook %q on its site", t.Workbook)
	}
	return s.completeTiming(&t.Timing, t.Site, scheduleForAcceleration)
}

// DataAccelerationTasks returns the data acceleration tasks of all sites, oldest first.
func (s *Server) DataAccelerationTasks() []DataAccelerationTask {
	return allOf(s, accelerationTaskKind)
}

// Since API 3.16 these methods answer as if they had worked and do nothing. REST API reference: Get Data Acceleration Tasks in a Site,
// Delete Data Acceleration Task.
var accelerationTaskRoutes = []route{
	{
		method: "GET", pattern: "/sites/{site}/tasks/dataAcceleration", since: apiVersion{3, 8},
		product: ProductServer, needs: anyUser, handle: (*Server).listAccelerationTasks,
	},
	{
		method: "DELETE", pattern: "/sites/{site}/tasks/dataAcceleration/{task}", since: apiVersion{3, 8},
		product: ProductServer, needs: anyUser, handle: (*Server).deleteAccelerationTask,
	},
}

// accelerates reports whether the server still has data acceleration.
func (s *Server) accelerates() bool {
	return s.product == ProductServer && s.version.less(dataAccelerationEnds)
}

// accelerationDenied is a 403 with a code that begins with 409.
func accelerationDenied() *apiError {
	return &apiError{http.StatusForbidden, "409087", "Permission Denied", "Only administrators may see and delete data acceleration tasks."}
}

func (s *Server) listAccelerationTasks(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	if !c.session.user.isAdministrator() {
		return reply{}, accelerationDenied()
	}
	list := taskListElement{}
	for _, task := range onSite(accelerationTaskKind(s), site, func(t DataAccelerationTask) string { return t.Site }) {
		if s.index.knows(task.ID) {
			list.Tasks = append(list.Tasks, s.accelerationTaskElement(task))
		}
	}
	list.Tasks = listed(c, list.Tasks)
	return success(list), nil
}

// deleteAccelerationTask answers 200, not 204, as its reference has it.
func (s *Server) deleteAccelerationTask(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	if !c.session.user.isAdministrator() {
		return reply{}, accelerationDenied()
	}
	id := c.parameters["task"]
	task, found := s.accelerationTasks.get(id)
	if s.accelerates() && (!found || task.Site != site.ContentURL) {
		return reply{}, taskNotFound(id)
	}
	accelerationTaskKind(s).remove(id)
	return success(), nil
}

// accelerate puts a workbook on a schedule for data acceleration.
func (s *Server) accelerate(c *call, site Site, content contentIn) (reply, *apiError) {
	if content.Workbook == nil || content.Datasource != nil {
		return reply{}, badRequest("a dataAcceleration with a workbook is required")
	}
	if !s.accelerates() {
		return success(), nil
	}
	if !c.session.user.isAdministrator() {
		return reply{}, updateForbidden("Only administrators may accelerate a workbook.")
	}
	workbook, found := s.workbooks.get(content.Workbook.ID)
	if !found || workbook.Site != site.ContentURL {
		return reply{}, workbookNotFound(content.Workbook.ID)
	}
	schedule, refusal := s.scheduleToAddTo(c, scheduleForAcceleration)
	if refusal != nil {
		return reply{}, refusal
	}
	task, refusal := createTask(s, accelerationTaskKind, DataAccelerationTask{
		Site: site.ContentURL, Workbook: workbook.ID, Timing: Timing{Schedule: schedule.ID},
	})
	if refusal != nil {
		return reply{}, refusal
	}
	return success(s.accelerationTaskElement(*task)), nil
}

type dataAccelerationElement struct {
	XMLName             xml.Name        `xml:"dataAcceleration"`
	ID                  string          `xml:"id,attr"`
	ConsecutiveFailures int             `xml:"consecutiveFailedCount,attr"`
	Type                string          `xml:"type,attr"`
	Schedule            *scheduleOfTask `xml:"schedule"`
	Workbook            *idElement      `xml:"workbook"`
}

// accelerationTaskElement shows the schedule with its details, which no other task on Server does.
func (s *Server) accelerationTaskElement(t DataAccelerationTask) taskElement {
	element := &dataAccelerationElement{
		ID: t.ID, ConsecutiveFailures: t.ConsecutiveFailures, Type: "DataAccelerationTask", Schedule: s.scheduleOf(t.Timing), Workbook: idOf(t.Workbook),
	}
	if stored, found := s.schedules.byID[t.Schedule]; found {
		element.Schedule.FrequencyDetails = detailsOf(*stored)
	}
	return taskElement{Acceleration: element}
}
