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

// extractsOf lists the tasks of a server schedule that belong to this site. told
// is false where the service does not let the user see them: it lets
// administrators alone, and no JSON Web Token.
func (t ExtractRefreshTasks) extractsOf(ctx context.Context, scheduleID string) (extracts []scheduledExtract, told bool, err error) {
	if t.client.hidesExtracts.Load() {
		return nil, false, nil
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
	for extract, err := range all(ctx, t.client, list, scheduledExtractsPage.open, func(e scheduledExtract) string { return e.ID }) {
		if isHidden(err) {
			t.client.hidesExtracts.Store(true)
			return nil, false, nil
		}
		if err != nil {
			return nil, false, err
		}
		extracts = append(extracts, extract)
	}
	return extracts, true, nil
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
	types, err := t.client.refreshTypes.get(ctx, scheduleID)
	if IsNotFound(err) || errors.Is(err, codeWrongScheduleType) {
		return "", nil
	}
	return types[taskID], err
}

// fetchRefreshTypes gives the refresh types of a schedule's tasks by their ids.
func (t ExtractRefreshTasks) fetchRefreshTypes(ctx context.Context, scheduleID string) (map[string]string, error) {
	extracts, _, err := t.extractsOf(ctx, scheduleID)
	types := map[string]string{}
	for _, extract := range extracts {
		types[extract.ID] = readRefreshType(extract.Type)
	}
	return types, err
}
