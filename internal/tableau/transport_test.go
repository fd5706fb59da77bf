package tableau_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// secure serves a fake's answers encrypted, with changes to how; it gives the
// URL, and the file of the authority that vouches for it.
func secure(t *testing.T, f *fake, change func(*httptest.Server)) (address, authority string) {
	t.Helper()
	server := httptest.NewUnstartedServer(f.Config.Handler)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	if change != nil {
		change(server)
	}
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.URL, certificateFile(t, server.Certificate().Raw)
}

func certificateFile(t *testing.T, der []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// ownCertificate is a certificate that vouches for itself.
func ownCertificate(t *testing.T, host string, until time.Time) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: until.Add(-24 * time.Hour), NotAfter: until,
		DNSNames: []string{host}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	if host == "127.0.0.1" {
		template.DNSNames, template.IPAddresses = nil, []net.IP{net.IPv4(127, 0, 0, 1)}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func TestTLS_anUnsafeConnectionIsRefusedWithAdvice(t *testing.T) {
	t.Parallel()
	tomorrow, yesterday := time.Now().Add(24*time.Hour), time.Now().Add(-24*time.Hour)
	for name, test := range map[string]struct {
		server  func(*httptest.Server)
		trusted bool
		advice  string
	}{
		"certificate of an unknown authority": {
			advice: "The server's certificate is not trusted here. If a private authority signed it, name its file in ca_certificate_file.",
		},
		"certificate of another host": {
			server:  withCertificate(ownCertificate(t, "tableau.example.com", tomorrow)),
			trusted: true,
			advice:  "The server's certificate is that of another host. Check that server_url has the name that the certificate is made out to.",
		},
		"certificate that has expired": {
			server:  withCertificate(ownCertificate(t, "127.0.0.1", yesterday)),
			trusted: true,
			advice:  "The server's certificate has expired, or this machine's clock is wrong. Ask the server's administrator to renew it.",
		},
		"TLS 1.1": {
			server: func(s *httptest.Server) {
				s.TLS = &tls.Config{MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10} //nolint:gosec // Unsafe on purpose.
			},
			trusted: true,
			advice:  "The server speaks only versions of TLS that are no longer safe. Ask its administrator to enable TLS 1.2 or later.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.answer("GET /api/3.24/schedules/5e8f", sunday)
			address, authority := secure(t, f, test.server)
			client := f.client(t, func(c *tableau.Config) {
				c.ServerURL = address
				if test.trusted {
					c.CACertificateFile = authority
				}
			})
			_, err := client.Schedules().Get(t.Context(), "5e8f")
			var failed *tableau.Error
			if !errors.As(err, &failed) || failed.Advice() != test.advice {
				t.Errorf("got  %v\nwant %s", err, test.advice)
			}
			if len(f.requests) != 0 {
				t.Errorf("sent %v", f.requests)
			}
		})
	}
}

func withCertificate(certificate tls.Certificate) func(*httptest.Server) {
	return func(s *httptest.Server) { s.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}} }
}

func TestCertificateFile_addsToTheSystemsAuthorities(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET /api/3.24/schedules/5e8f", sunday)
	tomorrow := time.Now().Add(24 * time.Hour)
	ofTheSystem, systems := secure(t, f, withCertificate(ownCertificate(t, "127.0.0.1", tomorrow)))
	private, named := secure(t, f, withCertificate(ownCertificate(t, "127.0.0.1", tomorrow)))
	for _, server := range []string{ofTheSystem, private} {
		if said := inChild(t, server, "SSL_CERT_FILE="+systems, childCertificate+"="+named); !strings.Contains(said, "Sunday <nil>") {
			t.Errorf("got %s", said)
		}
	}
	if said := inChild(t, private, "SSL_CERT_FILE="+systems); !strings.Contains(said, "certificate signed by unknown authority") {
		t.Errorf("without its file: %s", said)
	}
}

// proxy is one that connects to a single server, whoever is asked for.
type proxy struct {
	*httptest.Server
	mu     sync.Mutex
	asked  []string
	signIn string
}

