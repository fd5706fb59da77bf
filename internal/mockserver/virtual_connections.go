package mockserver

import "strings"

func virtualConnectionKind(s *Server) kind[VirtualConnection] {
	return kind[VirtualConnection]{
		noun: "virtual connection", objects: &s.virtualConnections,
		id: func(v *VirtualConnection) *string { return &v.ID }, name: func(v *VirtualConnection) string { return v.Name },
		clone:    func(v VirtualConnection) VirtualConnection { return v },
		complete: s.completeVirtualConnection, settled: func(v VirtualConnection) { s.settleItem(itemOfVirtualConnection(v)) },
		removed: func(v VirtualConnection) { s.dropRulesOf(v.ID) },
	}
}

func siteOfVirtualConnection(v VirtualConnection) string { return v.Site }

func (s *Server) completeVirtualConnection(v *VirtualConnection) error {
	if v.Name == "" {
		return errNoName
	}
	if err := s.place(&v.Site, &v.Project, &v.Owner); err != nil {
		return err
	}
	for range s.virtualConnections.all(func(other *VirtualConnection) bool {
		return other.ID != v.ID && other.Project == v.Project && strings.EqualFold(other.Name, v.Name)
	}) {
		return errNameTaken
	}
	s.stampIn(&v.CreatedAt, &v.UpdatedAt)
	return nil
}

// AddVirtualConnection puts a virtual connection on a site behind its clients' backs and returns its id. It panics when it cannot be.
func (s *Server) AddVirtualConnection(v VirtualConnection) (id string) {
	return addContent(s, virtualConnectionKind, v)
}

// UpdateVirtualConnection lets change edit a virtual connection behind its clients' backs and reports whether there is such a one.
func (s *Server) UpdateVirtualConnection(id string, change func(*VirtualConnection)) bool {
	return updateContent(s, virtualConnectionKind, id, func(v *VirtualConnection) {
		v.UpdatedAt = s.now
		change(v)
	})
}

// DeleteVirtualConnection removes a virtual connection behind its clients' backs and reports whether it was there.
func (s *Server) DeleteVirtualConnection(id string) bool {
	return deleteContent(s, virtualConnectionKind, id)
}

// VirtualConnectionByName returns the oldest virtual connection of exactly this name.
func (s *Server) VirtualConnectionByName(name string) (VirtualConnection, bool) {
	return contentByName(s, virtualConnectionKind, name)
}
