package tableau_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// TestPermissionsOwnerOf_takesOnlyAnAnswerAboutTheItem: what is wrong for the
// moment, or with the session, does not say that nobody may know the owner.
func TestPermissionsOwnerOf_takesOnlyAnAnswerAboutTheItem(t *testing.T) {
	t.Parallel()
	const item = "/sites/9a8b7c6d-5e4f-3a2b-1c0d-9e8f7a6b5c4d/workbooks/sales"
	token := tableau.PersonalAccessToken{Name: "terraform", Secret: "s3cret"}
	for name, test := range map[string]struct {
		credentials tableau.Credentials
		first       http.HandlerFunc
		err         bool
		then        string
	}{
		"throttled":                       {token, status(429, tooMany), true, "ann"},
		"timed out":                       {token, status(408, refusal("408000", "Request Timeout", "Too slow")), true, "ann"},
		"refused by something in between": {token, status(407, "<html/>"), true, "ann"},
		"hidden":                          {token, status(403, refusal("403004", "Forbidden", "Not yours")), false, ""},
		"gone":                            {token, status(404, refusal("404006", "Resource Not Found", "Workbook not found")), false, ""},
		"session ended":                   {token, status(401, ended), true, "ann"},
		"scope missing":                   {app, status(401, ended), false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPermissioned(t, "3.24")
			// A session that ended is renewed once.
			handlers := []http.HandlerFunc{test.first, body(`<tsResponse xmlns="http://tableau.com/api"><workbook id="sales" name="Sales"><owner id="ANN"/></workbook></tsResponse>`)}
			if name == "session ended" || name == "scope missing" {
				handlers = append([]http.HandlerFunc{test.first}, handlers...)
			}
			p.inTurn("GET /api/3.24"+item, handlers...)
			client := p.client(t, func(c *tableau.Config) {
				c.APIVersion, _ = tableau.ParseVersion("3.24")
				c.Credentials, c.MaxRetries = test.credentials, 0
			})
			set := tableau.RuleSet{Of: salesRules}
			if owner, err := client.Permissions().OwnerOf(t.Context(), set); owner != "" || (err != nil) != test.err {
				t.Errorf("first it is %q, %v", owner, err)
			}
			if owner, err := client.Permissions().OwnerOf(t.Context(), set); owner != test.then || err != nil {
				t.Errorf("then it is %q, %v", owner, err)
			}
		})
	}
}

// TestPermissionsReplace_tellsWhatItReadWithoutTheOwner: rules that were read are
// told of, also where the look at the owner fails.
func TestPermissionsReplace_tellsWhatItReadWithoutTheOwner(t *testing.T) {
	t.Parallel()
	const owned = "GET /api/3.24/sites/9a8b7c6d-5e4f-3a2b-1c0d-9e8f7a6b5c4d/workbooks/sales"
	lost := func(t *testing.T, ctx context.Context, look http.HandlerFunc, others ...string) (tableau.Written, error) {
		t.Helper()
		p := newPermissioned(t, "3.24")
		p.answers["GET"] = answer{HandlerFunc: body(`<tsResponse xmlns="http://tableau.com/api"><permissions><workbook id="sales" name="Sales"/></permissions></tsResponse>`)}
		p.mux.HandleFunc(owned, look)
		return p.permissionsClient(t, "3.24").Permissions().Replace(ctx, salesRules, rulesOf(append(others, "user ann Read Allow")...), nil)
	}
	written, err := lost(t, t.Context(), status(429, tooMany))
	want := tableau.Difference{Grantee: tableau.Grantee{Kind: tableau.UserGrantee, ID: "ann"}, Capability: "Read", Wanted: "Allow"}
	if err != nil || len(written.OwnersPerhaps) != 1 || written.OwnersPerhaps[0] != want {
		t.Errorf("of one user it tells %+v, %v", written.OwnersPerhaps, err)
	}
	const notKept = "Tableau accepted the new permissions of workbook sales and shows others: " +
		"Read of group g2 should be Allow and is not set; Read of user ann should be Allow and is not set"
	if _, err := lost(t, t.Context(), status(503, ""), "group g2 Read Allow"); errorText(err) != notKept {
		t.Errorf("of others too it tells %v", err)
	}
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	_, err = lost(t, ctx, func(w http.ResponseWriter, _ *http.Request) {
		interrupt()
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	var notRead *tableau.NotReadBackError
	if !errors.As(err, &notRead) {
		t.Errorf("interrupted it tells %v", err)
	}
}
