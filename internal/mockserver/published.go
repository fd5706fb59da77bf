package mockserver

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

var (
	errNoName    = errors.New("it needs a name")
	errNameTaken = errors.New("its name is taken there (case is not told apart)")
)

func workbookKind(s *Server) kind[Workbook] {
	return kind[Workbook]{
		noun: "workbook", objects: &s.workbooks,
		id: func(w *Workbook) *string { return &w.ID }, name: func(w *Workbook) string { return w.Name },
		clone: Workbook.clone, complete: s.completeWorkbook,
		settled: s.settleWorkbook,
		removed: func(w Workbook) {
			s.dropTasksOf(w.ID)
			s.dropRulesOf(w.ID)
			for _, view := range w.Views {
				s.dropTasksOf(view.ID)
				s.dropRulesOf(view.ID)
			}
		},
	}
}

func (w Workbook) clone() Workbook {
	w.Tags, w.Views = slices.Clone(w.Tags), slices.Clone(w.Views)
	for i := range w.Views {
		w.Views[i].Tags = slices.Clone(w.Views[i].Tags)
	}
	return w
}

func (s *Server) completeWorkbook(w *Workbook) error {
	if w.Name == "" {
		return errNoName
	}
	if err := s.place(&w.Site, &w.Project, &w.Owner); err != nil {
		return err
	}
	urls := make([]string, 0, len(s.workbooks.at))
	for other := range s.workbooks.all(func(other *Workbook) bool { return other.ID != w.ID && other.Site == w.Site }) {
		if other.Project == w.Project && strings.EqualFold(other.Name, w.Name) {
			return errNameTaken
		}
		urls = append(urls, other.ContentURL)
	}
	if w.ContentURL != "" && slices.Contains(urls, w.ContentURL) {
		return fmt.Errorf("two workbooks have the content_url %q", w.ContentURL)
	}
	if w.ContentURL == "" {
		w.ContentURL = freeContentURL(w.Name, urls)
	}
	s.stampIn(&w.CreatedAt, &w.UpdatedAt)
	return s.completeViews(w)
}

func (s *Server) completeViews(w *Workbook) error {
	var names, ids []string
	for i := range w.Views {
		view := &w.Views[i]
		if view.Name == "" || slices.Contains(names, view.Name) {
			return fmt.Errorf("its views need names, each another one; %q is not", view.Name)
		}
		view.ID = cmp.Or(view.ID, s.ids.next("view"))
		if other, _, taken := s.viewWithID(view.ID); taken && other.ID != w.ID || slices.Contains(ids, view.ID) {
			return fmt.Errorf("two views have the id %s", view.ID)
		}
		view.ContentURL = cmp.Or(view.ContentURL, w.ContentURL+"/sheets/"+contentURL(view.Name))
		view.SheetType = cmp.Or(view.SheetType, "worksheet")
		names, ids = append(names, view.Name), append(ids, view.ID)
	}
	return nil
}

// viewWithID finds a view and the workbook it belongs to.
func (s *Server) viewWithID(id string) (*Workbook, *View, bool) {
	for workbook := range s.workbooks.all(everything[Workbook]) {
		if i := slices.IndexFunc(workbook.Views, func(v View) bool { return v.ID == id }); i >= 0 {
			return workbook, &workbook.Views[i], true
		}
	}
	return nil, nil, false
}

// contentURL is a name without what is no letter or digit.
func contentURL(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, name)
}

// freeContentURL is the content URL of a name, with a number behind it when it is taken.
func freeContentURL(name string, taken []string) string {
	url := contentURL(name)
	for n := 1; slices.Contains(taken, url); n++ {
		url = contentURL(name) + "_" + strconv.Itoa(n)
	}
	return url
}

// AddWorkbook puts a workbook on a site behind its clients' backs and returns its id. It panics when the workbook cannot be.
func (s *Server) AddWorkbook(w Workbook) (id string) { return addContent(s, workbookKind, w) }

// UpdateWorkbook lets change edit a workbook behind its clients' backs and reports whether there is such a workbook. What belonged to views that
// the edit removes is gone with them.
func (s *Server) UpdateWorkbook(id string, change func(*Workbook)) bool {
	return updateContent(s, workbookKind, id, func(w *Workbook) {
		w.UpdatedAt = s.now
		before := slices.Clone(w.Views)
		change(w)
		for _, view := range before {
			if !slices.ContainsFunc(w.Views, func(v View) bool { return v.ID == view.ID }) {
				s.dropTasksOf(view.ID)
				s.dropRulesOf(view.ID)
			}
		}
	})
}

// DeleteWorkbook removes a workbook with its tasks and subscriptions behind its clients' backs and reports whether it was there.
func (s *Server) DeleteWorkbook(id string) bool { return deleteContent(s, workbookKind, id) }

// WorkbookByName returns the oldest workbook of exactly this name.
func (s *Server) WorkbookByName(name string) (Workbook, bool) {
	return contentByName(s, workbookKind, name)
}

func datasourceKind(s *Server) kind[Datasource] {
	return kind[Datasource]{
		noun: "datasource", objects: &s.datasources,
		id: func(d *Datasource) *string { return &d.ID }, name: func(d *Datasource) string { return d.Name },
		clone: func(d Datasource) Datasource {
			d.Tags = slices.Clone(d.Tags)
			return d
		},
		complete: s.completeDatasource, settled: func(d Datasource) { s.settleItem(itemOfDatasource(d)) },
		removed: func(d Datasource) {
			s.dropTasksOf(d.ID)
			s.dropRulesOf(d.ID)
		},
	}
}

func (s *Server) completeDatasource(d *Datasource) error {
	if d.Name == "" {
		return errNoName
	}
	if err := s.place(&d.Site, &d.Project, &d.Owner); err != nil {
		return err
	}
	urls := make([]string, 0, len(s.datasources.at))
	for other := range s.datasources.all(func(other *Datasource) bool { return other.ID != d.ID && other.Site == d.Site }) {
		if other.Project == d.Project && strings.EqualFold(other.Name, d.Name) {
			return errNameTaken
		}
		urls = append(urls, other.ContentURL)
	}
	if d.ContentURL != "" && slices.Contains(urls, d.ContentURL) {
		return fmt.Errorf("two data sources have the content_url %q", d.ContentURL)
	}
	if d.ContentURL == "" {
		d.ContentURL = freeContentURL(d.Name, urls)
	}
	d.Type = cmp.Or(d.Type, "hyper")
	s.stampIn(&d.CreatedAt, &d.UpdatedAt)
	return nil
}

// AddDatasource puts a data source on a site behind its clients' backs and returns its id. It panics when the data source cannot be.
func (s *Server) AddDatasource(d Datasource) (id string) { return addContent(s, datasourceKind, d) }

// DatasourceByName returns the oldest data source of exactly this name.
func (s *Server) DatasourceByName(name string) (Datasource, bool) {
	return contentByName(s, datasourceKind, name)
}
