package mockserver

import "net/http"

// REST API reference: Update Workbook Now, Update Data Source Now.
var refreshRoutes = []route{
	{method: "POST", pattern: "/sites/{site}/workbooks/{workbook}/refresh", since: apiVersion{2, 8}, needs: anyScheduler, handle: (*Server).refreshWorkbook},
	{method: "POST", pattern: "/sites/{site}/datasources/{datasource}/refresh", since: apiVersion{2, 8}, needs: anyScheduler, handle: (*Server).refreshDatasource},
}

// sinceIncrementalRefresh is the first version in which a refresh on demand can be incremental. Behaviour reference, 3.3.
var sinceIncrementalRefresh = apiVersion{3, 25}

type refreshRequest struct {
	ExtractRefresh *refreshIn `xml:"extractRefresh"`
}

type refreshIn struct {
	Incremental *string `xml:"incremental,attr"`
}

// isIncremental reports what kind of refresh is asked for.
func (in refreshRequest) isIncremental(v apiVersion) (bool, *apiError) {
	if in.ExtractRefresh == nil {
		return false, nil
	}
	if v.less(sinceIncrementalRefresh) {
		return false, badRequest("<extractRefresh> is not known in version " + v.String())
	}
	if in.ExtractRefresh.Incremental == nil {
		return false, nil
	}
	switch *in.ExtractRefresh.Incremental {
	case "true", "1":
		return true, nil
	case "false", "0":
		return false, nil
	}
	return false, badRequest("incremental is neither true nor false")
}

// extractNotAllowed answers a refresh of content without extracts, a 400 with a code that begins with 409.
func extractNotAllowed(noun, name string) *apiError {
	return &apiError{http.StatusBadRequest, "409090", "Bad Request", "Extract operation for the " + noun + " '" + name + "' is not allowed."}
}

func (s *Server) refreshWorkbook(c *call) (reply, *apiError) {
	workbook, refusal := s.workbookOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	if !s.leads(c.session.user, workbook.Owner, workbook.Project) {
		return reply{}, forbidden("Only the owner of the workbook, the leader of its project and administrators may refresh it.")
	}
	if workbook.NoExtracts {
		return reply{}, extractNotAllowed("workbook", workbook.Name)
	}
	return s.refresh(c, Job{Site: workbook.Site, Workbook: workbook.ID})
}

func (s *Server) refreshDatasource(c *call) (reply, *apiError) {
	datasource, refusal := s.datasourceOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	if !s.leads(c.session.user, datasource.Owner, datasource.Project) {
		return reply{}, forbidden("Only the owner of the data source, the leader of its project and administrators may refresh it.")
	}
	if datasource.NoExtracts {
		return reply{}, extractNotAllowed("data source", datasource.Name)
	}
	return s.refresh(c, Job{Site: datasource.Site, Datasource: datasource.ID})
}

func (s *Server) refresh(c *call, job Job) (reply, *apiError) {
	request, refusal := decodeOptional[refreshRequest](c.body)
	if refusal != nil {
		return reply{}, refusal
	}
	incremental, refusal := request.isIncremental(c.version)
	if refusal != nil {
		return reply{}, refusal
	}
	if s.behaviour.RunNowDisabled {
		return reply{}, runNowDisabled()
	}
	if s.isBusy(job) {
		return reply{}, alreadyQueued()
	}
	job.Type, job.Owner = jobRefreshExtract, c.session.user.Name
	if incremental {
		job.JobType = "increment_extracts"
	}
	job = s.startJob(job)
	started := s.startedJob(job)
	started.Refresh = s.refreshDetail(job)
	return success(started), nil
}
