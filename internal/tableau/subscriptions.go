package tableau

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"iter"
	"net/http"
)

const (
	routeSubscriptions = "/subscriptions"
	routeSubscription  = "/subscriptions/{subscription}"
)

// Subscription mails a view or a workbook to a user, as the service shows it.
// Schedule is a schedule of Server by id and name, or on Cloud a frequency
// without an id; one that follows an extract refresh has none.
type Subscription struct {
	ID      string `xml:"id,attr"`
	Subject string `xml:"subject,attr"`
	// Message, AttachImage, AttachPDF and Suspended are nil where the service
	// leaves them out, as the schema lets it.
	Message         *string `xml:"message,attr"`
	AttachImage     *bool   `xml:"attachImage,attr"`
	AttachPDF       *bool   `xml:"attachPdf,attr"`
	PageOrientation string  `xml:"pageOrientation,attr"`
	PageSizeOption  string  `xml:"pageSizeOption,attr"`
	Suspended       *bool   `xml:"suspended,attr"`
	// RefreshExtractTriggered is set for one that is sent after an extract
	// refresh, which the REST API shows and cannot make.
	RefreshExtractTriggered bool                `xml:"refreshExtractTriggered,attr"`
	Content                 SubscriptionContent `xml:"content"`
	Schedule                *Schedule           `xml:"schedule"`
	User                    Reference           `xml:"user"`
}

// SubscriptionContent is what is mailed.
type SubscriptionContent struct {
	ID string `xml:"id,attr"`
	// Type is View or Workbook.
	Type string `xml:"type,attr"`
	// SendIfViewEmpty concerns views only; nil where the service leaves it out.
	SendIfViewEmpty *bool  `xml:"sendIfViewEmpty,attr"`
	Name            string `xml:"name,attr"`
	CustomViewID    string `xml:"customViewId,attr"`
}

// SubscriptionSettings is what can be said of a subscription. All of it is
// sent each time, for the schema has no partial update. Either ScheduleID or
// Frequency and FrequencyDetails say when it is sent; without both an update
// leaves that as it is.
type SubscriptionSettings struct {
	Subject string
	// Message nil leaves the message out of the request; an empty one removes it.
	Message                         *string
	AttachImage, AttachPDF          bool
	PageOrientation, PageSizeOption string
	// Suspended can only be said in an update; a new subscription is active.
	Suspended       *bool
	ContentType     string
	ContentID       string
	SendIfViewEmpty bool
	UserID          string
	// ScheduleID is a schedule of Server.
	ScheduleID string
	// Frequency and FrequencyDetails are the subscription's own, on Cloud.
	Frequency        string
	FrequencyDetails *FrequencyDetails
}

// subscriptionRequest is both products' request: Server has the schedule
// within the subscription, Cloud has the frequency beside it (REST API
// reference: Create Subscription).
type subscriptionRequest struct {
	XMLName      xml.Name            `xml:"http://tableau.com/api tsRequest"`
	Subscription subscriptionElement `xml:"subscription"`
	Schedule     *ScheduleSettings   `xml:"schedule"`
}

type subscriptionElement struct {
	Subject         string                     `xml:"subject,attr"`
	AttachImage     bool                       `xml:"attachImage,attr"`
	AttachPDF       bool                       `xml:"attachPdf,attr"`
	PageOrientation string                     `xml:"pageOrientation,attr,omitempty"`
	PageSizeOption  string                     `xml:"pageSizeOption,attr,omitempty"`
	Message         *string                    `xml:"message,attr"`
	Suspended       *bool                      `xml:"suspended,attr"`
	Content         subscriptionContentElement `xml:"content"`
	Schedule        *idReference               `xml:"schedule"`
	User            idReference                `xml:"user"`
}

type subscriptionContentElement struct {
	ID              string `xml:"id,attr"`
	Type            string `xml:"type,attr"`
	SendIfViewEmpty bool   `xml:"sendIfViewEmpty,attr"`
}

func (s SubscriptionSettings) request() subscriptionRequest {
	request := subscriptionRequest{Subscription: subscriptionElement{
		Subject: s.Subject, Message: s.Message, Suspended: s.Suspended,
		AttachImage: s.AttachImage, AttachPDF: s.AttachPDF, PageOrientation: s.PageOrientation, PageSizeOption: s.PageSizeOption,
		Content: subscriptionContentElement{ID: s.ContentID, Type: s.ContentType, SendIfViewEmpty: s.SendIfViewEmpty},
		User:    idReference{s.UserID},
	}}
	if s.ScheduleID != "" {
		request.Subscription.Schedule = &idReference{s.ScheduleID}
	}
	if s.Frequency != "" {
		request.Schedule = &ScheduleSettings{Frequency: s.Frequency, FrequencyDetails: s.FrequencyDetails}
	}
	return request
}

