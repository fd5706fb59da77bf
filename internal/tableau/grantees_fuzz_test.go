package tableau_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// FuzzGranteeNames: the name that is shown for a group means this group and no other, whatever others are called.
func FuzzGranteeNames(f *testing.F) {
	f.Fuzz(func(t *testing.T, name1, domain1, name2, domain2 string) {
		var list strings.Builder
		list.WriteString("<groups>")
		for i, group := range [][2]string{{name1, domain1}, {name2, domain2}} {
			fmt.Fprintf(&list, `<group id="g%d" name="%s"><domain name="%s"/></group>`, i, inAttribute(group[0]), inAttribute(group[1]))
		}
		client := hostile(t, 200, pageOf(list.String()+"</groups>", 2), "")
		for _, id := range []string{"g0", "g1"} {
			group := tableau.Grantee{Kind: tableau.GroupGrantee, ID: id}
			known, found, err := client.Grantees().Known(t.Context(), group)
			if err != nil || !found {
				t.Fatalf("%s is not known: %v", id, err)
			}
			shown, err := client.Grantees().Name(t.Context(), known)
			if err != nil {
				t.Fatal(err)
			}
			if shown == id {
				continue // No name means it alone.
			}
			meant, err := client.Grantees().Named(t.Context(), tableau.GroupGrantee, shown)
			if err != nil || len(meant) != 1 || meant[0].ID != id {
				t.Fatalf("%q, which is shown for %+v, means %+v, %v", shown, known, meant, err)
			}
		}
	})
}

// inAttribute is a text as it may stand in an attribute.
func inAttribute(text string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		return ""
	}
	return b.String()
}
