package tableau

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
)

// Create makes a subscription, which is active at first. One that was there
// before and is as asked for, which isIt tells, is an *ExistsError. When the
// answer is lost, what the request may have made is looked up before it is asked
// for again, so that nobody is mailed twice.
//
// Subscriptions have neither a unique name nor a date: the one that was made is
// known by being like the request and by not having been there before.
func (s Subscriptions) Create(ctx context.Context, settings SubscriptionSettings, isIt func(Subscription) bool) (made Subscription, err error) {
	// Two that are alike must not find each other's.
	release, err := s.client.making.acquire(ctx, strings.Join([]string{settings.UserID, settings.ContentID, settings.Subject}, " "))
	if err != nil {
		return Subscription{}, err
	}
	defer release()
	before, err := s.client.subscriptions.before.get(ctx, "")
	if err != nil {
		return Subscription{}, err
	}
	about := strings.ToLower(settings.ContentID)
	if err := before.refuseAlike(ctx, about, func(shown Subscription) bool { return settings.isAlike(shown) && isIt(shown) }, s.Get); err != nil {
		return Subscription{}, err
	}
	var found sync.Map // A deletion may look too, at the same time.
	id, err := s.client.makeOnce(ctx, s.client.subscriptions.deleted,
		func() (string, error) {
			made, err = s.post(ctx, settings)
			return made.ID, err
		},
		func(ctx context.Context) ([]string, error) {
			return idsOf(s.All(ctx), func(shown Subscription) (id string, match bool) {
				if match = !before.has(about, shown.ID) && settings.made(shown); match {
					found.Store(shown.ID, shown)
				}
				return shown.ID, match
			})
		})
	before.add(about, id, Subscription{})
	if shown, ok := found.Load(id); ok {
		made, _ = shown.(Subscription)
	}
	return made, err
}

// post asks for a new subscription (REST API reference: Create Subscription).
func (s Subscriptions) post(ctx context.Context, settings SubscriptionSettings) (Subscription, error) {
	defer s.client.subscriptions.wrote()
	answer, err := send[subscriptionAnswer](ctx, s.client, call{
		doing:  fmt.Sprintf("create subscription %q", settings.Subject),
		method: http.MethodPost,
		onSite: true,
		path:   []string{"subscriptions"},
		route:  routeSubscriptions,
		meant:  oneAbout(settings.ContentID),
		advice: adviseOnSubscriptions,
		body:   content(settings.request()),
	})
	return answer.whole(), advisedIfLost(err,
		"The subscription may have been made all the same. If it was, the next apply says so, and how to adopt it.")
}

// isAlike reports whether a subscription mails the same to the same user at the
// same times, as far as these settings tell.
func (s SubscriptionSettings) isAlike(shown Subscription) bool {
	return s.made(shown) && shown.Content.CustomViewID == "" && (s.ScheduleID != "" || shown.Schedule.FrequencyDetails != nil)
}

// made reports whether a subscription is what a request with these settings
// makes. On Cloud the frequency counts as far as it is shown.
func (s SubscriptionSettings) made(shown Subscription) bool {
	if shown.Subject != s.Subject || !strings.EqualFold(shown.User.ID, s.UserID) ||
		!strings.EqualFold(shown.Content.ID, s.ContentID) || !strings.EqualFold(shown.Content.Type, s.ContentType) || shown.Schedule == nil {
		return false
	}
	if s.ScheduleID != "" {
		return strings.EqualFold(shown.Schedule.ID, s.ScheduleID)
	}
	if !strings.EqualFold(shown.Schedule.Frequency, s.Frequency) {
		return false
	}
	return s.FrequencyDetails == nil || shown.Schedule.FrequencyDetails == nil ||
		shown.Schedule.FrequencyDetails.Start == s.FrequencyDetails.Start
}

// subscriptionMemory is what a client keeps of subscriptions.
type subscriptionMemory struct {
	*reader[Subscription]
	// before are those that there were when the client made its first one, and
	// those that it made since.
	before *memo[*earlier[Subscription]]
	// deleted are those that it deleted.
	deleted *deletions
}

func newSubscriptionMemory(s Subscriptions) subscriptionMemory {
	deleted := &deletions{}
	fetch := func(ctx context.Context, _ string) (*earlier[Subscription], error) {
		return earlierFrom(s.All(ctx), deleted, func(shown Subscription) (about, id string) { return strings.ToLower(shown.Content.ID), shown.ID })
	}
	return subscriptionMemory{newReader(s.Get, s.All, subscriptionID), &memo[*earlier[Subscription]]{fetch: fetch}, deleted}
}
