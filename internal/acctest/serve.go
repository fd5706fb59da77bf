package acctest

import (
	"context"
	"time"

	"github.com/tableau-as-code/terraform-provider-tableau/internal/provider"
)

// Serve is main of the provider for a test binary that Terraform starts in its
// place, with waits in multiples of retryUnit: the released one waits too long
// for tests in which many requests fail.
func Serve(retryUnit time.Duration) {
	tableau := &provider.Provider{Version: "test", RetryUnit: retryUnit}
	tableau.Serve()
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = tableau.SignOut(ctx) // Terraform has gone, and nobody would hear of it.
}
