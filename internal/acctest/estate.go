package acctest

import (
	"context"
	"maps"
	"slices"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// parallelism is how many resources Terraform works at, at the same time.
const parallelism = 10

// Estate is all that Terraform manages of one configuration, in-process: each
// command starts a provider for its plan and another one for its apply, which all
// resources share, in the order of their References.
type Estate struct {
	// Concurrent works at ten resources at the same time, as Terraform does. Else
	// it is one after the other, always in the same order.
	Concurrent bool

	site     *Site
	provider Object
	managed  map[string]*managed // by address; those that are in state
}

// managed is a resource in state, and the addresses that it referred to when it
// was written.
type managed struct {
	Instance
	needs []string
}

// Outcome is what a command did, or planned where it failed.
type Outcome struct {
	// Changes are by address; of what comes after an error there is none.
	Changes map[string]Change
	Failed  bool
}

// Diagnostics are those of all changes, in the order of addresses.
func (o Outcome) Diagnostics() (all []*tfprotov6.Diagnostic) {
	for _, address := range slices.Sorted(maps.Keys(o.Changes)) {
		all = append(all, o.Changes[address].Diagnostics...)
	}
	return all
}

// Empty reports a plan that changes nothing.
func (o Outcome) Empty() bool {
	for _, change := range o.Changes {
		if change.Action != NoOp {
			return false
		}
	}
	return !o.Failed
}

// Estate is one of which nothing is there yet, with further attributes of the
// provider block.
func (s *Site) Estate(provider Object) *Estate {
	return &Estate{site: s, provider: provider, managed: map[string]*managed{}}
}

// State is the state by address.
func (e *Estate) State(t *testing.T) map[string]Object {
	t.Helper()
	p, state := NewProtocol(t), map[string]Object{}
	for address, one := range e.managed {
		state[address] = one.decode(t, p, one.kept.state)
	}
	return state
}

// Tainted reports whether the next apply replaces a resource because its creation failed.
func (e *Estate) Tainted(address string) bool {
	one := e.managed[address]
	return one != nil && one.kept.tainted
}

// Plan refreshes and plans, and keeps nothing of it.
func (e *Estate) Plan(ctx context.Context, t *testing.T, c Configuration) Outcome {
	t.Helper()
	_, outcome := e.plan(ctx, t, c, true)
	return outcome
}

// Refresh takes over what the site shows, if all of it can be read.
func (e *Estate) Refresh(ctx context.Context, t *testing.T) Outcome {
	t.Helper()
	refreshed, outcome := e.plan(ctx, t, nil, false)
	if !outcome.Failed {
		e.managed = refreshed
	}
	return outcome
}

// Apply plans the configuration, none to destroy all, and applies it unless the
// plan fails.
func (e *Estate) Apply(ctx context.Context, t *testing.T, c Configuration) Outcome {
	t.Helper()
	refreshed, outcome := e.plan(ctx, t, c, true)
	if outcome.Failed {
		return outcome
	}
	e.managed = refreshed
	if outcome.Empty() {
		return outcome
	}
	a := &application{estate: e, ctx: ctx, t: t, p: e.start(ctx, t), configuration: c, changes: outcome.Changes}
	defer a.p.end(ctx)
	failed := e.walk(t, a.steps())
	return Outcome{a.changes, failed}
}

// Import takes over an object for a resource that is not in state, and reads it.
func (e *Estate) Import(ctx context.Context, t *testing.T, block Block, id string) []*tfprotov6.Diagnostic {
	t.Helper()
	p := e.start(ctx, t)
	defer p.end(ctx)
	one := &managed{Instance: Instance{name: block.Type}, needs: block.needs()}
	diagnostics := one.adopt(ctx, t, p, id)
	if one.kept.state != nil {
		e.managed[block.Address()] = one
	}
	return diagnostics
}

func (e *Estate) start(ctx context.Context, t *testing.T) *Protocol {
	t.Helper()
	return e.site.Protocol(ctx, t, e.provider)
}

// end lets a provider end as Terraform does. Nobody hears of a sign-out that fails.
func (p *Protocol) end(ctx context.Context) { _ = p.SignOut(ctx) }

// plan refreshes all that is in state and plans, unless that is not wanted. It gives
// what is refreshed.
func (e *Estate) plan(ctx context.Context, t *testing.T, c Configuration, plans bool) (map[string]*managed, Outcome) {
	t.Helper()
	p := e.start(ctx, t)
	defer p.end(ctx)
	var mu sync.Mutex
	refreshed, changes := map[string]*managed{}, map[string]Change{}
	var steps []*step
	for _, address := range e.addresses(c) {
		one := e.scratch(address, c)
		block, configured := c.Block(address)
		refreshed[address] = one
		steps = append(steps, &step{id: write(address), after: writes(block.needs()), do: func() bool {
			var change Change
			if !plans {
				change.add(one.refresh(ctx, t, p))
			} else {
				var config Object
				if configured {
					mu.Lock()
					config, _ = resolved(block.Config, func(r Reference) any { return changes[r.Address].After.attribute(r.Attribute) }).(Object)
					mu.Unlock()
				}
				change = one.plan(ctx, t, p, config)
			}
			mu.Lock()
			defer mu.Unlock()
			changes[address] = change
			return !change.Failed
		}})
	}
	failed := e.walk(t, steps)
	maps.DeleteFunc(refreshed, func(_ string, one *managed) bool { return one.kept.state == nil })
	return refreshed, Outcome{changes, failed}
}

// addresses are those of the configuration, and then those in state alone.
func (e *Estate) addresses(c Configuration) (all []string) {
	for _, block := range c {
		all = append(all, block.Address())
	}
	for _, address := range slices.Sorted(maps.Keys(e.managed)) {
		if _, configured := c.Block(address); !configured {
			all = append(all, address)
		}
	}
	return all
}

// scratch is a copy of a resource, or one that is not there yet.
func (e *Estate) scratch(address string, c Configuration) *managed {
	if one := e.managed[address]; one != nil {
		scratch := *one
		return &scratch
	}
	block, _ := c.Block(address)
	return &managed{Instance: Instance{name: block.Type}}
}

// attribute is one that is planned, or known after apply where there is nothing yet.
func (o Object) attribute(name string) any {
	if value, is := o[name]; is {
		return value
	}
	return Unknown
}

// needs are the addresses that a block refers to.
func (b Block) needs() (addresses []string) {
	for _, reference := range b.References() {
		addresses = append(addresses, reference.Address)
	}
	slices.Sort(addresses)
	return slices.Compact(addresses)
}
