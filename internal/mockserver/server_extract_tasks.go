package mockserver

import "net/http"

// Tasks on server schedules. No scope lets a JWT call these methods. REST API reference: Add Workbook to Server Schedule, Add Data
// Source to Server Schedule, List Extract Refresh Tasks in Server Schedule.
var serverExtractTaskRoutes = []route{
	{
		method: "PUT", pattern: "/sites/{site}/schedules/{schedule}/workbooks", since: apiVersion{2, 8},
		product: ProductServer, needs: anyUser, handle: (*Server).addWorkbookToSchedule,
	},
	{
		method: "PUT", pattern: "/sites/{site}/schedules/{schedule}/datasources", since: apiVersion{2, 8},
		product: ProductServer, needs: anyUser, handle: (*Server).addDatasourceToSchedule,
	},
	{
		method: "GET", pattern: "/sites/{site}/schedules/{schedule}/extracts", since: apiVersion{2, 2},
		product: ProductServer, needs: anyUser, handle: (*Server).listExtractsOfSchedule,
	},
}

func (s *Server) addWorkbookToSchedule(c *call) (reply, *apiError) {
	site, request, refusal := s.addToScheduleRequest(c)
	if refusal != nil {
		return reply{}, refusal
	}
	if acceleration := request.Task.DataAcceleration; acceleration != nil && request.Task.ExtractRefresh == nil {
		return s.accelerate(c, site, *acceleration)
	}
	content := request.Task.ExtractRefresh
	if request.Task.DataAcceleration != nil || content == nil || content.Workbook == nil || content.Workbook.ID == "" || content.Datasource != nil {
		return reply{}, badRequest("either an extractRefresh or a dataAcceleration with a workbook is required")
	}
	workbook, found := s.workbooks.get(content.Workbook.ID)
	if !found || workbook.Site != site.ContentURL {
		return reply{}, workbookNotFound(content.Workbook.ID)
	}
	if !s.leads(c.session.user, workbook.Owner, workbook.Project) {
		return reply{}, updateForbidden("The user may not schedule workbook '" + workbook.Name + "'.")
	}
	return s.addToSchedule(c, ExtractTask{Site: site.ContentURL, Workbook: workbook.ID}, workbook.NoEmbeddedCredentials)
}

func (s *Server) addDatasourceToSchedule(c *call) (reply, *apiError) {
	site, request, refusal := s.addToScheduleRequest(c)
	if refusal != nil {
		return reply{}, refusal
	}
	content := request.Task.ExtractRefresh
	if content == nil || content.Datasource == nil || content.Datasource.ID == "" || content.Workbook != nil {
		return reply{}, badRequest("an extractRefresh with a datasource is required")
	}
	datasource, found := s.datasources.get(content.Datasource.ID)
	if !found || datasource.Site != site.ContentURL {
		return reply{}, datasourceNotFound(content.Datasource.ID)
	}
	if !s.leads(c.session.user, datasource.Owner, datasource.Project) {
		return reply{}, updateForbidden("The user may not schedule data source '" + datasource.Name + "'.")
	}
	return s.addToSchedule(c, ExtractTask{Site: site.ContentURL, Datasource: datasource.ID}, datasource.NoEmbeddedCredentials)
}

func (s *Server) addToScheduleRequest(c *call) (Site, addToScheduleRequest, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return site, addToScheduleRequest{}, refusal
	}
	request, refusal := decode[addToScheduleRequest](c.body)
	if refusal == nil && request.Task == nil {
		refusal = badRequest("a task is required")
	}
	return site, request, refusal
}

// addToSchedule makes a task of the type that the service gives every one made over REST, a full refresh. The same content may stand on
// a schedule more than once: whether the service allows it is not established.
func (s *Server) addToSchedule(c *call, task ExtractTask, warns bool) (reply, *apiError) {
	schedule, refusal := s.scheduleToAddTo(c, scheduleForExtracts)
	if refusal != nil {
		return reply{}, refusal
	}
	if s.behaviour.RefuseDuplicateTasks && s.isDuplicate(task, schedule.ID) {
		return reply{}, &apiError{http.StatusConflict, "409004", "Conflict", "The content is on schedule '" + schedule.Name + "' already."}
	}
	task.Owner, task.Schedule = c.session.user.Name, schedule.ID
	added, refusal := createTask(s, extractTaskKind, task)
	if refusal != nil {
		return reply{}, refusal
	}
	element := s.extractTaskElement(*added)
	element.ExtractRefresh.Schedule = &scheduleOfTask{ID: schedule.ID, Name: schedule.Name, State: schedule.State}
	content := []any{element}
	if warns {
		warning := warningElement{Message: "The data connections have no embedded credentials: the refresh may fail."}
		content = append(content, warningListElement{Warnings: []warningElement{warning}})
	}
	return success(content...), nil
}

// scheduleToAddTo is the schedule in the URI, if it is of the type that the task needs.
func (s *Server) scheduleToAddTo(c *call, scheduleType string) (Schedule, *apiError) {
	stored, found := s.schedules.byID[c.parameters["schedule"]]
	if !found {
		return Schedule{}, scheduleUnknownOnAdd()
	}
	if stored.Type != scheduleType {
		return Schedule{}, scheduleTypeDoesNotFit(*stored, scheduleType)
	}
	return *stored, nil
}

func (s *Server) isDuplicate(task ExtractTask, scheduleID string) bool {
	for other := range s.extractTasks.all(everything[ExtractTask]) {
		if other.Schedule == scheduleID && other.Workbook == task.Workbook && other.Datasource == task.Datasource {
			return true
		}
	}
	return false
}

// listExtractsOfSchedule has a code of its own for a schedule that is not there: 404 itself.
func (s *Server) listExtractsOfSchedule(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	if !c.session.user.isAdministrator() {
		return reply{}, forbidden("Only administrators may list the tasks of a schedule.")
	}
	id := c.parameters["schedule"]
	schedule, found := s.schedules.byID[id]
	if !found {
		return reply{}, scheduleNotFound("404", id)
	}
	if schedule.Type != scheduleForExtracts {
		return reply{}, scheduleTypeDoesNotFit(*schedule, scheduleForExtracts)
	}
	var extracts []extractElement
	for task := range s.extractTasks.all(func(t *ExtractTask) bool { return t.Schedule == id && t.Site == site.ContentURL }) {
		if s.index.knows(task.ID) {
			extracts = append(extracts, extractElementOf(*task))
		}
	}
	pagination, page, refusal := paginate(c, extracts)
	if refusal != nil {
		return reply{}, refusal
	}
	return success(pagination, extractListElement{Extracts: page}), nil
}

func extractElementOf(task ExtractTask) extractElement {
	element := extractElement{ID: task.ID, Priority: task.Priority, Type: task.Type, Workbook: idOf(task.Workbook), Datasource: idOf(task.Datasource)}
	if task.isOfVirtualConnection() {
		element.Datasource = &idElement{} // a data source without an id, as the reference's example has it
	}
	return element
}
