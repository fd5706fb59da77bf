package tableau

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
)

// Codes of the list of a schedule's tasks, which says 404 for a schedule that
// is not there (REST API reference: List Extract Refresh Tasks in Server Schedule).
const (
	codeExtractsOfNoSchedule Code = "404"
	codeWrongScheduleType    Code = "400047"
)

// scheduledExtract is a task as the list of its schedule shows it: the one
// message of Server that tells the refresh type. Its content may lack the id.
type scheduledExtract struct {
	ID         string    `xml:"id,attr"`
	Type       string    `xml:"type,attr"`
	Workbook   Reference `xml:"workbook"`
	Datasource Reference `xml:"datasource"`
}

// scheduledExtractsPage is a page, or the whole list: answers without pagination
// have been seen.
type scheduledExtractsPage struct {
	XMLName    xml.Name    `xml:"tsResponse"`
	Pagination *pagination `xml:"pagination"`
	List       *struct {
		Extracts []scheduledExtract `xml:"extract"`
	} `xml:"extracts"`
}

func (p scheduledExtractsPage) check() error {
	if p.Pagination == nil && p.List == nil {
		return errors.New("it holds no list")
	}
	return nil
}

func (p scheduledExtractsPage) open() (pagination, []scheduledExtract) {
	var extracts []scheduledExtract
	if p.List != nil {
		extracts = p.List.Extracts
	}
	return p.Pagination.orWhole(len(extracts)), extracts
}

// scheduledExtracts are the tasks of a server schedule that belong to this site,
// read page by page as far as somebody asked.
//
// Nothing else tells the refresh type, which a person may change: the list is read
// however few tasks are managed. It can neither be filtered nor sorted, so that a
// task may stand on its last page; but one task is met after half of it on the
// average, the last of three after three quarters. No page is read twice.
type scheduledExtracts struct {
	client *Client
	list   *lister[scheduledExtractsPage, scheduledExtract]
	pages  flights[struct{}]

	mu sync.Mutex
	// read counts the pages.
	read int
	all  []scheduledExtract
	// types are the refresh types by the tasks' ids.
	types map[string]string
	whole bool
	// told is false where the service does not let the user see the tasks: it lets
	// administrators alone, and no JSON Web Token.
	told bool
}

// openExtracts gives the list of a schedule's tasks, of which nothing is read yet.
func (t ExtractRefreshTasks) openExtracts(_ context.Context, scheduleID string) (*scheduledExtracts, error) {
	list := newLister(t.client, call{
		doing:      fmt.Sprintf("list the extract refresh tasks of schedule %s", scheduleID),
		list:       "extracts",
		method:     http.MethodGet,
		onSite:     true,
		path:       []string{"schedules", scheduleID, "extracts"},
		route:      "/schedules/{schedule}/extracts",
		advice:     adviseOnExtractTasks,
		notFound:   []Code{codeExtractsOfNoSchedule, codeScheduleNotFound, codeScheduleNotFoundOnGet},
		repeatable: true,
	}, scheduledExtractsPage.open, func(e scheduledExtract) string { return e.ID })
	return &scheduledExtracts{client: t.client, list: list, types: map[string]string{}, whole: t.client.hidesExtracts.Load()}, nil
}

// readUntil reads on until enough is read, or all.
func (s *scheduledExtracts) readUntil(ctx context.Context, enough func() bool) error {
	for {
		s.mu.Lock()
		page, done := s.read, enough() || s.whole
		s.mu.Unlock()
		if done {
			return nil
		}
		// Whoever waits for the same page shares it.
		if _, err := s.pages.do(ctx, strconv.Itoa(page), func(ctx context.Context) (struct{}, error) { return struct{}{}, s.readPage(ctx, page) }); err != nil {
			return err
		}
	}
}

// readPage reads the page after this many.
func (s *scheduledExtracts) readPage(ctx context.Context, page int) error {
	s.mu.Lock()
	landed := s.read > page // Another flight may have landed before this one's start.
	s.mu.Unlock()
	if landed {
		return nil
	}
	extracts, err := s.list.next(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, hidden := s.client.hides(err); hidden {
		s.client.hidesExtracts.Store(true)
		s.all, s.types, s.told, s.whole = nil, nil, false, true
		return nil
	}
	for _, extract := range extracts {
		if _, known := s.types[extract.ID]; !known {
			s.all = append(s.all, extract)
			s.types[extract.ID] = readRefreshType(extract.Type)
		}
	}
	if err != nil {
		return err
	}
	s.read++
	s.told, s.whole = true, s.list.whole
	return nil
}

// isTold reports whether the service was seen to show the tasks.
func (s *scheduledExtracts) isTold() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.told
}

// RefreshTypeOnSchedule tells whether a task on a server schedule refreshes in
// full or incrementally. It is empty where the service does not tell. The
// schedule's tasks are listed once for all that ask, until something is written,
// and no further than they ask.
func (t ExtractRefreshTasks) RefreshTypeOnSchedule(ctx context.Context, scheduleID, taskID string) (string, error) {
	listed, err := t.client.scheduledExtracts.get(ctx, scheduleID)
	if err != nil {
		return "", err
	}
	refreshType := ""
	err = listed.readUntil(ctx, func() (found bool) {
		refreshType, found = listed.types[taskID]
		return found
	})
	if IsNotFound(err) || errors.Is(err, codeWrongScheduleType) {
		return "", nil
	}
	return refreshType, err
}

// ListsSchedule reports whether the service lists the tasks of a schedule, which
// it does for schedules of type Extract. It is false where it does not tell. The
// list is the one that a creation reads, and serves all creations.
func (t ExtractRefreshTasks) ListsSchedule(ctx context.Context, scheduleID string) bool {
	placed, err := t.client.placedBefore.get(ctx, scheduleID)
	return err == nil && placed.told
}

// ListedSchedule is ListsSchedule as far as that is known without asking.
func (t ExtractRefreshTasks) ListedSchedule(scheduleID string) bool {
	listed, known, _ := t.client.scheduledExtracts.look(scheduleID)
	return known && listed.isTold()
}
