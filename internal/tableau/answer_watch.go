package tableau

import (
	"encoding/xml"
	"slices"
	"strconv"
)

// answerWatch passes the tokens of an answer on, and sees what stands right within
// its root. In an answer that is good by its status and holds an error, or another
// list than the one asked for, objects would seem to be gone.
type answerWatch struct {
	xml.TokenReader
	depth int
	// failed: it holds an error.
	failed bool
	// others are the elements beside the pagination, whose total is announced.
	others    []string
	announced int
}

// Token gives the next token.
func (w *answerWatch) Token() (xml.Token, error) {
	token, err := w.TokenReader.Token()
	switch element := token.(type) {
	case xml.StartElement:
		if w.depth++; w.depth == 2 {
			w.take(element)
		}
	case xml.EndElement:
		w.depth--
	}
	return token, err
}

func (w *answerWatch) take(element xml.StartElement) {
	if element.Name.Local != "pagination" {
		w.failed = w.failed || element.Name.Local == "error"
		w.others = append(w.others, element.Name.Local)
		return
	}
	for _, a := range element.Attr {
		if a.Name.Local == "totalAvailable" {
			w.announced, _ = strconv.Atoi(a.Value)
		}
	}
}

// lacks reports whether an answer is not the page of the list that was asked for: there
// is another list, or none where the first page should show something. An empty list
// may come without its element, and the last page where more is counted than is shown.
func (w *answerWatch) lacks(list string, page int) bool {
	if list == "" || slices.Contains(w.others, list) {
		return false
	}
	return len(w.others) > 0 || page == 1 && w.announced > 0
}
