package mockserver

import (
	"cmp"
	"slices"
	"time"
)

// Values of a schedule's attributes that the mock's own code speaks of.
const (
	frequencyHourly  = "Hourly"
	frequencyDaily   = "Daily"
	frequencyWeekly  = "Weekly"
	frequencyMonthly = "Monthly"

	stateActive    = "Active"
	stateSuspended = "Suspended"
)

// Schedule is a server schedule with everything the service knows of it. Start and End are HH:MM:SS in the server's time
// zone. Schedules made in the web interface may hold what REST cannot write: several month days, the nth week day of
// a month, MonthDay "Customized Monthly".
type Schedule struct {
	ID             string     `json:"id,omitempty"` // empty: chosen by the mock
	Name           string     `json:"name"`
	Type           string     `json:"type,omitempty"`            // empty: "Extract"
	State          string     `json:"state,omitempty"`           // empty: "Active"
	Priority       int        `json:"priority,omitempty"`        // 0: 50
	ExecutionOrder string     `json:"execution_order,omitempty"` // empty: "Parallel"
	Frequency      string     `json:"frequency,omitempty"`       // empty: "Daily"
	Start          string     `json:"start,omitempty"`           // empty: "00:00:00"
	End            string     `json:"end,omitempty"`
	Intervals      []Interval `json:"intervals,omitempty"`
	CreatedAt      time.Time  `json:"created_at,omitzero"`  // zero: the clock's now
	UpdatedAt      time.Time  `json:"updated_at,omitzero"`  // zero: CreatedAt
	NextRunAt      time.Time  `json:"next_run_at,omitzero"` // zero: worked out from the frequency
	EndScheduleAt  time.Time  `json:"end_schedule_at,omitzero"`
}

// Interval is one interval of a schedule. Usually one member is set; a WeekDay beside a MonthDay like "Third" is the nth
// week day of the month.
type Interval struct {
	Hours    string `json:"hours,omitempty"`
	Minutes  string `json:"minutes,omitempty"`
	WeekDay  string `json:"week_day,omitempty"`
	MonthDay string `json:"month_day,omitempty"`
}

func (s Schedule) clone() Schedule {
	s.Intervals = slices.Clone(s.Intervals)
	return s
}

// plan works NextRunAt out anew. A suspended schedule has none.
func (s *Schedule) plan(now time.Time, zone *time.Location) {
	s.NextRunAt = time.Time{}
	if s.State != stateSuspended {
		s.NextRunAt = nextRun(*s, now, zone)
	}
}

// AddSchedule puts a schedule on the server behind its clients' backs, as the web interface or another client would, and
// returns its id. Nothing is checked: members left empty get the defaults that Schedule names.
func (s *Server) AddSchedule(schedule Schedule) (id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addSchedule(schedule)
}

func (s *Server) addSchedule(schedule Schedule) (id string) {
	schedule = schedule.clone()
	schedule.ID = cmp.Or(schedule.ID, s.ids.next("schedule"))
	schedule.Type = cmp.Or(schedule.Type, "Extract")
	schedule.State = cmp.Or(schedule.State, stateActive)
	schedule.Priority = cmp.Or(schedule.Priority, 50)
	schedule.ExecutionOrder = cmp.Or(schedule.ExecutionOrder, "Parallel")
	schedule.Frequency = cmp.Or(schedule.Frequency, frequencyDaily)
	schedule.Start = cmp.Or(schedule.Start, "00:00:00")
	if schedule.CreatedAt.IsZero() {
		schedule.CreatedAt = s.now
	}
	if schedule.UpdatedAt.IsZero() {
		schedule.UpdatedAt = schedule.CreatedAt
	}
	if schedule.NextRunAt.IsZero() {
		schedule.plan(s.now, s.zone)
	}
	s.schedules.put(schedule)
	return schedule.ID
}

// UpdateSchedule lets change edit a schedule behind its clients' backs and reports whether there is such a schedule. The
// next run follows the edit, unless the edit sets it.
func (s *Server) UpdateSchedule(id string, change func(*Schedule)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	stored, found := s.schedules.byID[id]
	if !found {
		return false
	}
	edited := stored.clone()
	change(&edited)
	edited.ID = id
	edited.UpdatedAt = s.now
	if edited.NextRunAt.Equal(stored.NextRunAt) {
		edited.plan(s.now, s.zone)
	}
	s.schedules.put(edited.clone())
	return true
}

// DeleteSchedule removes a schedule behind its clients' backs and reports whether it was there.
func (s *Server) DeleteSchedule(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.schedules.remove(id)
}

// ScheduleByName returns the schedule of exactly this name.
func (s *Server) ScheduleByName(name string) (Schedule, bool) {
	return find(s.Schedules(), func(schedule Schedule) bool { return schedule.Name == name })
}

// Schedules returns all schedules by name, those the search index still misses among them.
func (s *Server) Schedules() []Schedule {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.allSchedules()
}

func (s *Server) allSchedules() []Schedule {
	all := []Schedule{}
	for _, stored := range s.schedules.sorted() {
		all = append(all, stored.clone())
	}
	return all
}
