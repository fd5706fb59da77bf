package tableau

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// longestHost is that of a DNS name with a port, in bytes.
const longestHost = 253 + len(":65535")

// redirected reports where a server would have had the call sent to.
func (x *exchange) redirected(response *http.Response) *Error {
	e := x.failure(response.StatusCode, errors.New("the server redirects elsewhere, and a redirect is not followed"))
	e.advice = x.client.adviceOnRedirect(response)
	e.uncertain = !x.call.safe()
	return e
}

// adviceOnRedirect names a redirect's target by its scheme and host alone: the
// rest may hold a ticket, and anything else the server liked to write there.
func (c *Client) adviceOnRedirect(response *http.Response) string {
	const check = "Check that server_url is the root of a Tableau server, and that no sign-in page or proxy stands in front of it."
	target, err := response.Location()
	switch {
	case err != nil || !nameable(target):
		return check
	case target.Scheme == c.base.Scheme && strings.EqualFold(target.Host, c.base.Host):
		return "It leads to another page of the same host. " + check
	case target.Scheme == "http" && c.base.Scheme == "https":
		return fmt.Sprintf("It leads to http://%s, which is not encrypted and gets no credentials. %s", c.secrets.redact(target.Host), check)
	}
	return fmt.Sprintf("If %s://%s is the Tableau server, set server_url to it.", target.Scheme, c.secrets.redact(target.Host))
}

// nameable reports whether a URL's host can be shown to a person.
func nameable(target *url.URL) bool {
	odd := strings.ContainsFunc(target.Host, func(r rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]", r)
	})
	return (target.Scheme == "http" || target.Scheme == "https") && target.Host != "" && len(target.Host) <= longestHost && !odd
}
