package tableau

// Codes of the flow task methods (REST API reference: Add Flow Task to Server
// Schedule).
const (
	codeParameterValue    Code = "400148"
	codeParameterMissing  Code = "400149"
	codeScheduleForbidden Code = "403098"
	codeParameterNotFound Code = "404043"
)

// adviseOnFlowTasks says what to do about a refusal of the methods for flow
// tasks, "" where nothing more is known than for any call.
func adviseOnFlowTasks(e *Error) string {
	switch e.Code {
	case codeParameterValue:
		return "The flow does not take a value that parameters gives. The data source tableau_flow shows which values its parameters take; the flow " +
			"may have been published anew since the plan."
	case codeParameterMissing:
		return "The flow requires a parameter that parameters does not give. The data source tableau_flow shows which are required; the flow may have " +
			"been published anew since the plan."
	case codeParameterNotFound:
		return "The flow has no such parameter any more, or flow parameters were switched off on the site. Plan again: the plan names the ones that there are."
	case codeScheduleForbidden:
		return "An administrator, the owner of the flow and the leader of its project can schedule it. Sign in as one of them."
	case codeForbidden:
		return "A flow task can be seen by the owner of the flow and by administrators. Sign in as one of them."
	case codeFlowNotFound:
		return "The site has no flow with this id, or the signed-in user may not see it. Take the id from the data source tableau_flow, and check site " +
			"in the provider's configuration."
	case codeUserNotFound:
		return "The owner of the flow may have been removed from the site. Give the flow another owner in Tableau."
	case codeTaskNotFound:
		return "The flow task is gone, perhaps with its flow. Plan again: the plan says what is to be made anew."
	case codeWrongScheduleType:
		return "Flows are run on schedules of the type Flow. Refer to such a schedule in schedule_id."
	case codeInvalidSetting:
		return "The service's own words above name the value. A frequency of Cloud has times on five-minute marks, " +
			"and its start and end are a whole number of hours apart."
	case codeMalformed:
		return "The service does not understand the request: it may be of a version that the provider does not know. Try another api_version."
	case codeWrongMethod:
		return "The service does not have this method: the other product does, or another version. " +
			"Check product and api_version in the provider's configuration."
	default:
		return ""
	}
}
