package tableau

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
)

// codeInternalError is how Server answers for a schedule that is not there
// (REST API reference: Add Data Source to Server Schedule).
const codeInternalError Code = "500000"

// AlreadyOnScheduleError says that a server schedule refreshes the content already.
type AlreadyOnScheduleError struct {
	Target     RefreshTarget
	ScheduleID string
	// TaskID is the task that does so.
	TaskID string
}

// Error says so.
func (e *AlreadyOnScheduleError) Error() string {
	return fmt.Sprintf("task %s refreshes %s on schedule %s already", e.TaskID, e.Target, e.ScheduleID)
}

type idReference struct {
	ID string `xml:"id,attr"`
}

type refreshRequest struct {
	Type       string       `xml:"type,attr,omitempty"`
	Workbook   *idReference `xml:"workbook"`
	Datasource *idReference `xml:"datasource"`
}

func (t RefreshTarget) request(refreshType string) refreshRequest {
	if t.WorkbookID != "" {
		return refreshRequest{Type: refreshType, Workbook: &idReference{t.WorkbookID}}
	}
	return refreshRequest{Type: refreshType, Datasource: &idReference{t.DatasourceID}}
}

type addToScheduleRequest struct {
	XMLName        xml.Name       `xml:"http://tableau.com/api tsRequest"`
	ExtractRefresh refreshRequest `xml:"task>extractRefresh"`
}

// AddToSchedule makes a task on a server schedule: always a full refresh, for
// the service has no way to ask for another. Content that is on the schedule
// already is an *AlreadyOnScheduleError, and a schedule that is not there an
// error that IsNotFound. When the answer is lost, the schedule's tasks are
// looked at before it is asked for again, so that the task is never made twice.
// Warnings are what the service says of a task that it did make.
func (t ExtractRefreshTasks) AddToSchedule(ctx context.Context, scheduleID string, target RefreshTarget) (made ExtractRefreshTask, warnings []string, err error) {
	release, err := t.client.making.acquire(ctx, target.String())
	if err != nil {
		return ExtractRefreshTask{}, nil, err
	}
	defer release()
	before, err := t.client.placedBefore.get(ctx, scheduleID)
	if err != nil {
		return ExtractRefreshTask{}, nil, err
	}
	existing := before.find(target)
	for existing != "" && before.deleted.await(ctx, existing) {
		existing = before.find(target)
	}
	if existing != "" {
		return ExtractRefreshTask{}, nil, &AlreadyOnScheduleError{target, scheduleID, existing}
	}
	made.ID, err = t.client.makeOnce(ctx, &t.client.tasksDeleted, func() (string, error) {
		made, warnings, err = t.put(ctx, scheduleID, target)
		return made.ID, err
	}, func(ctx context.Context) ([]string, error) {
		t.client.scheduledExtracts.forget() // It is looked for until it is shown.
		now, err := t.fetchPlaced(ctx, scheduleID)
		if err != nil {
			return nil, err
		}
		return now.of(target), nil
	})
	before.add(target, made.ID)
	return made, warnings, err
}

// put adds content to a schedule (REST API reference: Add Workbook to Server
// Schedule, Add Data Source to Server Schedule).
func (t ExtractRefreshTasks) put(ctx context.Context, scheduleID string, target RefreshTarget) (ExtractRefreshTask, []string, error) {
	defer t.wrote()
	kind := "workbooks"
	if target.WorkbookID == "" {
		kind = "datasources"
	}
	answer, err := send[extractTaskAnswer](ctx, t.client, call{
		doing:  fmt.Sprintf("add %s to schedule %s", target, scheduleID),
		method: http.MethodPut,
		onSite: true,
		path:   []string{"schedules", scheduleID, kind},
		route:  "/schedules/{schedule}/" + kind,
		meant:  oneAbout(target.id()),
		advice: adviseOnExtractTasks,
		body:   content(addToScheduleRequest{ExtractRefresh: target.request("")}),
	})
	if errors.Is(err, codeInternalError) {
		if _, gone := t.client.Schedules().getNow(ctx, scheduleID); IsNotFound(gone) {
			return ExtractRefreshTask{}, nil, gone
		}
	}
	var warnings []string
	for _, warning := range answer.Warnings {
		warnings = append(warnings, warning.Message)
	}
	return answer.Task, warnings, advisedIfLost(err, adviceOnLostTask)
}

// OnSchedule gives the id of the task that refreshes the target on a schedule;
// empty when there is none. The schedule's tasks are listed once; what it gives
// is as old as that, but for what this client made and deleted since.
func (t ExtractRefreshTasks) OnSchedule(ctx context.Context, scheduleID string, target RefreshTarget) (string, error) {
	placed, err := t.client.placedBefore.get(ctx, scheduleID)
	if err != nil {
		return "", err
	}
	return placed.find(target), nil
}

