package mockserver

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
)

const (
	tableauNamespace = "http://tableau.com/api"
	schemaNamespace  = "http://www.w3.org/2001/XMLSchema-instance"
)

// decode reads a tsRequest into T, whose fields name the children the request may have. It is strict: an element, an
// attribute or a text that T does not provide for is refused, so that a wrong tag in a client does not pass unseen.
// The namespace may be left out, as the reference's own examples do. A field tagged children:"ordered" takes its children in
// the schema's order alone, that of its type's fields; elsewhere the reference's own examples leave that order.
func decode[T any](body []byte) (T, *apiError) {
	var request T
	if err := checkShape(body, reflect.TypeFor[T]()); err != nil {
		return request, badRequest(err.Error())
	}
	if err := xml.Unmarshal(body, &request); err != nil {
		return request, badRequest(err.Error())
	}
	return request, nil
}

// emptyRequest is a tsRequest with nothing in it.
type emptyRequest struct{}

// decodeOptional is decode for methods whose body may be left out.
func decodeOptional[T any](body []byte) (T, *apiError) {
	if len(bytes.TrimSpace(body)) == 0 {
		var none T
		return none, nil
	}
	return decode[T](body)
}

// shape is what an element may hold, read off the xml tags of the type it is decoded into.
type shape struct {
	attributes []string
	children   map[string]reflect.StructField
	order      []string // of the children
	text       bool
}

func shapeOf(t reflect.Type) shape {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return shape{text: true}
	}
	s := shape{children: map[string]reflect.StructField{}}
	for i := range t.NumField() {
		field := t.Field(i)
		name, kind, _ := strings.Cut(field.Tag.Get("xml"), ",")
		if strings.HasPrefix(kind, "attr") {
			s.attributes = append(s.attributes, name)
		} else {
			s.children[name] = field
			s.order = append(s.order, name)
		}
	}
	return s
}

// openElement is an element whose end has not been read yet.
type openElement struct {
	shape
	name    string
	seen    []string
	ordered bool
}

// checkShape reads body to its end and reports the first thing that has no place in a tsRequest of type t.
func checkShape(body []byte, t reflect.Type) error {
	decoder := xml.NewDecoder(bytes.NewReader(body))
	var open []*openElement
	finished := false
	for {
		token, err := decoder.Token()
		switch {
		case errors.Is(err, io.EOF) && finished:
			return nil
		case errors.Is(err, io.EOF):
			return errors.New("there is no tsRequest")
		case err != nil:
			return errors.New("the XML is not well-formed")
		}
		switch token := token.(type) {
		case xml.StartElement:
			if finished {
				return fmt.Errorf("<%s> follows after the end of tsRequest", token.Name.Local)
			}
			next, err := enter(open, token, t)
			if err != nil {
				return err
			}
			open = append(open, next)
		case xml.EndElement:
			open = open[:len(open)-1]
			finished = len(open) == 0
		case xml.CharData:
			if len(bytes.TrimSpace(token)) > 0 && (len(open) == 0 || !open[len(open)-1].text) {
				return errors.New("there is text between the elements")
			}
		case xml.Directive:
			return errors.New("a document type is not allowed")
		}
	}
}

// enter checks an element against the one around it, the last of open, and returns it opened.
func enter(open []*openElement, start xml.StartElement, root reflect.Type) (*openElement, error) {
	name := start.Name.Local
	if space := start.Name.Space; space != "" && space != tableauNamespace {
		return nil, fmt.Errorf("<%s> is in the namespace %q", name, space)
	}
	next := &openElement{name: name}
	if len(open) == 0 {
		if name != "tsRequest" {
			return nil, fmt.Errorf("the root element is <%s>, not <tsRequest>", name)
		}
		next.shape = shapeOf(root)
	} else {
		parent := open[len(open)-1]
		field, known := parent.children[name]
		if !known {
			return nil, fmt.Errorf("<%s> is not allowed in <%s>", name, parent.name)
		}
		if slices.Contains(parent.seen, name) && field.Type.Kind() != reflect.Slice {
			return nil, fmt.Errorf("<%s> occurs more than once in <%s>", name, parent.name)
		}
		if late, found := parent.standsAfter(name); found {
			return nil, fmt.Errorf("<%s> comes before <%s> in <%s>", name, late, parent.name)
		}
		parent.seen = append(parent.seen, name)
		next.shape, next.ordered = shapeOf(field.Type), field.Tag.Get("children") == "ordered"
	}
	return next, checkAttributes(next, start.Attr)
}

// standsAfter is the child read last, if another one should have stood before it.
func (e *openElement) standsAfter(name string) (late string, found bool) {
	if !e.ordered || len(e.seen) == 0 {
		return "", false
	}
	late = e.seen[len(e.seen)-1]
	return late, slices.Index(e.order, name) < slices.Index(e.order, late)
}

func checkAttributes(element *openElement, attributes []xml.Attr) error {
	var seen []string
	for _, attribute := range attributes {
		name := attribute.Name
		switch {
		case name.Space == "xmlns", name.Space == schemaNamespace, name == xml.Name{Local: "xmlns"}:
			continue
		case name.Space != "" || !slices.Contains(element.attributes, name.Local):
			return fmt.Errorf("the attribute %q is not allowed in <%s>", name.Local, element.name)
		case slices.Contains(seen, name.Local):
			return fmt.Errorf("the attribute %q occurs twice in <%s>", name.Local, element.name)
		}
		seen = append(seen, name.Local)
	}
	return nil
}
