//go:build unix

package tableau

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"strconv"
	"testing"
)

// BenchmarkDecodeTasks reads a list of 10,000 objects as it comes from the
// network. live-B is what is in use when the last byte of the list, or of its
// last page, has been read: the objects, and the body if it were kept as a whole.
func BenchmarkDecodeTasks(b *testing.B) {
	const n = 10_000
	for _, kind := range []struct {
		name string
		list func(page string) []byte
		all  func(context.Context, *Client) int
	}{
		{"extract tasks of Server", wholeList(extractTask(onEarly), n), func(ctx context.Context, c *Client) int { return count(b, c.ExtractRefreshTasks().All(ctx)) }},
		{"extract tasks of Cloud", wholeList(extractTask(weekly), n), func(ctx context.Context, c *Client) int { return count(b, c.ExtractRefreshTasks().All(ctx)) }},
		{"flow tasks", wholeList(flowTask, n), func(ctx context.Context, c *Client) int { return count(b, c.FlowTasks().All(ctx)) }},
		{"subscriptions", pagesOf(subscription, n), func(ctx context.Context, c *Client) int { return count(b, c.Subscriptions().All(ctx)) }},
	} {
		b.Run(kind.name, func(b *testing.B) {
			network := &answers{list: kind.list}
			c := newAnswered(b, network)
			before, live := inUse(), uint64(0)
			network.read = func() { live = inUse() - before }
			kind.all(b.Context(), c)
			network.read = nil
			defer measureCPU(b)()
			for b.Loop() {
				if got := kind.all(b.Context(), c); got != n {
					b.Fatalf("%d objects", got)
				}
			}
			b.ReportMetric(float64(live), "live-B")
		})
	}
}

// count keeps what it counts, as who reads many does.
func count[T any](b *testing.B, all iter.Seq2[T, error]) int {
	b.Helper()
	var kept []T
	for object, err := range all {
		if err != nil {
			b.Fatal(err)
		}
		kept = append(kept, object)
	}
	return len(kept)
}

func inUse() uint64 {
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	return memory.HeapAlloc
}

func wholeList(of element, n int) func(string) []byte {
	body := inAnswer("<tasks>" + listed(of, 0, n) + "</tasks>")
	return func(string) []byte { return body }
}

func pagesOf(of element, n int) func(page string) []byte {
	pages := map[string][]byte{}
	for from := 0; from < n; from += pageSize {
		page := strconv.Itoa(from/pageSize + 1)
		position := fmt.Sprintf(`<pagination pageNumber=%q pageSize="%d" totalAvailable="%d"/>`, page, pageSize, n)
		pages[page] = inAnswer(position + "<subscriptions>" + listed(of, from, min(from+pageSize, n)) + "</subscriptions>")
	}
	return func(page string) []byte { return pages[page] }
}
