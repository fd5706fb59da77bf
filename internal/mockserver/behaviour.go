package mockserver

import "time"

// Behaviour chooses among ways in which the service has been seen or said to behave. The zero value is the documented
// service of today; each field plays one further claim about it.
type Behaviour struct {
	// IndexLag is how many reads (get or list), updates and deletions of a schedule, a task or a subscription just created over REST miss it;
	// the deletion of a schedule does not. The reference says that the search index is brought up to date after the create has been answered.
	IndexLag int

	// MonthlyUpdateIgnored: an update that makes another kind of schedule a monthly one answers 200 with the schedule
	// as it was, and changes its other attributes only. Noted by the authors of PSTableauREST.
	MonthlyUpdateIgnored bool

	// KeepDailyIntervals: daily schedules keep their hours, week days and end, as newer servers do that can run a daily
	// schedule every few hours on chosen days. The documented service drops them.
	KeepDailyIntervals bool

	// HourlyDropsWeekDays: hourly schedules lose their week days, as in builds before 2023.3.5 or so.
	HourlyDropsWeekDays bool

	// RefuseOvernightWindows: hourly schedules need an end after their start. The reference does not say so of servers, which have shown others.
	RefuseOvernightWindows bool

	// GetOmitsFrequencyDetails: getting a schedule answers without frequencyDetails, as some servers do.
	GetOmitsFrequencyDetails bool

	// RefuseDuplicateTasks: putting content on a server schedule that it is on already is refused. The references do not say.
	RefuseDuplicateTasks bool

	// IncrementalExtractOnCloud: Cloud takes IncrementalExtract for an incremental refresh, as Tableau's migration SDK sends it, and
	// not the reference's IncrementalRefresh.
	IncrementalExtractOnCloud bool

	// FlowTasksShowDefaults: reads of a flow task show the values that its flow gives its parameters, and not the task's own. The reference
	// does not say which of the two it means.
	FlowTasksShowDefaults bool

	// FlowTaskDelete: deleting a flow task answers 204 and works. The references do not have the method.
	FlowTaskDelete bool

	// DeleteScheduleInUse: deleting a schedule takes what runs on it with it. What the service does is not established; without this it
	// refuses.
	DeleteScheduleInUse bool

	// RecipientsLackRead: nobody but administrators, owners and project leaders may view content, so that nobody else can be subscribed to it.
	RecipientsLackRead bool

	// PartialUpdateResponse: updating a task on Cloud, or a subscription, answers its id alone.
	PartialUpdateResponse bool

	// BareSubscriptions: reads of subscriptions leave out the message, what is attached and how, and whether they are suspended. So did the
	// API 2.6 that Tableau's Python client recorded.
	BareSubscriptions bool

	// NameFilterIgnoresCase: name:eq: finds names that differ in case alone. Whether the service's does is not established.
	NameFilterIgnoresCase bool

	// JobQueue and JobRun are how long a job waits and how long it runs. Zero: 30 seconds and 2 minutes.
	JobQueue, JobRun time.Duration

	// JobStepPerRead: each get of a job or a flow run moves it on after it is answered, so that it is seen waiting, half done and
	// ended, and nobody who waits for it needs the clock. The list of flow runs moves all of the site's, for linked tasks are followed
	// by it, and it shows none that waits to who asks for those started since. The list of jobs moves none.
	JobStepPerRead bool

	// JobUnknownReads is how many gets of a job just started answer that there is no such job. Behaviour reference, 7.
	JobUnknownReads int

	// FailJobs: jobs started from now on fail.
	FailJobs bool

	// RunNowDisabled: the sites do not allow running a task, a flow or a refresh on demand.
	RunNowDisabled bool

	// FlowParametersDisabled: the sites do not allow flows with parameters, and do not show these.
	FlowParametersDisabled bool

	// AnyParameterValueDisabled: the sites do not allow flows with parameters that take any value.
	AnyParameterValueDisabled bool

	// PaginateFlowRuns: the list of flow runs has pages, as the schema has it. The reference's sample has none.
	PaginateFlowRuns bool

	// WholeLists: the lists of views, virtual connections and jobs have no pages, for the schema gives them no pagination. The reference's
	// samples have it.
	WholeLists bool

	// OtherModePut is what adding a capability does that is there in the other mode. Empty: it is refused. "ignore": nothing. "flip": the
	// mode is changed. All three have been documented or seen.
	OtherModePut string

	// PartialPut: permissions that are refused leave what stood before the refused one added. Without it all or nothing is.
	PartialPut bool

	// PutShowsSentRules: adding permissions answers those that were sent alone, and not all. The reference does not say.
	PutShowsSentRules bool

	// ScatteredRules: every other list of permissions is the wrong way round, and each rule has a block of its own, so that a grantee has
	// several. The order is not stable, and blocks of one grantee have to be merged. Behaviour reference, 6.3.
	ScatteredRules bool

	// ContentByIDAlone: permissions show their content without its name and its owner, as the reference does for workbooks and data sources.
	ContentByIDAlone bool

	// ReplaceMayClear: replacing permissions by none takes all away. Without it that is a malformed request.
	ReplaceMayClear bool

	// LockedAnswers403039: permissions that a project locks are refused with 403039 instead of 403004.
	LockedAnswers403039 bool

	// LockedProjectsHideParent: the permissions of a project do not name the one around it that locks them.
	LockedProjectsHideParent bool

	// DropsOwnerRules: rules for the owner of the content are accepted and not kept.
	DropsOwnerRules bool

	// KeepsRulesOfDeletedGrantees: permissions go on showing rules of users, groups and group sets that are gone.
	KeepsRulesOfDeletedGrantees bool
}
