package mockserver_test

import (
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func TestDeleteUser_leavesNoTaskToWhoIsGone(t *testing.T) {
	t.Parallel()
	server, _ := startServerOffice(t, mockserver.Behaviour{})
	extract := server.AddExtractTask(mockserver.ExtractTask{Owner: "ann", Workbook: salesID, Timing: mockserver.Timing{Schedule: "Early"}})
	flow := server.AddFlowTask(mockserver.FlowTask{Owner: "ann", Flow: plainID, Timing: mockserver.Timing{Schedule: "Flows"}})
	linked := server.AddLinkedTask(mockserver.LinkedTask{
		Owner: "ann", Steps: []mockserver.LinkedTaskStep{{FlowTask: flow}}, Timing: mockserver.Timing{Schedule: "Flows"},
	})
	if !server.DeleteUser(annID) {
		t.Fatal("there was no such user")
	}
	for kind, owner := range map[string]string{
		"extract": server.ExtractTasks()[0].Owner, "flow": server.FlowTasks()[0].Owner, "linked": server.LinkedTasks()[0].Owner,
	} {
		if owner != "demo" {
			t.Errorf("the %s task is %s's", kind, owner)
		}
	}
	// An edit looks its owner up, and panics when there is none.
	server.UpdateExtractTask(extract, func(task *mockserver.ExtractTask) { task.ConsecutiveFailures = 1 })
	server.UpdateFlowTask(flow, func(task *mockserver.FlowTask) { task.ConsecutiveFailures = 1 })
	server.UpdateLinkedTask(linked, func(task *mockserver.LinkedTask) { task.Steps[0].ContinueOnFailure = true })
}

func TestFlowRun_isCancelledByWhoMadeItsTask(t *testing.T) {
	t.Parallel()
	server, c := startServerOffice(t, mockserver.Behaviour{})
	id := server.AddFlowTask(mockserver.FlowTask{Owner: "ann", Flow: plainID, Timing: mockserver.Timing{Schedule: "Flows"}})
	wantStatus(t, c.api("POST", flowTasks+"/"+id+"/runNow", ""), 200)
	run := officeSite + "/flows/runs/" + server.Jobs()[0].FlowRun
	wantRefusal(t, c.as("eve", "").api("PUT", run, ""), 403, "403137")
	wantStatus(t, c.as("ann", "").api("PUT", run, ""), 200)
}
