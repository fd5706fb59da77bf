package tableau_test

import (
	"context"
	"reflect"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// method calls one of the client's methods that send something, with arguments made up, and gives its results, those of a sequence
// one by one.
type method func(*testing.T, *tableau.Client) (results []any, err error)

// methodsOfClient are all methods that take a context, of the client and of what it groups them in, by names such as
// Schedules.Get. Those that make a request to run something start it.
func methodsOfClient() map[string]method {
	methods := map[string]method{}
	for own := range reflect.TypeFor[*tableau.Client]().Methods() {
		if takesContext(own.Type) {
			methods[own.Name] = func(t *testing.T, c *tableau.Client) ([]any, error) {
				return invoke(t, c, reflect.ValueOf(c).MethodByName(own.Name))
			}
			continue
		}
		if own.Type.NumIn() > 1 || own.Type.NumOut() != 1 {
			continue
		}
		for grouped := range own.Type.Out(0).Methods() {
			if takesContext(grouped.Type) || makesRequest(grouped.Type) {
				methods[own.Name+"."+grouped.Name] = func(t *testing.T, c *tableau.Client) ([]any, error) {
					return invoke(t, c, reflect.ValueOf(c).MethodByName(own.Name).Call(nil)[0].MethodByName(grouped.Name))
				}
			}
		}
	}
	return methods
}

func takesContext(method reflect.Type) bool {
	return method.NumIn() > 1 && method.In(1) == reflect.TypeFor[context.Context]()
}

func makesRequest(method reflect.Type) bool {
	return method.NumOut() == 1 && method.Out(0) == reflect.TypeFor[tableau.RunRequest]()
}

func invoke(t *testing.T, c *tableau.Client, function reflect.Value) (results []any, err error) {
	t.Helper()
	var arguments []reflect.Value
	for argument := range function.Type().Ins() {
		arguments = append(arguments, madeUp(t, c, argument))
	}
	if function.Type().IsVariadic() {
		arguments = arguments[:len(arguments)-1]
	}
	for _, result := range function.Call(arguments) {
		switch value := result.Interface().(type) {
		case error:
			return nil, value
		case tableau.RunRequest:
			return invoke(t, c, reflect.ValueOf(func(ctx context.Context) (tableau.Run, error) { return c.Start(ctx, value, true) }))
		case nil:
		default:
			if result.Kind() != reflect.Func {
				results = append(results, value)
				continue
			}
			for item, failure := range result.Seq2() {
				if failure, failed := failure.Interface().(error); failed {
					return nil, failure
				}
				if results = append(results, item.Interface()); len(results) == mostResults {
					break // Following a run ends with the run, which here may go on forever.
				}
			}
		}
	}
	return results, nil
}

const mostResults = 20

// madeUp is a value with something in every part: an id for every text, true for every switch.
func madeUp(t *testing.T, c *tableau.Client, of reflect.Type) reflect.Value {
	t.Helper()
	made := reflect.New(of).Elem()
	switch of {
	case reflect.TypeFor[context.Context]():
		return reflect.ValueOf(t.Context())
	case reflect.TypeFor[tableau.RunRequest]():
		return reflect.ValueOf(c.RunNow().Workbook(anID, false))
	case reflect.TypeFor[tableau.GranteeKind]():
		return reflect.ValueOf(tableau.UserGrantee)
	case reflect.TypeFor[tableau.RefreshTarget]():
		return reflect.ValueOf(tableau.RefreshTarget{WorkbookID: anID})
	case reflect.TypeFor[tableau.RulesOf]():
		return reflect.ValueOf(tableau.RulesOf{ContentType: "workbook", ID: anID})
	case reflect.TypeFor[tableau.RuleSet]():
		return reflect.ValueOf(tableau.RuleSet{Of: tableau.RulesOf{ContentType: "workbook", ID: anID}})
	}
	switch of.Kind() {
	case reflect.String:
		made.SetString(anID)
	case reflect.Bool:
		made.SetBool(true)
	case reflect.Int, reflect.Int64:
		made.SetInt(1)
	case reflect.Pointer:
		made.Set(reflect.New(of.Elem()))
		made.Elem().Set(madeUp(t, c, of.Elem()))
	case reflect.Slice:
		made.Set(reflect.Append(made, madeUp(t, c, of.Elem())))
	case reflect.Map:
		made.Set(reflect.MakeMap(of))
		made.SetMapIndex(madeUp(t, c, of.Key()), madeUp(t, c, of.Elem()))
	case reflect.Struct:
		for field := range of.Fields() {
			if field.IsExported() {
				made.FieldByIndex(field.Index).Set(madeUp(t, c, field.Type))
			}
		}
	case reflect.Func:
		made.Set(reflect.MakeFunc(of, func([]reflect.Value) (results []reflect.Value) {
			for result := range of.Outs() {
				results = append(results, madeUp(t, c, result))
			}
			return results
		}))
	default:
		t.Fatalf("no value is made up for %s", of)
	}
	return made
}

const anID = "4d652179-36bf-47e4-a9dc-e069227c72d0"

// withoutID tells the id of a result that was found and is of a kind that has one.
func withoutID(results []any) (result any, found bool) {
	for _, result := range results {
		if isThere, ok := result.(bool); ok && !isThere {
			return nil, false
		}
	}
	for _, result := range results {
		if run, ok := result.(tableau.Run); ok && run.JobID == "" && (run.LinkedTaskJob == nil || run.LinkedTaskJob.ID == "") {
			return run, true
		}
		if value := reflect.ValueOf(result); value.Kind() == reflect.Struct {
			if id := value.FieldByName("ID"); id.IsValid() && id.String() == "" {
				return result, true
			}
		}
	}
	return nil, false
}
