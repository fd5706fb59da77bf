package mockserver

import (
	"net/http"
	"net/url"
	"slices"
)

// route is one method of the API.
type route struct {
	method  string
	pattern string     // below /api/{version}; parameters stand in braces
	since   apiVersion // the first version that has it
	until   apiVersion // the last server version that has it; zero: all do
	product Product    // empty: both have it
	needs   right
	// scope is what a connected app's token must hold to call it. Empty: no such token may, which is the rule for
	// methods whose "JWT Access Scope" the reference gives as not available. anyScope: every token may.
	scope  string
	handle func(*Server, *call) (reply, *apiError)
}

const anyScope = "*"

// endedBefore reports whether servers of a version do not have the method any more.
func (r route) endedBefore(server apiVersion) bool {
	return r.until != apiVersion{} && r.until.less(server)
}

// right is what a caller needs to be allowed a method.
type right int

const (
	nobody              right = iota // no session at all
	anyUser                          // a session
	anyScheduler                     // a user who may schedule something, or an administrator
	siteAdministrator                // a site administrator, or a server administrator
	serverAdministrator              // a server administrator
)

// allRoutes is the table of everything the mock answers.
func allRoutes() []route {
	return slices.Concat(serverInfoRoutes, authRoutes, siteRoutes, scheduleRoutes,
		contentRoutes, databaseRoutes, virtualConnectionRoutes, peopleRoutes, groupSetRoutes, jobRoutes, refreshRoutes, flowRunRoutes,
		extractTaskRoutes, serverExtractTaskRoutes, cloudExtractTaskRoutes, flowTaskRoutes, linkedTaskRoutes, accelerationTaskRoutes, subscriptionRoutes,
		permissionRoutes())
}

// call is a request as a handler sees it.
type call struct {
	parameters map[string]string
	query      url.Values
	version    apiVersion
	session    *session // nil where the route needs nobody
	body       []byte
	fault      Fault // that the request has met; the zero value: none
}

// reply is what a handler answers: the children of tsResponse, or none.
type reply struct {
	status   int
	location string
	content  []any
}

func success(content ...any) reply { return reply{status: http.StatusOK, content: content} }

func created(location string, content ...any) reply {
	return reply{status: http.StatusCreated, location: location, content: content}
}

func noContent() reply { return reply{status: http.StatusNoContent} }
