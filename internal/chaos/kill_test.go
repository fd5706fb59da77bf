package chaos_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// boundary is a moment of an apply: its n-th request before it reaches the
// service, or once it was served and before it is answered.
type boundary struct {
	request int
	served  bool
}

func (b boundary) String() string {
	if b.served {
		return fmt.Sprintf("after request %d", b.request)
	}
	return fmt.Sprintf("before request %d", b.request)
}

// reach has strike called at the boundary, and gives the route of the request
// that it is of once it was reached. The request goes on if strike says so.
func (b boundary) reach(server *mockserver.Server, strike func(mockserver.Boundary) (goOn bool)) (route *atomic.Pointer[string]) {
	server.ResetRequests()
	route = &atomic.Pointer[string]{}
	server.Watch(func(at mockserver.Boundary) bool {
		if at.Sequence != b.request || at.Served != b.served {
			return true
		}
		route.Store(&at.Route)
		return strike(at)
	})
	return route
}

// boundariesInCI are as many of each version of an estate as fit into its time.
const boundariesInCI = 3

// atBoundaries runs a test at boundaries of the applies of the fixed estates:
// at all of them, one after the other until none is reached, if
// CHAOS_BOUNDARIES is "all", else at a few that CHAOS_SEED chooses.
func atBoundaries(t *testing.T, test func(*testing.T, folder, boundary) (reached bool)) {
	t.Helper()
	seed := seedOfBoundaries(t)
	for name, estate := range fixedEstates {
		for version := range estate.versions {
			t.Run(fmt.Sprintf("%s version %d", name, version+1), func(t *testing.T) {
				t.Parallel()
				at := func(b boundary) (reached bool) {
					t.Run(b.String(), func(t *testing.T) {
						despiteCrashes(t, func(t *testing.T) { reached = test(t, newFolder(t, estate, version), b) })
					})
					return reached
				}
				if os.Getenv("CHAOS_BOUNDARIES") == "all" {
					for request := 1; at(boundary{request, false}); request++ {
						at(boundary{request, true})
					}
					return
				}
				random := rand.New(rand.NewPCG(seed, uint64(len(name)+version))) //nolint:gosec // They must come again with the seed.
				for range boundariesInCI {
					b := boundary{1 + random.IntN(estate.requests[version]), random.IntN(3) > 0}
					t.Run(b.String(), func(t *testing.T) {
						t.Parallel()
						despiteCrashes(t, func(t *testing.T) {
							if !test(t, newFolder(t, estate, version), b) {
								t.Errorf("an apply has fewer than %d requests", b.request)
							}
						})
					})
				}
			})
		}
	}
}

// folder is a fixed estate in a folder of its own, on a site of its own.
type folder struct {
	fixedEstate

	version int
	site    *acctest.Site
	cli     *acctest.CLI
}

// newFolder is one with a version of the estate to be applied next.
func newFolder(t *testing.T, e fixedEstate, version int) folder {
	t.Helper()
	site := acctest.NewMock(t, e.options())
	cli := site.NewCLI(t, map[string]string{"provider.tf": "provider \"tableau\" {}\n", "main.tf": e.versions[0]})
	if version > 0 {
		cli.Succeed(apply...)
		cli.Write("main.tf", e.versions[version])
	}
	return folder{e, version, site, cli}
}

var apply = []string{"apply", "-auto-approve", "-input=false", "-no-color"}

// importAdvice is what an error says of an object that is there already.
var importAdvice = regexp.MustCompile(`(?s)^.*?with (tableau_\w+\.\w+),\n.*?terraform import ADDRESS ([0-9a-f-]{36})`)

// adopt has the next apply import what the errors of one say.
func (f folder) adopt(t *testing.T, failed acctest.Result) {
	t.Helper()
	var blocks strings.Builder
	for diagnostic := range strings.SplitSeq(failed.Output, "\nError: ") {
		advice := importAdvice.FindStringSubmatch(diagnostic)
		if advice == nil {
			continue
		}
		fmt.Fprintf(&blocks, "import {\n  to = %s\n  id = %q\n}\n", advice[1], advice[2])
	}
	if blocks.Len() == 0 {
		t.Fatalf("the apply fails, and does not say what to import:\n%s", failed.Output)
	}
	f.cli.Write("import.tf", blocks.String())
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the apply after that:\n%s\nwhat it says to import:\n%s", failed.Output, blocks.String())
		}
	})
}

// isApplied expects that the site has the version once, and that nothing is left to do.
func (f folder) isApplied(t *testing.T) {
	t.Helper()
	f.cli.ExpectNoChange()
	if diff := cmp.Diff(f.inventories[f.version], inventoryOf(f.site.Mock)); diff != "" {
		t.Errorf("the site does not have the estate once (-want +got):\n%s", diff)
	}
}

// TestKill_leavesWhatTheNextApplyCompletes kills the provider. What Tableau made
// and Terraform does not know of is not made twice: the next apply names it, and
// the one after that has imported it.
func TestKill_leavesWhatTheNextApplyCompletes(t *testing.T) {
	t.Parallel()
	atBoundaries(t, func(t *testing.T, f folder, b boundary) bool {
		t.Helper()
		route := b.reach(f.site.Mock, func(mockserver.Boundary) bool {
			if err := f.cli.KillProvider(); err != nil {
				t.Error(err)
			}
			return false
		})
		killed := f.cli.Run(apply...)
		f.site.Mock.Watch(nil)
		skipAfterCrash(t, killed.Output)
		if route.Load() == nil {
			return false
		}
		defer func() {
			if t.Failed() {
				t.Logf("killed at %s:\n%s", *route.Load(), killed.Output)
			}
		}()
		if *route.Load() != "POST /auth/signout" && killed.ExitCode == 0 {
			t.Errorf("at %s the provider was killed, and nobody noticed:\n%s", *route.Load(), killed.Output)
		}
		if rerun := f.cli.Run(apply...); rerun.ExitCode != 0 {
			f.adopt(t, rerun)
			f.cli.Succeed(apply...)
		}
		f.isApplied(t)
		return true
	})
}

func seedOfBoundaries(t *testing.T) uint64 {
	t.Helper()
	text := os.Getenv("CHAOS_SEED")
	if text == "" {
		return 1
	}
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return seed
}
