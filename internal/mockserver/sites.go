package mockserver

import (
	"cmp"
	"slices"
	"strings"
)

// Site is a site of the server or of Cloud.
type Site struct {
	ID         string `json:"id,omitempty"` // empty: chosen by the mock
	Name       string `json:"name"`
	ContentURL string `json:"content_url"`         // empty: Server's default site
	State      string `json:"state,omitempty"`     // empty: "Active"
	TimeZone   string `json:"time_zone,omitempty"` // empty: the server's
}

type siteStore struct{ all []Site }

func (st *siteStore) withContentURL(contentURL string) (Site, bool) {
	return find(st.all, func(s Site) bool { return s.ContentURL == contentURL })
}

func (st *siteStore) withID(id string) (Site, bool) {
	return find(st.all, func(s Site) bool { return s.ID == id })
}

func (st *siteStore) sorted() []Site {
	return slices.SortedFunc(slices.Values(st.all), func(a, b Site) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
}

// siteURL is the content URL that a seed's site stands for: empty is Server's default site, and Cloud's first one.
func (s *Server) siteURL(contentURL string) string {
	if _, known := s.sites.withContentURL(contentURL); contentURL == "" && !known {
		return s.sites.all[0].ContentURL
	}
	return contentURL
}
