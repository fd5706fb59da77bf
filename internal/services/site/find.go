package site

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// refusal is an error that one attribute's value is to blame for.
type refusal struct{ attribute, summary, detail string }

func (r *refusal) Error() string { return r.summary + ": " + r.detail }

// report adds an error, at the attribute that is to blame for it if one is.
func report(diags *diag.Diagnostics, doing string, err error) {
	var blamed *refusal
	if errors.As(err, &blamed) {
		diags.AddAttributeError(path.Root(blamed.attribute), blamed.summary, blamed.detail)
		return
	}
	framework.AddError(diags, doing, err)
}

// lookUp gives the one object that the attributes name.
func (k kind[T]) lookUp(ctx context.Context, client *tableau.Client, given map[string]string) (T, error) {
	id, byID := given["id"]
	if !byID {
		found, err := k.find(ctx, client, given)
		if err != nil || k.get == nil {
			return found, err
		}
		id = k.id(found)
	}
	object, err := k.read(ctx, client, id)
	switch {
	case !tableau.IsNotFound(err):
		return object, err
	case byID:
		return object, k.unknownID(id)
	}
	return object, &refusal{"name", "No such " + k.noun, fmt.Sprintf(
		"The list of %s shows %q with the id %s, and reading it finds nothing. It was probably just deleted: plan again in a while.", k.nouns, given["name"], id)}
}

// read gives an object by its id. What cannot be read by it is looked for in
// the list.
func (k kind[T]) read(ctx context.Context, client *tableau.Client, id string) (T, error) {
	if k.get != nil {
		return k.get(ctx, client, id)
	}
	found, err := k.list(ctx, client, []condition[T]{{keep: func(object T) bool { return k.id(object) == id }}})
	if err == nil && len(found) == 0 {
		err = k.unknownID(id)
	}
	if err != nil {
		var none T
		return none, err
	}
	return found[0], nil
}

// find gives the one object of a name, among those that the scopes leave.
func (k kind[T]) find(ctx context.Context, client *tableau.Client, given map[string]string) (T, error) {
	var none T
	narrowed, err := conditions(ctx, client, k.scopes, given)
	if err != nil {
		return none, err
	}
	found, err := k.named(ctx, client, given["name"], narrowed)
	switch {
	case err != nil:
		return none, err
	case len(found) == 1:
		return found[0], nil
	}
	projects, err := k.projects(ctx, client)
	if err != nil {
		return none, err
	}
	if len(found) > 1 {
		return none, k.ambiguous(found, projects, given)
	}
	var elsewhere []T
	if len(narrowed) > 0 {
		if elsewhere, err = k.named(ctx, client, given["name"], nil); err != nil {
			return none, err
		}
	}
	return none, k.unknown(elsewhere, projects, given)
}

// named gives the objects of exactly this name or, where there is none, those
// whose name differs in case alone. The service is asked for the name first;
// what it does not find so may still be in the list, for it cannot be asked
// for every name, and may tell cases apart. No name stands for every name.
func (k kind[T]) named(ctx context.Context, client *tableau.Client, name string, narrowed []condition[T]) ([]T, error) {
	if name == "" {
		return k.list(ctx, client, narrowed)
	}
	if asked := tableau.Equal("name", name); asked.Possible() {
		found, err := k.list(ctx, client, narrowed, asked)
		if err != nil {
			return nil, err
		}
		if found = k.closest(found, name); len(found) > 0 {
			return found, nil
		}
	}
	found, err := k.list(ctx, client, narrowed)
	return k.closest(found, name), err
}

func (k kind[T]) closest(objects []T, name string) []T {
	var exact, folded []T
	for _, object := range objects {
		switch title := tableau.Composed(k.title(object)); {
		case title == name:
			exact = append(exact, object)
		case strings.EqualFold(title, name):
			folded = append(folded, object)
		}
	}
	if len(exact) > 0 {
		return exact
	}
	return folded
}

func (k kind[T]) ambiguous(found []T, projects *tableau.ProjectTree, given map[string]string) *refusal {
	var tells []string
	for _, scope := range k.scopes {
		if _, is := given[scope.attribute]; !is && k.key(given) == "name" {
			tells = append(tells, scope.attribute)
		}
	}
	tell := strings.Join(append([]string{"id"}, tells...), ", ")
	if last := strings.LastIndex(tell, ", "); last > 0 {
		tell = tell[:last] + " or " + tell[last+2:]
	}
	return &refusal{k.key(given), fmt.Sprintf("Several %s have this name", k.nouns), fmt.Sprintf(
		"The site shows %d %s:\n\n%s\n\nSay which with %s.", len(found), k.described(k.nouns, given), k.lines(found, projects), tell)}
}

func (k kind[T]) unknownID(id string) *refusal {
	return &refusal{"id", "No such " + k.noun, fmt.Sprintf("The site shows no %s with the id %s to this user. %s", k.noun, id, k.seeList())}
}

func (k kind[T]) unknown(elsewhere []T, projects *tableau.ProjectTree, given map[string]string) *refusal {
	said := fmt.Sprintf("The site shows no %s to this user. ", k.described(k.noun, given))
	if len(elsewhere) > 0 {
		said += fmt.Sprintf("Of this name there is elsewhere:\n\n%s\n\n", k.lines(elsewhere, projects))
	}
	return &refusal{k.key(given), "No such " + k.noun, said + k.seeList()}
}

// key is the attribute that names what is looked for.
func (k kind[T]) key(given map[string]string) string {
	if _, is := given["name"]; is || k.inFull == "" {
		return "name"
	}
	return k.inFull
}

// described is what is looked for: `workbook named "Sales" in project "Finance"`.
func (k kind[T]) described(noun string, given map[string]string) string {
	words := noun
	if name, is := given["name"]; is {
		words += fmt.Sprintf(" named %q", name)
	}
	for _, scope := range k.scopes {
		if value, is := given[scope.attribute]; is {
			words += fmt.Sprintf(scope.words, value)
		}
	}
	return words
}

func (k kind[T]) lines(objects []T, projects *tableau.ProjectTree) string {
	var lines []string
	for i, object := range objects {
		if i == mostNamed {
			lines = append(lines, fmt.Sprintf("  and %d more", len(objects)-mostNamed))
			break
		}
		lines = append(lines, fmt.Sprintf("  %q%s, id %s", k.title(object), k.where(object, projects), k.id(object)))
	}
	return strings.Join(lines, "\n")
}

func (k kind[T]) seeList() string {
	return fmt.Sprintf("The data source tableau_%s lists what there is.", k.plural)
}
