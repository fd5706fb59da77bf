package tableau

// Codes of the subscription methods (REST API reference: Create Subscription).
const (
	codeSubscriptionRefused   Code = "400063"
	codeSubscriptionType      Code = "400069"
	codeSubscribeForbidden    Code = "403060"
	codeRecipientCannotSee    Code = "403063"
	codeRecipientWithoutEmail Code = "403064"
	codeSubscriptionNotFound  Code = "404025"
)

// adviseOnSubscriptions says what to do about a refusal of the methods for
// subscriptions, "" where nothing more is known than for any call.
func adviseOnSubscriptions(e *Error) string {
	switch e.Code {
	case codeSubscriptionRefused:
		return "Tableau does not say why. Subscriptions, or PDFs in them, may be switched off in the settings of the server or the site."
	case codeSubscriptionType:
		return "Subscriptions are to views and workbooks, and are sent on schedules of the type Subscription. Refer to such a schedule in schedule_id."
	case codeSubscribeForbidden:
		return "Users can subscribe themselves to what they may see. An administrator, the owner of the content and the leader of its project can subscribe others: sign in as one of them."
	case codeForbidden:
		return "A subscription can be read and changed by its user and by administrators; on Cloud, creators and explorers can make one. Sign in as one of them."
	case codeRecipientCannotSee:
		return "The user may not see the content. Give the user, or a group of the user, the capability Read on it."
	case codeRecipientWithoutEmail:
		return "The user has no e-mail address to send to. Give the user one in Tableau."
	case codeUserNotFound:
		return "The site has no user with this id. Take the id from the data source tableau_user, and check site in the provider's configuration."
	case codeWorkbookNotFound:
		return "The site has no workbook with this id, or the signed-in user may not see it. Take the id from the data source tableau_workbook."
	case codeViewNotFound:
		return "The site has no view with this id, or the signed-in user may not see it. Publishing a workbook anew can give its views other ids: " +
			"take the id from the data source tableau_view."
	case codeScheduleNotFound:
		return "The schedule is not there. It was when the provider looked: plan again."
	case codeSubscriptionNotFound:
		return "The subscription is gone, perhaps with its content. Plan again: the plan says what is to be made anew."
	case codeInvalidSetting:
		return "The service's own words above name the value. A frequency of Cloud has times on five-minute marks, " +
			"and its start and end are a whole number of hours apart."
	case codeMalformed:
		return "The service does not understand the request: it may be of a version that the provider does not know. Try another api_version."
	case codeWrongMethod:
		return "The service does not have this method: the other product does, or another version. " +
			"Check product and api_version in the provider's configuration."
	}
	return ""
}
