package tableau

import (
	"cmp"
	"context"
	"encoding/xml"
	"errors"
	"iter"
	"net/http"
	"slices"
)

const codeLinkedTaskNotFound Code = "404045"

// LinkedTask runs flow tasks one after the other. It can be made and changed
// in Tableau's web pages only.
type LinkedTask struct {
	ID       string           `xml:"id,attr"`
	NumSteps int64            `xml:"numSteps,attr"`
	Schedule *Schedule        `xml:"schedule"`
	Steps    []LinkedTaskStep `xml:"linkedTaskSteps>linkedTaskSteps"`
}

// StepsInOrder are the steps by their numbers.
func (t LinkedTask) StepsInOrder() []LinkedTaskStep {
	return slices.SortedFunc(slices.Values(t.Steps), func(a, b LinkedTaskStep) int { return cmp.Compare(a.StepNumber, b.StepNumber) })
}

// LinkedTaskStep is one of the steps. Task and flow are empty where the caller
// may not see the flow.
type LinkedTaskStep struct {
	ID                           string `xml:"id,attr"`
	StepNumber                   int64  `xml:"stepNumber,attr"`
	StopDownstreamTasksOnFailure bool   `xml:"stopDownstreamTasksOnFailure,attr"`
	Task                         struct {
		FlowRun struct {
			ID                  string `xml:"id,attr"`
			ConsecutiveFailures int64  `xml:"consecutiveFailedCount,attr"`
			Flow                struct {
				ID   string `xml:"id,attr"`
				Name string `xml:"name,attr"`
			} `xml:"flow"`
		} `xml:"flowRun"`
	} `xml:"task"`
}

// LinkedTaskJob is a linked task's run, as running it answers.
type LinkedTaskJob struct {
	ID           string `xml:"id,attr"`
	LinkedTaskID string `xml:"linkedTaskId,attr"`
	Status       string `xml:"status,attr"`
	CreatedAt    string `xml:"createdAt,attr"`
}

type linkedTaskAnswer struct {
	XMLName    xml.Name   `xml:"tsResponse"`
	LinkedTask LinkedTask `xml:"linkedTasks"`
	// Singular is the schema's name of the element, beside the reference's.
	Singular LinkedTask `xml:"linkedTask"`
}

func (a linkedTaskAnswer) task() LinkedTask {
	if a.LinkedTask.ID == "" {
		return a.Singular
	}
	return a.LinkedTask
}

func (a linkedTaskAnswer) check() error {
	if a.task().ID == "" {
		return errors.New("it holds no linked task")
	}
	return nil
}

// linkedTasksPage has doubled element names (REST API reference: Get Linked Tasks).
type linkedTasksPage struct {
	XMLName    xml.Name    `xml:"tsResponse"`
	Pagination *pagination `xml:"pagination"`
	List       *struct {
		Tasks []LinkedTask `xml:"linkedTasks"`
	} `xml:"linkedTasks"`
}

func (p linkedTasksPage) check() error {
	if p.Pagination == nil && p.List == nil {
		return errors.New("it holds no list")
	}
	return nil
}

// open tolerates an answer without pagination, which the reference's samples lack.
func (p linkedTasksPage) open() (pagination, []LinkedTask) {
	var tasks []LinkedTask
	if p.List != nil {
		tasks = p.List.Tasks
	}
	return p.Pagination.orWhole(len(tasks)), tasks
}

// LinkedTasks are the linked tasks of the site, from version 3.15.
type LinkedTasks struct{ client *Client }

// LinkedTasks gives the calls that concern linked tasks.
func (c *Client) LinkedTasks() LinkedTasks { return LinkedTasks{c} }

// Get reads a linked task.
func (l LinkedTasks) Get(ctx context.Context, id string) (LinkedTask, error) {
	answer, err := send[linkedTaskAnswer](ctx, l.client, call{
		doing:      "read linked task " + id,
		method:     http.MethodGet,
		path:       []string{"tasks", "linked", id},
		route:      "/tasks/linked/{task}",
		onSite:     true,
		advice:     adviseOnRuns,
		notFound:   []Code{codeLinkedTaskNotFound},
		repeatable: true,
	})
	return answer.task(), err
}

// All yields every linked task of the site.
func (l LinkedTasks) All(ctx context.Context) iter.Seq2[LinkedTask, error] {
	return all(ctx, l.client, call{
		doing:      "list linked tasks",
		list:       "linkedTasks",
		method:     http.MethodGet,
		path:       []string{"tasks", "linked"},
		route:      "/tasks/linked",
		onSite:     true,
		advice:     adviseOnRuns,
		repeatable: true,
	}, linkedTasksPage.open, func(task LinkedTask) string { return task.ID })
}
