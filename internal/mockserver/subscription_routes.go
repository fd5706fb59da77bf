package mockserver

import (
	"fmt"
	"net/http"
)

// Subscriptions. The reference gives the scope of the create alone; the others are taken to be those of tasks, which a subscription is one
// of. REST API reference: Create Subscription; behaviour reference, 5.
var subscriptionRoutes = withScopesOnCloud([]route{
	{
		method: "POST", pattern: "/sites/{site}/subscriptions", since: apiVersion{2, 3},
		needs: anyUser, scope: "tableau:tasks:create", handle: (*Server).createSubscription,
	},
	{
		method: "GET", pattern: "/sites/{site}/subscriptions", since: apiVersion{2, 3},
		needs: anyUser, scope: "tableau:tasks:read", handle: (*Server).listSubscriptions,
	},
	{
		method: "GET", pattern: "/sites/{site}/subscriptions/{subscription}", since: apiVersion{2, 3},
		needs: anyUser, scope: "tableau:tasks:read", handle: (*Server).getSubscription,
	},
	{
		method: "PUT", pattern: "/sites/{site}/subscriptions/{subscription}", since: apiVersion{2, 3},
		needs: anyUser, scope: "tableau:tasks:write", handle: (*Server).updateSubscription,
	},
	{
		method: "DELETE", pattern: "/sites/{site}/subscriptions/{subscription}", since: apiVersion{2, 3},
		needs: anyUser, scope: "tableau:tasks:delete", handle: (*Server).deleteSubscription,
	},
})

// customFrequencySince is the first version whose subscriptions on Cloud have a frequency of their own. There is no other kind.
var customFrequencySince = apiVersion{3, 20}

// createSubscription answers 201 and a Location on Server, and 200 on Cloud. A new subscription is never suspended.
func (s *Server) createSubscription(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	request, refusal := decode[subscriptionRequest](c.body)
	if refusal != nil {
		return reply{}, refusal
	}
	if request.Subscription == nil {
		return reply{}, badRequest("a subscription is required")
	}
	if request.Subscription.Suspended != nil {
		return reply{}, badRequest("whether it is suspended is for updates alone")
	}
	sub := Subscription{Site: site.ContentURL}
	if refusal := s.applyToSubscription(c, &sub, request); refusal != nil {
		return reply{}, refusal
	}
	if refusal := isWholeSubscription(sub, *request.Subscription); refusal != nil {
		return reply{}, refusal
	}
	created, refusal := createTask(s, subscriptionKind, sub)
	if refusal != nil {
		return reply{}, refusal
	}
	if s.product == ProductCloud {
		return success(s.writtenSubscription(*created)...), nil
	}
	return reply{
		status:   http.StatusCreated,
		location: fmt.Sprintf("/api/%v/sites/%s/subscriptions/%s", c.version, site.ID, created.ID),
		content:  s.writtenSubscription(*created),
	}, nil
}

// isWholeSubscription refuses a new subscription that lacks what one needs.
func isWholeSubscription(sub Subscription, in subscriptionIn) *apiError {
	switch {
	case sub.Subject == "":
		return subjectRequired()
	case in.Content == nil:
		return &apiError{http.StatusBadRequest, "400068", "Invalid Subscription Target", "Content with a type and an id is required."}
	case in.User == nil:
		return badRequest("a user is required")
	case sub.Schedule == "" && sub.Frequency == "":
		return badRequest("a schedule is required")
	}
	return nil
}

// listSubscriptions shows administrators all of the site and everybody else their own.
func (s *Server) listSubscriptions(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	var visible []Subscription
	for _, sub := range onSite(subscriptionKind(s), site, func(sub Subscription) string { return sub.Site }) {
		if isRecipientOrAdministrator(c.session.user, sub) && s.index.knows(sub.ID) {
			visible = append(visible, sub)
		}
	}
	pagination, page, refusal := paginate(c, visible)
	if refusal != nil {
		return reply{}, refusal
	}
	list := subscriptionListElement{}
	for _, sub := range page {
		list.Subscriptions = append(list.Subscriptions, s.shownSubscription(sub))
	}
	return success(pagination, list), nil
}

func (s *Server) getSubscription(c *call) (reply, *apiError) {
	sub, refusal := s.subscriptionOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	return success(s.shownSubscription(*sub)), nil
}

// updateSubscription changes what was sent. A frequency replaces the one before whole.
func (s *Server) updateSubscription(c *call) (reply, *apiError) {
	sub, refusal := s.subscriptionOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	request, refusal := decode[subscriptionRequest](c.body)
	if refusal != nil {
		return reply{}, refusal
	}
	updated := sub.clone()
	if refusal := s.applyToSubscription(c, &updated, request); refusal != nil {
		return reply{}, refusal
	}
	updated.UpdatedAt = s.now
	updated.plan(s.now, s.zoneOf(updated.Site))
	if err := s.completeSubscription(&updated); err != nil {
		return reply{}, badRequest(err.Error())
	}
	*sub = updated
	if s.behaviour.PartialUpdateResponse {
		return success(subscriptionElement{ID: sub.ID}), nil
	}
	return success(s.writtenSubscription(*sub)...), nil
}

func (s *Server) deleteSubscription(c *call) (reply, *apiError) {
	sub, refusal := s.subscriptionOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	subscriptionKind(s).remove(sub.ID)
	return noContent(), nil
}

// subscriptionOf is the subscription in the URI, refused to who may not use it and unknown while the index misses it.
func (s *Server) subscriptionOf(c *call) (*Subscription, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return nil, refusal
	}
	id := c.parameters["subscription"]
	sub, found := s.subscriptions.get(id)
	if !found || sub.Site != site.ContentURL || !s.index.knows(id) {
		return nil, notFound("404025", "Subscription", id)
	}
	if !isRecipientOrAdministrator(c.session.user, *sub) {
		return nil, forbidden("Only the subscribed user and administrators may do this.")
	}
	return sub, nil
}

func isRecipientOrAdministrator(user User, sub Subscription) bool {
	return user.isAdministrator() || user.ID == sub.User
}
