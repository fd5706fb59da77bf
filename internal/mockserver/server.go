package mockserver

import (
	"fmt"
	"sync"
	"time"
	_ "time/tzdata" // the server's time zone is known wherever the mock runs
)

// Product is which Tableau a Server imitates.
type Product string

// The two products. They differ in their methods: server schedules are Server's alone, for example.
const (
	ProductServer Product = "server"
	ProductCloud  Product = "cloud"
)

// Options say what a Server imitates. The zero value is a Tableau Server with API 3.29 and nothing on it but its
// default site and the user and token called "demo".
type Options struct {
	Product    Product // empty: ProductServer
	APIVersion string  // the highest version it speaks, like "3.24"; empty: "3.29"
	Seed       Seed
	Behaviour  Behaviour

	// Now is where the clock stands. It moves by AdvanceClock alone. Zero: Monday 2 March 2026, 17:00 UTC.
	Now time.Time
	// TimeZone is the zone of the server, in which schedules' times are read. Empty: "America/Los_Angeles", the one of
	// the REST API reference's examples.
	TimeZone string

	Latency    time.Duration // waited before each answer
	FaultRate  float64       // share of requests, 0 to 1, that meet a random fault, as in a FaultLottery
	FaultSeed  uint64        // which of them: the same requests meet the same faults
	FaultKinds FaultKinds    // empty: FaultsTransient
	RecordDir  string        // where request and response bodies are written, secrets masked; empty: nowhere
}

// Server is an in-memory Tableau. It is an http.Handler and safe for concurrent use.
type Server struct {
	product  Product
	version  apiVersion
	zone     *time.Location
	latency  time.Duration
	routes   routeTable
	recorder *recorder // nil: nothing is recorded

	mu        sync.Mutex // guards everything below
	now       time.Time
	ids       idSource
	behaviour Behaviour
	accounts  accounts
	sessions  sessionStore
	sites     siteStore
	zones     map[string]*time.Location // of the sites, by name, as far as they were needed
	schedules scheduleStore

	projects    objects[Project]
	workbooks   objects[Workbook]
	datasources objects[Datasource]
	flows       objects[Flow]
	groups      objects[Group]
	groupSets   objects[GroupSet]
	rules       ruleStore
	jobs        objects[storedJob]

	databases          objects[Database]
	tables             objects[Table]
	virtualConnections objects[VirtualConnection]
	collections        objects[Collection]

	extractTasks      objects[ExtractTask]
	flowTasks         objects[FlowTask]
	subscriptions     objects[Subscription]
	linkedTasks       objects[LinkedTask]
	accelerationTasks objects[DataAccelerationTask]
	index             searchIndex

	log     requestLog
	faults  faultList
	lottery faultLottery
	watch   func(Boundary) bool // nil: nobody watches
}

// New makes a Server. It fails on options that do not fit together and on a seed that contradicts itself.
func New(o Options) (*Server, error) {
	o = withDefaults(o)
	if o.Product != ProductServer && o.Product != ProductCloud {
		return nil, fmt.Errorf("unknown product %q: use %q or %q", o.Product, ProductServer, ProductCloud)
	}
	version, released := parseVersion(o.APIVersion)
	if !released {
		return nil, fmt.Errorf("unknown API version %q: use one like %q", o.APIVersion, "3.24")
	}
	zone, err := time.LoadLocation(o.TimeZone)
	if err != nil {
		return nil, fmt.Errorf("unknown time zone %q: use a name of the IANA database, like %q", o.TimeZone, "Europe/London")
	}
	lottery := FaultLottery{Rate: o.FaultRate, Seed: o.FaultSeed, Kinds: o.FaultKinds}
	if err := lottery.check(); err != nil {
		return nil, err
	}
	if o.Latency < 0 {
		return nil, fmt.Errorf("latency %v is below zero", o.Latency)
	}
	s := &Server{
		product: o.Product, version: version, zone: zone, latency: o.Latency, routes: newRouteTable(allRoutes()),
		now: o.Now.UTC().Truncate(time.Second), behaviour: o.Behaviour,
		lottery: faultLottery{FaultLottery: lottery},
	}
	if err := s.plant(o.Seed); err != nil {
		return nil, fmt.Errorf("seed: %w", err)
	}
	if o.RecordDir != "" {
		if s.recorder, err = newRecorder(o.RecordDir); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func withDefaults(o Options) Options {
	if o.Product == "" {
		o.Product = ProductServer
	}
	if o.APIVersion == "" {
		o.APIVersion = "3.29"
	}
	if o.TimeZone == "" {
		o.TimeZone = "America/Los_Angeles"
	}
	if o.Now.IsZero() {
		o.Now = time.Date(2026, time.March, 2, 17, 0, 0, 0, time.UTC)
	}
	return o
}

// Now is the instant the server's clock shows, in UTC.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// AdvanceClock moves the clock forward, and with it everything that runs by itself: schedules whose time has come run,
// jobs start and end, sessions grow old. A d of zero or less changes nothing.
func (s *Server) AdvanceClock(d time.Duration) {
	if d <= 0 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d).Truncate(time.Second)
	s.schedules.run(s.now, s.zone)
	s.runTasks()
	s.runJobs()
}

// SetBehaviour replaces the server's behaviour from the next request on.
func (s *Server) SetBehaviour(b Behaviour) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.behaviour = b
}
