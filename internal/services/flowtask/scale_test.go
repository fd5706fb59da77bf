package flowtask_test

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// many are as many tasks of 300 flows, none with parameters, each at its own time.
func many(options mockserver.Options) mockserver.Options {
	for i := range 300 {
		flow := fmt.Sprintf("%08d-bbbb-4bbb-8bbb-bbbbbbbbbbbb", i)
		options.Seed.Flows = append(options.Seed.Flows, mockserver.Flow{ID: flow, Name: fmt.Sprintf("Flow %d", i)})
		one := mockserver.FlowTask{ID: fmt.Sprintf("%08d-aaaa-4aaa-8aaa-aaaaaaaaaaaa", i), Flow: flow, Timing: mockserver.Timing{Schedule: nightly}}
		if options.Product == mockserver.ProductCloud {
			one.Timing = atDaily("02:15:00")
		}
		options.Seed.FlowTasks = append(options.Seed.FlowTasks, one)
	}
	return options
}

func stateOf(one mockserver.FlowTask) acctest.Object {
	state := acctest.Object{"id": one.ID, "flow_id": one.Flow, "on_destroy": "delete"}
	if one.Schedule != "" {
		state["schedule_id"] = one.Schedule
	} else {
		state["frequency"] = acctest.Object{"daily": acctest.Object{"start": "02:15"}}
	}
	return state
}

func TestFlowTasks_refreshWithOneListCall(t *testing.T) {
	t.Parallel()
	for _, options := range []mockserver.Options{many(onServer()), many(onCloud())} {
		t.Run(string(options.Product), func(t *testing.T) {
			t.Parallel()
			site := acctest.NewMock(t, options)
			p := protocol(t, site, options)
			refresh(t, p, site.Mock.FlowTasks())
			routes := site.Mock.Requests().ByRoute
			if routes[listRoute] != 1 || routes[getRoute] > 10 || routes[flowRoute] != 0 || routes[siteRoute] > 1 {
				t.Errorf("requests: %v", routes)
			}
		})
	}
}

// refresh reads the tasks ten at a time, as Terraform does, and expects that
// each keeps its state.
func refresh(t *testing.T, p *acctest.Protocol, tasks []mockserver.FlowTask) {
	t.Helper()
	var group sync.WaitGroup
	slots := make(chan struct{}, 10)
	for _, one := range tasks {
		before := p.Resource(t, noun, stateOf(one))
		group.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			response, err := p.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: noun, CurrentState: before})
			if err != nil || len(response.Diagnostics) != 0 || !bytes.Equal(response.NewState.MsgPack, before.MsgPack) {
				t.Errorf("flow task %s: %v %v, or another state", one.ID, err, response)
			}
		})
	}
	group.Wait()
}

// TestFlowTasks_ofOthersAreNotTakenForDeleted reads as a user who sees a part of
// the list alone.
func TestFlowTasks_ofOthersAreNotTakenForDeleted(t *testing.T) {
	t.Parallel()
	options := many(onServer())
	options.Seed.Users = []mockserver.User{{Name: "ann", SiteRole: "Creator"}}
	options.Seed.Tokens = []mockserver.Token{{Name: "ann", Secret: "anns", User: "ann"}}
	for i := range 20 {
		options.Seed.FlowTasks[i].Owner = "ann"
	}
	site := acctest.NewMock(t, options)
	p := site.Protocol(t.Context(), t, acctest.Object{"personal_access_token_name": "ann", "personal_access_token_secret": "anns", "product": "server"})
	tasks := site.Mock.FlowTasks()
	refresh(t, p, tasks[:20])
	for _, one := range tasks[20:40] {
		state, diagnostics := read(t, p, stateOf(one))
		if state["id"] != one.ID {
			t.Errorf("state is %v, want it as it was", state)
		}
		if got := described(diagnostics); len(diagnostics) != 1 || !strings.Contains(got, "403004") {
			t.Errorf("got %s", got)
		}
	}
}
