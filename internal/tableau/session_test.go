package tableau_test

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

const signIn = "POST /api/3.24/auth/signin"

func TestSignIn_happensOnceForAllCalls(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc("GET /api/3.24/schedules/5e8f", func(w http.ResponseWriter, r *http.Request) {
		if token := r.Header.Get("X-Tableau-Auth"); token != "session-1" {
			t.Errorf("the session is %q", token)
		}
		io.WriteString(w, sunday)
	})
	client := f.client(t)
	if n := f.count(signIn); n != 0 {
		t.Errorf("signed in %d times before the first call", n)
	}
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if _, err := client.Schedules().Get(t.Context(), "5e8f"); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if n := f.count(signIn); n != 1 {
		t.Errorf("signed in %d times, want once", n)
	}
}

// endedUntil refuses every session before the one of this number.
func endedUntil(number int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		n, err := strconv.Atoi(strings.TrimPrefix(r.Header.Get("X-Tableau-Auth"), "session-"))
		if err != nil || n < number {
			status(401, ended)(w, r)
			return
		}
		io.WriteString(w, sunday)
	}
}

func TestSession_isRenewedOnceForAllThatWait(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc("GET /api/3.24/schedules/5e8f", endedUntil(2))
	client := f.client(t)
	var group sync.WaitGroup
	for range 10 {
		group.Go(func() {
			if _, err := client.Schedules().Get(t.Context(), "5e8f"); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if n := f.count(signIn); n != 2 {
		t.Errorf("signed in %d times, want 2", n)
	}
}

// TestSession_isNotRenewedForWhatItsScopesDoNotAllow: Tableau answers a missing scope
// like an ended session.
func TestSession_isNotRenewedForWhatItsScopesDoNotAllow(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	lacking := status(401, ended)
	f.inTurn("GET /api/3.24/schedules/5e8f", lacking, lacking, lacking, body(sunday), lacking, body(sunday))
	f.inTurn("GET /api/3.24/sessions/current", lacking, body(`<tsResponse><session><site id="s1"/><user id="u1" name="ann"/></session></tsResponse>`))
	client := f.client(t, withApp)
	read := func(works bool, signIns int) {
		t.Helper()
		if _, err := client.Schedules().Get(t.Context(), "5e8f"); (err == nil) != works {
			t.Errorf("got %v", err)
		}
		if n := f.count(signIn); n != signIns {
			t.Errorf("signed in %d times, want %d", n, signIns)
		}
	}
	read(false, 2)
	read(false, 2)
	// Another method has the scope, as far as anybody knows.
	if _, err := client.CurrentSession(t.Context()); err != nil || f.count(signIn) != 3 {
		t.Errorf("got %v after %d sign-ins", err, f.count(signIn))
	}
	read(true, 3) // The scope is there after all, so that the next refusal is a session that ended.
	read(true, 4)
}

// Two sessions that end one after the other look like a missing scope. That is not believed for long.
func TestSession_isRenewedAgainHalfAMinuteAfterTwoHaveEnded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		site := &site{method: "schedules", broken: answers(http.StatusUnauthorized, ended)}
		client := inMemoryClient(t, site, withApp)
		if errs := readSchedules(client, 1); len(errs) != 1 || site.asked.Load() != 2 {
			t.Errorf("got %v after %d reads", errs, site.asked.Load())
		}
		time.Sleep(31 * time.Second)
		again := func(*http.Request) (int, string, error) {
			site.works.Store(true)
			return http.StatusUnauthorized, ended, nil
		}
		site.broken = again
		if errs := readSchedules(client, 1); len(errs) > 0 {
			t.Errorf("the session was not renewed: %v", errs)
		}
	})
}

