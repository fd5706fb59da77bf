package tableau

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"strings"
)

// Codes of the schedule methods. Get has a not-found code of its own, which
// elsewhere means a flow (REST API reference: Get Server Schedule).
const (
	codeScheduleNotFound      Code = "404023"
	codeScheduleNotFoundOnGet Code = "404027"
	codeScheduleNameTaken     Code = "409021"
)

const routeSchedule = "/schedules/{schedule}"

// getScheduleVersion is the first version that reads one schedule by its id.
var getScheduleVersion = Version{3, 8}

// Schedule is a server schedule as the service shows it. Lists leave
// ExecutionOrder and FrequencyDetails out.
type Schedule struct {
	ID               string            `xml:"id,attr"`
	Name             string            `xml:"name,attr"`
	Type             string            `xml:"type,attr"`
	State            string            `xml:"state,attr"`
	Priority         int64             `xml:"priority,attr"`
	Frequency        string            `xml:"frequency,attr"`
	ExecutionOrder   string            `xml:"executionOrder,attr"`
	CreatedAt        string            `xml:"createdAt,attr"`
	UpdatedAt        string            `xml:"updatedAt,attr"`
	NextRunAt        string            `xml:"nextRunAt,attr"`
	EndScheduleAt    string            `xml:"endScheduleAt,attr"`
	FrequencyDetails *FrequencyDetails `xml:"frequencyDetails"`
}

// madeBySystem begins the name of the schedule that Cloud makes for a task of
// its own frequency, and movedBySystem stands in the name of one that it took over
// from earlier ones. They are nobody's to manage.
const (
	madeBySystem  = "SSS_"
	movedBySystem = "[migrated at "
)

// IsOfServer reports whether what is shown with a task is a schedule of Server.
// What Cloud shows in its place has no id, no name, or the system's.
func (s Schedule) IsOfServer() bool {
	return s.ID != "" && s.Name != "" && !strings.HasPrefix(s.Name, madeBySystem) && !strings.Contains(s.Name, movedBySystem)
}

// ScheduleSettings is what can be said of a schedule. The zero value of a
// field leaves it out, which in an update leaves it unchanged — but for the
// days of a weekly schedule, which an update without them sets to all seven
// (REST API reference: Update Server Schedule).
type ScheduleSettings struct {
	Name string `xml:"name,attr,omitempty"`
	// Type can only be said when the schedule is created.
	Type     string `xml:"type,attr,omitempty"`
	Priority int64  `xml:"priority,attr,omitempty"`
	// State can only be said in an update; a new schedule is active.
	State            string            `xml:"state,attr,omitempty"`
	Frequency        string            `xml:"frequency,attr,omitempty"`
	ExecutionOrder   string            `xml:"executionOrder,attr,omitempty"`
	FrequencyDetails *FrequencyDetails `xml:"frequencyDetails"`
}

// advise says what to do about a refusal of these settings. That a window may
// reach into the next day is established for none of the servers.
func (s ScheduleSettings) advise(e *Error) string {
	if d := s.FrequencyDetails; e.Code == codeInvalidSetting && d != nil && d.End != "" && d.End <= d.Start {
		return fmt.Sprintf("The window from %s to %s ends on the next day, which this server may not take. "+
			"Write an end later on the same day, and what is after midnight as a schedule of its own.", d.Start, d.End)
	}
	return ""
}

type scheduleRequest struct {
	XMLName  xml.Name         `xml:"http://tableau.com/api tsRequest"`
	Schedule ScheduleSettings `xml:"schedule"`
}

type scheduleAnswer struct {
	XMLName  xml.Name `xml:"tsResponse"`
	Schedule Schedule `xml:"schedule"`
}

func (a scheduleAnswer) check() error {
	if a.Schedule.ID == "" {
		return errors.New("it holds no schedule")
	}
	return nil
}

func (a scheduleAnswer) object() (id, about string) { return a.Schedule.ID, a.Schedule.Name }

type schedulesPage struct {
	XMLName xml.Name `xml:"tsResponse"`
	page
	Schedules []Schedule `xml:"schedules>schedule"`
}

// Schedules are the schedules of a Tableau Server. They belong to the server,
// not to a site, and Cloud has none.
type Schedules struct{ client *Client }

// Schedules gives the calls that concern server schedules.
func (c *Client) Schedules() Schedules { return Schedules{c} }

// Get reads a schedule. From version 3.8 it comes with its frequency's
// details; before, it is looked up in the list, which has none, and serves all
// that are in it until something is written.
func (s Schedules) Get(ctx context.Context, id string) (Schedule, error) {
	version, err := s.client.APIVersion(ctx)
	if err != nil {
		return Schedule{}, err
	}
	if !version.AtLeast(getScheduleVersion) {
		listed, err := s.client.scheduleBriefs.listed.get(ctx, "")
		if found, ok := listed[id]; ok || err != nil {
			return found, err
		}
	}
	return s.getNow(ctx, id)
}

