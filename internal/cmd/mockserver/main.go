// Command mockserver serves an in-memory Tableau on loopback, for trying configurations out and for measuring. It takes
// flags and hands them to package mockserver; it must not import any other package of this module.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// Exit codes, as usual on the command line.
const (
	exitOK    = 0
	exitError = 1
	exitUsage = 2
)

const usage = `Usage: mockserver [flags]

Serves an in-memory Tableau, Server or Cloud, until it is interrupted. Sign in with the personal access
token "demo" and the secret "demo-secret"; on Cloud the site's content URL is "demo", unless a seed names others.
The clock stands still but for POST /mock/clock. The provider finds it with

  export TABLEAU_SERVER_URL=http://127.0.0.1:PORT # what "listening on" says
  export TABLEAU_SITE=demo                        # with -product cloud only
  export TABLEAU_PERSONAL_ACCESS_TOKEN_NAME=demo TABLEAU_PERSONAL_ACCESS_TOKEN_SECRET=demo-secret

Flags:
`

// shutdownPatience is how long requests under way may take to end.
const shutdownPatience = 5 * time.Second

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run serves until ctx ends and returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	settings, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitOK
	case err != nil:
		return exitUsage
	}
	if err := serve(ctx, settings, stdout); err != nil {
		fmt.Fprintln(stderr, "mockserver:", err)
		return exitError
	}
	return exitOK
}

type settings struct {
	address string
	seed    string
	options mockserver.Options
}

// parse reads the flags. What is wrong with them it has said on stderr already.
func parse(args []string, stderr io.Writer) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("mockserver", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, usage)
		flags.PrintDefaults()
	}
	flags.StringVar(&s.address, "listen", "127.0.0.1:0", "loopback `address` to listen on; port 0 takes a free one")
	flags.StringVar((*string)(&s.options.Product), "product", "server", "the `product` to imitate: server or cloud")
	flags.StringVar(&s.options.APIVersion, "api-version", "3.29", "the highest `version` of the REST API to speak")
	flags.StringVar(&s.seed, "seed", "", "JSON `file` with what the site begins with, such as examples/demo/site.json")
	flags.StringVar(&s.options.TimeZone, "time-zone", "America/Los_Angeles", "the server's time `zone`, in which schedules run")
	flags.DurationVar(&s.options.Latency, "latency", 0, "`time` to wait before each answer, like 50ms")
	flags.Float64Var(&s.options.FaultRate, "fault-rate", 0, "`share` of requests, 0 to 1, that meet a random fault")
	flags.Uint64Var(&s.options.FaultSeed, "fault-seed", 1, "`number` that decides which requests meet a fault")
	flags.StringVar((*string)(&s.options.FaultKinds), "fault-kinds", "transient", "the `kinds` of random faults: transient, noticeable or any")
	flags.StringVar(&s.options.RecordDir, "record", "", "`folder` to write request and response bodies to, secrets masked")
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	if flags.NArg() > 0 {
		err := fmt.Errorf("unexpected argument %q: there are only flags", flags.Arg(0))
		fmt.Fprintln(stderr, "mockserver:", err)
		return s, err
	}
	return s, nil
}

func serve(ctx context.Context, s settings, stdout io.Writer) error {
	if s.seed != "" {
		seed, err := readSeed(s.seed)
		if err != nil {
			return err
		}
		s.options.Seed = seed
	}
	s.options.Now = time.Now()
	server, err := mockserver.New(s.options)
	if err != nil {
		return err
	}
	listening, err := server.Listen(s.address)
	if err != nil {
		return err
	}
	fmt.Fprintln(stdout, "listening on", listening.URL())
	<-ctx.Done()
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownPatience)
	defer cancel()
	return listening.Shutdown(patience)
}

func readSeed(path string) (mockserver.Seed, error) {
	file, err := os.Open(path)
	if err != nil {
		return mockserver.Seed{}, err
	}
	defer file.Close()
	seed, err := mockserver.ReadSeed(file)
	if err != nil {
		return mockserver.Seed{}, fmt.Errorf("%s: %w", path, err)
	}
	return seed, nil
}
