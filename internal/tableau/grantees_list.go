package tableau

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// directory is all grantees of one kind at one time.
type directory struct {
	// number counts the fetches of the kind, in the order in which they began.
	number int
	byID   map[string]KnownGrantee
	byName map[string][]KnownGrantee // without letter case
}

func newDirectory() *directory {
	return &directory{byID: map[string]KnownGrantee{}, byName: map[string][]KnownGrantee{}}
}

func fillDirectory[T any](list iter.Seq2[T, error], known func(T) KnownGrantee) (*directory, error) {
	d := newDirectory()
	for item, err := range list {
		if err != nil {
			return nil, err
		}
		grantee := known(item)
		grantee.ID, grantee.Name = strings.ToLower(grantee.ID), Composed(grantee.Name)
		d.byID[grantee.ID] = grantee
		if name := withoutCase(grantee.Name); name != "" { // An empty one would be found as nothing after a domain.
			d.byName[name] = append(d.byName[name], grantee)
		}
	}
	return d, nil
}

// withoutCase is the same for names that strings.EqualFold takes for equal.
func withoutCase(name string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
			least = min(least, other)
		}
		return least
	}, name)
}

func (d *directory) withID(id string) []KnownGrantee {
	if known, found := d.byID[id]; found {
		return []KnownGrantee{known}
	}
	return nil
}

// named takes the whole text for a name before it takes it for DOMAIN\NAME,
// because names may hold backslashes.
func (d *directory) named(text string) []KnownGrantee {
	if matches := exactFirst(d.byName[withoutCase(text)], text); len(matches) > 0 {
		return matches
	}
	domain, name, _ := strings.Cut(text, `\`)
	inDomain := slices.Clone(d.byName[withoutCase(name)])
	inDomain = slices.DeleteFunc(inDomain, func(k KnownGrantee) bool { return !strings.EqualFold(k.Domain, domain) })
	return exactFirst(inDomain, name)
}

func exactFirst(matches []KnownGrantee, name string) []KnownGrantee {
	exact := slices.DeleteFunc(slices.Clone(matches), func(k KnownGrantee) bool { return k.Name != name })
	if len(exact) > 0 {
		return exact
	}
	return slices.Clone(matches)
}

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

// bringsNews reports whether there is somebody that the earlier list lacks.
func (d *directory) bringsNews(earlier *directory) bool {
	for id := range d.byID {
		if _, known := earlier.byID[id]; !known {
			return true
		}
	}
	return false
}