// getNow is Get without a list that was read before.
func (s Schedules) getNow(ctx context.Context, id string) (Schedule, error) {
	version, err := s.client.APIVersion(ctx)
	if err != nil {
		return Schedule{}, err
	}
	if !version.AtLeast(getScheduleVersion) {
		return s.getFromList(ctx, id)
	}
	answer, err := send[scheduleAnswer](ctx, s.client, call{
		doing:      fmt.Sprintf("read schedule %s", id),
		method:     http.MethodGet,
		path:       []string{"schedules", id},
		route:      routeSchedule,
		meant:      object(id),
		notFound:   []Code{codeScheduleNotFoundOnGet, codeScheduleNotFound},
		repeatable: true,
	})
	return answer.Schedule, err
}

// Brief gives a schedule as the list shows it, perhaps without execution order
// and frequency details. For many schedules it fetches the list once; what it
// gives is as old as the latest write of this client.
func (s Schedules) Brief(ctx context.Context, id string) (Schedule, error) {
	return s.client.scheduleBriefs.read(ctx, id)
}

func (s Schedules) getFromList(ctx context.Context, id string) (Schedule, error) {
	found, ok, err := s.find(ctx, func(schedule Schedule) bool { return schedule.ID == id })
	if err == nil && !ok {
		return Schedule{}, &Error{
			Doing: fmt.Sprintf("read schedule %s", id), Method: http.MethodGet, Route: "/schedules",
			Cause: errors.New("the list of all schedules does not hold it"), notFound: true,
		}
	}
	return found, err
}

// All yields every schedule of the server, System ones included, without
// execution order and frequency details.
func (s Schedules) All(ctx context.Context) iter.Seq2[Schedule, error] {
	return all(ctx, s.client, call{
		doing:      "list schedules",
		list:       "schedules",
		method:     http.MethodGet,
		path:       []string{"schedules"},
		route:      "/schedules",
		repeatable: true,
	}, func(page schedulesPage) (pagination, []Schedule) {
		return *page.Pagination, page.Schedules
	}, func(schedule Schedule) string { return schedule.ID })
}

// FindByName looks a schedule up by its name in the list, for the service has
// no filter for schedules: the one of exactly this name or, where there is
// none, one whose name differs in case alone. Whether the service tells such
// names apart is not established. ok is false when there is neither.
func (s Schedules) FindByName(ctx context.Context, name string) (found Schedule, ok bool, err error) {
	exact, isExact, err := s.find(ctx, func(schedule Schedule) bool {
		shown := Composed(schedule.Name)
		if !ok && strings.EqualFold(shown, name) {
			found, ok = schedule, true
		}
		return shown == name
	})
	if isExact {
		return exact, true, err
	}
	return found, ok && err == nil, err
}

func (s Schedules) find(ctx context.Context, match func(Schedule) bool) (Schedule, bool, error) {
	for schedule, err := range s.All(ctx) {
		if err != nil {
			return Schedule{}, false, err
		}
		if match(schedule) {
			return schedule, true, nil
		}
	}
	return Schedule{}, false, nil
}

// Update changes a schedule. Its answer is left alone, for it may show what was
// asked for rather than what is: read the schedule back. Sending the same
// settings twice does what sending them once does.
func (s Schedules) Update(ctx context.Context, id string, settings ScheduleSettings) error {
	defer s.client.scheduleBriefs.wrote()
	_, err := send[nothing](ctx, s.client, call{
		doing:      fmt.Sprintf("update schedule %q (%s)", settings.Name, id),
		method:     http.MethodPut,
		path:       []string{"schedules", id},
		route:      routeSchedule,
		advice:     settings.advise,
		body:       content(scheduleRequest{Schedule: settings}),
		notFound:   []Code{codeScheduleNotFound},
		repeatable: true,
	})
	if errors.Is(err, codeScheduleNameTaken) {
		_, refusal := s.nameTaken(ctx, settings.Name, err)
		return refusal
	}
	return err
}

// Delete deletes a schedule of this type. Where something runs on it on this site that
// this client did not destroy, nothing is asked for and the error names it.
func (s Schedules) Delete(ctx context.Context, id, scheduleType string) error {
	return s.client.schedulesDeleted.watch(ctx, s.client, id, func(id string) error {
		if err := s.refuseInUse(ctx, id, scheduleType); err != nil {
			return err
		}
		defer s.client.scheduleBriefs.wrote()
		_, err := send[nothing](ctx, s.client, call{
			doing:      fmt.Sprintf("delete schedule %s", id),
			method:     http.MethodDelete,
			path:       []string{"schedules", id},
			route:      routeSchedule,
			notFound:   []Code{codeScheduleNotFound},
			repeatable: true,
		})
		return err
	})
}

// Await reads a schedule until it is there and as wanted, for the service's
// index follows a write with some delay. When it does not get there in time,
// it gives the latest read, or the not-found error of it.
func (s Schedules) Await(ctx context.Context, id string, wanted func(Schedule) bool) (Schedule, error) {
	return await(ctx, s.client, func(ctx context.Context) (Schedule, error) { return s.getNow(ctx, id) }, wanted)
}
