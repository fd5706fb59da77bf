package mockserver

import (
	"fmt"
	"strconv"
	"strings"
)

// apiVersion is a version of the REST API. Its parts compare as integers: 3.9 is older than 3.10.
type apiVersion struct{ major, minor int }

// lastOfMajor2 is the newest version before 3.0.
var lastOfMajor2 = apiVersion{2, 8}

// parseVersion reads a version like "3.24" and reports whether a server with such a version was ever released, or may
// be: 2.0 to 2.8 and everything from 3.0 on.
func parseVersion(text string) (apiVersion, bool) {
	major, minor, found := strings.Cut(text, ".")
	if !found {
		return apiVersion{}, false
	}
	var v apiVersion
	var majorErr, minorErr error
	v.major, majorErr = strconv.Atoi(major)
	v.minor, minorErr = strconv.Atoi(minor)
	if majorErr != nil || minorErr != nil || v.String() != text || v.minor < 0 {
		return apiVersion{}, false
	}
	return v, v.major == 3 || v.major == 2 && !lastOfMajor2.less(v)
}

func (v apiVersion) less(other apiVersion) bool {
	if v.major != other.major {
		return v.major < other.major
	}
	return v.minor < other.minor
}

func (v apiVersion) String() string { return fmt.Sprintf("%d.%d", v.major, v.minor) }

// releases pairs each version of the API, by major version and then by minor, with the release of Tableau Server that
// brought it. Where the sources differ by a step (3.14 to 3.20) it follows the REST API reference.
var releases = map[int][]string{
	2: {"9.0", "9.2", "9.3", "10.0", "10.1", "10.2", "10.3", "10.4", "10.5"},
	3: {
		"2018.1", "2018.2", "2018.3", "2019.1", "2019.2", "2019.3", "2019.4", "2020.1", "2020.2", "2020.3",
		"2020.4", "2021.1", "2021.2", "2021.3", "2021.4", "2022.1", "2022.2", "2022.3", "2023.1", "2023.1",
		"2023.2", "2023.3", "2024.2", "2024.2", "2024.3", "2025.1", "2025.2", "2025.3", "2026.1", "2026.2",
	},
}

// release is the product release that announces v; versions to come count as the newest known one.
func (v apiVersion) release() string {
	known := releases[v.major]
	return known[min(v.minor, len(known)-1)]
}

// build is a build number in the form of the service's: the release's digits, then a date and a counter.
func (v apiVersion) build() string {
	year, part, _ := strings.Cut(v.release(), ".")
	if len(year) < 4 { // 10.1 is written 10100, and 9.0 announces nothing: serverinfo came with 10.1
		return year + part + "00.16.1024.2100"
	}
	return fmt.Sprintf("%s%s.%s.0401.1200", year, part, year[2:])
}
