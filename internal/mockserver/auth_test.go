package mockserver_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const (
	defaultSiteID = "00000000-0000-0000-0000-00000000000a"
	financeSiteID = "00000000-0000-0000-0000-00000000000b"
	annID         = "00000000-0000-0000-0000-0000000000a1"
)

// twoSites has a second site, a user with a password and a token of her own, and a connected app.
func twoSites() mockserver.Seed {
	return mockserver.Seed{
		Sites: []mockserver.Site{
			{ID: defaultSiteID, Name: "Default"},
			{ID: financeSiteID, Name: "Finance", ContentURL: "finance", TimeZone: "Europe/London"},
		},
		Users: []mockserver.User{
			{ID: annID, Name: "ann", Password: "secret", SiteRole: "Creator", Sites: []string{"finance"}},
			{Name: "vic", Password: "secret", SiteRole: "Viewer"},
		},
		Tokens:        []mockserver.Token{{Name: "ann-token", Secret: "ann-secret", User: "ann"}},
		ConnectedApps: []mockserver.ConnectedApp{{ClientID: "app", Secrets: map[string]string{"key": "value"}}},
	}
}

func startTwoSites(t *testing.T) (*mockserver.Server, caller) {
	t.Helper()
	server, base := mockserver.Start(t, mockserver.Options{Seed: twoSites()})
	return server, caller{t: t, base: base}
}

func signInBody(credentials, site string) string {
	return `<tsRequest><credentials ` + credentials + `><site contentUrl="` + site + `"/></credentials></tsRequest>`
}

const (
	demoToken   = `personalAccessTokenName="demo" personalAccessTokenSecret="demo-secret"`
	annToken    = `personalAccessTokenName="ann-token" personalAccessTokenSecret="ann-secret"`
	annPassword = `name="ann" password="secret"`
)

func TestSignIn_answersTokenSiteAndUser(t *testing.T) {
	_, c := startTwoSites(t)
	for _, credentials := range []string{annToken, annPassword} {
		a := c.api("POST", "/auth/signin", signInBody(credentials, "finance"))
		wantStatus(t, a, 200)
		got := strings.Replace(a.inner(t), first(tokenValue, a.body), "T", 1)
		want := `<credentials token="T" estimatedTimeToExpiration="4:00:00">` +
			`<site id="00000000-0000-0000-0000-00000000000b" contentUrl="finance"/>` +
			`<user id="00000000-0000-0000-0000-0000000000a1"/></credentials>`
		if got != want {
			t.Errorf("%s answered\n%s\nwant\n%s", credentials, got, want)
		}
	}
}

func TestSignIn_defaultSiteHasAnEmptyContentURL(t *testing.T) {
	_, c := startTwoSites(t)
	a := c.api("POST", "/auth/signin", demoSignIn)
	if want := `<site id="00000000-0000-0000-0000-00000000000a" contentUrl=""/>`; !strings.Contains(a.inner(t), want) {
		t.Errorf("answered %s, want %s in it", a.body, want)
	}
}

func TestSignIn_takesTheReferencesNamespace(t *testing.T) {
	_, c := startTwoSites(t)
	body := strings.Replace(demoSignIn, "<tsRequest>", `<?xml version="1.0"?><tsRequest xmlns="http://tableau.com/api">`, 1)
	wantStatus(t, c.api("POST", "/auth/signin", body), 200)
}

