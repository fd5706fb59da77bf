package tableau

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// lastWord is how long, in units of Config.RetryUnit, an interrupt leaves the
// service to answer a write that was sent already: by default 5 seconds. Without
// its answer nobody knows what became of it.
const lastWord = 10

// lastWordTransport waits for the answer to a write that was sent before it was
// interrupted. One that is not sent yet never is.
type lastWordTransport struct {
	*http.Transport

	wait time.Duration
}

// RoundTrip sends a request.
func (t lastWordTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Method == http.MethodGet {
		return t.Transport.RoundTrip(request)
	}
	var sent atomic.Bool
	ctx, cancel := context.WithCancel(context.WithoutCancel(request.Context()))
	stop := context.AfterFunc(request.Context(), func() {
		if !sent.Load() || !errors.Is(request.Context().Err(), context.Canceled) {
			cancel()
			return
		}
		last := time.AfterFunc(t.wait, cancel)
		context.AfterFunc(ctx, func() { last.Stop() })
	})
	end := func() { stop(); cancel() }
	// Whoever has a connection sends at once.
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { sent.Store(true) }})
	response, err := t.Transport.RoundTrip(request.WithContext(traced))
	if err != nil {
		end()
		return nil, err
	}
	response.Body = lastWordBody{response.Body, end}
	return response, nil
}

// lastWordBody ends the waiting when the answer was read.
type lastWordBody struct {
	io.ReadCloser

	end func()
}

func (b lastWordBody) Close() error {
	defer b.end()
	return b.ReadCloser.Close()
}
