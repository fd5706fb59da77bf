package chaos_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// grace is how long a request that the interrupt does not cancel is kept waiting:
// less than the provider leaves the service to answer a write, half a second here.
const grace = 400 * time.Millisecond

// TestInterrupt_losesNothing interrupts Terraform, as Ctrl-C does, while a
// request is under way, and answers it no more unless it is waited for. State
// then has all that is on the site, and the next apply completes it.
func TestInterrupt_losesNothing(t *testing.T) {
	t.Parallel()
	losesNothing(t, (*acctest.CLI).InterruptTerraform)
}

// TestTerminate_losesNothing does the same when Terraform and the provider are
// both told to end.
func TestTerminate_losesNothing(t *testing.T) {
	t.Parallel()
	losesNothing(t, (*acctest.CLI).TerminateAll)
}

func losesNothing(t *testing.T, strike func(*acctest.CLI) error) {
	t.Helper()
	atBoundaries(t, func(t *testing.T, f folder, b boundary) bool {
		t.Helper()
		route := b.reach(f.site.Mock, func(at mockserver.Boundary) bool {
			if err := strike(f.cli); err != nil {
				t.Error(err)
			}
			select {
			case <-at.Gone:
				return false
			case <-time.After(grace):
				return true
			}
		})
		interrupted := f.cli.Run(apply...)
		f.site.Mock.Watch(nil)
		skipAfterCrash(t, interrupted.Output)
		if route.Load() == nil {
			return false
		}
		defer func() {
			if t.Failed() {
				t.Logf("interrupted at %s:\n%s", *route.Load(), interrupted.Output)
			}
		}()
		if diff := cmp.Diff(f.madeOnSite(), f.inState(t), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("state does not have what is on the site (-site +state):\n%s", diff)
		}
		f.cli.Succeed(apply...)
		f.isApplied(t)
		return true
	})
}

// madeOnSite are the ids of all objects of the site that Terraform made.
func (f folder) madeOnSite() []string {
	var ids []string
	for _, s := range f.site.Mock.Schedules() {
		ids = append(ids, s.ID)
	}
	for _, task := range f.site.Mock.ExtractTasks() {
		ids = append(ids, task.ID)
	}
	for _, task := range f.site.Mock.FlowTasks() {
		ids = append(ids, task.ID)
	}
	for _, sub := range f.site.Mock.Subscriptions() {
		ids = append(ids, sub.ID)
	}
	ids = slices.DeleteFunc(ids, func(id string) bool { return id == estateFlows })
	slices.Sort(ids)
	return ids
}

// inState are the ids in state, of the same kinds of objects.
func (f folder) inState(t *testing.T) []string {
	t.Helper()
	var state struct {
		Resources []struct {
			Instances []struct {
				Attributes struct {
					ID string `json:"id"`
				} `json:"attributes"`
			} `json:"instances"`
		} `json:"resources"`
	}
	pulled := f.cli.Succeed("state", "pull")
	if pulled == "" {
		return nil // Nothing was applied yet.
	}
	if err := json.Unmarshal([]byte(pulled), &state); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, resource := range state.Resources {
		for _, instance := range resource.Instances {
			if id := instance.Attributes.ID; id != "" {
				ids = append(ids, id)
			}
		}
	}
	slices.Sort(ids)
	return ids
}
