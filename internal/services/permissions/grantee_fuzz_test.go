package permissions

import (
	"slices"
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// FuzzGrantee: a text that names a grantee is written as it was read, and any other is refused by an error that shows the form.
func FuzzGrantee(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		read, err := parseGrantee(text)
		kind, name, _ := strings.Cut(text, ":")
		named := slices.Contains([]string{"user", "group", "group_set"}, kind) && name != ""
		if named != (err == nil) {
			t.Fatalf("%q is read as %q, %v", text, read, err)
		}
		if err != nil {
			if !strings.Contains(err.Error(), "write group:NAME, user:NAME or group_set:NAME") {
				t.Fatal(err)
			}
			return
		}
		if read.String() != text || read.kind != tableau.GranteeKind(kind) || read.name != name {
			t.Fatalf("%q is read as %q", text, read)
		}
	})
}
