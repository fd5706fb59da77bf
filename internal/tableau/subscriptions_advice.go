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
func adviseOnSubscriptions(e *Error) string { return subscriptionAdvice[e.Code] }

var subscriptionAdvice = map[Code]string{
	codeSubscriptionRefused:   "Tableau does not say why. Subscriptions, or PDFs in them, may be switched off in the settings of the server or the site.",
	codeSubscriptionType:      "Subscriptions are to views and workbooks, and are sent on schedules of the type Subscription. Refer to such a schedule in schedule_id.",
	codeSubscribeForbidden:    "Users can subscribe themselves to what they may see. An administrator, the owner of the content and the leader of its project can subscribe others: sign in as one of them.",
	codeForbidden:             "A subscription can be read and changed by its user and by administrators; on Cloud, creators and explorers can make one. Sign in as one of them.",
	codeRecipientCannotSee:    "The user may not see the content. Give the user, or a group of the user, the capability Read on it.",
	codeRecipientWithoutEmail: "The user has no e-mail address to send to. Give the user one in Tableau.",
	codeUserNotFound:          "The site has no user with this id. Take the id from the data source tableau_user, and check site in the provider's configuration.",
	codeWorkbookNotFound:      "The site has no workbook with this id, or the signed-in user may not see it. Take the id from the data source tableau_workbook.",
	codeViewNotFound: "The site has no view with this id, or the signed-in user may not see it. Publishing a workbook anew can give its views other ids: " +
		"take the id from the data source tableau_view.",
	codeScheduleNotFound:     "The schedule is not there. It was when the provider looked: plan again.",
	codeSubscriptionNotFound: "The subscription is gone, perhaps with its content. Plan again: the plan says what is to be made anew.",
	codeInvalidSetting: "The service's own words above name the value. A frequency of Cloud has times on five-minute marks, " +
		"and its start and end are a whole number of hours apart.",
	codeMalformed: "The service does not understand the request: it may be of a version that the provider does not know. Try another api_version.",
	codeWrongMethod: "The service does not have this method: the other product does, or another version. " +
		"Check product and api_version in the provider's configuration.",
}
