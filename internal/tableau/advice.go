package tableau

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// advice by Tableau's code, for the errors that any call can meet, whoever signed in.
var adviceByCode = map[Code]string{
	codeWrongURI:     "This server does not know the method. It may be older than the method, or be the other product; compare api_version with what the server speaks.",
	codeWrongVersion: "This server does not speak this version of the REST API. Leave api_version out to let the provider choose.",
	"400059": "Tableau does not say why. A schedule may have to be free of tasks and subscriptions, those of other sites too, before it can be deleted: remove or move them first. " +
		adviceOnMovedSubscription + "\n\n" + AdviceOnRenamedSchedule,
	codeForbidden:  "The signed-in user lacks the right to do this. Schedules can only be changed by a server administrator.",
	codeFeatureOff: "The feature is switched off on this site. An administrator can switch it on in the site's settings.",
	"404000":       "The site does not exist, or the user may not see it. Check site in the provider's configuration.",
	"429000":       "The service asks for fewer requests. Lower max_concurrent_requests, or raise max_retries.",
}

const (
	adviceOnProxySignIn = "The proxy asks for a sign-in. Give its user name and password in HTTPS_PROXY (HTTP_PROXY where server_url is http://), " +
		"as in http://name:password@proxy.example.com:8080, or name the server in NO_PROXY to go without it."
	adviceOnProxy = "Check HTTPS_PROXY and HTTP_PROXY, which name the proxy, or name the server in NO_PROXY to go without it."
)

// adviseOnSignIn says what to check where the service refuses a sign-in: it does
// not tell which part was wrong.
func adviseOnSignIn(credentials Credentials, site string) string {
	var check string
	switch credentials.(type) {
	case PersonalAccessToken:
		check = "Check the name and the secret of the personal access token. One ends when it was not used for 15 days, and at its configured age."
	case Password:
		check = "Check the user name and the password. Where multi-factor authentication is enforced, as on Tableau Cloud, sign in with a personal access token."
	case ConnectedApp:
		check = "Check client_id, secret_id and secret_value of connected_app, that the app is enabled, that username is a user of the site (on Tableau Cloud the e-mail address), " +
			"and that the clock of this machine is right."
	case JWT:
		check = "Check that the token has not expired and was not used before, for Tableau accepts it once, and that its user belongs to the site. " +
			"The app or the authorization server that it is of must be enabled."
	}
	if site == "" {
		return check + " No site is given, which is Server's default site: set site for another one."
	}
	return check + " Check site too: it is the part after /site/ in the browser's address, not the site's name. Leave it out for Server's default site."
}

// adviseOnEndedSession says why a session ended, and ended again where the
// credentials renew it: Tableau answers a missing scope in the same way.
func adviseOnEndedSession(credentials Credentials) string {
	const scope = "The sign-in probably lacks a scope, which Tableau answers like an ended session, or the method cannot be called with a JSON Web Token at all. "
	switch credentials.(type) {
	case PersonalAccessToken:
		return "The session has ended, and ended again when it was renewed. Another process is probably signing in with the same personal access token, " +
			"which ends every earlier session of that token: give each pipeline and each provider alias a token of its own."
	case ConnectedApp:
		return scope + "Add it to connected_app.scopes: the guide on signing in names those that are needed."
	case JWT:
		return scope + "The guide on signing in names those that are needed. If the session did end, get a new token: Tableau accepts one for a single sign-in."
	}
	return "The session has ended, and ended again when it was renewed. Try again; if it stays so, ask the server's administrator what ends it."
}

func advise(e *Error) string {
	var dns *net.DNSError
	switch {
	case !e.RetryAt.IsZero():
		return fmt.Sprintf("The service asks to be left alone until %s. Try again then; fewer max_concurrent_requests help.", e.RetryAt.UTC().Format(time.RFC3339))
	case adviceByCode[e.Code] != "":
		return adviceByCode[e.Code]
	case errors.Is(e.Cause, context.Canceled):
		return ""
	case e.Status == http.StatusProxyAuthRequired, errors.Is(e.Cause, proxyError(http.StatusProxyAuthRequired)):
		return adviceOnProxySignIn
	case isProxyFault(e.Cause):
		return adviceOnProxy
	case e.Status == http.StatusTooManyRequests:
		return adviceByCode["429000"]
	case e.uncertain && e.Status == 0:
		return "The service may have done it all the same; the next plan shows what is there. If this happens often, raise request_timeout."
	case e.Status >= http.StatusInternalServerError:
		return "The server or a proxy in front of it is in trouble. Try again; if it stays so, ask the server's administrator."
	case errors.Is(e.Cause, errGone):
		return "Try again when the server answers. If it stays so, check the network and the proxy settings, and ask the server's administrator."
	case errors.As(e.Cause, &dns):
		return "The host's name could not be looked up. Check server_url and the proxy settings."
	case adviceOnTLS(e.Cause) != "":
		return adviceOnTLS(e.Cause)
	case e.Cause != nil && e.Status == 0 && e.Attempts > 0:
		return "The server could not be reached. Check server_url, the network and the proxy settings."
	case e.Code == "" && e.Status >= http.StatusBadRequest:
		return "This is no answer of Tableau's REST API: something in front of it gave it, such as a proxy. Check server_url and the proxy settings."
	}
	return ""
}

// advisedTo replaces the advice of an error.
func advisedTo(err error, advice string) error {
	var failed *Error
	if errors.As(err, &failed) {
		failed.advice = advice
	}
	return err
}

// advisedIfLost is advisedTo for a call that may have had its effect although no
// answer says so.
func advisedIfLost(err error, advice string) error {
	if IsUncertain(err) {
		return advisedTo(err, advice)
	}
	return err
}
