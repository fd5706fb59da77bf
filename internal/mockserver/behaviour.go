package mockserver

// Behaviour chooses among ways in which the service has been seen or said to behave. The zero value is the documented
// service of today; each field plays one further claim about it.
type Behaviour struct {
	// IndexLag is how many reads (get or list) and updates of a schedule just created over REST miss it. The reference
	// says that the search index is brought up to date after the create has been answered.
	IndexLag int

	// MonthlyUpdateIgnored: an update that makes another kind of schedule a monthly one answers 200 with the schedule
	// as it was, and changes its other attributes only. Noted by the authors of PSTableauREST.
	MonthlyUpdateIgnored bool

	// KeepDailyIntervals: daily schedules keep their hours, week days and end, as newer servers do that can run a daily
	// schedule every few hours on chosen days. The documented service drops them.
	KeepDailyIntervals bool

	// HourlyDropsWeekDays: hourly schedules lose their week days, as in builds before 2023.3.5 or so.
	HourlyDropsWeekDays bool

	// GetOmitsFrequencyDetails: getting a schedule answers without frequencyDetails, as some servers do.
	GetOmitsFrequencyDetails bool
}
