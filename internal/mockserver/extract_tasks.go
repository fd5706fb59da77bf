package mockserver

import "cmp"

// Types of an extract task that the mock's own code speaks of.
const (
	fullRefresh        = "FullRefresh"
	incrementalRefresh = "IncrementalRefresh"
	incrementalExtract = "IncrementalExtract"
)

// ExtractTask refreshes the extracts of a workbook or a data source. One with neither is that of a virtual connection, whose
// target the service does not show.
type ExtractTask struct {
	ID                  string `json:"id,omitempty"`
	Site                string `json:"site,omitempty"`
	Owner               string `json:"owner,omitempty"`      // the user who made it
	Workbook            string `json:"workbook,omitempty"`   // LUID
	Datasource          string `json:"datasource,omitempty"` // LUID
	Type                string `json:"type,omitempty"`       // empty: "FullRefresh"
	Priority            int    `json:"priority,omitempty"`   // 0: 50
	ConsecutiveFailures int    `json:"consecutive_failures,omitempty"`
	Timing
}

func (t ExtractTask) clone() ExtractTask {
	t.Timing = t.Timing.clone()
	return t
}

func (t ExtractTask) isOfVirtualConnection() bool { return t.Workbook == "" && t.Datasource == "" }

// AddExtractTask puts a task on a site behind its clients' backs, as the web interface or another client would, and returns its
// id. Nothing is checked: members left empty get the defaults that ExtractTask and Timing name.
func (s *Server) AddExtractTask(task ExtractTask) (id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addExtractTask(task)
}

func (s *Server) addExtractTask(task ExtractTask) (id string) {
	task = task.clone()
	task.ID = cmp.Or(task.ID, s.ids.next("extract task"))
	task.Site = s.siteURL(task.Site)
	task.Owner = cmp.Or(task.Owner, DemoUser)
	task.Type = cmp.Or(task.Type, fullRefresh)
	task.Priority = cmp.Or(task.Priority, 50)
	s.completeTiming(&task.Timing, task.Site)
	s.extractTasks.put(task.ID, task)
	return task.ID
}

// UpdateExtractTask lets change edit a task behind its clients' backs, to move it to another schedule or to give it another
// frequency, for example, and reports whether there is such a task. The next run follows the edit, unless the edit sets it.
func (s *Server) UpdateExtractTask(id string, change func(*ExtractTask)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	stored, found := s.extractTasks.get(id)
	if !found {
		return false
	}
	edited := stored.clone()
	change(&edited)
	edited.ID = id
	s.editedTiming(&edited.Timing, stored.Timing, edited.Site)
	*stored = edited.clone()
	return true
}

// DeleteExtractTask removes a task behind its clients' backs and reports whether it was there.
func (s *Server) DeleteExtractTask(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.extractTasks.remove(id)
}

// ExtractTasks returns the extract tasks of all sites, oldest first, those the search index still misses among them.
func (s *Server) ExtractTasks() []ExtractTask {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.allExtractTasks()
}

func (s *Server) allExtractTasks() []ExtractTask {
	all := []ExtractTask{}
	for task := range s.extractTasks.all(everything[ExtractTask]) {
		all = append(all, task.clone())
	}
	return all
}
