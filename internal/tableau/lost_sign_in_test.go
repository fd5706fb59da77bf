package tableau_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/tableau"
)

// Whoever is told that something may have been made all the same goes and looks
// for it, and a request that waits for a sign-in was never sent.
func TestSignIn_thatFailsLeavesNothingUncertain(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]http.HandlerFunc{
		"gateway":    status(http.StatusBadGateway, "<html></html>"),
		"connection": dropped,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.mux.HandleFunc("POST /api/3.24/auth/signin", answer)
			client := f.client(t, func(c *tableau.Config) { c.MaxRetries = 0 })
			_, err := client.Start(t.Context(), client.RunNow().Workbook("w1", false), true)
			if err == nil || tableau.IsUncertain(err) {
				t.Errorf("the error is uncertain: %v", err)
			}
		})
	}
}

// Another process that signs in with the same personal access token ends the
// session, and the renewed one too. That says nothing of what the user may see.
func TestEndedSession_hidesNothing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		asks, answer string
		read         func(context.Context, *tableau.Client) (string, error)
		want         string
	}{
		"product": {"GET /api/3.24/sites", `<tsResponse xmlns="http://tableau.com/api"/>`, func(ctx context.Context, c *tableau.Client) (string, error) {
			product, err := c.Product(ctx)
			return string(product), err
		}, "server"},
		"refresh type": {"GET " + extracts, extractList(`id="t1" type="IncrementalRefresh"><workbook id="w1"/`), func(ctx context.Context, c *tableau.Client) (string, error) {
			return c.ExtractRefreshTasks().RefreshTypeOnSchedule(ctx, "s1", "t1")
		}, "IncrementalRefresh"},
		"time zone": {"GET " + onSite, `<tsResponse xmlns="http://tableau.com/api"><site id="9a8b" timeZone="Europe/Berlin"/></tsResponse>`, func(ctx context.Context, c *tableau.Client) (string, error) {
			return c.SiteTimeZone(ctx)
		}, "Europe/Berlin"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.inTurn(test.asks, status(http.StatusUnauthorized, ended), status(http.StatusUnauthorized, ended), body(test.answer))
			client := f.client(t)
			if got, err := test.read(t.Context(), client); !errors.Is(err, tableau.Code("401002")) {
				t.Errorf("a session that was ended twice gives %q, %v", got, err)
			}
			if got, err := test.read(t.Context(), client); err != nil || got != test.want {
				t.Errorf("afterwards it is %q, %v, want %q", got, err, test.want)
			}
		})
	}
}
