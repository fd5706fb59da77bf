package mockserver

import "cmp"

func collectionKind(s *Server) kind[Collection] {
	return kind[Collection]{
		noun: "collection", objects: &s.collections,
		id: func(c *Collection) *string { return &c.ID }, name: func(c *Collection) string { return c.Name },
		clone:    func(c Collection) Collection { return c },
		complete: s.completeCollection, settled: func(c Collection) { s.settleItem(itemOfCollection(c)) },
		removed: func(c Collection) { s.dropRulesOf(c.ID) },
	}
}

func (s *Server) completeCollection(c *Collection) error {
	if c.Name == "" {
		return errNoName
	}
	if err := s.placeOnSite(&c.Site, &c.Owner); err != nil {
		return err
	}
	c.Visibility = cmp.Or(c.Visibility, "Private")
	s.stampIn(&c.CreatedAt, &c.UpdatedAt)
	return nil
}

// AddCollection puts a collection on a site behind its clients' backs and returns its id. It panics when the collection cannot be.
func (s *Server) AddCollection(c Collection) (id string) { return addContent(s, collectionKind, c) }

// UpdateCollection lets change edit a collection behind its clients' backs and reports whether there is such a collection.
func (s *Server) UpdateCollection(id string, change func(*Collection)) bool {
	return updateContent(s, collectionKind, id, func(c *Collection) {
		c.UpdatedAt = s.now
		change(c)
	})
}

// DeleteCollection removes a collection behind its clients' backs and reports whether it was there.
func (s *Server) DeleteCollection(id string) bool { return deleteContent(s, collectionKind, id) }

// CollectionByName returns the oldest collection of exactly this name.
func (s *Server) CollectionByName(name string) (Collection, bool) {
	return contentByName(s, collectionKind, name)
}
