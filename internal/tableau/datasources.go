package tableau

import (
	"context"
	"encoding/xml"
	"errors"
	"iter"
)

// codeDatasourceNotFound is the data source methods' (REST API reference:
// Query Data Source).
const codeDatasourceNotFound Code = "404004"

// Datasource is a published data source as the service shows it. What a
// pointer does not point to was not shown.
type Datasource struct {
	ID                string    `xml:"id,attr"`
	Name              string    `xml:"name,attr"`
	Description       string    `xml:"description,attr"`
	ContentURL        string    `xml:"contentUrl,attr"`
	WebpageURL        string    `xml:"webpageUrl,attr"`
	Type              string    `xml:"type,attr"`
	CertificationNote string    `xml:"certificationNote,attr"`
	CreatedAt         string    `xml:"createdAt,attr"`
	UpdatedAt         string    `xml:"updatedAt,attr"`
	IsCertified       *bool     `xml:"isCertified,attr"`
	HasExtracts       *bool     `xml:"hasExtracts,attr"`
	Project           Reference `xml:"project"`
	Owner             Reference `xml:"owner"`
	Tags              []Tag     `xml:"tags>tag"`
}

type datasourceAnswer struct {
	XMLName    xml.Name   `xml:"tsResponse"`
	Datasource Datasource `xml:"datasource"`
}

func (a datasourceAnswer) check() error {
	if a.Datasource.ID == "" {
		return errors.New("it holds no data source")
	}
	return nil
}

type datasourcesPage struct {
	XMLName xml.Name `xml:"tsResponse"`
	page
	Datasources []Datasource `xml:"datasources>datasource"`
}

// Datasources are the published data sources of the site.
type Datasources struct{ client *Client }

// Datasources gives the calls that concern data sources.
func (c *Client) Datasources() Datasources { return Datasources{c} }

// Get reads a data source (REST API reference: Query Data Source).
func (d Datasources) Get(ctx context.Context, id string) (Datasource, error) {
	answer, err := send[datasourceAnswer](ctx, d.client, getOnSite("data source", "datasources", id, codeDatasourceNotFound))
	return answer.Datasource, err
}

// All yields every data source that the user may see (REST API reference:
// Query Data Sources), or those that filters of the service leave.
func (d Datasources) All(ctx context.Context, filters ...Filter) iter.Seq2[Datasource, error] {
	return all(ctx, d.client, listOnSite("data sources", "datasources", filters), func(page datasourcesPage) (pagination, []Datasource) {
		return *page.Pagination, page.Datasources
	}, func(datasource Datasource) string { return datasource.ID })
}
