package tableau

import (
	"context"
	"time"
)

// indexLag is how long to wait, in units of Config.RetryUnit, for the service's
// index to show what was written: by default 15 seconds. The reference names no
// figure.
const indexLag = 30

// longestPoll bounds the wait between two looks.
const longestPoll = 2 * time.Second

// fewestLooks are made however long that takes: what is spent on sending looks
// again, because the service fails, is not time that its index has had.
const fewestLooks = 5

// poll looks until it is done, fails, or the index must have caught up, with
// growing waits in between. Running out of time is not an error.
func (c *Client) poll(ctx context.Context, look func() (done bool, err error)) error {
	deadline := time.Now().Add(indexLag * c.config.RetryUnit)
	wait := c.config.RetryUnit / 5
	for looks := 1; ; looks++ {
		done, err := look()
		if done || err != nil || looks >= fewestLooks && time.Now().Add(wait).After(deadline) {
			return err
		}
		if err := sleep(ctx, wait); err != nil {
			return err
		}
		wait = min(2*wait, longestPoll)
	}
}

// await reads an object until it is there and as wanted, for the service's
// index follows a write with some delay. When it does not get there in time, it
// gives the latest read, or the not-found error of it.
func await[T any](ctx context.Context, c *Client, get func(context.Context) (T, error), wanted func(T) bool) (T, error) {
	ctx = patiently(ctx)
	var latest T
	var missing error
	err := c.poll(ctx, func() (bool, error) {
		latest, missing = get(ctx)
		if IsNotFound(missing) {
			return false, nil
		}
		return missing != nil || wanted(latest), missing
	})
	if err == nil {
		err = missing
	}
	return latest, err
}
