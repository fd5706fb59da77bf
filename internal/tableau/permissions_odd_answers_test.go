package tableau_test

import (
	"slices"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// What answers may hold that the documents do not show. Nobody is to lose a rule by it.

func TestPermissionsReplace_sparesWhoeverTheLetterCaseOfTheID(t *testing.T) {
	t.Parallel()
	p := newPermissioned(t, "3.24", "group G1 Read Deny", "group g2 Read Allow")
	spared := func(g tableau.Grantee) bool { return g == tableau.Grantee{Kind: tableau.GroupGrantee, ID: "g1"} }
	written, err := p.permissionsClient(t, "3.24").Permissions().Replace(t.Context(), salesRules, rulesOf("group g2 Write Allow"), spared)
	if want := []string{"PUT group g2 Write Allow", "DELETE group g2 Read Allow"}; err != nil || !slices.Equal(p.writes(), want) {
		t.Errorf("calls %v, %v", p.writes(), err)
	}
	if !written.Before.Rules.Equal(rulesOf("group g1 Read Deny", "group g2 Read Allow")) {
		t.Errorf("told %+v", written.Before)
	}
}

// answering is a workbook whose rules are always read as this.
func answering(t *testing.T, inside string) *permissioned {
	t.Helper()
	p := newPermissioned(t, "3.24")
	p.answers["GET"] = answer{HandlerFunc: body(`<tsResponse xmlns="http://tableau.com/api"><permissions>` + inside + `</permissions></tsResponse>`)}
	return p
}

func TestPermissionsReplace_leavesGranteesWithoutAnID(t *testing.T) {
	t.Parallel()
	p := answering(t, `<workbook id="sales"/><granteeCapabilities><group/><capabilities><capability name="Read" mode="Deny"/></capabilities></granteeCapabilities>`)
	permissions := p.permissionsClient(t, "3.24").Permissions()
	if set, err := permissions.Get(t.Context(), salesRules); err != nil || len(set.Rules) > 0 {
		t.Errorf("read %+v, %v", set, err)
	}
	_, _ = permissions.Replace(t.Context(), salesRules, rulesOf("group g2 Read Allow"), nil)
	if want := []string{"PUT group g2 Read Allow"}; !slices.Equal(p.writes(), want) {
		t.Errorf("calls %v", p.writes())
	}
}

func TestPermissions_ofAnotherItemAreNotTakenForTheItems(t *testing.T) {
	t.Parallel()
	p := answering(t, `<workbook id="other" name="Other"/>`)
	permissions := p.permissionsClient(t, "3.24").Permissions()
	const want = "cannot read permissions of workbook sales: the answer is about another item"
	if _, err := permissions.Get(t.Context(), salesRules); err == nil || err.Error() != want || tableau.IsNotFound(err) {
		t.Errorf("the error is %v", err)
	}
	written, err := permissions.Replace(t.Context(), salesRules, rulesOf("group g2 Read Allow"), nil)
	if err == nil || err.Error() != want || written.Read || len(p.writes()) > 0 {
		t.Errorf("told %+v, %v after %v", written, err, p.writes())
	}
}

func TestPermissionsGet_takesNameAndOwnerFromTheItem(t *testing.T) {
	t.Parallel()
	p := answering(t, `<workbook id="SALES" name="Sales"><owner id="ANN"/></workbook><site id="s1" name="Default"><owner id="eve"/></site>`)
	set, err := p.permissionsClient(t, "3.24").Permissions().Get(t.Context(), salesRules)
	if err != nil || set.Name != "Sales" || set.OwnerID != "ann" {
		t.Errorf("read %+v, %v", set, err)
	}
}

// TestPermissionsReplace_replacesNothingUnseen: no rule set is shown without its
// item, so that there may be rules.
func TestPermissionsReplace_replacesNothingUnseen(t *testing.T) {
	t.Parallel()
	p := answering(t, "")
	_, _ = p.permissionsClient(t, "3.24").Permissions().Replace(t.Context(), salesRules, rulesOf("group g2 Read Allow"), nil)
	if want := []string{"PUT group g2 Read Allow"}; !slices.Equal(p.writes(), want) {
		t.Errorf("calls %v", p.writes())
	}
}

// TestPermissionsRevoke_leavesNoAllowBehindADeny: Rules call both modes a Deny,
// and the grantee would gain the capability if only that went.
func TestPermissionsRevoke_leavesNoAllowBehindADeny(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ before, revoked, writes, left []string }{
		"both, known as a Deny": {
			[]string{"group g1 Read Allow", "group g1 Read Deny", "group g2 Read Allow"}, []string{"group g1 Read Deny"},
			[]string{"DELETE group g1 Read Allow", "DELETE group g1 Read Deny"}, []string{"group g2 Read Allow"},
		},
		"both, of which the Allow was known": {
			[]string{"group g1 Read Allow", "group g1 Read Deny"}, []string{"group g1 Read Allow"},
			[]string{"DELETE group g1 Read Allow"}, []string{"group g1 Read Deny"},
		},
		"turned since": {[]string{"group g1 Read Allow"}, []string{"group g1 Read Deny"}, nil, []string{"group g1 Read Allow"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPermissioned(t, "3.22", test.before...)
			written, err := p.permissionsClient(t, "3.22").Permissions().Revoke(t.Context(), salesRules, rulesOf(test.revoked...), nil)
			if err != nil || !slices.Equal(p.writes(), test.writes) || !slices.Equal(p.rules, test.left) {
				t.Errorf("told %+v, %v after %v", written, err, p.writes())
			}
		})
	}
}
