package tableau

import (
	"context"
	"encoding/xml"
	"iter"
	"net/url"
)

// Group is a group of users of the site as the service shows it. What a
// pointer does not point to was not shown.
type Group struct {
	ID              string    `xml:"id,attr"`
	Name            string    `xml:"name,attr"`
	MinimumSiteRole string    `xml:"minimumSiteRole,attr"`
	UserCount       *int64    `xml:"userCount,attr"`
	Domain          Reference `xml:"domain"`
}

type groupsPage struct {
	XMLName xml.Name `xml:"tsResponse"`
	page
	Groups []Group `xml:"groups>group"`
}

// Groups are the groups of the site. The service reads none by its id.
type Groups struct{ client *Client }

// Groups gives the calls that concern groups.
func (c *Client) Groups() Groups { return Groups{c} }

// All yields every group of the site (REST API reference: Query Groups), or
// those that filters of the service leave.
func (g Groups) All(ctx context.Context, filters ...Filter) iter.Seq2[Group, error] {
	list := listOnSite("groups", "groups", filters)
	list.advice = adviseOnPeople
	return all(ctx, g.client, withAllFields(list), func(page groupsPage) (pagination, []Group) {
		return *page.Pagination, page.Groups
	}, func(group Group) string { return group.ID })
}

// withAllFields asks for what a list leaves out otherwise, such as full names
// and user counts (REST API reference: Using Fields in the REST API).
func withAllFields(list call) call {
	if list.query == nil {
		list.query = url.Values{}
	}
	list.query.Set("fields", "_all_")
	return list
}
