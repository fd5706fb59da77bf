package tableau

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
)

// Create makes a subscription, which is active at first. When the answer is
// lost, what the request may have made is looked up before it is asked for
// again, so that nobody is mailed twice.
//
// Subscriptions have neither a unique name nor a date: the one that was made is
// known by being like the request and by not having been there before.
func (s Subscriptions) Create(ctx context.Context, settings SubscriptionSettings) (Subscription, error) {
	before, err := s.client.subscriptions.before.get(ctx, "")
	if err != nil {
		return Subscription{}, err
	}
	for attempt := 0; ; attempt++ {
		created, err := s.post(ctx, settings)
		if !IsUncertain(err) {
			s.client.subscriptions.made.claim(created.ID)
			return created, err
		}
		found, ok, lookup := s.lookUpLost(ctx, settings, before)
		switch {
		case lookup != nil:
			return Subscription{}, fmt.Errorf("%w; looking for it in the list of subscriptions failed too: %w", err, lookup)
		case ok:
			return found, nil
		case attempt >= s.client.config.MaxRetries || ctx.Err() != nil || s.client.pause(ctx, attempt, err) != nil:
			return Subscription{}, err
		}
	}
}

// post asks for a new subscription (REST API reference: Create Subscription).
func (s Subscriptions) post(ctx context.Context, settings SubscriptionSettings) (Subscription, error) {
	defer s.client.subscriptions.wrote()
	answer, err := send[subscriptionAnswer](ctx, s.client, call{
		doing:  fmt.Sprintf("create subscription %q", settings.Subject),
		method: http.MethodPost,
		onSite: true,
		path:   []string{"subscriptions"},
		route:  "/subscriptions",
		body:   content(settings.request()),
	})
	var failed *Error
	if errors.As(err, &failed) && failed.uncertain {
		failed.advice = "The subscription may have been made all the same. Look for it with the data source tableau_subscriptions before the next apply, " +
			"which would make another one; if it is there, import it."
	}
	return answer.whole(), err
}

// lookUpLost looks for a subscription whose creation was not confirmed, until
// the index must have caught up: nothing else would keep the next request from
// making a second one. An interrupted creation is still looked up, once.
func (s Subscriptions) lookUpLost(ctx context.Context, settings SubscriptionSettings, before map[string]bool) (Subscription, bool, error) {
	if ctx.Err() != nil {
		brief, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastLook)
		defer cancel()
		return s.claimNew(brief, settings, before)
	}
	var found Subscription
	var ok bool
	err := s.client.poll(ctx, func() (bool, error) {
		var err error
		found, ok, err = s.claimNew(ctx, settings, before)
		return ok, err
	})
	return found, ok, err
}

// claimNew finds a subscription like the request that was not there before and
// that no other creation of this client has made or found.
func (s Subscriptions) claimNew(ctx context.Context, settings SubscriptionSettings, before map[string]bool) (Subscription, bool, error) {
	for shown, err := range s.All(ctx) {
		if err != nil {
			return Subscription{}, false, err
		}
		if !before[shown.ID] && settings.made(shown) && s.client.subscriptions.made.claim(shown.ID) {
			return shown, true, nil
		}
	}
	return Subscription{}, false, nil
}

// idsBefore are the ids of the subscriptions that there are before the client
// makes its first one.
func (s Subscriptions) idsBefore(ctx context.Context, _ string) (map[string]bool, error) {
	ids := map[string]bool{}
	for shown, err := range s.All(ctx) {
		if err != nil {
			return nil, err
		}
		ids[shown.ID] = true
	}
	return ids, nil
}

// subscriptionMemory is what a client keeps of subscriptions.
type subscriptionMemory struct {
	*reader[Subscription]
	// before and made tell a subscription just made from those that were there.
	before *memo[map[string]bool]
	made   *claims
}

func newSubscriptionMemory(s Subscriptions) subscriptionMemory {
	return subscriptionMemory{newReader(s.Get, s.All, subscriptionID), &memo[map[string]bool]{fetch: s.idsBefore}, &claims{}}
}

// claims remembers which objects are spoken for.
type claims struct {
	mu  sync.Mutex
	ids map[string]bool
}

// claim reports whether nobody claimed the id before.
func (c *claims) claim(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ids == nil {
		c.ids = map[string]bool{}
	}
	if c.ids[id] {
		return false
	}
	c.ids[id] = true
	return true
}
