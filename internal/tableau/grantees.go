package tableau

import "context"

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
	panic("to be written")
}

// Known gives a grantee by its id. found is false for one that does not exist, and for one
// that the signed-in user may not see.
func (g Grantees) Known(ctx context.Context, grantee Grantee) (known KnownGrantee, found bool, err error) {
	panic("to be written")
}

// Name gives how configurations name a grantee: its name, or DOMAIN\NAME where
// others of its kind have the name too.
func (g Grantees) Name(ctx context.Context, known KnownGrantee) (string, error) {
	panic("to be written")
}
