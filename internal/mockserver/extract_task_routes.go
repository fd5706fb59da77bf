package mockserver

import (
	"net/http"
	"slices"
)

// Tasks that both products have. REST API reference: List Extract Refresh Tasks in Site, Get and Run Extract Refresh Task;
// behaviour reference, 3.
var extractTaskRoutes = withScopesOnCloud([]route{
	{
		method: "GET", pattern: "/sites/{site}/tasks/extractRefreshes", since: apiVersion{2, 6},
		needs: anyUser, scope: "tableau:tasks:read", handle: (*Server).listExtractTasks,
	},
	{
		method: "GET", pattern: "/sites/{site}/tasks/extractRefreshes/{task}", since: apiVersion{2, 6},
		needs: anyUser, scope: "tableau:tasks:read", handle: (*Server).getExtractTask,
	},
	{
		method: "DELETE", pattern: "/sites/{site}/tasks/extractRefreshes/{task}", since: apiVersion{3, 6},
		needs: anyUser, scope: "tableau:tasks:delete", handle: (*Server).deleteExtractTask,
	},
	{
		method: "POST", pattern: "/sites/{site}/tasks/extractRefreshes/{task}/runNow", since: apiVersion{2, 6},
		needs: anyUser, scope: "tableau:tasks:run", handle: (*Server).runExtractTask,
	},
})

// listExtractTasks answers all tasks of the site in one piece: paging and filters are ignored. Who is no administrator sees their own.
func (s *Server) listExtractTasks(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	list := taskListElement{}
	for task := range s.extractTasks.all(everything[ExtractTask]) {
		if task.Site == site.ContentURL && c.session.user.mayUse(task.Owner) && s.index.knows(task.ID) {
			list.Tasks = append(list.Tasks, s.extractTaskElement(*task))
		}
	}
	list.Tasks = listed(c, list.Tasks)
	return success(list), nil
}

// getExtractTask does not find the task of a virtual connection, though the list has it.
func (s *Server) getExtractTask(c *call) (reply, *apiError) {
	task, refusal := s.extractTaskOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	if task.isOfVirtualConnection() {
		return reply{}, taskNotFound(task.ID)
	}
	return success(s.extractTaskElement(*task)), nil
}

func (s *Server) deleteExtractTask(c *call) (reply, *apiError) {
	task, refusal := s.extractTaskOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	extractTaskKind(s).remove(task.ID)
	return noContent(), nil
}

func (s *Server) runExtractTask(c *call) (reply, *apiError) {
	if id := c.parameters["task"]; s.isOtherKindOfTask(id) {
		return reply{}, &apiError{http.StatusForbidden, "403047", "Extract Refresh Error", "Task '" + id + "' is not an extract refresh task."}
	}
	task, refusal := s.extractTaskOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	if _, refusal := decodeOptional[emptyRequest](c.body); refusal != nil {
		return reply{}, refusal
	}
	if task.isOfVirtualConnection() {
		return reply{}, forbidden("The extract is not that of a workbook or a published data source.")
	}
	if s.behaviour.RunNowDisabled {
		return reply{}, runNowDisabled()
	}
	job := Job{
		Site: task.Site, Owner: c.session.user.Name, Type: jobRefreshExtract, Task: task.ID, Workbook: task.Workbook, Datasource: task.Datasource,
	}
	if task.Type != fullRefresh {
		job.JobType = "increment_extracts"
	}
	if s.isBusy(job) {
		return reply{}, alreadyQueued()
	}
	return success(s.startedJob(s.startJob(job))), nil
}

// extractTaskOf is the task in the URI, refused to who may not use it and unknown while the index misses it.
func (s *Server) extractTaskOf(c *call) (*ExtractTask, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return nil, refusal
	}
	id := c.parameters["task"]
	task, found := s.extractTasks.get(id)
	if !found || task.Site != site.ContentURL || !s.index.knows(id) {
		return nil, taskNotFound(id)
	}
	if !c.session.user.mayUse(task.Owner) {
		return nil, notYourTask()
	}
	return task, nil
}

// isOtherKindOfTask reports whether an id is that of a task, but of no extract task.
func (s *Server) isOtherKindOfTask(id string) bool {
	return slices.ContainsFunc([]func(string) bool{s.flowTasks.has, s.linkedTasks.has, s.accelerationTasks.has}, func(has func(string) bool) bool {
		return has(id)
	})
}