func TestSignIn_refusals(t *testing.T) {
	_, c := startTwoSites(t)
	for name, one := range map[string]struct {
		version, body string
		status        int
		code          string
	}{
		"wrong secret":               {"3.29", signInBody(`personalAccessTokenName="demo" personalAccessTokenSecret="wrong"`, ""), 401, "401001"},
		"unknown token":              {"3.29", signInBody(`personalAccessTokenName="x" personalAccessTokenSecret="demo-secret"`, ""), 401, "401001"},
		"wrong password":             {"3.29", signInBody(`name="ann" password="wrong"`, "finance"), 401, "401001"},
		"user without password":      {"3.29", signInBody(`name="demo" password=""`, ""), 401, "401001"},
		"unknown site":               {"3.29", signInBody(demoToken, "nowhere"), 401, "401001"},
		"user is not on the site":    {"3.29", signInBody(annToken, ""), 401, "401001"},
		"two kinds at once":          {"3.29", signInBody(demoToken+" "+annPassword, ""), 400, "400000"},
		"no kind":                    {"3.29", signInBody("", ""), 400, "400000"},
		"half a kind":                {"3.29", signInBody(`name="ann"`, ""), 400, "400000"},
		"no site":                    {"3.29", `<tsRequest><credentials ` + demoToken + `/></tsRequest>`, 400, "400000"},
		"no credentials":             {"3.29", `<tsRequest/>`, 400, "400000"},
		"token before 3.6":           {"3.5", signInBody(demoToken, ""), 400, "400000"},
		"JWT before 3.17":            {"3.16", signInBody(`jwt="x"`, ""), 400, "400000"},
		"unified token before 3.27":  {"3.26", signInBody(`jwt="x" isUat="true"`, ""), 400, "400000"},
		"unified token on Server":    {"3.29", signInBody(`jwt="x" isUat="true"`, ""), 401, "401001"},
		"JWT that is none":           {"3.29", signInBody(`jwt="x"`, ""), 401, "401001"},
		"impersonation by non-admin": {"3.29", strings.Replace(signInBody(annPassword, "finance"), "</credentials>", `<user id="x"/></credentials>`, 1), 401, "401001"},
		"impersonation of nobody":    {"3.29", strings.Replace(signInBody(demoToken, ""), "</credentials>", `<user id="x"/></credentials>`, 1), 404, "404002"},
		"impersonation before 3.11":  {"3.10", strings.Replace(signInBody(demoToken, ""), "</credentials>", `<user id="x"/></credentials>`, 1), 401, "401001"},
	} {
		t.Run(name, func(t *testing.T) {
			wantRefusal(t, c.send("POST", "/api/"+one.version+"/auth/signin", one.body), one.status, one.code)
		})
	}
}

func TestSignIn_errorReadsLikeTheServices(t *testing.T) {
	_, c := startTwoSites(t)
	a := c.api("POST", "/auth/signin", signInBody(`name="ann" password="wrong"`, ""))
	wantInner(t, a, `<error code="401001"><summary>Signin Error</summary><detail>Error signing in to Tableau Server</detail></error>`)
}

func TestSignIn_administratorImpersonates(t *testing.T) {
	_, c := startTwoSites(t)
	body := strings.Replace(signInBody(demoToken, "finance"), "</credentials>", `<user id="`+annID+`"/></credentials>`, 1)
	ann := signIn(t, c.base, body)
	wantInner(t, ann.api("GET", "/sessions/current", ""),
		`<session><site id="00000000-0000-0000-0000-00000000000b" name="Finance" contentUrl="finance"/>`+
			`<user id="00000000-0000-0000-0000-0000000000a1" name="ann" siteRole="Creator"/></session>`)
}

func TestSession_sameTokenAgainEndsTheFirstOnAnySite(t *testing.T) {
	_, c := startTwoSites(t)
	for _, site := range []string{"", "finance"} {
		earlier := signIn(t, c.base, demoSignIn)
		wantStatus(t, earlier.api("GET", "/sessions/current", ""), 200)
		later := signIn(t, c.base, signInBody(demoToken, site))
		wantRefusal(t, earlier.api("GET", "/sessions/current", ""), 401, "401002")
		wantStatus(t, later.api("GET", "/sessions/current", ""), 200)
	}
}

func TestSession_otherTokenAndPasswordsAreIndependent(t *testing.T) {
	_, c := startTwoSites(t)
	sessions := []caller{
		signIn(t, c.base, signInBody(annToken, "finance")),
		signIn(t, c.base, signInBody(annPassword, "finance")),
		signIn(t, c.base, signInBody(annPassword, "finance")),
		signIn(t, c.base, demoSignIn),
	}
	for i, session := range sessions {
		if a := session.api("GET", "/sessions/current", ""); a.status != 200 {
			t.Errorf("session %d answered %d", i, a.status)
		}
	}
}

