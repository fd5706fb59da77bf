package site

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/framework"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// filter is an attribute that narrows what is found.
type filter[T any] struct {
	attribute, description string
	validators             []validator.String
	// words say what a value means, behind the noun: ` in project "Finance"`.
	words string
	// condition is what a value of the attribute asks for.
	condition func(ctx context.Context, client *tableau.Client, value string) (condition[T], error)
}

// condition is a filter with its value: what the service is asked, which may
// be less than all, and what is checked here.
type condition[T any] struct {
	ask  []tableau.Filter
	keep func(T) bool
}

// conditions are those of the filters that are given a value.
func conditions[T any](ctx context.Context, client *tableau.Client, filters []filter[T], given map[string]string) ([]condition[T], error) {
	var all []condition[T]
	for _, f := range filters {
		value, is := given[f.attribute]
		if !is {
			continue
		}
		c, err := f.condition(ctx, client, value)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

// equal narrows to objects with this very value. field is the service's, ""
// where it has none.
func equal[T any](attribute, field, description string, of func(T) string, validators ...validator.String) filter[T] {
	return filter[T]{
		attribute: attribute, description: description, validators: validators, words: fmt.Sprintf(" with %s %%q", attribute),
		condition: func(_ context.Context, _ *tableau.Client, value string) (condition[T], error) {
			return condition[T]{ask: askFor(field, value), keep: func(object T) bool { return tableau.Composed(of(object)) == value }}, nil
		},
	}
}

// alike narrows to objects with this value in any letter case. The service,
// which may tell cases apart, would leave out too much, and is not asked.
func alike[T any](attribute, description string, of func(T) string) filter[T] {
	return filter[T]{
		attribute: attribute, description: description, validators: []validator.String{framework.Name()}, words: fmt.Sprintf(" with %s %%q", attribute),
		condition: func(_ context.Context, _ *tableau.Client, value string) (condition[T], error) {
			return condition[T]{keep: func(object T) bool { return strings.EqualFold(tableau.Composed(of(object)), value) }}, nil
		},
	}
}

// askFor has the service narrow a list to a value, unless it may have the value
// in another form, which its filter need not find.
func askFor(field, value string) []tableau.Filter {
	if field == "" || !tableau.HasOneForm(value) {
		return nil
	}
	return []tableau.Filter{tableau.Equal(field, value)}
}

// tagged narrows to objects with a tag. field is the service's, "" where it
// has none.
func tagged[T any](nouns, field string, of func(T) []tableau.Tag) filter[T] {
	return filter[T]{
		attribute: "tag", description: fmt.Sprintf("Only %s with this tag.", nouns), validators: []validator.String{framework.Name()},
		condition: func(_ context.Context, _ *tableau.Client, value string) (condition[T], error) {
			return condition[T]{ask: askFor(field, value), keep: func(object T) bool {
				return slices.ContainsFunc(of(object), func(t tableau.Tag) bool { return tableau.Composed(t.Label) == value })
			}}, nil
		},
	}
}

// after narrows to objects with a later time than this one. A time that is not
// shown here is left to the service.
func after[T any](attribute, field, description string, of func(T) string) filter[T] {
	return filter[T]{
		attribute: attribute, description: description + " A time such as `2026-03-02T17:00:00Z`.", validators: []validator.String{moment{}},
		condition: func(_ context.Context, _ *tableau.Client, value string) (condition[T], error) {
			bound, err := time.Parse(time.RFC3339, value)
			if err != nil {
				return condition[T]{}, &refusal{attribute, "Invalid time", momentRule(value)}
			}
			return condition[T]{
				ask: []tableau.Filter{tableau.After(field, bound)},
				keep: func(object T) bool {
					shown, err := time.Parse(time.RFC3339, of(object))
					return err != nil || shown.After(bound)
				},
			}, nil
		},
	}
}

// moment accepts times with a date and a zone.
type moment struct{}

func (moment) Description(context.Context) string { return "must be a time with a date and a zone" }

func (m moment) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (moment) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := time.Parse(time.RFC3339, req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid time", momentRule(req.ConfigValue.ValueString()))
	}
}

func momentRule(value string) string {
	return fmt.Sprintf("%q is not a time with a date and a zone: write it like 2026-03-02T17:00:00Z.", value)
}
