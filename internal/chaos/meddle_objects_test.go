package chaos_test

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/acctest"
	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

// anew is what others put behind a name that they change.
const anew = " (anew)"

// inState are the ids of a noun that Terraform knows, by address.
func (m *meddler) inState(noun string) (ids []string) {
	for _, address := range slices.Sorted(maps.Keys(m.state)) {
		if typeOf(address) == noun {
			ids = append(ids, m.state[address]["id"].(string))
		}
	}
	return ids
}

// keepShown keeps what a command saw of all that is in state: for ten minutes, what was never
// seen is not taken for deleted.
func (r *run) keepShown(before map[string]acctest.Object, outcome acctest.Outcome) {
	for address, values := range r.terraform.State(r.T) {
		notShown := slices.ContainsFunc(outcome.Changes[address].Diagnostics, func(d *tfprotov6.Diagnostic) bool { return d.Summary == "Not shown by Tableau yet" })
		if id := values["id"]; id != nil && id == before[address]["id"] && !notShown {
			r.shown[id.(string)] = true
		}
	}
}

// keep has an object of others compared with what it is now.
func (m *meddler) keep(noun, id string) { m.theirs[noun][id] = held(m.mock)[noun][id] }

// renameContent gives something another name that everything refers to by its id.
func (m *meddler) renameContent() string {
	if m.cloud() || m.chance(50) {
		id := luid(ofWorkbook, 1+m.luck.IntN(workbooks))
		m.mock.UpdateWorkbook(id, func(w *mockserver.Workbook) { w.Name += anew })
		return "workbook " + id + " has another name"
	}
	id := plantedSchedule(m.oneOf(scheduleTypes))
	m.mock.UpdateSchedule(id, func(s *mockserver.Schedule) { s.Name += anew })
	m.keep("tableau_schedule", id)
	return "schedule " + id + " has another name"
}

func (m *meddler) cloud() bool { return m.site.Product == mockserver.ProductCloud }

// changeSchedule changes one that is managed.
func (m *meddler) changeSchedule() string {
	id := m.oneOf(m.inState("tableau_schedule"))
	m.mock.UpdateSchedule(id, func(s *mockserver.Schedule) {
		switch m.luck.IntN(3) {
		case 0:
			s.State = m.oneOf([]string{"Active", "Suspended"})
		case 1:
			s.Priority = 1 + m.luck.IntN(100)
		default:
			s.Name += anew
		}
	})
	return changed("schedule", id)
}

func changed(noun, id string) string {
	if id == "" {
		return ""
	}
	return noun + " " + id + " changes"
}

// changeSubscription changes one that is managed, in what reads of it show.
func (m *meddler) changeSubscription() string {
	id := m.oneOf(m.inState("tableau_subscription"))
	m.mock.UpdateSubscription(id, func(s *mockserver.Subscription) {
		switch what := m.luck.IntN(3); {
		case what == 0 && !m.site.Behaviour.BareSubscriptions:
			s.Suspended = !s.Suspended
		case what == 1 && !m.site.Behaviour.BareSubscriptions:
			s.Message = "Message of others"
		default:
			s.Subject += anew
		}
	})
	return changed("subscription", id)
}

// changeTask has a managed task run at another time, if it has one of its own.
func (m *meddler) changeTask() string {
	noun := m.oneOf([]string{"tableau_extract_refresh_task", "tableau_flow_task"})
	id := m.oneOf(m.inState(noun))
	move := func(t *mockserver.Timing) {
		if t.Frequency == "Weekly" || t.Frequency == "Monthly" {
			t.Start = "03:20:00"
		}
	}
	if noun == "tableau_flow_task" {
		m.mock.UpdateFlowTask(id, func(t *mockserver.FlowTask) { move(&t.Timing) })
	} else {
		m.mock.UpdateExtractTask(id, func(t *mockserver.ExtractTask) { move(&t.Timing) })
	}
	return changed(noun, id)
}

// deleteManaged deletes a task or a subscription.
func (m *meddler) deleteManaged() string {
	noun := m.oneOf([]string{"tableau_extract_refresh_task", "tableau_flow_task", "tableau_subscription"})
	id := m.oneOf(m.inState(noun))
	if !m.shown[id] {
		return ""
	}
	m.remove(noun, id)
	return noun + " " + id + " is deleted"
}

