package tableau

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"
)

// makeOnce asks for an object until an answer says what became of it, and gives
// its id. When the answer is lost, look is asked for the id of one that is there
// now and was not before; only when the index must have caught up, and there is
// none, the object is asked for again, unless that would be answered the same. A
// refusal of that may be on account of what the lost answer spoke of, so that it is
// looked for once more.
func (c *Client) makeOnce(ctx context.Context, ask func() (id string, err error), look func(context.Context) (id string, err error)) (string, error) {
	for attempt := 0; ; attempt++ {
		made, err := ask()
		refused := !IsUncertain(err)
		if err == nil || refused && attempt == 0 {
			return made, err
		}
		var id string
		lookup := c.lookUpLost(ctx, func(ctx context.Context) (_ bool, err error) {
			id, err = look(ctx)
			return id != "", err
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
