package tableau

import (
	"context"
	"encoding/xml"
	"errors"
	"iter"
)

// Table is a table that Tableau Catalog knows, as the service shows it, which
// does not name the table's database. What a pointer does not point to was not shown.
type Table struct {
	ID          string    `xml:"id,attr"`
	Name        string    `xml:"name,attr"`
	Schema      string    `xml:"schema,attr"`
	Description string    `xml:"description,attr"`
	IsEmbedded  *bool     `xml:"isEmbedded,attr"`
	IsCertified *bool     `xml:"isCertified,attr"`
	Contact     Reference `xml:"contact"`
	Location    Location  `xml:"location"`
}

type tableAnswer struct {
	XMLName xml.Name `xml:"tsResponse"`
	Table   Table    `xml:"table"`
}

func (a tableAnswer) check() error {
	if a.Table.ID == "" {
		return errors.New("it holds no table")
	}
	return nil
}

type tablesPage struct {
	XMLName xml.Name `xml:"tsResponse"`
	page
	Tables []Table `xml:"tables>table"`
}

// Tables are the tables of the site that Tableau Catalog knows.
type Tables struct{ client *Client }

// Tables gives the calls that concern tables.
func (c *Client) Tables() Tables { return Tables{c} }

// Get reads a table (REST API reference: Query Table).
func (t Tables) Get(ctx context.Context, id string) (Table, error) {
	answer, err := send[tableAnswer](ctx, t.client, getOnSite("table", "tables", id, codeTableNotFound))
	return answer.Table, err
}

// All yields every table that the user may see (REST API reference: Query
// Tables).
func (t Tables) All(ctx context.Context) iter.Seq2[Table, error] {
	return all(ctx, t.client, listOnSite("tables", "tables", nil), func(page tablesPage) (pagination, []Table) {
		return *page.Pagination, page.Tables
	}, func(table Table) string { return table.ID })
}
