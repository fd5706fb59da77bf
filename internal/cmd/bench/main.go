// Command bench measures the provider: it applies, refreshes, plans, changes and
// destroys many objects of each kind with real Terraform on a mock server, and
// prints what that took, as markdown.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	if file := os.Getenv(usageVariable); file != "" {
		os.Exit(runProvider(file))
	}
	if err := play(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// options are what is measured, and on what.
type options struct {
	terraform, provider string
	counts              []int
	kinds               []kind
	latency             time.Duration
	memory, onSite      int // 0: not measured
}

func play() error {
	var o options
	flag.StringVar(&o.terraform, "terraform", ".bin/terraform", "the Terraform `binary` to run")
	flag.StringVar(&o.provider, "provider", "terraform-provider-tableau", "the provider `binary` to measure")
	counts := flag.String("n", "100,1000,3000", "how many objects of each kind, `numbers` with commas; the targets are for the last")
	names := flag.String("kinds", strings.Join(namesOf(allKinds), ","), "which `kinds` of objects to measure")
	flag.DurationVar(&o.latency, "latency", 50*time.Millisecond, "how long the server takes for each answer")
	flag.IntVar(&o.memory, "memory", 10_000, "how many tasks to measure the provider's memory with; 0: it is not measured")
	flag.IntVar(&o.onSite, "site", 50_000, "how many tasks a big site has, three of them managed; 0: that is not measured")
	flag.Parse()
	for _, text := range strings.Split(*counts, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 10 || n > publishedAtMost {
			return fmt.Errorf("-n %q is not a number from 10 to %d", text, publishedAtMost)
		}
		o.counts = append(o.counts, n)
	}
	var err error
	if o.kinds, err = kindsNamed(*names); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return run(ctx, o)
}

func run(ctx context.Context, o options) (failure error) {
	folder, err := os.MkdirTemp("", "tableau-bench-")
	if err != nil {
		return err
	}
	defer func() { failure = errors.Join(failure, os.RemoveAll(folder)) }()
	bench, err := newBench(o, folder, filepath.Join(folder, "usage.json"))
	if err != nil {
		return err
	}
	defer func() { failure = errors.Join(failure, bench.site.close()) }()
	if err := bench.init(ctx); err != nil {
		return err
	}
	release, awake := keepAwake()
	defer func() { failure = errors.Join(failure, release()) }()
	if err := printHeader(ctx, bench, awake); err != nil {
		return err
	}
	began := speed()
	runs, err := bench.table(ctx)
	if err != nil {
		return err
	}
	seeded, err := bench.seededTable(ctx)
	if err != nil {
		return err
	}
	printSpeed(began, speed())
	printTargets(o, runs, seeded)
	return nil
}
