package tableau

import (
	"context"
	"encoding/xml"
	"errors"
	"net/http"
)

// DataAccelerationTask precomputes the data of a workbook's views. Servers from
// 3.8 to 3.15 have such tasks; newer ones answer without any (REST API
// reference: Get Data Acceleration Tasks in a Site).
type DataAccelerationTask struct {
	ID                  string    `xml:"id,attr"`
	Type                string    `xml:"type,attr"`
	Priority            *int64    `xml:"priority,attr"`
	ConsecutiveFailures int64     `xml:"consecutiveFailedCount,attr"`
	Schedule            *Schedule `xml:"schedule"`
	Workbook            struct {
		ID string `xml:"id,attr"`
	} `xml:"workbook"`
	LastRunAt string `xml:"lastRunAt"`
}

type dataAccelerationTasksAnswer struct {
	XMLName xml.Name `xml:"tsResponse"`
	Tasks   *struct {
		Tasks []DataAccelerationTask `xml:"task>dataAcceleration"`
	} `xml:"tasks"`
	// Bare tasks are those of the reference's example, without the list around them.
	Bare []DataAccelerationTask `xml:"task>dataAcceleration"`
}

func (a dataAccelerationTasksAnswer) check() error {
	if a.Tasks == nil && len(a.Bare) == 0 {
		return errors.New("it holds no list")
	}
	return nil
}

func (a dataAccelerationTasksAnswer) all() []DataAccelerationTask {
	if a.Tasks == nil {
		return a.Bare
	}
	return a.Tasks.Tasks
}

// DataAccelerationTasks gives every data acceleration task of the site. The
// list has no pages.
func (c *Client) DataAccelerationTasks(ctx context.Context) ([]DataAccelerationTask, error) {
	answer, err := send[dataAccelerationTasksAnswer](ctx, c, call{
		doing:      "list data acceleration tasks",
		method:     http.MethodGet,
		path:       []string{"tasks", "dataAcceleration"},
		route:      "/tasks/dataAcceleration",
		onSite:     true,
		advice:     adviseOnRuns,
		repeatable: true,
		wholeList:  true,
	})
	if err != nil {
		return nil, err
	}
	return answer.all(), nil
}
