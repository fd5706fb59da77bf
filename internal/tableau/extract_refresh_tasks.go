package tableau

import (
	"cmp"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"iter"
	"net/http"
)

// codeTaskNotFound is also what getting the task of a virtual connection is
// answered with (REST API reference: Get Extract Refresh Task).
const codeTaskNotFound Code = "404026"

const (
	routeExtractTasks = "/tasks/extractRefreshes"
	routeExtractTask  = "/tasks/extractRefreshes/{task}"
)

// ExtractRefreshTask is a task that refreshes the extracts of a workbook or a
// data source. That of a virtual connection shows neither.
type ExtractRefreshTask struct {
	ID       string `xml:"id,attr"`
	Priority int64  `xml:"priority,attr"`
	// ConsecutiveFailures counts the failed runs since the last good one.
	ConsecutiveFailures int64 `xml:"consecutiveFailedCount,attr"`
	// Kind is RefreshExtractTask where the service does not tell the refresh type.
	Kind string `xml:"type,attr"`
	// Schedule is the server schedule or, on Cloud, the task's own frequency,
	// without an id. It is nil for a task that is never run by time.
	Schedule   *Schedule `xml:"schedule"`
	Workbook   Reference `xml:"workbook"`
	Datasource Reference `xml:"datasource"`
}

// RefreshTarget is what to refresh. One of its ids is set.
type RefreshTarget struct{ WorkbookID, DatasourceID string }

// String names the target, for errors.
func (t RefreshTarget) String() string {
	if t.WorkbookID != "" {
		return "workbook " + t.WorkbookID
	}
	return "data source " + t.DatasourceID
}

func (t RefreshTarget) id() string { return cmp.Or(t.WorkbookID, t.DatasourceID) }

// Target is what the task refreshes; zero for a virtual connection.
func (t ExtractRefreshTask) Target() RefreshTarget {
	return RefreshTarget{t.Workbook.ID, t.Datasource.ID}
}

// RefreshType is FullRefresh or IncrementalRefresh, or empty where this message
// of the service does not tell.
func (t ExtractRefreshTask) RefreshType() string { return readRefreshType(t.Kind) }

// onSchedule reports whether the task is on this server schedule.
func (t ExtractRefreshTask) onSchedule(id string) bool {
	return t.Schedule != nil && t.Schedule.ID == id
}

type extractTaskAnswer struct {
	XMLName xml.Name           `xml:"tsResponse"`
	Task    ExtractRefreshTask `xml:"task>extractRefresh"`
	// Warnings come with a task that was made although something is amiss.
	Warnings []struct {
		Message string `xml:"message,attr"`
	} `xml:"warnings>warning"`
}

func (a extractTaskAnswer) check() error { return holdsTask(a.Task) }

func (a extractTaskAnswer) object() (id, about string) { return a.Task.ID, a.Task.Target().id() }

func holdsTask(task ExtractRefreshTask) error {
	if task.ID == "" {
		return errors.New("it holds no task")
	}
	return nil
}

// extractTaskList is the whole list: there are no pages.
type extractTaskList struct {
	XMLName xml.Name `xml:"tsResponse"`
	Tasks   *struct {
		Task []struct {
			ExtractRefresh *ExtractRefreshTask `xml:"extractRefresh"`
		} `xml:"task"`
	} `xml:"tasks"`
}

func (l extractTaskList) check() error {
	if l.Tasks == nil {
		return errors.New("it holds no list")
	}
	return nil
}

// ExtractRefreshTasks are the extract refresh tasks of the site.
type ExtractRefreshTasks struct{ client *Client }

// ExtractRefreshTasks gives the calls that concern extract refresh tasks.
func (c *Client) ExtractRefreshTasks() ExtractRefreshTasks { return ExtractRefreshTasks{c} }

// Get reads a task. That of a virtual connection is not found, although the
// list has it.
func (t ExtractRefreshTasks) Get(ctx context.Context, id string) (ExtractRefreshTask, error) {
	answer, err := send[extractTaskAnswer](ctx, t.client, call{
		doing:      fmt.Sprintf("read extract refresh task %s", id),
		method:     http.MethodGet,
		onSite:     true,
		path:       []string{"tasks", "extractRefreshes", id},
		route:      routeExtractTask,
		meant:      object(id),
		advice:     adviseOnExtractTasks,
		notFound:   []Code{codeTaskNotFound},
		repeatable: true,
	})
	return answer.Task, err
}

// Read is Get for many: it fetches the list once where more than a few are
// asked for. What it gives is as old as the latest write of this client.
func (t ExtractRefreshTasks) Read(ctx context.Context, id string) (ExtractRefreshTask, error) {
	return t.client.extractTasks.read(ctx, id)
}

// All yields every task that the user may see, in one answer of the service,
// which has neither pages nor filters here. Without an administrator's rights
// those are the user's own (REST API reference: List Extract Refresh Tasks in
// Site). Tasks of virtual connections are among them.
func (t ExtractRefreshTasks) All(ctx context.Context) iter.Seq2[ExtractRefreshTask, error] {
	return func(yield func(ExtractRefreshTask, error) bool) {
		list, err := send[extractTaskList](ctx, t.client, call{
			doing:      "list extract refresh tasks",
			method:     http.MethodGet,
			onSite:     true,
			path:       []string{"tasks", "extractRefreshes"},
			route:      routeExtractTasks,
			advice:     adviseOnExtractTasks,
			repeatable: true,
			wholeList:  true,
		})
		if err != nil {
			yield(ExtractRefreshTask{}, err)
			return
		}
		for _, task := range list.Tasks.Task {
			if task.ExtractRefresh != nil && task.ExtractRefresh.ID != "" && !yield(*task.ExtractRefresh, nil) {
				return
			}
		}
	}
}

// Delete deletes a task.
func (t ExtractRefreshTasks) Delete(ctx context.Context, id string) error {
	defer t.wrote()
	return t.client.tasksDeleted.watch(ctx, t.client, id, func(id string) error {
		_, err := send[nothing](ctx, t.client, call{
			doing:      fmt.Sprintf("delete extract refresh task %s", id),
			method:     http.MethodDelete,
			onSite:     true,
			path:       []string{"tasks", "extractRefreshes", id},
			route:      routeExtractTask,
			advice:     adviseOnExtractTasks,
			notFound:   []Code{codeTaskNotFound},
			repeatable: true,
		})
		return err
	})
}

// HasDeleted reports whether this client has deleted an extract refresh task. It
// then carries out a plan, for nothing is deleted while one is made.
func (t ExtractRefreshTasks) HasDeleted() bool { return t.client.tasksDeleted.any() }

// Await reads a task until it is there and as wanted, for the service's index
// follows a write with some delay. When it does not get there in time, it gives
// the latest read, or the not-found error of it.
func (t ExtractRefreshTasks) Await(ctx context.Context, id string, wanted func(ExtractRefreshTask) bool) (ExtractRefreshTask, error) {
	return await(ctx, t.client, func(ctx context.Context) (ExtractRefreshTask, error) { return t.Get(ctx, id) }, wanted)
}

// wrote is called after every write, a failed one too.
func (t ExtractRefreshTasks) wrote() {
	t.client.extractTasks.wrote()
	t.client.scheduledExtracts.forget()
}
