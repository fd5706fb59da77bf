package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// Exit codes of `terraform plan -detailed-exitcode`.
const (
	noChanges = 0
	changes   = 2
)

// story is what the demo shows, step by step.
func story(ctx context.Context, cli *cli, tableau *mockserver.Server) error {
	steps := []struct {
		title, text string
		run         func() error
	}{
		{
			"A Tableau Server", "A mock Tableau Server listens on this machine, with two schedules that somebody made there.\n" +
				"Terraform finds the provider that was just built.",
			func() error { return cli.run(ctx, 0, "init", "-input=false") },
		},
		{
			"Plan", "Four schedules are to be made, one of each frequency. The two that are there already are not Terraform's business.",
			func() error { return cli.run(ctx, changes, "plan", "-input=false", "-detailed-exitcode") },
		},
		{
			"Apply", "The schedules are made. The month-end one is suspended, which takes a second call: Tableau makes every schedule active.",
			func() error { return cli.run(ctx, 0, "apply", "-input=false", "-auto-approve") },
		},
		{
			"A day goes by", "The server's clock moves a day; schedules run, and Tableau notes when they run next.\n" +
				"Nobody changed anything, so there is nothing to tell.",
			func() error {
				tableau.AdvanceClock(24 * time.Hour)
				return cli.run(ctx, noChanges, "plan", "-input=false", "-refresh-only", "-detailed-exitcode")
			},
		},
		{
			"Somebody meddles", "A colleague signs in to Tableau, moves the early schedule to 09:00 on Mondays only, and lowers its priority.\n" +
				"The plan shows those changes and nothing else.",
			func() error {
				if err := meddle(tableau); err != nil {
					return err
				}
				return cli.run(ctx, changes, "plan", "-input=false", "-detailed-exitcode")
			},
		},
		{
			"Apply again", "Terraform puts the schedule back as the configuration has it.",
			func() error { return cli.run(ctx, 0, "apply", "-input=false", "-auto-approve") },
		},
		{
			"Nothing left to do", "The next plan is empty.",
			func() error { return cli.run(ctx, noChanges, "plan", "-input=false", "-detailed-exitcode") },
		},
		{
			"Destroy", "The four schedules go. What Terraform did not make stays.",
			func() error { return cli.run(ctx, 0, "destroy", "-input=false", "-auto-approve") },
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

// meddle is what a colleague does in Tableau's web interface.
func meddle(tableau *mockserver.Server) error {
	const name = "Weekday early mornings"
	early, found := tableau.ScheduleByName(name)
	if !found || !tableau.UpdateSchedule(early.ID, func(s *mockserver.Schedule) {
		s.Start = "09:00:00"
		s.Intervals = []mockserver.Interval{{WeekDay: "Monday"}}
		s.Priority = 80
	}) {
		return fmt.Errorf("the server has no schedule named %q", name)
	}
	return nil
}

func farewell(tableau *mockserver.Server) {
	var left []string
	for _, schedule := range tableau.Schedules() {
		left = append(left, schedule.Name)
	}
	requests := tableau.Requests()
	fmt.Printf("\n━━━ That was it\n\nThe server has these schedules left: %s.\n", strings.Join(left, ", "))
	fmt.Printf("It answered %d requests. The provider signed in %d times and out %d times, once for each process of it that Terraform started.\n",
		requests.Total, requests.ByRoute["POST /auth/signin"], requests.ByRoute["POST /auth/signout"])
}
