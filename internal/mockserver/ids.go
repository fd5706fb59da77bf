package mockserver

import (
	"fmt"

	"github.com/google/uuid"
)

// derivedID is the LUID of something that comes with another object and is not kept by itself.
func derivedID(kind, from string) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, fmt.Appendf(nil, "mockserver/%s/of/%s", kind, from)).String()
}

// idSource hands out LUIDs. They follow from the kind and a counter, so that two servers that were told the same
// things answer the same bytes, and one kind's objects do not move another's.
type idSource struct{ issued map[string]int }

func (s *idSource) next(kind string) string {
	if s.issued == nil {
		s.issued = map[string]int{}
	}
	s.issued[kind]++
	return uuid.NewSHA1(uuid.NameSpaceURL, fmt.Appendf(nil, "mockserver/%s/%d", kind, s.issued[kind])).String()
}
