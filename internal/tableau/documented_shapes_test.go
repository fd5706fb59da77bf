package tableau_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// Shapes that the documents show beside the usual ones.

func TestAddToSchedule_seesItsContentInAListWithoutPages(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET "+extracts, `<tsResponse xmlns="http://tableau.com/api"><extracts><extract id="t1" priority="50" type="FullRefresh"><workbook id="w1"/></extract></extracts></tsResponse>`)
	_, _, err := f.client(t).ExtractRefreshTasks().AddToSchedule(t.Context(), "s1", sales)
	if err == nil || err.Error() != "task t1 refreshes workbook w1 on schedule s1 already" {
		t.Errorf("got %v", err)
	}
}

func TestJobs_listWithoutATotalIsReadToItsEnd(t *testing.T) {
	t.Parallel()
	const page = `<tsResponse xmlns="http://tableau.com/api"><pagination pageNumber="%d" pageSize="2"/><backgroundJobs>%s</backgroundJobs></tsResponse>`
	first := body(fmt.Sprintf(page, 1, `<backgroundJob id="a"/><backgroundJob id="b"/>`))
	second := body(fmt.Sprintf(page, 2, `<backgroundJob id="c"/>`))
	for name, last := range map[string]http.HandlerFunc{
		"refused": status(400, refusal("400006", "Invalid page number", "")), "empty": body(fmt.Sprintf(page, 3, "")), "repeated": second,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.inTurn("GET "+onTheSite+"/jobs", first, second, last)
			var ids string
			for job, err := range f.client(t).Jobs().All(t.Context()) {
				if err != nil {
					t.Fatal(err)
				}
				ids += job.ID
			}
			if ids != "abc" {
				t.Errorf("listed %q", ids)
			}
		})
	}
}

func TestDataAccelerationTasks_areReadWithoutAListAroundThem(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.answer("GET "+onTheSite+"/tasks/dataAcceleration",
		`<tsResponse xmlns="http://tableau.com/api"><task><dataAcceleration id="t1" consecutiveFailedCount="0" type="DataAccelerationTask"><workbook id="w1"/></dataAcceleration></task></tsResponse>`)
	tasks, err := f.client(t).DataAccelerationTasks(t.Context())
	if err != nil || len(tasks) != 1 || tasks[0].ID != "t1" || tasks[0].Workbook.ID != "w1" {
		t.Errorf("got %+v, %v", tasks, err)
	}
}

// TestFlowTasks_lostTaskIsFoundThoughItsFlowsValuesAreShown: whose values a
// read shows is left open by the reference.
func TestFlowTasks_lostTaskIsFoundThoughItsFlowsValuesAreShown(t *testing.T) {
	t.Parallel()
	const parameter = `<parameters><parameter id="p1" type="string" name="Region" value="North" isRequired="false"/></parameters>`
	list := func(ids ...string) http.HandlerFunc {
		var all strings.Builder
		for _, id := range ids {
			fmt.Fprintf(&all, `<task><flowRun id=%q><schedule id="s1"/><flow id="f1"/>%s</flowRun></task>`, id, parameter)
		}
		return body(`<tsResponse xmlns="http://tableau.com/api"><tasks>` + all.String() + `</tasks></tsResponse>`)
	}
	f := newFake(t)
	f.answer("GET "+onTheSite+"/flows/f1", `<tsResponse xmlns="http://tableau.com/api"><flow id="f1" name="Prep">`+parameter+`</flow></tsResponse>`)
	f.inTurn("GET "+onTheSite+"/tasks/runFlow", list("t1"), list("t1", "t2"))
	f.mux.HandleFunc("PUT "+onTheSite+"/schedules/s1/flows", dropped)
	made, err := f.client(t).FlowTasks().Create(t.Context(), tableau.FlowTaskSettings{
		FlowID: "f1", ScheduleID: "s1", Parameters: []tableau.FlowTaskParameter{{ID: "p1", Value: "South"}},
	}, anyFlowTask)
	if err != nil || made.ID != "t2" {
		t.Errorf("got %+v, %v", made, err)
	}
	if n := f.count("PUT " + onTheSite + "/schedules/s1/flows"); n != 1 {
		t.Errorf("sent %d times", n)
	}
}
