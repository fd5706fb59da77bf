package tableau_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

func TestRedirect_isNotFollowedWhereverItLeads(t *testing.T) {
	t.Parallel()
	var elsewhere atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	const check = "Check that server_url is the root of a Tableau server, and that no sign-in page or proxy stands in front of it."
	for name, test := range map[string]struct {
		code     int
		location string
		advice   string
	}{
		"another host":       {302, "https://login.example.com/x?ticket=1", "If https://login.example.com is the Tableau server, set server_url to it."},
		"a user in it":       {303, "https://ann:hush@login.example.com:8443/", "If https://login.example.com:8443 is the Tableau server, set server_url to it."},
		"without encryption": {307, strings.Replace(other.URL, "127.0.0.1", "localhost", 1), "It leads to " + strings.Replace(other.URL, "127.0.0.1", "localhost", 1) + ", which is not encrypted and gets no credentials. " + check},
		"the same host":      {301, "/login?ticket=1", "It leads to another page of the same host. " + check},
		"another scheme":     {308, "javascript:alert(1)", check},
		"no host":            {302, "https:///login", check},
		"nothing":            {302, "", check},
		"escaped controls":   {302, "https://%C2%9B2Jexample.com/", check},
		"right to left":      {302, "https://\u202emoc.elpmaxe/", check},
		"absurd length":      {302, "https://" + strings.Repeat("x.", 60000) + "example.com/", check},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.mux.HandleFunc("GET /api/3.24/schedules/5e8f", header("Location", test.location, status(test.code, "")))
			address, authority := secure(t, f, nil)
			_, err := f.client(t, func(c *tableau.Config) { c.ServerURL, c.CACertificateFile = address, authority }).Schedules().Get(t.Context(), "5e8f")
			var failed *tableau.Error
			if !errors.As(err, &failed) || failed.Status != test.code {
				t.Fatalf("got %v", err)
			}
			if failed.Advice() != test.advice {
				t.Errorf("advice is %q, want %q", failed.Advice(), test.advice)
			}
		})
	}
	t.Cleanup(func() {
		other.Close()
		if n := elsewhere.Load(); n != 0 {
			t.Errorf("sent %d requests to the other host", n)
		}
	})
}

func TestRedirect_ofASignInDoesNotSendItOn(t *testing.T) {
	t.Parallel()
	var elsewhere atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	defer other.Close()
	f := newFake(t)
	f.mux.Handle("POST /api/3.24/auth/signin", http.RedirectHandler(other.URL, http.StatusPermanentRedirect))
	_, err := f.client(t).Schedules().Get(t.Context(), "5e8f")
	want := `with personal access token "terraform": POST /auth/signin was answered with HTTP 308: the server redirects elsewhere, and a redirect is not followed`
	if err == nil || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if n := elsewhere.Load(); n != 0 {
		t.Errorf("sent %d requests to the other host", n)
	}
}
