package mockserver

import (
	"encoding/xml"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// stampLayout is how the service writes instants, always in UTC.
const stampLayout = "2006-01-02T15:04:05Z"

type scheduleRequest struct {
	Schedule *scheduleIn `xml:"schedule"`
}

// scheduleIn is a schedule in a request. A nil member was not sent.
type scheduleIn struct {
	Name             *string             `xml:"name,attr"`
	Priority         *string             `xml:"priority,attr"`
	Type             *string             `xml:"type,attr"`
	Frequency        *string             `xml:"frequency,attr"`
	ExecutionOrder   *string             `xml:"executionOrder,attr"`
	State            *string             `xml:"state,attr"`
	FrequencyDetails *frequencyDetailsIn `xml:"frequencyDetails"`
}

type frequencyDetailsIn struct {
	Start     string       `xml:"start,attr"`
	End       string       `xml:"end,attr"`
	Intervals *intervalsIn `xml:"intervals"`
}

type intervalsIn struct {
	Interval []intervalIn `xml:"interval"`
}

type intervalIn struct {
	Hours    *string `xml:"hours,attr"`
	Minutes  *string `xml:"minutes,attr"`
	WeekDay  *string `xml:"weekDay,attr"`
	MonthDay *string `xml:"monthDay,attr"`
}

// isEmpty reports whether the request asks for nothing.
func (in scheduleIn) isEmpty() bool { return in == scheduleIn{} }

// putAttributes sets what was sent on s, frequencyDetails apart, and reports the first value that is not allowed.
func (in scheduleIn) putAttributes(s *Schedule) error {
	if in.Priority != nil {
		priority, err := strconv.Atoi(*in.Priority)
		if err != nil || priority < 1 || priority > 100 {
			return errors.New("priority is not a whole number from 1 to 100")
		}
		s.Priority = priority
	}
	if in.Name != nil {
		if *in.Name == "" {
			return errors.New("name is empty")
		}
		s.Name = *in.Name
	}
	for _, one := range []struct {
		attribute string
		sent      *string
		field     *string
		allowed   []string
	}{
		{"frequency", in.Frequency, &s.Frequency, []string{frequencyHourly, frequencyDaily, frequencyWeekly, frequencyMonthly}},
		{"executionOrder", in.ExecutionOrder, &s.ExecutionOrder, []string{"Parallel", "Serial"}},
		{"state", in.State, &s.State, []string{stateActive, stateSuspended}},
	} {
		if one.sent == nil {
			continue
		}
		if !slices.Contains(one.allowed, *one.sent) {
			return fmt.Errorf("%s is not one of %v", one.attribute, one.allowed)
		}
		*one.field = *one.sent
	}
	return nil
}

// namesIntervals reports whether the request says on which days or how often.
func (in scheduleIn) namesIntervals() bool {
	return in.FrequencyDetails != nil && in.FrequencyDetails.Intervals != nil && len(in.FrequencyDetails.Intervals.Interval) > 0
}

// putTimes replaces the times and intervals of s by the ones sent.
func (in frequencyDetailsIn) putTimes(s *Schedule) error {
	s.Start, s.End, s.Intervals = in.Start, in.End, nil
	if in.Intervals == nil {
		return nil
	}
	for _, sent := range in.Intervals.Interval {
		interval, err := sent.interval()
		if err != nil {
			return err
		}
		s.Intervals = append(s.Intervals, interval)
	}
	return nil
}

func (in intervalIn) interval() (Interval, error) {
	var out Interval
	sent := []*string{in.Hours, in.Minutes, in.WeekDay, in.MonthDay}
	for i, field := range []*string{&out.Hours, &out.Minutes, &out.WeekDay, &out.MonthDay} {
		if sent[i] == nil {
			continue
		}
		if *sent[i] == "" {
			return out, errors.New("an interval has an empty attribute")
		}
		*field = *sent[i]
	}
	return out, nil
}

type scheduleElement struct {
	XMLName          xml.Name                 `xml:"schedule"`
	ID               string                   `xml:"id,attr"`
	Name             string                   `xml:"name,attr"`
	State            string                   `xml:"state,attr"`
	Priority         int                      `xml:"priority,attr"`
	CreatedAt        string                   `xml:"createdAt,attr"`
	UpdatedAt        string                   `xml:"updatedAt,attr"`
	Type             string                   `xml:"type,attr"`
	Frequency        string                   `xml:"frequency,attr"`
	NextRunAt        string                   `xml:"nextRunAt,attr,omitempty"`
	EndScheduleAt    string                   `xml:"endScheduleAt,attr,omitempty"`
	ExecutionOrder   string                   `xml:"executionOrder,attr,omitempty"`
	FrequencyDetails *frequencyDetailsElement `xml:"frequencyDetails"`
}

type frequencyDetailsElement struct {
	Start     string            `xml:"start,attr"`
	End       string            `xml:"end,attr,omitempty"`
	Intervals *intervalsElement `xml:"intervals"`
}

type intervalsElement struct {
	Interval []intervalElement `xml:"interval"`
}

type intervalElement struct {
	Hours    string `xml:"hours,attr,omitempty"`
	Minutes  string `xml:"minutes,attr,omitempty"`
	WeekDay  string `xml:"weekDay,attr,omitempty"`
	MonthDay string `xml:"monthDay,attr,omitempty"`
}

type scheduleListElement struct {
	XMLName   xml.Name          `xml:"schedules"`
	Schedules []scheduleElement `xml:"schedule"`
}

// listedSchedule is a schedule as the list shows it: without executionOrder and frequencyDetails.
func listedSchedule(s Schedule) scheduleElement {
	return scheduleElement{
		ID: s.ID, Name: s.Name, State: s.State, Priority: s.Priority, Type: s.Type, Frequency: s.Frequency,
		CreatedAt: stamp(s.CreatedAt), UpdatedAt: stamp(s.UpdatedAt), NextRunAt: stamp(s.NextRunAt), EndScheduleAt: stamp(s.EndScheduleAt),
	}
}

// wholeSchedule is a schedule as get, create and update answer it. A schedule without intervals, like a daily one, has no
// intervals element.
func wholeSchedule(s Schedule) scheduleElement {
	element := listedSchedule(s)
	element.ExecutionOrder = s.ExecutionOrder
	element.FrequencyDetails = detailsOf(s)
	return element
}

func detailsOf(s Schedule) *frequencyDetailsElement {
	details := &frequencyDetailsElement{Start: s.Start, End: s.End}
	if len(s.Intervals) > 0 {
		details.Intervals = &intervalsElement{}
		for _, interval := range s.Intervals {
			details.Intervals.Interval = append(details.Intervals.Interval, intervalElement(interval))
		}
	}
	return details
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(stampLayout)
}

func latest(times ...time.Time) time.Time { return slices.MaxFunc(times, time.Time.Compare) }

type scheduleLUIDsRequest struct {
	LUIDs *struct {
		LUID []string `xml:"scheduleLuid"`
	} `xml:"scheduleLuids"`
}

type scheduleLUIDsElement struct {
	XMLName xml.Name `xml:"scheduleLuids"`
	LUIDs   []string `xml:"scheduleLuid"`
}
