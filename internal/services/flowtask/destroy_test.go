package flowtask_test

import (
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// undeletable is the documented service: it has no method to delete a flow task.
func undeletable(options mockserver.Options) mockserver.Options {
	options.Behaviour.FlowTaskDelete = false
	return options
}

// TestFlowTask_thatCannotBeDeletedStays tries what the reference leaves open,
// and every answer that a service without the method may give.
func TestFlowTask_thatCannotBeDeletedStays(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault mockserver.Fault // none: the mock's own 405000
		says  string
	}{
		"405000":                   {says: "was answered with error 405000 (HTTP 405)"},
		"404003":                   {mockserver.Fault{Status: 404, Code: "404003", Summary: "Resource Not Found"}, "was answered with error 404003 (HTTP 404): Resource Not Found."},
		"404026 of one that stays": {mockserver.Fault{Status: 404, Code: "404026"}, "was answered with error 404026 (HTTP 404)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := undeletable(onServer())
			site := acctest.NewMock(t, options)
			one := instance(site, options)
			apply(t, one, plainAt(nightly))
			id := onlyTask(t, site).ID
			if test.fault.Status != 0 {
				test.fault.Route = deleteRoute
				setFault(t, site, test.fault)
			}
			refused := one.Apply(t, nil)
			got := described(refused.Diagnostics)
			want := says("Tableau does not delete this flow task", "Tableau documents no method that deletes a flow task.", "Flow task "+id,
				"is still there and in state", `set on_destroy = "abandon"`, "terraform state rm ADDRESS")
			if !refused.Failed || !want.MatchString(got) || !says(test.says).MatchString(got) {
				t.Errorf("got %s", got)
			}
			expect(t, one, plainAt(nightly), acctest.NoOp)
		})
	}
}

// TestFlowTask_thatCannotBeDeletedIsAbandoned goes the way of a user who learns
// it from an error.
func TestFlowTask_thatCannotBeDeletedIsAbandoned(t *testing.T) {
	t.Parallel()
	site := acctest.NewMock(t, undeletable(onServer()))
	cli := site.NewCLI(t, map[string]string{"main.tf": site.Config(task(on(nightly)))})
	cli.Succeed("apply", "-input=false", "-auto-approve")
	before := onlyTask(t, site)

	cli.Write("main.tf", site.Config(task(on(mornings))))
	result := cli.Run("apply", "-no-color", "-input=false", "-auto-approve")
	refused := says("Tableau does not delete this flow task", "If it was to be replaced, no new task was made.")
	if result.ExitCode != 1 || !refused.MatchString(result.Output) {
		t.Errorf("exit code %d:\n%s", result.ExitCode, result.Output)
	}
	if after := onlyTask(t, site); after.ID != before.ID || after.Schedule != nightly {
		t.Errorf("the task is %+v, want the one before", after)
	}
	attempts := site.Mock.Requests().ByRoute[deleteRoute]

	cli.Write("main.tf", site.Config(task(on(nightly), `on_destroy = "abandon"`)))
	output := cli.Succeed("apply", "-no-color", "-input=false", "-auto-approve")
	if !says("~ on_destroy", "0 added, 1 changed, 0 destroyed").MatchString(output) {
		t.Errorf("with the former schedule the plan is not that of on_destroy:\n%s", output)
	}
	output = cli.Succeed("destroy", "-no-color", "-input=false", "-auto-approve")
	warned := says("Flow task "+before.ID+" is still there", `on_destroy is "abandon": Terraform forgets flow task `+before.ID, "goes on running the flow")
	if !warned.MatchString(output) {
		t.Errorf("no warning:\n%s", output)
	}
	if n := site.Mock.Requests().ByRoute[deleteRoute]; n != attempts {
		t.Errorf("%d further attempts to delete, want none", n-attempts)
	}
	onlyTask(t, site)
	if output := cli.Succeed("state", "list"); output != "" {
		t.Errorf("state still has %s", output)
	}
}

