package mockserver

import (
	"encoding/xml"
	"slices"
	"strconv"
	"strings"
)

// Users and groups of a site, for its administrators. REST API reference: Get Users on Site, Query User On Site,
// Get Groups for a User, Query Groups.
var peopleRoutes = []route{
	{method: "GET", pattern: "/sites/{site}/users", needs: siteAdministrator, scope: "tableau:users:read", handle: (*Server).listUsers},
	{method: "GET", pattern: "/sites/{site}/users/{user}", needs: anyUser, scope: "tableau:users:read", handle: (*Server).getUser},
	{
		method: "GET", pattern: "/sites/{site}/users/{user}/groups", since: apiVersion{3, 7},
		needs: anyUser, scope: "tableau:groups:read", handle: (*Server).listGroupsOfUser,
	},
	{method: "GET", pattern: "/sites/{site}/groups", needs: siteAdministrator, scope: "tableau:groups:read", handle: (*Server).listGroups},
}

type siteUserElement struct {
	XMLName     xml.Name       `xml:"user"`
	ID          string         `xml:"id,attr"`
	Name        string         `xml:"name,attr"`
	SiteRole    string         `xml:"siteRole,attr"`
	AuthSetting string         `xml:"authSetting,attr"`
	FullName    string         `xml:"fullName,attr,omitempty"`
	Email       string         `xml:"email,attr,omitempty"`
	Domain      *domainElement `xml:"domain"`
}

type domainElement struct {
	Name string `xml:"name,attr"`
}

type userListElement struct {
	XMLName xml.Name          `xml:"users"`
	Users   []siteUserElement `xml:"user"`
}

func userNotFound(id string) *apiError { return notFound("404002", "User", id) }

// listedUser is a user as the list shows it, without what has to be asked for.
func listedUser(u User) siteUserElement {
	return siteUserElement{ID: u.ID, Name: u.Name, SiteRole: u.SiteRole, AuthSetting: "ServerDefault"}
}

func wholeUser(u User) siteUserElement {
	element := listedUser(u)
	element.FullName, element.Email, element.Domain = u.FullName, u.Email, &domainElement{u.Domain}
	return element
}

func (s *Server) userFields() fields[User] {
	return fields[User]{
		"name":         one(func(u User) string { return u.Name }, byName),
		"friendlyName": one(func(u User) string { return u.FullName }, byEquality),
		"luid":         one(func(u User) string { return u.ID }, byEquality),
		"siteRole":     one(func(u User) string { return u.SiteRole }, byEquality),
		"isLocal":      one(func(u User) string { return strconv.FormatBool(u.Domain == localDomain) }, byEquality),
	}
}

// listUsers shows full names, e-mail addresses and domains to those alone who ask for them with fields.
func (s *Server) listUsers(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	users := slices.DeleteFunc(slices.Clone(s.accounts.users), func(u User) bool { return !u.isOn(site) })
	pagination, users, refusal := page(s, c, users, s.userFields())
	if refusal != nil {
		return reply{}, refusal
	}
	list := userListElement{}
	for _, user := range users {
		list.Users = append(list.Users, chosenParts(user, strings.Split(c.query.Get("fields"), ",")))
	}
	return success(pagination, list), nil
}

// chosenParts is a user with the parts that fields ask for.
func chosenParts(u User, asked []string) siteUserElement {
	whole, element := wholeUser(u), listedUser(u)
	asksFor := func(field string) bool { return slices.Contains(asked, "_all_") || slices.Contains(asked, field) }
	if asksFor("fullName") {
		element.FullName = whole.FullName
	}
	if asksFor("email") {
		element.Email = whole.Email
	}
	if asksFor("domain") {
		element.Domain = whole.Domain
	}
	return element
}

// userOf is the user in the URI, whom everybody but an administrator must be to ask.
func (s *Server) userOf(c *call) (User, Site, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return User{}, site, refusal
	}
	id := c.parameters["user"]
	if caller := c.session.user; caller.ID != id && !caller.isAdministrator() {
		return User{}, site, forbidden("Only administrators may look at other users.")
	}
	user, found := s.accounts.userWithID(id)
	if !found || !user.isOn(site) {
		return User{}, site, userNotFound(id)
	}
	return user, site, nil
}

func (s *Server) getUser(c *call) (reply, *apiError) {
	user, _, refusal := s.userOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	return success(wholeUser(user)), nil
}

type groupElement struct {
	XMLName         xml.Name      `xml:"group"`
	ID              string        `xml:"id,attr"`
	Name            string        `xml:"name,attr"`
	MinimumSiteRole string        `xml:"minimumSiteRole,attr,omitempty"`
	UserCount       *int          `xml:"userCount,attr"`
	Domain          domainElement `xml:"domain"`
}

type groupListElement struct {
	XMLName xml.Name       `xml:"groups"`
	Groups  []groupElement `xml:"group"`
}

func elementOfGroup(g Group) groupElement {
	return groupElement{ID: g.ID, Name: g.Name, MinimumSiteRole: g.MinimumSiteRole, Domain: domainElement{g.Domain}}
}

func (s *Server) groupFields() fields[Group] {
	return fields[Group]{
		"name":            one(func(g Group) string { return g.Name }, byName),
		"domainName":      one(func(g Group) string { return g.Domain }, byEquality),
		"isLocal":         one(func(g Group) string { return strconv.FormatBool(g.Domain == localDomain) }, byEquality),
		"minimumSiteRole": one(func(g Group) string { return g.MinimumSiteRole }, byEquality),
		"userCount":       one(func(g Group) string { return strconv.Itoa(s.userCount(g)) }, byOrder),
	}
}

// userCount is how many users a group has. All Users has everybody on its site.
func (s *Server) userCount(g Group) int {
	if g.Name != allUsersGroup {
		return len(g.Users)
	}
	site, _ := s.sites.withContentURL(g.Site) // a group's site was checked to be there
	count := 0
	for _, user := range s.accounts.users {
		if user.isOn(site) {
			count++
		}
	}
	return count
}

func siteOfGroup(g Group) string { return g.Site }

func (s *Server) listGroups(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	pagination, groups, refusal := page(s, c, onSite(groupKind(s), site, siteOfGroup), s.groupFields())
	if refusal != nil {
		return reply{}, refusal
	}
	asked := strings.Split(c.query.Get("fields"), ",")
	list := groupListElement{}
	for _, group := range groups {
		element := elementOfGroup(group)
		if slices.Contains(asked, "_all_") || slices.Contains(asked, "userCount") {
			count := s.userCount(group)
			element.UserCount = &count
		}
		list.Groups = append(list.Groups, element)
	}
	return success(pagination, list), nil
}

// listGroupsOfUser has All Users among them. The references list no filter for it.
func (s *Server) listGroupsOfUser(c *call) (reply, *apiError) {
	user, site, refusal := s.userOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	groups := slices.DeleteFunc(onSite(groupKind(s), site, siteOfGroup), func(g Group) bool {
		return g.Name != allUsersGroup && !slices.Contains(g.Users, user.Name)
	})
	pagination, groups, refusal := page(s, c, groups, fields[Group]{})
	if refusal != nil {
		return reply{}, refusal
	}
	list := groupListElement{}
	for _, group := range groups {
		list.Groups = append(list.Groups, elementOfGroup(group))
	}
	return success(pagination, list), nil
}