func TestSession_headerDecides(t *testing.T) {
	_, c := startTwoSites(t)
	wantRefusal(t, c.api("GET", "/sessions/current", ""), 401, "401000")
	wantRefusal(t, caller{t, c.base, "garbage"}.api("GET", "/sessions/current", ""), 401, "401002")

	signedIn := signIn(t, c.base, demoSignIn)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.base+"/api/3.29/sessions/current", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+signedIn.token)
	a, err := perform(request)
	if err != nil {
		t.Fatal(err)
	}
	wantRefusal(t, a, 401, "401000")
}

func TestSession_expiresWhenIdle(t *testing.T) {
	for product, lifetime := range map[mockserver.Product]time.Duration{
		mockserver.ProductServer: 240 * time.Minute,
		mockserver.ProductCloud:  120 * time.Minute,
	} {
		t.Run(string(product), func(t *testing.T) {
			server, c := start(t, mockserver.Options{Product: product})
			server.AdvanceClock(lifetime - time.Second)
			wantStatus(t, c.api("GET", "/sessions/current", ""), 200) // and is used again by this
			server.AdvanceClock(lifetime - time.Second)
			wantStatus(t, c.api("GET", "/sessions/current", ""), 200)
			server.AdvanceClock(lifetime)
			wantRefusal(t, c.api("GET", "/sessions/current", ""), 401, "401002")
		})
	}
}

func TestSession_signOutEndsIt(t *testing.T) {
	_, c := start(t, mockserver.Options{})
	a := c.api("POST", "/auth/signout", "")
	if a.status != 204 || a.body != "" {
		t.Errorf("answered %d %q, want 204 and nothing", a.status, a.body)
	}
	wantRefusal(t, c.api("GET", "/sessions/current", ""), 401, "401002")
}

func TestSession_endSessionsEndsAll(t *testing.T) {
	server, c := start(t, mockserver.Options{})
	server.EndSessions()
	wantRefusal(t, c.api("GET", "/sessions/current", ""), 401, "401002")
}

func TestSwitchSite_bringsANewToken(t *testing.T) {
	_, c := startTwoSites(t)
	before := signIn(t, c.base, demoSignIn)
	a := before.api("POST", "/auth/switchSite", `<tsRequest><site contentUrl="finance"/></tsRequest>`)
	wantStatus(t, a, 200)
	after := caller{t, c.base, first(tokenValue, a.body)}
	wantRefusal(t, before.api("GET", "/sessions/current", ""), 401, "401002")
	if got := after.api("GET", "/sessions/current", "").inner(t); !strings.Contains(got, `name="Finance"`) {
		t.Errorf("the new session is on %s, want Finance", got)
	}
	wantRefusal(t, after.api("POST", "/auth/switchSite", `<tsRequest><site contentUrl="finance"/></tsRequest>`), 403, "403070")
	wantRefusal(t, after.api("POST", "/auth/switchSite", `<tsRequest><site contentUrl="nowhere"/></tsRequest>`), 401, "401003")
	wantRefusal(t, after.api("POST", "/auth/switchSite", `<tsRequest/>`), 400, "400000")

	signIn(t, c.base, demoSignIn)
	wantRefusal(t, after.api("GET", "/sessions/current", ""), 401, "401002")
}

