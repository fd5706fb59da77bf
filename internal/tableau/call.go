package tableau

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// call describes one call of the REST API.
type call struct {
	// doing says what is tried, on which object, for errors.
	doing  string
	method string
	// path is the escaped-on-use URI below /api/{version}; route is the same with placeholders.
	path  []string
	route string
	// onSite puts the session's site before path and route.
	onSite bool
	query  url.Values
	// body makes what stands in the request, anew for every attempt; nil sends none.
	body func() (any, error)
	// meant tells whether an answer about an object can be the one to this very call;
	// nil has any pass. It is for calls whose answer says which object is whose in state.
	meant func(id, about string) bool
	// notFound are the codes with which this very call says that its object does not exist.
	notFound []Code
	// repeatable marks a call that does the same when it is sent twice. Only
	// such a call is sent again when its outcome is unknown.
	repeatable bool
	// sendBy is when the call is too old to be sent, for one that was made from
	// what was read just before; zero where its age does not matter.
	sendBy time.Time
	// list is the element that the objects of a list stand in, "" where none is asked for;
	// page is which page of it is.
	list string
	page int
	// wholeList marks a call that is answered with all objects of a kind at once.
	wholeList bool
	// answersNothing marks a call whose answer holds nothing that anybody needs.
	answersNothing bool
	// version replaces the negotiated version, for calls before there is one.
	version Version
	// anonymous calls carry no session.
	anonymous bool
	// advice says what to do about a refusal of this very call, "" where it is
	// that of all calls; nil has none of its own.
	advice func(*Error) string
}

// content is a body that is the same for every attempt.
func content(v any) func() (any, error) {
	return func() (any, error) { return v, nil }
}

// nothing is the answer of a call that answers nothing. A body there is must
// still be one of Tableau's: a proxy's page is no success.
type nothing struct {
	XMLName xml.Name `xml:"tsResponse"`
}

// checked is an answer that can tell whether it holds what was asked for. One
// that does not is treated like a damaged one.
type checked interface{ check() error }

// aboutOne is an answer about one object: its id, and the name of a schedule or
// the id of the content that a task or subscription is about, "" where it is not shown.
type aboutOne interface{ object() (id, about string) }

// object is the one with this id.
func object(wanted string) func(id, about string) bool {
	return func(id, _ string) bool { return strings.EqualFold(id, wanted) }
}

// oneAbout is a new object about this content, as far as it is shown.
func oneAbout(content string) func(id, about string) bool {
	return func(_, about string) bool { return about == "" || strings.EqualFold(about, content) }
}

// errAboutAnother is why an answer is not believed, which a cache or a gateway can mix up.
var errAboutAnother = errors.New("it is about another object")

// send makes a call and decodes its answer into a T.
func send[T any](ctx context.Context, c *Client, call call) (T, error) {
	var answer T
	_, call.answersNothing = any(answer).(nothing)
	err := c.do(ctx, call, func(d *xml.Decoder) error {
		var fresh T
		if err := d.Decode(&fresh); err != nil {
			return err
		}
		if whole, ok := any(fresh).(checked); ok {
			if err := whole.check(); err != nil {
				return err
			}
		}
		if one, ok := any(fresh).(aboutOne); ok && call.meant != nil && !call.meant(one.object()) {
			return errAboutAnother
		}
		answer = fresh
		return nil
	})
	return answer, err
}

// do makes a call with the session it needs. A session that the service no
// longer accepts is renewed once per call, where the credentials allow it. A refusal
// right after that is for want of a scope, or sessions end often: the method's further
// calls renew nothing for a while.
func (c *Client) do(ctx context.Context, call call, decode func(*xml.Decoder) error) error {
	if call.anonymous {
		return c.exchange(ctx, call, "", decode)
	}
	session, err := c.signIn(ctx, nil)
	if err != nil {
		return err
	}
	method := call.method + " " + call.route
	err = c.exchange(ctx, call.within(session), session.token, decode)
	refused, _ := c.lacksScope.Load(method)
	until, _ := refused.(time.Time)
	if errors.Is(err, codeSessionInvalid) && c.canRenew() && !time.Now().Before(until) {
		if session, err = c.signIn(ctx, session); err != nil {
			return err
		}
		err = c.exchange(ctx, call.within(session), session.token, decode)
	}
	switch {
	case err == nil:
		c.lacksScope.Delete(method)
	case errors.Is(err, codeSessionInvalid) && hasScopes(c.config.Credentials):
		c.lacksScope.Store(method, time.Now().Add(failureHolds*c.config.RetryUnit))
	}
	return err
}

// within fills in what a session decides: the version and, for a call of the
// site, the site's id. URIs have the id, never the content URL.
func (call call) within(session *session) call {
	call.version = session.version
	if call.onSite {
		call.path = append([]string{"sites", session.siteID}, call.path...)
		call.route = "/sites/{site}" + call.route
	}
	return call
}

// isDoneBy reports whether an answer of this status without a body says that the
// call is done. A deletion has 204 (REST API reference: Delete Server Schedule); an
// empty 200 can be a gateway's. A cancellation has 200 (REST API reference: Cancel
// Job), and other writes are read back.
func (call call) isDoneBy(status int) bool {
	switch {
	case !call.answersNothing, call.method == http.MethodGet:
		return false
	case call.method == http.MethodDelete:
		return status == http.StatusNoContent
	}
	return true
}

// newRequest builds one attempt's request, without its body.
func (c *Client) newRequest(ctx context.Context, call call, token string) (*http.Request, error) {
	path := []string{"api", call.version.String()}
	for _, segment := range call.path {
		if strings.Trim(segment, ".") == "" {
			return nil, fmt.Errorf("%q is not an id", segment)
		}
		path = append(path, url.PathEscape(segment))
	}
	u := c.base.JoinPath(path...)
	u.RawQuery = call.query.Encode()
	request, err := http.NewRequestWithContext(ctx, call.method, u.String(), nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/xml")
	request.Header.Set("User-Agent", c.config.UserAgent)
	if call.body != nil {
		request.Header.Set("Content-Type", "application/xml")
	}
	if token != "" {
		request.Header.Set("X-Tableau-Auth", token)
	}
	return request, nil
}

func (c *Client) log(ctx context.Context, call call, status int, attempt int, took time.Duration, err *Error) {
	fields := map[string]any{
		"method": call.method, "route": call.route, "status": status,
		"attempt": attempt, "duration_ms": took.Milliseconds(),
	}
	if err != nil {
		fields["error"] = err.Error()
	}
	c.config.Log(ctx, "Tableau REST API call", fields)
}
