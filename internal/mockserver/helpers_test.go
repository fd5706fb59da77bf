package mockserver_test

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// answered is a response with its body read.
type answered struct {
	status int
	header http.Header
	body   string
}

var (
	wrapping     = regexp.MustCompile(`(?s)^<\?xml version="1.0" encoding="UTF-8"\?>\n<tsResponse [^>]*>(.*)</tsResponse>\n$`)
	tokenValue   = regexp.MustCompile(`<credentials token="([^"]*)"`)
	idValue      = regexp.MustCompile(`<schedule id="([^"]*)"`)
	emptyElement = regexp.MustCompile(`(<[a-zA-Z]+(?: [^<>]*)?)></[a-zA-Z]+>`)
	errorCode    = regexp.MustCompile(`<error code="([^"]*)">`)
)

// inner is what stands inside tsResponse, with empty elements written the short way.
func (a answered) inner(t *testing.T) string {
	t.Helper()
	parts := wrapping.FindStringSubmatch(a.body)
	if parts == nil {
		t.Fatalf("not a tsResponse: %d %q", a.status, a.body)
	}
	return emptyElement.ReplaceAllString(parts[1], "$1/>")
}

// code is the code of an error response.
func (a answered) code() string { return first(errorCode, a.body) }

func first(pattern *regexp.Regexp, text string) string {
	if parts := pattern.FindStringSubmatch(text); parts != nil {
		return parts[1]
	}
	return ""
}

// caller speaks to one mock with one session token.
type caller struct {
	t     *testing.T
	base  string
	token string
}

// send makes a request below /api/. An error of the connection fails the test.
func (c caller) send(method, path, body string) answered {
	c.t.Helper()
	a, err := c.try(method, path, body)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	return a
}

// api is send below /api/3.29.
func (c caller) api(method, path, body string) answered {
	c.t.Helper()
	return c.send(method, "/api/3.29"+path, body)
}

func (c caller) try(method, path, body string) (answered, error) {
	c.t.Helper()
	request, err := http.NewRequestWithContext(c.t.Context(), method, c.base+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if c.token != "" {
		request.Header.Set("X-Tableau-Auth", c.token)
	}
	return perform(request)
}

func perform(request *http.Request) (answered, error) {
	client := http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true}, // so that no request is repeated behind the test's back
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	response, err := client.Do(request)
	if err != nil {
		return answered{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return answered{response.StatusCode, response.Header, string(body)}, err
}

const demoSignIn = `<tsRequest><credentials personalAccessTokenName="demo" personalAccessTokenSecret="demo-secret"><site contentUrl=""/></credentials></tsRequest>`

// signIn opens a session and returns a caller that uses it.
func signIn(t *testing.T, base, body string) caller {
	t.Helper()
	c := caller{t: t, base: base}
	a := c.send("POST", "/api/3.18/auth/signin", body)
	if a.status != http.StatusOK {
		t.Fatalf("sign-in: %d %s", a.status, a.body)
	}
	c.token = first(tokenValue, a.body)
	return c
}

// start runs a mock and signs the demo token in.
func start(t *testing.T, o mockserver.Options) (*mockserver.Server, caller) {
	t.Helper()
	server, base := mockserver.Start(t, o)
	body := demoSignIn
	if o.Product == mockserver.ProductCloud {
		body = strings.Replace(body, `contentUrl=""`, `contentUrl="demo"`, 1)
	}
	return server, signIn(t, base, body)
}

func wantStatus(t *testing.T, a answered, status int) {
	t.Helper()
	if a.status != status {
		t.Fatalf("answered %d %s, want %d", a.status, a.body, status)
	}
}

func wantRefusal(t *testing.T, a answered, status int, code string) {
	t.Helper()
	if a.status != status || a.code() != code {
		t.Errorf("answered %d %s, want %d with code %s", a.status, a.body, status, code)
	}
}

func wantInner(t *testing.T, a answered, want string) {
	t.Helper()
	if got := a.inner(t); got != want {
		t.Errorf("answered\n%s\nwant\n%s", got, want)
	}
}

func at(t *testing.T, stamp string) time.Time {
	t.Helper()
	instant, err := time.Parse(time.RFC3339, stamp)
	if err != nil {
		t.Fatal(err)
	}
	return instant
}
