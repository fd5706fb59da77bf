package tableau

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"

	"golang.org/x/net/http/httpproxy"
)

// maxHeader bounds the headers of an answer, in bytes.
const maxHeader = 256 << 10

// newTransport makes the connections: encrypted ones by TLS 1.2 or later, to
// servers that one of the trusted authorities vouches for. Nothing switches
// that off.
func newTransport(config Config, proxy *url.URL) (*http.Transport, error) {
	transport := http.DefaultTransport.(*http.Transport).Clone() //nolint:forcetypeassert // The standard library documents this type.
	transport.MaxIdleConnsPerHost = config.MaxConcurrentRequests
	transport.MaxResponseHeaderBytes = maxHeader
	transport.Proxy = http.ProxyURL(proxy)
	transport.OnProxyConnectResponse = checkProxy
	transport.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	if strings.Contains(os.Getenv("GODEBUG"), "http2debug=") {
		// With it Go writes the headers and bodies of HTTP/2, and those alone, to the log.
		transport.Protocols = new(http.Protocols)
		transport.Protocols.SetHTTP1(true)
	}
	if config.CACertificateFile == "" {
		return transport, nil
	}
	pool, err := ReadCertificates(config.CACertificateFile)
	transport.TLSClientConfig.RootCAs = pool
	return transport, err
}

// ReadCertificates reads a PEM file of authorities, to trust beside the system's.
func ReadCertificates(file string) (*x509.CertPool, error) {
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("cannot read the certificate file: %w", err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		return nil, fmt.Errorf("cannot read the system's certificates: %w", err)
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s holds no PEM certificate", file)
	}
	return pool, nil
}

// proxyFor is the proxy that the environment names for a server; nil for none,
// as for this machine itself.
func proxyFor(server *url.URL) (*url.URL, error) {
	proxy, err := http.ProxyFromEnvironment(&http.Request{URL: server})
	if err != nil {
		return nil, fmt.Errorf("cannot use the proxy that the environment names: %w", err)
	}
	if proxy == nil {
		return nil, checkPassedOver(server)
	}
	return proxy, nil
}

// checkPassedOver fails where the environment names a proxy for a server that Go passes
// over, because it cannot read its URL: the server would be asked directly.
func checkPassedOver(server *url.URL) error {
	variable := strings.ToUpper(server.Scheme) + "_PROXY"
	if os.Getenv(variable) == "" {
		variable = strings.ToLower(variable)
	}
	// One that can be read tells whether any is wanted.
	const readable = "http://proxy.example.com"
	standIn := httpproxy.Config{HTTPProxy: readable, HTTPSProxy: readable, NoProxy: cmp.Or(os.Getenv("NO_PROXY"), os.Getenv("no_proxy"))}
	if wanted, _ := standIn.ProxyFunc()(server); wanted == nil || os.Getenv(variable) == "" {
		return nil
	}
	return fmt.Errorf("%s is set, and is not the URL of a proxy. Write one like http://name:password@proxy.example.com:8080, in whose name and password each "+
		"character but letters and digits is percent-encoded (%%25 for %%, %%40 for @), or name the server in NO_PROXY to go without it", variable)
}

// proxySecrets are what a proxy is signed in to with, as it is and as it is sent.
func proxySecrets(proxy *url.URL) []Secret {
	if proxy == nil || proxy.User == nil {
		return nil
	}
	password, _ := proxy.User.Password()
	return []Secret{Secret(password), Secret(proxy.User.Username() + ":" + password)}
}

// proxyError is a proxy's HTTP status where it should have connected.
type proxyError int

func (r proxyError) Error() string {
	return fmt.Sprintf("the proxy does not connect to the server (HTTP %d %s)", int(r), http.StatusText(int(r)))
}

// checkProxy keeps a proxy's own words, which could be anything, out of errors.
func checkProxy(_ context.Context, _ *url.URL, _ *http.Request, response *http.Response) error {
	if response.StatusCode != http.StatusOK {
		return proxyError(response.StatusCode)
	}
	return nil
}

// isProxyFault reports failures on the way to, or at, a proxy.
func isProxyFault(err error) bool {
	var (
		refusal proxyError
		op      *net.OpError
	)
	return errors.As(err, &refusal) || errors.As(err, &op) && (op.Op == "proxyconnect" || op.Op == "socks connect")
}

// adviceOnTLS says what to do when no encrypted connection came about, "" for
// any other failure.
func adviceOnTLS(err error) string {
	var (
		host    x509.HostnameError
		invalid x509.CertificateInvalidError
	)
	switch {
	case err == nil:
		return ""
	case errors.As(err, &host):
		return "The server's certificate is that of another host. Check that server_url has the name that the certificate is made out to."
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "The server's certificate has expired, or this machine's clock is wrong. Ask the server's administrator to renew it."
	case strings.Contains(err.Error(), "certificate"):
		return "The server's certificate is not trusted here. If a private authority signed it, name its file in ca_certificate_file."
	case strings.Contains(err.Error(), "protocol version"):
		return "The server speaks only versions of TLS that are no longer safe. Ask its administrator to enable TLS 1.2 or later."
	}
	return ""
}
