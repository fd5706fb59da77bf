package tableau

import (
	"context"
	"maps"
	"slices"
	"sync"
)

// knownFlowTasks are the flow tasks that were there before this process made
// any, and those that it made: what else turns up is new. It is safe for
// concurrent use.
type knownFlowTasks struct {
	mu   sync.Mutex
	byID map[string]FlowTask
}

// fetchKnown lists those that are there now. It is done once, at the first
// creation: to read all tasks before each would cost more than it could tell.
func (t FlowTasks) fetchKnown(ctx context.Context, _ string) (*knownFlowTasks, error) {
	known := &knownFlowTasks{byID: map[string]FlowTask{}}
	for task, err := range t.All(ctx) {
		if err != nil {
			return nil, err
		}
		known.add(task)
	}
	return known, nil
}

func (k *knownFlowTasks) has(id string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	_, found := k.byID[id]
	return found
}

func (k *knownFlowTasks) all() []FlowTask {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Collect(maps.Values(k.byID))
}

func (k *knownFlowTasks) add(task FlowTask) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.byID[task.ID] = task
}

func (k *knownFlowTasks) remove(id string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.byID, id)
}