// subscriptionAnswer has the schedule within the subscription or beside it:
// Cloud's reference shows the latter, its clients have met both.
type subscriptionAnswer struct {
	XMLName      xml.Name     `xml:"tsResponse"`
	Subscription Subscription `xml:"subscription"`
	Schedule     *Schedule    `xml:"schedule"`
}

func (a subscriptionAnswer) check() error {
	if a.Subscription.ID == "" {
		return errors.New("it holds no subscription")
	}
	return nil
}

func (a subscriptionAnswer) object() (id, about string) {
	return a.Subscription.ID, a.Subscription.Content.ID
}

func (a subscriptionAnswer) whole() Subscription {
	if a.Subscription.Schedule == nil {
		a.Subscription.Schedule = a.Schedule
	}
	return a.Subscription
}

type subscriptionsPage struct {
	XMLName xml.Name `xml:"tsResponse"`
	page
	Subscriptions []Subscription `xml:"subscriptions>subscription"`
}

// Subscriptions are the subscriptions of the site. Server takes them with a
// schedule from version 2.3, Cloud with a frequency of their own from 3.20.
type Subscriptions struct{ client *Client }

// Subscriptions gives the calls that concern subscriptions.
func (c *Client) Subscriptions() Subscriptions { return Subscriptions{c} }

// Get reads a subscription by its id.
func (s Subscriptions) Get(ctx context.Context, id string) (Subscription, error) {
	answer, err := send[subscriptionAnswer](ctx, s.client, call{
		doing:      fmt.Sprintf("read subscription %s", id),
		method:     http.MethodGet,
		onSite:     true,
		path:       []string{"subscriptions", id},
		route:      routeSubscription,
		meant:      object(id),
		advice:     adviseOnSubscriptions,
		notFound:   []Code{codeSubscriptionNotFound},
		repeatable: true,
	})
	return answer.whole(), err
}

// Read is Get for many subscriptions: it fetches the list once and answers
// from it. What it gives is as old as the latest write of this client.
func (s Subscriptions) Read(ctx context.Context, id string) (Subscription, error) {
	return s.client.subscriptions.read(ctx, id)
}

// All yields every subscription that the user may see, for the service has no
// filter for them.
func (s Subscriptions) All(ctx context.Context) iter.Seq2[Subscription, error] {
	return all(ctx, s.client, call{
		doing:      "list subscriptions",
		list:       "subscriptions",
		method:     http.MethodGet,
		onSite:     true,
		path:       []string{"subscriptions"},
		route:      routeSubscriptions,
		advice:     adviseOnSubscriptions,
		repeatable: true,
	}, func(page subscriptionsPage) (pagination, []Subscription) {
		return *page.Pagination, page.Subscriptions
	}, subscriptionID)
}

func subscriptionID(s Subscription) string { return s.ID }

// Update changes a subscription. Its answer is left alone, for it leaves things
// out: read the subscription back. Content and user stay what it was created
// with. Sending the same settings twice does what sending them once does.
func (s Subscriptions) Update(ctx context.Context, id string, settings SubscriptionSettings) error {
	defer s.client.subscriptions.wrote()
	_, err := send[nothing](ctx, s.client, call{
		doing:      fmt.Sprintf("update subscription %q (%s)", settings.Subject, id),
		method:     http.MethodPut,
		onSite:     true,
		path:       []string{"subscriptions", id},
		route:      routeSubscription,
		advice:     adviseOnSubscriptions,
		body:       content(settings.request()),
		notFound:   []Code{codeSubscriptionNotFound},
		repeatable: true,
	})
	return err
}

// Delete deletes a subscription.
func (s Subscriptions) Delete(ctx context.Context, id string) error {
	defer s.client.subscriptions.wrote()
	return s.client.subscriptions.deleted.watch(ctx, s.client, id, func(id string) error {
		_, err := send[nothing](ctx, s.client, call{
			doing:      fmt.Sprintf("delete subscription %s", id),
			method:     http.MethodDelete,
			onSite:     true,
			path:       []string{"subscriptions", id},
			route:      routeSubscription,
			advice:     adviseOnSubscriptions,
			notFound:   []Code{codeSubscriptionNotFound},
			repeatable: true,
		})
		return err
	})
}

// Await reads a subscription until it is there and as wanted, for the
// service's index follows a write with some delay. When it does not get there
// in time, it gives the latest read, or the not-found error of it.
func (s Subscriptions) Await(ctx context.Context, id string, wanted func(Subscription) bool) (Subscription, error) {
	return await(ctx, s.client, func(ctx context.Context) (Subscription, error) { return s.Get(ctx, id) }, wanted)
}
