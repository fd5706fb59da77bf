package tableau

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// FuzzTokens: an answer has the tokens that encoding/xml reads in it, and is refused where that refuses it, however its bytes arrive.
func FuzzTokens(f *testing.F) {
	// Whole answers are in testdata/fuzz/FuzzTokens. These are a character away from each other, or long.
	long := strings.Repeat("long ", 1000)
	for _, answer := range []string{
		`<a b="` + long + `"><c/></a>`, `<a>` + long + `<c/></a>`, `<a>text<b/></a>`,
		`<a  b="1"   c-.2="" ></a >`, `<a b="1"c="2"/>`, `<a b = "1"/>`, "<a\nb=\"1\"/>", `<_a/>`, `<a:b/>`, `<:a/>`, `<a:/>`, `<a:b></a:b>`, `<a:b></c:b>`, `<a:b :c="1" d:="2"/>`,
		"<?xml version='1.0' encoding='UTF-8'?><a:b c:d=\"1\"\n/>", "<a b=\"\t\n\r\"/>", "<a b=\"\u00e9\u65e5\uff21\"/>", `<a b="1" b="2"/>`,
		// What is refused.
		``, `text`, `<`, `<a`, `<a>`, `</a>`, `<a></b>`, `<a/></a>`, `<a / >`, `<a//>`, `< a/>`, `</ a>`, `<>`, `</>`, `< />`, `< b="1"/>`,
		`<1a/>`, `<-a/>`, `<a></1a>`, `<a:b:c/>`, `<a></b:a>`, `<a:1/>`, `<a xmlns:b="c"><b:d></d></a>`, `<a>]]></a>`, `<a b="1`, `<?xml version="1.1"?><a/>`,
		`<a b/>`, `<a b=1/>`, `<a b="1" c/>`, `<a b="<"/>`, `<a b="&c;"/>`, `<a ="1"/>`, `<a 1b="1"/>`, `<a b="1" "2"/>`, `<a b:c:d="1"/>`,
		"<a b=\"\ufffe\"/>", "<a>\x01</a>", "<a>\uffff</a>", "<a\x00/>",
	} {
		f.Add(answer)
	}
	f.Fuzz(func(t *testing.T, answer string) {
		for name, arrive := range map[string]func(io.Reader) io.Reader{
			"at once":               func(r io.Reader) io.Reader { return r },
			"byte by byte":          iotest.OneByteReader,
			"with one read failing": iotest.TimeoutReader,
		} {
			want, refusal := tokensOf(xml.NewDecoder(arrive(strings.NewReader(answer))))
			got, err := tokensOf(newDecoder(arrive(strings.NewReader(answer))))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: other tokens (-encoding/xml +tokens)\n%s", name, diff)
			}
			if said(err) != said(refusal) {
				t.Errorf("%s: refused with %v, by encoding/xml with %v", name, err, refusal)
			}
		}
	})
}

func TestTokens_noneComeAfterARefusal(t *testing.T) {
	t.Parallel()
	d := newDecoder(strings.NewReader(`<a>&b;<c/></a>`))
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if token, err := d.Token(); err == nil {
			t.Errorf("got %#v", token)
		}
	}
}

// tokensOf is all tokens, and why there are no more.
func tokensOf(d *xml.Decoder) (all []xml.Token, refusal error) {
	for {
		token, err := d.Token()
		if err != nil {
			return all, err
		}
		all = append(all, xml.CopyToken(token))
	}
}

// said is what an error says, without the line.
func said(err error) string {
	if syntax := (*xml.SyntaxError)(nil); errors.As(err, &syntax) {
		return syntax.Msg
	}
	return err.Error()
}
