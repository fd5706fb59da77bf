package tableau

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/hashicorp/go-retryablehttp"
)

// exchange is one call and the attempts at it.
type exchange struct {
	client  *Client
	call    call
	decode  func(*xml.Decoder) error
	attempt int
	started time.Time
	// err is how the latest attempt ended, nil when it went well.
	err *Error
}

// exchange sends a call when there is a free slot for it and the service takes requests.
func (c *Client) exchange(ctx context.Context, call call, token string, decode func(*xml.Decoder) error) error {
	err := c.throttle.check(ctx, call.sendBy)
	if err == nil {
		err = c.slots.Acquire(ctx, 1)
	}
	if err != nil {
		return call.notSent(err)
	}
	defer c.slots.Release(1)
	if err := c.outage.check(ctx); err != nil {
		return call.notSent(err)
	}
	if err := c.throttle.wait(ctx, call.sendBy); err != nil {
		return call.notSent(err)
	}
	return c.exchangeNow(ctx, call, token, decode)
}

// exchangeNow sends a call, again where that is safe and promising, until it
// succeeds, is refused, or the retries or the context end.
func (c *Client) exchangeNow(ctx context.Context, call call, token string, decode func(*xml.Decoder) error) error {
	x := &exchange{client: c, call: call, decode: decode}
	request, err := c.newRequest(ctx, call, token)
	if err != nil {
		return x.failure(0, err)
	}
	retryable, err := retryablehttp.FromRequest(request)
	if err != nil {
		return x.failure(0, err)
	}
	if call.body != nil {
		if err := retryable.SetBody(retryablehttp.ReaderFunc(x.encode)); err != nil {
			return x.failure(0, err)
		}
	}
	retries := c.outage.retries(ctx, c.config.MaxRetries)
	sender := retryablehttp.Client{
		HTTPClient:   c.http,
		RetryMax:     retries,
		CheckRetry:   x.check,
		Backoff:      x.backoff,
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
		RequestLogHook: func(retryablehttp.Logger, *http.Request, int) {
			x.attempt++
			x.started = time.Now()
		},
		PrepareRetry: func(*http.Request) error { return x.waitAgain(ctx) },
	}
	begun := time.Now()
	response, err := sender.Do(retryable)
	if response != nil {
		response.Body.Close()
	}
	switch {
	case x.err != nil && ctx.Err() != nil:
		interrupted := x.failure(0, ctx.Err())
		interrupted.uncertain = x.err.uncertain
		return interrupted
	case x.err != nil:
		if c.config.MaxRetries > 0 && x.attempt > retries {
			c.outage.notice(begun, x.err)
		}
		return x.err
	case err != nil:
		return x.failure(0, err)
	}
	return nil
}

func (x *exchange) encode() (io.Reader, error) {
	body, err := x.call.body()
	if err != nil {
		return nil, err
	}
	var buffer bytes.Buffer
	buffer.WriteString(xml.Header)
	if err := xml.NewEncoder(&buffer).Encode(body); err != nil {
		return nil, err
	}
	if bytes.ContainsRune(buffer.Bytes(), utf8.RuneError) { // The encoder puts it in place of what XML cannot hold.
		return nil, errors.New("a text to send holds a control character, or another that XML cannot hold: remove it")
	}
	return &buffer, nil
}

// check judges one attempt, reads its answer, and says whether to send again.
// It reads the answer here because a truncated one is a reason to.
func (x *exchange) check(ctx context.Context, response *http.Response, sendError error) (bool, error) {
	var status int
	if sendError != nil {
		x.err = x.notAnswered(sendError)
	} else {
		status = response.StatusCode
		x.client.clock.observe(response.Header)
		x.err = x.read(response)
	}
	x.learn(ctx, status)
	x.client.log(ctx, x.call, status, x.attempt, time.Since(x.started), x.err)
	return x.err != nil && ctx.Err() == nil && x.worthRepeating(ctx, x.err), nil
}

// learn tells all requests of the client what this answer says of the service.
func (x *exchange) learn(ctx context.Context, status int) {
	x.client.outage.learn(x.err)
	if status != http.StatusTooManyRequests {
		x.client.throttle.learn(x.started, status, time.Time{})
		return
	}
	x.client.throttle.learn(x.started, status, x.err.RetryAt)
	x.err.postpone(x.client.throttle.check(ctx, x.call.sendBy))
}

