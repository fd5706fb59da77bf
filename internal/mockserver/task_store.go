package mockserver

import "time"

// createTask keeps a task or a subscription that came over REST. The search index will miss it for a while.
func createTask[T any](s *Server, kindOf func(*Server) kind[T], task T) (*T, *apiError) {
	k := kindOf(s)
	id, err := k.add(&s.ids, task)
	if err != nil {
		return nil, badRequest(err.Error())
	}
	s.indexLater(id)
	stored, _ := k.objects.get(id)
	return stored, nil
}

// updateTask lets change edit a task behind the clients' backs. The next run follows the edit, unless the edit sets it.
func updateTask[T any](s *Server, kindOf func(*Server) kind[T], timing func(*T) *Timing, id string, change func(*T)) bool {
	return updateContent(s, kindOf, id, func(task *T) {
		before := timing(task).NextRunAt
		timing(task).UpdatedAt = s.now
		change(task)
		if timing(task).NextRunAt.Equal(before) {
			timing(task).NextRunAt = time.Time{}
		}
	})
}

func allOf[T any](s *Server, kindOf func(*Server) kind[T]) []T {
	s.mu.Lock()
	defer s.mu.Unlock()
	return kindOf(s).all()
}

// runTasks lets the tasks and subscriptions with a frequency of their own run whose time has come.
func (s *Server) runTasks() {
	for task := range s.extractTasks.all(everything[ExtractTask]) {
		task.run(s.now, s.zoneOf(task.Site))
	}
	for task := range s.flowTasks.all(everything[FlowTask]) {
		task.run(s.now, s.zoneOf(task.Site))
	}
	for subscription := range s.subscriptions.all(everything[Subscription]) {
		subscription.run(s.now, s.zoneOf(subscription.Site))
	}
	for task := range s.linkedTasks.all(everything[LinkedTask]) {
		task.run(s.now, s.zoneOf(task.Site))
	}
}

// isInUse reports whether something runs on a schedule.
func (s *Server) isInUse(scheduleID string) bool {
	for range s.extractTasks.all(func(t *ExtractTask) bool { return t.Schedule == scheduleID }) {
		return true
	}
	for range s.flowTasks.all(func(t *FlowTask) bool { return t.Schedule == scheduleID }) {
		return true
	}
	for range s.subscriptions.all(func(sub *Subscription) bool { return sub.Schedule == scheduleID }) {
		return true
	}
	for range s.linkedTasks.all(func(t *LinkedTask) bool { return t.Schedule == scheduleID }) {
		return true
	}
	for range s.accelerationTasks.all(func(t *DataAccelerationTask) bool { return t.Schedule == scheduleID }) {
		return true
	}
	return false
}

// dropTasksOn removes everything that runs on a schedule.
func (s *Server) dropTasksOn(scheduleID string) {
	s.extractTasks.removeAll(func(t *ExtractTask) bool { return t.Schedule == scheduleID })
	s.flowTasks.removeAll(func(t *FlowTask) bool { return t.Schedule == scheduleID })
	s.subscriptions.removeAll(func(sub *Subscription) bool { return sub.Schedule == scheduleID })
	s.linkedTasks.removeAll(func(t *LinkedTask) bool { return t.Schedule == scheduleID })
	s.accelerationTasks.removeAll(func(t *DataAccelerationTask) bool { return t.Schedule == scheduleID })
}
