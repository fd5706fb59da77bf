package mockserver

import "encoding/xml"

// tagsElement is there even without tags, as the service has it.
type tagsElement struct {
	Tags []tagElement `xml:"tag"`
}

type tagElement struct {
	Label string `xml:"label,attr"`
}

func elementOfTags(labels []string) tagsElement {
	var element tagsElement
	for _, label := range labels {
		element.Tags = append(element.Tags, tagElement{label})
	}
	return element
}

type projectElement struct {
	XMLName                         xml.Name      `xml:"project"`
	ID                              string        `xml:"id,attr"`
	Name                            string        `xml:"name,attr"`
	Description                     string        `xml:"description,attr"`
	CreatedAt                       string        `xml:"createdAt,attr"`
	UpdatedAt                       string        `xml:"updatedAt,attr"`
	ContentPermissions              string        `xml:"contentPermissions,attr"`
	ParentProjectID                 string        `xml:"parentProjectId,attr,omitempty"`
	ControllingPermissionsProjectID string        `xml:"controllingPermissionsProjectId,attr,omitempty"`
	Owner                           *namedElement `xml:"owner"`
}

type projectListElement struct {
	XMLName  xml.Name         `xml:"projects"`
	Projects []projectElement `xml:"project"`
}

func (s *Server) elementOfProject(p Project) projectElement {
	element := projectElement{
		ID: p.ID, Name: p.Name, Description: p.Description, CreatedAt: stamp(p.CreatedAt), UpdatedAt: stamp(p.UpdatedAt),
		ContentPermissions: p.ContentPermissions, ParentProjectID: p.Parent, Owner: s.userReference(p.Owner, false),
	}
	if controlling, locked := s.controllingProject(p); locked {
		element.ControllingPermissionsProjectID, element.ContentPermissions = controlling.ID, controlling.ContentPermissions
	}
	return element
}

// controllingProject is the outermost project around p that locks the permissions of what is nested in it.
func (s *Server) controllingProject(p Project) (controlling Project, locked bool) {
	for parent, found := s.projects.get(p.Parent); found; parent, found = s.projects.get(parent.Parent) {
		if parent.ContentPermissions == "LockedToProject" {
			controlling, locked = *parent, true
		}
	}
	return controlling, locked
}

type workbookElement struct {
	XMLName       xml.Name            `xml:"workbook"`
	ID            string              `xml:"id,attr"`
	Name          string              `xml:"name,attr"`
	Description   string              `xml:"description,attr"`
	ContentURL    string              `xml:"contentUrl,attr"`
	WebpageURL    string              `xml:"webpageUrl,attr"`
	ShowTabs      bool                `xml:"showTabs,attr"`
	Size          int                 `xml:"size,attr"`
	SheetCount    int                 `xml:"sheetCount,attr"`
	HasExtracts   bool                `xml:"hasExtracts,attr"`
	CreatedAt     string              `xml:"createdAt,attr"`
	UpdatedAt     string              `xml:"updatedAt,attr"`
	DefaultViewID string              `xml:"defaultViewId,attr,omitempty"`
	Project       *namedElement       `xml:"project"`
	Owner         *namedElement       `xml:"owner"`
	Tags          tagsElement         `xml:"tags"`
	Views         *nestedViewsElement `xml:"views"`
}

type workbookListElement struct {
	XMLName   xml.Name          `xml:"workbooks"`
	Workbooks []workbookElement `xml:"workbook"`
}

func (s *Server) listedWorkbook(w Workbook) workbookElement {
	element := workbookElement{
		ID: w.ID, Name: w.Name, Description: w.Description, ContentURL: w.ContentURL, WebpageURL: webpage("workbooks", w.ID),
		ShowTabs: !w.HideTabs, Size: 1, SheetCount: len(w.Views), HasExtracts: !w.NoExtracts, CreatedAt: stamp(w.CreatedAt), UpdatedAt: stamp(w.UpdatedAt),
		Project: s.projectReference(w.Project), Owner: s.userReference(w.Owner, true), Tags: elementOfTags(w.Tags),
	}
	if len(w.Views) > 0 {
		element.DefaultViewID = w.Views[0].ID
	}
	return element
}

