package tableau

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// createdSlack is how much older than its request a schedule may look: the
// service's stamps have whole seconds.
const createdSlack = 2 * time.Second

// NameTakenError says that another schedule has the wanted name.
type NameTakenError struct {
	// Existing is the schedule that has it; its ID is empty if it could not be found.
	Existing Schedule
	// Err is the service's refusal.
	Err error
}

// Error repeats the service's refusal.
func (e *NameTakenError) Error() string { return e.Err.Error() }

// Unwrap gives the service's refusal.
func (e *NameTakenError) Unwrap() error { return e.Err }

// Create makes a schedule, which is active at first. When the answer is lost,
// the schedule is looked up by its name before it is asked for again, so that
// it is never made twice. A name that another schedule has is a *NameTakenError.
func (s Schedules) Create(ctx context.Context, settings ScheduleSettings) (Schedule, error) {
	// Settling the version first makes sure that the server's clock is known.
	if _, err := s.client.APIVersion(ctx); err != nil {
		return Schedule{}, err
	}
	started := s.client.clock.now()
	lost := false
	for attempt := 0; ; attempt++ {
		created, err := s.post(ctx, settings)
		taken := errors.Is(err, codeScheduleNameTaken)
		if taken && !lost {
			freed, refusal := s.nameTaken(ctx, settings.Name, err)
			if freed && attempt == 0 {
				continue
			}
			return Schedule{}, refusal
		}
		if !taken && !IsUncertain(err) {
			return created, err
		}
		lost = true
		last := isFinal(err) || attempt >= s.client.config.MaxRetries || ctx.Err() != nil
		var existing Schedule
		var found bool
		lookup := s.client.lookUpLost(ctx, func(ctx context.Context) (_ bool, err error) {
			existing, found, err = s.FindByName(ctx, settings.Name)
			return found || !taken && !last, err // A second one of the name would be refused, so that nothing waits for the index.
		})
		switch {
		case lookup != nil:
			return Schedule{}, fmt.Errorf("%w; looking for it by its name failed too: %w", err, lookup)
		case found && existing.madeBy(settings, started):
			return existing, nil
		case found || taken:
			return Schedule{}, &NameTakenError{Existing: existing, Err: err}
		case last || s.client.pause(ctx, attempt, err) != nil:
			return Schedule{}, err
		}
	}
}

// post asks for a new schedule (REST API reference: Create Server Schedule).
func (s Schedules) post(ctx context.Context, settings ScheduleSettings) (Schedule, error) {
	defer s.client.scheduleBriefs.wrote()
	answer, err := send[scheduleAnswer](ctx, s.client, call{
		doing:  fmt.Sprintf("create schedule %q", settings.Name),
		method: http.MethodPost,
		path:   []string{"schedules"},
		route:  "/schedules",
		meant:  func(_, name string) bool { return sameName(name, settings.Name) },
		advice: settings.advise,
		body:   content(scheduleRequest{Schedule: settings}),
	})
	return answer.Schedule, advisedIfLost(err,
		"The schedule may have been made all the same. If it was, the next apply says so, and how to adopt it.")
}

// sameName is lenient: it is to tell another object's name, not a service's spelling.
func sameName(a, b string) bool {
	return strings.EqualFold(Composed(strings.TrimSpace(a)), Composed(strings.TrimSpace(b)))
}

// nameTaken gives the error that says who has a name. freed is set where this client deletes that schedule.
func (s Schedules) nameTaken(ctx context.Context, name string, refusal error) (freed bool, taken error) {
	existing, found, err := s.FindByName(ctx, name)
	if err != nil {
		return false, fmt.Errorf("%w; looking for the schedule that has it failed too: %w", refusal, err)
	}
	freed = !found && s.client.schedulesDeleted.any() || found && s.client.schedulesDeleted.await(ctx, existing.ID)
	return freed, &NameTakenError{Existing: existing, Err: refusal}
}

// madeBy reports whether a schedule is what a request with these settings made
// after started, in the server's time. Without a stamp it is not.
func (s Schedule) madeBy(settings ScheduleSettings, started time.Time) bool {
	created, err := time.Parse(time.RFC3339, s.CreatedAt)
	return err == nil && !created.Before(started.Add(-createdSlack)) &&
		s.Name == settings.Name && strings.EqualFold(s.Type, settings.Type)
}
