package tableau

import (
	"context"
	"fmt"
	"strings"
)

// KnownGrantee is a user, group or group set that exists.
type KnownGrantee struct {
	Grantee
	Name string
	// Domain is empty for a group set.
	Domain string
	// SiteRole is a user's.
	SiteRole string
}

// Grantees finds users, groups and group sets by id and by name, with few
// calls: single look-ups for the first few users, one list of each kind for more.
type Grantees struct{ client *Client }

// Grantees gives the look-up of grantees.
func (c *Client) Grantees() Grantees { return Grantees{c} }

// Named gives the grantees of a kind that a name means: those of exactly this
// name or, where there is none, those whose name differs in case alone, for the
// service's names do not tell cases apart. DOMAIN\NAME means the one of this domain.
func (g Grantees) Named(ctx context.Context, kind GranteeKind, name string) ([]KnownGrantee, error) {
	matches, err := g.named(ctx, kind, name)
	if refused, hidden := g.client.hides(err); hidden {
		refused.Doing = fmt.Sprintf("find %s %q", strings.ReplaceAll(string(kind), "_", " "), name)
		refused.advice = fmt.Sprintf("The signed-in user may not look names up, which is an administrator's right on most sites. "+
			"Write the LUID in place of the name, %s:LUID, or sign in as a site administrator.", kind)
		if refused.Code == codeSessionInvalid {
			refused.advice = fmt.Sprintf("Looking names up needs the scope tableau:%ss:read, which the sign-in probably lacks. "+
				"Add the scope, or write the LUID in place of the name, %s:LUID.", strings.ReplaceAll(string(kind), "_", ""), kind)
		}
		return nil, &refused
	}
	return matches, err
}

func (g Grantees) named(ctx context.Context, kind GranteeKind, name string) ([]KnownGrantee, error) {
	memory := &g.client.grantees
	list := memory.lists[kind]
	if list == nil {
		return nil, nil
	}
	if kind == UserGrantee && !list.fetched() && Equal("name", name).Possible() && memory.readsSingly("name "+name) {
		matches, err := memory.usersNamed.get(ctx, name)
		if err != nil || len(matches) > 0 {
			return matches, err
		}
		// Nothing is known of the letter cases that the filter lets through.
	}
	return list.find(ctx, func(d *directory) []KnownGrantee { return d.named(name) })
}

// Known gives a grantee by its id. found is false for one that does not exist, and for one
// that the signed-in user may not see.
func (g Grantees) Known(ctx context.Context, grantee Grantee) (known KnownGrantee, found bool, err error) {
	memory := &g.client.grantees
	list := memory.lists[grantee.Kind]
	if list == nil {
		return KnownGrantee{}, false, nil
	}
	if known, found = g.Remembered(grantee); found {
		return known, true, nil
	}
	id := strings.ToLower(grantee.ID)
	isUser, hidden := grantee.Kind == UserGrantee, list.isHidden()
	var matches []KnownGrantee
	if !hidden && (!isUser || list.fetched() || !memory.readsSingly("id "+id)) {
		matches, err = list.find(ctx, func(d *directory) []KnownGrantee { return d.withID(id) })
		if _, hidden = g.client.hides(err); !hidden {
			return first(matches), len(matches) > 0, err
		}
	}
	if !isUser {
		return KnownGrantee{}, false, nil
	}
	// Users may see themselves where they may see no list.
	matches, err = memory.usersWithID.get(ctx, id)
	return first(matches), len(matches) > 0, err
}

// Remembered is Known without a call: found is false for one that no look-up has
// found yet.
func (g Grantees) Remembered(grantee Grantee) (known KnownGrantee, found bool) {
	memory := &g.client.grantees
	id := strings.ToLower(grantee.ID)
	if list := memory.lists[grantee.Kind]; list != nil && list.fetched() {
		matches := list.current().withID(id)
		return first(matches), len(matches) > 0
	}
	if grantee.Kind != UserGrantee {
		return KnownGrantee{}, false
	}
	matches, _, _ := memory.usersWithID.look(id)
	return first(matches), len(matches) > 0
}

func first(matches []KnownGrantee) KnownGrantee {
	if len(matches) == 0 {
		return KnownGrantee{}
	}
	return matches[0]
}

// Name gives how configurations name a grantee: its name, or DOMAIN\NAME where
// others of its kind have the name too. It is the id where neither finds this
// grantee alone.
func (g Grantees) Name(ctx context.Context, known KnownGrantee) (string, error) {
	if known.Name == "" {
		return known.ID, nil
	}
	for _, name := range []string{known.Name, known.Domain + `\` + known.Name} {
		matches, err := g.named(ctx, known.Kind, name)
		if _, hidden := g.client.hides(err); hidden {
			break
		}
		if err != nil {
			return "", err
		}
		if len(matches) == 1 && strings.EqualFold(matches[0].ID, known.ID) {
			return name, nil
		}
	}
	return known.ID, nil
}
