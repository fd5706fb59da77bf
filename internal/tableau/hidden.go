package tableau

import (
	"errors"
	"net/http"
)

// hides reports whether the service would not show something to the signed-in
// user: no administrator, or a token without the scope, which the service answers
// like an ended session.
func (c *Client) hides(err error) (refused Error, hidden bool) {
	var answer *Error
	if !errors.As(err, &answer) || answer.Code == "" || answer.Route == routeSignIn {
		return Error{}, false
	}
	return *answer, answer.Status == http.StatusForbidden || answer.Code == codeSessionInvalid && hasScopes(c.config.Credentials)
}

// hasScopes reports whether a sign-in with them may do only what they list.
// Tokens and passwords may do all that their user may.
func hasScopes(credentials Credentials) bool {
	switch credentials.(type) {
	case JWT, ConnectedApp:
		return true
	}
	return false
}
