package acctest

import (
	"context"
	"reflect"
	"slices"
	"sync"
	"testing"
)

// application is an apply under way.
type application struct {
	estate        *Estate
	ctx           context.Context //nolint:containedctx // It lives for one command.
	t             *testing.T
	p             *Protocol
	configuration Configuration

	mu      sync.Mutex
	changes map[string]Change
}

// write and destroy name the steps that a change has.
func write(address string) string   { return "write " + address }
func destroy(address string) string { return "destroy " + address }

func writes(addresses []string) (ids []string) {
	for _, address := range addresses {
		ids = append(ids, write(address))
	}
	return ids
}

// steps are those of all changes, in Terraform's order: what refers to something
// is written after it and destroyed before it. What referred to something that is
// destroyed is written after that.
func (a *application) steps() (all []*step) {
	for _, address := range a.estate.addresses(a.configuration) {
		change, block, one := a.changes[address], a.blockAt(address), a.estate.managed[address]
		if change.Action == Delete || change.Action == Replace {
			step := &step{id: destroy(address), do: func() bool { return a.destroy(address) }}
			for other, change := range a.changes {
				if kept := a.estate.managed[other]; kept != nil && slices.Contains(kept.needs, address) && (change.Action == Delete || change.Action == Replace) {
					step.after = append(step.after, destroy(other))
				}
			}
			all = append(all, step)
		}
		if change.Action == Create || change.Action == Update || change.Action == Replace {
			step := &step{id: write(address), do: func() bool { return a.write(address) }}
			step.after = append(writes(block.needs()), destroy(address))
			if one != nil {
				for _, needed := range one.needs {
					step.after = append(step.after, destroy(needed))
				}
			}
			all = append(all, step)
		}
	}
	return all
}

func (a *application) blockAt(address string) Block {
	block, _ := a.configuration.Block(address)
	return block
}

func (a *application) destroy(address string) bool {
	a.mu.Lock()
	change, one := a.changes[address], a.estate.managed[address]
	a.mu.Unlock()
	one.destroy(a.ctx, a.t, a.p, &change)
	a.finish(address, one, change)
	return !change.Failed
}

// write plans once more with what is known now, and creates or updates. A plan
// that became another one is a mistake of the provider.
func (a *application) write(address string) bool {
	block := a.blockAt(address)
	a.mu.Lock()
	planned, one := a.changes[address], a.estate.scratch(address, a.configuration)
	config, _ := resolved(block.Config, func(r Reference) any { return a.current(r) }).(Object)
	a.mu.Unlock()
	again := Change{config: config}
	one.decide(a.ctx, a.t, a.p, &again)
	final := planned
	final.add(again.Diagnostics)
	if !final.Failed {
		a.sameAsPlanned(address, planned, again)
		final.after, final.config, final.After = again.after, config, again.After
		one.write(a.ctx, a.t, a.p, &final)
		one.needs = block.needs()
	}
	a.finish(address, one, final)
	return !final.Failed
}

// sameAsPlanned fails the test where Terraform would say that the provider
// produced an inconsistent final plan.
func (a *application) sameAsPlanned(address string, planned, again Change) {
	if action := planned.Action; again.Action != action && (action != Replace || again.Action != Create) {
		a.t.Errorf("%s: the plan to %s became one to %s", address, action, again.Action)
	}
	for name, value := range planned.After {
		if value != Unknown && !reflect.DeepEqual(value, again.After[name]) {
			a.t.Errorf("%s: %s was planned as %v and then as %v", address, name, value, again.After[name])
		}
	}
}

// current is the value of a reference in state.
func (a *application) current(r Reference) any {
	one := a.estate.managed[r.Address]
	if one == nil {
		return Unknown
	}
	return one.decode(a.t, a.p, one.kept.state).attribute(r.Attribute)
}

// finish keeps what became of a resource.
func (a *application) finish(address string, one *managed, change Change) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.changes[address] = change
	if one.kept.state == nil {
		delete(a.estate.managed, address)
	} else {
		a.estate.managed[address] = one
	}
}
