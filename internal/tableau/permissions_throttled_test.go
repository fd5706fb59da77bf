package tableau_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// contested is a workbook's rules in memory. What it answers to the first
// replacement is refusal, and while that lasts somebody else adds a rule.
type contested struct {
	t       *testing.T
	rules   []string
	refusal http.Header
	calls   []string
}

func (c *contested) RoundTrip(r *http.Request) (*http.Response, error) {
	_, rule, of := strings.Cut(r.URL.Path, "/permissions")
	if !of {
		return answerInMemory(r), nil
	}
	c.calls = append(c.calls, r.Method)
	switch {
	case r.Method == http.MethodDelete:
		gone := strings.NewReplacer("/groups/", "group ", "/", " ").Replace(rule)
		c.rules = slices.DeleteFunc(c.rules, func(there string) bool { return there == gone })
		return inMemory(http.StatusNoContent, ""), nil
	case r.Method == http.MethodPost && c.refusal != nil:
		refused := refusedInMemory(c.refusal)
		c.refusal = nil
		c.rules = append(c.rules, "group others Read Allow")
		return refused, nil
	case r.Method == http.MethodPost:
		c.rules = sentRules(c.t, r)
	}
	return inMemory(http.StatusOK, permissionsOf(c.rules...)), nil
}

// TestPermissionsRevoke_isPlannedAnewAfterALongWait: a replacement takes away
// what it does not name, also what others added after it was planned.
func TestPermissionsRevoke_isPlannedAnewAfterALongWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		own := []string{"group g1 Read Allow", "group g1 Write Allow", "group g2 Read Allow"}
		site := &contested{t: t, rules: slices.Clone(own), refusal: hints("60")}
		started := time.Now()
		_, err := inMemoryClient(t, site).Permissions().Revoke(t.Context(), salesRules, rulesOf(own...), nil)
		if err != nil || time.Since(started) > 62*time.Second {
			t.Fatalf("got %v after %s", err, time.Since(started))
		}
		if want := []string{"group others Read Allow"}; !slices.Equal(site.rules, want) {
			t.Errorf("there is %q, want %q", site.rules, want)
		}
		if got, want := strings.Join(site.calls, " "), "GET POST GET DELETE DELETE DELETE GET"; got != want {
			t.Errorf("the calls are %s, want %s", got, want)
		}
	})
}

// TestPermissionsReplace_isPlannedAnewAfterALongWait: who owns all rules takes
// away what others added meanwhile, and knows of it.
func TestPermissionsReplace_isPlannedAnewAfterALongWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		site := &contested{t: t, rules: []string{"group g1 Read Allow", "group g2 Read Allow"}, refusal: hints("60")}
		_, err := inMemoryClient(t, site).Permissions().Replace(t.Context(), salesRules, rulesOf("group g1 Read Deny"), nil)
		if got, want := strings.Join(site.calls, " "), "GET POST GET POST GET"; err != nil || got != want {
			t.Errorf("got %v after %s, want %s", err, got, want)
		}
		if want := []string{"group g1 Read Deny"}; !slices.Equal(site.rules, want) {
			t.Errorf("there is %q, want %q", site.rules, want)
		}
	})
}

func TestPermissionsReplace_isSentAgainAfterAShortWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		site := &contested{t: t, rules: []string{"group g1 Read Allow", "group g2 Read Allow"}, refusal: hints("2")}
		_, err := inMemoryClient(t, site).Permissions().Replace(t.Context(), salesRules, rulesOf("group g1 Read Deny"), nil)
		if got, want := strings.Join(site.calls, " "), "GET POST POST GET"; err != nil || got != want {
			t.Errorf("got %v after %s, want %s", err, got, want)
		}
	})
}

// TestPermissionsReplace_refusedForLongChangesNothing: whoever cannot wait is
// told when to come back.
func TestPermissionsReplace_refusedForLongChangesNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		site := &contested{t: t, rules: []string{"group g1 Read Allow"}, refusal: hints("3600")}
		_, err := inMemoryClient(t, site).Permissions().Replace(t.Context(), salesRules, rulesOf("group g1 Read Deny"), nil)
		var failed *tableau.Error
		if !errors.As(err, &failed) || !strings.Contains(failed.Advice(), "left alone until 2000-01-01T01:00:00Z") {
			t.Errorf("got %v", err)
		}
		if got, want := strings.Join(site.calls, " "), "GET POST"; got != want {
			t.Errorf("the calls are %s, want %s", got, want)
		}
	})
}