func TestFlowTask_replacementThatIsRefusedChangesNothing(t *testing.T) {
	t.Parallel()
	options := undeletable(onServer())
	site := acctest.NewMock(t, options)
	one := instance(site, options)
	apply(t, one, plainAt(nightly))
	if change := one.Apply(t, plainAt(mornings)); change.Action != acctest.Replace || !change.Failed {
		t.Errorf("the change is %q: %s", change.Action, described(change.Diagnostics))
	}
	expect(t, one, plainAt(nightly), acctest.NoOp)
}

func TestFlowTask_replacingAnAbandonedOneWarnsThatBothRun(t *testing.T) {
	t.Parallel()
	options := undeletable(onServer())
	site := acctest.NewMock(t, options)
	one := instance(site, options)
	apply(t, one, with(plainAt(nightly), "on_destroy", "abandon"))
	moved := with(plainAt(mornings), "on_destroy", "abandon")
	if got := described(one.Plan(t, moved).Diagnostics); !says("The replaced flow task "+onlyTask(t, site).ID+" goes on running", "Both will run the flow").MatchString(got) {
		t.Errorf("no warning in the plan: %s", got)
	}
	apply(t, one, moved)
	if n := len(site.Mock.FlowTasks()); n != 2 {
		t.Errorf("%d tasks, want the abandoned one and the new one", n)
	}
}

func TestFlowTask_replacingOneThatIsNotAbandonedYetIsRefused(t *testing.T) {
	t.Parallel()
	options := undeletable(onServer())
	site := acctest.NewMock(t, options)
	one := instance(site, options)
	apply(t, one, plainAt(nightly))
	moved := with(plainAt(mornings), "on_destroy", "abandon")
	if got := described(one.Plan(t, moved).Diagnostics); !says("on_destroy is to be applied first", "Flow task "+onlyTask(t, site).ID+" is to be replaced",
		"Undo the other changes of the block, apply on_destroy, and make them again").MatchString(got) {
		t.Errorf("the plan says: %s", got)
	}
	apply(t, one, with(plainAt(nightly), "on_destroy", "abandon"))
	apply(t, one, moved)
}

// TestFlowTask_replacingAnAbandonedOneMakesTheNewOne changes what Tableau does not
// show, so that the task that goes on running looks like the new one.
func TestFlowTask_replacingAnAbandonedOneMakesTheNewOne(t *testing.T) {
	t.Parallel()
	workdays := acctest.Object{"daily": acctest.Object{"start": "02:15", "week_days": []any{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday"}}}
	twice := acctest.Object{"daily": acctest.Object{"start": "02:15", "end": "14:15", "every_hours": 12}}
	for name, test := range map[string]struct {
		options       mockserver.Options
		before, after acctest.Object
	}{
		"days":                {onCloud(), plainEvery(workdays), plainEvery(at("02:15"))},
		"hours":               {onCloud(), plainEvery(at("02:15")), plainEvery(twice)},
		"a default on Cloud":  {onCloud(), prepEvery(at("02:15"), acctest.Object{"Region": "North"}), prepEvery(at("02:15"), nil)},
		"a default on Server": {onServer(), prepNightly(acctest.Object{"Region": "North"}), prepNightly(nil)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := undeletable(test.options)
			site := acctest.NewMock(t, options)
			one := instance(site, options)
			apply(t, one, with(test.before, "on_destroy", "abandon"))
			abandoned := onlyTask(t, site).ID
			change := apply(t, one, with(test.after, "on_destroy", "abandon"))
			if got := described(change.Diagnostics); change.Action != acctest.Replace || !says("Flow task "+abandoned+" is still there").MatchString(got) {
				t.Errorf("the change is %q: %s", change.Action, got)
			}
			if tasks := site.Mock.FlowTasks(); len(tasks) != 2 || one.State(t)["id"] != tasks[1].ID {
				t.Errorf("state is %v, want the second of %d tasks", one.State(t), len(tasks))
			}
			expect(t, one, test.after, acctest.NoOp)
		})
	}
}
