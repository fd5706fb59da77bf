package tableau

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Code is Tableau's own error code, such as "404023". It is the thing to match
// on, with errors.Is: the HTTP status often says something else (REST API
// reference: Handling Errors; Update Server Schedule answers 400 with 409004).
type Code string

// Error makes a Code usable as the target of errors.Is.
func (c Code) Error() string { return "Tableau error " + string(c) }

// Codes that concern every call.
const (
	codeSignInRefused  Code = "401001"
	codeSessionInvalid Code = "401002"
	codeForbidden      Code = "403004"
	codeWrongURI       Code = "404003"
	codeFeatureOff     Code = "403157"
	codeLinkedTasksOff Code = "403155"
	codeWrongVersion   Code = "404001"
	codePageNumber     Code = "400006"
)

// Error is a call that failed, whether the service refused it or the answer
// never came. It never holds a header, a query or a body.
type Error struct {
	// Doing says what was tried, on which object: `read schedule "…"`.
	Doing string
	// Method and Route are what was called, the route with placeholders.
	Method, Route string
	// Status is the HTTP status, 0 when no answer came.
	Status int
	// Code, Summary and Detail are the service's own words, empty when the
	// answer was not one of Tableau's.
	Code            Code
	Summary, Detail string
	// Attempts counts the requests sent.
	Attempts int
	// RetryAt is when the service wants to be asked again; zero if it does not say.
	RetryAt time.Time
	// Cause is what went wrong where the service did not say it.
	Cause error

	advice    string
	notFound  bool
	uncertain bool
	damaged   bool
}

// Error says what was tried and what came back, in one paragraph.
func (e *Error) Error() string { return "cannot " + e.Doing + ": " + e.Outcome() }

// Outcome says what came back, without what was tried.
func (e *Error) Outcome() string {
	var b strings.Builder
	if e.Attempts > 0 {
		fmt.Fprintf(&b, "%s %s ", e.Method, e.Route)
	}
	switch {
	case e.Code != "":
		fmt.Fprintf(&b, "was answered with error %s (HTTP %d)", string(e.Code), e.Status)
		for _, words := range []string{e.Summary, e.Detail} {
			if words != "" {
				fmt.Fprintf(&b, ": %s", words)
			}
		}
	case e.Cause != nil && e.Status != 0:
		fmt.Fprintf(&b, "was answered with HTTP %d: %s", e.Status, e.Cause)
	case e.Cause != nil && e.Attempts > 0:
		fmt.Fprintf(&b, "failed: %s", e.Cause)
	case e.Cause != nil:
		b.WriteString(e.Cause.Error())
	default:
		fmt.Fprintf(&b, "was answered with HTTP %d (%s)", e.Status, http.StatusText(e.Status))
	}
	if e.Attempts > 1 {
		fmt.Fprintf(&b, " (the last of %d attempts)", e.Attempts)
	}
	return b.String()
}

// Unwrap gives the cause, so that errors.Is finds a cancelled context.
func (e *Error) Unwrap() error { return e.Cause }

// Is reports whether target is the Code that the service answered with.
func (e *Error) Is(target error) bool {
	code, ok := target.(Code)
	return ok && e.Code == code
}

// Advice is one or two sentences on what a person can do, empty where nothing
// is known that would help.
func (e *Error) Advice() string {
	if e.advice != "" {
		return e.advice
	}
	return advise(e)
}

// IsNotFound reports whether the service said, with the code that belongs to
// the object asked for, that the object does not exist. A wrong URI, an
// unknown site and a version too high are not that.
func IsNotFound(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.notFound
}

// leavesOpen reports whether an answer with an error's status leaves open what became
// of the request. One that is not Tableau's may come from a gateway which lets the
// request through and not its answer.
func (e *Error) leavesOpen() bool {
	switch e.Status {
	case http.StatusUnauthorized, http.StatusProxyAuthRequired, http.StatusTooManyRequests:
		return false
	case http.StatusRequestTimeout:
		return true
	}
	return e.Code == "" || e.Status >= http.StatusInternalServerError
}

// isFinal reports that asking again brings the same answer.
func isFinal(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Status >= http.StatusMultipleChoices && e.Status < http.StatusInternalServerError &&
		e.Status != http.StatusRequestTimeout && e.Status != http.StatusTooManyRequests
}

// isTrouble reports that the service, or the way to it, failed for the moment.
func isTrouble(err error) bool {
	var e *Error
	return errors.As(err, &e) && (e.Status == 0 && !e.isHeldUp() || e.Status >= http.StatusInternalServerError)
}

// IsUncertain reports whether the service may have done what it was asked
// although no answer says so: the connection broke, time ran out, or something
// in between answered in its place.
func IsUncertain(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.uncertain
}

// isHeldUp reports that the service did nothing of what it was asked, since it
// takes fewer requests for the moment.
func (e *Error) isHeldUp() bool {
	var postponed *postponedError
	return e.Status == http.StatusTooManyRequests || errors.As(e.Cause, &postponed) || errors.Is(e.Cause, errOutdated)
}

func isHeldUp(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.isHeldUp()
}

// postpone notes when to come back, if err says that.
func (e *Error) postpone(err error) {
	var postponed *postponedError
	if errors.As(err, &postponed) {
		e.RetryAt = postponed.until
	}
}
