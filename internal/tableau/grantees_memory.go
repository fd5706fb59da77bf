package tableau

import (
	"context"
	"strings"
	"sync"
)

// granteeMemory is what a client has found out about grantees. Like reader it
// looks the first few up one by one, which spares small configurations the
// list of all users.
type granteeMemory struct {
	lists       map[GranteeKind]*granteeList
	usersNamed  memo[[]KnownGrantee]
	usersWithID memo[[]KnownGrantee]

	mu     sync.Mutex
	singly map[string]bool // what is looked up by itself
}

// fillFrom says where the memory gets what it does not hold.
func (m *granteeMemory) fillFrom(g Grantees) {
	m.lists = map[GranteeKind]*granteeList{
		UserGrantee:     {fetch: g.fetchUsers, hides: g.client.hides},
		GroupGrantee:    {fetch: g.fetchGroups, hides: g.client.hides},
		GroupSetGrantee: {fetch: g.fetchGroupSets, hides: g.client.hides},
	}
	m.usersNamed.fetch = g.fetchUsersNamed
	m.usersWithID.fetch = g.fetchUserWithID
	m.singly = map[string]bool{}
}

// readsSingly reports whether this is among the few that are looked up by themselves.
func (m *granteeMemory) readsSingly(key string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.singly) < readsByID {
		m.singly[key] = true
	}
	return m.singly[key]
}

func (g Grantees) fetchUsers(ctx context.Context) (*directory, error) {
	return fillDirectory(g.client.Users().All(ctx), knownUser)
}

func (g Grantees) fetchGroups(ctx context.Context) (*directory, error) {
	return fillDirectory(g.client.Groups().All(ctx), func(group Group) KnownGrantee {
		return KnownGrantee{Grantee: Grantee{GroupGrantee, group.ID}, Name: group.Name, Domain: group.Domain.Name}
	})
}

// fetchGroupSets gives none where the service does not know group sets yet.
func (g Grantees) fetchGroupSets(ctx context.Context) (*directory, error) {
	version, err := g.client.APIVersion(ctx)
	if err != nil {
		return nil, err
	}
	if !version.AtLeast(GroupSetsSince) {
		return newDirectory(), nil
	}
	return fillDirectory(g.client.GroupSets().All(ctx), func(set GroupSet) KnownGrantee {
		return KnownGrantee{Grantee: Grantee{GroupSetGrantee, set.ID}, Name: set.Name}
	})
}

func knownUser(user User) KnownGrantee {
	return KnownGrantee{Grantee: Grantee{UserGrantee, user.ID}, Name: user.Name, Domain: user.Domain.Name, SiteRole: user.SiteRole}
}

// fetchUsersNamed lets the service filter by the whole text and, if nobody has
// that name, by what follows the domain.
func (g Grantees) fetchUsersNamed(ctx context.Context, text string) ([]KnownGrantee, error) {
	names := []string{text}
	if _, name, ok := strings.Cut(text, `\`); ok && name != "" {
		names = append(names, name)
	}
	for _, name := range names {
		users, err := fillDirectory(g.client.Users().All(ctx, Equal("name", name)), knownUser)
		if err != nil {
			return nil, err
		}
		if matches := users.named(text); len(matches) > 0 {
			for _, match := range matches { // Known by id too from now on.
				_, _, writes := g.client.grantees.usersWithID.look(match.ID)
				g.client.grantees.usersWithID.keep(match.ID, []KnownGrantee{match}, writes)
			}
			return matches, nil
		}
	}
	return nil, nil
}

// fetchUserWithID gives none for a user that does not exist or is not shown.
func (g Grantees) fetchUserWithID(ctx context.Context, id string) ([]KnownGrantee, error) {
	user, err := g.client.Users().Get(ctx, id)
	if _, hidden := g.client.hides(err); hidden || IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	known := knownUser(user)
	known.ID = strings.ToLower(known.ID)
	return []KnownGrantee{known}, nil
}
