package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// Exit codes of `terraform plan -detailed-exitcode`.
const (
	noChanges = 0
	changes   = 2
)

// mayDownload is the change that a reviewer is shown.
const mayDownload = "-var=analysts_may_download=true"

// story is what the demo shows, step by step.
func story(ctx context.Context, cli *cli, of estate, tableau *mockserver.Server) error {
	terraform := func(exitCode int, arguments ...string) func() error {
		return func() error { return cli.run(ctx, exitCode, arguments...) }
	}
	steps := []struct {
		title, text string
		run         func() error
	}{
		{
			of.begin.title, of.begin.text + "\nTerraform finds the provider that was just built.",
			terraform(0, "init", "-input=false"),
		},
		{
			"Plan", of.plan,
			terraform(changes, "plan", "-input=false", "-detailed-exitcode"),
		},
		{
			"Apply", of.apply,
			terraform(0, "apply", "-input=false", "-auto-approve"),
		},
		{
			"A day goes by", "The clock of Tableau moves a day; everything runs, and Tableau notes when it runs next.\n" +
				"Nobody changed anything, so there is nothing to tell.",
			func() error {
				tableau.AdvanceClock(24 * time.Hour)
				return cli.run(ctx, noChanges, "plan", "-input=false", "-refresh-only")
			},
		},
		{
			"Somebody meddles", of.meddling + "\nThe plan shows those changes and nothing else.",
			func() error {
				if err := of.meddle(tableau); err != nil {
					return err
				}
				return cli.run(ctx, changes, "plan", "-input=false", "-detailed-exitcode")
			},
		},
		{
			"Apply again", "Terraform puts everything back as the configuration has it.",
			terraform(0, "apply", "-input=false", "-auto-approve"),
		},
		{
			"Nothing left to do", "The next plan is empty.",
			terraform(noChanges, "plan", "-input=false", "-detailed-exitcode"),
		},
		{
			"Change one capability", "From now on analysts may download the data behind the sales figures. A reviewer sees one line that changes.",
			terraform(0, "apply", "-input=false", "-auto-approve", mayDownload),
		},
		{
			"Run one now", "The board wants the figures at once: an action starts the refresh, and shows how it gets on.",
			terraform(0, "apply", "-input=false", "-auto-approve", mayDownload, "-invoke=action.tableau_run_extract_refresh_task.sales"),
		},
		{
			"Destroy", "What Terraform made goes, the rules too. The flow task stays, for Tableau has no documented call to delete one: a warning says so.",
			terraform(0, "destroy", "-input=false", "-auto-approve"),
		},
	}
	for i, step := range steps {
		fmt.Printf("\n━━━ %d. %s\n\n%s\n", i+1, step.title, step.text)
		if err := step.run(); err != nil {
			return err
		}
	}
	farewell(tableau)
	return nil
}

func farewell(tableau *mockserver.Server) {
	requests := tableau.Requests()
	fmt.Printf("\n━━━ That was it\n\nLeft in Tableau: schedules: %d, extract refresh tasks: %d, flow tasks: %d, subscriptions: %d.\n",
		len(tableau.Schedules()), len(tableau.ExtractTasks()), len(tableau.FlowTasks()), len(tableau.Subscriptions()))
	if sales, found := tableau.WorkbookByName("Sales"); found {
		rules := tableau.Rules(mockserver.RuleSet{ContentType: "workbook", ID: sales.ID})
		fmt.Printf("Rules on the sales workbook: those of %s.\n", strings.Join(slices.Sorted(maps.Keys(rules)), ", "))
	}
	fmt.Printf("It answered %d requests. The provider signed in %d times and out %d times, once for each process of it that Terraform started.\n",
		requests.Total, requests.ByRoute["POST /auth/signin"], requests.ByRoute["POST /auth/signout"])
}
