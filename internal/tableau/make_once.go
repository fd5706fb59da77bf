package tableau

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"
)

// makeOnce asks for an object until an answer says what became of it, and gives
// its id. When the answer is lost, look is asked for the ids of those like it that are
// there now and were not before; only when the index must have caught up, and there is
// none, the object is asked for again, unless that would be answered the same. A
// refusal of that may be on account of what the lost answer spoke of, so that it is
// looked for once more. Any of several will do: where it was there all the time, its
// deletion shows that. deleted are those of the kind that this client deletes.
func (c *Client) makeOnce(ctx context.Context, deleted *deletions, ask func() (id string, err error), look lookForMade) (string, error) {
	for attempt := 0; ; attempt++ {
		made, err := ask()
		refused := !IsUncertain(err)
		if err == nil || refused && attempt == 0 {
			return made, err
		}
		var id string
		lookup := c.lookUpLost(ctx, func(ctx context.Context) (bool, error) {
			ids, err := look(ctx)
			taken := slices.IndexFunc(ids, func(id string) bool { return deleted.take(ctx, id, look) })
			if taken >= 0 {
				id = ids[taken]
			}
			return taken >= 0, err
		})
		switch {
		case lookup != nil:
			return "", fmt.Errorf("%w; looking for what it made failed too: %w", err, lookup)
		case id != "":
			return id, nil
		case refused || isFinal(err) || attempt >= c.config.MaxRetries || ctx.Err() != nil || c.pause(ctx, attempt, err) != nil:
			return "", err
		}
	}
}

// otherThan looks for what a creation made that another object was taken for, and gives its id;
// empty when there is none.
func (c *Client) otherThan(ctx context.Context, taken string, look lookForMade) (made string, err error) {
	var others []string
	err = c.lookUpLost(ctx, func(ctx context.Context) (_ bool, err error) {
		others, err = look(ctx)
		others = slices.DeleteFunc(others, func(id string) bool { return id == taken })
		return len(others) > 0, err
	})
	switch {
	case err != nil:
		return "", fmt.Errorf("%s is what another block has now, and what that one made could not be looked for: %w", taken, err)
	case len(others) > 1:
		return "", fmt.Errorf("%s is what another block has now, and any of these may be what that one made: %s", taken, strings.Join(others, ", "))
	case len(others) == 0:
		return "", nil
	}
	return others[0], nil
}

// idsOf are the ids of those listed that match.
func idsOf[T any](listed iter.Seq2[T, error], match func(T) (id string, match bool)) ([]string, error) {
	var ids []string
	for object, err := range listed {
		if err != nil {
			return nil, err
		}
		if id, matches := match(object); matches {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// lookUpLost waits for an object whose creation was not confirmed to appear, and meanwhile for
// the service to be back. After an interrupt it is looked for once more: otherwise nobody
// would know of the object.
func (c *Client) lookUpLost(ctx context.Context, look func(context.Context) (done bool, err error)) error {
	ctx = patiently(ctx)
	if ctx.Err() == nil {
		var done bool
		var latest error
		deadline := time.Now().Add(indexLag * c.config.RetryUnit)
		err := c.poll(ctx, func() (bool, error) {
			done, latest = look(ctx)
			var failed *Error
			if errors.As(latest, &failed) && failed.isGone() && time.Now().Before(deadline) {
				return false, nil
			}
			return done, latest
		})
		if done || ctx.Err() == nil {
			return cmp.Or(err, latest)
		}
	}
	brief, cancel := forLastLook(ctx)
	defer cancel()
	_, err := look(brief)
	return err
}

// lastLook bounds the look for what an interrupted write did.
const lastLook = 5 * time.Second

// forLastLook is a context that lives on, for a moment, after ctx has ended.
func forLastLook(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), lastLook)
}
