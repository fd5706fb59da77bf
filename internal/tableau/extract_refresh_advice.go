package tableau

// Codes that refuse the method rather than what it was asked.
const (
	codeUpdateForbidden Code = "403032"
	codeWrongMethod     Code = "405000"
)

// adviceOnExtractTasks is what to do about the refusals that mean something of
// their own in the methods for extract refresh tasks.
var adviceOnExtractTasks = map[Code]string{
	codeUpdateForbidden: "An administrator, the owner of the content and the leader of its project can put it on a schedule. Sign in as one of them.",
	codeForbidden:       "A task can be read and changed by its owner and by administrators; on Cloud, creators can make one. Sign in as one of them.",
	codeTaskNotFound:    "The task is gone. Plan again, and Terraform makes it anew.",
	codeDatasourceNotFound: "The site has no data source with this id, or the signed-in user may not see it. " +
		"Take the id from the data source tableau_datasource, and check site in the provider's configuration.",
	codeWorkbookNotFound: "The site has no workbook with this id, or the signed-in user may not see it. " +
		"Take the id from the data source tableau_workbook, and check site in the provider's configuration.",
	codeWrongScheduleType: "Extracts are refreshed on schedules of the type Extract. Refer to such a schedule in schedule_id.",
	codeInvalidSetting: "The service's own words above name the value. A frequency of Cloud has times on five-minute marks, " +
		"and its start and end are a whole number of hours apart.",
	codeMalformed: "The service does not understand the request: it may be of a version that the provider does not know. Try another api_version.",
	codeWrongMethod: "The service does not have this method: the other product does, or another version. " +
		"Check product and api_version in the provider's configuration.",
	codeInternalError: "Server also answers so when the schedule is not there. It was there when the provider looked; try again, and look at the server's log.",
}

func adviseOnExtractTasks(e *Error) string { return adviceOnExtractTasks[e.Code] }

// adviceOnLostTask is what to do about a creation that was not confirmed.
const adviceOnLostTask = "The task may have been made all the same. If it was, the next apply says so, and how to adopt it."