func TestSession_thatEndsAgainIsExplained(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		credentials tableau.Credentials
		requests    int
		advice      string
	}{
		"personal access token": {
			tableau.PersonalAccessToken{Name: "ci", Secret: "hush"}, 2,
			"The session has ended, and ended again when it was renewed. Another process is probably signing in with the same personal access token, " +
				"which ends every earlier session of that token: give each pipeline and each provider alias a token of its own.",
		},
		"password": {
			tableau.Password{Username: "ann", Password: "hush"}, 2,
			"The session has ended, and ended again when it was renewed. Try again; if it stays so, ask the server's administrator what ends it.",
		},
		"connected app": {
			app, 2,
			"The sign-in probably lacks a scope, which Tableau answers like an ended session, or the method cannot be called with a JSON Web Token at all. " +
				"Add it to connected_app.scopes: the guide on signing in names those that are needed.",
		},
		"JWT": {
			tableau.JWT{Token: "eyJ"}, 1,
			"The sign-in probably lacks a scope, which Tableau answers like an ended session, or the method cannot be called with a JSON Web Token at all. " +
				"The guide on signing in names those that are needed. If the session did end, get a new token: Tableau accepts one for a single sign-in.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.mux.HandleFunc("GET /api/3.24/schedules/5e8f", endedUntil(99))
			_, err := f.client(t, func(c *tableau.Config) { c.Credentials = test.credentials }).Schedules().Get(t.Context(), "5e8f")
			var failed *tableau.Error
			if !errors.As(err, &failed) || !errors.Is(err, tableau.Code("401002")) {
				t.Fatalf("got %v", err)
			}
			if failed.Advice() != test.advice {
				t.Errorf("advice is %q", failed.Advice())
			}
			if n := f.count(getSunday); n != test.requests {
				t.Errorf("sent %d requests, want %d", n, test.requests)
			}
		})
	}
}

func TestSignIn_refusedIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc("POST /api/3.24/auth/signin", status(401, refusal("401001", "Signin Error", "Error signing in to Tableau Server")))
	client := f.client(t)
	for range 3 {
		_, err := client.Schedules().Get(t.Context(), "5e8f")
		want := `cannot sign in to the default site of ` + strings.TrimPrefix(f.URL, "http://") +
			` with personal access token "terraform": POST /auth/signin was answered with error 401001 (HTTP 401): Signin Error: Error signing in to Tableau Server`
		if err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
	if n := f.count(signIn); n != 1 {
		t.Errorf("signed in %d times with credentials that were refused, want once", n)
	}
}

func TestSignIn_refusedSaysWhatToCheck(t *testing.T) {
	t.Parallel()
	const (
		noSite  = " No site is given, which is Server's default site: set site for another one."
		finance = " Check site too: it is the part after /site/ in the browser's address, not the site's name. Leave it out for Server's default site."
	)
	for name, test := range map[string]struct {
		credentials tableau.Credentials
		site        string
		advice      string
	}{
		"personal access token": {
			tableau.PersonalAccessToken{Name: "ci", Secret: "hush"}, "",
			"Check the name and the secret of the personal access token. One ends when it was not used for 15 days, and at its configured age." + noSite,
		},
		"password": {
			tableau.Password{Username: "ann", Password: "hush"}, "finance",
			"Check the user name and the password. Where multi-factor authentication is enforced, as on Tableau Cloud, sign in with a personal access token." + finance,
		},
		"connected app": {
			app, "finance",
			"Check client_id, secret_id and secret_value of connected_app, that the app is enabled, that username is a user of the site (on Tableau Cloud the e-mail address), " +
				"and that the clock of this machine is right." + finance,
		},
		"JWT": {
			tableau.JWT{Token: "eyJ"}, "",
			"Check that the token has not expired and was not used before, for Tableau accepts it once, and that its user belongs to the site. " +
				"The app or the authorization server that it is of must be enabled." + noSite,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.mux.HandleFunc("POST /api/3.24/auth/signin", status(401, refusal("401001", "Signin Error", "Error signing in to Tableau Server")))
			_, err := f.client(t, func(c *tableau.Config) { c.Credentials, c.Site = test.credentials, test.site }).Schedules().Get(t.Context(), "5e8f")
			var refused *tableau.Error
			if !errors.As(err, &refused) {
				t.Fatalf("got %v", err)
			}
			if refused.Advice() != test.advice {
				t.Errorf("got  %s\nwant %s", refused.Advice(), test.advice)
			}
		})
	}
}

