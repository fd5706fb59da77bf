package mockserver

import (
	"net/http"
	"slices"
)

// permissioned is a type of content whose items have permission rules of their own.
type permissioned struct {
	contentType string
	segments    []string // of its URIs, any of which will do
	element     string   // in messages, and the parameter in its URIs
	since       apiVersion
	until       apiVersion // the last version that has it; zero: all do
	product     Product    // empty: both have it
	replaceable bool       // the whole rule set can be replaced in one call
	noScope     bool       // no connected app's token may call its methods
	listedBy    right      // who may see its rules, besides having the right to set them
	notFound    func(id string) *apiError
}

var permissionedTypes = []permissioned{
	{contentType: typeProject, segments: []string{"projects"}, element: "project", replaceable: true, notFound: projectNotFound},
	{contentType: typeWorkbook, segments: []string{"workbooks"}, element: "workbook", replaceable: true, notFound: workbookNotFound},
	{contentType: typeDatasource, segments: []string{"datasources"}, element: "datasource", replaceable: true, notFound: datasourceNotFound},
	{contentType: typeView, segments: []string{"views"}, element: "view", since: apiVersion{3, 2}, replaceable: true, notFound: viewNotFound},
	{
		contentType: typeFlow, segments: []string{"flows"}, element: "flow", since: apiVersion{3, 3}, replaceable: true,
		listedBy: siteAdministrator, notFound: flowNotFound,
	},
	{
		contentType: typeDatabase, segments: []string{"databases"}, element: "database", since: firstWithCatalog, noScope: true,
		notFound: databaseNotFound,
	},
	{contentType: typeTable, segments: []string{"tables"}, element: "table", since: firstWithCatalog, noScope: true, notFound: tableNotFound},
	{
		contentType: typeVirtualConnection, segments: []string{"virtualConnections", "virtualconnections"}, element: "virtualConnection",
		since: apiVersion{3, 22}, notFound: virtualConnectionNotFound,
	},
	{
		contentType: typeCollection, segments: []string{"collections"}, element: "collection",
		notFound: func(id string) *apiError { return notFound("404056", "Collection", id) }, // the mock's own code: the references name none
	},
	{
		contentType: typeLens, segments: []string{"lenses"}, element: "lens", since: apiVersion{3, 16}, until: apiVersion{3, 21}, product: ProductCloud,
		notFound: func(id string) *apiError { return notFound("404046", "Lens", id) },
	},
}

func projectNotFound(id string) *apiError {
	return &apiError{http.StatusNotFound, "404005", "Resource Not Found", "Project '" + id + "' could not be found."}
}

// item is an item with rules, as far as these depend on it.
type item struct {
	contentType, id, name, site string

	owner   string // name of a user; empty: it has none
	project string // LUID of the project around it; empty: it is in none
	inside  string // LUID of the workbook that a view belongs to, of the database that a table does
	tabbed  bool   // of a view: its workbook shows tabs
	locked  bool   // of a database, or of a table by its database
	unused  bool   // of a database or a table: no published data source draws on it
}

func (i item) own() RuleSet { return RuleSet{ContentType: i.contentType, ID: i.id} }

func itemOfProject(p Project) item {
	return item{contentType: typeProject, id: p.ID, name: p.Name, site: p.Site, owner: p.Owner, project: p.Parent}
}

func itemOfWorkbook(w Workbook) item {
	return item{contentType: typeWorkbook, id: w.ID, name: w.Name, site: w.Site, owner: w.Owner, project: w.Project}
}

func itemOfView(w Workbook, v View) item {
	return item{
		contentType: typeView, id: v.ID, name: v.Name, site: w.Site, owner: w.Owner, project: w.Project, inside: w.ID, tabbed: !w.HideTabs,
	}
}

func itemOfDatasource(d Datasource) item {
	return item{contentType: typeDatasource, id: d.ID, name: d.Name, site: d.Site, owner: d.Owner, project: d.Project}
}

