package main

import (
	"fmt"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/mockserver"
)

func schedules(of string) []mockserver.Schedule {
	all := make([]mockserver.Schedule, schedulesOnSite)
	for i := range all {
		all[i] = mockserver.Schedule{ID: numbered(scheduleIDs, i), Name: fmt.Sprintf("Schedule %d", i), Type: of, Start: "05:00:00"}
	}
	return all
}

func workbooks(n int) []mockserver.Workbook {
	all := make([]mockserver.Workbook, min(n, publishedAtMost))
	for i := range all {
		all[i] = mockserver.Workbook{ID: numbered(workbookIDs, i), Name: fmt.Sprintf("Workbook %d", i)}
	}
	return all
}

func flows(n int) []mockserver.Flow {
	all := make([]mockserver.Flow, min(n, publishedAtMost))
	for i := range all {
		all[i] = mockserver.Flow{ID: numbered(flowIDs, i), Name: fmt.Sprintf("Flow %d", i)}
	}
	return all
}

func groups() []mockserver.Group {
	all := make([]mockserver.Group, 10)
	for i := range all {
		all[i] = mockserver.Group{Name: fmt.Sprintf("G%d", i)}
	}
	return all
}

func plantExtractTask(i int, schedule string, seed *mockserver.Seed) map[string]any {
	workbook := numbered(workbookIDs, i%publishedAtMost)
	seed.ExtractTasks = append(seed.ExtractTasks, mockserver.ExtractTask{
		ID: numbered(taskIDs, i), Workbook: workbook, Timing: mockserver.Timing{Schedule: schedule},
	})
	return map[string]any{"workbook_id": workbook, "type": "FullRefresh", "schedule_id": schedule}
}

func plantFlowTask(i int, schedule string, seed *mockserver.Seed) map[string]any {
	flow := numbered(flowIDs, i%publishedAtMost)
	seed.FlowTasks = append(seed.FlowTasks, mockserver.FlowTask{
		ID: numbered(taskIDs, i), Flow: flow, Timing: mockserver.Timing{Schedule: schedule},
	})
	return map[string]any{"flow_id": flow, "schedule_id": schedule, "on_destroy": "delete"}
}

func plantSubscription(i int, schedule string, seed *mockserver.Seed) map[string]any {
	subject, workbook := fmt.Sprintf("Report %d", i), numbered(workbookIDs, i%publishedAtMost)
	seed.Subscriptions = append(seed.Subscriptions, mockserver.Subscription{
		ID: numbered(taskIDs, i), Subject: subject, User: annID, ContentType: "Workbook", Content: workbook,
		Timing: mockserver.Timing{Schedule: schedule},
	})
	return map[string]any{
		"subject": subject, "user_id": annID, "schedule_id": schedule,
		"content":      map[string]any{"type": "Workbook", "id": workbook, "send_if_view_empty": true},
		"attach_image": true, "attach_pdf": false, "page_orientation": "Portrait", "page_size_option": "Letter", "suspended": false,
	}
}
