package tableau_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

func TestPermissionsReplace_takesTheseCalls(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		version                string
		before, wanted, writes []string
		spared                 string
	}{
		"nothing to do": {
			version: "3.24",
			before:  []string{"group g1 Read Allow", "user u1 Write Deny"},
			wanted:  []string{"user u1 Write Deny", "group g1 Read Allow"},
		},
		"all at once from 3.23 on": {
			version: "3.23",
			before:  []string{"group g1 Read Allow", "group g2 Read Deny"},
			wanted:  []string{"user u1 Read Allow", "group g1 Write Deny", "group g1 Read Deny", "groupSet s1 Read Allow"},
			writes:  []string{"POST group g1 Read Deny, group g1 Write Deny, groupSet s1 Read Allow, user u1 Read Allow"},
		},
		"step by step, lest what is spared has changed meanwhile": {
			version: "3.24", spared: "g2",
			before: []string{"group g1 Read Allow", "group g2 Read Deny", "group g2 Write Allow"},
			wanted: []string{"group g1 Read Deny", "group g2 Read Allow"},
			writes: []string{"DELETE group g1 Read Allow", "PUT group g1 Read Deny"},
		},
		"step by step where who is spared has nothing yet": {
			version: "3.24", spared: "g2",
			before: []string{"group g1 Read Allow"},
			wanted: []string{"group g1 Write Allow"},
			writes: []string{"PUT group g1 Write Allow", "DELETE group g1 Read Allow"},
		},
		"step by step where what is spared has both modes": {
			version: "3.24", spared: "g2",
			before: []string{"group g1 Read Allow", "group g2 Read Allow", "group g2 Read Deny"},
			writes: []string{"DELETE group g1 Read Allow"},
		},
		"step by step where what stays cannot be sent": {
			version: "3.24",
			before:  []string{"group g1 Read Allow", "user u1 CreateRefreshMetrics Allow"},
			wanted:  []string{"user u1 CreateRefreshMetrics Allow", "group g2 Read Allow"},
			writes:  []string{"PUT group g2 Read Allow", "DELETE group g1 Read Allow"},
		},
		"all at once with a capability that is not known here": {
			version: "3.24",
			before:  []string{"group g1 Read Allow"},
			wanted:  []string{"group g1 Newest Allow"},
			writes:  []string{"POST group g1 Newest Allow"},
		},
		"adding only": {
			version: "3.22",
			before:  []string{"group g1 Read Allow"},
			wanted:  []string{"group g1 Read Allow", "group g2 Read Deny", "group g2 ChangePermissions Allow", "group g1 Write Allow"},
			writes:  []string{"PUT group g1 Write Allow, group g2 ChangePermissions Allow, group g2 Read Deny"},
		},
		"taking only: what allows before what denies, groups' before users'": {
			version: "3.22",
			before:  []string{"user u1 Read Allow", "user u1 Write Deny", "group g1 Read Deny", "group g2 Read Allow", "group g3 Read Allow"},
			wanted:  []string{"group g3 Read Allow"},
			writes: []string{
				"DELETE group g2 Read Allow", "DELETE group g1 Read Deny",
				"DELETE user u1 Read Allow", "DELETE user u1 Write Deny",
			},
		},
		"turning both ways": {
			version: "3.22",
			before:  []string{"group g1 Read Allow", "group g2 Read Deny", "group g3 Read Allow", "group g4 Read Deny"},
			wanted:  []string{"group g1 Read Deny", "group g2 Read Allow", "group g5 Read Allow"},
			writes: []string{
				"PUT group g5 Read Allow",
				"DELETE group g1 Read Allow", "DELETE group g3 Read Allow",
				"PUT group g1 Read Deny",
				"DELETE group g2 Read Deny", "DELETE group g4 Read Deny",
				"PUT group g2 Read Allow",
			},
		},
		"rights to set permissions go last": {
			version: "3.22",
			before:  []string{"group g1 ChangePermissions Allow", "group g1 Read Deny", "group g2 ChangePermissions Allow", "group g2 Write Allow"},
			wanted:  []string{"group g1 ChangePermissions Deny", "group g3 ChangePermissions Allow"},
			writes: []string{
				"PUT group g3 ChangePermissions Allow",
				"DELETE group g2 Write Allow", "DELETE group g1 Read Deny",
				"DELETE group g1 ChangePermissions Allow", "DELETE group g2 ChangePermissions Allow",
				"PUT group g1 ChangePermissions Deny",
			},
		},
		"a right to set permissions is not allowed before it is denied": {
			version: "3.22",
			before:  []string{"group g1 Read Allow"},
			wanted:  []string{"group g2 ChangePermissions Deny", "group g3 ChangePermissions Allow", "group g3 Write Allow"},
			writes: []string{
				"PUT group g3 Write Allow", "DELETE group g1 Read Allow",
				"PUT group g2 ChangePermissions Deny, group g3 ChangePermissions Allow",
			},
		},
		"a capability in both modes": {
			version: "3.22",
			before:  []string{"group g1 Read Allow", "group g1 Read Deny", "group g2 Read Allow", "group g2 Read Deny", "group g3 Read Allow", "group g3 Read Deny"},
			wanted:  []string{"group g1 Read Allow", "group g2 Read Deny"},
			writes: []string{
				"DELETE group g2 Read Allow", "DELETE group g3 Read Allow",
				"DELETE group g1 Read Deny", "DELETE group g3 Read Deny",
			},
		},
		"clearing, the own right to set permissions last": {
			version: "3.24",
			before:  []string{"group g1 Read Deny", "group g1 ChangePermissions Allow", "user 1 ChangePermissions Allow"},
			writes:  []string{"POST user 1 ChangePermissions Allow", "DELETE user 1 ChangePermissions Allow"},
		},
		"clearing what denies nothing, a group's right to set permissions last": {
			version: "3.24",
			before:  []string{"user u1 ChangePermissions Allow", "group g2 ChangePermissions Allow", "group g1 Read Allow"},
			writes:  []string{"POST group g2 ChangePermissions Allow", "DELETE group g2 ChangePermissions Allow"},
		},
		"clearing what denies nothing": {
			version: "3.24",
			before:  []string{"user u1 Read Allow", "group g2 Read Allow", "group g1 Read Allow"},
			writes:  []string{"POST group g1 Read Allow", "DELETE group g1 Read Allow"},
		},
		"clearing what denies something": {
			version: "3.24",
			before:  []string{"group g1 Read Allow", "group g2 Read Allow", "group g3 Read Deny"},
			writes:  []string{"POST group g3 Read Deny", "DELETE group g3 Read Deny"},
		},
		"clearing step by step, lest anybody gain or lose a right to set permissions": {
			version: "3.24",
			before:  []string{"group g1 ChangePermissions Allow", "group g2 Read Allow", "group g3 Read Deny"},
			writes:  []string{"DELETE group g2 Read Allow", "DELETE group g3 Read Deny", "DELETE group g1 ChangePermissions Allow"},
		},
		"clearing two": {
			version: "3.24",
			before:  []string{"group g1 Read Allow", "group g2 Read Allow"},
			writes:  []string{"DELETE group g1 Read Allow", "DELETE group g2 Read Allow"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPermissioned(t, test.version, test.before...)
			var spared func(tableau.Grantee) bool
			if test.spared != "" {
				spared = func(g tableau.Grantee) bool { return g.ID == test.spared }
			}
			written, err := p.permissionsClient(t, test.version).Permissions().Replace(t.Context(), salesRules, rulesOf(test.wanted...), spared)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.writes, p.writes()); diff != "" && len(test.writes)+len(p.writes()) > 0 {
				t.Errorf("the calls are others (-wanted +sent):\n%s", diff)
			}
			if !written.Read || !written.Before.Rules.Equal(rulesOf(test.before...)) || !written.After.Rules.Equal(rulesOf(p.rules...)) {
				t.Errorf("told %+v, and there is %v", written, p.rules)
			}
		})
	}
}