func itemOfFlow(f Flow) item {
	return item{contentType: typeFlow, id: f.ID, name: f.Name, site: f.Site, owner: f.Owner, project: f.Project}
}

func itemOfDatabase(d Database) item {
	return item{
		contentType: typeDatabase, id: d.ID, name: d.Name, site: d.Site, project: d.Project,
		locked: d.ContentPermissions == lockedToDatabase, unused: d.NoPublishedDatasource,
	}
}

func (s *Server) itemOfTable(t Table) item {
	database := s.databases.known(t.Database)
	return item{
		contentType: typeTable, id: t.ID, name: t.Name, site: t.Site, project: database.Project, inside: database.ID,
		locked: database.ContentPermissions == lockedToDatabase, unused: t.NoPublishedDatasource,
	}
}

func itemOfVirtualConnection(v VirtualConnection) item {
	return item{contentType: typeVirtualConnection, id: v.ID, name: v.Name, site: v.Site, owner: v.Owner, project: v.Project}
}

func itemOfCollection(c Collection) item {
	return item{contentType: typeCollection, id: c.ID, name: c.Name, site: c.Site, owner: c.Owner}
}

// itemAt finds an item by its type and its LUID.
func (s *Server) itemAt(contentType, id string) (item, bool) {
	switch contentType {
	case typeProject:
		return itemIn(projectKind(s), id, itemOfProject)
	case typeWorkbook:
		return itemIn(workbookKind(s), id, itemOfWorkbook)
	case typeView:
		if workbook, view, found := s.viewWithID(id); found {
			return itemOfView(*workbook, *view), true
		}
	case typeDatasource:
		return itemIn(datasourceKind(s), id, itemOfDatasource)
	case typeFlow:
		return itemIn(flowKind(s), id, itemOfFlow)
	case typeDatabase:
		return itemIn(databaseKind(s), id, itemOfDatabase)
	case typeTable:
		return itemIn(tableKind(s), id, s.itemOfTable)
	case typeVirtualConnection:
		return itemIn(virtualConnectionKind(s), id, itemOfVirtualConnection)
	case typeCollection:
		return itemIn(collectionKind(s), id, itemOfCollection)
	}
	return item{}, false
}

func itemIn[T any](k kind[T], id string, itemOf func(T) item) (item, bool) {
	if object, found := k.objects.get(id); found {
		return itemOf(*object), true
	}
	return item{}, false
}

// items are all items with rules, projects first.
func (s *Server) items() []item {
	all := itemsOf(projectKind(s), itemOfProject)
	for workbook := range s.workbooks.all(everything[Workbook]) {
		all = append(append(all, itemOfWorkbook(*workbook)), viewsOf(*workbook)...)
	}
	return slices.Concat(all,
		itemsOf(datasourceKind(s), itemOfDatasource), itemsOf(flowKind(s), itemOfFlow), itemsOf(databaseKind(s), itemOfDatabase),
		itemsOf(tableKind(s), s.itemOfTable), itemsOf(virtualConnectionKind(s), itemOfVirtualConnection), itemsOf(collectionKind(s), itemOfCollection))
}

func itemsOf[T any](k kind[T], itemOf func(T) item) []item {
	var all []item
	for object := range k.objects.all(everything[T]) {
		all = append(all, itemOf(*object))
	}
	return all
}

func viewsOf(w Workbook) []item {
	var all []item
	for _, view := range w.Views {
		all = append(all, itemOfView(w, view))
	}
	return all
}

func (s *Server) tablesOf(database string) []item {
	return slices.DeleteFunc(itemsOf(tableKind(s), s.itemOfTable), func(one item) bool { return one.inside != database })
}

// setsOf are the rule sets of an item.
func (s *Server) setsOf(one item) []RuleSet {
	sets := []RuleSet{one.own()}
	switch one.contentType {
	case typeDatabase:
		sets = append(sets, tableDefaults(one.id))
	case typeProject:
		for _, d := range defaultTypes {
			if d.isOn(s.version) {
				sets = append(sets, RuleSet{typeProject, one.id, d.contentType})
			}
		}
	}
	return sets
}
