package mockserver

// dropTasksOf removes the tasks and subscriptions of a workbook, view, data source or flow that is gone. It is called with the lock held.
func (s *Server) dropTasksOf(string) {}

// jobOfTaskEnded counts the failures in a row of a task whose job has ended. It is called with the lock held.
func (s *Server) jobOfTaskEnded(string, bool) {}
