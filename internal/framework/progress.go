package framework

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// StartRun runs what a request asks for and, unless told otherwise, waits until
// it has ended and shows its progress. A run that does not end well is an error
// with its notes.
func StartRun(ctx context.Context, client *tableau.Client, request tableau.RunRequest, waiting Waiting, resp *action.InvokeResponse) {
	limit, ok := waiting.limit(runTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	run, err := client.Start(ctx, request, waiting.Waits())
	if err != nil {
		AddError(&resp.Diagnostics, request.Doing(), err)
		return
	}
	report(resp, originText[run.Origin], run.String())
	if !waiting.Waits() {
		return
	}
	last, ok := follow(ctx, client, run, limit, resp)
	if !ok || last.State == tableau.StateSuccess {
		return
	}
	detail := fmt.Sprintf("%s ended as %s", run.String(), last.State)
	if last.Detail != "" {
		detail += " in " + last.Detail
	}
	if last.Notes != "" {
		detail += ". Tableau says: " + last.Notes
	}
	resp.Diagnostics.AddError("Cannot "+request.Doing(), Sentence(detail))
}

var originText = map[tableau.Origin]string{
	tableau.Started:   "%s was started",
	tableau.Queued:    "%s was in the queue already, and is waited for",
	tableau.Recovered: "The answer was lost; %s, made since then for the same, is taken for the one asked for",
}

// CancelRun cancels a run and, unless told otherwise, waits until it has ended,
// however it does. One that had ended before is no error.
func CancelRun(
	ctx context.Context, client *tableau.Client, run tableau.Run, cancel func(context.Context) error, waiting Waiting, resp *action.InvokeResponse,
) {
	limit, ok := waiting.limit(cancelTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	switch err := cancel(ctx); {
	case tableau.IsComplete(err):
		report(resp, "%s had ended before it could be cancelled", run.String())
		return
	case err != nil:
		AddError(&resp.Diagnostics, "cancel "+run.String(), err)
		return
	}
	report(resp, "%s is being cancelled", run.String())
	if waiting.Waits() {
		follow(ctx, client, run, limit, resp)
	}
}

// follow reports each change until the run has ended. ok is false when waiting
// ended before, which is then reported.
func follow(
	ctx context.Context, client *tableau.Client, run tableau.Run, limit time.Duration, resp *action.InvokeResponse,
) (last tableau.RunStatus, ok bool) {
	waiting, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	said := ""
	for status, err := range client.Follow(waiting, run) {
		if err != nil {
			addStopped(&resp.Diagnostics, run, last, why(ctx, waiting, limit, err))
			return last, false
		}
		if text := statusText(status); text != said {
			resp.SendProgress(action.InvokeProgressEvent{Message: strings.TrimSuffix(Sentence(run.String()), ".") + ": " + text})
			said = text
		}
		last = status
	}
	return last, true
}

// why says in a sentence's beginning what ended the waiting.
func why(ctx, waiting context.Context, limit time.Duration, err error) string {
	switch {
	case ctx.Err() != nil:
		return "Waiting was interrupted"
	case waiting.Err() != nil:
		return fmt.Sprintf("The timeout of %s is over", limit)
	}
	text := Sentence(err.Error())
	var call *tableau.Error
	if errors.As(err, &call) && call.Advice() != "" {
		text += " " + call.Advice()
	}
	return strings.TrimSuffix(text, ".")
}

func addStopped(diags *diag.Diagnostics, run tableau.Run, last tableau.RunStatus, reason string) {
	seen := ""
	if last.State != "" {
		seen = fmt.Sprintf(" It was last seen as %s.", statusText(last))
	}
	diags.AddError("Stopped waiting for "+run.String(), fmt.Sprintf("%s. The %s goes on in Tableau.%s\n\n%s", reason, run, seen, whatNext(run)))
}

// whatNext says how to look at a run that goes on, and how to end it.
func whatNext(run tableau.Run) string {
	switch {
	case run.LinkedTaskJob != nil:
		return fmt.Sprintf("The data source tableau_flow_runs with started_after = %q shows its steps' runs, and the action tableau_cancel_flow_run cancels one.", run.LinkedTaskJob.CreatedAt)
	case run.FlowRunID != "":
		return fmt.Sprintf("The data source tableau_flow_runs shows how it goes, and the action tableau_cancel_flow_run with flow_run_id = %q cancels it.", run.FlowRunID)
	}
	return fmt.Sprintf("The data source tableau_job with id = %q shows how it goes, and the action tableau_cancel_job with job_id = %q cancels it.", run.JobID, run.JobID)
}

func statusText(s tableau.RunStatus) string {
	text := s.State
	if s.Progress != nil && s.State == tableau.StateInProgress {
		text += fmt.Sprintf(", %d %%", *s.Progress)
	}
	if s.Detail != "" {
		text += ", " + s.Detail
	}
	return text
}

// report shows a sentence of progress.
func report(resp *action.InvokeResponse, format string, arguments ...any) {
	resp.SendProgress(action.InvokeProgressEvent{Message: Sentence(fmt.Sprintf(format, arguments...))})
}