func (s *Server) wholeWorkbook(w Workbook) workbookElement {
	element := s.listedWorkbook(w)
	element.Views = &nestedViewsElement{}
	for _, view := range w.Views {
		element.Views.Views = append(element.Views.Views, elementOfView(w, view))
	}
	return element
}

type nestedViewsElement struct {
	Views []viewElement `xml:"view"`
}

type viewListElement struct {
	XMLName xml.Name      `xml:"views"`
	Views   []viewElement `xml:"view"`
}

type viewElement struct {
	XMLName     xml.Name      `xml:"view"`
	ID          string        `xml:"id,attr"`
	Name        string        `xml:"name,attr"`
	ContentURL  string        `xml:"contentUrl,attr"`
	CreatedAt   string        `xml:"createdAt,attr"`
	UpdatedAt   string        `xml:"updatedAt,attr"`
	ViewURLName string        `xml:"viewUrlName,attr"`
	SheetType   string        `xml:"sheetType,attr"`
	Hidden      bool          `xml:"hidden,attr,omitempty"`
	Workbook    *namedElement `xml:"workbook"`
	Owner       *namedElement `xml:"owner"`
	Project     *namedElement `xml:"project"`
	Tags        tagsElement   `xml:"tags"`
}

// elementOfView is a view where its workbook shows it.
func elementOfView(w Workbook, v View) viewElement {
	return viewElement{
		ID: v.ID, Name: v.Name, ContentURL: v.ContentURL, CreatedAt: stamp(w.CreatedAt), UpdatedAt: stamp(w.UpdatedAt),
		ViewURLName: contentURL(v.Name), SheetType: v.SheetType, Hidden: v.Hidden, Tags: elementOfTags(v.Tags),
	}
}

// wholeView is a view that stands by itself and so names what it belongs to.
func (s *Server) wholeView(w Workbook, v View) viewElement {
	element := elementOfView(w, v)
	element.Workbook = &namedElement{ID: w.ID}
	element.Owner = s.userReference(w.Owner, false)
	element.Project = &namedElement{ID: w.Project}
	return element
}

type datasourceElement struct {
	XMLName           xml.Name      `xml:"datasource"`
	ID                string        `xml:"id,attr"`
	Name              string        `xml:"name,attr"`
	Description       string        `xml:"description,attr"`
	ContentURL        string        `xml:"contentUrl,attr"`
	WebpageURL        string        `xml:"webpageUrl,attr"`
	Type              string        `xml:"type,attr"`
	Size              int           `xml:"size,attr"`
	HasExtracts       bool          `xml:"hasExtracts,attr"`
	IsCertified       bool          `xml:"isCertified,attr"`
	CertificationNote string        `xml:"certificationNote,attr,omitempty"`
	CreatedAt         string        `xml:"createdAt,attr"`
	UpdatedAt         string        `xml:"updatedAt,attr"`
	Project           *namedElement `xml:"project"`
	Owner             *namedElement `xml:"owner"`
	Tags              tagsElement   `xml:"tags"`
}

type datasourceListElement struct {
	XMLName     xml.Name            `xml:"datasources"`
	Datasources []datasourceElement `xml:"datasource"`
}

func (s *Server) elementOfDatasource(d Datasource) datasourceElement {
	return datasourceElement{
		ID: d.ID, Name: d.Name, Description: d.Description, ContentURL: d.ContentURL, WebpageURL: webpage("datasources", d.ID), Type: d.Type, Size: 1,
		HasExtracts: !d.NoExtracts, IsCertified: d.Certified, CertificationNote: d.CertificationNote, CreatedAt: stamp(d.CreatedAt),
		UpdatedAt: stamp(d.UpdatedAt), Project: s.projectReference(d.Project), Owner: s.userReference(d.Owner, false), Tags: elementOfTags(d.Tags),
	}
}

// projectReference is a project where content names it.
func (s *Server) projectReference(id string) *namedElement {
	return &namedElement{ID: id, Name: s.projects.known(id).Name}
}

// userReference is a user where what it owns names it.
func (s *Server) userReference(name string, withName bool) *namedElement {
	user, _ := s.accounts.userNamed(name) // an owner was checked to be there, and what a user owned who is gone is demo's
	element := &namedElement{ID: user.ID}
	if withName {
		element.Name = user.Name
	}
	return element
}

func webpage(noun, id string) string { return "https://tableau.example.com/#/" + noun + "/" + id }
