package tableau

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
)

// The two ways to refresh an extract, in the words of the REST API reference.
const (
	FullRefresh        = "FullRefresh"
	IncrementalRefresh = "IncrementalRefresh"
)

// incrementalExtract is how Tableau's own migration SDK says IncrementalRefresh
// to Cloud. Which of the two Cloud takes is not established.
const incrementalExtract = "IncrementalExtract"

// Codes that refuse the value of something sent. None of them leaves anything
// done.
const (
	codeMalformed      Code = "400000"
	codeInvalidValue   Code = "400008"
	codeInvalidSetting Code = "409004"
)

// Codes of the list of a schedule's tasks, which says 404 for a schedule that
// is not there (REST API reference: List Extract Refresh Tasks in Server Schedule).
const (
	codeExtractsOfNoSchedule Code = "404"
	codeWrongScheduleType    Code = "400047"
)

// readRefreshType understands both spellings; anything else says nothing of it.
func readRefreshType(written string) string {
	switch written {
	case FullRefresh:
		return FullRefresh
	case IncrementalRefresh, incrementalExtract:
		return IncrementalRefresh
	}
	return ""
}

// inAcceptedSpelling sends a refresh type in the documented spelling and, where
// the service refuses the value, in the other one. What it takes is remembered.
func (c *Client) inAcceptedSpelling(refreshType string, send func(written string) error) error {
	if refreshType != IncrementalRefresh {
		return send(refreshType)
	}
	first, other := IncrementalRefresh, incrementalExtract
	if c.incrementalIsExtract.Load() {
		first, other = other, first
	}
	refusal := send(first)
	if !refusesValue(refusal) {
		return refusal
	}
	err := send(other)
	switch {
	case refusesValue(err):
		return refusal // It is something else that the service does not take.
	case err == nil:
		c.incrementalIsExtract.Store(other == incrementalExtract)
	}
	return err
}

func refusesValue(err error) bool {
	return errors.Is(err, codeInvalidSetting) || errors.Is(err, codeInvalidValue) || errors.Is(err, codeMalformed)
}

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
	if p.Pagination == nil {
		return pagination{TotalAvailable: len(extracts)}, extracts
	}
	return *p.Pagination, extracts
}

// scheduledExtracts are the tasks of a server schedule that belong to this site.
type scheduledExtracts struct {
	all []scheduledExtract
	// types are the refresh types by the tasks' ids.
	types map[string]string
	// told is false where the service does not let the user see the tasks: it lets
	// administrators alone, and no JSON Web Token.
	told bool
}

// fetchExtracts lists the tasks of a server schedule.
func (t ExtractRefreshTasks) fetchExtracts(ctx context.Context, scheduleID string) (scheduledExtracts, error) {
	if t.client.hidesExtracts.Load() {
		return scheduledExtracts{}, nil
	}
	list := call{
		doing:      fmt.Sprintf("list the extract refresh tasks of schedule %s", scheduleID),
		method:     http.MethodGet,
		onSite:     true,
		path:       []string{"schedules", scheduleID, "extracts"},
		route:      "/schedules/{schedule}/extracts",
		advice:     adviseOnExtractTasks,
		notFound:   []Code{codeExtractsOfNoSchedule, codeScheduleNotFound, codeScheduleNotFoundOnGet},
		repeatable: true,
	}
	listed := scheduledExtracts{types: map[string]string{}, told: true}
	for extract, err := range all(ctx, t.client, list, scheduledExtractsPage.open, func(e scheduledExtract) string { return e.ID }) {
		if isHidden(err) {
			t.client.hidesExtracts.Store(true)
			return scheduledExtracts{}, nil
		}
		if err != nil {
			return scheduledExtracts{}, err
		}
		listed.all = append(listed.all, extract)
		listed.types[extract.ID] = readRefreshType(extract.Type)
	}
	return listed, nil
}

// isHidden reports that the service itself would not show something to this
// user, or to this kind of sign-in, which it answers like an ended session.
func isHidden(err error) bool {
	var refused *Error
	return errors.As(err, &refused) && refused.Code != "" &&
		(refused.Status == http.StatusForbidden || refused.Code == codeSessionInvalid)
}

// RefreshTypeOnSchedule tells whether a task on a server schedule refreshes in
// full or incrementally. It is empty where the service does not tell. The
// schedule's tasks are listed once for all that ask, until something is written.
func (t ExtractRefreshTasks) RefreshTypeOnSchedule(ctx context.Context, scheduleID, taskID string) (string, error) {
	listed, err := t.client.scheduledExtracts.get(ctx, scheduleID)
	if IsNotFound(err) || errors.Is(err, codeWrongScheduleType) {
		return "", nil
	}
	return listed.types[taskID], err
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
	return known && listed.told
}
