package mockserver

import "encoding/xml"

// subscriptionRequest has a subscription and, on Cloud, its frequency beside it.
type subscriptionRequest struct {
	Subscription *subscriptionIn  `xml:"subscription"`
	Schedule     *cloudScheduleIn `xml:"schedule"`
}

// subscriptionIn is a subscription in a request. A nil member was not sent.
type subscriptionIn struct {
	Subject         *string                 `xml:"subject,attr"`
	Message         *string                 `xml:"message,attr"`
	AttachImage     *string                 `xml:"attachImage,attr"`
	AttachPDF       *string                 `xml:"attachPdf,attr"`
	PageOrientation *string                 `xml:"pageOrientation,attr"`
	PageSizeOption  *string                 `xml:"pageSizeOption,attr"`
	Suspended       *string                 `xml:"suspended,attr"`
	Content         *subscribedIn           `xml:"content"`
	Schedule        *subscriptionScheduleIn `xml:"schedule"`
	User            *idElement              `xml:"user"`
}

type subscribedIn struct {
	ID              string  `xml:"id,attr"`
	Type            string  `xml:"type,attr"`
	SendIfViewEmpty *string `xml:"sendIfViewEmpty,attr"`
}

// subscriptionScheduleIn is a schedule inside a subscription: Server's by its id, or Cloud's frequency in the place where Tableau's
// migration SDK puts it on create.
type subscriptionScheduleIn struct {
	ID               string              `xml:"id,attr"`
	Frequency        string              `xml:"frequency,attr"`
	FrequencyDetails *frequencyDetailsIn `xml:"frequencyDetails"`
}

type subscriptionElement struct {
	XMLName                 xml.Name        `xml:"subscription"`
	ID                      string          `xml:"id,attr"`
	Subject                 string          `xml:"subject,attr,omitempty"`
	Message                 *string         `xml:"message,attr"`
	AttachImage             *bool           `xml:"attachImage,attr"`
	AttachPDF               *bool           `xml:"attachPdf,attr"`
	PageOrientation         string          `xml:"pageOrientation,attr,omitempty"`
	PageSizeOption          string          `xml:"pageSizeOption,attr,omitempty"`
	Suspended               *bool           `xml:"suspended,attr"`
	RefreshExtractTriggered bool            `xml:"refreshExtractTriggered,attr,omitempty"`
	Content                 *subscribedOut  `xml:"content"`
	Schedule                *scheduleOfTask `xml:"schedule"`
	User                    *namedElement   `xml:"user"`
}

type subscribedOut struct {
	ID              string `xml:"id,attr"`
	Type            string `xml:"type,attr"`
	SendIfViewEmpty *bool  `xml:"sendIfViewEmpty,attr"`
}

type subscriptionListElement struct {
	XMLName       xml.Name              `xml:"subscriptions"`
	Subscriptions []subscriptionElement `xml:"subscription"`
}

// shownSubscription is a subscription as list and get answer it.
func (s *Server) shownSubscription(sub Subscription) subscriptionElement {
	element := s.subscriptionElement(sub)
	if s.behaviour.BareSubscriptions {
		element.Message, element.AttachImage, element.AttachPDF, element.Suspended = nil, nil, nil, nil
		element.PageOrientation, element.PageSizeOption, element.Content.SendIfViewEmpty = "", "", nil
	}
	return element
}

// subscriptionElement is a subscription with all that is known of it.
func (s *Server) subscriptionElement(sub Subscription) subscriptionElement {
	attachImage, sendIfViewEmpty := !sub.NoImage, !sub.NotIfViewEmpty
	element := subscriptionElement{
		ID: sub.ID, Subject: sub.Subject, Message: &sub.Message, AttachImage: &attachImage, AttachPDF: &sub.AttachPDF,
		PageOrientation: sub.PageOrientation, PageSizeOption: sub.PageSizeOption, Suspended: &sub.Suspended,
		RefreshExtractTriggered: sub.RefreshExtractTriggered,
		Content:                 &subscribedOut{ID: sub.Content, Type: sub.ContentType, SendIfViewEmpty: &sendIfViewEmpty},
		User:                    &namedElement{ID: sub.User},
	}
	if user, found := s.accounts.userWithID(sub.User); found {
		element.User.Name = user.Name
	}
	if schedule := s.scheduleOf(sub.Timing); schedule != nil && sub.Frequency == "" {
		element.Schedule = &scheduleOfTask{ID: schedule.ID, Name: schedule.Name}
	} else {
		element.Schedule = schedule
	}
	return element
}

// writtenSubscription is a subscription as create and update answer it. Server leaves out what is attached; Cloud whether it is
// suspended, and puts the schedule beside it, in the form of one just written. REST API reference: Create Subscription, response bodies.
func (s *Server) writtenSubscription(sub Subscription) []any {
	element := s.subscriptionElement(sub)
	if s.product == ProductServer {
		element.AttachImage, element.AttachPDF = nil, nil
		return []any{element}
	}
	element.Suspended, element.Schedule, element.User.Name = nil, nil, ""
	return []any{element, s.cloudScheduleBeside(sub.Timing, sub.ID, sub.Site)}
}
