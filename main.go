// Command terraform-provider-tableau is a Terraform provider for Tableau
// Server and Tableau Cloud: what runs when.
package main

import (
	"context"
	"flag"
	"log"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/provider"
)

// version is set when a release is built.
var version = "dev"

// signOutTime is within the two seconds that Terraform waits for a provider to
// end before it kills it.
const signOutTime = 1500 * time.Millisecond

// A provider lives for one command and keeps little of what it makes: collecting
// garbage seldom saves a fourth of its CPU time, within this much memory.
const (
	garbagePercent = 400
	softMemory     = 96 << 20 // bytes
)

// processors leaves half of them to Terraform, which does most of the work while
// a provider waits for answers: what runs less at once wakes less, and saves a
// tenth of the CPU time on two.
func processors(all int) int { return max(1, all/2) }

func main() {
	debug.SetGCPercent(garbagePercent)
	debug.SetMemoryLimit(softMemory)
	runtime.GOMAXPROCS(processors(runtime.GOMAXPROCS(0)))
	quiet := !wantsLog(os.Environ())
	if quiet {
		keepQuiet()
	}
	if err := serve(quiet); err != nil {
		log.Fatal(err)
	}
}

// keepQuiet writes no log where Terraform would throw it away, which is where no
// variable asks for one. The framework and the SDK write more than 20 lines
// for each object, which takes a fourth of the CPU time. That of the protocol has
// a level of its own: without it what it would write is still put together.
func keepQuiet() {
	for _, name := range []string{"TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_PROVIDER_TABLEAU"} {
		_ = os.Setenv(name, "OFF") // fails for no name like these
	}
}

// wantsLog reports whether one of Terraform's own variables asks for a log, such
// as TF_LOG or TF_LOG_PROVIDER.
func wantsLog(environment []string) bool {
	return slices.ContainsFunc(environment, func(variable string) bool {
		name, value, _ := strings.Cut(variable, "=")
		return strings.HasPrefix(name, "TF_LOG") && value != ""
	})
}

func serve(quiet bool) error {
	attach := flag.Bool("debug", false, "run so that a debugger can attach")
	flag.Parse()

	tableau := &provider.Provider{Version: version, Quiet: quiet}
	var err error
	if *attach {
		err = tableau.ServeDebugger()
	} else {
		tableau.Serve()
	}

	ctx, cancel := context.WithTimeout(context.Background(), signOutTime)
	defer cancel()
	if failure := tableau.SignOut(ctx); failure != nil {
		log.Printf("[WARN] %s", failure)
	}
	return err
}
