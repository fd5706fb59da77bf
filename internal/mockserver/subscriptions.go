package mockserver

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Content types of subscriptions.
const (
	contentWorkbook = "Workbook"
	contentView     = "View"
)

var (
	pageOrientations = []string{"PORTRAIT", "LANDSCAPE"}
	pageSizes        = []string{
		"A3", "A4", "A5", "B5", "EXECUTIVE", "FOLIO", "LEDGER", "LEGAL", "LETTER", "NOTE", "QUARTO", "TABLOID",
	}
)

// Subscription mails a view or a workbook to a user.
type Subscription struct {
	ID                      string `json:"id,omitempty"`
	Site                    string `json:"site,omitempty"`
	Subject                 string `json:"subject"`
	Message                 string `json:"message,omitempty"`
	User                    string `json:"user,omitempty"`         // LUID or name
	ContentType             string `json:"content_type,omitempty"` // "Workbook" or "View"
	Content                 string `json:"content,omitempty"`      // LUID
	NoImage                 bool   `json:"no_image,omitempty"`
	AttachPDF               bool   `json:"attach_pdf,omitempty"`
	PageOrientation         string `json:"page_orientation,omitempty"` // empty: "PORTRAIT"
	PageSizeOption          string `json:"page_size_option,omitempty"` // empty: "LETTER"
	NotIfViewEmpty          bool   `json:"not_if_view_empty,omitempty"`
	Suspended               bool   `json:"suspended,omitempty"`
	RefreshExtractTriggered bool   `json:"refresh_extract_triggered,omitempty"`
	Timing
}

func (sub Subscription) clone() Subscription {
	sub.Timing = sub.Timing.clone()
	return sub
}

func subscriptionKind(s *Server) kind[Subscription] {
	return kind[Subscription]{
		noun: "subscription", objects: &s.subscriptions,
		id: func(sub *Subscription) *string { return &sub.ID }, name: func(sub *Subscription) string { return sub.Subject },
		clone: Subscription.clone, complete: s.completeSubscription, removed: func(Subscription) {},
	}
}

func (s *Server) completeSubscription(sub *Subscription) error {
	owner := ""
	if err := s.placeOnSite(&sub.Site, &owner); err != nil {
		return err
	}
	if sub.Subject == "" {
		return errors.New("it needs a subject")
	}
	user, found := s.accounts.userWithID(sub.User)
	if !found {
		user, found = s.accounts.userNamed(cmp.Or(sub.User, DemoUser))
	}
	if !found {
		return fmt.Errorf("there is no user %q", sub.User)
	}
	sub.User = user.ID
	if err := s.completeSubscribed(sub); err != nil {
		return err
	}
	sub.PageOrientation = strings.ToUpper(cmp.Or(sub.PageOrientation, pageOrientations[0]))
	sub.PageSizeOption = strings.ToUpper(cmp.Or(sub.PageSizeOption, "LETTER"))
	if !slices.Contains(pageOrientations, sub.PageOrientation) || !slices.Contains(pageSizes, sub.PageSizeOption) {
		return fmt.Errorf("page_orientation %q and page_size_option %q are not ones there are", sub.PageOrientation, sub.PageSizeOption)
	}
	if err := s.completeTiming(&sub.Timing, sub.Site, scheduleForSubscriptions); err != nil {
		return err
	}
	if sub.Suspended {
		sub.NextRunAt = time.Time{}
	}
	return nil
}

// completeSubscribed finds what is subscribed to, and its kind when that is left empty.
func (s *Server) completeSubscribed(sub *Subscription) error {
	if workbook, found := s.workbooks.get(sub.Content); found && workbook.Site == sub.Site && sub.ContentType != contentView {
		sub.ContentType = contentWorkbook
		return nil
	}
	if workbook, _, found := s.viewWithID(sub.Content); found && workbook.Site == sub.Site && sub.ContentType != contentWorkbook {
		sub.ContentType = contentView
		return nil
	}
	return fmt.Errorf("there is no %s %q on its site", cmp.Or(strings.ToLower(sub.ContentType), "workbook or view"), sub.Content)
}

// AddSubscription puts a subscription on a site behind its clients' backs, as the web interface or another client would, and returns
// its id. It panics when the subscription cannot be.
func (s *Server) AddSubscription(sub Subscription) (id string) {
	return addContent(s, subscriptionKind, sub)
}

// UpdateSubscription lets change edit a subscription behind its clients' backs, to suspend it, for example, and reports whether there is
// such a subscription. The next run follows the edit, unless the edit sets it. It panics when the subscription cannot be.
func (s *Server) UpdateSubscription(id string, change func(*Subscription)) bool {
	return updateTask(s, subscriptionKind, func(sub *Subscription) *Timing { return &sub.Timing }, id, change)
}

// DeleteSubscription removes a subscription behind its clients' backs and reports whether it was there.
func (s *Server) DeleteSubscription(id string) bool { return deleteContent(s, subscriptionKind, id) }

// Subscriptions returns the subscriptions of all sites, oldest first, those the search index still misses among them.
func (s *Server) Subscriptions() []Subscription { return allOf(s, subscriptionKind) }
