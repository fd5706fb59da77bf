package acctest

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// liveVariable makes the tests that can do so run on the site that the
// provider's own environment variables name.
const liveVariable = "TABLEAU_ACC_LIVE"

// Site is what a test runs on: a mock server of its own or, where the
// environment says so, a real site that it shares with others.
type Site struct {
	// Mock is nil on a real site.
	Mock *mockserver.Server
	// URL is the mock server's, ContentURL that of its site.
	URL, ContentURL string
	// RetryUnit is the shortest wait of providers that are started in-process
	// before a call is sent again; 0 is one that is enough on a busy machine.
	RetryUnit time.Duration

	// turn is taken by one instance at a time, for a token has one session.
	turn sync.Mutex
}

// NewSite gives a mock server, or the real site where there is one. A test on
// it must leave nothing behind and suppose nothing of what is there.
func NewSite(t *testing.T, options mockserver.Options) *Site {
	t.Helper()
	if os.Getenv(liveVariable) != "" {
		return &Site{}
	}
	return NewMock(t, options)
}

// NewMock gives a mock server, for a test that watches it or meddles with it.
func NewMock(t testing.TB, options mockserver.Options) *Site {
	t.Helper()
	mock, url := mockserver.Start(t, options)
	site := &Site{Mock: mock, URL: url}
	if options.Product == mockserver.ProductCloud {
		site.ContentURL = "demo"
	}
	return site
}

// Config puts the provider's configuration before a test's own.
func (s *Site) Config(parts ...string) string {
	return s.ProviderConfig("") + strings.Join(parts, "\n")
}

// ProviderConfig is the provider block with further lines in it. On a real
// site the sign-in comes from the environment.
func (s *Site) ProviderConfig(lines string) string {
	if s.Mock == nil {
		return fmt.Sprintf("provider \"tableau\" {\n%s\n}\n", lines)
	}
	return fmt.Sprintf(`
provider "tableau" {
  server_url                   = %q
  personal_access_token_name   = "demo"
  personal_access_token_secret = "demo-secret"
  %s
}
`, s.URL, lines)
}

// Name is a name that no other test uses, on a real site not even in parallel.
func Name(t *testing.T, suffix string) string {
	t.Helper()
	if os.Getenv(liveVariable) == "" {
		return suffix
	}
	return fmt.Sprintf("tf-acc %s %d %s", t.Name(), os.Getpid(), suffix)
}
