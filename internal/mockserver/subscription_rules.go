package mockserver

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// subscriptionRefused is the unspecific refusal of a subscription.
func subscriptionRefused(detail string) *apiError {
	return &apiError{http.StatusBadRequest, "400063", "Error Creating Subscription", detail}
}

func subjectRequired() *apiError {
	return &apiError{http.StatusBadRequest, "400067", "Invalid Subscription Subject", "The subject is empty."}
}

// invalidSubscriptionType answers a type of content that is none, and a schedule of another type: both have the same code.
func invalidSubscriptionType(detail string) *apiError {
	return &apiError{http.StatusBadRequest, "400069", "Invalid Subscription Type", detail}
}

// applyToSubscription sets what was sent, and checks that what is then subscribed to, by whom and when, can be.
func (s *Server) applyToSubscription(c *call, sub *Subscription, request subscriptionRequest) *apiError {
	in := subscriptionIn{}
	if request.Subscription != nil {
		in = *request.Subscription
	}
	if refusal := in.putAttributes(sub); refusal != nil {
		return refusal
	}
	if in.Content != nil {
		if refusal := s.putSubscribed(sub, *in.Content); refusal != nil {
			return refusal
		}
	}
	if in.User != nil {
		user, found := s.accounts.userWithID(in.User.ID)
		if !found || !s.isOnSite(user, sub.Site) {
			return notFound("404002", "User", in.User.ID)
		}
		sub.User = user.ID
	}
	if refusal := s.putSubscriptionTiming(c, sub, in.Schedule, request.Schedule); refusal != nil {
		return refusal
	}
	if sub.Content == "" || sub.User == "" || in.Content == nil && in.User == nil {
		return nil
	}
	return s.maySubscribe(c.session.user, *sub)
}

func (in subscriptionIn) putAttributes(sub *Subscription) *apiError {
	if in.Subject != nil {
		if *in.Subject == "" {
			return subjectRequired()
		}
		sub.Subject = *in.Subject
	}
	if in.Message != nil {
		sub.Message = *in.Message
	}
	image := !sub.NoImage
	for _, one := range []struct {
		attribute string
		sent      *string
		field     *bool
	}{{"attachImage", in.AttachImage, &image}, {"attachPdf", in.AttachPDF, &sub.AttachPDF}, {"suspended", in.Suspended, &sub.Suspended}} {
		if refusal := putFlag(one.attribute, one.sent, one.field); refusal != nil {
			return refusal
		}
	}
	sub.NoImage = !image
	for _, one := range []struct {
		attribute string
		sent      *string
		field     *string
		allowed   []string
	}{
		{"pageOrientation", in.PageOrientation, &sub.PageOrientation, pageOrientations},
		{"pageSizeOption", in.PageSizeOption, &sub.PageSizeOption, pageSizes},
	} {
		if one.sent == nil {
			continue
		}
		if upper := strings.ToUpper(*one.sent); slices.Contains(one.allowed, upper) {
			*one.field = upper
		} else {
			return subscriptionRefused("The " + one.attribute + " '" + *one.sent + "' is not one of " + strings.Join(one.allowed, ", ") + ".")
		}
	}
	return nil
}

// putFlag sets a boolean if it was sent.
func putFlag(attribute string, sent *string, field *bool) *apiError {
	if sent == nil {
		return nil
	}
	value, err := strconv.ParseBool(*sent)
	if err != nil {
		return badRequest(attribute + " is neither true nor false")
	}
	*field = value
	return nil
}

// putSubscribed sets the content. An unknown workbook is a 400 with a code that begins with 404.
func (s *Server) putSubscribed(sub *Subscription, in subscribedIn) *apiError {
	if in.ID == "" || in.Type == "" {
		return &apiError{http.StatusBadRequest, "400068", "Invalid Subscription Target", "Content with a type and an id is required."}
	}
	send := !sub.NotIfViewEmpty
	if refusal := putFlag("sendIfViewEmpty", in.SendIfViewEmpty, &send); refusal != nil {
		return refusal
	}
	sub.NotIfViewEmpty = !send
	switch in.Type {
	case contentWorkbook:
		if workbook, found := s.workbooks.get(in.ID); !found || workbook.Site != sub.Site {
			return &apiError{http.StatusBadRequest, "404006", "Resource Not Found", "Workbook '" + in.ID + "' could not be found."}
		}
	case contentView:
		if workbook, _, found := s.viewWithID(in.ID); !found || workbook.Site != sub.Site {
			return viewNotFound(in.ID)
		}
	default:
		return invalidSubscriptionType("The type '" + in.Type + "' is neither 'Workbook' nor 'View'.")
	}
	sub.Content, sub.ContentType = in.ID, in.Type
	return nil
}

