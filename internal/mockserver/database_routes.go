package mockserver

import "encoding/xml"

var firstWithCatalog = apiVersion{3, 5}

// Databases and tables that Tableau Catalog knows. No connected app's token may ask for them.
// REST API reference: Query Databases, Query Database, Query Tables, Query Table.
var databaseRoutes = []route{
	{method: "GET", pattern: "/sites/{site}/databases", since: firstWithCatalog, needs: anyUser, handle: (*Server).listDatabases},
	{method: "GET", pattern: "/sites/{site}/databases/{database}", since: firstWithCatalog, needs: anyUser, handle: (*Server).getDatabase},
	{method: "GET", pattern: "/sites/{site}/tables", since: firstWithCatalog, needs: anyUser, handle: (*Server).listTables},
	{method: "GET", pattern: "/sites/{site}/tables/{table}", since: firstWithCatalog, needs: anyUser, handle: (*Server).getTable},
}

func databaseNotFound(id string) *apiError { return notFound("404031", "Database", id) }
func tableNotFound(id string) *apiError    { return notFound("404032", "Table", id) }

type databaseElement struct {
	XMLName            xml.Name        `xml:"database"`
	ID                 string          `xml:"id,attr"`
	Name               string          `xml:"name,attr"`
	ConnectionType     string          `xml:"connectionType,attr"`
	IsEmbedded         bool            `xml:"isEmbedded,attr"`
	Description        string          `xml:"description,attr,omitempty"`
	IsCertified        bool            `xml:"isCertified,attr"`
	Type               string          `xml:"type,attr"`
	ContentPermissions string          `xml:"contentPermissions,attr"`
	Site               namedElement    `xml:"site"`
	Contact            *namedElement   `xml:"contact"`
	Location           locationElement `xml:"location"`
}

type locationElement struct {
	ID   string `xml:"id,attr"`
	Type string `xml:"type,attr"`
	Name string `xml:"name,attr"`
}

type databaseListElement struct {
	XMLName   xml.Name          `xml:"databases"`
	Databases []databaseElement `xml:"database"`
}

func (s *Server) elementOfDatabase(site Site, d Database) databaseElement {
	return databaseElement{
		ID: d.ID, Name: d.Name, ConnectionType: d.ConnectionType, Description: d.Description, Type: "DatabaseServer",
		ContentPermissions: d.ContentPermissions, Site: namedElement{ID: site.ID}, Contact: s.userReference(d.Owner, true),
		Location: locationElement{ID: d.Project, Type: "Project", Name: s.projects.known(d.Project).Name},
	}
}

type tableElement struct {
	XMLName     xml.Name     `xml:"table"`
	ID          string       `xml:"id,attr"`
	Name        string       `xml:"name,attr"`
	IsEmbedded  bool         `xml:"isEmbedded,attr"`
	Description string       `xml:"description,attr,omitempty"`
	IsCertified bool         `xml:"isCertified,attr"`
	Schema      string       `xml:"schema,attr,omitempty"`
	Site        namedElement `xml:"site"`
}

type tableListElement struct {
	XMLName xml.Name       `xml:"tables"`
	Tables  []tableElement `xml:"table"`
}

// elementOfTable does not name the database: the schema has no place for it.
func elementOfTable(site Site, t Table) tableElement {
	return tableElement{ID: t.ID, Name: t.Name, Description: t.Description, Schema: t.Schema, Site: namedElement{ID: site.ID}}
}

// listDatabases knows no filter: the references list no fields for it.
func (s *Server) listDatabases(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	pagination, databases, refusal := page(s, c, onSite(databaseKind(s), site, siteOfDatabase), fields[Database]{})
	if refusal != nil {
		return reply{}, refusal
	}
	list := databaseListElement{}
	for _, database := range databases {
		list.Databases = append(list.Databases, s.elementOfDatabase(site, database))
	}
	return success(pagination, list), nil
}

func (s *Server) getDatabase(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	database, found := s.databases.get(c.parameters["database"])
	if !found || database.Site != site.ContentURL {
		return reply{}, databaseNotFound(c.parameters["database"])
	}
	return success(s.elementOfDatabase(site, *database)), nil
}

// listTables knows no filter: the references list no fields for it.
func (s *Server) listTables(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	pagination, tables, refusal := page(s, c, onSite(tableKind(s), site, siteOfTable), fields[Table]{})
	if refusal != nil {
		return reply{}, refusal
	}
	list := tableListElement{}
	for _, table := range tables {
		list.Tables = append(list.Tables, elementOfTable(site, table))
	}
	return success(pagination, list), nil
}

func (s *Server) getTable(c *call) (reply, *apiError) {
	site, refusal := s.siteOf(c)
	if refusal != nil {
		return reply{}, refusal
	}
	table, found := s.tables.get(c.parameters["table"])
	if !found || table.Site != site.ContentURL {
		return reply{}, tableNotFound(c.parameters["table"])
	}
	return success(elementOfTable(site, *table)), nil
}
