package tableau_test

import (
	"errors"
	"net/http"
	"path"
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
	if path.Base(r.URL.Path) != "permissions" {
		return answerInMemory(r), nil
	}
	c.calls = append(c.calls, r.Method)
	switch {
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

// TestPermissionsReplace_isPlannedAnewAfterALongWait: a replacement takes away
// what it does not name, also what others added after it was planned.
func TestPermissionsReplace_isPlannedAnewAfterALongWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		site := &contested{t: t, rules: []string{"group g1 Read Allow", "group g2 Read Allow"}, refusal: hints("60")}
		spared := func(g tableau.Grantee) bool { return g.ID == "others" }
		started := time.Now()
		_, err := inMemoryClient(t, site).Permissions().Replace(t.Context(), salesRules, rulesOf("group g1 Read Deny"), spared)
		if err != nil || time.Since(started) > 62*time.Second {
			t.Fatalf("got %v after %s", err, time.Since(started))
		}
		if want := []string{"group g1 Read Deny", "group others Read Allow"}; !slices.Equal(site.rules, want) {
			t.Errorf("there is %q, want %q", site.rules, want)
		}
		if got, want := strings.Join(site.calls, " "), "GET POST GET POST GET"; got != want {
			t.Errorf("the calls are %s, want %s", got, want)
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
