package tableau_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

func TestVersion_partsAreNumbers(t *testing.T) {
	t.Parallel()
	older, err := tableau.ParseVersion("3.9")
	if err != nil {
		t.Fatal(err)
	}
	newer, err := tableau.ParseVersion("3.10")
	if err != nil {
		t.Fatal(err)
	}
	if older.AtLeast(newer) || !newer.AtLeast(older) || newer.String() != "3.10" {
		t.Errorf("3.9 counts as newer than 3.10")
	}
	for _, text := range []string{"", "3", "3.x", "x.3", "3.9.1", "-3.9", "3.-9", " 3.9", "v3.9"} {
		if v, err := tableau.ParseVersion(text); err == nil {
			t.Errorf("%q was read as %s", text, v)
		}
	}
}

func TestAPIVersion_isTheNewestThatBothKnow(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ server, configured, want, problem string }{
		"server older":      {server: "3.9", want: "3.9"},
		"server newer":      {server: "3.40", want: "3.29"},
		"configured":        {server: "3.24", configured: "3.20", want: "3.20"},
		"configured higher": {server: "3.9", configured: "3.10", problem: "the configured api_version is 3.10, and HOST speaks at most 3.9 of the REST API: lower api_version, or leave it out"},
		"nonsense":          {server: "nonsense", problem: `"nonsense" is not a REST API version`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.Config.Handler = body(strings.ReplaceAll(serverInfo, "3.24", test.server))
			client := f.client(t, func(c *tableau.Config) {
				if test.configured != "" {
					c.APIVersion, _ = tableau.ParseVersion(test.configured)
				}
			})
			version, err := client.APIVersion(t.Context())
			if test.problem != "" {
				if err == nil || !strings.Contains(strings.ReplaceAll(err.Error(), f.Listener.Addr().String(), "HOST"), test.problem) {
					t.Errorf("got %v, want %s", err, test.problem)
				}
				return
			}
			if err != nil || version.String() != test.want {
				t.Errorf("got %s, %v, want %s", version, err, test.want)
			}
		})
	}
}

func TestServerInfo_isAskedOnceAndNeedsNoSession(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	client := f.client(t)
	for range 3 {
		info, err := client.ServerInfo(t.Context())
		if err != nil || info.ProductVersion != "2024.3.1" || info.Build != "20243.24.1010.1014" || info.RESTAPIVersion.String() != "3.24" {
			t.Errorf("got %+v, %v", info, err)
		}
	}
	if n := f.count("GET /api/2.4/serverinfo"); n != 1 {
		t.Errorf("asked %d times, want once", n)
	}
	if n := f.count(signIn); n != 0 {
		t.Errorf("signed in %d times", n)
	}
}

func TestServerInfo_failureHoldsForHalfAMinute(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		site := &site{method: "serverinfo", broken: answers(404, "")}
		client := inMemoryClient(t, site)
		for range 3 {
			if _, err := client.ServerInfo(t.Context()); err == nil {
				t.Error("no error")
			}
		}
		if n := site.asked.Load(); n != 1 {
			t.Errorf("asked %d times, want once", n)
		}
		site.works.Store(true)
		time.Sleep(31 * time.Second)
		if _, err := client.ServerInfo(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestProduct_isFoundOutOnce(t *testing.T) {
	t.Parallel()
	const sites = "GET /api/3.24/sites"
	for name, test := range map[string]struct {
		answer  http.HandlerFunc
		change  func(*tableau.Config)
		product tableau.Product
		fails   bool
	}{
		"Server lists its sites":        {answer: body(`<tsResponse xmlns="http://tableau.com/api"/>`), product: "server"},
		"Cloud refuses with 403069":     {answer: status(403, refusal("403069", "Forbidden", "")), product: "cloud"},
		"no administrator sees neither": {answer: status(403, refusal("403004", "Forbidden", "")), product: ""},
		"nor a token without the scope": {answer: status(401, ended), change: withApp, product: ""},
		"a gateway's page is an error":  {answer: header("Content-Type", "text/html", status(403, "<html>Forbidden</html>")), fails: true},
		"so is one with status 200":     {answer: header("Content-Type", "text/html", body("<html>Sign in</html>")), fails: true},
		"nor is nothing a list":         {answer: status(200, ""), fails: true},
		"a broken server is an error":   {answer: status(500, ""), fails: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.mux.HandleFunc(sites, test.answer)
			if test.change == nil {
				test.change = noRetries
			}
			client := f.client(t, test.change)
			for range 2 {
				product, err := client.Product(t.Context())
				if product != test.product || (err != nil) != test.fails {
					t.Errorf("got %q, %v, want %q", product, err, test.product)
				}
			}
			// A token without the scope looks like one whose session ended: it is renewed once.
			asked := 1
			if name == "nor a token without the scope" {
				asked = 2
			}
			if n := f.count(sites); !test.fails && n != asked {
				t.Errorf("asked %d times, want %d", n, asked)
			}
		})
	}
}

func TestProduct_configuredNeedsNoCall(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	product, err := f.client(t, func(c *tableau.Config) { c.Product = tableau.Cloud }).Product(t.Context())
	if product != "cloud" || err != nil || len(f.requests) != 0 {
		t.Errorf("got %q, %v after %v", product, err, f.requests)
	}
}
