package tableau

import (
	"context"
	"encoding/xml"
	"errors"
	"iter"
)

// segmentVirtualConnections is what virtual connections are called in URIs;
// the service takes small letters too.
const segmentVirtualConnections = "virtualConnections"

// VirtualConnection is a virtual connection as the service shows it. What a
// pointer does not point to was not shown.
type VirtualConnection struct {
	ID          string `xml:"id,attr"`
	Name        string `xml:"name,attr"`
	WebpageURL  string `xml:"webpageUrl,attr"`
	CreatedAt   string `xml:"createdAt,attr"`
	UpdatedAt   string `xml:"updatedAt,attr"`
	HasExtracts *bool  `xml:"hasExtracts,attr"`
	IsCertified *bool  `xml:"isCertified,attr"`
	// Project and Owner are shown by Get; not every list has them.
	Project Reference `xml:"project"`
	Owner   Reference `xml:"owner"`
}

type virtualConnectionAnswer struct {
	XMLName    xml.Name          `xml:"tsResponse"`
	Connection VirtualConnection `xml:"virtualConnection"`
}

func (a virtualConnectionAnswer) check() error {
	if a.Connection.ID == "" {
		return errors.New("it holds no virtual connection")
	}
	return nil
}

// virtualConnectionsPage is a page, or the whole list: the reference shows it with pagination,
// which the schema does not allow.
type virtualConnectionsPage struct {
	XMLName xml.Name `xml:"tsResponse"`
	page
	List *struct {
		Connections []VirtualConnection `xml:"virtualConnection"`
	} `xml:"virtualConnections"`
}

func (p virtualConnectionsPage) check() error {
	if p.List != nil {
		return nil
	}
	return p.page.check()
}

func (p virtualConnectionsPage) open() (pagination, []VirtualConnection) {
	var connections []VirtualConnection
	if p.List != nil {
		connections = p.List.Connections
	}
	return p.Pagination.orWhole(len(connections)), connections
}

// VirtualConnections are the virtual connections of the site.
type VirtualConnections struct{ client *Client }

// VirtualConnections gives the calls that concern virtual connections.
func (c *Client) VirtualConnections() VirtualConnections { return VirtualConnections{c} }

// Get reads a virtual connection, from version 3.23 on. No code is known with
// which the service says that there is none, so that IsNotFound holds for no
// error of it.
func (v VirtualConnections) Get(ctx context.Context, id string) (VirtualConnection, error) {
	get := getOnSite("virtual connection", segmentVirtualConnections, id, "")
	get.notFound = nil
	answer, err := send[virtualConnectionAnswer](ctx, v.client, get)
	return answer.Connection, err
}

// All yields every virtual connection that the user may see (REST API
// reference: List Virtual Connections), or those that filters of the service leave.
func (v VirtualConnections) All(ctx context.Context, filters ...Filter) iter.Seq2[VirtualConnection, error] {
	list := listOnSite("virtual connections", segmentVirtualConnections, filters)
	list.list = "virtualConnections"
	return all(ctx, v.client, list, virtualConnectionsPage.open, func(connection VirtualConnection) string { return connection.ID })
}
