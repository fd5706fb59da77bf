package tableau

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// batchStateVersion is the first version that sets the state of many schedules
// in one call.
var batchStateVersion = Version{3, 27}

type scheduleLUIDs struct {
	LUIDs []string `xml:"scheduleLuid"`
}

type scheduleStatesRequest struct {
	XMLName   xml.Name      `xml:"http://tableau.com/api tsRequest"`
	Schedules scheduleLUIDs `xml:"scheduleLuids"`
}

type scheduleStatesAnswer struct {
	XMLName   xml.Name       `xml:"tsResponse"`
	Schedules *scheduleLUIDs `xml:"scheduleLuids"`
}

func (a scheduleStatesAnswer) check() error {
	if a.Schedules == nil {
		return errors.New("it does not say which schedules it changed")
	}
	return nil
}

// SetState makes schedules "Active" or "Suspended": in one call from version
// 3.27, before that with one each, done telling of every schedule as it is set.
// The schedules are as All gives them.
func (s Schedules) SetState(ctx context.Context, schedules []Schedule, state string, done func(Schedule)) error {
	version, err := s.client.APIVersion(ctx)
	if err != nil {
		return err
	}
	if version.AtLeast(batchStateVersion) {
		return s.setStates(ctx, schedules, state, done)
	}
	for _, schedule := range schedules {
		if err := s.setOneState(ctx, schedule, state); err != nil {
			return err
		}
		done(schedule)
	}
	return nil
}

func (s Schedules) setStates(ctx context.Context, schedules []Schedule, state string, done func(Schedule)) error {
	defer s.client.scheduleBriefs.wrote()
	var request scheduleStatesRequest
	for _, schedule := range schedules {
		request.Schedules.LUIDs = append(request.Schedules.LUIDs, schedule.ID)
	}
	answer, err := send[scheduleStatesAnswer](ctx, s.client, call{
		doing:      fmt.Sprintf("make %d schedules %s", len(schedules), strings.ToLower(state)),
		method:     http.MethodPut,
		path:       []string{"schedules"},
		route:      "/schedules",
		query:      url.Values{"state": {strings.ToLower(state)}},
		body:       content(request),
		notFound:   []Code{codeScheduleNotFound},
		repeatable: true,
	})
	if err != nil {
		return err
	}
	for _, schedule := range schedules {
		if slices.Contains(answer.Schedules.LUIDs, schedule.ID) {
			done(schedule)
		}
	}
	return nil
}

// setOneState changes nothing but the state. An update that does not name the
// days of a weekly schedule sets all seven, so they are read and sent along
// (REST API reference: Update Server Schedule).
func (s Schedules) setOneState(ctx context.Context, schedule Schedule, state string) error {
	settings := ScheduleSettings{Name: schedule.Name, State: state}
	if strings.EqualFold(schedule.Frequency, "Weekly") {
		whole, err := s.Get(ctx, schedule.ID)
		if err != nil {
			return err
		}
		if whole.FrequencyDetails == nil || whole.FrequencyDetails.Intervals == nil {
			return &Error{
				Doing: fmt.Sprintf("make schedule %q (%s) %s", schedule.Name, schedule.ID, strings.ToLower(state)), Method: http.MethodPut, Route: routeSchedule,
				Cause:  errors.New("this server does not show the days of this weekly schedule, and changing its state without them would set all seven"),
				advice: "Change it in Tableau's web pages.",
			}
		}
		settings.Frequency, settings.FrequencyDetails = whole.Frequency, whole.FrequencyDetails
	}
	return s.Update(ctx, schedule.ID, settings)
}

// AwaitState reads the list of schedules until all of these ids have a state,
// and gives those that do not get there in time.
func (s Schedules) AwaitState(ctx context.Context, ids []string, state string) (otherwise []Schedule, err error) {
	err = s.client.poll(ctx, func() (bool, error) {
		otherwise = nil
		for schedule, err := range s.All(ctx) {
			if err != nil {
				return false, err
			}
			if slices.Contains(ids, schedule.ID) && !strings.EqualFold(schedule.State, state) {
				otherwise = append(otherwise, schedule)
			}
		}
		return len(otherwise) == 0, nil
	})
	return otherwise, err
}
