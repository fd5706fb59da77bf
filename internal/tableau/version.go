package tableau

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// Version is a version of the REST API, such as 3.24. The zero value means
// that none was chosen.
type Version struct{ Major, Minor int }

// NewestVersion is the newest version that this client was written for.
var NewestVersion = Version{3, 29}

// ParseVersion reads "3.24". The parts are numbers: 3.9 is older than 3.10.
func ParseVersion(s string) (Version, error) {
	major, minor, ok := strings.Cut(s, ".")
	a, errMajor := strconv.ParseUint(major, 10, 16)
	b, errMinor := strconv.ParseUint(minor, 10, 16)
	if !ok || errMajor != nil || errMinor != nil {
		return Version{}, fmt.Errorf("%q is not a REST API version: write two numbers with a dot between them, such as 3.24", s)
	}
	return Version{int(a), int(b)}, nil
}

// Compare is negative when v is older than w, 0 when they are the same.
func (v Version) Compare(w Version) int {
	return cmp.Or(cmp.Compare(v.Major, w.Major), cmp.Compare(v.Minor, w.Minor))
}

// AtLeast reports whether v is w or newer.
func (v Version) AtLeast(w Version) bool { return v.Compare(w) >= 0 }

// IsZero reports whether no version was chosen.
func (v Version) IsZero() bool { return v == Version{} }

// String is the version as it stands in a URI.
func (v Version) String() string { return fmt.Sprintf("%d.%d", v.Major, v.Minor) }
