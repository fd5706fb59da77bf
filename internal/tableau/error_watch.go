package tableau

import "encoding/xml"

// errorWatch passes the tokens of an answer on, and sees an error among them. In
// an answer that is good by its status, objects would seem to be gone by it.
type errorWatch struct {
	xml.TokenReader
	depth int
	// seen: right within the root there is an error.
	seen bool
}

// Token gives the next token.
func (w *errorWatch) Token() (xml.Token, error) {
	token, err := w.TokenReader.Token()
	switch element := token.(type) {
	case xml.StartElement:
		w.depth++
		w.seen = w.seen || w.depth == 2 && element.Name.Local == "error"
	case xml.EndElement:
		w.depth--
	}
	return token, err
}
