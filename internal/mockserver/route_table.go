package mockserver

import (
	"net/url"
	"strings"
)

// routeTable finds routes by their paths.
type routeTable struct {
	all       []route
	byPattern map[string][]route
	byLength  map[int][]pattern // of their segments
}

// pattern is a route's, once for all routes that have it.
type pattern struct {
	text       string
	segments   []string
	parameters []string // the name for each segment that is a parameter, "" for the others
	count      int      // of the parameters
}

func newRouteTable(all []route) routeTable {
	table := routeTable{all: all, byPattern: map[string][]route{}, byLength: map[int][]pattern{}}
	for _, r := range all {
		if _, known := table.byPattern[r.pattern]; !known {
			p := newPattern(r.pattern)
			table.byLength[len(p.segments)] = append(table.byLength[len(p.segments)], p)
		}
		table.byPattern[r.pattern] = append(table.byPattern[r.pattern], r)
	}
	return table
}

func newPattern(text string) pattern {
	p := pattern{text: text, segments: strings.Split(strings.TrimPrefix(text, "/"), "/")}
	for _, segment := range p.segments {
		name, isParameter := parameterName(segment)
		if isParameter {
			p.count++
		}
		p.parameters = append(p.parameters, name)
	}
	return p
}

// target is where a request is going. Its pattern is empty when no route has such a path.
type target struct {
	version    string
	path       string // below the version, as sent
	pattern    string
	parameters map[string]string
}

// locate splits the path of a request and finds the pattern that fits it, the one with the most literal segments.
func (t routeTable) locate(u *url.URL) target {
	rest := strings.TrimPrefix(u.EscapedPath(), "/api/")
	version, path, _ := strings.Cut(rest, "/")
	found := target{version: version, path: "/" + path}
	segments := strings.Split(strings.TrimSuffix(path, "/"), "/")
	for i, escaped := range segments {
		segment, err := url.PathUnescape(escaped)
		if err != nil || segment == "" {
			return found
		}
		segments[i] = segment
	}
	best := pattern{count: len(segments) + 1}
	for _, p := range t.byLength[len(segments)] {
		if p.count < best.count && p.fits(segments) {
			best = p
		}
	}
	if best.text == "" {
		return found
	}
	found.pattern, found.parameters = best.text, map[string]string{}
	for i, name := range best.parameters {
		if name != "" {
			found.parameters[name] = segments[i]
		}
	}
	return found
}

func (p pattern) fits(segments []string) bool {
	for i, segment := range segments {
		if p.parameters[i] == "" && p.segments[i] != segment {
			return false
		}
	}
	return true
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
	for _, r := range s.routes.byPattern[t.pattern] {
		if version.less(r.since) || r.endedBefore(s.version) || r.product != "" && r.product != s.product {
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
