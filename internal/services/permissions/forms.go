package permissions

import (
	"context"
	"errors"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// forms are how a configuration or a state writes its grantees, by whom they
// mean. What is written once stays written like that.
type forms map[tableau.Grantee]string

// formsOf identifies grantees as they are written in a state. A form that means nobody,
// or several, any more is left out: then its grantee, if there is one, is shown in a
// form that does.
func formsOf(ctx context.Context, client *tableau.Client, texts []string) (forms, error) {
	known := forms{}
	for _, text := range texts {
		grantee, err := identify(ctx, client, text)
		switch {
		case isNobody(err):
		case err != nil:
			return nil, err
		default:
			known[grantee] = text
		}
	}
	return known, nil
}

// isNobody reports that a form means no grantee, or not one alone.
func isNobody(err error) bool {
	var malformed *malformedGranteeError
	var ambiguous *ambiguousGranteeError
	return isUnknown(err) || errors.As(err, &malformed) || errors.As(err, &ambiguous)
}

// isUnknown reports that a form means no grantee.
func isUnknown(err error) bool {
	var unknown *unknownGranteeError
	var tooNew *noGroupSetsError
	return errors.As(err, &unknown) || errors.As(err, &tooNew)
}

// name reports whether a grantee is among them.
func (f forms) name(grantee tableau.Grantee) bool {
	_, named := f[grantee]
	return named
}

// of is the form of a grantee.
func (f forms) of(ctx context.Context, client *tableau.Client, grantee tableau.Grantee) (string, error) {
	if text, found := f[grantee]; found {
		return text, nil
	}
	return show(ctx, client, grantee)
}
