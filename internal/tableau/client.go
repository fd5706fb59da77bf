package tableau

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"
)

// Config says how to reach a Tableau site. The zero value of every field but
// ServerURL and Credentials has a meaning.
type Config struct {
	// ServerURL is the root of the server, such as https://tableau.example.com.
	ServerURL string
	// Site is the content URL of the site; "" is Server's default site.
	Site string
	// Credentials are what to sign in with.
	Credentials Credentials
	// APIVersion is the version to speak; zero chooses the newest that both sides know.
	APIVersion Version
	// Product is the product spoken to; zero finds it out.
	Product Product
	// MaxConcurrentRequests bounds the requests in flight; 0 means 10.
	MaxConcurrentRequests int
	// MaxRetries bounds how often one call is sent again. 0 means never.
	MaxRetries int
	// RequestTimeout bounds one request, its answer's body included; 0 means one minute.
	RequestTimeout time.Duration
	// CACertificateFile names a PEM file of authorities to trust beside the system's.
	CACertificateFile string
	// AllowInsecureHTTP lets http:// reach hosts other than loopback.
	AllowInsecureHTTP bool
	// UserAgent names the program to the server.
	UserAgent string
	// RetryUnit is the shortest wait before a call is sent again, of which the
	// longer ones are multiples; 0 means 500 ms. Tests shorten it.
	RetryUnit time.Duration
	// Log receives one event per request; it never holds a secret. May be nil.
	Log func(ctx context.Context, message string, fields map[string]any)
}

// Client calls the REST API of one site. It is safe for concurrent use.
type Client struct {
	config Config
	base   *url.URL
	http   *http.Client
	slots  *semaphore.Weighted
	clock  serverClock
	// throttle and outage are shared: what one request meets holds for all.
	throttle *throttle
	outage   outage
	// secrets are what no error and no log may repeat.
	secrets redactor
	// maxAnswer is the most bytes read of one answer.
	maxAnswer int64

	// The locks are semaphores because a wait for them must end with its context.
	sessionLock *semaphore.Weighted
	connected   *connection
	session     *session
	// givenUp are sessions that seemed to have ended. A refused scope looks the same,
	// and such a session may be in use: it is signed out with the others at the end.
	givenUp []*session
	// lacksScope are the methods, with their routes, that a session just opened was refused,
	// and until when they renew none.
	lacksScope sync.Map
	// failed is why nobody could connect or sign in, until then; zero is for good.
	failed      error
	failedUntil time.Time

	productLock *semaphore.Weighted
	product     *Product

	subscriptions subscriptionMemory
	permissions   permissionsMemory
	grantees      granteeMemory

	// What is read by many objects in one run is fetched once.
	scheduleBriefs    *reader[Schedule]
	knownFlows        memo[Flow]
	knownWorkbooks    memo[Workbook]
	knownViews        memo[View]
	owners            memo[string]
	projectTree       memo[*ProjectTree]
	extractTasks      *reader[ExtractRefreshTask]
	scheduledExtracts memo[*scheduledExtracts] // by schedule
	flowTasks         *reader[FlowTask]
	flowSchedules     sync.Map // on which flow tasks were seen
	linkedTasks       memo[[]LinkedTask]
	siteTimeZone      memo[string]
	signedIn          memo[SignedIn]

	// What making tasks needs to know of earlier ones.
	making               locks
	tasksBefore          memo[*earlier[ExtractRefreshTask]]
	tasksDeleted         deletions
	placedBefore         memo[*placedTasks] // by schedule
	flowTasksBefore      memo[*earlier[FlowTask]]
	flowTasksDestroyed   deletions
	schedulesDeleted     deletions
	incrementalIsExtract atomic.Bool
	hidesExtracts        atomic.Bool
}

