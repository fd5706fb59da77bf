package mockserver

import "net/http"

const flowTasksRead = "tableau:flow_tasks:read"

// Flow tasks. Nothing documented changes or deletes one. REST API reference: Add Flow Task to Server Schedule, Create Cloud Flow Task, Get Flow
// Run Task, Get Flow Run Tasks, Run Flow Task; behaviour reference, 4.
var flowTaskRoutes = []route{
	{
		method: "PUT", pattern: "/sites/{site}/schedules/{schedule}/flows", since: apiVersion{3, 3},
		product: ProductServer, needs: anyUser, handle: (*Server).addFlowToSchedule,
	},
	{
		method: "POST", pattern: "/sites/{site}/tasks/flows", since: apiVersion{3, 22},
		product: ProductCloud, needs: anyUser, handle: (*Server).createCloudFlowTask,
	},
	{
		method: "GET", pattern: "/sites/{site}/tasks/runFlow", since: apiVersion{3, 3},
		needs: anyUser, scope: flowTasksRead, handle: (*Server).listFlowTasks,
	},
	{
		method: "GET", pattern: "/sites/{site}/tasks/runFlow/{task}", since: apiVersion{3, 3},
		needs: anyUser, scope: flowTasksRead, handle: (*Server).getFlowTask,
	},
	{
		method: "DELETE", pattern: "/sites/{site}/tasks/runFlow/{task}", since: apiVersion{3, 3},
		needs: anyUser, handle: (*Server).deleteFlowTask,
	},
	{
		method: "POST", pattern: "/sites/{site}/tasks/runFlow/{task}/runNow", since: apiVersion{3, 3},
		needs: anyUser, handle: (*Server).runFlowTask,
	},
}

// flowParametersSince is the first version whose flow tasks take values of parameters.
var flowParametersSince = apiVersion{3, 15}

func (s *Server) addFlowToSchedule(c *call) (reply, *apiError) {
	request, refusal := decode[flowTaskRequest](c.body)
	if refusal != nil {
		return reply{}, refusal
	}
	if request.Schedule != nil {
		return reply{}, badRequest("the schedule stands in the URI")
	}
	task, refusal := s.requestedFlowTask(c, request)
	if refusal != nil {
		return reply{}, refusal
	}
	schedule, refusal := s.scheduleToAddTo(c, scheduleForFlows)
	if refusal != nil {
		return reply{}, refusal
	}
	task.Schedule = schedule.ID
	task.OutputSteps = nil // on Server every task runs all of them
	created, refusal := createTask(s, flowTaskKind, task)
	if refusal != nil {
		return reply{}, refusal
	}
	return success(taskElement{FlowRun: s.addedFlowTask(*created)}), nil
}

func (s *Server) createCloudFlowTask(c *call) (reply, *apiError) {
	request, refusal := decode[flowTaskRequest](c.body)
	if refusal != nil {
		return reply{}, refusal
	}
	task, refusal := s.requestedFlowTask(c, request)
	if refusal != nil {
		return reply{}, refusal
	}
	if task.Timing, refusal = cloudTiming(request.Schedule); refusal != nil {
		return reply{}, refusal
	}
	created, refusal := createTask(s, flowTaskKind, task)
	if refusal != nil {
		return reply{}, refusal
	}
	return success(taskElement{FlowRun: s.createdFlowTask(*created)}), nil
}

// requestedFlowTask is what a request asks for, its schedule apart.
func (s *Server) requestedFlowTask(c *call, request flowTaskRequest) (FlowTask, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return FlowTask{}, refusal
	}
	if request.Task == nil || request.Task.FlowRun == nil || request.Task.FlowRun.Flow == nil || request.Task.FlowRun.Flow.ID == "" {
		return FlowTask{}, badRequest("a task with a flowRun with a flow is required")
	}
	in := request.Task.FlowRun
	flow, found := s.flows.get(in.Flow.ID)
	if !found || flow.Site != site.ContentURL {
		return FlowTask{}, flowNotFound(in.Flow.ID)
	}
	if !s.leads(c.session.user, flow.Owner, flow.Project) {
		return FlowTask{}, &apiError{http.StatusForbidden, "403098", "Update Forbidden", "The user may not schedule flow '" + flow.Name + "'."}
	}
	task := FlowTask{Site: site.ContentURL, Owner: c.session.user.Name, Flow: flow.ID}
	spec := flowRunSpecIn{}
	if in.Spec != nil {
		spec = *in.Spec
	}
	if spec.ParameterSpecs != nil && c.version.less(flowParametersSince) {
		return FlowTask{}, badRequest("flowParameterSpecs need API " + flowParametersSince.String())
	}
	refusal = s.putSpec(&task, *flow, spec)
	return task, refusal
}

