package mockserver

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"net/http"
)

// FaultKinds says which faults requests draw at random.
type FaultKinds string

// The kinds of random faults, each with those of the one before.
const (
	// FaultsTransient leave nothing uncertain: a write that meets one has not been made, and the same request, made again, works.
	FaultsTransient FaultKinds = "transient"
	// FaultsNoticeable are everything that goes wrong between a client and the service: requests and answers that are lost, gateways that answer
	// in its place, sessions that end, pages that lack what they announce, objects just created over REST that the search index misses for a
	// while. A client cannot always tell whether a write was made, but never takes a wrong answer for a right one if it looks closely.
	FaultsNoticeable FaultKinds = "noticeable"
	// FaultsAny have, rarely, lists that leave objects out with nothing to tell so. Only getting an object by its id tells that it is there.
	FaultsAny FaultKinds = "any"
)

// FaultLottery gives a share of the requests a random fault. What a request draws follows from the seed, its method and path, and how many like
// it came before: requests that run at the same time do not change each other's luck.
type FaultLottery struct {
	Rate  float64    `json:"rate"` // share of requests, 0 to 1, that draw a fault
	Seed  uint64     `json:"seed"`
	Kinds FaultKinds `json:"kinds"` // empty: FaultsTransient
}

func (l FaultLottery) check() error {
	if !(l.Rate >= 0 && l.Rate <= 1) { // so written for what is no number
		return fmt.Errorf("fault rate %v is not a share: use a number from 0 to 1", l.Rate)
	}
	switch l.Kinds {
	case "", FaultsTransient, FaultsNoticeable, FaultsAny:
		return nil
	}
	return fmt.Errorf("unknown kinds of faults %q: use %q, %q or %q", l.Kinds, FaultsTransient, FaultsNoticeable, FaultsAny)
}

// SetFaultLottery replaces the lottery from the next request on; all requests count anew. Faults that were set go before it.
func (s *Server) SetFaultLottery(l FaultLottery) error {
	if err := l.check(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lottery = faultLottery{FaultLottery: l}
	return nil
}

// StopFaultLottery ends random faults, and the search index has everything from then on. Faults that were set stay.
func (s *Server) StopFaultLottery() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lottery = faultLottery{}
	s.index = searchIndex{}
}

// faultLottery is a FaultLottery and how many requests of each kind have drawn.
type faultLottery struct {
	FaultLottery
	drawn map[string]int
}

func (l *faultLottery) draw(method, pattern, path string) Fault {
	if l.Rate == 0 {
		return Fault{}
	}
	if l.drawn == nil {
		l.drawn = map[string]int{}
	}
	ticket := method + " " + path
	l.drawn[ticket]++
	random := l.random(fmt.Sprintf("%s %d", ticket, l.drawn[ticket]))
	if random.Float64() >= l.Rate {
		return Fault{}
	}
	var all []Fault
	for _, p := range l.prizes() {
		if p.fits(method, pattern) {
			for range p.weight {
				all = append(all, p.fault)
			}
		}
	}
	fault := all[random.IntN(len(all))]
	fault.leftOut = random.Uint64()
	return fault
}

// lag is how many reads the search index misses an object just created over REST.
func (l *faultLottery) lag(id string) int {
	if l.Rate == 0 || cmp.Or(l.Kinds, FaultsTransient) == FaultsTransient {
		return 0
	}
	return l.random(id).IntN(longestRandomLag + 1)
}

const longestRandomLag = 3

func (l *faultLottery) random(ticket string) *rand.Rand {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(ticket))                  // a hash takes everything
	return rand.New(rand.NewPCG(l.Seed, hash.Sum64())) //nolint:gosec // faults must come again with the seed
}

func (l *faultLottery) prizes() []prize {
	switch l.Kinds {
	case FaultsNoticeable:
		return noticeablePrizes
	case FaultsAny:
		return anyPrizes
	default:
		return transientPrizes
	}
}

// prize is a fault, how often it is drawn beside the others, and by whom.
type prize struct {
	weight int
	fault  Fault
	by     func(method, pattern string) bool // nil: all requests
}

func (p prize) fits(method, pattern string) bool { return p.by == nil || p.by(method, pattern) }

func isRead(method, _ string) bool { return method == http.MethodGet }
