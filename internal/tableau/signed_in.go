package tableau

import (
	"context"
	"strings"
)

// groupsOfUserSince is the first version that lists a user's groups (REST API
// reference: Get Groups for a User).
var groupsOfUserSince = Version{3, 7}

// SignedIn is who this client acts as. Name and SiteRole are empty where the
// service does not show them to the user.
type SignedIn struct {
	ID, Name, SiteRole string
	// Groups are the ids of the groups that the user is in, if GroupsKnown: the
	// service may not show them, or be too old to.
	Groups      []string
	GroupsKnown bool
}

// SignedIn tells who is signed in, asked once.
func (c *Client) SignedIn(ctx context.Context) (SignedIn, error) {
	return c.signedIn.get(ctx, "")
}

func (c *Client) fetchSignedIn(ctx context.Context, _ string) (SignedIn, error) {
	who, err := c.fetchSignedInUser(ctx)
	if err != nil {
		return SignedIn{}, err
	}
	version, err := c.APIVersion(ctx)
	if err != nil || !version.AtLeast(groupsOfUserSince) {
		return who, err
	}
	for group, err := range c.Users().Groups(ctx, who.ID) {
		if _, hidden := c.hides(err); hidden {
			who.Groups = nil
			return who, nil
		}
		if err != nil {
			return SignedIn{}, err
		}
		who.Groups = append(who.Groups, strings.ToLower(group.ID))
	}
	who.GroupsKnown = true
	return who, nil
}

// fetchSignedInUser asks for the user, whom the service shows to themselves,
// or else for the session.
func (c *Client) fetchSignedInUser(ctx context.Context) (SignedIn, error) {
	session, err := c.signIn(ctx, nil)
	if err != nil {
		return SignedIn{}, err
	}
	if session.userID != "" {
		user, found, err := c.Grantees().Known(ctx, Grantee{UserGrantee, session.userID})
		if err != nil || found {
			return SignedIn{ID: user.ID, Name: user.Name, SiteRole: user.SiteRole}, err
		}
	}
	current, err := c.CurrentSession(ctx)
	if _, hidden := c.hides(err); hidden && session.userID != "" {
		return SignedIn{ID: session.userID}, nil
	}
	return SignedIn{ID: strings.ToLower(current.User.ID), Name: current.User.Name, SiteRole: current.User.SiteRole}, err
}
