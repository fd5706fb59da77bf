package permissions

import (
	"context"
	"fmt"
	"strings"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// written is a grantee in the form of configurations, such as group:Finance.
type written struct {
	kind tableau.GranteeKind
	// name is a name, perhaps with a domain before it, or a LUID.
	name string
}

func (w written) String() string { return string(w.kind) + ":" + w.name }

// parseGrantee reads the form of configurations, without a look at Tableau.
func parseGrantee(text string) (written, error) {
	if framework.Unwritable(text) {
		return written{}, &malformedGranteeError{fmt.Sprintf("%q holds control characters, which no name in Tableau has", text)}
	}
	kind, name, found := strings.Cut(text, ":")
	if w := (written{tableau.GranteeKind(kind), name}); found && name != "" && w.known() {
		return w, nil
	}
	return written{}, &malformedGranteeError{
		fmt.Sprintf("%q does not name a grantee: write group:NAME, user:NAME or group_set:NAME, or a LUID in place of the name", text),
	}
}

func (w written) known() bool {
	return w.kind == tableau.UserGrantee || w.kind == tableau.GroupGrantee || w.kind == tableau.GroupSetGrantee
}

// malformedGranteeError says that a text has not the form of a grantee.
type malformedGranteeError struct{ reason string }

func (e *malformedGranteeError) Error() string { return e.reason }

// unknownGranteeError says that nobody has the name.
type unknownGranteeError struct{ written }

func (e *unknownGranteeError) Error() string {
	return fmt.Sprintf("the site has no %s %q, or the signed-in user may not see it", label(e.kind), e.name)
}

// ambiguousGranteeError says that several have the name.
type ambiguousGranteeError struct {
	written
	matches []tableau.KnownGrantee
}

func (e *ambiguousGranteeError) Error() string {
	choices := make([]string, len(e.matches))
	for i, match := range e.matches {
		choices[i] = fmt.Sprintf("%q (%s)", fmt.Sprintf(`%s:%s\%s`, match.Kind, match.Domain, match.Name), match.ID)
	}
	return fmt.Sprintf("the site has several %ss %q: write one of %s, or its LUID", label(e.kind), e.name, strings.Join(choices, ", "))
}

// label is how a sentence names a kind of grantee.
func label(kind tableau.GranteeKind) string { return strings.ReplaceAll(string(kind), "_", " ") }

// identify gives the grantee that a text names. A LUID is taken at its word; a
// name that nobody has is an unknownGranteeError.
func identify(ctx context.Context, client *tableau.Client, text string) (tableau.Grantee, error) {
	w, err := parseGrantee(text)
	if err != nil {
		return tableau.Grantee{}, err
	}
	if err := needGroupSets(ctx, client, w); err != nil {
		return tableau.Grantee{}, err
	}
	if framework.IsLUID(w.name) {
		return tableau.Grantee{Kind: w.kind, ID: strings.ToLower(w.name)}, nil
	}
	matches, err := client.Grantees().Named(ctx, w.kind, w.name)
	switch {
	case err != nil:
		return tableau.Grantee{}, err
	case len(matches) == 0:
		return tableau.Grantee{}, &unknownGranteeError{w}
	case len(matches) > 1:
		return tableau.Grantee{}, &ambiguousGranteeError{w, matches}
	}
	return matches[0].Grantee, nil
}

// show gives the form in which a grantee is written that no configuration
// names: by its name, or by its LUID where no name is known, or none that a configuration can hold.
func show(ctx context.Context, client *tableau.Client, grantee tableau.Grantee) (string, error) {
	known, found, err := client.Grantees().Known(ctx, grantee)
	if err != nil {
		return "", err
	}
	if !found || framework.IsLUID(known.Name) { // Such a name would be read as the LUID of another.
		return written{grantee.Kind, grantee.ID}.String(), nil
	}
	name, err := client.Grantees().Name(ctx, known)
	if framework.Unwritable(name) {
		name = grantee.ID
	}
	return written{grantee.Kind, name}.String(), err
}
