package tableau

import (
	"context"
	"fmt"
	"sync"
)

// granteeList is the list of one kind, fetched when it is needed first, and
// again for one that it lacks: that may have been made since.
type granteeList struct {
	fetch   func(context.Context) (*directory, error)
	hides   func(error) (Error, bool)
	flights flights[*directory]

	mu     sync.Mutex
	latest *directory
	begun  int
	// vain counts the fetches that brought nobody new. They are bounded, so that
	// many names that nobody has do not cost a list each.
	vain   int
	hidden bool
}

func (l *granteeList) fetched() bool { return l.current() != nil }

func (l *granteeList) current() *directory {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.latest
}

// isHidden reports whether the service would not show the list when it was last asked.
func (l *granteeList) isHidden() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.hidden
}

// find gives what matches in the list. Only a list that was begun after this
// call, or one too many in vain, is believed that there is none.
func (l *granteeList) find(ctx context.Context, match func(*directory) []KnownGrantee) ([]KnownGrantee, error) {
	l.mu.Lock()
	begunBefore := l.begun
	l.mu.Unlock()
	grantees, err := l.begunAfter(ctx, 0)
	if err != nil {
		return nil, err
	}
	if matches := match(grantees); len(matches) > 0 || grantees.number > begunBefore {
		return matches, nil
	}
	if grantees, err = l.begunAfter(ctx, begunBefore); err != nil {
		return nil, err
	}
	return match(grantees), nil
}

// begunAfter gives a list whose fetch began after so many others, or the latest
// where it is in vain to ask again.
func (l *granteeList) begunAfter(ctx context.Context, number int) (*directory, error) {
	if kept := l.after(number); kept != nil {
		return kept, nil
	}
	return l.flights.do(ctx, fmt.Sprint(number), func(ctx context.Context) (*directory, error) {
		// Another flight may have landed between the look and this one's start.
		if kept := l.after(number); kept != nil {
			return kept, nil
		}
		l.mu.Lock()
		l.begun++
		own := l.begun
		l.mu.Unlock()
		fetched, err := l.fetch(ctx)
		if err == nil {
			fetched.number = own
		}
		l.keep(fetched, err)
		return fetched, err
	})
}

func (l *granteeList) after(number int) *directory {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.latest != nil && (l.latest.number > number || l.vain >= readsByID) {
		return l.latest
	}
	return nil
}

func (l *granteeList) keep(fetched *directory, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		if _, hidden := l.hides(err); hidden {
			l.hidden = true
		}
		return
	}
	l.hidden = false
	if l.latest != nil && !fetched.bringsNews(l.latest) {
		l.vain++
	}
	if l.latest == nil || l.latest.number < fetched.number {
		l.latest = fetched
	}
}
