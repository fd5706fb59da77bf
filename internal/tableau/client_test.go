package tableau_test

import (
	"encoding/pem"
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

func TestServerURL_acceptsOnlySafeOnes(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"https://tableau.example.com":         "",
		"https://tableau.example.com/":        "",
		"https://tableau.example.com:8443/bi": "",
		"http://localhost:8000":               "",
		"http://127.0.0.1:8000":               "",
		"http://[::1]:8000":                   "",
		"http://tableau.example.com":          "http://tableau.example.com would send the credentials unencrypted: use https://, or set allow_insecure_http = true if the network in between is trusted",
		"http://localhost.example.com":        "http://localhost.example.com would send the credentials unencrypted: use https://, or set allow_insecure_http = true if the network in between is trusted",
		"tableau.example.com":                 `"tableau.example.com" is not the URL of a server: write one like https://tableau.example.com`,
		"127.0.0.1:8000":                      `"127.0.0.1:8000" is not the URL of a server: write one like https://tableau.example.com`,
		"ftp://tableau.example.com":           `"ftp://tableau.example.com" is not the URL of a server: write one like https://tableau.example.com`,
		"https://":                            `"https://" is not the URL of a server: write one like https://tableau.example.com`,
		"ann:hush@example.com":                "the server's URL must be like https://tableau.example.com",
		"ftp://example.com?token=hush":        "the server's URL must be like https://tableau.example.com",
		"":                                    "the server's URL must be like https://tableau.example.com",
		"https://ann:hush@example.com":        "the server's URL must hold nothing but scheme, host, port and path, such as https://tableau.example.com",
		"https://example.com/api/3.24/":       "https://example.com/api/3.24/ is an address of the REST API: write the root of the server alone, https://example.com",
		"https://example.com/tableau/api":     "https://example.com/tableau/api is an address of the REST API: write the root of the server alone, https://example.com/tableau",
		"https://example.com/#/site/finance":  "the server's URL must hold nothing but scheme, host, port and path, such as https://tableau.example.com",
	} {
		_, err := tableau.ParseServerURL(raw, false)
		if got := errorText(err); got != want {
			t.Errorf("%s: got %q, want %q", raw, got, want)
		}
	}
	for _, raw := range []string{
		"http://localhost.", "http://localhost.evil.com", "http://127.0.0.1.evil.com", "http://127.1", "http://127.1:80", "http://0.0.0.0", "http://[::]",
		"http://2130706433", "http://0x7f000001", "http://0177.0.0.1", "http://127.0.0.1%2eevil.com", "http://localhost\\@evil.com", "http://localhost@evil.com",
		"http://localhost:80@evil.com", "http://evil.com#localhost", "http://evil.com?localhost", "http://[::1%25eth0]", "http://128.0.0.1", "http://10.0.0.1",
		"http://ⓛocalhost", "http://localhost\x00.evil.com", "http://[::ffff:8.8.8.8]", "http:localhost", "http:///localhost", "http://local\thost",
	} {
		if u, err := tableau.ParseServerURL(raw, false); err == nil {
			t.Errorf("%q is taken for this machine, as %s", raw, u)
		}
	}
	for _, raw := range []string{"http://127.8.9.10", "http://[::ffff:127.0.0.1]:8000"} {
		if _, err := tableau.ParseServerURL(raw, false); err != nil {
			t.Errorf("%s is this machine, and yet: %v", raw, err)
		}
	}
	if _, err := tableau.ParseServerURL("http://tableau.example.com", true); err != nil {
		t.Errorf("allowed, and yet: %v", err)
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestNewClient_refusesWhatCannotWork(t *testing.T) {
	t.Parallel()
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	credentials := tableau.Password{}
	for want, config := range map[string]tableau.Config{
		"the server's URL must be like https://tableau.example.com": {Credentials: credentials},
		"no credentials to sign in with":                            {ServerURL: "https://example.com"},
		"cannot read the certificate file: ":                        {ServerURL: "https://example.com", Credentials: credentials, CACertificateFile: empty + ".missing"},
		"holds no PEM certificate":                                  {ServerURL: "https://example.com", Credentials: credentials, CACertificateFile: empty},
	} {
		if _, err := tableau.NewClient(config); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestCertificate_ofAPrivateAuthorityNeedsItsFile(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET /api/3.24/schedules/5e8f", sunday)
	secure := httptest.NewTLSServer(f.Config.Handler)
	defer secure.Close()
	authority := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(authority, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}

	client := f.client(t, func(c *tableau.Config) { c.ServerURL, c.CACertificateFile = secure.URL, authority })
	if _, err := client.Schedules().Get(t.Context(), "5e8f"); err != nil {
		t.Errorf("with the authority's file: %v", err)
	}

	_, err := f.client(t, func(c *tableau.Config) { c.ServerURL = secure.URL }).Schedules().Get(t.Context(), "5e8f")
	var failed *tableau.Error
	if !errors.As(err, &failed) || failed.Attempts != 1 {
		t.Fatalf("without it: %v", err)
	}
	if want := "The server's certificate is not trusted here. If a private authority signed it, name its file in ca_certificate_file."; failed.Advice() != want {
		t.Errorf("advice is %q, want %q", failed.Advice(), want)
	}
}

func TestID_cannotLeadToAnotherPath(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	client := f.client(t)
	for _, id := range []string{"..", ".", ""} {
		if _, err := client.Schedules().Get(t.Context(), id); err == nil || !strings.Contains(err.Error(), "is not an id") {
			t.Errorf("%q: got %v", id, err)
		}
	}
	f.answer("GET /api/3.24/schedules/{id}", strings.Replace(sunday, "5e8f", "a/../b?c", 1))
	if _, err := client.Schedules().Get(t.Context(), "a/../b?c"); err != nil {
		t.Error(err)
	}
	if n := f.count("GET /api/3.24/schedules/a/../b?c"); n != 1 {
		t.Errorf("the id was not escaped: %v", f.requests)
	}
}
