package tableau

import "net/http"

// SetMaxAnswer lets a test meet the bound without sending 64 MiB.
func (c *Client) SetMaxAnswer(bytes int64) { c.maxAnswer = bytes }

// SetTransport lets a test answer without a network.
func (c *Client) SetTransport(transport http.RoundTripper) { c.http.Transport = transport }

// Session is what a sign-in opened, for tests of how it prints.
func (c *Client) Session() any { return c.session }
