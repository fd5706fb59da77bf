package tableau

import (
	"context"
	"encoding/xml"
	"errors"
	"iter"
)

// LockedToDatabase is a Database's ContentPermissions where its tables have the
// rules that it gives them and no others.
const LockedToDatabase = "LockedToDatabase"

// Database is a database or file that Tableau Catalog knows, as the service
// shows it. What a pointer does not point to was not shown.
type Database struct {
	ID                 string    `xml:"id,attr"`
	Name               string    `xml:"name,attr"`
	Description        string    `xml:"description,attr"`
	Type               string    `xml:"type,attr"`
	ConnectionType     string    `xml:"connectionType,attr"`
	ContentPermissions string    `xml:"contentPermissions,attr"`
	IsEmbedded         *bool     `xml:"isEmbedded,attr"`
	IsCertified        *bool     `xml:"isCertified,attr"`
	Contact            Reference `xml:"contact"`
	Location           Location  `xml:"location"`
}

// Location is where a database or table is kept. Older servers do not show it.
type Location struct {
	ID   string `xml:"id,attr"`
	Name string `xml:"name,attr"`
	// Type is Project or PersonalSpace.
	Type string `xml:"type,attr"`
}

type databaseAnswer struct {
	XMLName  xml.Name `xml:"tsResponse"`
	Database Database `xml:"database"`
}

func (a databaseAnswer) check() error {
	if a.Database.ID == "" {
		return errors.New("it holds no database")
	}
	return nil
}

type databasesPage struct {
	XMLName xml.Name `xml:"tsResponse"`
	page
	Databases []Database `xml:"databases>database"`
}

// Databases are the databases of the site that Tableau Catalog knows.
type Databases struct{ client *Client }

// Databases gives the calls that concern databases.
func (c *Client) Databases() Databases { return Databases{c} }

// Get reads a database (REST API reference: Query Database).
func (d Databases) Get(ctx context.Context, id string) (Database, error) {
	answer, err := send[databaseAnswer](ctx, d.client, getOnSite("database", "databases", id, codeDatabaseNotFound))
	return answer.Database, err
}

// All yields every database that the user may see (REST API reference: Query
// Databases).
func (d Databases) All(ctx context.Context) iter.Seq2[Database, error] {
	return all(ctx, d.client, listOnSite("databases", "databases", nil), func(page databasesPage) (pagination, []Database) {
		return *page.Pagination, page.Databases
	}, func(database Database) string { return database.ID })
}