// sign makes a connected app's token, correct but for what change does to it.
func sign(t *testing.T, secret string, change func(*jwt.Token, jwt.MapClaims)) string {
	t.Helper()
	claims := jwt.MapClaims{
		"iss": "app", "sub": "demo", "aud": "tableau", "jti": t.Name(), "exp": time.Now().Add(9 * time.Minute).Unix(),
		"scp": []string{"tableau:content:read"},
	}
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, claims)
	token.Header["kid"], token.Header["iss"] = "key", "app"
	change(token, claims)
	text, err := token.SignedString([]byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestSignIn_connectedAppOnce(t *testing.T) {
	_, c := startTwoSites(t)
	body := signInBody(`jwt="`+sign(t, "value", func(*jwt.Token, jwt.MapClaims) {})+`"`, "")
	app := signIn(t, c.base, body)
	wantStatus(t, app.api("GET", "/sites/"+defaultSiteID, ""), 200)
	wantRefusal(t, c.api("POST", "/auth/signin", body), 401, "401001")
	wantStatus(t, app.api("GET", "/sessions/current", ""), 200)
}

func TestSignIn_connectedAppsTokenMustBeRight(t *testing.T) {
	_, c := startTwoSites(t)
	for name, change := range map[string]func(*jwt.Token, jwt.MapClaims){
		"unknown kid":      func(token *jwt.Token, _ jwt.MapClaims) { token.Header["kid"] = "other" },
		"unknown client":   func(token *jwt.Token, _ jwt.MapClaims) { token.Header["iss"] = "other" },
		"other issuer":     func(_ *jwt.Token, claims jwt.MapClaims) { claims["iss"] = "other" },
		"other audience":   func(_ *jwt.Token, claims jwt.MapClaims) { claims["aud"] = "other" },
		"expired":          func(_ *jwt.Token, claims jwt.MapClaims) { claims["exp"] = time.Now().Add(-time.Minute).Unix() },
		"too long to live": func(_ *jwt.Token, claims jwt.MapClaims) { claims["exp"] = time.Now().Add(11 * time.Minute).Unix() },
		"no expiry":        func(_ *jwt.Token, claims jwt.MapClaims) { delete(claims, "exp") },
		"unknown user":     func(_ *jwt.Token, claims jwt.MapClaims) { claims["sub"] = "nobody" },
		"no scopes":        func(_ *jwt.Token, claims jwt.MapClaims) { delete(claims, "scp") },
		"no id":            func(_ *jwt.Token, claims jwt.MapClaims) { delete(claims, "jti") },
		"HS384 for HS256": func(token *jwt.Token, _ jwt.MapClaims) {
			token.Method = jwt.SigningMethodHS384
			token.Header["alg"] = "HS384"
		},
		"wrong secret's sign": nil,
	} {
		t.Run(name, func(t *testing.T) {
			secret := "value"
			if change == nil {
				secret, change = "other", func(*jwt.Token, jwt.MapClaims) {}
			}
			wantRefusal(t, c.api("POST", "/auth/signin", signInBody(`jwt="`+sign(t, secret, change)+`"`, "")), 401, "401001")
		})
	}
}

func TestSession_scopesLimitAConnectedApp(t *testing.T) {
	_, c := startTwoSites(t)
	text := sign(t, "value", func(_ *jwt.Token, claims jwt.MapClaims) { claims["scp"] = []string{"tableau:tasks:read"} })
	app := signIn(t, c.base, signInBody(`jwt="`+text+`"`, ""))
	wantStatus(t, app.api("GET", "/sessions/current", ""), 200)
	wantRefusal(t, app.api("GET", "/sites/"+defaultSiteID, ""), 401, "401002")
	wantRefusal(t, app.api("GET", "/schedules", ""), 401, "401002")
}

func TestCloud_signIn(t *testing.T) {
	_, base := mockserver.Start(t, mockserver.Options{Product: mockserver.ProductCloud, Seed: mockserver.Seed{
		Users:               []mockserver.User{{Name: "ann", Password: "secret"}},
		ConnectedApps:       []mockserver.ConnectedApp{{ClientID: "app", Secrets: map[string]string{"key": "value"}}},
		UnifiedAccessTokens: []mockserver.UnifiedAccessToken{{JWT: "ready-made", User: "ann", Scopes: []string{"tableau:content:read"}}},
	}})
	c := caller{t: t, base: base}
	wantRefusal(t, c.api("POST", "/auth/signin", demoSignIn), 401, "401001")
	wantRefusal(t, c.api("POST", "/auth/signin", signInBody(annPassword, "demo")), 401, "401001")
	wantStatus(t, c.api("POST", "/auth/signin", signInBody(demoToken, "demo")), 200)
	wantStatus(t, c.api("POST", "/auth/signin", signInBody(`jwt="ready-made" isUat="true"`, "demo")), 200)
	wantRefusal(t, c.api("POST", "/auth/signin", signInBody(`jwt="other" isUat="true"`, "demo")), 401, "401001")
	text := sign(t, "value", func(*jwt.Token, jwt.MapClaims) {})
	wantStatus(t, c.send("POST", "/api/3.16/auth/signin", signInBody(`jwt="`+text+`"`, "demo")), 200)
	wantRefusal(t, c.send("POST", "/api/3.15/auth/signin", signInBody(`jwt="x"`, "demo")), 400, "400000")
}