// putSpec checks the values and the output steps that a request asks for and sets them. Where flow parameters are switched off, a flow has
// none for its tasks: the codes for that are those of Run Flow Now alone.
func (s *Server) putSpec(task *FlowTask, flow Flow, spec flowRunSpecIn) (refusal *apiError) {
	if spec.FlowID != nil && *spec.FlowID != flow.ID {
		return badRequest("the flowRunSpec is about another flow")
	}
	if task.OutputSteps, refusal = outputStepsIn(flow, spec.OutputSteps); refusal != nil {
		return refusal
	}
	parameters := flow.Parameters
	if s.behaviour.FlowParametersDisabled {
		parameters = nil
	}
	task.Parameters, refusal = overridingValues(parameters, spec.ParameterSpecs)
	return refusal
}

// listFlowTasks answers all tasks of the site in one piece. Who is no administrator sees those of their own flows, and their own.
func (s *Server) listFlowTasks(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	list := taskListElement{}
	for task := range s.flowTasks.all(everything[FlowTask]) {
		if task.Site == site.ContentURL && s.mayUseFlowTask(c.session.user, *task) && s.index.knows(task.ID) {
			list.Tasks = append(list.Tasks, taskElement{FlowRun: s.flowTaskElement(*task)})
		}
	}
	list.Tasks = listed(c, list.Tasks)
	return success(list), nil
}

func (s *Server) getFlowTask(c *call) (reply, *apiError) {
	task, refusal := s.flowTaskOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	return success(taskElement{FlowRun: s.flowTaskElement(*task)}), nil
}

// deleteFlowTask is not documented, and other clients' authors say it is not supported.
func (s *Server) deleteFlowTask(c *call) (reply, *apiError) {
	if !s.behaviour.FlowTaskDelete {
		return reply{}, methodNotAllowed(http.MethodDelete)
	}
	task, refusal := s.flowTaskOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	flowTaskKind(s).remove(task.ID)
	return noContent(), nil
}

func (s *Server) runFlowTask(c *call) (reply, *apiError) {
	if id := c.parameters["task"]; s.extractTasks.has(id) || s.linkedTasks.has(id) || s.accelerationTasks.has(id) {
		return reply{}, &apiError{http.StatusBadRequest, "400084", "Flow Run Task Error", "Task '" + id + "' is not a flow run task."}
	}
	task, refusal := s.flowTaskOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	if _, refusal := decodeOptional[emptyRequest](c.body); refusal != nil {
		return reply{}, refusal
	}
	if s.behaviour.RunNowDisabled {
		return reply{}, runNowDisabled()
	}
	job := Job{Site: task.Site, Owner: c.session.user.Name, Type: jobRunFlow, Task: task.ID, Flow: task.Flow, Parameters: task.Parameters}
	if s.isBusy(job) {
		return reply{}, &apiError{http.StatusForbidden, "403102", "Flow Run Task Error", "The task was queued a moment ago."}
	}
	return success(s.startedJob(s.startJob(job))), nil
}

// flowTaskOf is the task in the URI, refused to who may not use it and unknown while the index misses it.
func (s *Server) flowTaskOf(c *call) (*FlowTask, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return nil, refusal
	}
	id := c.parameters["task"]
	task, found := s.flowTasks.get(id)
	if !found || task.Site != site.ContentURL || !s.index.knows(id) {
		return nil, taskNotFound(id)
	}
	if !s.mayUseFlowTask(c.session.user, *task) {
		return nil, notYourTask()
	}
	return task, nil
}

func (s *Server) mayUseFlowTask(user User, task FlowTask) bool {
	flow, found := s.flows.get(task.Flow)
	return user.mayUse(task.Owner) || found && flow.Owner == user.Name
}