// putSubscriptionTiming sets the schedule, which is one of the server's inside the subscription on Server and a frequency on Cloud, beside
// the subscription or inside it.
func (s *Server) putSubscriptionTiming(c *call, sub *Subscription, inside *subscriptionScheduleIn, beside *cloudScheduleIn) *apiError {
	if s.product == ProductServer {
		return s.putServerSchedule(sub, inside, beside)
	}
	if inside != nil {
		if beside != nil || inside.ID != "" {
			return badRequest("on Tableau Cloud the schedule is a frequency, and is sent once")
		}
		beside = &cloudScheduleIn{Frequency: inside.Frequency, FrequencyDetails: inside.FrequencyDetails}
	}
	if beside == nil {
		return nil
	}
	if c.version.less(customFrequencySince) {
		return badRequest("a frequency of a subscription needs API " + customFrequencySince.String())
	}
	timing, refusal := cloudTiming(beside)
	if refusal != nil {
		return refusal
	}
	timing.CreatedAt = sub.CreatedAt
	sub.Timing = timing
	return nil
}

func (s *Server) putServerSchedule(sub *Subscription, inside *subscriptionScheduleIn, beside *cloudScheduleIn) *apiError {
	if beside != nil || inside != nil && (inside.Frequency != "" || inside.FrequencyDetails != nil) {
		return badRequest("on Tableau Server the schedule is an id inside the subscription")
	}
	if inside == nil {
		return nil
	}
	schedule, found := s.schedules.byID[inside.ID]
	if !found {
		return scheduleNotFound("404023", inside.ID)
	}
	if schedule.Type != scheduleForSubscriptions {
		return invalidSubscriptionType("Schedule '" + schedule.Name + "' is of the type " + schedule.Type + ", not " + scheduleForSubscriptions + ".")
	}
	sub.Schedule = schedule.ID
	return nil
}

// subscribingForbidden refuses a caller, on Cloud with the code of any refusal.
func (s *Server) subscribingForbidden(detail string) *apiError {
	if s.product == ProductCloud {
		return forbidden(detail)
	}
	return &apiError{http.StatusForbidden, "403060", "Forbidden", detail}
}

// maySubscribe refuses a caller who may not subscribe the user to the content, and a user who cannot be subscribed: administrators,
// owners and project leaders may subscribe anybody, everybody else themselves, on Cloud viewers not even that.
func (s *Server) maySubscribe(caller User, sub Subscription) *apiError {
	workbook, found := s.workbooks.get(sub.Content)
	if !found {
		workbook, _, found = s.viewWithID(sub.Content)
	}
	recipient, known := s.accounts.userWithID(sub.User)
	switch {
	case !found || !known:
		return nil // found gone when it is completed
	case s.product == ProductCloud && !caller.has(anyScheduler):
		return s.subscribingForbidden("Only administrators, creators and explorers may subscribe.")
	case caller.ID != recipient.ID && !s.leads(caller, workbook.Owner, workbook.Project):
		return s.subscribingForbidden("The user may not subscribe others to '" + workbook.Name + "'.")
	case s.behaviour.RecipientsLackRead && !s.leads(recipient, workbook.Owner, workbook.Project):
		return &apiError{http.StatusForbidden, "403063", "Forbidden", "User '" + recipient.Name + "' may not view '" + workbook.Name + "'."}
	case recipient.Email == "":
		return &apiError{http.StatusForbidden, "403064", "Forbidden", "User '" + recipient.Name + "' has no e-mail address."}
	}
	return nil
}

func (s *Server) isOnSite(user User, contentURL string) bool {
	site, known := s.sites.withContentURL(contentURL)
	return known && user.isOn(site)
}