func (m *meddler) remove(noun, id string) bool {
	return map[string]func(string) bool{
		"tableau_schedule":             m.mock.DeleteSchedule,
		"tableau_extract_refresh_task": m.mock.DeleteExtractTask,
		"tableau_flow_task":            m.mock.DeleteFlowTask,
		"tableau_subscription":         m.mock.DeleteSubscription,
	}[noun](id)
}

// deleteSchedule deletes a managed one with all that runs on it, if Terraform knows all of that.
func (m *meddler) deleteSchedule() string {
	id := m.oneOf(m.inState("tableau_schedule"))
	if !m.shown[id] {
		return ""
	}
	running := []func(){func() { m.mock.DeleteSchedule(id) }}
	for noun, objects := range held(m.mock) {
		for on, object := range objects {
			if onSite(object)["schedule_id"] != id {
				continue
			}
			if !m.shown[on] {
				return ""
			}
			running = append(running, func() { m.remove(noun, on) })
		}
	}
	for _, remove := range running {
		remove()
	}
	return "schedule " + id + " is deleted with all that runs on it"
}

// theirTiming is when others have something run.
func (m *meddler) theirTiming(scheduleType string) mockserver.Timing {
	if m.cloud() {
		return everyMonday
	}
	return mockserver.Timing{Schedule: othersSchedule(scheduleType)}
}

// addTask adds one of the same content as managed ones may be of.
func (m *meddler) addTask() string {
	if m.chance(50) {
		id := m.mock.AddFlowTask(mockserver.FlowTask{Flow: luid(ofFlow, 1+m.luck.IntN(flows)), Timing: m.theirTiming("Flow")})
		m.keep("tableau_flow_task", id)
		return "flow task " + id + " is added"
	}
	task := mockserver.ExtractTask{Timing: m.theirTiming("Extract")}
	if m.chance(50) {
		task.Workbook = luid(ofWorkbook, 1+m.luck.IntN(workbooks))
	} else {
		task.Datasource = luid(ofDatasource, 1+m.luck.IntN(datasources))
	}
	id := m.mock.AddExtractTask(task)
	m.keep("tableau_extract_refresh_task", id)
	return "extract task " + id + " is added"
}

func (m *meddler) addSubscription() string {
	id := m.mock.AddSubscription(mockserver.Subscription{
		Subject: "Weekly figures", User: luid(ofUser, 1+m.luck.IntN(users)), Content: luid(ofWorkbook, 1+m.luck.IntN(workbooks)),
		Timing: m.theirTiming("Subscription"),
	})
	m.keep("tableau_subscription", id)
	return "subscription " + id + " is added"
}

// useSchedule has something of others run on a managed schedule for a while, which then cannot be deleted.
func (m *meddler) useSchedule() string {
	schedule := m.oneOf(m.inState("tableau_schedule"))
	used, isThere := held(m.mock)["tableau_schedule"][schedule].(mockserver.Schedule)
	if !isThere {
		return ""
	}
	timing := mockserver.Timing{Schedule: schedule}
	var noun, id string
	switch used.Type {
	case "Extract":
		noun, id = "tableau_extract_refresh_task", m.mock.AddExtractTask(mockserver.ExtractTask{Workbook: luid(ofWorkbook, workbooks+1), Timing: timing})
	case "Flow":
		noun, id = "tableau_flow_task", m.mock.AddFlowTask(mockserver.FlowTask{Flow: luid(ofFlow, flows+1), Timing: timing})
	default:
		noun, id = "tableau_subscription", m.mock.AddSubscription(mockserver.Subscription{
			Subject: "Figures of others", User: luid(ofUser, users+1), Content: luid(ofWorkbook, workbooks+1), Timing: timing,
		})
	}
	m.keep(noun, id)
	m.later(func() {
		if !m.remove(noun, id) {
			m.Errorf("%s %s is nobody's of Terraform, and is gone", noun, id)
		}
		delete(m.theirs[noun], id)
	})
	return fmt.Sprintf("%s %s is added to schedule %s for a while", noun, id, schedule)
}
