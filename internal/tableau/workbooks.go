package tableau

import (
	"context"
	"encoding/xml"
	"errors"
	"iter"
)

// codeWorkbookNotFound is the workbook methods' (REST API reference: Query
// Workbook).
const codeWorkbookNotFound Code = "404006"

// Workbook is a published workbook as the service shows it. What a pointer
// does not point to was not shown.
type Workbook struct {
	ID            string    `xml:"id,attr"`
	Name          string    `xml:"name,attr"`
	Description   string    `xml:"description,attr"`
	ContentURL    string    `xml:"contentUrl,attr"`
	WebpageURL    string    `xml:"webpageUrl,attr"`
	DefaultViewID string    `xml:"defaultViewId,attr"`
	CreatedAt     string    `xml:"createdAt,attr"`
	UpdatedAt     string    `xml:"updatedAt,attr"`
	ShowTabs      *bool     `xml:"showTabs,attr"`
	HasExtracts   *bool     `xml:"hasExtracts,attr"`
	Project       Reference `xml:"project"`
	Owner         Reference `xml:"owner"`
	Tags          []Tag     `xml:"tags>tag"`
	// Views are shown by Get alone.
	Views []View `xml:"views>view"`
}

type workbookAnswer struct {
	XMLName  xml.Name `xml:"tsResponse"`
	Workbook Workbook `xml:"workbook"`
}

func (a workbookAnswer) check() error {
	if a.Workbook.ID == "" {
		return errors.New("it holds no workbook")
	}
	return nil
}

type workbooksPage struct {
	XMLName xml.Name `xml:"tsResponse"`
	page
	Workbooks []Workbook `xml:"workbooks>workbook"`
}

// Workbooks are the published workbooks of the site.
type Workbooks struct{ client *Client }

// Workbooks gives the calls that concern workbooks.
func (c *Client) Workbooks() Workbooks { return Workbooks{c} }

// Get reads a workbook with its views (REST API reference: Query Workbook).
func (w Workbooks) Get(ctx context.Context, id string) (Workbook, error) {
	answer, err := send[workbookAnswer](ctx, w.client, getOnSite("workbook", "workbooks", id, codeWorkbookNotFound))
	return answer.Workbook, err
}

// Known is Get for what many views ask of one workbook: each workbook is read
// once in the life of this client.
func (w Workbooks) Known(ctx context.Context, id string) (Workbook, error) {
	return w.client.knownWorkbooks.get(ctx, id)
}

// All yields every workbook that the user may see (REST API reference: Query
// Workbooks for Site), or those that filters of the service leave.
func (w Workbooks) All(ctx context.Context, filters ...Filter) iter.Seq2[Workbook, error] {
	return all(ctx, w.client, listOnSite("workbooks", "workbooks", filters), func(page workbooksPage) (pagination, []Workbook) {
		return *page.Pagination, page.Workbooks
	}, func(workbook Workbook) string { return workbook.ID })
}
