package tableau

import (
	"context"
	"encoding/xml"
	"fmt"
	"net/http"
)

// serverInfoVersion is the oldest version that has serverinfo; every server
// answers it (REST API reference: Server Info).
var serverInfoVersion = Version{2, 4}

// ServerInfo is what a server says of itself.
type ServerInfo struct {
	ProductVersion       string
	Build                string
	PrepConductorVersion string
	Platform             string
	// RESTAPIVersion is the newest version that the server speaks.
	RESTAPIVersion Version
}

// connection is what was found out before signing in.
type connection struct {
	info    ServerInfo
	version Version
}

// ServerInfo tells what the server is, asked once. It needs no session.
func (c *Client) ServerInfo(ctx context.Context) (ServerInfo, error) {
	connection, err := c.connection(ctx)
	return connection.info, err
}

// APIVersion is the version of the REST API that the client speaks.
func (c *Client) APIVersion(ctx context.Context) (Version, error) {
	connection, err := c.connection(ctx)
	return connection.version, err
}

// SpokenHere says in a sentence's middle which version is spoken, and that the configuration
// chose it where it did. A version without quotes is a number there, which loses its last zero.
func (c *Client) SpokenHere(spoken Version) string {
	switch {
	case c.config.APIVersion.IsZero():
		return spoken.String() + " is spoken here"
	case spoken == Version{3, 1}, spoken == Version{3, 2}:
		return fmt.Sprintf("%[1]s, the configured api_version, is spoken here (write \"%[1]s0\" with quotes if %[1]s0 was meant)", spoken)
	}
	return spoken.String() + ", the configured api_version, is spoken here"
}

func (c *Client) connection(ctx context.Context) (connection, error) {
	if err := c.sessionLock.Acquire(ctx, 1); err != nil {
		return connection{}, err
	}
	defer c.sessionLock.Release(1)
	found, err := c.connect(ctx)
	if err != nil {
		return connection{}, err
	}
	return *found, nil
}

// connect asks for the server's version and settles which to speak. The
// caller holds sessionLock.
func (c *Client) connect(ctx context.Context) (*connection, error) {
	if c.connected != nil {
		return c.connected, nil
	}
	err := c.unlessFailed(ctx, func() (err error) {
		c.connected, err = c.negotiate(ctx)
		return err
	})
	return c.connected, err
}

func (c *Client) negotiate(ctx context.Context) (*connection, error) {
	info, err := c.fetchServerInfo(ctx)
	if err != nil {
		return nil, err
	}
	version := c.config.APIVersion
	switch {
	case version.IsZero() && NewestVersion.AtLeast(info.RESTAPIVersion):
		version = info.RESTAPIVersion
	case version.IsZero():
		version = NewestVersion
	case !info.RESTAPIVersion.AtLeast(version):
		return nil, fmt.Errorf("the configured api_version is %s, and %s speaks at most %s of the REST API: lower api_version, or leave it out", version, c.base.Host, info.RESTAPIVersion)
	}
	return &connection{info: info, version: version}, nil
}

func (c *Client) fetchServerInfo(ctx context.Context) (ServerInfo, error) {
	answer, err := send[struct {
		XMLName xml.Name `xml:"tsResponse"`
		Info    struct {
			ProductVersion struct {
				Text  string `xml:",chardata"`
				Build string `xml:"build,attr"`
			} `xml:"productVersion"`
			PrepConductorVersion string `xml:"prepConductorVersion"`
			RESTAPIVersion       string `xml:"restApiVersion"`
			Platform             string `xml:"platform"`
		} `xml:"serverInfo"`
	}](ctx, c, call{
		doing:      "connect to Tableau at " + c.base.Host,
		method:     http.MethodGet,
		path:       []string{"serverinfo"},
		route:      "/serverinfo",
		version:    serverInfoVersion,
		anonymous:  true,
		repeatable: true,
	})
	if err != nil {
		return ServerInfo{}, err
	}
	version, err := ParseVersion(answer.Info.RESTAPIVersion)
	if err != nil {
		return ServerInfo{}, fmt.Errorf("cannot find out which version of the REST API %s speaks: %w", c.base.Host, err)
	}
	return ServerInfo{
		ProductVersion:       answer.Info.ProductVersion.Text,
		Build:                answer.Info.ProductVersion.Build,
		PrepConductorVersion: answer.Info.PrepConductorVersion,
		Platform:             answer.Info.Platform,
		RESTAPIVersion:       version,
	}, nil
}
