package tableau

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

const routeSignIn = "/auth/signin"

// session is what a sign-in opened. All calls of a client share one.
type session struct {
	version Version
	token   string
	siteID  string
	userID  string // of who is signed in; "" where the service does not say
}

// Format keeps the token out of print whatever the verb.
func (s *session) Format(state fmt.State, _ rune) {
	fmt.Fprintf(state, "session on site %q", s.siteID)
}

// CurrentSession is who is signed in, and where.
type CurrentSession struct {
	Site struct {
		ID         string `xml:"id,attr"`
		Name       string `xml:"name,attr"`
		ContentURL string `xml:"contentUrl,attr"`
	} `xml:"site"`
	User struct {
		ID       string `xml:"id,attr"`
		Name     string `xml:"name,attr"`
		SiteRole string `xml:"siteRole,attr"`
	} `xml:"user"`
}

type sessionAnswer struct {
	XMLName xml.Name       `xml:"tsResponse"`
	Session CurrentSession `xml:"session"`
}

func (a sessionAnswer) check() error {
	if a.Session.Site.ID == "" || a.Session.User.ID == "" {
		return errors.New("it holds no session")
	}
	return nil
}

// signIn gives the session, opening it when there is none, or when the current
// one is the ended one given. Whoever comes first signs in for all that wait.
func (c *Client) signIn(ctx context.Context, ended *session) (*session, error) {
	if err := c.sessionLock.Acquire(ctx, 1); err != nil {
		return nil, fmt.Errorf("cannot sign in to Tableau: %w", err)
	}
	defer c.sessionLock.Release(1)
	if c.session != nil && c.session != ended {
		return c.session, nil
	}
	if c.session != nil {
		c.givenUp = append(c.givenUp, c.session)
		c.session = nil
	}
	connection, err := c.connect(ctx)
	if err != nil {
		return nil, err
	}
	err = c.unlessFailed(ctx, func() (err error) {
		c.session, err = c.openSession(ctx, connection.version)
		return err
	})
	return c.session, err
}

// failureHolds is how long, in units of Config.RetryUnit, a failure that concerns all
// calls is that of all who ask: by default 30 seconds, in which thousands do.
const failureHolds = 60

// unlessFailed connects or signs in, unless that failed a moment ago. What Tableau
// refused it will refuse again, and asking could lock the account. The caller holds
// sessionLock.
func (c *Client) unlessFailed(ctx context.Context, try func() error) error {
	if c.failed != nil && (c.failedUntil.IsZero() || time.Now().Before(c.failedUntil) && !isPatient(ctx)) {
		return c.failed
	}
	c.failed, c.failedUntil = nil, time.Time{}
	err := try()
	if err == nil || isOwnFailure(ctx, err) || errors.Is(err, errGone) { // What was not sent says nothing new.
		return err
	}
	c.failed = err
	var answer *Error
	if !errors.As(err, &answer) || answer.Code == "" || !isFinal(err) {
		c.failedUntil = time.Now().Add(failureHolds * c.config.RetryUnit)
	}
	return err
}

// openSession signs in (REST API reference: Sign In).
func (c *Client) openSession(ctx context.Context, version Version) (*session, error) {
	credentials := c.config.Credentials
	doing := fmt.Sprintf("sign in to %s with %s", c.SiteName(), credentials)
	if since := credentials.since(); !version.AtLeast(since) {
		return nil, fmt.Errorf("cannot %s: that needs version %s of the REST API or later, and %s. "+
			"A newer server, or a newer api_version in the provider's configuration, has it", doing, since, c.SpokenHere(version))
	}
	answer, err := send[struct {
		XMLName     xml.Name `xml:"tsResponse"`
		Credentials struct {
			Token string `xml:"token,attr"`
			Site  struct {
				ID string `xml:"id,attr"`
			} `xml:"site"`
			User idReference `xml:"user"`
		} `xml:"credentials"`
	}](ctx, c, call{
		doing:     doing,
		method:    http.MethodPost,
		path:      []string{"auth", "signin"},
		route:     routeSignIn,
		version:   version,
		anonymous: true,
		advice: func(e *Error) string {
			if e.Code != codeSignInRefused {
				return ""
			}
			return adviseOnSignIn(credentials, c.config.Site)
		},
		body: func() (any, error) {
			element, err := credentials.element()
			element.Site.ContentURL = c.config.Site
			c.secrets.add(Secret(element.JWT))
			return signInRequest{Credentials: element}, err
		},
		// Signing in again replaces the first session.
		repeatable: c.canRenew(),
	})
	if err != nil {
		return nil, err
	}
	if answer.Credentials.Token == "" || answer.Credentials.Site.ID == "" {
		return nil, fmt.Errorf("cannot %s: the answer holds no session", doing)
	}
	c.secrets.add(Secret(answer.Credentials.Token))
	return &session{version: version, token: answer.Credentials.Token, siteID: answer.Credentials.Site.ID, userID: strings.ToLower(answer.Credentials.User.ID)}, nil
}

// canRenew reports whether the credentials are good for more than one sign-in.
func (c *Client) canRenew() bool {
	_, once := c.config.Credentials.(JWT)
	return !once
}

// SiteName says in a sentence's middle which site of which host is signed in to.
func (c *Client) SiteName() string {
	if c.config.Site == "" {
		return "the default site of " + c.base.Host
	}
	return fmt.Sprintf("site %q of %s", c.config.Site, c.base.Host)
}

// SiteID is the LUID of the site that is signed in to (REST API reference: Sign In).
func (c *Client) SiteID(ctx context.Context) (string, error) {
	session, err := c.signIn(ctx, nil)
	if err != nil {
		return "", err
	}
	return session.siteID, nil
}

// CurrentSession asks who is signed in (REST API reference: Get Current Server Session).
func (c *Client) CurrentSession(ctx context.Context) (CurrentSession, error) {
	answer, err := send[sessionAnswer](ctx, c, call{
		doing:      "read the current session",
		method:     http.MethodGet,
		path:       []string{"sessions", "current"},
		route:      "/sessions/current",
		repeatable: true,
	})
	return answer.Session, err
}

// Close signs out, if anybody signed in. The client must not be used afterwards.
func (c *Client) Close(ctx context.Context) error {
	if err := c.sessionLock.Acquire(ctx, 1); err != nil {
		return err
	}
	defer c.sessionLock.Release(1)
	var err error
	if c.session != nil {
		err = c.signOut(ctx, c.session)
	}
	for _, session := range c.givenUp {
		_ = c.signOut(ctx, session) // Most have ended, as they seemed to.
	}
	c.session, c.givenUp = nil, nil
	c.http.CloseIdleConnections()
	if errors.Is(err, codeSessionInvalid) {
		return nil // Somebody else's sign-in ended it already.
	}
	return err
}

// signOut ends a session (REST API reference: Sign Out). It waits for no slot: calls
// that still hold one are about to be killed.
func (c *Client) signOut(ctx context.Context, s *session) error {
	return c.exchangeNow(ctx, call{
		doing:   "sign out",
		method:  http.MethodPost,
		path:    []string{"auth", "signout"},
		route:   "/auth/signout",
		version: s.version,
	}, s.token, func(*xml.Decoder) error { return nil })
}