// waitAgain waits for the turn of the next attempt. When that is too far away,
// the latest attempt's error says so.
func (x *exchange) waitAgain(ctx context.Context) error {
	err := x.client.throttle.wait(ctx, x.call.sendBy)
	x.err.postpone(err)
	return err
}

// read decodes the answer, and makes an Error of anything but success.
func (x *exchange) read(response *http.Response) *Error {
	switch status := response.StatusCode; {
	case status >= http.StatusBadRequest:
		return x.refused(response)
	case status >= http.StatusMultipleChoices:
		return x.redirected(response)
	}
	size := x.client.maxAnswer
	if x.call.wholeList {
		size *= maxWholeList / maxAnswer
	}
	body := newBoundedReader(response.Body, size)
	watched := &answerWatch{TokenReader: newTokens(body)}
	err := x.decode(xml.NewTokenDecoder(watched))
	if watched.failed {
		err = errors.New("it holds an error")
	}
	if err == nil && watched.lacks(x.call.list, x.call.page) {
		err = fmt.Errorf("it does not hold the list %s", x.call.list)
	}
	empty := errors.Is(err, io.EOF) && body.left == body.size
	if err == nil || empty && x.call.isDoneBy(response.StatusCode) {
		return nil
	}
	e := x.failure(response.StatusCode, err)
	e.uncertain = !x.call.safe()
	if media, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type")); media == "text/html" {
		e.Cause = errors.New("the answer is a web page, not one of Tableau's REST API")
		e.advice = "Check that server_url is the root of a Tableau server, and that no sign-in page or proxy stands in front of it."
		return e
	}
	if body.exceeded != nil {
		e.Cause = body.exceeded
		return e
	}
	e.damaged = true
	if empty {
		e.Cause = errors.New("the answer is empty")
		return e
	}
	e.Cause = x.client.secrets.safeError(fmt.Errorf("the answer is incomplete or not understood: %w", withoutLine(withoutURL(err))))
	return e
}

// refused reads an answer with an error's status: Tableau's own error, or
// whatever a proxy says in its place.
func (x *exchange) refused(response *http.Response) *Error {
	e := x.failure(response.StatusCode, nil)
	e.RetryAt = x.client.clock.retryAt(response.Header)
	var answer struct {
		XMLName xml.Name `xml:"tsResponse"`
		Error   struct {
			Code    Code   `xml:"code,attr"`
			Summary string `xml:"summary"`
			Detail  string `xml:"detail"`
		} `xml:"error"`
	}
	if newDecoder(io.LimitReader(response.Body, maxErrorAnswer)).Decode(&answer) == nil {
		safe := x.client.secrets.safe
		e.Code, e.Summary, e.Detail = Code(safe(string(answer.Error.Code))), safe(answer.Error.Summary), safe(answer.Error.Detail)
	}
	e.notFound = slices.Contains(x.call.notFound, e.Code)
	if x.call.advice != nil {
		e.advice = x.call.advice(e)
	}
	if e.advice == "" && e.Code == codeSessionInvalid {
		e.advice = adviseOnEndedSession(x.client.config.Credentials)
	}
	e.uncertain = !x.call.safe() && e.leavesOpen()
	return e
}

// notAnswered is an attempt without an answer. Unless the connection never
// came about, the service may have done what it was asked.
func (x *exchange) notAnswered(err error) *Error {
	e := x.failure(0, withoutURL(err))
	e.uncertain = !x.call.safe() && !neverSent(err)
	return e
}

func (x *exchange) failure(status int, cause error) *Error {
	return &Error{
		Doing: OneLine(x.call.doing), Method: x.call.method, Route: x.call.route,
		Status: status, Attempts: x.attempt, Cause: x.client.secrets.safeError(cause),
	}
}

// notSent is the failure of a call before any request was sent.
func (c call) notSent(cause error) *Error {
	e := &Error{Doing: c.doing, Method: c.method, Route: c.route, Cause: cause}
	e.postpone(cause)
	return e
}

// safe reports whether the call changes nothing on the service that anybody
// would look for. A sign-in does not: a call that waits for one was not sent.
func (c call) safe() bool { return c.method == http.MethodGet || c.anonymous }

// withoutLine takes the line out of an error's text: nobody sees the answer, and
// lines of plain tags are not counted.
func withoutLine(err error) error {
	if syntax, ok := errors.AsType[*xml.SyntaxError](err); ok {
		return errors.New("XML syntax error: " + syntax.Msg)
	}
	return err
}

// withoutURL takes the address, with its query, out of an error's text.
func withoutURL(err error) error {
	var e *url.Error
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}