func TestSignIn_sendsEachWayAsDocumented(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		credentials tableau.Credentials
		want        map[string]string
	}{
		"personal access token":  {tableau.PersonalAccessToken{Name: "ci", Secret: "a&b"}, map[string]string{"personalAccessTokenName": "ci", "personalAccessTokenSecret": "a&b"}},
		"user name and password": {tableau.Password{Username: "ann", Password: `"<p>"`}, map[string]string{"name": "ann", "password": `"<p>"`}},
		"JWT":                    {tableau.JWT{Token: "eyJ"}, map[string]string{"jwt": "eyJ"}},
		"UAT":                    {tableau.JWT{Token: "eyJ", UAT: true}, map[string]string{"jwt": "eyJ", "isUat": "true"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.mux.HandleFunc("GET /api/3.29/schedules/5e8f", body(sunday))
			f.mux.HandleFunc("POST /api/3.29/auth/signin", func(w http.ResponseWriter, r *http.Request) {
				var request struct {
					XMLName     xml.Name `xml:"http://tableau.com/api tsRequest"`
					Credentials struct {
						Attributes []xml.Attr `xml:",any,attr"`
						Site       struct {
							ContentURL string `xml:"contentUrl,attr"`
						} `xml:"site"`
					} `xml:"credentials"`
				}
				if err := xml.NewDecoder(r.Body).Decode(&request); err != nil {
					t.Error(err)
				}
				got := map[string]string{}
				for _, a := range request.Credentials.Attributes {
					got[a.Name.Local] = a.Value
				}
				if fmt.Sprint(got) != fmt.Sprint(test.want) || request.Credentials.Site.ContentURL != "finance" {
					t.Errorf("sent %v for site %q, want %v", got, request.Credentials.Site.ContentURL, test.want)
				}
				fmt.Fprintf(w, signedIn, 1)
			})
			f.mux.HandleFunc("GET /api/2.4/serverInfo", body(serverInfo))
			client := newest(t, f, test.credentials)
			if _, err := client.Schedules().Get(t.Context(), "5e8f"); err != nil {
				t.Error(err)
			}
		})
	}
}

// newest is a client of a server that speaks version 3.29.
func newest(t *testing.T, f *fake, credentials tableau.Credentials) *tableau.Client {
	t.Helper()
	handler := f.Config.Handler
	f.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/2.4/serverinfo" {
			io.WriteString(w, strings.ReplaceAll(serverInfo, "3.24", "3.29"))
			return
		}
		handler.ServeHTTP(w, r)
	})
	return f.client(t, func(c *tableau.Config) { c.Credentials, c.Site = credentials, "finance" })
}

func TestConnectedApp_signsANewShortToken(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	var ids []string
	f.mux.HandleFunc("POST /api/3.24/auth/signin", func(w http.ResponseWriter, r *http.Request) {
		var request struct {
			Credentials struct {
				JWT string `xml:"jwt,attr"`
			} `xml:"credentials"`
		}
		if err := xml.NewDecoder(r.Body).Decode(&request); err != nil {
			t.Error(err)
		}
		token, err := jwt.Parse(request.Credentials.JWT, func(*jwt.Token) (any, error) { return []byte("hush"), nil },
			jwt.WithValidMethods([]string{"HS256"}), jwt.WithIssuer("client"), jwt.WithAudience("tableau"), jwt.WithSubject("ann@example.com"), jwt.WithExpirationRequired())
		if err != nil {
			t.Error(err)
			return
		}
		claims := token.Claims.(jwt.MapClaims)
		expires, _ := claims.GetExpirationTime()
		if left := time.Until(expires.Time); left <= 0 || left > 10*time.Minute {
			t.Errorf("the token lasts %s", left)
		}
		if token.Header["kid"] != "secret-id" || token.Header["iss"] != "client" || fmt.Sprint(claims["scp"]) != "[tableau:tasks:read]" {
			t.Errorf("header %v, claims %v", token.Header, claims)
		}
		ids = append(ids, claims["jti"].(string))
		fmt.Fprintf(w, signedIn, len(ids))
	})
	f.mux.HandleFunc("GET /api/3.24/schedules/5e8f", endedUntil(2))
	client := f.client(t, func(c *tableau.Config) {
		c.Credentials = tableau.ConnectedApp{
			ClientID: "client", SecretID: "secret-id", SecretValue: "hush", Username: "ann@example.com", Scopes: []string{"tableau:tasks:read"},
		}
	})
	if _, err := client.Schedules().Get(t.Context(), "5e8f"); err != nil {
		t.Fatal(err)
	}
	if len(ids) != 2 || ids[0] == ids[1] {
		t.Errorf("token ids %v, want two different ones", ids)
	}
}

