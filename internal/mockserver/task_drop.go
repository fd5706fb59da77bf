package mockserver

// dropTasksOf removes the tasks and subscriptions of a workbook, view, data source, flow or user that is gone. It is called with the lock held.
func (s *Server) dropTasksOf(id string) {
	s.extractTasks.removeAll(func(t *ExtractTask) bool { return t.Workbook == id || t.Datasource == id })
	s.flowTasks.removeAll(func(t *FlowTask) bool { return t.Flow == id })
	s.subscriptions.removeAll(func(sub *Subscription) bool { return sub.Content == id || sub.User == id })
	s.accelerationTasks.removeAll(func(t *DataAccelerationTask) bool { return t.Workbook == id })
}

// jobOfTaskEnded counts the failures in a row of a task whose job has ended. It is called with the lock held.
func (s *Server) jobOfTaskEnded(taskID string, failed bool) {
	if task, found := s.extractTasks.get(taskID); found {
		task.ConsecutiveFailures = failuresInARow(task.ConsecutiveFailures, failed)
	}
	if task, found := s.flowTasks.get(taskID); found {
		task.ConsecutiveFailures = failuresInARow(task.ConsecutiveFailures, failed)
	}
}

func failuresInARow(before int, failed bool) int {
	if failed {
		return before + 1
	}
	return 0
}
