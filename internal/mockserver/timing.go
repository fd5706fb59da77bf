package mockserver

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Types of schedules by what runs on them.
const (
	scheduleForExtracts      = "Extract"
	scheduleForFlows         = "Flow"
	scheduleForSubscriptions = "Subscription"
	scheduleForAcceleration  = "DataAcceleration"
)

// Timing is when a task or a subscription runs: on a schedule, which is Server's way, or at a frequency of its own, which is
// Cloud's. Without either it is a task that the service shows without a schedule.
type Timing struct {
	Schedule  string     `json:"schedule,omitempty"` // LUID or name of a schedule
	Frequency string     `json:"frequency,omitempty"`
	Start     string     `json:"start,omitempty"` // HH:MM:SS in the site's time zone
	End       string     `json:"end,omitempty"`
	Intervals []Interval `json:"intervals,omitempty"`
	NextRunAt time.Time  `json:"next_run_at,omitzero"` // with a frequency; zero: worked out. With a schedule it is the schedule's
	CreatedAt time.Time  `json:"created_at,omitzero"`  // zero: the clock's now
	UpdatedAt time.Time  `json:"updated_at,omitzero"`  // zero: CreatedAt
}

func (t Timing) clone() Timing {
	t.Intervals = slices.Clone(t.Intervals)
	return t
}

// schedule is the frequency of t as a schedule has it.
func (t Timing) schedule() Schedule {
	return Schedule{Frequency: t.Frequency, Start: t.Start, End: t.End, Intervals: t.Intervals}
}

// plan works NextRunAt out anew.
func (t *Timing) plan(now time.Time, zone *time.Location) {
	t.NextRunAt = time.Time{}
	if t.Frequency != "" {
		t.NextRunAt = nextRun(t.schedule(), now, zone)
	}
}

// run lets everything that was due up to now happen: the next run and the last update move, nothing else does.
func (t *Timing) run(now time.Time, zone *time.Location) {
	for !t.NextRunAt.IsZero() && !t.NextRunAt.After(now) {
		t.UpdatedAt = t.NextRunAt
		t.NextRunAt = nextRun(t.schedule(), t.UpdatedAt, zone)
	}
}

// completeTiming gives the members left empty what they stand for, and a schedule that is named its LUID. It reports what cannot be. Intervals
// are left alone: the web interface can make more of them than REST.
func (s *Server) completeTiming(t *Timing, site, scheduleType string) error {
	switch {
	case s.product == ProductServer && t.Frequency != "":
		return fmt.Errorf("frequency is Cloud's way: on Server name a schedule of the type %s", scheduleType)
	case s.product == ProductCloud && t.Schedule != "":
		return fmt.Errorf("schedule %q is Server's way: on Cloud give frequency, start and intervals", t.Schedule)
	case t.Schedule != "":
		schedule, found := s.scheduleCalled(t.Schedule)
		if !found {
			return fmt.Errorf("there is no schedule %q", t.Schedule)
		}
		if schedule.Type != scheduleType {
			return fmt.Errorf("schedule %q is of the type %s, not %s", t.Schedule, schedule.Type, scheduleType)
		}
		t.Schedule = schedule.ID
	case t.Frequency != "":
		t.Start = cmp.Or(t.Start, "00:00:00")
		if err := t.check(); err != nil {
			return err
		}
	}
	s.stampIn(&t.CreatedAt, &t.UpdatedAt)
	if t.NextRunAt.IsZero() {
		t.plan(s.now, s.zoneOf(site))
	}
	return nil
}

// check reports what no frequency of Cloud can be.
func (t Timing) check() error {
	frequencies := []string{frequencyHourly, frequencyDaily, frequencyWeekly, frequencyMonthly}
	if !slices.Contains(frequencies, t.Frequency) {
		return fmt.Errorf("frequency %q is not one of %s", t.Frequency, strings.Join(frequencies, ", "))
	}
	if !timeOfDay.MatchString(t.Start) || t.End != "" && !timeOfDay.MatchString(t.End) {
		return fmt.Errorf("start %q and end %q must be written HH:MM:SS", t.Start, t.End)
	}
	return nil
}

// scheduleCalled finds a schedule by LUID or by name.
func (s *Server) scheduleCalled(reference string) (Schedule, bool) {
	if stored, found := s.schedules.byID[reference]; found {
		return *stored, true
	}
	return find(s.allSchedules(), func(schedule Schedule) bool { return schedule.Name == reference })
}

// zoneOf is the time zone of a site, in which Cloud reads the times of its tasks.
func (s *Server) zoneOf(site string) *time.Location {
	found, known := s.sites.withContentURL(site)
	if !known {
		return s.zone
	}
	if zone, loaded := s.zones[found.TimeZone]; loaded {
		return zone
	}
	zone, err := time.LoadLocation(found.TimeZone)
	if err != nil {
		return s.zone
	}
	if s.zones == nil {
		s.zones = map[string]*time.Location{}
	}
	s.zones[found.TimeZone] = zone
	return zone
}
