package tableau

import "errors"

const (
	adviceRunNowOff     = "Running on demand is switched off for this site (the setting Run Now). An administrator can switch it on."
	adviceLinkedOff     = "Linked tasks are switched off for this site or server. An administrator can switch them on."
	adviceNoParameters  = "Flow parameters are switched off for this site. An administrator can switch them on."
	adviceParameterBad  = "Compare the parameters with those of the flow, which the data source tableau_flow shows."
	adviceAdministrator = "Only an administrator of the site or the server may do this."
)

// runAdvice is what can be done about the codes of what runs things, watches
// runs and cancels them. Elsewhere some of these codes mean other things.
var runAdvice = map[Code]string{
	codeAlreadyQueued: "It waits or runs already, started by its schedule or by somebody else. With wait = true the action waits for that job instead of failing.",
	"409082":          adviceRunNowOff,
	"403047":          "The task is not an extract refresh task. Flow tasks run with the action tableau_run_flow_task.",
	"403004":          "The signed-in user lacks the right to do this. Who is no administrator can run and watch only what is theirs; and a task of a virtual connection cannot be run on demand.",
	"400084":          "The task is not a flow task. Extract refresh tasks run with the action tableau_run_extract_refresh_task.",
	codeRunJustBefore: "Another run of this task was asked for within the last seconds, by its schedule or by somebody else. If the task was suspended, it has been resumed. The data source tableau_flow_runs shows what runs. " +
		"With wait = true the action waits for that run if its job can be told from the others.",
	"400132":           "The flow does not know this run mode. Incremental runs need a flow that is set up for them; leave mode out to run it in full.",
	"400148":           "A parameter does not take the value that was given. " + adviceParameterBad,
	"400149":           "The flow requires a parameter that was not given. " + adviceParameterBad,
	"404043":           "The flow has no such parameter. " + adviceParameterBad,
	"403149":           adviceNoParameters,
	"403150":           "The flow has a parameter that takes any value, which this site does not allow. An administrator can allow it, or the flow's author can give the parameter a list or a range.",
	"400153":           "Tableau does not say why. Try it in Tableau's web pages, or ask the site's administrator.",
	"400154":           "Tableau does not say why. Try it in Tableau's web pages, or ask the site's administrator.",
	codeLinkedTasksOff: adviceLinkedOff,
	"409087":           adviceAdministrator,

	codeTaskNotFound:       "There is no such task on this site; it may have been deleted, together with what it worked on.",
	codeLinkedTaskNotFound: "There is no such linked task on this site. The data source tableau_linked_tasks lists them.",
	codeFlowNotFound:       "There is no such flow on this site, or the user may not see it. The data source tableau_flow finds it by name.",
	codeWorkbookNotFound:   "There is no such workbook on this site, or the user may not see it. The data source tableau_workbook finds it by name.",
	codeDatasourceNotFound: "There is no such data source on this site, or the user may not see it. The data source tableau_datasource finds it by name.",

	codeJobNotFound:      "There is no such job on this site. Tableau forgets jobs after a while; the data source tableau_jobs lists those it knows.",
	codeJobCancelRefused: "Only an administrator may cancel a job. Who started a flow run may cancel it with the action tableau_cancel_flow_run.",
	codeJobComplete:      "The job had ended before it could be cancelled.",
	codeFlowRunNotFound:  "There is no such flow run on this site. The data source tableau_flow_runs lists them.",
	codeFlowRunComplete:  "The flow run had ended before it could be cancelled.",
	"403137":             "Beside administrators, only who started a flow run or made its task, and may run the flow, can cancel it.",
}

// adviseOnRuns says what to do about a refusal to run something, to watch a run or
// to cancel it, "" where nothing more is known than for any call.
func adviseOnRuns(e *Error) string { return runAdvice[e.Code] }

// advisedOnRun is adviseOnRuns for an error of a call that data sources make too.
func advisedOnRun(err error) error {
	var refused *Error
	if errors.As(err, &refused) && runAdvice[refused.Code] != "" {
		refused.advice = runAdvice[refused.Code]
	}
	return err
}
