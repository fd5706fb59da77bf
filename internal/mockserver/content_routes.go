package mockserver

import "net/http"

const contentRead = "tableau:content:read"

// Reading content. Everybody on a site sees all of its content: permissions are not looked at.
// REST API reference: Query Projects, Query Workbook, Query Views for Site, Query Data Source, Query Flow and those beside them.
var contentRoutes = []route{
	{method: "GET", pattern: "/sites/{site}/projects", needs: anyUser, scope: contentRead, handle: (*Server).listProjects},
	{method: "GET", pattern: "/sites/{site}/workbooks", needs: anyUser, scope: contentRead, handle: (*Server).listWorkbooks},
	{method: "GET", pattern: "/sites/{site}/workbooks/{workbook}", needs: anyUser, scope: contentRead, handle: (*Server).getWorkbook},
	{method: "GET", pattern: "/sites/{site}/workbooks/{workbook}/views", needs: anyUser, scope: contentRead, handle: (*Server).listViewsOfWorkbook},
	{method: "GET", pattern: "/sites/{site}/views", since: apiVersion{2, 2}, needs: anyUser, scope: contentRead, handle: (*Server).listViews},
	{method: "GET", pattern: "/sites/{site}/views/{view}", since: apiVersion{3, 0}, needs: anyUser, scope: contentRead, handle: (*Server).getView},
	{method: "GET", pattern: "/sites/{site}/datasources", needs: anyUser, scope: contentRead, handle: (*Server).listDatasources},
	{method: "GET", pattern: "/sites/{site}/datasources/{datasource}", needs: anyUser, scope: contentRead, handle: (*Server).getDatasource},
	{method: "GET", pattern: "/sites/{site}/flows", since: apiVersion{3, 3}, needs: anyUser, scope: contentRead, handle: (*Server).listFlows},
	{method: "GET", pattern: "/sites/{site}/flows/{flow}", since: apiVersion{3, 3}, needs: anyUser, scope: contentRead, handle: (*Server).getFlow},
}

func notFound(code, noun, id string) *apiError {
	return &apiError{http.StatusNotFound, code, "Resource Not Found", noun + " '" + id + "' could not be found."}
}

func viewNotFound(id string) *apiError { return notFound("404011", "View", id) }
func flowNotFound(id string) *apiError { return notFound("404027", "Flow", id) }

// onSite are copies of a site's objects, oldest first.
func onSite[T any](k kind[T], site Site, siteOf func(T) string) []T {
	var all []T
	for object := range k.objects.all(func(object *T) bool { return siteOf(*object) == site.ContentURL }) {
		all = append(all, *object)
	}
	return all
}

func siteOfProject(p Project) string       { return p.Site }
func siteOfWorkbook(w Workbook) string     { return w.Site }
func siteOfDatasource(d Datasource) string { return d.Site }
func siteOfFlow(f Flow) string             { return f.Site }

func (s *Server) listProjects(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	pagination, projects, refusal := page(s, c, onSite(projectKind(s), site, siteOfProject), s.projectFields())
	if refusal != nil {
		return reply{}, refusal
	}
	list := projectListElement{}
	for _, project := range projects {
		list.Projects = append(list.Projects, s.elementOfProject(project))
	}
	return success(pagination, list), nil
}

func (s *Server) listWorkbooks(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	pagination, workbooks, refusal := page(s, c, onSite(workbookKind(s), site, siteOfWorkbook), s.workbookFields())
	if refusal != nil {
		return reply{}, refusal
	}
	list := workbookListElement{}
	for _, workbook := range workbooks {
		list.Workbooks = append(list.Workbooks, s.listedWorkbook(workbook))
	}
	return success(pagination, list), nil
}

// workbookOf is the workbook in the URI.
func (s *Server) workbookOf(c *call) (Workbook, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return Workbook{}, refusal
	}
	workbook, found := s.workbooks.get(c.parameters["workbook"])
	if !found || workbook.Site != site.ContentURL {
		return Workbook{}, workbookNotFound(c.parameters["workbook"])
	}
	return *workbook, nil
}

func (s *Server) getWorkbook(c *call) (reply, *apiError) {
	workbook, refusal := s.workbookOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	return success(s.wholeWorkbook(workbook)), nil
}

// listViewsOfWorkbook answers all views at once.
func (s *Server) listViewsOfWorkbook(c *call) (reply, *apiError) {
	workbook, refusal := s.workbookOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	list := viewListElement{}
	for _, view := range workbook.Views {
		list.Views = append(list.Views, elementOfView(workbook, view))
	}
	return success(list), nil
}

func (s *Server) listViews(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	var sheets []sheet
	for _, workbook := range onSite(workbookKind(s), site, siteOfWorkbook) {
		for _, view := range workbook.Views {
			sheets = append(sheets, sheet{workbook, view})
		}
	}
	before, sheets, refusal := pageOrAll(s, c, sheets, s.viewFields())
	if refusal != nil {
		return reply{}, refusal
	}
	list := viewListElement{}
	for _, one := range sheets {
		list.Views = append(list.Views, s.wholeView(one.workbook, one.view))
	}
	return success(append(before, list)...), nil
}

func (s *Server) getView(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	workbook, view, found := s.viewWithID(c.parameters["view"])
	if !found || workbook.Site != site.ContentURL {
		return reply{}, viewNotFound(c.parameters["view"])
	}
	return success(s.wholeView(*workbook, *view)), nil
}

func (s *Server) listDatasources(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	pagination, datasources, refusal := page(s, c, onSite(datasourceKind(s), site, siteOfDatasource), s.datasourceFields())
	if refusal != nil {
		return reply{}, refusal
	}
	list := datasourceListElement{}
	for _, datasource := range datasources {
		list.Datasources = append(list.Datasources, s.elementOfDatasource(datasource))
	}
	return success(pagination, list), nil
}

// datasourceOf is the data source in the URI.
func (s *Server) datasourceOf(c *call) (Datasource, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return Datasource{}, refusal
	}
	datasource, found := s.datasources.get(c.parameters["datasource"])
	if !found || datasource.Site != site.ContentURL {
		return Datasource{}, datasourceNotFound(c.parameters["datasource"])
	}
	return *datasource, nil
}

func (s *Server) getDatasource(c *call) (reply, *apiError) {
	datasource, refusal := s.datasourceOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	return success(s.elementOfDatasource(datasource)), nil
}

func (s *Server) listFlows(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	pagination, flows, refusal := page(s, c, onSite(flowKind(s), site, siteOfFlow), s.flowFields())
	if refusal != nil {
		return reply{}, refusal
	}
	list := flowListElement{}
	for _, flow := range flows {
		list.Flows = append(list.Flows, s.elementOfFlow(flow))
	}
	return success(pagination, list), nil
}

// flowOf is the flow in the URI.
func (s *Server) flowOf(c *call) (Flow, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return Flow{}, refusal
	}
	flow, found := s.flows.get(c.parameters["flow"])
	if !found || flow.Site != site.ContentURL {
		return Flow{}, flowNotFound(c.parameters["flow"])
	}
	return *flow, nil
}

func (s *Server) getFlow(c *call) (reply, *apiError) {
	flow, refusal := s.flowOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	return success(outputStepsOf(flow), s.elementOfFlow(flow)), nil
}