// newProxy connects to the server, or answers every call itself where a handler is given.
func newProxy(t *testing.T, server string, instead http.HandlerFunc) *proxy {
	t.Helper()
	p := &proxy{}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		p.asked = append(p.asked, r.Method+" "+r.Host)
		p.signIn = r.Header.Get("Proxy-Authorization")
		p.mu.Unlock()
		if instead != nil {
			instead(w, r)
			return
		}
		outward, err := net.Dial("tcp", server) //nolint:noctx // The server is this process.
		if err != nil {
			t.Error(err)
			return
		}
		defer outward.Close()
		inward, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer inward.Close()
		if r.Method == http.MethodConnect {
			io.WriteString(inward, "HTTP/1.1 200 Connection established\r\n\r\n")
		} else if err := r.Write(outward); err != nil {
			t.Error(err)
		}
		go io.Copy(outward, inward) //nolint:errcheck // It ends with either connection.
		io.Copy(inward, outward)    //nolint:errcheck // The same.
	}))
	t.Cleanup(p.Close)
	return p
}

// address is the proxy's URL with a name and a password.
func (p *proxy) address() string {
	return strings.Replace(p.URL, "http://", "http://someone:proxy-pass@", 1)
}

func TestProxy_ofTheEnvironmentIsUsed(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET /api/3.24/schedules/5e8f", sunday)
	encrypted, authority := secure(t, f, nil)
	for server, test := range map[string]struct{ variable, target, asked string }{
		"http://tableau.example.com": {"HTTP_PROXY", f.URL, "GET tableau.example.com"},
		"https://example.com":        {"HTTPS_PROXY", encrypted, "CONNECT example.com:443"},
	} {
		_, target, _ := strings.Cut(test.target, "://")
		p := newProxy(t, target, nil)
		if said := inChild(t, server, test.variable+"="+p.address(), childCertificate+"="+authority); !strings.Contains(said, "Sunday <nil>") {
			t.Errorf("%s: %s", server, said)
		}
		if len(p.asked) == 0 || p.asked[0] != test.asked {
			t.Errorf("the proxy was asked for %v, want %s first", p.asked, test.asked)
		}
		if want := "Basic " + base64.StdEncoding.EncodeToString([]byte("someone:proxy-pass")); p.signIn != want {
			t.Errorf("signed in to the proxy with %q", p.signIn)
		}
	}
}

func TestProxy_isNotAskedForThisMachineNorForWhatNoProxyNames(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET /api/3.24/schedules/5e8f", sunday)
	p := newProxy(t, "", body("a proxy was asked"))
	if said := inChild(t, f.URL, "HTTP_PROXY="+p.URL); !strings.Contains(said, "Sunday <nil>") {
		t.Errorf("this machine: %s", said)
	}
	if said := inChild(t, "http://tableau.invalid", "HTTP_PROXY="+p.URL, "NO_PROXY=.invalid"); !strings.Contains(said, "tableau.invalid") {
		t.Errorf("NO_PROXY: %s", said)
	}
	if len(p.asked) != 0 {
		t.Errorf("the proxy was asked for %v", p.asked)
	}
}

func TestProxy_failureSaysWhatToDoAndNoPassword(t *testing.T) {
	t.Parallel()
	signIn := "The proxy asks for a sign-in. Give its user name and password in HTTPS_PROXY (HTTP_PROXY where server_url is http://), " +
		"as in http://name:password@proxy.example.com:8080, or name the server in NO_PROXY to go without it."
	other := "Check HTTPS_PROXY and HTTP_PROXY, which name the proxy, or name the server in NO_PROXY to go without it."
	front := "This is no answer of Tableau's REST API: something in front of it gave it, such as a proxy. Check server_url and the proxy settings."
	page := "Check that server_url is the root of a Tableau server, and that no sign-in page or proxy stands in front of it."
	for name, test := range map[string]struct {
		server string
		answer http.HandlerFunc
		proxy  string // in place of the one that gives the answer
		want   []string
	}{
		"407 to a call": {"http://tableau.example.com", status(407, "someone:proxy-pass"), "", []string{"HTTP 407 (Proxy Authentication Required)", signIn}},
		"407 to a connection": {
			"https://tableau.example.com", status(407, ""), "",
			[]string{"the proxy does not connect to the server (HTTP 407 Proxy Authentication Required)", signIn},
		},
		"403 to a connection": {"https://tableau.example.com", status(403, ""), "", []string{"the proxy does not connect to the server (HTTP 403 Forbidden)", other}},
		"403 with a page":     {"http://tableau.example.com", header("Content-Type", "text/html", status(403, "<html>")), "", []string{"HTTP 403 (Forbidden)", front}},
		"200 with a page":     {"http://tableau.example.com", header("Content-Type", "text/html", body("<html>")), "", []string{"the answer is a web page", page}},
		"echo of its sign-in": {
			"http://tableau.example.com", func(w http.ResponseWriter, r *http.Request) {
				status(400, refusal("400000", "Bad", r.Header.Get("Proxy-Authorization")))(w, r)
			}, "", []string{"Bad: Basic ***"},
		},
		"not there":        {"https://tableau.example.com", nil, "http://someone:proxy-pass@127.0.0.1:1", []string{"connection refused", other}},
		"not there, SOCKS": {"https://tableau.example.com", nil, "socks5://someone:proxy-pass@127.0.0.1:1", []string{"connection refused", other}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address := test.proxy
			if address == "" {
				address = newProxy(t, "", test.answer).address()
			}
			said := inChild(t, test.server, "HTTP_PROXY="+address, "HTTPS_PROXY="+address)
			for _, want := range test.want {
				if !strings.Contains(said, want) {
					t.Errorf("got  %s\nwant %s", said, want)
				}
			}
		})
	}
}

