package mockserver

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"net/http"
)

// faultLottery gives a share of the requests a transient fault. What a request draws follows from the seed, its method
// and path, and how many like it came before: requests that run at the same time do not change each other's luck.
type faultLottery struct {
	rate  float64
	seed  uint64
	drawn map[string]int
}

// lostBefore are faults after which nothing has happened on the server and the client knows it.
var lostBefore = []Fault{
	{Status: http.StatusServiceUnavailable, HTML: true},
	{Status: http.StatusTooManyRequests, Code: "429000", Summary: "Too Many Requests", Detail: "Too many requests were made.", RetryAfter: "1"},
	{Status: http.StatusTooManyRequests, Code: "429000", Summary: "Too Many Requests", Detail: "Too many requests were made."},
}

// lostAnswers are further faults for GET, which can be repeated whatever has happened.
var lostAnswers = []Fault{
	{Drop: DropBefore},
	{Truncate: true},
	{Status: http.StatusBadGateway, HTML: true},
}

func (l *faultLottery) draw(method, path string) Fault {
	if l.rate == 0 {
		return Fault{}
	}
	if l.drawn == nil {
		l.drawn = map[string]int{}
	}
	ticket := method + " " + path
	l.drawn[ticket]++
	hash := fnv.New64a()
	_, _ = fmt.Fprintf(hash, "%s %d", ticket, l.drawn[ticket]) // a hash takes everything
	random := rand.New(rand.NewPCG(l.seed, hash.Sum64()))      //nolint:gosec // faults must come again with the seed
	if random.Float64() >= l.rate {
		return Fault{}
	}
	prizes := lostBefore
	if method == http.MethodGet {
		prizes = append(prizes[:len(prizes):len(prizes)], lostAnswers...)
	}
	return prizes[random.IntN(len(prizes))]
}
