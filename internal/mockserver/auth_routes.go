package mockserver

import (
	"encoding/xml"
	"net/http"
)

var authRoutes = []route{
	{method: "POST", pattern: "/auth/signin", needs: nobody, handle: (*Server).signIn},
	{method: "POST", pattern: "/auth/signout", needs: anyUser, scope: anyScope, handle: (*Server).signOut},
	{method: "POST", pattern: "/auth/switchSite", since: apiVersion{2, 6}, needs: anyUser, scope: anyScope, handle: (*Server).switchSite},
	{method: "GET", pattern: "/sessions/current", needs: anyUser, scope: anyScope, handle: (*Server).currentSession},
}

// Versions that brought further ways to sign in. Behaviour reference, 1.1.
var (
	sincePersonalAccessToken = apiVersion{3, 6}
	sinceImpersonationByPAT  = apiVersion{3, 11}
	sinceJWTOnCloud          = apiVersion{3, 16}
	sinceJWTOnServer         = apiVersion{3, 17}
	sinceUnifiedAccessToken  = apiVersion{3, 27}
)

type signInRequest struct {
	Credentials *credentialsIn `xml:"credentials"`
}

type credentialsIn struct {
	Name        *string `xml:"name,attr"`
	Password    *string `xml:"password,attr"`
	TokenName   *string `xml:"personalAccessTokenName,attr"`
	TokenSecret *string `xml:"personalAccessTokenSecret,attr"`
	JWT         *string `xml:"jwt,attr"`
	IsUAT       *string `xml:"isUat,attr"`
	Site        *siteIn `xml:"site"`
	User        *userIn `xml:"user"`
}

type siteIn struct {
	ContentURL string `xml:"contentUrl,attr"`
}

type userIn struct {
	ID string `xml:"id,attr"`
}

type credentialsElement struct {
	XMLName          xml.Name      `xml:"credentials"`
	Token            string        `xml:"token,attr"`
	TimeToExpiration string        `xml:"estimatedTimeToExpiration,attr"`
	Site             siteReference `xml:"site"`
	User             userElement   `xml:"user"`
}

type userElement struct {
	XMLName  xml.Name `xml:"user"`
	ID       string   `xml:"id,attr"`
	Name     string   `xml:"name,attr,omitempty"`
	SiteRole string   `xml:"siteRole,attr,omitempty"`
}

type sessionElement struct {
	XMLName xml.Name      `xml:"session"`
	Site    siteReference `xml:"site"`
	User    userElement   `xml:"user"`
}

func signInError(detail string) *apiError {
	return &apiError{http.StatusUnauthorized, "401001", "Signin Error", detail}
}

// wrongCredentials does not tell which part was wrong, as the service does not.
func wrongCredentials() *apiError { return signInError("Error signing in to Tableau Server") }

func (s *Server) signIn(c *call) (reply, *apiError) {
	request, refusal := decode[signInRequest](c.body)
	if refusal != nil {
		return reply{}, refusal
	}
	in := request.Credentials
	if in == nil || in.Site == nil {
		return reply{}, badRequest("credentials with a site are required")
	}
	opened, refusal := s.authenticate(c.version, in)
	if refusal != nil {
		return reply{}, refusal
	}
	if in.User != nil {
		if refusal := s.impersonate(c.version, &opened, in.User.ID); refusal != nil {
			return reply{}, refusal
		}
	}
	// Cloud has no default site: an empty content URL names none of its sites.
	site, known := s.sites.withContentURL(in.Site.ContentURL)
	if !known || !opened.user.isOn(site) {
		return reply{}, wrongCredentials()
	}
	opened.site, opened.lastUsed = site, s.now
	return s.credentialsReply(s.sessions.open(opened)), nil
}

// authenticate finds out who signs in. Exactly one kind of credentials is accepted, of those the version knows.
func (s *Server) authenticate(v apiVersion, in *credentialsIn) (session, *apiError) {
	byName := in.Name != nil || in.Password != nil
	byToken := in.TokenName != nil || in.TokenSecret != nil
	byJWT := in.JWT != nil || in.IsUAT != nil
	switch {
	case byName && !byToken && !byJWT && in.Name != nil && in.Password != nil:
		return s.byPassword(*in.Name, *in.Password)
	case byToken && !byName && !byJWT && in.TokenName != nil && in.TokenSecret != nil && !v.less(sincePersonalAccessToken):
		return s.byPersonalAccessToken(*in.TokenName, *in.TokenSecret)
	case byJWT && !byName && !byToken && in.JWT != nil:
		return s.byJWT(v, *in.JWT, in.IsUAT)
	}
	return session{}, badRequest("give one kind of credentials that version " + v.String() + " knows")
}

