package tableau

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// tokens reads the tokens of an answer. Nearly all that the service sends are plain
// tags, which are read here in a fraction of the time that encoding/xml takes for
// them. Whatever is not plain is left to encoding/xml, and so is whether tags match
// and what their namespaces are: nothing is taken that it would refuse.
type tokens struct {
	in *unread
	// others reads what is not plain.
	others *xml.Decoder
	// unfinished tells that others may hold more: the end of an empty element, the
	// first byte after a text, or an error.
	unfinished bool
	// empty is the name of an empty element whose end is the next token.
	empty string
}

// newDecoder decodes as xml.NewDecoder does, in less time.
func newDecoder(r io.Reader) *xml.Decoder { return xml.NewTokenDecoder(newTokens(r)) }

func newTokens(r io.Reader) *tokens {
	in := &unread{Reader: bufio.NewReader(r)}
	return &tokens{in: in, others: xml.NewDecoder(in)}
}

// Token gives the next token. The bytes of a text are valid until the next call.
func (t *tokens) Token() (xml.Token, error) {
	if name := t.empty; name != "" {
		t.empty = ""
		return endOf(name), nil
	}
	if !t.unfinished {
		if token := t.plain(); token != nil {
			return token, nil
		}
	}
	token, err := t.others.RawToken()
	switch token.(type) {
	case xml.StartElement, xml.CharData, nil:
		t.unfinished = true
	default:
		t.unfinished = false
	}
	return token, err
}

// plain takes the next token if it is plain, else nothing.
func (t *tokens) plain() xml.Token {
	piece := t.in.throughTag()
	start := strings.IndexByte(piece, '<')
	if start < 0 || !strings.HasSuffix(piece, ">") {
		return nil
	}
	text, tag := piece[:start], piece[start+1:len(piece)-1]
	if text != "" { // Without a "]]>", for the piece ends with its first ">".
		if !isPlain(text) {
			return nil
		}
		t.in.skip(len(text))
		return xml.CharData(text)
	}
	token, empty := plainTag(tag)
	if token != nil {
		t.in.skip(len(piece))
		t.empty = empty
	}
	return token
}

// plainTag gives what a tag without its brackets says, nil where it is not plain,
// and the name of the element if that is empty.
func plainTag(tag string) (token xml.Token, empty string) {
	if end, ends := strings.CutPrefix(tag, "/"); ends {
		name, rest := cutName(end)
		if name == "" || rest != "" {
			return nil, ""
		}
		return endOf(name), ""
	}
	tag, isEmpty := strings.CutSuffix(tag, "/")
	name, rest := cutName(strings.TrimRight(tag, " "))
	if name == "" || !isPlain(rest) {
		return nil, ""
	}
	start := xml.StartElement{Name: xml.Name{Local: name}, Attr: make([]xml.Attr, 0, strings.Count(rest, `="`))}
	for rest != "" {
		name, after := cutName(strings.TrimLeft(rest, " "))
		value, quoted := strings.CutPrefix(after, `="`)
		end := strings.IndexByte(value, '"')
		if name == "" || !quoted || end < 0 {
			return nil, ""
		}
		start.Attr = append(start.Attr, xml.Attr{Name: xml.Name{Local: name}, Value: value[:end]})
		rest = value[end+1:]
	}
	if isEmpty {
		empty = name
	}
	return start, empty
}

func endOf(name string) xml.EndElement { return xml.EndElement{Name: xml.Name{Local: name}} }

// cutName cuts off the name with which a text starts. It is "" where that starts
// with none, or with a character beyond ASCII.
func cutName(text string) (name, rest string) {
	for i := range len(text) {
		switch b := text[i]; {
		case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', b == '_':
		case i > 0 && ('0' <= b && b <= '9' || b == '-' || b == '.'):
		default:
			return text[:i], text[i:]
		}
	}
	return text, ""
}

// isPlain reports whether a text stands for itself: it has no reference, no end of
// line but the plain one, and nothing that XML does not allow. 0xEF starts the last
// characters of the basic plane, of which two are not allowed.
func isPlain(text string) bool {
	for i := range len(text) {
		if b := text[i]; b < ' ' && b != '\n' && b != '\t' || b == '<' || b == '&' || b == 0xEF {
			return false
		}
	}
	return utf8.ValidString(text)
}

// unread is what of an answer has not been taken yet.
type unread struct {
	*bufio.Reader
	// piece is what was read last, to the end of a tag, and is not taken yet.
	piece string
	err   error // why reading has ended
}

// throughTag gives what comes next, to the end of the next tag. It is shorter where
// reading ends or the tag is too long.
func (u *unread) throughTag() string {
	if u.piece == "" {
		var piece []byte
		piece, u.err = u.ReadSlice('>')
		if errors.Is(u.err, bufio.ErrBufferFull) {
			u.err = nil
		}
		u.piece = string(piece)
	}
	return u.piece
}

func (u *unread) skip(n int) { u.piece = u.piece[n:] }

// ReadByte takes the next byte, as encoding/xml does with all that it reads. Read
// would pass over the piece.
func (u *unread) ReadByte() (byte, error) {
	switch {
	case u.piece != "":
		b := u.piece[0]
		u.skip(1)
		return b, nil
	case u.err != nil:
		return 0, u.err
	}
	return u.Reader.ReadByte()
}
