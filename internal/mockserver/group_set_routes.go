package mockserver

import "encoding/xml"

const groupSetsRead = "tableau:groupsets:read"

var firstWithGroupSets = apiVersion{3, 22}

// Group sets of a site, for its administrators. REST API reference: List Group Sets, Get Group Set.
var groupSetRoutes = []route{
	{
		method: "GET", pattern: "/sites/{site}/groupsets", since: firstWithGroupSets,
		needs: siteAdministrator, scope: groupSetsRead, handle: (*Server).listGroupSets,
	},
	{
		method: "GET", pattern: "/sites/{site}/groupsets/{groupset}", since: firstWithGroupSets,
		needs: siteAdministrator, scope: groupSetsRead, handle: (*Server).getGroupSet,
	},
}

type groupSetElement struct {
	XMLName    xml.Name       `xml:"groupSet"`
	ID         string         `xml:"id,attr"`
	Name       string         `xml:"name,attr"`
	GroupCount int            `xml:"groupCount,attr"`
	Groups     []namedElement `xml:"group"`
}

type groupSetListElement struct {
	XMLName   xml.Name          `xml:"groupSets"`
	GroupSets []groupSetElement `xml:"groupSet"`
}

// groupSetNotFound has the code of a group that is not there: the references name none for group sets.
func groupSetNotFound(id string) *apiError { return notFound("404012", "Group set", id) }

func (s *Server) elementOfGroupSet(g GroupSet) groupSetElement {
	element := groupSetElement{ID: g.ID, Name: g.Name, GroupCount: len(g.Groups)}
	for _, id := range g.Groups {
		element.Groups = append(element.Groups, namedElement{ID: id, Name: s.groups.known(id).Name})
	}
	return element
}

// groupSetFields are the ones there is some word of: the references list none for group sets.
func groupSetFields() fields[GroupSet] {
	return fields[GroupSet]{
		"name": one(func(g GroupSet) string { return g.Name }, byName),
	}
}

func (s *Server) listGroupSets(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	pagination, sets, refusal := page(s, c, onSite(groupSetKind(s), site, siteOfGroupSet), groupSetFields())
	if refusal != nil {
		return reply{}, refusal
	}
	list := groupSetListElement{}
	for _, set := range sets {
		list.GroupSets = append(list.GroupSets, s.elementOfGroupSet(set))
	}
	return success(pagination, list), nil
}

func (s *Server) getGroupSet(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	set, found := s.groupSets.get(c.parameters["groupset"])
	if !found || set.Site != site.ContentURL {
		return reply{}, groupSetNotFound(c.parameters["groupset"])
	}
	return success(s.elementOfGroupSet(*set)), nil
}
