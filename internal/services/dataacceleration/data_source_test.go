package dataacceleration_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

const (
	salesID = "7e766949-7166-4b3d-90ba-784f7575743b"
	taskID  = "22222222-0000-4000-8000-000000000001"
)

func read(t *testing.T, s *acctest.Site, filter, provider acctest.Object) (acctest.Object, []*tfprotov6.Diagnostic) {
	t.Helper()
	p := s.Protocol(t.Context(), t, provider)
	response, err := p.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{
		TypeName: "tableau_data_acceleration_tasks", Config: p.DataSource(t, "tableau_data_acceleration_tasks", filter),
	})
	if err != nil {
		t.Fatal(err)
	}
	tasks, _ := p.DecodeDataSource(t, "tableau_data_acceleration_tasks", response.State)["data_acceleration_tasks"].(acctest.Object)
	return tasks, response.Diagnostics
}

func TestDataAccelerationTasks_areShownWhereTheServerHasThem(t *testing.T) {
	t.Parallel()
	s := acctest.NewMock(t, mockserver.Options{APIVersion: "3.12", Seed: mockserver.Seed{
		Schedules: []mockserver.Schedule{{
			Name: "Accelerate", Type: "DataAcceleration", Frequency: "Hourly", Start: "06:00:00", End: "22:00:00", Intervals: []mockserver.Interval{{Hours: "4"}},
		}},
		Workbooks:         []mockserver.Workbook{{ID: salesID, Name: "Sales"}},
		AccelerationTasks: []mockserver.DataAccelerationTask{{ID: taskID, Workbook: salesID, ConsecutiveFailures: 2, Timing: mockserver.Timing{Schedule: "Accelerate"}}},
	}})
	tasks, diagnostics := read(t, s, acctest.Object{"workbook_id": salesID}, nil)
	acctest.FailOn(t, diagnostics)
	task, _ := tasks[taskID].(acctest.Object)
	if task["workbook_id"] != salesID || task["schedule_name"] != "Accelerate" || task["consecutive_failures"] != 2 {
		t.Errorf("the task is %v", task)
	}
	none, diagnostics := read(t, s, acctest.Object{"workbook_id": taskID}, nil)
	acctest.FailOn(t, diagnostics)
	if len(none) != 0 {
		t.Errorf("another workbook has %v", none)
	}
}

func TestDataAccelerationTasks_areRefusedOnCloud(t *testing.T) {
	t.Parallel()
	s := acctest.NewMock(t, mockserver.Options{Product: mockserver.ProductCloud})
	_, diagnostics := read(t, s, acctest.Object{}, acctest.Object{"site": "demo"})
	if len(diagnostics) != 1 || diagnostics[0].Summary != "Tableau Cloud has no data acceleration tasks" {
		t.Errorf("got %v", diagnostics)
	}
}

func TestDataAccelerationTasks_areForAdministrators(t *testing.T) {
	t.Parallel()
	s := acctest.NewMock(t, mockserver.Options{APIVersion: "3.12"})
	if err := s.Mock.SetFaults(mockserver.Fault{Route: "GET /sites/{site}/tasks/dataAcceleration", Status: 403, Code: "409087", Summary: "Forbidden"}); err != nil {
		t.Fatal(err)
	}
	_, diagnostics := read(t, s, acctest.Object{}, nil)
	if len(diagnostics) != 1 || !strings.Contains(diagnostics[0].Detail, "error 409087 (HTTP 403): Forbidden.\n\n") ||
		!strings.Contains(diagnostics[0].Detail, "administrator") {
		t.Errorf("got %v", diagnostics)
	}
}
