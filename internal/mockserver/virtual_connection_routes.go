package mockserver

import "encoding/xml"

var firstWithVirtualConnections = apiVersion{3, 18}

// Virtual connections of a site. The reference writes the path in small letters, clients and the schema also with a capital C; the service takes
// both, for all that is known. No connected app's token may ask for them. REST API reference: List Virtual Connections.
var virtualConnectionRoutes = []route{
	{
		method: "GET", pattern: "/sites/{site}/virtualconnections",
		since: firstWithVirtualConnections, needs: anyUser, handle: (*Server).listVirtualConnections,
	},
	{
		method: "GET", pattern: "/sites/{site}/virtualConnections",
		since: firstWithVirtualConnections, needs: anyUser, handle: (*Server).listVirtualConnections,
	},
	{
		method: "GET", pattern: "/sites/{site}/virtualconnections/{virtualconnection}",
		since: firstWithVirtualConnections, needs: anyUser, handle: (*Server).getVirtualConnection,
	},
	{
		method: "GET", pattern: "/sites/{site}/virtualConnections/{virtualconnection}",
		since: firstWithVirtualConnections, needs: anyUser, handle: (*Server).getVirtualConnection,
	},
}

// virtualConnectionNotFound has a code of the mock's own: the references name none.
func virtualConnectionNotFound(id string) *apiError {
	return notFound("404055", "Virtual connection", id)
}

type virtualConnectionElement struct {
	XMLName     xml.Name      `xml:"virtualConnection"`
	ID          string        `xml:"id,attr"`
	Name        string        `xml:"name,attr"`
	WebpageURL  string        `xml:"webpageUrl,attr"`
	HasExtracts bool          `xml:"hasExtracts,attr"`
	IsCertified bool          `xml:"isCertified,attr"`
	CreatedAt   string        `xml:"createdAt,attr"`
	UpdatedAt   string        `xml:"updatedAt,attr"`
	Project     *namedElement `xml:"project"`
	Owner       *namedElement `xml:"owner"`
}

type virtualConnectionListElement struct {
	XMLName            xml.Name                   `xml:"virtualConnections"`
	VirtualConnections []virtualConnectionElement `xml:"virtualConnection"`
}

// listedVirtualConnection is a virtual connection as the list shows it, without its project and its owner.
func listedVirtualConnection(v VirtualConnection) virtualConnectionElement {
	return virtualConnectionElement{
		ID: v.ID, Name: v.Name, WebpageURL: webpage("virtualconnections", v.ID), CreatedAt: stamp(v.CreatedAt), UpdatedAt: stamp(v.UpdatedAt),
	}
}

func virtualConnectionFields() fields[VirtualConnection] {
	return fields[VirtualConnection]{
		"name":      one(func(v VirtualConnection) string { return v.Name }, byEquality),
		"createdAt": one(func(v VirtualConnection) string { return stamp(v.CreatedAt) }, byOrder),
		"updatedAt": one(func(v VirtualConnection) string { return stamp(v.UpdatedAt) }, byOrder),
	}
}

func (s *Server) listVirtualConnections(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	all := onSite(virtualConnectionKind(s), site, siteOfVirtualConnection)
	before, connections, refusal := pageOrAll(s, c, all, virtualConnectionFields())
	if refusal != nil {
		return reply{}, refusal
	}
	list := virtualConnectionListElement{}
	for _, connection := range connections {
		list.VirtualConnections = append(list.VirtualConnections, listedVirtualConnection(connection))
	}
	return success(append(before, list)...), nil
}

func (s *Server) getVirtualConnection(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	connection, found := s.virtualConnections.get(c.parameters["virtualconnection"])
	if !found || connection.Site != site.ContentURL {
		return reply{}, virtualConnectionNotFound(c.parameters["virtualconnection"])
	}
	element := listedVirtualConnection(*connection)
	element.Project, element.Owner = s.projectReference(connection.Project), s.userReference(connection.Owner, false)
	return success(element), nil
}
