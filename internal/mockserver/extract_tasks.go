package mockserver

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

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

func extractTaskKind(s *Server) kind[ExtractTask] {
	return kind[ExtractTask]{
		noun: "extract task", objects: &s.extractTasks,
		id: func(t *ExtractTask) *string { return &t.ID }, name: func(t *ExtractTask) string { return t.ID },
		clone: ExtractTask.clone, complete: s.completeExtractTask, removed: func(ExtractTask) {},
	}
}

func (s *Server) completeExtractTask(t *ExtractTask) error {
	if err := s.placeOnSite(&t.Site, &t.Owner); err != nil {
		return err
	}
	if t.Workbook != "" && t.Datasource != "" {
		return errors.New("it has both a workbook and a datasource")
	}
	if workbook, found := s.workbooks.get(t.Workbook); t.Workbook != "" && (!found || workbook.Site != t.Site) {
		return fmt.Errorf("there is no workbook %q on its site", t.Workbook)
	}
	if datasource, found := s.datasources.get(t.Datasource); t.Datasource != "" && (!found || datasource.Site != t.Site) {
		return fmt.Errorf("there is no data source %q on its site", t.Datasource)
	}
	t.Type = cmp.Or(t.Type, fullRefresh)
	if types := []string{fullRefresh, incrementalRefresh, incrementalExtract}; !slices.Contains(types, t.Type) {
		return fmt.Errorf("type %q is not one of %s", t.Type, strings.Join(types, ", "))
	}
	t.Priority = cmp.Or(t.Priority, 50)
	return s.completeTiming(&t.Timing, t.Site, scheduleForExtracts)
}

// AddExtractTask puts a task on a site behind its clients' backs, as the web interface or another client would, and returns its
// id. It panics when the task cannot be.
func (s *Server) AddExtractTask(task ExtractTask) (id string) {
	return addContent(s, extractTaskKind, task)
}

// UpdateExtractTask lets change edit a task behind its clients' backs, to move it to another schedule or to give it another
// frequency, for example, and reports whether there is such a task. The next run follows the edit, unless the edit sets it. It panics
// when the task cannot be.
func (s *Server) UpdateExtractTask(id string, change func(*ExtractTask)) bool {
	return updateTask(s, extractTaskKind, func(t *ExtractTask) *Timing { return &t.Timing }, id, change)
}

// DeleteExtractTask removes a task behind its clients' backs and reports whether it was there.
func (s *Server) DeleteExtractTask(id string) bool { return deleteContent(s, extractTaskKind, id) }

// ExtractTasks returns the extract tasks of all sites, oldest first, those the search index still misses among them.
func (s *Server) ExtractTasks() []ExtractTask { return allOf(s, extractTaskKind) }
