package tableau

import (
	"context"
	"slices"
	"sync"
)

// placedTasks are the tasks on a server schedule, by what they refresh. It is
// safe for concurrent use.
type placedTasks struct {
	// told is whether the schedule's own list shows them.
	told bool
	// deleted are what this client deleted, as a replacement does first. A list may
	// still show them.
	deleted *deletions

	mu       sync.Mutex
	byTarget map[RefreshTarget][]string
}

func (p *placedTasks) add(target RefreshTarget, id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if id != "" {
		p.byTarget[target] = append(p.byTarget[target], id)
	}
}

// find gives the id of a task that refreshes the target; empty when there is none.
func (p *placedTasks) find(target RefreshTarget) string {
	if ids := p.of(target); len(ids) > 0 {
		return ids[0]
	}
	return ""
}

// of are the ids of the tasks that refresh the target, but for those that this client deleted.
func (p *placedTasks) of(target RefreshTarget) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(p.byTarget[target]), p.deleted.has)
}

// left are what the tasks refresh that this client did not delete, by their ids: zero
// where no list shows it, as for a virtual connection.
func (p *placedTasks) left() map[string]RefreshTarget {
	p.mu.Lock()
	defer p.mu.Unlock()
	left := map[string]RefreshTarget{}
	for target, ids := range p.byTarget {
		for _, id := range ids {
			if !p.deleted.has(id) && left[id] == (RefreshTarget{}) {
				left[id] = target
			}
		}
	}
	return left
}

// fetchPlaced lists the tasks on a schedule. Where the schedule's own list is
// not shown, or not whole, the list of all tasks completes it.
func (t ExtractRefreshTasks) fetchPlaced(ctx context.Context, scheduleID string) (*placedTasks, error) {
	listed, err := t.client.scheduledExtracts.get(ctx, scheduleID)
	if err == nil {
		err = listed.readUntil(ctx, func() bool { return false })
	}
	if err != nil {
		return nil, err
	}
	placed := &placedTasks{told: listed.told, deleted: &t.client.tasksDeleted, byTarget: map[RefreshTarget][]string{}}
	whole := listed.told
	for _, extract := range listed.all {
		target := RefreshTarget{extract.Workbook.ID, extract.Datasource.ID}
		whole = whole && target != RefreshTarget{}
		placed.add(target, extract.ID)
	}
	if whole {
		return placed, nil
	}
	for task, err := range t.All(ctx) {
		if err != nil {
			return nil, err
		}
		if task.onSchedule(scheduleID) {
			placed.add(task.Target(), task.ID)
		}
	}
	return placed, nil
}
