package tableau

import (
	"context"
	"encoding/xml"
	"iter"
)

// GroupSet is a set of groups of the site as the service shows it.
type GroupSet struct {
	ID   string `xml:"id,attr"`
	Name string `xml:"name,attr"`
	// Groups are the groups in it, as far as the answer lists them.
	Groups []Reference `xml:"group"`
}

type groupSetsPage struct {
	XMLName xml.Name `xml:"tsResponse"`
	page
	GroupSets []GroupSet `xml:"groupSets>groupSet"`
}

// GroupSets are the group sets of the site. There are some since GroupSetsSince.
type GroupSets struct{ client *Client }

// GroupSets gives the calls that concern group sets.
func (c *Client) GroupSets() GroupSets { return GroupSets{c} }

// All yields every group set of the site (REST API reference: List Group Sets).
func (g GroupSets) All(ctx context.Context) iter.Seq2[GroupSet, error] {
	list := listOnSite("group sets", "groupsets", nil)
	list.list = "groupSets"
	list.advice = adviseOnPeople
	return all(ctx, g.client, list, func(page groupSetsPage) (pagination, []GroupSet) {
		return *page.Pagination, page.GroupSets
	}, func(set GroupSet) string { return set.ID })
}
