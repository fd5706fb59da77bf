package mockserver

import (
	"encoding/xml"
	"net/http"
)

var siteRoutes = []route{
	{method: "GET", pattern: "/sites", needs: anyUser, scope: "tableau:content:read", handle: (*Server).listSites},
	{method: "GET", pattern: "/sites/{site}", needs: anyUser, scope: "tableau:content:read", handle: (*Server).getSite},
}

// siteReference is a site where another thing's element names it.
type siteReference struct {
	XMLName    xml.Name `xml:"site"`
	ID         string   `xml:"id,attr"`
	Name       string   `xml:"name,attr,omitempty"`
	ContentURL string   `xml:"contentUrl,attr"` // sent even when empty: that is the default site's
}

// siteElement is a site as its own methods answer it.
type siteElement struct {
	XMLName                xml.Name `xml:"site"`
	ID                     string   `xml:"id,attr"`
	Name                   string   `xml:"name,attr"`
	ContentURL             string   `xml:"contentUrl,attr"`
	AdminMode              string   `xml:"adminMode,attr"`
	State                  string   `xml:"state,attr"`
	TimeZone               string   `xml:"timeZone,attr"`
	DisableSubscriptions   bool     `xml:"disableSubscriptions,attr"`
	SubscribeOthersEnabled bool     `xml:"subscribeOthersEnabled,attr"`
	FlowsEnabled           bool     `xml:"flowsEnabled,attr"`
	SchedulingFlowsEnabled bool     `xml:"schedulingFlowsEnabled,attr"`
	RunNowEnabled          bool     `xml:"runNowEnabled,attr"`
	GroupSetsEnabled       bool     `xml:"groupSetsEnabled,attr"`
}

type siteListElement struct {
	XMLName xml.Name      `xml:"sites"`
	Sites   []siteElement `xml:"site"`
}

func elementOfSite(s Site) siteElement {
	return siteElement{
		ID: s.ID, Name: s.Name, ContentURL: s.ContentURL, AdminMode: "ContentAndUsers", State: s.State, TimeZone: s.TimeZone,
		SubscribeOthersEnabled: true, FlowsEnabled: true, SchedulingFlowsEnabled: true, RunNowEnabled: true, GroupSetsEnabled: true,
	}
}

// listSites is for server administrators. Its refusal on Cloud is how clients tell the products apart (behaviour
// reference, 1.4).
func (s *Server) listSites(c *call) (reply, *apiError) {
	if s.product == ProductCloud {
		return reply{}, &apiError{http.StatusForbidden, "403069", "Forbidden", "Sites cannot be listed on Tableau Cloud."}
	}
	if !c.session.user.has(serverAdministrator) {
		return reply{}, forbidden("Only server administrators may list the sites.")
	}
	pagination, page, refusal := paginate(c, s.sites.sorted())
	if refusal != nil {
		return reply{}, refusal
	}
	list := siteListElement{}
	for _, site := range page {
		list.Sites = append(list.Sites, elementOfSite(site))
	}
	return success(pagination, list), nil
}

func (s *Server) getSite(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	return success(elementOfSite(site)), nil
}

// siteOf is the site in the URI, always a LUID. It must be the session's; a server administrator may look at any.
func (s *Server) siteOf(c *call) (Site, *apiError) {
	site, known := s.sites.withID(c.parameters["site"])
	if !known {
		return Site{}, siteNotFound(c.parameters["site"])
	}
	if site.ID != c.session.site.ID && !c.session.user.has(serverAdministrator) {
		return Site{}, forbidden("The session is on another site.")
	}
	return site, nil
}
