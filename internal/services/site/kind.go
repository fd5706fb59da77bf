package site

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// kind is what one kind of object has of its own; T is what the client reads.
type kind[T any] struct {
	// name and plural stand behind tableau_; the plural names the map of results too.
	name, plural string
	// noun and nouns are for sentences.
	noun, nouns string
	// needs says which product and API version it takes.
	needs string
	// shown is what is shown of each object, alone what is shown of a single one beside that.
	shown, alone map[string]schema.Attribute
	// located objects are in projects, so that the projects are needed to show them.
	located bool

	// get reads one by its id. It is nil where the list shows all there is.
	get func(ctx context.Context, client *tableau.Client, id string) (T, error)
	// all lists those that filters of the service leave.
	all func(ctx context.Context, client *tableau.Client, filters ...tableau.Filter) iter.Seq2[T, error]

	id, title func(T) string
	// where tells an object from others of its name.
	where func(object T, projects *tableau.ProjectTree) string
	// listed and single are the models of shown, and of shown with alone.
	listed, single func(object T, projects *tableau.ProjectTree) any
	// warn says what the model of an object lacks; nil where it lacks nothing.
	warn func(object T, diags *diag.Diagnostics)

	// scopes narrow what a name stands for; inFull is one of them that needs no name beside it.
	scopes []filter[T]
	inFull string
	// filters narrow a list.
	filters []filter[T]
}

// projects gives the site's projects where objects of the kind are in some.
func (k kind[T]) projects(ctx context.Context, client *tableau.Client) (*tableau.ProjectTree, error) {
	if !k.located {
		return nil, nil //nolint:nilnil // Nobody looks at them.
	}
	return client.Projects().Tree(ctx)
}

// list gives the objects that meet all conditions.
func (k kind[T]) list(ctx context.Context, client *tableau.Client, conditions []condition[T], further ...tableau.Filter) ([]T, error) {
	filters := further
	for _, c := range conditions {
		filters = append(filters, c.ask...)
	}
	var found []T
	for object, err := range k.all(ctx, client, filters...) {
		if err != nil {
			return nil, err
		}
		if meets(object, conditions) {
			found = append(found, object)
		}
	}
	return found, nil
}

func meets[T any](object T, conditions []condition[T]) bool {
	for _, c := range conditions {
		if !c.keep(object) {
			return false
		}
	}
	return true
}
