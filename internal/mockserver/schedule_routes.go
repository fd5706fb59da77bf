package mockserver

import (
	"fmt"
	"net/http"
	"slices"
)

// Schedules belong to the server, not to a site, and Cloud has none. No scope lets a JWT call these methods.
// REST API reference: Jobs, Tasks, and Schedules Methods; behaviour reference, 2.
var scheduleRoutes = []route{
	{method: "POST", pattern: "/schedules", since: apiVersion{2, 3}, product: ProductServer, needs: serverAdministrator, handle: (*Server).createSchedule},
	{method: "GET", pattern: "/schedules", since: apiVersion{2, 2}, product: ProductServer, needs: anyScheduler, handle: (*Server).listSchedules},
	{method: "PUT", pattern: "/schedules", since: apiVersion{3, 27}, product: ProductServer, needs: serverAdministrator, handle: (*Server).setScheduleStates},
	{method: "GET", pattern: "/schedules/{schedule}", since: apiVersion{3, 8}, product: ProductServer, needs: anyScheduler, handle: (*Server).getSchedule},
	{
		method: "PUT", pattern: "/schedules/{schedule}", since: apiVersion{2, 3},
		product: ProductServer, needs: serverAdministrator, handle: (*Server).updateSchedule,
	},
	{
		method: "DELETE", pattern: "/schedules/{schedule}", since: apiVersion{2, 3},
		product: ProductServer, needs: serverAdministrator, handle: (*Server).deleteSchedule,
	},
}

// dataAccelerationEnds is the first version that no longer takes schedules for data acceleration.
var dataAccelerationEnds = apiVersion{3, 16}

// intervalsDoNotFit is a 400 with a code that begins with 409. Its detail names the expected format.
func intervalsDoNotFit(err error) *apiError {
	return &apiError{http.StatusBadRequest, "409004", "Bad Request", "Invalid schedule: " + err.Error() + "."}
}

func scheduleNameTaken(name string) *apiError {
	return &apiError{http.StatusConflict, "409021", "Schedule Name Conflict", "A schedule with the name '" + name + "' exists already."}
}

// scheduleNotFound has a code of its own on get (404027) and another on update and delete (404023).
func scheduleNotFound(code, id string) *apiError {
	return &apiError{http.StatusNotFound, code, "Resource Not Found", "Schedule '" + id + "' could not be found."}
}

func (s *Server) createSchedule(c *call) (reply, *apiError) {
	request, refusal := decode[scheduleRequest](c.body)
	if refusal != nil {
		return reply{}, refusal
	}
	in := request.Schedule
	if in == nil || in.Name == nil || in.Type == nil || in.Frequency == nil {
		return reply{}, badRequest("a schedule with name, type and frequency is required")
	}
	schedule := Schedule{Type: *in.Type, Priority: 50, ExecutionOrder: "Parallel"}
	if !s.takesType(schedule.Type) {
		return reply{}, badRequest("schedules of the type '" + schedule.Type + "' cannot be created")
	}
	if err := in.putAttributes(&schedule); err != nil {
		return reply{}, badRequest(err.Error())
	}
	schedule.State = stateActive // whatever was sent
	if refusal := s.putTimes(&schedule, in.FrequencyDetails); refusal != nil {
		return reply{}, refusal
	}
	if refusal := s.settle(&schedule); refusal != nil {
		return reply{}, refusal
	}
	if s.schedules.nameTaken(schedule.Name, "") {
		return reply{}, scheduleNameTaken(schedule.Name)
	}
	schedule.ID = s.ids.next("schedule")
	schedule.CreatedAt, schedule.UpdatedAt = s.now, s.now
	schedule.plan(s.now, s.zone)
	s.schedules.put(schedule)
	s.indexLater(schedule.ID)
	return created(fmt.Sprintf("/api/%v/schedules/%s", c.version, schedule.ID), wholeSchedule(schedule)), nil
}

// takesType reports whether schedules of a type can be created. System schedules and the like are the server's own.
func (s *Server) takesType(scheduleType string) bool {
	return slices.Contains([]string{"Extract", "Flow", "Subscription"}, scheduleType) ||
		scheduleType == "DataAcceleration" && s.version.less(dataAccelerationEnds)
}

func (s *Server) putTimes(schedule *Schedule, in *frequencyDetailsIn) *apiError {
	if in == nil {
		return nil
	}
	if err := in.putTimes(schedule); err != nil {
		return intervalsDoNotFit(err)
	}
	return nil
}

// settle brings a schedule's frequency into the form in which it is kept. Intervals are kept the other way round: the order
// in which the service answers them is not the one they were sent in, and clients must not rely on it.
func (s *Server) settle(schedule *Schedule) *apiError {
	settled, err := s.behaviour.settle(*schedule)
	if err != nil {
		return intervalsDoNotFit(err)
	}
	slices.Reverse(settled.Intervals)
	*schedule = settled
	return nil
}

