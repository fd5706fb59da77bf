package mockserver

import "encoding/xml"

// Both spellings are in use.
var serverInfoRoutes = []route{
	{method: "GET", pattern: "/serverinfo", since: apiVersion{2, 4}, needs: nobody, handle: (*Server).serverInfo},
	{method: "GET", pattern: "/serverInfo", since: apiVersion{2, 4}, needs: nobody, handle: (*Server).serverInfo},
}

type serverInfoElement struct {
	XMLName              xml.Name              `xml:"serverInfo"`
	ProductVersion       productVersionElement `xml:"productVersion"`
	PrepConductorVersion string                `xml:"prepConductorVersion"`
	RESTAPIVersion       string                `xml:"restApiVersion"`
}

type productVersionElement struct {
	Build string `xml:"build,attr"`
	Text  string `xml:",chardata"`
}

func (s *Server) serverInfo(*call) (reply, *apiError) {
	return success(serverInfoElement{
		ProductVersion:       productVersionElement{Build: s.version.build(), Text: s.version.release() + ".0"},
		PrepConductorVersion: s.version.build(),
		RESTAPIVersion:       s.version.String(),
	}), nil
}
