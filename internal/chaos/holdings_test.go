package chaos_test

import (
	"maps"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// holdings are the objects of a site that are made over REST, by noun and id.
type holdings map[string]map[string]any

func held(mock *mockserver.Server) holdings {
	return holdings{
		"tableau_schedule":             byID(mock.Schedules(), func(s mockserver.Schedule) string { return s.ID }),
		"tableau_extract_refresh_task": byID(mock.ExtractTasks(), func(t mockserver.ExtractTask) string { return t.ID }),
		"tableau_flow_task":            byID(mock.FlowTasks(), func(t mockserver.FlowTask) string { return t.ID }),
		"tableau_subscription":         byID(mock.Subscriptions(), func(s mockserver.Subscription) string { return s.ID }),
	}
}

func byID[T any](all []T, id func(T) string) map[string]any {
	objects := map[string]any{}
	for _, one := range all {
		objects[id(one)] = one
	}
	return objects
}

func typeOf(address string) string {
	before, _, _ := strings.Cut(address, ".")
	return before
}

// hasID reports whether a block of state has the object. Where the answer to its creation was
// lost, that may be one that another block had.
func hasID(state map[string]acctest.Object, ofType, id string) bool {
	for address, values := range state {
		if typeOf(address) == ofType && values["id"] == id {
			return true
		}
	}
	return false
}

// checkNothingLeftBehind holds that what a command took out of state is not there any more.
// Of what is tainted that is what was not there before its creation.
func (r *run) checkNothingLeftBehind(before map[string]acctest.Object, tainted map[string]bool, outcome acctest.Outcome) {
	r.Helper()
	now, state := held(r.mock), r.terraform.State(r.T)
	for address, values := range before {
		if objects, haveIDs := now[typeOf(address)]; haveIDs {
			id := values["id"].(string)
			if objects[id] != nil && !hasID(state, typeOf(address), id) {
				r.Errorf("%s left state, and %s is still there", address, id)
			}
			continue
		}
		action := outcome.Changes[address].Action
		if state[address] != nil || action == acctest.Delete || action == acctest.Replace {
			continue
		}
		o, _ := ownerOf(address, values)
		left := r.rules.untouched(o.set, mockserver.Rules{o.grantee: byFirstName(r.mock.Rules(o.set))[o.grantee]})
		if tainted[address] {
			left = minus(left, r.rules.found[place{address, o.set}])
		}
		if o.grantee == "" || len(left[o.grantee]) > 0 && !isOwnedIn(state, o) {
			r.Errorf("%s left state without having been destroyed", address)
		}
	}
}

// isOwnedIn reports whether another resource in state has the rules of the grantee now.
func isOwnedIn(state map[string]acctest.Object, of owner) bool {
	for address, values := range state {
		if o, is := ownerOf(address, values); is && o.set == of.set && o.has(of.grantee) {
			return true
		}
	}
	return false
}

// leftUnknown reports whether there is an object that is in no state, and nobody else's.
func (r *run) leftUnknown(state map[string]acctest.Object) bool {
	inState := map[any]bool{}
	for _, values := range state {
		inState[values["id"]] = true
	}
	for noun, objects := range held(r.mock) {
		for id := range objects {
			if !inState[id] && r.theirs[noun][id] == nil {
				return true
			}
		}
	}
	return false
}

// checkSettled compares all that there is with the configuration.
func (r *run) checkSettled(c acctest.Configuration) {
	r.Helper()
	now, state := held(r.mock), r.terraform.State(r.T)
	var addresses []string
	for _, block := range c {
		addresses = append(addresses, block.Address())
	}
	if difference := cmp.Diff(slices.Sorted(slices.Values(addresses)), slices.Sorted(maps.Keys(state))); difference != "" && len(addresses)+len(state) > 0 {
		r.Errorf("in the configuration, and in state: %s", difference)
	}
	for noun, objects := range now {
		r.checkOthers(noun, objects)
		managed := map[string]string{}
		for address, values := range state {
			if typeOf(address) != noun {
				continue
			}
			id := values["id"].(string)
			if managed[id] != "" {
				r.Errorf("%s and %s are both %s", address, managed[id], id)
			}
			if managed[id] = address; objects[id] == nil {
				r.Errorf("%s is %s, which is not there", address, id)
			} else if difference := cmp.Diff(inState(values), asFarAsKnown(onSite(objects[id]), values)); difference != "" {
				r.Errorf("%s, in state and on the site: %s", address, difference)
			}
		}
		for id := range objects {
			if managed[id] == "" && r.theirs[noun][id] == nil {
				r.Errorf("%s %s is in no state", noun, id)
			}
		}
	}
	r.checkFinalRules(c)
}

// checkOthers holds that nothing of others changed.
func (r *run) checkOthers(noun string, now map[string]any) {
	r.Helper()
	for id, before := range r.theirs[noun] {
		if difference := cmp.Diff(before, now[id], butForRuns); difference != "" {
			r.Errorf("%s %s is nobody's of Terraform, and changed: %s", noun, id, difference)
		}
	}
}

// inState are the attributes of a resource that onSite compares.
func inState(values acctest.Object) acctest.Object {
	some := acctest.Object{}
	for _, name := range []string{
		"name", "type", "priority", "execution_order", "state", "workbook_id", "datasource_id", "flow_id", "schedule_id",
		"subject", "message", "user_id", "attach_pdf", "suspended", "content",
	} {
		if value := values[name]; value != nil {
			some[name] = value
		}
	}
	if content, is := some["content"].(acctest.Object); is {
		some["content"] = content["type"].(string) + " " + content["id"].(string)
	}
	return some
}

// asFarAsKnown leaves out the type of a task that was imported from Cloud, which
// does not tell it.
func asFarAsKnown(onSite, state acctest.Object) acctest.Object {
	if state["type"] == nil {
		delete(onSite, "type")
	}
	return onSite
}

// onSite is an object in the terms of its resource.
func onSite(object any) acctest.Object {
	values := acctest.Object{}
	put := func(name, value string) {
		if value != "" {
			values[name] = value
		}
	}
	switch o := object.(type) {
	case mockserver.Schedule:
		values = acctest.Object{"name": o.Name, "type": o.Type, "priority": o.Priority, "execution_order": o.ExecutionOrder, "state": o.State}
	case mockserver.ExtractTask:
		put("workbook_id", o.Workbook)
		put("datasource_id", o.Datasource)
		put("schedule_id", o.Schedule)
		put("type", o.Type)
	case mockserver.FlowTask:
		put("flow_id", o.Flow)
		put("schedule_id", o.Schedule)
	case mockserver.Subscription:
		values = acctest.Object{"subject": o.Subject, "user_id": o.User, "attach_pdf": o.AttachPDF, "suspended": o.Suspended}
		put("message", o.Message)
		put("content", o.ContentType+" "+o.Content)
		put("schedule_id", o.Schedule)
	}
	return values
}
