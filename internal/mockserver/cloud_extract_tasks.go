package mockserver

import (
	"net/http"
	"slices"
)

// Tasks with a frequency of their own. The update is a POST, and a PUT is refused. REST API reference: Create Cloud Extract Refresh
// Task; behaviour reference, 3.1 and 1.3 for the update and its scope, which the reference's text at hand does not have.
var cloudExtractTaskRoutes = []route{
	{
		method: "POST", pattern: "/sites/{site}/tasks/extractRefreshes", since: apiVersion{3, 20},
		product: ProductCloud, needs: anyUser, scope: "tableau:tasks:create", handle: (*Server).createCloudExtractTask,
	},
	{
		method: "POST", pattern: "/sites/{site}/tasks/extractRefreshes/{task}", since: apiVersion{3, 20},
		product: ProductCloud, needs: anyUser, scope: "tableau:tasks:write", handle: (*Server).updateCloudExtractTask,
	},
}

// creatorRoles are the site roles that may schedule an extract refresh on Cloud, administrators apart.
var creatorRoles = []string{"Creator"}

func (s *Server) createCloudExtractTask(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	request, refusal := decode[cloudExtractTaskRequest](c.body)
	if refusal != nil {
		return reply{}, refusal
	}
	in := request.ExtractRefresh
	if in == nil || in.Type == "" || (in.Workbook == nil) == (in.Datasource == nil) {
		return reply{}, badRequest("an extractRefresh with a type and either a workbook or a datasource is required")
	}
	if user := c.session.user; !user.isAdministrator() && !slices.Contains(creatorRoles, user.SiteRole) {
		return reply{}, forbidden("Only administrators and creators may schedule an extract refresh.")
	}
	task := ExtractTask{Site: site.ContentURL, Owner: c.session.user.Name}
	if task.Type, refusal = s.cloudTaskType(in.Type); refusal != nil {
		return reply{}, refusal
	}
	if task.Workbook, task.Datasource, refusal = s.contentOf(site, *in); refusal != nil {
		return reply{}, refusal
	}
	if task.Timing, refusal = cloudTiming(request.Schedule); refusal != nil {
		return reply{}, refusal
	}
	added, refusal := createTask(s, extractTaskKind, task)
	if refusal != nil {
		return reply{}, refusal
	}
	return success(cloudExtractRefresh(*added), s.cloudScheduleBeside(added.Timing, added.ID, added.Site)), nil
}

// cloudTaskType takes the names of the reference, or with IncrementalExtractOnCloud the one that Tableau's migration SDK sends.
func (s *Server) cloudTaskType(sent string) (string, *apiError) {
	allowed := []string{fullRefresh, incrementalRefresh}
	if s.behaviour.IncrementalExtractOnCloud {
		allowed = []string{fullRefresh, incrementalExtract}
	}
	if !slices.Contains(allowed, sent) {
		return "", &apiError{
			http.StatusConflict, "409004", "Invalid Parameter Value",
			"The type '" + sent + "' is neither '" + allowed[0] + "' nor '" + allowed[1] + "'.",
		}
	}
	return sent, nil
}

// contentOf is the workbook or the data source that a request names. That an unknown one answers what it does on Server is a guess:
// the reference has no code for it.
func (s *Server) contentOf(site Site, in extractRefreshIn) (workbookID, datasourceID string, refusal *apiError) {
	if in.Workbook != nil {
		workbook, found := s.workbooks.get(in.Workbook.ID)
		if !found || workbook.Site != site.ContentURL {
			return "", "", workbookNotFound(in.Workbook.ID)
		}
		return workbook.ID, "", nil
	}
	datasource, found := s.datasources.get(in.Datasource.ID)
	if !found || datasource.Site != site.ContentURL {
		return "", "", datasourceNotFound(in.Datasource.ID)
	}
	return "", datasource.ID, nil
}

// updateCloudExtractTask changes what was sent. A schedule replaces the one before whole; the content of a task stays what it is.
func (s *Server) updateCloudExtractTask(c *call) (reply, *apiError) {
	task, refusal := s.extractTaskOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	request, refusal := decode[cloudExtractTaskRequest](c.body)
	if refusal != nil {
		return reply{}, refusal
	}
	updated := task.clone()
	if in := request.ExtractRefresh; in != nil {
		if refusal := s.applyToCloudTask(&updated, *in); refusal != nil {
			return reply{}, refusal
		}
	}
	if request.Schedule != nil {
		timing, refusal := cloudTiming(request.Schedule)
		if refusal != nil {
			return reply{}, refusal
		}
		timing.CreatedAt = updated.CreatedAt
		updated.Timing = timing
	}
	updated.UpdatedAt = s.now
	updated.plan(s.now, s.zoneOf(updated.Site))
	*task = updated
	if s.behaviour.PartialUpdateResponse {
		return success(extractRefreshOut{ID: task.ID}), nil
	}
	return success(cloudExtractRefresh(*task), s.cloudScheduleBeside(task.Timing, task.ID, task.Site)), nil
}

func (s *Server) applyToCloudTask(task *ExtractTask, in extractRefreshIn) (refusal *apiError) {
	if in.Type != "" {
		if task.Type, refusal = s.cloudTaskType(in.Type); refusal != nil {
			return refusal
		}
	}
	if in.Workbook != nil && in.Workbook.ID != task.Workbook || in.Datasource != nil && in.Datasource.ID != task.Datasource {
		return &apiError{http.StatusConflict, "409004", "Invalid Parameter Value", "The content of a task cannot be changed."}
	}
	return nil
}
