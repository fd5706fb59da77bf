package tableau_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// TestPermissionsReplaceOf_twoOnOneItemTakeTurns: each would otherwise count on
// rules that the other is changing.
func TestPermissionsReplaceOf_twoOnOneItemTakeTurns(t *testing.T) {
	t.Parallel()
	p := newPermissioned(t, "3.24", "group g1 Read Allow", "group g2 Read Allow")
	permissions := p.permissionsClient(t, "3.24").Permissions()
	var writers sync.WaitGroup
	for _, id := range []string{"g1", "g2"} {
		writers.Go(func() {
			grantee := tableau.Grantee{Kind: tableau.GroupGrantee, ID: id}
			if _, err := permissions.ReplaceOf(t.Context(), salesRules, grantee, map[string]string{"Read": "Deny"}); err != nil {
				t.Error(err)
			}
		})
	}
	writers.Wait()
	first := []string{"GET", "DELETE group g1 Read Allow", "PUT group g1 Read Deny", "GET"}
	second := []string{"GET", "DELETE group g2 Read Allow", "PUT group g2 Read Deny", "GET"}
	if !slices.Equal(p.calls, slices.Concat(first, second)) && !slices.Equal(p.calls, slices.Concat(second, first)) {
		t.Errorf("the calls are %q", p.calls)
	}
}

func TestPermissionsReplaceOf_waitingForItsTurnEndsWithTheContext(t *testing.T) {
	t.Parallel()
	p := newPermissioned(t, "3.24", "group g1 Read Allow")
	permissions := p.permissionsClient(t, "3.24").Permissions()
	ctx, cancel := context.WithCancel(t.Context())
	var second error
	p.answers["DELETE group g1 Read Allow"] = answer{true, func(w http.ResponseWriter, _ *http.Request) {
		cancel()
		_, second = permissions.Revoke(ctx, salesRules, rulesOf("group g1 Read Allow"), nil)
		w.WriteHeader(http.StatusNoContent)
	}}
	if _, err := permissions.Revoke(t.Context(), salesRules, rulesOf("group g1 Read Allow"), nil); err != nil {
		t.Error(err)
	}
	if !errors.Is(second, context.Canceled) || second.Error() != "cannot change permissions of workbook sales: context canceled" {
		t.Errorf("the second error is %v", second)
	}
}

func TestPermissionsRead_asksOnceUntilTheItemIsWritten(t *testing.T) {
	t.Parallel()
	p := newPermissioned(t, "3.24", "group g1 Read Allow")
	other := tableau.RulesOf{ContentType: "workbook", ID: "other"}
	otherURI := "/api/3.24/sites/9a8b7c6d-5e4f-3a2b-1c0d-9e8f7a6b5c4d/workbooks/other/permissions"
	p.answer("GET "+otherURI, strings.Replace(permissionsOf("group g1 Read Deny"), "sales", "other", 1))
	permissions := p.permissionsClient(t, "3.24").Permissions()
	read := func() {
		var readers sync.WaitGroup
		for range 8 {
			for _, of := range []tableau.RulesOf{salesRules, other} {
				readers.Go(func() {
					if _, err := permissions.Read(t.Context(), of); err != nil {
						t.Error(err)
					}
				})
			}
		}
		readers.Wait()
	}
	read()
	if !slices.Equal(p.calls, []string{"GET"}) || p.count("GET "+otherURI) != 1 {
		t.Fatalf("calls %v and %d of the other", p.calls, p.count("GET "+otherURI))
	}
	if _, err := permissions.Replace(t.Context(), salesRules, rulesOf("group g2 Read Allow"), nil); err != nil {
		t.Fatal(err)
	}
	read()
	if want := []string{"GET", "GET", "POST group g2 Read Allow", "GET", "GET"}; !slices.Equal(p.calls, want) || p.count("GET "+otherURI) != 1 {
		t.Errorf("calls %v and %d of the other", p.calls, p.count("GET "+otherURI))
	}
	if set, err := permissions.Read(t.Context(), salesRules); err != nil || !set.Rules.Equal(rulesOf("group g2 Read Allow")) {
		t.Errorf("read %+v, %v", set, err)
	}
}