func (s *Server) listSchedules(c *call) (reply, *apiError) {
	var indexed []*Schedule
	for _, stored := range s.schedules.sorted() {
		if s.index.knows(stored.ID) {
			indexed = append(indexed, stored)
		}
	}
	pagination, page, refusal := paginate(c, indexed)
	if refusal != nil {
		return reply{}, refusal
	}
	list := scheduleListElement{}
	for _, schedule := range page {
		list.Schedules = append(list.Schedules, listedSchedule(*schedule))
	}
	return success(pagination, list), nil
}

func (s *Server) getSchedule(c *call) (reply, *apiError) {
	id := c.parameters["schedule"]
	stored, found := s.schedules.byID[id]
	if !found || !s.index.knows(id) {
		return reply{}, scheduleNotFound("404027", id)
	}
	element := wholeSchedule(*stored)
	if s.behaviour.GetOmitsFrequencyDetails {
		element.FrequencyDetails = nil
	}
	return success(element), nil
}

func (s *Server) updateSchedule(c *call) (reply, *apiError) {
	request, refusal := decode[scheduleRequest](c.body)
	if refusal != nil {
		return reply{}, refusal
	}
	if request.Schedule == nil {
		return reply{}, badRequest("a schedule is required")
	}
	id := c.parameters["schedule"]
	stored, found := s.schedules.byID[id]
	if !found || !s.index.knows(id) {
		return reply{}, scheduleNotFound("404023", id)
	}
	if request.Schedule.isEmpty() {
		return success(wholeSchedule(*stored)), nil
	}
	updated := stored.clone()
	if refusal := s.applyUpdate(&updated, *request.Schedule); refusal != nil {
		return reply{}, refusal
	}
	if s.schedules.nameTaken(updated.Name, id) {
		return reply{}, scheduleNameTaken(updated.Name)
	}
	updated.UpdatedAt = s.now
	updated.plan(s.now, s.zone)
	s.schedules.put(updated)
	return success(wholeSchedule(updated)), nil
}

// applyUpdate sets what was sent and leaves the rest, with one exception: a weekly schedule whose days the request does
// not name runs on all seven from then on, even if the request is about something else.
func (s *Server) applyUpdate(schedule *Schedule, in scheduleIn) *apiError {
	if in.Type != nil && *in.Type != schedule.Type {
		return invalidParameter("The type of a schedule cannot be changed.")
	}
	before := schedule.clone()
	if err := in.putAttributes(schedule); err != nil {
		return invalidParameter("Invalid parameter: " + err.Error() + ".")
	}
	if refusal := s.putTimes(schedule, in.FrequencyDetails); refusal != nil {
		return refusal
	}
	if schedule.Frequency == frequencyWeekly && !in.namesIntervals() {
		schedule.Intervals = everyWeekDay(weekDays)
	}
	if in.FrequencyDetails == nil && schedule.Frequency == before.Frequency {
		return nil
	}
	if refusal := s.settle(schedule); refusal != nil {
		return refusal
	}
	if s.behaviour.MonthlyUpdateIgnored && schedule.Frequency == frequencyMonthly && before.Frequency != frequencyMonthly {
		schedule.Frequency, schedule.Start, schedule.End, schedule.Intervals = before.Frequency, before.Start, before.End, before.Intervals
	}
	return nil
}

func (s *Server) deleteSchedule(c *call) (reply, *apiError) {
	id := c.parameters["schedule"]
	if _, found := s.schedules.byID[id]; !found {
		return reply{}, scheduleNotFound("404023", id)
	}
	if s.isInUse(id) && !s.behaviour.DeleteScheduleInUse {
		return reply{}, &apiError{http.StatusBadRequest, "400059", "Error Deleting Schedule", "Tasks or subscriptions run on schedule '" + id + "'."}
	}
	s.dropTasksOn(id)
	s.schedules.remove(id)
	return noContent(), nil
}

// setScheduleStates activates or suspends the schedules the body names, or all with updateAll=true, and answers which. One
// unknown LUID refuses the whole request: what the service does then is not established.
func (s *Server) setScheduleStates(c *call) (reply, *apiError) {
	states := map[string]string{"active": stateActive, "suspended": stateSuspended}
	state, known := states[c.query.Get("state")]
	if !known {
		return reply{}, invalidParameter("The state is neither 'active' nor 'suspended'.")
	}
	chosen := s.schedules.sorted()
	if c.query.Get("updateAll") != "true" {
		request, refusal := decode[scheduleLUIDsRequest](c.body)
		if refusal != nil {
			return reply{}, refusal
		}
		if request.LUIDs == nil || len(request.LUIDs.LUID) == 0 {
			return reply{}, badRequest("scheduleLuids are required")
		}
		chosen = nil
		for _, id := range request.LUIDs.LUID {
			stored, found := s.schedules.byID[id]
			if !found || !s.index.knows(id) {
				return reply{}, scheduleNotFound("404023", id)
			}
			chosen = append(chosen, stored)
		}
	}
	list := scheduleLUIDsElement{}
	for _, stored := range chosen {
		stored.State, stored.UpdatedAt = state, s.now
		stored.plan(s.now, s.zone)
		list.LUIDs = append(list.LUIDs, stored.ID)
	}
	return success(list), nil
}
