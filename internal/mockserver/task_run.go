package mockserver

// runTasks lets the tasks with a frequency of their own run whose time has come.
func (s *Server) runTasks() {
	for task := range s.extractTasks.all(everything[ExtractTask]) {
		task.run(s.now, s.zoneOf(task.Site))
	}
}
