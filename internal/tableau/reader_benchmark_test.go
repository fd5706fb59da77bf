//go:build unix

package tableau

import (
	"context"
	"fmt"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
)

// BenchmarkReader_byIDOrByList reads some of the tasks of a site, ten at once and
// with 50 ms for each answer: each by its id, or all by the list. cpu-ms is the CPU
// time of the one and the other, without a server's. It is what readsByID is
// chosen by.
func BenchmarkReader_byIDOrByList(b *testing.B) {
	task := extractTask(onEarly)
	for _, onSite := range []int{100, 3000, 50_000} {
		list := wholeList(task, onSite)
		network := &answers{latency: 50 * time.Millisecond, list: list, one: func(id string) []byte { return inAnswer(task(id)) }}
		tasks := newAnswered(b, network).ExtractRefreshTasks()
		for _, managed := range []int{3, 10, 30, 100} {
			name := fmt.Sprintf("%d of %d", managed, onSite)
			b.Run(name+" by id", func(b *testing.B) {
				benchmarkReads(b, managed, func() func(context.Context, string) (ExtractRefreshTask, error) { return tasks.Get })
			})
			b.Run(name+" by list", func(b *testing.B) {
				benchmarkReads(b, managed, func() func(context.Context, string) (ExtractRefreshTask, error) {
					reader := newReader(tasks.Get, tasks.All, func(task ExtractRefreshTask) string { return task.ID })
					reader.reads = readsByID
					return reader.read
				})
			})
		}
	}
}

// benchmarkReads reads so many objects, ten at once, with a new reader each time.
func benchmarkReads[T any](b *testing.B, managed int, reader func() func(context.Context, string) (T, error)) {
	b.Helper()
	defer measureCPU(b)()
	for b.Loop() {
		read := reader()
		group, ctx := errgroup.WithContext(b.Context())
		group.SetLimit(10)
		for i := range managed {
			group.Go(func() error {
				_, err := read(ctx, numbered(i))
				return err
			})
		}
		if err := group.Wait(); err != nil {
			b.Fatal(err)
		}
	}
}

// measureCPU reports the CPU time of an operation, which a busy machine changes
// less than the time on the wall. To be deferred before the loop.
func measureCPU(b *testing.B) func() {
	b.Helper()
	taken := func() time.Duration {
		var used syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
			b.Fatal(err)
		}
		return time.Duration(used.Utime.Nano() + used.Stime.Nano())
	}
	before := taken()
	return func() { b.ReportMetric(float64((taken()-before).Microseconds())/1000/float64(b.N), "cpu-ms/op") }
}