// NewClient checks the configuration and sends nothing.
func NewClient(config Config) (*Client, error) {
	base, err := ParseServerURL(config.ServerURL, config.AllowInsecureHTTP)
	if err != nil {
		return nil, err
	}
	if config.Credentials == nil {
		return nil, errors.New("no credentials to sign in with")
	}
	if config.MaxConcurrentRequests == 0 {
		config.MaxConcurrentRequests = 10
	}
	if config.RequestTimeout == 0 {
		config.RequestTimeout = time.Minute
	}
	if config.RetryUnit == 0 {
		config.RetryUnit = 500 * time.Millisecond
	}
	if config.Log == nil {
		config.Log = func(context.Context, string, map[string]any) {}
	}
	proxy, err := proxyFor(base)
	if err != nil {
		return nil, err
	}
	transport, err := newTransport(config, proxy)
	if err != nil {
		return nil, err
	}
	client := &Client{
		config: config,
		base:   base,
		http: &http.Client{
			Transport: lastWordTransport{transport, lastWord * config.RetryUnit},
			Timeout:   config.RequestTimeout,
			// A redirect would carry the session to another address, or turn a
			// POST into a GET. It is reported instead of followed.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		maxAnswer:   maxAnswer,
		slots:       semaphore.NewWeighted(int64(config.MaxConcurrentRequests)),
		throttle:    newThrottle(config.RetryUnit),
		outage:      outage{lasts: failureHolds * config.RetryUnit},
		sessionLock: semaphore.NewWeighted(1),
		productLock: semaphore.NewWeighted(1),
	}
	client.secrets.add(config.Credentials.secrets()...)
	client.secrets.add(proxySecrets(proxy)...)
	client.subscriptions = newSubscriptionMemory(client.Subscriptions())
	client.scheduleBriefs = newReader(client.Schedules().Get, client.Schedules().All, func(s Schedule) string { return s.ID })
	client.extractTasks = newReader(client.ExtractRefreshTasks().Get, client.ExtractRefreshTasks().All, func(t ExtractRefreshTask) string { return t.ID })
	client.scheduledExtracts.fetch = client.ExtractRefreshTasks().openExtracts
	client.placedBefore.fetch = client.ExtractRefreshTasks().fetchPlaced
	client.tasksBefore.fetch = client.ExtractRefreshTasks().fetchKnownTasks
	client.knownFlows.fetch = client.Flows().Get
	client.knownWorkbooks.fetch = client.Workbooks().Get
	client.knownViews.fetch = client.Views().Get
	client.owners.fetch = client.Permissions().fetchOwner
	client.projectTree.fetch = client.Projects().fetchTree
	client.permissions.get = client.Permissions().Get
	client.grantees.fillFrom(client.Grantees())
	client.flowTasks = newReader(client.FlowTasks().Get, client.FlowTasks().All, func(t FlowTask) string { return t.ID })
	client.flowTasksBefore.fetch = client.FlowTasks().fetchKnown
	client.linkedTasks.fetch = client.LinkedTasks().fetchAll
	client.siteTimeZone.fetch = client.fetchSiteTimeZone
	client.signedIn.fetch = client.fetchSignedIn
	return client, nil
}

// Format prints where the client sends to whatever the verb, for what it holds
// is secret.
func (c *Client) Format(state fmt.State, _ rune) {
	fmt.Fprintf(state, "client of %s", c.base)
}

// ParseServerURL accepts https:// URLs, and http:// ones for this machine
// itself or where allowInsecure says so.
func ParseServerURL(raw string, allowInsecure bool) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.Hostname() == "" || (u.Scheme != "https" && u.Scheme != "http") {
		if raw == "" || strings.ContainsAny(raw, "@?#") { // What may hold credentials is not shown.
			return nil, errors.New("the server's URL must be like https://tableau.example.com")
		}
		return nil, fmt.Errorf("%q is not the URL of a server: write one like https://tableau.example.com", raw)
	}
	if u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, errors.New("the server's URL must hold nothing but scheme, host, port and path, such as https://tableau.example.com")
	}
	if u.Scheme == "http" && !allowInsecure && !isLoopback(u.Hostname()) {
		return nil, fmt.Errorf("http://%s would send the credentials unencrypted: use https://, or set allow_insecure_http = true if the network in between is trusted", u.Host)
	}
	u.Path = strings.TrimRight(u.Path, "/")
	if root, _, isAPI := strings.Cut(u.Path+"/", "/api/"); isAPI {
		return nil, fmt.Errorf("%s is an address of the REST API: write the root of the server alone, %s://%s%s", raw, u.Scheme, u.Host, root)
	}
	return u, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
