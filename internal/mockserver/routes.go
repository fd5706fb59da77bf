package mockserver

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
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

// target is where a request is going. Its pattern is empty when no route has such a path.
type target struct {
	version    string
	path       string // below the version, as sent
	pattern    string
	parameters map[string]string
}

// locate splits the path of a request and finds the pattern that fits it, the one with the most literal segments.
func locate(routes []route, u *url.URL) target {
	rest := strings.TrimPrefix(u.EscapedPath(), "/api/")
	version, path, _ := strings.Cut(rest, "/")
	found := target{version: version, path: "/" + path}
	segments := strings.Split(strings.TrimSuffix(path, "/"), "/")
	fewest := len(segments) + 1
	for _, r := range routes {
		if parameters, fits := match(r.pattern, segments); fits && len(parameters) < fewest {
			found.pattern, found.parameters, fewest = r.pattern, parameters, len(parameters)
		}
	}
	return found
}

func match(pattern string, segments []string) (map[string]string, bool) {
	wanted := strings.Split(strings.TrimPrefix(pattern, "/"), "/")
	if len(wanted) != len(segments) {
		return nil, false
	}
	parameters := map[string]string{}
	for i, want := range wanted {
		segment, err := url.PathUnescape(segments[i])
		if err != nil || segment == "" {
			return nil, false
		}
		if name, isParameter := parameterName(want); isParameter {
			parameters[name] = segment
		} else if want != segment {
			return nil, false
		}
	}
	return parameters, true
}

func parameterName(segment string) (string, bool) {
	name, opened := strings.CutPrefix(segment, "{")
	if !opened {
		return "", false
	}
	return strings.CutSuffix(name, "}")
}

// selectRoute finds the route of a located request, or says why there is none. What the product or the version does not
// have is an unknown resource. That is plausible, not established: the references leave open what the service answers
// for a method of the other product (behaviour reference, 1.4).
func (s *Server) selectRoute(method string, t target) (route, apiVersion, *apiError) {
	version, released := parseVersion(t.version)
	if !released {
		return route{}, version, unsupportedVersion(t.version)
	}
	if s.version.less(version) || t.pattern == "" {
		return route{}, version, unknownResource("/" + t.version + t.path)
	}
	pathExists := false
	for _, r := range s.routes {
		if r.pattern != t.pattern || version.less(r.since) || r.endedBefore(s.version) || r.product != "" && r.product != s.product {
			continue
		}
		if r.method == method {
			return r, version, nil
		}
		pathExists = true
	}
	if pathExists {
		return route{}, version, methodNotAllowed(method)
	}
	return route{}, version, unknownResource("/" + t.version + t.path)
}
