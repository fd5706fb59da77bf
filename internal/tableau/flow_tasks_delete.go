package tableau

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// FlowTaskNotDeletableError says that the service would not delete a flow task
// that is there.
type FlowTaskNotDeletableError struct {
	ID string
	// Err is the service's refusal; nil when it took the request and kept the task.
	Err error
}

func (e *FlowTaskNotDeletableError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("the service accepted the deletion of flow task %s without an error, and still shows it", e.ID)
	}
	return e.Err.Error()
}

// Unwrap gives the service's refusal.
func (e *FlowTaskNotDeletableError) Unwrap() error { return e.Err }

// Delete tries to delete a flow task. No method for that is documented: a
// service that does not know it answers 404 or 405. Then, as after a success,
// the task itself tells whether it is still there. If it is, that is a
// *FlowTaskNotDeletableError; if it is gone, all is well however the service
// put it.
func (t FlowTasks) Delete(ctx context.Context, id string) error {
	return t.client.flowTasksDestroyed.watch(ctx, t.client, id, func(id string) error { return t.deleteAndLook(ctx, id) })
}

func (t FlowTasks) deleteAndLook(ctx context.Context, id string) error {
	refusal := t.tryDelete(ctx, id)
	if refusal != nil && !isMissingMethod(refusal) {
		return refusal
	}
	if refusal == nil && t.isMissing(ctx, id) {
		return nil
	}
	gone := false
	look := func(ctx context.Context) (done bool, err error) {
		_, err = t.Get(ctx, id)
		if gone = IsNotFound(err); gone {
			return true, nil
		}
		return refusal != nil, err
	}
	err := t.client.poll(ctx, func() (bool, error) { return look(ctx) })
	if err != nil && ctx.Err() != nil {
		brief, cancel := forLastLook(ctx)
		defer cancel()
		_, err = look(brief)
	}
	switch {
	case gone:
		return nil
	case err != nil && refusal != nil:
		return fmt.Errorf("%w; whether the task is still there could not be read: %w", refusal, err)
	case err != nil:
		return err
	}
	return &FlowTaskNotDeletableError{ID: id, Err: refusal}
}

// Abandon says that a flow task is left to itself: one that takes its place is
// made even if both look the same. It sends nothing.
func (t FlowTasks) Abandon(id string) { t.client.flowTasksDestroyed.add(id) }

// HasDestroyed reports whether this client has deleted or abandoned a flow task. It
// then carries out a plan, for nothing is destroyed while one is made.
func (t FlowTasks) HasDestroyed() bool { return t.client.flowTasksDestroyed.any() }

// isMissing reports that the list does not have a task which the service says it
// has deleted. The first deletion reads the list that the first creation needs
// anyway: a flow task is changed by a deletion and a creation. Later ones, and
// whatever the list leaves open, are looked at by themselves.
func (t FlowTasks) isMissing(ctx context.Context, id string) bool {
	if _, fetched, _ := t.client.flowTasksBefore.look(""); fetched {
		return false
	}
	listed, err := t.client.flowTasksBefore.get(ctx, "")
	return err == nil && !listed.hasID(id)
}

func (t FlowTasks) tryDelete(ctx context.Context, id string) error {
	defer t.client.flowTasks.wrote()
	_, err := send[nothing](ctx, t.client, call{
		doing:      fmt.Sprintf("delete flow task %s", id),
		method:     http.MethodDelete,
		path:       []string{"tasks", "runFlow", id},
		route:      routeFlowTask,
		onSite:     true,
		advice:     adviseOnFlowTasks,
		repeatable: true,
	})
	return err
}

// isMissingMethod reports that the service itself answered that it has no such
// method, or no such thing.
func isMissingMethod(err error) bool {
	var refused *Error
	return errors.As(err, &refused) && refused.Code != "" &&
		(refused.Status == http.StatusNotFound || refused.Status == http.StatusMethodNotAllowed)
}