// TestPermissionsReplace_readsBeforeAndAfter: what a plan saw may be hours old.
func TestPermissionsReplace_readsBeforeAndAfter(t *testing.T) {
	t.Parallel()
	p := newPermissioned(t, "3.24", "group g1 Read Allow")
	client := p.permissionsClient(t, "3.24")
	written, err := client.Permissions().Replace(t.Context(), salesRules, rulesOf("group g1 Read Allow", "user u1 Read Deny"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"GET", "POST group g1 Read Allow, user u1 Read Deny", "GET"}; !slices.Equal(p.calls, want) {
		t.Errorf("calls %v", p.calls)
	}
	if !written.Added().Equal(rulesOf("user u1 Read Deny")) || written.After.OwnerID != "owner" {
		t.Errorf("told %+v", written)
	}
}

// TestPermissionsReplace_leavesWhatItDoesNotKnow: a replacement would take the
// rules of kinds of grantees that are newer than the provider.
func TestPermissionsReplace_leavesWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	p := newPermissioned(t, "3.24", "robot r1 Read Allow", "group g1 Read Allow")
	if _, err := p.permissionsClient(t, "3.24").Permissions().Replace(t.Context(), salesRules, rulesOf("group g2 Read Allow"), nil); err != nil {
		t.Fatal(err)
	}
	if want := []string{"robot r1 Read Allow", "group g2 Read Allow"}; !slices.Equal(p.rules, want) {
		t.Errorf("there is %v", p.rules)
	}
}