// byPassword is refused on Cloud: with multi-factor authentication enforced, names and passwords no longer sign in there.
func (s *Server) byPassword(name, password string) (session, *apiError) {
	user, known := s.accounts.userNamed(name)
	if !known || user.Password == "" || user.Password != password || s.product == ProductCloud {
		return session{}, wrongCredentials()
	}
	return session{user: user}, nil
}

func (s *Server) byPersonalAccessToken(name, secret string) (session, *apiError) {
	token, known := find(s.accounts.tokens, func(t Token) bool { return t.Name == name && t.Secret == secret })
	if !known {
		return session{}, wrongCredentials()
	}
	user, _ := s.accounts.userNamed(token.User) // the seed was checked for it
	return session{user: user, pat: name}, nil
}

func (s *Server) byJWT(v apiVersion, text string, isUAT *string) (session, *apiError) {
	if isUAT != nil && (*isUAT == "true" || *isUAT == "1") {
		if v.less(sinceUnifiedAccessToken) {
			return session{}, badRequest("isUat is not known in version " + v.String())
		}
		token, known := find(s.accounts.unified, func(t UnifiedAccessToken) bool { return t.JWT == text })
		if !known || s.product != ProductCloud {
			return session{}, wrongCredentials()
		}
		user, _ := s.accounts.userNamed(token.User) // the seed was checked for it
		return session{user: user, scoped: true, scopes: token.Scopes}, nil
	}
	since := sinceJWTOnServer
	if s.product == ProductCloud {
		since = sinceJWTOnCloud
	}
	if v.less(since) {
		return session{}, badRequest("jwt is not known in version " + v.String())
	}
	user, scopes, err := s.accounts.verifyJWT(text)
	if err != nil {
		return session{}, signInError("The JWT is not accepted: " + err.Error() + ".")
	}
	return session{user: user, scoped: true, scopes: scopes}, nil
}

// impersonate signs a server administrator in as somebody else. Server only; not with a JWT.
func (s *Server) impersonate(v apiVersion, opened *session, id string) *apiError {
	if opened.pat != "" && v.less(sinceImpersonationByPAT) {
		return signInError("Impersonation is not supported when using Personal Access Tokens.")
	}
	if s.product != ProductServer || opened.scoped || !opened.user.has(serverAdministrator) {
		return wrongCredentials()
	}
	user, known := s.accounts.userWithID(id)
	if !known {
		return userNotFound(id)
	}
	opened.user = user
	return nil
}

func (s *Server) credentialsReply(opened *session) reply {
	return success(credentialsElement{
		Token:            opened.token,
		TimeToExpiration: timeToExpiration(s.idleLifetime()),
		Site:             siteReference{ID: opened.site.ID, ContentURL: opened.site.ContentURL},
		User:             userElement{ID: opened.user.ID},
	})
}

func (s *Server) signOut(c *call) (reply, *apiError) {
	s.sessions.end(c.session.token)
	return noContent(), nil
}

type switchSiteRequest struct {
	Site *siteIn `xml:"site"`
}

// switchSite opens a session on another site in place of the caller's.
func (s *Server) switchSite(c *call) (reply, *apiError) {
	request, refusal := decode[switchSiteRequest](c.body)
	if refusal != nil {
		return reply{}, refusal
	}
	if request.Site == nil {
		return reply{}, badRequest("a site is required")
	}
	site, known := s.sites.withContentURL(request.Site.ContentURL)
	switch {
	case !known || !c.session.user.isOn(site):
		return reply{}, &apiError{http.StatusUnauthorized, "401003", "Switch Site Error", "The site '" + request.Site.ContentURL + "' could not be found."}
	case site.ID == c.session.site.ID:
		return reply{}, &apiError{http.StatusForbidden, "403070", "Cannot Switch To The Same Site", "The session is on this site already."}
	}
	moved := *c.session
	moved.site = site
	s.sessions.end(c.session.token)
	return s.credentialsReply(s.sessions.open(moved)), nil
}

func (s *Server) currentSession(c *call) (reply, *apiError) {
	site, user := c.session.site, c.session.user
	return success(sessionElement{
		Site: siteReference{ID: site.ID, Name: site.Name, ContentURL: site.ContentURL},
		User: userElement{ID: user.ID, Name: user.Name, SiteRole: user.SiteRole},
	}), nil
}
