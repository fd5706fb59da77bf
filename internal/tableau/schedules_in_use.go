package tableau

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// mostUsesNamed is how much of what runs on a schedule an error names.
const mostUsesNamed = 10

// AdviceOnRenamedSchedule says how to rename a block without deleting its schedule.
const AdviceOnRenamedSchedule = "If a block or a for_each key was renamed, give it a moved block, with which Terraform keeps the schedule:\n\n" +
	"  moved {\n    from = OLD\n    to   = NEW\n  }\n\nwhere OLD and NEW are its two addresses, such as tableau_schedule.example."

const adviceOnLiteralSchedule = "If this run destroys them too, apply again; and write schedule_id = tableau_schedule.NAME.id in their blocks, " +
	"in place of the id itself, so that Terraform deletes them first. "

const adviceOnMovedSubscription = "Terraform moves a tableau_subscription to another schedule after it deletes the one it was on: " +
	"move it first, with terraform apply -target=ADDRESS, where ADDRESS is the subscription's."

// linkedTasksVersion is the first version that lists linked tasks.
var linkedTasksVersion = Version{3, 15}

// refuseInUse gives an error that names what runs on a schedule. Whether a server
// refuses to delete such a schedule, or deletes along with it what runs on it, is
// not established. What runs on it on other sites, no method tells.
func (s Schedules) refuseInUse(ctx context.Context, id, scheduleType string) error {
	uses, err := s.uses(ctx, id, scheduleType)
	refusal := &Error{Doing: fmt.Sprintf("delete schedule %s", id), Method: http.MethodDelete, Route: routeSchedule}
	var failed *Error
	switch {
	case err != nil:
		refusal.Cause = fmt.Errorf("what runs on it could not be told, and the server was not asked to delete the schedule, for it may delete that along with it: %w", err)
		if errors.As(err, &failed) {
			refusal.advice = failed.Advice()
		}
	case len(uses) > 0:
		refusal.Cause = fmt.Errorf("on this site it still runs\n\n  %s\n\nThe server was not asked to delete the schedule, for it may delete these along with it",
			strings.Join(uses, "\n  "))
		refusal.advice = "Move or delete them first, in Tableau or in Terraform. " + adviceOnLiteralSchedule + adviceOnMovedSubscription + "\n\n" + AdviceOnRenamedSchedule
	default:
		return nil
	}
	return refusal
}

// runsNone reports that nothing of a kind runs on a site, because it is switched off
// there or unknown to the server.
func runsNone(err error) bool {
	return errors.Is(err, codeFeatureOff) || errors.Is(err, codeLinkedTasksOff) || errors.Is(err, codeWrongURI)
}

// uses names what runs on a schedule of this type, but for what this client deleted.
func (s Schedules) uses(ctx context.Context, id, scheduleType string) ([]string, error) {
	switch scheduleType {
	case "Extract":
		return s.client.ExtractRefreshTasks().usesOf(ctx, id)
	case "Flow":
		linked, err := s.client.LinkedTasks().usesOf(ctx, id)
		if err != nil {
			return nil, err
		}
		uses, err := s.client.FlowTasks().usesOf(ctx, id)
		return slices.Concat(linked, uses), err
	case "Subscription":
		return s.client.Subscriptions().usesOf(ctx, id)
	default: // Others run nothing that a client could see.
		return nil, nil
	}
}

func (t ExtractRefreshTasks) usesOf(ctx context.Context, scheduleID string) ([]string, error) {
	placed, err := t.client.placedBefore.get(ctx, scheduleID)
	if IsNotFound(err) {
		return nil, nil // The deletion says so itself.
	}
	if err != nil {
		return nil, err
	}
	targets := placed.left()
	return confirm(ctx, slices.Sorted(maps.Keys(targets)), &t.client.tasksDeleted, func(id string) (string, error) {
		if targets[id] == (RefreshTarget{}) { // It cannot be read by its id.
			return fmt.Sprintf("extract refresh task %s of a virtual connection", id), nil
		}
		task, err := t.Get(ctx, id)
		if err != nil || isElsewhere(task.Schedule, scheduleID) {
			return "", err
		}
		return fmt.Sprintf("extract refresh task %s of %s", id, task.Target()), nil
	})
}

