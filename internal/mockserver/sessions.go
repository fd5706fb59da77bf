package mockserver

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// sessionHeader carries the session token. "Authorization: Bearer" is not looked at, as the service does not either.
const sessionHeader = "X-Tableau-Auth"

// session is what a sign-in opens.
type session struct {
	token    string
	user     User
	site     Site
	pat      string   // the name of the personal access token it was opened with, if it was
	scoped   bool     // opened with a JWT: scopes limit it
	scopes   []string // of the JWT
	lastUsed time.Time
}

// allows refuses what the session's scopes or its user's rights do not cover.
func (s *session) allows(r route) *apiError {
	if s.scoped && r.scope != anyScope && (r.scope == "" || !slices.ContainsFunc(s.scopes, func(held string) bool { return grants(held, r.scope) })) {
		return invalidCredentials()
	}
	if !s.user.has(r.needs) {
		return forbidden("The user '" + s.user.Name + "' may not do this.")
	}
	return nil
}

// sessionStore holds the open sessions. A personal access token has one session at most, on whatever site: signing in
// with it again ends the one before. Other kinds of sign-in end nothing. Behaviour reference, 1.2.
type sessionStore struct {
	byToken map[string]*session
}

func (st *sessionStore) open(s session) *session {
	if s.pat != "" {
		for token, other := range st.byToken {
			if other.pat == s.pat {
				delete(st.byToken, token)
			}
		}
	}
	if st.byToken == nil {
		st.byToken = map[string]*session{}
	}
	s.token = rand.Text() + "|" + s.site.ID
	st.byToken[s.token] = &s
	return &s
}

func (st *sessionStore) end(token string) { delete(st.byToken, token) }

// EndSessions ends every session, as a restart of the service does: the next call of each meets 401002.
func (s *Server) EndSessions() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sessions = sessionStore{}
}

// idleLifetime is how long a session lives without being used.
func (s *Server) idleLifetime() time.Duration {
	if s.product == ProductCloud {
		return 120 * time.Minute
	}
	return 240 * time.Minute
}

// sessionOf finds the session of a request and keeps it alive.
func (s *Server) sessionOf(header http.Header) (*session, *apiError) {
	token := header.Get(sessionHeader)
	if token == "" {
		return nil, noCredentials()
	}
	found, open := s.sessions.byToken[token]
	if !open {
		return nil, invalidCredentials()
	}
	if s.now.Sub(found.lastUsed) >= s.idleLifetime() {
		s.sessions.end(token)
		return nil, invalidCredentials()
	}
	found.lastUsed = s.now
	return found, nil
}

// timeToExpiration is written like "4:00:00". The service's format is not established; clients take it as it is.
func timeToExpiration(d time.Duration) string {
	return fmt.Sprintf("%d:%02d:%02d", int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60)
}
