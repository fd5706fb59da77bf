package tableau

import (
	"context"
	"encoding/xml"
	"errors"
	"iter"
)

// codeUserNotFound is the user methods' (REST API reference: Query User On
// Site).
const codeUserNotFound Code = "404002"

// User is a user of the site as the service shows them.
type User struct {
	ID       string `xml:"id,attr"`
	Name     string `xml:"name,attr"`
	FullName string `xml:"fullName,attr"`
	Email    string `xml:"email,attr"`
	SiteRole string `xml:"siteRole,attr"`
	// AuthSetting is how the user signs in; not every server shows it.
	AuthSetting string    `xml:"authSetting,attr"`
	LastLogin   string    `xml:"lastLogin,attr"`
	Domain      Reference `xml:"domain"`
}

type userAnswer struct {
	XMLName xml.Name `xml:"tsResponse"`
	User    User     `xml:"user"`
}

func (a userAnswer) check() error {
	if a.User.ID == "" {
		return errors.New("it holds no user")
	}
	return nil
}

type usersPage struct {
	XMLName xml.Name `xml:"tsResponse"`
	page
	Users []User `xml:"users>user"`
}

// Users are the users of the site.
type Users struct{ client *Client }

// Users gives the calls that concern users.
func (c *Client) Users() Users { return Users{c} }

// Get reads a user (REST API reference: Query User On Site).
func (u Users) Get(ctx context.Context, id string) (User, error) {
	get := getOnSite("user", "users", id, codeUserNotFound)
	get.advice = adviseOnPeople
	answer, err := send[userAnswer](ctx, u.client, get)
	return answer.User, err
}

// All yields every user of the site (REST API reference: Get Users on Site), or
// those that filters of the service leave.
func (u Users) All(ctx context.Context, filters ...Filter) iter.Seq2[User, error] {
	list := listOnSite("users", "users", filters)
	list.advice = adviseOnPeople
	return all(ctx, u.client, withAllFields(list), func(page usersPage) (pagination, []User) {
		return *page.Pagination, page.Users
	}, func(user User) string { return user.ID })
}

// Groups yields every group that a user is in (REST API reference: Get Groups
// for a User).
func (u Users) Groups(ctx context.Context, id string) iter.Seq2[Group, error] {
	list := listOnSite("groups of user "+id, "users", nil)
	list.path = append(list.path, id, "groups")
	list.route = "/users/{user}/groups"
	list.list = "groups"
	list.notFound = []Code{codeUserNotFound}
	list.advice = adviseOnPeople
	return all(ctx, u.client, list, func(page groupsPage) (pagination, []Group) {
		return *page.Pagination, page.Groups
	}, func(group Group) string { return group.ID })
}
