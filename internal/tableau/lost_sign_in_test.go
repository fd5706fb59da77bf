package tableau_test

import (
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
