package tableau

import (
	"context"
	"encoding/xml"
	"errors"
	"iter"
)

// codeViewNotFound is the view methods' (REST API reference: Get View).
const codeViewNotFound Code = "404011"

// View is a sheet, dashboard or story of a published workbook as the service
// shows it. A workbook's answer leaves out what its views belong to.
type View struct {
	ID          string    `xml:"id,attr"`
	Name        string    `xml:"name,attr"`
	ContentURL  string    `xml:"contentUrl,attr"`
	ViewURLName string    `xml:"viewUrlName,attr"`
	SheetType   string    `xml:"sheetType,attr"`
	CreatedAt   string    `xml:"createdAt,attr"`
	UpdatedAt   string    `xml:"updatedAt,attr"`
	Hidden      *bool     `xml:"hidden,attr"`
	Workbook    Reference `xml:"workbook"`
	Project     Reference `xml:"project"`
	Owner       Reference `xml:"owner"`
	Tags        []Tag     `xml:"tags>tag"`
}

type viewAnswer struct {
	XMLName xml.Name `xml:"tsResponse"`
	View    View     `xml:"view"`
}

func (a viewAnswer) check() error {
	if a.View.ID == "" {
		return errors.New("it holds no view")
	}
	return nil
}

// viewsPage is a page, or the whole list: the reference shows it with pagination,
// which the schema does not allow.
type viewsPage struct {
	XMLName xml.Name `xml:"tsResponse"`
	page
	List *struct {
		Views []View `xml:"view"`
	} `xml:"views"`
}

func (p viewsPage) check() error {
	if p.List != nil {
		return nil
	}
	return p.page.check()
}

func (p viewsPage) open() (pagination, []View) {
	var views []View
	if p.List != nil {
		views = p.List.Views
	}
	return p.Pagination.orWhole(len(views)), views
}

// Views are the views of the site's workbooks.
type Views struct{ client *Client }

// Views gives the calls that concern views.
func (c *Client) Views() Views { return Views{c} }

// Get reads a view (REST API reference: Get View). It needs API 3.1.
func (v Views) Get(ctx context.Context, id string) (View, error) {
	answer, err := send[viewAnswer](ctx, v.client, getOnSite("view", "views", id, codeViewNotFound))
	return answer.View, err
}

// Known is Get for what many grantees' rules ask of one view: each view is read
// once in the life of this client.
func (v Views) Known(ctx context.Context, id string) (View, error) {
	return v.client.knownViews.get(ctx, id)
}

// All yields every view that the user may see (REST API reference: Query Views
// for Site), or those that filters of the service leave.
func (v Views) All(ctx context.Context, filters ...Filter) iter.Seq2[View, error] {
	return all(ctx, v.client, listOnSite("views", "views", filters), viewsPage.open, func(view View) string { return view.ID })
}
