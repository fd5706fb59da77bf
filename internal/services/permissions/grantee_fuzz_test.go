package permissions

import (
	"encoding/xml"
	"slices"
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// FuzzGrantee: a text that names a grantee is written as it was read. Any other is refused by an error that shows the form, and one
// that XML cannot hold by an error that says so.
func FuzzGrantee(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		read, err := parseGrantee(text)
		kind, name, _ := strings.Cut(text, ":")
		reason := ""
		switch {
		case !fitsXML(text):
			reason = "holds control characters"
		case !slices.Contains([]string{"user", "group", "group_set"}, kind) || name == "":
			reason = "write group:NAME, user:NAME or group_set:NAME"
		}
		if (err != nil) != (reason != "") || err != nil && !strings.Contains(err.Error(), reason) {
			t.Fatalf("%q is read as %q, %v", text, read, err)
		}
		if err == nil && (read.String() != text || read.kind != tableau.GranteeKind(kind) || read.name != name) {
			t.Fatalf("%q is read as %q", text, read)
		}
	})
}

// fitsXML reports whether a text comes out of XML as it went in.
func fitsXML(text string) bool {
	type element struct {
		Name string `xml:"name,attr"`
	}
	var read element
	written, err := xml.Marshal(element{text})
	return err == nil && xml.Unmarshal(written, &read) == nil && read.Name == text
}
