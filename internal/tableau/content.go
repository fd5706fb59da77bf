package tableau

import (
	"fmt"
	"net/http"
	"strings"
)

// Reference is another object where an object names it: its project, owner or
// workbook. Some of the service's answers leave the name out.
type Reference struct {
	ID   string `xml:"id,attr"`
	Name string `xml:"name,attr"`
}

// Tag is a tag of content.
type Tag struct {
	Label string `xml:"label,attr"`
}

// listOnSite lists objects of the site; segment is what they are called in URIs.
func listOnSite(nouns, segment string, filters []Filter) call {
	return call{
		doing:      "list " + nouns,
		method:     http.MethodGet,
		path:       []string{segment},
		route:      "/" + segment,
		query:      filterQuery(filters),
		list:       segment,
		onSite:     true,
		repeatable: true,
		advice:     adviseOnContent,
	}
}

// getOnSite reads one object of the site.
func getOnSite(noun, segment, id string, notFound Code) call {
	return call{
		doing:      fmt.Sprintf("read %s %s", noun, id),
		method:     http.MethodGet,
		path:       []string{segment, id},
		route:      "/" + segment + "/{" + strings.TrimSuffix(segment, "s") + "}",
		onSite:     true,
		notFound:   []Code{notFound},
		repeatable: true,
		advice:     adviseOnContent,
	}
}

// codeFlowsForbidden refuses a list of flows (REST API reference: Query Flows
// for a Site).
const codeFlowsForbidden Code = "403101"

// adviseOnContent says what to do about refusals to show content.
func adviseOnContent(e *Error) string {
	switch {
	case e.Code == codeForbidden || e.Code == codeFlowsForbidden:
		return "The signed-in user lacks the right to see this. Ask its owner or an administrator for the View capability."
	case e.Status == http.StatusBadRequest:
		return adviceOnFilters
	}
	return ""
}

// adviseOnPeople says what to do about refusals to show users and groups,
// which the service shows to few.
func adviseOnPeople(e *Error) string {
	switch {
	case e.Code == codeForbidden:
		return "The signed-in user lacks the right to see users and groups, which is an administrator's on most sites. " +
			"Sign in as a site administrator, or write the id in place of the data source."
	case e.Status == http.StatusBadRequest:
		return adviceOnFilters
	}
	return ""
}

const adviceOnFilters = "The service refuses the filter or the page that was asked for. An older server may not know the filter: " +
	"leave out what narrows the search apart from the name, or give the id."