// ExtractRefreshSettings is what can be said of a task on Cloud.
type ExtractRefreshSettings struct {
	Target RefreshTarget
	// Type is FullRefresh or IncrementalRefresh. Empty in an update, it stays
	// what it is.
	Type string
	// Frequency and FrequencyDetails are when it runs, all of it each time: a
	// schedule that is given replaces the one before whole. An update without
	// Frequency leaves it as it is.
	Frequency        string
	FrequencyDetails FrequencyDetails
}

type cloudTaskRequest struct {
	XMLName        xml.Name          `xml:"http://tableau.com/api tsRequest"`
	ExtractRefresh refreshRequest    `xml:"extractRefresh"`
	Schedule       *ScheduleSettings `xml:"schedule"`
}

func (s ExtractRefreshSettings) request(writtenType string) cloudTaskRequest {
	request := cloudTaskRequest{ExtractRefresh: s.Target.request(writtenType)}
	if s.Frequency != "" {
		request.Schedule = &ScheduleSettings{Frequency: s.Frequency, FrequencyDetails: &s.FrequencyDetails}
	}
	return request
}

// cloudTaskAnswer has the task beside its schedule, not around it.
type cloudTaskAnswer struct {
	XMLName xml.Name           `xml:"tsResponse"`
	Task    ExtractRefreshTask `xml:"extractRefresh"`
}

func (a cloudTaskAnswer) check() error { return holdsTask(a.Task) }

func (a cloudTaskAnswer) object() (id, about string) { return a.Task.ID, a.Task.Target().id() }

// Create makes a task on Cloud. Several tasks may refresh the same content
// there, but one that was there before and is as asked for, which isIt tells, is
// an *ExistsError: it would refresh the content twice each time. When the answer
// is lost, the task is looked for among those that were not there before, before
// it is asked for again.
func (t ExtractRefreshTasks) Create(
	ctx context.Context, settings ExtractRefreshSettings, isIt func(ExtractRefreshTask) bool,
) (made ExtractRefreshTask, err error) {
	about := settings.Target.String()
	release, err := t.client.making.acquire(ctx, about)
	if err != nil {
		return ExtractRefreshTask{}, err
	}
	defer release()
	before, err := t.client.tasksBefore.get(ctx, "")
	if err != nil {
		return ExtractRefreshTask{}, err
	}
	// Without details nobody knows when a task runs.
	alike := func(task ExtractRefreshTask) bool {
		return task.Schedule != nil && task.Schedule.FrequencyDetails != nil && isIt(task)
	}
	if err := before.refuseAlike(ctx, about, alike, t.Get); err != nil {
		return ExtractRefreshTask{}, err
	}
	made.ID, err = t.client.makeOnce(ctx, &t.client.tasksDeleted,
		func() (string, error) {
			made, err = t.post(ctx, settings)
			return made.ID, err
		},
		func(ctx context.Context) ([]string, error) {
			return idsOf(t.All(ctx), func(task ExtractRefreshTask) (id string, match bool) {
				return task.ID, !before.has(about, task.ID) && task.Target() == settings.Target && isIt(task)
			})
		})
	before.add(about, made.ID, ExtractRefreshTask{})
	return made, err
}

// post asks for a new task (REST API reference: Create Cloud Extract Refresh Task).
func (t ExtractRefreshTasks) post(ctx context.Context, settings ExtractRefreshSettings) (made ExtractRefreshTask, err error) {
	defer t.wrote()
	err = t.client.inAcceptedSpelling(settings.Type, func(written string) error {
		answer, err := send[cloudTaskAnswer](ctx, t.client, call{
			doing:  fmt.Sprintf("create an extract refresh task for %s", settings.Target),
			method: http.MethodPost,
			onSite: true,
			path:   []string{"tasks", "extractRefreshes"},
			route:  routeExtractTasks,
			meant:  oneAbout(settings.Target.id()),
			advice: adviseOnExtractTasks,
			body:   content(settings.request(written)),
		})
		made = answer.Task
		return err
	})
	return made, advisedIfLost(err, adviceOnLostTask)
}

// Update changes a task on Cloud. Its answer is left alone, for it is partial
// and varies: read the task back. Sending the same settings twice does what
// sending them once does. Unlike the other updates of the service it is a POST.
func (t ExtractRefreshTasks) Update(ctx context.Context, id string, settings ExtractRefreshSettings) error {
	defer t.wrote()
	return t.client.inAcceptedSpelling(settings.Type, func(written string) error {
		_, err := send[nothing](ctx, t.client, call{
			doing:      fmt.Sprintf("update extract refresh task %s", id),
			method:     http.MethodPost,
			onSite:     true,
			path:       []string{"tasks", "extractRefreshes", id},
			route:      routeExtractTask,
			advice:     adviseOnExtractTasks,
			body:       content(settings.request(written)),
			notFound:   []Code{codeTaskNotFound},
			repeatable: true,
		})
		return err
	})
}

// fetchKnownTasks are those that are there now.
func (t ExtractRefreshTasks) fetchKnownTasks(ctx context.Context, _ string) (*earlier[ExtractRefreshTask], error) {
	return earlierFrom(t.All(ctx), &t.client.tasksDeleted, func(task ExtractRefreshTask) (about, id string) { return task.Target().String(), task.ID })
}
