package mockserver

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// databasePermissions say who sets the rules of a database's tables.
var databasePermissions = []string{"ManagedByOwner", "LockedToDatabase"}

func databaseKind(s *Server) kind[Database] {
	return kind[Database]{
		noun: "database", objects: &s.databases,
		id: func(d *Database) *string { return &d.ID }, name: func(d *Database) string { return d.Name },
		clone:    func(d Database) Database { return d },
		complete: s.completeDatabase, settled: s.settleDatabase, removed: s.removeTablesOf,
	}
}

func siteOfDatabase(d Database) string { return d.Site }

func (s *Server) completeDatabase(d *Database) error {
	if d.Name == "" {
		return errNoName
	}
	if err := s.place(&d.Site, &d.Project, &d.Owner); err != nil {
		return err
	}
	d.ConnectionType = cmp.Or(d.ConnectionType, "sqlserver")
	d.ContentPermissions = cmp.Or(d.ContentPermissions, databasePermissions[0])
	if !slices.Contains(databasePermissions, d.ContentPermissions) {
		return fmt.Errorf("content_permissions %q is not one of %s", d.ContentPermissions, strings.Join(databasePermissions, ", "))
	}
	for range s.databases.all(func(other *Database) bool {
		return other.ID != d.ID && other.Site == d.Site && other.ConnectionType == d.ConnectionType && strings.EqualFold(other.Name, d.Name)
	}) {
		return errNameTaken
	}
	return nil
}

// databaseID finds the database of a site that a LUID or a name stands for, the oldest of the name.
func (s *Server) databaseID(site, named string) (id string, found bool) {
	if database, found := s.databases.get(named); found && database.Site == site {
		return named, true
	}
	for database := range s.databases.all(func(d *Database) bool { return d.Site == site && d.Name == named }) {
		return database.ID, true
	}
	return "", false
}

func (s *Server) removeTablesOf(gone Database) {
	s.dropRulesOf(gone.ID)
	for _, table := range tableKind(s).all() {
		if table.Database == gone.ID {
			tableKind(s).remove(table.ID)
		}
	}
}

// AddDatabase puts a database on a site behind its clients' backs and returns its id. It panics when the database cannot be.
func (s *Server) AddDatabase(d Database) (id string) { return addContent(s, databaseKind, d) }

// UpdateDatabase lets change edit a database behind its clients' backs and reports whether there is such a database.
func (s *Server) UpdateDatabase(id string, change func(*Database)) bool {
	return updateContent(s, databaseKind, id, change)
}

// DeleteDatabase removes a database with its tables behind its clients' backs and reports whether it was there.
func (s *Server) DeleteDatabase(id string) bool { return deleteContent(s, databaseKind, id) }

// DatabaseByName returns the oldest database of exactly this name.
func (s *Server) DatabaseByName(name string) (Database, bool) {
	return contentByName(s, databaseKind, name)
}

func tableKind(s *Server) kind[Table] {
	return kind[Table]{
		noun: "table", objects: &s.tables,
		id: func(t *Table) *string { return &t.ID }, name: func(t *Table) string { return t.Name },
		clone:    func(t Table) Table { return t },
		complete: s.completeTable, settled: func(t Table) { s.settleItem(s.itemOfTable(t)) },
		removed: func(t Table) { s.dropRulesOf(t.ID) },
	}
}

func siteOfTable(t Table) string { return t.Site }

func (s *Server) completeTable(t *Table) error {
	if t.Name == "" {
		return errNoName
	}
	owner := ""
	if err := s.placeOnSite(&t.Site, &owner); err != nil {
		return err
	}
	if t.Database == "" {
		return errors.New("it needs a database")
	}
	id, found := s.databaseID(t.Site, t.Database)
	if !found {
		return fmt.Errorf("there is no database %q on the site with the content_url %q", t.Database, t.Site)
	}
	t.Database = id
	for range s.tables.all(func(other *Table) bool {
		return other.ID != t.ID && other.Database == t.Database && other.Schema == t.Schema && strings.EqualFold(other.Name, t.Name)
	}) {
		return errNameTaken
	}
	return nil
}

// AddTable puts a table into a database behind its clients' backs and returns its id. It panics when the table cannot be.
func (s *Server) AddTable(t Table) (id string) { return addContent(s, tableKind, t) }

// UpdateTable lets change edit a table behind its clients' backs and reports whether there is such a table.
func (s *Server) UpdateTable(id string, change func(*Table)) bool {
	return updateContent(s, tableKind, id, change)
}

// DeleteTable removes a table behind its clients' backs and reports whether it was there.
func (s *Server) DeleteTable(id string) bool { return deleteContent(s, tableKind, id) }

// TableByName returns the oldest table of exactly this name.
func (s *Server) TableByName(name string) (Table, bool) { return contentByName(s, tableKind, name) }