// TestProxy_thatCannotBeReadIsNotPassedOver: what should go by a proxy must not go directly.
func TestProxy_thatCannotBeReadIsNotPassedOver(t *testing.T) {
	t.Parallel()
	const (
		odd    = "http://someone:proxy-pass%zz@127.0.0.1:1"
		advice = " is set, and is not the URL of a proxy. Write one like http://name:password@proxy.example.com:8080, in whose name and password each character " +
			"but letters and digits is percent-encoded (%25 for %, %40 for @), or name the server in NO_PROXY to go without it"
	)
	for name, test := range map[string]struct {
		server      string
		environment []string
		want        string
	}{
		"HTTPS_PROXY":        {"https://tableau.invalid", []string{"HTTPS_PROXY=" + odd}, "HTTPS_PROXY" + advice},
		"https_proxy":        {"https://tableau.invalid", []string{"https_proxy=" + odd}, "https_proxy" + advice},
		"HTTP_PROXY":         {"http://tableau.invalid", []string{"HTTP_PROXY=" + odd}, "HTTP_PROXY" + advice},
		"the other scheme's": {"https://tableau.invalid", []string{"HTTP_PROXY=" + odd}, "dial tcp"},
		"NO_PROXY":           {"https://tableau.invalid", []string{"HTTPS_PROXY=" + odd, "NO_PROXY=.invalid"}, "dial tcp"},
		"no_proxy":           {"https://tableau.invalid", []string{"HTTPS_PROXY=" + odd, "no_proxy=tableau.invalid"}, "dial tcp"},
		"this machine":       {"http://127.0.0.1:1", []string{"HTTP_PROXY=" + odd}, "dial tcp"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if said := inChild(t, test.server, test.environment...); !strings.Contains(said, test.want) {
				t.Errorf("got  %s\nwant %s", said, test.want)
			}
		})
	}
}

func TestProxy_thatARequestCouldHaveNamedIsRefused(t *testing.T) {
	t.Parallel()
	said := inChild(t, "http://tableau.example.com", "HTTP_PROXY=http://someone:proxy-pass@127.0.0.1:1", "REQUEST_METHOD=GET")
	if !strings.Contains(said, "cannot use the proxy that the environment names: refusing to use HTTP_PROXY value in CGI environment") {
		t.Errorf("got %s", said)
	}
}

func TestDebuggingOfHTTP2_showsNoSecret(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET /api/3.24/schedules/5e8f", sunday)
	address, authority := secure(t, f, func(s *httptest.Server) { s.EnableHTTP2 = true })
	if said := inChild(t, address, "GODEBUG=http2debug=2", childCertificate+"="+authority); !strings.Contains(said, "Sunday <nil>") {
		t.Errorf("got %s", said)
	}
}

func TestPanic_showsNoSecret(t *testing.T) {
	t.Parallel()
	for what, want := range map[string]string{
		"client":        "(*tableau.Client) 0x",
		"session":       "(*tableau.session) 0x",
		"configuration": "(tableau.Config) ",
		"credentials":   `personal access token "ci"`,
		"secret":        "***\n",
		"error":         "cannot read schedule 5e8f: GET /schedules/{schedule} was answered with error 400000 (HTTP 400): Bad: *** of ***\n",
		"%v":            "[client of http://127.0.0.1:",
		"%+v":           "[client of http://127.0.0.1:",
		"%#v":           "[]interface {}{client of http://127.0.0.1:",
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.mux.HandleFunc("GET /api/3.24/schedules/5e8f", status(400, refusal("400000", "Bad", "hush-4711 of session-1")))
			said := inChild(t, f.URL, childPanics+"="+what, "GOTRACEBACK=all")
			if !strings.Contains(said, "\npanic: "+want) || !strings.Contains(said, "\ngoroutine 1 [running") {
				t.Errorf("got %s", said)
			}
		})
	}
}
