package mockserver

import (
	"encoding/xml"
	"slices"
)

// permissionsRequest names the item at most once, in the element of its type.
type permissionsRequest struct {
	Permissions *permissionsIn `xml:"permissions" children:"ordered"`
}

type permissionsIn struct {
	Collection        *permissionedIn         `xml:"collection"`
	Database          *permissionedIn         `xml:"database"`
	Datasource        *permissionedIn         `xml:"datasource"`
	Flow              *permissionedIn         `xml:"flow"`
	Lens              *permissionedIn         `xml:"lens"`
	Metric            *permissionedIn         `xml:"metric"`
	Project           *permissionedIn         `xml:"project"`
	Table             *permissionedIn         `xml:"table"`
	View              *permissionedIn         `xml:"view"`
	VirtualConnection *permissionedIn         `xml:"virtualConnection"`
	Workbook          *permissionedIn         `xml:"workbook"`
	Grantees          []granteeCapabilitiesIn `xml:"granteeCapabilities" children:"ordered"`
}

// permissionedIn is the item. Attributes besides its id are not looked at.
type permissionedIn struct {
	ID   string `xml:"id,attr"`
	Name string `xml:"name,attr"`
}

type granteeCapabilitiesIn struct {
	User         *granteeIn      `xml:"user"`
	Group        *granteeIn      `xml:"group"`
	GroupSet     *granteeIn      `xml:"groupSet"`
	Capabilities *capabilitiesIn `xml:"capabilities"`
}

type granteeIn struct {
	ID string `xml:"id,attr"`
}

type capabilitiesIn struct {
	Capabilities []capabilityIn `xml:"capability"`
}

type capabilityIn struct {
	Name string `xml:"name,attr"`
	Mode string `xml:"mode,attr"`
}

// named are the items that the message names, by their elements.
func (p permissionsIn) named() map[string]permissionedIn {
	named := map[string]permissionedIn{}
	for element, sent := range map[string]*permissionedIn{
		"collection": p.Collection, "database": p.Database, "datasource": p.Datasource, "flow": p.Flow, "lens": p.Lens, "metric": p.Metric,
		"project": p.Project, "table": p.Table, "view": p.View, "virtualConnection": p.VirtualConnection, "workbook": p.Workbook,
	} {
		if sent != nil {
			named[element] = *sent
		}
	}
	return named
}

// grantee is the one user, group or group set that a block is for.
func (in granteeCapabilitiesIn) grantee() (grantee, bool) {
	var sent []grantee
	for _, one := range []struct {
		kind string
		sent *granteeIn
	}{{"user", in.User}, {"group", in.Group}, {"groupSet", in.GroupSet}} {
		if one.sent != nil {
			sent = append(sent, grantee{one.kind, one.sent.ID})
		}
	}
	if len(sent) != 1 || sent[0].id == "" {
		return grantee{}, false
	}
	return sent[0], true
}

type permissionsElement struct {
	XMLName  xml.Name       `xml:"permissions"`
	Parent   *parentElement `xml:"parent"`
	Item     permissionedElement
	Grantees []granteeCapabilitiesElement `xml:"granteeCapabilities"`
}

// parentElement is the project that locks the permissions.
type parentElement struct {
	Type string `xml:"type,attr"`
	ID   string `xml:"id,attr"`
}

// permissionedElement is called as its type of content is.
type permissionedElement struct {
	XMLName xml.Name
	ID      string        `xml:"id,attr"`
	Name    string        `xml:"name,attr,omitempty"`
	Owner   *namedElement `xml:"owner"`
}

type granteeCapabilitiesElement struct {
	Grantee      granteeElement
	Capabilities capabilitiesElement `xml:"capabilities"`
}

type granteeElement struct {
	XMLName xml.Name
	ID      string `xml:"id,attr"`
}

type capabilitiesElement struct {
	Capabilities []capabilityElement `xml:"capability"`
}

type capabilityElement struct {
	Name string `xml:"name,attr"`
	Mode string `xml:"mode,attr"`
}

// elementOfRules writes one block for each grantee, in the order of their first rules.
func elementOfRules(rules []rule) []granteeCapabilitiesElement {
	var blocks []granteeCapabilitiesElement
	at := map[grantee]int{}
	for _, r := range rules {
		i, known := at[r.grantee]
		if !known {
			i = len(blocks)
			at[r.grantee] = i
			blocks = append(blocks, granteeCapabilitiesElement{Grantee: granteeElement{xml.Name{Local: r.grantee.kind}, r.grantee.id}})
		}
		list := &blocks[i].Capabilities
		list.Capabilities = append(list.Capabilities, capabilityElement{r.capability, r.mode})
	}
	return blocks
}

// scattered writes a block for each rule, every other time from the last one to the first.
func (s *Server) scattered(rules []rule) []granteeCapabilitiesElement {
	s.rules.lists++
	var blocks []granteeCapabilitiesElement
	for _, r := range rules {
		blocks = append(blocks, elementOfRules([]rule{r})...)
	}
	if s.rules.lists%2 == 1 {
		slices.Reverse(blocks)
	}
	return blocks
}

// permissionsOf shows rules as those of a set.
func (s *Server) permissionsOf(on permissionSet, rules []rule) permissionsElement {
	element := permissionsElement{
		Item:     permissionedElement{XMLName: xml.Name{Local: on.kind.element}, ID: on.item.id},
		Grantees: elementOfRules(rules),
	}
	if s.behaviour.ScatteredRules {
		element.Grantees = s.scattered(rules)
	}
	if !s.behaviour.ContentByIDAlone {
		element.Item.Name = on.item.name
		if on.item.owner != "" {
			element.Item.Owner = s.userReference(on.item.owner, false)
		}
	}
	if control, controlled := s.controlOf(on.item, on.at); controlled && control.project != "" && (on.item.contentType != typeProject || !s.behaviour.LockedProjectsHideParent) {
		element.Parent = &parentElement{Type: "Project", ID: control.project}
	}
	return element
}