func TestSignIn_needsAServerThatKnowsTheWay(t *testing.T) {
	t.Parallel()
	for way, test := range map[string]struct {
		credentials tableau.Credentials
		since       string
	}{
		"JWT": {tableau.JWT{Token: "eyJ"}, "3.16"},
		"UAT": {tableau.JWT{Token: "eyJ", UAT: true}, "3.27"},
		"app": {tableau.ConnectedApp{}, "3.16"},
		"PAT": {tableau.PersonalAccessToken{}, "3.6"},
	} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			client := f.client(t, func(c *tableau.Config) {
				c.Credentials = test.credentials
				c.APIVersion = tableau.Version{Major: 3, Minor: 5}
			})
			_, err := client.Schedules().Get(t.Context(), "5e8f")
			if want := "that needs version " + test.since + " of the REST API or later, and 3.5, the configured api_version, is spoken here. " +
				"A newer server, or a newer api_version in the provider's configuration, has it"; err == nil || !strings.HasSuffix(err.Error(), want) {
				t.Errorf("got %v, want %s", err, want)
			}
			if n := f.count("POST /api/3.5/auth/signin"); n != 0 {
				t.Error("signed in all the same")
			}
		})
	}
}

func TestSpokenHere_saysWhetherTheVersionIsConfigured(t *testing.T) {
	t.Parallel()
	for configured, want := range map[tableau.Version]string{
		{}:                    "3.24 is spoken here",
		{Major: 3, Minor: 5}:  "3.5, the configured api_version, is spoken here",
		{Major: 3, Minor: 2}:  `3.2, the configured api_version, is spoken here (write "3.20" with quotes if 3.20 was meant)`,
		{Major: 3, Minor: 1}:  `3.1, the configured api_version, is spoken here (write "3.10" with quotes if 3.10 was meant)`,
		{Major: 3, Minor: 20}: "3.20, the configured api_version, is spoken here",
	} {
		client := newFake(t).client(t, func(c *tableau.Config) { c.APIVersion = configured })
		spoken, err := client.APIVersion(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got := client.SpokenHere(spoken); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestClose_signsOutOnlyWhoSignedIn(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET /api/3.24/schedules/5e8f", sunday)
	client := f.client(t)
	if err := client.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if n := f.count("POST /api/3.24/auth/signout"); n != 0 {
		t.Errorf("signed out %d times without a session", n)
	}
	if _, err := client.Schedules().Get(t.Context(), "5e8f"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := client.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if n := f.count("POST /api/3.24/auth/signout"); n != 1 {
		t.Errorf("signed out %d times, want once", n)
	}
}

func TestClose_signsOutOfASessionThatOnlySeemedToHaveEnded(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc("GET /api/3.24/schedules/5e8f", status(401, ended)) // A scope is missing.
	client := f.client(t)
	if _, err := client.Schedules().Get(t.Context(), "5e8f"); err == nil {
		t.Error("no error")
	}
	if err := client.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if in, out := f.count(signIn), f.count("POST /api/3.24/auth/signout"); in != 2 || out != 2 {
		t.Errorf("signed in %d times and out %d times, want 2 and 2", in, out)
	}
}

func TestCurrentSession_saysWhoAndWhere(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET /api/3.24/sessions/current", `<tsResponse xmlns="http://tableau.com/api"><session><site id="s1" name="Finance" contentUrl="finance"/><user id="u1" name="ann" siteRole="ServerAdministrator"/></session></tsResponse>`)
	session, err := f.client(t).CurrentSession(t.Context())
	if err != nil || session.Site.Name != "Finance" || session.Site.ContentURL != "finance" || session.User.Name != "ann" || session.User.SiteRole != "ServerAdministrator" {
		t.Errorf("got %+v, %v", session, err)
	}
}

func TestCredentials_printedShowNoSecret(t *testing.T) {
	t.Parallel()
	for want, credentials := range map[string]tableau.Credentials{
		`personal access token "ci"`:           tableau.PersonalAccessToken{Name: "ci", Secret: "hush"},
		`user "ann" with a password`:           tableau.Password{Username: "ann", Password: "hush"},
		`a JSON Web Token`:                     tableau.JWT{Token: "hush"},
		`a unified access token`:               tableau.JWT{Token: "hush", UAT: true},
		`connected app "client" as user "ann"`: tableau.ConnectedApp{ClientID: "client", Username: "ann", SecretValue: "hush"},
	} {
		for _, verb := range []string{"%s", "%v", "%+v", "%#v"} {
			if got := fmt.Sprintf(verb, credentials); got != want {
				t.Errorf("%s prints %s, want %s", verb, got, want)
			}
		}
	}
}

func TestReadyMadeToken_isNotSpentTwice(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc("GET /api/3.24/schedules/5e8f", status(401, ended))
	f.answer("GET /api/3.24/sessions/current", `<tsResponse><session><site id="s1"/><user id="u1" name="ann"/></session></tsResponse>`)
	client := f.client(t, func(c *tableau.Config) { c.Credentials = tableau.JWT{Token: "eyJ"} })
	_, err := client.Schedules().Get(t.Context(), "5e8f")
	var failed *tableau.Error
	if !errors.As(err, &failed) || !strings.Contains(failed.Advice(), "If the session did end, get a new token: Tableau accepts one for a single sign-in.") {
		t.Errorf("got %v", err)
	}
	// What the token's scopes allow goes on working.
	if session, err := client.CurrentSession(t.Context()); err != nil || session.User.Name != "ann" {
		t.Errorf("got %+v, %v", session, err)
	}
	if n := f.count(signIn); n != 1 {
		t.Errorf("signed in %d times, want once", n)
	}
}

func TestClose_needsNoFreeSlot(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET /api/3.24/schedules/5e8f", sunday)
	f.mux.HandleFunc("GET /api/3.24/schedules/busy", header("Retry-After", "60", status(429, tooMany)))
	client := f.client(t, func(c *tableau.Config) { c.MaxConcurrentRequests = 1 })
	if _, err := client.Schedules().Get(t.Context(), "5e8f"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		_, err := client.Schedules().Get(ctx, "busy")
		done <- err
	}()
	for f.count("GET /api/3.24/schedules/busy") == 0 {
		runtime.Gosched()
	}
	brief, stop := context.WithTimeout(t.Context(), 5*time.Second)
	defer stop()
	if err := client.Close(brief); err != nil || f.count("POST /api/3.24/auth/signout") != 1 {
		t.Errorf("got %v after %d sign-outs", err, f.count("POST /api/3.24/auth/signout"))
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("the waiting call ended with %v, want that it was cancelled", err)
	}
}

func TestClose_ofASessionThatSomebodyElseEndedIsNoFailure(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	handler := f.Config.Handler
	f.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/auth/signout") {
			status(401, ended)(w, r)
			return
		}
		handler.ServeHTTP(w, r)
	})
	f.answer("GET /api/3.24/schedules/5e8f", sunday)
	client := f.client(t)
	if _, err := client.Schedules().Get(t.Context(), "5e8f"); err != nil {
		t.Fatal(err)
	}
	if err := client.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestErrors_repeatNoSessionAndNoSignedToken(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc("GET /api/3.24/schedules/5e8f", func(w http.ResponseWriter, r *http.Request) {
		status(400, refusal("400000", "Bad", "token "+r.Header.Get("X-Tableau-Auth")))(w, r)
	})
	_, err := f.client(t).Schedules().Get(t.Context(), "5e8f")
	if err == nil || !strings.HasSuffix(err.Error(), "Bad: token ***") {
		t.Errorf("got %v", err)
	}
}
