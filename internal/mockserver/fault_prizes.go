package mockserver

import (
	"net/http"
	"path"
	"slices"
	"strconv"
	"time"
)

// transientPrizes are refusals after which nothing has happened and, for GET, which can be repeated whatever has happened, lost answers.
var transientPrizes = []prize{
	{weight: 1, fault: Fault{Status: http.StatusServiceUnavailable, HTML: true}},
	{weight: 1, fault: throttled("1")},
	{weight: 1, fault: throttled("")},
	{weight: 1, fault: Fault{Drop: DropBefore}, by: isRead},
	{weight: 1, fault: Fault{Truncate: true}, by: isRead},
	{weight: 1, fault: Fault{Status: http.StatusBadGateway, HTML: true}, by: isRead},
}

var noticeablePrizes = slices.Concat(refusals, silences, lostAnswers, delays, shortPages)

var anyPrizes = append(slices.Clone(noticeablePrizes), prize{weight: 3, fault: Fault{Partial: PartialList}, by: isRead})

// refusals: nothing has happened, and the client knows it. Nothing refuses a sign-in for good: 401001 would be the truth about its
// credentials, and is not drawn. A wait of an hour is rare, for it makes
// a client give up.
var refusals = []prize{
	{weight: 20, fault: throttled("0")},
	{weight: 20, fault: throttled("+0s")},
	{weight: 10, fault: throttled("")},
	{weight: 1, fault: throttled("3600")},
	{weight: 1, fault: throttled("+1h")},
	{weight: 20, fault: Fault{EndSession: true}, by: isInSession}, // 401002, as when another client signs in with the token
	{weight: 3, fault: Fault{Status: http.StatusUnauthorized, HTML: true}, by: isInSession},
	{weight: 6, fault: Fault{Status: http.StatusForbidden, HTML: true}, by: isInSession},
	{weight: 6, fault: Fault{Status: http.StatusNotFound, HTML: true}, by: isInSession},
}

// silences: nothing has happened, and the client cannot know it.
var silences = append(gatewayAnswers(false), prize{weight: 20, fault: Fault{Drop: DropBefore}})

// lostAnswers: the request has had its effect, and the client cannot know it.
var lostAnswers = append(gatewayAnswers(true), prize{weight: 20, fault: Fault{Drop: DropAfter}}, prize{weight: 20, fault: Fault{Truncate: true}})

// delays: the request is served, later.
var delays = []prize{
	{weight: 10, fault: Fault{Latency: 2 * time.Millisecond}},
	{weight: 3, fault: Fault{Latency: 15 * time.Millisecond}},
}

// shortPages: the list is longer than its pages, which tell so.
var shortPages = []prize{
	{weight: 30, fault: Fault{Partial: PartialPage}, by: isPaged},
	{weight: 30, fault: Fault{Partial: PartialEmpty}, by: isPaged},
}

// throttled is a 429, with a Retry-After where one is given.
func throttled(retryAfter string) Fault {
	return Fault{Status: http.StatusTooManyRequests, Code: "429000", Summary: "Too Many Requests", Detail: "Too many requests were made.", RetryAfter: retryAfter}
}

// gatewayAnswers come in the place of the service's answer, before or after it was given.
func gatewayAnswers(after bool) []prize {
	prizes := []prize{
		{weight: 6, fault: Fault{Status: http.StatusOK, HTML: true, After: after}},
		{weight: 3, fault: Fault{Status: http.StatusOK, After: after}},
		{weight: 3, fault: Fault{Status: http.StatusOK, Code: "500000", Summary: "Internal Server Error", Detail: "The request was not completed.", After: after}},
	}
	for _, status := range []int{
		http.StatusRequestTimeout, http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout,
	} {
		prizes = append(prizes,
			prize{weight: 3, fault: Fault{Status: status, HTML: true, After: after}},
			prize{weight: 3, fault: Fault{Code: strconv.Itoa(status) + "000", Summary: http.StatusText(status), Detail: "The request was not completed.", After: after}})
	}
	if after { // What lets a request through and not its answer.
		prizes = append(prizes, prize{weight: 3, fault: Fault{Status: http.StatusForbidden, HTML: true, After: true}, by: isInSession})
	}
	return append(prizes, prize{weight: 3, fault: Fault{Status: http.StatusServiceUnavailable, HTML: true, RetryAfter: "0", After: after}})
}

// isInSession reports whether requests of a route carry a session.
func isInSession(_, pattern string) bool {
	return pattern != "/auth/signin" && pattern != "/serverinfo"
}

// isPaged reports whether a route answers pages that tell how long the whole list is. Jobs and flow runs leave that out.
func isPaged(method, pattern string) bool {
	return method == http.MethodGet && slices.Contains([]string{
		"sites", "schedules", "extracts", "subscriptions", "linked", "projects", "workbooks", "views", "datasources", "flows", "databases", "tables",
		"virtualConnections", "users", "groups", "groupsets",
	}, path.Base(pattern))
}
