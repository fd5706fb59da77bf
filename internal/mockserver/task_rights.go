package mockserver

import (
	"net/http"
	"strings"
)

// mayUse reports whether a user may do with a task what its owner may.
func (u User) mayUse(taskOwner string) bool { return u.isAdministrator() || u.Name == taskOwner }

// leads reports whether a user may schedule content: as an administrator, its owner, or a leader of its project.
func (s *Server) leads(u User, contentOwner, project string) bool {
	return u.mayUse(contentOwner) || s.leadsProject(u, project)
}

// tasksScope is the scope that includes all others of tasks.
const tasksScope = "tableau:tasks"

// grants reports whether a session's scope covers the one that a method needs.
func grants(held, needed string) bool {
	return held == needed || held == tasksScope && strings.HasPrefix(needed, tasksScope+":")
}

// withScopesOnCloud makes of each route one for each product: the scopes of tasks are not available on Server.
func withScopesOnCloud(routes []route) []route {
	var both []route
	for _, r := range routes {
		onServer, onCloud := r, r
		onServer.product, onServer.scope = ProductServer, ""
		onCloud.product = ProductCloud
		both = append(both, onServer, onCloud)
	}
	return both
}

// Refusals that the kinds of tasks share.

func taskNotFound(id string) *apiError {
	return &apiError{http.StatusNotFound, "404026", "Resource Not Found", "Task '" + id + "' could not be found."}
}

func notYourTask() *apiError {
	return forbidden("Only the owner of the task and administrators may do this.")
}

func updateForbidden(detail string) *apiError {
	return &apiError{http.StatusForbidden, "403032", "Update Forbidden", detail}
}

func workbookNotFound(id string) *apiError {
	return &apiError{http.StatusNotFound, "404006", "Resource Not Found", "Workbook '" + id + "' could not be found."}
}

func datasourceNotFound(id string) *apiError {
	return &apiError{http.StatusNotFound, "404004", "Resource Not Found", "Datasource '" + id + "' could not be found."}
}

// scheduleUnknownOnAdd is how adding something to a schedule that is not there fails: as a fault of the server.
func scheduleUnknownOnAdd() *apiError {
	return &apiError{http.StatusInternalServerError, "500000", "Internal Server Error", "The schedule could not be found."}
}

// scheduleTypeDoesNotFit answers something added to a schedule of another type. The references give no code for it; this one is
// what listing the extracts of such a schedule answers.
func scheduleTypeDoesNotFit(schedule Schedule, needed string) *apiError {
	return &apiError{
		http.StatusBadRequest, "400047", "Invalid Schedule Type",
		"Schedule '" + schedule.Name + "' is of the type " + schedule.Type + ", not " + needed + ".",
	}
}