func (t FlowTasks) usesOf(ctx context.Context, scheduleID string) ([]string, error) {
	before, err := t.client.flowTasksBefore.get(ctx, "")
	if runsNone(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	ids := before.where(func(task FlowTask) bool { return isOn(task.Schedule, scheduleID) })
	// One that was abandoned goes on running, and its deletion waits until it is shown to be gone.
	return confirm(ctx, ids, &deletions{}, func(id string) (string, error) {
		t.client.flowTasksDestroyed.await(ctx, id)
		task, err := t.Get(ctx, id)
		if err != nil || isElsewhere(task.Schedule, scheduleID) {
			return "", err
		}
		return fmt.Sprintf("flow task %s of flow %q (%s)", id, task.FlowName, task.FlowID), nil
	})
}

func (l LinkedTasks) usesOf(ctx context.Context, scheduleID string) ([]string, error) {
	listed, err := l.client.linkedTasks.get(ctx, "")
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, task := range listed {
		if isOn(task.Schedule, scheduleID) {
			ids = append(ids, task.ID)
		}
	}
	return confirm(ctx, ids, &deletions{}, func(id string) (string, error) {
		task, err := l.Get(ctx, id)
		if err != nil || isElsewhere(task.Schedule, scheduleID) {
			return "", err
		}
		return fmt.Sprintf("linked task %s of %d flows", id, task.NumSteps), nil
	})
}

// fetchAll lists the linked tasks, of which there are none where no flows can be linked.
func (l LinkedTasks) fetchAll(ctx context.Context, _ string) ([]LinkedTask, error) {
	version, err := l.client.APIVersion(ctx)
	if err != nil || !version.AtLeast(linkedTasksVersion) {
		return nil, err
	}
	var listed []LinkedTask
	for task, err := range l.All(ctx) {
		if runsNone(err) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		listed = append(listed, task)
	}
	return listed, nil
}

func (s Subscriptions) usesOf(ctx context.Context, scheduleID string) ([]string, error) {
	before, err := s.client.subscriptions.before.get(ctx, "")
	if runsNone(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	ids := before.where(func(shown Subscription) bool { return isOn(shown.Schedule, scheduleID) })
	return confirm(ctx, ids, s.client.subscriptions.deleted, func(id string) (string, error) {
		shown, err := s.Get(ctx, id)
		if err != nil || isElsewhere(shown.Schedule, scheduleID) {
			return "", err
		}
		return fmt.Sprintf("subscription %s, %q, to %s %s", id, shown.Subject, strings.ToLower(shown.Content.Type), shown.Content.ID), nil
	})
}

// confirm names the objects of these ids that still run on a schedule, for the index
// follows a deletion with some delay. read gives "" for one that runs elsewhere by
// now. It reads no more than an error names.
func confirm(ctx context.Context, ids []string, destroyed *deletions, read func(id string) (use string, err error)) (uses []string, err error) {
	for _, id := range ids {
		if len(uses) == mostUsesNamed {
			return append(uses, "and perhaps more"), nil
		}
		if destroyed.await(ctx, id) {
			continue
		}
		use, err := read(id)
		if err != nil && !IsNotFound(err) {
			return nil, err
		}
		if err == nil && use != "" {
			uses = append(uses, use)
		}
	}
	return uses, nil
}

func isOn(shown *Schedule, id string) bool { return shown != nil && strings.EqualFold(shown.ID, id) }

// isElsewhere reports that what is shown with this schedule does not run on the one with
// this id. Without a schedule that is not certain.
func isElsewhere(shown *Schedule, id string) bool { return shown != nil && !isOn(shown, id) }
