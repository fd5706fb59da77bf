package mockserver

import "strconv"

// What the lists of content can be filtered and sorted by: the fields of Filtering and Sorting in the Tableau REST API that the mock has
// something to say about.

func (s *Server) projectFields() fields[Project] {
	return fields[Project]{
		"name":            one(func(p Project) string { return p.Name }, byName),
		"ownerName":       one(func(p Project) string { return s.fullName(p.Owner) }, byEquality),
		"ownerEmail":      one(func(p Project) string { return s.email(p.Owner) }, byEquality),
		"parentProjectId": one(func(p Project) string { return p.Parent }, byEquality),
		"topLevelProject": one(func(p Project) string { return strconv.FormatBool(p.Parent == "") }, byEquality),
		"createdAt":       one(func(p Project) string { return stamp(p.CreatedAt) }, byOrder),
		"updatedAt":       one(func(p Project) string { return stamp(p.UpdatedAt) }, byOrder),
	}
}

func (s *Server) workbookFields() fields[Workbook] {
	return fields[Workbook]{
		"name":        one(func(w Workbook) string { return w.Name }, byName),
		"contentUrl":  one(func(w Workbook) string { return w.ContentURL }, byEquality),
		"displayTabs": one(func(w Workbook) string { return strconv.FormatBool(!w.HideTabs) }, byEquality),
		"hasExtracts": one(func(w Workbook) string { return strconv.FormatBool(!w.NoExtracts) }, byEquality),
		"ownerName":   one(func(w Workbook) string { return s.fullName(w.Owner) }, byEquality),
		"ownerEmail":  one(func(w Workbook) string { return s.email(w.Owner) }, byEquality),
		"projectName": one(func(w Workbook) string { return s.projects.known(w.Project).Name }, byEquality),
		"sheetCount":  one(func(w Workbook) string { return strconv.Itoa(len(w.Views)) }, byOrder),
		"tags":        {byEquality, func(w Workbook) []string { return w.Tags }},
		"createdAt":   one(func(w Workbook) string { return stamp(w.CreatedAt) }, byOrder),
		"updatedAt":   one(func(w Workbook) string { return stamp(w.UpdatedAt) }, byOrder),
	}
}

// sheet is a view with the workbook around it.
type sheet struct {
	workbook Workbook
	view     View
}

func (s *Server) viewFields() fields[sheet] {
	return fields[sheet]{
		"name":         one(func(v sheet) string { return v.view.Name }, byName),
		"contentUrl":   one(func(v sheet) string { return v.view.ContentURL }, byEquality),
		"sheetType":    one(func(v sheet) string { return v.view.SheetType }, byEquality),
		"viewUrlName":  one(func(v sheet) string { return contentURL(v.view.Name) }, byEquality),
		"workbookName": one(func(v sheet) string { return v.workbook.Name }, byEquality),
		"ownerName":    one(func(v sheet) string { return s.fullName(v.workbook.Owner) }, byEquality),
		"ownerEmail":   one(func(v sheet) string { return s.email(v.workbook.Owner) }, byEquality),
		"projectName":  one(func(v sheet) string { return s.projects.known(v.workbook.Project).Name }, byEquality),
		"tags":         {byEquality, func(v sheet) []string { return v.view.Tags }},
		"createdAt":    one(func(v sheet) string { return stamp(v.workbook.CreatedAt) }, byOrder),
		"updatedAt":    one(func(v sheet) string { return stamp(v.workbook.UpdatedAt) }, byOrder),
	}
}

func (s *Server) datasourceFields() fields[Datasource] {
	return fields[Datasource]{
		"name":        one(func(d Datasource) string { return d.Name }, byName),
		"contentUrl":  one(func(d Datasource) string { return d.ContentURL }, byEquality),
		"type":        one(func(d Datasource) string { return d.Type }, byEquality),
		"hasExtracts": one(func(d Datasource) string { return strconv.FormatBool(!d.NoExtracts) }, byEquality),
		"isCertified": one(func(d Datasource) string { return strconv.FormatBool(d.Certified) }, byEquality),
		"ownerName":   one(func(d Datasource) string { return s.fullName(d.Owner) }, byEquality),
		"ownerEmail":  one(func(d Datasource) string { return s.email(d.Owner) }, byEquality),
		"projectName": one(func(d Datasource) string { return s.projects.known(d.Project).Name }, byEquality),
		"tags":        {byEquality, func(d Datasource) []string { return d.Tags }},
		"createdAt":   one(func(d Datasource) string { return stamp(d.CreatedAt) }, byOrder),
		"updatedAt":   one(func(d Datasource) string { return stamp(d.UpdatedAt) }, byOrder),
	}
}

func (s *Server) flowFields() fields[Flow] {
	return fields[Flow]{
		"name":        one(func(f Flow) string { return f.Name }, byName),
		"ownerName":   one(func(f Flow) string { return s.fullName(f.Owner) }, byEquality),
		"projectId":   one(func(f Flow) string { return f.Project }, byEquality),
		"projectName": one(func(f Flow) string { return s.projects.known(f.Project).Name }, byEquality),
		"tags":        {byEquality, func(f Flow) []string { return f.Tags }},
		"createdAt":   one(func(f Flow) string { return stamp(f.CreatedAt) }, byOrder),
		"updatedAt":   one(func(f Flow) string { return stamp(f.UpdatedAt) }, byOrder),
	}
}

func (s *Server) fullName(user string) string {
	found, _ := s.accounts.userNamed(user) // owners are always there
	return found.FullName
}

func (s *Server) email(user string) string {
	found, _ := s.accounts.userNamed(user) // owners are always there
	return found.Email
}
