package tableau

import (
	"iter"
	"slices"
	"strings"
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

// bringsNews reports whether there is somebody that the earlier list lacks.
func (d *directory) bringsNews(earlier *directory) bool {
	for id := range d.byID {
		if _, known := earlier.byID[id]; !known {
			return true
		}
	}
	return false
}