func TestPermissionsReplaceOf_touchesNobodyElse(t *testing.T) {
	t.Parallel()
	p := newPermissioned(t, "3.24", "group g1 Read Allow", "group g1 Write Allow", "group g1 Delete Deny", "group g2 Read Deny", "user g1 Read Deny")
	permissions := p.permissionsClient(t, "3.24").Permissions()
	group := tableau.Grantee{Kind: tableau.GroupGrantee, ID: "g1"}
	written, err := permissions.ReplaceOf(t.Context(), salesRules, group, map[string]string{"Read": "Allow", "Write": "Deny", "Filter": "Allow"})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"PUT group g1 Filter Allow", "DELETE group g1 Write Allow", "PUT group g1 Write Deny", "DELETE group g1 Delete Deny"}; !slices.Equal(p.writes(), want) {
		t.Errorf("calls %v", p.writes())
	}
	if !written.After.Rules.Equal(rulesOf("group g1 Read Allow", "group g1 Write Deny", "group g1 Filter Allow", "group g2 Read Deny", "user g1 Read Deny")) {
		t.Errorf("told %+v", written.After)
	}
	if _, err := permissions.ReplaceOf(t.Context(), salesRules, group, nil); err != nil {
		t.Fatal(err)
	}
	if want := []string{"group g2 Read Deny", "user g1 Read Deny"}; !slices.Equal(p.rules, want) {
		t.Errorf("there is %v", p.rules)
	}
}

func TestPermissionsRevoke_takesOnlyWhatIsStillInThisMode(t *testing.T) {
	t.Parallel()
	p := newPermissioned(t, "3.24", "group g1 Read Allow", "group g1 Write Deny", "group g2 Read Allow")
	written, err := p.permissionsClient(t, "3.24").Permissions().Revoke(t.Context(), salesRules,
		rulesOf("group g1 Read Allow", "group g1 Write Allow", "group g3 Read Allow"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"DELETE group g1 Read Allow"}; !slices.Equal(p.writes(), want) {
		t.Errorf("calls %v", p.writes())
	}
	if !written.After.Rules.Equal(rulesOf("group g1 Write Deny", "group g2 Read Allow")) {
		t.Errorf("told %+v", written.After)
	}
}

// TestPermissionsRevoke_clearsWhereTheServerReplaces and nobody else has a rule:
// others' are not sent again, for they may have changed since they were read.
func TestPermissionsRevoke_clearsWhereTheServerReplaces(t *testing.T) {
	t.Parallel()
	before := []string{"group g1 Filter Allow", "group g1 Read Allow", "group g2 Read Allow", "user ann Write Deny"}
	one, of := tableau.Permissions.Revoke, tableau.Permissions.RevokeOf
	for name, test := range map[string]struct {
		revoke          func(tableau.Permissions, context.Context, tableau.RulesOf, tableau.Rules, func(tableau.Grantee) bool) (tableau.Written, error)
		revoked, writes []string
	}{
		"all":     {one, before, []string{"POST user ann Write Deny", "DELETE user ann Write Deny"}},
		"some":    {one, before[:3], []string{"DELETE group g1 Filter Allow", "DELETE group g1 Read Allow", "DELETE group g2 Read Allow"}},
		"nothing": {one, []string{"group g3 Read Allow"}, nil},
		"all, as of one": {of, before, []string{
			"DELETE group g1 Filter Allow", "DELETE group g1 Read Allow", "DELETE group g2 Read Allow", "DELETE user ann Write Deny",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPermissioned(t, "3.24", before...)
			_, err := test.revoke(p.permissionsClient(t, "3.24").Permissions(), t.Context(), salesRules, rulesOf(test.revoked...), nil)
			if err != nil || !slices.Equal(p.writes(), test.writes) {
				t.Errorf("%v after %q", err, p.writes())
			}
		})
	}
}
